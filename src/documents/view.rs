//! The decisions behind a document: who is under age where, what is recorded, what has to be reported, who can help.
//!
//! Templates place words; what is true of a group, a setting or an activity is decided here, once for every language.
//! Each object shows the fields of the study beside the facts about them, under names of their own.

pub mod activity;
pub mod group;
pub mod person;
pub mod setting;

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::value::Object;
use minijinja::value::Value;

use crate::documents::values::Source;
use crate::documents::view::activity::ActivityView;
use crate::documents::view::group::GroupView;
use crate::documents::view::person::PersonView;
use crate::documents::view::setting::SettingView;
use crate::documents::words::Words;
use crate::study::Study;
use crate::yaml::path::Path;

/// Whom and what a document is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scope {
    /// The position of its group in `participants`.
    pub group: Option<usize>,
    /// The position of its setting in `settings`.
    pub setting: Option<usize>,
    /// The position of its activity in `activities`.
    pub activity: Option<usize>,
}

/// What all views of one rendering share.
#[derive(Debug)]
pub struct World {
    /// The study as types: what decisions are made from.
    pub study: Arc<Study>,
    /// The study as values: what is printed.
    pub source: Source,
    /// The language of the study's prose in the document.
    pub language: String,
    /// The words of the document's language.
    pub words: Arc<Words>,
    /// Whom the document is about.
    pub scope: Scope,
    /// Values that are no part of the study: the document itself, the verdict.
    pub extra: BTreeMap<String, Value>,
}

impl World {
    /// A fact, and the fields it was decided from.
    fn fact(&self, base: &Path, fields: &[&str], value: impl Into<Value>) -> Value {
        for field in fields {
            self.source.trace.read(&base.join(&Path::parse(field)));
        }
        value.into()
    }
}

/// The position of an item in the list it was borrowed from.
fn position<T>(list: &[T], item: &T) -> Option<usize> {
    list.iter().position(|other| std::ptr::eq(other, item))
}

/// What a template sees at the top: the sections of the study with the facts about them, and what the document is about.
#[derive(Debug)]
pub struct Top(pub Arc<World>);

/// The name under which filters find what is rendered; no template can write it, since it is no identifier.
pub(super) const RENDERED: &str = "what is rendered";

/// The names at the top that are neither a section of the study nor given from outside.
pub const TOP_FACTS: &[&str] = &["group", "setting", "activity", "minors", "adults", "in_field", "languages"];

// The engine asks what stands at the top by name and in no other way.
impl Object for Top {
    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let world = &self.0;
        let study = &world.study;
        let list = |one: &dyn Fn(usize) -> Value| {
            let path = Path::root().key(key);
            match world.source.count(&path) {
                // The list itself, so that a template can show that nothing is there as a gap.
                0 => world.source.value(&path),
                count => Value::from((0..count).map(one).collect::<Vec<_>>()),
            }
        };
        Some(match key {
            RENDERED => Value::from_dyn_object(Arc::clone(self)),
            "participants" => list(&|at| GroupView::value(world, at)),
            "settings" => list(&|at| SettingView::value(world, at, None)),
            "activities" => list(&|at| ActivityView::value(world, at)),
            "team" => list(&|at| PersonView::value(world, at)),
            "group" => GroupView::value(world, world.scope.group?),
            "setting" => SettingView::value(world, world.scope.setting?, None),
            "activity" => ActivityView::value(world, world.scope.activity?),
            "minors" => study.participants.iter().any(|group| study.minors(group)).into(),
            "adults" => study.participants.iter().any(|group| study.adults(group)).into(),
            "in_field" => study.field_activities().next().is_some().into(),
            "languages" => languages(study).into(),
            _ if world.extra.contains_key(key) => world.extra.get(key)?.clone(),
            _ => {
                return world.source.section(key);
            }
        })
    }
}

/// The languages that participants read, each once, in the order of the file.
pub fn languages(study: &Study) -> Vec<String> {
    let mut languages: Vec<String> = Vec::new();
    for language in study.participants.iter().flat_map(|group| &group.languages) {
        if !languages.iter().any(|known| known == language.as_str()) {
            languages.push(language.to_string());
        }
    }
    languages
}

/// The person with an id; where nobody has it, a gap at the team.
pub fn person(world: &Arc<World>, id: &str) -> Value {
    let found = world.study.person(id).and_then(|person| position(&world.study.team, person));
    match found {
        Some(at) => PersonView::value(world, at),
        None => world.source.value(&Path::root().key("team").key(id)),
    }
}

/// The people who have a duty.
pub fn people_with(world: &Arc<World>, duty: &str) -> Value {
    let team = world.study.team.iter().enumerate();
    let with = team.filter(|(_, person)| person.duties.iter().any(|own| own.as_str() == duty));
    Value::from(with.map(|(at, _)| PersonView::value(world, at)).collect::<Vec<_>>())
}

/// Whom a risk or a benefit names: a group by its label, a person by name, anything else as it stands.
pub fn named(world: &Arc<World>, id: &str) -> Value {
    if let Some(at) = world.study.group(id).and_then(|group| position(&world.study.participants, group)) {
        return world.source.value(&Path::root().key("participants").index(at).key("label"));
    }
    if let Some(at) = world.study.person(id).and_then(|person| position(&world.study.team, person)) {
        return world.source.value(&Path::root().key("team").index(at).key("name"));
    }
    Value::from(id)
}

/// Declares an object that shows an item of the study, and facts beside its fields.
macro_rules! study_item {
    ($name:ident, $list:literal, $facts:expr) => {
        impl $name {
            /// The path of the item.
            fn path(&self) -> $crate::yaml::path::Path {
                $crate::yaml::path::Path::root().key($list).index(self.at)
            }
        }

        impl minijinja::value::Object for $name {
            fn get_value(
                self: &std::sync::Arc<Self>,
                key: &minijinja::value::Value,
            ) -> Option<minijinja::value::Value> {
                self.get_value_by_str(key.as_str()?)
            }

            fn get_value_by_str(self: &std::sync::Arc<Self>, key: &str) -> Option<minijinja::value::Value> {
                if let Some(value) = self.decide(key) {
                    return Some(value);
                }
                self.world.source.field_of($list, self.at, key)
            }

            fn enumerate(self: &std::sync::Arc<Self>) -> minijinja::value::Enumerator {
                let mut keys = self.world.source.keys(&self.path());
                keys.extend($facts.iter().map(|name: &&str| (*name).to_owned()));
                minijinja::value::Enumerator::Values(keys.into_iter().map(minijinja::value::Value::from).collect())
            }

            // A group knows its settings, which know their groups: followed, that has no end.
            fn custom_cmp(
                self: &std::sync::Arc<Self>,
                other: &minijinja::value::DynObject,
            ) -> Option<std::cmp::Ordering> {
                other.downcast_ref::<Self>().map(|other| self.path().cmp(&other.path()))
            }

            fn render(self: &std::sync::Arc<Self>, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "[{}]", self.path())
            }
        }
    };
}
use study_item;
