//! `assent packet --watch`: the packet made again whenever something that it is made from is saved.
//!
//! Files only: nothing is served. A study that cannot be read while somebody edits it leaves the last packet in place.

use std::collections::BTreeMap;
use std::time::Duration;
use std::time::Instant;

use crate::commands::edge::shown;
use crate::commands::exit::Exit;
use crate::commands::judge::judge;
use crate::commands::outbox;
use crate::commands::packet::INDEX;
use crate::commands::packet::Order;
use crate::commands::packet::Yield;
use crate::commands::packet::changes::Changes;
use crate::commands::packet::told;
use crate::commands::problem::Problem;
use crate::commands::workspace::Shelf;
use crate::commands::workspace::Workspace;
use crate::finding::Finding;
use crate::finding::Level;
use crate::guidelines::Packs;
use crate::packet::MANIFEST;
use crate::reports::Catalogue;
use crate::reports::human;
use crate::reports::human::number;
use crate::reports::text::Role;
use crate::reports::text::Text;
use crate::terminal::Terminal;
use crate::terminal::interrupt;

/// Makes the packet, and again with every change, until somebody presses Ctrl-C.
pub fn run(order: &Order, open: bool, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let changes = Changes::of(order)?;
    let mut desk = Desk::default();
    desk.first(order, terminal)?;
    terminal.say(format!(
        "Watching {}: save a file, and the packet is made again. Ctrl-C ends it.",
        shown(&order.place.folder)
    ));
    terminal.finish()?;
    if open && order.out.join(INDEX).is_file() {
        outbox::offer(&order.out.join(INDEX), terminal);
    }
    while !interrupt::wanted() && changes.wait() {
        desk.again(order, terminal)?;
        terminal.finish()?;
    }
    Ok(if interrupt::wanted() { Exit::Interrupted } else { Exit::CouldNot })
}

/// What was told already.
#[derive(Default)]
struct Desk {
    findings: BTreeMap<String, String>,
    manifest: Vec<u8>,
}

/// What a round came to.
enum Round {
    /// The study cannot be read; the packet stays.
    Unreadable(Vec<Finding>),
    Made(Box<Yield>),
}

impl Desk {
    fn first(&mut self, order: &Order, terminal: &mut Terminal) -> anyhow::Result<()> {
        match round(order, terminal)? {
            Round::Unreadable(findings) => self.unreadable(&findings, order, terminal),
            Round::Made(made) => {
                self.tell(&made.findings, &made.packs, terminal)?;
                self.manifest = made.built.files.get(MANIFEST).cloned().unwrap_or_default();
                Ok(terminal.result(told::summary(&made, &order.out, order.zip().as_deref()))?)
            }
        }
    }

    /// One more round. A file that cannot be read just now is said, and the next change tries again.
    fn again(&mut self, order: &Order, terminal: &mut Terminal) -> anyhow::Result<()> {
        let begun = Instant::now();
        match round(order, terminal) {
            Ok(Round::Unreadable(findings)) => self.unreadable(&findings, order, terminal),
            Ok(Round::Made(made)) => {
                let manifest = made.built.files.get(MANIFEST).cloned().unwrap_or_default();
                let news = self.tell(&made.findings, &made.packs, terminal)?;
                if !news && manifest == self.manifest {
                    return Ok(());
                }
                self.manifest = manifest;
                Ok(terminal.result(line(&made, begun.elapsed()))?)
            }
            Err(error) => {
                let problem = Problem::describe(&error);
                terminal.error(&problem.text, problem.next.as_deref());
                Ok(())
            }
        }
    }

    fn unreadable(&mut self, findings: &[Finding], order: &Order, terminal: &mut Terminal) -> anyhow::Result<()> {
        self.manifest.clear();
        if self.tell(findings, &Packs::default(), terminal)? {
            let stays = if order.out.join(INDEX).is_file() {
                "The study cannot be read like this. The packet stays as it was until the file is mended."
            } else {
                "The study cannot be read like this. The packet is made as soon as the file is mended."
            };
            terminal.result(Text::from(stays).line())?;
        }
        Ok(())
    }

    /// Shows what is new since the last round, and names what is mended; says whether there was anything.
    fn tell(&mut self, findings: &[Finding], packs: &Packs, terminal: &mut Terminal) -> anyhow::Result<bool> {
        let catalogue = Catalogue::of(packs.clone());
        let ink = terminal.ink();
        let current: BTreeMap<String, String> = findings
            .iter()
            .filter(|finding| !finding.accepted)
            .map(|finding| (finding.name(), finding.message.clone()))
            .collect();
        let is_new = |finding: &&Finding| self.findings.get(&finding.name()) != Some(&finding.message);
        let mut news = false;
        for finding in findings.iter().filter(|finding| !finding.accepted).filter(is_new) {
            terminal.bytes(human::one(finding, &catalogue, ink).as_bytes())?;
            news = true;
        }
        for name in self.findings.keys().filter(|name| !current.contains_key(*name)) {
            terminal.result(Text::new().with(Role::Good, "mended").normal(format!(": {name}")).line())?;
            news = true;
        }
        self.findings = current;
        Ok(news)
    }
}

/// Makes the packet and puts it in place; Ctrl-C waits while it is put.
fn round(order: &Order, terminal: &mut Terminal) -> anyhow::Result<Round> {
    let shelf = Shelf::open(&order.wishes.guidelines)?;
    let workspace = Workspace::open(&order.place, &shelf)?;
    if !workspace.loaded.readable {
        // On which day does not matter: no check runs on what cannot be read.
        let judged = judge(&workspace, jiff::civil::Date::constant(1970, 1, 1).into())?;
        return Ok(Round::Unreadable(judged.assessment.findings));
    }
    let made = order.make(terminal)?;
    order.put(&made)?;
    Ok(Round::Made(Box::new(made)))
}

/// One line for a packet that was made again.
fn line(made: &Yield, took: Duration) -> Text {
    let mut text = told::kind(made);
    let counts = [(Level::Error, "error"), (Level::Warning, "warning")];
    for (level, word) in counts {
        let count = made.findings.iter().filter(|finding| finding.level == level && !finding.accepted).count();
        text = text.normal(format!("{} {}", if word == "error" { ":" } else { "," }, number(count, word)));
    }
    text = text.normal(match made.missing.len() {
        0 => ", nothing missing".to_owned(),
        missing => format!(", {} missing for a final packet", number(missing, "thing")),
    });
    text = text.faint(format!(" ({:.1} s)", took.as_secs_f64())).line();
    text.append(told::failures(made));
    text
}
