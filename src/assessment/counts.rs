//! How many tasks there are, and how far they are.

use crate::assessment::AssessedTask;
use crate::assessment::Assessment;
use crate::guidelines::Packs;

/// How far some tasks are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Those that apply and were not set aside.
    pub applicable: usize,
    /// Those of them that are complete.
    pub complete: usize,
    /// Those of them that somebody attested at all.
    pub attested: usize,
    /// Those of them that are not complete.
    pub open: usize,
}

impl Counts {
    /// Counts tasks.
    pub fn of<'t>(tasks: impl Iterator<Item = &'t AssessedTask>) -> Self {
        let mut counts = Self::default();
        for task in tasks.filter(|task| task.applies.holds()) {
            counts.applicable += 1;
            counts.complete += usize::from(task.complete);
            counts.attested += usize::from(task.is_attested());
        }
        counts.open = counts.applicable - counts.complete;
        counts
    }
}

/// One step or topic of a pack, and how far its tasks are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartCounts {
    /// The pack.
    pub pack: String,
    /// The id of the step or topic.
    pub id: String,
    /// The step that a topic belongs to; none for a step.
    pub step: Option<String>,
    /// Its title, in the pack's own language.
    pub title: String,
    /// How far its tasks are.
    pub counts: Counts,
}

pub(super) fn parts(assessment: &Assessment, packs: &Packs) -> Vec<PartCounts> {
    let mut parts = Vec::new();
    for pack in packs.iter().filter(|pack| !pack.tasks.is_empty()) {
        let of_pack = || assessment.tasks.iter().filter(|task| task.pack == pack.id.as_str());
        for step in &pack.steps {
            parts.push(PartCounts {
                pack: pack.id.to_string(),
                id: step.id.clone(),
                step: None,
                title: step.title.clone(),
                counts: Counts::of(of_pack().filter(|task| task.step == step.id)),
            });
            for topic in &step.topics {
                let inside = of_pack().filter(|task| task.topic.as_ref() == Some(&topic.id));
                parts.push(PartCounts {
                    pack: pack.id.to_string(),
                    id: topic.id.clone(),
                    step: Some(step.id.clone()),
                    title: topic.title.clone(),
                    counts: Counts::of(inside),
                });
            }
        }
    }
    parts
}
