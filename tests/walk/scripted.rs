//! Answers from a file and from flags.

use crate::common::Tool;
use crate::walk::STUDY;

const ANSWERS: &str = "\
ecpat-four-steps/question-and-use:
  users: Two shelters, when they plan their hours.
  summary: |
    Young people tell what helped.

    It takes an hour.
  maturity: 2
  state: attested
ecpat-four-steps/consent-in-two-steps:
  gap@participants.young: 3
";

#[test]
fn a_file_answers_and_the_study_keeps_its_comments() {
    let tool = Tool::new();
    tool.write("study.yaml", STUDY);
    tool.write("answers.yaml", ANSWERS);
    let ran = tool.run(&["walk", "--as", "lead", "--answers", "answers.yaml"]).ended(0);
    assert!(!ran.stderr.contains("nobody asked"), "{}", ran.stderr);
    let study = std::fs::read_to_string(tool.path("study.yaml")).unwrap();
    let summary = "summary: |\n    Young people tell what helped.\n\n    It takes an hour.\n";
    let expected = STUDY.replace("summary: TODO\n", summary).replace("gap_days: 1   #", "gap_days: 3   #");
    assert_eq!(study.replace("summary: |-\n", "summary: |\n"), expected);
    let record = std::fs::read_to_string(tool.path("records/ecpat-four-steps/question-and-use.yaml")).unwrap();
    for part in ["users: Two shelters", "maturity: 2", "state: attested", "basis: ", "by: lead"] {
        assert!(record.contains(part), "{part}\n{record}");
    }
    tool.run(&["check", "--quiet"]);
    let again = tool.run(&["walk", "--as", "lead", "--answers", "answers.yaml"]).ended(0);
    assert!(!again.stderr.contains("In study.yaml"), "the same answers change nothing: {}", again.stderr);
}

#[test]
fn an_answer_that_cannot_be_used_is_named_and_what_came_before_is_kept() {
    let tool = Tool::new();
    tool.write("study.yaml", STUDY);
    tool.write("a.yaml", "ecpat-four-steps/question-and-use: {users: Two shelters., state: finished}\n");
    let ran = tool.run(&["walk", "--as", "lead", "--answers", "a.yaml"]).ended(2);
    assert!(
        ran.stderr.contains("ecpat-four-steps/question-and-use.state") && ran.stderr.contains("attested"),
        "{}",
        ran.stderr
    );
    assert!(tool.path("records/ecpat-four-steps/question-and-use.yaml").exists());
}

#[test]
fn a_decision_to_stop_is_a_success_with_a_record_of_its_own() {
    let tool = Tool::new();
    tool.write("study.yaml", STUDY);
    tool.write(
        "a.yaml",
        "ecpat-four-steps/stop-or-go: {outcome: stop, date: 2026-03-02, by: \"lead, safeguard\", reason: Workers can answer it.}\n",
    );
    let ran = tool.run(&["walk", "--as", "lead", "--answers", "a.yaml"]).ended(0);
    assert!(ran.stderr.contains("Decided: stop"), "{}", ran.stderr);
    let decision = std::fs::read_to_string(tool.path("decision.md")).unwrap();
    for part in ["**stop**", "2026-03-02", "Lee Example, Sam Example", "Workers can answer it"] {
        assert!(decision.contains(part), "{part}\n{decision}");
    }
}

#[test]
fn from_init_on_only_by_answering() {
    let tool = Tool::new();
    tool.write(
        "first.yaml",
        "study: {title: Views of support, start: 2026-09-01}\nteam: {1: {name: Lee Example, duties: [lead]}}\n\
         settings: {1: {country: NO, age_of_majority: 18}}\nparticipants: {1: {label: Social workers, from: 25, survivors: no}}\n\
         activities: {1: {method: survey, recording: none}}\n",
    );
    tool.run(&["init", "new", "--answers", "first.yaml"]).ended(0);
    let study = std::fs::read_to_string(tool.path("new/study.yaml")).unwrap();
    for part in [
        "id: views-of-support",
        "country: \"NO\"",
        "id: social-workers",
        "with: [social-workers]",
        "settings: [norway]",
    ] {
        assert!(study.contains(part), "{part}\n{study}");
    }
    let report: serde_json::Value =
        serde_json::from_str(&tool.run(&["check", "--format", "json", "new"]).stdout).unwrap();
    let codes: Vec<&str> =
        report["studies"][0]["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
    assert!(!codes.is_empty(), "the gaps are listed");
    for code in ["wrong-type", "unknown-field", "invalid-value", "dangling-reference", "identity-in-study"] {
        assert!(!codes.contains(&code), "{code}");
    }
    let again = tool.run(&["init", "new", "--yes"]).ended(2);
    assert!(again.stderr.contains("already"), "{}", again.stderr);
}

#[test]
fn from_init_to_a_packet_without_an_error_only_by_answering() {
    let tool = Tool::new();
    crate::common::copy(
        &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/commands/from-init.in"),
        &tool.path(""),
    );
    tool.run(&["init", "study", "--answers", "first.yaml"]).ended(0);
    let walked = tool.run(&["walk", "study", "--as", "amara-example", "--answers", "answers.yaml"]).ended(0);
    assert!(!walked.stderr.contains("nobody asked"), "{}", walked.stderr);
    let report = tool.run(&["check", "study", "--format", "json", "--today", "2026-06-01"]).ended(0);
    let report: serde_json::Value = serde_json::from_str(&report.stdout).unwrap();
    assert_eq!(report["studies"][0]["gate"], "go-without-children");
    tool.run(&["packet", "study", "--to", "html,md", "--date", "2026-06-01"]).ended(0);
    let packet = tool.path("study/packet");
    for name in ["index.html", "packet.json", "risk-register.csv"] {
        assert!(packet.join(name).is_file(), "{name} is not in the packet");
    }
}

#[test]
fn record_says_what_is_wrong_with_its_flags() {
    let tool = Tool::new();
    tool.write("study.yaml", STUDY);
    for (words, said) in [
        (&["record", "stop-or-goo", "--as", "lead", "--note", "x"][..], "did you mean `stop-or-go`"),
        (&["record", "stop-or-go", "--as", "leed", "--note", "x"], "did you mean `lead`"),
        (&["record", "stop-or-go", "--as", "lead"], "--state"),
        (&["record", "stop-or-go", "--as", "lead", "--state", "not-applicable"], "--reason"),
        (&["record", "stop-or-go", "--as", "lead", "--evidence", "../x"], "study folder"),
        (&["record", "stop-or-go", "--as", "lead", "--evidence", "none.pdf"], "there is no file"),
        (&["record", "stop-or-go", "--as", "lead", "--answer", "outcom=go"], "did you mean `outcome`"),
        (&["record", "stop-or-go", "--as", "lead", "--answer", "outcome=perhaps"], "go-without-children"),
    ] {
        let ran = tool.run(words).ended(2);
        assert!(ran.stderr.contains(said), "{words:?}\n{}", ran.stderr);
    }
    assert_eq!(std::fs::read_to_string(tool.path("study.yaml")).unwrap(), STUDY);
    assert!(!tool.path("records").exists());
}

#[test]
fn a_task_is_set_aside_with_a_reason_and_not_without_one() {
    let tool = Tool::new();
    tool.write("study.yaml", STUDY);
    let record = || std::fs::read_to_string(tool.path("records/ecpat-four-steps/question-and-use.yaml")).unwrap();
    let walk = |answers: &str| {
        tool.write("a.yaml", format!("ecpat-four-steps/question-and-use: {{{answers}}}\n"));
        tool.run(&["walk", "--as", "lead", "--answers", "a.yaml"]).ended(0)
    };
    walk("state: not-applicable");
    assert!(
        !tool.path("records/ecpat-four-steps/question-and-use.yaml").exists(),
        "nothing is set aside without a reason"
    );
    walk("state: not-applicable, reason: The question came from a ministry.");
    assert!(record().contains("state: not-applicable"), "{}", record());
    let again = walk("state: reopened, note: We looked again.");
    assert!(again.stderr.contains("nobody asked"), "what is set aside is not asked about: {}", again.stderr);
}
