//! `assent verify`: is a packet what its manifest says, who sealed it, and does the study still say the same?

use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;
use serde::Serialize;

use crate::commands::approvals;
use crate::commands::edge;
use crate::commands::exit::Exit;
use crate::commands::find;
use crate::commands::packet_files;
use crate::commands::problem::Refusal;
use crate::commands::problem::WithNext;
use crate::commands::rebuild;
use crate::packet::MANIFEST;
use crate::packet::SEAL;
use crate::packet::manifest::Manifest;
use crate::packet::seal;
use crate::packet::seal::SealState;
use crate::packet::signers;
use crate::packet::verify;
use crate::packet::verify::Difference;
use crate::reports::text::Text;
use crate::terminal::Terminal;

/// Hold a packet against its manifest, its seal, and the study it was built from
///
/// Every file's digest is computed again. What was changed, added, removed or renamed is named, and the exit status is
/// 1. With --code, it is told whether a printed form belongs to the approved packet.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The packet: its folder or its zip [default: the study's own folder `packet`]
    packet: Option<PathBuf>,

    /// The study that the packet should have been built from
    #[arg(long, value_name = "DIR")]
    study: Option<PathBuf>,

    /// People who may seal, as an OpenSSH allowed_signers file
    #[arg(long, value_name = "FILE")]
    signers: Option<PathBuf>,

    /// The code in a printed form's footer
    #[arg(long, value_name = "XXXX-XXXX")]
    code: Option<String>,

    /// How to write the result
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// How to write the result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
}

/// What `verify` found, as `--format json` writes it.
#[derive(Debug, Default, Serialize)]
struct Verdict {
    version: u32,
    whole: bool,
    packet: Option<Stamp>,
    differences: Vec<Difference>,
    seal: Seal,
    study: Option<StudyVerdict>,
    code: Option<CodeVerdict>,
}

#[derive(Debug, Serialize)]
struct Stamp {
    study: String,
    study_version: Option<String>,
    #[serde(rename = "final")]
    is_final: bool,
    tool: String,
    date: String,
    code: String,
    digest: String,
}

#[derive(Debug, Default, Serialize)]
struct Seal {
    state: &'static str,
    by: Option<String>,
    fingerprint: Option<String>,
    problem: Option<String>,
}

#[derive(Debug, Serialize)]
struct StudyVerdict {
    inputs: Vec<Difference>,
    rebuilt: Option<bool>,
    note: Option<String>,
    files: Vec<Difference>,
}

#[derive(Debug, Serialize)]
struct CodeVerdict {
    code: String,
    matches: bool,
    approved: Option<String>,
}

/// Verifies, says what was found, and ends with 1 where anything differs.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let mut verdict = Verdict { version: 1, ..Verdict::default() };
    let packet = packet_path(&args)?;
    let ticker = terminal.while_working("looking at the packet", || (0, 0));
    if let Some(path) = &packet {
        judge_packet(path, &args, &mut verdict)?;
    }
    if let Some(code) = &args.code {
        verdict.code = Some(judge_code(code, &args, &verdict)?);
    }
    drop(ticker);
    let seal_fails = verdict.seal.state == "broken" || (args.signers.is_some() && verdict.seal.state != "signed");
    let study_differs =
        verdict.study.as_ref().is_some_and(|study| !study.inputs.is_empty() || study.rebuilt == Some(false));
    let code_fails = verdict.code.as_ref().is_some_and(|code| !code.matches);
    verdict.whole = packet.is_some() && verdict.differences.is_empty() && !seal_fails;
    let fails = !verdict.differences.is_empty() || seal_fails || study_differs || code_fails;
    match args.format {
        Format::Json => terminal.bytes(&json(&verdict))?,
        Format::Human => terminal.result(describe(&verdict, packet.as_deref()))?,
    }
    Ok(if fails { Exit::Findings } else { Exit::Done })
}

fn json(verdict: &Verdict) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(verdict).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// The packet that was named, else the study's own; none where only a code is asked for and no packet was built.
fn packet_path(args: &Args) -> anyhow::Result<Option<PathBuf>> {
    if let Some(path) = &args.packet {
        return Ok(Some(path.clone()));
    }
    let place = find::study(args.study.as_deref())?;
    let own = place.folder.join("packet");
    match (own.is_dir(), args.code.is_some()) {
        (true, _) => Ok(Some(own)),
        (false, true) => Ok(None),
        (false, false) => Err(Refusal::NoSuchPath(own.display().to_string()))
            .next_step("name the packet's folder or zip, or build it with `assent packet`"),
    }
}

fn judge_packet(path: &Path, args: &Args, verdict: &mut Verdict) -> anyhow::Result<()> {
    let found = packet_files::read(path)?;
    let (manifest, differences) = verify::verify(&found.files);
    verdict.differences = differences;
    if found.touched {
        let problem = "the zip file itself was changed, outside the files in it".to_owned();
        verdict.differences.push(Difference::Manifest { problem });
    }
    let signers = match &args.signers {
        Some(path) => signers::read(&String::from_utf8_lossy(&edge::read(path)?))
            .next_step("write one signer a line, such as `name@example.org ssh-ed25519 AAAA…`; `man ssh-keygen` has more under ALLOWED SIGNERS")?,
        None => Vec::new(),
    };
    let bytes = found.files.get(MANIFEST).map(Vec::as_slice).unwrap_or_default();
    let day = edge::today(None).strftime("%Y%m%d").to_string();
    let state = seal::judge(bytes, found.files.get(SEAL).map(Vec::as_slice), &signers, &day);
    verdict.seal = describe_seal(state);
    let Some(manifest) = manifest else { return Ok(()) };
    // With a code, the study is only where the approvals stand.
    if let Some(study) = args.study.as_ref().filter(|_| args.code.is_none()) {
        let outcome = rebuild::against(&manifest, &found.files, study)?;
        verdict.study = Some(StudyVerdict {
            inputs: outcome.inputs,
            rebuilt: outcome.same,
            note: outcome.note,
            files: outcome.files,
        });
    }
    verdict.packet = Some(stamp(&manifest));
    Ok(())
}

fn stamp(manifest: &Manifest) -> Stamp {
    Stamp {
        study: manifest.study.id.clone(),
        study_version: manifest.study.version.clone(),
        is_final: manifest.is_final,
        tool: format!("{} {}", manifest.tool.name, manifest.tool.version),
        date: manifest.date.clone(),
        code: manifest.code.clone(),
        digest: manifest.digest.clone(),
    }
}

fn describe_seal(state: SealState) -> Seal {
    match state {
        SealState::None => Seal { state: "none", ..Seal::default() },
        SealState::Broken(problem) => Seal { state: "broken", problem: Some(problem), ..Seal::default() },
        SealState::Unknown { fingerprint } => {
            Seal { state: "unknown", fingerprint: Some(fingerprint), ..Seal::default() }
        }
        SealState::Signed { principals, fingerprint } => {
            Seal { state: "signed", by: Some(principals), fingerprint: Some(fingerprint), problem: None }
        }
    }
}

/// Does the code on a form belong to the packet that was named and, where the study is at hand, to an approved one?
fn judge_code(code: &str, args: &Args, verdict: &Verdict) -> anyhow::Result<CodeVerdict> {
    let wanted: String = code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    if wanted.len() != 8 || !wanted.chars().all(|c| c.is_ascii_hexdigit()) {
        return Err(Refusal::Usage {
            problem: format!("`{code}` is not a code"),
            next: "write the code as it stands in the form's footer, such as 1a2b-3c4d".to_owned(),
        }
        .into());
    }
    let same = |other: &str| other.replace('-', "").eq_ignore_ascii_case(&wanted);
    let approved = match find::study(args.study.as_deref()) {
        Ok(place) => approvals::read_all(&place.folder)
            .context("could not read the approvals")?
            .into_iter()
            .rev()
            .find(|found| same(&found.approval.packet.code) && found.approval.decision.allows())
            .map(|found| format!("{}, {}, {}", found.approval.body, found.approval.reference, found.approval.on)),
        Err(_) => None,
    };
    let in_packet = verdict.packet.as_ref().is_some_and(|packet| same(&packet.code));
    let named_only = args.packet.is_some() && args.study.is_none();
    let matches = approved.is_some() || (named_only && in_packet && verdict.differences.is_empty());
    let (first, rest) = wanted.split_at(4);
    Ok(CodeVerdict { code: format!("{first}-{rest}"), matches, approved })
}

fn describe(verdict: &Verdict, path: Option<&Path>) -> Text {
    let mut text = Text::new();
    if let Some(path) = path {
        match &verdict.packet {
            Some(stamp) => {
                let kind = if stamp.is_final { "final" } else { "draft" };
                text = text
                    .strong(format!("{} ", path.display()))
                    .normal(format!("is a {kind} packet of the study "))
                    .code(stamp.study.clone())
                    .normal(
                        stamp.study_version.as_ref().map_or(String::new(), |version| format!(", version {version}")),
                    )
                    .normal(format!(", code {}, built for {} by {}.", stamp.code, stamp.date, stamp.tool))
                    .line();
            }
            None => {
                text = text.strong(format!("{} ", path.display())).normal("is no packet that can be trusted.").line()
            }
        }
        for difference in &verdict.differences {
            text.append(difference_line(difference));
        }
        if verdict.differences.is_empty() {
            text = text.normal("Every file is as the manifest says.").line();
        }
        text.append(seal_line(&verdict.seal));
    }
    if let Some(study) = &verdict.study {
        text.append(study_lines(study));
    }
    if let Some(code) = &verdict.code {
        text = match (&code.approved, code.matches) {
            (Some(approval), _) => text.normal(format!("The code {} belongs to the approved packet: {approval}.", code.code)),
            (None, true) => text.normal(format!("The code {} is the code of this packet.", code.code)),
            (None, false) => text.normal(format!(
                "The code {} belongs to no approved packet that is known here. Do not use the form before you know where it comes from.",
                code.code
            )),
        }
        .line();
    }
    text
}

fn difference_line(difference: &Difference) -> Text {
    let line = match difference {
        Difference::Manifest { problem } => ("manifest", problem.clone()),
        Difference::Changed { path } => ("changed", path.clone()),
        Difference::Added { path } => ("added", path.clone()),
        Difference::Removed { path } => ("removed", path.clone()),
        Difference::Renamed { path, to } => ("renamed", format!("{path} -> {to}")),
    };
    Text::new().normal(format!("  {:<9} ", line.0)).strong(line.1).line()
}

fn seal_line(seal: &Seal) -> Text {
    let fingerprint = seal.fingerprint.clone().unwrap_or_default();
    let sentence = match seal.state {
        "none" => "It is not sealed.".to_owned(),
        "signed" => format!("Sealed by {} ({fingerprint}).", seal.by.clone().unwrap_or_default()),
        "unknown" => format!("Sealed with the key {fingerprint}; name the people whom you trust with --signers."),
        _ => format!("The seal does not hold: {}.", seal.problem.clone().unwrap_or_default()),
    };
    Text::new().normal(sentence).line()
}

fn study_lines(study: &StudyVerdict) -> Text {
    let mut text = Text::new();
    if study.inputs.is_empty() {
        text = text.normal("The study on the disk says the same as the packet's inputs.").line();
    } else {
        text = text.normal("The study on the disk is not what the packet was built from:").line();
        for difference in &study.inputs {
            text.append(difference_line(difference));
        }
    }
    match study.rebuilt {
        Some(true) => text = text.normal("Built again from the study, every file has the same bytes.").line(),
        Some(false) => {
            text = text.normal("Built again from the study, these files come out otherwise:").line();
            for difference in &study.files {
                text.append(difference_line(difference));
            }
        }
        None => {}
    }
    if let Some(note) = &study.note {
        text = text.normal(note.clone()).line();
    }
    text
}
