//! What a reader would see as "to be completed".

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Proof;
use super::ProofCheck;
use super::passages;
use crate::checks::Hit;
use crate::documents::compose::Composed;
use crate::documents::localise;
use crate::documents::tree::Audience;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// A blank field that shows in papers for people who take part, their guardians or those who approach them: one hit a field.
pub(super) const VISIBLE_GAPS: ProofCheck =
    ProofCheck { name: "visible-gaps", values: &["field", "documents", "document", "count"], run: for_people };

/// Blank fields that show only in papers for the committee and the team: one hit for all of them.
pub(super) const COMMITTEE_GAPS: ProofCheck =
    ProofCheck { name: "committee-gaps", values: &["fields", "documents", "count"], run: for_the_committee };

/// Prose that the study has and a participants' language lacks: one hit a language.
pub(super) const WORDS: ProofCheck = ProofCheck { name: "words", values: &["language", "fields", "count"], run: words };

/// Papers that nobody has worded in a participants' language: one hit a language.
pub(super) const TEMPLATES: ProofCheck =
    ProofCheck { name: "templates-missing", values: &["language", "documents", "count"], run: templates };

fn for_people(proof: &Proof<'_>) -> Vec<Hit> {
    hits(proof, shown_gaps(proof, is_for_people))
}

fn for_the_committee(proof: &Proof<'_>) -> Vec<Hit> {
    let people = shown_gaps(proof, is_for_people);
    let told = told_missing(proof);
    let mut gaps = shown_gaps(proof, |paper| !is_for_people(paper));
    gaps.retain(|path, _| !people.contains_key(path) && !is_told(proof, &told, path));
    let loaded = proof.context.loaded;
    let documents: BTreeSet<&str> = gaps.values().flatten().copied().collect();
    let fields: Vec<String> = gaps.keys().map(|path| loaded.subject(path)).collect();
    let first = gaps.keys().next();
    let hit = first.map(|path| {
        let hit = Hit::at(loaded.place(path)).with("count", fields.len()).with("fields", fields);
        hit.with("documents", documents.into_iter().collect::<Vec<_>>()).about("committee")
    });
    hit.into_iter().collect()
}

fn is_for_people(paper: &Composed) -> bool {
    passages::for_participants(paper) || paper.slot.audience == Audience::Gatekeeper
}

/// The blank fields that show in some papers, with the papers. What is only blank in another language has a check of its own.
fn shown_gaps<'a>(proof: &'a Proof<'_>, wanted: impl Fn(&Composed) -> bool) -> BTreeMap<Path, Vec<&'a str>> {
    let mut fields: BTreeMap<Path, Vec<&str>> = BTreeMap::new();
    for paper in proof.composition.documents.iter().filter(|paper| wanted(paper)) {
        for gap in paper.gaps.iter().filter(|gap| !gap.translation) {
            let papers = fields.entry(gap.path.clone()).or_default();
            if papers.last() != Some(&paper.slot.stem.as_str()) {
                papers.push(&paper.slot.stem);
            }
        }
    }
    fields
}

fn hits(proof: &Proof<'_>, fields: BTreeMap<Path, Vec<&str>>) -> Vec<Hit> {
    let told = told_missing(proof);
    let mut hits = Vec::new();
    for (path, documents) in fields {
        if is_told(proof, &told, &path) {
            continue;
        }
        let hit = Hit::at(proof.context.loaded.place(&path)).with("field", proof.context.loaded.subject(&path));
        let hit = hit.with("count", documents.len()).with("document", documents.join(", "));
        hits.push(hit.with("documents", documents).about(proof.context.loaded.subject(&path)));
    }
    hits
}

fn is_told(proof: &Proof<'_>, told: &BTreeSet<Path>, path: &Path) -> bool {
    told.iter().any(|missing| path.0.starts_with(&missing.0)) || proof.context.loaded.is_ill_formed(path)
}

/// The blank fields that other findings stand at: a reader is told once.
fn told_missing(proof: &Proof<'_>) -> BTreeSet<Path> {
    let loaded = proof.context.loaded;
    let stands = |path: &Path| loaded.root.find(path).is_some_and(|node| !node.is_blank());
    let in_study = |finding: &&crate::finding::Finding| finding.place.file.name == loaded.file.name;
    let paths = proof.found.iter().filter(in_study).map(|finding| &finding.place.path);
    paths.filter(|path| !path.is_root() && !stands(path)).cloned().collect()
}

fn words(proof: &Proof<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (language, papers) in passages::by_language(proof.composition) {
        let gaps = papers.iter().flat_map(|(_, paper)| &paper.gaps).filter(|gap| gap.translation);
        let mut fields: BTreeSet<Path> = gaps.map(|gap| gap.path.clone()).filter(|path| !is_template(path)).collect();
        if papers.iter().any(|(_, paper)| paper.gaps.iter().any(|gap| is_template(&gap.path))) {
            fields.extend(untranslated(proof, language));
        }
        if fields.is_empty() {
            continue;
        }
        let loaded = proof.context.loaded;
        let place = loaded.place(&language_path(proof, language));
        let fields: Vec<String> = fields.iter().map(|path| loaded.subject(path)).collect();
        let hit = Hit::at(place).with("language", language).with("count", fields.len()).with("fields", fields);
        hits.push(hit.about(format!("words.{language}")));
    }
    hits
}

/// The key that a gap has where the paper itself is not worded in its language.
fn is_template(path: &Path) -> bool {
    matches!(path.0.as_slice(), [Segment::Key(key)] if key.starts_with("templates/"))
}

/// The prose that participants' papers show in other languages and that this one lacks: while nobody has worded the papers
/// in a language, their gaps do not say it.
fn untranslated(proof: &Proof<'_>, language: &str) -> Vec<Path> {
    let value = &proof.context.loaded.value;
    let words = proof.context.facts.words.get(language).map(|(_, root)| root.to_json());
    let papers = || proof.composition.documents.iter().filter(|paper| passages::for_participants(paper));
    let is_shown = |path: &Path| papers().any(|paper| paper.fields.contains(path));
    let given = localise::given_prose(value, crate::study::prose_fields());
    let summary = Path::parse("study.summary");
    given
        .into_iter()
        .filter(|path| is_shown(path) || *path == summary)
        .filter(|path| !words.as_ref().is_some_and(|words| localise::has(value, words, path)))
        .collect()
}

fn templates(proof: &Proof<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (language, papers) in passages::by_language(proof.composition) {
        let unworded = papers.iter().filter(|(_, paper)| paper.gaps.iter().any(|gap| is_template(&gap.path)));
        let documents: BTreeSet<&str> = unworded.map(|(_, paper)| paper.slot.id.as_str()).collect();
        if documents.is_empty() {
            continue;
        }
        let documents: Vec<&str> = documents.into_iter().collect();
        let place = proof.context.loaded.place(&language_path(proof, language));
        let hit = Hit::at(place).with("language", language).with("count", documents.len()).with("documents", documents);
        hits.push(hit.about(format!("templates.{language}")));
    }
    hits
}

/// Where a group first names the language.
fn language_path(proof: &Proof<'_>, language: &str) -> Path {
    for (at, group) in proof.context.loaded.study.participants.iter().enumerate() {
        if let Some(index) = group.languages.iter().position(|own| own.as_str() == language) {
            return Path::root().key("participants").index(at).key("languages").index(index);
        }
    }
    Path::root().key("participants")
}
