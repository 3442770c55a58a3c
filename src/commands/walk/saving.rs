//! Saving while somebody waits: what could not be written is held, and written once there is room.

use crate::commands::desk::Proposal;
use crate::commands::problem::Problem;
use crate::commands::walk::Walk;
use crate::records::Entry;
use crate::records::store::Added;
use crate::records::store::StoreError;
use crate::records::write::WriteError;
use crate::reports::text::Role;
use crate::reports::text::Text;
use crate::terminal::ask::Choice;
use crate::terminal::ask::Question;
use crate::terminal::ask::Reply;

impl Walk<'_> {
    /// Adds an entry to a task's record.
    pub(super) fn enter(&mut self, task: &str, entry: Entry) -> anyhow::Result<Added> {
        loop {
            match self.desk.enter(task, entry.clone()) {
                Err(error) if self.tries_again(&error)? => {}
                ended => return ended,
            }
        }
    }

    /// Writes a change into the study file.
    pub(super) fn commit(&mut self, proposal: &Proposal) -> anyhow::Result<()> {
        loop {
            match self.desk.commit(proposal) {
                Err(error) if self.tries_again(&error)? => {}
                ended => return ended,
            }
        }
    }

    /// Where the disk refused: says why, and asks whether to try again. A file that answers is told at once.
    fn tries_again(&mut self, error: &anyhow::Error) -> anyhow::Result<bool> {
        let of_store = matches!(error.downcast_ref(), Some(StoreError::Write(_)));
        if self.ask.is_scripted() || !(of_store || error.downcast_ref::<WriteError>().is_some()) {
            return Ok(false);
        }
        let problem = Problem::describe(error);
        let mut text = Text::new().line().with(Role::Error, "Not written yet").normal(format!(": {}", problem.text));
        if let Some(next) = &problem.next {
            text = text.line().faint("  what to do: ").normal(next);
        }
        let question = Question {
            key: "again".to_owned(),
            text,
            label: "Your answer is held until then".to_owned(),
            ..Question::default()
        };
        let again = [Choice::new("again", "Try again")];
        Ok(matches!(self.ask.choice(&question, &again, 0)?, Reply::Answer(_)))
    }
}
