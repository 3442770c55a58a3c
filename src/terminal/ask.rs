//! Questions to a person: one trait, three ways to ask. Prompts that redraw themselves (dialoguer), numbered lines for
//! slow lines, simple terminals and screen readers, and answers from a file.
//!
//! In every text answer, a word behind a colon is a wish and not an answer: `:back`, `:later`, `:edit`, `:quit`; a
//! question mark asks for help. In lists the same wishes stand below the choices.

mod dialog;
mod plain;
mod script;

use std::io;

use crate::reports::text::Ink;
use crate::reports::text::Text;
use crate::terminal::Terminal;

pub use script::Script;

/// One question.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// The name by which an answers file answers it.
    pub key: String,
    /// What stands above the prompt: the question itself, and what belongs to it.
    pub text: Text,
    /// The prompt, a few words.
    pub label: String,
    /// What `?` shows.
    pub help: Text,
    /// True where there is a question before this one.
    pub back: bool,
    /// True where the question may stay open for now.
    pub later: bool,
}

/// What somebody did with a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply<T> {
    /// Answered it.
    Answer(T),
    /// Wants the question before.
    Back,
    /// Leaves it open.
    Later,
    /// Leaves altogether.
    Leave,
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The word that files hold.
    pub word: String,
    /// What a person reads.
    pub label: String,
}

impl Choice {
    /// A choice with a label of its own.
    pub fn new(word: impl Into<String>, label: impl Into<String>) -> Self {
        Self { word: word.into(), label: label.into() }
    }
}

/// Says what is wrong with an answer, in one sentence that names the right form.
pub type Check<'a> = &'a dyn Fn(&str) -> Result<(), String>;

/// Why nobody answered.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// Ctrl-C.
    #[error("interrupted")]
    Interrupted,
    /// The terminal was closed, or Ctrl-D was pressed.
    #[error("the terminal was closed")]
    Ended,
    /// Somebody asked to stop, below a question of a question.
    #[error("somebody stopped")]
    Left,
    /// The answers file answers wrongly.
    #[error("the answer to `{key}` cannot be used: {problem}")]
    Answer {
        /// The question.
        key: String,
        /// What is wrong.
        problem: String,
    },
    /// The editor could not be used.
    #[error("the editor did not work: {0}")]
    Editor(String),
    /// Whatever the system said.
    #[error("the terminal cannot be used: {0}")]
    Terminal(io::Error),
}

impl AskError {
    fn of(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::Interrupted => Self::Interrupted,
            io::ErrorKind::UnexpectedEof | io::ErrorKind::NotConnected | io::ErrorKind::BrokenPipe => Self::Ended,
            // EIO is what reading from a terminal gives whose other side is gone.
            _ if error.raw_os_error() == Some(5) => Self::Ended,
            _ => Self::Terminal(error),
        }
    }

    /// True where somebody left on purpose or the line went dead: everything answered is on the disk.
    pub fn is_leaving(&self) -> bool {
        matches!(self, Self::Interrupted | Self::Ended | Self::Left)
    }
}

/// Somebody who asks.
pub trait Ask {
    /// Says something, as lines of its own.
    fn say(&mut self, text: Text);
    /// How text may look.
    fn ink(&self) -> Ink;
    /// Asks for a text of one line, or of several in an editor. An empty answer leaves the question open.
    fn line(&mut self, question: &Question, initial: &str, check: Check<'_>) -> Result<Reply<String>, AskError>;
    /// Asks for one of several.
    fn choice(&mut self, question: &Question, choices: &[Choice], default: usize) -> Result<Reply<usize>, AskError>;
    /// Asks for any of several.
    fn choices(
        &mut self,
        question: &Question,
        choices: &[Choice],
        chosen: &[bool],
    ) -> Result<Reply<Vec<usize>>, AskError>;
    /// How many lines the screen has; none where lines scroll by and nothing has to fit.
    fn rows(&self) -> Option<usize> {
        None
    }
    /// True where a file answers: nobody looks, so nothing is asked that the file does not answer.
    fn is_scripted(&self) -> bool {
        false
    }
    /// True where there may be an answer to a question whose key begins so.
    fn may_answer(&self, _prefix: &str) -> bool {
        true
    }
    /// The keys of an answers file that no question asked for.
    fn unasked(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Yes and no.
pub fn yes_no() -> [Choice; 2] {
    [Choice::new("yes", "Yes"), Choice::new("no", "No")]
}

impl Terminal {
    /// Somebody who asks on this terminal, or in its place from a file; none where nobody can be asked.
    pub fn asker<'a>(&'a mut self, script: Option<Script>) -> Option<Box<dyn Ask + 'a>> {
        match script {
            Some(script) => Some(Box::new(script::FromFile::new(self, script))),
            None if !self.can_ask() => None,
            None if self.talk_ink().plain || self.is_dumb() => Some(Box::new(plain::Lines::new(self))),
            None => Some(Box::new(dialog::Prompts::new(self))),
        }
    }
}

/// A wish in place of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Back,
    Later,
    Leave,
    Help,
    Edit,
}

impl Wish {
    /// The wish that a typed text is, if it is one.
    fn of(text: &str) -> Option<Self> {
        match text.trim() {
            ":b" | ":back" => Some(Self::Back),
            ":l" | ":later" => Some(Self::Later),
            ":q" | ":quit" => Some(Self::Leave),
            ":e" | ":edit" => Some(Self::Edit),
            "?" | ":h" | ":help" => Some(Self::Help),
            _ => None,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Back => "Back to the question before",
            Self::Later => "Later",
            Self::Leave => "Stop here (everything so far is saved)",
            Self::Help => "Help",
            Self::Edit => "Write in an editor",
        }
    }
}

/// The wishes that a list offers below its choices.
fn wishes(question: &Question) -> Vec<Wish> {
    let mut wishes = Vec::new();
    if question.later {
        wishes.push(Wish::Later);
    }
    if question.back {
        wishes.push(Wish::Back);
    }
    if !question.help.is_empty() {
        wishes.push(Wish::Help);
    }
    wishes.push(Wish::Leave);
    wishes
}

/// What a wish comes to, where it ends the question.
fn granted<T>(wish: Wish, question: &Question) -> Option<Reply<T>> {
    match wish {
        Wish::Back if question.back => Some(Reply::Back),
        Wish::Later if question.later => Some(Reply::Later),
        Wish::Leave => Some(Reply::Leave),
        _ => None,
    }
}

/// What `?` shows: the question's own help, and the wishes.
fn help(question: &Question) -> Text {
    let mut text = question.help.clone();
    if !text.is_empty() {
        text = text.line();
    }
    text = text.normal("Type your answer and press Enter.");
    text = text.normal(" ").code(":edit").normal(" opens an editor for longer text,");
    if question.later {
        text = text.normal(" ").code(":later").normal(" (or Enter alone) leaves the question open,");
    }
    if question.back {
        text = text.normal(" ").code(":back").normal(" goes to the question before,");
    }
    text.normal(" ").code(":quit").normal(" stops here. Everything answered so far is saved.")
}

/// Opens an editor on a text; none where nothing was saved.
fn edit(initial: &str) -> Result<Option<String>, AskError> {
    // dialoguer takes an empty variable for an editor without a name.
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(std::env::var_os).find(|editor| !editor.is_empty());
    let mut editor = dialoguer::Editor::new();
    editor.extension(".md").require_save(true);
    match named.map(std::ffi::OsString::into_string) {
        Some(Ok(name)) if !name.trim().is_empty() => {
            editor.executable(name);
        }
        Some(_) => return Err(AskError::Editor("the name in EDITOR cannot be read".to_owned())),
        None => {
            editor.executable(if cfg!(windows) { "notepad.exe" } else { "vi" });
        }
    }
    editor.edit(initial).map_err(|dialoguer::Error::IO(error)| AskError::Editor(error.to_string()))
}

#[cfg(test)]
mod tests;
