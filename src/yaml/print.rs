//! Values written as YAML that this program, and every other reader of YAML, reads back as they were.

use std::fmt::Write;

use serde_json::Value;

use crate::yaml::node::NodeValue;
use crate::yaml::scalar;

/// How a file is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// How far the fields of a group stand from its name.
    pub step: usize,
    /// How far the dashes of a list stand from its name.
    pub list_step: usize,
}

impl Default for Layout {
    fn default() -> Self {
        Self { step: 2, list_step: 2 }
    }
}

/// What follows `name:` in a block, line break included: a value on the same line, or a block below.
pub fn after_name(value: &Value, indent: usize) -> String {
    Layout::default().after_name(value, indent)
}

/// A group or a list as a block whose lines begin at a column; a bare value as one line.
pub fn block(value: &Value, indent: usize) -> String {
    Layout::default().block(value, indent)
}

impl Layout {
    /// What follows `name:` in a block, line break included: a value on the same line, or a block below.
    pub fn after_name(self, value: &Value, indent: usize) -> String {
        match value {
            Value::Object(fields) if !fields.is_empty() => format!("\n{}", self.block(value, indent + self.step)),
            Value::Array(items) if !items.is_empty() => match short_list(items) {
                Some(list) => format!(" {list}\n"),
                None => format!("\n{}", self.block(value, indent + self.list_step)),
            },
            Value::String(text) => format!(" {}\n", text_in_block(text, indent + self.step)),
            other => format!(" {}\n", inline(other)),
        }
    }

    /// A group or a list as a block whose lines begin at a column; a bare value as one line.
    pub fn block(self, value: &Value, indent: usize) -> String {
        let margin = " ".repeat(indent);
        let mut out = String::new();
        match value {
            Value::Object(fields) if !fields.is_empty() => {
                for (name, value) in fields {
                    let _ = write!(out, "{margin}{}:{}", key(name), self.after_name(value, indent));
                }
            }
            Value::Array(items) if !items.is_empty() => {
                for item in items {
                    let body = self.item(item, indent);
                    let _ = writeln!(out, "{margin}- {body}");
                }
            }
            other => {
                let _ = writeln!(out, "{margin}{}", self.item(other, indent));
            }
        }
        out
    }

    /// What follows a dash that stands at a column, without the last line break.
    pub fn item(self, item: &Value, dash: usize) -> String {
        match item {
            Value::Object(fields) if !fields.is_empty() => bare(&self.block(item, dash + 2)),
            Value::Array(items) if !items.is_empty() => bare(&self.block(item, dash + 2)),
            Value::String(text) => text_in_block(text, dash + 2),
            other => inline(other),
        }
    }
}

/// A block without its first margin and its last line break; spaces at the end of a text belong to the text.
fn bare(block: &str) -> String {
    let block = block.trim_start_matches(' ');
    block.strip_suffix('\n').unwrap_or(block).to_owned()
}

/// A value on one line.
pub fn inline(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text_on_one_line(text, true),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(inline).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(name, value)| format!("{}: {}", key(name), inline(value))).collect();
            format!("{{{}}}", fields.join(", "))
        }
    }
}

/// A list of few short words stands on its name's line, as people write it.
fn short_list(items: &[Value]) -> Option<String> {
    let words = items.iter().all(|item| match item {
        Value::String(text) => text.chars().count() <= 24 && is_plain(text, true) && !text.contains(' '),
        Value::Number(_) | Value::Bool(_) => true,
        _ => false,
    });
    let list = if words { inline(&Value::Array(items.to_vec())) } else { return None };
    (list.chars().count() <= 72).then_some(list)
}

/// A name as it stands before its colon. Those of our files are written as everybody knows them, also `on`, which YAML 1.1 took for a boolean.
pub fn key(name: &str) -> String {
    let word = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if word && matches!(scalar::resolve(name), NodeValue::Text(_)) {
        name.to_owned()
    } else {
        text_on_one_line(name, true)
    }
}

/// A text in a block: plain, quoted, or several lines below `|` that begin at a column.
fn text_in_block(text: &str, column: usize) -> String {
    if !is_literal(text) {
        return text_on_one_line(text, false);
    }
    let (body, sign) = match text.strip_suffix('\n') {
        Some(body) => (body, "|"),
        None => (text, "|-"),
    };
    let margin = " ".repeat(column);
    let mut out = sign.to_owned();
    for line in body.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            out.push_str(&margin);
            out.push_str(line);
        }
    }
    out
}

/// True for several lines that `|` keeps as they are.
fn is_literal(text: &str) -> bool {
    let lines = text.strip_suffix('\n').unwrap_or(text);
    lines.contains('\n')
        && !lines.starts_with(char::is_whitespace)
        && !lines.ends_with('\n')
        && lines.chars().all(|c| c == '\n' || c == '\t' || !needs_escape(c))
        && lines.split('\n').all(|line| line.is_empty() || !line.trim().is_empty())
}

fn text_on_one_line(text: &str, flow: bool) -> String {
    if is_plain(text, flow) {
        return text.to_owned();
    }
    if !text.chars().any(|c| needs_escape(c) || c == '\n') && !text.contains('\\') && !text.contains('"') {
        return format!("\"{text}\"");
    }
    if !text.chars().any(|c| needs_escape(c) || c == '\n') {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if needs_escape(c) => {
                let code = u32::from(c);
                let _ = if code <= 0xFF { write!(out, "\\x{code:02x}") } else { write!(out, "\\u{code:04x}") };
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Characters that some reader of YAML takes for a line break, or refuses.
fn needs_escape(c: char) -> bool {
    matches!(c, '\0'..='\u{9}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// True for a text that no reader takes for anything else when it stands there without quotes.
fn is_plain(text: &str, flow: bool) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let older = ["yes", "no", "on", "off", "y", "n"];
    !text.starts_with(char::is_whitespace)
        && !text.ends_with(char::is_whitespace)
        && !"-?:,[]{}#&*!|>'\"%@`=<".contains(first)
        && !text.starts_with("...")
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !text.chars().any(|c| c == '\n' || needs_escape(c))
        && !(flow && text.contains([',', '[', ']', '{', '}', ':']) && !is_moment(text))
        && !older.contains(&text.to_lowercase().as_str())
        && !text.starts_with("TODO")
        && matches!(scalar::resolve(text), NodeValue::Text(_))
}

/// Dates and moments hold colons and are read as text without quotes.
fn is_moment(text: &str) -> bool {
    text.len() >= 10 && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ':' | 'T' | 'Z' | '+' | '.'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn reads_back(value: &Value) {
        let inlined = inline(value);
        for (text, wanted) in [
            (format!("a:{}z: 1\n", after_name(value, 0)), json!({"a": value, "z": 1})),
            (format!("a: {inlined}\nz: 1\n"), json!({"a": value, "z": 1})),
            (format!("a: {{b: {inlined}, z: [{inlined}]}}\n"), json!({"a": {"b": value, "z": [value]}})),
            (format!("l:\n  - k:{}    m: 1\n  - 2\n", after_name(value, 4)), json!({"l": [{"k": value, "m": 1}, 2]})),
            (format!("l:\n{}", block(&json!([value, 2]), 2)), json!({"l": [value, 2]})),
        ] {
            let parsed = crate::yaml::parse("a.yaml", text.as_bytes());
            assert!(parsed.findings.is_empty(), "{text}\n{:?}", parsed.findings);
            assert_eq!(parsed.root.unwrap().to_json(), wanted, "{text}");
            let theirs: Value = serde_yaml::from_str(&text).unwrap();
            assert_eq!(theirs, wanted, "{text}");
        }
    }

    #[test]
    fn a_name_is_in_quotes_where_it_would_read_as_something_else() {
        for (name, written) in
            [("on", "on"), ("gap_days", "gap_days"), ("true", "\"true\""), ("Null", "\"Null\""), ("3", "\"3\"")]
        {
            assert_eq!(key(name), written);
            let parsed = crate::yaml::parse("a.yaml", format!("{written}: 1\n").as_bytes());
            assert_eq!(parsed.root.unwrap().to_json(), json!({name: 1}));
        }
    }

    #[test]
    fn awkward_texts_read_back() {
        for text in [
            "",
            " ",
            "x ",
            "\n",
            "\n\n",
            "a\n",
            "a\n\n",
            "\na",
            " a\nb",
            "a\n b\n\tc\n\nd",
            "a\n \nb",
            "no",
            "1.20",
            "0x1F",
            "~",
            "- a",
            "a: b",
            "a #b",
            "#a",
            "a:",
            "'",
            "\"",
            "\\",
            "it's \"x\"",
            "&a",
            "*a",
            "!a",
            "%a",
            "@a",
            "`a",
            "=",
            "<<",
            "a,b",
            "[a]",
            "{a}",
            "TODO",
            "---",
            "...",
            "\u{2028}0",
            "\u{85}",
            "\u{1b}[31m",
            "\u{feff}",
            "ภาษาไทย",
            "a\r\nb",
            "a\tb",
            "2026-03-02",
        ] {
            reads_back(&json!(text));
        }
    }

    #[test]
    fn values_look_as_a_person_writes_them() {
        let value =
            json!({"id": "north", "speaks": ["th", "en"], "ages": {"from": 16}, "what": "One\nTwo", "none": []});
        let text = "- id: north\n  speaks: [th, en]\n  ages:\n    from: 16\n  what: |-\n    One\n    Two\n  none: []\n";
        assert_eq!(block(&json!([value]), 0), text);
        assert_eq!(inline(&json!("2026-03-02T09:14:05Z")), "2026-03-02T09:14:05Z");
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            (-1.0e9..1.0e9f64).prop_map(Into::into),
            "\\PC{0,12}|[ -~\n\t]{0,24}|.{0,8}".prop_map(Into::into),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
                prop::collection::btree_map("[a-z_]{1,8}|no|1|a b|é|: |#", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn every_value_reads_back_wherever_it_stands(value in value()) {
            reads_back(&value);
        }
    }
}
