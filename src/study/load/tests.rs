//! Whatever stands in a file, it is loaded, and what the plan lets through the types accept.

use proptest::prelude::*;

use crate::source::SourceFile;
use crate::study::LoadedStudy;
use crate::study::load;
use crate::study::load_bytes;
use crate::study::plan::Expected;
use crate::study::plan::Plan;
use crate::study::schema;
use crate::yaml::path::Path;

fn examples() -> Vec<(String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().join("study.yaml"))
        .filter(|path| path.exists())
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    found.sort();
    found
}

fn value_of(expected: &Expected, plan: &Plan) -> serde_json::Value {
    use serde_json::json;
    match expected {
        Expected::Text | Expected::Anything => json!("text"),
        Expected::Value(name) => json!(match name.as_str() {
            "Date" => "2026-03-02",
            "Country" => "NO",
            "Language" => "th",
            "Currency" => "THB",
            "DeleteAfter" => "end+P60D",
            "RelativePath" => "guides/a.md",
            _ => "an-id",
        }),
        Expected::Bool => json!(true),
        Expected::Integer { min, .. } => json!(min),
        Expected::Number { .. } => json!(1.5),
        Expected::Choice(words) => json!(words.last().unwrap()),
        Expected::List(inner) => json!([value_of(inner, plan)]),
        Expected::Group(at) => {
            let fields = &plan.group(*at).fields;
            fields.iter().map(|field| (field.name.clone(), value_of(&field.expected, plan))).collect()
        }
    }
}

fn without_unexpected(loaded: &LoadedStudy) {
    assert!(loaded.findings.iter().all(|finding| finding.code != "unreadable-study"), "{:?}", loaded.findings);
}

#[test]
fn a_file_with_every_field_of_the_plan_is_read_by_the_types_and_written_back_whole() {
    let plan = schema::plan();
    let whole = value_of(&plan.expected(), plan);
    let loaded = load(SourceFile::new("study.yaml", serde_yaml::to_string(&whole).unwrap()));
    without_unexpected(&loaded);
    assert_eq!(loaded.findings.iter().filter(|finding| finding.code != "dangling-reference").count(), 0);
    assert_eq!(*loaded.value, whole);
}

#[test]
fn the_examples_have_no_error_of_shape() {
    let examples = examples();
    assert!(!examples.is_empty());
    for (name, text) in examples {
        let loaded = load(SourceFile::new(name.clone(), text));
        assert!(loaded.findings.is_empty(), "{name}: {:?}", loaded.findings);
        assert!(loaded.readable);
    }
}

#[test]
fn the_value_has_the_whole_shape_and_subjects_name_ids() {
    let loaded = load(SourceFile::new(
        "study.yaml",
        "assent: 1\nstudy: {id: s, title: T}\nparticipants:\n  - id: young\n  - label: No id\n",
    ));
    assert_eq!(loaded.value["privacy"]["limits"], serde_json::Value::Null);
    assert_eq!(loaded.value["participants"][0]["consent"]["gap_days"], serde_json::Value::Null);
    assert_eq!(loaded.value["study"]["language"], "en");
    let subject = |path: &str| loaded.subject(&Path::parse(path));
    assert_eq!(subject("participants[0].consent"), "participants.young.consent");
    assert_eq!(subject("participants[1].label"), "participants[1].label");
    let place = loaded.place(&Path::parse("participants[0].consent.gap_days"));
    assert_eq!(loaded.file.excerpt(&place.span), "id: young");
}

#[test]
fn a_file_that_cannot_be_read_still_has_a_place_for_everything() {
    for bytes in [&b""[..], b"\xFF\xFE", b"a: [", b"just text", b"<<<<<<< HEAD\n"] {
        let loaded = load_bytes("study.yaml", bytes);
        assert!(!loaded.readable);
        assert_eq!(loaded.findings.len(), 1, "{:?}", loaded.findings);
        assert_eq!(loaded.value["team"], serde_json::json!([]));
        loaded.place(&Path::parse("participants[3].ages"));
    }
}

#[test]
fn a_repeated_field_does_not_hide_the_rest() {
    let loaded =
        load(SourceFile::new("study.yaml", "assent: 1\nstudy: {id: s, title: T}\nteam: [{id: a, nme: x, id: b}]\n"));
    let codes: Vec<&str> = loaded.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(codes, ["duplicate-key", "unknown-field"]);
    assert_eq!(loaded.findings[0].subject, "team.a.id");
}

proptest! {
    #[test]
    fn any_bytes_load(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
        without_unexpected(&load_bytes("study.yaml", &bytes));
    }

    /// One line of an example is replaced by something else: whatever the walk keeps, the types accept.
    #[test]
    fn a_spoilt_example_loads(
        which in 0usize..3,
        line in 0usize..400,
        column in 0usize..40,
        junk in "[ -~]{0,12}|TODO|\\[\\]|\\{\\}|~|- x|3|1.5|-1|true|99999999999999999999|1e300|a: b",
    ) {
        let examples = examples();
        let (name, text) = &examples[which % examples.len()];
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let at = line % lines.len();
        let kept: String = lines[at].chars().take(column).collect();
        lines[at] = format!("{kept}{junk}");
        let loaded = load(SourceFile::new(name.clone(), lines.join("\n")));
        without_unexpected(&loaded);
        for finding in &loaded.findings {
            prop_assert!(loaded.file.text.get(finding.place.span.clone()).is_some());
        }
    }
}
