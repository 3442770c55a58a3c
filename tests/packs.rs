//! Walks every pack: names, expressions, sources, documents, codes, and the examples of every check.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use assent::checks;
use assent::documents::library::Library as Templates;
use assent::finding::Finding;
use assent::finding::Level;
use assent::guidelines::Library;
use assent::guidelines::files;
use assent::guidelines::functions;
use assent::guidelines::inference;
use assent::guidelines::inference::Names;
use assent::guidelines::language::Expression;
use assent::guidelines::language::Scope;
use assent::guidelines::lint::Known;
use assent::guidelines::world::World;
use assent::proof;
use assent::study::Written;

fn known() -> Known {
    let templates = Templates::built_in();
    let documents = templates.folders().iter().map(|folder| folder.id.clone()).collect();
    checks::lint::known(documents).with_rust(proof::TABLE.iter().map(|check| (check.name, check.values)))
}

fn shown(finding: &Finding) -> String {
    let at = finding.place.file.position(finding.place.span.start);
    format!("{}:{}:{} {} {}", finding.place.file.name, at.line, at.column, finding.message, finding.help)
}

fn faults(library: &Library, id: &str) -> Vec<String> {
    let findings = checks::lint::lint(library, id, &known());
    findings.iter().filter(|finding| finding.level != Level::Note).map(shown).collect()
}

#[test]
fn every_pack_is_sound_and_every_example_shows_what_it_should() {
    let library = Library::built_in();
    let faults: Vec<String> = library.ids().flat_map(|id| faults(&library, id)).collect();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn an_organisations_own_pack_enters_by_the_same_door() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/own-pack/guidelines");
    let mut packs = BTreeMap::new();
    read(&root, "", &mut packs);
    let mut library = Library::built_in();
    let packs = files::sort("guidelines", packs);
    let ids: Vec<String> = packs.keys().cloned().collect();
    library.add(packs);
    assert!(!ids.is_empty());
    for id in ids {
        assert_eq!(faults(&library, &id), Vec::<String>::new());
        assert!(!library.pack(&id).unwrap().is_built_in());
    }
}

fn read(folder: &Path, prefix: &str, into: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            read(&entry.path(), &format!("{name}/"), into);
        } else {
            into.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
}

#[test]
fn every_function_is_described_and_its_example_can_be_asked() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/survivor-conversations/study.yaml");
    let loaded = assent::study::load_bytes("study.yaml", &std::fs::read(root).unwrap());
    let today = assent::study::Date::read("2026-06-01").unwrap();
    let library = Library::built_in();
    let packs = library.in_force(&loaded.study);
    let world = World::new(Arc::clone(&loaded.study), &loaded.value, today, packs.lexicon());
    let mut names = Vec::new();
    for function in functions::TABLE {
        assert!(function.signature.starts_with(&format!("{}(", function.name)), "{}", function.signature);
        assert!(function.example.contains(function.name), "{}", function.example);
        let (_, mistakes) = inference::expression(function.example, &Names::study());
        assert_eq!(mistakes, [], "{}", function.example);
        let answer = Expression::new(function.example).ask(&Scope::new(&world));
        assert!(answer.is_ok(), "{}: {answer:?}", function.example);
        names.push(function.name);
    }
    let mut unique = names.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), names.len(), "a function stands twice in the table");
}

#[test]
fn the_pack_that_always_holds_is_never_named_and_has_no_tasks() {
    let library = Library::built_in();
    let basics = library.pack("study-basics").unwrap();
    assert!(basics.always && basics.tasks.is_empty());
    let always: Vec<&str> = library.ids().filter(|id| library.pack(id).unwrap().always).collect();
    assert_eq!(always, ["study-basics"]);
}

#[test]
fn a_packs_digest_changes_with_every_byte_of_it() {
    let library = Library::built_in();
    let before = library.pack("study-basics").unwrap().digest().to_owned();
    let mut changed = Library::built_in();
    let files = BTreeMap::from([("study-basics/words.yaml".to_owned(), b"method: [practice]\n".to_vec())]);
    changed.add(files::sort("guidelines", files));
    let after = changed.pack("study-basics").unwrap();
    assert_ne!(before, after.digest());
    assert_eq!(before.len(), 64);
    assert!(!after.is_built_in() && after.words["method"] == ["practice"]);
    assert_eq!(library.pack("study-basics").unwrap().digest(), before, "a copy does not change the original");
}

#[test]
fn what_the_build_made_of_a_pack_is_what_its_yaml_says() {
    let library = Library::built_in();
    for id in library.ids() {
        let (made, loaded) = (library.pack(id).unwrap(), library.load(id).unwrap());
        let written = loaded.pack.as_ref().unwrap();
        assert!(made.is_built_in());
        assert_eq!(made.manifest, written.manifest, "{id}");
        assert_eq!(made.tasks, written.tasks, "{id}");
        assert_eq!(made.checks, written.checks, "{id}");
        assert_eq!(made.hazards, written.hazards, "{id}");
        assert_eq!(made.benefits, written.benefits, "{id}");
        assert_eq!(made.terms, written.terms, "{id}");
        assert_eq!(made.words, written.words, "{id}");
        assert_eq!(made.sources, written.sources, "{id}");
        assert_eq!(made.wordings, written.wordings, "{id}");
    }
}

/// Everything a person needs in order to work with a task; the rest of its fields are choices from closed lists, which the
/// loader demands.
#[test]
fn every_task_says_what_why_when_and_whence_and_leaves_something_to_think_about() {
    let library = Library::built_in();
    let packs = library.all();
    let mut lacking = Vec::new();
    for (_, task) in packs.tasks() {
        let needs = [
            ("title", !task.title.trim().is_empty()),
            ("why", !task.why.trim().is_empty()),
            ("question to answer", task.questions.iter().any(|question| !question.reflect)),
            ("question to think about", task.questions.iter().any(|question| question.reflect)),
            ("evidence", !task.evidence.trim().is_empty()),
            ("document", !task.documents.is_empty()),
            ("source", !task.sources.is_empty() && task.sources.iter().all(|source| !source.work.trim().is_empty())),
            ("person who attests", task.attest >= 1),
            (
                "study that it concerns, in words",
                task.applies.is_none() || task.applies_because.as_deref().is_some_and(|words| !words.trim().is_empty()),
            ),
        ];
        lacking
            .extend(needs.iter().filter(|(_, there)| !there).map(|(what, _)| format!("{}: no {what}", task.full_id)));
    }
    assert!(packs.tasks().count() > 150 && lacking.is_empty(), "{}", lacking.join("\n"));
}
