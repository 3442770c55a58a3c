//! The sentences that ask most of a reader, and where one could be cut in two.

use crate::readability::languages;
use crate::readability::languages::Language;
use crate::readability::sentences;
use crate::readability::statistics;
use crate::readability::statistics::Block;
use crate::readability::statistics::BlockKind;
use crate::readability::statistics::Statistics;

/// How many are named.
const NAMED: usize = 3;
/// Words below which a formula says nothing about a single sentence.
const FEWEST_WORDS: usize = 12;
/// Words up to which a sentence is not worth cutting.
const SHORT: usize = 14;

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
/// lower it, and a single long word does not outweigh a long sentence.
pub fn find(blocks: &[Block], language: &str) -> Vec<HardSentence> {
    let known = languages::find(language);
    let mut found = Vec::new();
    for block in blocks.iter().filter(|block| block.kind != BlockKind::Heading) {
        for range in sentences::split(&block.text, language) {
            let Some(text) = block.text.get(range) else { continue };
            let count = statistics::count_sentence(text, language);
            let hard_words = if known.is_some() { count.polysyllables } else { count.long_words };
            let words = if statistics::separates_words(text) { count.words } else { 0 };
            let hardness = if words == 0 { count.letters / 4 } else { words + 2 * hard_words };
            found.push((
                hardness,
                HardSentence { block: block.id.clone(), text: text.to_owned(), words, hard_words, halves: None },
            ));
        }
    }
    found.retain(|(hardness, _)| *hardness > 0);
    found.sort_by_key(|(hardness, _)| std::cmp::Reverse(*hardness));
    found.truncate(NAMED);
    let joints = known.map_or(&[][..], |language| language.joints);
    found
        .into_iter()
        .map(|(_, mut sentence)| {
            sentence.halves = if sentence.words > SHORT { halve(&sentence.text, joints) } else { None };
            sentence
        })
        .collect()
}

/// How many sentences, read by the formula that judges, ask for a reader older than an age. Short ones are not judged: one long
/// word would decide.
pub fn far_beyond(blocks: &[Block], language: &Language, age: f64) -> usize {
    let Some((judge, age_of)) = language.formulas.first().and_then(|judge| Some((judge, judge.age?))) else { return 0 };
    let beyond = |sentence: &str| {
        let count = statistics::count_sentence(sentence, language.code);
        count.words >= FEWEST_WORDS && age_of((judge.value)(&Statistics::of_sentence(&count))) > age
    };
    let text_of = |block: &Block| {
        let sentences = sentences::split(&block.text, language.code);
        sentences.into_iter().filter(|range| block.text.get(range.clone()).is_some_and(beyond)).count()
    };
    blocks.iter().filter(|block| block.kind != BlockKind::Heading).map(text_of).sum()
}

/// Cuts at the joint nearest to the middle, if one lies in the middle half.
fn halve(sentence: &str, joints: &[&str]) -> Option<(String, String)> {
    let lower = sentence.to_lowercase();
    if lower.len() != sentence.len() {
        return None;
    }
    let middle = sentence.len() / 2;
    let commas = sentence.match_indices([';', ':', '—', '–']).map(|(at, sign)| at + sign.len());
    let words = joints.iter().flat_map(|joint| lower.match_indices(joint).map(|(at, _)| at).collect::<Vec<_>>());
    let at = commas.chain(words).min_by_key(|at| (at.abs_diff(middle), *at))?;
    if at < sentence.len() / 4 || at > sentence.len() * 3 / 4 {
        return None;
    }
    let (first, second) = sentence.split_at_checked(at)?;
    Some((first.trim().trim_end_matches([',', ';', ':', '—', '–']).trim().to_owned(), second.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let found = find(&blocks, "en");
        assert_eq!(found.iter().map(|s| s.block.as_str()).collect::<Vec<_>>(), ["b", "a", "a"]);
        assert_eq!(found[2].text, "You can stop.");
    }

    #[test]
    fn a_long_sentence_is_cut_at_the_joint_in_its_middle() {
        let text = "You can say no to the whole thing at any time, and nobody will be cross with you or tell anybody about it.";
        let found = find(&[Block::new("a", BlockKind::Paragraph, text)], "en");
        let (first, second) = found[0].halves.clone().unwrap();
        assert_eq!(first, "You can say no to the whole thing at any time");
        assert!(second.starts_with("and nobody"));
    }

    #[test]
    fn a_text_whose_words_cannot_be_told_apart_is_ranked_by_length() {
        let blocks = [
            Block::new("a", BlockKind::Item, "หยุดได้"),
            Block::new("b", BlockKind::Item, "คุณหยุดได้ทุกเมื่อและไม่มีใครโกรธคุณ"),
        ];
        assert_eq!(find(&blocks, "th").first().map(|s| s.block.as_str()), Some("b"));
    }
}
