//! One value is written into a file, and every other byte stays as the person wrote it: comments, order, quoting,
//! indentation, line ends.
//!
//! What is written is read again before it is handed back: the value must read back, and everything else must read as
//! before. Otherwise nothing is written.

mod edit;

use serde_json::Map;
use serde_json::Value;

use crate::source::SourceFile;
use crate::source::Span;
use crate::study::schema;
use crate::yaml;
use crate::yaml::node::Node;
use crate::yaml::node::NodeValue;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// Why a value was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpliceError {
    /// The file cannot be read, so there is no place to write to.
    #[error("the file cannot be read as it stands: {0}")]
    Unreadable(String),
    /// The path leads through something that has no parts.
    #[error("`{0}` holds a single value, so nothing can be put inside it")]
    NoGroup(String),
    /// The path names an item behind the end of a list.
    #[error("`{0}` has no such item")]
    NoItem(String),
    /// Whatever was tried would have changed something else.
    #[error("`{0}` cannot be written without changing what stands around it")]
    NotFaithful(String),
}

impl SpliceError {
    /// What somebody can do about it.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "run `assent check` for the line, mend the file, and do it once more",
            _ => "write this value into study.yaml by hand",
        }
    }
}

/// The text of a file with one value set.
///
/// `path` is a path of the file. Parents that are absent or blank are made; an index just behind the end of a list
/// adds an item.
pub fn splice(file: &SourceFile, path: &Path, value: &Value) -> Result<String, SpliceError> {
    let parsed = yaml::parse_text(file.clone());
    let root = match (parsed.root, parsed.findings.first()) {
        (Some(root), None) => root,
        (_, finding) => return Err(unreadable(finding)),
    };
    let mut wanted = root.to_json();
    set(&mut wanted, &path.0, value.clone(), path)?;
    for plan in [Plan::Natural, Plan::OneLine] {
        let Some(text) = write(&file.text, &root, path, value, plan) else { continue };
        let after = yaml::parse("", text.as_bytes());
        if after.findings.is_empty() && after.root.is_some_and(|root| root.to_json() == wanted) {
            return Ok(text);
        }
    }
    Err(SpliceError::NotFaithful(path.to_string()))
}

/// The bytes of a file with one value set; a byte-order mark stays.
pub fn splice_bytes(name: &str, bytes: &[u8], path: &Path, value: &Value) -> Result<Vec<u8>, SpliceError> {
    const MARK: &[u8] = b"\xEF\xBB\xBF";
    let parsed = yaml::parse(name, bytes);
    if parsed.root.is_none() {
        return Err(unreadable(parsed.findings.first()));
    }
    let text = splice(&parsed.file, path, value)?;
    let mark = if bytes.starts_with(MARK) { MARK } else { &[] };
    Ok([mark, text.as_bytes()].concat())
}

fn unreadable(finding: Option<&crate::finding::Finding>) -> SpliceError {
    SpliceError::Unreadable(finding.map_or_else(|| "it is empty".to_owned(), |finding| finding.message.clone()))
}

/// How to write a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    /// As a person would: lists and groups on lines of their own where they are long, long texts below `|`.
    Natural,
    /// On one line: for places where a comment below would become part of the text.
    OneLine,
}

/// One change: bytes that go, and what comes.
type Edit = (Span, String);

/// The text with the value written, where there is a way to write it.
fn write(text: &str, root: &Node, path: &Path, value: &Value, plan: Plan) -> Option<String> {
    let mut edits = edit::Writer::new(text, root, plan).set(path, value)?;
    edits.sort_by_key(|(span, _)| (span.start, span.end));
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for (span, new) in edits {
        out.push_str(text.get(at..span.start)?);
        out.push_str(&new);
        at = span.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// Sets a value in a plain tree, with the parents that lead to it.
pub fn set_value(tree: &mut Value, path: &Path, value: Value) -> Result<(), SpliceError> {
    set(tree, &path.0, value, path)
}

/// Sets a value in the plain tree, as the file is meant to read afterwards.
fn set(tree: &mut Value, path: &[Segment], value: Value, whole: &Path) -> Result<(), SpliceError> {
    let Some((head, rest)) = path.split_first() else {
        *tree = value;
        return Ok(());
    };
    let blank = match &tree {
        Value::Null => true,
        Value::String(text) => yaml::node::is_blank_text(text),
        _ => false,
    };
    if blank {
        *tree = match head {
            Segment::Key(_) => Value::Object(Map::new()),
            Segment::Index(_) => Value::Array(Vec::new()),
        };
    }
    match (head, tree) {
        (Segment::Key(key), Value::Object(fields)) => {
            set(fields.entry(key.to_string()).or_insert(Value::Null), rest, value, whole)
        }
        (Segment::Index(index), Value::Array(items)) => {
            if *index == items.len() {
                items.push(Value::Null);
            }
            match items.get_mut(*index) {
                Some(item) => set(item, rest, value, whole),
                None => Err(SpliceError::NoItem(whole.to_string())),
            }
        }
        _ => Err(SpliceError::NoGroup(whole.to_string())),
    }
}

/// The names of a group's fields in the order of the shape; empty where the path is none of the shape.
fn order(path: &[Segment]) -> Vec<&'static str> {
    use crate::study::plan::Expected;
    let plan = schema::plan();
    let mut expected = plan.expected();
    for segment in path {
        expected = match (&expected, segment) {
            (Expected::Group(at), Segment::Key(key)) => match plan.group(*at).field(key) {
                Some(field) => field.expected.clone(),
                None => return Vec::new(),
            },
            (Expected::List(inner), Segment::Index(_)) => inner.as_ref().clone(),
            _ => return Vec::new(),
        };
    }
    match expected {
        Expected::Group(at) => plan.group(at).fields.iter().map(|field| field.name.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// True for a list or a group in brackets.
fn is_flow(text: &str, node: &Node) -> bool {
    let sign = match node.value {
        NodeValue::Mapping(_) => '{',
        NodeValue::Sequence(_) => '[',
        _ => return false,
    };
    text.get(node.span.clone()).is_some_and(|written| written.starts_with(sign))
}

#[cfg(test)]
mod tests;
