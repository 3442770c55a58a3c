//! A committee's decision about one packet: `approvals/<date>-<code>/approval.yaml`.
//!
//! The folder also holds the packet's manifest and the inputs it was built from, so that what was approved can be held
//! against what is used, years later and without the packet. What the team did about the conditions stands in the log.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::study::Date;

/// The file that holds the decision.
pub const FILE: &str = "approval.yaml";

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
        serde_yaml::from_str(text).map_err(|error| ApprovalError {
            problem: error.to_string(),
            at: error.location().map(|location| (location.line(), location.column())),
        })
    }

    /// The text of `approval.yaml`.
    pub fn to_yaml(&self) -> String {
        serde_yaml::to_string(self).unwrap_or_default()
    }

    /// The folder under `approvals/`.
    pub fn folder(&self) -> String {
        format!("{}-{}", self.on, self.packet.code)
    }
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
    fn every_decision_is_the_word_that_the_file_holds() {
        for decision in [Decision::Approved, Decision::WithConditions, Decision::Revisions, Decision::Rejected] {
            assert_eq!(serde_json::to_value(decision).unwrap(), decision.as_str());
        }
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_line() {
        let text = approval().to_yaml().replace("decision: with-conditions", "decision: maybe");
        let line = text.lines().position(|line| line.starts_with("decision:")).unwrap() + 1;
        let error = Approval::read(&text).unwrap_err();
        assert_eq!(error.at.map(|(line, _)| line), Some(line), "{error}");
        assert!(error.problem.contains("maybe"), "{error}");
    }
}
