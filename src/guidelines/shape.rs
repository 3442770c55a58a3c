//! The shape of a study as types, so that a misspelt path is found when a pack loads.

use std::sync::LazyLock;

use serde_json::Value as Json;

use crate::study::nearest::nearest;

/// What an expression yields, as far as it can be told without a study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// Not followed further.
    Anything,
    /// A text: prose, a date, an id.
    Text,
    /// A word of a closed list.
    Word(&'static [String]),
    /// A number.
    Number,
    /// Yes or no.
    Flag,
    /// A list.
    List(Box<Type>),
    /// A record of the study's shape, by its number.
    Record(usize),
}

impl Type {
    /// A list of this.
    pub fn list(self) -> Self {
        Type::List(Box::new(self))
    }

    /// What an element is, where this is a list.
    pub fn element(&self) -> Option<&Type> {
        match self {
            Type::List(element) => Some(element),
            Type::Anything => Some(&Type::Anything),
            _ => None,
        }
    }

    /// True for a text or a word.
    pub fn is_text(&self) -> bool {
        matches!(self, Type::Text | Type::Word(_) | Type::Anything)
    }
}

/// One record of the shape.
#[derive(Debug)]
pub struct Record {
    /// Where it stands: `participants[]`, `privacy`, empty for the study itself.
    pub place: String,
    /// Its fields, in the order of the schema.
    pub fields: Vec<(String, Type)>,
    /// The record that it stands in.
    pub parent: Option<usize>,
}

impl Record {
    /// The type of a field.
    pub fn field(&self, name: &str) -> Option<&Type> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, kind)| kind)
    }
}

/// The records of the study; the first is the study itself.
#[derive(Debug)]
pub struct Shape {
    records: Vec<Record>,
}

/// The study's own shape.
pub static STUDY: LazyLock<Shape> = LazyLock::new(|| {
    // The lists of words live as long as the program, so that a type can point at them.
    let schema: &'static Json = Box::leak(Box::new(schemars::schema_for!(crate::study::Study).to_value()));
    Shape::read(schema)
});

impl Shape {
    /// Reads a JSON Schema.
    fn read(schema: &'static Json) -> Self {
        let mut shape = Shape { records: Vec::new() };
        shape.kind_of(schema, schema, "", None);
        shape
    }

    /// The record with this number.
    pub fn record(&self, number: usize) -> Option<&Record> {
        self.records.get(number)
    }

    /// The study itself.
    pub fn root(&self) -> Type {
        Type::Record(0)
    }

    /// The record at a place, such as `settings[].referral[]`.
    pub fn record_at(&self, place: &str) -> Option<Type> {
        self.records.iter().position(|record| record.place == place).map(Type::Record)
    }

    /// What stands at a place of the shape: `team[].duties[]`, `participants[].consent.gap_days`.
    pub fn at(&self, place: &str) -> Option<Type> {
        let mut here = self.root();
        for part in place.split('.') {
            let name = part.trim_end_matches("[]");
            let Type::Record(number) = here else { return None };
            here = self.record(number)?.field(name)?.clone();
            for _ in 0..part.matches("[]").count() {
                here = here.element()?.clone();
            }
        }
        Some(here)
    }

    /// The type below another, by `a.b`; what is wrong otherwise.
    pub fn below(&self, start: &Type, path: &str) -> Result<Type, Unknown> {
        let mut here = start.clone();
        for name in path.split('.') {
            here = self.field(&here, name)?;
        }
        Ok(here)
    }

    /// The type of one field.
    pub fn field(&self, of: &Type, name: &str) -> Result<Type, Unknown> {
        match of {
            Type::Anything => Ok(Type::Anything),
            Type::Record(number) => {
                let Some(record) = self.record(*number) else { return Ok(Type::Anything) };
                record.field(name).cloned().ok_or_else(|| Unknown {
                    message: match record.place.as_str() {
                        "" => format!("a study has no `{name}`"),
                        place => format!("`{place}` has no field `{name}`"),
                    },
                    nearest: nearest(name, record.fields.iter().map(|(field, _)| field.as_str())).map(str::to_owned),
                })
            }
            Type::List(_) => Err(Unknown::plain(format!(
                "this is a list, which has no field `{name}`; use `flat(…, \"{name}\")`, `selectattr` or `map(attribute=…)`"
            ))),
            Type::Text | Type::Word(_) => Err(Unknown::plain(format!("this is a text, which has no field `{name}`"))),
            Type::Number => Err(Unknown::plain(format!("this is a number, which has no field `{name}`"))),
            Type::Flag => Err(Unknown::plain(format!("this is true or false, which has no field `{name}`"))),
        }
    }

    fn kind_of(&mut self, schema: &'static Json, node: &'static Json, place: &str, parent: Option<usize>) -> Type {
        let node = resolve(schema, node);
        if let Some(words) = words(schema, node) {
            return Type::Word(Box::leak(words.into_boxed_slice()));
        }
        match type_name(node) {
            Some("object") => {
                let number = self.records.len();
                self.records.push(Record { place: place.to_owned(), fields: Vec::new(), parent });
                let mut fields = Vec::new();
                for (name, field) in node.get("properties").and_then(Json::as_object).into_iter().flatten() {
                    let below = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
                    fields.push((name.clone(), self.kind_of(schema, field, &below, Some(number))));
                }
                if let Some(record) = self.records.get_mut(number) {
                    record.fields = fields;
                }
                Type::Record(number)
            }
            Some("array") => match node.get("items") {
                Some(items) => self.kind_of(schema, items, &format!("{place}[]"), parent).list(),
                None => Type::Anything.list(),
            },
            Some("integer" | "number") => Type::Number,
            Some("boolean") => Type::Flag,
            Some("string") => Type::Text,
            _ => Type::Anything,
        }
    }
}

/// A name that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What is wrong.
    pub message: String,
    /// The name that was probably meant.
    pub nearest: Option<String>,
}

impl Unknown {
    fn plain(message: String) -> Self {
        Self { message, nearest: None }
    }
}

/// Follows references, and passes by what only says that a value may be blank.
fn resolve(schema: &'static Json, node: &'static Json) -> &'static Json {
    let mut here = node;
    for _ in 0..16 {
        if let Some(reference) = here.get("$ref").and_then(Json::as_str) {
            match reference.strip_prefix('#').and_then(|pointer| schema.pointer(pointer)) {
                Some(target) => here = target,
                None => return here,
            }
        } else if let Some(choices) = here.get("anyOf").and_then(Json::as_array) {
            match choices.iter().find(|choice| !means_blank(choice)) {
                Some(choice) => here = choice,
                None => return here,
            }
        } else {
            return here;
        }
    }
    here
}

fn means_blank(choice: &Json) -> bool {
    choice.get("type").and_then(Json::as_str) == Some("null")
        || choice.get("const").is_some_and(|word| word.as_str() == Some("TODO") || word.is_null())
}

fn type_name(node: &Json) -> Option<&str> {
    match node.get("type")? {
        Json::String(name) => Some(name),
        Json::Array(names) => names.iter().filter_map(Json::as_str).find(|name| *name != "null"),
        _ => None,
    }
}

/// The words of a closed list, however the schema writes one.
fn words(schema: &'static Json, node: &'static Json) -> Option<Vec<String>> {
    if let Some(list) = node.get("enum").and_then(Json::as_array) {
        return Some(list.iter().filter_map(Json::as_str).map(str::to_owned).collect());
    }
    if let Some(word) = node.get("const").and_then(Json::as_str) {
        return Some(vec![word.to_owned()]);
    }
    let choices = node.get("oneOf").and_then(Json::as_array)?;
    let mut found = Vec::new();
    for choice in choices.iter().filter(|choice| !means_blank(choice)) {
        found.extend(words(schema, resolve(schema, choice))?);
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_knows_sections_lists_words_and_parents() {
        assert_eq!(STUDY.at("participants[].consent.gap_days"), Some(Type::Number));
        assert_eq!(STUDY.at("privacy.limits"), Some(Type::Text));
        assert_eq!(STUDY.at("study.dates.start"), Some(Type::Text));
        assert!(
            matches!(STUDY.at("activities[].method"), Some(Type::Word(words)) if words.contains(&"desk-review".to_owned()))
        );
        assert!(matches!(STUDY.at("team[].duties[]"), Some(Type::Word(words)) if words.len() == 7));
        let Some(Type::Record(service)) = STUDY.record_at("settings[].referral[]") else { panic!() };
        let parent = STUDY.record(service).unwrap().parent.unwrap();
        assert_eq!(STUDY.record(parent).unwrap().place, "settings[]");
    }

    #[test]
    fn a_misspelt_field_has_a_suggestion() {
        let group = STUDY.record_at("participants[]").unwrap();
        let unknown = STUDY.below(&group, "consent.gap_day").unwrap_err();
        assert_eq!(unknown.message, "`participants[].consent` has no field `gap_day`");
        assert_eq!(unknown.nearest.as_deref(), Some("gap_days"));
        assert!(STUDY.field(&STUDY.at("participants").unwrap(), "label").is_err());
        assert_eq!(STUDY.at("study.title.label"), None);
        let below = |place: &str| STUDY.field(&STUDY.at(place).unwrap(), "label").unwrap_err().message;
        assert_eq!(below("participants[].reading_age"), "this is a number, which has no field `label`");
        assert_eq!(below("compensation.given"), "this is true or false, which has no field `label`");
    }
}
