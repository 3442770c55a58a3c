//! `assent templates eject`: a study's own copy of a wording, or the beginning of a translation.

use std::path::PathBuf;

use crate::commands::desk::with_next;
use crate::commands::edge;
use crate::commands::edge::shown;
use crate::commands::exit::Exit;
use crate::commands::find;
use crate::commands::problem::Refusal;
use crate::commands::workspace::Shelf;
use crate::commands::workspace::TEMPLATES;
use crate::commands::workspace::Workspace;
use crate::documents::eject::beginnings;
use crate::documents::eject::copies;
use crate::documents::library::Library;
use crate::records::write;
use crate::reports::text::Text;
use crate::study::nearest::nearest;
use crate::study::values::Language;
use crate::study::values::Written;
use crate::terminal::Terminal;
use crate::terminal::interrupt;

/// Copy a document's wording into the study, to change it or to translate it
///
/// In a language that the program does not have, the new files begin with the English text, each line beside its source;
/// they are used once the word `unfinished` is deleted from their first line.
#[derive(Debug, clap::Args)]
pub struct Eject {
    /// The document, such as consent-form, or a piece, such as parts/help
    #[arg(value_name = "DOC")]
    document: String,

    /// The language [default: the study's]
    #[arg(long, value_name = "LANG")]
    language: Option<String>,

    /// The study: its folder or its file [default: the one in this folder or above it]
    #[arg(long, value_name = "DIR")]
    study: Option<PathBuf>,
}

/// Writes the files; one that is there already is left alone, and nothing else is written either.
pub fn run(args: Eject, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let place = find::study(args.study.as_deref())?;
    let workspace = Workspace::open(&place, &Shelf::open(&[])?)?;
    let language = match &args.language {
        Some(tag) => Language::read(tag)
            .map_err(|error| Refusal::Usage { problem: error.problem, next: error.help.to_owned() })?,
        None => workspace.loaded.study.study.language.clone(),
    };
    let library = workspace.templates()?;
    let document = args.document.trim_matches('/');
    let is_known =
        library.files().any(|file| file.path.strip_prefix(document).is_some_and(|rest| rest.starts_with('/')));
    if !is_known || document == "words" {
        return Err(no_such(document, &library).into());
    }
    let copied = copies(&library, document, language.as_str());
    let is_new = copied.is_empty();
    let files = if is_new { beginnings(&library, document, language.as_str()) } else { copied };
    let folder = place.folder.join(TEMPLATES);
    for file in &files {
        write::stays_in(&place.folder, &folder.join(&file.path)).map_err(with_next)?;
    }
    if let Some(there) = files.iter().map(|file| folder.join(&file.path)).find(|path| path.exists()) {
        return Err(Refusal::Usage {
            problem: format!("`{}` is there already, and was left as it is", shown(&there)),
            next: "change that file, or move it away to begin anew".to_owned(),
        }
        .into());
    }
    let held = interrupt::hold();
    let mut text = Text::new();
    let mut written: Vec<PathBuf> = Vec::new();
    for file in &files {
        let path = folder.join(&file.path);
        edge::save(&path, file.text.as_bytes()).inspect_err(|_| {
            // All or none: with half of them there, the command could not be run again.
            for path in &written {
                let _ = std::fs::remove_file(path);
            }
        })?;
        written.push(path.clone());
        text = text.normal("Wrote ").strong(shown(&path)).normal(".").line();
    }
    drop(held);
    let next = if is_new {
        "Translate each line below its English comment, then delete the word `unfinished` from the first line of each file."
    } else {
        "The study now uses these in place of the program's own. `assent templates lint` looks for mistakes."
    };
    terminal.result(text.normal(next).line())?;
    Ok(Exit::Done)
}

fn no_such(document: &str, library: &Library) -> Refusal {
    let known = library.files().filter_map(|file| file.path.rsplit_once('/').map(|(folder, _)| folder));
    let next = match nearest(document, known.filter(|folder| *folder != "words")) {
        Some(near) => format!("did you mean `{near}`? `assent templates list` names them all"),
        None => "see which there are with `assent templates list`".to_owned(),
    };
    Refusal::Usage { problem: format!("there is no document `{document}`"), next }
}
