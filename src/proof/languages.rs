//! Two languages in one paper: a passage that its readers cannot read.

use crate::hashing::HashSet;
use std::collections::BTreeSet;
use std::ops::Range;

use unicode_script::Script;
use unicode_script::UnicodeScript as _;

use super::Proof;
use super::ProofCheck;
use crate::checks::Hit;
use crate::proof::passages;
use crate::readability::BlockKind;
use crate::readability::languages;
use crate::readability::languages::Language;
use crate::readability::sentences;
use crate::readability::statistics;

/// A passage that seems to be in another language than its paper: one hit a passage and language.
pub(super) const MIXED: ProofCheck =
    ProofCheck { name: "mixed-languages", values: &["document", "language", "found", "seems"], run };

/// Words below which a passage may be a name or a title.
const FEWEST_WORDS: usize = 7;
/// Characters of a passage that a message shows.
const SHOWN: usize = 60;

fn run(proof: &Proof<'_>) -> Vec<Hit> {
    let mut read: HashSet<(&str, &str)> = HashSet::default();
    let mut hits = Vec::new();
    for (language, papers) in passages::by_language(proof.composition) {
        for (at, paper) in papers {
            for block in proof.passages.of(at).filter(|block| block.kind != BlockKind::Heading) {
                if !read.insert((language, block.text.as_str())) {
                    continue;
                }
                let found = proof.memory.foreign.get_or(language, &block.text, || foreign(&block.text, language));
                let Some((range, seems)) = found else { continue };
                let passage = block.text.get(range).unwrap_or_default();
                let (place, origin) = proof.passages.place(&proof.context, paper, passage);
                let hit = Hit::at(place).with("document", paper.slot.stem.as_str()).with("language", language);
                let hit = hit.with("found", shortened(passage)).with("seems", seems);
                hits.push(hit.about(format!("{origin}.{language}")));
            }
        }
    }
    hits
}

/// The first sentence of a passage that is in another language, and which one it seems to be.
fn foreign(text: &str, language: &str) -> Option<(Range<usize>, String)> {
    let known = languages::find(language);
    sentences::split(text, language).into_iter().find_map(|range| {
        let sentence = text.get(range.clone())?;
        if statistics::words(sentence).take(FEWEST_WORDS).count() < FEWEST_WORDS {
            return None;
        }
        let (guessed, share) = languages::guess(sentence)?;
        let other = match known {
            Some(own) => guessed.code != own.code && is_foreign(sentence, own, guessed, share),
            // A language without a list of small words may share them with its neighbours: only what is written in another
            // script, or is plainly English, counts.
            None => (guessed.code == "en" && share >= 0.35) || in_another_script(sentence, language, share),
        };
        other.then(|| (range, guessed.code.to_owned()))
    })
}

/// A third of small words, of more than one kind (`no` stands in many languages), and hardly any of the paper's own.
fn is_foreign(sentence: &str, own: &Language, guessed: &Language, share: f64) -> bool {
    let kinds: BTreeSet<String> = statistics::words(sentence)
        .map(str::to_lowercase)
        .filter(|word| guessed.common.contains(&word.as_str()) && !own.common.contains(&word.as_str()))
        .collect();
    share >= 0.3 && kinds.len() >= 3 && languages::share_of_common_words(sentence, own) < share * 0.5
}

/// True where the letters are not of the script that a language is written in.
fn in_another_script(sentence: &str, language: &str, share: f64) -> bool {
    const SCRIPTS: [(&[&str], Script); 17] = [
        (&["ar", "fa", "ur", "ps", "sd", "ckb", "ug"], Script::Arabic),
        (&["he", "yi"], Script::Hebrew),
        (&["th"], Script::Thai),
        (&["km"], Script::Khmer),
        (&["lo"], Script::Lao),
        (&["my"], Script::Myanmar),
        (&["hi", "mr", "ne"], Script::Devanagari),
        (&["bn", "as"], Script::Bengali),
        (&["ta"], Script::Tamil),
        (&["te"], Script::Telugu),
        (&["kn"], Script::Kannada),
        (&["ml"], Script::Malayalam),
        (&["gu"], Script::Gujarati),
        (&["ko"], Script::Hangul),
        (&["zh"], Script::Han),
        (&["am", "ti"], Script::Ethiopic),
        (&["el"], Script::Greek),
    ];
    let primary = languages::primary(language);
    let Some((_, script)) = SCRIPTS.iter().find(|(tags, _)| tags.contains(&primary.as_str())) else { return false };
    let letters: Vec<char> = sentence.chars().filter(|c| c.is_alphabetic()).collect();
    let own = letters.iter().filter(|c| c.script() == *script).count();
    share > 0.0 && own * 4 < letters.len() && !language.contains("Latn")
}

fn shortened(passage: &str) -> String {
    if passage.chars().count() <= SHOWN {
        return passage.to_owned();
    }
    let cut: String = passage.chars().take(SHOWN).collect();
    let kept = cut.rsplit_once(' ').map_or(cut.as_str(), |(kept, _)| kept);
    format!("{kept} …")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_in_another_language_is_found() {
        let english = "We want to hear from you what a good service would look like.";
        for language in ["es", "fr", "th", "sw", "ko", "de"] {
            assert!(foreign(english, language).is_some(), "{language}");
        }
        assert!(foreign("Puedes parar cuando quieras, y no te vamos a preguntar por qué lo haces.", "en").is_some());
        assert!(
            foreign("Hablamos contigo. You can stop at any time and nobody will be cross with you.", "es").is_some()
        );
    }

    #[test]
    fn names_and_a_language_of_its_own_are_left_alone() {
        assert!(foreign("Oficina de la Oyente Independiente, listener@example.org", "en").is_none());
        assert!(
            foreign(
                "Te llamamos desde Example University Research Ethics Committee para contarte qué encontramos.",
                "es"
            )
            .is_none()
        );
        assert!(
            foreign("Podes parar cando queiras, e non che imos preguntar por que razón o fas agora.", "gl").is_none()
        );
        assert!(
            foreign("Unaweza kuacha wakati wowote, na hakuna mtu atakayekasirika na wewe hata kidogo.", "sw").is_none()
        );
        assert!(foreign("You can stop at any time, and we will not ask you why you do so.", "en-GB").is_none());
        assert!(foreign("Forms lie in a box, nobody collects them, and a no needs no reason.", "en").is_none());
    }

    #[test]
    fn a_language_in_a_script_of_its_own_knows_what_is_written_in_another() {
        let spanish = "Puedes parar cuando quieras, y no te vamos a preguntar por qué lo haces.";
        for (language, found) in [("km", true), ("ko", true), ("km-Latn", false), ("gl", false)] {
            assert_eq!(foreign(spanish, language).is_some(), found, "{language}");
        }
    }

    #[test]
    fn a_long_passage_is_cut_between_two_words() {
        assert_eq!(shortened("You can stop."), "You can stop.");
        assert_eq!(shortened(&"stop now ".repeat(10)), format!("{}stop …", "stop now ".repeat(6)));
    }
}
