//! What an attestation is about: the task's text, its answers, and the study values that its checks read.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::guidelines::Packs;
use crate::guidelines::Task;
use crate::records::Answer;
use crate::records::Current;
use crate::records::basis;

/// The digest that an attestation of this task bears today; 16 hex digits.
pub fn basis_of(task: &Task, packs: &Packs, study: &Value, current: &Current) -> String {
    let questions = task.questions.iter().map(|question| question.ask.as_str());
    let text: Vec<&str> = [task.title.as_str(), task.why.as_str()].into_iter().chain(questions).collect();
    let answers: BTreeMap<String, Answer> =
        current.answers.iter().map(|(question, given)| (question.clone(), given.value.clone())).collect();
    let mut values = BTreeMap::new();
    for field in fields_of(task, packs) {
        gather(study, &field, String::new(), &mut values);
    }
    basis::basis(&text.join("\n"), &answers, &values)
}

/// The fields that a task's questions and checks read: `participants[].consent.gap_days`.
fn fields_of(task: &Task, packs: &Packs) -> BTreeSet<String> {
    let mut fields: BTreeSet<String> = task.questions.iter().filter_map(|question| question.field.clone()).collect();
    for (_, check) in packs.checks().filter(|(_, check)| check.serves.contains(&task.full_id)) {
        let each = check.each.as_ref().map_or("", |expression| expression.text());
        let item = list_of(each);
        let texts = [Some(each), check.require.as_ref().map(|e| e.text()), check.when.as_ref().map(|e| e.text())];
        for text in texts.into_iter().flatten() {
            fields.extend(named_in(text, item.as_deref()));
        }
        if let Some(at) = &check.at {
            fields.insert(match (at.strip_prefix('/'), &item) {
                (Some(rooted), _) => rooted.to_owned(),
                (None, Some(list)) => format!("{list}.{at}"),
                (None, None) => at.clone(),
            });
        }
    }
    fields
}

static PLAIN_LIST: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\(?\s*([a-z_]+(?:\.[a-z_]+)*)").ok());
static NESTED_LIST: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"^\(?\s*flat\(\s*([a-z_]+)[^'"]*['"]([a-z_.]+)['"]\s*\)"#).ok());
static NAMES: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[a-z_]+(?:\.[a-z_]+)*").ok());

/// The list that an `each` runs over: `settings[].referral[]`.
fn list_of(each: &str) -> Option<String> {
    let nested = NESTED_LIST.as_ref().and_then(|regex| regex.captures(each));
    if let Some((list, attribute)) = nested.as_ref().and_then(|found| Some((found.get(1)?, found.get(2)?))) {
        return Some(format!("{}[].{}[]", list.as_str(), attribute.as_str()));
    }
    let plain = PLAIN_LIST.as_ref().and_then(|regex| regex.captures(each))?;
    Some(format!("{}[]", plain.get(1)?.as_str()))
}

/// The fields that an expression names: below its item, or below a section of the study.
fn named_in(text: &str, item: Option<&str>) -> Vec<String> {
    let Some(names) = NAMES.as_ref() else { return Vec::new() };
    let named = names.find_iter(text).map(|found| found.as_str()).filter_map(|name| match name.split_once('.') {
        Some(("item", rest)) => item.map(|list| format!("{list}.{rest}")),
        Some(_) => Some(name.to_owned()),
        None => None,
    });
    named.collect()
}

/// Reads a field out of a study, items by what names them, so that another order is no change.
fn gather(value: &Value, field: &str, so_far: String, values: &mut BTreeMap<String, Value>) {
    let (part, rest) = field.split_once('.').map_or((field, None), |(part, rest)| (part, Some(rest)));
    let (key, each) = part.strip_suffix("[]").map_or((part, false), |key| (key, true));
    let Some(found) = value.get(key) else { return };
    let path = if so_far.is_empty() { key.to_owned() } else { format!("{so_far}.{key}") };
    match (found.as_array().filter(|_| each), rest) {
        (Some(items), Some(rest)) => {
            for (index, item) in items.iter().enumerate() {
                let name = item.get("id").and_then(Value::as_str).map_or_else(|| index.to_string(), str::to_owned);
                gather(item, rest, format!("{path}.{name}"), values);
            }
        }
        (_, Some(rest)) => gather(found, rest, path, values),
        (_, None) => {
            values.insert(path, found.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_list_of_an_each_is_told_from_its_text() {
        assert_eq!(list_of("participants | selectattr('survivors')").as_deref(), Some("participants[]"));
        assert_eq!(list_of("flat(settings, 'referral')").as_deref(), Some("settings[].referral[]"));
        assert_eq!(list_of("privacy.storage").as_deref(), Some("privacy.storage[]"));
    }

    #[test]
    fn another_order_of_items_is_the_same_value() {
        let read = |study: Value| {
            let mut values = BTreeMap::new();
            gather(&study, "participants[].consent.gap_days", String::new(), &mut values);
            values
        };
        let one = read(
            json!({"participants": [{"id": "a", "consent": {"gap_days": 1}}, {"id": "b", "consent": {"gap_days": 2}}]}),
        );
        let two = read(
            json!({"participants": [{"id": "b", "consent": {"gap_days": 2}}, {"id": "a", "consent": {"gap_days": 1}}]}),
        );
        assert_eq!(one, two);
        assert_eq!(one.keys().next().map(String::as_str), Some("participants.a.consent.gap_days"));
    }

    #[test]
    fn an_expression_names_the_fields_it_reads() {
        let fields = named_in("item.consent.steps >= 2 and privacy.limits", Some("participants[]"));
        assert_eq!(fields, ["participants[].consent.steps", "privacy.limits"]);
    }
}
