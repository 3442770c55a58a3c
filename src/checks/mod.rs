//! Study and packs become findings: the packs' own expressions, and the few checks that need Rust.

mod accepted;
pub mod allow;
mod answers;
pub mod dates;
pub mod drift;
pub mod examples;
mod expressions;
mod files;
mod hazards;
pub mod hidden;
pub mod hit;
pub mod identities;
pub mod lint;
pub mod logged;
mod names;
mod open_lists;
pub mod phrases;
pub mod promises;
pub mod quantities;
mod short_title;
pub mod terms;
pub mod texts;
mod translations;
mod unfinished;

use crate::finding::Finding;
use crate::finding::Label;
use crate::finding::Level;
use crate::guidelines::Pack;
use crate::guidelines::PackCheck;
use crate::guidelines::Packs;
use crate::guidelines::language;
use crate::study::LoadedStudy;

pub use accepted::settle;
pub use answers::Answers;
pub use hit::Context;
pub use hit::Facts;
pub use hit::FileState;
pub use hit::Hit;
pub use hit::RustCheck;

/// The checks that need Rust, by the name that a pack's `rust:` gives. Those that read documents stand in `proof`.
pub const TABLE: &[RustCheck] = &[
    accepted::UNMATCHED,
    accepted::EXPIRED,
    accepted::ERROR,
    drift::PARTICIPANTS,
    drift::OTHER,
    drift::PAPERS,
    drift::RECORDS,
    drift::EXPIRED,
    drift::CONDITION,
    drift::REVIEW,
    files::GUIDE,
    files::EVIDENCE,
    files::OUTSIDE,
    hazards::CONSIDERED,
    hidden::HIDDEN,
    identities::IDENTITIES,
    logged::LATE,
    logged::NO_TIME,
    logged::OVERDUE,
    names::PACKS,
    names::TASKS,
    names::HAZARDS,
    open_lists::UNKNOWN_WORD,
    promises::ABSOLUTE,
    promises::AFTER_ANONYMISATION,
    promises::AFTER_DELETION,
    promises::RETENTION,
    promises::ANONYMOUS,
    short_title::GIVES_AWAY,
    terms::TERMS,
    translations::MISSING,
    unfinished::UNFINISHED,
];

/// Runs every check of the packs over a study.
///
/// Acceptances are put to the findings by [`settle`], once all findings there are have been gathered.
pub fn run(loaded: &LoadedStudy, packs: &Packs, facts: &Facts) -> Vec<Finding> {
    run_in(&Context::new(loaded, packs, facts))
}

/// Runs every check of the packs over a study that was laid out already.
pub fn run_in(context: &Context<'_>) -> Vec<Finding> {
    if !context.loaded.readable {
        return Vec::new();
    }
    context.packs.checks().flat_map(|(pack, check)| run_one(context, pack, check).unwrap_or_default()).collect()
}

/// Runs one check; none where it is one that this table does not have.
pub fn run_one<'a>(context: &Context<'a>, pack: &'a Pack, check: &'a PackCheck) -> Option<Vec<Finding>> {
    match &check.rust {
        None => Some(expressions::run(context, pack, check)),
        Some(name) => {
            let found = TABLE.iter().find(|known| known.name == name)?;
            let context = context.for_check(pack, check);
            if !concerns(&context, check) {
                return Some(Vec::new());
            }
            let hits = (found.run)(&context).into_iter().filter(|hit| !is_allowed(&context, check, hit));
            Some(hits.map(|hit| finding(&context, pack, check, hit)).collect())
        }
    }
}

/// Whether a check's `when` holds for the study; one that cannot be worked out keeps no check from running.
pub fn concerns(context: &Context<'_>, check: &PackCheck) -> bool {
    check.when.as_ref().is_none_or(|when| context.answers.holds(when, &context.scope()).unwrap_or(true))
}

/// Whether the file says, beside the text itself, that it may stand. An error is never allowed.
pub fn is_allowed(context: &Context<'_>, check: &PackCheck, hit: &Hit) -> bool {
    let Some(root) = context.root_of(&hit.place.file).filter(|_| check.level != Level::Error) else { return false };
    allow::is_allowed(&hit.place.file, root, &hit.place.path, check.code.as_str())
}

/// Puts a check's words to what it found.
pub fn finding(context: &Context<'_>, pack: &Pack, check: &PackCheck, hit: Hit) -> Finding {
    let scope = context.scope().with_values(hit.values);
    let said = |template: &str| match language::fill(template, &scope) {
        Ok(text) => text,
        Err(error) => format!("{template} ({error})"),
    };
    let texts = check.labels.iter().map(|label| said(&label.text)).chain(std::iter::repeat(String::new()));
    let labels = hit.labels.into_iter().zip(texts).map(|(place, text)| Label { place, text }).collect();
    let subject = match hit.subject.is_empty() {
        true => crate::study::shape::subject(&context.loaded.root, &hit.place.path),
        false => hit.subject,
    };
    Finding {
        code: check.code.to_string(),
        level: check.level,
        message: said(pack.message_of(check, pack.language.as_str()).text),
        help: said(pack.help_of(check, pack.language.as_str()).text),
        place: hit.place,
        labels,
        tasks: check.serves.clone(),
        subject,
        accepted: false,
    }
}

#[cfg(test)]
mod tests;
