//! A template's words and signs, counted before anything follows what stands in what.
//!
//! minijinja's parser and compiler call themselves for what stands in one another, and not everywhere with a limit; a few
//! thousand signs are then more than the stack holds.

use minijinja::machinery;
use minijinja::machinery::Token;
use minijinja::syntax::SyntaxConfig;

use crate::source::Span;

/// The most words and signs in one tag.
const MAX_TOKENS: usize = 250;

/// How deep blocks stand in one another.
const MAX_DEPTH: usize = 40;

/// The most `elif` in one template: each stands in the one before.
const MAX_ELIF: usize = 100;

/// What there is too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TooMuch {
    /// One tag is very long.
    #[error("more than {MAX_TOKENS} words and signs stand in one tag; write it as several")]
    Tag,
    /// Blocks stand very deep.
    #[error("more than {MAX_DEPTH} blocks stand in one another")]
    Depth,
    /// One case follows another.
    #[error("more than {MAX_ELIF} `elif` stand in one template")]
    Elif,
    /// A tag that is not for this kind of template.
    #[error("only `if` and `for` can be used in a message, beside plain text and {{{{ … }}}}")]
    Message,
}

/// The tags of a message.
const OF_MESSAGES: &[&str] = &["if", "elif", "else", "endif", "for", "endfor"];

/// Looks at a template. What is no template at all is left to minijinja to say.
pub fn of_template(text: &str, syntax: SyntaxConfig) -> Option<(Span, TooMuch)> {
    look(text, false, syntax, None)
}

/// Looks at a message.
pub fn of_message(text: &str) -> Option<(Span, TooMuch)> {
    look(text, false, SyntaxConfig::default(), Some(OF_MESSAGES))
}

/// Looks at an expression.
pub fn of_expression(text: &str) -> Option<(Span, TooMuch)> {
    look(text, true, SyntaxConfig::default(), None)
}

fn look(text: &str, expression: bool, syntax: SyntaxConfig, tags: Option<&[&str]>) -> Option<(Span, TooMuch)> {
    let (mut tokens, mut depth, mut cases) = (0, 0usize, 0);
    // The first word of a tag, and whether the tag assigns: `{% set a %}` is a block, `{% set a = 1 %}` is none.
    let (mut word, mut assigns) = ("", false);
    let mut word_at = 0..0;
    for found in machinery::tokenize(text, expression, syntax) {
        let (token, at) = found.ok()?;
        let at = at.start_offset as usize..at.end_offset as usize;
        let mut unwanted = false;
        match &token {
            Token::TemplateData(_) => continue,
            Token::BlockStart | Token::VariableStart => (tokens, word, assigns) = (0, "", false),
            Token::Ident(name) if tokens == 0 => (word, word_at) = (name, at.clone()),
            Token::Assign => assigns = true,
            Token::BlockEnd => {
                unwanted = tags.is_some_and(|tags| !tags.contains(&word));
                match word {
                    "if" | "for" | "with" | "macro" | "call" | "filter" | "block" | "autoescape" => depth += 1,
                    "set" if !assigns => depth += 1,
                    "elif" => cases += 1,
                    _ if word.starts_with("end") => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
            _ => {}
        }
        if !matches!(token, Token::BlockStart | Token::VariableStart) {
            tokens += 1;
        }
        let limits = [
            (tokens > MAX_TOKENS, TooMuch::Tag),
            (depth > MAX_DEPTH, TooMuch::Depth),
            (cases > MAX_ELIF, TooMuch::Elif),
            (unwanted, TooMuch::Message),
        ];
        if let Some((_, problem)) = limits.into_iter().find(|(passed, _)| *passed) {
            return Some((if unwanted { word_at } else { at }, problem));
        }
    }
    None
}
