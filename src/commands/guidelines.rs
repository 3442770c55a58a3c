//! `assent guidelines`: which packs there are, what stands in them, and whether an organisation's own pack is sound.

mod lint;

use std::path::PathBuf;

use serde_json::Value;
use serde_json::json;

use crate::commands::exit::Exit;
use crate::commands::explain::banner;
use crate::commands::explain::library;
use crate::commands::problem::Refusal;
use crate::guidelines::Pack;
use crate::guidelines::Packs;
use crate::guidelines::Provenance;
use crate::guidelines::Task;
use crate::guidelines::functions;
use crate::reports::human::number;
use crate::reports::json::to_pretty;
use crate::reports::level_word;
use crate::reports::text::Ink;
use crate::reports::text::Role;
use crate::reports::text::Text;
use crate::reports::text::reflow;
use crate::reports::text::wrap;
use crate::study::nearest;
use crate::terminal::Terminal;

/// Show the guideline packs and the language that they are written in
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,

    /// The form of the answer
    #[arg(long, value_name = "FORM", default_value = "human", value_parser = ["human", "json"], global = true)]
    format: String,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// List the packs, each with what it was made from
    List,
    /// Show the steps, tasks and checks of a pack
    Show {
        /// The pack's id
        pack: String,
    },
    /// Hold packs against the rules for packs, and run the examples of every check
    Lint {
        /// Folders with packs, or a pack's own folder; the built-in packs where none is named
        #[arg(value_name = "DIR")]
        folders: Vec<PathBuf>,
    },
    /// List the functions that the packs' expressions can use
    Functions,
}

/// Runs one of the four.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let for_people = args.format != "json";
    let ink = terminal.ink();
    match args.what {
        What::List => {
            let packs = library()?.all();
            if for_people {
                terminal.result(list_text(&packs, ink))?;
            } else {
                let all: Vec<Value> = packs.iter().map(summary).collect();
                terminal.bytes(to_pretty(&all).as_bytes())?;
            }
        }
        What::Show { pack } => {
            let packs = library()?.all();
            let Some(found) = packs.pack(&pack) else { return Err(unknown(&packs, &pack).into()) };
            if for_people {
                terminal.result(show_text(found, ink))?;
            } else {
                terminal.bytes(to_pretty(&whole(found)).as_bytes())?;
            }
        }
        What::Lint { folders } => return lint::run(&folders, &args.format, terminal),
        What::Functions => {
            if for_people {
                terminal.result(functions_text(ink))?;
            } else {
                terminal.bytes(to_pretty(&functions_value()).as_bytes())?;
            }
        }
    }
    Ok(Exit::Done)
}

fn unknown(packs: &Packs, name: &str) -> Refusal {
    let ids: Vec<&str> = packs.iter().map(|pack| pack.id.as_str()).collect();
    let next = match nearest::nearest(name, ids.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the packs are {}", ids.join(", ")),
    };
    Refusal::Usage { problem: format!("there is no pack `{name}`"), next }
}

fn list_text(packs: &Packs, ink: Ink) -> Text {
    let mut text = Text::new();
    for (at, pack) in packs.iter().enumerate() {
        if at > 0 {
            text = text.line();
        }
        text = text.strong(pack.id.to_string()).normal(format!("  {}", pack.title)).line();
        let mut facts = vec![
            format!("version {}", pack.version),
            number(pack.tasks.len(), "task"),
            number(pack.checks.len(), "check"),
            sureness(pack.provenance).to_owned(),
        ];
        facts.extend(languages(pack).into_iter().map(|(language, missing)| match missing {
            0 => format!("in {language} too"),
            missing => format!("in {language} in part ({} missing)", number(missing, "text")),
        }));
        if pack.always {
            facts.push("holds for every study".to_owned());
        }
        if !pack.is_built_in() {
            facts.push("not the program's own".to_owned());
        }
        text = text.paragraph(&facts.join(", "), ink);
        text = text.faint(reflow(&pack.citation, ink.width, "  ")).line();
        if !pack.url.is_empty() {
            text = text.faint(format!("  {}", pack.url)).line();
        }
    }
    text
}

fn show_text(pack: &Pack, ink: Ink) -> Text {
    let mut text = Text::new().strong(&pack.title).line();
    text = text.code(pack.id.to_string()).normal(format!(", version {}", pack.version)).line();
    text = text.normal(wrap(&pack.citation, ink.width, "")).line();
    if !pack.url.is_empty() {
        text = text.normal(&pack.url).line();
    }
    text = banner(text, pack.provenance, ink).line().normal(reflow(pack.note.trim(), ink.width, "")).line();
    let language = pack.language.as_str();
    for step in &pack.steps {
        text = text.heading(format!("{}. {}", step.id, step.title));
        text = tasks_of(pack, &step.id, None).fold(text, |text, task| task_line(text, pack, task, language));
        for topic in &step.topics {
            text = text.line().normal(format!("  {} {}", topic.id, topic.title)).line();
            text = tasks_of(pack, &step.id, Some(&topic.id))
                .fold(text, |text, task| task_line(text, pack, task, language));
        }
    }
    let mut loose = pack.checks.iter().filter(|check| !check.serves.iter().any(|task| is_own(pack, task))).peekable();
    if loose.peek().is_some() {
        text = text.heading("Checks without a task of this pack");
        for check in loose {
            text =
                text.normal("  ").code(check.code.to_string()).normal(format!(" ({})", level_word(check.level))).line();
        }
    }
    text.line().faint("`assent explain TASK` and `assent explain CODE` say more about each.").line()
}

fn tasks_of<'p>(pack: &'p Pack, step: &'p str, topic: Option<&'p str>) -> impl Iterator<Item = &'p Task> {
    pack.tasks.iter().filter(move |task| task.step == step && task.topic.as_deref() == topic)
}

fn is_own(pack: &Pack, task: &str) -> bool {
    task.split_once('/').is_some_and(|(of, _)| of == pack.id.as_str())
}

fn task_line(mut text: Text, pack: &Pack, task: &Task, language: &str) -> Text {
    text = text
        .normal("    ")
        .code(task.id.to_string())
        .normal(format!("  {}", pack.title_of(task, language).text))
        .line();
    let checks: Vec<&str> = pack
        .checks
        .iter()
        .filter(|check| check.serves.contains(&task.full_id))
        .map(|check| check.code.as_str())
        .collect();
    if !checks.is_empty() {
        text = text.faint(format!("      checks: {}", checks.join(", "))).line();
    }
    match task.provenance {
        Provenance::Verified => {}
        provenance => text = text.with(Role::Warning, format!("      {}", sureness(provenance))).line(),
    }
    text
}

fn sureness(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Verified => "verified against the guideline",
        Provenance::Partial => "verified in part",
        Provenance::GeneralKnowledge => "not verified: general knowledge of the field",
    }
}

/// The other languages that a pack has texts in, and how many texts each lacks.
fn languages(pack: &Pack) -> Vec<(String, usize)> {
    pack.wordings
        .keys()
        .filter(|language| language.as_str() != pack.language.as_str())
        .map(|language| (language.clone(), pack.missing_texts(language).len()))
        .collect()
}

fn summary(pack: &Pack) -> Value {
    let languages: serde_json::Map<String, Value> = languages(pack)
        .into_iter()
        .map(|(language, missing)| (language, json!({"missing": missing, "complete": missing == 0})))
        .collect();
    json!({
        "id": pack.id,
        "title": pack.title,
        "publisher": pack.publisher,
        "year": pack.year,
        "version": pack.version,
        "citation": pack.citation,
        "url": pack.url,
        "provenance": pack.provenance,
        "note": pack.note,
        "language": pack.language,
        "languages": languages,
        "always": pack.always,
        "built_in": pack.is_built_in(),
        "digest": pack.digest(),
        "tasks": pack.tasks.len(),
        "checks": pack.checks.len(),
    })
}

fn whole(pack: &Pack) -> Value {
    let mut value = summary(pack);
    let tasks = pack.tasks.iter().map(|task| {
        let mut entry = serde_json::to_value(&task.entry).unwrap_or_default();
        if let Some(members) = entry.as_object_mut() {
            members.remove("checks");
            members.insert("full_id".to_owned(), json!(task.full_id));
            members.insert("step".to_owned(), json!(task.step));
            members.insert("topic".to_owned(), json!(task.topic));
        }
        entry
    });
    let checks = pack.checks.iter().map(|check| {
        let mut entry = serde_json::to_value(&check.entry).unwrap_or_default();
        if let Some(members) = entry.as_object_mut() {
            members.insert("tasks".to_owned(), json!(check.serves));
        }
        entry
    });
    let (tasks, checks): (Vec<Value>, Vec<Value>) = (tasks.collect(), checks.collect());
    if let Some(members) = value.as_object_mut() {
        members.insert("steps".to_owned(), json!(pack.steps));
        members.insert("tasks".to_owned(), json!(tasks));
        members.insert("checks".to_owned(), json!(checks));
        members.insert("hazards".to_owned(), json!(pack.hazards));
    }
    value
}

fn functions_text(ink: Ink) -> Text {
    let mut text = Text::from(reflow(
        "Expressions see the sections of the study by their names, `today`, and `item` where a check runs over a list. \
         These functions can be used in them, beside minijinja's own filters and tests.",
        ink.width,
        "",
    ));
    text = text.line();
    for function in functions::TABLE {
        text = text.line().strong(function.signature).line().paragraph(function.doc, ink);
        text = text.normal("  for example: ").code(function.example).line();
    }
    text
}

fn functions_value() -> Value {
    let all = functions::TABLE.iter().map(|function| {
        json!({
            "name": function.name,
            "signature": function.signature,
            "says": function.doc,
            "example": function.example,
        })
    });
    Value::Array(all.collect())
}
