//! The shape of "something is wrong": about somebody's study, never about the program.

use crate::source::SourceFile;
use crate::source::Span;
use crate::yaml::path::Path;

/// How much a finding weighs.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Something that would harm or mislead if it went out.
    Error,
    /// Something to decide.
    Warning,
    /// Something for strict readers.
    Note,
}

/// A place in a file: its bytes, and the path that leads there.
#[derive(Debug, Clone)]
pub struct Place {
    /// The file.
    pub file: SourceFile,
    /// The bytes to underline.
    pub span: Span,
    /// The path of the value that has to change, whether it exists yet or not.
    pub path: Path,
}

/// A second place that explains a finding.
#[derive(Debug, Clone)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What that place has to do with it.
    pub text: String,
}

/// One thing that a check found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The check's stable, readable code.
    pub code: String,
    /// How much it weighs.
    pub level: Level,
    /// What is wrong, in one sentence.
    pub message: String,
    /// How to mend it.
    pub help: String,
    /// Where the value that has to change stands.
    pub place: Place,
    /// Other places that have to do with it.
    pub labels: Vec<Label>,
    /// The ethical tasks that the check serves, as `pack/task`.
    pub tasks: Vec<String>,
    /// The path by ids that, with the code, names this finding for good: `participants.young-survivors`.
    pub subject: String,
    /// True where the study accepted this warning, with a reason that still holds.
    pub accepted: bool,
}

impl Finding {
    /// The stable name: `code@path-by-id`; the code alone for the file as a whole.
    pub fn name(&self) -> String {
        if self.subject.is_empty() { self.code.clone() } else { format!("{}@{}", self.code, self.subject) }
    }

    /// What findings are sorted by: file, line and column, code; the rest only makes the order complete.
    pub fn order(&self) -> (&str, usize, &str, usize, &str, &str) {
        (&self.place.file.name, self.place.span.start, &self.code, self.place.span.end, &self.subject, &self.message)
    }
}
