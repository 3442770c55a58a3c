//! One study held against its packs: every finding that there is, and how far its tasks are.

use crate::checks;
use crate::commands::problem::Refusal;
use crate::commands::workspace::Workspace;
use crate::finding::Finding;
use crate::guidelines::Packs;
use crate::study::values::Date;

/// What became of a study.
#[derive(Debug)]
pub struct Judged {
    /// The packs that it was held against.
    pub packs: Packs,
    /// Everything that was found, sorted by place.
    pub findings: Vec<Finding>,
}

/// Judges a study as it stands on a day. Reads nothing but what the workspace holds.
pub fn judge(workspace: &Workspace, today: Date) -> Result<Judged, Refusal> {
    let loaded = &workspace.loaded;
    let packs = workspace.guidelines.in_force(&loaded.study);
    let facts = workspace.facts(today);
    let mut findings = workspace.findings();
    findings.extend(checks::run(loaded, &packs, &facts));
    let mut findings = checks::settle(loaded, &packs, &facts, findings);
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    Ok(Judged { packs, findings })
}
