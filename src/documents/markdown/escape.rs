//! Text that Markdown cannot mistake for anything but text.

use std::borrow::Cow;

use serde_json::Value as Json;

/// Turns any text into inline Markdown on one line that reads back as that text and nothing else.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    if is_one_line(text) {
        mark(text, &mut escaped);
        return escaped;
    }
    for word in text.split(is_break).filter(|word| !word.is_empty()) {
        if !escaped.is_empty() {
            escaped.push(' ');
        }
        mark(word, &mut escaped);
    }
    escaped
}

/// True for a text whose white space stands as it has to: single spaces between words. Nearly all are such.
fn is_one_line(text: &str) -> bool {
    // 0xC2 and 0xE2 begin the breaks that are not ASCII, and other characters too: those texts take the slower way.
    let odd = |byte: &u8| matches!(byte, b'\t'..=b'\r' | 0xC2 | 0xE2);
    let bytes = text.as_bytes();
    !bytes.iter().fold(false, |any, byte| any | odd(byte))
        && !bytes.iter().zip(bytes.iter().skip(1)).fold(false, |any, pair| any | (pair == (&b' ', &b' ')))
        && !text.starts_with(' ')
        && !text.ends_with(' ')
}

/// The signs that mean something in Markdown, a bit for each: those of ASCII but the few that only ever are text.
const SIGNS: u128 = {
    let mut signs = 0;
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_punctuation() && !matches!(byte, b',' | b'/' | b'?' | b';' | b'%' | b'\'') {
            signs |= 1 << byte;
        }
        byte += 1;
    }
    signs
};

/// How many bytes are looked at together.
const PIECE: usize = 16;

/// True for a letter, a space, a comma and every byte that is not ASCII: by comparisons alone, which processors do for a whole
/// piece at once.
fn is_plain(byte: u8) -> bool {
    (byte | 0x20).wrapping_sub(b'a') < 26 || byte == b' ' || byte == b',' || byte >= 128
}

/// Puts a backslash before every sign that means something in Markdown.
fn mark(text: &str, escaped: &mut String) {
    // What lies between two marks goes over in one piece, and nearly every piece is letters and spaces alone.
    let mut from = 0;
    for (piece, bytes) in text.as_bytes().chunks(PIECE).enumerate() {
        if bytes.iter().fold(true, |plain, byte| plain & is_plain(*byte)) {
            continue;
        }
        for (offset, byte) in bytes.iter().enumerate() {
            if *byte < 128 && SIGNS >> byte & 1 == 1 {
                let at = piece * PIECE + offset;
                escaped.push_str(text.get(from..at).unwrap_or_default());
                escaped.push('\\');
                from = at;
            }
        }
    }
    escaped.push_str(text.get(from..).unwrap_or_default());
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
