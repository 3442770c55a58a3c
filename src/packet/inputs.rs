//! What a packet is built from, and what of it may have moved on since.

use std::collections::BTreeSet;

use crate::packet::Files;
use crate::packet::verify::Difference;
use crate::study::Study;
use crate::yaml;
use crate::yaml::node::Node;

/// Where the inputs stand inside a packet.
pub const FOLDER: &str = "inputs/";

/// The files that a study and its records name: guides, assessments, evidence. Relative paths, as written.
///
/// `records` are the record files by path. A name is only a name here; whether it leads out of the study's folder is
/// for the reader at the edge to refuse.
pub fn named_files(study: &Study, records: &Files) -> BTreeSet<String> {
    let guides = study.activities.iter().filter_map(|activity| activity.guide.as_ref());
    let assessment = study.privacy.impact_assessment.file.as_ref();
    let mut named: BTreeSet<String> = guides.chain(assessment).map(|path| path.as_str().to_owned()).collect();
    for (name, bytes) in records.iter().filter(|(name, _)| name.starts_with("records/")) {
        let Some(root) = yaml::parse(name, bytes).root else { continue };
        let entries = root.get("log").map(Node::items).unwrap_or_default();
        let evidence = entries.iter().filter_map(|entry| entry.get("evidence"));
        named.extend(evidence.flat_map(|list| list.items()).filter_map(Node::text).map(str::to_owned));
    }
    named
}

/// What differs between the inputs that a packet holds and those of the study on the disk.
///
/// `is_later` says whether a record (`records/<pack>/<task>.yaml`) is about a phase after the design: such a record
/// grows while the study runs, and growing is no difference.
pub fn compare(packet: &Files, study: &Files, is_later: &dyn Fn(&str) -> bool) -> Vec<Difference> {
    let mut differences = Vec::new();
    let held: Files = packet
        .iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix(FOLDER)?.to_owned(), bytes.clone())))
        .collect();
    for (path, bytes) in &held {
        match study.get(path) {
            Some(now) if now == bytes => {}
            Some(now) if is_later(path) && has_grown(bytes, now) => {}
            Some(_) => differences.push(Difference::Changed { path: path.clone() }),
            None => differences.push(Difference::Removed { path: path.clone() }),
        }
    }
    let added = study.keys().filter(|path| !held.contains_key(*path) && !is_later(path));
    differences.extend(added.map(|path| Difference::Added { path: path.clone() }));
    differences.sort();
    differences
}

/// True where a log only has more entries than before.
fn has_grown(before: &[u8], after: &[u8]) -> bool {
    let log = |bytes: &[u8]| -> Option<Vec<serde_json::Value>> {
        let root = yaml::parse("", bytes).root?;
        Some(root.get("log")?.items().iter().map(Node::to_json).collect())
    };
    match (log(before), log(after)) {
        (Some(before), Some(after)) => after.starts_with(&before),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(entries: &[(&str, &str)]) -> Files {
        entries.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn the_input_that_differs_is_named() {
        let packet = files(&[("inputs/study.yaml", "a"), ("inputs/words/es.yaml", "b"), ("index.html", "x")]);
        let study = files(&[("study.yaml", "A"), ("records/p/new.yaml", "c")]);
        let differences = compare(&packet, &study, &|_| false);
        assert_eq!(
            differences,
            [
                Difference::Changed { path: "study.yaml".into() },
                Difference::Added { path: "records/p/new.yaml".into() },
                Difference::Removed { path: "words/es.yaml".into() },
            ]
        );
    }

    #[test]
    fn a_record_of_a_later_phase_may_grow_and_may_not_be_rewritten() {
        let one = "task: p/t\nlog:\n  - {on: 1, by: a}\n";
        let grown = "task: p/t\nlog:\n  - {on: 1, by: a}\n  - {on: 2, by: a}\n";
        let packet = files(&[("inputs/records/p/t.yaml", one)]);
        assert!(compare(&packet, &files(&[("records/p/t.yaml", grown)]), &|_| true).is_empty());
        assert_eq!(compare(&packet, &files(&[("records/p/t.yaml", grown)]), &|_| false).len(), 1);
        let rewritten = "task: p/t\nlog:\n  - {on: 1, by: b}\n";
        assert_eq!(compare(&packet, &files(&[("records/p/t.yaml", rewritten)]), &|_| true).len(), 1);
    }

    #[test]
    fn evidence_and_guides_are_named() {
        let records = files(&[("records/p/t.yaml", "task: p/t\nlog:\n  - {evidence: [files/a.pdf]}\n")]);
        let named = named_files(&Study::default(), &records);
        assert_eq!(named.into_iter().collect::<Vec<_>>(), ["files/a.pdf"]);
    }
}
