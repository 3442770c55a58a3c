//! What the language is made of: minijinja's filters and tests, our functions, and comparisons that know blanks.

use std::sync::LazyLock;

use minijinja::Environment;
use minijinja::Error;
use minijinja::ErrorKind;
use minijinja::State;
use minijinja::UndefinedBehavior;
use minijinja::Value;
use minijinja::value::Rest;
use minijinja::value::ValueKind;
use minijinja::value::ValueOrKwargs;

use crate::guidelines::functions;
use crate::guidelines::language::world_of;
use crate::guidelines::world::Item;

/// How much work one expression may do: far more than a study of thousands of people needs, far less than a second.
const FUEL: u64 = 2_000_000;

/// The environment in which everything is compiled: minijinja's filters and tests, our functions, strict and bounded.
pub(super) static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(64);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    // A study file says `true`, and so does a message about it.
    environment.set_formatter(|out, state, value| match value.kind() {
        ValueKind::Bool => out.write_str(if value.is_true() { "true" } else { "false" }).map_err(Error::from),
        _ => minijinja::escape_formatter(out, state, value),
    });
    for name in UNAVAILABLE_GLOBALS {
        environment.remove_global(name);
    }
    for name in UNAVAILABLE_FILTERS {
        environment.remove_filter(name);
    }
    for name in UNAVAILABLE_TESTS {
        environment.remove_test(name);
    }
    for comparison in COMPARISONS {
        environment
            .add_function(comparison.function, move |left: Value, right: Value| (comparison.holds)(&left, &right));
        for test in comparison.tests {
            environment.add_test(*test, move |left: Value, right: Value| (comparison.holds)(&left, &right));
        }
    }
    for name in ["default", "d"] {
        environment.add_filter(name, default_filter);
    }
    for (name, inner) in QUIET_FILTERS {
        environment
            .add_filter(*name, move |state: &mut State<'_, '_>, args: Rest<ValueOrKwargs>| quietly(state, inner, args));
    }
    environment.add_filter("__select", minijinja::filters::select);
    environment.add_filter("__selectattr", minijinja::filters::selectattr);
    environment.add_filter("__reject", minijinja::filters::reject);
    environment.add_filter("__rejectattr", minijinja::filters::rejectattr);
    environment.add_filter("__map", minijinja::filters::map);
    for function in functions::TABLE {
        environment.add_global(function.name, Value::from_object(functions::Builtin(function)));
        if function.is_test() {
            environment.add_test(function.name, move |state: &State<'_, '_>, value: Value| {
                function.call(state, &[value]).map(|answer| answer.is_true())
            });
        }
    }
    environment
});

/// The filters that look into every element of a list, with minijinja's own behind each.
const QUIET_FILTERS: &[(&str, &str)] = &[
    ("select", "__select"),
    ("selectattr", "__selectattr"),
    ("reject", "__reject"),
    ("rejectattr", "__rejectattr"),
    ("map", "__map"),
];

/// Applies a filter so that blanks which it meets leave no trace: it has answered each of them with no, and a check is
/// about the elements that remain.
fn quietly(state: &mut State<'_, '_>, filter: &str, args: Rest<ValueOrKwargs>) -> Result<Value, Error> {
    let world = world_of(state)?;
    let reads = world.reads();
    let kept = state.apply_filter(filter, &args.into_values());
    world.restore_reads(reads);
    kept
}

const UNAVAILABLE_GLOBALS: &[&str] = &["range", "dict", "debug", "namespace"];
const UNAVAILABLE_FILTERS: &[&str] =
    &["safe", "escape", "e", "attr", "pprint", "tojson", "format", "indent", "items", "dictsort"];
const UNAVAILABLE_TESTS: &[&str] =
    &["undefined", "defined", "none", "safe", "escaped", "sameas", "filter", "test", "iterable", "mapping", "sequence"];

/// The filters that packs may use, with the kind of value that each yields.
pub const FILTERS: &[(&str, Yields)] = &[
    ("abs", Yields::Number),
    ("batch", Yields::Anything),
    ("bool", Yields::Flag),
    ("capitalize", Yields::Text),
    ("chain", Yields::Anything),
    ("count", Yields::Number),
    ("d", Yields::Default),
    ("default", Yields::Default),
    ("first", Yields::Element),
    ("float", Yields::Number),
    ("groupby", Yields::Anything),
    ("int", Yields::Number),
    ("join", Yields::Text),
    ("last", Yields::Element),
    ("length", Yields::Number),
    ("lines", Yields::Texts),
    ("list", Yields::Same),
    ("lower", Yields::Text),
    ("map", Yields::Mapped),
    ("max", Yields::Element),
    ("min", Yields::Element),
    ("reject", Yields::Same),
    ("rejectattr", Yields::Same),
    ("replace", Yields::Text),
    ("reverse", Yields::Same),
    ("round", Yields::Number),
    ("select", Yields::Same),
    ("selectattr", Yields::Same),
    ("slice", Yields::Anything),
    ("sort", Yields::Same),
    ("split", Yields::Texts),
    ("string", Yields::Text),
    ("sum", Yields::Number),
    ("title", Yields::Text),
    ("trim", Yields::Text),
    ("unique", Yields::Same),
    ("upper", Yields::Text),
    ("zip", Yields::Anything),
];

/// What a filter makes of what it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Yields {
    /// A number.
    Number,
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// Yes or no.
    Flag,
    /// What it was given.
    Same,
    /// One element of the list that it was given.
    Element,
    /// A list of what the filter's own argument asks for.
    Mapped,
    /// What it was given, or the value that stands for a blank.
    Default,
    /// Something that is not followed further.
    Anything,
}

/// The tests that packs may use after `is` and inside `select`.
pub const TESTS: &[&str] = &[
    "!=",
    "<",
    "<=",
    "==",
    ">",
    ">=",
    "boolean",
    "divisibleby",
    "endingwith",
    "eq",
    "equalto",
    "even",
    "false",
    "float",
    "ge",
    "greaterthan",
    "gt",
    "in",
    "int",
    "integer",
    "le",
    "lessthan",
    "lower",
    "lt",
    "ne",
    "number",
    "odd",
    "startingwith",
    "string",
    "true",
    "upper",
];

/// The plain value of a study's scalar, the value itself otherwise.
pub(in crate::guidelines) fn plain(value: &Value) -> Value {
    Item::of(value).and_then(Item::scalar).cloned().unwrap_or_else(|| value.clone())
}

/// True for a gap of the study, and for nothing.
pub(in crate::guidelines) fn is_blank(value: &Value) -> bool {
    Item::of(value).is_some_and(Item::is_blank) || value.is_none()
}

struct Comparison {
    function: &'static str,
    tests: &'static [&'static str],
    holds: fn(&Value, &Value) -> Result<bool, Error>,
}

static COMPARISONS: &[Comparison] = &[
    Comparison { function: "__eq", tests: &["eq", "equalto", "=="], holds: |a, b| compare(a, b, |a, b| Ok(a == b)) },
    Comparison { function: "__ne", tests: &["ne", "!="], holds: |a, b| compare(a, b, |a, b| Ok(a != b)) },
    Comparison {
        function: "__lt",
        tests: &["lt", "lessthan", "<"],
        holds: |a, b| compare(a, b, |a, b| ordered(a, b).map(|o| o.is_lt())),
    },
    Comparison {
        function: "__le",
        tests: &["le", "<="],
        holds: |a, b| compare(a, b, |a, b| ordered(a, b).map(|o| o.is_le())),
    },
    Comparison {
        function: "__gt",
        tests: &["gt", "greaterthan", ">"],
        holds: |a, b| compare(a, b, |a, b| ordered(a, b).map(|o| o.is_gt())),
    },
    Comparison {
        function: "__ge",
        tests: &["ge", ">="],
        holds: |a, b| compare(a, b, |a, b| ordered(a, b).map(|o| o.is_ge())),
    },
    Comparison { function: "__in", tests: &["in"], holds: |a, b| compare(a, b, contained) },
    Comparison {
        function: "__not_in",
        tests: &[],
        holds: |a, b| compare(a, b, |a, b| contained(a, b).map(|found| !found)),
    },
];

/// False with a blank on either side; otherwise what the comparison says about the plain values.
fn compare(
    left: &Value,
    right: &Value,
    holds: impl FnOnce(&Value, &Value) -> Result<bool, Error>,
) -> Result<bool, Error> {
    if left.is_undefined() || right.is_undefined() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    if is_blank(left) || is_blank(right) { Ok(false) } else { holds(&plain(left), &plain(right)) }
}

/// Numbers with numbers, texts with texts: minijinja orders anything, and a text above every number hides a mistake.
fn ordered(left: &Value, right: &Value) -> Result<std::cmp::Ordering, Error> {
    match (left.kind(), right.kind()) {
        (ValueKind::Number, ValueKind::Number) | (ValueKind::String, ValueKind::String) => Ok(left.cmp(right)),
        (a, b) => Err(Error::new(ErrorKind::InvalidOperation, format!("a {a} and a {b} have no order"))),
    }
}

fn contained(needle: &Value, list: &Value) -> Result<bool, Error> {
    if let Some(text) = list.as_str() {
        return match needle.as_str() {
            Some(part) => Ok(text.contains(part)),
            None => Err(Error::new(ErrorKind::InvalidOperation, "only a text can stand in a text")),
        };
    }
    for element in list.try_iter()? {
        if !is_blank(&element) && plain(&element) == *needle {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `x | default(y)`: y stands for a blank, and the blank counts as handled.
fn default_filter(value: Value, other: Rest<Value>) -> Value {
    if !is_blank(&value) {
        return value;
    }
    if let Some(item) = Item::of(&value) {
        item.handled();
    }
    other.first().cloned().unwrap_or_else(|| Value::from(""))
}
