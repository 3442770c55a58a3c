//! What `assent packet` says about the packet that it made.

use std::path::Path;

use crate::assessment::Missing;
use crate::commands::edge::shown;
use crate::commands::packet::INDEX;
use crate::commands::packet::Yield;
use crate::formats::FORMATS;
use crate::packet::build::DOCUMENTS;
use crate::reports::human::number;
use crate::reports::text::Text;

/// Things that are missing and named one by one; the rest is counted.
const NAMED: usize = 8;

/// What was written where, what is missing for a final packet, and what could not be made.
pub fn summary(made: &Yield, out: &Path, zip: Option<&Path>) -> Text {
    let mut text = kind(made).normal(" in ").strong(shown(out));
    let files = number(made.built.files.len(), "file");
    text = text.normal(format!(": {}, {files}.", number(made.documents, "document"))).line();
    for (name, what) in rows(made, out, zip) {
        text = text.normal(format!("  {name:<12}")).code(what).line();
    }
    if !made.missing.is_empty() {
        let count = number(made.missing.len(), "thing");
        let verb = if made.missing.len() == 1 { "is" } else { "are" };
        text = text.normal(format!("Every page says DRAFT. {count} {verb} missing for a final packet:")).line();
        text.append(list_missing(&made.missing, NAMED));
    }
    text.append(failures(made));
    text
}

/// The packet's kind and code.
pub fn kind(made: &Yield) -> Text {
    let kind = if made.built.manifest.is_final { "Final packet" } else { "Draft packet" };
    Text::new().strong(kind).normal(format!(" {}", made.built.manifest.code))
}

/// The files that could not be made.
pub fn failures(made: &Yield) -> Text {
    made.built.failures.iter().fold(Text::new(), |text, failure| {
        text.strong("  not made    ").normal(format!("{}: {}", failure.path, failure.why)).line()
    })
}

fn rows(made: &Yield, out: &Path, zip: Option<&Path>) -> Vec<(&'static str, String)> {
    let files = &made.built.files;
    let mut rows = vec![("read it", shown(&out.join(INDEX)))];
    let is_there = |extension: &str| files.keys().any(|path| path.starts_with(DOCUMENTS) && path.ends_with(extension));
    let formats: Vec<&str> = FORMATS.iter().map(|format| format.extension).filter(|ending| is_there(ending)).collect();
    if !formats.is_empty() {
        rows.push(("documents", format!("{}, each as {}", shown(&out.join(DOCUMENTS)), formats.join(", "))));
    }
    let registers = files.keys().filter(|path| path.starts_with("risk-register."));
    rows.extend(registers.map(|register| ("risks", shown(&out.join(register)))));
    rows.push(("check it", format!("assent verify {}", shown(out))));
    rows.extend(zip.map(|zip| ("send it", shown(zip))));
    rows
}

/// What is missing, one line each.
pub fn list_missing(missing: &[Missing], most: usize) -> Text {
    let mut text = Text::new();
    for one in missing.iter().take(most) {
        text = match one {
            Missing::Gate("stop") => text.normal("  step 1      the team decided to stop: there is nothing to hand in"),
            Missing::Gate(_) => text.normal("  step 1      the stop/go decision is not taken"),
            Missing::Error { finding, message } => {
                text.normal(format!("  error       {message} ")).faint(finding.clone())
            }
            Missing::Task { id, title } => text.normal(format!("  open task   {title} ")).faint(id.clone()),
            Missing::Gap { stem, field } => text.normal(format!("  gap         {field} ")).faint(stem.clone()),
            Missing::Translation { document, language } => text
                .normal(format!("  unreviewed  {document} in {language}: name a native reader under `translations`")),
        }
        .line();
    }
    let left = missing.len().saturating_sub(most);
    if left > 0 {
        text =
            text.normal(format!("  and {left} more: ")).code("assent packet --final").normal(" names them all").line();
    }
    text
}
