//! One task: does it apply, where does it stand, who answers for it, what is still blank.

use serde_json::Value;

use crate::assessment::applies::Asked;
use crate::assessment::applies::Because;
use crate::assessment::basis::basis_of;
use crate::finding::Finding;
use crate::finding::Level;
use crate::guidelines::Gate as TaskGate;
use crate::guidelines::Pack;
use crate::guidelines::Packs;
use crate::guidelines::Phase;
use crate::guidelines::Task;
use crate::records::Current;
use crate::records::Records;
use crate::records::State;
use crate::study::LoadedStudy;
use crate::yaml::node::is_blank_text;

/// Whether a task concerns a study.
#[derive(Debug, Clone)]
pub enum Applies {
    /// It does.
    Yes {
        /// Why, where the pack says so.
        because: Option<Because>,
    },
    /// By what the pack says it does not.
    NotHere,
    /// The team set it aside.
    SetAside {
        /// Why.
        reason: String,
        /// Who did.
        by: String,
    },
}

impl Applies {
    /// True where the task has to be done.
    pub fn holds(&self) -> bool {
        matches!(self, Self::Yes { .. })
    }
}

/// One task of a pack, held against a study.
#[derive(Debug, Clone)]
pub struct AssessedTask {
    /// The full id: `pack/task`.
    pub id: String,
    /// The pack.
    pub pack: String,
    /// The step.
    pub step: String,
    /// The topic, where the step has topics.
    pub topic: Option<String>,
    /// The title, in the pack's own language.
    pub title: String,
    /// When it is due.
    pub phase: Phase,
    /// What it holds up while it is open.
    pub gate: TaskGate,
    /// How many people have to attest it.
    pub attest: u32,
    /// Whether it concerns the study.
    pub applies: Applies,
    /// What its log comes to.
    pub current: Current,
    /// True where what was attested has changed since: to be looked at again.
    pub look_again: bool,
    /// How many errors tied to it stand.
    pub errors: usize,
    /// How many warnings tied to it stand, accepted ones left out.
    pub warnings: usize,
    /// The ids of its questions that nobody has answered; questions to think about need no answer.
    pub unanswered: Vec<String>,
    /// True where it is attested by as many people as it asks for and no error tied to it stands.
    pub complete: bool,
}

impl AssessedTask {
    /// True where it applies and is not complete.
    pub fn is_open(&self) -> bool {
        self.applies.holds() && !self.complete
    }

    /// True where somebody answers for it.
    pub fn is_attested(&self) -> bool {
        self.current.state == State::Attested && self.current.attested_by() > 0
    }

    /// True where a final packet has to wait for it.
    pub fn holds_up(&self) -> bool {
        self.is_open() && self.gate == TaskGate::Blocks && self.phase == Phase::Design
    }
}

pub(super) fn judge(
    pack: &Pack,
    task: &Task,
    loaded: &LoadedStudy,
    packs: &Packs,
    records: &Records,
    findings: &[Finding],
    asked: &Asked,
) -> AssessedTask {
    let current = records.current(&task.full_id);
    let applies = match (&current.state, &current.reason) {
        (State::NotApplicable, Some(reason)) => {
            Applies::SetAside { reason: reason.value.clone(), by: reason.by.clone() }
        }
        _ => asked.applies(task),
    };
    let tied = || findings.iter().filter(|finding| finding.tasks.contains(&task.full_id));
    let errors = tied().filter(|finding| finding.level == Level::Error).count();
    let warnings = tied().filter(|finding| finding.level == Level::Warning && !finding.accepted).count();
    let attested = current.state == State::Attested && current.attested_by() >= task.attest.max(1) as usize;
    let look_again = !current.attestations.is_empty() && {
        let basis = basis_of(task, packs, &loaded.value, &current);
        current.attestations.iter().any(|attestation| attestation.basis.as_ref().is_some_and(|then| *then != basis))
    };
    AssessedTask {
        id: task.full_id.clone(),
        pack: pack.id.to_string(),
        step: task.step.clone(),
        topic: task.topic.clone(),
        title: task.title.clone(),
        phase: task.phase,
        gate: task.gate,
        attest: task.attest,
        complete: applies.holds() && attested && errors == 0,
        applies,
        unanswered: unanswered(task, loaded, &current),
        current,
        look_again,
        errors,
        warnings,
    }
}

fn unanswered(task: &Task, loaded: &LoadedStudy, current: &Current) -> Vec<String> {
    let open = task.questions.iter().filter(|question| !question.reflect).filter(|question| match &question.field {
        Some(field) => is_blank_at(&loaded.value, field),
        None => !current.answers.contains_key(question.id.as_str()),
    });
    open.map(|question| question.id.to_string()).collect()
}

/// True where a field (`participants[].consent.gap_days`) is blank, in any item of the lists on its way.
fn is_blank_at(value: &Value, field: &str) -> bool {
    let mut here = vec![value];
    for part in field.split('.') {
        let (key, each) = match part.strip_suffix("[]") {
            Some(key) => (key, true),
            None => (part, false),
        };
        let found = here.into_iter().filter_map(|value| value.get(key));
        here = if each { found.filter_map(Value::as_array).flatten().collect() } else { found.collect() };
    }
    here.is_empty() || here.into_iter().any(is_blank)
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => is_blank_text(text),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(is_blank),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
