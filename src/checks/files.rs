//! Files that the study or its records name: not there, or not in the study folder.

use crate::checks::hit::Context;
use crate::checks::hit::FileState;
use crate::checks::hit::Hit;
use crate::checks::hit::RustCheck;
use crate::finding::Place;
use crate::records::REDACTED;
use crate::yaml::path::Path;

/// A file that `study.yaml` names and that is not there.
pub(super) const GUIDE: RustCheck = RustCheck { name: "guide-file-missing", values: &["path"], run: guides };
/// A file that a record names and that is not there.
pub(super) const EVIDENCE: RustCheck = RustCheck { name: "evidence-file-missing", values: &["path"], run: evidence };
/// A file that leads out of the folder.
pub(super) const OUTSIDE: RustCheck = RustCheck { name: "file-outside", values: &["path"], run: outside };

fn guides(context: &Context<'_>) -> Vec<Hit> {
    hits(context, named_by_the_study(context), FileState::Missing)
}

fn evidence(context: &Context<'_>) -> Vec<Hit> {
    hits(context, named_by_records(context), FileState::Missing)
}

fn outside(context: &Context<'_>) -> Vec<Hit> {
    let mut named = named_by_the_study(context);
    named.extend(named_by_records(context));
    hits(context, named, FileState::Outside)
}

fn hits(context: &Context<'_>, named: Vec<(String, Place, String)>, wanted: FileState) -> Vec<Hit> {
    let state = |path: &str| context.facts.files.get(path).copied().unwrap_or(FileState::Missing);
    let named = named.into_iter().filter(|(path, _, _)| state(path) == wanted);
    named.map(|(path, place, prefix)| Hit::at(place).with("path", path).named(context, &prefix)).collect()
}

/// The files of `study.yaml`, with their places.
fn named_by_the_study(context: &Context<'_>) -> Vec<(String, Place, String)> {
    let study = &context.loaded.study;
    let guides = study.activities.iter().enumerate().filter_map(|(at, activity)| {
        let path = Path::root().key("activities").index(at).key("guide");
        activity.guide.as_ref().map(|guide| (guide, path))
    });
    let assessment = study.privacy.impact_assessment.file.as_ref();
    let assessment = assessment.map(|file| (file, Path::parse("privacy.impact_assessment.file")));
    guides
        .chain(assessment)
        .map(|(file, path)| (file.as_str().to_owned(), context.loaded.place(&path), String::new()))
        .collect()
}

/// The files that the latest word of each record names as evidence.
fn named_by_records(context: &Context<'_>) -> Vec<(String, Place, String)> {
    let mut named = Vec::new();
    for (prefix, texts) in context.texts().files().filter(|(prefix, _)| prefix.starts_with("records/")) {
        for text in texts.iter().filter(|text| is_evidence(&text.path) && text.text != REDACTED) {
            named.push((text.text.to_owned(), text.whole(), prefix.clone()));
        }
    }
    named
}

fn is_evidence(path: &Path) -> bool {
    path.parent().is_some_and(|list| list.to_string().ends_with(".evidence"))
}
