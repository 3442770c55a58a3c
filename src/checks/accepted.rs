//! Warnings that a team has looked at and lives with.

use crate::checks::finding;
use crate::checks::hit::Context;
use crate::checks::hit::Facts;
use crate::checks::hit::Hit;
use crate::checks::hit::RustCheck;
use crate::finding::Finding;
use crate::finding::Level;
use crate::guidelines::Packs;
use crate::study::Acceptance;
use crate::study::LoadedStudy;
use crate::yaml::path::Path;

/// An acceptance that names no finding of this study.
pub(super) const UNMATCHED: RustCheck = RustCheck { name: "accepted-unmatched", values: &["finding"], run: later };
/// An acceptance whose date has passed.
pub(super) const EXPIRED: RustCheck = RustCheck { name: "accepted-expired", values: &["finding"], run: later };
/// An acceptance of an error.
pub(super) const ERROR: RustCheck = RustCheck { name: "accepted-error", values: &["finding"], run: later };

/// These three are put to the findings of all others, by [`settle`].
fn later(_: &Context<'_>) -> Vec<Hit> {
    Vec::new()
}

/// Puts the study's acceptances to all findings, adds what is wrong with the acceptances, and sorts everything.
///
/// A warning or a note that an acceptance names, with a reason and before its date, is marked. An error stays an error.
pub fn settle(loaded: &LoadedStudy, packs: &Packs, facts: &Facts, mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut wrong = Vec::new();
    for (index, acceptance) in loaded.study.accepted.iter().enumerate() {
        let Some(name) = &acceptance.finding else { continue };
        let path = Path::root().key("accepted").index(index);
        let mut matched = false;
        for finding in findings.iter_mut().filter(|finding| finding.name() == *name) {
            matched = true;
            if finding.level == Level::Error {
                wrong.push((ERROR.name, path.key("finding"), name.clone()));
            } else if expired(acceptance, facts) {
                wrong.push((EXPIRED.name, path.key("until"), name.clone()));
            } else {
                finding.accepted = acceptance.reason.is_some();
            }
        }
        if !matched {
            let (code, key) =
                if expired(acceptance, facts) { (EXPIRED.name, "until") } else { (UNMATCHED.name, "finding") };
            wrong.push((code, path.key(key), name.clone()));
        }
    }
    if !wrong.is_empty() {
        let context = Context::new(loaded, packs, facts);
        for (code, path, name) in wrong {
            for (pack, check) in packs.checks().filter(|(_, check)| check.rust.as_deref() == Some(code)) {
                let hit = Hit::at(loaded.place(&path)).with("finding", name.as_str());
                findings.push(finding(&context, pack, check, hit));
            }
        }
    }
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    findings.dedup_by(|a, b| {
        a.code == b.code && a.subject == b.subject && a.place.span == b.place.span && a.message == b.message
    });
    findings
}

fn expired(acceptance: &Acceptance, facts: &Facts) -> bool {
    acceptance.until.is_some_and(|until| until < facts.today)
}
