//! The report for scripts. Its shape is a contract: `assent schema report` describes it.

use serde::Deserialize;
use serde::Serialize;

use crate::assessment::Counts;
use crate::finding::Finding;
use crate::finding::Level;
use crate::reports::Form;
use crate::reports::PackReport;
use crate::reports::Report;
use crate::reports::StudyReport;
use crate::reports::Totals;
use crate::reports::text::acts;

/// The version of the report's shape.
pub const VERSION: u32 = 1;

/// The form as it is registered.
pub const FORM: Form =
    Form { name: "json", about: "for scripts", for_people: false, start: |_| Box::new(Json::default()) };

/// What `assent check --format json` writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckReport {
    /// The version of this shape.
    #[schemars(extend("const" = VERSION))]
    pub version: u32,
    /// The studies, in the order of their files.
    pub studies: Vec<CheckedStudy>,
    /// The packs, in the order of their files.
    pub packs: Vec<CheckedPack>,
}

/// One study.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckedStudy {
    /// The study file, relative to the current folder, with `/`.
    pub file: String,
    /// The study's id; null where it cannot be read.
    pub id: Option<String>,
    /// `stop`, `not-decided`, `go-without-children` or `go`; null where the study cannot be read.
    pub gate: Option<String>,
    /// What was found, sorted by file, line, column and code.
    pub findings: Vec<CheckedFinding>,
    /// How far the tasks are.
    pub tasks: Counts,
}

/// One guideline pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckedPack {
    /// The pack's `pack.yaml`, relative to the current folder, with `/`.
    pub file: String,
    /// The pack's id; null where it cannot be read.
    pub id: Option<String>,
    /// What was found, sorted by file, line, column and code.
    pub findings: Vec<CheckedFinding>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckedFinding {
    /// The stable code of the check.
    pub code: String,
    /// How much it weighs.
    pub level: Level,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
    /// The file, relative to the current folder, with `/`.
    pub file: String,
    /// The first line, from 1.
    #[schemars(range(min = 1))]
    pub line: usize,
    /// The first column, from 1, in Unicode scalar values.
    #[schemars(range(min = 1))]
    pub column: usize,
    /// The last line.
    #[schemars(range(min = 1))]
    pub end_line: usize,
    /// The column behind the last character.
    #[schemars(range(min = 1))]
    pub end_column: usize,
    /// The path of the value that has to change: `participants[1].consent.gap_days`.
    pub path: String,
    /// The stable name, under which a study may accept a warning: `consent-gap@participants.young-survivors`.
    pub finding: String,
    /// True where the study accepted it, with a reason that still holds.
    pub accepted: bool,
    /// The ethical tasks that it serves, as `pack/task`.
    pub tasks: Vec<String>,
}

impl From<&Finding> for CheckedFinding {
    fn from(finding: &Finding) -> Self {
        let (start, end) = finding.place.file.range(&finding.place.span);
        Self {
            code: finding.code.clone(),
            level: finding.level,
            message: finding.message.clone(),
            help: finding.help.clone(),
            file: finding.place.file.name.to_string(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            path: finding.place.path.to_string(),
            finding: finding.name(),
            accepted: finding.accepted,
            tasks: finding.tasks.clone(),
        }
    }
}

/// Writes the whole as one JSON value, a line a study.
#[derive(Default)]
struct Json {
    studies: usize,
    packs: usize,
}

impl Report for Json {
    fn begin(&mut self) -> String {
        format!("{{\"version\":{VERSION},\"studies\":[")
    }

    fn study(&mut self, study: &StudyReport<'_>) -> String {
        self.studies += 1;
        let item = CheckedStudy {
            file: study.file.to_owned(),
            id: study.id.map(str::to_owned),
            gate: study.gate.map(str::to_owned),
            findings: study.findings.iter().map(CheckedFinding::from).collect(),
            tasks: study.counts,
        };
        format!("{}\n{}", if self.studies > 1 { "," } else { "" }, to_text(&item))
    }

    fn pack(&mut self, pack: &PackReport<'_>) -> String {
        self.packs += 1;
        let item = CheckedPack {
            file: pack.file.to_owned(),
            id: pack.id.map(str::to_owned),
            findings: pack.findings.iter().map(CheckedFinding::from).collect(),
        };
        format!("{}\n{}", if self.packs > 1 { "," } else { "],\"packs\":[" }, to_text(&item))
    }

    fn end(&mut self, _: &Totals) -> String {
        if self.packs > 0 { "\n]}\n".to_owned() } else { "\n],\"packs\":[]}\n".to_owned() }
    }
}

/// A value as JSON on one line, in which every character that acts on a terminal is escaped.
///
/// JSON escapes the first 32 control characters itself; the others could still act where somebody looks at the file.
pub fn to_text(value: &impl Serialize) -> String {
    inert(&serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned()))
}

/// A value as JSON over several lines, for people who look.
pub fn to_pretty(value: &impl Serialize) -> String {
    inert(&serde_json::to_string_pretty(value).unwrap_or_else(|_| "null".to_owned())) + "\n"
}

/// Outside of strings JSON holds none of these characters, so they can be escaped wherever they stand.
fn inert(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut units = [0; 2];
    for c in json.chars() {
        if acts(c) {
            out.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out
}

/// The JSON Schema of the report.
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(CheckReport);
    schema.insert("title".to_owned(), "The report of `assent check --format json`".into());
    schema.to_value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_escaped_and_reads_back() {
        let value = serde_json::json!({"a": "x\u{9b}\u{202e}\u{e0001}\u{1b}\nกé"});
        let text = to_text(&value);
        assert!(!text.chars().any(acts), "{text}");
        assert!(text.contains("กé"));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }
}
