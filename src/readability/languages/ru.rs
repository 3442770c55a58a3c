//! Russian.

use super::Language;
use super::formula;
use crate::readability::formulas;

/// Russian: no scale that names ages goes with the formula. Every vowel is a syllable, so the count is exact.
pub static RUSSIAN: Language = Language {
    code: "ru",
    syllables,
    formulas: &[formula("Flesch (Oborneva)", formulas::oborneva, None)],
    youngest: None,
    before_names: &["др", "проф", "г", "гг", "т.е", "т. е", "напр"],
    before_numbers: &["с", "стр", "ст", "тел", "гл", "рис", "ок"],
    shortened: &["т.д", "т.п", "пр", "руб", "мин", "макс", "им"],
    ordinal_stop: false,
    joints: &[" и ", " но ", " а ", " или ", " потому что ", " чтобы ", " который ", " если ", " когда ", " пока "],
    common: &[
        "и",
        "в",
        "не",
        "на",
        "что",
        "он",
        "с",
        "как",
        "это",
        "по",
        "но",
        "они",
        "мы",
        "она",
        "вы",
        "за",
        "у",
        "из",
        "от",
        "его",
        "к",
        "так",
        "для",
        "или",
        "если",
        "когда",
        "о",
        "до",
        "же",
        "ты",
        "вас",
        "нам",
    ],
};

fn syllables(word: &str) -> usize {
    word.chars().filter(|c| "аеёиоуыэюя".contains(*c)).count()
}
