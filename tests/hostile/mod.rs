//! Folders that mean harm: links, pipes, devices, names that act, packs and templates that never end.
//!
//! Each is run as somebody runs it, with a limit of time: what hangs fails.

mod files;
mod packs;
mod templates;
mod traced;

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use crate::common::Ran;
use crate::common::Tool;

/// Far longer than any of these takes on a busy machine and unoptimised; shorter than for ever.
const PATIENCE: Duration = Duration::from_secs(300);

/// Runs the program, and fails where it does not end.
#[track_caller]
fn run(tool: &Tool, words: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let stream = |name: &str| std::fs::File::create(folder.path().join(name)).unwrap();
    let mut child =
        tool.command(words).stdin(Stdio::null()).stdout(stream("out")).stderr(stream("err")).spawn().unwrap();
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begun.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("`assent {}` does not end", words.join(" "));
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let ran = Ran { status: status.code().unwrap_or(-1), stdout: read("out"), stderr: read("err") };
    assert!([0, 1, 2].contains(&ran.status), "{words:?} ended with {status}: {}", ran.stderr);
    assert!(!ran.stderr.contains("panicked"), "{words:?}: {}", ran.stderr);
    ran
}

/// Every path below a folder with what it is: nothing outside a study may change.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(path) = open.pop() {
        let about = path.symlink_metadata().unwrap();
        if about.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            found.insert(path, b"folder".to_vec());
        } else if about.is_file() {
            found.insert(path.clone(), std::fs::read(&path).unwrap());
        } else {
            found.insert(path, b"link or pipe".to_vec());
        }
    }
    found
}

#[cfg(unix)]
fn pipe(path: &Path) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
}
