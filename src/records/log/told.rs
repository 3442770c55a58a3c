//! The log as the status and the closing report tell it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::records::approval::Approval;
use crate::records::log::Kind;
use crate::records::log::Log;
use crate::records::log::LogEntry;
use crate::records::log::Matter;
use crate::records::log::Report;

/// What was logged, by kind, with the conditions of the approval in force.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Told {
    /// What went wrong, or nearly.
    pub incidents: Vec<ToldMatter>,
    /// What was done otherwise than approved.
    pub deviations: Vec<ToldMatter>,
    /// Reports to committees, their answers, and visits.
    pub reviews: Vec<ToldMatter>,
    /// The conditions of the approval in force, met and open.
    pub conditions: Vec<ToldCondition>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ToldMatter {
    /// The name of its first entry.
    pub id: String,
    /// The day.
    pub on: String,
    /// The setting, by id.
    pub setting: Option<String>,
    /// What happened.
    pub note: String,
    /// To whom it was reported.
    pub reported: Option<Report>,
    /// Why it need not be reported.
    pub no_report: Option<String>,
    /// What was written about it later.
    pub later: Vec<ToldLater>,
}

/// What was written later.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ToldLater {
    /// The day.
    pub on: String,
    /// What was written.
    pub note: String,
}

/// One condition of an approval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ToldCondition {
    /// Such as c1.
    pub id: String,
    /// What the committee asks for.
    pub text: String,
    /// The day on which it was met; none while it is open.
    pub met: Option<String>,
    /// How it was met.
    pub notes: Vec<String>,
}

impl ToldMatter {
    fn of(matter: &Matter<'_>) -> Self {
        let entry = matter.entry;
        let later = |entry: &&LogEntry| ToldLater { on: entry.on.to_string(), note: entry.note.clone() };
        Self {
            id: matter.file.id.clone(),
            on: entry.on.to_string(),
            setting: entry.setting.as_ref().map(ToString::to_string),
            note: entry.note.clone(),
            reported: matter.reported().cloned(),
            no_report: matter.no_report().map(str::to_owned),
            later: matter.later.iter().map(later).collect(),
        }
    }

    /// True where it is neither reported nor said why it need not be.
    pub fn is_unreported(&self) -> bool {
        self.reported.is_none() && self.no_report.is_none()
    }
}

impl Told {
    /// Tells a log, with the conditions of the approval in force.
    pub fn of(log: &Log, approval: Option<&Approval>) -> Self {
        let of_kind = |kind: Kind| log.matters(kind).iter().map(ToldMatter::of).collect();
        let condition = |approval: &Approval| {
            let folder = approval.folder();
            let told = approval.conditions.iter().map(|condition| {
                let met: Vec<&LogEntry> = log.met(&folder, &condition.id).collect();
                ToldCondition {
                    id: condition.id.clone(),
                    text: condition.text.clone(),
                    met: met.first().map(|entry| entry.on.to_string()),
                    notes: met.iter().map(|entry| entry.note.clone()).collect(),
                }
            });
            told.collect()
        };
        Self {
            incidents: of_kind(Kind::Incident),
            deviations: of_kind(Kind::Deviation),
            reviews: of_kind(Kind::Review),
            conditions: approval.map(condition).unwrap_or_default(),
        }
    }

    /// True where there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.counts().values().all(|count| *count == 0) && self.conditions.is_empty()
    }

    /// How much there is of each kind.
    pub fn counts(&self) -> BTreeMap<&'static str, usize> {
        BTreeMap::from([
            ("incidents", self.incidents.len()),
            ("deviations", self.deviations.len()),
            ("reviews", self.reviews.len()),
        ])
    }

    /// Incidents that are neither reported nor said why they need not be.
    pub fn unreported(&self) -> impl Iterator<Item = &ToldMatter> {
        self.incidents.iter().filter(|matter| matter.is_unreported())
    }

    /// Conditions that nobody has met yet.
    pub fn open_conditions(&self) -> impl Iterator<Item = &ToldCondition> {
        self.conditions.iter().filter(|condition| condition.met.is_none())
    }
}
