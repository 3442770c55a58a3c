//! A finding in sentences, for screen readers and braille displays: no drawing, one fact a line.

use std::fmt::Write;

use crate::finding::Finding;
use crate::finding::Level;
use crate::finding::Place;
use crate::reports::Catalogue;
use crate::reports::excerpt::Excerpt;
use crate::reports::text::one_line;
use crate::reports::text::visible;

/// One finding, with an empty line behind it.
pub fn finding(finding: &Finding, catalogue: &Catalogue) -> String {
    let mut out = String::new();
    let level = match finding.level {
        Level::Error => "Error",
        Level::Warning => "Warning",
        Level::Note => "Note",
    };
    let _ = writeln!(out, "{level} {}: {}", one_line(&finding.code), one_line(&finding.message));
    let shown = if catalogue.withholds(&finding.code) { position } else { place };
    let _ = writeln!(out, "Place: {}", shown(&finding.place));
    for label in &finding.labels {
        let _ = writeln!(out, "See also: {}. {}", place(&label.place), one_line(&label.text));
    }
    if !finding.help.trim().is_empty() {
        let _ = writeln!(out, "Help: {}", one_line(&finding.help));
    }
    for (task, title) in catalogue.told(&finding.tasks) {
        let title = title.map(|title| format!("{} ({})", one_line(title), one_line(task)));
        let _ = writeln!(out, "Task: {}", title.unwrap_or_else(|| one_line(task)));
    }
    out + "\n"
}

fn position(place: &Place) -> String {
    let start = place.file.position(place.span.start);
    format!("{}, line {}, column {}", one_line(&place.file.name), start.line, start.column)
}

fn place(place: &Place) -> String {
    let excerpt = Excerpt::of(place, &[]);
    let mut text =
        format!("{}, line {}, column {}", one_line(&place.file.name), excerpt.start.line, excerpt.start.column);
    let line = excerpt.text.lines().next().unwrap_or_default().trim();
    if !line.is_empty() {
        let _ = write!(text, ", which reads: {}", visible(line));
    }
    text
}
