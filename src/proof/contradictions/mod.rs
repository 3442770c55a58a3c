//! A fact that the study states once, and words typed by hand that say otherwise.
//!
//! Read are the study's own templates, without their expressions, as far as they came into a paper. A number, a date, an age, a
//! name, a way to reach somebody is held against a fact only where the sentence says which fact it is about (the packs' lists
//! `fact-…`), and only against the facts of the people whose paper it is. The study's own prose is left to its readers: it speaks
//! of too many things that no field states.

mod claims;
mod literal;
mod scope;

use std::collections::BTreeSet;
use std::ops::Range;

use super::Proof;
use super::ProofCheck;
use super::passages;
use crate::checks::Hit;
use crate::checks::identities::Public;
use crate::documents::compose::Composed;
use crate::finding::Place;
use crate::proof::contradictions::claims::Claim;
use crate::proof::contradictions::scope::Facts;
use crate::yaml::path::Path;

/// Words beside a fact that says otherwise: both places.
pub(super) const CONTRADICTION: ProofCheck =
    ProofCheck { name: "contradiction", values: &["document", "fact", "says", "written"], run };

fn run(proof: &Proof<'_>) -> Vec<Hit> {
    let public = &Public::of(&proof.context.loaded.study);
    let lists = proof.context.book();
    let mut hits = Vec::new();
    for file in proof.library.files().filter(|file| file.own && file.path.ends_with(".md")) {
        let literal = literal::of(&file.file.text);
        let language = file.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or("en");
        let sentences = literal.sentences(language);
        let mut seen: BTreeSet<(usize, Path)> = BTreeSet::new();
        for paper in
            proof.composition.documents.iter().filter(|paper| paper.slot.language == language || is_of_team(paper))
        {
            let rendered = literal::Rendered::new(&paper.markdown);
            let facts = Facts::of(&proof.context.loaded.study, paper.slot.scope);
            for sentence in sentences.iter().filter(|sentence| literal.is_in(sentence, &rendered)) {
                for claim in claims::find(literal.text(), sentence, language, lists, &facts, public) {
                    if !seen.insert((claim.range.start, claim.fact.clone())) {
                        continue;
                    }
                    let place = Place { file: file.file.clone(), span: claim.range.clone(), path: Path::root() };
                    let name = passages::template_name(&file.file);
                    hits.push(hit(proof, place, claim, literal.text(), &paper.slot.stem, &name));
                }
            }
        }
    }
    hits
}

fn is_of_team(paper: &Composed) -> bool {
    !passages::for_participants(paper)
}

fn hit(proof: &Proof<'_>, place: Place, claim: Claim, text: &str, document: &str, name: &str) -> Hit {
    let loaded = proof.context.loaded;
    let written = text.get(claim.range).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let fact = loaded.subject(&claim.fact);
    Hit::at(place)
        .with("document", document)
        .with("written", written)
        .with("says", claim.says)
        .with("fact", fact.as_str())
        .label(loaded.place(&claim.fact))
        .about(format!("{name}.{fact}"))
}

/// A sentence as bytes of its text.
type Sentence = Range<usize>;
