//! What was found out about a passage, kept for the next paper that has it.
//!
//! The papers of one study share most of their sentences, and so do the papers of all studies that are read in one call. What
//! is kept depends on a passage's language (or on the words that were looked for in it) and on its own words alone: no study
//! learns anything about another.

use std::cell::RefCell;
use std::collections::BTreeMap;

use thread_local::ThreadLocal;

use crate::hashing::HashMap;

/// Bytes of all passages that a thread keeps at most: more than the templates of three languages have.
const MOST: usize = 1_000_000;
/// Bytes of a passage from which it is not kept: no section of a template is as long.
const TOO_LONG: usize = 16_000;

/// Something that was found out about passages, by their language and their words; where the language does not matter, by
/// what does. Each thread keeps its own: they would wait for each other at every passage.
#[derive(Debug)]
pub struct Kept<T: Send>(ThreadLocal<RefCell<Passages<T>>>);

#[derive(Debug)]
struct Passages<T> {
    found: BTreeMap<String, HashMap<String, T>>,
    bytes: usize,
}

impl<T: Send> Default for Kept<T> {
    fn default() -> Self {
        Self(ThreadLocal::new())
    }
}

impl<T: Clone + Send> Kept<T> {
    /// What is known of a passage; found out now if it was not yet.
    pub fn get_or(&self, language: &str, passage: &str, find_out: impl FnOnce() -> T) -> T {
        let kept = self.0.get_or(|| RefCell::new(Passages { found: BTreeMap::new(), bytes: 0 }));
        let known = kept.borrow();
        if let Some(found) = known.found.get(language).and_then(|passages| passages.get(passage)) {
            return found.clone();
        }
        let room = passage.len() < TOO_LONG && known.bytes < MOST;
        drop(known);
        let found = find_out();
        if room {
            let mut known = kept.borrow_mut();
            known.bytes += passage.len();
            if !known.found.contains_key(language) {
                known.bytes += language.len();
            }
            known.found.entry(language.to_owned()).or_default().insert(passage.to_owned(), found.clone());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_looked_at_once_in_each_language() {
        let kept = Kept::default();
        assert_eq!(kept.get_or("en", "You can stop.", || 1), 1);
        assert_eq!(kept.get_or("en", "You can stop.", || 2), 1);
        assert_eq!(kept.get_or("es", "You can stop.", || 3), 3);
    }

    #[test]
    fn what_is_kept_has_a_bound() {
        let kept = Kept::default();
        let passage = |number: usize| format!("{number:09999}");
        for number in 0..MOST / 9_000 {
            kept.get_or("en", &passage(number), || number);
        }
        assert_eq!(kept.get_or("en", &passage(0), || 7), 0);
        assert_eq!(kept.get_or("en", &passage(MOST / 9_000 - 1), || 7), 7, "there was no room to keep it");
        let long = "a".repeat(TOO_LONG);
        let kept = Kept::default();
        assert_eq!((kept.get_or("en", &long, || 1), kept.get_or("en", &long, || 2)), (1, 2));
    }
}
