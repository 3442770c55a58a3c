//! Reading what a function is given.

use std::sync::Arc;

use minijinja::Error;
use minijinja::ErrorKind;
use minijinja::Value;

use crate::guidelines::language::is_blank;
use crate::guidelines::language::plain;
use crate::guidelines::world::Item;
use crate::guidelines::world::World;

pub(super) fn wrong(message: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}

pub(super) fn at(args: &[Value], at: usize) -> Result<&Value, Error> {
    args.get(at).ok_or_else(|| Error::from(ErrorKind::MissingArgument))
}

/// The items that a value is or holds; a plain list of values has none.
pub(super) fn items(value: &Value) -> Vec<Item> {
    if let Some(item) = Item::of(value) {
        return item.items().unwrap_or_else(|| if item.is_blank() { Vec::new() } else { vec![item.clone()] });
    }
    let elements = value.try_iter().into_iter().flatten();
    elements.filter_map(|element| Item::of(&element).cloned()).collect()
}

/// The words that a value is or holds.
pub(super) fn words(value: &Value) -> Vec<String> {
    let value = plain(value);
    if let Some(text) = value.as_str() {
        return vec![text.to_owned()];
    }
    if is_blank(&value) {
        return Vec::new();
    }
    let elements = value.try_iter().into_iter().flatten();
    elements.filter_map(|element| plain(&element).as_str().map(str::to_owned)).collect()
}

/// The typed record that a value is or stands in; none for a blank; an error for anything else.
pub(super) fn record<'a, T>(value: &Value, list: &str, all: &'a [T]) -> Result<Option<&'a T>, Error> {
    if is_blank(value) {
        return Ok(None);
    }
    match Item::of(value).filter(|item| item.is_record()).and_then(Item::entry) {
        Some((found, index)) if found == list => Ok(all.get(index)),
        _ => Err(wrong(format!("this is not one of the study's `{list}`"))),
    }
}

/// The top-level list that a record belongs to.
pub(super) fn list_of(value: &Value) -> String {
    let record = Item::of(value).filter(|item| item.is_record());
    record.and_then(Item::entry).map(|(list, _)| list).unwrap_or_default()
}

/// The items of a top-level list that a domain question found, in the order of the list.
pub(super) fn entries<'a, T: 'a>(
    world: &Arc<World>,
    list: &str,
    all: &'a [T],
    found: impl IntoIterator<Item = &'a T>,
) -> Value {
    let found: Vec<&T> = found.into_iter().collect();
    let indices = all.iter().enumerate().filter(|(_, one)| found.iter().any(|it| std::ptr::eq(*it, *one)));
    Value::from(indices.map(|(index, _)| world.entry(list, index)).collect::<Vec<_>>())
}

/// Words of open lists: lower case, spaces and underscores as hyphens.
pub(super) fn hyphened(word: &str) -> String {
    word.trim().to_lowercase().replace([' ', '_'], "-")
}
