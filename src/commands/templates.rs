//! `assent templates`: what wording there is, a study's own copy of it, and what is wrong with it.

mod eject;
mod list;

use std::path::PathBuf;
use std::sync::Arc;

use crate::commands::edge;
use crate::commands::exit::Exit;
use crate::commands::find;
use crate::commands::judge::judge;
use crate::commands::workspace::Shelf;
use crate::commands::workspace::Workspace;
use crate::documents::library::Library;
use crate::documents::library::TEMPLATE;
use crate::documents::lint::lint as lint_library;
use crate::reports::Catalogue;
use crate::reports::PackReport;
use crate::reports::Setting;
use crate::reports::Totals;
use crate::reports::human;
use crate::reports::text::Text;
use crate::terminal::Terminal;

/// List the documents' templates, copy one into the study to change it, or look for mistakes in them
///
/// A study overrides a template by a file of the same path in its own folder `templates`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Name every document: who reads it, what it is made for, in which languages it is written
    List(Place),
    /// Copy a document's wording into the study, to change it or to translate it
    Eject(eject::Eject),
    /// Look for mistakes in all templates: the program's and the study's own
    Lint(Place),
}

/// The study that is meant.
#[derive(Debug, clap::Args)]
pub struct Place {
    /// The study: its folder or its file [default: the one in this folder or above it, if there is one]
    #[arg(long, value_name = "DIR")]
    study: Option<PathBuf>,
}

/// Does what was asked for.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    match args.action {
        Action::List(place) => list::run(&library(&place)?.0, terminal),
        Action::Eject(args) => eject::run(args, terminal),
        Action::Lint(place) => lint(&place, terminal),
    }
}

/// The templates of the study that is meant or that is around; the program's own where there is none.
fn library(place: &Place) -> anyhow::Result<(Arc<Library>, Option<Workspace>)> {
    let found = match &place.study {
        Some(path) => Some(find::study(Some(path))?),
        None => find::study(None).ok(),
    };
    let shelf = Shelf::open(&[])?;
    match found {
        Some(found) => {
            let workspace = Workspace::open(&found, &shelf)?;
            Ok((workspace.templates()?, Some(workspace)))
        }
        None => Ok((Arc::new(Library::built_in()), None)),
    }
}

/// Everything that is wrong with the templates by themselves, and, where there is a study, with the documents that they
/// make of it.
fn lint(place: &Place, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let (library, workspace) = library(place)?;
    let packs = match &workspace {
        Some(workspace) => workspace.guidelines.all(),
        None => Shelf::open(&[])?.guidelines.all(),
    };
    let mut findings = lint_library(&library, &packs);
    if let Some(workspace) = &workspace {
        let judged = judge(workspace, edge::today(None).into())?;
        let of_templates = judged.assessment.findings.into_iter().filter(|finding| finding.code == TEMPLATE);
        for finding in of_templates {
            if findings.iter().all(|known| known.order() != finding.order()) {
                findings.push(finding);
            }
        }
        findings.sort_by(|one, other| one.order().cmp(&other.order()));
    }
    let mut report = (human::FORM.start)(Setting { ink: terminal.ink(), ..Setting::default() });
    let mut totals = Totals::default();
    totals.count(&findings);
    let catalogue = Catalogue::of(packs);
    terminal.bytes(report.begin().as_bytes())?;
    let text = report.pack(&PackReport { file: "templates", id: None, findings: &findings, catalogue: &catalogue });
    terminal.bytes(text.as_bytes())?;
    if findings.is_empty() {
        terminal.result(Text::new().normal("The templates are sound.").line())?;
    }
    Ok(if totals.says_no(false) { Exit::Findings } else { Exit::Done })
}
