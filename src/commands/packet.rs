//! `assent packet`: the whole packet, from one study.

mod changes;
mod told;
mod watch;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use crate::assessment::Missing;
use crate::commands::amended;
use crate::commands::amended::Before;
use crate::commands::approvals::Against;
use crate::commands::edge;
use crate::commands::edge::shown;
use crate::commands::exit::Exit;
use crate::commands::find;
use crate::commands::find::StudyPlace;
use crate::commands::folder::Folder;
use crate::commands::judge;
use crate::commands::judge::Judged;
use crate::commands::outbox;
use crate::commands::problem::Refusal;
use crate::commands::workspace::Shelf;
use crate::commands::workspace::Workspace;
use crate::documents::compose;
use crate::documents::compose::Composed;
use crate::documents::compose::Composition;
use crate::documents::library::Library;
use crate::documents::markdown;
use crate::documents::verdict::Verdict;
use crate::documents::verdict::after_verdict;
use crate::finding::Finding;
use crate::formats::FORMATS;
use crate::formats::Format;
use crate::formats::Paper;
use crate::formats::register::Register;
use crate::formats::register::Words;
use crate::guidelines::Packs;
use crate::packet::Files;
use crate::packet::build;
use crate::packet::build::Built;
use crate::packet::build::Progress;
use crate::packet::build::Recipe;
use crate::packet::build::Style;
use crate::packet::canonical;
use crate::packet::index;
use crate::packet::index::Desk;
use crate::packet::manifest::Origin;
use crate::packet::manifest::PackStamp;
use crate::packet::manifest::StudyStamp;
use crate::packet::manifest::Tool;
use crate::records::log;
use crate::reports::text::Text;
use crate::study::Study;
use crate::terminal::Terminal;
use crate::terminal::interrupt;

/// Write the whole packet: every document, the index, and the manifest with its digests
///
/// Until nothing is missing, every page says DRAFT. The same inputs give the same bytes, on any machine.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The study: its folder or its file [default: the one in this folder or above it]
    study: Option<PathBuf>,

    /// Where to write the packet [default: the folder `packet` of the study]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// The formats to write, separated by commas [default: all]
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', value_parser = format_parser())]
    to: Vec<String>,

    /// Write a final packet, or write nothing and say what is missing
    #[arg(long = "final")]
    is_final: bool,

    /// Write packet.zip too, beside the folder
    #[arg(long)]
    zip: bool,

    /// The day that the packet is built for [default: SOURCE_DATE_EPOCH, else the latest date in the decision, the reviews and the records]
    #[arg(long, value_name = "DATE", value_parser = edge::parse_date)]
    date: Option<Date>,

    /// A folder with fonts for scripts that the built-in ones lack; may be given several times
    #[arg(long, value_name = "DIR")]
    font_path: Vec<PathBuf>,

    /// The size of a page
    #[arg(long, value_enum, default_value_t, value_name = "SIZE")]
    paper: PaperArgument,

    /// A folder with further guideline packs; may be given several times
    #[arg(long, value_name = "DIR")]
    guidelines: Vec<PathBuf>,

    /// Open the packet's index afterwards
    #[arg(long)]
    open: bool,

    /// Make the packet again whenever a file of the study is saved, until Ctrl-C
    #[arg(long, conflicts_with = "is_final")]
    watch: bool,
}

/// The size of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum PaperArgument {
    /// 210 × 297 mm
    #[default]
    A4,
    /// 8.5 × 11 inches
    Letter,
}

impl From<PaperArgument> for Paper {
    fn from(argument: PaperArgument) -> Self {
        match argument {
            PaperArgument::A4 => Self::A4,
            PaperArgument::Letter => Self::Letter,
        }
    }
}

/// The names of the formats that this program was built with.
pub fn format_parser() -> clap::builder::PossibleValuesParser {
    FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().into()
}

/// How a packet is to be made.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// The day that somebody stated.
    pub date: Option<Date>,
    /// The formats; empty: all.
    pub formats: Vec<String>,
    /// Folders with fonts.
    pub fonts: Vec<PathBuf>,
    /// Folders with packs.
    pub guidelines: Vec<PathBuf>,
    /// The size of a page.
    pub paper: Paper,
    /// True where `date` is the day that an earlier packet bears: evidence from later days is not in the future then,
    /// as it was not when nobody stated a day.
    pub judged_as_before: bool,
    /// The approvals that the study is held against.
    pub against: Against,
    /// Counts the files while they are made.
    pub progress: Arc<Progress>,
}

/// What a study yields.
pub struct Yield {
    /// The packet.
    pub built: Built,
    /// What stands between the study and a final packet.
    pub missing: Vec<Missing>,
    /// How many documents it has.
    pub documents: usize,
    /// What was found.
    pub findings: Vec<Finding>,
    /// The packs that the study was held against.
    pub packs: Packs,
    /// True where the study states no date at all, so that the packet bears the first day that there is.
    pub undated: bool,
}

/// What to make, and where to put it.
pub struct Order {
    place: StudyPlace,
    wishes: Wishes,
    out: PathBuf,
    zip: bool,
}

impl Order {
    /// Makes the packet in memory, with a sign of life where that takes long.
    fn make(&self, terminal: &Terminal) -> anyhow::Result<Yield> {
        outbox::may_write(&self.out)?;
        let progress = Arc::clone(&self.wishes.progress);
        let _ticker = terminal.while_working("making the packet", move || progress.now());
        make(&self.place, &self.wishes)
    }

    /// Puts the packet in place. Ctrl-C waits so long.
    fn put(&self, made: &Yield) -> anyhow::Result<()> {
        let _held = interrupt::hold();
        outbox::write(&self.out, &made.built.files)?;
        self.zip().map_or(Ok(()), |zip| outbox::write_zip(&zip, &made.built.files))
    }

    /// The zip file that is written too.
    fn zip(&self) -> Option<PathBuf> {
        self.zip.then(|| self.out.with_extension("zip"))
    }
}

/// Builds the packet and writes it, or says why not.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let place = find::study(args.study.as_deref())?;
    let wishes = Wishes {
        date: args.date,
        formats: args.to,
        fonts: args.font_path,
        guidelines: args.guidelines,
        paper: args.paper.into(),
        ..Wishes::default()
    };
    let out = args.out.unwrap_or_else(|| place.folder.join("packet"));
    let order = Order { place, wishes, out, zip: args.zip };
    if args.watch {
        return watch::run(&order, args.open, terminal);
    }
    let made = order.make(terminal)?;
    if args.is_final && !made.missing.is_empty() {
        terminal.result(Text::new().strong("No final packet was written.").normal(" What is missing:").line())?;
        terminal.result(told::list_missing(&made.missing, usize::MAX))?;
        return Ok(Exit::Findings);
    }
    order.put(&made)?;
    terminal.result(told::summary(&made, &order.out, order.zip().as_deref()))?;
    if made.undated {
        terminal.warn("this study states no date yet, so the packet bears 1970-01-01; state one with --date");
    }
    if args.open {
        outbox::offer(&order.out.join(INDEX), terminal);
    }
    Ok(if made.built.failures.is_empty() { Exit::Done } else { Exit::CouldNot })
}

/// The index's name inside a packet.
pub const INDEX: &str = "index.html";

/// Makes a study's packet in memory.
pub fn make(place: &StudyPlace, wishes: &Wishes) -> anyhow::Result<Yield> {
    let shelf = Shelf::open(&wishes.guidelines)?;
    let mut workspace = Workspace::open(place, &shelf)?;
    workspace.against = wishes.against.clone();
    if !workspace.loaded.readable {
        return Err(Refusal::Usage {
            problem: format!("`{}` cannot be read as a study", workspace.loaded.file.name),
            next: "see what is wrong with `assent check`, and mend it".to_owned(),
        }
        .into());
    }
    let Day { date, judged_on, undated } = day(&workspace, wishes)?;
    let before = Before::approved(&place.folder, &wishes.against)?;
    // The documents are made once more, with the packet's day; those of the judgement are compared with what was approved.
    let judge = if before.is_some() { judge::judge } else { judge::findings };
    let mut judged = judge(&workspace, judged_on.into())?;
    if let Some(before) = before {
        let statement = amended::statement(&before, &workspace, &judged, judged_on)?;
        judged.material.amendments = Some(amended::as_value(&statement));
    }
    let composition = whole(&workspace, &judged, date);
    let inputs: Files = workspace.inputs()?;
    let formats = wanted(&wishes.formats);
    let is_final = judged.missing.is_empty();
    let origin = origin(&inputs, &judged.packs, &composition.documents, date);
    let info = &workspace.loaded.study.study;
    let stamp =
        format!("{} {}", markdown::edge(info.version.as_deref().unwrap_or_default()), origin.code()).trim().to_owned();
    let registers = registers(&workspace.loaded.study, &judged.material.library, &stamp, !is_final);
    let folder = shown(&place.folder);
    let register_paths: Vec<String> = registers.iter().map(|(path, _)| path.clone()).collect();
    let index = index::write(&Desk {
        loaded: &workspace.loaded,
        folder: if folder == "." { "" } else { &folder },
        packs: &judged.packs,
        assessment: &judged.assessment,
        missing: &judged.missing,
        documents: &composition.documents,
        formats: &formats,
        registers: &register_paths,
        is_final,
        origin: &origin,
        library: &judged.material.library,
    });
    let mut extra = registers;
    extra.push((INDEX.to_owned(), index.map_err(|error| error.to_string())));
    let built = build::build(Recipe {
        study: StudyStamp { id: info.id.to_string(), version: info.version.clone() },
        short_title: info.short_title.as_ref().map_or_else(String::new, |title| title.0.trim().to_owned()),
        is_final,
        origin: &origin,
        inputs: &inputs,
        documents: &composition.documents,
        failed: &composition.errors,
        library: &judged.material.library,
        formats: &formats,
        style: Style { paper: wishes.paper, large_print: false, fonts: fonts(&workspace.folder, &wishes.fonts)? },
        extra,
        progress: &wishes.progress,
    });
    Ok(Yield {
        built,
        missing: judged.missing,
        documents: composition.documents.len(),
        findings: judged.assessment.findings,
        packs: judged.packs,
        undated,
    })
}

/// Every document: those that do not speak of the verdict, then those that do. They bear the packet's day.
fn whole(workspace: &Workspace, judged: &Judged, date: Date) -> Composition {
    let mut material = judged.material.clone();
    material.date = date.into();
    let mut composition = compose::before_verdict(&material);
    let verdict = Verdict {
        loaded: &workspace.loaded,
        assessment: &judged.assessment,
        missing: &judged.missing,
        before: &composition.documents,
    };
    let after = after_verdict(&material, &verdict);
    composition.documents.extend(after.documents);
    composition.errors.extend(after.errors);
    let folders = material.library.folders();
    let order = |document: &Composed| folders.iter().position(|folder| folder.id == document.slot.id);
    composition.documents.sort_by_key(order);
    composition
}

/// The days that matter for a packet.
pub struct Day {
    /// The day that it bears.
    pub date: Date,
    /// The day on which the study is judged.
    pub judged_on: Date,
    /// True where the study states no date at all.
    pub undated: bool,
}

/// The day that the packet bears and the day on which the study is judged for it: the same, unless nobody stated a day
/// and the study holds evidence from later days (a service that was confirmed, a training). That evidence is not in the
/// future.
pub fn day(workspace: &Workspace, wishes: &Wishes) -> anyhow::Result<Day> {
    let study = &workspace.loaded.study;
    let decision = study.purpose.decision.date;
    let reviews = study.settings.iter().filter_map(|setting| setting.review.on);
    let latest = decision.into_iter().chain(reviews).map(|date| date.civil()).chain(workspace.records.latest()).max();
    let stated = edge::packet_date(wishes.date, None)?;
    let date = stated.or(latest);
    let evidence = study.evidence_dates().map(|date| date.civil()).max();
    let first = Date::constant(1970, 1, 1);
    Ok(Day {
        date: date.unwrap_or(first),
        judged_on: match stated {
            Some(day) if !wishes.judged_as_before => day,
            _ => date.max(evidence).unwrap_or(first),
        },
        undated: date.is_none(),
    })
}

fn wanted(names: &[String]) -> Vec<&'static Format> {
    if names.is_empty() {
        return FORMATS.iter().collect();
    }
    FORMATS.iter().filter(|format| names.iter().any(|name| name == format.name)).collect()
}

fn origin(inputs: &Files, packs: &Packs, documents: &[Composed], date: Date) -> Origin {
    // What was logged changes nothing on a form, so that the code of an approved form stays what it was.
    let planned = inputs.iter().filter(|(path, _)| !log::holds(path));
    let inputs: BTreeMap<String, String> =
        planned.map(|(path, bytes)| (path.clone(), canonical::sha256(bytes))).collect();
    let mut packs: Vec<PackStamp> = packs
        .iter()
        .map(|pack| PackStamp {
            id: pack.id.to_string(),
            version: pack.version.clone(),
            digest: pack.digest().to_owned(),
        })
        .collect();
    packs.sort();
    let languages: BTreeSet<String> = documents.iter().map(|document| document.slot.language.clone()).collect();
    Origin {
        inputs,
        packs,
        tool: Tool { name: "assent".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        languages: languages.into_iter().collect(),
        date: date.to_string(),
    }
}

/// The risk register as tables for a spreadsheet, where there is one.
fn registers(study: &Study, library: &Library, stamp: &str, draft: bool) -> Vec<(String, Result<Vec<u8>, String>)> {
    if study.risks.is_empty() {
        return Vec::new();
    }
    let words = library.file("risk-register/columns.en.yaml").map(|file| Words::read(&file.file.text));
    let made = match words {
        Some(Ok(words)) => {
            let register = Register::new(study, words, stamp, draft);
            [register.to_xlsx(), register.to_csv()]
        }
        Some(Err(error)) => [Err(error.clone()), Err(error)],
        None => return Vec::new(),
    };
    let paths = ["risk-register.xlsx", "risk-register.csv"];
    paths.into_iter().zip(made).map(|(path, made)| (path.to_owned(), made.map_err(|error| error.to_string()))).collect()
}

/// The fonts of the study's own folder `fonts`, then those of the folders that were named, in the order of their names.
pub fn fonts(study: &Folder, folders: &[PathBuf]) -> anyhow::Result<Vec<Arc<[u8]>>> {
    let mut fonts = Vec::new();
    let own = study.list("fonts")?;
    for name in own.iter().filter(|name| is_font(name)) {
        fonts.extend(study.read(name)?.map(Arc::from));
    }
    for path in folders {
        if !path.is_dir() {
            return Err(Refusal::NoSuchPath(path.display().to_string()).into());
        }
        let folder = Folder::new(path);
        for name in folder.list("")?.iter().filter(|name| is_font(name)) {
            fonts.extend(folder.read(name)?.map(Arc::from));
        }
    }
    Ok(fonts)
}

fn is_font(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| matches!(ending.as_str(), "ttf" | "otf" | "ttc" | "otc"))
}
