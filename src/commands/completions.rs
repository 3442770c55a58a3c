//! `assent completions`: what a shell needs to complete the command line.

use crate::commands::definition;
use crate::commands::exit::Exit;
use crate::terminal::Terminal;

/// Print the completions for a shell
///
/// Save what it prints where your shell looks for completions, for example with
/// `assent completions bash > ~/.local/share/bash-completion/completions/assent`
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    shell: clap_complete::Shell,
}

/// Prints the completions, made from the definition that the program itself reads.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut definition(), "assent", &mut script);
    terminal.bytes(&script)?;
    Ok(Exit::Done)
}
