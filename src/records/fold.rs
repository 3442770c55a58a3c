//! What a log comes to: the current state of a task.

use std::collections::BTreeMap;

use crate::records::entry::Answer;
use crate::records::entry::Entry;
use crate::records::entry::Moment;
use crate::records::entry::State;
use crate::study::RelativePath;

/// What a task's log comes to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Current {
    /// Where the task stands.
    pub state: State,
    /// The latest maturity that somebody stated.
    pub maturity: Option<u32>,
    /// The latest answer to each question, with who gave it and when.
    pub answers: BTreeMap<String, Given<Answer>>,
    /// Who answers for the task now: the latest attestation of each person since the task was last taken up again.
    pub attestations: Vec<Attestation>,
    /// Why the task does not apply, while that is its state.
    pub reason: Option<Given<String>>,
    /// All notes, in the order of time.
    pub notes: Vec<Given<String>>,
    /// All evidence, each file once, in the order of time.
    pub evidence: Vec<Given<RelativePath>>,
    /// The latest entry's author and moment.
    pub last: Option<(String, Moment)>,
}

/// Something that somebody put into a log.
#[derive(Debug, Clone, PartialEq)]
pub struct Given<T> {
    /// What.
    pub value: T,
    /// By whom: an id, or `REDACTED`.
    pub by: String,
    /// When.
    pub on: Moment,
}

/// One person answers for a task.
#[derive(Debug, Clone, PartialEq)]
pub struct Attestation {
    /// The person's id, or `REDACTED`.
    pub by: String,
    /// When.
    pub on: Moment,
    /// The digest of what was attested.
    pub basis: Option<String>,
}

/// Entries in the order of time; those of one moment keep the order they came in.
pub fn in_time<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<&'a Entry> {
    let mut entries: Vec<&Entry> = entries.into_iter().collect();
    entries.sort_by_key(|entry| entry.on);
    entries
}

/// Folds entries that are in the order of time.
pub fn fold<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Current {
    let mut current = Current::default();
    for entry in entries {
        current.add(entry);
    }
    current
}

impl Current {
    fn add(&mut self, entry: &Entry) {
        let by = entry.by.as_str();
        let on = entry.on;
        fn given<T>(value: T, by: &str, on: Moment) -> Given<T> {
            Given { value, by: by.to_owned(), on }
        }
        for (question, answer) in &entry.answers {
            self.answers.insert(question.clone(), given(answer.clone(), by, on));
        }
        if entry.maturity.is_some() {
            self.maturity = entry.maturity;
        }
        if let Some(note) = &entry.note {
            self.notes.push(given(note.clone(), by, on));
        }
        for file in &entry.evidence {
            if self.evidence.iter().all(|known| known.value != *file) {
                self.evidence.push(given(file.clone(), by, on));
            }
        }
        match entry.state {
            Some(State::Attested) => {
                self.state = State::Attested;
                self.reason = None;
                self.attestations.retain(|attestation| attestation.by != by);
                self.attestations.push(Attestation { by: by.to_owned(), on, basis: entry.basis.clone() });
            }
            Some(state) => {
                // Whoever takes a task up again says that it is not done: nobody answers for it any more.
                self.state = state;
                self.attestations.clear();
                self.reason = match state {
                    State::NotApplicable => entry.reason.as_ref().map(|reason| given(reason.clone(), by, on)),
                    _ => None,
                };
            }
            None if self.state == State::Open && !entry.says_nothing() => self.state = State::InProgress,
            None => {}
        }
        self.last = Some((by.to_owned(), on));
    }

    /// How many different persons answer for the task.
    pub fn attested_by(&self) -> usize {
        self.attestations.len()
    }
}
