//! Promises held against what the study plans to do with people's words.
//!
//! Which words make a promise stands in the packs (`words.yaml`), in several languages; what stands here is how they work
//! together in a sentence. A promise that is denied or limited in its sentence, or in the next one, is none.

mod anonymous;
mod confidentiality;
mod retention;
mod withdrawal;

use std::ops::Range;

use crate::checks::hit::Context;
use crate::checks::hit::Hit;
use crate::checks::hit::RustCheck;
use crate::checks::texts::Text;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

pub use anonymous::anonymous_with_identifiers;
pub use confidentiality::ABSOLUTE_LIST;
pub use confidentiality::absolute;
pub use confidentiality::in_text as absolute_in;
pub use retention::contradictions as retention_contradictions;
pub use withdrawal::after_anonymisation;
pub use withdrawal::after_deletion;

/// The kinds of data that prose and plan are compared by, each with the list that names it.
pub const STORED_KINDS: [&str; 8] = [
    "stored-audio",
    "stored-video",
    "stored-photo",
    "stored-notes",
    "stored-transcripts",
    "stored-answers",
    "stored-contact",
    "stored-consent",
];

/// Privacy promised without a limit.
pub(super) const ABSOLUTE: RustCheck =
    RustCheck { name: "absolute-confidentiality", values: &["found"], run: absolute_confidentiality };
/// Deletion promised for a time when nobody can tell any more whose words they are.
pub(super) const AFTER_ANONYMISATION: RustCheck =
    RustCheck { name: "deletion-after-anonymisation", values: &["found"], run: deletion_after_anonymisation };
/// A deadline for taking words back that lies behind their deletion.
pub(super) const AFTER_DELETION: RustCheck =
    RustCheck { name: "withdrawal-after-deletion", values: &["found"], run: withdrawal_after_deletion };
/// Something kept longer than the prose says.
pub(super) const RETENTION: RustCheck = RustCheck {
    name: "retention-contradiction",
    values: &["found", "promised", "planned"],
    run: retention_contradiction,
};
/// "Anonymous", while identifiers are kept.
pub(super) const ANONYMOUS: RustCheck =
    RustCheck { name: "anonymous-with-identifiers", values: &["found", "kept"], run: anonymous };

fn absolute_confidentiality(context: &Context<'_>) -> Vec<Hit> {
    let lists = context.book();
    let own = context.loaded.study.study.language.as_str();
    let texts = context.texts();
    let mut hits = Vec::new();
    let words = texts.words.iter().map(|(language, texts)| (format!("words/{language}."), *language, texts));
    for (prefix, language, texts) in std::iter::once((String::new(), own, &texts.study)).chain(words) {
        for said in absolute(texts, lists, language) {
            hits.push(Hit::at(said.text.place(&said.range)).with("found", said.words()).named(context, &prefix));
        }
    }
    hits
}

fn deletion_after_anonymisation(context: &Context<'_>) -> Vec<Hit> {
    let lists = context.book();
    let texts = &context.texts().study;
    let found = after_anonymisation(texts, lists, context.loaded.study.study.language.as_str());
    let hit = |(promise, removed): (Said<'_>, Said<'_>)| {
        let place = promise.text.place(&promise.range);
        let hit = Hit::at(place.clone()).with("found", promise.words()).label(place);
        hit.label(removed.text.place(&removed.range))
    };
    found.map(hit).into_iter().collect()
}

fn withdrawal_after_deletion(context: &Context<'_>) -> Vec<Hit> {
    let lists = context.book();
    let study = &context.loaded.study;
    let found = after_deletion(study, &context.texts().study, lists, study.study.language.as_str());
    let hit = |(deadline, contradicted): (Said<'_>, Path)| {
        let hit = Hit::at(deadline.text.place(&deadline.range)).with("found", deadline.words());
        hit.label(context.loaded.place(&contradicted))
    };
    found.map(hit).into_iter().collect()
}

fn retention_contradiction(context: &Context<'_>) -> Vec<Hit> {
    let lists = context.book();
    let study = &context.loaded.study;
    let found = retention_contradictions(study, &context.texts().study, lists, study.study.language.as_str());
    let hit = |one: retention::Contradiction<'_>| {
        let hit = Hit::at(one.said.text.place(&one.said.range)).with("found", one.said.words());
        hit.with("promised", one.promised).with("planned", one.planned).label(context.loaded.place(&one.path))
    };
    found.into_iter().map(hit).collect()
}

fn anonymous(context: &Context<'_>) -> Vec<Hit> {
    let lists = context.book();
    let study = &context.loaded.study;
    let found = anonymous_with_identifiers(study, &context.texts().study, lists, study.study.language.as_str());
    let identifiers = context.loaded.place(&Path::parse("privacy.identifiers_collected"));
    let hit = |(said, kept): (Said<'_>, Vec<String>)| {
        let hit = Hit::at(said.text.place(&said.range)).with("found", said.words());
        hit.with("kept", kept).label(identifiers.clone())
    };
    found.into_iter().map(hit).collect()
}

/// The sections whose prose speaks to the people who take part, or says what is done with their words.
const SPEAKING: [&str; 8] =
    ["study", "participants", "activities", "disclosure", "distress", "privacy", "compensation", "dissemination"];

/// True for prose that speaks to participants or about their words; reports about others' practice stand elsewhere.
pub fn speaks(path: &Path) -> bool {
    match path.0.first() {
        Some(Segment::Key(section)) => SPEAKING.contains(&section.as_str()) && !super::terms::is_name(path),
        _ => false,
    }
}

/// A sentence of the study that says something, with the text that it stands in.
#[derive(Debug, Clone)]
pub struct Said<'t> {
    /// The text.
    pub text: &'t Text<'t>,
    /// The bytes of the sentence, or of the words in it.
    pub range: Range<usize>,
}

impl Said<'_> {
    /// The words.
    pub fn words(&self) -> String {
        let words = self.text.text.get(self.range.clone()).unwrap_or_default();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeMap;

    use crate::checks::phrases::Book;
    use crate::source::SourceFile;
    use crate::study::LoadedStudy;

    /// The word lists of the pack that always holds, and of kinds of data.
    pub fn lists() -> Book {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("guidelines/study-basics/words.yaml");
        let text = std::fs::read_to_string(folder).expect("the pack's words");
        let parsed = crate::yaml::parse_text(SourceFile::new("words.yaml", text));
        let mut lists: BTreeMap<String, Vec<String>> =
            serde_json::from_value(parsed.root.expect("readable").to_json()).expect("lists of words");
        for (list, words) in [("stored-audio", "audio recording"), ("stored-transcripts", "transcript")] {
            lists.entry(list.to_owned()).or_insert_with(|| words.split(' ').map(str::to_owned).collect());
        }
        Book::new(&lists)
    }

    pub fn study(text: &str) -> LoadedStudy {
        let whole =
            format!("assent: 1\nstudy: {{id: a, title: t, dates: {{start: 2026-02-01, end: 2026-07-10}}}}\n{text}");
        let loaded = crate::study::load(SourceFile::new("study.yaml", whole));
        assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
        loaded
    }
}
