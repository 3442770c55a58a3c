//! What a study is and why it is done.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::study::values::Date;
use crate::study::values::Id;
use crate::study::values::Language;
use crate::study::values::Prose;

/// What the study is called, who answers for it, when it runs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StudyInfo {
    /// Lower case, digits and hyphens; names the files that are generated.
    pub id: Id,
    /// The language of this file's prose, BCP 47. Default: en.
    pub language: Language,
    /// The full title, as the committee reads it.
    pub title: Prose,
    /// A title that is safe for others to see: it stands on what participants take home, and does not tell the subject.
    pub short_title: Option<Prose>,
    /// The version of this study definition, in quotes, such as "0.3".
    pub version: Option<String>,
    /// What the study is about, in one or two paragraphs for somebody outside the field.
    pub summary: Option<Prose>,
    /// The organisation that answers for the study.
    pub organisation: Option<String>,
    /// The study's public contact; it is printed on forms.
    pub contact: Contact,
    /// Somebody independent of the team, for complaints and worries.
    pub complaints: Contact,
    /// Organisations that take part in the work.
    pub partners: Vec<Partner>,
    /// Who pays for the study.
    pub funders: Vec<Funder>,
    /// Conflicts of interest and dual roles, declared.
    pub interests: Option<Prose>,
    /// When the study begins and ends.
    pub dates: Dates,
}

/// A contact that is printed on forms: a role or a service, never a participant.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Contact {
    /// A person or a desk.
    pub name: Option<String>,
    /// An e-mail address that may be printed.
    pub email: Option<String>,
    /// A phone number that may be printed, in quotes.
    pub phone: Option<String>,
}

/// An organisation that takes part in the work.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Partner {
    /// The organisation's name.
    pub name: Option<String>,
    /// What it does in this study.
    pub role: Option<Prose>,
}

/// Who pays for the study.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Funder {
    /// The funder's name.
    pub name: Option<String>,
}

/// When the study begins and ends.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Dates {
    /// The first day on which somebody could be approached.
    pub start: Option<Date>,
    /// The day on which the study ends.
    pub end: Option<Date>,
}

/// Why the study is done, and whether children should be part of it (step 1).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Purpose {
    /// The research questions, one a line.
    pub questions: Vec<Prose>,
    /// Why this has to be known, and who will use the answer.
    pub why_needed: Option<Prose>,
    /// What is already known, and why that is not enough.
    pub existing_evidence: Option<Prose>,
    /// Why this needs children or survivors themselves.
    pub why_children: Option<Prose>,
    /// Other ways to the answer that were weighed, and why they do not serve.
    pub alternatives_considered: Vec<Alternative>,
    /// The stop/go decision: should children be part of this research at all?
    pub decision: Decision,
}

/// Another way to the answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Alternative {
    /// The other way, such as secondary data or a survey of professionals.
    pub option: Option<Prose>,
    /// Why it does not answer the question.
    pub why_not: Option<Prose>,
}

/// The stop/go decision of step 1.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Decision {
    /// go, stop, or go-without-children.
    pub outcome: Option<Outcome>,
    /// The day of the decision.
    pub date: Option<Date>,
    /// The team members who decided, by id.
    pub by: Vec<Id>,
    /// Persons outside the team who took part in the decision.
    pub with: Vec<String>,
    /// Why the team decided so.
    pub reason: Option<Prose>,
}

/// The outcome of the stop/go decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The study goes ahead as planned.
    Go,
    /// The study does not go ahead.
    Stop,
    /// The study goes ahead without anybody under age.
    GoWithoutChildren,
}
