//! The append-only store of answers and attestations: one file a task, `records/<pack>/<task>.yaml`; approvals, and the log.
//!
//! A file is a log. What a task's state is now is the fold of that log ([`fold`]); nothing is ever rewritten, so two
//! people's work merges in git, and who said what when stays readable for the committee.

pub mod approval;
pub mod basis;
mod codes;
mod conflict;
pub mod entry;
pub mod fold;
pub mod log;
mod plan;
pub mod read;
pub mod response;
pub mod store;
pub mod write;

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::source::SourceFile;
use crate::yaml::node::Node;

pub use codes::CODES;
pub use entry::Answer;
pub use entry::Author;
pub use entry::Entry;
pub use entry::Moment;
pub use entry::REDACTED;
pub use entry::State;
pub use fold::Attestation;
pub use fold::Current;
pub use read::schema;

/// One task's log, as its file holds it.
#[derive(Debug, Clone)]
pub struct TaskRecord {
    /// The file.
    pub file: SourceFile,
    /// Its located tree; an empty group where the file could not be read.
    pub root: Node,
    /// The task's full id, `pack/task`: from the file, else from where it lies.
    pub task: String,
    /// The entries that could be read, in the order of the file. Where git left a conflict, the entries of both sides.
    pub log: Vec<Logged>,
    /// What is wrong with the file.
    pub findings: Vec<Finding>,
}

/// One entry and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Logged {
    /// Its position in the file's `log`; none where it comes from the other side of a conflict.
    pub index: Option<usize>,
    /// What it says.
    pub entry: Entry,
}

/// All records of a study.
#[derive(Debug, Clone, Default)]
pub struct Records {
    tasks: BTreeMap<String, Vec<TaskRecord>>,
}

impl Records {
    /// Gathers the files of a study.
    pub fn of(files: impl IntoIterator<Item = TaskRecord>) -> Self {
        let mut tasks: BTreeMap<String, Vec<TaskRecord>> = BTreeMap::new();
        for file in files {
            tasks.entry(file.task.clone()).or_default().push(file);
        }
        for files in tasks.values_mut() {
            files.sort_by(|a, b| a.file.name.cmp(&b.file.name));
        }
        Self { tasks }
    }

    /// The files of a task: one, unless somebody copied it.
    pub fn files(&self, task: &str) -> &[TaskRecord] {
        self.tasks.get(task).map(Vec::as_slice).unwrap_or_default()
    }

    /// All files, by task.
    pub fn all(&self) -> impl Iterator<Item = &TaskRecord> {
        self.tasks.values().flatten()
    }

    /// A task's entries in the order of time.
    pub fn log(&self, task: &str) -> Vec<&Entry> {
        fold::in_time(self.files(task).iter().flat_map(|file| &file.log).map(|logged| &logged.entry))
    }

    /// What a task's log comes to.
    pub fn current(&self, task: &str) -> Current {
        fold::fold(self.log(task))
    }

    /// What is wrong with the files themselves.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.all().flat_map(|file| &file.findings)
    }

    /// The latest day of any entry: what a packet is dated by where nobody states a date.
    pub fn latest(&self) -> Option<jiff::civil::Date> {
        self.all().flat_map(|file| &file.log).map(|logged| logged.entry.on.date()).max()
    }
}

#[cfg(test)]
mod tests;
