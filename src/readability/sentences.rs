//! Where sentences end.
//!
//! A full stop ends a sentence unless it belongs to an abbreviation, an initial, an ordinal number (in languages that write
//! them so) or stands inside a number or a name. Other end signs, of other scripts too, always end one. The end of the text
//! ends the last.

use crate::readability::languages;
use crate::readability::languages::Language;
use std::ops::Range;

/// Signs that end a sentence wherever they stand.
const ENDS: [char; 13] = ['!', '?', '…', '。', '！', '？', '؟', '۔', '।', '॥', '។', '။', '።'];
/// What may follow the end sign and still belong to the sentence.
const CLOSERS: [char; 10] = ['"', '\'', ')', ']', '”', '’', '»', '›', '」', '』'];

/// The bytes of each sentence, without the space around it; empty text has none.
pub fn split(text: &str, language: &str) -> Vec<Range<usize>> {
    let language = languages::find(language);
    let mut found = Vec::new();
    let mut start = 0;
    let mut rest = text.char_indices().peekable();
    while let Some((at, sign)) = rest.next() {
        if sign != '.' && !ENDS.contains(&sign) {
            continue;
        }
        let mut end = at + sign.len_utf8();
        while let Some((next_at, next)) = rest.peek().copied() {
            if next == '.' || ENDS.contains(&next) || CLOSERS.contains(&next) {
                end = next_at + next.len_utf8();
                rest.next();
            } else {
                break;
            }
        }
        let before = text.get(start..at).unwrap_or_default();
        let after = text.get(end..).unwrap_or_default();
        let one_stop = sign == '.' && text.get(at..end) == Some(".");
        if ends_here(before, after, one_stop, sign, language) {
            push(text, start..end, &mut found);
            start = end;
        }
    }
    push(text, start..text.len(), &mut found);
    found
}

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let Some(sentence) = text.get(range.clone()) else { return };
    let trimmed = sentence.trim();
    if trimmed.chars().any(char::is_alphanumeric) {
        let start = range.start + sentence.len() - sentence.trim_start().len();
        found.push(start..start + trimmed.len());
    }
}

fn ends_here(before: &str, after: &str, one_stop: bool, sign: char, language: Option<&Language>) -> bool {
    let Some(next) = after.chars().next() else { return true };
    let ideographic = matches!(sign, '。' | '！' | '？' | '។' | '။' | '।' | '॥' | '۔' | '።');
    if !next.is_whitespace() {
        return ideographic;
    }
    let next = after.trim_start().chars().find(|c| !is_opener(*c));
    let Some(next) = next else { return true };
    if !one_stop {
        return !next.is_lowercase();
    }
    !next.is_lowercase() && !is_abbreviation(before, next, language)
}

fn is_opener(c: char) -> bool {
    matches!(c, '"' | '\'' | '(' | '[' | '“' | '‘' | '«' | '‹' | '¿' | '¡' | '„' | '-' | '–' | '—')
}

/// Whether the word before a stop is one that a stop shortens.
fn is_abbreviation(before: &str, next: char, language: Option<&Language>) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_start_matches(is_opener);
    let Some(language) = language else { return is_initial(word) };
    let is_number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    if is_number {
        return language.ordinal_stop && word.len() <= 2;
    }
    let word = word.to_lowercase();
    is_initial(&word)
        || language.before_names.contains(&word.as_str())
        || (next.is_numeric() && language.before_numbers.contains(&word.as_str()))
        || (!next.is_uppercase() && language.shortened.contains(&word.as_str()))
}

/// One letter before a stop: an initial. `I` is English for oneself, and the reader of a form meets it at a sentence's end.
fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    matches!((letters.next(), letters.next()), (Some(letter), None) if letter.is_alphabetic() && !matches!(letter, 'i' | 'I'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
        split(text, language).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn titles_initials_and_numbers_end_nothing() {
        let text = "Dr. Example talks with you, e.g. about 3.5 hours. J. Example helps. See No. 4. Then you go.";
        assert_eq!(
            sentences(text, "en"),
            ["Dr. Example talks with you, e.g. about 3.5 hours.", "J. Example helps.", "See No. 4.", "Then you go."]
        );
    }

    #[test]
    fn a_time_of_day_ends_a_sentence_only_before_a_capital() {
        assert_eq!(sentences("We begin at 10 a.m. on Monday. You may leave at 4 p.m. Then you rest.", "en").len(), 3);
    }

    #[test]
    fn a_quotation_ends_with_its_mark() {
        assert_eq!(sentences("\"I want to stop.\" Then we stop.", "en"), ["\"I want to stop.\"", "Then we stop."]);
        assert_eq!(sentences("\"Do you want to stop?\" she asks.", "en").len(), 1);
    }

    #[test]
    fn spanish_questions_begin_a_sentence() {
        assert_eq!(sentences("Puedes parar. ¿Quieres seguir? Sí.", "es").len(), 3);
        assert_eq!(sentences("La Sra. Ejemplo y el Dr. Ejemplo te ayudan.", "es").len(), 1);
    }

    #[test]
    fn german_ordinals_end_nothing() {
        assert_eq!(sentences("Wir treffen uns am 3. März. Danach gehst du.", "de").len(), 2);
    }

    #[test]
    fn other_scripts_have_their_own_signs() {
        assert_eq!(sentences("आप कभी भी रुक सकते हैं। कोई नाराज़ नहीं होगा।", "hi").len(), 2);
        assert_eq!(sentences("يمكنك التوقف. هل تريد أن تكمل؟ نعم.", "ar").len(), 3);
        assert_eq!(sentences("可以停止。没有人会生气。", "zh").len(), 2);
    }

    #[test]
    fn ranges_lie_inside_the_text_and_in_order() {
        for text in ["", " . ", "...", "a.b.c", "¿?", "x. \u{a0}Y", "é. É. ", "A\nB"] {
            let mut last = 0;
            for range in split(text, "en") {
                assert!(range.start >= last && range.end <= text.len() && text.get(range.clone()).is_some());
                last = range.end;
            }
        }
    }
}
