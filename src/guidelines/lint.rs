//! A pack held against the language, the shape of a study, and the other packs: everything that can be told without a study.

mod within;

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::finding::Level;
use crate::finding::Place;
use crate::guidelines::Library;
use crate::guidelines::inference;
use crate::guidelines::inference::Mistake;
use crate::guidelines::inference::Names;
use crate::guidelines::language::Expression;
use crate::guidelines::load::Loaded;
use crate::guidelines::load::Origin;
use crate::guidelines::load::PACK_CODE;
use crate::guidelines::load::finding;
use crate::guidelines::pack::Check;
use crate::guidelines::shape::STUDY;
use crate::guidelines::shape::Type;
use crate::guidelines::whole::Pack;
use crate::study::nearest::nearest;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// What stands outside the packs and is named by them.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The checks in Rust, with the values that their messages may name.
    pub rust: BTreeMap<String, Vec<String>>,
    /// The ids of all documents.
    pub documents: Vec<String>,
}

impl Known {
    /// Adds checks in Rust, by name and values.
    #[must_use]
    pub fn with_rust<'a>(mut self, checks: impl IntoIterator<Item = (&'a str, &'a [&'a str])>) -> Self {
        for (name, values) in checks {
            self.rust.insert(name.to_owned(), values.iter().map(|value| (*value).to_owned()).collect());
        }
        self
    }
}

/// Everything that is wrong with a pack: what loading says, and what it says about things that stand elsewhere.
pub fn lint(library: &Library, id: &str, known: &Known) -> Vec<Finding> {
    let Some(loaded) = library.load(id) else { return Vec::new() };
    let mut findings = loaded.findings.clone();
    if library.files(id).is_some_and(|files| files.built_in) {
        findings.extend(expressions(&loaded));
    }
    if let Some(pack) = &loaded.pack {
        let mut linter = Linter { loaded: &loaded, findings: Vec::new() };
        linter.names(library, id, pack, known);
        linter.wordings(pack);
        findings.extend(linter.findings);
    }
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    findings
}

/// What is wrong with a pack's expressions, messages and paths.
pub(super) fn expressions(loaded: &Loaded) -> Vec<Finding> {
    let mut linter = Linter { loaded, findings: Vec::new() };
    let Some(pack) = &loaded.pack else { return Vec::new() };
    for task in &pack.tasks {
        let Some(origin) = loaded.origins.get(&task.full_id) else { continue };
        linter.condition(origin, "applies", task.applies.as_ref());
        if let Some(because) = &task.applies_because {
            linter.message(origin, "applies_because", because, &Names::study());
        }
        for (index, question) in task.questions.iter().enumerate() {
            if let Some(field) = &question.field {
                let path = origin.path.key("questions").index(index).key("field");
                linter.field(&Origin { path, ..origin.clone() }, &STUDY.root(), field);
            }
        }
    }
    for check in &pack.checks {
        if let Some(origin) = loaded.origins.get(check.code.as_str()) {
            linter.check(origin, check);
        }
    }
    for hazard in &pack.hazards {
        if let Some(origin) = loaded.origins.get(&format!("hazard {}", hazard.id)) {
            linter.condition(origin, "applies", hazard.applies.as_ref());
        }
    }
    for benefit in &pack.benefits {
        if let Some(origin) = loaded.origins.get(&format!("benefit {}", benefit.id)) {
            linter.condition(origin, "applies", benefit.applies.as_ref());
        }
    }
    linter.findings
}

struct Linter<'l> {
    loaded: &'l Loaded,
    findings: Vec<Finding>,
}

impl Linter<'_> {
    fn condition(&mut self, origin: &Origin, key: &str, expression: Option<&Expression>) {
        if let Some(expression) = expression {
            self.expression(origin, key, expression, &Names::study());
        }
    }

    fn check(&mut self, origin: &Origin, check: &Check) {
        self.condition(origin, "when", check.when.as_ref());
        let mut names = Names::study();
        let mut below = STUDY.root();
        if let Some(each) = &check.each {
            let kind = self.expression(origin, "each", each, &names);
            let element = match &kind {
                Type::List(element) => element.as_ref().clone(),
                // A section is a list of one.
                Type::Record(_) | Type::Anything => kind.clone(),
                _ => {
                    let help = "Name a list, such as `participants`.";
                    self.wrong(origin, "each", "a check runs over a list, and this is none", help);
                    Type::Anything
                }
            };
            names = names.with("item", element.clone());
            below = element;
        }
        match (&check.require, &check.rust) {
            (Some(require), None) => {
                self.expression(origin, "require", require, &names);
            }
            (None, None) => self.wrong(origin, "code", "this check requires nothing", "Add `require`."),
            (None, Some(_)) if check.each.is_some() => {
                self.wrong(origin, "each", "a check in Rust chooses what it runs over", "Take `each` out.");
            }
            (Some(_), Some(_)) => {
                self.wrong(
                    origin,
                    "require",
                    "a check in Rust requires what its code says",
                    "Take `require` or `rust` out.",
                );
            }
            (None, Some(_)) => names = names.open(),
        }
        if check.rust.is_none() {
            self.target(origin, check.at.as_deref(), check.of.as_ref(), &below, &names);
            for (index, label) in check.labels.iter().enumerate() {
                let origin = Origin { path: origin.path.key("labels").index(index), ..origin.clone() };
                self.target(&origin, label.at.as_deref(), label.of.as_ref(), &below, &names);
            }
            if check.at.is_none() && check.each.is_none() {
                let help = "Add `at`: the path of the value that has to change.";
                self.wrong(origin, "code", "this check points at nothing", help);
            }
        }
        self.message(origin, "message", &check.message, &names);
        self.message(origin, "help", &check.help, &names);
        for (index, label) in check.labels.iter().enumerate() {
            let origin = Origin { path: origin.path.key("labels").index(index), ..origin.clone() };
            self.message(&origin, "text", &label.text, &names);
        }
    }

    /// The place that a check points at.
    fn target(&mut self, origin: &Origin, at: Option<&str>, of: Option<&Expression>, item: &Type, names: &Names) {
        let base = match of {
            Some(of) => self.expression(origin, "of", of, names),
            None => item.clone(),
        };
        let Some(at) = at else { return };
        let origin = Origin { path: origin.path.key("at"), ..origin.clone() };
        if at.contains('{') {
            self.message(&Origin { path: origin.path.parent().unwrap_or_default(), ..origin }, "at", at, names);
        } else if let Some(absolute) = at.strip_prefix('/') {
            self.field(&origin, &STUDY.root(), absolute);
        } else {
            self.field(&origin, &base, at);
        }
    }

    /// A path of fields must exist in the shape.
    fn field(&mut self, origin: &Origin, of: &Type, written: &str) {
        let mut here = of.clone();
        for part in &Path::parse(written).0 {
            here = match part {
                Segment::Key(name) if name.as_str() == "[]" => here.element().cloned().unwrap_or(Type::Anything),
                Segment::Index(_) => here.element().cloned().unwrap_or(Type::Anything),
                Segment::Key(name) => match STUDY.field(&here, name) {
                    Ok(kind) => kind,
                    Err(unknown) => {
                        let help = unknown.nearest.map(|name| format!("Did you mean `{name}`?")).unwrap_or_default();
                        self.findings.push(self.finding(origin, unknown.message, help));
                        return;
                    }
                },
            };
        }
    }

    fn expression(&mut self, origin: &Origin, key: &str, expression: &Expression, names: &Names) -> Type {
        let (kind, mistakes) = inference::expression(expression.text(), names);
        self.mistakes(origin, key, expression.text(), mistakes);
        kind
    }

    fn message(&mut self, origin: &Origin, key: &str, text: &str, names: &Names) {
        let mistakes = inference::message(text, names);
        self.mistakes(origin, key, text, mistakes);
    }

    fn mistakes(&mut self, origin: &Origin, key: &str, text: &str, mistakes: Vec<Mistake>) {
        for mistake in mistakes {
            let path = origin.path.key(key);
            let mut finding =
                self.finding(&Origin { path: path.clone(), ..origin.clone() }, mistake.message, mistake.help);
            let source = self.loaded.sources.get(&origin.file);
            if let Some(node) = source.and_then(|(_, root)| root.find(&path)) {
                let file = &finding.place.file.text;
                finding.place.span = within::within(file, &node.span, text, &mistake.span).unwrap_or(node.span.clone());
            }
            self.findings.push(finding);
        }
    }

    fn wrong(&mut self, origin: &Origin, key: &str, message: &str, help: &str) {
        let origin = Origin { path: origin.path.key(key), ..origin.clone() };
        self.findings.push(self.finding(&origin, message.to_owned(), help.to_owned()));
    }

    fn finding(&self, origin: &Origin, message: String, help: String) -> Finding {
        let place = match self.loaded.sources.get(&origin.file) {
            Some((file, root)) => {
                Place { file: file.clone(), span: root.locate(&origin.path), path: origin.path.clone() }
            }
            None => {
                Place { file: crate::source::SourceFile::new(origin.file.as_str(), ""), span: 0..0, path: Path::root() }
            }
        };
        finding(place, message, help)
    }

    /// Every name must lead somewhere: tasks, documents, checks in Rust, codes, the pack's own folder.
    fn names(&mut self, library: &Library, id: &str, pack: &Pack, known: &Known) {
        let top = Origin { file: "pack.yaml".to_owned(), path: Path::root().key("id") };
        if pack.id.as_str() != id {
            let message = format!("the pack calls itself `{}` and stands in the folder `{id}`", pack.id);
            self.findings.push(self.finding(&top, message, "Give both the same name.".to_owned()));
        }
        let others = library.all();
        let all_tasks: Vec<&str> = others.tasks().map(|(_, task)| task.full_id.as_str()).collect();
        let documents: Vec<&str> = known.documents.iter().map(String::as_str).collect();
        for task in &pack.tasks {
            let Some(origin) = self.loaded.origins.get(&task.full_id).cloned() else { continue };
            if task.sources.is_empty() {
                self.wrong(&origin, "sources", "this task names no source", "Say where the duty comes from.");
            }
            for (index, document) in task.documents.iter().enumerate() {
                let origin = Origin { path: origin.path.key("documents").index(index), ..origin.clone() };
                self.named(&origin, "document", document.as_str(), &documents);
            }
        }
        for hazard in &pack.hazards {
            let Some(origin) = self.loaded.origins.get(&format!("hazard {}", hazard.id)).cloned() else { continue };
            self.tasks(&origin, &hazard.tasks, &all_tasks);
        }
        for benefit in &pack.benefits {
            let Some(origin) = self.loaded.origins.get(&format!("benefit {}", benefit.id)).cloned() else { continue };
            self.tasks(&origin, &benefit.tasks, &all_tasks);
        }
        for check in &pack.checks {
            let Some(origin) = self.loaded.origins.get(check.code.as_str()).cloned() else { continue };
            self.tasks(&origin, &check.tasks, &all_tasks);
            let twin = others.iter().find(|other| other.id != pack.id && other.check(check.code.as_str()).is_some());
            if let Some(twin) = twin {
                let message = format!("the pack `{}` has a check with the code `{}`", twin.id, check.code);
                self.wrong(&origin, "code", &message, "Choose another code: a finding must have one meaning.");
            }
            if let Some(rust) = &check.rust {
                match known.rust.get(rust) {
                    Some(values) => self.values(&origin, check, values),
                    None => {
                        let origin = Origin { path: origin.path.key("rust"), ..origin.clone() };
                        let names: Vec<&str> = known.rust.keys().map(String::as_str).collect();
                        self.named(&origin, "check in Rust", rust, &names);
                    }
                }
            }
        }
    }

    /// A message of a check in Rust may name the values that the check yields.
    fn values(&mut self, origin: &Origin, check: &Check, values: &[String]) {
        let names = values.iter().fold(Names::study(), |names, value| names.with(value, Type::Anything));
        self.message(origin, "message", &check.message, &names);
        self.message(origin, "help", &check.help, &names);
        for (index, label) in check.labels.iter().enumerate() {
            let origin = Origin { path: origin.path.key("labels").index(index), ..origin.clone() };
            self.message(&origin, "text", &label.text, &names);
        }
    }

    fn tasks(&mut self, origin: &Origin, tasks: &[String], known: &[&str]) {
        for (index, task) in tasks.iter().enumerate() {
            let origin = Origin { path: origin.path.key("tasks").index(index), ..origin.clone() };
            self.named(&origin, "task", task, known);
        }
    }

    fn named(&mut self, origin: &Origin, what: &str, name: &str, known: &[&str]) {
        if known.contains(&name) {
            return;
        }
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => String::new(),
        };
        self.findings.push(self.finding(origin, format!("there is no {what} `{name}`"), help));
    }

    /// Texts in other languages: every key must be something of the pack, and what is left out is said.
    fn wordings(&mut self, pack: &Pack) {
        let mut known: Vec<String> = vec!["pack".to_owned()];
        known.extend(pack.steps.iter().map(|step| step.id.clone()));
        known.extend(pack.steps.iter().flat_map(|step| step.topics.iter().map(|topic| topic.id.clone())));
        known.extend(pack.tasks.iter().map(|task| task.id.to_string()));
        known.extend(pack.checks.iter().map(|check| check.code.to_string()));
        known.extend(pack.hazards.iter().map(|hazard| hazard.id.to_string()));
        known.extend(pack.benefits.iter().map(|benefit| benefit.id.to_string()));
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        for (language, wordings) in &pack.wordings {
            // The file may stand in any folder of the pack.
            let loaded = self.loaded;
            let found = |key: &String| loaded.origins.get(&format!("wording {language} {key}")).cloned();
            for (key, wording) in wordings {
                let Some(origin) = found(key) else { continue };
                self.named(&origin, "task, check, step, topic, hazard or benefit", key, &known);
                if let Some(check) = pack.check(key) {
                    let names = check.each.as_ref().map_or(Names::study(), |each| {
                        let (kind, _) = inference::expression(each.text(), &Names::study());
                        Names::study().with("item", kind.element().cloned().unwrap_or(kind))
                    });
                    let names = if check.rust.is_some() { names.open() } else { names };
                    for (key, text) in [("message", &wording.message), ("help", &wording.help)] {
                        if let Some(text) = text {
                            self.message(&origin, key, text, &names);
                        }
                    }
                }
                if let Some(task) = pack.task(key) {
                    let ids: Vec<&str> = task.questions.iter().map(|question| question.id.as_str()).collect();
                    for question in wording.questions.keys() {
                        let origin = Origin { path: origin.path.key("questions").key(question), ..origin.clone() };
                        self.named(&origin, "question", question, &ids);
                    }
                }
            }
            let missing = pack.missing_texts(language);
            if !missing.is_empty() && language.as_str() != pack.language.as_str() {
                let file = wordings.keys().find_map(found).map(|origin| origin.file);
                let file = file.unwrap_or_else(|| format!("{language}.yaml"));
                let origin = Origin { file, path: Path::root() };
                let shown = missing.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
                let more = if missing.len() > 5 { format!(" and {} more", missing.len() - 5) } else { String::new() };
                let many = if missing.len() == 1 { "text is" } else { "texts are" };
                let message = format!("{} {many} missing in `{language}`: {shown}{more}", missing.len());
                let help = format!("They are shown in `{}`, and that is said.", pack.language);
                let mut finding = self.finding(&origin, message, help);
                finding.code = "pack-wording".to_owned();
                finding.level = Level::Note;
                self.findings.push(finding);
            }
        }
    }
}

/// The code under which faults of packs are reported.
pub const CODE: &str = PACK_CODE;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::guidelines::files::PackFiles;

    const MANIFEST: &str =
        "id: own\ntitle: t\npublisher: p\nyear: 2026\nversion: \"1\"\ncitation: c\nprovenance: verified\nnote: n\n";

    /// The findings of a pack with one file of checks, as `line:column message (help)`.
    fn findings(checks: &str) -> Vec<String> {
        let files = BTreeMap::from([
            ("pack.yaml".to_owned(), MANIFEST.as_bytes().to_vec()),
            ("checks.yaml".to_owned(), checks.as_bytes().to_vec()),
        ]);
        let mut library = Library::built_in();
        library.add(BTreeMap::from([("own".to_owned(), PackFiles::new("guidelines/own", files))]));
        let known =
            Known { rust: BTreeMap::from([("terms".to_owned(), vec!["found".to_owned()])]), documents: Vec::new() };
        let shown = |finding: &Finding| {
            let at = finding.place.file.position(finding.place.span.start);
            format!("{}:{}:{} {} ({})", finding.place.file.name, at.line, at.column, finding.message, finding.help)
        };
        lint(&library, "own", &known).iter().map(shown).collect()
    }

    fn check(body: &str) -> String {
        format!("- code: own-check\n  level: error\n{body}  example: {{bad: {{}}, good: {{}}}}\n")
    }

    #[test]
    fn a_misspelt_path_is_found_at_its_line_and_column() {
        let text = check(
            "  each: participants\n  require: >-\n    item.label != 'x' and\n    item.consent.gap_day >= 1\n  at: consent.gap_days\n  message: m\n  help: h\n",
        );
        assert_eq!(
            findings(&text),
            [
                "guidelines/own/checks.yaml:6:18 `participants[].consent` has no field `gap_day` (Did you mean `gap_days`?)"
            ]
        );
    }

    #[test]
    fn what_is_quoted_and_escaped_is_found_too() {
        let text = check(
            "  require: \"study.title == \\\"a\\\" or blank(privacy.limit)\"\n  at: privacy.limits\n  message: '{{ study.titel }}'\n  help: h\n",
        );
        assert_eq!(
            findings(&text),
            [
                "guidelines/own/checks.yaml:3:51 `privacy` has no field `limit` (Did you mean `limits`?)",
                "guidelines/own/checks.yaml:5:22 `study` has no field `titel` (Did you mean `title`?)",
            ]
        );
    }

    #[test]
    fn a_word_of_a_closed_list_is_held_against_the_list() {
        let text = check(
            "  each: activities | selectattr('method', 'eq', 'desk-reveiw')\n  require: item.recording in ['audio', 'vidio']\n  at: recordng\n  message: m\n  help: h\n",
        );
        assert_eq!(
            findings(&text),
            [
                "guidelines/own/checks.yaml:3:49 `desk-reveiw` is not a word of this closed list (Did you mean `desk-review`?)",
                "guidelines/own/checks.yaml:4:40 `vidio` is not a word of this closed list (Did you mean `video`?)",
                "guidelines/own/checks.yaml:5:7 `activities[]` has no field `recordng` (Did you mean `recording`?)",
            ]
        );
    }

    #[test]
    fn names_that_lead_nowhere_are_found() {
        let text =
            check("  rust: term\n  message: '{{ found }}'\n  help: h\n  tasks: [ecpat-four-steps/stop-or-gone]\n")
                + &check("  rust: terms\n  message: '{{ fuond }}'\n  help: h\n").replace("own-check", "terminology");
        assert_eq!(
            findings(&text),
            [
                "guidelines/own/checks.yaml:3:9 there is no check in Rust `term` (Did you mean `terms`?)",
                "guidelines/own/checks.yaml:6:11 there is no task `ecpat-four-steps/stop-or-gone` (Did you mean `ecpat-four-steps/stop-or-go`?)",
                "guidelines/own/checks.yaml:8:9 the pack `study-basics` has a check with the code `terminology` (Choose another code: a finding must have one meaning.)",
                "guidelines/own/checks.yaml:11:16 there is no `fuond` here (Did you mean `found`?)",
            ]
        );
    }

    #[test]
    fn an_unknown_field_of_a_pack_has_a_suggestion() {
        let text = check("  requires: study.title == 'a'\n  at: study.title\n  message: m\n  help: h\n");
        let found = findings(&text);
        assert!(found.iter().any(|it| it.contains(":3:3 ") && it.contains("`require`")), "{found:?}");
    }
}
