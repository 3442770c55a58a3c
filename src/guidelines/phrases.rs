//! Phrases in prose: found in any case, over line ends, with straight or round apostrophes, at the beginnings of words.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

/// A text made ready for finding phrases in it.
#[derive(Debug, Clone)]
pub struct Folded {
    text: String,
    /// For each byte of the folded text, the byte of the original that it comes from; one more for the end. None where
    /// every byte is where it was.
    origin: Option<Vec<usize>>,
}

/// Phrases made ready for being found, by their first byte.
#[derive(Debug, Clone, Default)]
pub struct Phrases {
    by_first: BTreeMap<u8, Vec<Phrase>>,
    /// All of them at once: most texts have none, and that is told in one pass. Made when it is first needed.
    any: OnceLock<Option<AhoCorasick>>,
}

#[derive(Debug, Clone)]
struct Phrase {
    text: String,
    /// True where the phrase ends with its word.
    whole: bool,
}

/// Lists of phrases by name.
#[derive(Debug, Clone, Default)]
pub struct Book {
    lists: BTreeMap<String, Phrases>,
    none: Phrases,
}

impl Book {
    /// Makes lists ready.
    pub fn new(lists: &BTreeMap<String, Vec<String>>) -> Self {
        let ready =
            |(name, phrases): (&String, &Vec<String>)| (name.clone(), Phrases::new(phrases.iter().map(String::as_str)));
        Self { lists: lists.iter().map(ready).collect(), none: Phrases::default() }
    }

    /// A list; an empty one where there is none of the name.
    pub fn get(&self, list: &str) -> &Phrases {
        self.lists.get(list).unwrap_or(&self.none)
    }
}

impl Phrases {
    /// Makes phrases ready. Each is found from the beginning of a word; its last word may go on, unless it ends with a space.
    pub fn new<'p>(phrases: impl IntoIterator<Item = &'p str>) -> Self {
        let mut by_first: BTreeMap<u8, Vec<Phrase>> = BTreeMap::new();
        for phrase in phrases {
            let text = Folded::new(phrase).text;
            let whole = text.ends_with(' ');
            let text = text.trim().to_owned();
            if let Some(first) = text.bytes().next() {
                by_first.entry(first).or_default().push(Phrase { text, whole });
            }
        }
        Self { by_first, any: OnceLock::new() }
    }

    /// True where one of the phrases may stand in a folded text.
    fn may_stand_in(&self, folded: &str) -> bool {
        let all = || self.by_first.values().flatten().map(|phrase| phrase.text.as_str());
        // An automaton that cannot be built rules nothing out.
        self.any.get_or_init(|| AhoCorasick::new(all()).ok()).as_ref().is_none_or(|any| any.is_match(folded))
    }
}

impl Folded {
    /// Lower case, one space for any run of white space, plain hyphens and apostrophes.
    pub fn new(text: &str) -> Self {
        let odd = |pair: &[u8]| matches!(pair, [b'\t'..=b'\r', ..] | [b' ', b'\t'..=b'\r' | b' ']);
        if text.is_ascii() && !text.as_bytes().windows(2).any(odd) && !text.ends_with(char::is_whitespace) {
            return Self { text: text.to_ascii_lowercase(), origin: None };
        }
        let mut folded = String::with_capacity(text.len());
        let mut origin = Vec::with_capacity(text.len() + 1);
        let mut space = false;
        for (at, c) in text.char_indices() {
            if c.is_whitespace() {
                if !space {
                    folded.push(' ');
                    origin.push(at);
                }
                space = true;
                continue;
            }
            space = false;
            let before = folded.len();
            match c {
                '’' | 'ʼ' => folded.push('\''),
                '‐' | '‑' | '–' => folded.push('-'),
                _ => folded.extend(c.to_lowercase()),
            }
            origin.extend(std::iter::repeat_n(at, folded.len() - before));
        }
        origin.push(text.len());
        Self { text: folded, origin: Some(origin) }
    }

    /// The first of the phrases that stands in the text, by position.
    pub fn first(&self, phrases: &Phrases) -> Option<Range<usize>> {
        if phrases.by_first.is_empty() || !phrases.may_stand_in(&self.text) {
            return None;
        }
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let mut inside = false;
        for (at, c) in self.text.char_indices() {
            if std::mem::replace(&mut inside, c.is_alphanumeric()) {
                continue;
            }
            let Some(candidates) = phrases.by_first.get(&first_byte(c)) else { continue };
            let rest = self.text.get(at..).unwrap_or_default();
            let stands = |phrase: &&Phrase| {
                let after = rest.strip_prefix(phrase.text.as_str()).map(|after| after.chars().next());
                after.is_some_and(|after| !phrase.whole || !joins(after))
            };
            if let Some(phrase) = candidates.iter().find(stands) {
                return Some(self.original(at)..self.original(at + phrase.text.len()));
            }
        }
        None
    }

    /// True where one of the phrases stands in the text.
    pub fn has(&self, phrases: &Phrases) -> bool {
        self.first(phrases).is_some()
    }

    fn original(&self, at: usize) -> usize {
        match &self.origin {
            Some(origin) => origin.get(at).copied().unwrap_or_default(),
            None => at,
        }
    }
}

fn first_byte(c: char) -> u8 {
    let mut bytes = [0; 4];
    c.encode_utf8(&mut bytes).bytes().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, phrase: &str) -> Option<Range<usize>> {
        Folded::new(text).first(&Phrases::new([phrase]))
    }

    #[test]
    fn a_phrase_is_found_over_a_line_end_and_in_any_case() {
        let text = "É strictly  no:\nNOBODY will\n  ever know’s.";
        let range = find(text, "nobody will ever know'").unwrap();
        assert_eq!(&text[range], "NOBODY will\n  ever know’");
        let text = "an e‑mail – or e–mail";
        assert_eq!(&text[find(text, "e-mail").unwrap()], "e‑mail");
    }

    #[test]
    fn only_at_the_beginning_of_a_word() {
        let text = "to disabuse";
        assert!(find(text, "abus").is_none());
        assert!(find(text, "disab").is_some());
        assert!(find(text, "").is_none());
        assert!(find(text, "disab ").is_none() && find(text, "disabuse ").is_some());
    }

    #[test]
    fn letters_that_change_their_length_keep_their_place() {
        let text = "İstanbul’da gizli, été";
        assert_eq!(&text[find(text, "gizli").unwrap()], "gizli");
        assert_eq!(&text[find(text, "été").unwrap()], "été");
    }

    #[test]
    fn the_first_of_several_phrases_wins() {
        let folded = Folded::new("one two three");
        assert_eq!(folded.first(&Phrases::new(["three", "two"])), Some(4..7));
    }
}
