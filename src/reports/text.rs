//! Text for people, in pieces that know their role: the one way by which words reach a terminal.
//!
//! A piece is made safe when it is drawn, so a study's text cannot move the cursor, hide a line, turn the reading
//! direction around or look like a finding of Assent. Styles are put on after that, and only by this module.

use std::borrow::Cow;
use std::fmt::Write;

use anstyle::AnsiColor;
use anstyle::Effects;
use anstyle::Style;

/// How a report may look on the stream that it goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ink {
    /// Colours and bold letters are wanted and can be shown.
    pub colour: bool,
    /// Sentences in place of drawings, for a screen reader or a braille display.
    pub plain: bool,
    /// The columns of a line.
    pub width: usize,
}

impl Default for Ink {
    fn default() -> Self {
        Self { colour: false, plain: false, width: 80 }
    }
}

/// What a piece of text is, which decides its looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Running text.
    Normal,
    /// Headings, names, what to look at first.
    Strong,
    /// What may be skipped.
    Faint,
    /// Something is wrong.
    Error,
    /// Something to decide.
    Warning,
    /// Something for strict readers.
    Note,
    /// Something is in order.
    Good,
    /// A command, a file, a word to type.
    Code,
}

impl Role {
    fn style(self) -> Style {
        match self {
            Self::Normal => Style::new(),
            Self::Strong => Style::new().effects(Effects::BOLD),
            Self::Faint => Style::new().effects(Effects::DIMMED),
            Self::Error => AnsiColor::BrightRed.on_default().effects(Effects::BOLD),
            Self::Warning => AnsiColor::Yellow.on_default().effects(Effects::BOLD),
            Self::Note => AnsiColor::BrightBlue.on_default().effects(Effects::BOLD),
            Self::Good => AnsiColor::Green.on_default().effects(Effects::BOLD),
            Self::Code => AnsiColor::Cyan.on_default(),
        }
    }
}

/// Text in pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    pieces: Vec<(Role, String)>,
}

impl Text {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// This text and one piece more.
    #[must_use]
    pub fn with(mut self, role: Role, text: impl Into<String>) -> Self {
        self.push(role, text);
        self
    }

    /// This text and some running text.
    #[must_use]
    pub fn normal(self, text: impl Into<String>) -> Self {
        self.with(Role::Normal, text)
    }

    /// This text and something to look at first.
    #[must_use]
    pub fn strong(self, text: impl Into<String>) -> Self {
        self.with(Role::Strong, text)
    }

    /// This text and something that may be skipped.
    #[must_use]
    pub fn faint(self, text: impl Into<String>) -> Self {
        self.with(Role::Faint, text)
    }

    /// This text and a command, a file or a word to type.
    #[must_use]
    pub fn code(self, text: impl Into<String>) -> Self {
        self.with(Role::Code, text)
    }

    /// This text and the end of a line.
    #[must_use]
    pub fn line(self) -> Self {
        self.with(Role::Normal, "\n")
    }

    /// This text and a heading on a line of its own.
    #[must_use]
    pub fn heading(self, text: impl Into<String>) -> Self {
        self.line().strong(text).line()
    }

    /// This text and running text, broken at the width and moved in by two columns.
    #[must_use]
    pub fn paragraph(self, text: &str, ink: Ink) -> Self {
        self.normal(reflow(text, ink.width, "  ")).line()
    }

    /// Adds a piece.
    pub fn push(&mut self, role: Role, text: impl Into<String>) {
        self.pieces.push((role, text.into()));
    }

    /// Adds another text.
    pub fn append(&mut self, other: Text) {
        self.pieces.extend(other.pieces);
    }

    /// This text without the empty line that it begins with.
    #[must_use]
    pub fn tight(mut self) -> Self {
        if self.pieces.first().is_some_and(|(_, text)| text == "\n") {
            self.pieces.remove(0);
        }
        self
    }

    /// True where nothing would be shown.
    pub fn is_empty(&self) -> bool {
        self.pieces.iter().all(|(_, text)| text.is_empty())
    }

    /// The same text with lines that are wider than the stream broken at spaces, moved in like their beginning.
    #[must_use]
    pub fn fitted(&self, width: usize) -> Self {
        let mut lines: Vec<Vec<(Role, String)>> = vec![Vec::new()];
        for (role, text) in &self.pieces {
            for (at, part) in text.split('\n').enumerate() {
                if at > 0 {
                    lines.push(Vec::new());
                }
                if let (false, Some(line)) = (part.is_empty(), lines.last_mut()) {
                    line.push((*role, part.to_owned()));
                }
            }
        }
        let mut out = Self::new();
        for (at, line) in lines.into_iter().enumerate() {
            if at > 0 {
                out.push(Role::Normal, "\n");
            }
            out.pieces.extend(fit_line(line, width));
        }
        out
    }

    /// The text as it goes to a stream: every piece safe, styled where the stream can show it.
    pub fn draw(&self, ink: Ink) -> String {
        let mut out = String::new();
        for (role, text) in &self.pieces {
            let style = if ink.colour { role.style() } else { Style::new() };
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    out.push('\n');
                }
                if !line.is_empty() {
                    let _ = write!(out, "{style}{}{style:#}", visible(line));
                }
            }
        }
        out
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new().normal(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::new().normal(text)
    }
}

/// One line's pieces, with line ends put in where it is wider than the stream.
fn fit_line(line: Vec<(Role, String)>, width: usize) -> Vec<(Role, String)> {
    let wide = |text: &str| console::measure_text_width(&visible(text));
    if line.iter().map(|(_, text)| wide(text)).sum::<usize>() <= width {
        return line;
    }
    let first = line.first().map_or("", |(_, text)| text.as_str());
    let margin = " ".repeat((first.len() - first.trim_start_matches(' ').len()).min(width / 2));
    // A word may be made of several pieces: `assent walk` and the full stop behind it.
    let mut words: Vec<Vec<(Role, String)>> = vec![Vec::new()];
    for (role, text) in line {
        for part in text.split_inclusive(' ') {
            if let Some(word) = words.last_mut() {
                word.push((role, part.to_owned()));
            }
            if part.ends_with(' ') {
                words.push(Vec::new());
            }
        }
    }
    let mut out: Vec<(Role, String)> = Vec::new();
    let mut used = 0;
    let mut begun = false;
    for word in words {
        let whole: String = word.iter().map(|(_, text)| text.as_str()).collect();
        if begun && used + wide(whole.trim_end()) > width {
            if let Some((_, last)) = out.last_mut() {
                last.truncate(last.trim_end().len());
            }
            out.push((Role::Normal, format!("\n{margin}")));
            used = margin.len();
            begun = false;
        }
        begun = begun || !whole.trim().is_empty();
        used += wide(&whole);
        out.extend(word);
    }
    out
}

/// The text with everything shown that would act on a terminal or deceive a reader.
///
/// Control characters (terminal escapes begin with one), controls of the reading direction, line separators and
/// invisible tags become `<U+001B>`. Line ends and tabs stay; joiners stay, since Persian and Hindi need them.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if acts(c) {
            let _ = write!(out, "<U+{:04X}>", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The text on one line: line ends, tabs and runs of spaces become one space, the rest is made [`visible`].
pub fn one_line(text: &str) -> String {
    visible(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}

/// True for a character that acts instead of showing.
pub fn acts(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' => true,
        _ => c.is_control(),
    }
}

/// Breaks running text into lines of at most `width` columns, each behind `indent`.
///
/// A word wider than the line stands on a line of its own. Line ends of the text are kept.
pub fn wrap(text: &str, width: usize, indent: &str) -> String {
    let room = width.saturating_sub(console::measure_text_width(indent)).max(20);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut used = 0;
        for word in paragraph.split_whitespace() {
            let wide = console::measure_text_width(word);
            if used > 0 && used + 1 + wide > room {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += wide;
        }
        lines.push(line);
    }
    lines.iter().map(|line| format!("{indent}{line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// Like [`wrap`], for text that was broken at another width: lines of one paragraph are joined first. An item of a list
/// stays an item.
pub fn reflow(text: &str, width: usize, indent: &str) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    for line in text.trim().lines().map(str::trim) {
        let is_item = line.starts_with("- ") || line.starts_with("* ");
        match paragraphs.last_mut() {
            Some(last) if !last.is_empty() && !line.is_empty() && !is_item => {
                last.push(' ');
                last.push_str(line);
            }
            _ => paragraphs.push(line.to_owned()),
        }
    }
    paragraphs.iter().map(|paragraph| wrap(paragraph, width, indent)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_broken_elsewhere_is_joined_by_paragraph() {
        let text = "one two\nthree\n\n- four\n  five\n- six\nseven";
        assert_eq!(reflow(text, 40, "  "), "  one two three\n\n  - four five\n  - six seven");
    }

    #[test]
    fn terminal_escapes_are_shown_and_not_obeyed() {
        let text = Text::new().strong("a\u{1b}[31mred\u{9b}8m\u{7f}");
        let plain = text.draw(Ink::default());
        assert_eq!(plain, "a<U+001B>[31mred<U+009B>8m<U+007F>");
        let coloured = text.draw(Ink { colour: true, ..Ink::default() });
        assert!(!coloured.contains("\u{1b}[31m"));
        assert!(coloured.starts_with("\u{1b}[1m"));
        let note = Text::new().with(Role::Note, "a").draw(Ink { colour: true, ..Ink::default() });
        assert!(note.contains("\u{1b}[94m"), "{note:?}");
    }

    #[test]
    fn controls_of_direction_are_shown_and_joiners_stay() {
        assert_eq!(visible("a\u{202e}b\u{2066}c"), "a<U+202E>b<U+2066>c");
        assert_eq!(visible("می\u{200c}خواهم"), "می\u{200c}خواهم");
    }

    #[test]
    fn one_line_has_no_line_end_left() {
        assert_eq!(one_line("a\r\n  error: b\u{2028}c"), "a error: b c");
    }

    #[test]
    fn a_line_that_is_too_wide_is_broken_between_words_and_keeps_its_margin_and_its_roles() {
        let text = Text::new().normal("  one two three ").code("four").normal(". five six\nseven");
        let fitted = text.fitted(20);
        assert_eq!(
            fitted.draw(Ink::default()).lines().collect::<Vec<_>>(),
            ["  one two three", "  four. five six", "seven"]
        );
        assert!(fitted.draw(Ink { colour: true, ..Ink::default() }).contains("\u{1b}[36mfour"));
        assert_eq!(text.fitted(80).draw(Ink::default()), text.draw(Ink::default()));
        let long = Text::from("a-word-that-is-wider-than-the-line next");
        assert_eq!(long.fitted(10).draw(Ink::default()), "a-word-that-is-wider-than-the-line\nnext");
    }

    #[test]
    fn a_text_that_begins_with_words_is_tight_already() {
        assert_eq!(Text::new().line().normal("a").tight(), Text::from("a"));
        assert_eq!(Text::from("a").tight(), Text::from("a"));
    }

    #[test]
    fn lines_are_broken_at_the_width() {
        assert_eq!(wrap("one two three four five six", 22, "  "), "  one two three four\n  five six");
        assert_eq!(wrap("one\n\ntwo", 40, ""), "one\n\ntwo");
    }
}
