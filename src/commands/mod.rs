//! The command line: one file a verb, with its arguments, what it calls and what it says.
//!
//! The disk, the clock, the environment and the terminal come in here ([`edge`], [`find`], [`crate::terminal`]);
//! everything below is pure.

pub mod amended;
pub mod approvals;
pub mod approve;
pub mod check;
pub mod completions;
pub mod desk;
pub mod diff;
pub mod edge;
pub mod exit;
pub mod explain;
pub mod find;
pub mod folder;
pub mod guidelines;
pub mod init;
pub mod judge;
pub mod letters;
pub mod log;
pub mod man;
pub mod outbox;
pub mod packet;
pub mod packet_files;
pub mod problem;
pub mod rebuild;
pub mod record;
pub mod render;
pub mod respond;
pub mod review;
pub mod review_splice;
pub mod schema;
pub mod seal;
pub mod status;
pub mod templates;
pub mod verify;
pub mod walk;
pub mod words;
pub mod workspace;

mod version;
mod welcome;

use std::ffi::OsString;

use clap::CommandFactory;
use clap::FromArgMatches;

use crate::commands::exit::Exit;
use crate::commands::problem::Problem;
use crate::terminal::Colour;
use crate::terminal::Terminal;
use crate::terminal::interrupt;

/// Writes the list of verbs once: the variants that clap sees, and what each one runs.
macro_rules! verbs {
    ($($variant:ident => $module:ident,)*) => {
        #[derive(Debug, clap::Subcommand)]
        enum Verb {
            $($variant($module::Args),)*
        }

        fn perform(verb: Verb, terminal: &mut Terminal) -> anyhow::Result<Exit> {
            match verb {
                $(Verb::$variant(args) => $module::run(args, terminal),)*
            }
        }
    };
}

// In the order of the help. A verb is one file with `Args` and `run`, its `mod` line and its line here.
verbs! {
    Init => init,
    Walk => walk,
    Record => record,
    Status => status,
    Check => check,
    Explain => explain,
    Render => render,
    Packet => packet,
    Verify => verify,
    Seal => seal,
    Review => review,
    Approve => approve,
    Respond => respond,
    Diff => diff,
    Log => log,
    Words => words,
    Guidelines => guidelines,
    Templates => templates,
    Schema => schema,
    Completions => completions,
    Man => man,
}

/// Ethical research on child sexual exploitation and abuse, from one study file to the committee's packet
///
/// Assent asks the ethical tasks of the published guidelines one by one, holds the study's own definition against
/// them, and makes every document that the ethics committee and the participants receive from that one definition.
/// It helps a team to prepare; it does not approve. Nothing is sent anywhere.
#[derive(Debug, clap::Parser)]
#[command(name = "assent", version, disable_version_flag = true, max_term_width = 100)]
#[command(
    after_help = "Exit status: 0 done; 1 findings at error level, or a difference found; 2 the command could not do its work; 130 interrupted."
)]
struct Arguments {
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN", hide_possible_values = true)]
    color: Colour,

    /// Write sentences in place of drawings, for a screen reader
    #[arg(long, global = true)]
    plain: bool,

    /// Print the version
    #[arg(short = 'V', long)]
    version: bool,

    /// With --version: print the versions of the packs and the features too
    #[arg(long, requires = "version")]
    verbose: bool,

    #[command(subcommand)]
    verb: Option<Verb>,
}

/// The whole command line as clap describes it: help, completions and the manual page come from it.
pub fn definition() -> clap::Command {
    Arguments::command()
}

/// Runs the program: arguments in, exit status out.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    interrupt::listen();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let parsed = definition().color(clap_colour(&arguments)).try_get_matches_from(&arguments);
    let arguments = match parsed.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => return explain_usage(&error),
    };
    let mut terminal = Terminal::from_environment(arguments.color, arguments.plain);
    let ended = run(arguments, &mut terminal).and_then(|exit| {
        terminal.finish()?;
        Ok(exit)
    });
    match ended {
        _ if interrupt::wanted() => Exit::Interrupted,
        Ok(exit) => exit,
        Err(error) => {
            let problem = Problem::describe(&error);
            terminal.error(&problem.text, problem.next.as_deref());
            problem.exit
        }
    }
}

fn run(arguments: Arguments, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    match arguments.verb {
        Some(verb) => perform(verb, terminal),
        None if arguments.version => {
            version::run(arguments.verbose, terminal)?;
            Ok(Exit::Done)
        }
        None => welcome::run(terminal),
    }
}

/// Help and usage errors are clap's own words, on the streams and with the status that people expect.
fn explain_usage(error: &clap::Error) -> Exit {
    // Nobody is left to tell when neither stream can be written.
    let _ = error.print();
    match error.kind() {
        clap::error::ErrorKind::DisplayHelp | clap::error::ErrorKind::DisplayVersion => Exit::Done,
        _ => Exit::CouldNot,
    }
}

/// `--color` for clap's own help and errors, which are written before the arguments are understood.
fn clap_colour(arguments: &[OsString]) -> clap::ColorChoice {
    let mut words = arguments.iter().filter_map(|word| word.to_str()).take_while(|word| *word != "--");
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--color") {
            Some("") => words.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        match value {
            Some("always") => return clap::ColorChoice::Always,
            Some("never") => return clap::ColorChoice::Never,
            _ => {}
        }
    }
    clap::ColorChoice::Auto
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        definition().debug_assert();
    }
}
