//! Two versions of a study, field by field.
//!
//! Items are matched by what names them (their `id`, else the fields that make them one of a kind), so that a list in
//! another order is no change, and an inserted item does not change all that follow it.

use serde_json::Map;
use serde_json::Value;

use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// One field that differs between two versions.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Where the field stands in the newer version; in the older one where it is gone from the newer.
    pub path: Path,
    /// The path by ids, which is the same in both versions: `participants.young-survivors.consent.gap_days`.
    pub subject: String,
    /// The value before; null where there was none.
    pub before: Value,
    /// The value after; null where there is none.
    pub after: Value,
}

/// The fields that name an item of a list that has no id, by the list's last key.
const NAMES: &[(&str, &[&str])] = &[
    ("alternatives_considered", &["option"]),
    ("follow_up", &["after_days", "by"]),
    ("funders", &["name"]),
    ("hazards_dismissed", &["hazard"]),
    ("partners", &["name"]),
    ("storage", &["what"]),
    ("training", &["topic"]),
    ("translations", &["language", "document"]),
    ("benefits", &["what"]),
    ("accepted", &["finding"]),
];

/// All fields that differ, in the order of the newer version; what is gone comes last in its list.
///
/// Both values are whole studies, as `LoadedStudy::value` holds them: every field of the shape is there.
pub fn compare(before: &Value, after: &Value) -> Vec<Change> {
    let mut changes = Vec::new();
    walk(&Path::root(), "", before, after, &mut changes);
    changes
}

fn walk(path: &Path, subject: &str, before: &Value, after: &Value, changes: &mut Vec<Change>) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => walk_map(path, subject, before, after, changes),
        (Value::Array(before), Value::Array(after)) if holds_maps(before) || holds_maps(after) => {
            walk_list(path, subject, before, after, changes);
        }
        _ if is_same(before, after) => {}
        _ => changes.push(Change {
            path: path.clone(),
            subject: subject.to_owned(),
            before: before.clone(),
            after: after.clone(),
        }),
    }
}

fn walk_map(
    path: &Path,
    subject: &str,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    changes: &mut Vec<Change>,
) {
    for (key, value) in after {
        let old = before.get(key).unwrap_or(&Value::Null);
        walk(&path.key(key), &joined(subject, key), old, value, changes);
    }
    for (key, value) in before.iter().filter(|(key, _)| !after.contains_key(*key)) {
        walk(&path.key(key), &joined(subject, key), value, &Value::Null, changes);
    }
}

fn walk_list(path: &Path, subject: &str, before: &[Value], after: &[Value], changes: &mut Vec<Change>) {
    let old = named(path, before);
    let new = named(path, after);
    for (index, (name, value)) in new.iter().enumerate() {
        let here = path.index(index);
        let subject = joined(subject, name);
        match old.iter().find(|(other, _)| other == name) {
            Some((_, old)) => walk(&here, &subject, old, value, changes),
            None => {
                changes.push(Change { path: here, subject, before: Value::Null, after: (*value).clone() });
            }
        }
    }
    for (index, (name, value)) in old.iter().enumerate() {
        if !new.iter().any(|(other, _)| other == name) {
            let subject = joined(subject, name);
            let before = (*value).clone();
            changes.push(Change { path: path.index(index), subject, before, after: Value::Null });
        }
    }
}

/// Each item with its name; the second of two items with one name is told apart by a number.
fn named<'v>(path: &Path, items: &'v [Value]) -> Vec<(String, &'v Value)> {
    let fields = match path.0.last() {
        Some(Segment::Key(key)) => NAMES.iter().find(|(list, _)| **list == **key).map_or(&[][..], |(_, fields)| fields),
        _ => &[],
    };
    let mut named: Vec<(String, &Value)> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let mut name = name(item, fields).unwrap_or_else(|| format!("[{index}]"));
        if named.iter().any(|(other, _)| *other == name) {
            name = format!("{name}#{}", index + 1);
        }
        named.push((name, item));
    }
    named
}

fn name(item: &Value, fields: &[&str]) -> Option<String> {
    if let Some(id) = item.get("id").and_then(Value::as_str) {
        return Some(id.to_owned());
    }
    let parts: Vec<String> = fields
        .iter()
        .filter_map(|field| match item.get(field)? {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        })
        .collect();
    if parts.is_empty() { None } else { Some(parts.join("/")) }
}

fn holds_maps(items: &[Value]) -> bool {
    items.iter().any(Value::is_object)
}

/// Texts that differ only in how their lines are broken say the same.
fn is_same(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::String(before), Value::String(after)) => before.split_whitespace().eq(after.split_whitespace()),
        _ => before == after,
    }
}

fn joined(subject: &str, part: &str) -> String {
    match (subject.is_empty(), part.starts_with('[')) {
        (true, _) => part.to_owned(),
        (false, true) => format!("{subject}{part}"),
        (false, false) => format!("{subject}.{part}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn one_field_is_one_change_under_its_name() {
        let before =
            json!({"participants": [{"id": "a", "consent": {"gap_days": 4}}, {"id": "b", "consent": {"gap_days": 1}}]});
        let after =
            json!({"participants": [{"id": "b", "consent": {"gap_days": 1}}, {"id": "a", "consent": {"gap_days": 2}}]});
        let changes = compare(&before, &after);
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].subject, "participants.a.consent.gap_days");
        assert_eq!(changes[0].path.to_string(), "participants[1].consent.gap_days");
        assert_eq!((&changes[0].before, &changes[0].after), (&json!(4), &json!(2)));
    }

    #[test]
    fn an_inserted_item_changes_nothing_else() {
        let before = json!({"privacy": {"storage": [{"what": "audio", "encrypted": true}]}});
        let after = json!({"privacy": {"storage": [{"what": "notes", "encrypted": true}, {"what": "audio", "encrypted": true}]}});
        let changes = compare(&before, &after);
        assert_eq!(changes.iter().map(|c| c.subject.as_str()).collect::<Vec<_>>(), ["privacy.storage.notes"]);
        assert_eq!(changes[0].before, Value::Null);
    }

    #[test]
    fn what_is_gone_is_a_change_and_rewrapped_text_is_none() {
        let before = json!({"team": [{"id": "x"}], "purpose": {"why_needed": "one two\nthree"}});
        let after = json!({"team": [], "purpose": {"why_needed": "one two three\n"}});
        let changes = compare(&before, &after);
        assert_eq!(changes.len(), 1);
        assert_eq!((changes[0].subject.as_str(), &changes[0].after), ("team.x", &Value::Null));
    }

    #[test]
    fn lists_of_words_change_as_a_whole() {
        let changes = compare(&json!({"l": ["a", "b"]}), &json!({"l": ["a"]}));
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].subject, "l");
    }

    fn subjects(before: Value, after: Value) -> Vec<String> {
        compare(&before, &after).into_iter().map(|change| change.subject).collect()
    }

    #[test]
    fn a_field_that_only_the_older_version_has_is_a_change() {
        let changes = compare(&json!({"a": {"b": 1, "c": 2}}), &json!({"a": {"b": 1}}));
        assert_eq!(changes.len(), 1);
        assert_eq!(
            (changes[0].subject.as_str(), &changes[0].before, &changes[0].after),
            ("a.c", &json!(2), &Value::Null)
        );
    }

    #[test]
    fn items_without_a_name_are_told_apart_by_their_number() {
        let before = json!({"storage": [{"what": "audio"}, {"what": "audio"}, {"what": null}]});
        let after = json!({"storage": [{"what": "audio"}, {"what": "audio", "encrypted": true}, {"what": null, "encrypted": true}]});
        assert_eq!(subjects(before, after), ["storage.audio#2.encrypted", "storage[2].encrypted"]);
        assert_eq!(subjects(json!([{"a": 1}]), json!([{"a": 2}])), ["[0].a"]);
    }
}
