//! Sentences, and the packs' phrases in them.

use std::ops::Range;

use crate::readability::sentences;

pub use crate::guidelines::phrases::Book;
pub use crate::guidelines::phrases::Folded;
pub use crate::guidelines::phrases::Phrases;

/// One sentence of a text, made ready for finding phrases.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Its words.
    pub folded: Folded,
}

impl Sentence {
    /// Cuts a text into its sentences.
    pub fn all(text: &str, language: &str) -> Vec<Self> {
        let cut = |range: Range<usize>| text.get(range.clone()).map(|part| Self { range, folded: Folded::new(part) });
        sentences::split(text, language).into_iter().filter_map(cut).collect()
    }

    /// True where a phrase of a list stands in the sentence.
    pub fn has(&self, book: &Book, list: &str) -> bool {
        self.folded.has(book.get(list))
    }

    /// Where a phrase of a list stands, in the bytes of the whole text.
    pub fn find(&self, book: &Book, list: &str) -> Option<Range<usize>> {
        let range = self.folded.first(book.get(list))?;
        Some(self.range.start + range.start..self.range.start + range.end)
    }

    /// True where a denial stands before a place of the text: "we cannot promise", "nobody can guarantee".
    pub fn denies_before(&self, book: &Book, at: usize) -> bool {
        self.find(book, "negations").is_some_and(|denial| denial.end <= at)
    }
}
