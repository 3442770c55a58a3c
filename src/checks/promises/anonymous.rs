//! "Anonymous", while something is collected that says who somebody is.

use super::Said;
use super::speaks;
use crate::checks::phrases::Book;
use crate::checks::phrases::Folded;
use crate::checks::texts::Text;
use crate::study::Study;

/// Every sentence that calls answers or people anonymous, with the identifiers that are collected all the same.
///
/// Making something anonymous later is no such claim, and neither is a denial. Only identifiers that point to one person
/// count: an age or a country does not.
pub fn anonymous_with_identifiers<'t>(
    study: &Study,
    texts: &'t [Text<'t>],
    lists: &Book,
    language: &str,
) -> Vec<(Said<'t>, Vec<String>)> {
    let kept: Vec<String> = study
        .privacy
        .identifiers_collected
        .iter()
        .map(ToString::to_string)
        .filter(|identifier| Folded::new(&identifier.replace('-', " ")).has(lists.get("direct-identifiers")))
        .collect();
    if kept.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for text in texts.iter().filter(|text| speaks(&text.path)) {
        for sentence in text.sentences(language) {
            let Some(range) = sentence.find(lists, "anonymous") else { continue };
            let other =
                ["anonymising", "negations", "exceptions", "later-on"].iter().any(|list| sentence.has(lists, list));
            if !other {
                found.push((Said { text, range }, kept.clone()));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::lists;
    use super::super::tests::study;
    use super::*;
    use crate::checks::texts;

    fn found(text: &str) -> usize {
        let loaded = study(text);
        let texts = texts::all(&loaded.file, &loaded.root);
        anonymous_with_identifiers(&loaded.study, &texts, &lists(), "en").len()
    }

    #[test]
    fn anonymous_answers_with_a_phone_number_are_not_anonymous() {
        assert_eq!(
            found("privacy:\n  identifiers_collected: [age, phone number]\n  pseudonyms: All answers are anonymous.\n"),
            1
        );
        assert_eq!(
            found(
                "privacy:\n  identifiers_collected: [first name]\nactivities:\n  - {id: a, aftercare: You take part anonymously.}\n"
            ),
            1
        );
    }

    #[test]
    fn an_anonymous_study_and_anonymising_later_are_left_alone() {
        for text in [
            "privacy:\n  identifiers_collected: [age, gender, country]\n  pseudonyms: All answers are anonymous.\n",
            "privacy:\n  identifiers_collected: [phone number]\n  pseudonyms: Transcripts are anonymised after 30 days.\n",
            "privacy:\n  identifiers_collected: [phone number]\n  pseudonyms: Answers are not anonymous.\n",
            "privacy:\n  identifiers_collected: [phone number]\n  pseudonyms: The key is destroyed; from then on the transcripts are anonymous.\n",
        ] {
            assert_eq!(found(text), 0, "{text}");
        }
    }
}
