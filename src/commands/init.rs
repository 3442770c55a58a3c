//! `assent init`: the first questions, and a commented `study.yaml` made from the answers.

mod folder;

use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

use anyhow::bail;

use crate::commands::desk::with_next;
use crate::commands::edge;
use crate::commands::exit::Exit;
use crate::commands::find::STUDY_FILE;
use crate::commands::init::folder::SCHEMA_FILE;
use crate::commands::init::folder::copy_example;
use crate::commands::init::folder::furnish;
use crate::commands::problem::Refusal;
use crate::commands::problem::WithNext;
use crate::commands::walk::prompt::map;
use crate::commands::walk::prompt::put;
use crate::records::write;
use crate::reports::text::Text;
use crate::study::Date;
use crate::terminal::Terminal;
use crate::terminal::ask::Ask;
use crate::terminal::ask::AskError;
use crate::terminal::ask::Question;
use crate::terminal::ask::Reply;
use crate::terminal::ask::Script;
use crate::terminal::ask::yes_no;
use crate::terminal::interrupt;
use crate::walk::beginning::Beginning;
use crate::walk::beginning::Known;
use crate::walk::beginning::Section;
use crate::walk::beginning::Step;
use crate::walk::form::Form;
use crate::walk::scaffold::scaffold;

/// Ask the first questions and write a commented study.yaml
///
/// Every answer is written at once, so nothing is lost when you stop. Leave open what you do not know yet: each gap
/// stands in the file with its explanation, and `assent check` lists it.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder of the new study; the current one if absent
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,

    /// Ask nothing: write the file with everything open
    #[arg(long, conflicts_with_all = ["from", "answers"])]
    yes: bool,

    /// Begin with a copy of an example
    #[arg(long, value_name = "EXAMPLE", conflicts_with = "answers")]
    from: Option<String>,

    /// Also write a workflow that runs `assent check` whenever the study changes
    #[arg(long, value_name = "SERVICE", value_enum)]
    ci: Option<Service>,

    /// Take the answers from a YAML file in place of asking
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
}

/// Where the study is kept.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Service {
    /// GitHub Actions
    Github,
    /// GitLab CI
    Gitlab,
}

/// Begins a study.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let folder = args.folder.clone().unwrap_or_else(|| PathBuf::from("."));
    let file = folder.join(STUDY_FILE);
    if file.symlink_metadata().is_ok() {
        return Err(anyhow::anyhow!("there is a study in `{}` already", edge::shown(&folder)))
            .next_step("go on with it: `assent walk`; or name another folder");
    }
    let beginning = Beginning::built_in()?;
    // Where nobody is asked, study.yaml comes last: with it the study is there, and the command is not run again.
    if args.from.is_some() || args.yes {
        furnish(&folder, args.ci, terminal)?;
    }
    let begun = if let Some(example) = &args.from {
        copy_example(example, &folder)?;
        true
    } else {
        let known = if args.yes { Some(unasked(&folder)) } else { None };
        match known {
            Some(known) => {
                let mut draft = Draft::new(&folder, &beginning);
                draft.write(&known)?;
                true
            }
            None => ask(&args, &folder, &beginning, terminal)?,
        }
    };
    if !begun {
        terminal.say("Nothing was written.");
        return Ok(Exit::Done);
    }
    if args.from.is_none() && !args.yes {
        furnish(&folder, args.ci, terminal)?;
    }
    terminal.tell(Text::new().line().normal("Written: ").strong(edge::shown(&file)));
    if args.from.is_some() {
        terminal.tell("It is a copy of an invented study: replace every name, number and date by your own.");
    }
    terminal.tell(beginning.next.trim_end());
    Ok(Exit::Done)
}

/// What is known where nobody is asked.
fn unasked(folder: &Path) -> Known {
    let mut known = Known::default();
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let name = whole.file_name().map(|name| name.to_string_lossy().replace(['-', '_'], " ")).unwrap_or_default();
    let title = if name.trim().is_empty() { "A new study".to_owned() } else { name.trim().to_owned() };
    known.set(&crate::yaml::path::Path::parse("study.title"), title.into());
    known.name_study();
    known
}

/// The file that is being written, and what was written last: what somebody else changes meanwhile is not overwritten.
struct Draft<'a> {
    folder: &'a Path,
    head: String,
    last: Option<String>,
}

impl<'a> Draft<'a> {
    fn new(folder: &'a Path, beginning: &Beginning) -> Self {
        let head = format!("yaml-language-server: $schema={SCHEMA_FILE}\n\n{}", beginning.head.trim_end());
        Self { folder, head, last: None }
    }

    fn write(&mut self, known: &Known) -> anyhow::Result<()> {
        let text = scaffold(&self.head, known.value());
        if self.last.as_ref() == Some(&text) {
            return Ok(());
        }
        write::make_folders(self.folder).map_err(with_next)?;
        let _lock = write::lock(self.folder).map_err(with_next)?;
        let file = self.folder.join(STUDY_FILE);
        let stands = match std::fs::read_to_string(&file) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(error).next_step("look at the file, and go on with `assent walk`"),
        };
        if stands != self.last {
            return Err(anyhow::anyhow!(
                "`{}` was changed by somebody else meanwhile; it was left as it is",
                edge::shown(&file)
            ))
            .next_step("go on with `assent walk`, which writes single values into the file");
        }
        write::replace(&file, text.as_bytes()).map_err(with_next)?;
        self.last = Some(text);
        Ok(())
    }
}

/// Asks; true once there is a file.
fn ask(args: &Args, folder: &Path, beginning: &Beginning, terminal: &mut Terminal) -> anyhow::Result<bool> {
    // An answer that was given is written before anything else is listened to.
    let _hold = interrupt::hold();
    let script = args.answers.as_deref().map(read_script).transpose()?;
    let Some(mut ask) = terminal.asker(script) else {
        return Err(Refusal::NobodyToAsk { flags: "--yes, --from EXAMPLE or --answers FILE".to_owned() }.into());
    };
    let mut conversation = Conversation {
        beginning,
        known: Known::default(),
        draft: Draft::new(folder, beginning),
        said: BTreeSet::new(),
        today: edge::today(None).into(),
    };
    ask.say(Text::from(beginning.welcome.trim_end()));
    let ended = conversation.run(ask.as_mut());
    let unasked = ask.unasked();
    let begun = conversation.draft.last.is_some();
    drop(ask);
    if let Err(error) = ended {
        let left = error.downcast_ref::<AskError>().filter(|error| error.is_leaving());
        if begun && left.is_some() {
            terminal.say("Everything answered so far is in study.yaml. Go on with `assent walk`.");
        }
        return match left {
            Some(AskError::Interrupted) => Err(std::io::Error::from(std::io::ErrorKind::Interrupted).into()),
            // Ctrl-D is a way to leave like any other.
            Some(_) => Ok(begun),
            None => Err(error),
        };
    }
    if !unasked.is_empty() {
        terminal.warn(&format!("nobody asked for these answers: {}", unasked.join(", ")));
    }
    Ok(begun)
}

/// Reads an answers file.
pub(super) fn read_script(path: &Path) -> anyhow::Result<Script> {
    let (name, bytes) = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::Read::take(std::io::stdin(), edge::LARGEST), &mut bytes)?;
        ("standard input".to_owned(), bytes)
    } else {
        (edge::shown(path), edge::read(path)?)
    };
    Script::parse(&name, &bytes)
        .map_err(anyhow::Error::msg)
        .next_step("write it as a YAML group: the question's name, a colon, the answer")
}

struct Conversation<'a> {
    beginning: &'a Beginning,
    known: Known,
    draft: Draft<'a>,
    said: BTreeSet<String>,
    today: Date,
}

impl Conversation<'_> {
    fn run(&mut self, ask: &mut dyn Ask) -> anyhow::Result<()> {
        let mut step = self.beginning.first();
        let mut before: Vec<Step> = Vec::new();
        loop {
            let reply = match step {
                Step::Done => return Ok(()),
                Step::Any(section) => self.ask_any(ask, section, !before.is_empty())?,
                Step::Another(section, item) => {
                    self.conclude(ask, section, item)?;
                    self.ask_another(ask, section, item)?
                }
                Step::Ask(section, item, question) => {
                    let reply = self.ask_one(ask, section, item, question, !before.is_empty())?;
                    self.save()?;
                    reply
                }
            };
            step = match reply {
                Reply::Leave => return Ok(()),
                Reply::Back => before.pop().unwrap_or(step),
                Reply::Answer(yes) => {
                    before.push(step);
                    self.beginning.after(step, yes)
                }
                Reply::Later => {
                    before.push(step);
                    self.beginning.after(step, false)
                }
            };
            if let (Step::Ask(section, 0, 0) | Step::Any(section), Some(Step::Ask(last, item, _))) =
                (step, before.last())
                && *last + 1 == section
            {
                self.conclude(ask, *last, *item)?;
            }
        }
    }

    fn section(&self, at: usize) -> anyhow::Result<&Section> {
        match self.beginning.sections.get(at) {
            Some(section) => Ok(section),
            None => bail!("there is no section {at}"),
        }
    }

    fn ask_any(&self, ask: &mut dyn Ask, section: usize, back: bool) -> anyhow::Result<Reply<bool>> {
        let section = self.section(section)?;
        let text = Text::new().line().strong(section.title.clone()).line();
        let text = text.normal(section.none.clone().unwrap_or_default());
        let question = Question {
            key: format!("{}.1", section.id),
            text,
            label: "Yes or no".to_owned(),
            back,
            ..Question::default()
        };
        Ok(map(ask.choice(&question, &yes_no(), 0)?, |at| at == 0))
    }

    fn ask_another(&self, ask: &mut dyn Ask, section: usize, item: usize) -> anyhow::Result<Reply<bool>> {
        let section = self.section(section)?;
        let question = Question {
            key: format!("{}.{}", section.id, item + 2),
            text: Text::new().line().normal(section.another.clone().unwrap_or_default()),
            label: "Yes or no".to_owned(),
            back: true,
            ..Question::default()
        };
        Ok(map(ask.choice(&question, &yes_no(), 1)?, |at| at == 0))
    }

    fn ask_one(
        &mut self,
        ask: &mut dyn Ask,
        section: usize,
        item: usize,
        question: usize,
        back: bool,
    ) -> anyhow::Result<Reply<bool>> {
        let section = self.section(section)?.clone();
        let Some(asked) = section.questions.get(question) else { bail!("there is no such question") };
        let (path, key) = section.place(asked, item);
        let Some(form) = Form::of_field(&path) else { bail!("`{path}` cannot be asked for") };
        let today = self.known.get(&path).cloned();
        let mut text = Text::new().line();
        if question == 0 && item == 0 && section.none.is_none() {
            text = text.strong(section.title.clone()).line();
        }
        text = text.normal(asked.ask.clone()).line().faint(asked.why.clone());
        if !form.hint().is_empty() {
            text = text.line().faint(format!("({})", form.hint()));
        }
        let label = match &form {
            Form::YesNo | Form::Choice(_) => "Choose one",
            Form::Choices(_) => "Choose",
            _ => "Answer",
        };
        let question = Question {
            key,
            text,
            label: label.to_owned(),
            help: Text::from(asked.why.clone()),
            back,
            later: !asked.required,
        };
        let reply = put(ask, &question, &form, today.as_ref(), if item == 0 { &asked.first } else { &[] })?;
        Ok(match reply {
            Reply::Answer(value) => {
                self.known.set(&path, value);
                self.known.name_study();
                self.known.name_item(&section, item);
                Reply::Answer(true)
            }
            Reply::Back => Reply::Back,
            Reply::Later => Reply::Later,
            Reply::Leave => Reply::Leave,
        })
    }

    /// Says what follows from the answers, once.
    fn conclude(&mut self, ask: &mut dyn Ask, section: usize, item: usize) -> anyhow::Result<()> {
        let section = self.section(section)?.clone();
        self.known.name_item(&section, item);
        for follows in self.known.follows(&section, self.today)? {
            if self.said.insert(follows.text.clone()) {
                ask.say(Text::new().line().with(crate::reports::text::Role::Note, "It follows: ").normal(follows.text));
            }
            if let Some(pack) = follows.pack {
                self.known.add_pack(&pack);
            }
        }
        self.save()
    }

    fn save(&mut self) -> anyhow::Result<()> {
        if self.known.is_study() { self.draft.write(&self.known) } else { Ok(()) }
    }
}
