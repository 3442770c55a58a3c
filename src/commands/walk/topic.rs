//! A whole topic at once: its answers are shown together, then one person answers for all of it.

use crate::commands::walk::Walk;
use crate::commands::walk::prompt::kept;
use crate::commands::walk::screen;
use crate::reports::human::number;
use crate::reports::text::Role;
use crate::reports::text::Text;
use crate::reports::text::one_line;
use crate::reports::text::wrap;
use crate::terminal::ask::Question;
use crate::terminal::ask::yes_no;
use crate::walk::questions::Home;
use crate::walk::questions::to_ask;
use crate::walk::tour;
use crate::walk::tour::Selection;

impl Walk<'_> {
    /// Shows the answers of the tasks together and attests those that have all of theirs.
    pub(super) fn attest_together(&mut self, selection: &Selection) -> anyhow::Result<()> {
        let assessment = self.desk.assess()?;
        let ink = self.ask.ink();
        let mut ready = Vec::new();
        let mut open = Vec::new();
        let mut text = Text::new();
        for task in tour::tasks(&assessment, selection) {
            if tour::is_waiting_for_others(task, self.person.as_str()) || (task.complete && !task.look_again) {
                continue;
            }
            text = text.line().strong(wrap(&one_line(&task.title), ink.width, "")).line();
            let asks =
                self.desk.with_task(&task.id, |entry, _| to_ask(entry, &self.desk.workspace.loaded, &task.current))?;
            for ask in asks.iter().filter(|ask| !ask.reflect) {
                let form = match &ask.home {
                    Home::Record(form) | Home::Field(_, form) => Some(form),
                    Home::Item(..) => None,
                };
                let (role, said) = match (&ask.stands, form) {
                    (None, _) => (Role::Warning, "open".to_owned()),
                    (Some(value), Some(form)) => (Role::Normal, screen::shown(form, value)),
                    (Some(value), None) => (Role::Normal, number(value.as_array().map_or(0, Vec::len), "item")),
                };
                let about = if ask.about.is_empty() { String::new() } else { format!(" ({})", one_line(&ask.about)) };
                text = text.faint(wrap(&format!("{}{about}", one_line(&ask.ask)), ink.width, "  ")).line();
                text = text.with(role, wrap(&said, ink.width, "    ")).line();
            }
            for finding in assessment.findings_of(&task.id).filter(|finding| !finding.accepted) {
                text.append(screen::one(finding, ink));
            }
            if task.unanswered.is_empty() { ready.push(task.id.clone()) } else { open.push(task.title.clone()) }
        }
        self.ask.say(text);
        if !open.is_empty() {
            let named = open.iter().map(|title| one_line(title)).collect::<Vec<_>>().join("; ");
            let said = format!("Left out, since questions are open: {named}.");
            self.ask.say(Text::new().with(Role::Warning, wrap(&said, ink.width, "")));
        }
        if ready.is_empty() {
            self.ask.say(Text::from("There is nothing here that you could attest now."));
            return Ok(());
        }
        let question = Question {
            key: "together".to_owned(),
            label: format!("Do you answer for {} of it", number(ready.len(), "task")),
            back: true,
            ..Question::default()
        };
        if kept(self.ask.choice(&question, &yes_no(), 1)?)? == Some(0) {
            for id in ready {
                self.attest(&id)?;
            }
        }
        Ok(())
    }
}
