//! `assent words`: the study's missing prose in a language, beside its source.

use std::path::PathBuf;

use crate::commands::desk::with_next;
use crate::commands::edge;
use crate::commands::edge::shown;
use crate::commands::exit::Exit;
use crate::commands::find;
use crate::commands::judge;
use crate::commands::problem::Refusal;
use crate::commands::problem::WithNext;
use crate::commands::workspace::Shelf;
use crate::commands::workspace::WORDS;
use crate::commands::workspace::Workspace;
use crate::documents::compose;
use crate::documents::view::group::same_language;
use crate::documents::words_file;
use crate::records::write;
use crate::reports::text::Text;
use crate::source::SourceFile;
use crate::study::values::Language;
use crate::study::values::Written;
use crate::terminal::Terminal;
use crate::terminal::interrupt;

/// Write the study's missing texts in a participants' language, each beside its source
///
/// The file `words/LANG.yaml` of the study gets a TODO for each text that the participants' documents need and lack.
/// What stands in it already stays as it is.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The language, such as es or pt-BR
    #[arg(value_name = "LANG")]
    language: String,

    /// The study: its folder or its file [default: the one in this folder or above it]
    #[arg(long, value_name = "DIR")]
    study: Option<PathBuf>,
}

/// What to write in place of something that is no language.
const LANGUAGE_NEXT: &str = "write it as two or three letters, such as `es`, `th` or `pt-BR`";

/// Adds what is missing to the file, or says that nothing is.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let language = Language::read(&args.language)
        .map_err(|error| Refusal::Usage { problem: error.problem, next: LANGUAGE_NEXT.to_owned() })?;
    let place = find::study(args.study.as_deref())?;
    let workspace = Workspace::open(&place, &Shelf::open(&[])?)?;
    let study = &workspace.loaded.study;
    if same_language(study.study.language.as_str(), language.as_str()) {
        return Err(Refusal::Usage {
            problem: format!("the study itself is written in `{}`", study.study.language),
            next: "name a language that it is to be translated into".to_owned(),
        }
        .into());
    }
    let judged = judge::findings(&workspace, edge::today(None).into())?;
    let missing = match compose::missing_words(&judged.material, language.as_str()) {
        Ok(missing) => missing,
        Err(errors) => {
            let first = errors.first().map(ToString::to_string).unwrap_or_default();
            return Err(anyhow::anyhow!(first)).next_step("mend the template, then run `assent templates lint`");
        }
    };
    let path = place.folder.join(WORDS).join(format!("{language}.yaml"));
    if missing.is_empty() {
        let text = format!("Nothing is missing in {}: every text that participants read is there.", shown(&path));
        terminal.result(Text::new().normal(text).line())?;
        return Ok(Exit::Done);
    }
    write::stays_in(&place.folder, &path).map_err(with_next)?;
    let held = interrupt::hold();
    let name = shown(&path);
    let before = match workspace.folder.read(&format!("{WORDS}/{language}.yaml"))? {
        Some(bytes) => String::from_utf8(bytes).map_err(|_| Refusal::Usage {
            problem: format!("`{name}` is not UTF-8 text"),
            next: "save it as UTF-8 in your editor".to_owned(),
        })?,
        None => words_file::begin(language.as_str(), &missing),
    };
    let file = SourceFile::new(name.as_str(), before);
    let text = words_file::add_missing(&workspace.loaded.value, &file, &missing)
        .next_step(format!("mend `{name}`, or move it away and run this command again"))?;
    edge::save(&path, text.as_bytes())?;
    drop(held);
    let counted = if missing.len() == 1 { "1 text is".to_owned() } else { format!("{} texts are", missing.len()) };
    let said = format!("{counted} still to be translated in {name}: put the translation in place of each TODO.");
    terminal.result(Text::new().normal(said).line())?;
    Ok(Exit::Done)
}
