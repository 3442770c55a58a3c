//! Documents from the examples: each can be made, says what it has to, and says nothing that is not so.

use std::collections::BTreeMap;
use std::sync::Arc;

use assent::documents::compose::Composition;
use assent::documents::compose::Material;
use assent::documents::compose::before_verdict;
use assent::documents::library::Library;
use assent::source::SourceFile;
use assent::study;
use assent::study::Written;

fn compose(yaml: &str) -> Composition {
    let loaded = study::load(SourceFile::new("study.yaml", yaml));
    let date = study::Date::read("2026-06-01").unwrap();
    let library = Arc::new(Library::built_in());
    let packs = Arc::new(assent::guidelines::library::Library::built_in().in_force(&loaded.study));
    assert!(library.problems().is_empty(), "{:?}", library.problems());
    before_verdict(&Material::new(
        Arc::new(loaded.study),
        Arc::new(loaded.value),
        BTreeMap::new(),
        library,
        packs,
        date,
    ))
}

fn example(name: &str) -> Composition {
    let path = format!("{}/examples/{name}/study.yaml", env!("CARGO_MANIFEST_DIR"));
    compose(&std::fs::read_to_string(path).unwrap())
}

#[test]
fn every_document_of_every_example_can_be_made() {
    for name in ["minimal", "survivor-conversations", "desk-review"] {
        let composition = example(name);
        assert!(composition.errors.is_empty(), "{name}: {:?}", composition.errors);
    }
}

#[test]
fn every_document_of_a_study_that_says_nothing_can_be_made() {
    let composition = compose(
        "assent: 1\nstudy: {id: a, title: A}\nparticipants: [{id: g}]\nsettings: [{id: s}]\nactivities: [{id: x, with: [g], settings: [s]}]\n",
    );
    assert!(composition.errors.is_empty(), "{:?}", composition.errors);
    let sheet = composition.documents.iter().find(|document| document.slot.stem == "information-sheet.g.en").unwrap();
    assert!(sheet.gaps.iter().any(|gap| gap.path.to_string() == "privacy.limits"));
}
