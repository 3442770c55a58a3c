//! What was attested, as a digest: when the task's text, its answers or the study values behind it change, the
//! attestation no longer speaks of what stands there.

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::Digest;
use sha2::Sha256;

use crate::records::entry::Answer;

/// The first 16 hex digits of SHA-256 over the task's text, its answers and the study values that its checks read.
///
/// `values` is keyed by the path of the field; what is blank is left out, so that a field added to the shape later
/// changes no digest.
pub fn basis(task_text: &str, answers: &BTreeMap<&str, &Answer>, values: &BTreeMap<String, &Value>) -> String {
    let mut bytes = Vec::new();
    part(&mut bytes, "task", task_text);
    for (question, answer) in answers {
        part(&mut bytes, "question", question);
        canonical(&mut bytes, &answer.to_json());
    }
    for (path, value) in values.iter().filter(|(_, value)| !value.is_null()) {
        part(&mut bytes, "field", path);
        canonical(&mut bytes, value);
    }
    let digest = Sha256::digest(&bytes);
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// A part with its length, so that no two sequences of parts give the same bytes.
fn part(bytes: &mut Vec<u8>, name: &str, text: &str) {
    for piece in [name, " ", &text.len().to_string(), "\n", text, "\n"] {
        bytes.extend_from_slice(piece.as_bytes());
    }
}

fn canonical(bytes: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => part(bytes, "null", ""),
        Value::Bool(value) => part(bytes, "bool", &value.to_string()),
        Value::Number(number) => part(bytes, "number", &number.to_string()),
        Value::String(text) => part(bytes, "text", text),
        Value::Array(items) => {
            part(bytes, "list", &items.len().to_string());
            items.iter().for_each(|item| canonical(bytes, item));
        }
        Value::Object(fields) => {
            let fields: BTreeMap<&String, &Value> = fields.iter().filter(|(_, value)| !value.is_null()).collect();
            part(bytes, "group", &fields.len().to_string());
            for (key, value) in fields {
                part(bytes, "key", key);
                canonical(bytes, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(task: &str, answer: &str, value: Value) -> String {
        let answer = Answer::Text(answer.to_owned());
        basis(task, &BTreeMap::from([("q", &answer)]), &BTreeMap::from([("a.b".to_owned(), &value)]))
    }

    #[test]
    fn any_change_changes_the_digest_and_a_blank_does_not() {
        let base = of("task", "yes", Value::from(1));
        assert_eq!(base.len(), 16);
        assert_eq!(base, of("task", "yes", Value::from(1)));
        assert_ne!(base, of("task.", "yes", Value::from(1)));
        assert_ne!(base, of("task", "no", Value::from(1)));
        assert_ne!(base, of("task", "yes", Value::from(2)));
        assert_ne!(base, of("task", "yes", Value::from("1")));
        let none = basis("task", &BTreeMap::new(), &BTreeMap::new());
        assert_eq!(none, basis("task", &BTreeMap::new(), &BTreeMap::from([("a".to_owned(), &Value::Null)])));
    }

    #[test]
    fn the_order_of_fields_does_not_matter() {
        let one = serde_json::json!({"a": 1, "b": [1, 2], "c": null});
        let two = serde_json::json!({"b": [1, 2], "a": 1});
        assert_eq!(of("t", "x", one), of("t", "x", two));
    }

    #[test]
    fn a_blank_item_of_a_list_counts() {
        let with = serde_json::json!(["a", null]);
        assert_ne!(of("t", "x", with.clone()), of("t", "x", serde_json::json!(["a"])));
        assert_ne!(of("t", "x", with), of("t", "x", serde_json::json!(["a", "null"])));
    }
}
