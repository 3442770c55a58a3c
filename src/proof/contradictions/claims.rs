//! What a sentence claims about a fact, where it differs from the fact.

mod numbers;
mod times;
mod words;

use std::ops::Range;

use super::Sentence;
use super::scope::Facts;
use crate::checks::identities::Public;
use crate::checks::phrases::Book;
use crate::checks::phrases::Folded;
use crate::yaml::path::Path;

/// Words that differ from a fact.
pub struct Claim {
    /// The words' bytes.
    pub range: Range<usize>,
    /// The fact.
    pub fact: Path,
    /// What the fact says.
    pub says: String,
}

/// One sentence with what is needed to judge it.
struct Said<'a> {
    text: &'a str,
    start: usize,
    folded: Folded,
    language: &'a str,
    lists: &'a Book,
}

impl Said<'_> {
    fn is_about(&self, list: &str) -> bool {
        self.folded.has(self.lists.get(list))
    }

    fn at(&self, range: &Range<usize>) -> Range<usize> {
        self.start + range.start..self.start + range.end
    }
}

/// Every claim of a sentence that differs from a fact, each word once.
pub fn find(
    text: &str,
    sentence: &Sentence,
    language: &str,
    lists: &Book,
    facts: &Facts<'_>,
    public: &Public,
) -> Vec<Claim> {
    let part = text.get(sentence.clone()).unwrap_or_default();
    let said = Said { text: part, start: sentence.start, folded: Folded::new(part), language, lists };
    let mut found = Vec::new();
    times::lengths(&said, facts, &mut found);
    times::dates(&said, facts, &mut found);
    numbers::ages(&said, facts, &mut found);
    numbers::people(&said, facts, &mut found);
    numbers::sessions(&said, facts, &mut found);
    numbers::payment(&said, facts, &mut found);
    words::contacts(&said, facts, public, &mut found);
    words::names(&said, facts, &mut found);
    let mut taken: Vec<Range<usize>> = Vec::new();
    found.retain(|claim: &Claim| {
        let free = !taken.iter().any(|other| other.start < claim.range.end && claim.range.start < other.end);
        if free {
            taken.push(claim.range.clone());
        }
        free
    });
    found
}

#[cfg(test)]
mod tests;
