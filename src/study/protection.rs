//! People's data, what they receive, and the care of the team.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::study::values::Currency;
use crate::study::values::Date;
use crate::study::values::DeleteAfter;
use crate::study::values::Id;
use crate::study::values::Prose;
use crate::study::values::RelativePath;

/// How people's data is protected.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Privacy {
    /// What is collected that could tell who somebody is, such as name, phone, age.
    pub identifiers_collected: Vec<String>,
    /// The lawful basis for working with the data.
    pub lawful_basis: Option<Prose>,
    /// How names are replaced, by whom, and when.
    pub pseudonyms: Option<Prose>,
    /// What cannot be kept confidential, and what happens then.
    pub limits: Option<Prose>,
    /// Each kind of data: where it is kept, who has access, when it is deleted.
    pub storage: Vec<Storage>,
    /// Services outside the team that touch data, transcription and AI tools included.
    pub processors: Vec<String>,
    /// What happens when data is lost or seen by others.
    pub breach: Option<Prose>,
    /// How long data is kept.
    pub retention: Retention,
    /// Who else will have access to the data, and in which form.
    pub sharing: Option<Prose>,
    /// Until when people can take their words back.
    pub withdrawal_deadline: Option<Prose>,
    /// The data-protection impact assessment.
    pub impact_assessment: ImpactAssessment,
}

/// One kind of data and how it is kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Storage {
    /// What is kept: audio, video, photo, notes, transcripts, consent-forms, contact-list, survey-answers.
    pub what: Option<String>,
    /// Where.
    #[serde(rename = "where")]
    pub location: Option<Prose>,
    /// True where it is encrypted.
    pub encrypted: Option<bool>,
    /// The team members with access, by id.
    pub access: Vec<Id>,
    /// When it is deleted: P30D is 30 days after collection, end+P60D is 60 days after the study ends.
    pub delete_after: Option<DeleteAfter>,
}

/// How long data is kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// The last day on which any of it is kept.
    pub until: Option<Date>,
    /// What happens then.
    pub then: Option<Prose>,
}

/// The data-protection impact assessment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ImpactAssessment {
    /// True where it was done.
    pub done: Option<bool>,
    /// When.
    pub on: Option<Date>,
    /// The file, in the study folder.
    pub file: Option<RelativePath>,
}

/// What participants receive for their time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Compensation {
    /// True where something is given.
    pub given: Option<bool>,
    /// What is given, such as a voucher or a fare.
    pub kind: Option<Prose>,
    /// What it is worth.
    pub value: Money,
    /// Why it does not press people to take part or to say more.
    pub why_not_pressure: Option<Prose>,
    /// What happens to it when somebody stops.
    pub if_withdrawn: Option<IfWithdrawn>,
    /// Costs that are paid back.
    pub expenses: Option<Prose>,
}

/// An amount of money.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Money {
    /// How much.
    #[schemars(range(min = 0))]
    pub amount: Option<serde_json::Number>,
    /// The currency, ISO 4217.
    pub currency: Option<Currency>,
}

/// What happens to compensation when somebody stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IfWithdrawn {
    /// The person keeps it all.
    Kept,
    /// The person keeps a part.
    Part,
    /// The person gets nothing.
    Lost,
}

/// How the team itself is cared for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Wellbeing {
    /// Supervision: with whom, how often.
    pub supervision: Option<Prose>,
    /// Debriefing after sessions.
    pub debriefing: Option<Prose>,
    /// How much one person does in a day and in a week, those who transcribe included.
    pub workload: Option<Prose>,
    /// Travel, check-ins, emergencies.
    pub safety_plan: Option<Prose>,
}
