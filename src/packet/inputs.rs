//! What a packet is built from, and what of it may have moved on since.

use crate::packet::Files;
use crate::packet::verify::Difference;
use crate::yaml;
use crate::yaml::node::Node;

/// Where the inputs stand inside a packet.
pub const FOLDER: &str = "inputs/";

/// What differs between the inputs that a packet holds and those of the study on the disk.
///
/// `is_later` says whether a file is about a phase after the design (a record `records/<pack>/<task>.yaml`, an entry of
/// the log): such records grow while the study runs, entries are added, and neither is a difference.
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
}
