//! What the parts of a study have to do with each other: who meets whom, where, and who is under age there.
//!
//! Checks and documents ask the same questions, so the answers stand here once. A blank answers "no"; that it is blank
//! is for a check of its own.

use crate::study::Activity;
use crate::study::Duty;
use crate::study::Group;
use crate::study::Id;
use crate::study::Method;
use crate::study::Person;
use crate::study::Recording;
use crate::study::Setting;
use crate::study::Study;

/// The age from which somebody is an adult where a setting states none: the Convention on the Rights of the Child,
/// article 1. A gap in the file must not turn a child into an adult.
pub const DEFAULT_AGE_OF_MAJORITY: u32 = 18;

/// How serious a risk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// 1 to 4.
    Low,
    /// 5 to 9.
    Medium,
    /// 10 to 14, and whatever has severity 5.
    High,
    /// 15 and more.
    Extreme,
}

impl Band {
    /// The word that messages and documents use.
    pub fn as_str(self) -> &'static str {
        match self {
            Band::Low => "low",
            Band::Medium => "medium",
            Band::High => "high",
            Band::Extreme => "extreme",
        }
    }
}

/// Likelihood times severity.
pub fn score(likelihood: u32, severity: u32) -> u32 {
    likelihood.saturating_mul(severity)
}

/// The band of a risk; severity 5 is at least high, however unlikely.
pub fn band(likelihood: u32, severity: u32) -> Band {
    match score(likelihood, severity) {
        15.. => Band::Extreme,
        10..=14 => Band::High,
        _ if severity >= 5 => Band::High,
        5..=9 => Band::Medium,
        _ => Band::Low,
    }
}

impl Setting {
    /// The age from which somebody consents alone to research here.
    pub fn age_of_consent(&self) -> u32 {
        self.age_of_consent_to_research.or(self.age_of_majority).unwrap_or(DEFAULT_AGE_OF_MAJORITY)
    }
}

impl Group {
    /// True where the youngest of the group is below this age.
    pub fn has_below(&self, age: u32) -> bool {
        self.ages.from.is_some_and(|from| from < age)
    }

    /// True where the oldest of the group has reached this age; an open upper end counts as reached.
    pub fn has_from(&self, age: u32) -> bool {
        match self.ages.to {
            Some(to) => to >= age,
            None => self.ages.from.is_some(),
        }
    }

    /// True where somebody in the group is under age in the setting.
    pub fn under_age_in(&self, setting: &Setting) -> bool {
        self.has_below(setting.age_of_consent())
    }

    /// True where the people in this group are survivors.
    pub fn of_survivors(&self) -> bool {
        self.survivors == Some(true)
    }
}

impl Activity {
    /// True where nobody is met.
    pub fn is_desk_review(&self) -> bool {
        self.method == Some(Method::DeskReview)
    }

    /// True where people's voices are recorded.
    pub fn records_sound(&self) -> bool {
        matches!(self.recording, Some(Recording::Audio | Recording::Video))
    }
}

impl Person {
    /// True where the person has the duty.
    pub fn has_duty(&self, duty: Duty) -> bool {
        self.duties.contains(&duty)
    }
}

impl Study {
    /// The team member with this id.
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.team.iter().find(|person| named(&person.id, id))
    }

    /// The participant group with this id.
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.participants.iter().find(|group| named(&group.id, id))
    }

    /// The activities that a group takes part in.
    pub fn activities_with<'a>(&'a self, group: &'a Group) -> impl Iterator<Item = &'a Activity> {
        self.activities.iter().filter(|activity| names(&activity.with, &group.id))
    }

    /// The activities that happen in a setting.
    pub fn activities_in<'a>(&'a self, setting: &'a Setting) -> impl Iterator<Item = &'a Activity> {
        self.activities.iter().filter(|activity| names(&activity.settings, &setting.id))
    }

    /// The activities that a person leads.
    pub fn activities_led_by<'a>(&'a self, person: &'a Person) -> impl Iterator<Item = &'a Activity> {
        self.activities.iter().filter(|activity| names(&activity.facilitators, &person.id))
    }

    /// The groups that take part in an activity, in the order of `participants`.
    pub fn groups_of<'a>(&'a self, activity: &'a Activity) -> impl Iterator<Item = &'a Group> {
        self.participants.iter().filter(|group| names(&activity.with, &group.id))
    }

    /// The groups that are met in a setting, in the order of `participants`.
    pub fn groups_in<'a>(&'a self, setting: &'a Setting) -> impl Iterator<Item = &'a Group> {
        self.participants
            .iter()
            .filter(|group| self.activities_in(setting).any(|activity| names(&activity.with, &group.id)))
    }

    /// The settings in which an activity happens, in the order of `settings`.
    pub fn settings_of<'a>(&'a self, activity: &'a Activity) -> impl Iterator<Item = &'a Setting> {
        self.settings.iter().filter(|setting| names(&activity.settings, &setting.id))
    }

    /// The settings in which a group is met, in the order of `settings`.
    pub fn settings_met<'a>(&'a self, group: &'a Group) -> impl Iterator<Item = &'a Setting> {
        self.settings
            .iter()
            .filter(|setting| self.activities_with(group).any(|activity| names(&activity.settings, &setting.id)))
    }

    /// True where somebody in the group is under age in at least one setting of its activities.
    ///
    /// Without an activity that names a setting, any setting counts; without any setting, the age of 18.
    pub fn minors(&self, group: &Group) -> bool {
        self.ages_of_consent(group).into_iter().any(|age| group.has_below(age))
    }

    /// True where somebody in the group is of age in at least one setting of its activities.
    pub fn adults(&self, group: &Group) -> bool {
        self.ages_of_consent(group).into_iter().any(|age| group.has_from(age))
    }

    /// True where children or survivors are met: with any group of theirs, and not only on paper.
    pub fn in_field(&self, activity: &Activity) -> bool {
        !activity.is_desk_review() && self.groups_of(activity).any(|group| group.of_survivors() || self.minors(group))
    }

    /// True for a group of children or survivors that no activity names, or that is met and not only read about.
    pub fn group_in_field(&self, group: &Group) -> bool {
        (group.of_survivors() || self.minors(group)) && self.meets_group(group)
    }

    /// True where a group is met: no activity names it, or one that is no desk review does.
    pub fn meets_group(&self, group: &Group) -> bool {
        self.activities_with(group).next().is_none()
            || self.activities_with(group).any(|activity| !activity.is_desk_review())
    }

    /// The activities in which children or survivors are met.
    pub fn field_activities(&self) -> impl Iterator<Item = &Activity> {
        self.activities.iter().filter(|activity| self.in_field(activity))
    }

    /// True where the person leads a field activity, or is a facilitator or interpreter of a study that has one.
    pub fn meets_participants(&self, person: &Person) -> bool {
        let duty = person.has_duty(Duty::Facilitator) || person.has_duty(Duty::Interpreter);
        self.field_activities().any(|activity| duty || names(&activity.facilitators, &person.id))
    }

    fn ages_of_consent(&self, group: &Group) -> Vec<u32> {
        let mut ages: Vec<u32> = self.settings_met(group).map(Setting::age_of_consent).collect();
        if ages.is_empty() {
            ages = self.settings.iter().map(Setting::age_of_consent).collect();
        }
        if ages.is_empty() {
            ages.push(DEFAULT_AGE_OF_MAJORITY);
        }
        ages
    }
}

fn named(id: &Option<Id>, wanted: &str) -> bool {
    id.as_ref().is_some_and(|id| id.as_str() == wanted)
}

fn names(list: &[Id], id: &Option<Id>) -> bool {
    id.as_ref().is_some_and(|id| list.contains(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn study(yaml: &str) -> Study {
        serde_yaml::from_str(yaml).unwrap()
    }

    #[test]
    fn a_group_is_under_age_by_the_law_of_each_setting_it_is_met_in() {
        let study = study(
            "settings: [{id: a, age_of_majority: 20, age_of_consent_to_research: 16}, {id: b, age_of_majority: 21}]
participants: [{id: g, ages: {from: 18, to: 19}}, {id: h, ages: {from: 18, to: 30}}]
activities: [{id: x, with: [g], settings: [a]}, {id: y, with: [h], settings: [a, b]}]",
        );
        let (g, h) = (study.group("g").unwrap(), study.group("h").unwrap());
        assert!(!study.minors(g) && study.adults(g), "consent to research at 16 stands before majority at 20");
        assert!(study.minors(h) && study.adults(h), "18 is under age in b, and 30 is of age");
    }

    #[test]
    fn a_group_without_an_activity_is_held_against_every_setting() {
        let study = study(
            "settings: [{id: a, age_of_majority: 18}, {id: b, age_of_majority: 21}]\nparticipants: [{id: g, ages: {from: 19, to: 20}}]",
        );
        assert!(study.minors(study.group("g").unwrap()));
    }

    #[test]
    fn a_setting_that_states_no_age_turns_no_child_into_an_adult() {
        let study = study("settings: [{id: a}]\nparticipants: [{id: g, ages: {from: 12, to: 15}}, {id: unknown}]");
        assert!(study.minors(study.group("g").unwrap()) && !study.adults(study.group("g").unwrap()));
        assert!(!study.minors(study.group("unknown").unwrap()) && !study.adults(study.group("unknown").unwrap()));
    }

    #[test]
    fn a_desk_review_is_no_field_activity() {
        let study = study(
            "participants: [{id: g, survivors: true}, {id: staff, ages: {from: 30}}]
activities: [{id: x, with: [g], method: desk-review}, {id: y, with: [g], method: survey}, {id: z, with: [staff], method: survey}]",
        );
        let ids: Vec<_> = study.field_activities().filter_map(|activity| activity.id.clone()).collect();
        assert_eq!(ids.iter().map(Id::as_str).collect::<Vec<_>>(), ["y"]);
    }

    #[test]
    fn severity_5_is_at_least_high() {
        let bands = [
            (1, 4, "low"),
            (1, 5, "high"),
            (2, 5, "high"),
            (3, 5, "extreme"),
            (3, 3, "medium"),
            (5, 1, "medium"),
            (5, 3, "extreme"),
        ];
        for (likelihood, severity, expected) in bands {
            assert_eq!(band(likelihood, severity).as_str(), expected, "{likelihood} x {severity}");
        }
    }
}
