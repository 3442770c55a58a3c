//! Where a study stands: a folder or a file that was named, or the folder that somebody is in.

use std::path::Path;
use std::path::PathBuf;

use crate::commands::edge::shown;
use crate::commands::problem::Refusal;
use crate::commands::problem::named;

/// The name of the file that makes a folder a study.
pub const STUDY_FILE: &str = "study.yaml";

/// One study on the disk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StudyPlace {
    /// The folder, which everything that the study names is relative to.
    pub folder: PathBuf,
    /// The study file in it.
    pub file: PathBuf,
}

impl StudyPlace {
    /// The study whose file this is.
    pub fn of_file(file: impl Into<PathBuf>) -> Self {
        let file = file.into();
        let folder = match file.parent() {
            Some(parent) if parent.as_os_str().is_empty() => PathBuf::from("."),
            Some(parent) => parent.to_path_buf(),
            None => PathBuf::from("."),
        };
        Self { folder, file }
    }

    /// The same, where the study file stands in its folder and is a file: through a link that leads elsewhere a study
    /// from a stranger would show, and copy into its packet, what lies elsewhere on this machine.
    pub fn stands(self) -> Result<Self, Refusal> {
        if !self.file.is_file() {
            return Err(match self.file.symlink_metadata() {
                Ok(_) => Refusal::NoPlainFile(shown(&self.file)),
                Err(_) => Refusal::NoStudyIn(named(&self.folder)),
            });
        }
        match (self.folder.canonicalize(), self.file.canonicalize()) {
            (Ok(folder), Ok(file)) if !file.starts_with(&folder) => Err(Refusal::LeadsOut(shown(&self.file))),
            _ => Ok(self),
        }
    }

    /// The study whose folder this is; the file need not exist.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        Self { file: folder.join(STUDY_FILE), folder }
    }
}

/// Finds the study that a command is about: the folder or file that was named; else the current folder, or the
/// nearest one above it that holds a `study.yaml`.
pub fn study(named_path: Option<&Path>) -> Result<StudyPlace, Refusal> {
    match named_path {
        Some(path) => at(path),
        None => above(Path::new(".")),
    }
}

/// The study at a path that somebody named.
fn at(path: &Path) -> Result<StudyPlace, Refusal> {
    let about = std::fs::metadata(path).map_err(|why| match why.kind() {
        std::io::ErrorKind::NotFound => Refusal::NoSuchPath(named(path)),
        _ => Refusal::Unreadable { name: shown(path), why },
    })?;
    if about.is_file() {
        return StudyPlace::of_file(path).stands();
    }
    if !about.is_dir() {
        return Err(Refusal::NoPlainFile(named(path)));
    }
    StudyPlace::in_folder(path).stands()
}

/// The study in a folder or in the nearest folder above it.
pub fn above(start: &Path) -> Result<StudyPlace, Refusal> {
    let here = std::env::current_dir().unwrap_or_else(|_| start.to_path_buf());
    let start = here.join(start);
    for (up, folder) in start.ancestors().enumerate() {
        if folder.join(STUDY_FILE).is_file() {
            // The folder itself stays `.`, so that names in findings stay short.
            let inside = folder.strip_prefix(&here).ok().filter(|rest| rest.as_os_str().is_empty());
            return match (up, inside) {
                (0 | 1, Some(_)) => StudyPlace { folder: PathBuf::from("."), file: PathBuf::from(STUDY_FILE) },
                _ => StudyPlace::in_folder(folder),
            }
            .stands();
        }
    }
    Err(Refusal::NoStudyHere)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_or_a_file_may_be_named() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join(STUDY_FILE);
        std::fs::write(&file, "assent: 1\n").unwrap();
        let place = StudyPlace { folder: dir.path().to_path_buf(), file: file.clone() };
        assert_eq!(study(Some(dir.path())).unwrap(), place);
        assert_eq!(study(Some(&file)).unwrap(), place);
        let empty = dir.path().join("empty");
        std::fs::create_dir(&empty).unwrap();
        assert!(matches!(study(Some(&empty)), Err(Refusal::NoStudyIn(_))));
        assert!(matches!(study(Some(&dir.path().join("none"))), Err(Refusal::NoSuchPath(_))));
    }

    #[test]
    fn the_nearest_folder_above_is_found() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(STUDY_FILE), "assent: 1\n").unwrap();
        let deep = dir.path().join("records/pack");
        std::fs::create_dir_all(&deep).unwrap();
        assert_eq!(above(&deep).unwrap(), StudyPlace::in_folder(dir.path()));
    }
}
