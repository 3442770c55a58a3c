//! The team, and the places where the study happens.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::study::values::Country;
use crate::study::values::Date;
use crate::study::values::Id;
use crate::study::values::Language;
use crate::study::values::Prose;

/// One member of the team.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Person {
    /// The id by which this file names the person.
    pub id: Option<Id>,
    /// The person's name.
    pub name: Option<String>,
    /// The role in plain words; checks read `duties`.
    pub role: Option<Prose>,
    /// What the person answers for.
    pub duties: Vec<Duty>,
    /// Professional qualifications that matter for this study.
    pub qualifications: Option<Prose>,
    /// Training that the person has done.
    pub training: Vec<Training>,
    /// The date of the last background check.
    pub background_check: Option<Date>,
    /// The date on which the person signed the code of conduct.
    pub code_of_conduct_signed: Option<Date>,
    /// Languages that the person works in, BCP 47.
    pub speaks: Vec<Language>,
}

/// What a team member answers for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Duty {
    /// Answers for the whole study.
    Lead,
    /// Answers for people's data.
    DataProtection,
    /// Decides when somebody may be in danger.
    Safeguarding,
    /// Meets participants and leads the activity.
    Facilitator,
    /// Interprets between languages.
    Interpreter,
    /// Writes down recordings.
    Transcriber,
    /// Works with the data.
    Analyst,
}

impl Duty {
    /// All duties, in order.
    pub const ALL: [Duty; 7] = [
        Duty::Lead,
        Duty::DataProtection,
        Duty::Safeguarding,
        Duty::Facilitator,
        Duty::Interpreter,
        Duty::Transcriber,
        Duty::Analyst,
    ];

    /// The word that the study file uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Duty::Lead => "lead",
            Duty::DataProtection => "data-protection",
            Duty::Safeguarding => "safeguarding",
            Duty::Facilitator => "facilitator",
            Duty::Interpreter => "interpreter",
            Duty::Transcriber => "transcriber",
            Duty::Analyst => "analyst",
        }
    }
}

/// One training that a person has done.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Training {
    /// What it was about.
    pub topic: Option<Prose>,
    /// What it counts as. If absent, it is told from the topic by the packs' word lists.
    pub covers: Vec<Covers>,
    /// When it was done.
    pub on: Option<Date>,
    /// How many hours it took.
    #[schemars(range(min = 0))]
    pub hours: Option<serde_json::Number>,
}

/// What a training counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Covers {
    /// The basics of research ethics.
    ResearchEthics,
    /// Keeping children and adults safe, and what to do when they are not.
    Safeguarding,
    /// Working with people who lived through harm.
    TraumaInformed,
    /// The method of this study, with practice.
    Method,
    /// Anything else.
    Other,
}

impl Covers {
    /// The word that the study file uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Covers::ResearchEthics => "research-ethics",
            Covers::Safeguarding => "safeguarding",
            Covers::TraumaInformed => "trauma-informed",
            Covers::Method => "method",
            Covers::Other => "other",
        }
    }
}

/// A country or a site, with its law, referral services and local review.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Setting {
    /// The id by which this file names the setting.
    pub id: Option<Id>,
    /// The country, ISO 3166-1 alpha-2.
    pub country: Option<Country>,
    /// The place, no closer than is safe.
    pub place: Option<Prose>,
    /// The age from which somebody is an adult here, in years.
    #[schemars(range(min = 0, max = 30))]
    pub age_of_majority: Option<u32>,
    /// The age from which somebody may consent to research alone, where the law or the local committee sets one, in years.
    #[schemars(range(min = 0, max = 30))]
    pub age_of_consent_to_research: Option<u32>,
    /// What the law here says about reporting harm.
    pub mandatory_reporting: MandatoryReporting,
    /// Services that people can be referred to.
    pub referral: Vec<Referral>,
    /// The ethics review that covers this setting.
    pub review: Review,
    /// Local people who were asked.
    pub advisers: Option<Prose>,
}

/// What the law says about reporting harm.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MandatoryReporting {
    /// True where the law makes somebody in the team report.
    pub required: Option<bool>,
    /// Who must report.
    pub who: Option<Prose>,
    /// To whom.
    pub to: Option<Prose>,
    /// By which law.
    pub law: Option<Prose>,
    /// Within how many hours.
    #[schemars(range(min = 0, max = 8760))]
    pub within_hours: Option<u32>,
    /// The date on which the team last looked the law up.
    pub checked: Option<Date>,
}

/// One service that people can be referred to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Referral {
    /// The id by which this file names the service.
    pub id: Option<Id>,
    /// What the service gives.
    pub kind: Option<ReferralKind>,
    /// The service's name.
    pub name: Option<String>,
    /// How it is reached.
    pub contact: Option<String>,
    /// When it is open.
    pub hours: Option<Prose>,
    /// True where it costs the person nothing.
    pub free: Option<bool>,
    /// The date on which somebody confirmed that the service is open, willing and reachable.
    pub confirmed: Option<Date>,
    /// Whom it serves: girls, boys, non-binary, women, men. Empty: all.
    pub serves: Vec<String>,
}

/// What a service gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReferralKind {
    /// Medical care.
    Medical,
    /// Psychological and social support.
    Psychosocial,
    /// Legal help.
    Legal,
    /// A safe place to stay.
    Shelter,
    /// The child protection authority.
    ChildProtection,
    /// The police.
    Police,
    /// A helpline.
    Hotline,
    /// Anything else.
    Other,
}

impl ReferralKind {
    /// The word that the study file uses.
    pub fn as_str(self) -> &'static str {
        match self {
            ReferralKind::Medical => "medical",
            ReferralKind::Psychosocial => "psychosocial",
            ReferralKind::Legal => "legal",
            ReferralKind::Shelter => "shelter",
            ReferralKind::ChildProtection => "child-protection",
            ReferralKind::Police => "police",
            ReferralKind::Hotline => "hotline",
            ReferralKind::Other => "other",
        }
    }

    /// All kinds, in order.
    pub const ALL: [ReferralKind; 8] = [
        ReferralKind::Medical,
        ReferralKind::Psychosocial,
        ReferralKind::Legal,
        ReferralKind::Shelter,
        ReferralKind::ChildProtection,
        ReferralKind::Police,
        ReferralKind::Hotline,
        ReferralKind::Other,
    ];
}

/// The ethics review that covers a setting.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Review {
    /// The committee.
    pub body: Option<String>,
    /// Where the review stands.
    pub status: Option<ReviewStatus>,
    /// The committee's reference.
    pub reference: Option<String>,
    /// The date of the committee's decision.
    pub on: Option<Date>,
    /// The date on which the approval ends.
    pub expires: Option<Date>,
    /// The hours within which the committee wants to hear of a serious incident.
    #[schemars(range(min = 0, max = 8760))]
    pub incidents_within_hours: Option<u32>,
    /// The months after which the committee wants a report on how the study goes, again and again.
    #[schemars(range(min = 1, max = 120))]
    pub report_every_months: Option<u32>,
}

/// Where a review stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewStatus {
    /// Not handed in yet.
    Planned,
    /// Handed in.
    Submitted,
    /// Approved.
    Approved,
    /// Approved, with conditions to meet.
    ApprovedWithConditions,
    /// Rejected.
    Rejected,
}
