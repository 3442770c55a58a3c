//! The study's prose in the participants' language: from `words/<lang>.yaml`, never the other language in its place.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value as Json;

use crate::documents::laid::Laid;
use crate::documents::values::find;
use crate::yaml::node::is_blank_text;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// A study in another language.
#[derive(Debug, Clone)]
pub struct Localised {
    /// The study with the prose of the language; what the language lacks is blank.
    pub study: Arc<Laid>,
    /// The fields that the study gives in its own language only.
    pub untranslated: Arc<BTreeSet<Path>>,
}

/// Puts the words of a language in place of the study's own prose.
///
/// `prose` are the fields of prose, as `participants[].label`.
pub fn localise(study: &Json, words: Option<&Json>, prose: &[String]) -> Localised {
    let (mut localised, mut untranslated) = (study.clone(), BTreeSet::new());
    for path in given_prose(study, prose) {
        let translated = words.and_then(|words| counterpart(study, words, &path));
        set(&mut localised, &path, translated.clone().unwrap_or(Json::Null));
        if translated.is_none() {
            untranslated.insert(path);
        }
    }
    Localised { study: Arc::new(Laid::of(&localised)), untranslated: Arc::new(untranslated) }
}

/// The places at which a study gives prose.
pub fn given_prose(study: &Json, prose: &[String]) -> Vec<Path> {
    let text = |value: &Json| value.as_str().is_some_and(|text| !is_blank_text(text));
    prose.iter().flat_map(|field| places(study, field, &text)).collect()
}

/// The places at which a study fills in a field, such as `participants[].label`; a list counts as one place.
pub fn given(study: &Json, field: &str) -> Vec<Path> {
    places(study, field, &|value| match value {
        Json::Null => false,
        Json::Array(items) => !items.is_empty(),
        Json::Object(map) => map.values().any(|value| !value.is_null()),
        Json::String(_) | Json::Bool(_) | Json::Number(_) => true,
    })
}

fn places(study: &Json, field: &str, wanted: &dyn Fn(&Json) -> bool) -> Vec<Path> {
    let steps: Vec<&str> = field.split('.').collect();
    let mut found = Vec::new();
    expand(study, &steps, &Path::root(), wanted, &mut found);
    found
}

fn expand(value: &Json, steps: &[&str], path: &Path, wanted: &dyn Fn(&Json) -> bool, found: &mut Vec<Path>) {
    let Some((step, rest)) = steps.split_first() else {
        if wanted(value) {
            found.push(path.clone());
        }
        return;
    };
    let key = step.trim_end_matches("[]");
    let Some(child) = value.get(key) else { return };
    let path = path.key(key);
    if key.len() == step.len() {
        return expand(child, rest, &path, wanted, found);
    }
    for (at, item) in child.as_array().into_iter().flatten().enumerate() {
        expand(item, rest, &path.index(at), wanted, found);
    }
}

/// The text in the words of a language that stands for a field of the study; items of a list are matched by id, and by
/// their position where they have none.
pub fn counterpart(study: &Json, words: &Json, path: &Path) -> Option<Json> {
    let (mut here, mut there) = (study, words);
    for segment in &path.0 {
        match segment {
            Segment::Key(key) => {
                here = here.get(key.as_str())?;
                there = there.get(key.as_str())?;
            }
            Segment::Index(index) => {
                here = here.get(*index)?;
                there = match here.get("id").and_then(Json::as_str) {
                    Some(id) => {
                        let named = |item: &&Json| item.get("id").and_then(Json::as_str) == Some(id);
                        there.as_array()?.iter().find(named)?
                    }
                    None => there.get(*index)?,
                };
            }
        }
    }
    match there {
        Json::String(text) if !is_blank_text(text) => Some(there.clone()),
        _ => None,
    }
}

fn set(root: &mut Json, path: &Path, value: Json) {
    let target = path.0.iter().try_fold(root, |value, segment| match segment {
        Segment::Key(key) => value.get_mut(key.as_str()),
        Segment::Index(index) => value.get_mut(*index),
    });
    if let Some(target) = target {
        *target = value;
    }
}

/// True where the words of a language hold a text for a field.
pub fn has(study: &Json, words: &Json, path: &Path) -> bool {
    find(study, path).is_some() && counterpart(study, words, path).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::laid::Kind;
    use serde_json::json;

    #[test]
    fn items_are_matched_by_id_and_what_is_missing_is_blank() {
        let study = json!({"participants": [
            {"id": "a", "label": "Young people", "include": ["in touch"]},
            {"id": "b", "label": "Carers", "include": []},
        ]});
        let prose = ["participants[].label".to_owned(), "participants[].include[]".to_owned()];
        let words = json!({"participants": [{"id": "b", "label": "Cuidadoras"}]});
        let localised = localise(&study, Some(&words), &prose);
        let study = &localised.study;
        let label =
            |index: usize| study.kind(study.find(&Path::parse("participants").index(index).key("label")).unwrap());
        assert!(matches!(label(1), Kind::Scalar(text) if text.as_str() == Some("Cuidadoras")));
        assert!(matches!(label(0), Kind::Blank));
        let untranslated: Vec<String> = localised.untranslated.iter().map(ToString::to_string).collect();
        assert_eq!(untranslated, ["participants[0].include[0]", "participants[0].label"]);
    }

    #[test]
    fn a_word_that_is_no_text_translates_nothing() {
        let study = json!({"study": {"summary": "We ask."}, "participants": []});
        let path = Path::parse("study.summary");
        for (words, translated) in [
            (json!({"study": {"summary": "Preguntamos."}}), true),
            (json!({"study": {"summary": "TODO"}}), false),
            (json!({"study": {"summary": ["Preguntamos."]}}), false),
            (json!({"study": "Preguntamos."}), false),
        ] {
            assert_eq!(has(&study, &words, &path), translated, "{words}");
        }
        assert_eq!(given_prose(&study, &["results.summary".to_owned()]), []);
    }
}
