//! Which findings count: `--select`, `--ignore` and `--baseline`.

use std::collections::BTreeSet;
use std::path::Path;

use crate::commands::edge;
use crate::commands::edge::shown;
use crate::commands::problem::Refusal;
use crate::finding::Finding;
use crate::guidelines::Library;
use crate::reports::Catalogue;
use crate::reports::json::CheckReport;
use crate::reports::json::CheckedFinding;
use crate::reports::json::VERSION;
use crate::study::nearest;

/// The findings that count.
#[derive(Debug, Default)]
pub struct Selection {
    select: Option<BTreeSet<String>>,
    ignore: BTreeSet<String>,
    /// Findings that an earlier report held, by file and name.
    known: BTreeSet<(String, String)>,
}

impl Selection {
    /// Reads the options. A code that no check has is a mistake that would hide everything, so it is refused.
    pub fn new(
        select: &[String],
        ignore: &[String],
        baseline: Option<&Path>,
        packs: impl FnOnce() -> Result<Library, Refusal>,
    ) -> anyhow::Result<Self> {
        if !select.is_empty() || !ignore.is_empty() {
            let catalogue = Catalogue::of(packs()?.all());
            let known = catalogue.codes();
            for code in select.iter().chain(ignore) {
                if !known.contains(&code.as_str()) {
                    let next = match nearest::nearest(code, known.iter().copied()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "each finding shows its code in brackets".to_owned(),
                    };
                    return Err(Refusal::Usage { problem: format!("no check has the code `{code}`"), next }.into());
                }
            }
        }
        Ok(Self {
            select: (!select.is_empty()).then(|| select.iter().cloned().collect()),
            ignore: ignore.iter().cloned().collect(),
            known: baseline.map(known).transpose()?.unwrap_or_default(),
        })
    }

    /// Leaves only the findings that count, and says how many were known before.
    pub fn apply(&self, findings: &mut Vec<Finding>) -> usize {
        findings.retain(|finding| {
            self.select.as_ref().is_none_or(|select| select.contains(&finding.code))
                && !self.ignore.contains(&finding.code)
        });
        if self.known.is_empty() {
            return 0;
        }
        let before = findings.len();
        findings.retain(|finding| !self.known.contains(&(finding.place.file.name.to_string(), finding.name())));
        before - findings.len()
    }
}

/// The findings of an earlier report.
fn known(file: &Path) -> anyhow::Result<BTreeSet<(String, String)>> {
    let next = "write one with `assent check --format json > FILE`";
    let bytes = edge::read_all(file)?;
    // What the JSON lacks helps nobody who named the wrong file.
    let report: CheckReport = serde_json::from_slice(&bytes).map_err(|_| Refusal::Usage {
        problem: format!("`{}` is no report of `assent check --format json`", shown(file)),
        next: next.to_owned(),
    })?;
    if report.version > VERSION {
        let problem = format!(
            "`{}` is a report in format {}, and this program reads formats up to {VERSION}",
            shown(file),
            report.version
        );
        return Err(Refusal::Usage { problem, next: next.to_owned() }.into());
    }
    let studies = report.studies.into_iter().flat_map(|study| study.findings);
    let packs = report.packs.into_iter().flat_map(|pack| pack.findings);
    Ok(studies.chain(packs).map(|CheckedFinding { file, finding, .. }| (file, finding)).collect())
}
