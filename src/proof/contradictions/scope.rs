//! The facts that hold for the people whose paper it is.

use crate::documents::view::Scope;
use crate::study::Activity;
use crate::study::Group;
use crate::study::Setting;
use crate::study::Study;

/// The parts of a study that a paper is about, each with its position.
pub struct Facts<'a> {
    /// The study.
    pub study: &'a Study,
    /// Its groups.
    pub groups: Vec<(usize, &'a Group)>,
    /// Their activities.
    pub activities: Vec<(usize, &'a Activity)>,
    /// Where these happen.
    pub settings: Vec<(usize, &'a Setting)>,
}

impl<'a> Facts<'a> {
    /// The facts for a group's, a setting's or an activity's paper; all facts for one that is about the whole study.
    pub fn of(study: &'a Study, scope: Scope) -> Self {
        let mut facts = Self {
            study,
            groups: study.participants.iter().enumerate().collect(),
            activities: study
                .activities
                .iter()
                .enumerate()
                .filter(|(_, activity)| !activity.is_desk_review())
                .collect(),
            settings: study.settings.iter().enumerate().collect(),
        };
        if let Some(group) = scope.group.and_then(|at| study.participants.get(at)) {
            facts.groups.retain(|(_, other)| other.id == group.id);
            facts.activities.retain(|(_, activity)| study.groups_of(activity).any(|other| other.id == group.id));
            facts.settings.retain(|(_, setting)| study.settings_met(group).any(|other| other.id == setting.id));
        }
        if let Some(setting) = scope.setting.and_then(|at| study.settings.get(at)) {
            facts.settings.retain(|(_, other)| other.id == setting.id);
            facts.activities.retain(|(_, activity)| study.settings_of(activity).any(|other| other.id == setting.id));
            facts.groups.retain(|(_, group)| study.groups_in(setting).any(|other| other.id == group.id));
        }
        if let Some(activity) = scope.activity.and_then(|at| study.activities.get(at)) {
            facts.activities.retain(|(_, other)| other.id == activity.id);
            facts.groups.retain(|(_, group)| study.groups_of(activity).any(|other| other.id == group.id));
            facts.settings.retain(|(_, setting)| study.settings_of(activity).any(|other| other.id == setting.id));
        }
        facts
    }
}
