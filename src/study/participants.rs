//! The groups of people who take part, and how they are asked.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::study::values::Id;
use crate::study::values::Language;
use crate::study::values::Prose;

/// People of one kind who take part.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Group {
    /// The id by which this file names the group.
    pub id: Option<Id>,
    /// What the group is called in documents for the committee.
    pub label: Option<Prose>,
    /// The youngest and the oldest who take part, in years.
    pub ages: Ages,
    /// Girls, boys, non-binary, women, men. Empty: all.
    pub genders: Vec<String>,
    /// True where the people in this group are survivors of sexual exploitation or abuse.
    pub survivors: Option<bool>,
    /// How many people.
    pub number: Number,
    /// In which capacity they take part.
    pub takes_part_as: Option<Capacity>,
    /// Who makes the first approach.
    pub recruited_by: Option<Prose>,
    /// How people are found and invited.
    pub recruitment: Option<Prose>,
    /// Who may take part, one reason a line.
    pub include: Vec<Prose>,
    /// Who may not take part, and why, one reason a line.
    pub exclude: Vec<Prose>,
    /// Circumstances that need extra care, such as in-residential-care, open-proceedings, no-carer.
    pub circumstances: Vec<String>,
    /// What these people are told the study is about: honest, short, in words of their reading age, and safe if
    /// somebody else reads it. Without it, their forms print `study.summary`.
    pub explanation: Option<Prose>,
    /// The agreed channel, neutral messages, and whether forms may be taken home.
    pub contact_safety: Option<Prose>,
    /// False where people do not read: consent is asked aloud, from a script.
    pub reads: Option<bool>,
    /// How these people are asked for their agreement.
    pub consent: Consent,
    /// The languages of what they receive, BCP 47.
    pub languages: Vec<Language>,
    /// The youngest reading age that their forms must suit, in years.
    #[schemars(range(min = 4, max = 25))]
    pub reading_age: Option<u32>,
}

/// An age range in years, both ends included.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Ages {
    /// The youngest.
    #[schemars(range(min = 0, max = 120))]
    pub from: Option<u32>,
    /// The oldest; blank where there is no upper end.
    #[schemars(range(min = 0, max = 120))]
    pub to: Option<u32>,
}

/// How many people.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Number {
    /// How many are planned.
    #[schemars(range(min = 0, max = 10_000_000))]
    pub planned: Option<u32>,
    /// How many there can be at the most.
    #[schemars(range(min = 0, max = 10_000_000))]
    pub max: Option<u32>,
}

/// In which capacity people take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Capacity {
    /// They give data.
    Participant,
    /// They advise on the design.
    Adviser,
    /// They do the research together with the team.
    CoResearcher,
    /// They lead activities.
    Facilitator,
}

/// How people are asked for their agreement.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Consent {
    /// How those under age join; those of age always consent themselves.
    pub route: Option<Route>,
    /// Why a guardian's permission is not asked, and who approved that.
    pub waiver: Waiver,
    /// In how many steps people are asked: 2 means that they hear about the study first and decide later.
    #[schemars(range(min = 1, max = 9))]
    pub steps: Option<u32>,
    /// Whole days between hearing about the study and being asked.
    #[schemars(range(min = 0, max = 3650))]
    pub gap_days: Option<u32>,
    /// How the team makes sure that people understood.
    pub comprehension_check: Option<Prose>,
    /// How agreement is asked again and watched while the activity runs.
    pub ongoing: Option<Prose>,
}

/// How those under age join.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Route {
    /// Nobody is under age: each person consents alone.
    OwnConsent,
    /// The child assents and a guardian permits.
    AssentAndPermission,
    /// The child assents; a committee waived the guardian's permission.
    AssentWithWaiver,
}

/// Why a guardian's permission is not asked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Waiver {
    /// Why asking a guardian could harm the child, and what protects the child instead.
    pub reason: Option<Prose>,
    /// The committee that approved the waiver.
    pub approved_by: Option<String>,
}
