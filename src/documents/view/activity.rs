//! What is true of one activity.

use std::sync::Arc;

use minijinja::value::Value;

use crate::documents::view::World;
use crate::documents::view::group::GroupView;
use crate::documents::view::person::PersonView;
use crate::documents::view::position;
use crate::documents::view::setting::SettingView;
use crate::documents::view::study_item;
use crate::study::Mode;
use crate::study::Quotes;
use crate::study::Recording;

/// One activity.
#[derive(Debug)]
pub struct ActivityView {
    world: Arc<World>,
    at: usize,
}

/// The facts about an activity, beside its fields.
pub const ACTIVITY_FACTS: &[&str] = &[
    "groups",
    "places",
    "leaders",
    "recorded",
    "remote",
    "quoted",
    "minors",
    "survivors",
    "in_field",
    "several_sessions",
];

study_item!(ActivityView, "activities", ACTIVITY_FACTS);

impl ActivityView {
    /// The activity at a position of `activities`.
    pub fn value(world: &Arc<World>, at: usize) -> Value {
        Value::from_object(Self { world: Arc::clone(world), at })
    }

    fn decide(&self, name: &str) -> Option<Value> {
        let study = &self.world.study;
        let activity = study.activities.get(self.at)?;
        let fact = |fields: &[&str], value: bool| self.world.fact(&self.path(), fields, value);
        Some(match name {
            "groups" => {
                let positions = study.groups_of(activity).filter_map(|group| position(&study.participants, group));
                Value::from(positions.map(|at| GroupView::value(&self.world, at)).collect::<Vec<_>>())
            }
            "places" => {
                let positions = study.settings_of(activity).filter_map(|setting| position(&study.settings, setting));
                Value::from(positions.map(|at| SettingView::value(&self.world, at, None)).collect::<Vec<_>>())
            }
            "leaders" => {
                let named = |id: &crate::study::Id| study.person(id.as_str());
                let positions =
                    activity.facilitators.iter().filter_map(named).filter_map(|one| position(&study.team, one));
                Value::from(positions.map(|at| PersonView::value(&self.world, at)).collect::<Vec<_>>())
            }
            "recorded" => fact(
                &["recording"],
                matches!(activity.recording, Some(Recording::Audio | Recording::Video | Recording::Photo)),
            ),
            "remote" => fact(&["mode"], matches!(activity.mode, Some(Mode::Phone | Mode::Online))),
            "quoted" => fact(&["quotes"], activity.quotes == Some(Quotes::WithConsent)),
            "minors" => fact(&["with"], study.groups_of(activity).any(|group| study.minors(group))),
            "survivors" => fact(&["with"], study.groups_of(activity).any(|group| group.of_survivors())),
            "in_field" => fact(&["with", "method"], study.in_field(activity)),
            "several_sessions" => fact(&["sessions"], activity.sessions.is_some_and(|sessions| sessions > 1)),
            _ => return None,
        })
    }
}
