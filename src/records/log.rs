//! What happened while a study ran: `log/<id>.yaml`, one file an entry, never changed.
//!
//! An entry that continues an earlier one is a file of its own and names the earlier one, so that two people's entries
//! merge in git without a conflict, and what was first written down stays readable.

mod read;
mod store;
mod told;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use sha2::Digest;
use sha2::Sha256;

use crate::finding::Finding;
use crate::records::entry::Author;
use crate::records::entry::Moment;
use crate::source::SourceFile;
use crate::study::Date;
use crate::study::Id;
use crate::yaml::node::Node;

pub use read::parse;
pub use read::schema;
pub use store::append;
pub use told::Told;

/// The folder of the log in a study's folder.
pub const FOLDER: &str = "log";

/// True for the path of a file of the log, relative to the study's folder.
pub fn holds(path: &str) -> bool {
    path.strip_prefix(FOLDER).is_some_and(|rest| rest.starts_with('/'))
}

/// The name of the entry that a file of the log holds.
pub fn id_of(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".yaml").unwrap_or(name)
}

/// One entry. Nothing of it is ever changed; a later entry says what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogEntry {
    /// What kind of thing it is about.
    pub kind: Kind,
    /// The day on which it happened or was done.
    pub on: Date,
    /// The team member who wrote it down, by id.
    pub by: Author,
    /// The moment at which it was written down, in UTC.
    pub written: Moment,
    /// What happened, in a few plain sentences, without anybody's identity.
    pub note: String,
    /// The setting, by id; absent where it concerns all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<Id>,
    /// The earlier entry that this one continues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// To whom it was reported, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<Report>,
    /// Why it need not be reported to the committee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_report: Option<String>,
    /// The condition that is met, such as c1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// The folder under approvals/ of the decision that sets the condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<String>,
}

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Something went wrong, or nearly.
    Incident,
    /// A report to a committee, its answer, or a visit.
    Review,
    /// Something was done otherwise than the committee approved.
    Deviation,
    /// A condition of an approval is met.
    Condition,
}

impl Kind {
    /// The word that files and flags use.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Incident => "incident",
            Kind::Review => "review",
            Kind::Deviation => "deviation",
            Kind::Condition => "condition",
        }
    }
}

/// To whom something was reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The committee or the office.
    pub to: String,
    /// The day.
    pub on: Date,
}

impl LogEntry {
    /// The name under which the entry is kept: its kind, its day, and four hex digits of what it says, so that two
    /// people's entries of one day do not meet in one file.
    pub fn id(&self) -> String {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        if let Some(fields) = value.as_object_mut() {
            fields.remove("written");
        }
        let digest = Sha256::digest(value.to_string().as_bytes());
        let short: String = digest.iter().take(2).map(|byte| format!("{byte:02x}")).collect();
        format!("{}-{}-{short}", self.kind.as_str(), self.on)
    }

    /// What a person wrote in it, by the name of the field.
    pub fn texts(&self) -> Vec<(&'static str, &str)> {
        let mut texts = vec![("note", self.note.as_str())];
        texts.extend(self.no_report.as_deref().map(|text| ("no_report", text)));
        texts.extend(self.reported.as_ref().map(|report| ("reported", report.to.as_str())));
        texts
    }
}

/// One file of the log.
#[derive(Debug, Clone)]
pub struct LogFile {
    /// The entry's name: the file's, without its ending.
    pub id: String,
    /// The file.
    pub file: SourceFile,
    /// Its located tree; an empty group where it could not be read.
    pub root: Node,
    /// What it says; none where it could not be read.
    pub entry: Option<LogEntry>,
    /// What is wrong with the file.
    pub findings: Vec<Finding>,
}

/// The whole log of a study.
#[derive(Debug, Clone, Default)]
pub struct Log {
    files: Vec<LogFile>,
}

/// One thing that happened, and what was written about it later.
#[derive(Debug, Clone)]
pub struct Matter<'a> {
    /// The file of the first entry.
    pub file: &'a LogFile,
    /// The first entry.
    pub entry: &'a LogEntry,
    /// The entries that continue it, in the order of time.
    pub later: Vec<&'a LogEntry>,
}

impl<'a> Matter<'a> {
    fn all(&self) -> impl Iterator<Item = &'a LogEntry> {
        std::iter::once(self.entry).chain(self.later.iter().copied())
    }

    /// The first report of it.
    pub fn reported(&self) -> Option<&'a Report> {
        self.all().filter_map(|entry| entry.reported.as_ref()).min_by_key(|report| report.on)
    }

    /// Why it need not be reported.
    pub fn no_report(&self) -> Option<&'a str> {
        self.all().find_map(|entry| entry.no_report.as_deref())
    }

    /// True where it is neither reported nor said why it need not be.
    pub fn is_unreported(&self) -> bool {
        self.reported().is_none() && self.no_report().is_none()
    }
}

impl Log {
    /// Gathers the files of a study.
    pub fn of(files: impl IntoIterator<Item = LogFile>) -> Self {
        let mut files: Vec<LogFile> = files.into_iter().collect();
        let order = |file: &LogFile| file.entry.as_ref().map(|entry| (entry.on, entry.written));
        files.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.id.cmp(&b.id)));
        Self { files }
    }

    /// All files: those that cannot be read first, then by day.
    pub fn files(&self) -> &[LogFile] {
        &self.files
    }

    /// All entries that can be read, by day.
    pub fn entries(&self) -> impl Iterator<Item = (&LogFile, &LogEntry)> {
        self.files.iter().filter_map(|file| Some((file, file.entry.as_ref()?)))
    }

    /// True where nothing was ever written down.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The entry of that name.
    pub fn find(&self, id: &str) -> Option<&LogEntry> {
        self.entries().find(|(file, _)| file.id == id).map(|(_, entry)| entry)
    }

    /// The things of a kind that happened, by day, each with what was written about it later.
    pub fn matters(&self, kind: Kind) -> Vec<Matter<'_>> {
        let first = self.entries().filter(|(file, entry)| entry.kind == kind && self.beginning(&file.id) == file.id);
        let mut matters: Vec<Matter<'_>> =
            first.map(|(file, entry)| Matter { file, entry, later: Vec::new() }).collect();
        for (file, entry) in self.entries().filter(|(file, _)| self.beginning(&file.id) != file.id) {
            let beginning = self.beginning(&file.id);
            if let Some(matter) = matters.iter_mut().find(|matter| matter.file.id == beginning) {
                matter.later.push(entry);
            }
        }
        matters
    }

    /// The entry with which a matter began; the entry itself where it continues none that is there.
    pub fn beginning<'a>(&'a self, id: &'a str) -> &'a str {
        let mut at = id;
        // A chain is no longer than the log; entries that name each other end where they met.
        for _ in 0..self.files.len() {
            let earlier = self.find(at).and_then(|entry| entry.about.as_deref());
            match earlier.filter(|earlier| self.find(earlier).is_some()) {
                Some(earlier) if earlier == id => return id,
                Some(earlier) => at = earlier,
                None => return at,
            }
        }
        id
    }

    /// The entries that say how a condition of an approval was met.
    pub fn met<'a>(&'a self, approval: &'a str, condition: &'a str) -> impl Iterator<Item = &'a LogEntry> {
        self.entries().map(|(_, entry)| entry).filter(move |entry| {
            entry.kind == Kind::Condition
                && entry.condition.as_deref() == Some(condition)
                && entry.approval.as_deref().is_none_or(|named| named == approval)
        })
    }

    /// What is wrong with the files themselves.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.files.iter().flat_map(|file| &file.findings)
    }
}

#[cfg(test)]
mod tests;
