//! `assent man`: the manual page.

use crate::commands::definition;
use crate::commands::exit::Exit;
use crate::terminal::Terminal;

/// Print the manual page, with every command in it
///
/// Read it with `assent man | man -l -`
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Prints one page: the program first, then a section for each verb with its own options.
pub fn run(Args {}: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let mut whole = definition();
    whole.build();
    let mut page = Vec::new();
    let man = clap_mangen::Man::new(whole.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    for verb in whole.get_subcommands().filter(|verb| verb.get_name() != "help") {
        let mut part = Vec::new();
        let verb_man = clap_mangen::Man::new(verb.clone());
        verb_man.render_synopsis_section(&mut part)?;
        verb_man.render_description_section(&mut part)?;
        verb_man.render_options_section(&mut part)?;
        page.extend(format!(".SH \"ASSENT {}\"\n", verb.get_name().to_uppercase()).bytes());
        // The verb's own sections stand one level below its name.
        page.extend(String::from_utf8_lossy(&part).replace(".SH ", ".SS ").bytes());
    }
    man.render_extra_section(&mut page)?;
    man.render_version_section(&mut page)?;
    terminal.bytes(plain(&String::from_utf8_lossy(&page)).as_bytes())?;
    Ok(Exit::Done)
}

/// The page in ASCII, other characters as roff writes them: not every reader of manual pages knows UTF-8.
fn plain(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    for c in page.chars() {
        if c.is_ascii() { out.push(c) } else { out.push_str(&format!("\\[u{:04X}]", u32::from(c))) }
    }
    out
}
