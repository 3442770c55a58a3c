//! Which documents a study has: for every group, setting, activity, language, age and step.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::value::Value;

use crate::documents::compose::ComposeError;
use crate::documents::compose::Material;
use crate::documents::compose::words;
use crate::documents::compose::world;
use crate::documents::condition::Condition;
use crate::documents::library::Folder;
use crate::documents::library::ForEach;
use crate::documents::tree::Audience;
use crate::documents::view;
use crate::documents::view::Scope;
use crate::documents::view::Top;
use crate::study::Group;
use crate::study::Id;
use crate::study::Study;

/// One document that a study has, before it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The document's id.
    pub id: String,
    /// The stem of its file names: `consent-form.young-survivors.step-2.es`.
    pub stem: String,
    /// Who reads it.
    pub audience: Audience,
    /// Its language.
    pub language: String,
    /// What it is about.
    pub scope: Scope,
    /// The step of asking: 1 or 2, or 0 where people are asked once.
    pub step: u8,
    /// True for the form for younger readers.
    pub younger: bool,
    /// True where it is made after the verdict.
    pub verdict: bool,
}

/// All documents that a study has, in the order of the packet.
///
/// A condition that cannot be read is an error of its template; the others are still found.
pub fn slots(material: &Material) -> (Vec<Slot>, Vec<ComposeError>) {
    let (mut slots, mut errors) = (Vec::new(), Vec::new());
    for folder in material.library.folders() {
        for scope in scopes(&material.study, folder.meta.for_each) {
            match applies(material, folder, scope) {
                Ok(None) => {}
                Ok(Some(Readers::Committee)) => slots.push(committee_slot(material, folder, scope)),
                Ok(Some(Readers::Usual)) => add_slots(material, folder, scope, &mut slots),
                Err(error) => errors.push(error),
            }
        }
    }
    (slots, errors)
}

/// Who reads a document that applies.
enum Readers {
    /// Those whom its description names.
    Usual,
    /// The committee instead.
    Committee,
}

fn scopes(study: &Study, for_each: ForEach) -> Vec<Scope> {
    let none = Scope::default();
    match for_each {
        ForEach::Once => vec![none],
        ForEach::Group => (0..study.participants.len()).map(|at| Scope { group: Some(at), ..none }).collect(),
        ForEach::Setting => (0..study.settings.len()).map(|at| Scope { setting: Some(at), ..none }).collect(),
        ForEach::Activity => (0..study.activities.len()).map(|at| Scope { activity: Some(at), ..none }).collect(),
    }
}

fn applies(material: &Material, folder: &Folder, scope: Scope) -> Result<Option<Readers>, ComposeError> {
    let language = material.study.study.language.to_string();
    let extra = BTreeMap::from(material.flags());
    let world = world(material, &language, words(material, &language), scope, extra);
    let holds = |condition: &Condition| {
        condition.holds(Value::from_object(Top(Arc::clone(&world)))).map_err(|problem| ComposeError {
            stem: folder.id.clone(),
            template: format!("templates/{}/document.yaml", folder.id),
            line: 1,
            problem: format!("`{condition}` cannot be decided: {problem}"),
        })
    };
    if !folder.meta.when.as_ref().map_or(Ok(true), holds)? {
        return Ok(None);
    }
    let committee = folder.meta.committee_when.as_ref().map_or(Ok(false), holds)?;
    Ok(Some(if committee { Readers::Committee } else { Readers::Usual }))
}

/// The one paper for the committee that stands in place of those for participants.
fn committee_slot(material: &Material, folder: &Folder, scope: Scope) -> Slot {
    let language = material.study.study.language.to_string();
    let written = material.library.template(&folder.id, &language, false, false).is_some();
    let language = if written { language } else { "en".to_owned() };
    let subject = subject(&material.study, scope).unwrap_or_default();
    Slot {
        id: folder.id.clone(),
        stem: format!("{}.{subject}.{language}", folder.id),
        audience: Audience::Committee,
        language,
        scope,
        step: 0,
        younger: false,
        verdict: folder.meta.verdict,
    }
}

fn add_slots(material: &Material, folder: &Folder, scope: Scope, slots: &mut Vec<Slot>) {
    let study = &material.study;
    let group = scope.group.and_then(|at| study.participants.get(at));
    let two_steps =
        folder.meta.two_steps && group.is_some_and(|group| group.consent.steps.is_some_and(|steps| steps >= 2));
    let steps: &[u8] = if two_steps { &[1, 2] } else { &[0] };
    let ages = match group {
        Some(group) if folder.meta.two_ages => view::group::forms(study, group),
        _ => vec![(false, false)],
    };
    for language in languages(material, folder, scope) {
        for (younger, named) in &ages {
            for step in steps {
                let mut stem = folder.id.clone();
                for part in [subject(study, scope), named.then(|| "younger".to_owned())].into_iter().flatten() {
                    stem.push('.');
                    stem.push_str(&part);
                }
                if *step == 2 {
                    stem.push_str(".step-2");
                }
                if folder.meta.each_language {
                    stem.push('.');
                    stem.push_str(&language);
                }
                slots.push(Slot {
                    id: folder.id.clone(),
                    stem,
                    audience: folder.meta.audience,
                    language: language.clone(),
                    scope,
                    step: *step,
                    younger: *younger,
                    verdict: folder.meta.verdict,
                });
            }
        }
    }
}

/// The id of what a document is about; its position where it has none yet.
fn subject(study: &Study, scope: Scope) -> Option<String> {
    let name = |id: Option<&Id>, word: &str, at: usize| match id {
        Some(id) => id.to_string(),
        None => format!("{word}-{}", at + 1),
    };
    if let Some(at) = scope.group {
        return Some(name(study.participants.get(at).and_then(|group| group.id.as_ref()), "group", at));
    }
    if let Some(at) = scope.setting {
        return Some(name(study.settings.get(at).and_then(|setting| setting.id.as_ref()), "setting", at));
    }
    scope.activity.map(|at| name(study.activities.get(at).and_then(|activity| activity.id.as_ref()), "activity", at))
}

fn languages(material: &Material, folder: &Folder, scope: Scope) -> Vec<String> {
    let study = &material.study;
    let own = study.study.language.to_string();
    if !folder.meta.each_language {
        // Papers for the committee are in the study's language where there are templates for it.
        let written = material.library.template(&folder.id, &own, false, false).is_some();
        return vec![if written { own } else { "en".to_owned() }];
    }
    let mut languages: Vec<String> = Vec::new();
    let groups: Vec<&Group> = match (scope.group, scope.setting, scope.activity) {
        (Some(at), _, _) => study.participants.get(at).into_iter().collect(),
        (_, Some(at), _) => {
            study.settings.get(at).map(|setting| study.groups_in(setting).collect()).unwrap_or_default()
        }
        (_, _, Some(at)) => study.activities.get(at).map(|one| study.groups_of(one).collect()).unwrap_or_default(),
        _ => study.participants.iter().collect(),
    };
    for language in groups.iter().flat_map(|group| &group.languages) {
        if !languages.iter().any(|known| known == language.as_str()) {
            languages.push(language.to_string());
        }
    }
    if languages.is_empty() {
        languages.push(own);
    }
    languages
}
