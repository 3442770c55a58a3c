//! Answers that reach no document: somebody wrote them, and nobody will read them.

use std::cell::LazyCell;

use super::Proof;
use super::ProofCheck;
use crate::checks::Hit;
use crate::documents::localise;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// Prose that no paper shows: one hit a field.
pub(super) const ANSWERS: ProofCheck = ProofCheck { name: "unused-answers", values: &["field"], run };

fn run(proof: &Proof<'_>) -> Vec<Hit> {
    let loaded = proof.context.loaded;
    let papers = &proof.composition.documents;
    // A paper that could not be made may be the one that shows it.
    if papers.is_empty() || !proof.composition.errors.is_empty() {
        return Vec::new();
    }
    let is_shown = |path: &Path| papers.iter().any(|paper| paper.fields.contains(path));
    let later = LazyCell::new(|| later_texts(proof));
    localise::given_prose(&loaded.value, crate::study::prose_fields())
        .into_iter()
        .filter(|path| !is_shown(path) && !is_shown_later(&later, path))
        .map(|path| Hit::at(loaded.place(&path)).with("field", loaded.subject(&path)))
        .collect()
}

/// The templates of papers that speak of the verdict: they are made after proofreading, and show answers too.
fn later_texts(proof: &Proof<'_>) -> Vec<String> {
    let folders = proof.library.folders().iter().filter(|folder| folder.meta.verdict);
    let ids: Vec<&str> = folders.map(|folder| folder.id.as_str()).collect();
    let of_these = |path: &str| path.split_once('/').is_some_and(|(folder, _)| ids.contains(&folder));
    proof.library.files().filter(|file| of_these(&file.path)).map(|file| file.file.text.to_string()).collect()
}

fn is_shown_later(later: &[String], path: &Path) -> bool {
    let key = path.0.iter().rev().find_map(|segment| match segment {
        Segment::Key(key) => Some(key.as_str()),
        Segment::Index(_) => None,
    });
    key.is_some_and(|key| later.iter().any(|text| text.contains(&format!(".{key}"))))
}
