//! A short title that tells a bystander what the study is about: it is printed on what participants take home.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::checks::hit::Context;
use crate::checks::hit::Hit;
use crate::checks::hit::RustCheck;
use crate::yaml::path::Path;

/// A word of the packs' list `gives-subject-away` in the short title of a study with survivors or minors.
pub(super) const GIVES_AWAY: RustCheck = RustCheck { name: "short-title-gives-away", values: &["found"], run };

fn run(context: &Context<'_>) -> Vec<Hit> {
    let study = &context.loaded.study;
    let endangered = study.participants.iter().any(|group| group.survivors == Some(true) || study.minors(group));
    let Some(title) = study.study.short_title.as_ref().filter(|_| endangered) else { return Vec::new() };
    let telling = context.world.lexicon.words.get("gives-subject-away").map(Vec::as_slice).unwrap_or_default();
    let title = title.to_string();
    let found = title.unicode_words().find(|word| {
        let word = word.to_lowercase().replace('’', "'");
        telling.contains(&word)
    });
    let place = context.loaded.place(&Path::parse("study.short_title"));
    found.map(|word| Hit::at(place).with("found", word)).into_iter().collect()
}
