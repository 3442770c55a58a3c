//! Translations made from an original that has changed since.

use super::Proof;
use super::ProofCheck;
use crate::checks::Hit;
use crate::documents::library::TemplateFile;
use crate::documents::library::digest;
use crate::documents::library::translated_from;
use crate::finding::Place;
use crate::proof::passages;
use crate::yaml::path::Path;

/// A template in a language that the study's papers come in, translated from another text than today's original.
pub(super) const TRANSLATION: ProofCheck =
    ProofCheck { name: "stale-translation", values: &["document", "language", "since"], run };

fn run(proof: &Proof<'_>) -> Vec<Hit> {
    let papers = passages::by_language(proof.composition);
    let used = |language: &str| papers.keys().any(|used| *used == language || primary(used) == primary(language));
    let stale = |file: &&TemplateFile| {
        let (Some(then), Some(original)) = (translated_from(&file.file.text), proof.library.original(&file.path))
        else {
            return false;
        };
        then != digest(&original.file.text)
    };
    let files = proof.library.files().filter(|file| used(language_of(file))).filter(stale);
    files.map(hit).collect()
}

fn hit(file: &TemplateFile) -> Hit {
    let document = file.path.rsplit_once('/').map_or(file.path.as_str(), |(folder, _)| folder);
    let first_line = file.file.text.lines().next().unwrap_or_default();
    let place = Place { file: file.file.clone(), span: 0..first_line.len(), path: Path::root() };
    Hit::at(place)
        .with("document", document)
        .with("language", language_of(file))
        .with("since", translated_from(&file.file.text).unwrap_or_default())
        .about(format!("templates/{}", file.path.trim_end_matches(".md")))
}

fn language_of(file: &TemplateFile) -> &str {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    name.split('.').next().unwrap_or_default()
}

fn primary(language: &str) -> &str {
    language.split('-').next().unwrap_or_default()
}
