//! Words of open lists that nothing knows: allowed, and often a slip.

use crate::checks::hit::Context;
use crate::checks::hit::Hit;
use crate::checks::hit::RustCheck;
use crate::study::nearest::nearest;
use crate::yaml::path::Path;

/// A word that is not in the packs' list for its field.
pub(super) const UNKNOWN_WORD: RustCheck =
    RustCheck { name: "unknown-word", values: &["found", "field", "known", "nearest"], run };

fn run(context: &Context<'_>) -> Vec<Hit> {
    let study = &context.loaded.study;
    let mut words: Vec<(&str, &str, String, Path)> = Vec::new();
    let mut add = |list: &'static str, field: &'static str, all: &[String], path: Path| {
        for (at, word) in all.iter().enumerate() {
            words.push((list, field, word.clone(), path.index(at)));
        }
    };
    for (at, group) in study.participants.iter().enumerate() {
        let path = Path::root().key("participants").index(at);
        add("circumstances", "circumstances", &group.circumstances, path.key("circumstances"));
        add("serves", "genders", &group.genders, path.key("genders"));
    }
    for (at, setting) in study.settings.iter().enumerate() {
        for (index, service) in setting.referral.iter().enumerate() {
            let path = Path::root().key("settings").index(at).key("referral").index(index);
            add("serves", "serves", &service.serves, path.key("serves"));
        }
    }
    for (at, activity) in study.activities.iter().enumerate() {
        let path = Path::root().key("activities").index(at).key("participant_choices");
        add("participant-choices", "participant_choices", &activity.participant_choices, path);
    }
    for (at, storage) in study.privacy.storage.iter().enumerate() {
        let what: Vec<String> = storage.what.iter().map(ToString::to_string).collect();
        let path = Path::parse("privacy.storage").index(at).key("what");
        words.extend(what.into_iter().map(|word| ("storage-what", "storage.what", word, path.clone())));
    }
    let identifiers: Vec<String> = study.privacy.identifiers_collected.iter().map(ToString::to_string).collect();
    for (at, word) in identifiers.into_iter().enumerate() {
        words.push((
            "identifiers",
            "identifiers_collected",
            word,
            Path::parse("privacy.identifiers_collected").index(at),
        ));
    }
    words.into_iter().filter_map(|(list, field, word, path)| hit(context, list, field, &word, &path)).collect()
}

fn hit(context: &Context<'_>, list: &str, field: &str, word: &str, path: &Path) -> Option<Hit> {
    let known = context.world.lexicon.words.get(list).filter(|known| !known.is_empty())?;
    let plain = plain(word);
    let is_known = known.iter().any(|known| plain == *known || contains(&plain, known));
    // What is collected and stored is described in the team's own words; there only a slip is worth a note.
    let free = matches!(list, "identifiers" | "storage-what");
    if is_known {
        return None;
    }
    let near = nearest(&plain, known.iter().map(String::as_str));
    if free && near.is_none() {
        return None;
    }
    let hit = Hit::at(context.loaded.place(path)).with("found", word).with("field", field);
    Some(hit.with("known", known.clone()).with("nearest", near.unwrap_or_default()))
}

/// `Phone numbers` and `phone-number` mean the same.
fn plain(word: &str) -> String {
    let word: String = word.trim().to_lowercase().chars().map(|c| if c == ' ' || c == '_' { '-' } else { c }).collect();
    word.strip_suffix('s').map(str::to_owned).unwrap_or(word)
}

/// True where a known word is one of the words: `phone-number` holds `phone`.
fn contains(word: &str, known: &str) -> bool {
    let known = plain(known);
    word == known || word.starts_with(&format!("{known}-")) || word.ends_with(&format!("-{known}"))
}
