//! What becomes of a task once its questions were asked: attested, set aside, left open; how far it is, what shows it.

use crate::commands::record::evidence;
use crate::commands::walk::Walk;
use crate::commands::walk::prompt::kept;
use crate::commands::walk::task::Went;
use crate::records::State;
use crate::reports::human::number;
use crate::reports::text::Role;
use crate::reports::text::Text;
use crate::terminal::ask::Choice;
use crate::terminal::ask::Question;
use crate::terminal::ask::Reply;

impl Walk<'_> {
    /// Asks what becomes of a task; none where the same is asked again.
    pub(super) fn conclude(&mut self, id: &str, back: bool) -> anyhow::Result<Option<Went>> {
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
                self.enter(id, entry)?;
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
    pub(super) fn conclude_scripted(&mut self, id: &str) -> anyhow::Result<Option<Went>> {
        self.maturity(id)?;
        self.evidence(id)?;
        self.note(id)?;
        let choices: Vec<Choice> = State::ALL.iter().map(|state| Choice::new(state.as_str(), state.as_str())).collect();
        let question =
            Question { key: format!("{id}.state"), label: "State".to_owned(), later: true, ..Question::default() };
        let state = kept(self.ask.choice(&question, &choices, usize::MAX)?)?.and_then(|at| State::ALL.get(at).copied());
        match state {
            Some(State::Attested) => self.attest(id)?,
            Some(State::NotApplicable) => {
                self.set_aside(id)?;
            }
            Some(state) => {
                let mut entry = self.entry();
                entry.state = Some(state);
                self.enter(id, entry)?;
            }
            None => {}
        }
        Ok(Some(Went::Next))
    }

    /// Records that this person answers for a task, and says what it still waits for.
    pub(super) fn attest(&mut self, id: &str) -> anyhow::Result<()> {
        let mut entry = self.entry();
        entry.state = Some(State::Attested);
        let added = self.enter(id, entry)?;
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
        self.enter(id, entry)?;
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
        let picked = kept(self.ask.choice(&question, &choices, default)?)?;
        if let Some(degree) = picked.and_then(|at| u32::try_from(at).ok()).filter(|degree| Some(*degree) != stands) {
            let mut entry = self.entry();
            entry.maturity = Some(degree);
            self.enter(id, entry)?;
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
            self.enter(id, entry)?;
        }
        Ok(())
    }

    fn note(&mut self, id: &str) -> anyhow::Result<()> {
        let Some(note) = self.words(id, "note", "A note to colleagues and the committee.", "Note")? else {
            return Ok(());
        };
        let mut entry = self.entry();
        entry.note = Some(note);
        self.enter(id, entry)?;
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
        let said = kept(self.ask.line(&question, "", &|_| Ok(()))?)?;
        Ok(said.map(|said| said.trim().to_owned()).filter(|said| !crate::yaml::node::is_blank_text(said)))
    }
}
