//! Risks and benefits, what goes out, and what the team lives with.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::study::values::Date;
use crate::study::values::Id;
use crate::study::values::Language;
use crate::study::values::Prose;

/// One thing that could go wrong.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Risk {
    /// The id by which this file names the risk.
    pub id: Option<Id>,
    /// What could happen, in one sentence.
    pub what: Option<Prose>,
    /// The hazards of a pack that this risk covers, by id.
    pub covers: Vec<Id>,
    /// Whom it would hurt: a group, a team member, a duty, `team` or `community`.
    pub to: Vec<Id>,
    /// How likely it is before anything is done: 1 rare to 5 almost certain.
    #[schemars(range(min = 1, max = 5))]
    pub likelihood: Option<u32>,
    /// How bad it would be: 1 negligible to 5 catastrophic.
    #[schemars(range(min = 1, max = 5))]
    pub severity: Option<u32>,
    /// What is done about it, one measure a line.
    pub mitigation: Vec<Prose>,
    /// The team member who answers for it, by id.
    pub owner: Option<Id>,
    /// What remains after the measures.
    pub residual: Residual,
    /// Why a high remaining risk can be borne.
    pub justification: Option<Prose>,
    /// The ethical tasks that reduce it, as pack/task.
    pub tasks: Vec<String>,
}

/// What remains of a risk after the measures.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Residual {
    /// 1 rare to 5 almost certain.
    #[schemars(range(min = 1, max = 5))]
    pub likelihood: Option<u32>,
    /// 1 negligible to 5 catastrophic.
    #[schemars(range(min = 1, max = 5))]
    pub severity: Option<u32>,
}

/// A hazard that was considered and set aside.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DismissedHazard {
    /// The hazard's id in its pack.
    pub hazard: Option<Id>,
    /// Why it does not matter here.
    pub reason: Option<Prose>,
}

/// What good the study can do.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Benefit {
    /// What it is; hoped-for benefits are said to be hoped for.
    pub what: Option<Prose>,
    /// For whom: a group, a team member, a duty, `team` or `community`.
    pub to: Vec<Id>,
}

/// How results go back to participants and out to others.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Dissemination {
    /// How and when participants hear of the results.
    pub feedback_to_participants: Option<Prose>,
    /// What is published, one a line.
    pub products: Vec<Prose>,
    /// The rule for photographs and film.
    pub photographs: Option<Prose>,
    /// How people and places are written about.
    pub wording: Option<Prose>,
    /// Who looks for harm before anything is published, and how.
    pub safety_review: Option<Prose>,
}

/// Who reviewed which document in which language.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Translation {
    /// The language, BCP 47.
    pub language: Option<Language>,
    /// The document's id, such as consent-form.
    pub document: Option<Id>,
    /// The native reader who reviewed it.
    pub reviewed_by: Option<String>,
    /// When.
    pub on: Option<Date>,
    /// True where somebody who had not seen the original translated it back.
    pub back_translated: Option<bool>,
}

/// A warning that the team has looked at and lives with.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Acceptance {
    /// The finding's name, such as consent-gap@participants.young-survivors.
    pub finding: Option<String>,
    /// Why the team lives with it.
    pub reason: Option<Prose>,
    /// The team member who answers for that, by id.
    pub by: Option<Id>,
    /// When it was accepted.
    pub on: Option<Date>,
    /// Until when it holds.
    pub until: Option<Date>,
}
