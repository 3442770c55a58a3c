//! Readability: what a text asks of its reader, by formulas that committees know, where a language has one.
//!
//! Everything here is arithmetic on text: [`statistics::read`] counts, [`formulas`] score, [`languages`] say which
//! formula belongs to which language and how its score is read, [`assess`] puts it together.
//!
//! Formulas are hints. They ignore meaning, order and layout, and know nothing of the reader. The evidence that a child
//! understands a form is a child who explained it back. A language without a formula gets counts, and never a grade.

pub mod bands;
pub mod formulas;
pub mod hardest;
pub mod kept;
pub mod languages;
pub mod sentences;
pub mod statistics;
pub mod syllables;

pub use hardest::HardSentence;
pub use kept::Kept;
pub use statistics::Block;
pub use statistics::BlockKind;
pub use statistics::Statistics;

use std::sync::Arc;

use crate::readability::languages::Language;
use crate::readability::statistics::BlockRead;

/// Words below which no formula is trusted: the length of the samples that Flesch (1948) was made on.
pub const FEWEST_WORDS: usize = 100;

/// Years by which a single sentence may ask for an older reader than the text as a whole: an average hides the one sentence
/// at which a child stops reading.
pub const SENTENCE_LEEWAY: f64 = 8.0;

/// What was found out about a text.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Reading {
    /// The language, as a BCP 47 primary subtag.
    pub language: String,
    /// The counts.
    pub statistics: Statistics,
    /// Each formula of the language with its value; the first one judges.
    pub scores: Vec<Score>,
    /// The lowest and the highest reading age that the formulas with an age give.
    pub range: Option<(f64, f64)>,
    /// The reading age by the formula that judges.
    pub age: Option<f64>,
    /// How that compares with the reading age wanted.
    pub verdict: Verdict,
    /// The three sentences that ask most, hardest first.
    pub hardest: Vec<HardSentence>,
    /// How many sentences ask by themselves for a reader more than [`SENTENCE_LEEWAY`] years older than wanted.
    pub far_beyond: usize,
}

/// One formula's value.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Score {
    /// The formula's name.
    pub formula: &'static str,
    /// Its value.
    pub value: f64,
    /// The reading age that it stands for, where its scale says one.
    pub age: Option<f64>,
    /// True where the text is shorter than the formula was made for.
    pub indicative: bool,
}

/// A text held against a reading age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Within the reading age.
    Within,
    /// Asks for an older reader.
    TooHard,
    /// Within the reading age on the whole, with sentences far beyond it.
    HardSentences,
    /// As easy as the scale can say, and the reader is younger than the scale reaches.
    BelowScale,
    /// Fewer than [`FEWEST_WORDS`] words.
    TooShort,
    /// The language has a formula, but no scale that names ages.
    NoScale,
    /// The language has no formula known here: a native reader has to say.
    NoFormula,
}

/// What was found out about blocks and words, kept for the next text.
#[derive(Debug, Default)]
pub struct Known {
    blocks: Kept<Arc<BlockRead>>,
    syllables: Kept<usize>,
}

/// Reads texts of one language; a block that was read before is not read again.
pub struct Reader<'k> {
    tag: String,
    language: Option<&'static Language>,
    known: &'k Known,
}

impl<'k> Reader<'k> {
    /// A reader for a language, by its BCP 47 tag, with the blocks that were read before.
    pub fn new(tag: &str, known: &'k Known) -> Self {
        Self { tag: tag.to_owned(), language: languages::find(tag), known }
    }

    /// Counts a text, scores it, and holds it against the youngest reading age that it must suit.
    pub fn assess<'b>(&self, blocks: impl IntoIterator<Item = &'b Block>, reading_age: u8) -> Reading {
        let Known { blocks: known, syllables } = self.known;
        let read = |block: &Block| {
            known.get_or(&self.tag, &block.text, || statistics::read(block, &self.tag, syllables).into())
        };
        let with_text = blocks.into_iter().filter(|block| block.kind != BlockKind::Heading);
        let both: Vec<(&Block, Arc<BlockRead>)> = with_text.map(|block| (block, read(block))).collect();
        let statistics = statistics::total(both.iter().map(|(_, read)| read.as_ref()));
        let scores = self.language.map_or_else(Vec::new, |language| scores(language, &statistics));
        let ages = || scores.iter().filter_map(|score| score.age);
        let range = ages().reduce(f64::min).zip(ages().reduce(f64::max));
        let age = scores.first().and_then(|score| score.age);
        let beyond = f64::from(reading_age) + SENTENCE_LEEWAY;
        let far_beyond = self.language.map_or(0, |language| hardest::far_beyond(&both, language, beyond));
        let verdict = verdict(self.language, &statistics, age, reading_age, far_beyond);
        let hardest = hardest::find(&both, self.language);
        Reading {
            language: languages::primary(&self.tag),
            hardest,
            statistics,
            scores,
            range,
            age,
            verdict,
            far_beyond,
        }
    }
}

/// Reads one text.
pub fn assess(blocks: &[Block], language: &str, reading_age: u8) -> Reading {
    Reader::new(language, &Known::default()).assess(blocks, reading_age)
}

fn scores(language: &Language, statistics: &Statistics) -> Vec<Score> {
    if statistics.words == 0 || statistics.sentences == 0 {
        return Vec::new();
    }
    let score = |formula: &languages::Formula| {
        let value = (formula.value)(statistics);
        Score {
            formula: formula.name,
            value,
            age: formula.age.map(|age| age(value)),
            indicative: statistics.words < FEWEST_WORDS || statistics.sentences < formula.fewest_sentences,
        }
    };
    language.formulas.iter().map(score).collect()
}

fn verdict(
    language: Option<&Language>,
    statistics: &Statistics,
    age: Option<f64>,
    reading_age: u8,
    far_beyond: usize,
) -> Verdict {
    let Some(language) = language else { return Verdict::NoFormula };
    if statistics.words < FEWEST_WORDS {
        return Verdict::TooShort;
    }
    let Some(age) = age else { return Verdict::NoScale };
    if age <= f64::from(reading_age) {
        if far_beyond > 0 { Verdict::HardSentences } else { Verdict::Within }
    } else if language.youngest.is_some_and(|youngest| age <= f64::from(youngest)) {
        Verdict::BelowScale
    } else {
        Verdict::TooHard
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(sentence: &str, times: usize) -> Vec<Block> {
        vec![Block::new("p1", BlockKind::Paragraph, sentence.repeat(times))]
    }

    #[test]
    fn short_words_in_short_sentences_suit_a_child() {
        let reading = assess(&text("You can stop at any time. No one will be cross. ", 20), "en", 10);
        assert_eq!(reading.verdict, Verdict::Within);
    }

    #[test]
    fn long_words_in_long_sentences_do_not() {
        let hard = "Participation in this investigation necessitates comprehensive documentation of confidentiality \
                    considerations, notwithstanding any contractual obligations previously communicated. ";
        let reading = assess(&text(hard, 10), "en-GB", 14);
        assert_eq!(reading.verdict, Verdict::TooHard);
        let (low, high) = reading.range.unwrap();
        assert!(low < high && low > 14.0, "{low} {high}");
    }

    #[test]
    fn one_sentence_far_beyond_its_readers_is_not_hidden_by_an_easy_text() {
        let easy = "You can stop at any time. No one will be cross. ".repeat(20);
        let hard = "Participation in this investigation necessitates comprehensive documentation of confidentiality \
                    considerations, notwithstanding any contractual obligations.";
        let blocks = [Block::new("p1", BlockKind::Paragraph, easy), Block::new("p2", BlockKind::Paragraph, hard)];
        let reading = assess(&blocks, "en", 10);
        assert_eq!((reading.verdict, reading.far_beyond), (Verdict::HardSentences, 1));
        assert!(reading.age.is_some_and(|age| age < 10.0));
    }

    #[test]
    fn a_language_without_a_formula_gets_counts_and_no_age() {
        let reading = assess(&text("Unaweza kuacha wakati wowote. ", 40), "sw", 12);
        assert_eq!(reading.verdict, Verdict::NoFormula);
        assert_eq!((reading.age, reading.range), (None, None));
        assert!(reading.scores.is_empty());
        assert_eq!(reading.statistics.sentences, 40);
        assert_eq!(reading.statistics.words, 160);
    }

    #[test]
    fn a_formula_without_a_scale_of_ages_gives_a_score_and_no_verdict() {
        let reading = assess(&text("Вы можете остановиться в любое время. ", 40), "ru", 12);
        assert_eq!((reading.verdict, reading.age, reading.far_beyond), (Verdict::NoScale, None, 0));
        assert_eq!(reading.statistics.words, 240);
        assert_eq!(reading.scores.len(), 1);
    }

    #[test]
    fn a_short_text_is_not_judged() {
        let reading = assess(&text("Methodological considerations predominate. ", 3), "en", 8);
        assert_eq!(reading.verdict, Verdict::TooShort);
    }

    #[test]
    fn a_reader_younger_than_the_scale_is_not_promised_anything() {
        let reading = assess(&text("Puedes parar. Nadie se va a enfadar. ", 20), "es", 7);
        assert_eq!(reading.verdict, Verdict::BelowScale);
    }

    #[test]
    fn the_american_grade_is_the_reading_age_minus_five() {
        let reading = assess(&text("We want to learn what helped you. You choose what you tell us. ", 20), "en", 12);
        let grade = reading.scores.iter().find(|score| score.formula == "Flesch-Kincaid grade").unwrap();
        assert_eq!(grade.age, Some(grade.value + 5.0));
    }

    #[test]
    fn nothing_at_all_is_no_reading() {
        let reading = assess(&[], "en", 12);
        assert_eq!(reading.verdict, Verdict::TooShort);
        assert!(reading.scores.is_empty() && reading.hardest.is_empty());
    }
}
