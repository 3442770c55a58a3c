//! What the packs in force add to the words of the language: word lists and hazards.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::OnceLock;

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
    spaced: OnceLock<BTreeMap<String, Vec<String>>>,
}

impl Lexicon {
    /// The word lists, made ready for being found when they are first asked for.
    pub fn book(&self) -> &Book {
        self.book.get_or_init(|| Book::new(&self.words))
    }

    /// The words of a list as [`spaced`] gives them.
    pub fn spaced(&self, list: &str) -> &[String] {
        let all =
            |(name, words): (&String, &Vec<String>)| (name.clone(), words.iter().map(|word| spaced(word)).collect());
        let lists = self.spaced.get_or_init(|| self.words.iter().map(all).collect());
        lists.get(list).map(Vec::as_slice).unwrap_or_default()
    }
}

/// A text in lower case in which a hyphen counts as a space.
pub fn spaced(text: &str) -> String {
    text.to_lowercase().replace(['-', '_'], " ")
}
