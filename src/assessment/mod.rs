//! A study held against its packs: the state of each task, and the gate.
//!
//! `assess` is pure and has no clock of its own. It is made twice: from the checks' findings, which is enough to compose
//! the participants' documents, and again with proof's findings added. Only the second leaves.

mod applies;
mod basis;
mod counts;
mod ready;
mod state;

use crate::finding::Finding;
use crate::finding::Level;
use crate::guidelines::Packs;
use crate::records::Records;
use crate::study::Date;
use crate::study::LoadedStudy;
use crate::study::Outcome;
use crate::study::Study;

pub use applies::Because;
pub use basis::basis_of;
pub use counts::Counts;
pub use counts::PartCounts;
pub use ready::Missing;
pub use ready::PaperState;
pub use ready::final_ready;
pub use ready::is_reviewed;
pub use state::Applies;
pub use state::AssessedTask;

/// The verdict of step 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// The team decided not to go ahead.
    Stop,
    /// Nothing is decided yet.
    NotDecided,
    /// The study goes ahead without anybody under age.
    GoWithoutChildren,
    /// The study goes ahead.
    Go,
}

impl Gate {
    /// The verdict that a study states.
    pub fn of(study: &Study) -> Self {
        match study.purpose.decision.outcome {
            None => Self::NotDecided,
            Some(Outcome::Stop) => Self::Stop,
            Some(Outcome::GoWithoutChildren) => Self::GoWithoutChildren,
            Some(Outcome::Go) => Self::Go,
        }
    }

    /// The word that reports use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::NotDecided => "not-decided",
            Self::GoWithoutChildren => "go-without-children",
            Self::Go => "go",
        }
    }

    /// True where the study may go ahead.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Go | Self::GoWithoutChildren)
    }
}

/// A study held against its packs.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// The verdict of step 1.
    pub gate: Gate,
    /// Every task of the packs in force, in their order.
    pub tasks: Vec<AssessedTask>,
    /// Everything that was found, sorted by place.
    pub findings: Vec<Finding>,
    /// The day on which the study was judged.
    pub today: Date,
}

impl Assessment {
    /// A task by its full id, `pack/task`.
    pub fn task(&self, full_id: &str) -> Option<&AssessedTask> {
        self.tasks.iter().find(|task| task.id == full_id)
    }

    /// The findings tied to a task.
    pub fn findings_of<'a>(&'a self, full_id: &'a str) -> impl Iterator<Item = &'a Finding> {
        self.findings.iter().filter(move |finding| finding.tasks.iter().any(|task| task == full_id))
    }

    /// How many findings of a level stand; accepted ones do not count.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.level == level && !finding.accepted).count()
    }

    /// The totals over all tasks.
    pub fn counts(&self) -> Counts {
        Counts::of(self.tasks.iter())
    }

    /// The totals by step and topic of every pack, in the packs' order.
    pub fn parts(&self, packs: &Packs) -> Vec<PartCounts> {
        counts::parts(self, packs)
    }
}

/// Holds a study against its packs, its records and what was found, on a day.
pub fn assess(
    loaded: &LoadedStudy,
    packs: &Packs,
    records: &Records,
    findings: Vec<Finding>,
    today: Date,
) -> Assessment {
    let mut findings = findings;
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    let asked = applies::Asked::new(loaded, packs, today);
    let judged = packs.tasks().map(|(pack, task)| state::judge(pack, task, loaded, packs, records, &findings, &asked));
    let tasks = judged.collect();
    Assessment { gate: Gate::of(&loaded.study), tasks, findings, today }
}

#[cfg(test)]
mod tests;
