//! Text that Markdown cannot mistake for anything but text.

use std::borrow::Cow;

use serde_json::Value as Json;

/// Turns any text into inline Markdown on one line that reads back as that text and nothing else.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for word in text.split(is_break).filter(|word| !word.is_empty()) {
        if !escaped.is_empty() {
            escaped.push(' ');
        }
        // What lies between two marks goes over in one piece.
        let mut from = 0;
        for (at, byte) in word.bytes().enumerate() {
            if byte.is_ascii_punctuation() && !matches!(byte, b',' | b'/' | b'?' | b';' | b'%' | b'\'') {
                escaped.push_str(word.get(from..at).unwrap_or_default());
                escaped.push('\\');
                from = at;
            }
        }
        escaped.push_str(word.get(from..).unwrap_or_default());
    }
    escaped
}

/// A text as it stands at the edge of every page: on one line, no longer than the line, and showing nothing but itself.
pub fn edge(text: &str) -> String {
    const LONGEST: usize = 80;
    let line = text.split(is_break).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let cut: String = line.chars().take(LONGEST).collect();
    tame(&if cut.len() < line.len() { cut + "…" } else { cut }).into_owned()
}

/// Facts whose texts show nothing but themselves.
pub fn tamed(facts: Json) -> Json {
    match facts {
        Json::String(text) => Json::String(tame(&text).into_owned()),
        Json::Array(items) => items.into_iter().map(tamed).collect(),
        Json::Object(map) => map.into_iter().map(|(key, value)| (key, tamed(value))).collect(),
        other => other,
    }
}

/// White space at which Markdown may break a line; a no-break space is none.
fn is_break(character: char) -> bool {
    matches!(character, ' ' | '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Replaces what a paper cannot show or what would make it read otherwise than it is written: control characters,
/// overrides of the writing direction, and isolates that are not closed.
pub(super) fn tame(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_tame) {
        return Cow::Borrowed(text);
    }
    let mut open = 0_usize;
    let mut balanced = true;
    for character in text.chars() {
        match character {
            '\u{2066}'..='\u{2068}' => open += 1,
            '\u{2069}' if open == 0 => balanced = false,
            '\u{2069}' => open -= 1,
            _ => {}
        }
    }
    balanced &= open == 0;
    let tamed = text.chars().map(|character| match character {
        '\t' | '\n' => ' ',
        '\u{2066}'..='\u{2069}' if balanced => character,
        _ if is_tame(character) => character,
        _ => char::REPLACEMENT_CHARACTER,
    });
    Cow::Owned(tamed.collect())
}

/// True for a character that may stand in a paper wherever it stands.
fn is_tame(character: char) -> bool {
    match character {
        ' '..='~' => true,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => false,
        '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E007F}' => false,
        _ => !character.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_at_the_edge_is_one_short_line_without_acts() {
        assert_eq!(edge(" Voices\n\u{1b}Online "), "Voices \u{FFFD}Online");
        assert_eq!(tamed(serde_json::json!({"a": ["b\u{202e}"]})), serde_json::json!({"a": ["b\u{FFFD}"]}));
        assert_eq!(edge(&"x".repeat(200)).chars().count(), 81);
    }

    #[test]
    fn a_text_with_several_lines_becomes_one() {
        assert_eq!(escape("  one\n\n# two\u{2028}three "), "one \\# two three");
    }

    #[test]
    fn an_override_of_the_direction_is_shown_and_not_obeyed() {
        assert_eq!(tame("a\u{202E}b"), "a\u{FFFD}b");
        assert_eq!(tame("a\u{2067}b\u{2069}"), "a\u{2067}b\u{2069}");
        assert_eq!(tame("a\u{2067}b"), "a\u{FFFD}b");
        assert_eq!(tame("a\u{2069}b\u{2067}c"), "a\u{FFFD}b\u{FFFD}c");
        assert_eq!(tame("a\u{FFF9}b\u{FFFE}c\u{E0041}"), "a\u{FFFD}b\u{FFFD}c\u{FFFD}");
        assert_eq!(tame("\u{1b}[31m"), "\u{FFFD}[31m");
    }
}
