//! What is true of one setting, for one group or for all that are met there.

use std::sync::Arc;

use minijinja::value::Value;

use crate::documents::view::World;
use crate::documents::view::activity::ActivityView;
use crate::documents::view::group::GroupView;
use crate::documents::view::position;
use crate::documents::view::study_item;
use crate::study::Group;
use crate::study::Referral;
use crate::study::ReviewStatus;
use crate::study::Setting;

/// One setting; with a group, as it is for that group.
#[derive(Debug)]
pub struct SettingView {
    world: Arc<World>,
    at: usize,
    group: Option<usize>,
}

/// The facts about a setting, beside its fields.
pub const SETTING_FACTS: &[&str] = &[
    "age_limit",
    "age_is_stated",
    "minors",
    "adults",
    "services",
    "helps",
    "reports",
    "approved",
    "groups",
    "activities",
];

study_item!(SettingView, "settings", SETTING_FACTS);

impl SettingView {
    /// The setting at a position of `settings`.
    pub fn value(world: &Arc<World>, at: usize, group: Option<usize>) -> Value {
        Value::from_object(Self { world: Arc::clone(world), at, group })
    }

    fn decide(&self, name: &str) -> Option<Value> {
        let study = &self.world.study;
        let setting = study.settings.get(self.at)?;
        let fact = |fields: &[&str], value: bool| self.world.fact(&self.path(), fields, value);
        let ages: &[&str] = &["age_of_majority", "age_of_consent_to_research"];
        Some(match name {
            "age_limit" => self.world.fact(&self.path(), ages, setting.age_of_consent()),
            "age_is_stated" => fact(ages, setting.age_of_majority.or(setting.age_of_consent_to_research).is_some()),
            "minors" => fact(ages, self.met(setting).iter().any(|group| group.under_age_in(setting))),
            "adults" => fact(ages, self.met(setting).iter().any(|group| group.has_from(setting.age_of_consent()))),
            "services" => self.services(setting, |_| true),
            "helps" => self.services(setting, Referral::helps),
            "reports" => fact(&["mandatory_reporting.required"], setting.mandatory_reporting.required == Some(true)),
            "approved" => fact(
                &["review.status"],
                matches!(setting.review.status, Some(ReviewStatus::Approved | ReviewStatus::ApprovedWithConditions)),
            ),
            "groups" => {
                let positions = study.groups_in(setting).filter_map(|group| position(&study.participants, group));
                Value::from(positions.map(|at| GroupView::value(&self.world, at)).collect::<Vec<_>>())
            }
            "activities" => {
                let positions =
                    study.activities_in(setting).filter_map(|activity| position(&study.activities, activity));
                Value::from(positions.map(|at| ActivityView::value(&self.world, at)).collect::<Vec<_>>())
            }
            _ => return None,
        })
    }

    fn met<'a>(&'a self, setting: &'a Setting) -> Vec<&'a Group> {
        let study = &self.world.study;
        match self.group.and_then(|at| study.participants.get(at)) {
            Some(group) => vec![group],
            None => study.groups_in(setting).collect(),
        }
    }

    /// The services that serve somebody of those who are met here.
    fn services(&self, setting: &Setting, wanted: impl Fn(&Referral) -> bool) -> Value {
        let met = self.met(setting);
        let serves = |referral: &Referral| met.is_empty() || met.iter().any(|group| serves(referral, group));
        let found = setting.referral.iter().enumerate().filter(|(_, referral)| wanted(referral) && serves(referral));
        let path = self.path().key("referral");
        Value::from(found.map(|(at, _)| self.world.source.value(&path.index(at))).collect::<Vec<_>>())
    }
}

impl Referral {
    /// True for services that are there for the person, and not for reports about the person.
    fn helps(&self) -> bool {
        use crate::study::ReferralKind;
        !matches!(self.kind, Some(ReferralKind::Police | ReferralKind::ChildProtection))
    }
}

fn serves(referral: &Referral, group: &Group) -> bool {
    referral.serves.is_empty()
        || group.genders.is_empty()
        || group.genders.iter().any(|gender| referral.serves.contains(gender))
}
