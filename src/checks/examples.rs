//! The study fragments that each check carries: the bad one must fail it, the good one must pass.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::json;

use crate::checks::drift::Approved;
use crate::checks::hit::Context;
use crate::checks::hit::Facts;
use crate::checks::hit::FileState;
use crate::checks::run;
use crate::checks::run_one;
use crate::checks::settle;
use crate::finding::Finding;
use crate::finding::Level;
use crate::guidelines::Library;
use crate::guidelines::PackCheck;
use crate::guidelines::STUDY_BASICS;
use crate::records::approval::Approval;
use crate::records::log;
use crate::records::log::Log;
use crate::study::Date;
use crate::study::LoadedStudy;
use crate::study::Written;
use crate::yaml::layer::lay_over;

/// The day on which an example is judged where it names none.
pub const EXAMPLE_DAY: &str = "2026-06-01";

/// A study fragment made whole, and what stands beside it.
pub struct Example {
    /// The study.
    pub loaded: LoadedStudy,
    /// The day and the files.
    pub facts: Facts,
    /// The texts of the files, by path.
    pub files: BTreeMap<String, String>,
}

/// Makes a fragment whole: laid over the smallest study, its `today`, `files`, `words` and `records` taken out.
///
/// `files` gives paths with their texts; null stands for a file that is not there, `outside` for one that leads out of the folder.
pub fn whole(fragment: &Value, pack: &str) -> Example {
    let mut fields = fragment.as_object().cloned().unwrap_or_default();
    let day = fields.remove("today").and_then(|day| day.as_str().and_then(|day| Date::read(day).ok()));
    let day = day.or_else(|| Date::read(EXAMPLE_DAY).ok()).unwrap_or_else(|| jiff::civil::Date::default().into());
    let mut facts = Facts::on(day);
    let mut texts = BTreeMap::new();
    for (path, text) in fields.remove("files").and_then(|files| files.as_object().cloned()).unwrap_or_default() {
        let state = match text.as_str() {
            None => FileState::Missing,
            Some("outside") => FileState::Outside,
            Some(text) => {
                add_file(&mut facts, &path, text);
                texts.insert(path.clone(), text.to_owned());
                FileState::Present
            }
        };
        facts.files.insert(path, state);
    }
    for (language, words) in fields.remove("words").and_then(|words| words.as_object().cloned()).unwrap_or_default() {
        let parsed = yaml_of(&format!("words/{language}.yaml"), &words);
        if let Some(root) = parsed.root {
            facts.words.insert(language, (parsed.file, root));
        }
    }
    for (path, record) in fields.remove("records").and_then(|all| all.as_object().cloned()).unwrap_or_default() {
        let parsed = yaml_of(&format!("records/{path}.yaml"), &record);
        if let Some(root) = parsed.root {
            facts.records.push((parsed.file, root));
        }
    }
    facts.approved = approved(&texts);
    let logged = texts.iter().filter(|(path, _)| log::holds(path));
    facts.log = Log::of(logged.map(|(path, text)| log::parse(path, log::id_of(path), text.as_bytes())));
    let packs = if pack == STUDY_BASICS { json!([]) } else { json!([pack]) };
    let mut study = json!({ "assent": 1, "packs": packs, "study": { "id": "example", "title": "An example" } });
    lay_over(&mut study, Value::Object(fields));
    let text = serde_yaml::to_string(&study).unwrap_or_default();
    Example { loaded: crate::study::load_bytes("study.yaml", text.as_bytes()), facts, files: texts }
}

/// What a committee approved, where the example's files hold an approval.
fn approved(texts: &BTreeMap<String, String>) -> Option<Approved> {
    let (path, text) = texts.iter().find(|(path, _)| path.ends_with("/approval.yaml"))?;
    let folder = path.strip_suffix("approval.yaml")?;
    let approval = Approval::read(text).ok()?;
    let bytes = |text: &String| text.as_bytes().to_vec();
    let inputs = texts.iter().filter_map(|(path, text)| {
        let inside = path.strip_prefix(folder)?.strip_prefix("inputs/")?;
        Some((inside.to_owned(), bytes(text)))
    });
    let current = texts.iter().filter(|(path, _)| !path.starts_with("approvals/"));
    let current = current.map(|(path, text)| (path.clone(), bytes(text))).collect();
    Some(Approved::new(approval, &inputs.collect(), &current))
}

/// A file of the study folder that the program reads itself: prose in another language, a record, an entry of the log.
fn add_file(facts: &mut Facts, path: &str, text: &str) {
    let read = || {
        let parsed = crate::yaml::parse(path, text.as_bytes());
        parsed.root.map(|root| (parsed.file, root))
    };
    if let Some(language) = path.strip_prefix("words/").and_then(|name| name.strip_suffix(".yaml")) {
        facts.words.extend(read().map(|file| (language.to_owned(), file)));
    } else if (path.starts_with("records/") || log::holds(path)) && path.ends_with(".yaml") {
        facts.records.extend(read());
    }
}

fn yaml_of(name: &str, value: &Value) -> crate::yaml::Parsed {
    crate::yaml::parse(name, serde_yaml::to_string(value).unwrap_or_default().as_bytes())
}

/// Why an example does not show what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unproven {
    /// `bad` or `good`.
    pub which: &'static str,
    /// Which of several fragments.
    pub index: usize,
    /// What happened instead.
    pub problem: String,
}

/// Runs a check's examples; none where the check is one that this floor cannot run.
pub fn prove(library: &Library, pack_id: &str, check: &PackCheck) -> Option<Vec<Unproven>> {
    let mut problems = Vec::new();
    for (which, fragments) in [("bad", check.example.bad()), ("good", check.example.good())] {
        for (index, fragment) in fragments.into_iter().enumerate() {
            let example = whole(fragment, pack_id);
            let mut wrong = |problem: String| problems.push(Unproven { which, index, problem });
            // The smallest fragment names a group without describing it.
            let unread = |finding: &&Finding| finding.level == Level::Error && finding.code != "dangling-reference";
            for finding in example.loaded.findings.iter().filter(unread) {
                let at = finding.place.file.position(finding.place.span.start);
                let line = example.loaded.file.text.lines().nth(at.line.saturating_sub(1)).unwrap_or_default();
                wrong(format!("the fragment is no study: {} (`{}`)", finding.message, line.trim()));
            }
            let findings = found(library, pack_id, check, &example)?;
            let found = findings.iter().any(|finding| finding.code == check.code.as_str());
            let fault =
                findings.iter().find(|finding| finding.message.starts_with("this check could not be worked out"));
            match (which, found, fault) {
                (_, _, Some(fault)) => wrong(fault.message.clone()),
                ("bad", false, None) => wrong("the check is silent on its bad example".to_owned()),
                ("good", true, None) => {
                    let message = findings.iter().find(|finding| finding.code == check.code.as_str());
                    let message = message.map(|finding| finding.message.as_str()).unwrap_or_default();
                    wrong(format!("the check fails on its good example: {message}"));
                }
                _ => {}
            }
        }
    }
    Some(problems)
}

/// What a check finds in an example; none where this floor cannot run it.
fn found(library: &Library, pack_id: &str, check: &PackCheck, example: &Example) -> Option<Vec<Finding>> {
    let mut packs = library.in_force(&example.loaded.study);
    if packs.pack(pack_id).is_none() {
        packs = library.all();
    }
    let pack = packs.pack(pack_id)?;
    let own = pack.check(check.code.as_str())?;
    if own.rust.as_deref().is_some_and(|name| name.starts_with("accepted-")) {
        let all = run(&example.loaded, &packs, &example.facts);
        return Some(settle(&example.loaded, &packs, &example.facts, all));
    }
    let context = Context::new(&example.loaded, &packs, &example.facts);
    run_one(&context, pack, own)
}
