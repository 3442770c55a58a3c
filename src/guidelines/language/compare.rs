//! Comparisons: false with a blank on either side, and paid for by how much they have to look at.

use minijinja::Error;
use minijinja::ErrorKind;
use minijinja::State;
use minijinja::Value;
use minijinja::value::ValueKind;

use crate::guidelines::language::environment::is_blank;
use crate::guidelines::language::environment::plain;

/// One comparison: the function that stands for its sign, and the tests of the same meaning.
pub(super) struct Comparison {
    pub(super) function: &'static str,
    pub(super) tests: &'static [&'static str],
    holds: fn(&State<'_, '_>, &Value, &Value) -> Result<bool, Error>,
}

impl Comparison {
    /// False with a blank on either side; otherwise what the comparison says about the plain values.
    pub(super) fn ask(&self, state: &State<'_, '_>, left: &Value, right: &Value) -> Result<bool, Error> {
        if left.is_undefined() || right.is_undefined() {
            return Err(Error::from(ErrorKind::UndefinedError));
        }
        if is_blank(left) || is_blank(right) {
            return Ok(false);
        }
        (self.holds)(state, &plain(left), &plain(right))
    }
}

pub(super) static COMPARISONS: &[Comparison] = &[
    Comparison { function: "__eq", tests: &["eq", "equalto", "=="], holds: equal },
    Comparison { function: "__ne", tests: &["ne", "!="], holds: |state, a, b| equal(state, a, b).map(|same| !same) },
    Comparison {
        function: "__lt",
        tests: &["lt", "lessthan", "<"],
        holds: |_, a, b| ordered(a, b).map(std::cmp::Ordering::is_lt),
    },
    Comparison {
        function: "__le",
        tests: &["le", "<="],
        holds: |_, a, b| ordered(a, b).map(std::cmp::Ordering::is_le),
    },
    Comparison {
        function: "__gt",
        tests: &["gt", "greaterthan", ">"],
        holds: |_, a, b| ordered(a, b).map(std::cmp::Ordering::is_gt),
    },
    Comparison {
        function: "__ge",
        tests: &["ge", ">="],
        holds: |_, a, b| ordered(a, b).map(std::cmp::Ordering::is_ge),
    },
    Comparison { function: "__in", tests: &["in"], holds: contained },
    Comparison { function: "__not_in", tests: &[], holds: |state, a, b| contained(state, a, b).map(|found| !found) },
];

fn equal(state: &State<'_, '_>, left: &Value, right: &Value) -> Result<bool, Error> {
    if is_container(left) && is_container(right) {
        let left_over = state.fuel_levels().map_or(u64::MAX, |(_, left_over)| left_over);
        state.consume_fuel(weight(left, left_over))?;
    }
    Ok(left == right)
}

/// Numbers with numbers, texts with texts: minijinja orders anything, and a text above every number hides a mistake.
fn ordered(left: &Value, right: &Value) -> Result<std::cmp::Ordering, Error> {
    match (left.kind(), right.kind()) {
        (ValueKind::Number, ValueKind::Number) | (ValueKind::String, ValueKind::String) => Ok(left.cmp(right)),
        (a, b) => Err(Error::new(ErrorKind::InvalidOperation, format!("a {a} and a {b} have no order"))),
    }
}

fn contained(state: &State<'_, '_>, needle: &Value, list: &Value) -> Result<bool, Error> {
    if let Some(text) = list.as_str() {
        state.consume_fuel(text.len() as u64 / 64)?;
        return match needle.as_str() {
            Some(part) => Ok(text.contains(part)),
            None => Err(Error::new(ErrorKind::InvalidOperation, "only a text can stand in a text")),
        };
    }
    for element in list.try_iter()? {
        state.consume_fuel(1)?;
        if !is_blank(&element) && equal(state, &plain(&element), needle)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_container(value: &Value) -> bool {
    matches!(value.kind(), ValueKind::Seq | ValueKind::Iterable | ValueKind::Map)
}

/// How many values a comparison may have to look at, counted no further than `most`: a list that repeats itself is
/// longer than it looks.
fn weight(value: &Value, most: u64) -> u64 {
    let mut weight = 1;
    if !is_container(value) {
        return weight;
    }
    let is_map = value.kind() == ValueKind::Map;
    for child in value.try_iter().into_iter().flatten() {
        if weight > most {
            break;
        }
        let child = if is_map { value.get_item(&child).unwrap_or_default() } else { child };
        weight += self::weight(&child, most - weight);
    }
    weight
}
