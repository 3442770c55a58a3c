//! `assent log`: what happens while a study runs, written down without anybody's identity.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::checks::identities;
use crate::checks::identities::Public;
use crate::checks::logged;
use crate::commands::approvals;
use crate::commands::approvals::FoundApproval;
use crate::commands::desk;
use crate::commands::desk::Desk;
use crate::commands::edge;
use crate::commands::edge::shown;
use crate::commands::exit::Exit;
use crate::commands::problem::Refusal;
use crate::commands::problem::WithNext;
use crate::records::Author;
use crate::records::approval::Approval;
use crate::records::log;
use crate::records::log::Kind;
use crate::records::log::LogEntry;
use crate::records::log::Report;
use crate::reports::text::Text;
use crate::study::Id;
use crate::study::Study;
use crate::study::Written;
use crate::study::nearest::nearest;
use crate::terminal::Terminal;
use crate::terminal::interrupt;

/// Write down what happens while the study runs, without anybody's identity
///
/// Each entry is a file of its own under log/, and is never changed; what comes of it later is a new entry that names
/// it with --about. A text that holds an address, a phone number or a full date of birth is refused. The log shows in
/// `assent status` and in the closing report, and is no difference from what was approved.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Something went wrong, or nearly
    Incident(Happened),
    /// A report to a committee, its answer, or a visit from outside
    Review(Happened),
    /// Something was done otherwise than the committee approved
    Deviation(Happened),
    /// A condition of an approval is met
    Condition(Met),
}

/// Who writes what down, and where.
#[derive(Debug, clap::Args)]
struct Common {
    /// What happened, in plain sentences; the name or number that the study uses for a person, and nothing else
    #[arg(long, value_name = "TEXT")]
    note: String,

    /// The team member who writes this down, by id
    #[arg(long = "as", value_name = "PERSON")]
    person: String,

    /// The day on which it happened [default: today]
    #[arg(long, value_name = "DATE", value_parser = edge::parse_date)]
    on: Option<Date>,

    /// The study's folder or file; the study around the current folder if absent
    #[arg(long, value_name = "DIR")]
    study: Option<PathBuf>,
}

/// Something that happened.
#[derive(Debug, clap::Args)]
struct Happened {
    #[command(flatten)]
    common: Common,

    /// The setting where it happened, by id; all settings if absent
    #[arg(long, value_name = "ID")]
    setting: Option<String>,

    /// The earlier entry that this one continues
    #[arg(long, value_name = "ENTRY")]
    about: Option<String>,

    /// The committee or office that it was reported to
    #[arg(long, value_name = "WHO")]
    reported_to: Option<String>,

    /// The day on which it was reported [default: today]
    #[arg(long, value_name = "DATE", value_parser = edge::parse_date, requires = "reported_to")]
    reported_on: Option<Date>,

    /// Why it need not be reported to the committee
    #[arg(long, value_name = "REASON", conflicts_with = "reported_to")]
    no_report: Option<String>,
}

/// A condition that is met.
#[derive(Debug, clap::Args)]
struct Met {
    /// The condition, as `assent status` names it: c1, c2 and so on
    condition: String,

    #[command(flatten)]
    common: Common,

    /// The decision that sets it, as its folder under approvals/ is called [default: the latest that has this condition]
    #[arg(long, value_name = "FOLDER")]
    approval: Option<String>,
}

/// Adds the entry.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    match args.what {
        What::Incident(happened) => write(Kind::Incident, &happened, terminal),
        What::Review(happened) => write(Kind::Review, &happened, terminal),
        What::Deviation(happened) => write(Kind::Deviation, &happened, terminal),
        What::Condition(met) => meet(&met, terminal),
    }
}

fn usage(problem: impl Into<String>, next: impl Into<String>) -> anyhow::Error {
    Refusal::Usage { problem: problem.into(), next: next.into() }.into()
}

/// An entry with what every entry has.
fn begin(kind: Kind, common: &Common, desk: &Desk) -> anyhow::Result<LogEntry> {
    let note = common.note.trim();
    if note.is_empty() {
        return Err(usage("an entry without a note says nothing", "say what happened: --note \"…\""));
    }
    Ok(LogEntry {
        kind,
        on: day(common.on)?.into(),
        by: Author::Person(desk.person(&common.person)?),
        written: desk::now(),
        note: note.to_owned(),
        setting: None,
        about: None,
        reported: None,
        no_report: None,
        condition: None,
        approval: None,
    })
}

/// The day that somebody named, which must not lie ahead; else today.
fn day(stated: Option<Date>) -> anyhow::Result<Date> {
    let today = edge::today(None);
    match stated {
        Some(day) if day > today => {
            Err(usage(format!("{day} lies in the future"), "the log holds what has happened; write the day of it"))
        }
        Some(day) => Ok(day),
        None => Ok(today),
    }
}

fn open(common: &Common) -> anyhow::Result<Desk> {
    Desk::open(common.study.as_deref(), &[], edge::today(None).into())
}

fn write(kind: Kind, args: &Happened, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let desk = open(&args.common)?;
    let mut entry = begin(kind, &args.common, &desk)?;
    entry.setting = args.setting.as_deref().map(|named| setting(&desk, named)).transpose()?;
    entry.about = args.about.as_deref().map(|named| earlier(&desk, kind, named)).transpose()?;
    entry.no_report = args.no_report.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    if let Some(to) = args.reported_to.as_deref().map(str::trim).filter(|to| !to.is_empty()) {
        entry.reported = Some(Report { to: to.to_owned(), on: day(args.reported_on)?.into() });
    }
    keep(&desk, &entry, terminal)?;
    let open = entry.reported.is_none() && entry.no_report.is_none() && entry.about.is_none();
    if kind == Kind::Incident && open {
        terminal.say(what_follows(&desk.workspace.loaded.study, &entry));
    }
    Ok(Exit::Done)
}

fn setting(desk: &Desk, named: &str) -> anyhow::Result<Id> {
    let settings = &desk.workspace.loaded.study.settings;
    let known: Vec<&str> = settings.iter().filter_map(|one| one.id.as_ref()).map(Id::as_str).collect();
    if known.contains(&named) {
        return Id::read(named).map_err(|error| usage(error.problem, error.help));
    }
    let next = match nearest(named, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "this study names no setting; leave --setting out".to_owned(),
        None => format!("name one of {}", known.join(", ")),
    };
    Err(usage(format!("no setting has the id `{named}`"), next))
}

/// The earlier entry that somebody named; it must be of the same kind.
fn earlier(desk: &Desk, kind: Kind, named: &str) -> anyhow::Result<String> {
    let log = &desk.workspace.log;
    match log.find(named) {
        Some(entry) if entry.kind == kind => Ok(named.to_owned()),
        Some(entry) => {
            let own = entry.kind.as_str();
            Err(usage(format!("`{named}` is about a {own}"), format!("continue it with `assent log {own}`")))
        }
        None => {
            let known: Vec<&str> =
                log.entries().filter(|(_, entry)| entry.kind == kind).map(|(file, _)| file.id.as_str()).collect();
            let next = match (nearest(named, known.iter().copied()), known.is_empty()) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, true) => "the log holds none of this kind; leave --about out".to_owned(),
                (None, false) => format!("name one of {}", known.join(", ")),
            };
            Err(usage(format!("the log has no entry `{named}`"), next))
        }
    }
}

fn meet(args: &Met, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let desk = open(&args.common)?;
    let mut entry = begin(Kind::Condition, &args.common, &desk)?;
    let found = approvals::read_all(&desk.workspace.place.folder)?;
    let approval = approval(args, &found)?;
    if entry.on < approval.on {
        return Err(usage(
            format!("the condition was set on {}, and {} is before it", approval.on, entry.on),
            "write the day on which it was met: --on DATE",
        ));
    }
    entry.condition = Some(args.condition.clone());
    entry.approval = Some(approval.folder());
    keep(&desk, &entry, terminal)?;
    Ok(Exit::Done)
}

/// The decision that sets the condition.
fn approval<'a>(args: &Met, found: &'a [FoundApproval]) -> anyhow::Result<&'a Approval> {
    let all = found.iter().rev().map(|found| &found.approval);
    let named: Vec<_> = match &args.approval {
        Some(folder) => all.filter(|approval| approval.folder() == *folder).collect(),
        None => all.collect(),
    };
    if named.is_empty() {
        let next = match found.is_empty() {
            true => "record the committee's decision first: `assent approve`".to_owned(),
            false => {
                let known: Vec<String> = found.iter().map(|found| found.approval.folder()).collect();
                format!("name one of {}", known.join(", "))
            }
        };
        return Err(usage("there is no such decision of a committee", next));
    }
    let has = |approval: &&&Approval| approval.conditions.iter().any(|one| one.id == args.condition);
    if let Some(approval) = named.iter().find(has) {
        return Ok(approval);
    }
    let known: Vec<&str> =
        named.iter().flat_map(|approval| &approval.conditions).map(|condition| condition.id.as_str()).collect();
    let next = match known.is_empty() {
        true => "the decision sets no condition".to_owned(),
        false => format!("name one of {}", known.join(", ")),
    };
    Err(usage(format!("no decision sets a condition `{}`", args.condition), next))
}

/// Writes the entry, unless it holds somebody's identity.
fn keep(desk: &Desk, entry: &LogEntry, terminal: &mut Terminal) -> anyhow::Result<()> {
    refuse_identities(&desk.workspace.loaded.study, entry)?;
    let _held = interrupt::hold();
    let path = match log::append(&desk.workspace.place.folder, entry) {
        Ok(path) => path,
        Err(error) => {
            let next = error.next_step();
            return Err(error).next_step(next);
        }
    };
    terminal.result(Text::new().normal("Written down in ").strong(shown(&path)).normal(".").line())?;
    Ok(())
}

fn refuse_identities(study: &Study, entry: &LogEntry) -> anyhow::Result<()> {
    let public = Public::of(study);
    for (field, text) in entry.texts() {
        if let Some((range, kind)) = identities::find(text, &public).into_iter().next() {
            let found = identities::masked(text.get(range).unwrap_or_default());
            let field = field.replace('_', "-");
            return Err(usage(
                format!("nothing was written down: --{field} holds what looks like {} ({found})", kind.in_words()),
                "the log goes to the committee and into the version history; write the name or number that the study uses \
                 for the person, and leave out whatever could tell who somebody is",
            ));
        }
    }
    Ok(())
}

/// What the study says about telling the committee.
fn what_follows(study: &Study, entry: &LogEntry) -> Text {
    let mut lines: Vec<String> = Vec::new();
    for (_, setting) in logged::settings_of(study, entry) {
        let body = setting.review.body.as_deref().unwrap_or("the committee");
        let due = setting.review.incidents_within_hours.and_then(|hours| logged::due(entry.on, hours));
        let line = match due {
            Some(due) => format!("If it is serious, {body} has to hear of it by {due}."),
            None => format!(
                "The study does not say by when {body} has to hear of serious incidents; ask, and write it under `review.incidents_within_hours`."
            ),
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let text = lines.into_iter().fold(Text::new(), |text, line| text.normal(line).line());
    text.normal("Once it is reported: ")
        .code(format!("assent log incident --about {} --reported-to … --note … --as …", entry.id()))
}
