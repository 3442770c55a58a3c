//! Adding an entry to a task's log on the disk.

use std::io;
use std::path::Path;
use std::path::PathBuf;

use crate::records::conflict;
use crate::records::entry::Entry;
use crate::records::read;
use crate::records::read::parse;
use crate::records::write;
use crate::records::write::WriteError;
use crate::yaml;
use crate::yaml::node::Node;
use crate::yaml::node::NodeValue;
use crate::yaml::print;

/// The folder of the records in a study's folder.
pub const FOLDER: &str = "records";

/// Why an entry was not added. The log is as it was.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The task's name is none.
    #[error("`{0}` is no task: a task is named pack/task")]
    NoTask(String),
    /// The log that stands there cannot be read.
    #[error("`{file}` cannot be read, so nothing was added to it: {why}")]
    Unreadable {
        /// The file.
        file: String,
        /// The first thing that is wrong with it.
        why: String,
    },
    /// The log is written in a way that an entry cannot be added to without changing what stands there.
    #[error("`{0}` is laid out in a way that nothing can be added to safely")]
    Layout(String),
    /// The entry itself cannot be written.
    #[error("the entry cannot be written as YAML: {0}")]
    Entry(String),
    /// An entry that is kept in a file of its own stands there already.
    #[error("the same was written down before: `{0}` stands there already")]
    StandsThere(String),
    /// The disk refused.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl StoreError {
    /// What somebody can do about it.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::NoTask(_) => "name it as `assent status` does: its pack, a slash, its own id",
            Self::Unreadable { .. } => "run `assent check` for the line, mend the file, and do it once more",
            Self::Layout(_) => "write the entries of `log` as items with “- ”, each on lines of its own",
            Self::Entry(_) => "please report this",
            Self::StandsThere(_) => "if it is another matter, say in the note what is different",
            Self::Write(error) => error.next_step(),
        }
    }
}

/// Where a task's log lies.
pub fn path(study_folder: &Path, task: &str) -> Result<PathBuf, StoreError> {
    // The two parts are ids, so that no name can lead out of the folder.
    match task.split_once('/').filter(|_| read::is_task(task)) {
        Some((pack, task)) => Ok(study_folder.join(FOLDER).join(pack).join(format!("{task}.yaml"))),
        None => Err(StoreError::NoTask(task.to_owned())),
    }
}

/// What became of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The file.
    pub path: PathBuf,
    /// True where git had left a conflict in the file, and the entries of both sides were kept.
    pub joined: bool,
}

/// Adds an entry to a task's log: atomically, under the study's lock, and only if everything that stood there still
/// stands there afterwards.
pub fn append(study_folder: &Path, task: &str, entry: &Entry) -> Result<Added, StoreError> {
    let path = path(study_folder, task)?;
    write::stays_in(study_folder, &path)?;
    let _lock = write::lock(study_folder)?;
    if path.symlink_metadata().is_ok_and(|about| !about.is_file()) {
        // A pipe would never end, and a link is not written through.
        return Err(WriteError::Link(path.display().to_string()).into());
    }
    let bytes = match yaml::read_bounded(&path) {
        Ok(bytes) => Some(bytes),
        Err(why) if why.kind() == io::ErrorKind::NotFound => None,
        Err(why) => return Err(WriteError::new(&path, why).into()),
    };
    let grown = grow(&path.display().to_string(), task, bytes.as_deref(), entry)?;
    if let Some(folder) = path.parent() {
        write::make_folders(folder)?;
    }
    write::replace(&path, grown.text.as_bytes())?;
    Ok(Added { path, joined: grown.joined })
}

/// A log's text with an entry more.
#[derive(Debug, Clone, PartialEq)]
pub struct Grown {
    /// The whole text.
    pub text: String,
    /// True where both sides of a conflict were brought together.
    pub joined: bool,
}

/// The text of a log with an entry more; the pure half of [`append`].
pub fn grow(name: &str, task: &str, bytes: Option<&[u8]>, entry: &Entry) -> Result<Grown, StoreError> {
    let Some(bytes) = bytes else {
        let text = format!("task: {task}\nlog:\n{}", item(entry, 2, "\n")?);
        return checked(name, task, Grown { text, joined: false }, &[], entry);
    };
    let before = parse(name, task, bytes);
    let text = before.file.text.to_string();
    let (text, joined) = match conflict::sides(&text).filter(|_| text.contains("<<<<<<<")) {
        Some((ours, theirs)) => (join(name, task, &ours, &theirs)?, true),
        None => match before.findings.first() {
            Some(finding) => {
                return Err(StoreError::Unreadable { file: name.to_owned(), why: finding.message.clone() });
            }
            None => (text, false),
        },
    };
    let text = insert(name, &text, entry)?;
    let kept: Vec<Entry> = before.log.into_iter().map(|logged| logged.entry).collect();
    // A byte-order mark stays where a person's editor put it.
    let text = if bytes.starts_with(b"\xEF\xBB\xBF") { format!("\u{FEFF}{text}") } else { text };
    checked(name, task, Grown { text, joined }, &kept, entry)
}

/// Our side of a conflict, and behind it the entries that only the other side has.
fn join(name: &str, task: &str, ours: &str, theirs: &str) -> Result<String, StoreError> {
    let sides = [ours, theirs].map(|side| parse(name, task, side.as_bytes()));
    if let Some(finding) = sides.iter().flat_map(|side| &side.findings).next() {
        return Err(StoreError::Unreadable { file: name.to_owned(), why: finding.message.clone() });
    }
    let [ours, theirs] = sides;
    let known: Vec<&Entry> = ours.log.iter().map(|logged| &logged.entry).collect();
    let mut text = ours.file.text.to_string();
    for logged in theirs.log.iter().filter(|logged| !known.contains(&&logged.entry)) {
        text = insert(name, &text, &logged.entry)?;
    }
    Ok(text)
}

/// Puts an entry behind the last one, in the file's own indentation and line ends.
fn insert(name: &str, text: &str, entry: &Entry) -> Result<String, StoreError> {
    let layout = || StoreError::Layout(name.to_owned());
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let root = yaml::parse(name, text.as_bytes()).root.ok_or_else(layout)?;
    let (at, indent, blank) = match root.entry("log") {
        Some(log) if log.value.is_blank() => (end_of_line(text, log.key_span.end), 2, log.value.span.clone()),
        Some(log) if is_empty_list(&log.value) => (end_of_line(text, log.value.span.end), 2, log.value.span.clone()),
        Some(log) if is_block_list(text, &log.value) => {
            let span = &log.value.span;
            (end_of_line(text, span.end), column(text, span.start), 0..0)
        }
        _ => return Err(layout()),
    };
    let item = item(entry, indent, newline)?;
    let (head, tail) = text.split_at_checked(at).ok_or_else(layout)?;
    let mut grown = head.to_owned();
    if !blank.is_empty() {
        // `log: []` or `log: TODO` becomes a list with one entry.
        grown.replace_range(blank, "");
    }
    if !grown.ends_with('\n') {
        grown.push_str(newline);
    }
    grown.push_str(&item);
    grown.push_str(tail);
    Ok(grown)
}

fn is_empty_list(node: &Node) -> bool {
    matches!(&node.value, NodeValue::Sequence(items) if items.is_empty())
}

fn is_block_list(text: &str, node: &Node) -> bool {
    matches!(node.value, NodeValue::Sequence(_))
        && text.get(node.span.clone()).is_some_and(|list| list.starts_with('-'))
}

/// Behind the line break of the line in which a byte stands.
fn end_of_line(text: &str, byte: usize) -> usize {
    let rest = text.get(byte..).unwrap_or_default();
    rest.find('\n').map_or(text.len(), |at| byte + at + 1)
}

fn column(text: &str, byte: usize) -> usize {
    let before = text.get(..byte).unwrap_or_default();
    before.len() - before.rfind('\n').map_or(0, |at| at + 1)
}

/// An entry as an item of a list, indented.
fn item(entry: &Entry, indent: usize, newline: &str) -> Result<String, StoreError> {
    let value = serde_json::to_value(entry).map_err(|error| StoreError::Entry(error.to_string()))?;
    let text = print::block(&serde_json::Value::Array(vec![value]), indent);
    Ok(if newline == "\n" { text } else { text.replace('\n', newline) })
}

/// Holds what would be written against what stood there: every old entry, and the new one last or by its side.
fn checked(name: &str, task: &str, grown: Grown, kept: &[Entry], entry: &Entry) -> Result<Grown, StoreError> {
    let after = parse(name, task, grown.text.as_bytes());
    let found: Vec<&Entry> = after.log.iter().map(|logged| &logged.entry).collect();
    let whole = found.len() == kept.len() + 1 && kept.iter().chain([entry]).zip(&found).all(|(a, b)| a == *b);
    if let Some(finding) = after.findings.first() {
        return Err(StoreError::Unreadable { file: name.to_owned(), why: finding.message.clone() });
    }
    if whole { Ok(grown) } else { Err(StoreError::Layout(name.to_owned())) }
}
