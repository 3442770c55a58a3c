//! The sentences that ask most of a reader, and where one could be cut in two.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

use crate::readability::languages::Language;
use crate::readability::statistics::Block;
use crate::readability::statistics::BlockRead;
use crate::readability::statistics::Statistics;

/// How many are named.
const NAMED: usize = 3;
/// Words below which a formula says nothing about a single sentence.
const FEWEST_WORDS: usize = 12;
/// Words up to which a sentence is not worth cutting.
const SHORT: usize = 14;
/// Letters that count as a word where words cannot be told apart.
const LETTERS_A_WORD: usize = 4;

/// One sentence that asks much.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct HardSentence {
    /// The block it stands in.
    pub block: String,
    /// The sentence.
    pub text: String,
    /// Its words.
    pub words: usize,
    /// Its words of three syllables and more; of more than six letters where syllables are not counted.
    pub hard_words: usize,
    /// The sentence in two, where it is long and has a joint near its middle.
    pub halves: Option<(String, String)>,
}

/// The hardest sentences, hardest first; among equals the one that stands first.
///
/// Hardness is words plus twice the hard words: both ways to make a sentence easier, cutting it and choosing plainer words,
/// lower it, and a single long word does not outweigh a long sentence. Where words cannot be told apart a block's letters count.
pub fn find(blocks: &[(&Block, Arc<BlockRead>)], language: Option<&Language>) -> Vec<HardSentence> {
    let mut found: Vec<(usize, usize, Range<usize>, usize, usize)> = Vec::new();
    for (at, (block, read)) in blocks.iter().enumerate() {
        for (range, count) in &read.sentences {
            let hard_words = if language.is_some() { count.polysyllables } else { count.long_words };
            found.push((count.words + 2 * hard_words, at, range.clone(), count.words, hard_words));
        }
        if let Some(letters) = read.unspaced_letters {
            found.push((letters / LETTERS_A_WORD, at, 0..block.text.len(), 0, 0));
        }
    }
    let rank =
        |(hardness, at, range, ..): &(usize, usize, Range<usize>, usize, usize)| (Reverse(*hardness), *at, range.start);
    if found.len() > NAMED {
        found.select_nth_unstable_by_key(NAMED, rank);
        found.truncate(NAMED);
    }
    found.sort_by_key(rank);
    let joints = language.map_or(&[][..], |language| language.joints);
    let named = found.into_iter().take(NAMED).filter(|(hardness, ..)| *hardness > 0);
    named
        .filter_map(|(_, at, range, words, hard_words)| {
            let (block, _) = blocks.get(at)?;
            let text = block.text.get(range)?;
            let halves = if words > SHORT { halve(text, joints) } else { None };
            Some(HardSentence { block: block.id.clone(), text: text.to_owned(), words, hard_words, halves })
        })
        .collect()
}

/// How many sentences, read by the formula that judges, ask for a reader older than an age. Short ones are not judged: one long
/// word would decide.
pub fn far_beyond(blocks: &[(&Block, Arc<BlockRead>)], language: &Language, age: f64) -> usize {
    let Some((judge, age_of)) = language.formulas.first().and_then(|judge| Some((judge, judge.age?))) else { return 0 };
    let counts = blocks.iter().flat_map(|(_, read)| &read.sentences).map(|(_, count)| count);
    let long = counts.filter(|count| count.words >= FEWEST_WORDS);
    long.filter(|count| age_of((judge.value)(&Statistics::of_sentence(count))) > age).count()
}

/// Cuts at the joint nearest to the middle, if one lies in the middle half.
fn halve(sentence: &str, joints: &[&str]) -> Option<(String, String)> {
    let lower = sentence.to_lowercase();
    if lower.len() != sentence.len() {
        return None;
    }
    let middle = sentence.len() / 2;
    let signs = sentence.match_indices([';', ':', '—', '–']).map(|(at, sign)| at + sign.len());
    let begins = |at: usize| lower.get(at..).is_some_and(|rest| joints.iter().any(|joint| rest.starts_with(joint)));
    // Every joint begins with a space.
    let words = memchr::memchr_iter(b' ', lower.as_bytes()).filter(|at| begins(*at));
    let at = signs.chain(words).min_by_key(|at| (at.abs_diff(middle), *at))?;
    if at < sentence.len() / 4 || at > sentence.len() * 3 / 4 {
        return None;
    }
    let (first, second) = sentence.split_at_checked(at)?;
    Some((first.trim().trim_end_matches([',', ';', ':', '—', '–']).trim().to_owned(), second.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readability::Kept;
    use crate::readability::languages;
    use crate::readability::statistics;
    use crate::readability::statistics::BlockKind;

    fn hardest(blocks: &[Block], language: &str) -> Vec<HardSentence> {
        let read = |block| (block, Arc::new(statistics::read(block, language, &Kept::default())));
        let both: Vec<(&Block, Arc<BlockRead>)> = blocks.iter().map(read).collect();
        find(&both, languages::find(language))
    }

    #[test]
    fn the_hardest_come_first_with_their_blocks() {
        let blocks = [
            Block::new("a", BlockKind::Paragraph, "You can stop. The conversation lasts about one hour and no more."),
            Block::new("h", BlockKind::Heading, "Extraordinarily complicated considerations regarding documentation"),
            Block::new(
                "b",
                BlockKind::Item,
                "Confidentiality arrangements notwithstanding, authorities receive notification.",
            ),
        ];
        let found = hardest(&blocks, "en");
        assert_eq!(found.iter().map(|s| s.block.as_str()).collect::<Vec<_>>(), ["b", "a", "a"]);
        assert_eq!(found[2].text, "You can stop.");
    }

    #[test]
    fn a_long_sentence_is_cut_at_the_joint_in_its_middle() {
        let text = "You can say no to the whole thing at any time, and nobody will be cross with you or tell anybody about it.";
        let found = hardest(&[Block::new("a", BlockKind::Paragraph, text)], "en");
        let (first, second) = found[0].halves.clone().unwrap();
        assert_eq!(first, "You can say no to the whole thing at any time");
        assert!(second.starts_with("and nobody"));
    }

    #[test]
    fn a_sentence_whose_letters_change_their_length_in_lower_case_is_not_cut() {
        let text = "İstediğiniz zaman her soruda konuşmayı bırakabilir ve gidebilirsiniz ve bundan sonra hiç kimse size kızmaz ve hiç kimseye bir şey söylenmez.";
        let found = hardest(&[Block::new("a", BlockKind::Paragraph, text)], "tr");
        assert_eq!(found[0].halves, None);
        let found = hardest(&[Block::new("a", BlockKind::Paragraph, text.replace('İ', "i"))], "tr");
        assert!(found[0].halves.is_some(), "the same in small letters");
    }

    #[test]
    fn a_text_whose_words_cannot_be_told_apart_is_ranked_by_length() {
        let blocks = [
            Block::new("a", BlockKind::Item, "หยุดได้"),
            Block::new("b", BlockKind::Item, "คุณหยุดได้ทุกเมื่อและไม่มีใครโกรธคุณ"),
        ];
        assert_eq!(hardest(&blocks, "th").first().map(|s| s.block.as_str()), Some("b"));
    }
}
