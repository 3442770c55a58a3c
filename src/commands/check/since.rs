//! `--since REV`: only the studies that changed in git since a revision.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use crate::commands::edge::shown;
use crate::commands::problem::Refusal;

/// Tells which folders changed; each repository is asked once.
#[derive(Debug)]
pub struct Changes {
    revision: String,
    repositories: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
}

impl Changes {
    /// The changes since a revision, of files that git knows and of files that are new.
    pub fn since(revision: &str) -> Self {
        Self { revision: revision.to_owned(), repositories: BTreeMap::new() }
    }

    /// True where a file in the folder, or below it, was changed, added or removed.
    pub fn touch(&mut self, folder: &Path) -> Result<bool, Refusal> {
        let folder = folder.canonicalize().map_err(|why| Refusal::Unreadable { name: shown(folder), why })?;
        let top = git(&folder, ["rev-parse", "--show-toplevel"])?;
        let top = PathBuf::from(String::from_utf8_lossy(&top).trim_end().to_owned());
        if !self.repositories.contains_key(&top) {
            let changed = self.changed_in(&top)?;
            self.repositories.insert(top.clone(), changed);
        }
        let Some(changed) = self.repositories.get(&top) else { return Ok(false) };
        let top = top.canonicalize().unwrap_or(top);
        let inside = folder.strip_prefix(&top).unwrap_or(&folder);
        // The first path at or behind the folder in order is in it, where any is.
        Ok(changed.range(inside.to_path_buf()..).next().is_some_and(|path| path.starts_with(inside)))
    }

    fn changed_in(&self, top: &Path) -> Result<BTreeSet<PathBuf>, Refusal> {
        let since =
            ["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--end-of-options", &self.revision, "--"];
        let new = ["ls-files", "--others", "--exclude-standard", "-z"];
        let mut changed = BTreeSet::new();
        for output in [git(top, since)?, git(top, new)?] {
            changed.extend(output.split(|byte| *byte == 0).filter(|name| !name.is_empty()).map(path));
        }
        Ok(changed)
    }
}

/// Runs git without letting it write (it likes to refresh its index) or start a program that the repository names.
fn git<const N: usize>(folder: &Path, words: [&str; N]) -> Result<Vec<u8>, Refusal> {
    let output = Command::new("git")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .args(["-c", "core.fsmonitor=false", "-C"])
        .arg(folder)
        .args(words)
        .stdin(std::process::Stdio::null())
        .output()
        .map_err(|why| Refusal::Usage {
            problem: format!("--since asks git, and git could not be started: {why}"),
            next: "install git, or leave --since out".to_owned(),
        })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or_default().trim_start_matches("fatal: ").to_owned();
    Err(Refusal::Usage {
        problem: format!("--since asks git, and git said: {said}"),
        next: "name a commit, branch or tag that this repository has, for example --since main".to_owned(),
    })
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(dir: &Path, words: &[&str]) {
        let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        let done = Command::new("git").arg("-C").arg(dir).args(identity).args(words).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    #[test]
    fn changed_new_and_removed_files_count_and_others_do_not() {
        let dir = tempfile::tempdir().unwrap();
        let write = |file: &str, text: &str| {
            let path = dir.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        run(dir.path(), &["init", "-q"]);
        for study in ["changed", "same", "same-2", "removed", "new"] {
            write(&format!("{study}/study.yaml"), "assent: 1\n");
        }
        write("removed/words/th.yaml", "a: 1\n");
        run(dir.path(), &["add", "."]);
        run(dir.path(), &["commit", "-q", "-m", "one"]);
        write("changed/study.yaml", "assent: 2\n");
        write("new/records/a/b.yaml", "x\n");
        std::fs::remove_file(dir.path().join("removed/words/th.yaml")).unwrap();
        let mut changes = Changes::since("HEAD");
        let touched: Vec<bool> = ["changed", "same", "same-2", "removed", "new"]
            .iter()
            .map(|study| changes.touch(&dir.path().join(study)).unwrap())
            .collect();
        assert_eq!(touched, [true, false, false, true, true]);
    }

    #[test]
    fn a_revision_that_is_an_option_is_no_option() {
        let dir = tempfile::tempdir().unwrap();
        run(dir.path(), &["init", "-q"]);
        let refused = Changes::since("--output=here").touch(dir.path()).unwrap_err();
        assert!(refused.to_string().contains("git said"), "{refused}");
        assert!(!dir.path().join("here").exists());
    }
}
