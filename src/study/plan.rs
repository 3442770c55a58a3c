//! A JSON Schema of closed groups, lists, words and typed values, compiled into what a walk over a file needs.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Value;

use crate::study::values::ValueError;
use crate::study::values::read_named;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// Reads a text as the value type of that name, where there is one.
pub type ReadNamed = fn(&str, &str) -> Option<Result<(), ValueError>>;

/// A compiled schema.
#[derive(Debug, Clone)]
pub struct Plan {
    groups: Vec<Group>,
    root: usize,
    read: ReadNamed,
    meanings: BTreeMap<String, BTreeMap<String, String>>,
}

/// What may stand at a place.
#[derive(Debug, Clone)]
pub enum Expected {
    /// Any text.
    Text,
    /// A text with a grammar of its own, by the name of its type, such as `Date`.
    Value(String),
    /// `true` or `false`.
    Bool,
    /// A whole number, both ends included.
    Integer {
        /// The smallest.
        min: i64,
        /// The largest.
        max: i64,
    },
    /// A number, whole or decimal.
    Number {
        /// The smallest.
        min: f64,
        /// The largest.
        max: f64,
    },
    /// One word of a closed list.
    Choice(Vec<String>),
    /// A list.
    List(Box<Expected>),
    /// A group of fields, by its position in the plan.
    Group(usize),
    /// Anything at all.
    Anything,
}

/// A group of fields.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// Its fields, in the order of the types.
    pub fields: Vec<Field>,
    /// True where other fields may stand beside them.
    pub open: bool,
}

/// A field of a group.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What may stand there.
    pub expected: Expected,
    /// True where the file cannot do without it.
    pub required: bool,
    /// What it is for, as the types say it.
    pub description: String,
    /// The name of the value's type where the schema names one, such as `Prose` or `Date`.
    pub type_name: Option<String>,
}

impl Group {
    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl Plan {
    /// Compiles a tidied schema whose value types are those of a study.
    pub fn of(schema: &Value) -> Self {
        Self::with_values(schema, read_named)
    }

    /// Compiles a tidied schema that has value types of its own.
    pub fn with_values(schema: &Value, read: ReadNamed) -> Self {
        let mut compiler = Compiler { definitions: schema.get("$defs"), groups: Vec::new(), known: BTreeMap::new() };
        let root = compiler.group(schema);
        Self { groups: compiler.groups, root, read, meanings: meanings(schema) }
    }

    /// Reads a text as the value type of that name, where there is one.
    pub fn read(&self, type_name: &str, text: &str) -> Option<Result<(), ValueError>> {
        (self.read)(type_name, text)
    }

    /// What a word of a closed list means, by the name of the list's type; empty where nobody says it.
    pub fn meaning(&self, type_name: &str, word: &str) -> &str {
        self.meanings.get(type_name).and_then(|words| words.get(word)).map_or("", String::as_str)
    }

    /// The field at a path and what may stand at its end, list items included; none where the shape has no such field.
    pub fn at(&self, path: &Path) -> Option<(&Field, &Expected)> {
        let mut group = self.root();
        let mut found = None;
        let mut expected: Option<&Expected> = None;
        for segment in &path.0 {
            match segment {
                Segment::Key(key) => {
                    if let Some(Expected::Group(at)) = expected {
                        group = self.group(*at);
                    }
                    let field = group.field(key)?;
                    expected = Some(&field.expected);
                    found = Some(field);
                }
                Segment::Index(_) => match expected {
                    Some(Expected::List(inner)) => expected = Some(inner.as_ref()),
                    _ => return None,
                },
            }
        }
        found.zip(expected)
    }

    /// The group at the root of a file.
    pub fn root(&self) -> &Group {
        self.group(self.root)
    }

    /// What stands at the root of a file.
    pub fn expected(&self) -> Expected {
        Expected::Group(self.root)
    }

    /// A group of the plan.
    pub fn group(&self, at: usize) -> &Group {
        const EMPTY: &Group = &Group { fields: Vec::new(), open: true };
        self.groups.get(at).unwrap_or(EMPTY)
    }

    /// The words of a closed list, by the section and the field of its groups that hold it.
    pub fn words(&self, section: &str, field: &str) -> &[String] {
        let section = self.root().field(section).map(|field| innermost(&field.expected));
        let Some(Expected::Group(group)) = section else { return &[] };
        match self.group(*group).field(field).map(|field| innermost(&field.expected)) {
            Some(Expected::Choice(words)) => words,
            _ => &[],
        }
    }

    /// The names of the fields that hold a group with a field of that name: where a misplaced field belongs.
    pub fn homes(&self, field: &str) -> BTreeSet<&str> {
        let holds = |expected: &Expected| matches!(innermost(expected), Expected::Group(at) if self.group(*at).field(field).is_some());
        let fields = self.groups.iter().flat_map(|group| &group.fields);
        fields.filter(|candidate| holds(&candidate.expected)).map(|candidate| candidate.name.as_str()).collect()
    }

    /// The paths of all fields of one named type, such as `participants[].label`.
    pub fn fields_named(&self, type_name: &str) -> Vec<String> {
        let mut found = Vec::new();
        self.collect(self.root, "", type_name, 0, &mut found);
        found
    }

    fn collect(&self, group: usize, prefix: &str, type_name: &str, depth: usize, found: &mut Vec<String>) {
        // No shape of ours is that deep; a definition that holds itself must not hang us.
        if depth > 16 {
            return;
        }
        for field in &self.group(group).fields {
            let list = if matches!(field.expected, Expected::List(_)) { "[]" } else { "" };
            let dot = if prefix.is_empty() { "" } else { "." };
            let path = format!("{prefix}{dot}{}{list}", field.name);
            if field.type_name.as_deref() == Some(type_name) {
                found.push(path.clone());
            }
            if let Expected::Group(inner) = innermost(&field.expected) {
                self.collect(*inner, &path, type_name, depth + 1, found);
            }
        }
    }
}

/// The descriptions of the words of closed lists, by type.
fn meanings(schema: &Value) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut meanings = BTreeMap::new();
    for (name, definition) in schema.get("$defs").and_then(Value::as_object).into_iter().flatten() {
        let variants = definition.get("oneOf").and_then(Value::as_array).into_iter().flatten();
        let words: BTreeMap<String, String> = variants
            .filter_map(|variant| {
                let word = variant.get("const")?.as_str()?;
                let meaning = variant.get("description")?.as_str()?;
                Some((word.to_owned(), meaning.to_owned()))
            })
            .collect();
        if !words.is_empty() {
            meanings.insert(name.clone(), words);
        }
    }
    meanings
}

fn innermost(expected: &Expected) -> &Expected {
    match expected {
        Expected::List(inner) => innermost(inner),
        other => other,
    }
}

struct Compiler<'a> {
    definitions: Option<&'a Value>,
    groups: Vec<Group>,
    known: BTreeMap<String, Expected>,
}

impl<'a> Compiler<'a> {
    fn group(&mut self, schema: &'a Value) -> usize {
        // The place is taken first, so that a group that holds itself finds it.
        let at = self.groups.len();
        self.groups.push(Group::default());
        let group = self.fill(schema);
        if let Some(slot) = self.groups.get_mut(at) {
            *slot = group;
        }
        at
    }

    fn fill(&mut self, schema: &'a Value) -> Group {
        let required: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let properties = schema.get("properties").and_then(Value::as_object);
        let fields = properties.into_iter().flatten().map(|(name, property)| {
            let inner = match property.get("type").and_then(Value::as_str) {
                Some("array") => property.get("items").unwrap_or(property),
                _ => property,
            };
            Field {
                name: name.clone(),
                required: required.contains(&name.as_str()),
                description: property.get("description").and_then(Value::as_str).unwrap_or_default().to_owned(),
                type_name: reference(inner).map(str::to_owned),
                expected: self.expected(property),
            }
        });
        Group { fields: fields.collect(), open: schema.get("additionalProperties") != Some(&Value::Bool(false)) }
    }

    fn expected(&mut self, schema: &'a Value) -> Expected {
        if let Some(name) = reference(schema) {
            return self.named(name);
        }
        let kind = schema.get("type").and_then(Value::as_str);
        match kind {
            Some("object") => Expected::Group(self.group(schema)),
            Some("array") => match schema.get("items") {
                Some(items) => Expected::List(Box::new(self.expected(items))),
                None => Expected::List(Box::new(Expected::Anything)),
            },
            Some("boolean") => Expected::Bool,
            Some("integer") => Expected::Integer {
                min: schema.get("minimum").and_then(Value::as_i64).unwrap_or(i64::MIN),
                max: schema.get("maximum").and_then(Value::as_i64).unwrap_or(i64::MAX),
            },
            Some("number") => Expected::Number {
                min: schema.get("minimum").and_then(Value::as_f64).unwrap_or(f64::NEG_INFINITY),
                max: schema.get("maximum").and_then(Value::as_f64).unwrap_or(f64::INFINITY),
            },
            _ => choice(schema).unwrap_or(if kind == Some("string") { Expected::Text } else { Expected::Anything }),
        }
    }

    fn named(&mut self, name: &str) -> Expected {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let Some(definition) = self.definitions.and_then(|definitions| definitions.get(name)) else {
            return Expected::Anything;
        };
        if definition.get("type").and_then(Value::as_str) == Some("object") {
            self.known.insert(name.to_owned(), Expected::Group(self.groups.len()));
        }
        let expected = match self.expected(definition) {
            Expected::Text if definition.get("pattern").is_some() => Expected::Value(name.to_owned()),
            other => other,
        };
        self.known.insert(name.to_owned(), expected.clone());
        expected
    }
}

fn reference(schema: &Value) -> Option<&str> {
    schema.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix("#/$defs/"))
}

/// The words of `enum`, or of one `const` a variant.
fn choice(schema: &Value) -> Option<Expected> {
    let words = |values: &[Value]| -> Option<Vec<String>> {
        values.iter().map(|value| value.as_str().map(str::to_owned)).collect()
    };
    if let Some(Value::Array(values)) = schema.get("enum") {
        return words(values).map(Expected::Choice);
    }
    let Some(Value::Array(variants)) = schema.get("oneOf") else { return None };
    let mut known = Vec::new();
    for variant in variants {
        match (variant.get("const"), variant.get("enum")) {
            (Some(Value::String(word)), _) => known.push(word.clone()),
            (_, Some(Value::Array(values))) => known.extend(words(values)?),
            _ => return None,
        }
    }
    Some(Expected::Choice(known))
}
