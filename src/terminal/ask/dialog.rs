//! Prompts that redraw themselves: arrow keys in lists, a line that can be edited.

use console::Term;
use dialoguer::Input;
use dialoguer::MultiSelect;
use dialoguer::Select;
use dialoguer::theme::ColorfulTheme;
use dialoguer::theme::SimpleTheme;
use dialoguer::theme::Theme;

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
use crate::terminal::ask::wishes;
use crate::terminal::interrupt;

/// Asks with dialoguer.
pub(super) struct Prompts<'a> {
    terminal: &'a mut Terminal,
    theme: Box<dyn Theme>,
}

impl<'a> Prompts<'a> {
    pub(super) fn new(terminal: &'a mut Terminal) -> Self {
        let theme: Box<dyn Theme> =
            if terminal.talk_ink().colour { Box::new(ColorfulTheme::default()) } else { Box::new(SimpleTheme) };
        Self { terminal, theme }
    }

    fn show(&mut self, question: &Question) {
        if !question.text.is_empty() {
            self.terminal.tell(question.text.clone());
        }
    }

    /// Runs one prompt so that Ctrl-C comes back as an error, and the cursor with it.
    fn prompt<T>(&self, prompt: impl FnOnce(&Term) -> dialoguer::Result<T>) -> Result<T, AskError> {
        if interrupt::wanted() {
            return Err(AskError::Interrupted);
        }
        let _asking = interrupt::asking();
        let term = Term::stderr();
        prompt(&term).map_err(|dialoguer::Error::IO(error)| {
            let _ = term.show_cursor();
            if interrupt::wanted() { AskError::Interrupted } else { AskError::of(error) }
        })
    }

    /// A choice as one line that fits: a line that wraps would be drawn over.
    fn fit(&self, label: &str) -> String {
        let columns = usize::from(Term::stderr().size().1).max(20) - 6;
        console::truncate_str(&one_line(label), columns, "…").into_owned()
    }
}

/// The most choices that are shown at once: what stands above a long list is worth seeing too.
fn page() -> usize {
    usize::from(Term::stderr().size().0).saturating_sub(14).max(8)
}

impl Ask for Prompts<'_> {
    fn say(&mut self, text: Text) {
        self.terminal.tell(text);
    }

    fn ink(&self) -> Ink {
        self.terminal.talk_ink()
    }

    fn line(&mut self, question: &Question, initial: &str, check: Check<'_>) -> Result<Reply<String>, AskError> {
        self.show(question);
        let mut initial = initial.to_owned();
        loop {
            let one = !initial.contains(['\n', '\r']) && one_line(&initial) == initial;
            let prefilled = if one { initial.clone() } else { String::new() };
            let label = self.fit(&question.label);
            let typed: String = self.prompt(|term| {
                Input::<String>::with_theme(self.theme.as_ref())
                    .with_prompt(label)
                    .with_initial_text(prefilled)
                    .allow_empty(true)
                    .validate_with(|text: &String| match text.trim() {
                        "" => Ok(()),
                        text if Wish::of(text).is_some() => Ok(()),
                        text => check(text),
                    })
                    .interact_text_on(term)
            })?;
            match Wish::of(&typed) {
                Some(Wish::Edit) => match edit(&initial)? {
                    Some(text) if !text.trim().is_empty() => match check(&text) {
                        Ok(()) => return Ok(Reply::Answer(text)),
                        Err(problem) => {
                            self.terminal.tell(problem);
                            initial = text;
                        }
                    },
                    _ => self.terminal.tell("Nothing was saved in the editor."),
                },
                Some(Wish::Help) => self.terminal.tell(help(question)),
                Some(wish) => match granted(wish, question) {
                    Some(reply) => return Ok(reply),
                    None => self.terminal.tell("That is not possible here."),
                },
                None if typed.trim().is_empty() && question.later => return Ok(Reply::Later),
                None if typed.trim().is_empty() => self.terminal.tell("This question needs an answer."),
                None => return Ok(Reply::Answer(typed.trim().to_owned())),
            }
        }
    }

    fn choice(&mut self, question: &Question, choices: &[Choice], default: usize) -> Result<Reply<usize>, AskError> {
        self.show(question);
        let wishes = wishes(question);
        let labels: Vec<String> = choices
            .iter()
            .map(|choice| self.fit(&choice.label))
            .chain(wishes.iter().map(|wish| format!("({})", wish.label())))
            .collect();
        loop {
            let label = self.fit(&question.label);
            let picked = self.prompt(|term| {
                Select::with_theme(self.theme.as_ref())
                    .with_prompt(label)
                    .items(&labels)
                    .max_length(page())
                    .default(if default < choices.len() { default } else { 0 })
                    .interact_on_opt(term)
            })?;
            let wish = match picked {
                Some(picked) if picked < choices.len() => return Ok(Reply::Answer(picked)),
                Some(picked) => wishes.get(picked - choices.len()).copied().unwrap_or(Wish::Leave),
                None if question.back => Wish::Back,
                None if question.later => Wish::Later,
                None => Wish::Leave,
            };
            match granted(wish, question) {
                Some(reply) => return Ok(reply),
                None => self.terminal.tell(question.help.clone()),
            }
        }
    }

    fn choices(
        &mut self,
        question: &Question,
        choices: &[Choice],
        chosen: &[bool],
    ) -> Result<Reply<Vec<usize>>, AskError> {
        self.show(question);
        self.terminal.tell(Text::new().faint("Space chooses, Enter goes on, Esc for everything else."));
        let labels: Vec<String> = choices.iter().map(|choice| self.fit(&choice.label)).collect();
        loop {
            let label = self.fit(&question.label);
            let picked = self.prompt(|term| {
                MultiSelect::with_theme(self.theme.as_ref())
                    .with_prompt(label)
                    .items(&labels)
                    .defaults(chosen)
                    .max_length(page())
                    .report(false)
                    .interact_on_opt(term)
            })?;
            match picked {
                Some(picked) => {
                    let words = picked.iter().filter_map(|at| choices.get(*at)).map(|choice| one_line(&choice.word));
                    let words = words.collect::<Vec<_>>().join(", ");
                    let words = if words.is_empty() { "none".to_owned() } else { words };
                    self.terminal.tell(Text::new().normal(format!("{}: ", question.label)).strong(words));
                    return Ok(Reply::Answer(picked));
                }
                None => {
                    if let Some(reply) = self.elsewhere(question)? {
                        return Ok(reply);
                    }
                }
            }
        }
    }

    fn rows(&self) -> Option<usize> {
        self.terminal.rows()
    }
}

impl Prompts<'_> {
    /// What somebody wants who left a list of several without choosing; none where they want the list again.
    fn elsewhere<T>(&mut self, question: &Question) -> Result<Option<Reply<T>>, AskError> {
        let wishes = wishes(question);
        let again = std::iter::once("Choose again".to_owned());
        let labels: Vec<String> = again.chain(wishes.iter().map(|wish| wish.label().to_owned())).collect();
        let label = self.fit(&question.label);
        let picked = self.prompt(|term| {
            Select::with_theme(self.theme.as_ref()).with_prompt(label).items(&labels).default(0).interact_on_opt(term)
        })?;
        let Some(wish) = picked.and_then(|at| at.checked_sub(1)).and_then(|at| wishes.get(at)) else { return Ok(None) };
        let reply = granted(*wish, question);
        if reply.is_none() {
            self.terminal.tell(question.help.clone());
        }
        Ok(reply)
    }
}
