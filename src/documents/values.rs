//! The study as templates see it: every value knows its path, every read is noted, every blank is a visible gap.
//!
//! Lists and mappings are compared by their paths, and joined to a text they are no more than that: to go through all that
//! stands below one costs without a bound, and no document needs it.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use minijinja::value::DynObject;
use minijinja::value::Enumerator;
use minijinja::value::Object;
use minijinja::value::ObjectRepr;
use minijinja::value::Value;
use serde_json::Value as Json;

use crate::documents::laid::Kind;
use crate::documents::laid::Laid;
use crate::documents::laid::ROOT;
use crate::documents::trace::Trace;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// What all values of one rendering share.
#[derive(Debug, Clone)]
pub struct Source(Arc<Shared>);

/// The study, and the notebook about it.
#[derive(Debug)]
pub struct Shared {
    /// The study, whole shape present, in the language of the document.
    pub study: Arc<Laid>,
    /// The fields that the study gives in its own language and not in the document's.
    pub untranslated: Arc<BTreeSet<Path>>,
    /// Where reads are noted.
    pub trace: Trace,
}

impl Deref for Source {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl Source {
    /// A study to be rendered; `untranslated` are the fields that it gives in its own language and not in the document's.
    pub fn new(study: Arc<Laid>, untranslated: Arc<BTreeSet<Path>>) -> Self {
        let trace = Trace::of(&study);
        Self(Arc::new(Shared { study, untranslated, trace }))
    }

    /// The value at a path, as a template sees it.
    pub fn value(&self, path: &Path) -> Value {
        self.found(path).unwrap_or_else(|| {
            self.trace.read(path);
            Value::from_object(Blank { source: self.clone(), place: Place::Path(path.clone()) })
        })
    }

    /// The value at a path that the study has; a blank one is there too.
    pub fn found(&self, path: &Path) -> Option<Value> {
        self.study.find(path).map(|at| self.at(at))
    }

    /// A section of the study, by its name.
    pub fn section(&self, name: &str) -> Option<Value> {
        self.study.field(ROOT, name).map(|at| self.at(at))
    }

    /// A field of an item of a top-level list.
    pub fn field_of(&self, list: &str, index: usize, field: &str) -> Option<Value> {
        let item = self.study.item(self.study.field(ROOT, list)?, index)?;
        self.study.field(item, field).map(|at| self.at(at))
    }

    /// The value with a number.
    fn at(&self, at: usize) -> Value {
        match self.study.kind(at) {
            Kind::Blank => {
                self.trace.read_value(at);
                Value::from_object(Blank { source: self.clone(), place: Place::Number(at) })
            }
            Kind::Scalar(value) => {
                self.trace.read_value(at);
                value.clone()
            }
            Kind::List(_) => Value::from_object(Items { source: self.clone(), at }),
            Kind::Group(_) => Value::from_object(Section { source: self.clone(), at }),
        }
    }

    /// A text that the document's language lacks.
    pub fn untranslated(&self, path: &Path) -> Value {
        let (study, trace) = (Arc::clone(&self.study), self.trace.clone());
        let untranslated = Arc::new(BTreeSet::from([path.clone()]));
        let source = Self(Arc::new(Shared { study, untranslated, trace }));
        Value::from_object(Blank { source, place: Place::Path(path.clone()) })
    }

    /// The keys of the group at a path.
    pub fn keys(&self, path: &Path) -> Vec<String> {
        self.study.find(path).map(|at| self.keys_at(at)).unwrap_or_default()
    }

    fn keys_at(&self, at: usize) -> Vec<String> {
        match self.study.kind(at) {
            Kind::Group(fields) => fields.iter().map(|(key, _)| key.to_string()).collect(),
            _ => Vec::new(),
        }
    }

    /// How many items the list at a path has.
    pub fn count(&self, path: &Path) -> usize {
        self.study.find(path).map_or(0, |at| self.count_at(at))
    }

    fn count_at(&self, at: usize) -> usize {
        match self.study.kind(at) {
            Kind::List(items) => items.len(),
            _ => 0,
        }
    }
}

/// The value at a path of a JSON tree.
pub fn find<'a>(root: &'a Json, path: &Path) -> Option<&'a Json> {
    path.0.iter().try_fold(root, |value, segment| match segment {
        Segment::Key(key) => value.get(key.as_str()),
        Segment::Index(index) => value.get(*index),
    })
}

/// A field that nobody has filled in. It counts as false, and shows as a gap where a template prints it.
#[derive(Debug)]
pub struct Blank {
    source: Source,
    place: Place,
}

/// Where a blank stands: many are read and few are shown, so that most never need their path.
#[derive(Debug)]
enum Place {
    Number(usize),
    Path(Path),
}

impl Blank {
    /// The field.
    pub fn path(&self) -> Path {
        match &self.place {
            Place::Number(at) => self.source.study.path(*at),
            Place::Path(path) => path.clone(),
        }
    }

    /// True where the study has the value in its own language only.
    pub fn wants_translation(&self) -> bool {
        self.source.untranslated.contains(&self.path())
    }

    /// Notes that the gap shows in the document.
    pub fn show(&self) {
        self.source.trace.gap(&self.path(), self.wants_translation());
    }
}

impl Object for Blank {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        false
    }

    // What belongs to something blank is blank, and the gap is the thing itself: `person(risk.owner).name`.
    fn get_value(self: &Arc<Self>, _: &Value) -> Option<Value> {
        Some(Value::from_dyn_object(Arc::clone(self)))
    }

    // Reached where a template joins or concatenates a blank: it must show there too, and be counted.
    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.show();
        write!(f, "[{}]", self.path())
    }
}

/// A group of the study.
#[derive(Debug)]
struct Section {
    source: Source,
    at: usize,
}

impl Object for Section {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.source.study.field(self.at, key).map(|at| self.source.at(at))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.source.keys_at(self.at).into_iter().map(Value::from).collect())
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        other.downcast_ref::<Self>().map(|other| self.at.cmp(&other.at))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]", self.source.study.path(self.at))
    }

    fn is_true(self: &Arc<Self>) -> bool {
        self.source.study.is_given(self.at)
    }
}

/// A list of the study.
#[derive(Debug)]
struct Items {
    source: Source,
    at: usize,
}

impl Object for Items {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.source.study.item(self.at, key.as_usize()?).map(|at| self.source.at(at))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.source.count_at(self.at))
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        other.downcast_ref::<Self>().map(|other| self.at.cmp(&other.at))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]", self.source.study.path(self.at))
    }
}

/// The gap that an empty list or section of the study leaves; any other value as it is.
pub fn gap_of(value: Value) -> Value {
    let blank = |source: &Source, at: usize| {
        source.trace.read_value(at);
        Value::from_object(Blank { source: source.clone(), place: Place::Number(at) })
    };
    if let Some(items) = value.downcast_object_ref::<Items>() {
        return blank(&items.source, items.at);
    }
    match value.downcast_object_ref::<Section>() {
        Some(section) => blank(&section.source, section.at),
        None => value,
    }
}
