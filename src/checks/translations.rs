//! Papers that people receive in a translation of which the study does not say who reviewed it.

use std::collections::BTreeMap;

use crate::checks::hit::Context;
use crate::checks::hit::Hit;
use crate::checks::hit::RustCheck;
use crate::study::Group;
use crate::study::Route;
use crate::study::Study;
use crate::yaml::path::Path;

/// One hit a language, listing the papers without an entry in `translations`.
pub(super) const MISSING: RustCheck =
    RustCheck { name: "translations-missing", values: &["count", "language", "documents"], run };

fn run(context: &Context<'_>) -> Vec<Hit> {
    let study = &context.loaded.study;
    let mut wanted: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for group in study.participants.iter().filter(|group| is_met(study, group)) {
        for language in group.languages.iter().filter(|language| is_translation(study, language.primary())) {
            let papers = wanted.entry(language.as_str()).or_default();
            for paper in papers_of(study, group) {
                if !papers.contains(&paper) {
                    papers.push(paper);
                }
            }
        }
    }
    let named = |language: &str, paper: &str| {
        study.translations.iter().any(|one| {
            one.document.as_ref().is_some_and(|document| document.as_str() == paper)
                && one
                    .language
                    .as_ref()
                    .is_some_and(|own| own.as_str() == language || own.as_str() == primary(language))
        })
    };
    let mut hits = Vec::new();
    for (language, papers) in wanted {
        let missing: Vec<&str> = papers.into_iter().filter(|paper| !named(language, paper)).collect();
        if missing.is_empty() {
            continue;
        }
        let place = context.loaded.place(&Path::root().key("translations"));
        let hit = Hit::at(place).with("count", missing.len()).with("language", language).with("documents", missing);
        hits.push(hit.about(format!("translations.{language}")));
    }
    hits
}

fn primary(language: &str) -> &str {
    language.split('-').next().unwrap_or_default()
}

/// The built-in papers are written in English, and a study's own prose in its language: only where both are English is a paper
/// in English an original.
fn is_translation(study: &Study, language: &str) -> bool {
    language != "en" || study.study.language.primary() != "en"
}

fn is_met(study: &Study, group: &Group) -> bool {
    let mut activities = study.activities_with(group).peekable();
    activities.peek().is_none() || activities.any(|activity| !activity.is_desk_review())
}

/// The papers that a group receives, of those that have to be reviewed in translation.
fn papers_of(study: &Study, group: &Group) -> Vec<&'static str> {
    let mut papers = vec!["information-sheet"];
    let minors = study.minors(group);
    if !minors || study.adults(group) {
        papers.push("consent-form");
    }
    if minors {
        papers.push("assent-form");
        if group.consent.route != Some(Route::AssentWithWaiver) {
            papers.push("permission-form");
        }
    }
    papers.push("withdrawal-form");
    if study.settings_met(group).any(|setting| !setting.referral.is_empty()) {
        papers.push("referral-card");
    }
    papers
}
