//! Where a study stands: progress by step and topic, and what to do next.

mod logged;

use serde_json::Value;
use serde_json::json;

use crate::assessment::AssessedTask;
use crate::assessment::Assessment;
use crate::assessment::Counts;
use crate::assessment::Gate;
use crate::assessment::Missing;
use crate::finding::Level;
use crate::guidelines::Packs;
use crate::records::log::Told;
use crate::reports::human::number;
use crate::reports::text::Ink;
use crate::reports::text::Role;
use crate::reports::text::Text;
use crate::reports::text::one_line;
use crate::reports::text::wrap;

/// Open tasks that are named one by one; the rest is counted.
const NAMED: usize = 5;
/// Steps that are told where only the most pressing ones are.
const PRESSING: usize = 3;
/// Columns of a bar.
const BAR: usize = 10;
/// Columns around a bar: its brackets, and behind it as much as `10 of 100` takes.
const COUNTED: usize = 16;

/// One study, as its status is told.
#[derive(Debug, Clone, Copy)]
pub struct StudyStatus<'a> {
    /// The study file, relative to the current folder.
    pub file: &'a str,
    /// The study's id; none where it cannot be read.
    pub id: Option<&'a str>,
    /// The study's title; empty where it cannot be read.
    pub title: &'a str,
    /// Tasks, gate and findings.
    pub assessment: &'a Assessment,
    /// The packs that it is held against.
    pub packs: &'a Packs,
    /// What stands between it and a final packet.
    pub missing: &'a [Missing],
    /// What was logged, and the conditions of the approval in force.
    pub told: &'a Told,
}

/// One step towards a final packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What to do, in a sentence.
    pub what: String,
    /// The command that helps with it.
    pub command: String,
}

/// What stands in the way, in a sentence.
pub fn sentence(missing: &Missing) -> String {
    match missing {
        Missing::Gate("stop") => "the stop/go decision is to stop".to_owned(),
        Missing::Gate(_) => "the stop/go decision is not taken".to_owned(),
        Missing::Error { finding, message } => format!("{} ({})", one_line(message), one_line(finding)),
        Missing::Task { id, title } => format!("open task: {} ({id})", one_line(title)),
        Missing::Gap { stem, field } => format!("{} shows a gap: {}", one_line(stem), one_line(field)),
        Missing::Translation { document, language } => {
            format!("nobody has reviewed the {} in {}", one_line(document), one_line(language))
        }
    }
}

/// What to do next, the most pressing first.
pub fn next_steps(status: &StudyStatus<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    let step = |what: String, command: String| Step { what, command };
    let errors = status.assessment.count(Level::Error);
    if errors > 0 {
        let what = format!("Mend what `assent check` says no to: {}.", number(errors, "error"));
        steps.push(step(what, "assent check".to_owned()));
    }
    if status.id.is_none() {
        return steps;
    }
    let tasks = || status.assessment.tasks.iter();
    for task in tasks().filter(|task| task.look_again && task.applies.holds()).take(NAMED) {
        steps.push(step(format!("Look again, since it changed after it was attested: {}.", task.title), walk(task)));
    }
    let holding: Vec<&AssessedTask> = tasks().filter(|task| task.holds_up() && !task.look_again).collect();
    for task in holding.iter().take(NAMED) {
        steps.push(step(format!("{}.", task.title), walk(task)));
    }
    if holding.len() > NAMED {
        let what = format!("And {} more that the packet waits for.", number(holding.len() - NAMED, "task"));
        steps.push(step(what, "assent walk --open".to_owned()));
    }
    let gaps = status.missing.iter().filter(|missing| matches!(missing, Missing::Gap { .. })).count();
    if gaps > 0 {
        let what = format!("Fill {} that forms for participants show.", number(gaps, "gap"));
        steps.push(step(what, "assent packet".to_owned()));
    }
    let translations = status.missing.iter().filter(|missing| matches!(missing, Missing::Translation { .. })).count();
    if translations > 0 {
        let what = format!(
            "Let a native reader review {}, and name them under `translations`.",
            number(translations, "translated form")
        );
        steps.push(step(what, "assent packet".to_owned()));
    }
    if status.missing.is_empty() {
        steps.push(step("Make the final packet.".to_owned(), "assent packet --final".to_owned()));
    } else if steps.is_empty() && status.assessment.gate == Gate::Stop {
        steps.push(step("Nothing: the decision is to stop.".to_owned(), String::new()));
    }
    steps
}

fn walk(task: &AssessedTask) -> String {
    format!("assent walk --task {}", task.id)
}

/// One study for people.
pub fn human(status: &StudyStatus<'_>, ink: Ink) -> Text {
    let mut text = head(status, ink);
    if status.id.is_some() {
        text.append(parts(status, ink, true));
    }
    text.append(to_do(&next_steps(status), ink));
    text
}

/// One study in a few lines: where it stands, and what is most pressing.
pub fn brief(status: &StudyStatus<'_>, ink: Ink) -> Text {
    let mut text = head(status, ink);
    let mut steps = next_steps(status);
    steps.truncate(PRESSING);
    text.append(to_do(&steps, ink));
    text
}

fn head(status: &StudyStatus<'_>, ink: Ink) -> Text {
    let mut text = Text::new();
    let title = if status.title.is_empty() { "This file cannot be read as a study" } else { status.title };
    text = text.strong(wrap(&one_line(title), ink.width, "")).line();
    text = text.faint(status.file).line().line();
    if status.id.is_some() {
        let (role, gate) = decision(status.assessment.gate);
        text = text.normal("Decision: ").with(role, gate).line();
    }
    text.append(findings_line(status.assessment));
    if status.id.is_some() {
        let counts = status.assessment.counts();
        text = text.normal(format!("Tasks:    {} of {} complete", counts.complete, counts.applicable)).line();
        let (role, last) = match status.missing.len() {
            0 => (Role::Good, "ready to be final".to_owned()),
            missing => (Role::Normal, format!("DRAFT, {} missing for a final one", number(missing, "thing"))),
        };
        text = text.normal("Packet:   ").with(role, last).line();
        text.append(logged::lines(status.told, ink));
    }
    text
}

fn to_do(steps: &[Step], ink: Ink) -> Text {
    let mut text = Text::new();
    if !steps.is_empty() {
        text = text.heading("What to do next");
        for (at, step) in steps.iter().enumerate() {
            let number = format!("{}. ", at + 1);
            let body = wrap(&one_line(&step.what), ink.width, "     ");
            text = text.normal(format!("  {number}{}", body.trim_start())).line();
            if !step.command.is_empty() {
                text = text.normal("     ").code(&step.command).line();
            }
        }
    }
    text
}

fn decision(gate: Gate) -> (Role, &'static str) {
    match gate {
        Gate::Stop => (Role::Error, "stop"),
        Gate::NotDecided => (Role::Warning, "not taken yet"),
        Gate::GoWithoutChildren => (Role::Good, "go without children"),
        Gate::Go => (Role::Good, "go"),
    }
}

fn findings_line(assessment: &Assessment) -> Text {
    let mut text = Text::from("Checks:   ");
    let levels = [
        (Level::Error, Role::Error, "error"),
        (Level::Warning, Role::Warning, "warning"),
        (Level::Note, Role::Note, "note"),
    ];
    let found: Vec<_> = levels.into_iter().map(|(level, role, word)| (assessment.count(level), role, word)).collect();
    if found.iter().all(|(count, ..)| *count == 0) {
        return text.with(Role::Good, "nothing found").line();
    }
    for (at, (count, role, word)) in found.into_iter().filter(|(count, ..)| *count > 0).enumerate() {
        text.push(Role::Normal, if at > 0 { ", " } else { "" });
        text.push(role, number(count, word));
    }
    text.line()
}

/// Steps and topics with tasks that concern the study, each with a bar, or in words for a screen reader. Topics
/// may be left out.
pub fn parts(status: &StudyStatus<'_>, ink: Ink, topics: bool) -> Text {
    let mut text = Text::new();
    let all = status.assessment.parts(status.packs);
    for pack in status.packs.iter() {
        let of_pack = all.iter().filter(|part| part.pack == pack.id.as_str() && part.counts.applicable > 0);
        let of_pack: Vec<_> = of_pack.filter(|part| topics || part.step.is_none()).collect();
        if of_pack.is_empty() {
            continue;
        }
        text = text.heading(&pack.title);
        for part in of_pack {
            let indent = if part.step.is_some() { "    " } else { "  " };
            let name = format!("{indent}{} {}", part.id, one_line(&part.title));
            let done = format!("{} of {}", part.counts.complete, part.counts.applicable);
            if ink.plain {
                text = text.normal(format!("{name}: {done} complete")).line();
                continue;
            }
            let room = ink.width.saturating_sub(BAR + COUNTED).max(20);
            let name = fit(&name, room);
            text = text
                .normal(name)
                .normal("  ")
                .with(role_of(part.counts), bar(part.counts))
                .normal(format!("  {done}"))
                .line();
        }
    }
    text
}

fn role_of(counts: Counts) -> Role {
    if counts.open == 0 { Role::Good } else { Role::Normal }
}

fn bar(counts: Counts) -> String {
    let full = (counts.complete * BAR).checked_div(counts.applicable).unwrap_or(0);
    format!("[{}{}]", "#".repeat(full), ".".repeat(BAR - full))
}

/// The text in exactly so many columns.
fn fit(text: &str, columns: usize) -> String {
    let cut = console::truncate_str(text, columns, "…");
    console::pad_str(&cut, columns, console::Alignment::Left, None).into_owned()
}

/// Many studies for people: one line each.
pub fn table(studies: &[StudyRow], ink: Ink) -> Text {
    let name_width = studies.iter().map(|row| console::measure_text_width(&one_line(&row.name))).max().unwrap_or(0);
    let name_width = name_width.clamp(5, ink.width.saturating_sub(62).max(20));
    let mut text = Text::new();
    if ink.plain {
        for row in studies {
            text = text.normal(format!(
                "{}: decision {}, {}, {}, {} of {} complete, {} for a final packet",
                one_line(&row.name),
                row.gate.map_or("unreadable", |gate| decision(gate).1),
                number(row.errors, "error"),
                number(row.warnings, "warning"),
                row.counts.complete,
                number(row.counts.applicable, "task"),
                number(row.missing, "thing missing"),
            ));
            text = text.line();
        }
        return text;
    }
    let head = format!(
        "{}  {:<19}  {:>6}  {:>8}  {:>9}  {:>7}",
        fit("study", name_width),
        "decision",
        "errors",
        "warnings",
        "tasks",
        "missing"
    );
    text = text.strong(head).line();
    for row in studies {
        let (role, gate) = row.gate.map_or((Role::Error, "unreadable"), decision);
        text = text.normal(fit(&one_line(&row.name), name_width)).normal("  ").with(role, format!("{gate:<19}"));
        let errors = if row.errors > 0 { Role::Error } else { Role::Normal };
        text = text.normal("  ").with(errors, format!("{:>6}", row.errors)).normal(format!("  {:>8}", row.warnings));
        let tasks = format!("{}/{}", row.counts.complete, row.counts.applicable);
        text = text.normal(format!("  {tasks:>9}  {:>7}", row.missing)).line();
    }
    text
}

/// One study in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudyRow {
    /// Its id, or its file where it cannot be read.
    pub name: String,
    /// The decision; none where it cannot be read.
    pub gate: Option<Gate>,
    /// Errors that stand.
    pub errors: usize,
    /// Warnings that stand.
    pub warnings: usize,
    /// How far the tasks are.
    pub counts: Counts,
    /// How much is missing for a final packet.
    pub missing: usize,
}

impl StudyRow {
    /// The row of a study.
    pub fn of(status: &StudyStatus<'_>) -> Self {
        Self {
            name: status.id.unwrap_or(status.file).to_owned(),
            gate: status.id.map(|_| status.assessment.gate),
            errors: status.assessment.count(Level::Error),
            warnings: status.assessment.count(Level::Warning),
            counts: status.assessment.counts(),
            missing: status.missing.len(),
        }
    }
}

/// One study for scripts.
pub fn json(status: &StudyStatus<'_>) -> Value {
    let parts = status.assessment.parts(status.packs).into_iter().map(
        |part| json!({"pack": part.pack, "step": part.step, "id": part.id, "title": part.title, "tasks": part.counts}),
    );
    let tasks = status.assessment.tasks.iter().map(|task| {
        json!({
            "id": task.id,
            "title": task.title,
            "applies": task.applies.holds(),
            "state": task.current.state,
            "complete": task.complete,
            "look_again": task.look_again,
            "holds_up": task.holds_up(),
            "errors": task.errors,
            "warnings": task.warnings,
            "unanswered": task.unanswered,
        })
    });
    let next = next_steps(status).into_iter().map(|step| json!({"what": step.what, "command": step.command}));
    let (parts, tasks, next): (Vec<_>, Vec<_>, Vec<_>) = (parts.collect(), tasks.collect(), next.collect());
    json!({
        "file": status.file,
        "id": status.id,
        "title": status.title,
        "gate": status.id.map(|_| status.assessment.gate.as_str()),
        "errors": status.assessment.count(Level::Error),
        "warnings": status.assessment.count(Level::Warning),
        "notes": status.assessment.count(Level::Note),
        "tasks": status.assessment.counts(),
        "final": {"ready": status.missing.is_empty(), "missing": status.missing.iter().map(sentence).collect::<Vec<_>>()},
        "log": logged::json(status.told),
        "parts": parts,
        "each_task": tasks,
        "next": next,
    })
}
