//! What an attestation is about: the task's text, its answers, and the study values that its checks read.

use std::collections::BTreeMap;

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
    let answers: BTreeMap<&str, &Answer> =
        current.answers.iter().map(|(question, given)| (question.as_str(), &given.value)).collect();
    let mut values = BTreeMap::new();
    for field in packs.fields_of(task) {
        gather(study, field, String::new(), &mut values);
    }
    basis::basis(&text.join("\n"), &answers, &values)
}

/// Reads a field out of a study, items by what names them, so that another order is no change.
fn gather<'v>(value: &'v Value, field: &str, so_far: String, values: &mut BTreeMap<String, &'v Value>) {
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
            values.insert(path, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn another_order_of_items_is_the_same_value() {
        let read = |study: Value| {
            let mut values = BTreeMap::new();
            gather(&study, "participants[].consent.gap_days", String::new(), &mut values);
            values.into_iter().map(|(path, value)| (path, value.clone())).collect::<BTreeMap<String, Value>>()
        };
        let one = read(
            json!({"participants": [{"id": "a", "consent": {"gap_days": 1}}, {"id": "b", "consent": {"gap_days": 2}}]}),
        );
        let two = read(
            json!({"participants": [{"id": "b", "consent": {"gap_days": 2}}, {"id": "a", "consent": {"gap_days": 1}}]}),
        );
        assert_eq!(one, two);
        assert_eq!(one.keys().next().map(String::as_str), Some("participants.a.consent.gap_days"));
        assert!(read(json!({"participants": [{"id": "a"}]})).is_empty(), "what is not there counts for nothing");
    }
}
