//! A study laid out for templates, once for all documents of a language: every value with its number and its path.

use minijinja::value::Value;
use serde_json::Value as Json;

use crate::yaml::path::Key;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// The number of the study as a whole.
pub const ROOT: usize = 0;

/// The values of a study, by their numbers.
#[derive(Debug, Default)]
pub struct Laid(Vec<Cell>);

#[derive(Debug)]
struct Cell {
    parent: usize,
    step: Segment,
    kind: Kind,
}

/// What a value is.
#[derive(Debug)]
pub enum Kind {
    /// Nothing that anybody has given.
    Blank,
    /// A text, a number, a flag, as templates see it.
    Scalar(Value),
    /// A list, by the numbers of its items.
    List(Vec<usize>),
    /// A group, by the numbers of its fields.
    Group(Vec<(Key, usize)>),
}

impl Laid {
    /// Lays out a study, whole shape present.
    pub fn of(study: &Json) -> Self {
        let mut cells = Vec::new();
        lay_out(study, ROOT, Segment::Index(0), &mut cells);
        Self(cells)
    }

    /// What the value with a number is.
    pub fn kind(&self, at: usize) -> &Kind {
        self.0.get(at).map_or(&Kind::Blank, |cell| &cell.kind)
    }

    /// Where the value with a number stands.
    pub fn path(&self, at: usize) -> Path {
        let mut segments = Vec::new();
        let mut at = at;
        while at != ROOT {
            let Some(cell) = self.0.get(at) else { break };
            segments.push(cell.step.clone());
            at = cell.parent;
        }
        segments.reverse();
        Path(segments)
    }

    /// How many values there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The field of a group.
    pub fn field(&self, at: usize, key: &str) -> Option<usize> {
        match self.kind(at) {
            Kind::Group(fields) => fields.iter().find(|(name, _)| name.as_str() == key).map(|(_, at)| *at),
            _ => None,
        }
    }

    /// The item of a list.
    pub fn item(&self, at: usize, index: usize) -> Option<usize> {
        match self.kind(at) {
            Kind::List(items) => items.get(index).copied(),
            _ => None,
        }
    }

    /// The value at a path.
    pub fn find(&self, path: &Path) -> Option<usize> {
        path.0.iter().try_fold(ROOT, |at, segment| match segment {
            Segment::Key(key) => self.field(at, key),
            Segment::Index(index) => self.item(at, *index),
        })
    }

    /// True where something is given there or anywhere below.
    pub fn is_given(&self, at: usize) -> bool {
        match self.kind(at) {
            Kind::Blank => false,
            Kind::Scalar(_) => true,
            Kind::List(items) => items.iter().any(|at| self.is_given(*at)),
            Kind::Group(fields) => fields.iter().any(|(_, at)| self.is_given(*at)),
        }
    }
}

fn lay_out(value: &Json, parent: usize, step: Segment, cells: &mut Vec<Cell>) -> usize {
    let at = cells.len();
    cells.push(Cell { parent, step, kind: Kind::Blank });
    let kind = match value {
        Json::Null => Kind::Blank,
        Json::Bool(value) => Kind::Scalar(Value::from(*value)),
        Json::Number(value) => Kind::Scalar(match (value.as_i64(), value.as_f64()) {
            (Some(whole), _) => Value::from(whole),
            (None, Some(decimal)) => Value::from(decimal),
            (None, None) => Value::from(value.to_string()),
        }),
        Json::String(value) => Kind::Scalar(Value::from(value.as_str())),
        Json::Array(items) => {
            let item = |(index, item)| lay_out(item, at, Segment::Index(index), cells);
            Kind::List(items.iter().enumerate().map(item).collect())
        }
        Json::Object(fields) => {
            let field = |(name, field): (&String, &Json)| {
                let key = Key::from(name);
                (key.clone(), lay_out(field, at, Segment::Key(key), cells))
            };
            Kind::Group(fields.iter().map(field).collect())
        }
    };
    if let Some(cell) = cells.get_mut(at) {
        cell.kind = kind;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_found_by_its_path_and_knows_it() {
        let study = serde_json::json!({"a": [{"b": 1}, {"b": null}], "c": "x"});
        let laid = Laid::of(&study);
        for path in ["a", "a[0].b", "a[1].b", "c"] {
            let path = Path::parse(path);
            assert_eq!(laid.path(laid.find(&path).unwrap()), path);
        }
        assert_eq!(laid.find(&Path::parse("a[2]")), None);
        assert_eq!(laid.find(&Path::parse("c[0]")), None);
        let given = |path: &str| laid.is_given(laid.find(&Path::parse(path)).unwrap());
        assert!(given("a") && given("a[0]") && !given("a[1]") && given("c"));
    }

    #[test]
    fn a_number_stays_the_number_that_it_was() {
        let laid = Laid::of(&serde_json::json!([2, 2.5]));
        let shown = |index: usize| match laid.item(ROOT, index).map(|at| laid.kind(at)) {
            Some(Kind::Scalar(value)) => value.to_string(),
            other => panic!("{other:?}"),
        };
        assert_eq!([shown(0), shown(1)], ["2", "2.5"]);
    }
}
