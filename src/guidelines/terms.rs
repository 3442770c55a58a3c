//! Terms that put the wrong picture into a reader's head, made ready for being found.
//!
//! A term is found as whole words, in any case, over line ends, with a hyphen or a space, in the singular or the regular
//! plural. It may stand between quotation marks: a quotation, the title of a law.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::guidelines::Pack;

/// The name by which a pack calls the check that looks for terms.
pub const CHECK: &str = "terms";

/// True for a pack that looks for its terms itself.
fn looks(pack: &Pack) -> bool {
    pack.checks.iter().any(|check| check.rust.as_deref() == Some(CHECK))
}

/// The terms that each pack with a check for them looks for: its own, and, for the pack that always holds, those of packs
/// that have terms and no check for them.
pub(super) fn of_packs<'p>(packs: impl Iterator<Item = &'p Pack> + Clone) -> BTreeMap<String, Terms> {
    let in_charge = |own: &Pack| {
        let of = packs.clone().filter(|pack| pack.id == own.id || (own.always && !looks(pack)));
        Terms::new(of.flat_map(terms_of).collect())
    };
    packs.clone().filter(|pack| looks(pack)).map(|pack| (pack.id.to_string(), in_charge(pack))).collect()
}

fn terms_of(pack: &Pack) -> impl Iterator<Item = Term> {
    pack.terms.iter().map(|term| Term {
        variants: std::iter::once(&term.avoid).chain(&term.also).cloned().collect(),
        suggest: term.suggest.clone(),
        why: term.why.clone(),
    })
}

/// A term to avoid, as a pack has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Term {
    /// The term and its variants.
    pub variants: Vec<String>,
    /// What to write instead.
    pub suggest: String,
    /// Why.
    pub why: String,
}

/// All terms, by the first word of each variant.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    terms: Vec<Term>,
    by_first: BTreeMap<String, Vec<(Vec<String>, usize)>>,
    needed: Needed,
}

impl Terms {
    /// Makes terms ready to be looked for; the longest variant is tried first.
    pub fn new(terms: Vec<Term>) -> Self {
        let mut by_first: BTreeMap<String, Vec<(Vec<String>, usize)>> = BTreeMap::new();
        for (at, term) in terms.iter().enumerate() {
            for variant in &term.variants {
                let words: Vec<String> = variant.unicode_words().map(|word| fold(word).into_owned()).collect();
                if let Some(first) = words.first() {
                    by_first.entry(first.clone()).or_default().push((words, at));
                }
            }
        }
        for variants in by_first.values_mut() {
            variants.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        let needed = Needed::new(by_first.values().flatten().map(|(words, _)| words.clone()).collect());
        Self { terms, by_first, needed }
    }

    /// Every term in a text that does not stand between quotation marks, in order.
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, &Term)> {
        if !self.needed.may_stand_in(&fold(text)) {
            return Vec::new();
        }
        let words: Vec<(usize, &str, Cow<'_, str>)> =
            text.unicode_word_indices().map(|(at, word)| (at, word, fold(word))).collect();
        let mut found = Vec::new();
        let mut quoted: Option<Vec<Range<usize>>> = None;
        let mut next = 0;
        while let Some((start, word, folded)) = words.get(next) {
            let hit = self.candidates(folded).find_map(|(variant, term)| {
                let stands = variant.iter().enumerate().all(|(offset, wanted)| {
                    let last = offset + 1 == variant.len();
                    words
                        .get(next + offset)
                        .is_some_and(|(_, _, word)| word == wanted || (last && is_plural(word, wanted)))
                });
                stands.then_some((variant.len(), term))
            });
            let Some((length, term)) = hit else {
                next += 1;
                continue;
            };
            let end = words.get(next + length - 1).map_or(start + word.len(), |(at, word, _)| at + word.len());
            let quoted = quoted.get_or_insert_with(|| quotations(text));
            if !quoted.iter().any(|range| range.start <= *start && end <= range.end)
                && let Some(term) = self.terms.get(term)
            {
                found.push((*start..end, term));
            }
            next += length;
        }
        found
    }

    /// The variants that begin with a word, or are nothing but its singular.
    fn candidates<'t>(&'t self, word: &'t str) -> impl Iterator<Item = (&'t [String], usize)> {
        let singular = word.strip_suffix('s');
        let exact = self.by_first.get(word).into_iter().flatten();
        let plural = singular.and_then(|singular| self.by_first.get(singular)).into_iter().flatten();
        exact.chain(plural.filter(|(variant, _)| variant.len() == 1)).map(|(variant, term)| (variant.as_slice(), *term))
    }
}

/// What a text must hold to have one of the terms: every word of one variant, somewhere. Nearly no text does, and that is told
/// without parting it into words.
#[derive(Debug, Clone, Default)]
struct Needed {
    variants: Vec<Vec<String>>,
    /// The longest word of each variant, in their order. None rules nothing out.
    longest: Option<AhoCorasick>,
}

impl Needed {
    fn new(variants: Vec<Vec<String>>) -> Self {
        let longest = variants.iter().filter_map(|words| words.iter().max_by_key(|word| word.len()));
        let longest = AhoCorasick::new(longest).ok();
        Self { variants, longest }
    }

    fn may_stand_in(&self, folded: &str) -> bool {
        let all_stand = |words: &Vec<String>| words.iter().all(|word| folded.contains(word.as_str()));
        self.longest.as_ref().is_none_or(|longest| self.begun(longest, folded).any(all_stand))
    }

    /// The variants whose longest word stands in a text, each once, however often it comes.
    fn begun<'n>(&'n self, longest: &'n AhoCorasick, folded: &'n str) -> impl Iterator<Item = &'n Vec<String>> {
        let mut left: Vec<Option<&Vec<String>>> = self.variants.iter().map(Some).collect();
        let hits = longest.find_overlapping_iter(folded);
        hits.filter_map(move |hit| left.get_mut(hit.pattern().as_usize())?.take())
    }
}

fn fold(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(word.to_lowercase().replace('’', "'"))
}

fn is_plural(word: &str, singular: &str) -> bool {
    word.strip_prefix(singular).is_some_and(|rest| rest == "s" || rest == "es" || rest == "'s")
}

/// The parts of a text that stand between quotation marks, marks left out. A mark without its partner quotes nothing, and a
/// quotation does not go on over an empty line.
pub fn quotations(text: &str) -> Vec<Range<usize>> {
    const PAIRS: [(char, &str); 6] = [('"', "\""), ('“', "”\""), ('„', "“”"), ('«', "»"), ('‘', "’"), ('「', "」")];
    let mut found = Vec::new();
    let mut start = 0;
    for paragraph in text.split("\n\n") {
        let mut open: Option<(usize, &str)> = None;
        let mut before = ' ';
        for (at, c) in paragraph.char_indices() {
            let after = paragraph.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
            match open {
                Some((from, closers)) if closers.contains(c) && !(c == '’' && after.is_alphanumeric()) => {
                    found.push(start + from..start + at);
                    open = None;
                }
                None if !before.is_alphanumeric() => {
                    let pair = PAIRS.iter().find(|(opener, _)| *opener == c);
                    open = pair.map(|(_, closers)| (at + c.len_utf8(), *closers));
                }
                _ => {}
            }
            before = c;
        }
        start += paragraph.len() + 2;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms() -> Terms {
        let term = |variants: &[&str], suggest: &str| Term {
            variants: variants.iter().map(|&variant| variant.to_owned()).collect(),
            suggest: suggest.to_owned(),
            why: String::new(),
        };
        Terms::new(vec![
            term(&["child labourer"], "a child who works"),
            term(&["research subject", "subjects of research"], "participant"),
            term(&["child-labour tourism"], "something else"),
            term(&["pupil"], "student"),
        ])
    }

    fn found(text: &str) -> Vec<&str> {
        let terms = terms();
        let ranges: Vec<Range<usize>> = terms.find(text).into_iter().map(|(range, _)| range).collect();
        ranges.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn whole_words_in_any_case_singular_and_plural() {
        assert_eq!(found("Child Labourers and a child\nlabourer."), ["Child Labourers", "child\nlabourer"]);
        assert_eq!(found("A grandchild labourer, a childlabourer, child labour."), Vec::<&str>::new());
        assert_eq!(found("Research subjects"), ["Research subjects"]);
        assert_eq!(found("Pupils, a pupil, pupillary"), ["Pupils", "pupil"]);
    }

    #[test]
    fn a_term_whose_word_comes_a_thousand_times_is_looked_for_once() {
        let text = "a labourer, for tourism, ".repeat(1000);
        let needed = terms().needed;
        assert_eq!(needed.begun(needed.longest.as_ref().unwrap(), &text).count(), 2);
        assert!(found(&text).is_empty());
        assert_eq!(found(&format!("{text} a child labourer")), ["child labourer"]);
    }

    #[test]
    fn a_hyphen_counts_as_a_space() {
        assert_eq!(found("child labour-tourism"), ["child labour-tourism"]);
    }

    #[test]
    fn between_quotation_marks_it_may_stand() {
        for quoted in [
            "\"child labourer\"",
            "“the Child Labourer Act”",
            "«child labourer»",
            "‘child labourer’",
            "„child labourer“",
        ] {
            assert_eq!(found(&format!("The law still says {quoted} today.")), Vec::<&str>::new(), "{quoted}");
        }
    }

    #[test]
    fn a_mark_without_its_partner_quotes_nothing() {
        assert_eq!(found("5\" tall. A child labourer"), ["child labourer"]);
        assert_eq!(found("He said \"yes. \n\nA child labourer"), ["child labourer"]);
        assert_eq!(found("the children's \"own\" child labourer's"), ["child labourer's"]);
    }
}
