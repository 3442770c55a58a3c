//! `assent check`: study files and packs held against their checks. It writes nothing.

pub mod search;
mod selection;
mod since;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::mpsc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::assessment::AssessedTask;
use crate::assessment::Assessment;
use crate::assessment::Counts;
use crate::commands::check::search::Targets;
use crate::commands::check::selection::Selection;
use crate::commands::check::since::Changes;
use crate::commands::edge;
use crate::commands::edge::shown;
use crate::commands::exit::Exit;
use crate::commands::find::StudyPlace;
use crate::commands::folder::Folder;
use crate::commands::judge;
use crate::commands::problem::Problem;
use crate::commands::problem::Refusal;
use crate::commands::workspace;
use crate::commands::workspace::Shelf;
use crate::commands::workspace::Workspace;
use crate::finding::Finding;
use crate::guidelines;
use crate::guidelines::Library;
use crate::guidelines::Packs;
use crate::guidelines::files::PackFiles;
use crate::reports::Catalogue;
use crate::reports::FORMS;
use crate::reports::Form;
use crate::reports::PackReport;
use crate::reports::Report;
use crate::reports::Setting;
use crate::reports::StudyReport;
use crate::reports::Totals;
use crate::study::values::Date as Day;
use crate::terminal::Terminal;

/// Hold study files and guideline packs against their checks
///
/// Each finding says what is wrong, at which line, how to mend it, and which ethical task it serves. A folder is
/// searched for studies and packs, leaving out what `.gitignore` names. Nothing is written.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folders and files to check; the current folder, or the study around it, where none is named
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The form of the report
    #[arg(long, value_name = "FORM", default_value = "human", value_parser = form_names())]
    format: String,

    /// Let warnings weigh as much as errors
    #[arg(long)]
    strict: bool,

    /// Check the packs only, and no study
    #[arg(long)]
    packs_only: bool,

    /// Judge the study as of this day in place of today
    #[arg(long, value_name = "DATE", value_parser = edge::parse_date)]
    today: Option<Date>,

    /// How many studies are checked at a time; as many as there are processors where it is not said
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// Show findings only, no line of counts
    #[arg(long)]
    quiet: bool,

    /// Show only findings of this code (may be repeated)
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    select: Vec<String>,

    /// Leave out findings of this code (may be repeated)
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    ignore: Vec<String>,

    /// Leave out findings that an earlier report (of --format json) holds already
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// Check only studies in whose folder something changed in git since this revision
    #[arg(long, value_name = "REV")]
    since: Option<String>,

    /// A folder with further packs (may be repeated)
    #[arg(long, value_name = "DIR")]
    guidelines: Vec<PathBuf>,
}

fn form_names() -> clap::builder::PossibleValuesParser {
    FORMS.iter().map(|form| clap::builder::PossibleValue::new(form.name).help(form.about)).collect::<Vec<_>>().into()
}

/// One study, checked.
struct Checked {
    file: String,
    id: Option<String>,
    gate: Option<String>,
    findings: Vec<Finding>,
    known: usize,
    tasks: Vec<AssessedTask>,
    catalogue: Catalogue,
}

/// Checks what was named and writes the report as it goes.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let form = Form::named(&args.format).unwrap_or(crate::reports::human::FORM);
    if args.quiet || !form.for_people {
        terminal.be_quiet();
    }
    let shelf = Shelf::open(&args.guidelines)?;
    let targets = targets(&args)?;
    let known = || known_packs(&targets, &shelf);
    let selection = Selection::new(&args.select, &args.ignore, args.baseline.as_deref(), known)?;
    let today = Day::from(edge::today(args.today));
    let setting = Setting { ink: terminal.ink(), strict: args.strict, quiet: args.quiet };
    let mut writer =
        Writer { report: (form.start)(setting), totals: Totals::default(), refused: targets.unreadable, terminal };
    writer.begin()?;

    let studies: Vec<&StudyPlace> = targets.studies.values().collect();
    let check = |place: &StudyPlace| check(place, &shelf, &selection, today);
    let threads =
        args.jobs.map_or_else(|| std::thread::available_parallelism().map_or(1, NonZeroUsize::get), NonZeroUsize::get);
    if threads == 1 || studies.len() < 2 {
        for (at, place) in studies.iter().enumerate() {
            writer.study(check(place))?;
            writer.progress(at + 1, studies.len());
        }
    } else {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
        // A batch at a time: the report keeps the order of the files, and memory does not grow with their number. Two lanes
        // take the batches in turn: no thread waits for the last study of one while the next can begin.
        let (pool, check, studies) = (&pool, &check, &studies);
        std::thread::scope(|scope| {
            let lanes: Vec<_> = (0..LANES)
                .map(|lane| {
                    let (done, batches) = mpsc::sync_channel::<Vec<Result<Checked, Refusal>>>(1);
                    let own = studies.chunks(BATCH * threads).skip(lane).step_by(LANES);
                    let mut checked =
                        own.map(|places| pool.install(|| places.par_iter().map(|place| check(place)).collect()));
                    // Where the report cannot be written any more, nobody takes the next batch.
                    scope.spawn(move || checked.all(|batch| done.send(batch).is_ok()));
                    batches
                })
                .collect();
            let mut written = 0;
            for checked in lanes.iter().cycle().map_while(|lane| lane.recv().ok()) {
                for one in checked {
                    writer.study(one)?;
                    written += 1;
                }
                writer.progress(written, studies.len());
            }
            Ok::<_, std::io::Error>(())
        })?;
    }
    for folder in targets.packs.values() {
        let (file, id, mut findings) = check_pack(folder, &shelf)?;
        writer.totals.known += selection.apply(&mut findings);
        writer.pack(&file, id.as_deref(), &findings)?;
    }
    writer.end(args.strict)
}

/// The packs whose codes may be named: the program's, and those that lie in what is looked at.
fn known_packs(targets: &Targets, shelf: &Shelf) -> Result<Library, Refusal> {
    let mut library = shelf.guidelines.clone();
    for folder in targets.packs.values() {
        let files = workspace::read_all(&Folder::new(folder), "")?;
        library.add([(workspace::pack_name(folder), PackFiles::new(shown(folder), files))].into());
    }
    Ok(library)
}

/// Studies of one thread in one batch.
const BATCH: usize = 16;
/// Batches that are checked at a time.
const LANES: usize = 2;

/// What to look at, after the options had their say.
fn targets(args: &Args) -> anyhow::Result<Targets> {
    let mut targets = search::targets(&args.paths)?;
    // Packs that studies are held against are looked at with them, wherever they lie.
    for folder in &args.guidelines {
        targets.add_packs_in(folder);
    }
    let own: Vec<PathBuf> = targets.studies.values().map(|place| place.folder.join(workspace::GUIDELINES)).collect();
    for folder in own {
        targets.add_packs_in(&folder);
    }
    if args.packs_only {
        targets.studies.clear();
        if targets.packs.is_empty() {
            let named: Vec<String> = args.paths.iter().map(|path| format!("`{}`", shown(path))).collect();
            let place = if named.is_empty() { "this folder".to_owned() } else { named.join(", ") };
            return Err(Refusal::Usage {
                problem: format!("there is no guideline pack of your own in {place}"),
                next: "leave --packs-only out, or name a folder that holds a `pack.yaml`".to_owned(),
            }
            .into());
        }
    }
    if let Some(revision) = &args.since {
        let mut changes = Changes::since(revision);
        let mut touched = Vec::new();
        for (name, place) in &targets.studies {
            if changes.touch(&place.folder)? {
                touched.push(name.clone());
            }
        }
        targets.studies.retain(|name, _| touched.contains(name));
    }
    Ok(targets)
}

fn check(place: &StudyPlace, shelf: &Shelf, selection: &Selection, today: Day) -> Result<Checked, Refusal> {
    let workspace = Workspace::open(place, shelf)?;
    let readable = workspace.loaded.readable;
    let judged = judge::findings(&workspace, today)?;
    let gate = judged.gate().map(|gate| gate.as_str().to_owned());
    let Assessment { mut tasks, mut findings, .. } = judged.assessment;
    if !readable {
        tasks.clear();
    }
    // What is wrong with a pack is reported once, with the pack.
    findings.retain(|finding| !guidelines::CODES.iter().any(|(code, ..)| *code == finding.code));
    let known = selection.apply(&mut findings);
    Ok(Checked {
        file: workspace.loaded.file.name.to_string(),
        id: Some(workspace.loaded.study.study.id.to_string()).filter(|id| readable && !id.is_empty()),
        gate,
        findings,
        known,
        tasks,
        catalogue: Catalogue::of(judged.packs),
    })
}

/// A pack's file, its id, and what is wrong with its files: those in this folder, laid over the built-in pack of the
/// same id where there is one.
fn check_pack(folder: &std::path::Path, shelf: &Shelf) -> Result<(String, Option<String>, Vec<Finding>), Refusal> {
    let name = workspace::pack_name(folder);
    let mut library = shelf.guidelines.clone();
    let files = workspace::read_all(&Folder::new(folder), "")?;
    let own: Vec<String> = files.keys().map(|file| shown(&folder.join(file))).collect();
    library.add([(name.clone(), PackFiles::new(shown(folder), files))].into());
    let loaded = library.load(&name);
    let mut findings: Vec<Finding> = loaded.iter().flat_map(|loaded| loaded.findings.clone()).collect();
    findings.retain(|finding| own.iter().any(|file| **file == *finding.place.file.name));
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    let id = loaded.and_then(|loaded| loaded.pack.as_ref().map(|pack| pack.id.to_string()));
    Ok((shown(&folder.join(workspace::PACK_FILE)), id, findings))
}

/// Writes the report study by study, and keeps the counts.
struct Writer<'t> {
    report: Box<dyn Report>,
    totals: Totals,
    refused: Vec<Refusal>,
    terminal: &'t mut Terminal,
}

impl Writer<'_> {
    fn begin(&mut self) -> std::io::Result<()> {
        let text = self.report.begin();
        self.terminal.bytes(text.as_bytes())
    }

    /// One study; one that could not be read is said on standard error, and the others still come.
    fn study(&mut self, checked: Result<Checked, Refusal>) -> std::io::Result<()> {
        let checked = match checked {
            Ok(checked) => checked,
            Err(refusal) => {
                self.refused.push(refusal);
                return Ok(());
            }
        };
        self.totals.studies += 1;
        self.totals.known += checked.known;
        self.totals.count(&checked.findings);
        let counts = Counts::of(checked.tasks.iter());
        self.totals.add_tasks(counts);
        let text = self.report.study(&StudyReport {
            file: &checked.file,
            id: checked.id.as_deref(),
            gate: checked.gate.as_deref(),
            findings: &checked.findings,
            counts,
            tasks: &checked.tasks,
            catalogue: &checked.catalogue,
        });
        self.terminal.bytes(text.as_bytes())
    }

    fn pack(&mut self, file: &str, id: Option<&str>, findings: &[Finding]) -> std::io::Result<()> {
        self.totals.packs += 1;
        self.totals.count(findings);
        let catalogue = Catalogue::of(Packs::default());
        let text = self.report.pack(&PackReport { file, id, findings, catalogue: &catalogue });
        self.terminal.bytes(text.as_bytes())
    }

    fn progress(&mut self, done: usize, all: usize) {
        self.terminal.progress("checking studies", done, all);
    }

    fn end(mut self, strict: bool) -> anyhow::Result<Exit> {
        let text = self.report.end(&self.totals);
        self.terminal.bytes(text.as_bytes())?;
        let refused = std::mem::take(&mut self.refused);
        let could_not = !refused.is_empty();
        for refusal in refused {
            let problem = Problem::describe(&refusal.into());
            self.terminal.error(&problem.text, problem.next.as_deref());
        }
        if could_not {
            return Ok(Exit::CouldNot);
        }
        Ok(if self.totals.says_no(strict) { Exit::Findings } else { Exit::Done })
    }
}
