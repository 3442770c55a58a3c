//! The domain: a study and its parts. No file is read here and nothing is judged here.
//!
//! Every section is always there and every leaf may be blank, since a study is drafted for months: a gap is for checks
//! to judge. The doc comments are what an editor shows on hover, through the exported JSON Schema.

pub mod accounts;
mod codes;
pub mod compare;
pub mod evidence;
pub mod fieldwork;
mod load;
pub mod nearest;
pub mod participants;
pub mod plan;
pub mod planning;
pub mod protection;
mod references;
pub mod relations;
pub mod schema;
pub mod services;
pub mod settings;
pub mod shape;
pub mod splice;
pub mod values;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

pub use accounts::*;
pub use codes::CODES;
pub use fieldwork::*;
pub use load::LoadedStudy;
pub use load::load;
pub use load::load_bytes;
pub use participants::*;
pub use planning::*;
pub use protection::*;
pub use relations::*;
pub use schema::prose_fields;
pub use schema::schema;
pub use services::*;
pub use settings::*;
pub use values::*;

/// The format version that this program reads and writes.
pub const FORMAT_VERSION: u32 = 1;

/// The pack that holds where a study names none.
pub const DEFAULT_PACK: &str = "ecpat-four-steps";

/// One research project, as `study.yaml` defines it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Study {
    /// The format version of this file: 1.
    #[schemars(range(min = 1, max = 1))]
    pub assent: u32,
    /// The guideline packs that this study is held against. Default: ecpat-four-steps. The pack study-basics always holds.
    pub packs: Vec<Id>,
    /// What the study is called, who answers for it, when it runs.
    pub study: StudyInfo,
    /// Why the study is done, and whether children should be part of it.
    pub purpose: Purpose,
    /// The people who do the work.
    pub team: Vec<Person>,
    /// The countries and sites, with their law, referral services and local review.
    pub settings: Vec<Setting>,
    /// The groups of people who take part.
    pub participants: Vec<Group>,
    /// The ways data is collected.
    pub activities: Vec<Activity>,
    /// What happens when somebody tells of harm.
    pub disclosure: Disclosure,
    /// What happens when somebody is in distress.
    pub distress: Distress,
    /// How people's data is protected.
    pub privacy: Privacy,
    /// What participants receive for their time, and why it does not press them.
    pub compensation: Compensation,
    /// How the team itself is cared for.
    pub wellbeing: Wellbeing,
    /// What could go wrong, for whom, and what is done about it.
    pub risks: Vec<Risk>,
    /// Hazards named by a pack that the team considered and set aside, with the reason.
    pub hazards_dismissed: Vec<DismissedHazard>,
    /// What good the study can do, for whom.
    pub benefits: Vec<Benefit>,
    /// How results go back to participants and out to others.
    pub dissemination: Dissemination,
    /// Who reviewed which document in which language.
    pub translations: Vec<Translation>,
    /// Warnings that the team has looked at and lives with.
    pub accepted: Vec<Acceptance>,
}

impl Default for Study {
    fn default() -> Self {
        Self {
            assent: FORMAT_VERSION,
            packs: Id::read(DEFAULT_PACK).into_iter().collect(),
            study: StudyInfo::default(),
            purpose: Purpose::default(),
            team: Vec::new(),
            settings: Vec::new(),
            participants: Vec::new(),
            activities: Vec::new(),
            disclosure: Disclosure::default(),
            distress: Distress::default(),
            privacy: Privacy::default(),
            compensation: Compensation::default(),
            wellbeing: Wellbeing::default(),
            risks: Vec::new(),
            hazards_dismissed: Vec::new(),
            benefits: Vec::new(),
            dissemination: Dissemination::default(),
            translations: Vec::new(),
            accepted: Vec::new(),
        }
    }
}
