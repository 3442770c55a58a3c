//! Canonical JSON: one value, one sequence of bytes.
//!
//! Keys are sorted by code point, two spaces indent, lines end in LF, text is UTF-8 without needless escapes, and one
//! LF ends the file. Python writes the same bytes with
//! `json.dumps(value, sort_keys=True, indent=2, ensure_ascii=False) + "\n"`, so that anybody can recompute a digest.

use serde_json::Map;
use serde_json::Value;
use sha2::Digest;
use sha2::Sha256;

/// The canonical bytes of a value.
pub fn to_bytes(value: &Value) -> Vec<u8> {
    let mut text = serde_json::to_string_pretty(&sorted(value)).unwrap_or_default();
    text.push('\n');
    text.into_bytes()
}

/// SHA-256 of some bytes, in lower-case hex.
pub fn sha256(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        for nibble in [byte >> 4, byte & 15] {
            hex.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
    hex
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            Value::Object(entries.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_keys_does_not_reach_the_bytes() {
        let one: Value = serde_json::from_str(r#"{"b": [1, {"z": "é", "a": null}], "a": {}}"#).unwrap();
        let two: Value = serde_json::from_str(r#"{"a": {}, "b": [1, {"a": null, "z": "é"}]}"#).unwrap();
        assert_eq!(to_bytes(&one), to_bytes(&two));
        let text = String::from_utf8(to_bytes(&one)).unwrap();
        assert_eq!(
            text,
            "{\n  \"a\": {},\n  \"b\": [\n    1,\n    {\n      \"a\": null,\n      \"z\": \"é\"\n    }\n  ]\n}\n"
        );
    }

    #[test]
    fn sha256_is_what_sha256sum_prints() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
