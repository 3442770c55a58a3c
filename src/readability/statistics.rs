//! What is counted in a text, and how.
//!
//! * A heading is no sentence and counts for nothing: it is a signpost. A list item, a table cell and a paragraph end a
//!   sentence wherever they end, with or without a full stop.
//! * Words are those of Unicode's word boundaries; a hyphen separates two words, an apostrophe does not. A number is a word of
//!   one syllable. Addresses of mail and web are no words.
//! * In scripts written without spaces between words (Thai, Khmer, Lao, Burmese, Chinese, Japanese) words cannot be told
//!   apart here, and sentences only where a sign ends them: those counts stay zero, and `words_told` says so.

use crate::readability::Kept;
use crate::readability::languages;
use crate::readability::sentences;
use crate::readability::syllables;
use std::ops::Range;
use unicode_script::Script;
use unicode_script::UnicodeScript as _;
use unicode_segmentation::UnicodeSegmentation as _;

/// One block of text, as a document has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// How the block is found again; chosen by the caller.
    pub id: String,
    /// What kind of block.
    pub kind: BlockKind,
    /// The text, without markup.
    pub text: String,
}

/// What kind of block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// An item of a list, a choice, a cell: ends a sentence.
    Item,
    /// A heading: counts for nothing.
    Heading,
}

impl Block {
    /// A block.
    pub fn new(id: impl Into<String>, kind: BlockKind, text: impl Into<String>) -> Self {
        Self { id: id.into(), kind, text: text.into() }
    }
}

/// The counts of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Statistics {
    /// Words.
    pub words: usize,
    /// Sentences, a list item being one at least.
    pub sentences: usize,
    /// Syllables; zero for a language whose syllables are not counted here.
    pub syllables: usize,
    /// Letters and digits.
    pub letters: usize,
    /// Words of more than six letters.
    pub long_words: usize,
    /// Words of three syllables and more.
    pub polysyllables: usize,
    /// Words of one syllable.
    pub monosyllables: usize,
    /// Words in the longest sentence.
    pub longest_sentence: usize,
    /// False in a script that does not separate words.
    pub words_told: bool,
}

/// Counts of one sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SentenceCount {
    /// Words.
    pub words: usize,
    /// Syllables.
    pub syllables: usize,
    /// Letters and digits.
    pub letters: usize,
    /// Words of more than six letters.
    pub long_words: usize,
    /// Words of three syllables and more.
    pub polysyllables: usize,
    /// Words of one syllable.
    pub monosyllables: usize,
}

/// One block, read: its sentences with their counts.
#[derive(Debug, Clone, Default)]
pub struct BlockRead {
    /// The bytes of each sentence and its counts; none in a script that does not separate words.
    pub sentences: Vec<(Range<usize>, SentenceCount)>,
    /// Letters where words cannot be told apart.
    pub unspaced_letters: Option<usize>,
}

/// Reads one block; a heading has nothing to read. Syllables of words that were counted before are known.
pub fn read(block: &Block, language: &str, known: &Kept<usize>) -> BlockRead {
    if block.kind == BlockKind::Heading {
        return BlockRead::default();
    }
    if !separates_words(&block.text) {
        let letters = block.text.chars().filter(|c| c.is_alphanumeric()).count();
        return BlockRead { sentences: Vec::new(), unspaced_letters: Some(letters) };
    }
    let syllables_of = languages::find(language).map(|language| language.syllables);
    let syllables_of =
        syllables_of.map(|rule| move |word: &str| known.get_or(language, word, || syllables::of_word(word, rule)));
    let count = |range: Range<usize>| {
        let count = count_sentence(block.text.get(range.clone())?, syllables_of.as_ref());
        (count.words > 0).then_some((range, count))
    };
    let sentences = sentences::split(&block.text, language).into_iter().filter_map(count).collect();
    BlockRead { sentences, unspaced_letters: None }
}

/// The counts of blocks that were read.
pub fn total<'r>(blocks: impl IntoIterator<Item = &'r BlockRead>) -> Statistics {
    let mut total = Statistics { words_told: true, ..Statistics::default() };
    for block in blocks {
        if let Some(letters) = block.unspaced_letters {
            total.words_told = false;
            total.letters += letters;
        }
        for (_, one) in &block.sentences {
            total.sentences += 1;
            total.words += one.words;
            total.syllables += one.syllables;
            total.letters += one.letters;
            total.long_words += one.long_words;
            total.polysyllables += one.polysyllables;
            total.monosyllables += one.monosyllables;
            total.longest_sentence = total.longest_sentence.max(one.words);
        }
    }
    total
}

/// Counts one sentence; no syllables where nothing counts those of a word.
fn count_sentence(sentence: &str, syllables_of: Option<impl Fn(&str) -> usize>) -> SentenceCount {
    let mut count = SentenceCount::default();
    for word in words(sentence) {
        let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
        count.words += 1;
        count.letters += letters;
        count.long_words += usize::from(letters > 6);
        let Some(syllables_of) = &syllables_of else { continue };
        let syllables = if word.chars().any(char::is_numeric) { 1 } else { syllables_of(word) };
        count.syllables += syllables;
        count.polysyllables += usize::from(syllables >= 3);
        count.monosyllables += usize::from(syllables == 1);
    }
    count
}

/// The words of a text, in order.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|token| !is_address(token)).flat_map(|token| token.unicode_words())
}

fn is_address(token: &str) -> bool {
    token.starts_with("www.")
        || memchr::memchr2_iter(b'@', b':', token.as_bytes()).any(|at| {
            let from_here = token.get(at..).unwrap_or_default();
            from_here.starts_with('@') || from_here.starts_with("://")
        })
}

/// False where most letters belong to a script that writes no spaces between words.
pub fn separates_words(text: &str) -> bool {
    if text.is_ascii() {
        return true;
    }
    let (mut letters, mut unspaced) = (0usize, 0usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        let script = c.script();
        unspaced += usize::from(matches!(
            script,
            Script::Thai
                | Script::Khmer
                | Script::Lao
                | Script::Myanmar
                | Script::Han
                | Script::Hiragana
                | Script::Katakana
                | Script::Tibetan
        ));
    }
    unspaced * 2 <= letters
}

#[expect(clippy::cast_precision_loss, reason = "a text of 2^52 words does not exist")]
impl Statistics {
    /// The counts of a text of one sentence.
    pub fn of_sentence(count: &SentenceCount) -> Self {
        Self {
            words: count.words,
            sentences: 1,
            syllables: count.syllables,
            letters: count.letters,
            long_words: count.long_words,
            polysyllables: count.polysyllables,
            monosyllables: count.monosyllables,
            longest_sentence: count.words,
            words_told: true,
        }
    }

    /// Words per sentence (ASL).
    pub fn words_per_sentence(&self) -> f64 {
        self.words_f() / self.sentences_f()
    }

    /// Syllables per word (ASW).
    pub fn syllables_per_word(&self) -> f64 {
        self.syllables_f() / self.words_f()
    }

    /// Letters per word (AWL).
    pub fn letters_per_word(&self) -> f64 {
        self.letters_f() / self.words_f()
    }

    pub(super) fn words_f(&self) -> f64 {
        self.words as f64
    }

    pub(super) fn sentences_f(&self) -> f64 {
        self.sentences as f64
    }

    pub(super) fn syllables_f(&self) -> f64 {
        self.syllables as f64
    }

    pub(super) fn letters_f(&self) -> f64 {
        self.letters as f64
    }

    pub(super) fn long_words_f(&self) -> f64 {
        self.long_words as f64
    }

    pub(super) fn polysyllables_f(&self) -> f64 {
        self.polysyllables as f64
    }

    pub(super) fn monosyllables_f(&self) -> f64 {
        self.monosyllables as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(blocks: &[(BlockKind, &str)], language: &str) -> Statistics {
        let read: Vec<BlockRead> = blocks
            .iter()
            .map(|(kind, text)| read(&Block::new("b", *kind, *text), language, &Kept::default()))
            .collect();
        total(&read)
    }

    #[test]
    fn list_items_end_sentences_and_headings_count_for_nothing() {
        let s = counted(
            &[
                (BlockKind::Heading, "Considerations regarding confidentiality"),
                (BlockKind::Paragraph, "You can:"),
                (BlockKind::Item, "stop at any time"),
                (BlockKind::Item, "skip a question"),
            ],
            "en",
        );
        assert_eq!((s.sentences, s.words), (3, 9));
        assert_eq!(s.longest_sentence, 4);
    }

    #[test]
    fn an_address_is_no_word_and_a_number_is_one_syllable() {
        let s = counted(&[(BlockKind::Paragraph, "Write to help@example.org within 14 days.")], "en");
        assert_eq!(s.words, 5);
        assert_eq!(s.syllables, 6);
    }

    #[test]
    fn letters_are_counted_as_readers_see_them() {
        let s = counted(&[(BlockKind::Paragraph, "Él cuidó.")], "es");
        assert_eq!((s.letters, s.syllables), (7, 3));
    }

    #[test]
    fn words_are_not_made_up_for_a_script_that_does_not_separate_them() {
        let s = counted(&[(BlockKind::Paragraph, "คุณหยุดได้ทุกเมื่อ")], "th");
        assert!(!s.words_told);
        assert_eq!((s.words, s.sentences), (0, 0));
        assert!(s.letters > 0);
    }

    #[test]
    fn a_korean_text_has_words() {
        let s = counted(&[(BlockKind::Paragraph, "언제든지 그만둘 수 있습니다.")], "ko");
        assert_eq!((s.words, s.sentences, s.words_told), (4, 1, true));
    }
}
