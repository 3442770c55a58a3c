//! From a record file's bytes to its log. It cannot fail: what is wrong is a finding.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::finding::Finding;
use crate::finding::Level;
use crate::finding::Place;
use crate::records::Logged;
use crate::records::TaskRecord;
use crate::records::conflict;
use crate::records::entry::Author;
use crate::records::entry::Entry;
use crate::records::plan;
use crate::study::Study;
use crate::study::nearest::nearest;
use crate::study::plan::Plan;
use crate::study::shape;
use crate::study::values;
use crate::yaml;
use crate::yaml::Parsed;
use crate::yaml::node::Node;
use crate::yaml::node::NodeValue;
use crate::yaml::path::Path;

/// A task's log: `records/<pack>/<task>.yaml`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordFile {
    /// The task, as pack/task.
    #[expect(dead_code, reason = "read from the tree, with its place; stands here for the schema")]
    pub(super) task: String,
    /// What was said about it, the oldest first. Entries are added, never changed.
    #[serde(default)]
    #[expect(dead_code, reason = "read one by one, so that one bad entry does not hide the others")]
    pub(super) log: Vec<Entry>,
}

/// The JSON Schema (draft 2020-12) of a record file.
pub fn schema() -> Value {
    schemars::schema_for!(RecordFile).to_value()
}

fn shape_of() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(|| plan::of(schema()))
}

/// Reads a record file. `task` is the id that its place under `records/` gives it, such as `pack/task`.
pub fn parse(name: &str, task: &str, bytes: &[u8]) -> TaskRecord {
    let parsed = yaml::parse(name, bytes);
    if !parsed.findings.iter().any(|finding| finding.code == "conflict-marker") {
        return from_parsed(parsed, task);
    }
    // Both sides of a conflict are logs of their own: nothing that anybody said is lost while it stands there.
    let Some((ours, theirs)) = conflict::sides(&parsed.file.text) else { return from_parsed(parsed, task) };
    let ours = from_parsed(yaml::parse(name, ours.as_bytes()), task);
    let theirs = from_parsed(yaml::parse(name, theirs.as_bytes()), task);
    let mut log: Vec<Logged> = ours.log;
    for logged in theirs.log {
        if log.iter().all(|known| known.entry != logged.entry) {
            log.push(Logged { index: None, entry: logged.entry });
        }
    }
    let mut record = from_parsed(parsed, task);
    record.log = log;
    for finding in &mut record.findings {
        finding.help = "Keep the entries of both sides: delete only the lines that begin with <<<<<<<, ======= and \
                        >>>>>>>, or record the task once more, which does that for you."
            .to_owned();
    }
    record
}

fn from_parsed(parsed: Parsed, expected: &str) -> TaskRecord {
    let Parsed { file, root, findings } = parsed;
    let empty = Node { span: 0..0, value: NodeValue::Mapping(Vec::new()) };
    let mut record =
        TaskRecord { file, root: root.clone().unwrap_or(empty), task: expected.to_owned(), log: Vec::new(), findings };
    let Some(root) = root else { return named(record) };
    let shaped = shape::shape(&record.file, &root, shape_of());
    record.findings.extend(shaped.findings);
    let kept = shaped.kept.get(&Path::root().key("log"));
    let items = shaped.value.get("log").and_then(Value::as_array).cloned().unwrap_or_default();
    for (at, item) in items.into_iter().enumerate() {
        let index = kept.and_then(|kept| kept.get(at)).copied().unwrap_or(at);
        let path = Path::root().key("log").index(index);
        match serde_json::from_value::<Entry>(item) {
            Ok(entry) => record.log.push(Logged { index: Some(index), entry }),
            Err(error) => record.unreadable_entry(&path, &error),
        }
    }
    record.check_place(expected);
    named(record)
}

/// Findings of a record are named after their task, since paths such as `log[0]` exist in every record.
fn named(mut record: TaskRecord) -> TaskRecord {
    for finding in &mut record.findings {
        finding.subject = subject(&record.task, &finding.place.path);
    }
    record
}

fn subject(task: &str, path: &Path) -> String {
    if path.is_root() { task.to_owned() } else { format!("{task}.{path}") }
}

impl TaskRecord {
    /// The place of a path of the file.
    pub fn place(&self, path: &Path) -> Place {
        Place { file: self.file.clone(), span: self.root.locate(path), path: path.clone() }
    }

    fn finding(&self, code: &str, path: &Path, message: String, help: String) -> Finding {
        Finding {
            code: code.to_owned(),
            level: Level::Error,
            message,
            help,
            place: self.place(path),
            labels: Vec::new(),
            tasks: vec![self.task.clone()],
            subject: subject(&self.task, path),
            accepted: false,
        }
    }

    /// An entry that is refused although its fields look right; what is already reported there is not repeated.
    fn unreadable_entry(&mut self, path: &Path, error: &serde_json::Error) {
        let reported = |finding: &Finding| finding.place.path.0.starts_with(&path.0);
        if !self.findings.iter().any(reported) {
            let help = "Compare it with an entry that `assent record` wrote.".to_owned();
            let finding = self.finding("record-entry", path, format!("this entry cannot be read: {error}"), help);
            self.findings.push(finding);
        }
    }

    /// A record that lies where another task's record belongs would be looked for in vain.
    fn check_place(&mut self, expected: &str) {
        let Some(stated) = self.root.get("task").and_then(Node::text).map(str::to_owned) else { return };
        if stated != expected && !expected.is_empty() {
            let message = format!("this record says that it is about `{}`, and lies where `{expected}` belongs", {
                shape::words::short(&stated)
            });
            let help = format!("Move the file to records/{expected}.yaml's place, or correct `task`.");
            let help =
                if is_task(&stated) { format!("Move it to `records/{stated}.yaml`, or correct `task`.") } else { help };
            let finding = self.finding("record-misplaced", &Path::root().key("task"), message, help);
            self.findings.push(finding);
        }
        if is_task(&stated) {
            self.task = stated;
        }
    }

    /// Entries by somebody who is not in the team.
    pub fn strangers(&self, study: &Study) -> Vec<Finding> {
        let known: BTreeSet<&str> =
            study.team.iter().filter_map(|person| person.id.as_ref()).map(|id| id.as_str()).collect();
        let mut findings = Vec::new();
        for Logged { index, entry } in &self.log {
            let (Author::Person(by), Some(index)) = (&entry.by, index) else { continue };
            if known.contains(by.as_str()) {
                continue;
            }
            let listed = known.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
            let help = match nearest(by.as_str(), known.iter().copied()) {
                Some(near) => format!("Did you mean `{near}`? The team members are {listed}."),
                None if known.is_empty() => "Add the person to `team` in study.yaml.".to_owned(),
                None => {
                    format!("Add the person to `team` in study.yaml, or correct the id. The team members are {listed}.")
                }
            };
            let path = Path::root().key("log").index(*index).key("by");
            findings.push(self.finding("dangling-reference", &path, format!("no team member has the id `{by}`"), help));
        }
        findings
    }
}

/// `pack/task`, both of them ids.
pub fn is_task(text: &str) -> bool {
    let is_id = |part: &str| matches!(values::read_named("Id", part), Some(Ok(())));
    text.split_once('/').is_some_and(|(pack, task)| is_id(pack) && is_id(task))
}
