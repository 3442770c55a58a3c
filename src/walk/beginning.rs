//! The first questions about a study. What is asked stands in `templates/init/questions.yaml`; here is what an answer
//! means.

use std::collections::BTreeMap;

use rust_embed::RustEmbed;
use serde::Deserialize;
use serde_json::Map;
use serde_json::Value;

use crate::guidelines::language;
use crate::guidelines::language::Expression;
use crate::guidelines::language::ExpressionError;
use crate::guidelines::language::Scope;
use crate::guidelines::world::World;
use crate::study::Country;
use crate::study::DEFAULT_PACK;
use crate::study::Date;
use crate::study::FORMAT_VERSION;
use crate::study::Study;
use crate::study::Written;
use crate::study::splice::set_value;
use crate::walk::form::Form;
use crate::walk::form::slug;
use crate::yaml;
use crate::yaml::path::Path;

#[derive(RustEmbed)]
#[folder = "templates/init/"]
struct BuiltIn;

/// The longest id that is made from a text.
const LONGEST_ID: usize = 40;

/// Everything that `init` asks and says.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beginning {
    /// What is said first.
    pub welcome: String,
    /// The questions, in order.
    pub sections: Vec<Section>,
    /// The comment at the head of the file.
    pub head: String,
    /// What is said last.
    pub next: String,
}

/// Questions about one matter.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The section's name in an answers file.
    pub id: String,
    /// What is written above its questions.
    pub title: String,
    /// The list of the study of which each item is asked these questions.
    #[serde(default)]
    pub repeat: Option<String>,
    /// The answer that an item's id is made from.
    #[serde(default)]
    pub identify: Option<String>,
    /// Asks whether there is another item.
    #[serde(default)]
    pub another: Option<String>,
    /// Asks whether there is an item at all; absent where there always is one.
    #[serde(default)]
    pub none: Option<String>,
    /// Fields of an item that name all items of another list.
    #[serde(default)]
    pub joins: BTreeMap<String, String>,
    /// The questions.
    pub questions: Vec<Asked>,
    /// What follows from the answers.
    #[serde(default)]
    pub follows: Vec<Consequence>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The question's name in an answers file.
    pub id: String,
    /// The field that holds the answer; in a section that repeats, a field of the item.
    pub field: String,
    /// The question.
    pub ask: String,
    /// Why it is asked, in a line.
    pub why: String,
    /// True where nothing can begin without it.
    #[serde(default)]
    pub required: bool,
    /// What is suggested for the first item.
    #[serde(default)]
    pub first: Vec<String>,
}

/// What follows from answers.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consequence {
    /// The items it is about, each for itself.
    #[serde(default)]
    pub each: Option<Expression>,
    /// When it holds.
    pub when: Expression,
    /// What is said.
    pub say: String,
    /// A pack that the study is held against from then on.
    #[serde(default)]
    pub pack: Option<String>,
}

/// Something that follows from the answers so far.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// What is said.
    pub text: String,
    /// The pack that the study is held against because of it.
    pub pack: Option<String>,
}

/// Why the questions cannot be asked.
#[derive(Debug, thiserror::Error)]
#[error("the questions of `assent init` cannot be read: {0}")]
pub struct BeginningError(String);

impl Beginning {
    /// The questions that came with the program.
    pub fn built_in() -> Result<Self, BeginningError> {
        let name = "templates/init/questions.yaml";
        let bytes = file("questions.yaml").ok_or_else(|| BeginningError(format!("{name} is missing")))?;
        let parsed = yaml::parse(name, bytes.as_bytes());
        match (parsed.root, parsed.findings.first()) {
            (Some(root), None) => {
                serde_json::from_value(root.to_json()).map_err(|error| BeginningError(error.to_string()))
            }
            (_, finding) => Err(BeginningError(finding.map_or_else(String::new, |finding| finding.message.clone()))),
        }
    }
}

/// A file that `init` writes beside the study, by its name in `templates/init/`.
pub fn file(name: &str) -> Option<String> {
    BuiltIn::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned())
}

impl Section {
    /// The path of a question's field, and the question's key, for an item (or for the study where nothing repeats).
    pub fn place(&self, asked: &Asked, item: usize) -> (Path, String) {
        match &self.repeat {
            Some(list) => {
                let path = Path::root().key(list).index(item).join(&Path::parse(&asked.field));
                (path, format!("{}.{}.{}", self.id, item + 1, asked.id))
            }
            None => (Path::parse(&asked.field), format!("{}.{}", self.id, asked.id)),
        }
    }
}

/// Where somebody is in the questions: section, item of a list, question, each from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Asks whether a list has an item at all.
    Any(usize),
    /// A question.
    Ask(usize, usize, usize),
    /// Asks whether there is another item.
    Another(usize, usize),
    /// Everything was asked.
    Done,
}

impl Beginning {
    /// Where the questions begin.
    pub fn first(&self) -> Step {
        self.start(0)
    }

    /// What comes after a step; `yes` is the answer of a step that asks whether there is something.
    pub fn after(&self, step: Step, yes: bool) -> Step {
        match step {
            Step::Any(section) | Step::Another(section, _) if !yes => self.start(section + 1),
            Step::Any(section) => Step::Ask(section, 0, 0),
            Step::Another(section, item) => Step::Ask(section, item + 1, 0),
            Step::Ask(section, item, question) => match self.sections.get(section) {
                Some(here) if question + 1 < here.questions.len() => Step::Ask(section, item, question + 1),
                Some(here) if here.repeat.is_some() => Step::Another(section, item),
                _ => self.start(section + 1),
            },
            Step::Done => Step::Done,
        }
    }

    fn start(&self, section: usize) -> Step {
        match self.sections.get(section) {
            Some(here) if here.none.is_some() => Step::Any(section),
            Some(_) => Step::Ask(section, 0, 0),
            None => Step::Done,
        }
    }
}

/// What is known about a study while it begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Known(Value);

impl Default for Known {
    fn default() -> Self {
        Self(serde_json::json!({ "assent": FORMAT_VERSION, "packs": [DEFAULT_PACK], "study": { "language": "en" } }))
    }
}

impl Known {
    /// The study so far, in the shape of `study.yaml`.
    pub fn value(&self) -> &Value {
        &self.0
    }

    /// True once the file can be written: it has an id and a title.
    pub fn is_study(&self) -> bool {
        let study = self.0.get("study");
        let has = |field: &str| study.and_then(|study| study.get(field)).is_some_and(|value| !value.is_null());
        has("id") && has("title")
    }

    /// Takes an answer, or says what to answer instead.
    pub fn answer(&mut self, path: &Path, form: &Form, typed: &str) -> Result<(), String> {
        let value = form.read(typed)?;
        self.set(path, value);
        Ok(())
    }

    /// Sets a value. Parents that are missing are made.
    pub fn set(&mut self, path: &Path, value: Value) {
        // A path of the questions always leads through groups and lists; anything else leaves the tree as it is.
        let _ = set_value(&mut self.0, path, value);
    }

    /// What stands at a path.
    pub fn get(&self, path: &Path) -> Option<&Value> {
        path.0.iter().try_fold(&self.0, |value, segment| match segment {
            crate::yaml::path::Segment::Key(key) => value.get(key.as_str()),
            crate::yaml::path::Segment::Index(index) => value.get(index),
        })
    }

    /// Gives the study an id made from its title, where it has none.
    pub fn name_study(&mut self) {
        let id = Path::parse("study.id");
        let title = self.get(&Path::parse("study.title")).and_then(Value::as_str).unwrap_or_default().to_owned();
        if self.get(&id).is_none() && !title.is_empty() {
            let made = slug(&title, LONGEST_ID);
            self.set(&id, Value::from(if made.is_empty() { "study".to_owned() } else { made }));
        }
    }

    /// Gives an item of a list an id made from an answer, and the names of all items of the lists that it joins.
    pub fn name_item(&mut self, section: &Section, item: usize) {
        let (Some(list), Some(identify)) = (&section.repeat, &section.identify) else { return };
        let path = Path::root().key(list).index(item);
        let id = path.key("id");
        if self.get(&path).is_none() {
            return;
        }
        if self.get(&id).is_none() {
            let text = self.get(&path.join(&Path::parse(identify))).and_then(Value::as_str).unwrap_or_default();
            let text =
                Country::read(text).map_or_else(|_| text.to_owned(), |country| country.english_name().to_owned());
            let made = slug(&text, LONGEST_ID);
            let made = if made.is_empty() { format!("{}-{}", list.trim_end_matches('s'), item + 1) } else { made };
            let taken: Vec<&str> = ids(&self.0, list);
            let free = (2..).map(|n| format!("{made}-{n}"));
            let chosen = std::iter::once(made.clone()).chain(free).find(|id| !taken.contains(&id.as_str()));
            self.put_first(&path, "id", Value::from(chosen.unwrap_or(made)));
        }
        for (field, list) in &section.joins {
            let all: Vec<Value> = ids(&self.0, list).into_iter().map(Value::from).collect();
            if !all.is_empty() {
                self.set(&path.key(field), Value::Array(all));
            }
        }
    }

    /// Holds the study against a pack.
    pub fn add_pack(&mut self, pack: &str) -> bool {
        let path = Path::root().key("packs");
        let mut packs: Vec<Value> = self.get(&path).and_then(Value::as_array).cloned().unwrap_or_default();
        if packs.iter().any(|known| known == pack) {
            return false;
        }
        packs.push(Value::from(pack));
        self.set(&path, Value::Array(packs));
        true
    }

    /// What follows from the answers so far.
    pub fn follows(&self, section: &Section, today: Date) -> Result<Vec<Said>, ExpressionError> {
        let Ok(study) = serde_json::from_value::<Study>(self.0.clone()) else { return Ok(Vec::new()) };
        let whole = serde_json::to_value(&study).unwrap_or_default();
        let world = World::new(std::sync::Arc::new(study), &whole, today, std::sync::Arc::default());
        let scope = Scope::new(&world);
        let mut said = Vec::new();
        for consequence in &section.follows {
            let scopes = match &consequence.each {
                Some(each) => {
                    let items = each.ask(&scope)?;
                    let items = items.try_iter().map(|items| items.collect::<Vec<_>>()).unwrap_or_default();
                    items.into_iter().map(|item| scope.with_item(item)).collect()
                }
                None => vec![scope.clone()],
            };
            for scope in scopes {
                if consequence.when.holds(&scope)? {
                    said.push(Said { text: language::fill(&consequence.say, &scope)?, pack: consequence.pack.clone() });
                }
            }
        }
        Ok(said)
    }

    fn put_first(&mut self, path: &Path, key: &str, value: Value) {
        let Some(Value::Object(old)) = self.get(path).cloned() else { return };
        let mut fields = Map::from_iter([(key.to_owned(), value)]);
        fields.extend(old);
        self.set(path, Value::Object(fields));
    }
}

fn ids<'a>(value: &'a Value, list: &str) -> Vec<&'a str> {
    let items = value.get(list).and_then(Value::as_array).into_iter().flatten();
    items.filter_map(|item| item.get("id")).filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn today() -> Date {
        Date::read("2026-06-01").unwrap()
    }

    fn section(id: &str) -> Section {
        Beginning::built_in().unwrap().sections.into_iter().find(|section| section.id == id).unwrap()
    }

    #[test]
    fn every_question_has_a_field_of_the_shape_and_there_are_not_too_many() {
        let beginning = Beginning::built_in().unwrap();
        let mut count = 0;
        for section in &beginning.sections {
            for asked in &section.questions {
                count += 1;
                let (path, key) = section.place(asked, 0);
                assert!(Form::of_field(&path).is_some(), "{key}: {path}");
                assert!(asked.ask.ends_with(['?', '.']) || asked.ask.ends_with('”') && !asked.why.is_empty(), "{key}");
                assert!(!asked.why.contains('\n'), "{key}: one line of why");
            }
            assert_eq!(section.repeat.is_some(), section.another.is_some(), "{}", section.id);
        }
        assert!((12..=17).contains(&count), "{count} questions");
        for name in ["gitignore", "github.yml", "gitlab.yml"] {
            assert!(file(name).is_some(), "{name}");
        }
    }

    #[test]
    fn answers_become_a_study_with_ids() {
        let mut known = Known::default();
        let mut put = |path: &str, typed: &str| {
            let path = Path::parse(path);
            known.answer(&path, &Form::of_field(&path).unwrap(), typed).unwrap();
        };
        put("study.title", "Views of support");
        put("settings[0].country", "th");
        put("settings[1].country", "TH");
        put("participants[0].label", "Young people");
        put("activities[0].method", "conversation");
        known.name_study();
        for (id, item) in [("settings", 0), ("settings", 1), ("participants", 0), ("activities", 0)] {
            known.name_item(&section(id), item);
        }
        assert!(known.is_study());
        assert_eq!(known.value()["study"]["id"], "views-of-support");
        assert_eq!(known.value()["settings"][1]["id"], "thailand-2");
        assert_eq!(
            known.value()["activities"][0],
            json!({"id": "conversation", "method": "conversation", "settings": ["thailand", "thailand-2"], "with": ["young-people"]})
        );
    }

    #[test]
    fn a_name_in_other_letters_has_an_id_all_the_same() {
        let mut known = Known::default();
        for (path, typed) in
            [("study.title", "งานวิจัย"), ("participants[0].label", "เยาวชน"), ("activities[0].method", "survey")]
        {
            let path = Path::parse(path);
            known.answer(&path, &Form::of_field(&path).unwrap(), typed).unwrap();
        }
        known.name_study();
        // An activity before any setting joins none; a second group was never begun.
        for (id, item) in [("participants", 0), ("participants", 1), ("activities", 0)] {
            known.name_item(&section(id), item);
        }
        assert_eq!(known.value()["study"]["id"], "study");
        assert_eq!(known.value()["participants"], json!([{"id": "participant-1", "label": "เยาวชน"}]));
        assert_eq!(
            known.value()["activities"],
            json!([{"id": "survey", "method": "survey", "with": ["participant-1"]}])
        );
    }

    #[test]
    fn what_cannot_be_read_yet_has_no_consequences_and_the_end_is_the_end() {
        let mut known = Known::default();
        known.set(&Path::parse("study.title"), json!(["no text"]));
        assert!(known.follows(&section("settings"), today()).unwrap().is_empty());
        let beginning = Beginning::built_in().unwrap();
        assert_eq!(beginning.after(Step::Done, true), Step::Done);
        let asked = beginning.sections.iter().position(|section| section.repeat.is_some()).unwrap();
        assert_eq!(beginning.after(Step::Another(asked, 0), false), beginning.after(Step::Any(asked), false));
    }

    #[test]
    fn what_follows_is_said_at_once() {
        let mut known = Known::default();
        for (path, typed) in [
            ("settings[0].age_of_majority", "18"),
            ("settings[1].age_of_majority", "20"),
            ("settings[0].mandatory_reporting.required", "yes"),
            ("participants[0].label", "Young people"),
            ("participants[0].ages.from", "16"),
            ("participants[0].survivors", "yes"),
            ("participants[1].label", "Social workers"),
            ("participants[1].ages.from", "25"),
            ("activities[0].recording", "audio"),
        ] {
            let path = Path::parse(path);
            known.answer(&path, &Form::of_field(&path).unwrap(), typed).unwrap();
        }
        assert_eq!(known.follows(&section("settings"), today()).unwrap().len(), 2);
        let said = known.follows(&section("participants"), today()).unwrap();
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said.iter().all(|said| said.text.starts_with("Young people:")));
        assert_eq!(said[1].pack.as_deref(), Some("survivor-conversations"));
        assert!(known.add_pack("survivor-conversations") && !known.add_pack("survivor-conversations"));
        assert_eq!(known.follows(&section("activities"), today()).unwrap().len(), 1);
        assert!(Known::default().follows(&section("settings"), today()).unwrap().is_empty());
    }
}
