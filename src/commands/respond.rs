//! `assent respond`: a committee's comments, the team's answers, and the letter that holds both.

mod told;

use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;
use jiff::civil::Date;

use crate::checks::identities;
use crate::checks::identities::Public;
use crate::commands::amended;
use crate::commands::amended::Before;
use crate::commands::approvals;
use crate::commands::approvals::FoundApproval;
use crate::commands::desk;
use crate::commands::desk::Desk;
use crate::commands::edge;
use crate::commands::edge::shown;
use crate::commands::exit::Exit;
use crate::commands::letters;
use crate::commands::letters::Letter;
use crate::commands::packet;
use crate::commands::packet::Wishes;
use crate::commands::problem::Refusal;
use crate::commands::problem::WithNext;
use crate::commands::respond::told::changes;
use crate::commands::respond::told::told;
use crate::commands::respond::told::undone;
use crate::documents::compose::Exchange;
use crate::packet::amendments::Statement;
use crate::records::Author;
use crate::records::response;
use crate::records::response::Answer;
use crate::records::response::Comment;
use crate::records::response::Said;
use crate::records::response::Thread;
use crate::reports::human::number;
use crate::reports::text::Text;
use crate::study::nearest::nearest;
use crate::terminal::Terminal;
use crate::terminal::interrupt;

/// Answer a committee's comments, each answer bound to its comment and to what was changed because of it
///
/// Comments and answers are kept under responses/, one file each, and are never changed. They belong to the latest
/// decision that `assent approve` recorded, whatever it was. `assent respond letter` writes the answers as a letter.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Write down something that the committee said
    Comment(CommentArgs),
    /// Answer a comment
    Answer(AnswerArgs),
    /// Write the letter with all comments and answers
    Letter(LetterArgs),
}

/// Which study, and which decision.
#[derive(Debug, clap::Args)]
struct Common {
    /// The study's folder or file; the study around the current folder if absent
    #[arg(long, value_name = "DIR")]
    study: Option<PathBuf>,

    /// The decision, as its folder under approvals/ is called [default: the latest]
    #[arg(long, value_name = "FOLDER")]
    approval: Option<String>,
}

/// Who writes something down, and when it was said.
#[derive(Debug, clap::Args)]
struct Speaker {
    /// The team member who writes this down, by id
    #[arg(long = "as", value_name = "PERSON")]
    person: String,

    /// The day on which it was said [default: today]
    #[arg(long, value_name = "DATE", value_parser = edge::parse_date)]
    on: Option<Date>,
}

#[derive(Debug, clap::Args)]
struct CommentArgs {
    /// What was said, in the committee's words
    #[arg(long)]
    text: String,

    /// Who said it [default: the committee]
    #[arg(long, value_name = "WHO")]
    from: Option<String>,

    /// The ethical task that it is about
    #[arg(long)]
    task: Option<String>,

    #[command(flatten)]
    speaker: Speaker,

    #[command(flatten)]
    common: Common,
}

#[derive(Debug, clap::Args)]
struct AnswerArgs {
    /// The comment that is answered
    comment: String,

    /// The answer
    #[arg(long)]
    text: String,

    /// A field or a file that was changed because of it, as `assent diff` names it; may be given several times
    #[arg(long, value_name = "FIELD")]
    changed: Vec<String>,

    #[command(flatten)]
    speaker: Speaker,

    #[command(flatten)]
    common: Common,
}

#[derive(Debug, clap::Args)]
struct LetterArgs {
    /// The day that the letter bears [default: SOURCE_DATE_EPOCH, else the day of the last answer]
    #[arg(long, value_name = "DATE", value_parser = edge::parse_date)]
    date: Option<Date>,

    #[command(flatten)]
    letter: letters::Sheet,

    #[command(flatten)]
    common: Common,
}

/// Keeps a comment or an answer, or writes the letter.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    match args.what {
        What::Comment(args) => comment(args, terminal),
        What::Answer(args) => answer(args, terminal),
        What::Letter(args) => letter(&args, terminal),
    }
}

fn usage(problem: impl Into<String>, next: impl Into<String>) -> anyhow::Error {
    Refusal::Usage { problem: problem.into(), next: next.into() }.into()
}

/// The study, and the decision that is spoken about.
fn open(common: &Common) -> anyhow::Result<(Desk, FoundApproval)> {
    let desk = Desk::open(common.study.as_deref(), &[], edge::today(None).into())?;
    let mut found = approvals::read_all(&desk.workspace.place.folder)?;
    let known: Vec<String> = found.iter().map(|found| found.approval.folder()).collect();
    if let Some(named) = &common.approval {
        found.retain(|found| found.approval.folder() == *named);
    }
    let next = match known.is_empty() {
        true => {
            "record what the committee decided, also where it asks for changes: `assent approve --decision revisions`"
                .to_owned()
        }
        false => format!("name one of {}", known.join(", ")),
    };
    found.pop().map(|decision| (desk, decision)).ok_or_else(|| usage("there is no such decision of a committee", next))
}

fn comment(args: CommentArgs, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let (desk, decision) = open(&args.common)?;
    let body = &decision.approval.body;
    let said = Said::Comment(Comment {
        from: args.from.unwrap_or_else(|| body.clone()),
        on: edge::today(args.speaker.on).into(),
        task: args.task.map(|task| desk.task_id(&task)).transpose()?,
        text: text(&args.text)?,
        by: Author::Person(desk.person(&args.speaker.person)?),
        written: desk::now(),
    });
    keep(&desk, &decision, &said, terminal)?;
    let command = format!("assent respond answer {} --text … --changed … --as …", said.id());
    terminal.say(Text::new().normal("Answer it with ").code(command));
    Ok(Exit::Done)
}

fn text(given: &str) -> anyhow::Result<String> {
    match given.trim() {
        "" => Err(usage("there is nothing to write down", "say it: --text \"…\"")),
        text => Ok(text.to_owned()),
    }
}

fn answer(args: AnswerArgs, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let (desk, decision) = open(&args.common)?;
    let threads = threads(&desk, &decision)?;
    if threads.iter().all(|thread| thread.id != args.comment) {
        let known: Vec<&str> = threads.iter().map(|thread| thread.id.as_str()).collect();
        let next = match (nearest(&args.comment, known.iter().copied()), known.is_empty()) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, true) => "write the comment down first: `assent respond comment`".to_owned(),
            (None, false) => format!("name one of {}", known.join(", ")),
        };
        return Err(usage(format!("there is no comment `{}` on this decision", args.comment), next));
    }
    if !args.changed.is_empty() {
        let statement = statement(&desk, &decision)?;
        let known = changes(&statement);
        if let Some(other) = args.changed.iter().find(|named| !known.contains(named.as_str())) {
            let next = match (nearest(other, known.iter().copied()), known.is_empty()) {
                (Some(near), _) => format!("did you mean `{near}`? `assent diff` names all that changed"),
                (None, true) => "nothing has changed since; change the study first".to_owned(),
                (None, false) => format!("what changed is {}", known.into_iter().collect::<Vec<_>>().join(", ")),
            };
            return Err(usage(format!("`{other}` has not changed since the packet that was reviewed"), next));
        }
    }
    let said = Said::Answer(Answer {
        comment: args.comment,
        on: edge::today(args.speaker.on).into(),
        text: text(&args.text)?,
        changed: args.changed,
        by: Author::Person(desk.person(&args.speaker.person)?),
        written: desk::now(),
    });
    keep(&desk, &decision, &said, terminal)?;
    let left = threads.iter().filter(|thread| thread.answers.is_empty()).filter(|thread| match &said {
        Said::Answer(answer) => answer.comment != thread.id,
        Said::Comment(_) => true,
    });
    let say = match left.count() {
        0 => Text::new().normal("Every comment is answered: ").code("assent respond letter"),
        left => Text::new().normal(format!("{} without an answer.", number(left, "comment"))),
    };
    terminal.say(say);
    Ok(Exit::Done)
}

fn keep(desk: &Desk, decision: &FoundApproval, said: &Said, terminal: &mut Terminal) -> anyhow::Result<()> {
    let words = match said {
        Said::Comment(comment) => &comment.text,
        Said::Answer(answer) => &answer.text,
    };
    let public = Public::of(&desk.workspace.loaded.study);
    if let Some((range, kind)) = identities::find(words, &public).into_iter().next() {
        let found = identities::masked(words.get(range).unwrap_or_default());
        return Err(usage(
            format!("nothing was written down: the text holds what looks like {} ({found})", kind.in_words()),
            "leave out whatever could tell who somebody is",
        ));
    }
    let _held = interrupt::hold();
    let path = match response::append(&desk.workspace.place.folder, &decision.approval.folder(), said) {
        Ok(path) => path,
        Err(error) => {
            let next = error.next_step();
            return Err(error).next_step(next);
        }
    };
    terminal.result(Text::new().normal("Written down in ").strong(shown(&path)).normal(".").line())?;
    Ok(())
}

/// The comments on a decision, with their answers.
fn threads(desk: &Desk, decision: &FoundApproval) -> anyhow::Result<Vec<Thread>> {
    let below = format!("{}/{}", response::FOLDER, decision.approval.folder());
    let folder = &desk.workspace.folder;
    let mut all = Vec::new();
    for name in folder.list(&below)?.iter().filter(|name| name.ends_with(".yaml")) {
        let Some(bytes) = folder.read(name)? else { continue };
        let said = response::read(&String::from_utf8_lossy(&bytes))
            .map_err(|why| anyhow::anyhow!("could not read `{}`: {why}", shown(&folder.join(name))))
            .next_step("restore the file from your version history: nobody has to edit it by hand")?;
        let id = Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        all.push((id, said));
    }
    Ok(response::threads(all))
}

/// What changed in the study since the packet that the decision is about.
fn statement(desk: &Desk, decision: &FoundApproval) -> anyhow::Result<Statement> {
    let day = packet::day(&desk.workspace, &Wishes::default())?;
    let judged = crate::commands::judge::judge(&desk.workspace, day.judged_on.into())?;
    amended::statement(&Before::of_approval(decision)?, &desk.workspace, &judged, day.judged_on)
}

fn letter(args: &LetterArgs, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let (desk, decision) = open(&args.common)?;
    let threads = threads(&desk, &decision)?;
    if threads.is_empty() {
        return Err(usage(
            "there are no comments on this decision yet",
            "write each down with `assent respond comment`, and answer it",
        ));
    }
    let workspace = &desk.workspace;
    let last = threads.iter().flat_map(|thread| &thread.answers).map(|answer| answer.on.civil()).max();
    let last = last.or_else(|| threads.iter().map(|thread| thread.comment.on.civil()).max());
    let date = edge::packet_date(args.date, last)?.context("the letter has no day")?;
    let judged_on = packet::day(workspace, &Wishes::default())?.judged_on;
    let mut judged = crate::commands::judge::judge(workspace, judged_on.into())?;
    let statement = amended::statement(&Before::of_approval(&decision)?, workspace, &judged, judged_on)?;
    judged.material.date = date.into();
    let told = told(&desk, &decision, &threads, &statement)?;
    judged.material.exchange = Some(Exchange::Response(told.into()));
    let open = threads.iter().filter(|thread| thread.answers.is_empty()).count();
    let code = decision.approval.packet.code.clone();
    let letter = Letter { document: "response-letter", code: &code, draft: open > 0 };
    let exit = letters::write(&letter, &args.letter, workspace, &judged, terminal)?;
    if open > 0 {
        terminal.warn(&format!("{} without an answer, so every page says DRAFT", number(open, "comment")));
    }
    for (id, gone) in undone(&threads, &statement) {
        terminal
            .warn(&format!("an answer to {id} names `{gone}`, which is again as it was when the committee read it"));
    }
    Ok(exit)
}
