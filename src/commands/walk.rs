//! `assent walk`: the ethical tasks as a conversation.

mod conclude;
mod decision;
mod items;
pub mod prompt;
mod rating;
mod register;
mod saving;
mod screen;
mod task;
mod topic;

use std::path::PathBuf;

use jiff::civil::Date;

use crate::assessment::Assessment;
use crate::assessment::PartCounts;
use crate::commands::desk::Desk;
use crate::commands::desk::clock_behind;
use crate::commands::edge;
use crate::commands::exit::Exit;
use crate::commands::init::read_script;
use crate::commands::judge::Judged;
use crate::commands::problem::Refusal;
use crate::commands::problem::WithNext;
use crate::commands::status::told;
use crate::commands::walk::prompt::kept;
use crate::commands::walk::task::Went;
use crate::reports::status;
use crate::reports::text::Role;
use crate::reports::text::Text;
use crate::reports::text::one_line;
use crate::study::Id;
use crate::terminal::Terminal;
use crate::terminal::ask::Ask;
use crate::terminal::ask::AskError;
use crate::terminal::ask::Choice;
use crate::terminal::ask::Question;
use crate::terminal::ask::Reply;
use crate::terminal::interrupt;
use crate::walk::tour;
use crate::walk::tour::Selection;
use crate::walk::words::Words;

/// Go through the ethical tasks as an interactive checklist
///
/// Each task says why it exists, shows what the study says already and what the checks found, and asks. Every answer
/// is on the disk before the next question. Stop whenever you like; the next walk goes on where you stopped.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The study's folder or file; the study around the current folder if absent
    #[arg(value_name = "STUDY")]
    study: Option<PathBuf>,

    /// Only one step, by its number; PACK/N where two packs have a step of that number
    #[arg(long, value_name = "N")]
    step: Option<String>,

    /// Only one topic, such as 2-4
    #[arg(long, value_name = "T")]
    topic: Option<String>,

    /// Only one task, as pack/task; the pack may be left out
    #[arg(long, value_name = "ID")]
    task: Option<String>,

    /// Only tasks that are not complete
    #[arg(long)]
    open: bool,

    /// Only tasks that a check found something about
    #[arg(long)]
    found: bool,

    /// Only tasks in which the person named by --as wrote something
    #[arg(long, requires = "person")]
    mine: bool,

    /// The team member who answers, by id
    #[arg(long = "as", value_name = "PERSON")]
    person: Option<String>,

    /// Take the answers from a YAML file in place of asking
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,

    /// A folder with further packs
    #[arg(long, value_name = "DIR")]
    guidelines: Vec<PathBuf>,

    /// Judge the study as of this day in place of today
    #[arg(long, value_name = "DATE", value_parser = edge::parse_date)]
    today: Option<Date>,
}

/// The lines around an overview and the choices below it: the title, an empty line, the prompt, the way out, and the line
/// of the cursor.
const AROUND: usize = 5;

/// One walk.
struct Walk<'a> {
    desk: Desk,
    ask: Box<dyn Ask + 'a>,
    person: Id,
    words: Words,
}

/// Walks.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    // An answer that was given is written before anything else is listened to.
    let _hold = interrupt::hold();
    let desk = Desk::open(args.study.as_deref(), &args.guidelines, edge::today(args.today).into())?;
    let selection = selection(&args, &desk)?;
    let named = args.person.as_deref().map(|person| desk.person(person)).transpose()?;
    if named.is_none() && desk.team().is_empty() {
        return Err(anyhow::anyhow!("the study names nobody who could answer"))
            .next_step("add yourself under `team` in study.yaml, with an id, and walk again");
    }
    let script = args.answers.as_deref().map(read_script).transpose()?;
    let Some(ask) = terminal.asker(script) else {
        let flags = "`assent record TASK --as PERSON --answer K=V --state S`, or --answers FILE".to_owned();
        return Err(Refusal::NobodyToAsk { flags }.into());
    };
    let words = Words::built_in()?;
    let mut ask = ask;
    let ended = match who(named, &desk, ask.as_mut()) {
        Ok(Some(person)) => {
            let mut walk = Walk { desk, ask, person, words };
            let ended = walk.go(selection);
            if let Some(newest) = walk.desk.ahead {
                walk.ask.say(Text::new().with(Role::Warning, "warning").normal(format!(": {}", clock_behind(newest))));
            }
            ask = walk.ask;
            ended
        }
        Ok(None) => Ok(()),
        Err(error) => Err(error),
    };
    let unasked = ask.unasked();
    let left =
        ended.as_ref().err().and_then(|error| error.downcast_ref::<AskError>()).is_some_and(AskError::is_leaving);
    if ended.is_ok() || left {
        ask.say(
            Text::new()
                .line()
                .normal("Everything answered so far is saved. Go on at any time with ")
                .code("assent walk"),
        );
    }
    drop(ask);
    match ended {
        Err(error) if matches!(error.downcast_ref(), Some(AskError::Interrupted)) => {
            Err(std::io::Error::from(std::io::ErrorKind::Interrupted).into())
        }
        // Ctrl-D is a way to leave like any other.
        Err(_) if left => Ok(Exit::Done),
        Err(error) => Err(error),
        Ok(()) => {
            if !unasked.is_empty() {
                terminal.warn(&format!("nobody asked for these answers: {}", unasked.join(", ")));
            }
            Ok(Exit::Done)
        }
    }
}

fn selection(args: &Args, desk: &Desk) -> anyhow::Result<Selection> {
    let (pack, step) = match args.step.as_deref().map(|step| (step.split_once('/'), step)) {
        Some((Some((pack, step)), _)) => (Some(pack.to_owned()), Some(step.to_owned())),
        Some((None, step)) => (None, Some(step.to_owned())),
        None => (None, None),
    };
    let selection = Selection {
        pack,
        step,
        topic: args.topic.clone(),
        task: args.task.as_deref().map(|task| desk.task_id(task)).transpose()?,
        open: args.open,
        found: args.found,
        of: args.person.clone().filter(|_| args.mine),
    };
    let packs = desk.packs();
    let is_of = |pack: &str| selection.pack.as_ref().is_none_or(|wanted| pack == wanted);
    let steps = || packs.iter().filter(|pack| is_of(pack.id.as_str())).flat_map(|pack| &pack.steps);
    let next = "`assent status` lists the steps and topics of this study";
    if selection.step.as_ref().is_some_and(|step| !steps().any(|known| known.id == *step)) {
        let problem = format!("there is no step `{}`", args.step.as_deref().unwrap_or_default());
        return Err(Refusal::Usage { problem, next: next.to_owned() }.into());
    }
    let topics = || steps().flat_map(|step| &step.topics);
    if let Some(topic) = args.topic.as_ref().filter(|topic| !topics().any(|known| known.id == **topic)) {
        return Err(Refusal::Usage { problem: format!("there is no topic `{topic}`"), next: next.to_owned() }.into());
    }
    Ok(selection)
}

/// Who answers: the person that was named, the only one there is, or one who is chosen.
fn who(named: Option<Id>, desk: &Desk, ask: &mut dyn Ask) -> anyhow::Result<Option<Id>> {
    let team = desk.team();
    match (named, team.as_slice()) {
        (Some(person), _) => return Ok(Some(person)),
        (None, [only]) => return Ok(Some(only.clone())),
        _ => {}
    }
    let people = desk.workspace.loaded.study.team.iter().filter_map(|person| {
        let id = person.id.as_ref()?;
        let name = person.name.as_deref().unwrap_or_default();
        Some(Choice::new(id.as_str(), format!("{id}  {}", one_line(name))))
    });
    let people: Vec<Choice> = people.collect();
    let question = Question {
        key: "as".to_owned(),
        text: Text::from("Who are you? Every answer is recorded with the person who gave it."),
        label: "Team member".to_owned(),
        ..Question::default()
    };
    Ok(match ask.choice(&question, &people, usize::MAX)? {
        Reply::Answer(at) => team.get(at).cloned(),
        _ => None,
    })
}

impl Walk<'_> {
    /// Goes where the flags say, or where somebody chooses.
    fn go(&mut self, selection: Selection) -> anyhow::Result<()> {
        if self.ask.is_scripted() || !selection.is_everything() {
            let assessment = self.desk.assess()?;
            let Some(first) = tour::tasks(&assessment, &selection).first().map(|task| task.id.clone()) else {
                self.ask.say(Text::from("There is no such task to do."));
                return Ok(());
            };
            let went = self.along(&selection, first)?;
            return if went == Went::Overview && !self.ask.is_scripted() { self.menu() } else { Ok(()) };
        }
        self.menu()
    }

    /// One task after another, until somebody leaves or there is none left.
    fn along(&mut self, selection: &Selection, first: String) -> anyhow::Result<Went> {
        let mut id = first;
        let mut before: Vec<String> = Vec::new();
        loop {
            // A file answers some tasks; those that it says nothing about are passed by.
            let went =
                if self.ask.may_answer(&format!("{id}.")) { self.visit(&id, !before.is_empty())? } else { Went::Next };
            let next = match went {
                Went::Next => {
                    let assessment = self.desk.assess()?;
                    let next = tour::after(&assessment, selection, &id).map(|task| task.id.clone());
                    before.push(id);
                    next
                }
                Went::Back => Some(before.pop().unwrap_or(id)),
                Went::Overview | Went::Leave => return Ok(went),
            };
            match next {
                Some(next) => id = next,
                None => {
                    self.ask.say(Text::new().line().normal("That was the last one."));
                    return Ok(Went::Overview);
                }
            }
        }
    }

    /// The overview, and where to go from there.
    fn menu(&mut self) -> anyhow::Result<()> {
        loop {
            let judged = self.desk.judge()?;
            let assessment = judged.assessment.clone();
            let person = self.person.to_string();
            let resume = tour::resume(&assessment, &person).map(|task| (task.id.clone(), one_line(&task.title)));
            let open = Selection { open: true, ..Selection::default() };
            let found = Selection { found: true, ..Selection::default() };
            let mine = Selection { of: Some(person), ..Selection::default() };
            let count = |selection: &Selection| tour::tasks(&assessment, selection).len();
            let mut choices = Vec::new();
            if let Some((_, title)) = &resume {
                choices.push(Choice::new("go-on", format!("Go on: {title}")));
            }
            choices.push(Choice::new("part", "Choose a step or topic"));
            choices.push(Choice::new("task", "Choose one task"));
            for (word, selection, label) in [
                ("open", &open, "Only what is open"),
                ("found", &found, "Only what a check found something about"),
                ("mine", &mine, "Only tasks in which I wrote something"),
            ] {
                if count(selection) > 0 {
                    choices.push(Choice::new(word, format!("{label} ({})", count(selection))));
                }
            }
            choices.push(Choice::new("attest", "Attest a whole topic, after looking at its answers together"));
            self.overview(&judged, choices.len());
            let question = Question { key: "menu".to_owned(), label: "What now".to_owned(), ..Question::default() };
            let Reply::Answer(at) = self.ask.choice(&question, &choices, 0)? else { return Ok(()) };
            let word = choices.get(at).map(|choice| choice.word.as_str()).unwrap_or_default();
            let first = |selection: &Selection| tour::tasks(&assessment, selection).first().map(|task| task.id.clone());
            let (selection, start) = match word {
                "go-on" => (Selection::default(), resume.map(|(id, _)| id)),
                "open" => (open.clone(), first(&open)),
                "found" => (found.clone(), first(&found)),
                "mine" => (mine.clone(), first(&mine)),
                "part" => match self.choose_part(&assessment)? {
                    Some(selection) => (selection.clone(), first(&selection)),
                    None => continue,
                },
                "task" => match self.choose_task(&assessment)? {
                    Some(id) => (Selection { task: Some(id.clone()), ..Selection::default() }, Some(id)),
                    None => continue,
                },
                _ => {
                    if let Some(selection) = self.choose_part(&assessment)? {
                        self.attest_together(&selection)?;
                    }
                    continue;
                }
            };
            if let Some(start) = start
                && self.along(&selection, start)? == Went::Leave
            {
                return Ok(());
            }
        }
    }

    /// Shows where everything stands, above so many choices.
    fn overview(&mut self, judged: &Judged, choices: usize) {
        let told = told(&self.desk.workspace, judged);
        let ink = self.ask.ink();
        let mut parts = status::parts(&told, ink, true);
        // What scrolls away is no overview: a low screen does without the empty line, and then without the topics.
        if let Some(rows) = self.ask.rows() {
            let fits = |parts: &Text| parts.draw(ink).lines().count() + choices + AROUND <= rows;
            if !fits(&parts) {
                parts = parts.tight();
            }
            if !fits(&parts) {
                parts = status::parts(&told, ink, false);
            }
        }
        let mut text = Text::new().strong(one_line(told.title)).line();
        text.append(parts);
        self.ask.say(text);
    }

    fn choose_part(&mut self, assessment: &Assessment) -> anyhow::Result<Option<Selection>> {
        let packs = self.desk.packs();
        let parts = assessment.parts(&packs);
        let has_topics =
            |step: &PartCounts| parts.iter().any(|part| part.pack == step.pack && part.step.as_ref() == Some(&step.id));
        let shown: Vec<_> = parts
            .iter()
            .filter(|part| part.counts.applicable > 0 && (part.step.is_some() || !has_topics(part)))
            .collect();
        let several = shown.iter().any(|part| shown.first().is_some_and(|first| first.pack != part.pack));
        let choices: Vec<Choice> = shown
            .iter()
            .map(|part| {
                let done = format!("{} of {}", part.counts.complete, part.counts.applicable);
                let pack = if several { format!("{}: ", part.pack) } else { String::new() };
                Choice::new(&part.id, format!("{pack}{} {} ({done})", part.id, one_line(&part.title)))
            })
            .collect();
        let question =
            Question { key: "part".to_owned(), label: "Step or topic".to_owned(), back: true, ..Question::default() };
        let reply = self.ask.choice(&question, &choices, 0)?;
        Ok(kept(reply)?.and_then(|at| shown.get(at).copied()).map(|part| {
            let pack = Some(part.pack.clone());
            match &part.step {
                Some(_) => Selection { pack, topic: Some(part.id.clone()), ..Selection::default() },
                None => Selection { pack, step: Some(part.id.clone()), ..Selection::default() },
            }
        }))
    }

    fn choose_task(&mut self, assessment: &Assessment) -> anyhow::Result<Option<String>> {
        let tasks = tour::tasks(assessment, &Selection::default());
        let choices: Vec<Choice> = tasks
            .iter()
            .map(|task| {
                let state = if task.complete { "complete" } else { task.current.state.as_str() };
                let place = task.topic.as_ref().unwrap_or(&task.step);
                Choice::new(&task.id, format!("{place} {} ({state})", one_line(&task.title)))
            })
            .collect();
        let question = Question { key: "task".to_owned(), label: "Task".to_owned(), back: true, ..Question::default() };
        let reply = self.ask.choice(&question, &choices, 0)?;
        Ok(kept(reply)?.and_then(|at| tasks.get(at)).map(|task| task.id.clone()))
    }
}
