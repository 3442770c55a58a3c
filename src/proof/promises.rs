//! Promises in papers that nobody can keep.
//!
//! Privacy promised without a limit in the study's own prose is `checks/promises`; here stand the words of the study's own
//! templates, and promises of another kind wherever they stand: no risk, certain benefit.

use crate::hashing::HashSet;
use std::ops::Range;

use super::Proof;
use super::ProofCheck;
use crate::checks::Hit;
use crate::checks::phrases::Book;
use crate::checks::phrases::Folded;
use crate::checks::promises::ABSOLUTE_LIST;
use crate::checks::promises::absolute_in;
use crate::proof::passages::Origin;
use crate::readability::sentences;

/// A sentence that promises what nobody can keep: one hit a sentence, whatever the number of papers it stands in.
pub(super) const FORBIDDEN: ProofCheck =
    ProofCheck { name: "forbidden-promise", values: &["document", "found", "language"], run };

/// The list of phrases that promise what nobody can know.
const FALSE_LIST: &str = "false-promises";
/// The lists of all phrases that promise too much.
const LISTS: [&str; 2] = [ABSOLUTE_LIST, FALSE_LIST];

fn run(proof: &Proof<'_>) -> Vec<Hit> {
    let lists = proof.context.book();
    // What is known of a passage holds for these phrases; other packs have others.
    let words = &proof.context.world.lexicon.words;
    let phrases = LISTS.iter().filter_map(|list| words.get(*list)).flatten().map(String::as_str);
    let phrases = phrases.collect::<Vec<_>>().join("\n");
    let promises = |text: &str| {
        let folded = Folded::new(text);
        LISTS.iter().any(|list| folded.has(lists.get(list)))
    };
    let mut read: HashSet<(&str, &str)> = HashSet::default();
    let mut hits = Vec::new();
    for (at, paper) in proof.composition.documents.iter().enumerate() {
        if paper.slot.audience == crate::documents::tree::Audience::Committee {
            continue;
        }
        let language = paper.slot.language.as_str();
        for block in proof.passages.of(at) {
            if !read.insert((language, block.text.as_str())) {
                continue;
            }
            // Most passages promise nothing at all, and need not be cut into sentences.
            if !proof.memory.promising.get_or(&phrases, &block.text, || promises(&block.text)) {
                continue;
            }
            let own = || matches!(proof.passages.origin(&proof.context, &block.text, language), Origin::Text(..));
            let privacy = absolute_in(&block.text, lists, language);
            let mut found = if privacy.is_empty() || own() { Vec::new() } else { privacy };
            found.extend(false_promises(&block.text, lists, language));
            for range in found {
                let words = block.text.get(range).unwrap_or_default();
                let (place, origin) = proof.passages.place(&proof.context, paper, words);
                let hit = Hit::at(place).with("document", paper.slot.stem.as_str());
                hits.push(hit.with("found", words).with("language", language).about(origin));
            }
        }
    }
    hits
}

fn false_promises(text: &str, lists: &Book, language: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for range in sentences::split(text, language) {
        let folded = Folded::new(text.get(range.clone()).unwrap_or_default());
        let Some(promise) = folded.first(lists.get(FALSE_LIST)) else { continue };
        let denied = folded.first(lists.get("negations")).is_some_and(|denial| denial.end <= promise.start);
        if !denied && !folded.has(lists.get("exceptions")) {
            found.push(range.start + promise.start..range.start + promise.end);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denied_promise_is_none() {
        let words = std::collections::BTreeMap::from([
            (
                "false-promises".to_owned(),
                vec!["no risk".to_owned(), "we promise that".to_owned(), "completely safe".to_owned()],
            ),
            ("negations".to_owned(), ["cannot ", "not ", "no ", "is no "].map(str::to_owned).to_vec()),
        ]);
        let promises = |text: &str| false_promises(text, &Book::new(&words), "en").len();
        assert_eq!(promises("There is no risk in this. You choose."), 1);
        assert_eq!(promises("There is no risk for you in this."), 1, "what stands inside the promise denies nothing");
        assert_eq!(promises("We cannot say that there is no risk."), 0);
        assert_eq!(promises("This is not completely safe."), 0);
        assert_eq!(promises("We promise that things get better."), 1);
    }
}
