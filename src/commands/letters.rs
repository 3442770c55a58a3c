//! Papers between a committee and a team that are no part of a packet: written side by side, never over another file.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::Context;

use crate::commands::edge;
use crate::commands::edge::shown;
use crate::commands::exit::Exit;
use crate::commands::judge::Judged;
use crate::commands::packet::PaperArgument;
use crate::commands::packet::fonts;
use crate::commands::packet::format_parser;
use crate::commands::problem::Refusal;
use crate::commands::problem::WithNext;
use crate::commands::workspace::Workspace;
use crate::documents::verdict::Verdict;
use crate::documents::verdict::only;
use crate::formats::FORMATS;
use crate::formats::Look;
use crate::formats::Words;
use crate::reports::text::Text;
use crate::terminal::Terminal;

/// Where and in which formats.
#[derive(Debug, clap::Args)]
pub struct Sheet {
    /// The folder to write into
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,

    /// The formats to write, separated by commas
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', value_parser = format_parser(), default_value = "docx,html")]
    to: Vec<String>,

    /// The size of a page
    #[arg(long, value_enum, default_value_t, value_name = "SIZE")]
    paper: PaperArgument,
}

/// Which paper.
pub struct Letter<'a> {
    /// Its id among the templates.
    pub document: &'a str,
    /// The packet that it is about.
    pub code: &'a str,
    /// True where DRAFT stands on its pages.
    pub draft: bool,
}

/// Makes the paper and writes it in each format.
pub fn write(
    letter: &Letter<'_>,
    args: &Sheet,
    workspace: &Workspace,
    judged: &Judged,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let files = FORMATS.iter().filter(|format| args.to.iter().any(|name| name == format.name));
    let files: Vec<_> = files
        .map(|format| (format, args.out.join(format!("{}.{}.{}", letter.document, letter.code, format.extension))))
        .collect();
    if let Some((_, path)) = files.iter().find(|(_, path)| path.symlink_metadata().is_ok()) {
        return Err(Refusal::Usage {
            problem: format!("`{}` stands there already, and somebody may have written in it", shown(path)),
            next: "move it away, or name another folder with --out".to_owned(),
        }
        .into());
    }
    let verdict = Verdict {
        loaded: &workspace.loaded,
        assessment: &judged.assessment,
        missing: &judged.missing,
        before: &judged.composition.documents,
    };
    const NEXT: &str = "mend the template, then run `assent templates lint`";
    let document = only(&judged.material, &verdict, letter.document).next_step(NEXT)?;
    let document = document.with_context(|| format!("`{}` does not apply here", letter.document)).next_step(NEXT)?;
    let library = &judged.material.library;
    let words = library.words(&document.slot.language).and_then(|words| words.paper.as_ref());
    let words = words.or_else(|| library.words("en")?.paper.as_ref());
    let study = &workspace.loaded.study.study;
    let look = Look {
        draft: letter.draft,
        code: Some(letter.code.to_owned()),
        version: study.version.clone(),
        short_title: study.short_title.as_ref().map_or_else(String::new, |title| title.0.trim().to_owned()),
        paper: args.paper.into(),
        large_print: false,
        words: Words::read(words.unwrap_or(&serde_json::Value::Null))?,
        documents: BTreeSet::new(),
        fonts: fonts(&workspace.folder, &[])?,
    };
    for (format, path) in files {
        let bytes = (format.write)(&document.tree, &look)
            .with_context(|| format!("could not write `{}` as {}", letter.document, format.name))
            .next_step(NEXT)?;
        edge::save(&path, &bytes)?;
        terminal.result(Text::new().normal("Wrote ").strong(shown(&path)).normal(".").line())?;
    }
    Ok(Exit::Done)
}
