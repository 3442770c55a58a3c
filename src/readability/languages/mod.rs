//! The languages that have a formula: one file each, one line each in the table.
//!
//! A language that is not here gets counts and a request for a native reader. So do, on purpose: Bengali, Hindi, Kannada,
//! Shona, Khmer, Thai, Nepali and Swahili, for which no validated formula is known to us, and Arabic, whose formula (OSMAN) needs
//! vowel signs that forms are not printed with.

mod de;
mod en;
mod es;
mod fr;
mod it;
mod nl;
mod pt;
mod ru;
mod tr;

use crate::hashing::HashMap;
use std::borrow::Cow;
use std::sync::LazyLock;

use crate::readability::statistics::Statistics;

/// One language's rules.
pub struct Language {
    /// BCP 47 primary subtag.
    pub code: &'static str,
    /// Syllables of a lower-case word.
    pub syllables: fn(&str) -> usize,
    /// The formulas; the first one judges.
    pub formulas: &'static [Formula],
    /// The youngest age that the judging formula's scale names, where it has a table of bands.
    pub youngest: Option<u8>,
    /// Abbreviations that stand before a name: their stop never ends a sentence. Lower case, without the stop.
    pub before_names: &'static [&'static str],
    /// Abbreviations that stand before a number.
    pub before_numbers: &'static [&'static str],
    /// Other abbreviations: their stop ends a sentence only before a capital.
    pub shortened: &'static [&'static str],
    /// True where `3.` is "third".
    pub ordinal_stop: bool,
    /// Words where a long sentence may be cut, with the spaces around them.
    pub joints: &'static [&'static str],
    /// The small words that most sentences hold: what a language is known by.
    pub common: &'static [&'static str],
}

/// A formula as a language uses it.
pub struct Formula {
    /// Its name.
    pub name: &'static str,
    /// The arithmetic.
    pub value: fn(&Statistics) -> f64,
    /// From value to reading age, where the formula has such a scale.
    pub age: Option<fn(f64) -> f64>,
    /// Sentences below which its value is only indicative.
    pub fewest_sentences: usize,
}

const fn formula(name: &'static str, value: fn(&Statistics) -> f64, age: Option<fn(f64) -> f64>) -> Formula {
    Formula { name, value, age, fewest_sentences: 0 }
}

/// Every language with a formula.
pub static LANGUAGES: &[&Language] = &[
    &de::GERMAN,
    &en::ENGLISH,
    &es::SPANISH,
    &fr::FRENCH,
    &it::ITALIAN,
    &nl::DUTCH,
    &pt::PORTUGUESE,
    &ru::RUSSIAN,
    &tr::TURKISH,
];

/// The rules of a language, by its BCP 47 tag.
pub fn find(tag: &str) -> Option<&'static Language> {
    let code = primary(tag);
    LANGUAGES.iter().find(|language| language.code == code).copied()
}

/// The languages that a small word belongs to, by their position in the table.
static SMALL_WORDS: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut known: HashMap<&str, Vec<usize>> = HashMap::default();
    for (at, language) in LANGUAGES.iter().enumerate() {
        for word in language.common {
            let languages = known.entry(word).or_default();
            if languages.last() != Some(&at) {
                languages.push(at);
            }
        }
    }
    known
});

/// How much of a text is made of each language's small words, from 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "a text of 2^52 words does not exist")]
fn shares(text: &str) -> impl Iterator<Item = (&'static Language, f64)> {
    let (mut all, mut common) = (0usize, vec![0usize; LANGUAGES.len()]);
    for word in super::statistics::words(text) {
        all += 1;
        let is_lower = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        let folded = if is_lower { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) };
        for at in SMALL_WORDS.get(folded.as_ref()).into_iter().flatten() {
            if let Some(count) = common.get_mut(*at) {
                *count += 1;
            }
        }
    }
    let share = move |count: usize| if all == 0 { 0.0 } else { count as f64 / all as f64 };
    LANGUAGES.iter().copied().zip(common).map(move |(language, count)| (language, share(count)))
}

/// How much of a text is made of a language's small words, from 0 to 1.
pub fn share_of_common_words(text: &str, language: &Language) -> f64 {
    shares(text).find(|(known, _)| known.code == language.code).map_or(0.0, |(_, share)| share)
}

/// The language that a text seems to be in, with the share of its small words; the first in the table among equals.
pub fn guess(text: &str) -> Option<(&'static Language, f64)> {
    shares(text).filter(|(_, share)| *share > 0.0).reduce(|best, other| if other.1 > best.1 { other } else { best })
}

/// The primary subtag in lower case: `pt` of `pt-BR`.
pub fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_sorted_and_every_language_has_a_formula() {
        let codes: Vec<&str> = LANGUAGES.iter().map(|language| language.code).collect();
        assert!(codes.is_sorted() && codes.windows(2).all(|pair| pair[0] != pair[1]), "{codes:?}");
        assert!(LANGUAGES.iter().all(|language| !language.formulas.is_empty()));
    }

    #[test]
    fn every_file_of_the_folder_is_in_the_table() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/readability/languages");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
            .filter(|stem| stem != "mod")
            .collect();
        files.sort();
        assert_eq!(files, LANGUAGES.iter().map(|language| language.code).collect::<Vec<_>>());
    }

    #[test]
    fn where_each_vowel_is_a_syllable_they_are_counted() {
        for (code, word, wanted) in [
            ("ru", "согласие", 4),
            ("ru", "ёж", 1),
            ("ru", "участник", 3),
            ("tr", "katılım", 3),
            ("tr", "gönüllü", 3),
            ("tr", "ilân", 2),
        ] {
            assert_eq!((find(code).unwrap().syllables)(word), wanted, "{word}");
        }
    }

    #[test]
    fn nothing_is_in_no_language() {
        assert!(guess("").is_none());
        assert_eq!(share_of_common_words("", find("en").unwrap()), 0.0);
    }

    #[test]
    fn abbreviations_are_written_as_the_splitter_meets_them() {
        for language in LANGUAGES {
            let all = [language.before_names, language.before_numbers, language.shortened].concat();
            for word in all {
                assert_eq!(word, word.to_lowercase().trim_end_matches('.'), "{}", language.code);
            }
        }
    }

    #[test]
    fn a_joint_begins_with_a_space() {
        let joints = || LANGUAGES.iter().flat_map(|language| language.joints);
        assert!(joints().all(|joint| joint.starts_with(' ') && *joint == joint.to_lowercase()));
        assert!(joints().count() > 20);
    }

    #[test]
    fn a_sentence_is_known_by_its_small_words() {
        for (text, code) in [
            ("You can stop at any time, and we will not ask you why.", "en"),
            ("Puedes parar cuando quieras, y no te vamos a preguntar por qué.", "es"),
            ("Tu peux arrêter à tout moment, et nous ne te demanderons pas pourquoi.", "fr"),
            ("Você pode parar quando quiser, e não vamos perguntar por quê.", "pt"),
            ("Du kannst jederzeit aufhören, und wir fragen dich nicht, warum.", "de"),
            ("Puoi fermarti quando vuoi, e non ti chiediamo perché.", "it"),
            ("Je kunt altijd stoppen, en we vragen je niet waarom.", "nl"),
            ("Вы можете остановиться в любое время, и мы не спросим почему.", "ru"),
        ] {
            assert_eq!(guess(text).map(|(language, _)| language.code), Some(code), "{text}");
        }
    }

    #[test]
    fn a_tag_with_a_region_finds_its_language() {
        assert_eq!(find("pt-BR").map(|language| language.code), Some("pt"));
        assert!(find("th").is_none());
    }
}
