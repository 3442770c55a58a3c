//! What is wrong with templates before any study is put into them.

use std::collections::BTreeSet;
use std::sync::Arc;

use minijinja::Environment;
use minijinja::ErrorKind;
use minijinja::machinery;
use minijinja::machinery::Token;

use crate::documents::engine;
use crate::documents::library;
use crate::documents::library::Library;
use crate::documents::library::TemplateFile;
use crate::documents::library::digest;
use crate::documents::library::is_unfinished;
use crate::documents::library::translated_from;
use crate::documents::view::TOP_FACTS;
use crate::finding::Finding;
use crate::finding::Level;
use crate::guidelines::Packs;
use crate::source::SourceFile;
use crate::source::Span;
use crate::study::Study;

/// The names at the top that are no part of a study.
const GIVEN: &[&str] = &[
    "document",
    "packs_in_force",
    "amended",
    "amendments",
    "logged",
    "log",
    "ended",
    "reviewing",
    "review",
    "responding",
    "response",
    "verdict",
    "papers",
    "translated",
];

/// Everything that is wrong with the templates, by file and place.
///
/// `packs` are all packs at hand: a task that a template names has to be one of theirs.
pub fn lint(library: &Arc<Library>, packs: &Packs) -> Vec<Finding> {
    let mut findings = library.problems().to_vec();
    let env = library.engine();
    let tasks: BTreeSet<&str> = packs.tasks().map(|(_, task)| task.full_id.as_str()).collect();
    let names = names();
    for file in library.files() {
        if file.path.ends_with(".md") {
            template(library, env, file, &names, &mut findings);
            named_tasks(&file.file, "section(", &tasks, &mut findings);
        }
    }
    for folder in library.folders() {
        for task in folder.meta.tasks.iter().filter(|task| !tasks.contains(task.as_str())) {
            if let Some(file) = library.file(&format!("{}/document.yaml", folder.id)) {
                let at = file.file.text.find(task.as_str()).unwrap_or(0);
                findings.push(unknown_task(&file.file, at..at + task.len(), task));
            }
        }
        if library.template(&folder.id, "en", false, false).is_none()
            && let Some(file) = library.file(&format!("{}/document.yaml", folder.id))
            && library
                .files()
                .all(|other| !other.path.starts_with(&format!("{}/", folder.id)) || !other.path.ends_with(".md"))
        {
            findings.push(library::finding(&file.file, 0..0, "there is no template beside this file, such as `en.md`"));
        }
    }
    findings.sort_by(|one, other| one.order().cmp(&other.order()));
    findings
}

fn names() -> BTreeSet<String> {
    let study = serde_json::to_value(Study::default()).unwrap_or_default();
    let sections = study.as_object().map(|map| map.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    sections.into_iter().chain(TOP_FACTS.iter().chain(GIVEN).map(|name| (*name).to_owned())).collect()
}

fn template(
    library: &Library,
    env: &Environment<'_>,
    file: &TemplateFile,
    names: &BTreeSet<String>,
    findings: &mut Vec<Finding>,
) {
    let text = &file.file.text;
    if let Some((_, span, problem)) = engine::refused(file) {
        findings.push(library::finding(&file.file, span, problem.to_string()));
        return;
    }
    match env.get_template(&file.path) {
        Err(error) => {
            let span = error.range().unwrap_or_else(|| line(text, error.line().unwrap_or(1)));
            findings.push(library::finding(&file.file, span, engine::describe(&error)));
        }
        Ok(template) => {
            let known = |name: &str| names.contains(name) || env.globals().any(|(global, _)| global == name);
            let used: BTreeSet<String> = template.undeclared_variables(false).into_iter().collect();
            for name in used.into_iter().filter(|name| !known(name)) {
                let at = word(text, &name).unwrap_or(0);
                let message = format!("`{name}` is no part of a study, and nothing that documents are given");
                findings.push(library::finding(&file.file, at..at + name.len(), message));
            }
            for (span, kind, name) in called(text) {
                if !kind.has(env, name) {
                    findings.push(library::finding(&file.file, span, format!("there is no {kind} `{name}`")));
                }
            }
        }
    }
    for (span, name) in strings_after(text, "include ") {
        let language = file.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
        let path = if name.ends_with(".md") { name.clone() } else { format!("{name}/{language}.md") };
        if library.file(&path).is_none() {
            findings.push(library::finding(&file.file, span, format!("there is no piece `templates/{path}`")));
        }
    }
    translation(library, file, findings);
}

/// What is called in a template by a word that minijinja looks up only when it gets there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Called {
    Filter,
    Test,
}

impl std::fmt::Display for Called {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Called::Filter => "filter",
            Called::Test => "test",
        })
    }
}

impl Called {
    /// Whether there is one of the name. What it answers to no argument at all does not matter.
    fn has(self, env: &Environment<'_>, name: &str) -> bool {
        let mut state = env.empty_state();
        let (answer, unknown) = match self {
            Called::Filter => (state.apply_filter(name, &[]).err(), ErrorKind::UnknownFilter),
            Called::Test => (state.perform_test(name, &[]).err(), ErrorKind::UnknownTest),
        };
        answer.is_none_or(|error| error.kind() != unknown)
    }
}

/// The filters and tests of a template: `x | filter`, `{% filter name %}`, `x is test`, `x is not test`.
fn called(text: &str) -> Vec<(Span, Called, &str)> {
    let mut found = Vec::new();
    let mut next = None;
    let mut opens = false;
    for (token, at) in machinery::tokenize(text, false, engine::syntax()).map_while(Result::ok) {
        let (before, opened) = (next.take(), std::mem::take(&mut opens));
        match (before, token) {
            (Some(Called::Test), Token::Ident("not")) => next = before,
            (Some(kind), Token::Ident(name)) => {
                found.push((at.start_offset as usize..at.end_offset as usize, kind, name));
            }
            (None, Token::Pipe) => next = Some(Called::Filter),
            (None, Token::Ident("is")) => next = Some(Called::Test),
            (None, Token::Ident("filter")) if opened => next = Some(Called::Filter),
            (None, Token::BlockStart) => opens = true,
            _ => {}
        }
    }
    found
}

/// Whether a translation is finished, and still of the text that it was made from.
fn translation(library: &Library, file: &TemplateFile, findings: &mut Vec<Finding>) {
    let Some(original) = library.original(&file.path) else { return };
    let Some(then) = translated_from(&file.file.text) else {
        if !file.own {
            let message = "it does not say what it was translated from; `assent templates eject` writes such a line";
            findings.push(library::finding(&file.file, line(&file.file.text, 1), message));
        }
        return;
    };
    let head = line(&file.file.text, 1);
    if is_unfinished(&file.file.text) {
        let mut finding = library::finding(&file.file, head, "this translation is not finished, so it is not used");
        finding.level = Level::Warning;
        finding.help = "Translate what is left, then delete the word `unfinished` from the first line.".to_owned();
        findings.push(finding);
    } else if then != digest(&original.file.text) {
        let message = format!("`{}`, from which this was translated, has changed since", original.file.name);
        let mut finding = library::finding(&file.file, head, message);
        finding.level = Level::Warning;
        finding.help = format!(
            "Compare the two, mend the translation, then write `{}` in its first line.",
            digest(&original.file.text)
        );
        findings.push(finding);
    }
}

/// The tasks that a template names in its sections.
fn named_tasks(file: &SourceFile, call: &str, tasks: &BTreeSet<&str>, findings: &mut Vec<Finding>) {
    for (at, _) in file.text.match_indices(call) {
        let rest = file.text.get(at..).unwrap_or_default();
        let inside = rest.split(')').next().unwrap_or_default();
        for (span, task) in strings_after(inside, "") {
            if task.contains('/') && !tasks.contains(task.as_str()) {
                findings.push(unknown_task(file, at + span.start..at + span.end, &task));
            }
        }
    }
}

fn unknown_task(file: &SourceFile, span: Span, task: &str) -> Finding {
    library::finding(file, span, format!("no pack has a task `{task}`"))
}

/// The quoted texts that follow a word, with their spans (without the quotes).
fn strings_after(text: &str, before: &str) -> Vec<(Span, String)> {
    let mark = format!("{before}\"");
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(&mark)) {
        let start = from + at + mark.len();
        let Some(length) = text.get(start..).and_then(|rest| rest.find('"')) else { break };
        found.push((start..start + length, text.get(start..start + length).unwrap_or_default().to_owned()));
        from = start + length + 1;
    }
    found
}

fn line(text: &str, number: usize) -> Span {
    let start: usize = text.split_inclusive('\n').take(number.saturating_sub(1)).map(str::len).sum();
    let length = text.get(start..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
    start..start + length
}

/// Where a name stands as a word of its own inside a tag.
fn word(text: &str, name: &str) -> Option<usize> {
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    text.match_indices(name).map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(part) && !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}
