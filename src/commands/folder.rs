//! One study's folder, and the rule that nothing outside of it is opened through it.

use std::path::Path;
use std::path::PathBuf;

use crate::commands::edge;
use crate::commands::problem::Refusal;

/// A folder whose files are read by names relative to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    root: PathBuf,
    /// The folder where links are followed to; every file must lie below it.
    real: Option<PathBuf>,
}

/// What stands at a name in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stands {
    /// A plain file, here.
    File(PathBuf),
    /// Nothing.
    Nothing,
    /// A link that leaves the folder, a pipe, a device, or a name that points outside.
    Refused,
}

impl Folder {
    /// The folder at a path.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        let real = root.canonicalize().ok();
        Self { root, real }
    }

    /// The path of the folder, as it was named.
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// The path of a name in the folder, for showing it.
    pub fn join(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// What stands at a name. A link is followed where it stays in the folder.
    pub fn stands(&self, name: &str) -> Stands {
        let relative = Path::new(name);
        let inside = relative.components().all(|part| matches!(part, std::path::Component::Normal(_)));
        if !inside || name.is_empty() {
            return Stands::Refused;
        }
        let path = self.root.join(relative);
        let Some(real) = &self.real else { return Stands::Nothing };
        match path.canonicalize() {
            Ok(target) if !target.starts_with(real) => Stands::Refused,
            Ok(target) => match std::fs::metadata(&target) {
                Ok(about) if about.is_file() => Stands::File(path),
                Ok(about) if about.is_dir() => Stands::Nothing,
                Ok(_) => Stands::Refused,
                Err(_) => Stands::Nothing,
            },
            Err(_) if path.symlink_metadata().is_ok() => Stands::Refused,
            Err(_) => Stands::Nothing,
        }
    }

    /// The bytes of a name; none where there is no plain file in the folder.
    pub fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        match self.stands(name) {
            Stands::File(path) => edge::read(&path).map(Some),
            Stands::Nothing | Stands::Refused => Ok(None),
        }
    }

    /// The names of all plain files below a folder of it, with `/`, in order. Links to folders are not followed.
    pub fn list(&self, below: &str) -> Result<Vec<String>, Refusal> {
        let mut names = Vec::new();
        let mut open = vec![below.to_owned()];
        while let Some(folder) = open.pop() {
            let path = self.root.join(&folder);
            let entries = match std::fs::read_dir(&path) {
                Ok(entries) => entries,
                Err(why) if matches!(why.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
                    continue;
                }
                Err(why) => return Err(Refusal::Unreadable { name: edge::shown(&path), why }),
            };
            for entry in entries {
                let entry = entry.map_err(|why| Refusal::Unreadable { name: edge::shown(&path), why })?;
                // A name that is no text cannot be written into a manifest; the system's own files are of this kind.
                let Ok(name) = entry.file_name().into_string() else { continue };
                if name.starts_with('.') {
                    continue;
                }
                let name = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    open.push(name);
                } else if matches!(self.stands(&name), Stands::File(_)) {
                    names.push(name);
                }
            }
        }
        names.sort();
        Ok(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let dir = tempfile::tempdir().unwrap();
        let study = dir.path().join("study");
        std::fs::create_dir_all(study.join("records/pack")).unwrap();
        std::fs::write(dir.path().join("secret"), "outside").unwrap();
        std::fs::write(study.join("records/pack/b.yaml"), "b").unwrap();
        std::fs::write(study.join("records/a.yaml"), "a").unwrap();
        std::fs::write(study.join("records/.hidden"), "x").unwrap();
        (dir, Folder::new(study))
    }

    #[test]
    fn files_are_listed_in_order_and_hidden_ones_are_left_out() {
        let (_dir, folder) = folder();
        assert_eq!(folder.list("records").unwrap(), ["records/a.yaml", "records/pack/b.yaml"]);
        assert!(folder.list("words").unwrap().is_empty());
        assert_eq!(folder.read("records/a.yaml").unwrap().unwrap(), b"a");
        assert_eq!(folder.stands("records"), Stands::Nothing);
    }

    #[test]
    fn a_name_that_points_outside_is_refused() {
        let (_dir, folder) = folder();
        for name in ["../secret", "records/../../secret", "", ".", "/", "records/./a.yaml/.."] {
            assert_eq!(folder.stands(name), Stands::Refused, "{name}");
            assert_eq!(folder.read(name).unwrap(), None);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed_inside_and_never_outside() {
        use std::os::unix::fs::symlink;
        let (dir, folder) = folder();
        symlink("a.yaml", folder.join("records/inside.yaml")).unwrap();
        symlink("../../secret", folder.join("records/outside.yaml")).unwrap();
        symlink(dir.path(), folder.join("records/up")).unwrap();
        symlink("loop", folder.join("records/loop")).unwrap();
        assert_eq!(folder.read("records/inside.yaml").unwrap().unwrap(), b"a");
        assert_eq!(folder.stands("records/outside.yaml"), Stands::Refused);
        assert_eq!(folder.stands("records/up/secret"), Stands::Refused);
        assert_eq!(folder.stands("records/loop"), Stands::Refused);
        assert_eq!(folder.list("records").unwrap(), ["records/a.yaml", "records/inside.yaml", "records/pack/b.yaml"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_never_opened() {
        let (_dir, folder) = folder();
        let pipe = folder.join("records/pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(folder.read("records/pipe").unwrap(), None);
        assert_eq!(folder.list("records").unwrap().len(), 2);
    }
}
