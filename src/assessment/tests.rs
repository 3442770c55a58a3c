//! What is promised of the assessment, as tests.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::guidelines::files::PackFiles;
use crate::guidelines::load;
use crate::records::read;
use crate::study;
use crate::study::values::Written;

const PACK: &str = "id: p\ntitle: P\npublisher: X\nyear: 2026\nversion: '1'\ncitation: C\nurl: https://example.org\nprovenance: general-knowledge\nnote: n\nlanguage: en\nsteps:\n  - {id: '1', title: One, folder: one}\n";

const TASKS: &str = r#"
- id: t
  title: Plan time to think
  why: People need time.
  phase: design
  gate: blocks
  attest: 2
  provenance: general-knowledge
  questions:
    - {id: q, ask: "Who?"}
    - {id: gap, ask: "How long?", field: "participants[].consent.gap_days"}
    - {id: r, ask: "Why?", reflect: true}
  evidence: A log.
  documents: []
  sources: [{work: W}]
  checks:
    - code: gap
      level: error
      each: participants
      require: item.consent.gap_days >= 1
      at: consent.gap_days
      message: too short
      help: wait
      example: {bad: {participants: [{id: a, consent: {gap_days: 0}}]}, good: {participants: [{id: a, consent: {gap_days: 1}}]}}
- id: later
  title: Look back
  why: To learn.
  phase: after
  gate: blocks
  provenance: general-knowledge
  applies: "participants | length > 0"
  evidence: A report.
  sources: [{work: W}]
"#;

fn packs() -> Packs {
    let files = BTreeMap::from([
        ("pack.yaml".to_owned(), PACK.as_bytes().to_vec()),
        ("one/tasks.yaml".to_owned(), TASKS.as_bytes().to_vec()),
    ]);
    let loaded = load::load(&PackFiles::new("p", files));
    Packs::new(loaded.pack.into_iter().map(Arc::new).collect())
}

fn judge(study: &str, record: &str) -> Assessment {
    let loaded = study::load_bytes("study.yaml", study.as_bytes());
    let packs = packs();
    let today = Date::read("2026-06-01").unwrap();
    let facts = crate::checks::Facts::on(today);
    let findings = crate::checks::run(&loaded, &packs, &facts);
    let records =
        if record.is_empty() { None } else { Some(read::parse("records/p/t.yaml", "p/t", record.as_bytes())) };
    assess(&loaded, &packs, &Records::of(records), findings, today)
}

const STUDY: &str = "assent: 1\nstudy: {id: s, title: S}\npurpose: {decision: {outcome: go}}\nparticipants: [{id: a, consent: {gap_days: 2}}]\n";

fn attested_by(people: &[&str]) -> String {
    let entries = people.iter().map(|who| format!("  - {{on: 2026-03-02T09:14:05Z, by: {who}, state: attested}}\n"));
    format!("task: p/t\nlog:\n{}", entries.collect::<String>())
}

#[test]
fn a_task_is_complete_when_enough_people_attest_it_and_no_error_stands() {
    assert!(!judge(STUDY, &attested_by(&["lead"])).tasks[0].complete);
    assert!(judge(STUDY, &attested_by(&["lead", "safeguard"])).tasks[0].complete);
    let broken = STUDY.replace("gap_days: 2", "gap_days: 0");
    let assessment = judge(&broken, &attested_by(&["lead", "safeguard"]));
    assert!(!assessment.tasks[0].complete && assessment.tasks[0].errors == 1);
    assert!(assessment.tasks[0].is_attested());
}

#[test]
fn questions_that_need_an_answer_are_named_until_they_have_one() {
    assert_eq!(judge(STUDY, "").tasks[0].unanswered, ["q"]);
    let blank = STUDY.replace("gap_days: 2", "gap_days: TODO");
    assert_eq!(judge(&blank, "").tasks[0].unanswered, ["q", "gap"]);
}

#[test]
fn a_task_that_was_set_aside_does_not_count() {
    let aside =
        "task: p/t\nlog:\n  - {on: 2026-03-02T09:14:05Z, by: lead, state: not-applicable, reason: nobody is met}\n";
    let assessment = judge(STUDY, aside);
    assert_eq!(assessment.counts(), Counts { applicable: 1, complete: 0, attested: 0, open: 1 });
}

#[test]
fn a_task_that_does_not_concern_the_study_says_so() {
    let nobody = "assent: 1\nstudy: {id: s, title: S}\n";
    let assessment = judge(nobody, "");
    assert!(assessment.task("p/later").is_some_and(|task| matches!(task.applies, Applies::NotHere)));
    assert_eq!(assessment.gate, Gate::NotDecided);
}

#[test]
fn what_was_attested_and_has_changed_is_to_be_looked_at_again() {
    let loaded = study::load_bytes("study.yaml", STUDY.as_bytes());
    let packs = packs();
    let (_, task) = packs.task("p/t").unwrap();
    let basis = basis_of(task, &packs, &loaded.value, &Default::default());
    let record = |basis: &str| {
        format!("task: p/t\nlog:\n  - {{on: 2026-03-02T09:14:05Z, by: lead, state: attested, basis: '{basis}'}}\n")
    };
    assert!(!judge(STUDY, &record(&basis)).tasks[0].look_again);
    assert!(judge(&STUDY.replace("gap_days: 2", "gap_days: 3"), &record(&basis)).tasks[0].look_again);
    let elsewhere = STUDY.replace("title: S", "title: Other");
    assert!(!judge(&elsewhere, &record(&basis)).tasks[0].look_again);
}

#[test]
fn a_study_is_final_ready_when_nothing_is_missing() {
    let ready = judge(STUDY, &attested_by(&["lead", "safeguard"]));
    assert_eq!(final_ready(&ready, &[]), []);
    let gap = PaperState {
        document: "consent-form".into(),
        stem: "consent-form.a.en".into(),
        language: "en".into(),
        gaps: vec!["privacy.limits".into()],
        unreviewed: true,
    };
    assert_eq!(final_ready(&ready, &[gap]).len(), 2);
    let open = judge(&STUDY.replace("outcome: go", "outcome: stop"), "");
    let missing = final_ready(&open, &[]);
    assert!(missing.contains(&Missing::Gate("stop")));
    assert!(missing.iter().any(|missing| matches!(missing, Missing::Task { id, .. } if id == "p/t")));
    assert!(!missing.iter().any(|missing| matches!(missing, Missing::Task { id, .. } if id == "p/later")));
}

#[test]
fn every_verdict_is_the_word_that_reports_hold() {
    for gate in [Gate::Stop, Gate::NotDecided, Gate::GoWithoutChildren, Gate::Go] {
        assert_eq!(serde_json::to_value(gate).unwrap(), gate.as_str());
    }
}
