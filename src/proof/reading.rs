//! Reading level: what a group's papers ask of its readers, by the formulas of `readability/`.

use std::collections::BTreeMap;

use super::Proof;
use super::ProofCheck;
use crate::checks::Hit;
use crate::documents::compose::Composed;
use crate::finding::Place;
use crate::readability::Reader;
use crate::readability::Reading;
use crate::readability::Verdict;
use crate::yaml::path::Path;

/// Papers that ask for older readers than the group has: one hit a group and language.
pub(super) const LEVEL: ProofCheck = ProofCheck {
    name: "reading-level",
    values: &["document", "documents", "group", "language", "formula", "score", "range", "wanted", "hardest", "far"],
    run: level,
};

/// Papers in a language for which no formula gives an age: one hit a group and language.
pub(super) const UNSCORED: ProofCheck = ProofCheck {
    name: "reading-unscored",
    values: &["documents", "group", "language", "words_per_sentence", "longest", "wanted"],
    run: unscored,
};

/// The papers of one group in one language, each with its reading.
struct Read<'a> {
    group: usize,
    language: &'a str,
    wanted: u8,
    papers: Vec<(&'a Composed, &'a Reading)>,
}

/// Each paper's reading, where its reading level is checked.
fn read_all(proof: &Proof<'_>) -> Vec<Option<Reading>> {
    let mut readers: BTreeMap<&str, Reader<'_>> = BTreeMap::new();
    let papers = proof.composition.documents.iter().enumerate();
    papers
        .map(|(at, paper)| {
            let language = paper.slot.language.as_str();
            let reader = readers.entry(language).or_insert_with(|| Reader::new(language, &proof.memory.read));
            Some(reader.assess(proof.passages.of(at), wanted(paper)?))
        })
        .collect()
}

fn wanted(paper: &Composed) -> Option<u8> {
    paper.reading_age.map(|age| u8::try_from(age).unwrap_or(u8::MAX))
}

fn readings<'a>(proof: &'a Proof<'_>) -> Vec<Read<'a>> {
    let mut read: BTreeMap<(usize, &str), Read<'a>> = BTreeMap::new();
    let readings = proof.readings.get_or_init(|| read_all(proof));
    for (paper, reading) in proof.composition.documents.iter().zip(readings) {
        let (Some(wanted), Some(group), Some(reading)) = (wanted(paper), paper.slot.scope.group, reading) else {
            continue;
        };
        let language = paper.slot.language.as_str();
        let entry = Read { group, language, wanted, papers: Vec::new() };
        read.entry((group, language)).or_insert(entry).papers.push((paper, reading));
    }
    read.into_values().collect()
}

fn label(proof: &Proof<'_>, group: usize) -> String {
    let group = proof.context.loaded.study.participants.get(group);
    let label = group.and_then(|group| group.label.as_ref()).map(ToString::to_string);
    label.or_else(|| group.and_then(|group| group.id.as_ref()).map(ToString::to_string)).unwrap_or_default()
}

fn subject(proof: &Proof<'_>, group: usize, language: &str) -> String {
    format!("{}.{language}", proof.context.loaded.subject(&Path::root().key("participants").index(group)))
}

fn level(proof: &Proof<'_>) -> Vec<Hit> {
    readings(proof).into_iter().filter_map(|read| too_hard(proof, read)).collect()
}

fn too_hard(proof: &Proof<'_>, mut read: Read<'_>) -> Option<Hit> {
    read.papers.retain(|(_, reading)| matches!(reading.verdict, Verdict::TooHard | Verdict::HardSentences));
    let hardest_paper =
        read.papers.iter().max_by(|(_, one), (_, other)| one.age.unwrap_or(0.0).total_cmp(&other.age.unwrap_or(0.0)));
    let (_, worst) = hardest_paper?;
    let judge = worst.scores.first()?;
    let documents: Vec<&str> = read.papers.iter().map(|(paper, _)| paper.slot.stem.as_str()).collect();
    let (low, high) = worst.range?;
    let range = if low.floor() < high.floor() {
        format!("{:.0}-{:.0}", low.floor(), high.ceil())
    } else {
        format!("{:.0}", high.ceil())
    };
    // Where a text is too hard on the whole, single sentences are no news.
    let whole = read.papers.iter().any(|(_, reading)| reading.verdict == Verdict::TooHard);
    let far = if whole { 0 } else { read.papers.iter().map(|(_, reading)| reading.far_beyond).max().unwrap_or(0) };
    let hardest = hardest(proof, &read);
    let place = match hardest.iter().find(|sentence| !sentence.place.path.is_root()) {
        Some(own) => own.place.clone(),
        None => proof.context.loaded.place(&Path::root().key("participants").index(read.group).key("reading_age")),
    };
    let mut hit = Hit::at(place)
        .with("document", documents.join(", "))
        .with("documents", documents)
        .with("group", label(proof, read.group))
        .with("language", read.language)
        .with("formula", judge.formula)
        .with("score", format!("{:.1}", judge.value))
        .with("range", range)
        .with("wanted", read.wanted)
        .with("far", far)
        .with("hardest", hardest.iter().map(Sentence::shown).collect::<Vec<_>>());
    for sentence in hardest {
        hit = hit.label(sentence.place);
    }
    Some(hit.about(subject(proof, read.group, read.language)))
}

struct Sentence {
    text: String,
    halves: Option<(String, String)>,
    weight: usize,
    place: Place,
    origin: String,
}

impl Sentence {
    fn shown(&self) -> String {
        let split = self.halves.as_ref().map(|(first, second)| format!(" -> “{first}.” “{second}”"));
        format!("“{}” ({}){}", self.text, self.origin, split.unwrap_or_default())
    }
}

/// The three hardest sentences of all these papers, each once.
fn hardest(proof: &Proof<'_>, read: &Read<'_>) -> Vec<Sentence> {
    let mut found: Vec<Sentence> = Vec::new();
    for (paper, reading) in &read.papers {
        for sentence in &reading.hardest {
            if found.iter().any(|known| known.text == sentence.text) {
                continue;
            }
            let (place, origin) = proof.passages.place(&proof.context, paper, &sentence.text);
            found.push(Sentence {
                text: sentence.text.clone(),
                halves: sentence.halves.clone(),
                weight: sentence.words + 2 * sentence.hard_words,
                place,
                origin,
            });
        }
    }
    found.sort_by_key(|sentence| std::cmp::Reverse(sentence.weight));
    found.truncate(3);
    found
}

fn unscored(proof: &Proof<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for mut read in readings(proof) {
        let unscored =
            |reading: &Reading| matches!(reading.verdict, Verdict::NoFormula | Verdict::NoScale | Verdict::BelowScale);
        read.papers.retain(|(_, reading)| unscored(reading));
        let Some((_, longest)) = read.papers.iter().max_by_key(|(_, reading)| reading.statistics.longest_sentence)
        else {
            continue;
        };
        if reviewed(proof, read.language) {
            continue;
        }
        let statistics = longest.statistics;
        let per_sentence =
            if statistics.sentences == 0 { String::new() } else { format!("{:.0}", statistics.words_per_sentence()) };
        let documents: Vec<&str> = read.papers.iter().map(|(paper, _)| paper.slot.stem.as_str()).collect();
        let place = proof.context.loaded.place(&Path::root().key("participants").index(read.group).key("reading_age"));
        let hit = Hit::at(place)
            .with("documents", documents)
            .with("group", label(proof, read.group))
            .with("language", read.language)
            .with("words_per_sentence", per_sentence)
            .with("longest", statistics.longest_sentence)
            .with("wanted", read.wanted);
        hits.push(hit.about(subject(proof, read.group, read.language)));
    }
    hits
}

/// True where a native reader stands behind every paper that the study names in a language.
fn reviewed(proof: &Proof<'_>, language: &str) -> bool {
    let named: Vec<_> = proof
        .context
        .loaded
        .study
        .translations
        .iter()
        .filter(|one| one.language.as_ref().is_some_and(|own| own.as_str() == language))
        .collect();
    !named.is_empty() && named.iter().all(|one| one.reviewed_by.is_some())
}
