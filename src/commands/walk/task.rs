//! One task: its screen, its questions, and what becomes of it.

use serde_json::Value;

use crate::commands::desk::ChangedMeanwhile;
use crate::commands::desk::now;
use crate::commands::record::evidence;
use crate::commands::walk::Walk;
use crate::commands::walk::prompt::kept;
use crate::commands::walk::prompt::put;
use crate::commands::walk::screen;
use crate::finding::Level;
use crate::records::Answer;
use crate::records::Entry;
use crate::records::State;
use crate::reports::human::number;
use crate::reports::text::Role;
use crate::reports::text::Text;
use crate::reports::text::one_line;
use crate::reports::text::reflow;
use crate::reports::text::wrap;
use crate::terminal::ask::Choice;
use crate::terminal::ask::Question;
use crate::terminal::ask::Reply;
use crate::terminal::ask::yes_no;
use crate::walk::form::Form;
use crate::walk::questions::Home;
use crate::walk::questions::Part;
use crate::walk::questions::ToAsk;
use crate::walk::questions::is_open;
use crate::walk::questions::to_ask;
use crate::walk::questions::value_at;
use crate::yaml::path::Path;

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
        let before = self.desk.workspace.loaded.study.purpose.decision.outcome;
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
            self.decided(id, before)?;
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
        let open = |ask: &ToAsk| ask.stands.is_none() && (untouched || !ask.reflect);
        Ok(self.asks(id)?.iter().position(open))
    }

    /// Asks from one question on; where somebody wants to go elsewhere, where to.
    fn questions(&mut self, id: &str, from: usize, back: bool) -> anyhow::Result<Option<Went>> {
        let mut at = from;
        loop {
            let asks = self.asks(id)?;
            let Some(ask) = asks.get(at) else { return Ok(None) };
            let reply = self.one(id, ask, at, asks.len(), at > 0 || back)?;
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
    fn one(&mut self, id: &str, ask: &ToAsk, at: usize, all: usize, back: bool) -> anyhow::Result<Reply<bool>> {
        match &ask.home {
            Home::Record(form) => {
                let question = self.question(id, ask, Some(form), at, all, back);
                let reply = put(self.ask.as_mut(), &question, form, ask.stands.as_ref(), &[])?;
                let Some(value) = answered(&reply) else { return Ok(turned(reply)) };
                if Some(value) != ask.stands.as_ref()
                    && !is_open(value)
                    && let Some(answer) = Answer::from_json(value.clone())
                {
                    let mut entry = self.entry();
                    entry.answers.insert(ask.question.clone(), answer);
                    self.desk.enter(id, entry)?;
                }
                Ok(Reply::Answer(true))
            }
            Home::Field(path, form) => {
                let question = self.question(id, ask, Some(form), at, all, back);
                let reply = put(self.ask.as_mut(), &question, form, ask.stands.as_ref(), &[])?;
                let Some(value) = answered(&reply) else { return Ok(turned(reply)) };
                if Some(value) == ask.stands.as_ref() || (is_open(value) && ask.stands.is_none()) {
                    return Ok(Reply::Answer(true));
                }
                self.splice(&question.key, &[(path.clone(), value.clone())])
            }
            Home::Item(path, parts) if *path == Path::root().key("risks") => self.register(id, ask, path, parts, back),
            Home::Item(path, parts) => self.items(id, ask, path, parts, at, all, back),
        }
    }

    fn question(&self, id: &str, ask: &ToAsk, form: Option<&Form>, at: usize, all: usize, back: bool) -> Question {
        let ink = self.ask.ink();
        let mut text = Text::new().line().faint(format!("Question {} of {all}", at + 1)).line();
        text = text.strong(wrap(&one_line(&ask.ask), ink.width, "")).line();
        if !ask.about.is_empty() {
            text = text.normal(wrap(&one_line(&ask.about), ink.width, "  ")).line();
        }
        if ask.reflect {
            text = text.faint("  To think about together. Enter goes on; a thought that you type is kept.").line();
        }
        let hint = form.map(Form::hint).unwrap_or_default();
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
            key: format!("{id}.{}", ask.key),
            text,
            label: label.to_owned(),
            help: Text::from(ask.help.clone()),
            back,
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
        match self.desk.commit(&proposal) {
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

    /// Asks for further items of a list of groups.
    #[expect(clippy::too_many_arguments, reason = "where a question stands takes as many words")]
    pub(super) fn items(
        &mut self,
        id: &str,
        ask: &ToAsk,
        path: &Path,
        parts: &[Part],
        at: usize,
        all: usize,
        back: bool,
    ) -> anyhow::Result<Reply<bool>> {
        let mut added = 0;
        loop {
            let count = value_at(&self.desk.workspace.loaded.value, path).and_then(Value::as_array).map_or(0, Vec::len);
            let mut question = self.question(id, ask, None, at, all, back && added == 0);
            question.key = format!("{id}.{}.{}", ask.key, added + 1);
            question.label = match count {
                0 => "Add one now".to_owned(),
                count => format!(
                    "There is {}. Add another one",
                    if count == 1 { "one".to_owned() } else { count.to_string() }
                ),
            };
            if added > 0 {
                question.text = Text::new();
            }
            // Where something stands already, going on is what most people want.
            let default = usize::from(count > 0 || self.ask.is_scripted());
            match self.ask.choice(&question, &yes_no(), default)? {
                Reply::Answer(0) => {}
                Reply::Answer(_) => return Ok(Reply::Answer(true)),
                other => return Ok(turned(other)),
            }
            let Some(item) = self.item(&question.key, parts)? else { return Ok(Reply::Later) };
            let values: Vec<(Path, Value)> = vec![(path.index(count), item)];
            match self.splice(&question.key, &values)? {
                Reply::Answer(true) => added += 1,
                Reply::Leave => return Ok(Reply::Leave),
                _ => {}
            }
        }
    }

    /// Asks for the fields of one item; none where nothing was answered.
    fn item(&mut self, key: &str, parts: &[Part]) -> anyhow::Result<Option<Value>> {
        let mut item = Value::Object(serde_json::Map::new());
        let mut at = 0;
        while let Some(part) = parts.get(at) {
            let mut text = Text::new().line().normal(wrap(&one_line(&part.ask), self.ask.ink().width, ""));
            if !part.form.hint().is_empty() {
                text = text.line().faint(format!("({})", part.form.hint()));
            }
            let question = Question {
                key: format!("{key}.{}", part.path),
                text,
                label: part.path.to_string(),
                back: at > 0,
                later: true,
                help: Text::new(),
            };
            let stands = value_at(&item, &part.path).cloned();
            match put(self.ask.as_mut(), &question, &part.form, stands.as_ref(), &[])? {
                Reply::Answer(value) => {
                    if !is_open(&value) {
                        // The parts lead through groups that are not there yet: nothing can stand in the way.
                        let _ = crate::study::splice::set_value(&mut item, &part.path, value);
                    }
                    at += 1;
                }
                Reply::Later => at += 1,
                Reply::Back => at = at.saturating_sub(1),
                Reply::Leave => return Ok(None),
            }
        }
        let is_empty = item.as_object().is_none_or(serde_json::Map::is_empty);
        Ok(if is_empty { None } else { Some(item) })
    }

    /// Asks what becomes of a task; none where the same is asked again.
    fn conclude(&mut self, id: &str, back: bool) -> anyhow::Result<Option<Went>> {
        let assessment = self.desk.assess()?;
        let Some(task) = assessment.task(id) else { return Ok(Some(Went::Next)) };
        let mine = task.current.attestations.iter().any(|attestation| attestation.by == self.person.as_str());
        let mut choices = Vec::new();
        if !mine || task.look_again {
            let label = if task.attest > 1 {
                format!("Attest: I answer for this ({} of {} so far)", task.current.attested_by(), task.attest)
            } else {
                "Attest: I answer for this being done".to_owned()
            };
            choices.push(Choice::new("attested", label));
        }
        choices.push(Choice::new("next", "Leave it as it is and go on to the next task"));
        choices.push(Choice::new("again", "Go through its questions again"));
        choices.push(Choice::new("maturity", "Say how far it is (0 to 4)"));
        choices.push(Choice::new("evidence", "Name a file that shows it"));
        choices.push(Choice::new("note", "Write a note"));
        match task.current.state {
            State::Attested | State::NotApplicable => choices.push(Choice::new("reopened", "Take it up again")),
            _ => choices.push(Choice::new("not-applicable", "It does not apply to this study")),
        }
        choices.push(Choice::new("overview", "Back to the overview"));
        let question = Question {
            key: format!("{id}.what"),
            text: Text::new().line(),
            label: "What about this task".to_owned(),
            back,
            ..Question::default()
        };
        let default = usize::from(!task.unanswered.is_empty() && (!mine || task.look_again));
        let word = match self.ask.choice(&question, &choices, default)? {
            Reply::Answer(at) => choices.get(at).map(|choice| choice.word.clone()).unwrap_or_default(),
            Reply::Back => return Ok(Some(Went::Back)),
            Reply::Later => return Ok(Some(Went::Next)),
            Reply::Leave => return Ok(Some(Went::Leave)),
        };
        match word.as_str() {
            "next" => return Ok(Some(Went::Next)),
            "overview" => return Ok(Some(Went::Overview)),
            "again" => return self.questions(id, 0, back),
            "attested" => {
                self.attest(id)?;
                return Ok(Some(Went::Next));
            }
            "reopened" => {
                let mut entry = self.entry();
                entry.state = Some(State::Reopened);
                self.desk.enter(id, entry)?;
            }
            "not-applicable" => {
                if self.set_aside(id)? {
                    return Ok(Some(Went::Next));
                }
            }
            "maturity" => self.maturity(id)?,
            "evidence" => self.evidence(id)?,
            _ => self.note(id)?,
        }
        Ok(None)
    }

    /// What a file says of a task: maturity, evidence, note, and its state.
    fn conclude_scripted(&mut self, id: &str) -> anyhow::Result<Option<Went>> {
        self.maturity(id)?;
        self.evidence(id)?;
        self.note(id)?;
        let choices: Vec<Choice> = State::ALL.iter().map(|state| Choice::new(state.as_str(), state.as_str())).collect();
        let question =
            Question { key: format!("{id}.state"), label: "State".to_owned(), later: true, ..Question::default() };
        let state = kept(self.ask.choice(&question, &choices, usize::MAX)?).and_then(|at| State::ALL.get(at).copied());
        match state {
            Some(State::Attested) => self.attest(id)?,
            Some(State::NotApplicable) => {
                self.set_aside(id)?;
            }
            Some(state) => {
                let mut entry = self.entry();
                entry.state = Some(state);
                self.desk.enter(id, entry)?;
            }
            None => {}
        }
        Ok(Some(Went::Next))
    }

    /// Records that this person answers for a task, and says what it still waits for.
    pub(super) fn attest(&mut self, id: &str) -> anyhow::Result<()> {
        let mut entry = self.entry();
        entry.state = Some(State::Attested);
        let added = self.desk.enter(id, entry)?;
        let assessment = self.desk.assess()?;
        let Some(task) = assessment.task(id) else { return Ok(()) };
        let mut text = Text::new().with(Role::Good, "Attested");
        if task.current.attested_by() < task.attest as usize {
            text = text.normal(format!(", {} of {}", task.current.attested_by(), task.attest));
        }
        if task.errors > 0 {
            let errors = number(task.errors, "error");
            text = text.normal(format!(". It counts as complete once {errors} tied to it no longer stand"));
        }
        if added.joined {
            text = text.normal(". Git had left a conflict in its record; the entries of both sides were kept");
        }
        self.ask.say(text.normal("."));
        Ok(())
    }

    fn set_aside(&mut self, id: &str) -> anyhow::Result<bool> {
        let Some(reason) = self.words(id, "reason", "Why does it not apply here?", "Reason")? else { return Ok(false) };
        let mut entry = self.entry();
        entry.state = Some(State::NotApplicable);
        entry.reason = Some(reason);
        self.desk.enter(id, entry)?;
        Ok(true)
    }

    fn maturity(&mut self, id: &str) -> anyhow::Result<()> {
        let stands = self.desk.current(id).maturity;
        let choices: Vec<Choice> = self
            .words
            .maturity
            .iter()
            .map(|(degree, meaning)| Choice::new(degree, format!("{degree}: {meaning}")))
            .collect();
        let question = Question {
            key: format!("{id}.maturity"),
            label: "How far is it".to_owned(),
            back: true,
            later: true,
            ..Question::default()
        };
        let default = stands.map_or(usize::MAX, |degree| degree as usize);
        let picked = kept(self.ask.choice(&question, &choices, default)?);
        if let Some(degree) = picked.and_then(|at| u32::try_from(at).ok()).filter(|degree| Some(*degree) != stands) {
            let mut entry = self.entry();
            entry.maturity = Some(degree);
            self.desk.enter(id, entry)?;
        }
        Ok(())
    }

    fn evidence(&mut self, id: &str) -> anyhow::Result<()> {
        let Some(file) = self.words(id, "evidence", "Which file in the study folder shows it?", "File")? else {
            return Ok(());
        };
        let mut entry = self.entry();
        for name in file.lines().map(str::trim).filter(|name| !name.is_empty()) {
            match evidence(&self.desk, name) {
                Ok(path) => entry.evidence.push(path),
                Err(error) if self.ask.is_scripted() => return Err(error),
                Err(error) => self.ask.say(Text::from(format!("{error}."))),
            }
        }
        if !entry.evidence.is_empty() {
            self.desk.enter(id, entry)?;
        }
        Ok(())
    }

    fn note(&mut self, id: &str) -> anyhow::Result<()> {
        let Some(note) = self.words(id, "note", "A note to colleagues and the committee.", "Note")? else {
            return Ok(());
        };
        let mut entry = self.entry();
        entry.note = Some(note);
        self.desk.enter(id, entry)?;
        Ok(())
    }

    /// Asks for some words; none where nobody says them.
    fn words(&mut self, id: &str, key: &str, ask: &str, label: &str) -> anyhow::Result<Option<String>> {
        let question = Question {
            key: format!("{id}.{key}"),
            text: if self.ask.is_scripted() { Text::new() } else { Text::new().line().normal(ask) },
            label: label.to_owned(),
            back: true,
            later: true,
            ..Question::default()
        };
        let said = kept(self.ask.line(&question, "", &|_| Ok(()))?);
        Ok(said.map(|said| said.trim().to_owned()).filter(|said| !crate::yaml::node::is_blank_text(said)))
    }

    /// The errors and warnings that stand against the tasks of a step.
    pub(super) fn against(&self, step: &str) -> anyhow::Result<Vec<crate::finding::Finding>> {
        let assessment = self.desk.assess()?;
        let of_step = |task: &String| assessment.task(task).is_some_and(|task| task.step == step);
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

fn turned<T>(reply: Reply<T>) -> Reply<bool> {
    crate::commands::walk::prompt::map(reply, |_| true)
}
