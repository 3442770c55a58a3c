//! Findings and assessments for readers: people, scripts, editors, CI servers.
//!
//! A report is written study by study, so that it needs no more memory for ten thousand studies than for one.
//! Every form is inert against the study's text: [`text`] says how for people, [`json`] for programs.

pub mod catalogue;
pub mod excerpt;
pub mod github;
pub mod human;
pub mod json;
pub mod junit;
pub mod sarif;
pub mod spoken;
pub mod status;
pub mod text;

use crate::assessment::AssessedTask;
use crate::assessment::Counts;
use crate::finding::Finding;
use crate::finding::Level;
use crate::reports::text::Ink;

pub use catalogue::Catalogue;
pub use catalogue::Rule;

/// Every form of a report, in the order of the help. A form is one file and one line here.
pub const FORMS: &[Form] = &[human::FORM, json::FORM, sarif::FORM, junit::FORM, github::FORM];

/// One form of a report.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// What `--format` calls it.
    pub name: &'static str,
    /// What it is for, in a few words.
    pub about: &'static str,
    /// True where people read it: what is said besides may stand beside it.
    pub for_people: bool,
    /// Begins a report.
    pub start: fn(Setting) -> Box<dyn Report>,
}

impl Form {
    /// The form of a name.
    pub fn named(name: &str) -> Option<Self> {
        FORMS.iter().copied().find(|form| form.name == name)
    }
}

/// What a report needs to know before the first study.
#[derive(Debug, Clone, Copy, Default)]
pub struct Setting {
    /// How the stream can look.
    pub ink: Ink,
    /// Warnings weigh as much as errors.
    pub strict: bool,
    /// Only the findings: no line of counts.
    pub quiet: bool,
}

/// A report that is being written. Every method gives the next part of the text.
pub trait Report {
    /// What comes first.
    fn begin(&mut self) -> String {
        String::new()
    }
    /// One study.
    fn study(&mut self, study: &StudyReport<'_>) -> String;
    /// One pack; packs follow after the studies.
    fn pack(&mut self, pack: &PackReport<'_>) -> String;
    /// What comes last.
    fn end(&mut self, totals: &Totals) -> String {
        let _ = totals;
        String::new()
    }
}

/// One study as reports show it.
#[derive(Debug, Clone, Copy)]
pub struct StudyReport<'a> {
    /// The study file, relative to the current folder, with `/`.
    pub file: &'a str,
    /// The study's id; none where it cannot be read.
    pub id: Option<&'a str>,
    /// The stop/go decision as it stands; none where it cannot be read.
    pub gate: Option<&'a str>,
    /// What was found, sorted by place.
    pub findings: &'a [Finding],
    /// How many tasks there are, and how far they are.
    pub counts: Counts,
    /// Every task of the study's packs, in their order.
    pub tasks: &'a [AssessedTask],
    /// What is known about codes and tasks.
    pub catalogue: &'a Catalogue,
}

/// One pack as reports show it.
#[derive(Debug, Clone, Copy)]
pub struct PackReport<'a> {
    /// The pack's `pack.yaml`, relative to the current folder, with `/`.
    pub file: &'a str,
    /// The pack's id; none where it cannot be read.
    pub id: Option<&'a str>,
    /// What was found, sorted by place.
    pub findings: &'a [Finding],
    /// What is known about codes and tasks.
    pub catalogue: &'a Catalogue,
}

/// What was found in everything that a report shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Studies looked at.
    pub studies: usize,
    /// Packs looked at.
    pub packs: usize,
    /// Findings at error level.
    pub errors: usize,
    /// Warnings that nobody accepted.
    pub warnings: usize,
    /// Notes that nobody accepted.
    pub notes: usize,
    /// Warnings and notes that the studies accepted.
    pub accepted: usize,
    /// Findings that an earlier report held already, and that were left out.
    pub known: usize,
    /// The tasks of all studies.
    pub tasks: Counts,
}

impl Totals {
    /// Counts the findings of one study or pack.
    pub fn count(&mut self, findings: &[Finding]) {
        for finding in findings {
            match finding.level {
                Level::Error => self.errors += 1,
                _ if finding.accepted => self.accepted += 1,
                Level::Warning => self.warnings += 1,
                Level::Note => self.notes += 1,
            }
        }
    }

    /// Counts the tasks of one study.
    pub fn add_tasks(&mut self, tasks: Counts) {
        self.tasks.applicable += tasks.applicable;
        self.tasks.complete += tasks.complete;
        self.tasks.attested += tasks.attested;
        self.tasks.open += tasks.open;
    }

    /// True where something weighs enough to say no.
    pub fn says_no(&self, strict: bool) -> bool {
        self.errors > 0 || (strict && self.warnings > 0)
    }
}

/// The word for a level, as every form writes it.
pub fn level_word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}
