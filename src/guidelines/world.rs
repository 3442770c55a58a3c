//! The study as expressions see it: every value knows its path, and a blank that is read leaves a trace.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use minijinja::Value;
use minijinja::value::DynObject;
use minijinja::value::Enumerator;
use minijinja::value::Object;
use minijinja::value::ObjectRepr;

use crate::guidelines::account::Account;
use crate::guidelines::lexicon::Lexicon;
use crate::study::Date;
use crate::study::Study;
use crate::yaml::node::is_blank_text;
use crate::yaml::path::Key;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// What a blank looks like inside a message.
pub const BLANK_IN_TEXT: &str = "?";

/// One study on one day, ready to be asked.
pub struct World {
    cells: Vec<Cell>,
    /// The typed study, for the domain functions.
    pub study: Arc<Study>,
    /// The day on which it is judged.
    pub today: Date,
    /// The packs' word lists and hazards.
    pub lexicon: Arc<Lexicon>,
    reads: Mutex<Vec<usize>>,
    /// What has been worked out for the study so far.
    pub account: Account,
}

struct Cell {
    parent: usize,
    step: Segment,
    kind: Kind,
}

enum Kind {
    Blank,
    Scalar(Value),
    List(Vec<usize>),
    Record(Vec<(Key, usize)>),
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").field("cells", &self.cells.len()).field("today", &self.today.to_string()).finish()
    }
}

/// The root's own number.
const ROOT: usize = 0;

impl World {
    /// Lays a study out; `value` is the study serialised, the whole shape present.
    pub fn new(study: Arc<Study>, value: &serde_json::Value, today: Date, lexicon: Arc<Lexicon>) -> Arc<Self> {
        let mut cells = Vec::new();
        lay_out(value, ROOT, Segment::Key("".into()), &mut cells);
        let account = Account::new(&study, cells.len());
        Arc::new(Self { cells, study, today, lexicon, reads: Mutex::default(), account })
    }

    /// The value at a path, if the shape has it there.
    pub fn at(self: &Arc<Self>, path: &Path) -> Option<Item> {
        let mut at = ROOT;
        for segment in &path.0 {
            at = match (segment, self.kind(at)) {
                (Segment::Key(key), Kind::Record(fields)) => fields.iter().find(|(name, _)| name == key)?.1,
                (Segment::Index(index), Kind::List(items)) => *items.get(*index)?,
                _ => return None,
            };
        }
        Some(self.item(at))
    }

    /// A section of the study, by its name.
    pub fn section(self: &Arc<Self>, name: &str) -> Option<Item> {
        let Kind::Record(sections) = self.kind(ROOT) else { return None };
        sections.iter().find(|(known, _)| known.as_str() == name).map(|(_, at)| self.item(*at))
    }

    /// One item of a top-level list.
    pub fn entry(self: &Arc<Self>, list: &str, index: usize) -> Value {
        match self.at(&Path::root().key(list).index(index)) {
            Some(item) => Value::from_object(item),
            None => self.nowhere(),
        }
    }

    /// A blank without a place: what a reference to nobody leads to.
    pub fn nowhere(self: &Arc<Self>) -> Value {
        Value::from_object(self.item(usize::MAX))
    }

    /// Forgets what was read, before something else is asked.
    pub fn forget_reads(&self) {
        self.lock().clear();
    }

    /// The first blank that was read and that nothing handled.
    pub fn first_blank_read(self: &Arc<Self>) -> Option<Path> {
        let first = self.lock().first().copied();
        first.map(|at| self.item(at).path())
    }

    /// What was read so far, so that it can be put back with [`World::restore_reads`].
    pub fn reads(&self) -> Vec<usize> {
        self.lock().clone()
    }

    /// Sets the reads back, after something was asked that does not count.
    pub fn restore_reads(&self, reads: Vec<usize>) {
        *self.lock() = reads;
    }

    /// How many values the study has: no check has more than these to run over.
    pub fn size(&self) -> usize {
        self.cells.len()
    }

    fn item(self: &Arc<Self>, at: usize) -> Item {
        Item { world: Arc::clone(self), at }
    }

    fn kind(&self, at: usize) -> &Kind {
        self.cells.get(at).map_or(&Kind::Blank, |cell| &cell.kind)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<usize>> {
        self.reads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn lay_out(value: &serde_json::Value, parent: usize, step: Segment, cells: &mut Vec<Cell>) -> usize {
    use serde_json::Value as Json;
    let at = cells.len();
    cells.push(Cell { parent, step, kind: Kind::Blank });
    let kind = match value {
        Json::Null => Kind::Blank,
        Json::String(text) if is_blank_text(text) => Kind::Blank,
        Json::String(text) => Kind::Scalar(Value::from(text.as_str())),
        Json::Bool(flag) => Kind::Scalar(Value::from(*flag)),
        Json::Number(number) => Kind::Scalar(match number.as_i64() {
            Some(whole) => Value::from(whole),
            None => Value::from(number.as_f64().unwrap_or_default()),
        }),
        Json::Array(items) => Kind::List(
            items.iter().enumerate().map(|(index, item)| lay_out(item, at, Segment::Index(index), cells)).collect(),
        ),
        Json::Object(fields) => Kind::Record(
            fields
                .iter()
                .map(|(name, field)| {
                    let key = Key::from(name);
                    (key.clone(), lay_out(field, at, Segment::Key(key), cells))
                })
                .collect(),
        ),
    };
    if let Some(cell) = cells.get_mut(at) {
        cell.kind = kind;
    }
    at
}

/// One value of the study inside an expression.
#[derive(Clone)]
pub struct Item {
    world: Arc<World>,
    at: usize,
}

impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path())
    }
}

impl Item {
    /// The item that a value is, if it is one of the study's.
    pub fn of(value: &Value) -> Option<&Item> {
        value.downcast_object_ref::<Item>()
    }

    /// Where it stands; the root for a blank without a place.
    pub fn path(&self) -> Path {
        let mut segments = Vec::new();
        let mut at = self.at;
        while at != ROOT {
            let Some(cell) = self.world.cells.get(at) else { break };
            segments.push(cell.step.clone());
            at = cell.parent;
        }
        segments.reverse();
        Path(segments)
    }

    /// The number of the item of a top-level list that this value is or stands in: `participants`, 1.
    pub fn entry(&self) -> Option<(String, usize)> {
        match self.path().0.as_slice() {
            [Segment::Key(list), Segment::Index(index), ..] => Some((list.to_string(), *index)),
            _ => None,
        }
    }

    /// The record that this value stands in: a service's setting, a training's person.
    pub fn parent(&self) -> Option<Item> {
        let mut at = self.world.cells.get(self.at)?.parent;
        loop {
            let cell = self.world.cells.get(at)?;
            match cell.kind {
                Kind::Record(_) => return (at != self.at).then(|| self.world.item(at)),
                _ if at == cell.parent => return None,
                _ => at = cell.parent,
            }
        }
    }

    /// True for a gap.
    pub fn is_blank(&self) -> bool {
        matches!(self.kind(), Kind::Blank)
    }

    /// True where nothing below has been filled in.
    pub fn is_empty(&self) -> bool {
        match self.kind() {
            Kind::Blank => true,
            Kind::Scalar(_) => false,
            Kind::List(items) => items.is_empty(),
            Kind::Record(fields) => fields.iter().all(|(_, at)| self.world.item(*at).is_empty()),
        }
    }

    /// True for a section or an item of a list with fields.
    pub fn is_record(&self) -> bool {
        matches!(self.kind(), Kind::Record(_))
    }

    /// The plain value of a text, number or flag.
    pub fn scalar(&self) -> Option<&Value> {
        match self.kind() {
            Kind::Scalar(value) => Some(value),
            _ => None,
        }
    }

    /// The items of a list; none for anything else.
    pub fn items(&self) -> Option<Vec<Item>> {
        match self.kind() {
            Kind::List(items) => Some(items.iter().map(|at| self.world.item(*at)).collect()),
            _ => None,
        }
    }

    /// The value below, by `a.b`; reading it leaves no trace.
    pub fn below(&self, path: &str) -> Option<Item> {
        let mut at = self.at;
        for key in path.split('.') {
            let Kind::Record(fields) = self.world.kind(at) else { return None };
            at = fields.iter().find(|(name, _)| name.as_str() == key)?.1;
        }
        Some(self.world.item(at))
    }

    /// All texts below, in order.
    pub fn texts(&self, into: &mut Vec<String>) {
        match self.kind() {
            Kind::Blank => {}
            Kind::Scalar(value) => into.extend(value.as_str().map(str::to_owned)),
            Kind::List(items) => items.iter().for_each(|at| self.world.item(*at).texts(into)),
            Kind::Record(fields) => fields.iter().for_each(|(_, at)| self.world.item(*at).texts(into)),
        }
    }

    /// Takes back the trace that reading this blank left.
    pub fn handled(&self) {
        let mut reads = self.world.lock();
        if let Some(last) = reads.iter().rposition(|at| *at == self.at) {
            reads.remove(last);
        }
    }

    fn kind(&self) -> &Kind {
        self.world.kind(self.at)
    }

    /// The value as an expression sees it when it asks a record for a field.
    fn field(&self, at: usize) -> Value {
        match self.world.kind(at) {
            Kind::Scalar(value) => value.clone(),
            Kind::Blank => {
                self.world.lock().push(at);
                Value::from_object(self.world.item(at))
            }
            _ => Value::from_object(self.world.item(at)),
        }
    }
}

impl Object for Item {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        match self.kind() {
            Kind::Blank | Kind::List(_) => ObjectRepr::Seq,
            Kind::Record(_) => ObjectRepr::Map,
            Kind::Scalar(_) => ObjectRepr::Plain,
        }
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match self.kind() {
            Kind::List(items) => items.get(key.as_usize()?).map(|at| Value::from_object(self.world.item(*at))),
            _ => self.get_value_by_str(key.as_str()?),
        }
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        match self.kind() {
            Kind::Record(fields) => fields.iter().find(|(name, _)| name.as_str() == key).map(|(_, at)| self.field(*at)),
            Kind::Blank => Some(Value::from_dyn_object(Arc::clone(self))),
            _ => None,
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        match self.kind() {
            Kind::List(items) => Enumerator::Seq(items.len()),
            Kind::Record(fields) => {
                Enumerator::Values(fields.iter().map(|(name, _)| Value::from(name.as_str())).collect())
            }
            Kind::Blank => Enumerator::Empty,
            Kind::Scalar(_) => Enumerator::NonEnumerable,
        }
    }

    fn is_true(self: &Arc<Self>) -> bool {
        match self.kind() {
            Kind::Scalar(value) => value.is_true(),
            _ => !self.is_empty(),
        }
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        let other = other.downcast_ref::<Item>()?;
        Some(match (self.scalar(), other.scalar()) {
            (Some(left), Some(right)) => left.cmp(right),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => self.at.cmp(&other.at),
        })
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            Kind::Blank => f.write_str(BLANK_IN_TEXT),
            Kind::Scalar(value) => write!(f, "{value}"),
            Kind::List(items) => {
                for (index, at) in items.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    Arc::new(self.world.item(*at)).render(f)?;
                }
                Ok(())
            }
            Kind::Record(_) => f.write_str(&crate::guidelines::functions::name_of(self)),
        }
    }
}
