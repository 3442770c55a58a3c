//! `assent` without a verb: what to do next, for the folder that somebody is in.

use std::path::Path;

use crate::commands::edge;
use crate::commands::exit::Exit;
use crate::commands::find;
use crate::commands::find::STUDY_FILE;
use crate::commands::find::StudyPlace;
use crate::commands::judge;
use crate::commands::status::told;
use crate::commands::workspace::Shelf;
use crate::commands::workspace::Workspace;
use crate::reports::status;
use crate::reports::text::Text;
use crate::terminal::Terminal;

/// Studies below the folder that are named.
const NAMED: usize = 5;

/// Says where the study stands and what comes next; without a study, how to begin.
pub fn run(terminal: &mut Terminal) -> anyhow::Result<Exit> {
    match find::study(None) {
        Ok(place) => in_a_study(&place, terminal)?,
        Err(_) => terminal.result(without_a_study(&studies_below(Path::new("."))))?,
    }
    Ok(Exit::Done)
}

fn in_a_study(place: &StudyPlace, terminal: &mut Terminal) -> anyhow::Result<()> {
    let workspace = Workspace::open(place, &Shelf::open(&[])?)?;
    let judged = judge::findings(&workspace, edge::today(None).into())?;
    let mut text = status::brief(&told(&workspace, &judged), terminal.ink());
    text = text.line();
    text.append(commands(&[
        ("assent status", "each step and topic, and everything that comes next"),
        ("assent packet", "make all documents; until nothing is missing they say DRAFT"),
        ("assent --help", "all commands"),
    ]));
    terminal.result(text)?;
    Ok(())
}

fn without_a_study(below: &[String]) -> Text {
    let mut text = Text::new();
    if below.is_empty() {
        text = text
            .normal("There is no study here yet. A study is a folder with a file `study.yaml`, which")
            .line()
            .normal("describes what you plan; Assent asks, checks and writes the documents from it.")
            .line()
            .line();
        text.append(commands(&[
            ("assent init my-study", "start one: a few questions, saved as you answer"),
            ("assent init --help", "other ways to start, one of them an example"),
            ("assent --help", "all commands"),
        ]));
        return text;
    }
    text = text.normal("This folder is no study, but studies lie in it. Go to one of them, or name it:").line().line();
    for name in below.iter().take(NAMED) {
        text = text.normal("  ").code(format!("assent status {name}")).line();
    }
    if below.len() > NAMED {
        text = text.normal(format!("  and {} more", below.len() - NAMED)).line();
    }
    text = text.line();
    text.append(commands(&[
        ("assent status .", "one line for each study"),
        ("assent init my-study", "start another one"),
        ("assent --help", "all commands"),
    ]));
    text
}

/// Commands in one column, what they are for in another.
fn commands(lines: &[(&str, &str)]) -> Text {
    let wide = lines.iter().map(|(command, _)| command.len()).max().unwrap_or(0);
    let mut text = Text::new();
    for (command, what) in lines {
        text = text.normal("  ").code(*command).normal(" ".repeat(wide - command.len() + 3)).normal(*what).line();
    }
    text
}

/// The folders directly in this one that hold a study. No deeper: somebody may be in a home folder.
fn studies_below(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let holding = entries.filter(|entry| entry.path().join(STUDY_FILE).is_file());
    let mut names: Vec<String> = holding.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}
