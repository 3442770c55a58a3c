//! What the prose says about how long something is kept, and what the plan says.

use super::STORED_KINDS;
use super::Said;
use super::speaks;
use crate::checks::phrases::Book;
use crate::checks::phrases::Folded;
use crate::checks::quantities;
use crate::checks::quantities::Quantity;
use crate::checks::texts::Text;
use crate::study::Study;
use crate::yaml::path::Path;

/// A time that is promised in prose and that the plan does not keep.
pub struct Contradiction<'t> {
    /// The sentence that promises.
    pub said: Said<'t>,
    /// The time that it promises.
    pub promised: String,
    /// The time that the plan has.
    pub planned: String,
    /// Where the plan has it.
    pub path: Path,
}

/// Every sentence that says when a kind of data is deleted, where the plan keeps that kind longer.
pub fn contradictions<'t>(
    study: &Study,
    texts: &'t [Text<'t>],
    lists: &Book,
    language: &str,
) -> Vec<Contradiction<'t>> {
    let mut found = Vec::new();
    let storage = Path::root().key("privacy").key("storage");
    for text in texts.iter().filter(|text| speaks(&text.path) && !text.path.0.starts_with(&storage.0)) {
        for sentence in text.sentences(language).iter().filter(|sentence| sentence.has(lists, "deleting")) {
            let part = text.text.get(sentence.range.clone()).unwrap_or_default();
            let lengths = quantities::find(part, language);
            let [length] = lengths.as_slice() else { continue };
            if sentence.has(lists, "negations") {
                continue;
            }
            for (at, planned) in kept_longer(study, lists, &sentence.folded, length) {
                found.push(Contradiction {
                    said: Said { text, range: sentence.range.clone() },
                    promised: part.get(length.range.clone()).unwrap_or_default().to_owned(),
                    planned,
                    path: Path::root().key("privacy").key("storage").index(at).key("delete_after"),
                });
            }
        }
    }
    found
}

/// The entries of the plan of a kind that the sentence names, kept longer than it says.
fn kept_longer(study: &Study, lists: &Book, sentence: &Folded, length: &Quantity) -> Vec<(usize, String)> {
    let named: Vec<&str> = STORED_KINDS.into_iter().filter(|kind| sentence.has(lists.get(kind))).collect();
    let from_end = sentence.has(lists.get("end-of-study"));
    let mut longer = Vec::new();
    for (at, storage) in study.privacy.storage.iter().enumerate() {
        let (Some(what), Some(after)) = (&storage.what, &storage.delete_after) else { continue };
        let what = Folded::new(&what.to_string().replace('-', " "));
        let of_kind = named.iter().any(|kind| what.has(lists.get(kind)));
        #[expect(clippy::cast_precision_loss, reason = "a number of days is far below 2^52")]
        let days = after.duration.days() as f64;
        // A month is 28 to 31 days: only what is clearly longer counts.
        if of_kind && (after.from_end, days) > (from_end, length.days() * 1.1 + 1.0) && after.from_end >= from_end {
            longer.push((at, after.to_string()));
        }
    }
    longer
}

#[cfg(test)]
mod tests {
    use super::super::tests::lists;
    use super::super::tests::study;
    use super::*;
    use crate::checks::texts;

    fn found(privacy: &str) -> Vec<(String, String)> {
        let loaded = study(&format!("privacy:\n{privacy}"));
        let texts = texts::all(&loaded.file, &loaded.root);
        let found = contradictions(&loaded.study, &texts, &lists(), "en");
        found.into_iter().map(|one| (one.promised, one.planned)).collect()
    }

    #[test]
    fn a_recording_kept_longer_than_said_is_found() {
        let text =
            "  sharing: Recordings are destroyed after 14 days.\n  storage: [{what: audio, delete_after: P30D}]\n";
        assert_eq!(found(text), [("14 days".to_owned(), "P30D".to_owned())]);
        let text = "  sharing: We delete each transcript after two years.\n  storage: [{what: transcripts, delete_after: end+P5Y}]\n";
        assert_eq!(found(text).len(), 1);
    }

    #[test]
    fn what_agrees_or_is_about_something_else_is_left_alone() {
        for text in [
            "  sharing: Recordings are destroyed after 14 days.\n  storage: [{what: audio}, {delete_after: P30D}]\n",
            "  sharing: Recordings are destroyed after one month.\n  storage: [{what: audio, delete_after: P30D}]\n",
            "  sharing: Recordings are destroyed after 60 days at the latest.\n  storage: [{what: audio, delete_after: P30D}]\n",
            "  sharing: We call after 14 days. Recordings are deleted then.\n  storage: [{what: audio, delete_after: P30D}]\n",
            "  sharing: Transcripts are deleted after 14 days.\n  storage: [{what: audio, delete_after: P30D}]\n",
            "  sharing: Recordings are not deleted after 14 days already.\n  storage: [{what: audio, delete_after: P30D}]\n",
            "  sharing: Recordings are destroyed five years after the end of the study.\n  storage: [{what: audio, delete_after: end+P5Y}]\n",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
