//! Terms that put the wrong picture into a reader's head.
//!
//! They may stand between quotation marks, in a name, and where the file says why (`allow.rs`).

use crate::checks::hit::Context;
use crate::checks::hit::Hit;
use crate::checks::hit::RustCheck;
use crate::guidelines::terms;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// Terms to avoid, in everything that people wrote.
pub(super) const TERMS: RustCheck = RustCheck { name: terms::CHECK, values: &["found", "suggest", "why"], run };

fn run(context: &Context<'_>) -> Vec<Hit> {
    let Some(terms) = context.pack.and_then(|pack| context.packs.terms_of(pack)) else { return Vec::new() };
    let mut hits = Vec::new();
    for (prefix, texts) in context.texts().files() {
        for text in texts.iter().filter(|text| !is_name(&text.path)) {
            for (range, term) in terms.find(text.text) {
                let found = text.text.get(range.clone()).unwrap_or_default();
                let hit =
                    Hit::at(text.place(&range)).with("found", found.split_whitespace().collect::<Vec<_>>().join(" "));
                let hit = hit.with("suggest", term.suggest.as_str()).with("why", term.why.as_str());
                hits.push(hit.named(context, &prefix));
            }
        }
    }
    hits
}

/// Names and references keep their words: nobody can change the title of a law or of a committee.
pub fn is_name(path: &Path) -> bool {
    const NAMES: [&str; 12] = [
        "id",
        "name",
        "law",
        "body",
        "reference",
        "organisation",
        "guide",
        "file",
        "evidence",
        "finding",
        "covers",
        "tasks",
    ];
    let key = path.0.iter().rev().find_map(|segment| match segment {
        Segment::Key(key) => Some(key.as_str()),
        Segment::Index(_) => None,
    });
    key.is_some_and(|key| NAMES.contains(&key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_titles_of_laws_are_exempt() {
        assert!(is_name(&Path::parse("settings[0].mandatory_reporting.law")));
        assert!(is_name(&Path::parse("study.partners[0].name")));
        assert!(!is_name(&Path::parse("study.summary")));
    }
}
