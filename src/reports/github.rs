//! GitHub workflow commands: one annotation a finding, shown beside the lines of a change.

use crate::finding::Finding;
use crate::finding::Level;
use crate::reports::Form;
use crate::reports::PackReport;
use crate::reports::Report;
use crate::reports::StudyReport;
use crate::reports::text::one_line;
use crate::reports::text::visible;

/// The form as it is registered.
pub const FORM: Form =
    Form { name: "github", about: "annotations of a GitHub workflow", for_people: false, start: |_| Box::new(Github) };

struct Github;

impl Report for Github {
    fn study(&mut self, study: &StudyReport<'_>) -> String {
        study.findings.iter().filter(|finding| !finding.accepted).map(command).collect()
    }

    fn pack(&mut self, pack: &PackReport<'_>) -> String {
        pack.findings.iter().filter(|finding| !finding.accepted).map(command).collect()
    }
}

fn command(finding: &Finding) -> String {
    let kind = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let (start, end) = finding.place.file.range(&finding.place.span);
    // GitHub takes columns only where the whole place is on one line.
    let columns = if start.line == end.line && start.column < end.column {
        format!(",col={},endColumn={}", start.column, end.column)
    } else {
        String::new()
    };
    let help = if finding.help.trim().is_empty() { String::new() } else { format!("\n{}", finding.help.trim()) };
    format!(
        "::{kind} file={},line={},endLine={}{columns},title={}::{}\n",
        property(&visible(&finding.place.file.name)),
        start.line,
        end.line,
        property(&one_line(&finding.code)),
        message(&visible(&format!("{}{help}", one_line(&finding.message)))),
    )
}

/// The escapes of a workflow command's message: nothing in it can begin another command.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The escapes of a workflow command's properties.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
