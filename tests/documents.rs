//! Documents from the examples: each can be made, says what it has to, and says nothing that is not so.

use std::collections::BTreeMap;
use std::sync::Arc;

use assent::documents::compose::Composed;
use assent::documents::compose::Composition;
use assent::documents::compose::Material;
use assent::documents::compose::before_verdict;
use assent::documents::library::Library;
use assent::documents::lint::lint;
use assent::documents::pieces::PieceKind;
use assent::documents::tree::Document;
use assent::formats::markdown;
use assent::readability;
use assent::readability::Block;
use assent::readability::BlockKind;
use assent::source::SourceFile;
use assent::study;
use assent::study::Written;

fn compose(yaml: &str) -> Composition {
    compose_in(yaml, BTreeMap::new())
}

fn compose_in(yaml: &str, words: BTreeMap<String, serde_json::Value>) -> Composition {
    let loaded = study::load(SourceFile::new("study.yaml", yaml));
    let date = study::Date::read("2026-06-01").unwrap();
    let library = Arc::new(Library::built_in());
    let packs = Arc::new(assent::guidelines::library::Library::built_in().in_force(&loaded.study));
    assert!(library.problems().is_empty(), "{:?}", library.problems());
    before_verdict(&Material::new(loaded.study, loaded.value, words, library, packs, date))
}

fn study_text(name: &str) -> String {
    std::fs::read_to_string(format!("{ROOT}/examples/{name}/study.yaml")).unwrap()
}

fn example(name: &str) -> Composition {
    let mut words = BTreeMap::new();
    for language in ["en", "es", "fr"] {
        if let Ok(bytes) = std::fs::read(format!("{ROOT}/examples/{name}/words/{language}.yaml")) {
            words.insert(language.to_owned(), assent::yaml::parse("words", &bytes).root.unwrap().to_json());
        }
    }
    compose_in(&study_text(name), words)
}

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What a section of a document says, as its template yielded it, without escapes.
fn section(document: &Composed, anchor: &str) -> Option<String> {
    let text = document.markdown.replace('\\', "");
    if anchor == "top" {
        return text.split("```section").next().map(str::to_owned);
    }
    let (_, after) = text.split_once(&format!("```section {anchor}\n"))?;
    after.split("```section").next().map(str::to_owned)
}

#[test]
fn every_document_of_every_example_can_be_made() {
    for name in [
        "minimal",
        "survivor-conversations",
        "desk-review",
        "boys-conversations",
        "frontline-survey",
        "young-co-researchers",
    ] {
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

#[test]
fn forms_hold_every_element_of_the_table_at_its_place() {
    let whole = study_text("survivor-conversations");
    let group = whole.replace("method: conversation", "method: group").replace("mode: in-person", "mode: online");
    let made = [compose(&whole), compose(&group)];
    let readme = std::fs::read_to_string(format!("{ROOT}/templates/README.md")).unwrap();
    let (_, table) = readme.split_once("| element |").unwrap();
    let mut elements = 0;
    for row in table.lines().skip(2).take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [element, _, id, anchor, words] = cells.as_slice() else { panic!("five cells: {row}") };
        let mut documents = made.iter().flat_map(|composition| &composition.documents);
        let holds = documents.any(|document| {
            document.slot.id == *id && section(document, anchor).is_some_and(|text| text.contains(words))
        });
        assert!(holds, "{element} is not in {id}#{anchor}: `{words}`");
        elements += 1;
    }
    assert!(elements > 80, "{elements}");
}

#[test]
fn the_second_form_repeats_the_right_to_stop_and_a_permission_is_no_yes_of_the_child() {
    let composition = example("survivor-conversations");
    let said =
        |stem: &str| composition.documents.iter().find(|document| document.slot.stem == stem).unwrap().markdown.clone();
    let second = said("consent-form.young-survivors.step-2.en");
    assert!(second.contains("You can stop at any time, also after you signed this."));
    assert!(said("assent-form.young-survivors.step-2.en").contains("If you say no, it is no."));
    assert!(said("permission-form.young-survivors.en").contains("If your child says no, it is no."));
    let first = said("consent-form.young-survivors.en");
    assert!(
        first.contains("You decide nothing today") && !first.contains("take-part |"),
        "the first form asks for no decision"
    );
}

#[test]
fn text_appears_only_where_it_is_true() {
    let whole = study_text("survivor-conversations");
    let sheet = |yaml: &str| {
        let composition = compose(yaml);
        assert!(composition.errors.is_empty(), "{:?}", composition.errors);
        let find = composition.documents.iter().find(|document| document.slot.id == "information-sheet");
        find.unwrap().markdown.clone()
    };
    let before = sheet(&whole);
    assert!(before.contains("A recording") && before.contains("It is worth") && before.contains("two steps"));
    assert!(!before.contains("In the group") && !before.contains("Online, others"));
    let changed = whole
        .replace("recording: audio", "recording: none")
        .replace("given: true", "given: false")
        .replace("steps: 2", "steps: 1")
        .replace("required: true", "required: false")
        .replace("method: conversation", "method: group")
        .replace("mode: in-person", "mode: online");
    let after = sheet(&changed);
    assert!(!after.contains("A recording") && !after.contains("It is worth") && !after.contains("two steps"));
    assert!(!after.contains("Who must tell") && after.contains("In the group") && after.contains("Online, others"));
}

#[test]
fn a_waiver_is_reasoned_for_the_committee_in_the_studys_own_language() {
    let yaml = study_text("survivor-conversations")
        .replace("route: assent-and-permission", "route: assent-with-waiver")
        .replace("languages: [en]", "languages: [es, fr]");
    let composition = compose(&yaml);
    let forms: Vec<&str> = composition
        .documents
        .iter()
        .filter(|document| document.slot.id == "permission-form")
        .map(|document| document.slot.stem.as_str())
        .collect();
    assert_eq!(forms, ["permission-form.young-survivors.en"]);
    let assent = composition.documents.iter().find(|document| document.slot.id == "assent-form").unwrap();
    assert!(
        assent.gaps.iter().any(|gap| gap.translation),
        "prose of another language is a gap, never put in its place"
    );
    assert!(!assent.markdown.contains("Young people who were"), "{}", assent.markdown);
}

#[test]
fn nothing_on_the_referral_card_gives_the_subject_away() {
    for document in &example("survivor-conversations").documents {
        if document.slot.id == "referral-card" {
            let text = document.markdown.to_lowercase();
            for word in ["surviv", "abuse", "exploit", "harm", "victim", "police", "child"] {
                assert!(!text.contains(word), "{word}: {text}");
            }
        }
    }
}

#[test]
fn the_built_in_templates_are_sound_and_every_translation_is_of_the_text_that_stands() {
    let packs = assent::guidelines::library::Library::built_in().all();
    let findings = lint(&Arc::new(Library::built_in()), &packs);
    let told: Vec<String> = findings.iter().map(|one| format!("{}: {}", one.place.file.name, one.message)).collect();
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn study_text_is_nothing_but_text_in_every_document() {
    let hostile = [
        "# heading",
        "- item",
        "1. one",
        "> quote",
        "```signature\nName | Date\n```",
        "[link](https://example.org)",
        "![image](https://example.org/x.png)",
        "<script>x</script>",
        "{{ study.title }}{% for x in y %}",
        "a | b | c",
        "\u{202e}x\u{2066}",
        "=cmd()",
        "~~~\n---\n***",
        "[^1]\n\n[^1]: note",
    ];
    let yaml = study_text("survivor-conversations");
    let loaded = study::load(SourceFile::new("study.yaml", yaml.as_str()));
    let kinds = |tree: &Document| {
        let keep = |kind: &PieceKind| matches!(kind, PieceKind::Heading(_) | PieceKind::Choice | PieceKind::Label);
        tree.pieces().into_iter().map(|piece| piece.kind).filter(keep).count()
    };
    let packs = Arc::new(assent::guidelines::library::Library::built_in().in_force(&loaded.study));
    let library = Arc::new(Library::built_in());
    let date = study::Date::read("2026-06-01").unwrap();
    let make = |study: study::Study| {
        let value = serde_json::to_value(&study).unwrap();
        let material = Material::new(
            Arc::new(study),
            Arc::new(value),
            BTreeMap::new(),
            Arc::clone(&library),
            Arc::clone(&packs),
            date,
        );
        before_verdict(&material)
    };
    let calm = make((*loaded.study).clone());
    for text in hostile {
        let mut value = (*loaded.value).clone();
        replace_prose(&mut value, text);
        let composition = make(serde_json::from_value(value).unwrap());
        assert!(composition.errors.is_empty(), "{text}: {:?}", composition.errors);
        for (hostile, calm) in composition.documents.iter().zip(&calm.documents) {
            assert_eq!(hostile.slot.stem, calm.slot.stem);
            assert_eq!(kinds(&hostile.tree), kinds(&calm.tree), "{text} in {}", calm.slot.stem);
        }
    }
}

/// Puts a text in place of every free text of a study.
fn replace_prose(value: &mut serde_json::Value, text: &str) {
    let study = value.clone();
    for path in assent::documents::localise::given_prose(&study, study::prose_fields()) {
        study::splice::set_value(value, &path, text.into()).unwrap();
    }
}

#[test]
fn every_document_of_the_survivor_conversations_reads_as_it_did() {
    let composition = example("survivor-conversations");
    let library = Library::built_in();
    let words = assent::formats::Words::read(library.words("en").unwrap().paper.as_ref().unwrap()).unwrap();
    let look = assent::formats::Look { words, ..assent::formats::Look::default() };
    for document in &composition.documents {
        let bytes = (markdown::FORMAT.write)(&document.tree, &look).unwrap();
        insta::assert_snapshot!(document.slot.stem.as_str(), String::from_utf8(bytes).unwrap());
    }
}

#[test]
fn the_reading_ages_in_the_readme_are_those_of_the_examples() {
    let mut table = String::from("| document | reading age of the group | asks for |\n|---|---|---|\n");
    for name in ["survivor-conversations", "boys-conversations", "young-co-researchers", "frontline-survey"] {
        for document in &example(name).documents {
            let Some(wanted) = document.reading_age else { continue };
            let pieces = document.tree.pieces();
            let blocks: Vec<Block> = pieces
                .iter()
                .enumerate()
                .map(|(at, piece)| {
                    let kind = match piece.kind {
                        PieceKind::Heading(_) => BlockKind::Heading,
                        PieceKind::Paragraph => BlockKind::Paragraph,
                        _ => BlockKind::Item,
                    };
                    Block::new(at.to_string(), kind, piece.text.as_str())
                })
                .collect();
            let reading = readability::assess(&blocks, &document.slot.language, u8::try_from(wanted).unwrap());
            let age = reading.age.map_or_else(|| "no scale".to_owned(), |age| format!("{age:.0}"));
            table.push_str(&format!("| {name}: {} | {wanted} | {age} |\n", document.slot.stem));
        }
    }
    let path = format!("{ROOT}/templates/README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once("<!-- reading ages -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end of reading ages -->").unwrap();
    let wanted = format!("{before}<!-- reading ages -->\n{table}<!-- end of reading ages -->{after}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &wanted).unwrap();
        return;
    }
    assert_eq!(readme, wanted, "templates/README.md is stale: run this test with UPDATE_DOCS=1");
}
