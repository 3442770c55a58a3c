//! Putting a packet on the disk: whole or not at all, and never over what a person wrote.

use std::fs;
use std::path::Path;

use anyhow::Context;

use crate::commands::edge;
use crate::commands::edge::shown;
use crate::commands::packet_files;
use crate::commands::problem::Refusal;
use crate::commands::problem::WithNext;
use crate::packet::Files;
use crate::packet::MANIFEST;
use crate::packet::SEAL;
use crate::packet::archive;
use crate::packet::verify;
use crate::packet::verify::Difference;

/// Refuses to write where something stands that this program did not make, or that somebody changed since.
pub fn may_write(out: &Path) -> anyhow::Result<()> {
    let Ok(about) = fs::symlink_metadata(out) else { return Ok(()) };
    let refuse = |problem: String| -> anyhow::Result<()> {
        let next = format!("move `{}` away, or name another folder with --out", shown(out));
        Err(Refusal::Usage { problem, next }.into())
    };
    if !about.is_dir() {
        return refuse(format!("`{}` is no folder", shown(out)));
    }
    let files = packet_files::read(out)?.files;
    if files.is_empty() {
        return Ok(());
    }
    let (manifest, differences) = verify::verify(&files);
    if manifest.is_none() {
        return refuse(format!("the folder `{}` holds files that are no packet", shown(out)));
    }
    let by_hand = differences.iter().find_map(|difference| match difference {
        Difference::Changed { path } | Difference::Added { path } => Some(path),
        Difference::Renamed { to, .. } => Some(to),
        Difference::Removed { .. } | Difference::Manifest { .. } => None,
    });
    match by_hand {
        Some(path) => refuse(format!("`{path}` in `{}` was changed or added by hand and would be lost", shown(out))),
        None => Ok(()),
    }
}

/// Writes a packet beside its place and then puts it there in one step.
pub fn write(out: &Path, files: &Files) -> anyhow::Result<()> {
    const NEXT: &str = "no packet was changed; see whether the disk is full and whether you may write in that folder";
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let said = || format!("could not write `{}`", shown(out));
    fs::create_dir_all(parent).with_context(said).next_step(NEXT)?;
    let draft = tempfile::Builder::new().prefix(".packet-").tempdir_in(parent).with_context(said).next_step(NEXT)?;
    let fresh = draft.path().join("new");
    fs::create_dir(&fresh).with_context(said).next_step(NEXT)?;
    for (path, bytes) in files {
        let file = fresh.join(path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).with_context(said).next_step(NEXT)?;
        }
        fs::write(&file, bytes).with_context(said).next_step(NEXT)?;
    }
    keep_seal(out, &fresh, files);
    if out.exists() {
        fs::rename(out, draft.path().join("old")).with_context(said).next_step(NEXT)?;
    }
    fs::rename(&fresh, out).with_context(said).next_step(NEXT)?;
    Ok(())
}

/// A seal stays where the manifest that it signs stays the same.
fn keep_seal(out: &Path, fresh: &Path, files: &Files) {
    let same = fs::read(out.join(MANIFEST)).is_ok_and(|old| files.get(MANIFEST) == Some(&old));
    if same && let Ok(seal) = fs::read(out.join(SEAL)) {
        // The seal can be made again; the packet itself is written all the same.
        let _ = fs::write(fresh.join(SEAL), seal);
    }
}

/// Writes the packet as one zip file, over an older packet only.
pub fn write_zip(path: &Path, files: &Files) -> anyhow::Result<()> {
    if path.exists() && !packet_files::read(path).is_ok_and(|found| found.files.contains_key(MANIFEST)) {
        return Err(Refusal::Usage {
            problem: format!("`{}` is no packet and would be lost", shown(path)),
            next: "move it away, or name another folder with --out".to_owned(),
        }
        .into());
    }
    edge::save(path, &archive::pack(files)?)
}

/// Opens a file with the program that the system has for it.
pub fn open(path: &Path) -> anyhow::Result<()> {
    open::that_detached(path)
        .with_context(|| format!("could not open `{}`", shown(path)))
        .next_step("open it with a browser by hand")
}
