//! Writing a file so that it is whole or as it was: temporary file in the same folder, sync, rename, sync of the folder.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context;

use crate::commands::edge::shown;
use crate::commands::problem::WithNext;

/// Writes a file in one step, in place of one that may stand there.
pub fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let write = || -> std::io::Result<()> {
        fs::create_dir_all(folder)?;
        let mut file = tempfile::Builder::new().prefix(".assent-").tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        set_mode(file.as_file(), path)?;
        file.persist(path).map_err(|error| error.error)?;
        if let Ok(folder) = fs::File::open(folder) {
            folder.sync_all()?;
        }
        Ok(())
    };
    write()
        .with_context(|| format!("could not write `{}`", shown(path)))
        .next_step("nothing was lost; see whether the disk is full and whether you may write in that folder")
}

/// A temporary file is private; a file of a study is as readable as the one that stood there, or as any new file.
#[cfg(unix)]
fn set_mode(file: &fs::File, path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).map_or(0o644, |about| about.permissions().mode());
    file.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn set_mode(_: &fs::File, _: &Path) -> std::io::Result<()> {
    Ok(())
}
