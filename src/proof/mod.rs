//! Proofreading: documents become findings.
//!
//! What is read is what people would receive. A finding stands at the words that have to change: in `study.yaml`, in the
//! prose of another language, or in the study's own template; the built-in templates are held by tests.

mod contradictions;
#[cfg(test)]
mod examples;
mod gaps;
mod languages;
mod passages;
mod promises;
mod reading;
mod stale;
mod unused;

use std::cell::OnceCell;
use std::ops::Range;

use crate::checks;
use crate::checks::Context;
use crate::checks::Hit;
use crate::documents::compose::Composition;
use crate::documents::library::Library;
use crate::finding::Finding;
use crate::proof::passages::Known;
use crate::proof::passages::Passages;
use crate::readability;
use crate::readability::Kept;
use crate::readability::Reading;

/// What was found out about passages, kept for the papers of the next study.
#[derive(Debug, Default)]
pub struct Memory {
    passages: Known,
    read: readability::Known,
    foreign: Kept<Option<(Range<usize>, String)>>,
    promising: Kept<bool>,
}

/// Everything that proofreading may look at.
pub struct Proof<'a> {
    /// The study and what stands beside it.
    pub context: Context<'a>,
    /// The papers.
    pub composition: &'a Composition,
    /// The templates that they were made from.
    pub library: &'a Library,
    /// What was found before.
    pub found: &'a [Finding],
    passages: Passages<'a>,
    readings: OnceCell<Vec<Option<Reading>>>,
    memory: &'a Memory,
}

/// A check on documents.
pub struct ProofCheck {
    /// The name by which a pack calls it.
    pub name: &'static str,
    /// The values that its message may name.
    pub values: &'static [&'static str],
    /// Runs it.
    pub run: fn(&Proof<'_>) -> Vec<Hit>,
}

/// The checks that read documents, by the name that a pack's `rust:` gives.
pub const TABLE: &[ProofCheck] = &[
    contradictions::CONTRADICTION,
    gaps::VISIBLE_GAPS,
    gaps::COMMITTEE_GAPS,
    gaps::WORDS,
    gaps::TEMPLATES,
    languages::MIXED,
    promises::FORBIDDEN,
    reading::LEVEL,
    reading::UNSCORED,
    stale::TRANSLATION,
    unused::ANSWERS,
];

/// Proofreads a study's documents. `found` is what was found before: what is already called missing is not called so twice.
/// `memory` is what the documents of other studies taught about passages; it changes how long this takes, never what it finds.
pub fn run<'a>(
    context: &Context<'a>,
    library: &'a Library,
    composition: &'a Composition,
    found: &'a [Finding],
    memory: &'a Memory,
) -> Vec<Finding> {
    if !context.loaded.readable {
        return Vec::new();
    }
    let passages = Passages::new(composition, &memory.passages);
    let packs = context.packs;
    let context = context.clone();
    let proof = Proof { context, composition, library, found, passages, readings: OnceCell::new(), memory };
    let mut findings = Vec::new();
    for (pack, check) in packs.checks() {
        let Some(name) = check.rust.as_deref() else { continue };
        let Some(known) = TABLE.iter().find(|known| known.name == name) else { continue };
        let context = proof.context.for_check(pack, check);
        if !checks::concerns(&context, check) {
            continue;
        }
        let hits = (known.run)(&proof).into_iter().filter(|hit| !checks::is_allowed(&context, check, hit));
        findings.extend(hits.map(|hit| checks::finding(&context, pack, check, hit)));
    }
    findings
}
