//! What the system tells of the files that a packet is made from.

use std::path::Component;
use std::path::Path;
use std::path::PathBuf;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;
use std::time::Instant;

use anyhow::Context;
use notify::Config;
use notify::Event;
use notify::PollWatcher;
use notify::RecursiveMode;
use notify::Watcher;

use crate::commands::edge::shown;
use crate::commands::packet::Order;
use crate::commands::problem::WithNext;

/// An editor writes one file in several steps: what is told within so short a time is one change.
const QUIET: Duration = Duration::from_millis(120);
/// A change is one after so long even where something is written without a pause.
const LATEST: Duration = Duration::from_secs(2);
/// How often files are looked at where the system does not tell, as on some network drives.
const LOOK: Duration = Duration::from_secs(1);

/// The changes of a study's folder, and of the folders with packs and fonts that were named.
pub struct Changes {
    told: Receiver<()>,
    /// Held for its drop: without it nothing is told.
    _watcher: Box<dyn Watcher>,
}

impl Changes {
    /// Begins to listen.
    pub fn of(order: &Order) -> anyhow::Result<Self> {
        let (tell, told) = mpsc::channel();
        let study = real(&order.place.folder);
        let own = vec![real(&order.out), real(&order.out.with_extension("zip")), study.join("packet")];
        let mut roots = vec![study];
        roots.extend(order.wishes.guidelines.iter().chain(&order.wishes.fonts).map(|folder| real(folder)));
        let ear = Ear { roots: roots.clone(), own };
        let hear = move |event: notify::Result<Event>| {
            if event.as_ref().map_or(true, |event| ear.counts(event)) {
                // Nobody waits any more: the program is about to end.
                let _ = tell.send(());
            }
        };
        let watcher = watcher(hear.clone()).and_then(|watcher| watch(watcher, &roots)).or_else(|_| {
            let config = Config::default().with_poll_interval(LOOK);
            PollWatcher::new(hear, config).and_then(|watcher| watch(Box::new(watcher), &roots))
        });
        let watcher = watcher
            .with_context(|| format!("could not watch the folder `{}`", shown(&order.place.folder)))
            .next_step("run `assent packet` by hand after each change")?;
        Ok(Self { told, _watcher: watcher })
    }

    /// Waits for the next change; false where nothing can be told any more.
    pub fn wait(&self) -> bool {
        if self.told.recv().is_err() {
            return false;
        }
        let begun = Instant::now();
        while begun.elapsed() < LATEST {
            match self.told.recv_timeout(QUIET) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
        true
    }
}

fn watcher(hear: impl FnMut(notify::Result<Event>) + Send + 'static) -> notify::Result<Box<dyn Watcher>> {
    Ok(Box::new(notify::recommended_watcher(hear)?))
}

fn watch(mut watcher: Box<dyn Watcher>, roots: &[PathBuf]) -> notify::Result<Box<dyn Watcher>> {
    for root in roots {
        watcher.watch(root, RecursiveMode::Recursive)?;
    }
    Ok(watcher)
}

/// The path as the system tells it. What does not stand there yet is named by its folder.
fn real(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let beside = || Some(whole.parent()?.canonicalize().ok()?.join(whole.file_name()?));
    whole.canonicalize().ok().or_else(beside).unwrap_or(whole)
}

/// Tells what may change the packet from what may not.
#[derive(Debug, Clone)]
struct Ear {
    roots: Vec<PathBuf>,
    /// What this command writes itself.
    own: Vec<PathBuf>,
}

impl Ear {
    fn counts(&self, event: &Event) -> bool {
        !event.kind.is_access() && (event.need_rescan() || event.paths.iter().any(|path| self.concerns(path)))
    }

    /// False for the packet itself, for hidden files and for an editor's copies.
    fn concerns(&self, path: &Path) -> bool {
        if self.own.iter().any(|own| path.starts_with(own)) {
            return false;
        }
        let inside = self.roots.iter().find_map(|root| path.strip_prefix(root).ok());
        inside.is_some_and(|inside| {
            inside.components().all(|part| match part {
                Component::Normal(name) => {
                    let name = name.to_string_lossy();
                    !name.starts_with('.') && !name.ends_with('~')
                }
                _ => true,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_here_and_what_an_editor_keeps_beside_is_no_change() {
        let study = PathBuf::from("study");
        let ear = Ear { own: vec![study.join("out"), study.join("out.zip")], roots: vec![study.clone()] };
        for name in ["study.yaml", "records/pack/task.yaml", "templates/cover/en.md", "guides/talk.md"] {
            assert!(ear.concerns(&study.join(name)), "{name}");
        }
        for name in ["out/index.html", "out.zip", ".git/index", ".study.yaml.swp", "study.yaml~", "words/.#es.yaml"] {
            assert!(!ear.concerns(&study.join(name)), "{name}");
        }
        assert!(!ear.concerns(Path::new("elsewhere/study.yaml")));
    }
}
