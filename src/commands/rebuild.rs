//! Does the study on the disk still yield a packet?

use std::path::Path;

use crate::commands::approvals::Against;
use crate::commands::edge;
use crate::commands::find;
use crate::commands::packet;
use crate::commands::packet::Wishes;
use crate::commands::workspace::Shelf;
use crate::commands::workspace::Workspace;
use crate::formats::FORMATS;
use crate::guidelines::Phase;
use crate::packet::Files;
use crate::packet::MANIFEST;
use crate::packet::SEAL;
use crate::packet::build::DOCUMENTS;
use crate::packet::inputs;
use crate::packet::manifest::Manifest;
use crate::packet::verify::Difference;
use crate::records::log;

/// What holding a packet against its study came to.
pub struct Outcome {
    /// Inputs that differ.
    pub inputs: Vec<Difference>,
    /// Files that come out otherwise when the packet is built again.
    pub files: Vec<Difference>,
    /// Whether the packet came out the same; none where it was not built again.
    pub same: Option<bool>,
    /// Why it was not built again.
    pub note: Option<String>,
}

/// Compares a packet's inputs with the study on the disk and, where they are the same, builds the packet again.
pub fn against(manifest: &Manifest, packet: &Files, study: &Path) -> anyhow::Result<Outcome> {
    let place = find::study(Some(study))?;
    let shelf = Shelf::open(&[])?;
    let workspace = Workspace::open(&place, &shelf)?;
    let packs = workspace.guidelines.in_force(&workspace.loaded.study);
    let is_later = |path: &str| {
        if log::holds(path) {
            return true;
        }
        let task = path.strip_prefix("records/").and_then(|path| path.strip_suffix(".yaml"));
        let phase = task.and_then(|task| packs.task(task)).map(|(_, task)| task.phase);
        phase.is_some_and(|phase| phase != Phase::Design)
    };
    let current = workspace.inputs()?;
    let inputs = inputs::compare(packet, &current, &is_later);
    let not_built = |note: Option<String>, inputs| Outcome { inputs, files: Vec::new(), same: None, note };
    if !inputs.is_empty() {
        return Ok(not_built(None, inputs));
    }
    if manifest.tool.version != env!("CARGO_PKG_VERSION") {
        let note = format!(
            "The packet was built by {} {}; this is version {}, so its files are not built again and compared.",
            manifest.tool.name,
            manifest.tool.version,
            env!("CARGO_PKG_VERSION")
        );
        return Ok(not_built(Some(note), inputs));
    }
    if current.iter().any(|(path, bytes)| packet.get(&format!("{}{path}", inputs::FOLDER)) != Some(bytes)) {
        let note = "Records of the fieldwork or the log have grown since, so the packet's files are not built again and compared.";
        return Ok(not_built(Some(note.to_owned()), inputs));
    }
    let wishes = Wishes {
        date: Some(edge::parse_date(&manifest.date).map_err(anyhow::Error::msg)?),
        formats: formats_of(packet),
        judged_as_before: true,
        against: approvals_then(manifest, packet),
        ..Wishes::default()
    };
    let made = packet::make(&place, &wishes)?;
    let files = compare(packet, &made.built.files);
    Ok(Outcome { inputs, same: Some(files.is_empty()), files, note: None })
}

/// The approvals that there were when the packet was built: its own came later, and without a statement of amendments
/// there was none.
fn approvals_then(manifest: &Manifest, packet: &Files) -> Against {
    let amends = packet.keys().any(|path| path.starts_with(&format!("{DOCUMENTS}amendments.")));
    if amends { Against::AllBut(manifest.code.clone()) } else { Against::Nothing }
}

/// The formats in which the packet's documents are there.
fn formats_of(packet: &Files) -> Vec<String> {
    let there = |extension: &str| {
        packet.keys().any(|path| path.starts_with(DOCUMENTS) && path.ends_with(&format!(".{extension}")))
    };
    FORMATS.iter().filter(|format| there(format.extension)).map(|format| format.name.to_owned()).collect()
}

fn compare(packet: &Files, again: &Files) -> Vec<Difference> {
    let counts = |path: &&String| path.as_str() != SEAL && path.as_str() != MANIFEST;
    let changed = packet.iter().filter(|(path, _)| counts(path)).filter_map(|(path, bytes)| match again.get(path) {
        Some(other) if other == bytes => None,
        Some(_) => Some(Difference::Changed { path: path.clone() }),
        None => Some(Difference::Added { path: path.clone() }),
    });
    let missing = again.keys().filter(counts).filter(|path| !packet.contains_key(*path));
    let missing = missing.map(|path| Difference::Removed { path: path.clone() });
    changed.chain(missing).collect()
}
