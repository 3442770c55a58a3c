//! What the packs may cost: each expression is bounded, and so is what all of them together do for one study.

use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use crate::study::Study;

/// The work that all expressions together may do for one study, and for each of its values: far above what the packs
/// of this program need (`checks::tests::the_built_in_packs_cost_a_small_part_of_what_packs_may`), and seconds at the most.
const BUDGET: u64 = 10_000_000;
const BUDGET_A_VALUE: u64 = 20_000;

/// The account of one study.
#[derive(Debug)]
pub struct Account {
    spent: AtomicU64,
    most: u64,
    effort: u64,
}

impl Account {
    /// Opens the account of a study that has so many values.
    pub fn new(study: &Study, values: usize) -> Self {
        let Study { team, settings, participants, activities, .. } = study;
        let all = team.len() + settings.len() + participants.len() + activities.len();
        let pairs = activities.len().saturating_mul(settings.len());
        Self {
            spent: AtomicU64::new(0),
            most: BUDGET.saturating_add(BUDGET_A_VALUE.saturating_mul(values as u64)),
            effort: 1 + (all + pairs / 16) as u64 / 16,
        }
    }

    /// What has been spent so far, and what may be.
    pub fn levels(&self) -> (u64, u64) {
        (self.spent.load(Ordering::Relaxed), self.most)
    }

    /// Puts work on the account.
    pub fn spend(&self, fuel: u64) {
        self.spent.fetch_add(fuel, Ordering::Relaxed);
    }

    /// Puts one question about the study's relations on the account: what it runs through, no instruction counts.
    pub fn ask(&self) {
        self.spend(self.effort);
    }

    /// Refuses further work once everything together has cost too much.
    pub fn check(&self) -> Result<(), String> {
        let (spent, most) = self.levels();
        if spent <= most {
            return Ok(());
        }
        Err("the checks before it did more work than all packs together may do for one study".to_owned())
    }
}
