//! Phrases in prose: found in any case, over line ends, with straight or round apostrophes, at the beginnings of words.

use std::ops::Range;

/// A text made ready for finding phrases in it.
#[derive(Debug, Clone)]
pub struct Folded {
    text: String,
    /// For each byte of the folded text, the byte of the original that it comes from; one more for the end.
    origin: Vec<usize>,
}

impl Folded {
    /// Lower case, one space for any run of white space, plain hyphens and apostrophes.
    pub fn new(text: &str) -> Self {
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
        Self { text: folded, origin }
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a phrase stands: from the beginning of a word; its last word may go on, unless the phrase ends with a space.
    pub fn find(&self, phrase: &str) -> Option<Range<usize>> {
        self.find_folded(&Folded::new(phrase).text)
    }

    /// The first of the phrases that stands in the text, by position.
    pub fn first<'p>(&self, phrases: impl IntoIterator<Item = &'p str>) -> Option<Range<usize>> {
        phrases.into_iter().filter_map(|phrase| self.find(phrase)).min_by_key(|range| (range.start, range.end))
    }

    /// True where one of the phrases stands in the text.
    pub fn has<'p>(&self, phrases: impl IntoIterator<Item = &'p str>) -> bool {
        phrases.into_iter().any(|phrase| self.find(phrase).is_some())
    }

    fn find_folded(&self, phrase: &str) -> Option<Range<usize>> {
        let whole_word = phrase.ends_with(' ');
        let phrase = phrase.trim();
        if phrase.is_empty() {
            return None;
        }
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let stands = |at: usize| {
            let before = self.text.get(..at).and_then(|text| text.chars().last());
            let after = self.text.get(at + phrase.len()..).and_then(|text| text.chars().next());
            !joins(before) && (!whole_word || !joins(after))
        };
        let (at, _) = self.text.match_indices(phrase).find(|(at, _)| stands(*at))?;
        Some(self.original(at)..self.original(at + phrase.len()))
    }

    fn original(&self, at: usize) -> usize {
        self.origin.get(at).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_found_over_a_line_end_and_in_any_case() {
        let text = "É strictly  no:\nNOBODY will\n  ever know’s.";
        let range = Folded::new(text).find("nobody will ever know'").unwrap();
        assert_eq!(&text[range], "NOBODY will\n  ever know’");
    }

    #[test]
    fn only_at_the_beginning_of_a_word() {
        let folded = Folded::new("to disabuse");
        assert!(folded.find("abus").is_none());
        assert!(folded.find("disab").is_some());
        assert!(folded.find("").is_none());
        assert!(folded.find("disab ").is_none() && folded.find("disabuse ").is_some());
    }

    #[test]
    fn letters_that_change_their_length_keep_their_place() {
        let text = "İstanbul’da gizli";
        let range = Folded::new(text).find("gizli").unwrap();
        assert_eq!(&text[range], "gizli");
    }
}
