//! The located tree: every key and every value knows its bytes.

use crate::source::Span;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// One value of a YAML file, with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The bytes of the value, without its key, its comments and the space behind it.
    pub span: Span,
    /// What stands there.
    pub value: NodeValue,
}

/// What a YAML value is, by the YAML 1.2 core schema (`no` and `NO` are text).
#[derive(Debug, Clone, PartialEq)]
pub enum NodeValue {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole or a decimal number.
    Number(serde_json::Number),
    /// A text, quoted or plain.
    Text(String),
    /// A sequence.
    Sequence(Vec<Node>),
    /// A mapping, in the order of the file.
    Mapping(Vec<Entry>),
}

/// One key of a mapping and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The bytes of the key.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The child under a key, where this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry under a key, where this is a mapping that has it.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The entries of a mapping; empty for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            NodeValue::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a sequence; empty for anything else.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            NodeValue::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The text, where this is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            NodeValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// True for null, `TODO` and empty text: a gap that somebody still has to fill.
    pub fn is_blank(&self) -> bool {
        match &self.value {
            NodeValue::Null => true,
            NodeValue::Text(text) => is_blank_text(text),
            _ => false,
        }
    }

    /// The node at a path, if the file has it.
    pub fn find(&self, path: &Path) -> Option<&Node> {
        path.0.iter().try_fold(self, |node, segment| match segment {
            Segment::Key(key) => node.get(key),
            Segment::Index(index) => node.items().get(*index),
        })
    }

    /// The bytes that stand for a path: the value itself, or the nearest parent that exists.
    ///
    /// A parent is shown by its key, since its whole value may be many lines; an item of a sequence by its
    /// first entry's key and value, which is where its id usually stands.
    pub fn locate(&self, path: &Path) -> Span {
        let mut node = self;
        let mut shown: Option<Span> = None;
        for (at, segment) in path.0.iter().enumerate() {
            let last = at + 1 == path.0.len();
            match segment {
                Segment::Key(key) => match node.entry(key) {
                    Some(entry) => {
                        node = &entry.value;
                        shown = Some(if last { node.shown(&entry.key_span) } else { entry.key_span.clone() });
                    }
                    None => break,
                },
                Segment::Index(index) => match node.items().get(*index) {
                    Some(item) => {
                        node = item;
                        shown = Some(item.head());
                    }
                    None => break,
                },
            }
        }
        shown.unwrap_or_else(|| self.head())
    }

    /// The span of a scalar that stands somewhere, else of the key: a block of many lines is no place.
    fn shown(&self, key_span: &Span) -> Span {
        match &self.value {
            NodeValue::Null if self.span.is_empty() => key_span.clone(),
            NodeValue::Mapping(_) | NodeValue::Sequence(_) => key_span.clone(),
            _ => self.span.clone(),
        }
    }

    /// A short span at the head of the value.
    fn head(&self) -> Span {
        match &self.value {
            NodeValue::Mapping(entries) => match entries.first() {
                Some(entry) => entry.key_span.start..entry.value.head().end.max(entry.key_span.end),
                None => self.span.clone(),
            },
            NodeValue::Sequence(items) => items.first().map_or(self.span.clone(), Node::head),
            _ => self.span.clone(),
        }
    }

    /// The value without its places.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value;
        match &self.value {
            NodeValue::Null => Value::Null,
            NodeValue::Bool(value) => Value::Bool(*value),
            NodeValue::Number(value) => Value::Number(value.clone()),
            NodeValue::Text(value) => Value::String(value.clone()),
            NodeValue::Sequence(items) => Value::Array(items.iter().map(Node::to_json).collect()),
            NodeValue::Mapping(entries) => {
                Value::Object(entries.iter().map(|e| (e.key.clone(), e.value.to_json())).collect())
            }
        }
    }
}

/// True for text that only marks a gap.
pub fn is_blank_text(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text == "TODO"
}
