//! Turkish.

use super::Language;
use super::formula;
use crate::readability::bands;
use crate::readability::formulas;

/// Turkish: Ateşman judges. Every vowel is a syllable, so the count is exact.
pub static TURKISH: Language = Language {
    code: "tr",
    syllables,
    formulas: &[formula("Ateşman", formulas::atesman, Some(bands::atesman))],
    youngest: Some(9),
    before_names: &["dr", "prof", "doç", "av", "sn", "örn"],
    before_numbers: &["no", "s", "tel", "md", "yakl"],
    shortened: &["vb", "vs", "vd", "bkz"],
    ordinal_stop: true,
    joints: &[" ve ", " ama ", " veya ", " çünkü ", " fakat ", " eğer ", " için "],
    common: &[
        "ve",
        "bir",
        "bu",
        "da",
        "de",
        "için",
        "ile",
        "ne",
        "daha",
        "çok",
        "var",
        "olarak",
        "gibi",
        "kadar",
        "sonra",
        "ama",
        "her",
        "siz",
        "biz",
        "senin",
        "sizin",
        "olan",
        "değil",
        "veya",
        "ki",
        "bunu",
        "isterseniz",
    ],
};

fn syllables(word: &str) -> usize {
    word.chars().filter(|c| "aeıioöuüâîû".contains(*c)).count()
}
