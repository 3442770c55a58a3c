//! What the language is made of: minijinja's filters and tests, our functions, and comparisons that know blanks.

use std::sync::LazyLock;

use minijinja::Environment;
use minijinja::Error;
use minijinja::State;
use minijinja::UndefinedBehavior;
use minijinja::Value;
use minijinja::value::Rest;
use minijinja::value::ValueKind;
use minijinja::value::ValueOrKwargs;

use crate::guidelines::functions;
use crate::guidelines::language::compare::COMPARISONS;
use crate::guidelines::language::world_of;
use crate::guidelines::world::Item;
use crate::hashing::HashMap;

/// How much work one expression may do: far more than a study of thousands of people needs, far less than a second.
pub(super) const FUEL: u64 = 2_000_000;

/// The function that every expression is wrapped in: no expression can write it, since no function of it is listed.
pub(super) const SETTLE: &str = "__settle";

/// Takes what an expression came to, and puts what it cost on the study's account.
fn settle(state: &State<'_, '_>, value: Value) -> Result<Value, Error> {
    let spent = state.fuel_levels().map_or(0, |(spent, _)| spent);
    world_of(state)?.account.spend(spent);
    Ok(value)
}

thread_local! {
    /// Every function by its name. A scope answers with them itself: minijinja would look through all its names in order.
    /// Each thread has its own, since every call counts how often a function is held.
    static FUNCTIONS: HashMap<&'static str, Value> = functions();
}

/// The function of a name.
pub(super) fn function(name: &str) -> Option<Value> {
    FUNCTIONS.with(|functions| functions.get(name).cloned())
}

fn functions() -> HashMap<&'static str, Value> {
    let comparisons = COMPARISONS.iter().map(|comparison| {
        let ask = move |state: &State<'_, '_>, left: Value, right: Value| comparison.ask(state, &left, &right);
        (comparison.function, Value::from_function(ask))
    });
    let builtins =
        functions::TABLE.iter().map(|function| (function.name, Value::from_object(functions::Builtin(function))));
    comparisons.chain(builtins).chain([(SETTLE, Value::from_function(settle))]).collect()
}

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
        for test in comparison.tests {
            environment.add_test(*test, move |state: &State<'_, '_>, left: Value, right: Value| {
                comparison.ask(state, &left, &right)
            });
        }
    }
    for name in ["default", "d"] {
        environment.add_filter(name, default_filter);
    }
    environment.add_filter("__sum", minijinja::filters::sum);
    environment.add_filter("sum", sum);
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
        if function.is_test() {
            environment.add_test(function.name, move |state: &State<'_, '_>, value: Value| {
                function.call(state, &[value]).map(|answer| answer.is_true())
            });
        }
    }
    environment
});

/// Adds numbers up. minijinja's own begins with anything, and to join many lists one by one has no bound that fuel knows.
fn sum(state: &mut State<'_, '_>, args: Rest<ValueOrKwargs>) -> Result<Value, Error> {
    let args = args.into_values();
    let begins = |value: &Value| value.is_kwargs() && value.get_attr("start").is_ok_and(|start| !start.is_undefined());
    if args.iter().skip(1).any(begins) {
        return Err(Error::new(minijinja::ErrorKind::InvalidOperation, "`sum` adds numbers up and begins with 0"));
    }
    state.apply_filter("__sum", &args)
}

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
