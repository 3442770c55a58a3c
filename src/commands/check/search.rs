//! Which files `check` looks at: what was named, and what the named folders hold.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use ignore::WalkBuilder;

use crate::commands::edge::shown;
use crate::commands::find;
use crate::commands::find::STUDY_FILE;
use crate::commands::find::StudyPlace;
use crate::commands::problem::Refusal;
use crate::commands::problem::named;
use crate::commands::workspace;
use crate::commands::workspace::PACK_FILE;

/// The name of the file that makes a folder a packet: what lies in it are copies.
const PACKET_FILE: &str = "packet.json";
/// The folders of a study that hold no further study and no pack.
const OWN_FOLDERS: &[&str] = &["words", "records", "approvals", "templates", "fonts", "packet"];

/// What to look at, each by the name that is shown, in the order of those names.
#[derive(Debug, Default)]
pub struct Targets {
    /// The studies.
    pub studies: BTreeMap<String, StudyPlace>,
    /// The folders of packs, by their `pack.yaml`.
    pub packs: BTreeMap<String, PathBuf>,
    /// Folders that could not be searched.
    pub unreadable: Vec<Refusal>,
}

/// Finds what to look at. Without a path: the current folder, or the study that it is part of.
pub fn targets(paths: &[PathBuf]) -> Result<Targets, Refusal> {
    let mut targets = Targets::default();
    for path in paths {
        targets.add(path)?;
    }
    if paths.is_empty() {
        targets.search(Path::new("."));
        if targets.studies.is_empty() && targets.packs.is_empty() {
            targets.add_study(find::above(Path::new("."))?);
        }
    }
    Ok(targets)
}

impl Targets {
    /// Adds a path that somebody named: a study file, a pack's file, or a folder to search.
    fn add(&mut self, path: &Path) -> Result<(), Refusal> {
        let about = std::fs::metadata(path).map_err(|why| match why.kind() {
            std::io::ErrorKind::NotFound => Refusal::NoSuchPath(named(path)),
            _ => Refusal::Unreadable { name: shown(path), why },
        })?;
        if about.is_dir() {
            let found = self.search(path);
            if found == 0 && self.unreadable.is_empty() {
                return Err(Refusal::NothingToCheck(named(path)));
            }
            return Ok(());
        }
        if !about.is_file() {
            return Err(Refusal::NoPlainFile(named(path)));
        }
        match pack_of(path) {
            Some(folder) => self.add_pack(&folder),
            None => self.add_study(StudyPlace::of_file(path).stands()?),
        }
        Ok(())
    }

    fn add_study(&mut self, place: StudyPlace) {
        self.studies.insert(shown(&place.file), place);
    }

    /// Adds the packs that lie side by side in a folder, where there are any.
    pub fn add_packs_in(&mut self, folder: &Path) {
        for pack in workspace::packs_in(folder) {
            self.add_pack(&pack);
        }
    }

    /// Adds the pack in a folder.
    fn add_pack(&mut self, folder: &Path) {
        self.packs.insert(shown(&folder.join(PACK_FILE)), folder.to_path_buf());
    }

    /// Searches a folder, and says how much it holds. Links are not followed: a study is where its files are.
    fn search(&mut self, folder: &Path) -> usize {
        let before = self.studies.len() + self.packs.len();
        let walk = WalkBuilder::new(folder)
            .require_git(false)
            .git_global(false)
            .ignore(false)
            .filter_entry(|entry| !entry.file_type().is_some_and(|kind| kind.is_dir()) || is_searched(entry.path()))
            .build();
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    if entry.file_name() == STUDY_FILE {
                        self.add_study(StudyPlace::of_file(entry.path()));
                    } else if entry.file_name() == PACK_FILE
                        && let Some(folder) = entry.path().parent()
                    {
                        self.add_pack(folder);
                    }
                }
                // A link to a file of the same folder is a study; a pipe, or a link that leads elsewhere, is said to be
                // one that could not be looked at: a study that nobody checked must not pass for one without findings.
                Ok(entry)
                    if entry.file_name() == STUDY_FILE && !entry.file_type().is_some_and(|kind| kind.is_dir()) =>
                {
                    match StudyPlace::of_file(entry.path()).stands() {
                        Ok(place) => self.add_study(place),
                        Err(refusal) => self.unreadable.push(refusal),
                    }
                }
                Ok(_) => {}
                Err(error) => self.unreadable.push(Refusal::NotSearched(error.to_string())),
            }
        }
        self.studies.len() + self.packs.len() - before
    }
}

/// False for folders that hold copies, or only the parts of one study.
fn is_searched(folder: &Path) -> bool {
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let of_a_study = || folder.parent().is_some_and(|parent| parent.join(STUDY_FILE).is_file());
    !(folder.join(PACKET_FILE).is_file() || OWN_FOLDERS.contains(&name) && of_a_study())
}

/// The folder of the pack that a file belongs to, where it is one of a pack's files.
fn pack_of(file: &Path) -> Option<PathBuf> {
    let folder = StudyPlace::of_file(file).folder;
    if file.file_name().is_some_and(|name| name == STUDY_FILE) {
        return None;
    }
    // A pack's files stand in its folder or one below it.
    [Some(folder.as_path()), folder.parent()]
        .into_iter()
        .flatten()
        .find(|folder| folder.join(PACK_FILE).is_file())
        .map(Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, if file.ends_with("gitignore") { "old/\n" } else { "" }).unwrap();
        }
        dir
    }

    fn found(dir: &Path, paths: &[&str]) -> (Vec<String>, Vec<String>) {
        let paths: Vec<PathBuf> = paths.iter().map(|path| dir.join(path)).collect();
        let targets = targets(&paths).unwrap();
        let short = |path: &Path| path.strip_prefix(dir).unwrap().to_string_lossy().into_owned();
        (
            targets.studies.values().map(|place| short(&place.file)).collect(),
            targets.packs.values().map(|folder| short(folder)).collect(),
        )
    }

    #[test]
    fn a_folder_is_searched_and_copies_are_left_alone() {
        let dir = tree(&[
            ".gitignore",
            "b/study.yaml",
            "a/study.yaml",
            "a/packet/packet.json",
            "a/packet/inputs/study.yaml",
            "a/approvals/2026/inputs/study.yaml",
            "a/guidelines/own/pack.yaml",
            "out/packet.json",
            "out/inputs/study.yaml",
            "old/study.yaml",
            ".hidden/study.yaml",
        ]);
        let (studies, packs) = found(dir.path(), &["."]);
        assert_eq!(studies, ["./a/study.yaml", "./b/study.yaml"].map(|s| s.trim_start_matches("./")));
        assert_eq!(packs, ["a/guidelines/own"]);
    }

    #[test]
    fn a_file_may_be_named_twice_and_is_looked_at_once() {
        let dir = tree(&["a/study.yaml", "a/draft.yaml", "p/pack.yaml", "p/1-step/tasks.yaml"]);
        let (studies, packs) = found(dir.path(), &["a/draft.yaml", "a", "a/study.yaml", "p/1-step/tasks.yaml"]);
        assert_eq!(studies, ["a/draft.yaml", "a/study.yaml"]);
        assert_eq!(packs, ["p"]);
    }

    #[test]
    fn a_folder_without_a_study_is_said_to_be_one() {
        let dir = tree(&["a/notes.yaml"]);
        assert!(matches!(targets(&[dir.path().to_path_buf()]), Err(Refusal::NothingToCheck(_))));
    }
}
