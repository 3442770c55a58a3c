//! What the packs in force add to the words of the language: word lists and hazards.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use crate::guidelines::language::Expression;
use crate::guidelines::phrases::Book;

/// One hazard of a pack that is in force.
#[derive(Debug, Clone)]
pub struct HazardInForce {
    /// The pack that names it.
    pub pack: String,
    /// Its id.
    pub id: String,
    /// What could happen.
    pub harm: String,
    /// Whether it applies; none means always.
    pub applies: Option<Arc<Expression>>,
}

/// What the packs in force add to the words of the language.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// Word lists by name, such as `trauma-informed`.
    pub words: BTreeMap<String, Vec<String>>,
    /// The hazards that risk registers are held against.
    pub hazards: Vec<HazardInForce>,
    book: OnceLock<Book>,
    spaced: OnceLock<BTreeMap<String, WordList>>,
    written: OnceLock<BTreeMap<String, WordList>>,
}

/// The words of a list, and all of them at once: most texts have none, and that is told in one pass.
#[derive(Debug, Clone, Default)]
pub struct WordList {
    /// The words.
    pub words: Vec<String>,
    any: OnceLock<Option<AhoCorasick>>,
}

impl WordList {
    /// True where one of the words may stand in a text; false says that none does.
    pub fn may_stand_in(&self, text: &str) -> bool {
        // An automaton that cannot be built rules nothing out.
        let any = self.any.get_or_init(|| AhoCorasick::new(&self.words).ok());
        !self.words.is_empty() && any.as_ref().is_none_or(|any| any.is_match(text))
    }
}

impl Lexicon {
    /// The word lists, made ready for being found when they are first asked for.
    pub fn book(&self) -> &Book {
        self.book.get_or_init(|| Book::new(&self.words))
    }

    /// The words of a list as [`spaced`] gives them; none where there is none of the name.
    pub fn spaced(&self, list: &str) -> Option<&WordList> {
        self.spaced.get_or_init(|| self.lists(spaced)).get(list)
    }

    /// The words of a list as its pack spells them; none where there is none of the name.
    pub fn written(&self, list: &str) -> Option<&WordList> {
        self.written.get_or_init(|| self.lists(str::to_owned)).get(list)
    }

    fn lists(&self, form: fn(&str) -> String) -> BTreeMap<String, WordList> {
        let list = |(name, words): (&String, &Vec<String>)| {
            let words = words.iter().map(|word| form(word)).collect();
            (name.clone(), WordList { words, any: OnceLock::new() })
        };
        self.words.iter().map(list).collect()
    }
}

/// A text in lower case in which a hyphen counts as a space.
pub fn spaced(text: &str) -> String {
    text.to_lowercase().replace(['-', '_'], " ")
}
