//! What is shown of a task before its questions.

use crate::assessment::Applies;
use crate::assessment::AssessedTask;
use crate::assessment::Assessment;
use crate::assessment::Because;
use crate::commands::desk::Desk;
use crate::finding::Finding;
use crate::finding::Level;
use crate::guidelines::Citation;
use crate::guidelines::Pack;
use crate::guidelines::Provenance;
use crate::guidelines::Task;
use crate::records::Current;
use crate::records::State;
use crate::reports::human::number;
use crate::reports::text::Ink;
use crate::reports::text::Role;
use crate::reports::text::Text;
use crate::reports::text::one_line;
use crate::reports::text::reflow;
use crate::reports::text::wrap;
use crate::walk::form::Form;
use crate::walk::questions::Home;
use crate::walk::questions::ToAsk;

/// The whole of a task: why it exists, what stands there, what was found.
pub fn task(desk: &Desk, pack: &Pack, task: &Task, assessment: &Assessment, asks: &[ToAsk], ink: Ink) -> Text {
    let language = desk.workspace.loaded.study.study.language.as_str();
    let mut text = Text::new().line().faint(place(pack, task)).line();
    text = text.strong(wrap(&one_line(pack.title_of(task, language).text), ink.width, "")).line();
    text = text.normal(reflow(pack.why_of(task, language).text, ink.width, "  ")).line();
    text.append(sources(task, ink));
    text.append(stands(desk, asks, ink));
    text.append(found(assessment, &task.full_id, ink));
    if let Some(assessed) = assessment.task(&task.full_id) {
        text.append(state(assessed, ink));
    }
    text.append(evidence(pack.evidence_of(task, language).text, &desk.current(&task.full_id), ink));
    text
}

fn place(pack: &Pack, task: &Task) -> String {
    let step = pack.steps.iter().find(|step| step.id == task.step);
    let topic = step.and_then(|step| step.topics.iter().find(|topic| Some(&topic.id) == task.topic.as_ref()));
    let part = match (step, topic) {
        (_, Some(topic)) => format!("{} {}", topic.id, topic.title),
        (Some(step), None) => format!("Step {} {}", step.id, step.title),
        (None, None) => String::new(),
    };
    format!("{} · {}", one_line(&part), task.full_id)
}

fn sources(task: &Task, ink: Ink) -> Text {
    let named: Vec<String> = task.sources.iter().map(cited).filter(|source| !source.is_empty()).collect();
    let mut line = if named.is_empty() { String::new() } else { format!("Sources: {}.", named.join("; ")) };
    match task.provenance {
        Provenance::Verified => line.push_str(" Checked against the source."),
        Provenance::Partial => line.push_str(" Read in part, or through another publication."),
        Provenance::GeneralKnowledge => line.push_str(" From what the field knows, without a source that was read."),
    }
    if line.is_empty() { Text::new() } else { Text::new().faint(wrap(line.trim(), ink.width, "  ")).line() }
}

fn cited(source: &Citation) -> String {
    let year = source.year.map_or_else(String::new, |year| format!(" ({year})"));
    let part = if source.part.is_empty() { String::new() } else { format!(", {}", source.part) };
    format!("{}{year}{part}", source.work)
}

/// What the study says already, each value with its line.
fn stands(desk: &Desk, asks: &[ToAsk], ink: Ink) -> Text {
    let loaded = &desk.workspace.loaded;
    let mut lines = Vec::new();
    for ask in asks {
        let (path, form) = match &ask.home {
            Home::Field(path, form) => (path, Some(form)),
            Home::Item(path, _) => (path, None),
            Home::Record(_) => continue,
        };
        let place = loaded.place(path);
        let line = loaded.file.position(place.span.start).line;
        let value = match (&ask.stands, form) {
            (None, _) => "open".to_owned(),
            (Some(value), Some(form)) => short(&shown(form, value), ink.width),
            (Some(value), None) => number(value.as_array().map_or(0, Vec::len), "entry").replace("entrys", "entries"),
        };
        lines.push((line, loaded.subject(path), value));
    }
    if lines.is_empty() {
        return Text::new();
    }
    let mut text = Text::new().strong("  What the study says").line();
    for (line, subject, value) in lines {
        let role = if value == "open" { Role::Warning } else { Role::Normal };
        text = text
            .faint(format!("  {}:{line} ", loaded.file.name))
            .normal(format!("{subject}: "))
            .with(role, value)
            .line();
    }
    text
}

/// A value as a person reads it.
pub fn shown(form: &Form, value: &serde_json::Value) -> String {
    one_line(&form.typed(value))
}

fn short(text: &str, width: usize) -> String {
    console::truncate_str(text, width.saturating_sub(20).max(40), "…").into_owned()
}

/// What the checks found that is tied to a task.
fn found(assessment: &Assessment, task: &str, ink: Ink) -> Text {
    let findings: Vec<&Finding> = assessment.findings_of(task).filter(|finding| !finding.accepted).collect();
    if findings.is_empty() {
        return Text::new();
    }
    let mut text = Text::new().strong("  What the checks found").line();
    for finding in findings {
        text.append(one(finding, ink));
    }
    text
}

/// A finding in two lines.
pub fn one(finding: &Finding, ink: Ink) -> Text {
    let (role, word) = match finding.level {
        Level::Error => (Role::Error, "error"),
        Level::Warning => (Role::Warning, "warning"),
        Level::Note => (Role::Note, "note"),
    };
    let at = finding.place.file.position(finding.place.span.start);
    let message = wrap(&one_line(&finding.message), ink.width.saturating_sub(4), "    ");
    Text::new()
        .normal("  ")
        .with(role, word)
        .faint(format!(" {} {}:{}", finding.code, finding.place.file.name, at.line))
        .line()
        .normal(message)
        .line()
}

/// Where a task stands, and who answers for it.
fn state(task: &AssessedTask, ink: Ink) -> Text {
    let current = &task.current;
    let mut said = Vec::new();
    match (&task.applies, current.state) {
        (Applies::SetAside { reason, by }, _) => said.push(format!("Set aside by {by}: {}", one_line(reason))),
        (Applies::NotHere, _) => said.push("It does not concern this study as it stands.".to_owned()),
        (Applies::Yes { because }, State::Open) => {
            let because = because.as_ref().and_then(Because::text);
            said.extend(because.map(|because| one_line(&because)));
        }
        (Applies::Yes { .. }, state) => {
            let last =
                current.last.as_ref().map(|(by, on)| format!(", last by {by} on {}", on.date())).unwrap_or_default();
            said.push(format!("Now {}{last}.", state.as_str()));
        }
    }
    for attestation in &current.attestations {
        said.push(format!("{} answers for it since {}.", attestation.by, attestation.on.date()));
    }
    if task.look_again {
        said.push("What was attested has changed since then: look at it again.".to_owned());
    }
    if task.attest > 1 {
        said.push(format!("{} persons have to attest it.", task.attest));
    }
    for note in &current.notes {
        said.push(format!("Note by {}: {}", note.by, one_line(&note.value)));
    }
    if said.is_empty() {
        return Text::new();
    }
    let mut text = Text::new().strong("  Where it stands").line();
    for line in said {
        text = text.normal(wrap(&line, ink.width, "  ")).line();
    }
    text
}

fn evidence(what: &str, current: &Current, ink: Ink) -> Text {
    if what.is_empty() && current.evidence.is_empty() {
        return Text::new();
    }
    let mut text = Text::new().strong("  Evidence").line();
    if !what.is_empty() {
        text = text.normal(wrap(&one_line(what), ink.width, "  ")).line();
    }
    for file in &current.evidence {
        text = text.normal("  ").code(file.value.as_str()).faint(format!(" ({})", file.by)).line();
    }
    text
}
