//! The stop/go decision: everything that the step gathered, what stands against going ahead, and what follows.

use crate::commands::desk::with_next;
use crate::commands::edge;
use crate::commands::walk::Walk;
use crate::commands::walk::screen;
use crate::documents::markdown::escape;
use crate::documents::markdown::prose;
use crate::records::write;
use crate::reports::text::Role;
use crate::reports::text::Text;
use crate::reports::text::one_line;
use crate::reports::text::reflow;
use crate::reports::text::wrap;
use crate::study::Decision;
use crate::study::Id;
use crate::study::Outcome;
use crate::study::Prose;
use crate::walk::words::fill;

/// The record of a decision to stop.
const DECISION: &str = "decision.md";

impl Walk<'_> {
    /// What the tasks of the same step were answered with: question and answer.
    fn answers_of_step(&self, id: &str) -> anyhow::Result<Vec<(String, String)>> {
        let (pack, step) = self.step_of(id)?;
        let packs = self.desk.packs();
        let mut answers = Vec::new();
        for (_, task) in packs.tasks().filter(|(of, task)| of.id.as_str() == pack && task.step == step) {
            let current = self.desk.current(&task.full_id);
            for question in &task.questions {
                if let Some(given) = current.answers.get(question.id.as_str()) {
                    answers.push((question.ask.clone(), given.value.to_string()));
                }
            }
        }
        Ok(answers)
    }

    /// The pack and the step of a task: steps of two packs may have the same number.
    fn step_of(&self, id: &str) -> anyhow::Result<(String, String)> {
        let step = self.desk.with_task(id, |task, _| task.step.clone())?;
        Ok((id.split('/').next().unwrap_or_default().to_owned(), step))
    }

    /// Shows what the step gathered, and what stands against going ahead.
    pub(super) fn gather(&mut self, id: &str) -> anyhow::Result<()> {
        let ink = self.ask.ink();
        let (pack, step) = self.step_of(id)?;
        let mut text = Text::new();
        let answers = self.answers_of_step(id)?;
        if !answers.is_empty() {
            text = text.line().strong(self.words.gathered.trim()).line();
            for (question, answer) in answers {
                text = text.faint(wrap(&one_line(&question), ink.width, "  ")).line();
                text = text.normal(reflow(&answer, ink.width, "    ")).line();
            }
        }
        text = text.line().strong(self.words.against.trim()).line();
        let against = self.against(&pack, &step)?;
        if against.is_empty() {
            text = text.normal(wrap(self.words.nothing_against.trim(), ink.width, "  ")).line();
        }
        for finding in against {
            text.append(screen::one(&finding, ink));
        }
        self.ask.say(text);
        Ok(())
    }

    /// Says what follows from a decision that was just taken; a decision to stop gets a short record of its own.
    pub(super) fn decided(&mut self, id: &str, before: &Decision) -> anyhow::Result<()> {
        let ink = self.ask.ink();
        let decision = &self.desk.workspace.loaded.study.purpose.decision;
        // Somebody may have been interrupted between the decision and its record.
        let is_told = self.desk.workspace.folder.path().join(DECISION).exists();
        if decision == before && (is_told || decision.outcome != Some(Outcome::Stop)) {
            return Ok(());
        }
        match decision.outcome {
            Some(Outcome::Stop) => {
                let written = self.write_decision(id)?;
                let said = reflow(&self.words.stop, ink.width, "  ");
                self.ask.say(Text::new().line().with(Role::Good, "Decided: stop").line().normal(said));
                self.ask.say(Text::new().normal("  ").code(written));
            }
            Some(Outcome::GoWithoutChildren) => {
                let said = reflow(&self.words.without_children, ink.width, "  ");
                self.ask.say(Text::new().line().with(Role::Good, "Decided: go without children").line().normal(said));
            }
            _ => {}
        }
        Ok(())
    }

    /// Writes `decision.md` (or one with its date, where there is one) and gives its name.
    fn write_decision(&mut self, id: &str) -> anyhow::Result<String> {
        let study = &self.desk.workspace.loaded.study;
        let decision = &study.purpose.decision;
        let name = |id: &Id| {
            study.person(id.as_str()).and_then(|person| person.name.clone()).unwrap_or_else(|| id.to_string())
        };
        let or_open = |text: String| if text.is_empty() { "[open]".to_owned() } else { escape(&text) };
        let paragraph = |text: Option<&Prose>| text.map_or_else(|| "[open]".to_owned(), |text| prose(text.as_str()));
        let answers: Vec<String> = self
            .answers_of_step(id)?
            .into_iter()
            .map(|(question, answer)| format!("* {}\n\n  {}", escape(&question), escape(&one_line(&answer))))
            .collect();
        let text = fill(
            &self.words.decision,
            &[
                ("title", escape(study.study.title.as_str())),
                ("outcome", "stop".to_owned()),
                ("date", decision.date.map_or_else(|| "[open]".to_owned(), |date| date.to_string())),
                ("by", or_open(decision.by.iter().map(name).collect::<Vec<_>>().join(", "))),
                ("with", or_open(decision.with.join(", "))),
                ("reason", paragraph(decision.reason.as_ref())),
                ("answers", if answers.is_empty() { "[open]".to_owned() } else { answers.join("\n") }),
            ],
        );
        let folder = self.desk.workspace.folder.path().to_path_buf();
        let today = self.desk.today;
        let names = std::iter::once(DECISION.to_owned())
            .chain(std::iter::once(format!("decision-{today}.md")))
            .chain((2..).map(|n| format!("decision-{today}-{n}.md")));
        let free = names.map(|name| folder.join(name)).find(|path| path.symlink_metadata().is_err());
        let path = free.unwrap_or_else(|| folder.join(DECISION));
        let _lock = write::lock(&folder).map_err(with_next)?;
        write::replace(&path, text.as_bytes()).map_err(with_next)?;
        Ok(edge::shown(&path))
    }
}
