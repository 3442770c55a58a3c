//! What is true of one member of the team.

use std::sync::Arc;

use minijinja::value::Value;

use crate::documents::view::World;
use crate::documents::view::activity::ActivityView;
use crate::documents::view::position;
use crate::documents::view::study_item;

/// One member of the team.
#[derive(Debug)]
pub struct PersonView {
    world: Arc<World>,
    at: usize,
}

/// The facts about a person, beside the fields.
pub const PERSON_FACTS: &[&str] = &["leads", "meets_people"];

study_item!(PersonView, "team", PERSON_FACTS);

impl PersonView {
    /// The person at a position of `team`.
    pub fn value(world: &Arc<World>, at: usize) -> Value {
        Value::from_object(Self { world: Arc::clone(world), at })
    }

    fn decide(&self, name: &str) -> Option<Value> {
        let study = &self.world.study;
        let person = study.team.get(self.at)?;
        Some(match name {
            "leads" => {
                let led = study.activities_led_by(person).filter_map(|activity| position(&study.activities, activity));
                Value::from(led.map(|at| ActivityView::value(&self.world, at)).collect::<Vec<_>>())
            }
            "meets_people" => study.activities_led_by(person).any(|activity| study.in_field(activity)).into(),
            _ => return None,
        })
    }
}
