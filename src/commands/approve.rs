//! `assent approve`: a committee's decision about one final packet, kept with what it was about.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;
use jiff::civil::Date;

use crate::commands::desk::with_next;
use crate::commands::edge;
use crate::commands::edge::shown;
use crate::commands::exit::Exit;
use crate::commands::find;
use crate::commands::packet_files;
use crate::commands::problem::Refusal;
use crate::commands::problem::WithNext;
use crate::commands::review_splice;
use crate::packet::Files;
use crate::packet::MANIFEST;
use crate::packet::SEAL;
use crate::packet::inputs;
use crate::packet::manifest::Manifest;
use crate::packet::verify;
use crate::records::approval;
use crate::records::approval::Approval;
use crate::records::approval::ApprovedPacket;
use crate::records::approval::Condition;
use crate::records::approval::Decision;
use crate::records::write;
use crate::reports::text::Text;
use crate::terminal::Terminal;
use crate::terminal::interrupt;

/// Record a committee's decision about a final packet
///
/// The decision is kept under approvals/, with the packet's manifest and inputs. From then on `assent check` says what
/// has drifted from what was approved.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The packet that the committee decided on: its folder or its zip
    packet: PathBuf,

    /// The study [default: the one in this folder or above it]
    #[arg(long, value_name = "DIR")]
    study: Option<PathBuf>,

    /// The committee
    #[arg(long, value_name = "B")]
    body: String,

    /// The committee's reference
    #[arg(long, value_name = "R")]
    reference: String,

    /// What it decided
    #[arg(long, value_enum)]
    decision: DecisionArgument,

    /// The date of the decision
    #[arg(long, value_name = "DATE", value_parser = edge::parse_date)]
    on: Date,

    /// The date on which the approval ends
    #[arg(long, value_name = "DATE", value_parser = edge::parse_date)]
    expires: Option<Date>,

    /// Something that the committee asks for; may be given several times
    #[arg(long = "condition", value_name = "C")]
    conditions: Vec<String>,
}

/// What a committee can decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum DecisionArgument {
    /// The packet may be used as it is
    Approved,
    /// The packet may be used once the conditions are met
    WithConditions,
    /// The committee asks for changes
    Revisions,
    /// The packet may not be used
    Rejected,
}

impl From<DecisionArgument> for Decision {
    fn from(argument: DecisionArgument) -> Self {
        match argument {
            DecisionArgument::Approved => Self::Approved,
            DecisionArgument::WithConditions => Self::WithConditions,
            DecisionArgument::Revisions => Self::Revisions,
            DecisionArgument::Rejected => Self::Rejected,
        }
    }
}

/// Records the decision; nothing that stands under `approvals/` is ever changed.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let place = find::study(args.study.as_deref())?;
    let found = packet_files::read(&args.packet)?;
    let (manifest, differences) = verify::verify(&found.files);
    let Some(manifest) = manifest.filter(|_| differences.is_empty() && !found.touched) else {
        return refuse(
            "this packet is not what its manifest says, so nobody can tell what was approved",
            format!("see what differs with `assent verify {}`", args.packet.display()),
        );
    };
    if !manifest.is_final {
        return refuse(
            "this packet is a draft, and a committee decides about a final one",
            "see what is missing with `assent status`, and build the packet with `assent packet --final`".to_owned(),
        );
    }
    if let Some(expires) = args.expires.filter(|expires| *expires < args.on) {
        return refuse(
            "the approval would end before it begins",
            format!("give --expires a date after {}; it is {expires}", args.on),
        );
    }
    let approval = decision(&args, &manifest);
    let folder = place.folder.join("approvals").join(approval.folder());
    write::stays_in(&place.folder, &folder).map_err(with_next)?;
    if folder.exists() {
        return refuse(
            "this decision stands there already",
            format!("look at `{}`; decisions are never rewritten", shown(&folder)),
        );
    }
    let _held = interrupt::hold();
    keep(&folder, &approval, &found.files)?;
    terminal.result(
        Text::new()
            .normal(format!("Recorded: {}, {}, ", approval.body, approval.decision.as_str()))
            .strong(approval.packet.code.clone())
            .normal(format!(", in {}.", shown(&folder)))
            .line(),
    )?;
    for condition in &approval.conditions {
        terminal.result(
            Text::new()
                .normal("  to follow up  ")
                .code(condition.id.clone())
                .normal(format!("  {}", condition.text))
                .line(),
        )?;
    }
    review_splice::offer(&place, &approval, terminal)?;
    Ok(Exit::Done)
}

fn refuse(problem: &str, next: String) -> anyhow::Result<Exit> {
    Err(Refusal::Usage { problem: problem.to_owned(), next }.into())
}

fn decision(args: &Args, manifest: &Manifest) -> Approval {
    let conditions = args.conditions.iter().enumerate();
    Approval {
        packet: ApprovedPacket {
            code: manifest.code.clone(),
            digest: manifest.digest.clone(),
            study_version: manifest.study.version.clone(),
        },
        body: args.body.clone(),
        reference: args.reference.clone(),
        decision: args.decision.into(),
        on: args.on.into(),
        expires: args.expires.map(Into::into),
        conditions: conditions.map(|(at, text)| Condition { id: format!("c{}", at + 1), text: text.clone() }).collect(),
    }
}

/// Writes the whole folder under a name of its own, then gives it its name: it is there whole or not at all.
fn keep(folder: &Path, approval: &Approval, packet: &Files) -> anyhow::Result<()> {
    const NEXT: &str = "nothing was recorded; see whether the disk is full and whether you may write in that folder";
    let parent = folder.parent().unwrap_or(Path::new("."));
    let name = || format!("could not write `{}`", shown(folder));
    fs::create_dir_all(parent).with_context(name).next_step(NEXT)?;
    let draft = tempfile::Builder::new().prefix(".assent-").tempdir_in(parent).with_context(name).next_step(NEXT)?;
    edge::save(&draft.path().join(approval::FILE), approval.to_yaml().as_bytes())?;
    for kept in [MANIFEST, SEAL] {
        if let Some(bytes) = packet.get(kept) {
            edge::save(&draft.path().join(kept), bytes)?;
        }
    }
    for (path, bytes) in packet.iter().filter(|(path, _)| path.starts_with(inputs::FOLDER)) {
        edge::save(&draft.path().join(path), bytes)?;
    }
    open_for_others(draft.path());
    fs::rename(draft.path(), folder).with_context(name).next_step(NEXT)?;
    // The folder has moved on; there is nothing left for the guard to remove.
    let _ = draft.keep();
    Ok(())
}

#[cfg(unix)]
fn open_for_others(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    // A temporary folder is private; if that cannot be changed, the record is still there for its owner.
    let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o755));
}

#[cfg(not(unix))]
fn open_for_others(_: &Path) {}
