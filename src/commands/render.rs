//! `assent render`: one document, quickly.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;
use jiff::civil::Date;

use crate::commands::edge;
use crate::commands::edge::shown;
use crate::commands::exit::Exit;
use crate::commands::find;
use crate::commands::judge::Judged;
use crate::commands::judge::judge;
use crate::commands::packet::PaperArgument;
use crate::commands::packet::Wishes;
use crate::commands::packet::day;
use crate::commands::packet::fonts;
use crate::commands::packet::format_parser;
use crate::commands::problem::Refusal;
use crate::commands::problem::WithNext;
use crate::commands::workspace::Shelf;
use crate::commands::workspace::Workspace;
use crate::documents::compose::Composed;
use crate::documents::compose::compose;
use crate::documents::markdown;
use crate::documents::slots::Slot;
use crate::documents::slots::slots;
use crate::documents::verdict::Verdict;
use crate::documents::verdict::after_verdict;
use crate::documents::view::group::same_language;
use crate::formats;
use crate::formats::Format;
use crate::formats::Look;
use crate::formats::Words;
use crate::reports::text::Text;
use crate::study::nearest::nearest;
use crate::terminal::Terminal;

/// Write one document
///
/// Without -o the document goes to standard output. Where a document exists for several groups, languages or steps,
/// the first is written and the others are named; name one of them in full to have it.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The document, such as consent-form or consent-form.young-survivors.step-2.en
    #[arg(value_name = "DOC")]
    document: String,

    /// The format [default: what the ending of FILE says, else md]
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    to: Option<String>,

    /// The language
    #[arg(long, value_name = "LANG")]
    language: Option<String>,

    /// The participant group, by id
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,

    /// The file to write; - is standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// The day that the document bears [default: SOURCE_DATE_EPOCH, else the latest date in the decision, the reviews and the records]
    #[arg(long, value_name = "DATE", value_parser = edge::parse_date)]
    date: Option<Date>,

    /// Print in large letters
    #[arg(long)]
    large_print: bool,

    /// The size of a page
    #[arg(long, value_enum, default_value_t, value_name = "SIZE")]
    paper: PaperArgument,

    /// A folder with fonts for scripts that the built-in ones lack; may be given several times
    #[arg(long, value_name = "DIR")]
    font_path: Vec<PathBuf>,

    /// The study: its folder or its file [default: the one in this folder or above it]
    #[arg(long, value_name = "DIR")]
    study: Option<PathBuf>,
}

/// Makes the document and writes it.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let place = find::study(args.study.as_deref())?;
    let workspace = Workspace::open(&place, &Shelf::open(&[])?)?;
    if !workspace.loaded.readable {
        return Err(Refusal::Usage {
            problem: format!("`{}` cannot be read as a study", workspace.loaded.file.name),
            next: "see what is wrong with `assent check`, and mend it".to_owned(),
        }
        .into());
    }
    let format = format(&args)?;
    let day = day(&workspace, &Wishes { date: args.date, ..Wishes::default() })?;
    let mut judged = judge(&workspace, day.judged_on.into())?;
    judged.material.date = day.date.into();
    let (all, errors) = slots(&judged.material);
    if let Some(error) = errors.first() {
        return Err(anyhow::anyhow!(error.to_string()))
            .next_step("mend the template, then run `assent templates lint`");
    }
    let wanted = wanted(&args, &all, &judged)?;
    let Some((first, others)) = wanted.split_first() else { return Ok(Exit::CouldNot) };
    let ticker = terminal.while_working("making the document", || (0, 0));
    let document = document(&workspace, &judged, first)?;
    let look = look(&args, &workspace, &judged, &document, &all)?;
    let bytes = (format.write)(&document.tree, &look)
        .with_context(|| format!("could not write `{}` as {}", first.stem, format.name))
        .next_step("see what the message names; `assent templates lint` looks at all templates")?;
    drop(ticker);
    let file = args.output.as_deref().filter(|path| *path != Path::new("-"));
    match file {
        Some(path) => {
            edge::save(path, &bytes)?;
            terminal.say(Text::new().normal("Wrote ").strong(shown(path)).normal(".").line());
        }
        None if is_text(format) => terminal.bytes(&bytes)?,
        None if terminal.shows_results() => {
            return Err(Refusal::Usage {
                problem: format!("a {} file cannot be shown in a terminal", format.name),
                next: format!("name a file: -o {}.{}", first.stem, format.extension),
            }
            .into());
        }
        None => terminal.bytes(&bytes)?,
    }
    if !others.is_empty() {
        let names: Vec<&str> = others.iter().map(|slot| slot.stem.as_str()).collect();
        terminal.say(Text::new().normal(format!("There are others of this kind: {}.", names.join(", "))).line());
    }
    for gap in &document.gaps {
        terminal.say(Text::new().normal(format!("A gap shows: {}", gap.path)).line());
    }
    Ok(Exit::Done)
}

/// The format that is asked for, by name or by the ending of the file.
fn format(args: &Args) -> Result<&'static Format, Refusal> {
    if let Some(name) = &args.to {
        return formats::named(name).ok_or_else(|| unknown_format(name));
    }
    let ending = args.output.as_deref().and_then(Path::extension).map(|ending| ending.to_string_lossy().into_owned());
    match ending {
        Some(ending) => {
            formats::FORMATS.iter().find(|format| format.extension == ending).ok_or_else(|| unknown_format(&ending))
        }
        None => formats::named("md").ok_or_else(|| unknown_format("md")),
    }
}

fn unknown_format(name: &str) -> Refusal {
    let known: Vec<&str> = formats::FORMATS.iter().map(|format| format.name).collect();
    Refusal::Usage {
        problem: format!("`{name}` is no format of this program"),
        next: format!("use --to with one of {}", known.join(", ")),
    }
}

fn is_text(format: &Format) -> bool {
    format.media_type.starts_with("text/")
}

/// The documents that fit what was asked for, in the order of the packet.
fn wanted<'s>(args: &Args, slots: &'s [Slot], judged: &Judged) -> Result<Vec<&'s Slot>, Refusal> {
    let named: Vec<&Slot> =
        slots.iter().filter(|slot| slot.stem == args.document || slot.id == args.document).collect();
    if named.is_empty() {
        return Err(no_such_document(&args.document, slots, judged));
    }
    let group = |slot: &Slot| {
        let group = slot.scope.group.and_then(|at| judged.material.study.participants.get(at));
        group.and_then(|group| group.id.as_ref()).map(ToString::to_string)
    };
    let fits = |slot: &&Slot| {
        args.group.as_ref().is_none_or(|wanted| group(slot).as_ref() == Some(wanted))
            && args.language.as_ref().is_none_or(|wanted| same_language(wanted, &slot.language))
    };
    let found: Vec<&Slot> = named.iter().copied().filter(fits).collect();
    if found.is_empty() {
        let known: Vec<&str> = named.iter().map(|slot| slot.stem.as_str()).collect();
        return Err(Refusal::Usage {
            problem: format!("there is no `{}` for that group and language", args.document),
            next: format!("leave --group and --language out, or name those of one of these: {}", known.join(", ")),
        });
    }
    Ok(found)
}

fn no_such_document(name: &str, slots: &[Slot], judged: &Judged) -> Refusal {
    let folders = judged.material.library.folders();
    if folders.iter().any(|folder| folder.id == name) {
        return Refusal::Usage {
            problem: format!("`{name}` does not apply to this study"),
            next: "see which documents it has with `assent templates list`".to_owned(),
        };
    }
    let known = folders.iter().map(|folder| folder.id.as_str()).chain(slots.iter().map(|slot| slot.stem.as_str()));
    let next = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`? `assent templates list` names them all"),
        None => "see which documents there are with `assent templates list`".to_owned(),
    };
    Refusal::Usage { problem: format!("there is no document `{name}`"), next }
}

/// The document itself.
fn document(workspace: &Workspace, judged: &Judged, slot: &Slot) -> anyhow::Result<Composed> {
    let made = if slot.verdict {
        let verdict = Verdict {
            loaded: &workspace.loaded,
            assessment: &judged.assessment,
            missing: &judged.missing,
            before: &judged.composition.documents,
        };
        let composition = after_verdict(&judged.material, &verdict);
        let found = composition.documents.into_iter().find(|document| document.slot == *slot);
        let error = composition.errors.into_iter().find(|error| error.stem == slot.stem);
        match (found, error) {
            (Some(document), _) => Ok(document),
            (None, Some(error)) => Err(error),
            (None, None) => compose(&judged.material, slot, BTreeMap::new()),
        }
    } else {
        compose(&judged.material, slot, BTreeMap::new())
    };
    made.next_step("mend the template, then run `assent templates lint`")
}

/// What stands around it. A single document bears no code of a packet.
fn look(
    args: &Args,
    workspace: &Workspace,
    judged: &Judged,
    document: &Composed,
    slots: &[Slot],
) -> anyhow::Result<Look> {
    let library = &judged.material.library;
    let words = library.words(&document.slot.language).and_then(|words| words.paper.as_ref());
    let words = words.or_else(|| library.words("en")?.paper.as_ref());
    let study = &workspace.loaded.study.study;
    Ok(Look {
        draft: !judged.missing.is_empty(),
        code: None,
        version: study.version.as_deref().map(markdown::edge),
        short_title: study.short_title.as_ref().map_or_else(String::new, |title| markdown::edge(&title.0)),
        paper: args.paper.into(),
        large_print: args.large_print,
        words: Words::read(words.unwrap_or(&serde_json::Value::Null))?,
        documents: slots.iter().map(|slot| slot.stem.clone()).collect(),
        fonts: fonts(&workspace.folder, &args.font_path)?,
    })
}
