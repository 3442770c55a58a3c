//! The terminal: the only printer of the program.
//!
//! Standard output carries the result, standard error the talk. Whatever is shown to people passes through
//! [`Text`], which makes it safe; what goes to programs is passed as bytes.

pub mod ask;
pub mod interrupt;
#[cfg(test)]
mod paper;
pub mod ticker;

use std::io;
use std::io::IsTerminal;
use std::io::Write;
use std::time::Duration;
use std::time::Instant;

use crate::reports::text::Ink;
use crate::reports::text::Role;
use crate::reports::text::Text;
use crate::terminal::ticker::Ticker;

/// When colours are used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Colour {
    /// Where the terminal can show them, unless NO_COLOR says no
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The two streams and how they look.
pub struct Terminal {
    out: Box<dyn Write + Send>,
    err: Box<dyn Write + Send>,
    out_ink: Ink,
    err_ink: Ink,
    quiet: bool,
    out_gone: bool,
    interactive: bool,
    progress: Progress,
}

#[derive(Default)]
struct Progress {
    allowed: bool,
    since: Option<Instant>,
    drawn: Option<Instant>,
}

/// What takes less than this is not worth a line of progress.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often the line of progress is drawn again.
const BEAT: Duration = Duration::from_millis(100);
/// Lines longer than this are hard to read, however wide the terminal is.
const WIDEST: usize = 120;

impl Terminal {
    /// The terminal that the program was started in, as the environment and the flags describe it.
    pub fn from_environment(colour: Colour, plain: bool) -> Self {
        let stdout = io::stdout();
        let stderr = io::stderr();
        let width = columns();
        let out_ink = Ink { colour: wants_colour(colour, &stdout), plain, width };
        let err_ink = Ink { colour: wants_colour(colour, &stderr), plain, width };
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let allowed = stderr.is_terminal() && !plain && !dumb;
        let interactive = io::stdin().is_terminal() && stderr.is_terminal();
        Self {
            out: Box::new(io::BufWriter::new(anstream::AutoStream::new(stdout, choice(out_ink)))),
            err: Box::new(anstream::AutoStream::new(stderr, choice(err_ink))),
            out_ink,
            err_ink,
            quiet: false,
            out_gone: false,
            interactive,
            progress: Progress { allowed, ..Progress::default() },
        }
    }

    /// A terminal that writes somewhere else, for tests and for programs that use the library.
    pub fn writing_to(out: impl Write + Send + 'static, err: impl Write + Send + 'static, ink: Ink) -> Self {
        Self {
            out: Box::new(out),
            err: Box::new(err),
            out_ink: ink,
            err_ink: ink,
            quiet: false,
            out_gone: false,
            interactive: false,
            progress: Progress::default(),
        }
    }

    /// How a report may look on standard output.
    pub fn ink(&self) -> Ink {
        self.out_ink
    }

    /// How text may look on standard error.
    pub fn talk_ink(&self) -> Ink {
        self.err_ink
    }

    /// True where a person can be asked: somebody sits at both ends.
    pub fn can_ask(&self) -> bool {
        self.interactive
    }

    /// True where results are shown on a screen, and not written to a file or handed to another program.
    pub fn shows_results(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// True for a terminal that cannot move its cursor.
    fn is_dumb(&self) -> bool {
        std::env::var_os("TERM").is_none_or(|term| term == "dumb" || term.is_empty()) && !cfg!(windows)
    }

    /// Writes the beginning of a line that a person goes on.
    fn prompt(&mut self, prompt: &str) {
        self.clear_progress();
        let _ = write!(self.err, "{}", Text::from(prompt).draw(self.err_ink));
        let _ = self.err.flush();
    }

    /// Leaves out the talk; results and errors still come.
    pub fn be_quiet(&mut self) {
        self.quiet = true;
        self.progress.allowed = false;
    }

    /// Writes a part of the result for people; line ends are the caller's.
    pub fn result(&mut self, text: impl Into<Text>) -> io::Result<()> {
        let drawn = text.into().draw(self.out_ink);
        self.bytes(drawn.as_bytes())
    }

    /// Writes a part of the result for programs, as it is.
    ///
    /// A reader that went away (`assent check | head`) is no error: the rest is dropped, and the exit status still
    /// tells what the command found.
    pub fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.out_gone {
            return Ok(());
        }
        self.clear_progress();
        let written = self.out.write_all(bytes);
        self.unless_gone(written)
    }

    /// Says something on standard error, as a line of its own.
    pub fn say(&mut self, text: impl Into<Text>) {
        if !self.quiet {
            self.talk(text.into());
        }
    }

    /// Says something in a conversation: like [`Self::say`], with lines that are too wide broken between words.
    pub fn tell(&mut self, text: impl Into<Text>) {
        let text = text.into().fitted(self.err_ink.width);
        self.say(text);
    }

    /// How many lines the screen has on which people are asked; none where nothing is known of it.
    fn rows(&self) -> Option<usize> {
        console::Term::stderr().size_checked().map(|(rows, _)| usize::from(rows))
    }

    /// Says that the command could not do its work, and what to do next. Comes even where the talk is left out.
    pub fn error(&mut self, problem: &str, next: Option<&str>) {
        let mut text = Text::new().with(Role::Error, "error").strong(format!(": {problem}"));
        if let Some(next) = next {
            text = text.line().faint("  next: ").normal(next);
        }
        self.talk(text);
    }

    /// Says a warning about the work itself, not about the study.
    pub fn warn(&mut self, text: &str) {
        self.talk(Text::new().with(Role::Warning, "warning").normal(format!(": {text}")));
    }

    /// Shows how far a long piece of work is; nothing is shown for what is done within half a second.
    pub fn progress(&mut self, what: &str, done: usize, all: usize) {
        if !self.progress.allowed {
            return;
        }
        let now = Instant::now();
        let since = *self.progress.since.get_or_insert(now);
        let due = self.progress.drawn.is_none_or(|drawn| now.duration_since(drawn) >= BEAT);
        if now.duration_since(since) < PATIENCE || !due {
            return;
        }
        self.progress.drawn = Some(now);
        let line = Text::new().faint(format!("{what}: {done} of {all}")).draw(self.err_ink);
        let _ = write!(self.err, "\r{line}\u{1b}[K");
        let _ = self.err.flush();
    }

    /// Shows that one long piece of work goes on, and how far it is where `count` knows, until the ticker is dropped;
    /// nothing is shown for what is done within half a second.
    pub fn while_working(&self, what: &'static str, count: impl Fn() -> (usize, usize) + Send + 'static) -> Ticker {
        if !self.progress.allowed {
            return Ticker::silent();
        }
        let ink = self.err_ink;
        let line = move || {
            let (done, all) = count();
            let line = if all == 0 { format!("{what} …") } else { format!("{what}: {done} of {all}") };
            Text::new().faint(line).draw(ink)
        };
        Ticker::start(PATIENCE, BEAT, line, anstream::AutoStream::new(io::stderr(), choice(ink)))
    }

    /// Takes the line of progress away.
    pub fn clear_progress(&mut self) {
        if self.progress.drawn.take().is_some() {
            let _ = write!(self.err, "\r\u{1b}[K");
            let _ = self.err.flush();
        }
    }

    /// Hands everything to the streams.
    pub fn finish(&mut self) -> io::Result<()> {
        self.clear_progress();
        let flushed = if self.out_gone { Ok(()) } else { self.out.flush() };
        self.unless_gone(flushed)
    }

    fn talk(&mut self, text: Text) {
        self.clear_progress();
        // The result first, so that both streams on one screen keep their order.
        let flushed = self.out.flush();
        let _ = self.unless_gone(flushed);
        // Somebody who closed standard error does not want to hear that it is closed.
        let _ = writeln!(self.err, "{}", text.draw(self.err_ink));
        let _ = self.err.flush();
    }

    fn unless_gone(&mut self, written: io::Result<()>) -> io::Result<()> {
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.out_gone = true;
                Ok(())
            }
            other => other,
        }
    }
}

/// `--color` decides; else NO_COLOR, CLICOLOR_FORCE, TERM=dumb and whether somebody looks, as anstream reads them.
fn wants_colour(colour: Colour, stream: &impl anstream::stream::RawStream) -> bool {
    match colour {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => !matches!(anstream::AutoStream::choice(stream), anstream::ColorChoice::Never),
    }
}

fn choice(ink: Ink) -> anstream::ColorChoice {
    if ink.colour { anstream::ColorChoice::Always } else { anstream::ColorChoice::AlwaysAnsi }
}

/// The width of the terminal; 80 columns where there is none, and never wider than lines are readable.
fn columns() -> usize {
    let stated = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse::<usize>().ok());
    let seen = || console::Term::stdout().size_checked().or_else(|| console::Term::stderr().size_checked());
    stated.or_else(|| seen().map(|(_, columns)| usize::from(columns))).unwrap_or(80).clamp(40, WIDEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::terminal::paper::Paper;

    struct Gone;

    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }

    #[test]
    fn a_reader_that_went_away_is_no_error() {
        let mut terminal = Terminal::writing_to(Gone, Paper::default(), Ink::default());
        assert!(terminal.result("one").is_ok());
        assert!(terminal.result("two").is_ok());
        assert!(terminal.finish().is_ok());
    }

    #[test]
    fn quiet_leaves_out_the_talk_but_no_error() {
        let err = Paper::default();
        let mut terminal = Terminal::writing_to(Paper::default(), err.clone(), Ink::default());
        terminal.be_quiet();
        terminal.say("talk");
        terminal.error("could not read `a`", Some("look at it"));
        assert_eq!(err.text(), "error: could not read `a`\n  next: look at it\n");
    }

    #[test]
    fn no_progress_is_drawn_where_nobody_looks() {
        let err = Paper::default();
        let mut terminal = Terminal::writing_to(Paper::default(), err.clone(), Ink::default());
        terminal.progress("checking", 1, 2);
        assert!(err.text().is_empty());
    }
}
