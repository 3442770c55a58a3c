//! Functions on any value: gaps, lists, texts, names.

use std::sync::Arc;

use minijinja::Error;
use minijinja::Value;

use crate::guidelines::functions::arguments::at;
use crate::guidelines::functions::arguments::items;
use crate::guidelines::functions::arguments::words;
use crate::guidelines::functions::arguments::wrong;
use crate::guidelines::language::is_blank;
use crate::guidelines::language::plain;
use crate::guidelines::world::BLANK_IN_TEXT;
use crate::guidelines::world::Item;
use crate::guidelines::world::World;

pub(super) fn blank(_: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    Ok(Value::from(is_gap(at(args, 0)?)))
}

pub(super) fn given(_: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    Ok(Value::from(!is_gap(at(args, 0)?)))
}

/// True for a gap, which counts as handled from here on.
fn is_gap(value: &Value) -> bool {
    if let Some(item) = Item::of(value) {
        if item.is_blank() {
            item.handled();
        }
        return item.is_empty();
    }
    is_blank(value) || value.as_str().is_some_and(|text| text.trim().is_empty()) || value.len() == Some(0)
}

pub(super) fn flat(_: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let field = plain(at(args, 1)?);
    let field = field.as_str().ok_or_else(|| wrong("`flat` is written `flat(list, \"field\")`".to_owned()))?;
    let mut found = Vec::new();
    for item in items(at(args, 0)?) {
        let Some(below) = item.below(field) else {
            return Err(wrong(format!("`{}` has no field `{field}`", item.path())));
        };
        match below.items() {
            Some(elements) => found.extend(elements.into_iter().map(Value::from_object)),
            None if below.is_blank() => {}
            None => found.push(Value::from_object(below)),
        }
    }
    Ok(Value::from(found))
}

pub(super) fn parent(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let parent = Item::of(at(args, 0)?).and_then(Item::parent);
    Ok(parent.map_or_else(|| world.nowhere(), Value::from_object))
}

pub(super) fn texts(_: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let mut found = Vec::new();
    gather(at(args, 0)?, true, &mut found);
    Ok(Value::from(found.join("\n")))
}

pub(super) fn any_match(_: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let mut found = Vec::new();
    // A blank text that is searched is a blank that is read: `require` reports it.
    gather(at(args, 0)?, false, &mut found);
    let wanted: Vec<String> = args.iter().skip(1).flat_map(words).collect();
    let text = found.join("\n");
    Ok(Value::from(wanted.iter().any(|word| stands_in(word, &text))))
}

fn gather(value: &Value, handles: bool, into: &mut Vec<String>) {
    match (Item::of(value), value.as_str()) {
        (Some(item), _) => {
            if handles && item.is_blank() {
                item.handled();
            }
            item.texts(into);
        }
        (None, Some(text)) => into.push(text.to_owned()),
        (None, None) => value.try_iter().into_iter().flatten().for_each(|element| gather(&element, handles, into)),
    }
}

/// True where a word stands in a text, whatever its case, at the beginning of a word.
///
/// Scripts that are written without spaces have no beginnings to find: there it may stand anywhere.
pub fn stands_in(word: &str, text: &str) -> bool {
    stands_in_lowered(&word.to_lowercase(), &text.to_lowercase())
}

/// The same for a word and a text that are in lower case already.
pub(super) fn stands_in_lowered(word: &str, text: &str) -> bool {
    let spaced = word.chars().next().is_some_and(|first| first.is_alphanumeric() && first < '\u{0e00}');
    !word.is_empty()
        && text.match_indices(word).any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            !spaced || before.is_none_or(|before| !before.is_alphanumeric())
        })
}

pub(super) fn name(_: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    Ok(Value::from(named(at(args, 0)?)))
}

pub(super) fn names(_: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let value = at(args, 0)?;
    let all: Vec<String> = match Item::of(value).map(Item::items) {
        Some(Some(items)) => items.iter().map(name_of).collect(),
        Some(None) => vec![named(value)],
        None if value.as_str().is_some() => vec![named(value)],
        None => value.try_iter().into_iter().flatten().map(|element| named(&element)).collect(),
    };
    Ok(Value::from(all.join(", ")))
}

fn named(value: &Value) -> String {
    match Item::of(value) {
        Some(item) => {
            if item.is_blank() {
                item.handled();
            }
            name_of(item)
        }
        None if is_blank(value) => BLANK_IN_TEXT.to_owned(),
        None => value.to_string(),
    }
}

/// What a reader calls something: its label, name, what, title or id, else where it stands.
pub fn name_of(item: &Item) -> String {
    if item.is_blank() {
        return BLANK_IN_TEXT.to_owned();
    }
    if let Some(value) = item.scalar() {
        return value.to_string();
    }
    let name = ["label", "name", "what", "title", "id"].iter().find_map(|key| {
        let below = item.below(key)?;
        below.scalar().map(|text| text.to_string())
    });
    name.unwrap_or_else(|| item.path().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_at_the_beginning_of_a_word_in_any_case() {
        assert!(stands_in("abus", "Child Abuse"));
        assert!(!stands_in("abus", "to disabuse"));
        assert!(stands_in("ความรุนแรง", "ประสบความรุนแรงทางเพศ"));
        assert!(stands_in("protección", "de PROTECCIÓN infantil"));
        assert!(!stands_in("", "anything"));
    }
}
