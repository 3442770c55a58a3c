//! What is true of one participant group.

use std::sync::Arc;

use minijinja::value::Value;

use crate::documents::view::World;
use crate::documents::view::activity::ActivityView;
use crate::documents::view::person::PersonView;
use crate::documents::view::position;
use crate::documents::view::setting::SettingView;
use crate::documents::view::study_item;
use crate::study::Activity;
use crate::study::Duty;
use crate::study::Group;
use crate::study::Method;
use crate::study::Mode;
use crate::study::Person;
use crate::study::Quotes;
use crate::study::Recording;
use crate::study::Route;
use crate::study::Study;
use crate::yaml::path::Path;

/// Below this age a child gets the form for younger readers.
const YOUNGER_BELOW: u32 = 11;

/// Languages with a familiar and a formal "you" speak formally to groups with nobody under age whose oldest are above this.
const FAMILIAR_UP_TO: u32 = 30;

/// One participant group.
#[derive(Debug)]
pub struct GroupView {
    pub(super) world: Arc<World>,
    pub(super) at: usize,
}

/// The facts about a group, beside its fields.
pub const GROUP_FACTS: &[&str] = &[
    "about",
    "activities",
    "settings",
    "facilitators",
    "minors",
    "adults",
    "straddles",
    "formal",
    "several_countries",
    "age_limit",
    "younger",
    "older",
    "permission",
    "waiver",
    "two_steps",
    "recordings",
    "recorded",
    "notes",
    "quoted",
    "recontacted",
    "accompanied",
    "in_person",
    "by_phone",
    "online",
    "remote",
    "alone",
    "in_groups",
    "asks_about_experiences",
    "reported",
    "reporting_unknown",
    "helped",
    "interpreted",
    "read_aloud",
    "chooses",
];

study_item!(GroupView, "participants", GROUP_FACTS);

impl GroupView {
    /// The group at a position of `participants`.
    pub fn value(world: &Arc<World>, at: usize) -> Value {
        Value::from_object(Self { world: Arc::clone(world), at })
    }

    fn decide(&self, name: &str) -> Option<Value> {
        let study = &self.world.study;
        let group = study.participants.get(self.at)?;
        let own = |fields: &[&str], value: bool| self.world.fact(&self.path(), fields, value);
        Some(match name {
            "about" => self.about(group),
            "activities" => self.activities(group),
            "settings" => self.settings(group),
            "facilitators" => self.facilitators(group),
            "minors" => own(&["ages.from"], study.minors(group)),
            "adults" => own(&["ages.to"], study.adults(group)),
            "straddles" => own(&["ages.from", "ages.to"], study.minors(group) && study.adults(group)),
            "formal" => own(&["ages.from", "ages.to"], formal(study, group)),
            "several_countries" => {
                let mut countries = settings_of(study, group).filter_map(|setting| setting.country.as_ref());
                let first = countries.next();
                countries.any(|country| Some(country) != first).into()
            }
            "age_limit" => self.age_limit(group),
            "younger" => own(&["ages.from", "reading_age"], study.minors(group) && younger(group)),
            "older" => own(&["ages.to", "reading_age"], study.minors(group) && older(group)),
            "permission" => own(&["consent.route"], group.consent.route == Some(Route::AssentAndPermission)),
            "waiver" => own(&["consent.route"], group.consent.route == Some(Route::AssentWithWaiver)),
            "two_steps" => own(&["consent.steps"], group.consent.steps.is_some_and(|steps| steps >= 2)),
            "read_aloud" => own(&["reads"], group.reads == Some(false)),
            "recordings" => Value::from(self.recordings(group)),
            "recorded" => (!self.recordings(group).is_empty()).into(),
            "notes" => self.any(group, "recording", |activity| activity.recording == Some(Recording::Notes)),
            "quoted" => self.any(group, "quotes", |activity| activity.quotes == Some(Quotes::WithConsent)),
            "recontacted" => self.any(group, "recontact", |activity| activity.recontact.is_some()),
            "accompanied" => self.any(group, "companions", |activity| activity.companions.is_some()),
            "in_person" => self.any(group, "mode", |activity| activity.mode == Some(Mode::InPerson)),
            "by_phone" => self.any(group, "mode", |activity| activity.mode == Some(Mode::Phone)),
            "online" => self.any(group, "mode", |activity| activity.mode == Some(Mode::Online)),
            "remote" => self.any(group, "mode", |activity| matches!(activity.mode, Some(Mode::Phone | Mode::Online))),
            "alone" => self.any(group, "mode", |activity| activity.mode == Some(Mode::SelfCompleted)),
            "in_groups" => self.any(group, "method", |activity| activity.method == Some(Method::Group)),
            "asks_about_experiences" => {
                self.any(group, "asks_about_experiences", |activity| activity.asks_about_experiences == Some(true))
            }
            "reported" => {
                settings_of(study, group).any(|setting| setting.mandatory_reporting.required == Some(true)).into()
            }
            "reporting_unknown" => {
                settings_of(study, group).any(|setting| setting.mandatory_reporting.required.is_none()).into()
            }
            "helped" => self.helped(group).into(),
            "interpreted" => self.interpreted(group).into(),
            "chooses" => Value::from(self.choices(group)),
            _ => return None,
        })
    }

    fn any(&self, group: &Group, field: &str, test: impl Fn(&Activity) -> bool) -> Value {
        let mut found = false;
        for activity in self.world.study.activities_with(group) {
            found |= test(activity);
            if let Some(at) = position(&self.world.study.activities, activity) {
                self.world.source.trace.read(&Path::root().key("activities").index(at).key(field));
            }
        }
        found.into()
    }

    /// What the group is told the study is about: its own explanation, else the study's summary.
    fn about(&self, group: &Group) -> Value {
        let path = match group.explanation {
            Some(_) => self.path().key("explanation"),
            None => Path::parse("study.summary"),
        };
        self.world.source.value(&path)
    }

    fn activities(&self, group: &Group) -> Value {
        let study = &self.world.study;
        let positions = study.activities_with(group).filter_map(|activity| position(&study.activities, activity));
        Value::from(positions.map(|at| ActivityView::value(&self.world, at)).collect::<Vec<_>>())
    }

    fn settings(&self, group: &Group) -> Value {
        let study = &self.world.study;
        let positions = settings_of(study, group).filter_map(|setting| position(&study.settings, setting));
        Value::from(positions.map(|at| SettingView::value(&self.world, at, Some(self.at))).collect::<Vec<_>>())
    }

    fn facilitators(&self, group: &Group) -> Value {
        let people = facilitators(&self.world.study, group);
        let positions = people.into_iter().filter_map(|person| position(&self.world.study.team, person));
        Value::from(positions.map(|at| PersonView::value(&self.world, at)).collect::<Vec<_>>())
    }

    /// The age from which somebody decides alone, where all settings agree on one; else undefined, and the template
    /// goes through the settings.
    fn age_limit(&self, group: &Group) -> Value {
        let mut ages: Vec<u32> =
            settings_of(&self.world.study, group).map(|setting| setting.age_of_consent()).collect();
        ages.dedup();
        match ages.as_slice() {
            [age] => Value::from(*age),
            [] => Value::from(crate::study::relations::DEFAULT_AGE_OF_MAJORITY),
            _ => Value::from(false),
        }
    }

    fn recordings(&self, group: &Group) -> Vec<&'static str> {
        let mut kinds = Vec::new();
        for activity in self.world.study.activities_with(group) {
            let kind = match activity.recording {
                Some(Recording::Audio) => "audio",
                Some(Recording::Video) => "video",
                Some(Recording::Photo) => "photo",
                Some(Recording::None | Recording::Notes) | None => continue,
            };
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds
    }

    /// True where the papers name who helps: there are services that serve the group, or it is one that must have them.
    fn helped(&self, group: &Group) -> bool {
        let study = &self.world.study;
        let served = settings_of(study, group).any(|setting| !setting.referral.is_empty());
        served || group.of_survivors() || study.minors(group)
    }

    fn choices(&self, group: &Group) -> Vec<String> {
        let mut choices: Vec<String> = Vec::new();
        for choice in self.world.study.activities_with(group).flat_map(|activity| &activity.participant_choices) {
            if !choices.contains(choice) {
                choices.push(choice.clone());
            }
        }
        choices
    }

    /// True where somebody who leads an activity does not speak the document's language, and an interpreter does.
    fn interpreted(&self, group: &Group) -> bool {
        let study = &self.world.study;
        let speaks =
            |person: &Person| person.speaks.iter().any(|own| same_language(own.as_str(), &self.world.language));
        let needed = facilitators(study, group).iter().any(|person| !person.speaks.is_empty() && !speaks(person));
        needed && study.team.iter().any(|person| person.has_duty(Duty::Interpreter) && speaks(person))
    }
}

/// The settings that matter for a group: where it is met, or all while no activity names one.
pub(super) fn settings_of<'a>(
    study: &'a Study,
    group: &'a Group,
) -> Box<dyn Iterator<Item = &'a crate::study::Setting> + 'a> {
    if study.settings_met(group).next().is_some() {
        Box::new(study.settings_met(group))
    } else {
        Box::new(study.settings.iter())
    }
}

fn facilitators<'a>(study: &'a Study, group: &'a Group) -> Vec<&'a Person> {
    let leads = |person: &&Person| {
        person
            .id
            .as_ref()
            .is_some_and(|id| study.activities_with(group).any(|activity| activity.facilitators.contains(id)))
    };
    study.team.iter().filter(leads).collect()
}

/// The assent forms of a group: whether each is the one for younger readers, and whether its name says so.
pub fn forms(study: &Study, group: &Group) -> Vec<(bool, bool)> {
    if !study.minors(group) {
        return Vec::new();
    }
    match (older(group), younger(group)) {
        (true, true) => vec![(false, false), (true, true)],
        (false, true) => vec![(true, false)],
        _ => vec![(false, false)],
    }
}

/// True where a language that tells them apart addresses the group formally: children and young people are not.
pub fn formal(study: &Study, group: &Group) -> bool {
    let aged = group.ages.from.is_some() || group.ages.to.is_some();
    aged && !study.minors(group) && group.ages.to.is_none_or(|to| to > FAMILIAR_UP_TO)
}

fn younger(group: &Group) -> bool {
    group.ages.from.is_some_and(|from| from < YOUNGER_BELOW) || simple_reader(group)
}

fn older(group: &Group) -> bool {
    group.ages.to.is_none_or(|to| to >= YOUNGER_BELOW) && !simple_reader(group)
}

/// True where the group's forms have to suit a reading age for which only the younger form is simple enough.
fn simple_reader(group: &Group) -> bool {
    group.reading_age.is_some_and(|age| age < YOUNGER_BELOW) && group.ages.from.is_none_or(|from| from >= YOUNGER_BELOW)
}

/// True where two tags name the same language, whatever the region.
pub fn same_language(one: &str, other: &str) -> bool {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    primary(one) == primary(other)
}
