//! Privacy promised without a limit.

use super::Said;
use super::speaks;
use crate::checks::phrases::Book;
use crate::checks::phrases::Sentence;
use crate::checks::texts::Text;

/// The list of phrases that promise privacy without a limit.
pub const ABSOLUTE_LIST: &str = "absolute-confidentiality";

/// Every promise that nothing will ever be passed on, with no denial in its sentence and no exception there or in the next.
pub fn absolute<'t>(texts: &'t [Text<'t>], lists: &Book, language: &str) -> Vec<Said<'t>> {
    let mut found = Vec::new();
    for text in texts.iter().filter(|text| speaks(&text.path)) {
        found.extend(in_sentences(text.sentences(language), lists).into_iter().map(|range| Said { text, range }));
    }
    found
}

/// The same in one text: where each promise stands.
pub fn in_text(text: &str, lists: &Book, language: &str) -> Vec<std::ops::Range<usize>> {
    in_sentences(&Sentence::all(text, language), lists)
}

fn in_sentences(sentences: &[Sentence], lists: &Book) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    for (at, sentence) in sentences.iter().enumerate() {
        let Some(range) = sentence.find(lists, ABSOLUTE_LIST) else { continue };
        let limited = sentence.has(lists, "exceptions")
            || sentences.get(at + 1).is_some_and(|next| next.has(lists, "exceptions"));
        if !limited && !sentence.denies_before(lists, range.start) {
            found.push(range);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::lists;
    use super::*;

    fn promises(text: &str, language: &str) -> usize {
        in_text(text, &lists(), language).len()
    }

    #[test]
    fn a_promise_without_a_limit_is_found() {
        for (text, language) in [
            ("Everything you say stays completely confidential.", "en"),
            ("Your answers are 100% confidential. You get a voucher.", "en"),
            ("Nobody will ever know what you told us.", "en"),
            ("We will never tell anyone what you say.", "en"),
            ("We guarantee full confidentiality.", "en"),
            ("Todo lo que digas es totalmente confidencial.", "es"),
            ("Nadie sabrá nunca lo que dijiste.", "es"),
            ("Tout ce que tu dis reste strictement confidentiel, quoi qu'il arrive.", "fr"),
            ("Tudo é absolutamente confidencial.", "pt"),
            ("Alles bleibt absolut vertraulich.", "de"),
        ] {
            assert_eq!(promises(text, language), 1, "{text}");
        }
    }

    #[test]
    fn a_promise_with_its_limit_or_a_denial_is_none() {
        for (text, language) in [
            ("Nobody can promise complete confidentiality.", "en"),
            ("We cannot keep it completely confidential.", "en"),
            ("What you say is completely confidential unless somebody is in danger.", "en"),
            ("It is completely confidential. The only exception is when a child is being hurt now.", "en"),
            ("It is fully confidential as far as the law allows.", "en"),
            ("We keep your answers private. The forms are confidential.", "en"),
            ("No podemos prometer que sea totalmente confidencial.", "es"),
            ("Es totalmente confidencial, salvo si alguien está en peligro.", "es"),
            ("C'est totalement confidentiel, sauf si quelqu'un est en danger.", "fr"),
            ("Alles bleibt absolut vertraulich, außer wenn jemand in Gefahr ist.", "de"),
        ] {
            assert_eq!(promises(text, language), 0, "{text}");
        }
    }
}
