//! A committee's decision about one packet: `approvals/<date>-<code>/approval.yaml`.
//!
//! The folder also holds the packet's manifest and the inputs it was built from, so that what was approved can be held
//! against what is used, years later and without the packet.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::study::Date;

/// The file that holds the decision.
pub const FILE: &str = "approval.yaml";

/// The file that holds what the team did about the conditions; the decision itself is never rewritten.
pub const FOLLOW_UP: &str = "conditions.yaml";

/// The folder of the inputs.
pub const INPUTS: &str = "inputs";

/// A committee's decision about one packet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// The packet that the decision is about.
    pub packet: ApprovedPacket,
    /// The committee.
    pub body: String,
    /// The committee's reference.
    pub reference: String,
    /// What it decided.
    pub decision: Decision,
    /// The date of the decision.
    pub on: Date,
    /// The date on which the approval ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    /// What the committee asks for, in its order; `c1` names the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
}

/// The packet that a decision is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovedPacket {
    /// The short code on every page.
    pub code: String,
    /// The digest of the manifest.
    pub digest: String,
    /// The version of the study that the packet was built from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub study_version: Option<String>,
}

/// What a committee decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// The packet may be used as it is.
    Approved,
    /// The packet may be used once the conditions are met.
    WithConditions,
    /// The committee asks for changes before it decides.
    Revisions,
    /// The packet may not be used.
    Rejected,
}

impl Decision {
    /// True where the packet may be used.
    pub fn allows(self) -> bool {
        matches!(self, Decision::Approved | Decision::WithConditions)
    }

    /// The word that files and flags use.
    pub fn as_str(self) -> &'static str {
        match self {
            Decision::Approved => "approved",
            Decision::WithConditions => "with-conditions",
            Decision::Revisions => "revisions",
            Decision::Rejected => "rejected",
        }
    }
}

/// One thing that the committee asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// `c1`, `c2` and so on.
    pub id: String,
    /// What is asked for, in the committee's words.
    pub text: String,
}

/// What the team did about a condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowUpEntry {
    /// The condition.
    pub condition: String,
    /// When it was met.
    pub on: Date,
    /// Who saw to it, by id.
    pub by: String,
    /// How.
    pub note: String,
}

/// Why an approval can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct ApprovalError {
    /// What is wrong.
    pub problem: String,
    /// Line and column, from 1, where they are known.
    pub at: Option<(usize, usize)>,
}

impl Approval {
    /// Reads `approval.yaml`.
    pub fn read(text: &str) -> Result<Self, ApprovalError> {
        read_yaml(text)
    }

    /// The text of `approval.yaml`.
    pub fn to_yaml(&self) -> String {
        serde_yaml::to_string(self).unwrap_or_default()
    }

    /// The folder under `approvals/`.
    pub fn folder(&self) -> String {
        format!("{}-{}", self.on, self.packet.code)
    }

    /// The conditions that nobody has met yet.
    pub fn open_conditions<'a>(&'a self, follow_up: &[FollowUpEntry]) -> Vec<&'a Condition> {
        self.conditions.iter().filter(|c| !follow_up.iter().any(|entry| entry.condition == c.id)).collect()
    }
}

/// Reads `conditions.yaml`.
pub fn read_follow_up(text: &str) -> Result<Vec<FollowUpEntry>, ApprovalError> {
    read_yaml(text)
}

fn read_yaml<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, ApprovalError> {
    serde_yaml::from_str(text).map_err(|error| ApprovalError {
        problem: error.to_string(),
        at: error.location().map(|location| (location.line(), location.column())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::values::Written;

    fn approval() -> Approval {
        Approval {
            packet: ApprovedPacket { code: "1a2b-3c4d".into(), digest: "d".into(), study_version: Some("1.0".into()) },
            body: "Example Committee".into(),
            reference: "no".into(),
            decision: Decision::WithConditions,
            on: Date::read("2026-01-12").unwrap(),
            expires: None,
            conditions: vec![Condition { id: "c1".into(), text: "Name the adviser: once.".into() }],
        }
    }

    #[test]
    fn an_approval_reads_back() {
        assert_eq!(Approval::read(&approval().to_yaml()), Ok(approval()));
        assert_eq!(approval().folder(), "2026-01-12-1a2b-3c4d");
    }

    #[test]
    fn a_condition_is_open_until_somebody_met_it() {
        let entry = "- {condition: c1, on: 2026-02-01, by: lead, note: done}\n";
        let follow_up = read_follow_up(entry).unwrap();
        assert_eq!(approval().open_conditions(&[]).len(), 1);
        assert!(approval().open_conditions(&follow_up).is_empty());
    }
}
