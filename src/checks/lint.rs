//! A pack held against everything that it names, with the examples of its checks run.

use crate::checks::TABLE;
use crate::checks::examples;
use crate::finding::Finding;
use crate::finding::Level;
use crate::finding::Place;
use crate::guidelines::Library;
use crate::guidelines::lint;
use crate::guidelines::lint::Known;

/// The code of an example that does not show what it should.
const EXAMPLE_CODE: &str = "pack-example";

/// The checks in Rust that stand on this floor; `proof` adds those that read documents.
pub fn known(documents: Vec<String>) -> Known {
    let known = Known { documents, ..Known::default() };
    known.with_rust(TABLE.iter().map(|check| (check.name, check.values)))
}

/// Everything that is wrong with a pack.
pub fn lint(library: &Library, id: &str, known: &Known) -> Vec<Finding> {
    let mut findings = lint::lint(library, id, known);
    let Some(loaded) = library.load(id) else { return findings };
    for check in loaded.pack.iter().flat_map(|pack| &pack.checks) {
        let Some(origin) = loaded.origins.get(check.code.as_str()) else { continue };
        let Some((file, root)) = loaded.sources.get(&origin.file) else { continue };
        for unproven in examples::prove(library, id, check).unwrap_or_default() {
            let mut path = origin.path.key("example").key(unproven.which);
            if root.find(&path.index(unproven.index)).is_some() {
                path = path.index(unproven.index);
            }
            let place = Place { file: file.clone(), span: root.locate(&path), path };
            findings.push(Finding {
                code: EXAMPLE_CODE.to_owned(),
                level: Level::Error,
                message: format!("{}: {}", check.code, unproven.problem),
                help: "Correct the example or the check, whichever is wrong.".to_owned(),
                subject: check.code.to_string(),
                place,
                labels: Vec::new(),
                tasks: Vec::new(),
                accepted: false,
            });
        }
    }
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    findings
}
