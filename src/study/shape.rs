//! A file held against its plan: every error of shape at once, each at its place, and what is well-formed kept.
//!
//! An ill-formed part is left out of the value, so that the rest can still be checked; its path is remembered, so that
//! nobody reports the same place a second time as missing.

pub(crate) mod words;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Value;

use crate::finding::Finding;
use crate::finding::Label;
use crate::finding::Level;
use crate::finding::Place;
use crate::source::SourceFile;
use crate::source::Span;
use crate::study::plan::Expected;
use crate::study::plan::Group;
use crate::study::plan::Plan;
use crate::study::values::read_named;
use crate::yaml::node::Node;
use crate::yaml::node::NodeValue;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// After so many errors a file is not worth reading further.
const MAX_FINDINGS: usize = 5_000;

/// What a walk over a file yields.
#[derive(Debug, Clone, Default)]
pub struct Shaped {
    /// The well-formed part, gaps left out.
    pub value: Value,
    /// The errors.
    pub findings: Vec<Finding>,
    /// Where something ill-formed was left out.
    pub pruned: BTreeSet<Path>,
    /// For lists that lost items: where in the file the remaining ones stand.
    pub kept: BTreeMap<Path, Vec<usize>>,
}

/// Holds a tree against a plan.
pub fn shape(file: &SourceFile, root: &Node, plan: &Plan) -> Shaped {
    let mut walk = Walk { file, root, plan, path: Vec::new(), shaped: Shaped::default() };
    let value = walk.value(root, &plan.expected(), &head(root));
    walk.shaped.value = value.unwrap_or_else(|| Value::Object(serde_json::Map::new()));
    walk.shaped
}

/// One step of the way down, without a copy of the key.
#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

struct Walk<'a> {
    file: &'a SourceFile,
    root: &'a Node,
    plan: &'a Plan,
    path: Vec<Step<'a>>,
    shaped: Shaped,
}

/// An error before it has its place.
pub(crate) struct Wrong {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) help: String,
}

impl<'a> Walk<'a> {
    /// The value of a node where it is what is expected; otherwise the error is noted and nothing comes back.
    fn value(&mut self, node: &'a Node, expected: &Expected, at: &Span) -> Option<Value> {
        match (expected, &node.value) {
            (Expected::Group(group), NodeValue::Mapping(_)) => {
                // The plan is borrowed for longer than this walk, so that groups need no copy.
                let plan = self.plan;
                Some(self.group(node, plan.group(*group), at))
            }
            (Expected::List(inner), NodeValue::Sequence(items)) => Some(self.list(items, inner)),
            (Expected::Text, NodeValue::Text(text)) => Some(Value::String(text.clone())),
            (Expected::Value(name), NodeValue::Text(text)) => match self.plan.read(name, text) {
                Some(Err(error)) => self.wrong(at, words::ill_formed(&error, text)),
                _ => Some(Value::String(text.clone())),
            },
            (Expected::Bool, NodeValue::Bool(value)) => Some(Value::Bool(*value)),
            (Expected::Integer { min, max }, NodeValue::Number(number)) => match whole(number) {
                Some(value) if (i128::from(*min)..=i128::from(*max)).contains(&value) => {
                    i64::try_from(value).ok().map(Into::into)
                }
                Some(_) => self.wrong(at, words::out_of_range(&number.to_string(), Some(*min), Some(*max))),
                None => self.wrong(at, words::not_whole(&number.to_string())),
            },
            (Expected::Number { min, max }, NodeValue::Number(number)) => {
                if number.as_f64().is_some_and(|value| (*min..=*max).contains(&value)) {
                    Some(Value::Number(number.clone()))
                } else {
                    let bound = |value: f64| if value.is_finite() { Some(value as i64) } else { None };
                    self.wrong(at, words::out_of_range(&number.to_string(), bound(*min), bound(*max)))
                }
            }
            (Expected::Choice(known), NodeValue::Text(text)) => {
                if known.iter().any(|word| word == text) {
                    Some(Value::String(text.clone()))
                } else {
                    self.wrong(at, words::unknown_choice(text, known))
                }
            }
            (Expected::Anything, _) => Some(node.to_json()),
            _ => {
                let file = self.file;
                self.wrong(at, words::wrong_type(expected, node, file.excerpt(&node.span)))
            }
        }
    }

    fn group(&mut self, node: &'a Node, group: &Group, at: &Span) -> Value {
        let mut fields = serde_json::Map::new();
        for entry in node.entries() {
            self.path.push(Step::Key(&entry.key));
            match group.field(&entry.key) {
                Some(field) if entry.value.is_blank() => {
                    if field.required {
                        let place = shown(&entry.value, &entry.key_span);
                        self.wrong(&place, words::required(&field.name, &field.description));
                    }
                }
                Some(field) => {
                    let place = shown(&entry.value, &entry.key_span);
                    if let Some(value) = self.value(&entry.value, &field.expected, &place) {
                        fields.insert(entry.key.clone(), value);
                    }
                }
                None if group.open => {
                    fields.insert(entry.key.clone(), entry.value.to_json());
                }
                None => {
                    let parent = self.parent_name();
                    let wrong = words::unknown_field(&entry.key, parent, group, self.plan);
                    self.wrong(&entry.key_span.clone(), wrong);
                }
            }
            self.path.pop();
        }
        for field in group.fields.iter().filter(|field| field.required) {
            if node.entry(&field.name).is_none() {
                let parent = at.clone();
                let path = self.path().key(field.name.clone());
                self.shaped.pruned.insert(path.clone());
                self.note(path, parent, words::required(&field.name, &field.description), Vec::new());
            }
        }
        Value::Object(fields)
    }

    fn list(&mut self, items: &'a [Node], expected: &Expected) -> Value {
        let mut values = Vec::with_capacity(items.len());
        let mut kept = Vec::new();
        let has_ids = matches!(expected, Expected::Group(at) if self.plan.group(*at).field("id").is_some());
        let mut ids: BTreeMap<&str, Span> = BTreeMap::new();
        for (index, item) in items.iter().enumerate() {
            self.path.push(Step::Index(index));
            if has_ids {
                self.identity(item, &mut ids);
            }
            let value = if item.is_blank() { None } else { self.value(item, expected, &head(item)) };
            if let Some(value) = value {
                values.push(value);
                kept.push(index);
            }
            self.path.pop();
        }
        if kept.len() < items.len() {
            let path = self.path();
            self.shaped.kept.insert(path, kept);
        }
        Value::Array(values)
    }

    /// Notes an item whose id was already given to another one.
    fn identity(&mut self, item: &'a Node, ids: &mut BTreeMap<&'a str, Span>) {
        let Some(node) = item.get("id") else { return };
        let Some(id) = node.text().filter(|_| !node.is_blank()) else { return };
        match ids.get(id) {
            None => {
                ids.insert(id, node.span.clone());
            }
            Some(first) => {
                let path = self.path().key("id");
                let place = Place { file: self.file.clone(), span: first.clone(), path: path.clone() };
                let label = Label { place, text: "first given here".to_owned() };
                self.note(path, node.span.clone(), words::duplicate_id(id), vec![label]);
            }
        }
    }

    /// Notes an error at the place where the walk stands.
    fn wrong(&mut self, at: &Span, wrong: Wrong) -> Option<Value> {
        let path = self.path();
        self.shaped.pruned.insert(path.clone());
        self.note(path, at.clone(), wrong, Vec::new());
        None
    }

    fn note(&mut self, path: Path, span: Span, wrong: Wrong, labels: Vec<Label>) {
        match self.shaped.findings.len() {
            count if count < MAX_FINDINGS => {}
            MAX_FINDINGS => {
                let wrong = words::too_many(MAX_FINDINGS);
                return self.push(path, span, wrong, labels);
            }
            _ => return,
        }
        self.push(path, span, wrong, labels);
    }

    fn push(&mut self, path: Path, span: Span, wrong: Wrong, labels: Vec<Label>) {
        self.shaped.findings.push(Finding {
            code: wrong.code.to_owned(),
            level: Level::Error,
            message: wrong.message,
            help: wrong.help,
            subject: subject(self.root, &path),
            place: Place { file: self.file.clone(), span, path },
            labels,
            tasks: Vec::new(),
            accepted: false,
        });
    }

    fn path(&self) -> Path {
        let segments = self.path.iter().map(|step| match step {
            Step::Key(key) => Segment::Key((*key).into()),
            Step::Index(index) => Segment::Index(*index),
        });
        Path(segments.collect())
    }

    /// The name of the field in whose group the walk stands.
    fn parent_name(&self) -> Option<&'a str> {
        self.path.iter().rev().skip(1).find_map(|step| match step {
            Step::Key(key) => Some(*key),
            Step::Index(_) => None,
        })
    }
}

/// The name of a path that survives edits: ids in place of positions.
pub fn subject(root: &Node, path: &Path) -> String {
    let mut name = String::new();
    let mut node = Some(root);
    for segment in &path.0 {
        match segment {
            Segment::Key(key) => {
                if !name.is_empty() {
                    name.push('.');
                }
                name.push_str(key);
                node = node.and_then(|node| node.get(key));
            }
            Segment::Index(index) => {
                node = node.and_then(|node| node.items().get(*index));
                let id = node.and_then(|item| item.get("id")).and_then(Node::text);
                match id.filter(|id| matches!(read_named("Id", id), Some(Ok(())))) {
                    Some(id) => {
                        name.push('.');
                        name.push_str(id);
                    }
                    None => name.push_str(&format!("[{index}]")),
                }
            }
        }
    }
    name
}

/// A whole number, also where it is written as `12.0`.
fn whole(number: &serde_json::Number) -> Option<i128> {
    if let Some(value) = number.as_i64() {
        return Some(value.into());
    }
    if let Some(value) = number.as_u64() {
        return Some(value.into());
    }
    number.as_f64().filter(|value| value.fract() == 0.0 && value.abs() < 1e30).map(|value| value as i128)
}

/// What to underline for the value of a field: itself, or its key where it is many lines or nothing.
fn shown(node: &Node, key_span: &Span) -> Span {
    match &node.value {
        NodeValue::Mapping(_) | NodeValue::Sequence(_) => key_span.clone(),
        _ if node.span.is_empty() => key_span.clone(),
        _ => node.span.clone(),
    }
}

/// What to underline for an item: its first field or value.
fn head(node: &Node) -> Span {
    match &node.value {
        NodeValue::Mapping(entries) => match entries.first() {
            Some(entry) => entry.key_span.start..head(&entry.value).end.max(entry.key_span.end),
            None => node.span.clone(),
        },
        NodeValue::Sequence(items) => items.first().map_or(node.span.clone(), head),
        _ => node.span.clone(),
    }
}

#[cfg(test)]
mod tests;
