//! `assent record`: an entry for one task, without questions.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value;

use crate::commands::desk;
use crate::commands::desk::ChangedMeanwhile;
use crate::commands::desk::Desk;
use crate::commands::edge;
use crate::commands::exit::Exit;
use crate::commands::folder::Stands;
use crate::commands::problem::Refusal;
use crate::commands::problem::WithNext;
use crate::records::Answer;
use crate::records::Entry;
use crate::records::State;
use crate::reports::text::Text;
use crate::study::RelativePath;
use crate::study::Written;
use crate::study::nearest::nearest;
use crate::terminal::Terminal;
use crate::walk::questions::Home;
use crate::walk::questions::ToAsk;
use crate::walk::questions::is_open;
use crate::walk::questions::to_ask;
use crate::yaml;
use crate::yaml::path::Path;

/// Record answers to one task, or attest it, without questions
///
/// The entry is added to the task's log under records/; nothing that stands there is changed. An answer to a question
/// whose field is in study.yaml is written there, and every other line of the file stays as it is.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The task, as pack/task; the pack may be left out where only one pack has the task
    task: String,

    /// The study's folder or file; the study around the current folder if absent
    #[arg(long, value_name = "DIR")]
    study: Option<PathBuf>,

    /// Where the task stands from now on
    #[arg(long, value_parser = ["open", "in-progress", "attested", "not-applicable", "reopened"])]
    state: Option<String>,

    /// An answer, as QUESTION=TEXT; QUESTION@ITEM=TEXT where the question is asked for each item of a list
    #[arg(long = "answer", value_name = "K=V")]
    answers: Vec<String>,

    /// How far it is: 0 not started, 1 considered, 2 planned, 3 in place, 4 tested
    #[arg(long, value_name = "0-4", value_parser = clap::value_parser!(u32).range(0..=4))]
    maturity: Option<u32>,

    /// Why the task does not apply
    #[arg(long)]
    reason: Option<String>,

    /// A file in the study folder that shows that this was done
    #[arg(long, value_name = "FILE")]
    evidence: Vec<String>,

    /// A note to colleagues and the committee
    #[arg(long)]
    note: Option<String>,

    /// The team member who says this, by id
    #[arg(long = "as", value_name = "PERSON")]
    person: String,

    /// A folder with further packs
    #[arg(long, value_name = "DIR")]
    guidelines: Vec<PathBuf>,
}

/// How often an answer is written anew into a file that somebody else changes at the same time.
const TRIES: usize = 50;

/// Adds the entry.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let _hold = crate::terminal::interrupt::hold();
    let mut desk = Desk::open(args.study.as_deref(), &args.guidelines, edge::today(None).into())?;
    let task = desk.task_id(&args.task)?;
    let by = desk.person(&args.person)?;
    let mut tries = 1;
    let entry = loop {
        let (entry, values) = entry(&args, &desk, &task, Entry::new(desk::now(), by.clone()))?;
        if entry.says_nothing() && values.is_empty() {
            return Err(usage(
                "nothing to record",
                "say something: --state, --answer, --maturity, --evidence or --note",
            ));
        }
        match write_values(&mut desk, &values, terminal) {
            // Somebody else wrote in between: the same answers, into what stands there now.
            Err(error) if tries < TRIES && error.downcast_ref::<ChangedMeanwhile>().is_some() => desk.reload()?,
            Err(error) if error.downcast_ref::<ChangedMeanwhile>().is_some() => {
                return Err(error).next_step("run the command again");
            }
            Err(error) => return Err(error),
            Ok(()) => break entry,
        }
        tries += 1;
    };
    if !entry.says_nothing() {
        let added = desk.enter(&task, entry)?;
        if added.joined {
            terminal.warn("git had left a conflict in this record; the entries of both sides were kept");
        }
        terminal.say(Text::new().normal("Recorded in ").strong(edge::shown(&added.path)));
    }
    if let Some(newest) = desk.ahead {
        terminal.warn(&desk::clock_behind(newest));
    }
    tell(&desk, &task, terminal)?;
    Ok(Exit::Done)
}

/// Writes values into the study file, and shows the change.
fn write_values(desk: &mut Desk, values: &[(Path, Value)], terminal: &mut Terminal) -> anyhow::Result<()> {
    if values.is_empty() {
        return Ok(());
    }
    let proposal = match desk.propose(values) {
        Ok(proposal) => proposal,
        Err(error) => {
            let next = error.next_step();
            return Err(error).next_step(next);
        }
    };
    if !proposal.is_empty() {
        desk.commit(&proposal)?;
        terminal.say(Text::new().normal(format!("In {}:", desk.file_name())).line());
        terminal.say(proposal.shown());
    }
    Ok(())
}

fn usage(problem: impl Into<String>, next: impl Into<String>) -> anyhow::Error {
    Refusal::Usage { problem: problem.into(), next: next.into() }.into()
}

/// The entry, and the values that go into the study file.
fn entry(args: &Args, desk: &Desk, task: &str, mut entry: Entry) -> anyhow::Result<(Entry, Vec<(Path, Value)>)> {
    entry.state = args.state.as_deref().and_then(|word| State::ALL.into_iter().find(|state| state.as_str() == word));
    entry.maturity = args.maturity;
    entry.note = said(&args.note);
    entry.reason = said(&args.reason);
    if entry.state == Some(State::NotApplicable) && entry.reason.is_none() {
        return Err(usage("a task is set aside only with a reason", "say why it does not apply here: --reason \"…\""));
    }
    for file in &args.evidence {
        entry.evidence.push(evidence(desk, file)?);
    }
    let current = desk.current(task);
    let asks = desk.with_task(task, |task, _| to_ask(task, &desk.workspace.loaded, &current))?;
    let mut values = Vec::new();
    for answer in &args.answers {
        let Some((key, typed)) = answer.split_once('=') else {
            return Err(usage(
                format!("`{answer}` is no answer"),
                "write QUESTION=TEXT, such as --answer gap=\"Three days\"",
            ));
        };
        let ask = find(&asks, key.trim())?;
        let unusable = |problem: String| usage(format!("the answer to `{key}` cannot be used"), problem);
        match &ask.home {
            Home::Record(form) => {
                let value = form.read(typed).map_err(unusable)?;
                let Some(answer) = Answer::from_json(value).filter(|answer| !is_open(&answer.to_json())) else {
                    return Err(unusable("write an answer behind the =".to_owned()));
                };
                entry.answers.insert(ask.question.clone(), answer);
            }
            Home::Field(path, form) => values.push((path.clone(), form.read(typed).map_err(unusable)?)),
            Home::Item(path, _) => {
                let count =
                    desk.workspace.loaded.value.pointer(&pointer(path)).and_then(Value::as_array).map_or(0, Vec::len);
                let added = values.iter().filter(|(other, _)| other.parent().as_ref() == Some(path)).count();
                values.push((path.index(count + added), item(typed).map_err(unusable)?));
            }
        }
    }
    Ok((entry, values))
}

fn said(text: &Option<String>) -> Option<String> {
    text.as_deref().map(str::trim).filter(|text| !yaml::node::is_blank_text(text)).map(str::to_owned)
}

/// A file in the study folder, which must be there.
pub(super) fn evidence(desk: &Desk, file: &str) -> anyhow::Result<RelativePath> {
    let path = RelativePath::read(file).map_err(|error| usage(error.problem, error.help))?;
    match desk.workspace.folder.stands(path.as_str()) {
        Stands::File(_) => Ok(path),
        Stands::Nothing => Err(usage(
            format!("there is no file `{file}` in the study folder"),
            "put the file into the study folder first; keep what identifies a participant out of it",
        )),
        Stands::Refused => Err(usage(
            format!("`{file}` is not a plain file inside the study folder"),
            "put the file itself into the study folder",
        )),
    }
}

/// The question that somebody named.
fn find<'a>(asks: &'a [ToAsk], key: &str) -> anyhow::Result<&'a ToAsk> {
    if let Some(ask) = asks.iter().find(|ask| ask.key == key) {
        return Ok(ask);
    }
    // `gap@young` for `gap@participants.young`, and `gap` where there is only one.
    let (question, item) = key.split_once('@').unwrap_or((key, ""));
    let same = |ask: &&ToAsk| {
        let (name, place) = ask.key.split_once('@').unwrap_or((ask.key.as_str(), ""));
        name == question && (item.is_empty() || place.rsplit('.').next() == Some(item))
    };
    let found: Vec<&ToAsk> = asks.iter().filter(same).collect();
    match found.as_slice() {
        [one] => Ok(one),
        [] => {
            let keys: BTreeSet<&str> = asks.iter().map(|ask| ask.key.as_str()).collect();
            let next = match nearest(key, keys.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if keys.is_empty() => "this task asks nothing".to_owned(),
                None => format!("it asks {}", keys.into_iter().collect::<Vec<_>>().join(", ")),
            };
            Err(usage(format!("the task asks no question `{key}`"), next))
        }
        several => {
            let keys: Vec<&str> = several.iter().map(|ask| ask.key.as_str()).collect();
            Err(usage(format!("`{key}` is asked more than once"), format!("name one of {}", keys.join(", "))))
        }
    }
}

/// A group of fields written as YAML: `{what: audio, encrypted: true}`.
fn item(typed: &str) -> Result<Value, String> {
    let parsed = yaml::parse("the answer", typed.as_bytes());
    match (parsed.root, parsed.findings.first()) {
        (Some(root), None) if !root.entries().is_empty() => Ok(root.to_json()),
        (_, Some(finding)) => Err(finding.message.clone()),
        _ => Err("write the fields as YAML: {name: value, name: value}".to_owned()),
    }
}

fn pointer(path: &Path) -> String {
    path.0.iter().fold(String::new(), |pointer, segment| match segment {
        yaml::path::Segment::Key(key) => format!("{pointer}/{key}"),
        yaml::path::Segment::Index(index) => format!("{pointer}/{index}"),
    })
}

/// Says where the task stands now, and what it still waits for.
pub(super) fn tell(desk: &Desk, task: &str, terminal: &mut Terminal) -> anyhow::Result<()> {
    let assessment = desk.assess()?;
    let Some(task) = assessment.task(task) else { return Ok(()) };
    let mut waits = Vec::new();
    let attested = task.current.attested_by();
    if task.current.state == State::Attested && attested < task.attest as usize {
        waits.push(format!("{} more to attest it", task.attest as usize - attested));
    }
    if task.errors > 0 {
        waits.push(format!("{} tied to it", crate::reports::human::number(task.errors, "error")));
    }
    if !task.unanswered.is_empty() {
        waits.push(format!("answers to {}", task.unanswered.join(", ")));
    }
    let state = if task.complete { "complete" } else { task.current.state.as_str() };
    let mut text = Text::new().normal(format!("{}: ", task.title)).strong(state);
    if !waits.is_empty() && !task.complete {
        text = text.normal(format!("; it waits for {}", waits.join(", ")));
    }
    terminal.say(text);
    Ok(())
}
