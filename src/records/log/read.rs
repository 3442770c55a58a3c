//! From the bytes of a log's file to its entry. It cannot fail: what is wrong is a finding.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde_json::Value;

use crate::finding::Finding;
use crate::finding::Level;
use crate::finding::Place;
use crate::records::entry::Author;
use crate::records::log::Log;
use crate::records::log::LogEntry;
use crate::records::log::LogFile;
use crate::records::plan;
use crate::study::Study;
use crate::study::nearest::nearest;
use crate::study::plan::Plan;
use crate::study::shape;
use crate::yaml;
use crate::yaml::node::Node;
use crate::yaml::node::NodeValue;
use crate::yaml::path::Path;

/// The JSON Schema (draft 2020-12) of a log's file.
pub fn schema() -> Value {
    schemars::schema_for!(LogEntry).to_value()
}

fn shape_of() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(|| plan::of(schema()))
}

/// Reads one file of the log. `id` is the file's name without its ending.
pub fn parse(name: &str, id: &str, bytes: &[u8]) -> LogFile {
    let parsed = yaml::parse(name, bytes);
    let empty = Node { span: 0..0, value: NodeValue::Mapping(Vec::new()) };
    let readable = parsed.root.is_some();
    let mut read = LogFile {
        id: id.to_owned(),
        file: parsed.file,
        root: parsed.root.unwrap_or(empty),
        entry: None,
        findings: parsed.findings,
    };
    if readable {
        let shaped = shape::shape(&read.file, &read.root, shape_of());
        read.findings.extend(shaped.findings);
        match serde_json::from_value::<LogEntry>(shaped.value) {
            Ok(entry) => read.entry = Some(entry),
            Err(_) if !read.findings.is_empty() => {}
            Err(error) => {
                let help = "Compare it with an entry that `assent log` wrote.".to_owned();
                let finding =
                    read.finding("log-entry", &Path::root(), format!("this entry cannot be read: {error}"), help);
                read.findings.push(finding);
            }
        }
    }
    for finding in &mut read.findings {
        finding.subject = subject(id, &finding.place.path);
    }
    read
}

fn subject(id: &str, path: &Path) -> String {
    if path.is_root() { format!("log.{id}") } else { format!("log.{id}.{path}") }
}

impl LogFile {
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
            tasks: Vec::new(),
            subject: subject(&self.id, path),
            accepted: false,
        }
    }

    fn dangling(&self, field: &str, what: &str, named: &str, known: &BTreeSet<&str>) -> Finding {
        let listed = known.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
        let help = match nearest(named, known.iter().copied()) {
            Some(near) => format!("Did you mean `{near}`?"),
            None if known.is_empty() => "There is none at all.".to_owned(),
            None => format!("There are {listed}."),
        };
        self.finding("dangling-reference", &Path::root().key(field), format!("no {what} has the id `{named}`"), help)
    }
}

impl Log {
    /// Names in the log that lead nowhere.
    pub fn dangling(&self, study: &Study) -> Vec<Finding> {
        let people = study.team.iter().filter_map(|person| person.id.as_ref()).map(|id| id.as_str()).collect();
        let settings = study.settings.iter().filter_map(|one| one.id.as_ref()).map(|id| id.as_str()).collect();
        let entries: BTreeSet<&str> = self.entries().map(|(file, _)| file.id.as_str()).collect();
        let mut findings = Vec::new();
        let mut look = |file: &LogFile, field: &str, what: &str, named: Option<&str>, known: &BTreeSet<&str>| {
            if let Some(named) = named.filter(|named| !known.contains(named)) {
                findings.push(file.dangling(field, what, named, known));
            }
        };
        for (file, entry) in self.entries() {
            let by = match &entry.by {
                Author::Person(id) => Some(id.as_str()),
                Author::Redacted => None,
            };
            look(file, "by", "team member", by, &people);
            look(file, "setting", "setting", entry.setting.as_ref().map(|id| id.as_str()), &settings);
            look(file, "about", "entry of the log", entry.about.as_deref(), &entries);
        }
        findings
    }
}
