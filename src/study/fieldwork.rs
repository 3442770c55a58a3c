//! The ways data is collected, and what happens when somebody is in danger or in distress.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::study::values::Id;
use crate::study::values::Prose;
use crate::study::values::RelativePath;

/// One way data is collected.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Activity {
    /// The id by which this file names the activity.
    pub id: Option<Id>,
    /// The participant groups that take part, by id.
    pub with: Vec<Id>,
    /// The settings in which it happens, by id.
    pub settings: Vec<Id>,
    /// What kind of activity it is.
    pub method: Option<Method>,
    /// How people meet.
    pub mode: Option<Mode>,
    /// True where people are asked about what happened to them.
    pub asks_about_experiences: Option<bool>,
    /// The team members who lead it, by id; each has the duty `facilitator`.
    pub facilitators: Vec<Id>,
    /// Who may sit in, and who decides that.
    pub companions: Option<Prose>,
    /// How long one session takes, in minutes.
    pub minutes: Minutes,
    /// How many sessions one person takes part in.
    #[schemars(range(min = 1, max = 1000))]
    pub sessions: Option<u32>,
    /// What is kept of a session.
    pub recording: Option<Recording>,
    /// Whether a person's words may be quoted.
    pub quotes: Option<Quotes>,
    /// Whether people are contacted again, why, and how.
    pub recontact: Option<Prose>,
    /// The guide or the questions, as a file in the study folder.
    pub guide: Option<RelativePath>,
    /// What participants choose themselves: place, time, companion, topics, recording, facilitator.
    pub participant_choices: Vec<String>,
    /// What happens after a session, for the person.
    pub aftercare: Option<Prose>,
}

/// What kind of activity it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// An open conversation that the participant leads.
    Conversation,
    /// An interview with questions.
    Interview,
    /// A group that talks together.
    Group,
    /// A survey.
    Survey,
    /// Drawing, photographs, drama and the like.
    Creative,
    /// Watching what happens.
    Observation,
    /// Work with files and existing data; nobody is met.
    DeskReview,
}

/// How people meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// In the same place.
    InPerson,
    /// By phone.
    Phone,
    /// Online.
    Online,
    /// The person fills it in alone.
    SelfCompleted,
}

/// How long a session takes, in minutes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Minutes {
    /// At the least.
    #[schemars(range(min = 1, max = 1440))]
    pub from: Option<u32>,
    /// At the most.
    #[schemars(range(min = 1, max = 1440))]
    pub to: Option<u32>,
}

/// What is kept of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Recording {
    /// Nothing.
    None,
    /// Written notes.
    Notes,
    /// Sound.
    Audio,
    /// Sound and pictures that move.
    Video,
    /// Photographs.
    Photo,
}

/// Whether a person's words may be quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Quotes {
    /// Never.
    None,
    /// Where the person said yes to that, separately.
    WithConsent,
}

/// What happens when somebody tells of harm.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Disclosure {
    /// How people learn, before they speak, what cannot be kept private.
    pub limits_explained: Option<Prose>,
    /// What the team does, step by step, when somebody tells of harm or danger.
    pub procedure: Option<Prose>,
    /// The team member who decides, by id.
    pub decision_maker: Option<Id>,
    /// What happens when a child tells that they hurt another child.
    pub peer_harm: Option<Prose>,
}

/// What happens when somebody is in distress.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Distress {
    /// The signs that facilitators watch for.
    pub signs: Option<Prose>,
    /// When the activity pauses and when it ends.
    pub stop_rule: Option<Prose>,
    /// What the facilitator does then.
    pub response: Option<Prose>,
    /// What happens when somebody may be in danger of their life.
    pub emergency: Option<Prose>,
    /// When and by whom people are contacted afterwards.
    pub follow_up: Vec<FollowUp>,
}

/// One contact after an activity.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FollowUp {
    /// Days after the activity.
    #[schemars(range(min = 0, max = 3650))]
    pub after_days: Option<u32>,
    /// The team member who does it, by id.
    pub by: Option<Id>,
}
