//! Taking words back: promised for a time when they are gone, or when nobody can tell any more whose they are.

use std::ops::Range;

use super::Said;
use super::speaks;
use crate::checks::dates;
use crate::checks::phrases::Book;
use crate::checks::phrases::Sentence;
use crate::checks::quantities;
use crate::checks::texts::Text;
use crate::study::Date;
use crate::study::DeleteAfter;
use crate::study::Study;
use crate::yaml::path::Path;

/// Where the deadline itself stands.
const DEADLINE: &str = "privacy.withdrawal_deadline";

/// A promise that words can be taken back without an end, and the sentence that says names are removed.
pub fn after_anonymisation<'t>(texts: &'t [Text<'t>], lists: &Book, language: &str) -> Option<(Said<'t>, Said<'t>)> {
    let deadline = Path::parse(DEADLINE);
    let promise = texts.iter().filter(|text| speaks(&text.path)).find_map(|text| {
        let is_deadline = text.path == deadline;
        let endless = |sentence: &Sentence| {
            let what = is_deadline || sentence.has(lists, "taking-back") || sentence.has(lists, "deleting");
            let range = sentence.find(lists, "without-end").filter(|_| what)?;
            let limited = sentence.has(lists, "limits-in-time") || sentence.has(lists, "exceptions");
            (!limited && !sentence.denies_before(lists, range.start)).then(|| sentence.range.clone())
        };
        let range = text.sentences(language).iter().find_map(endless)?;
        Some(Said { text, range })
    })?;
    let removed = anonymised(texts, lists, language).into_iter().next()?;
    Some((promise, removed.0))
}

/// When names are removed, as the study's prose on privacy says it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum When {
    /// So many days after collection.
    Days(f64),
    /// On this day.
    On(Date),
    /// It is not said when.
    Unsaid,
}

fn anonymised<'t>(texts: &'t [Text<'t>], lists: &Book, language: &str) -> Vec<(Said<'t>, When)> {
    let mut found = Vec::new();
    let privacy = Path::root().key("privacy");
    for text in texts.iter().filter(|text| text.path.0.starts_with(&privacy.0)) {
        for sentence in text.sentences(language) {
            let Some(range) = sentence.find(lists, "anonymising") else { continue };
            if sentence.denies_before(lists, range.start) {
                continue;
            }
            let part = text.text.get(sentence.range.clone()).unwrap_or_default();
            let when = match (latest_date(part), longest(part, language)) {
                (Some(date), _) => When::On(date),
                (None, Some(days)) => When::Days(days),
                (None, None) => When::Unsaid,
            };
            found.push((Said { text, range: sentence.range.clone() }, when));
        }
    }
    found
}

/// A deadline for taking words back that lies behind the day on which they are deleted or can no longer be told apart.
pub fn after_deletion<'t>(
    study: &Study,
    texts: &'t [Text<'t>],
    lists: &Book,
    language: &str,
) -> Option<(Said<'t>, Path)> {
    let path = Path::parse(DEADLINE);
    let text = texts.iter().find(|text| text.path == path)?;
    let (range, deadline) = deadline(text, lists, language)?;
    let said = Said { text, range };
    let privacy = Path::root().key("privacy");
    if let (When::On(deadline), Some(until)) = (deadline, study.privacy.retention.until)
        && deadline > until
    {
        return Some((said, privacy.key("retention").key("until")));
    }
    if let Some((removed, _)) =
        anonymised(texts, lists, language).into_iter().find(|(_, removed)| is_after(deadline, *removed, study))
    {
        return Some((said, removed.text.path.clone()));
    }
    let (at, gone) = last_link(study, lists)?;
    is_deleted_before(deadline, gone, study).then(|| (said, privacy.key("storage").index(at).key("delete_after")))
}

/// The deadline that a text sets: the latest day, or the longest time, of sentences that do not speak of removing names.
fn deadline(text: &Text<'_>, lists: &Book, language: &str) -> Option<(Range<usize>, When)> {
    let mut longest_so_far: Option<(Range<usize>, f64)> = None;
    for sentence in text.sentences(language).iter().filter(|sentence| !sentence.has(lists, "anonymising")) {
        let part = text.text.get(sentence.range.clone()).unwrap_or_default();
        if let Some(date) = latest_date(part) {
            return Some((sentence.range.clone(), When::On(date)));
        }
        if let Some(days) = longest(part, language)
            && longest_so_far.as_ref().is_none_or(|(_, so_far)| days > *so_far)
        {
            longest_so_far = Some((sentence.range.clone(), days));
        }
    }
    longest_so_far.map(|(range, days)| (range, When::Days(days)))
}

fn latest_date(text: &str) -> Option<Date> {
    dates::find(text).into_iter().map(|(_, date)| date).max()
}

fn longest(text: &str, language: &str) -> Option<f64> {
    quantities::find(text, language).into_iter().map(|length| length.days()).reduce(f64::max)
}

/// True where one day certainly lies behind another. Days after collection and a date meet at the study's dates.
fn is_after(deadline: When, removed: When, study: &Study) -> bool {
    match (deadline, removed) {
        (When::Days(deadline), When::Days(removed)) => deadline > removed + 0.5,
        (When::On(deadline), When::On(removed)) => deadline > removed,
        (When::On(deadline), When::Days(removed)) => {
            study.study.dates.start.is_some_and(|start| as_days(start.days_until(deadline)) > removed)
        }
        (When::Days(deadline), When::On(removed)) => {
            study.study.dates.end.is_some_and(|end| deadline > as_days(end.days_until(removed)))
        }
        (_, When::Unsaid) | (When::Unsaid, _) => false,
    }
}

/// What is kept longest of that by which a person's words can be found: the list of contacts or the key; where the study
/// keeps neither apart, whatever is kept longest.
fn last_link<'s>(study: &'s Study, lists: &Book) -> Option<(usize, &'s DeleteAfter)> {
    let kept = |links_only: bool| {
        let mut last: Option<(usize, &DeleteAfter)> = None;
        for (at, storage) in study.privacy.storage.iter().enumerate() {
            let what = storage.what.as_ref().map(ToString::to_string).unwrap_or_default().replace('-', " ");
            let links = crate::checks::phrases::Folded::new(&what).has(lists.get("linking-data"));
            if links_only && !links {
                continue;
            }
            let after = storage.delete_after.as_ref()?;
            let later =
                |other: &DeleteAfter| (after.from_end, after.duration.days()) > (other.from_end, other.duration.days());
            if last.is_none_or(|(_, other)| later(other)) {
                last = Some((at, after));
            }
        }
        last
    };
    kept(true).or_else(|| kept(false))
}

fn is_deleted_before(deadline: When, gone: &DeleteAfter, study: &Study) -> bool {
    let days = as_days(gone.duration.days());
    match (deadline, gone.from_end) {
        (When::Days(deadline), false) => deadline > days + 0.5,
        // The last person is met on the last day at the latest, and has the deadline from then on.
        (When::Days(deadline), true) => deadline > days + 0.5,
        (When::On(deadline), from_end) => {
            let dates = &study.study.dates;
            let counted_from = if from_end { dates.end } else { dates.start };
            counted_from.and_then(|day| gone.duration.after(day)).is_some_and(|day| deadline > day)
        }
        (When::Unsaid, _) => false,
    }
}

#[expect(clippy::cast_precision_loss, reason = "a number of days is far below 2^52")]
fn as_days(days: i64) -> f64 {
    days as f64
}

#[cfg(test)]
mod tests {
    use super::super::tests::lists;
    use super::super::tests::study;
    use super::*;
    use crate::checks::texts;

    fn endless(text: &str) -> bool {
        let loaded = study(text);
        let texts = texts::all(&loaded.file, &loaded.root);
        after_anonymisation(&texts, &lists(), "en").is_some()
    }

    fn too_late(text: &str) -> Option<String> {
        let loaded = study(text);
        let texts = texts::all(&loaded.file, &loaded.root);
        after_deletion(&loaded.study, &texts, &lists(), "en").map(|(_, path)| path.to_string())
    }

    #[test]
    fn deletion_at_any_time_cannot_be_kept_once_names_are_gone() {
        assert!(endless(
            "privacy:\n  withdrawal_deadline: You can ask us to delete your words at any time, also after publication.\n  pseudonyms: Transcripts are fully anonymised and the key is destroyed within one week.\n"
        ));
        assert!(endless(
            "privacy:\n  withdrawal_deadline: At any time.\n  retention: {then: What is left is anonymised.}\n"
        ));
    }

    #[test]
    fn stopping_at_any_time_is_not_deleting_at_any_time() {
        for text in [
            "activities:\n  - {id: a, aftercare: You can stop at any time.}\nprivacy: {pseudonyms: Transcripts are anonymised.}\n",
            "privacy:\n  withdrawal_deadline: You can take your words back at any time until they are anonymised.\n",
            "privacy:\n  withdrawal_deadline: You can take your words back at any time.\n  pseudonyms: Each person picks a name.\n",
            "privacy:\n  withdrawal_deadline: You cannot take them back at any time, since they are anonymised.\n",
        ] {
            assert!(!endless(text), "{text}");
        }
    }

    #[test]
    fn a_deadline_behind_the_deletion_is_found_at_what_it_contradicts() {
        assert_eq!(
            too_late("privacy:\n  withdrawal_deadline: Until 2027-12-31.\n  retention: {until: 2027-06-30, then: Everything is deleted.}\n").as_deref(),
            Some("privacy.retention.until")
        );
        assert_eq!(
            too_late("privacy:\n  withdrawal_deadline: Until 60 days after the talk.\n  pseudonyms: After 14 days the transcripts are anonymised.\n").as_deref(),
            Some("privacy.pseudonyms")
        );
        assert_eq!(
            too_late("privacy:\n  withdrawal_deadline: Until 60 days after the talk.\n  storage: [{what: contact-list, delete_after: P30D}, {what: transcripts, delete_after: end+P5Y}]\n").as_deref(),
            Some("privacy.storage[0].delete_after")
        );
        assert_eq!(
            too_late("privacy:\n  withdrawal_deadline: Until 31 December 2026.\n  storage: [{what: key list, delete_after: end+P30D}]\n").as_deref(),
            Some("privacy.storage[0].delete_after")
        );
        // Days meet dates at the study's first and last day.
        assert_eq!(
            too_late("privacy:\n  withdrawal_deadline: Until 2026-12-31.\n  pseudonyms: After 14 days the transcripts are anonymised.\n").as_deref(),
            Some("privacy.pseudonyms")
        );
        assert_eq!(
            too_late("privacy:\n  withdrawal_deadline: Until 60 days after the talk.\n  pseudonyms: The transcripts are anonymised on 2026-07-20.\n").as_deref(),
            Some("privacy.pseudonyms")
        );
        assert_eq!(
            too_late("privacy:\n  withdrawal_deadline: Until 31 December 2026.\n  storage: [{what: key list, delete_after: P30D}, {what: contact-list, delete_after: P10D}]\n").as_deref(),
            Some("privacy.storage[0].delete_after")
        );
        assert_eq!(
            too_late("privacy:\n  withdrawal_deadline: Until 10 days after the talk, and at the latest 60 days. We ask again after 5 days.\n  storage: [{what: key list, delete_after: P30D}]\n").as_deref(),
            Some("privacy.storage[0].delete_after")
        );
    }

    #[test]
    fn a_deadline_that_can_be_kept_is_left_alone() {
        for text in [
            "privacy:\n  withdrawal_deadline: Until 2026-12-31.\n  retention: {until: 2027-06-30, then: Everything is deleted.}\n",
            "privacy:\n  withdrawal_deadline: \"Until 30 days after the talk. After that, names are taken out and we can no longer find your part.\"\n  storage: [{what: audio, delete_after: P30D}, {what: contact-list, delete_after: end+P90D}]\n",
            "privacy:\n  withdrawal_deadline: Until 30 days after the talk.\n  storage: [{what: audio, delete_after: P14D}, {what: transcripts, delete_after: end+P5Y}]\n",
            "privacy:\n  withdrawal_deadline: Until 2026-07-01.\n  pseudonyms: The key is destroyed on 2026-08-01; from then on the transcripts are anonymous.\n",
            "privacy:\n  withdrawal_deadline: Until 30 days after the talk.\n",
            "privacy:\n  withdrawal_deadline: Until 30 days after the talk.\n  pseudonyms: Names are not anonymised within 5 days.\n",
        ] {
            assert_eq!(too_late(text), None, "{text}");
        }
    }
}
