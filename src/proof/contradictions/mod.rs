//! A fact that the study states once, and words typed by hand that say otherwise.
//!
//! Read are the study's own templates, without their expressions, and the prose that participants' papers print. A number, a date,
//! an age, a name, a way to reach somebody is held against a fact only where the sentence says which fact it is about (the packs'
//! lists `fact-…`), and only against the facts of the people whose paper it is.

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
use crate::checks::promises::Lists;
use crate::documents::compose::Composed;
use crate::finding::Place;
use crate::proof::contradictions::claims::Claim;
use crate::proof::contradictions::scope::Facts;
use crate::yaml::path::Path;

/// Words beside a fact that says otherwise: both places.
pub(super) const CONTRADICTION: ProofCheck =
    ProofCheck { name: "contradiction", values: &["document", "fact", "says", "written"], run };

fn run(proof: &Proof<'_>) -> Vec<Hit> {
    let public = Public::of(&proof.context.loaded.study);
    let mut hits = in_templates(proof, &public);
    hits.extend(in_prose(proof, &public));
    hits
}

/// The study's own templates, as far as they came into a paper.
fn in_templates(proof: &Proof<'_>, public: &Public) -> Vec<Hit> {
    let lists = Lists(&proof.context.world.lexicon.words);
    let mut hits = Vec::new();
    for file in proof.library.files().filter(|file| file.own && file.path.ends_with(".md")) {
        let literal = literal::of(&file.file.text);
        let language = file.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or("en");
        let mut seen: BTreeSet<(usize, Path)> = BTreeSet::new();
        for paper in
            proof.composition.documents.iter().filter(|paper| paper.slot.language == language || is_of_team(paper))
        {
            let rendered = literal::Rendered::new(&paper.markdown);
            let facts = Facts::of(&proof.context.loaded.study, paper.slot.scope);
            for sentence in
                literal.sentences(language).into_iter().filter(|sentence| literal.is_in(sentence, &rendered))
            {
                for claim in claims::find(literal.text(), &sentence, language, lists, &facts, public) {
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

/// The study's prose that participants' papers print.
fn in_prose(proof: &Proof<'_>, public: &Public) -> Vec<Hit> {
    let loaded = proof.context.loaded;
    let lists = Lists(&proof.context.world.lexicon.words);
    let papers = proof.composition.documents.iter().filter(|paper| passages::for_participants(paper));
    let printed: BTreeSet<&Path> = papers.flat_map(|paper| &paper.fields).collect();
    let language = loaded.study.study.language.as_str();
    let mut hits = Vec::new();
    for text in &proof.context.texts().study {
        if !printed.contains(&text.path) || !text.text.contains(' ') {
            continue;
        }
        let facts = Facts::of(&loaded.study, scope::of_path(&text.path));
        let literal = literal::of(text.text);
        for sentence in literal.sentences(language) {
            for claim in claims::find(text.text, &sentence, language, lists, &facts, public) {
                // A text is no witness against itself.
                if text.path.0.starts_with(&claim.fact.0) || claim.fact.0.starts_with(&text.path.0) {
                    continue;
                }
                let place = text.place(&claim.range);
                let subject = loaded.subject(&text.path);
                hits.push(hit(proof, place, claim, text.text, &subject, &subject));
            }
        }
    }
    hits
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
