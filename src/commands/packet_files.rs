//! Reading a packet from the disk, with suspicion: no link is followed, no device opened.

use std::fs;
use std::path::Path;

use anyhow::Context;
use anyhow::bail;

use crate::commands::edge;
use crate::commands::edge::shown;
use crate::commands::problem::Refusal;
use crate::commands::problem::WithNext;
use crate::packet::Files;
use crate::packet::archive;

/// A packet as it was found.
pub struct Found {
    /// Its files.
    pub files: Files,
    /// True where it is a zip that this program wrote and that was touched outside its files.
    pub touched: bool,
}

/// How deep a folder of a packet or a study may be nested.
const DEEPEST: usize = 8;

/// Reads a packet: a folder, or a zip.
pub fn read(path: &Path) -> anyhow::Result<Found> {
    let about = fs::symlink_metadata(path).map_err(|why| match why.kind() {
        std::io::ErrorKind::NotFound => Refusal::Usage {
            problem: format!("there is no packet at `{}`", path.display()),
            next: "name the packet's folder or its zip file".to_owned(),
        },
        _ => Refusal::Unreadable { name: shown(path), why },
    })?;
    if about.is_dir() {
        let mut files = Files::new();
        collect(path, "", 0, &mut files)?;
        return Ok(Found { files, touched: false });
    }
    let largest = archive::MAX_BYTES;
    if !fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() <= largest) {
        bail!("`{}` is neither a packet's folder nor a zip file that could be one", path.display());
    }
    let bytes = fs::read(path).with_context(|| format!("could not read `{}`", shown(path)))?;
    let files = archive::unpack(&bytes)
        .with_context(|| format!("`{}` is not read", shown(path)))
        .next_step("ask for the packet again; do not unpack this file by other means")?;
    let touched = archive::is_touched(&bytes, &files);
    Ok(Found { files, touched })
}

fn collect(folder: &Path, prefix: &str, depth: usize, files: &mut Files) -> anyhow::Result<()> {
    let listing = fs::read_dir(folder).with_context(|| format!("could not read the folder `{}`", shown(folder)))?;
    let mut entries = Vec::new();
    for entry in listing {
        entries.push(entry.with_context(|| format!("could not read the folder `{}`", shown(folder)))?);
    }
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
            bail!("the folder `{}` holds a name that is no text", shown(folder));
        };
        let path = format!("{prefix}{name}");
        let kind = entry.file_type().with_context(|| format!("could not look at `{path}`"))?;
        if kind.is_dir() && depth < DEEPEST {
            collect(&entry.path(), &format!("{path}/"), depth + 1, files)?;
        } else if kind.is_file() {
            if files.len() >= archive::MAX_FILES {
                bail!("the folder `{}` holds more files than a packet can", shown(folder));
            }
            let held: u64 = files.values().map(|bytes| bytes.len() as u64).sum();
            let most = archive::MAX_BYTES - held.min(archive::MAX_BYTES);
            let bytes = edge::read_up_to(&entry.path(), most + 1)?;
            if bytes.len() as u64 > most {
                bail!("the folder `{}` holds more than a packet can", shown(folder));
            }
            files.insert(path, bytes);
        } else if !kind.is_file() {
            bail!("`{path}` is a link, a pipe or a device, or stands too deep: a packet holds plain files only");
        }
    }
    Ok(())
}
