//! Writing that cannot be torn: a temporary file in the same folder, flushed to the disk, then put in place.

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::fs::TryLockError;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

/// Why something could not be written. What stood there before still stands there.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The disk or the quota is full.
    #[error("the disk is full: `{0}` could not be written, and what it held before is unchanged")]
    Full(String),
    /// The folder or the disk may only be read.
    #[error("`{0}` could not be written: the folder or the disk may only be read")]
    ReadOnly(String),
    /// A link leads somewhere else, or a pipe or a device stands there.
    #[error("`{0}` is a link to another place, or no file at all, and is not written through")]
    Link(String),
    /// Another process is writing into this study and does not come to an end.
    #[error("another assent is writing into `{0}` and has not finished")]
    Busy(String),
    /// Whatever else the system said.
    #[error("`{name}` could not be written: {why}")]
    Other {
        /// The file.
        name: String,
        /// What the system said.
        why: io::Error,
    },
}

impl WriteError {
    pub(crate) fn new(path: &Path, why: io::Error) -> Self {
        let name = path.display().to_string();
        match why.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full(name),
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly(name),
            _ => Self::Other { name, why },
        }
    }

    /// What somebody can do about it.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::Full(_) => "make room on the disk and do it once more; everything saved before is there",
            Self::ReadOnly(_) => "copy the study to a folder that you may write to, or ask for the right to write here",
            Self::Link(_) => "put the file itself into the study folder",
            Self::Busy(_) => "wait until the other one has finished, and do it once more",
            Self::Other { .. } => {
                "look at the folder and the disk, and do it once more; everything saved before is there"
            }
        }
    }
}

/// The lock on a study: held while something is written into it, and gone with the process that held it.
///
/// The lock is on the study folder itself, so that no lock file can be left behind, committed or hashed. Where a
/// folder cannot be locked (Windows), a file in the system's temporary folder stands for it.
#[derive(Debug)]
pub struct StudyLock(#[expect(dead_code, reason = "held for its drop")] File);

/// How long to wait for another process; one writes for milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// Locks a study folder, waiting a while for whoever holds it.
pub fn lock(folder: &Path) -> Result<StudyLock, WriteError> {
    let file = open_to_lock(folder).map_err(|why| WriteError::new(folder, why))?;
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(StudyLock(file)),
            Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(10))
            }
            Err(TryLockError::WouldBlock) => return Err(WriteError::Busy(folder.display().to_string())),
            Err(TryLockError::Error(why)) => return Err(WriteError::new(folder, why)),
        }
    }
}

fn open_to_lock(folder: &Path) -> io::Result<File> {
    File::open(folder).or_else(|why| {
        if !cfg!(windows) {
            return Err(why);
        }
        let whole = fs::canonicalize(folder)?;
        let digest = <sha2::Sha256 as sha2::Digest>::digest(whole.to_string_lossy().as_bytes());
        let name: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let path = std::env::temp_dir().join(format!("assent-{name}.lock"));
        OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)
    })
}

/// Puts a text in the place of a file, or makes the file. Readers see the old text or the new one, never a part.
///
/// Call it while holding the study's [`lock`]: the temporary file has a fixed name, so that a killed process leaves at
/// most one, which the next write clears away.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    if fs::symlink_metadata(path).is_ok_and(|about| !about.is_file()) {
        return Err(WriteError::Link(path.display().to_string()));
    }
    let part = part_of(path);
    let written = write_part(path, &part, bytes).and_then(|()| fs::rename(&part, path));
    if let Err(why) = written {
        let _ = fs::remove_file(&part);
        return Err(WriteError::new(path, why));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    sync_folder(folder);
    Ok(())
}

/// `records/pack/.task.yaml.part`: hidden, so that nothing takes it for a record.
fn part_of(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.part"))
}

fn write_part(path: &Path, part: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::remove_file(part) {
        Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(why),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(part)?;
    file.write_all(bytes)?;
    if let Ok(about) = fs::metadata(path) {
        file.set_permissions(about.permissions())?;
    }
    file.sync_all()
}

/// Refuses a path below a folder that a link on the way leads out of it: a study that somebody sent may hold links to
/// anywhere, and what is written into the study must not land there.
pub fn stays_in(folder: &Path, path: &Path) -> Result<(), WriteError> {
    let Ok(real) = folder.canonicalize() else { return Ok(()) };
    for above in path.ancestors().skip(1).take_while(|above| *above != folder && above.starts_with(folder)) {
        let stands = above.symlink_metadata().is_ok();
        if stands && !above.canonicalize().is_ok_and(|target| target.starts_with(&real)) {
            return Err(WriteError::Link(above.display().to_string()));
        }
    }
    Ok(())
}

/// Makes a rename last through a power failure; a system that cannot do that for folders keeps its own promise.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Makes the folders that are missing, so that they last.
pub fn make_folders(folder: &Path) -> Result<(), WriteError> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        make_folders(parent)?;
    }
    match fs::create_dir(folder) {
        Err(why) if why.kind() != io::ErrorKind::AlreadyExists => return Err(WriteError::new(folder, why)),
        _ => {}
    }
    if let Some(parent) = folder.parent() {
        sync_folder(if parent.as_os_str().is_empty() { Path::new(".") } else { parent });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_link_on_the_way_may_lead_about_in_the_folder_and_not_out_of_it() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let study = dir.path().join("study");
        fs::create_dir_all(study.join("real")).unwrap();
        fs::create_dir(dir.path().join("elsewhere")).unwrap();
        symlink("real", study.join("inside")).unwrap();
        symlink("../elsewhere", study.join("outside")).unwrap();
        symlink("nowhere", study.join("dangling")).unwrap();
        for sound in ["a.yaml", "new/a.yaml", "real/a.yaml", "inside/a.yaml", "inside/new/a.yaml"] {
            assert!(stays_in(&study, &study.join(sound)).is_ok(), "{sound}");
        }
        for bad in ["outside/a.yaml", "outside/new/a.yaml", "dangling/a.yaml"] {
            assert!(matches!(stays_in(&study, &study.join(bad)), Err(WriteError::Link(_))), "{bad}");
        }
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.yaml");
        fs::write(part_of(&path), "left by a killed process").unwrap();
        replace(&path, b"one").unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_stands_in_the_way_is_an_error_and_stays() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.yaml");
        fs::create_dir(part_of(&path)).unwrap();
        assert!(replace(&path, b"one").is_err());
        assert!(part_of(&path).is_dir() && !path.exists());
        let missing = dir.path().join("missing");
        let refused = lock(&missing).unwrap_err();
        assert!(matches!(refused, WriteError::Other { .. }), "{refused}");
        assert!(stays_in(&missing, &missing.join("a.yaml")).is_ok(), "what is not there holds no link");
    }

    #[test]
    fn a_second_lock_waits_and_a_dropped_one_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let first = lock(dir.path()).unwrap();
        let path = dir.path().to_path_buf();
        let second = std::thread::spawn(move || lock(&path).is_ok());
        std::thread::sleep(Duration::from_millis(50));
        assert!(!second.is_finished());
        drop(first);
        assert!(second.join().unwrap());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "no lock file is left in the study");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_written_through() {
        let dir = tempfile::tempdir().unwrap();
        let other = dir.path().join("other");
        fs::write(&other, "kept").unwrap();
        std::os::unix::fs::symlink(&other, dir.path().join("link")).unwrap();
        assert!(matches!(replace(&dir.path().join("link"), b"x"), Err(WriteError::Link(_))));
        assert_eq!(fs::read(&other).unwrap(), b"kept");
    }
}
