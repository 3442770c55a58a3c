//! `assent status`: where a study stands, or a table of many.

use std::path::PathBuf;

use jiff::civil::Date;
use serde_json::json;

use crate::commands::check::search;
use crate::commands::edge;
use crate::commands::exit::Exit;
use crate::commands::judge;
use crate::commands::judge::Judged;
use crate::commands::problem::Refusal;
use crate::commands::workspace::Shelf;
use crate::commands::workspace::Workspace;
use crate::reports::json::to_pretty;
use crate::reports::status;
use crate::reports::status::StudyRow;
use crate::reports::status::StudyStatus;
use crate::terminal::Terminal;

/// Show progress by step and topic, and what to do next
///
/// For several studies, or a folder that holds several, it is one line a study.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Studies, or folders of studies; the study around where none is named
    #[arg(value_name = "STUDY")]
    studies: Vec<PathBuf>,

    /// The form of the answer
    #[arg(long, value_name = "FORM", default_value = "human", value_parser = ["human", "json"])]
    format: String,

    /// Judge the study as of this day in place of today
    #[arg(long, value_name = "DATE", value_parser = edge::parse_date)]
    today: Option<Date>,
}

/// Tells the status of each study.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let targets = search::targets(&args.studies)?;
    if let Some(refusal) = targets.unreadable.into_iter().next() {
        return Err(refusal.into());
    }
    if targets.studies.is_empty() {
        return Err(Refusal::NothingToCheck(".".to_owned()).into());
    }
    let shelf = Shelf::open(&[])?;
    let today = edge::today(args.today);
    let (mut rows, mut values) = (Vec::new(), Vec::new());
    for (at, place) in targets.studies.values().enumerate() {
        terminal.progress("reading studies", at, targets.studies.len());
        let workspace = Workspace::open(place, &shelf)?;
        let judged = judge::findings(&workspace, today.into())?;
        let status = told(&workspace, &judged);
        if args.format == "json" {
            values.push(status::json(&status));
        } else if targets.studies.len() == 1 {
            terminal.result(status::human(&status, terminal.ink()))?;
        } else {
            rows.push(StudyRow::of(&status));
        }
    }
    if args.format == "json" {
        terminal.bytes(to_pretty(&json!({"version": 1, "today": today.to_string(), "studies": values})).as_bytes())?;
    } else if !rows.is_empty() {
        terminal.result(status::table(&rows, terminal.ink()))?;
    }
    Ok(Exit::Done)
}

/// What is told about a study that was judged.
pub fn told<'a>(workspace: &'a Workspace, judged: &'a Judged) -> StudyStatus<'a> {
    let study = &workspace.loaded.study.study;
    StudyStatus {
        file: &workspace.loaded.file.name,
        id: judged.gate().map(|_| study.id.as_str()),
        title: study.title.as_str(),
        assessment: &judged.assessment,
        packs: &judged.packs,
        missing: &judged.missing,
        told: &judged.told,
    }
}
