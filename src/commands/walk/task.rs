//! One task: its screen, its questions, and what becomes of it.

use serde_json::Value;

use crate::assessment::AssessedTask;
use crate::commands::desk::ChangedMeanwhile;
use crate::commands::desk::now;
use crate::commands::walk::Walk;
use crate::commands::walk::prompt::put;
use crate::commands::walk::screen;
use crate::finding::Level;
use crate::records::Answer;
use crate::records::Entry;
use crate::records::State;
use crate::reports::text::Role;
use crate::reports::text::Text;
use crate::reports::text::one_line;
use crate::reports::text::reflow;
use crate::reports::text::wrap;
use crate::terminal::ask::Question;
use crate::terminal::ask::Reply;
use crate::terminal::ask::yes_no;
use crate::walk::form::Form;
use crate::walk::questions::Home;
use crate::walk::questions::ToAsk;
use crate::walk::questions::is_open;
use crate::walk::questions::to_ask;
use crate::yaml::path::Path;

/// Where a question stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// The task.
    pub task: &'a str,
    /// Its title, since the head of the task may have scrolled away.
    pub title: &'a str,
    /// Which of its questions this is, from 0.
    pub at: usize,
    /// How many it has.
    pub all: usize,
    /// True where there is a question before it.
    pub back: bool,
}

/// Where somebody goes from a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Went {
    /// To the next task.
    Next,
    /// To the task before.
    Back,
    /// To the overview.
    Overview,
    /// Away.
    Leave,
}

impl Walk<'_> {
    /// Shows a task, asks its questions, and asks what becomes of it.
    pub(super) fn visit(&mut self, id: &str, back: bool) -> anyhow::Result<Went> {
        self.show(id)?;
        let before = self.desk.workspace.loaded.study.purpose.decision.clone();
        let decides = self.asks(id)?.iter().any(|ask| match &ask.home {
            Home::Field(path, _) => path.to_string().starts_with("purpose.decision"),
            _ => false,
        });
        if decides {
            self.gather(id)?;
        }
        let scripted = self.ask.is_scripted();
        let first = self.first_open(id)?;
        let mut went = match first {
            Some(at) => self.questions(id, if scripted { 0 } else { at }, back)?,
            None if scripted => self.questions(id, 0, back)?,
            None => None,
        };
        if decides {
            self.decided(id, &before)?;
        }
        while went.is_none() {
            went = if scripted { self.conclude_scripted(id)? } else { self.conclude(id, back)? };
        }
        Ok(went.unwrap_or(Went::Next))
    }

    fn asks(&self, id: &str) -> anyhow::Result<Vec<ToAsk>> {
        let current = self.desk.current(id);
        self.desk.with_task(id, |task, _| to_ask(task, &self.desk.workspace.loaded, &current))
    }

    fn show(&mut self, id: &str) -> anyhow::Result<()> {
        let assessment = self.desk.assess()?;
        let asks = self.asks(id)?;
        let ink = self.ask.ink();
        let packs = self.desk.packs();
        if let Some((pack, task)) = packs.task(id) {
            self.ask.say(screen::task(&self.desk, pack, task, &assessment, &asks, ink));
        }
        Ok(())
    }

    /// The first question that still wants an answer; none where all have one.
    fn first_open(&self, id: &str) -> anyhow::Result<Option<usize>> {
        let untouched = self.desk.current(id).state == State::Open;
        // The register goes on as long as something that could go wrong was not looked at.
        let looks = |home: &Home| matches!(home, Home::Item(path, _) if *path == Path::root().key("risks"));
        let waits = |ask: &ToAsk| looks(&ask.home) && !self.ask.is_scripted() && !self.offers().is_empty();
        let open = |ask: &ToAsk| (ask.stands.is_none() && (untouched || !ask.reflect)) || waits(ask);
        Ok(self.asks(id)?.iter().position(open))
    }

    /// Asks from one question on; where somebody wants to go elsewhere, where to.
    pub(super) fn questions(&mut self, id: &str, from: usize, back: bool) -> anyhow::Result<Option<Went>> {
        let title = self.desk.with_task(id, |task, _| one_line(&task.title))?;
        let mut at = from;
        loop {
            let asks = self.asks(id)?;
            let Some(ask) = asks.get(at) else { return Ok(None) };
            let place = Place { task: id, title: &title, at, all: asks.len(), back: at > 0 || back };
            let reply = self.one(ask, &place)?;
            // An answer may bring further questions with it, such as those about an item that was just added.
            at = self.asks(id)?.iter().position(|now| now.key == ask.key).unwrap_or(at);
            match reply {
                Reply::Answer(true) | Reply::Later => at += 1,
                // Somebody changed the file meanwhile: the same question, with what stands there now.
                Reply::Answer(false) => {}
                Reply::Back if at > 0 => at -= 1,
                Reply::Back => return Ok(Some(Went::Back)),
                Reply::Leave => return Ok(Some(Went::Leave)),
            }
        }
    }

    /// Asks one question and saves the answer. False where it has to be asked again.
    fn one(&mut self, ask: &ToAsk, place: &Place<'_>) -> anyhow::Result<Reply<bool>> {
        match &ask.home {
            Home::Record(form) => {
                let question = self.question(ask, Some(form), place);
                let reply = put(self.ask.as_mut(), &question, form, ask.stands.as_ref(), &[])?;
                let Some(value) = answered(&reply) else { return Ok(turned(reply)) };
                if Some(value) != ask.stands.as_ref()
                    && !is_open(value)
                    && let Some(answer) = Answer::from_json(value.clone())
                {
                    let mut entry = self.entry();
                    entry.answers.insert(ask.question.clone(), answer);
                    self.enter(place.task, entry)?;
                }
                Ok(Reply::Answer(true))
            }
            Home::Field(path, form) => {
                let question = self.question(ask, Some(form), place);
                let reply = put(self.ask.as_mut(), &question, form, ask.stands.as_ref(), &[])?;
                let Some(value) = answered(&reply) else { return Ok(turned(reply)) };
                if Some(value) == ask.stands.as_ref() || (is_open(value) && ask.stands.is_none()) {
                    return Ok(Reply::Answer(true));
                }
                self.splice(&question.key, &[(path.clone(), value.clone())])
            }
            Home::Item(path, parts) if *path == Path::root().key("risks") => self.register(ask, path, parts, place),
            Home::Item(path, parts) => self.items(ask, path, parts, place),
        }
    }

    pub(super) fn question(&self, ask: &ToAsk, form: Option<&Form>, place: &Place<'_>) -> Question {
        let ink = self.ask.ink();
        let head = format!("Question {} of {} · {}", place.at + 1, place.all, place.title);
        let mut text = Text::new().line().faint(console::truncate_str(&head, ink.width, "…")).line();
        text = text.strong(wrap(&one_line(&ask.ask), ink.width, "")).line();
        if !ask.about.is_empty() {
            text = text.normal(wrap(&one_line(&ask.about), ink.width, "  ")).line();
        }
        if ask.reflect {
            text = text.faint("  To think about together. Enter goes on; a thought that you type is kept.").line();
        }
        let hint = form.map(Form::hint).unwrap_or_default();
        let hint: Vec<&str> = [ask.unit.as_str(), &hint].into_iter().filter(|part| !part.is_empty()).collect();
        let hint = hint.join(": ");
        if !hint.is_empty() {
            text = text.faint(format!("  ({hint})")).line();
        }
        if let Some(stands) = &ask.stands {
            let shown = match stands {
                Value::String(words) => reflow(words.as_str(), ink.width, "    "),
                other => format!("    {}", form.map_or_else(String::new, |form| screen::shown(form, other))),
            };
            text = text.normal("  Today:").line().normal(shown).line();
        }
        let label = match form {
            Some(Form::YesNo | Form::Choice(_) | Form::Choices(_)) => "Choose",
            _ => "Answer",
        };
        Question {
            key: format!("{}.{}", place.task, ask.key),
            text,
            label: label.to_owned(),
            help: Text::from(ask.help.clone()),
            back: place.back,
            later: true,
        }
    }

    pub(super) fn entry(&self) -> Entry {
        Entry::new(now(), self.person.clone())
    }

    /// Writes values into the study file once somebody has seen the change. False where the file changed meanwhile.
    pub(super) fn splice(&mut self, key: &str, values: &[(Path, Value)]) -> anyhow::Result<Reply<bool>> {
        let proposal = match self.desk.propose(values) {
            Ok(proposal) => proposal,
            Err(error) => {
                let next = error.next_step();
                self.ask.say(Text::new().with(Role::Error, "Not written").normal(format!(": {error}. {next}")));
                return Ok(Reply::Later);
            }
        };
        if proposal.is_empty() {
            return Ok(Reply::Answer(true));
        }
        self.ask.say(Text::new().line().normal(format!("In {}:", self.desk.file_name())));
        self.ask.say(proposal.shown());
        let question = Question {
            key: format!("{key}.write"),
            label: "Write this into study.yaml".to_owned(),
            back: !self.ask.is_scripted(),
            ..Question::default()
        };
        match self.ask.choice(&question, &yes_no(), 0)? {
            Reply::Answer(0) => {}
            Reply::Back => return Ok(Reply::Answer(false)),
            Reply::Leave => return Ok(Reply::Leave),
            _ => return Ok(Reply::Later),
        }
        match self.commit(&proposal) {
            Ok(()) => Ok(Reply::Answer(true)),
            Err(error) if error.downcast_ref::<ChangedMeanwhile>().is_some() => {
                self.ask.say(
                    Text::new().with(Role::Warning, "Not written").normal(format!(": {error}. Here it is again.")),
                );
                self.desk.reload()?;
                Ok(Reply::Answer(false))
            }
            Err(error) => Err(error),
        }
    }

    /// The errors and warnings that stand against the tasks of a step.
    pub(super) fn against(&self, pack: &str, step: &str) -> anyhow::Result<Vec<crate::finding::Finding>> {
        let assessment = self.desk.assess()?;
        let is_here = |task: &AssessedTask| task.pack == pack && task.step == step;
        let of_step = |task: &String| assessment.task(task).is_some_and(is_here);
        let found = assessment
            .findings
            .iter()
            .filter(|finding| !finding.accepted && finding.level != Level::Note && finding.tasks.iter().any(of_step));
        Ok(found.cloned().collect())
    }
}

fn answered<T>(reply: &Reply<T>) -> Option<&T> {
    match reply {
        Reply::Answer(value) => Some(value),
        _ => None,
    }
}

pub(super) fn turned<T>(reply: Reply<T>) -> Reply<bool> {
    crate::commands::walk::prompt::map(reply, |_| true)
}
