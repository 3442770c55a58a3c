//! Why a command could not do its work, in words that end with the next step.

use std::fmt;
use std::io::ErrorKind;
use std::path::PathBuf;

use crate::commands::exit::Exit;

/// A reason that every command shares. What is special to a verb is an error type of its own.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// No `study.yaml` in the folder or above it.
    #[error("found no `study.yaml` in this folder or in one above it")]
    NoStudyHere,
    /// The folder that was named holds none.
    #[error("the folder `{0}` holds no `study.yaml`")]
    NoStudyIn(String),
    /// Nothing stands at the path.
    #[error("there is no file or folder `{0}`")]
    NoSuchPath(String),
    /// Neither a file nor a folder: a pipe or a device would never end.
    #[error("`{0}` is neither a file nor a folder")]
    NoPlainFile(String),
    /// A link that leads out of the folder that it stands in.
    #[error("`{0}` is a link that leads out of its folder, and nothing is read through it")]
    LeadsOut(String),
    /// More than a study's folder can hold.
    #[error("`{name}` holds more than {most} MB of files that belong to a study")]
    TooMuch {
        /// The folder.
        name: String,
        /// How much is read.
        most: u64,
    },
    /// A file could not be read.
    #[error("could not read `{name}`: {why}")]
    Unreadable {
        /// The file as it was named.
        name: String,
        /// What the system said.
        why: std::io::Error,
    },
    /// A file was written while the command was at work on it.
    #[error("`{0}` was changed while this command was at work")]
    ChangedMeanwhile(String),
    /// A folder was named that holds nothing to look at.
    #[error("the folder `{0}` holds no study and no guideline pack")]
    NothingToCheck(String),
    /// A folder could not be searched.
    #[error("could not search a folder: {0}")]
    NotSearched(String),
    /// A question would have to be asked and nobody can answer.
    #[error("this command asks questions, and there is no terminal to ask them on")]
    NobodyToAsk {
        /// The flags that answer in place of a person.
        flags: String,
    },
    /// Something written on the command line or in the environment cannot be understood.
    #[error("{problem}")]
    Usage {
        /// What is wrong.
        problem: String,
        /// What to write.
        next: String,
    },
}

impl Refusal {
    /// The next step, in one sentence.
    pub fn next(&self) -> String {
        match self {
            Self::NoStudyHere => "go to a study's folder, name one, or start a study with `assent init`".to_owned(),
            Self::NoStudyIn(_) => {
                "name the folder that holds `study.yaml`, or start a study there with `assent init`".to_owned()
            }
            Self::NoSuchPath(_) => "look at the spelling, and at the folder that you are in".to_owned(),
            Self::NoPlainFile(_) => "name a plain file, or a folder where a study is meant".to_owned(),
            Self::LeadsOut(_) => "put the file itself there, or name the folder that it stands in".to_owned(),
            Self::TooMuch { .. } => "move out of it what does not belong to the study".to_owned(),
            Self::Unreadable { .. } => "see whether the file is open elsewhere and whether you may read it".to_owned(),
            Self::ChangedMeanwhile(_) => "run the command again".to_owned(),
            Self::NothingToCheck(_) => {
                "a study is a folder with a `study.yaml`, a pack one with a `pack.yaml`; start a study with `assent init`"
                    .to_owned()
            }
            Self::NotSearched(_) => "see whether you may read the folder".to_owned(),
            Self::NobodyToAsk { flags } => format!("run it in a terminal, or answer with {flags}"),
            Self::Usage { next, .. } => next.clone(),
        }
    }
}

/// An error with the step that follows it; made by [`WithNext::next_step`].
#[derive(Debug)]
struct Next(String);

impl fmt::Display for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Says what to do next about any error.
pub trait WithNext<T> {
    /// Adds the next step, shown on a line of its own.
    fn next_step(self, next: impl Into<String>) -> anyhow::Result<T>;
}

impl<T, E: Into<anyhow::Error>> WithNext<T> for Result<T, E> {
    fn next_step(self, next: impl Into<String>) -> anyhow::Result<T> {
        self.map_err(|error| error.into().context(Next(next.into())))
    }
}

/// What is shown of an error, and how the program ends with it.
#[derive(Debug, PartialEq, Eq)]
pub struct Problem {
    /// What went wrong, with its causes.
    pub text: String,
    /// What to do next, where somebody knows.
    pub next: Option<String>,
    /// The exit status.
    pub exit: Exit,
}

impl Problem {
    /// Reads an error: its chain of causes on one line, and the next step that it carries.
    pub fn describe(error: &anyhow::Error) -> Self {
        let next = error
            .downcast_ref::<Next>()
            .map(|next| next.0.clone())
            .or_else(|| error.chain().find_map(|cause| cause.downcast_ref::<Refusal>()).map(Refusal::next))
            .or_else(|| Some(usual_next(error).to_owned()));
        let hidden = error.downcast_ref::<Next>().map(|next| next.0.clone());
        let mut parts: Vec<String> = Vec::new();
        for cause in error.chain() {
            let said = cause.to_string();
            let is_next = hidden.as_ref() == Some(&said);
            // An error that quotes its cause says everything already.
            if !is_next && !parts.iter().any(|part| part.contains(&said)) {
                parts.push(said);
            }
        }
        let interrupted = error
            .chain()
            .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
            .any(|error| error.kind() == ErrorKind::Interrupted);
        match interrupted {
            true => Self { text: parts.join(": "), next: None, exit: Exit::Interrupted },
            false => Self { text: parts.join(": "), next, exit: Exit::CouldNot },
        }
    }
}

/// The next step where nobody stated one, by what the system said.
fn usual_next(error: &anyhow::Error) -> &'static str {
    let kind = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>()).map(std::io::Error::kind);
    match kind {
        Some(ErrorKind::NotFound) => "look at the spelling, and at the folder that you are in",
        Some(ErrorKind::PermissionDenied) => "see whether you may read and write there",
        Some(ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => "make room on the disk, and run the command again",
        Some(_) => "look at the folder and the disk, and run the command again",
        None => {
            "mend what the message names, and run the command again; if that does not help, report it with this message"
        }
    }
}

/// A name for messages: as it was typed.
pub fn named(path: impl Into<PathBuf>) -> String {
    path.into().display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    use anyhow::Context;

    #[test]
    fn the_next_step_stands_apart_from_the_causes() {
        let error = Err::<(), _>(std::io::Error::other("disk full"))
            .context("could not write `packet/index.html`")
            .next_step("make room and run the command again")
            .unwrap_err();
        let problem = Problem::describe(&error);
        assert_eq!(problem.text, "could not write `packet/index.html`: disk full");
        assert_eq!(problem.next.as_deref(), Some("make room and run the command again"));
        assert_eq!(problem.exit, Exit::CouldNot);
    }

    #[test]
    fn every_refusal_brings_its_next_step() {
        let error = anyhow::Error::from(Refusal::NoStudyHere).context("could not check");
        let problem = Problem::describe(&error);
        assert!(problem.text.starts_with("could not check: found no `study.yaml`"));
        assert!(problem.next.is_some_and(|next| next.contains("assent init")));
    }

    #[test]
    fn no_error_leaves_without_a_next_step() {
        let full = anyhow::Error::from(std::io::Error::from(ErrorKind::StorageFull));
        assert!(Problem::describe(&full).next.is_some_and(|next| next.contains("room on the disk")));
        let bare = anyhow::anyhow!("the task is gone");
        assert!(Problem::describe(&bare).next.is_some_and(|next| next.contains("report it")));
    }

    #[test]
    fn an_interruption_ends_with_its_own_status() {
        let error = anyhow::Error::from(std::io::Error::from(std::io::ErrorKind::Interrupted));
        assert_eq!(Problem::describe(&error).exit, Exit::Interrupted);
    }
}
