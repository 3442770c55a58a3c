//! The words of the index in a language, and the names that people gave to what it lists.

use serde_json::Value;

use crate::documents::compose::Composed;
use crate::documents::library::Library;
use crate::study::Study;
use crate::yaml::layer::lay_over;

/// The language of the page: the study's own where its words are written, else English.
pub(super) fn language(library: &Library, study: &Study) -> String {
    let own = study.study.language.primary();
    if library.file(&path(own)).is_some() { own.to_owned() } else { "en".to_owned() }
}

fn path(language: &str) -> String {
    format!("index/{language}.yaml")
}

/// The words of a language, laid over the English ones.
pub(super) fn read(library: &Library, language: &str) -> Result<Value, String> {
    let mut words = Value::Null;
    for language in ["en", language] {
        let Some(file) = library.file(&path(language)) else { continue };
        let over = serde_yaml::from_str(&file.file.text).map_err(|error| format!("{}: {error}", file.file.name))?;
        lay_over(&mut words, over);
    }
    Ok(words)
}

/// What a document is about, as the study calls it: the label of its group, the place of its setting, its activity's id.
pub(super) fn about(study: &Study, document: &Composed) -> String {
    let scope = document.slot.scope;
    let group = scope.group.and_then(|at| study.participants.get(at));
    let setting = scope.setting.and_then(|at| study.settings.get(at));
    let activity = scope.activity.and_then(|at| study.activities.get(at));
    let label = group.and_then(|group| group.label.as_ref()).or(setting.and_then(|setting| setting.place.as_ref()));
    let id = group.and_then(|one| one.id.as_ref()).or(setting.and_then(|one| one.id.as_ref()));
    let id = id.or(activity.and_then(|one| one.id.as_ref())).map(ToString::to_string);
    label.map(|label| label.0.trim().to_owned()).filter(|label| !label.is_empty()).or(id).unwrap_or_default()
}

/// Whom a risk names: a group by its label, a person by name, anything else as it stands.
pub(super) fn named(study: &Study, id: &str) -> String {
    let group = study.group(id).and_then(|group| group.label.as_ref()).map(|label| label.0.trim().to_owned());
    let person = || study.person(id).and_then(|person| person.name.clone());
    group.or_else(person).unwrap_or_else(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_of_the_index_has_every_word_and_no_other() {
        fn keys(value: &Value, at: &str, all: &mut Vec<String>) {
            match value {
                Value::Object(map) => map.iter().for_each(|(key, value)| keys(value, &format!("{at}.{key}"), all)),
                other => {
                    let text = other.as_str().unwrap_or_default();
                    let mut holes: Vec<&str> =
                        text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
                    holes.sort_unstable();
                    all.push(format!("{at} {holes:?}"));
                }
            }
        }
        let library = Library::built_in();
        let of = |language: &str| {
            let file = library.file(&path(language)).unwrap();
            let mut all = Vec::new();
            keys(&serde_yaml::from_str(&file.file.text).unwrap(), "", &mut all);
            all.sort();
            all
        };
        for language in ["es", "fr"] {
            assert_eq!(of(language), of("en"), "{language}");
        }
    }

    #[test]
    fn a_language_that_nobody_has_written_is_english() {
        let library = Library::built_in();
        let mut study = Study::default();
        let mut language = |tag: &str| {
            study.study.language = <crate::study::Language as crate::study::Written>::read(tag).unwrap();
            super::language(&library, &study)
        };
        assert_eq!([language("es-PE"), language("th"), language("en")], ["es", "en", "en"]);
    }

    #[test]
    fn whom_a_risk_names_is_called_by_the_name_that_the_study_gives() {
        let text = "assent: 1\nstudy: {id: s, title: T}\nteam: [{id: lead, name: A. Lead}, {id: second}]\n\
                    participants: [{id: g, label: Young people}, {id: h}]\n";
        let study = crate::study::load_bytes("study.yaml", text.as_bytes()).study;
        let names = ["g", "h", "lead", "second", "others"].map(|id| named(&study, id));
        assert_eq!(names, ["Young people", "h", "A. Lead", "second", "others"]);
    }

    #[test]
    fn words_that_cannot_be_read_are_said_with_their_file() {
        let own = |path: &str, text: &str| {
            Library::with_own(
                [(path.to_owned(), crate::source::SourceFile::new(format!("templates/{path}"), text))].into(),
            )
        };
        let refused = read(&own("index/es.yaml", "a: ["), "es").unwrap_err();
        assert!(refused.starts_with("templates/index/es.yaml: "), "{refused}");
        assert!(read(&Library::built_in(), "xx").unwrap().is_object(), "a language without words has the English ones");
    }
}
