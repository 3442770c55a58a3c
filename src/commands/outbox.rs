//! Putting a packet on the disk: whole or not at all, and never over what a person wrote.

use std::fs;
use std::io;
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
use crate::terminal::Terminal;

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
    put(&fresh, out, &draft.path().join("old")).with_context(said).next_step(NEXT)
}

/// Puts a folder in the place of another, which ends up beside it and goes with the draft.
fn put(fresh: &Path, out: &Path, aside: &Path) -> io::Result<()> {
    if !out.exists() {
        return fs::rename(fresh, out);
    }
    if exchange(fresh, out) {
        return Ok(());
    }
    fs::rename(out, aside)?;
    fs::rename(fresh, out).inspect_err(|_| {
        // The old packet is better than none; where even that fails, the first error says why.
        let _ = fs::rename(aside, out);
    })
}

/// Lets two folders change places in one step, so that no moment is without a packet; false where the system or the
/// disk cannot.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::CWD;
    use rustix::fs::RenameFlags;
    rustix::fs::renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

/// Other systems have no such step.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
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

/// Opens a file with the program that the system has for it. Where there is none, the file is there all the same.
pub fn offer(path: &Path, terminal: &mut Terminal) {
    if let Err(why) = open::that_detached(path) {
        terminal.warn(&format!("could not open `{}` ({why}); open it with a browser by hand", shown(path)));
    }
}
