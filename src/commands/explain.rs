//! `assent explain`: what a check or a task asks, why, with examples, sources and provenance.

use serde_json::Value;

use crate::commands::exit::Exit;
use crate::commands::find;
use crate::commands::problem::Refusal;
use crate::commands::workspace::Shelf;
use crate::commands::workspace::Workspace;
use crate::guidelines::Citation;
use crate::guidelines::Gate;
use crate::guidelines::Library;
use crate::guidelines::Pack;
use crate::guidelines::PackCheck;
use crate::guidelines::Packs;
use crate::guidelines::Phase;
use crate::guidelines::Provenance;
use crate::guidelines::Reading;
use crate::guidelines::Task;
use crate::reports::Catalogue;
use crate::reports::catalogue::program_code;
use crate::reports::level_word;
use crate::reports::text::Ink;
use crate::reports::text::Role;
use crate::reports::text::Text;
use crate::reports::text::reflow;
use crate::reports::text::wrap;
use crate::study::nearest;
use crate::terminal::Terminal;

/// Say what a check or an ethical task asks, and why
///
/// A finding shows the code of its check in brackets; `assent status` shows the names of tasks.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The code of a check, such as consent-gap, or a task, written PACK/TASK
    #[arg(value_name = "CODE|TASK")]
    about: String,
}

/// Explains one check or one task. The packs of the study around, where there is one, count too.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let packs = library()?.all();
    let ink = terminal.ink();
    if let Some((code, level, asks, mend)) = program_code(&args.about) {
        let text = Text::new().strong(*code).normal(format!(" ({}, of every file)", level_word(*level))).line();
        let text = text.heading("What it asks").paragraph(asks, ink);
        terminal.result(text.heading("How to mend it").paragraph(mend, ink))?;
        return Ok(Exit::Done);
    }
    let tasks: Vec<(&Pack, &Task)> =
        packs.tasks().filter(|(_, task)| task.full_id == args.about || task.id.as_str() == args.about).collect();
    let text = match (packs.check(&args.about), tasks.as_slice()) {
        (Some((pack, check)), _) => check_text(&packs, pack, check, ink),
        (None, [(pack, task)]) => task_text(pack, task, ink),
        (None, []) => return Err(unknown(&packs, &args.about).into()),
        (None, several) => {
            let names: Vec<&str> = several.iter().map(|(_, task)| task.full_id.as_str()).collect();
            let problem = format!("several packs have a task `{}`", args.about);
            return Err(Refusal::Usage { problem, next: format!("name one of them: {}", names.join(", ")) }.into());
        }
    };
    terminal.result(text)?;
    Ok(Exit::Done)
}

/// The packs at hand: the program's, and those of the study around.
pub fn library() -> Result<Library, Refusal> {
    let shelf = Shelf::open(&[])?;
    match find::study(None) {
        Ok(place) => Ok(Workspace::open(&place, &shelf)?.guidelines),
        Err(_) => Ok(shelf.guidelines),
    }
}

fn unknown(packs: &Packs, about: &str) -> Refusal {
    let catalogue = Catalogue::of(packs.clone());
    let codes = catalogue.codes().into_iter();
    let tasks = packs.tasks().map(|(_, task)| task.full_id.as_str());
    let short = packs.tasks().map(|(_, task)| task.id.as_str());
    let near = nearest::nearest(about, codes.chain(tasks).chain(short));
    Refusal::Usage {
        problem: format!("no pack has a check or a task `{about}`"),
        next: match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`assent guidelines show PACK` lists the tasks and checks of a pack".to_owned(),
        },
    }
}

fn check_text(packs: &Packs, pack: &Pack, check: &PackCheck, ink: Ink) -> Text {
    let level = level_word(check.level);
    let mut text =
        Text::new().strong(check.code.to_string()).normal(format!(" ({level}, in the pack {})", pack.id)).line();
    let task = check.serves.first().and_then(|task| packs.task(task));
    if let Some((pack, task)) = task {
        text = banner(text, task.provenance, ink);
        text = text.heading("Why").paragraph(pack.why_of(task, pack.language.as_str()).text, ink);
    } else {
        text = banner(text, pack.provenance, ink);
    }
    text = text.heading("How to mend it").paragraph(pack.help_of(check, pack.language.as_str()).text, ink);
    text = text.heading("What it says").paragraph(pack.message_of(check, pack.language.as_str()).text, ink);
    text = text.heading("What it looks at");
    let rules = [
        ("runs where", check.when.as_ref()),
        ("for each of", check.each.as_ref()),
        ("must hold", check.require.as_ref()),
    ];
    for (name, rule) in rules {
        if let Some(rule) = rule {
            text = text.normal(format!("  {name:<12}")).code(rule.text()).line();
        }
    }
    if let Some(rust) = &check.rust {
        text = text.normal(format!("  a comparison that is part of the program ({rust})")).line();
    }
    for (title, fragments) in [("Fails", check.example.bad()), ("Passes", check.example.good())] {
        for fragment in fragments {
            text = text.heading(title).code(yaml(fragment)).line();
        }
    }
    if !check.serves.is_empty() {
        text = text.heading("Ethical tasks that it serves");
        for id in &check.serves {
            let title = packs.task(id).map(|(pack, task)| pack.title_of(task, pack.language.as_str()).text);
            text =
                text.normal("  ").code(id).normal(title.map(|title| format!("  {title}")).unwrap_or_default()).line();
        }
    }
    if let Some((_, task)) = task {
        text = sources(text, &task.sources, ink);
    }
    about_pack(text, pack, ink)
}

fn task_text(pack: &Pack, task: &Task, ink: Ink) -> Text {
    let language = pack.language.as_str();
    let mut text = Text::new().strong(pack.title_of(task, language).text).line().code(&task.full_id);
    text = text.normal(format!(" (pack {}, version {})", pack.title, pack.version)).line();
    text = banner(text, task.provenance, ink);
    text = text.heading("Why").paragraph(pack.why_of(task, language).text, ink);
    let due = match task.phase {
        Phase::Design => "before anybody is approached",
        Phase::Fieldwork => "while people are met",
        Phase::Analysis => "while the data is worked with",
        Phase::After => "when all is done",
    };
    let open = match (task.gate, task.phase) {
        (Gate::Blocks, Phase::Design) => "no final packet is made while it is open",
        (Gate::Blocks, _) => "it is a duty, and shown as open until it is done",
        (Gate::Warns, _) => "it is shown as open, and holds nothing up",
        (Gate::Reflect, _) => "it is for thinking, and holds nothing up",
    };
    let people = if task.attest == 1 { "one person".to_owned() } else { format!("{} people", task.attest) };
    text = text.heading("When").paragraph(&format!("Due {due}; attested by {people}; {open}."), ink);
    if let Some(applies) = &task.applies {
        text = text.heading("It concerns a study where").normal("  ").code(applies.text()).line();
    }
    if !task.questions.is_empty() {
        text = text.heading("Questions");
        for question in &task.questions {
            let asked = pack.question_of(task, question, language).text;
            let where_to = match (&question.field, question.reflect) {
                (Some(field), _) => format!(" (answered in study.yaml: {field})"),
                (None, true) => " (to think about)".to_owned(),
                (None, false) => String::new(),
            };
            text = text.normal(wrap(&format!("- {asked}{where_to}"), ink.width, "  ")).line();
        }
    }
    if !task.evidence.trim().is_empty() {
        text = text.heading("What counts as evidence").paragraph(pack.evidence_of(task, language).text, ink);
    }
    if !task.documents.is_empty() {
        let documents: Vec<String> = task.documents.iter().map(ToString::to_string).collect();
        text = text.heading("Where a reader finds the answer").paragraph(&documents.join(", "), ink);
    }
    let mut checks = pack.checks.iter().filter(|check| check.serves.contains(&task.full_id)).peekable();
    if checks.peek().is_some() {
        text = text.heading("Checks");
        for check in checks {
            text =
                text.normal("  ").code(check.code.to_string()).normal(format!(" ({})", level_word(check.level))).line();
        }
    }
    about_pack(sources(text, &task.sources, ink), pack, ink)
}

fn sources(mut text: Text, sources: &[Citation], ink: Ink) -> Text {
    if sources.is_empty() {
        return text;
    }
    text = text.heading("Sources");
    for source in sources {
        let mut line = source.work.clone();
        for part in [&source.part, &source.publisher] {
            if !part.is_empty() {
                line.push_str(", ");
                line.push_str(part);
            }
        }
        if let Some(year) = source.year {
            line.push_str(&format!(" ({year})"));
        }
        if !source.url.is_empty() {
            line.push_str(&format!(". {}", source.url));
        }
        if let Some(read) = source.read {
            line.push_str(match read {
                Reading::Full => " (read in full)",
                Reading::Excerpt => " (an extract was read)",
                Reading::Summary => " (read in what others write about it)",
                Reading::None => " (not read)",
            });
        }
        text = text.normal(wrap(&format!("- {line}"), ink.width, "  ")).line();
    }
    text
}

/// Says how sure a text is of what it says.
pub fn banner(text: Text, provenance: Provenance, ink: Ink) -> Text {
    let (role, said) = match provenance {
        Provenance::Verified => (Role::Normal, "Checked against the source."),
        Provenance::Partial => (
            Role::Warning,
            "Not verified in full: part of this was read through another publication than the guideline itself.",
        ),
        Provenance::GeneralKnowledge => {
            (Role::Warning, "Not verified: this is what the field knows, without a source that was read for it.")
        }
    };
    text.line().with(role, wrap(said, ink.width, "")).line()
}

/// What a pack was made from, and what could not be read.
fn about_pack(text: Text, pack: &Pack, ink: Ink) -> Text {
    if pack.note.trim().is_empty() {
        return text;
    }
    let text = text.heading(format!("About the pack {}", pack.id));
    text.normal(reflow(&format!("{}\n\n{}", pack.citation.trim(), pack.note.trim()), ink.width, "  ")).line()
}

/// A study fragment as somebody would write it.
fn yaml(fragment: &Value) -> String {
    let written = crate::yaml::print::block(fragment, 0);
    written.trim_end().lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}
