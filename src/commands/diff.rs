//! `assent diff`: what changed since the approved packet.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::commands::amended;
use crate::commands::amended::Before;
use crate::commands::approvals::Against;
use crate::commands::edge;
use crate::commands::exit::Exit;
use crate::commands::find;
use crate::commands::judge::judge;
use crate::commands::packet;
use crate::commands::packet::Wishes;
use crate::commands::problem::WithNext;
use crate::commands::workspace::Shelf;
use crate::commands::workspace::Workspace;
use crate::documents::verdict::Verdict;
use crate::documents::verdict::after_verdict;
use crate::packet::amendments::ChangeKind;
use crate::packet::amendments::Statement;
use crate::packet::verify::Difference;
use crate::reports::text::Text;
use crate::terminal::Terminal;

/// Say what changed since the approved packet: each field, the forms in which people would see it, and who to ask again
///
/// The exit status is 1 where anything changed. With --format md, it is the statement of amendments to hand in.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The study: its folder or its file [default: the one in this folder or above it]
    study: Option<PathBuf>,

    /// A packet (folder or zip) or a git revision to compare with [default: the approved packet]
    #[arg(long, value_name = "PACKET|REV")]
    against: Option<String>,

    /// How to write the result
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    /// The day on which the study is judged
    #[arg(long, value_name = "DATE", value_parser = edge::parse_date)]
    date: Option<Date>,
}

/// How to write the result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
    /// The statement of amendments, as Markdown
    Md,
}

/// Compares, says what changed, and ends with 1 where anything did.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let place = find::study(args.study.as_deref())?;
    let before = match &args.against {
        Some(name) => Before::named(&place, name)?,
        None => match Before::approved(&place.folder, &Against::All)? {
            Some(before) => before,
            None => {
                return Err(anyhow::anyhow!("no packet of this study has been approved yet"))
                    .next_step("record the committee's decision with `assent approve`, or name a packet or a revision with --against");
            }
        },
    };
    let workspace = Workspace::open(&place, &Shelf::open(&[])?)?;
    let day = packet::day(&workspace, &Wishes { date: args.date, ..Wishes::default() })?.judged_on;
    let mut judged = judge(&workspace, day.into())?;
    let statement = amended::statement(&before, &workspace, &judged, day)?;
    match args.format {
        Format::Human => terminal.result(describe(&statement))?,
        Format::Json => {
            let mut bytes = serde_json::to_vec_pretty(&statement)?;
            bytes.push(b'\n');
            terminal.bytes(&bytes)?;
        }
        Format::Md => {
            judged.material.amendments = Some(amended::as_value(&statement));
            let verdict = Verdict {
                loaded: &workspace.loaded,
                assessment: &judged.assessment,
                missing: &judged.missing,
                before: &judged.composition.documents,
            };
            let papers = after_verdict(&judged.material, &verdict);
            let paper = papers.documents.into_iter().find(|document| document.slot.id == AMENDMENTS);
            if let Some(error) = papers.errors.into_iter().next() {
                return Err(error.into());
            }
            terminal.bytes(paper.map(|paper| paper.markdown).unwrap_or_default().as_bytes())?;
        }
    }
    Ok(if statement.is_empty() { Exit::Done } else { Exit::Findings })
}

/// The document that states what changed.
const AMENDMENTS: &str = "amendments";

fn describe(statement: &Statement) -> Text {
    let mut text = Text::new();
    if statement.is_empty() {
        return text.normal("Nothing has changed.").line();
    }
    let before = [&statement.before.approval, &statement.before.code, &statement.before.study_version];
    let before = before.into_iter().flatten().next().cloned().unwrap_or_else(|| "the earlier state".to_owned());
    text = text.strong(format!("Changed since {before}")).line();
    for change in &statement.fields {
        let of = if change.of.is_empty() { String::new() } else { format!(" ({})", change.of) };
        let side = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
        text = text
            .normal("  ")
            .strong(format!("{}{of}", change.name))
            .normal(format!(": {} -> {}", side(&change.before), side(&change.after)))
            .line();
        if !change.seen_in.is_empty() {
            text = text.faint(format!("    participants see it in {}", change.seen_in.join(", "))).line();
        }
    }
    for file in &statement.files {
        let (what, path) = match file {
            Difference::Changed { path } => ("changed", path.clone()),
            Difference::Added { path } => ("added", path.clone()),
            Difference::Removed { path } => ("removed", path.clone()),
            Difference::Renamed { path, to } => ("renamed", format!("{path} -> {to}")),
            Difference::Manifest { problem } => ("manifest", problem.clone()),
        };
        text = text.normal(format!("  file {what}: ")).strong(path).line();
    }
    if !statement.documents.is_empty() {
        text = text.strong("Papers that come out otherwise").line();
    }
    for paper in &statement.documents {
        let kind = match paper.kind {
            ChangeKind::Changed => "changed",
            ChangeKind::Added => "new",
            ChangeKind::Removed => "gone",
        };
        let who = if paper.for_participants { ", read by participants" } else { "" };
        text = text.normal("  ").strong(paper.stem.clone()).normal(format!(" ({kind}{who})")).line();
        for passage in paper.passages.iter().take(PASSAGES) {
            text = text.faint(format!("    {}", passage.section)).line();
            for line in &passage.before {
                text = text.normal(format!("    - {line}")).line();
            }
            for line in &passage.after {
                text = text.normal(format!("    + {line}")).line();
            }
        }
        let left = paper.passages.len().saturating_sub(PASSAGES);
        if left > 0 {
            text = text.faint(format!("    and {left} more passages; --format json has them all")).line();
        }
    }
    if !statement.tasks.is_empty() {
        text = text.strong("Ethical tasks to look at again").line();
        for task in &statement.tasks {
            text = text.normal("  ").code(task.clone()).line();
        }
    }
    for one in &statement.ask_again {
        text = text
            .strong(format!("Ask the people of {} again", one.group))
            .normal(": what they agreed to has changed in ")
            .normal(one.documents.join(", "))
            .line();
    }
    text
}

/// How many passages of a paper are shown on a screen.
const PASSAGES: usize = 6;
