//! Questions as numbered lines: no cursor movement, no colour, nothing drawn twice.

use std::io;
use std::io::BufRead;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::time::Duration;

use crate::reports::text::Ink;
use crate::reports::text::Text;
use crate::reports::text::one_line;
use crate::terminal::Terminal;
use crate::terminal::ask::Ask;
use crate::terminal::ask::AskError;
use crate::terminal::ask::Check;
use crate::terminal::ask::Choice;
use crate::terminal::ask::Question;
use crate::terminal::ask::Reply;
use crate::terminal::ask::Wish;
use crate::terminal::ask::edit;
use crate::terminal::ask::granted;
use crate::terminal::ask::help;
use crate::terminal::interrupt;

/// The longest line that is read: a program that floods the terminal must not fill the memory.
const LONGEST: u64 = 1024 * 1024;

/// How often somebody who waits for a line looks whether Ctrl-C was pressed.
const BEAT: Duration = Duration::from_millis(50);

/// Asks line by line.
pub(super) struct Lines<'a> {
    terminal: &'a mut Terminal,
    input: Input,
}

/// Reads lines on a thread of its own, one whenever it is asked to: Ctrl-C is heard while a line is waited for, and an
/// editor that is opened in between has the keyboard for itself.
struct Input {
    ask: Sender<()>,
    lines: Receiver<io::Result<Option<String>>>,
}

impl Input {
    fn new(mut input: impl BufRead + Send + 'static) -> Self {
        let (ask, asked) = channel();
        let (answer, lines) = channel();
        std::thread::spawn(move || {
            while asked.recv().is_ok() {
                if answer.send(read_line(&mut input)).is_err() {
                    return;
                }
            }
        });
        Self { ask, lines }
    }

    fn line(&self) -> Result<String, AskError> {
        if interrupt::wanted() {
            return Err(AskError::Interrupted);
        }
        let _asking = interrupt::asking();
        let _ = self.ask.send(());
        loop {
            match self.lines.recv_timeout(BEAT) {
                Ok(Ok(Some(line))) => return Ok(line),
                Ok(Err(error)) if !interrupt::wanted() => return Err(AskError::of(error)),
                Err(RecvTimeoutError::Timeout) if !interrupt::wanted() => {}
                _ if interrupt::wanted() => return Err(AskError::Interrupted),
                _ => return Err(AskError::Ended),
            }
        }
    }
}

/// One typed line, without its end; none at the end of the input.
fn read_line(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    let read = io::Read::take(input, LONGEST).read_until(b'\n', &mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    Ok((read > 0).then(|| text.trim_end_matches(['\n', '\r']).to_owned()))
}

impl<'a> Lines<'a> {
    pub(super) fn new(terminal: &'a mut Terminal) -> Self {
        Self { terminal, input: Input::new(io::BufReader::new(io::stdin())) }
    }

    #[cfg(test)]
    pub(super) fn reading(terminal: &'a mut Terminal, input: impl BufRead + Send + 'static) -> Self {
        Self { terminal, input: Input::new(input) }
    }

    fn show(&mut self, question: &Question) {
        if !question.text.is_empty() {
            self.terminal.tell(question.text.clone());
        }
    }

    /// One typed line behind a prompt.
    fn read(&mut self, prompt: &str) -> Result<String, AskError> {
        self.terminal.prompt(prompt);
        self.input.line()
    }

    /// Handles a wish; none where the question is asked again.
    fn wish<T>(&mut self, wish: Wish, question: &Question) -> Option<Reply<T>> {
        match wish {
            Wish::Help => self.terminal.tell(help(question)),
            wish => match granted(wish, question) {
                Some(reply) => return Some(reply),
                None => self.terminal.tell("That is not possible here."),
            },
        }
        None
    }

    fn list(&mut self, question: &Question, choices: &[Choice], mark: impl Fn(usize) -> &'static str) {
        self.show(question);
        for (at, choice) in choices.iter().enumerate() {
            self.terminal.tell(format!("  {}. {}{}", at + 1, one_line(&choice.label), mark(at)));
        }
    }
}

/// The position of a choice that somebody named by its number or its word.
fn chosen(text: &str, choices: &[Choice]) -> Option<usize> {
    let text = text.trim();
    match text.parse::<usize>() {
        Ok(number) => number.checked_sub(1).filter(|at| *at < choices.len()),
        Err(_) => {
            let same =
                |choice: &Choice| choice.word.eq_ignore_ascii_case(text) || choice.label.eq_ignore_ascii_case(text);
            choices.iter().position(same).or_else(|| {
                // `y` and `n` are what everybody types.
                let starts = |choice: &Choice| text.len() == 1 && choice.word.starts_with(&text.to_lowercase());
                choices.iter().position(starts).filter(|_| choices.len() == 2)
            })
        }
    }
}

impl Ask for Lines<'_> {
    fn say(&mut self, text: Text) {
        self.terminal.tell(text);
    }

    fn ink(&self) -> Ink {
        self.terminal.talk_ink()
    }

    fn line(&mut self, question: &Question, initial: &str, check: Check<'_>) -> Result<Reply<String>, AskError> {
        self.show(question);
        let prompt = match initial {
            "" => format!("{}: ", one_line(&question.label)),
            text if text.contains('\n') || text.chars().count() > 60 => {
                format!("{} (Enter keeps what stands there): ", one_line(&question.label))
            }
            text => format!("{} [{}]: ", one_line(&question.label), one_line(text)),
        };
        let mut written = initial.to_owned();
        loop {
            let typed = self.read(&prompt)?;
            match Wish::of(&typed) {
                Some(Wish::Edit) => match edit(&written)? {
                    Some(text) if !text.trim().is_empty() => match check(&text) {
                        Ok(()) => return Ok(Reply::Answer(text)),
                        Err(problem) => {
                            self.terminal.tell(problem);
                            written = text;
                        }
                    },
                    _ => self.terminal.tell("Nothing was saved in the editor."),
                },
                Some(wish) => {
                    if let Some(reply) = self.wish(wish, question) {
                        return Ok(reply);
                    }
                }
                None if typed.trim().is_empty() && !initial.is_empty() && !initial.contains('\n') => {
                    return Ok(Reply::Answer(initial.to_owned()));
                }
                None if typed.trim().is_empty() && question.later => return Ok(Reply::Later),
                None if typed.trim().is_empty() => self.terminal.tell("This question needs an answer."),
                None => match check(typed.trim()) {
                    Ok(()) => return Ok(Reply::Answer(typed.trim().to_owned())),
                    Err(problem) => self.terminal.tell(problem),
                },
            }
        }
    }

    fn choice(&mut self, question: &Question, choices: &[Choice], default: usize) -> Result<Reply<usize>, AskError> {
        self.list(question, choices, |_| "");
        let prompt = match choices.get(default) {
            Some(choice) => {
                format!("{}, a number [{}. {}]: ", one_line(&question.label), default + 1, one_line(&choice.label))
            }
            None => format!("{}, a number: ", one_line(&question.label)),
        };
        loop {
            let typed = self.read(&prompt)?;
            match (Wish::of(&typed), chosen(&typed, choices)) {
                (Some(wish), _) => {
                    if let Some(reply) = self.wish(wish, question) {
                        return Ok(reply);
                    }
                }
                (None, Some(at)) => return Ok(Reply::Answer(at)),
                (None, None) if typed.trim().is_empty() && default < choices.len() => {
                    return Ok(Reply::Answer(default));
                }
                (None, None) if typed.trim().is_empty() && question.later => return Ok(Reply::Later),
                (None, None) => {
                    self.terminal.tell(format!("Type a number from 1 to {}, or ? for help.", choices.len()))
                }
            }
        }
    }

    fn choices(
        &mut self,
        question: &Question,
        choices: &[Choice],
        before: &[bool],
    ) -> Result<Reply<Vec<usize>>, AskError> {
        let is_on = |at: usize| before.get(at).copied().unwrap_or_default();
        self.list(question, choices, |at| if is_on(at) { " (chosen)" } else { "" });
        let kept: Vec<usize> = (0..choices.len()).filter(|at| is_on(*at)).collect();
        let prompt = format!("{}, numbers with commas, 0 for none: ", one_line(&question.label));
        loop {
            let typed = self.read(&prompt)?;
            if let Some(wish) = Wish::of(&typed) {
                if let Some(reply) = self.wish(wish, question) {
                    return Ok(reply);
                }
                continue;
            }
            match typed.trim() {
                "" if !kept.is_empty() => return Ok(Reply::Answer(kept)),
                "" if question.later => return Ok(Reply::Later),
                "0" => return Ok(Reply::Answer(Vec::new())),
                text => {
                    let parts = text.split([',', ' ']).filter(|part| !part.trim().is_empty());
                    match parts.map(|part| chosen(part, choices)).collect::<Option<Vec<usize>>>() {
                        Some(mut picked) if !picked.is_empty() => {
                            picked.sort_unstable();
                            picked.dedup();
                            return Ok(Reply::Answer(picked));
                        }
                        _ => self.terminal.tell(format!("Type numbers from 1 to {}, such as: 1, 3", choices.len())),
                    }
                }
            }
        }
    }
}
