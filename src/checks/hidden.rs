//! Characters that nobody sees: they can turn a sentence round, or hide a word from a search.
//!
//! Joiners and spaces of no width belong to the spelling of some scripts, and marks of direction to texts written from right
//! to left: there they are left alone. Embeddings, overrides and isolates never are.

use std::ops::Range;

use unicode_script::Script;
use unicode_script::UnicodeScript as _;

use crate::checks::hit::Context;
use crate::checks::hit::Hit;
use crate::checks::hit::RustCheck;
use crate::checks::texts;
use crate::checks::texts::Text;

/// Characters that nobody sees, in everything that people wrote: one hit a text.
pub(super) const HIDDEN: RustCheck = RustCheck { name: "hidden-characters", values: &["code", "kind", "count"], run };

fn run(context: &Context<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (prefix, texts) in context.texts().files() {
        let file = texts.first().map(|text| text.file);
        let comments = file.filter(|file| !file.text.is_ascii()).map(|file| texts::comments(file, texts));
        for text in texts.iter().chain(comments.iter().flatten()) {
            hits.extend(hit(text).map(|hit| hit.named(context, &prefix)));
        }
    }
    hits
}

fn hit(text: &Text<'_>) -> Option<Hit> {
    let found = find(text.text);
    let (range, c, hidden) = found.first()?;
    let hit = Hit::at(text.place(range)).with("code", format!("U+{:04X}", u32::from(*c)));
    Some(hit.with("kind", hidden.as_str()).with("count", found.len()))
}

/// What a hidden character does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// Changes the direction of what follows.
    Bidi,
    /// Takes no room.
    ZeroWidth,
    /// Is a control code.
    Control,
}

impl Hidden {
    /// The word for it in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Hidden::Bidi => "bidi",
            Hidden::ZeroWidth => "zero-width",
            Hidden::Control => "control",
        }
    }
}

/// The hidden characters of a text that its script does not need, in order.
pub fn find(text: &str) -> Vec<(Range<usize>, char, Hidden)> {
    if text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_control() && !matches!(byte, b'\n' | b'\t' | b'\r')) {
        return Vec::new();
    }
    let needs = Needs::of(text);
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        let hidden = match c {
            '\n' | '\t' | '\r' => continue,
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Hidden::Bidi,
            '\u{200e}' | '\u{200f}' | '\u{61c}' if !needs.right_to_left => Hidden::Bidi,
            '\u{200b}' if !needs.breaks => Hidden::ZeroWidth,
            '\u{200c}' | '\u{200d}' if !needs.joiners => Hidden::ZeroWidth,
            '\u{ad}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{180e}' | '\u{fff9}'..='\u{fffb}' => Hidden::ZeroWidth,
            '\u{e0000}'..='\u{e007f}' => Hidden::ZeroWidth,
            '\u{2028}' | '\u{2029}' => Hidden::Control,
            _ if c.is_control() => Hidden::Control,
            _ => continue,
        };
        found.push((at..at + c.len_utf8(), c, hidden));
    }
    found
}

/// What the scripts of a text are spelled with.
#[derive(Default)]
struct Needs {
    right_to_left: bool,
    breaks: bool,
    joiners: bool,
}

impl Needs {
    fn of(text: &str) -> Self {
        let mut needs = Self::default();
        for c in text.chars().filter(|c| !c.is_ascii()) {
            match c.script() {
                // The mark itself counts as Arabic: it cannot vouch for its own place.
                _ if c == '\u{61c}' => {}
                Script::Hebrew | Script::Thaana | Script::Nko => needs.right_to_left = true,
                Script::Arabic | Script::Syriac => {
                    needs.right_to_left = true;
                    needs.joiners = true;
                }
                Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar | Script::Tibetan => {
                    needs.breaks = true;
                    needs.joiners = true;
                }
                Script::Devanagari
                | Script::Bengali
                | Script::Gurmukhi
                | Script::Gujarati
                | Script::Oriya
                | Script::Tamil
                | Script::Telugu
                | Script::Kannada
                | Script::Malayalam
                | Script::Sinhala
                | Script::Mongolian => needs.joiners = true,
                // Pictures made of several: a joiner between them.
                Script::Common if matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}') => {
                    needs.joiners = true
                }
                _ => {}
            }
        }
        needs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Hidden> {
        find(text).into_iter().map(|(_, _, hidden)| hidden).collect()
    }

    #[test]
    fn an_override_is_found_in_any_script() {
        assert_eq!(kinds("You may \u{202e}yas\u{202c} no"), [Hidden::Bidi, Hidden::Bidi]);
        assert_eq!(kinds("يمكنك \u{202e}التوقف"), [Hidden::Bidi]);
    }

    #[test]
    fn a_word_cut_by_nothing_visible_is_found() {
        assert_eq!(kinds("with\u{200b}out end\u{ad}ing"), [Hidden::ZeroWidth, Hidden::ZeroWidth]);
        assert_eq!(kinds("a\u{7}b"), [Hidden::Control]);
        assert_eq!(kinds("a\u{2028}b"), [Hidden::Control], "a line break that editors do not show");
        assert_eq!(kinds("a\u{e0041}b"), [Hidden::ZeroWidth], "a letter of a tag");
    }

    #[test]
    fn what_a_script_needs_is_left_alone() {
        assert!(kinds("ក\u{200b}ខ").is_empty(), "Khmer");
        assert!(kinds("क\u{94d}\u{200d}ष").is_empty(), "Hindi");
        for mark in ['\u{200e}', '\u{200f}', '\u{61c}'] {
            assert!(kinds(&format!("שלום{mark}!")).is_empty(), "Hebrew");
            assert!(kinds(&format!("مرحبا{mark}!")).is_empty(), "Arabic");
            assert_eq!(kinds(&format!("stop{mark}!")), [Hidden::Bidi]);
        }
        for joiner in ['\u{200c}', '\u{200d}'] {
            assert!(kinds(&format!("می{joiner}خواهم")).is_empty(), "Persian");
            assert_eq!(kinds(&format!("st{joiner}op")), [Hidden::ZeroWidth]);
        }
        assert!(kinds("👩\u{200d}👧 together").is_empty(), "a family");
        assert!(kinds("Line one\n\tline two, “quoted” – à côté").is_empty());
    }
}
