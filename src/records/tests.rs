//! The log is read whatever somebody did to it, and nothing that anybody said is lost.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::records::Answer;
use crate::records::Entry;
use crate::records::Moment;
use crate::records::Records;
use crate::records::State;
use crate::records::TaskRecord;
use crate::records::read::parse;
use crate::records::store;
use crate::records::write::WriteError;
use crate::study::Id;
use crate::study::Written;

const TASK: &str = "ecpat-four-steps/stop-or-go";
const LOG: &str = "task: ecpat-four-steps/stop-or-go
log:
  - on: 2026-03-02T09:14:05Z
    by: lead
    state: in-progress
    maturity: 2
    answers: {first-step: In the library, ready: true, how-many: 3, who: [a, b]}
    note: First look.   # a comment
  - on: 2026-03-03T09:14:05Z
    by: safeguard
    state: attested
    evidence: [files/minutes.pdf]
    basis: 9f2c4e1a77b03d58
";

fn entry(on: &str, by: &str) -> Entry {
    Entry::new(Moment::read(on).unwrap(), Id::read(by).unwrap())
}

fn read(text: &str) -> TaskRecord {
    parse("records/ecpat-four-steps/stop-or-go.yaml", TASK, text.as_bytes())
}

fn grow(text: &str, entry: &Entry) -> store::Grown {
    store::grow("a.yaml", TASK, Some(text.as_bytes()), entry).unwrap()
}

fn codes(record: &TaskRecord) -> Vec<(&str, usize)> {
    let place = |finding: &crate::finding::Finding| record.file.position(finding.place.span.start).line;
    record.findings.iter().map(|finding| (finding.code.as_str(), place(finding))).collect()
}

#[test]
fn a_log_is_read_and_folded() {
    let record = read(LOG);
    assert!(record.findings.is_empty(), "{:?}", record.findings);
    let current = Records::of([record]).current(TASK);
    assert_eq!(current.state, State::Attested);
    assert_eq!(current.maturity, Some(2));
    assert_eq!(current.answers["first-step"].value, Answer::Text("In the library".to_owned()));
    assert_eq!(current.answers["who"].value, Answer::List(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(current.attestations[0].by, "safeguard");
    assert_eq!(current.attestations[0].basis.as_deref(), Some("9f2c4e1a77b03d58"));
    assert_eq!(current.evidence.len(), 1);
}

#[test]
fn two_people_attest_and_taking_a_task_up_again_ends_that() {
    let mut log = LOG.to_owned();
    for (on, by, state) in [("04", "lead", State::Attested), ("05", "lead", State::Attested)] {
        let mut entry = entry(&format!("2026-03-{on}T00:00:00Z"), by);
        entry.state = Some(state);
        log = grow(&log, &entry).text;
    }
    assert_eq!(Records::of([read(&log)]).current(TASK).attested_by(), 2);
    let mut again = entry("2026-03-06T00:00:00Z", "lead");
    again.state = Some(State::Reopened);
    let current = Records::of([read(&grow(&log, &again).text)]).current(TASK);
    assert_eq!((current.state, current.attested_by()), (State::Reopened, 0));
}

#[test]
fn the_order_of_time_counts_and_not_the_order_of_the_file() {
    let mut late = entry("2026-03-02T00:00:00Z", "lead");
    late.state = Some(State::NotApplicable);
    late.reason = Some("No children.".to_owned());
    let current = Records::of([read(&grow(LOG, &late).text)]).current(TASK);
    assert_eq!(current.state, State::Attested);
    assert_eq!(current.last.unwrap().0, "safeguard");
}

#[test]
fn a_blanked_text_is_accepted() {
    let text = LOG
        .replace("In the library", "REDACTED")
        .replace("by: lead", "by: REDACTED")
        .replace("First look.", "REDACTED");
    let record = read(&text);
    assert!(record.findings.is_empty(), "{:?}", record.findings);
    let current = Records::of([record]).current(TASK);
    assert!(current.answers["first-step"].value.is_redacted());
    assert_eq!(current.answers["first-step"].by, "REDACTED");
}

#[test]
fn what_is_wrong_with_an_entry_is_said_at_its_line_and_hides_no_other() {
    let text = LOG.replace("maturity: 2", "maturity: 7").replace("state: attested", "state: atested").replace(
        "  - on: 2026-03-03T09:14:05Z\n    by: safeguard",
        "  - on: yesterday\n    by: Safe Guard\n  - by: lead\n  - on: 2026-03-03T09:14:05Z\n    by: safeguard",
    );
    let record = read(&text);
    assert_eq!(
        codes(&record),
        [
            ("out-of-range", 6),
            ("invalid-value", 9),
            ("invalid-value", 10),
            ("missing-field", 11),
            ("unknown-choice", 14),
        ]
    );
    assert_eq!(record.findings[1].subject, "ecpat-four-steps/stop-or-go.log[1].on");
    let read: Vec<_> = record.log.iter().map(|logged| logged.index).collect();
    assert_eq!(read, [Some(0), Some(3)]);
}

#[test]
fn a_record_about_another_task_and_an_answer_of_no_form_are_said_so() {
    assert_eq!(
        codes(&read(&LOG.replace("task: ecpat-four-steps/stop-or-go", "task: ecpat-four-steps/other"))),
        [("record-misplaced", 1)]
    );
    assert_eq!(codes(&read(&LOG.replace("ready: true", "ready: {a: 1}"))), [("record-entry", 3)]);
    assert_eq!(codes(&read("- a\n")), [("wrong-type", 1)]);
}

#[test]
fn an_entry_by_a_stranger_is_a_dangling_reference_at_its_line() {
    let study = crate::study::load(crate::source::SourceFile::new(
        "study.yaml",
        "assent: 1\nstudy: {id: s, title: T}\nteam: [{id: lead}, {id: safegard}]\n",
    ));
    let record = read(LOG);
    let strangers = record.strangers(&study.study);
    assert_eq!(strangers.len(), 1);
    assert_eq!(record.file.position(strangers[0].place.span.start).line, 10);
    assert!(strangers[0].help.starts_with("Did you mean `safegard`?"));
    let nobody = record.strangers(&crate::study::Study::default());
    let helps: Vec<&str> = nobody.iter().map(|finding| finding.help.as_str()).collect();
    assert_eq!(helps, ["Add the person to `team` in study.yaml."; 2]);
}

#[test]
fn an_answer_is_shown_as_people_write_it() {
    let shown = |value: serde_json::Value| Answer::from_json(value).map(|answer| answer.to_string());
    for (value, text) in [
        (serde_json::json!("In the library"), "In the library"),
        (serde_json::json!(true), "yes"),
        (serde_json::json!(false), "no"),
        (serde_json::json!(2.5), "2.5"),
        (serde_json::json!(["a", 2, true]), "a; 2; true"),
    ] {
        assert_eq!(shown(value).as_deref(), Some(text));
    }
    for no_answer in [serde_json::json!(null), serde_json::json!({"a": 1}), serde_json::json!([["a"]])] {
        assert_eq!(shown(no_answer.clone()), None, "{no_answer}");
    }
}

#[test]
fn two_files_about_one_task_are_read_together_and_name_each_piece_of_evidence_once() {
    let second = parse("records/a-copy.yaml", TASK, LOG.replace("files/minutes.pdf", "files/plan.pdf").as_bytes());
    let third = parse("records/b-copy.yaml", TASK, LOG.as_bytes());
    let records = Records::of([read(LOG), third, second]);
    let names: Vec<&str> = records.files(TASK).iter().map(|record| record.file.name.as_ref()).collect();
    assert_eq!(names, ["records/a-copy.yaml", "records/b-copy.yaml", "records/ecpat-four-steps/stop-or-go.yaml"]);
    let mut evidence: Vec<String> = records.current(TASK).evidence.iter().map(|file| file.value.to_string()).collect();
    evidence.sort();
    assert_eq!(evidence, ["files/minutes.pdf", "files/plan.pdf"]);
}

#[test]
fn a_conflict_is_called_what_it_is_and_loses_no_entry() {
    let conflict = "task: ecpat-four-steps/stop-or-go
log:
<<<<<<< HEAD
  - on: 2026-03-02T09:14:05Z
    by: lead
=======
  - on: 2026-03-02T10:00:00Z
    by: safeguard
>>>>>>> theirs
    state: attested
";
    let record = read(conflict);
    assert_eq!(codes(&record), [("conflict-marker", 3)]);
    let current = Records::of([record]).current(TASK);
    let people: Vec<&str> = current.attestations.iter().map(|attestation| attestation.by.as_str()).collect();
    assert_eq!(people, ["lead", "safeguard"]);
    let mut third = entry("2026-03-02T11:00:00Z", "lead");
    third.note = Some("Both of us were right.".to_owned());
    let grown = grow(conflict, &third);
    assert!(grown.joined);
    let record = read(&grown.text);
    assert!(record.findings.is_empty(), "{:?}", record.findings);
    assert_eq!(record.log.len(), 3);
    let entry = "  - on: 2026-03-02T09:14:05Z\n    by: lead\n";
    let same = format!("task: {TASK}\nlog:\n<<<<<<< HEAD\n{entry}=======\n{entry}    # later\n>>>>>>> theirs\n");
    assert_eq!(read(&same).log.len(), 1, "what both sides hold is one entry");
}

#[test]
fn an_entry_is_added_behind_the_last_in_the_layout_of_the_file() {
    let mut more = entry("2026-03-04T00:00:00Z", "lead");
    more.note = Some("Two\nlines: here".to_owned());
    let grown = grow(LOG, &more).text;
    assert!(grown.starts_with(LOG), "what stood there is unchanged");
    let tail = &grown[LOG.len()..];
    assert_eq!(tail, "  - on: 2026-03-04T00:00:00Z\n    by: lead\n    note: |-\n      Two\n      lines: here\n");
    let windows = LOG.replace('\n', "\r\n");
    let grown = grow(&windows, &more).text;
    assert!(grown.starts_with(&windows) && !grown.replace("\r\n", "").contains('\n'));
    for text in [
        "task: ecpat-four-steps/stop-or-go\nlog: []\n",
        "task: ecpat-four-steps/stop-or-go\nlog:",
        "log: # none yet\ntask: ecpat-four-steps/stop-or-go\n",
    ] {
        assert_eq!(read(&grow(text, &more).text).log.len(), 1, "{text}");
    }
    let without_end = LOG.trim_end();
    assert_eq!(read(&grow(without_end, &more).text).log.len(), 3);
    let dashes_below_the_key = LOG.replace("\n  ", "\n");
    assert_eq!(read(&grow(&dashes_below_the_key, &more).text).log.len(), 3);
}

#[test]
fn nothing_is_added_to_what_cannot_be_read() {
    let more = entry("2026-03-04T00:00:00Z", "lead");
    for text in ["task: [", "task: ecpat-four-steps/stop-or-go\nlog: {a: 1}\n", ""] {
        assert!(store::grow("a.yaml", TASK, Some(text.as_bytes()), &more).is_err(), "{text}");
    }
    let flow = "task: ecpat-four-steps/stop-or-go\nlog: [{on: 2026-03-02T09:14:05Z, by: lead}]\n";
    assert!(matches!(store::grow("a.yaml", TASK, Some(flow.as_bytes()), &more), Err(store::StoreError::Layout(_))));
    let torn = "task: ecpat-four-steps/stop-or-go\nlog:\n<<<<<<< HEAD\n  - on: yesterday\n=======\n>>>>>>> theirs\n";
    let torn = store::grow("a.yaml", TASK, Some(torn.as_bytes()), &more).unwrap_err();
    assert!(torn.to_string().contains("cannot be read, so nothing was added to it"), "{torn}");
}

#[test]
fn an_entry_that_would_not_read_back_is_not_added() {
    let mut too_ripe = entry("2026-03-04T00:00:00Z", "lead");
    too_ripe.maturity = Some(9);
    let refused = store::grow("a.yaml", TASK, Some(LOG.as_bytes()), &too_ripe).unwrap_err();
    assert!(matches!(refused, store::StoreError::Unreadable { .. }), "{refused}");
    let mut blank = entry("2026-03-04T00:00:00Z", "lead");
    blank.note = Some("TODO".to_owned());
    let refused = store::grow("a.yaml", TASK, None, &blank).unwrap_err();
    assert!(matches!(refused, store::StoreError::Layout(_)), "{refused}");
}

#[test]
fn a_mark_that_an_editor_put_at_the_head_stays_there() {
    let marked = format!("\u{feff}{LOG}");
    let grown = grow(&marked, &entry("2026-03-04T00:00:00Z", "lead")).text;
    assert!(grown.starts_with(&marked), "{grown}");
    assert_eq!(read(&grown).log.len(), 3);
}

#[test]
fn each_refusal_says_what_to_do_about_it() {
    let name = || "a.yaml".to_owned();
    let cases = [
        (store::StoreError::NoTask(name()), "name it as `assent status` does"),
        (store::StoreError::Unreadable { file: name(), why: name() }, "mend the file"),
        (store::StoreError::Layout(name()), "write the entries of `log` as items"),
        (store::StoreError::Entry(name()), "report this"),
        (store::StoreError::StandsThere(name()), "say in the note what is different"),
        (WriteError::Busy(name()).into(), "wait until the other one has finished"),
        (WriteError::Full(name()).into(), "make room on the disk"),
    ];
    for (error, step) in cases {
        assert!(error.next_step().contains(step), "{error}: {}", error.next_step());
    }
}

#[test]
fn a_task_names_a_file_inside_the_records_and_nothing_else() {
    let folder = std::path::Path::new("study");
    assert_eq!(store::path(folder, TASK).unwrap(), folder.join("records/ecpat-four-steps/stop-or-go.yaml"));
    for bad in ["stop-or-go", "../x/y", "a/../b", "/a", "a/b/c", "A/b", "a/", ""] {
        assert!(store::path(folder, bad).is_err(), "{bad}");
    }
}

#[test]
fn entries_of_many_writers_are_all_kept() {
    let dir = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let folder = dir.path();
            scope.spawn(move || {
                for round in 0..10 {
                    let mut entry = entry("2026-03-02T09:14:05Z", "lead");
                    entry.note = Some(format!("{writer}-{round}"));
                    store::append(folder, TASK, &entry).unwrap();
                }
            });
        }
    });
    let path = store::path(dir.path(), TASK).unwrap();
    let record = read(&std::fs::read_to_string(&path).unwrap());
    assert_eq!(record.log.len(), 40);
    assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        "\\PC{0,20}|[ -~\n\t#:'\"-]{0,30}".prop_map(Answer::Text),
        any::<bool>().prop_map(Answer::Bool),
        any::<i32>().prop_map(|number| Answer::Number(number.into())),
        prop::collection::vec("[ -~ก-ฮ]{1,10}", 1..4).prop_map(Answer::List),
    ]
}

proptest! {
    #[test]
    fn whatever_is_answered_is_read_back_and_leaves_the_rest_as_it_was(
        answers in prop::collection::btree_map("[a-z]{1,6}", answer(), 0..4),
        note in prop::option::of("\\PC{1,40}|[ -~\n]{1,40}"),
    ) {
        // Blank texts are gaps, and a gap is nothing that was said.
        let blank = |text: &str| crate::yaml::node::is_blank_text(text);
        let answers: BTreeMap<String, Answer> = answers
            .into_iter()
            .filter(|(_, answer)| !matches!(answer, Answer::Text(text) if blank(text)))
            .filter(|(_, answer)| !matches!(answer, Answer::List(items) if items.iter().any(|item| blank(item))))
            .collect();
        let mut more = entry("2026-03-04T00:00:00Z", "lead");
        more.answers = answers;
        more.note = note.filter(|note| !blank(note));
        let grown = grow(LOG, &more);
        prop_assert!(grown.text.starts_with(LOG));
        let record = read(&grown.text);
        prop_assert_eq!(&record.log.last().unwrap().entry, &more);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        parse("a.yaml", TASK, &bytes);
    }
}
