//! Every older format is read, and a newer one is never guessed at. `tests/formats-v1` holds one file of each kind as
//! version 1 wrote it: those files are never changed. A format that gets a new version gets a folder beside it.

use std::path::Path;

use assent::records::approval::Approval;
use assent::records::approval::Decision;

use crate::common::Tool;
use crate::common::copy;

fn kept(tool: &Tool) {
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats-v1"), &tool.path(""));
}

/// What is wrong with the shape of files, in place of what checks found in them.
const OF_SHAPE: &[&str] = &[
    "dangling-reference",
    "duplicate-id",
    "invalid-value",
    "missing-field",
    "newer-format",
    "out-of-range",
    "unknown-choice",
    "unknown-field",
    "unreadable-study",
    "wrong-type",
];

#[test]
fn a_study_with_its_words_and_records_of_format_1_is_read() {
    let tool = Tool::new();
    kept(&tool);
    let ran = tool.run(&["check", "study", "--format", "json", "--today", "2026-06-01"]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let study = &report["studies"][0];
    assert_eq!(study["id"], "kept-for-good");
    assert_eq!(study["gate"], "go");
    assert_eq!(study["tasks"]["attested"], 1, "the record is read");
    let findings = study["findings"].as_array().unwrap();
    let shape: Vec<&serde_json::Value> =
        findings.iter().filter(|finding| OF_SHAPE.iter().any(|code| finding["code"] == *code)).collect();
    assert!(shape.is_empty(), "{shape:#?}");

    let card = tool
        .run(&["render", "information-sheet", "--study", "study", "--language", "es", "--date", "2026-02-01"])
        .ended(0);
    assert!(card.stdout.contains("Guardado"), "the words are read:\n{}", card.stdout);
}

#[test]
fn a_packet_of_format_1_is_verified() {
    let tool = Tool::new();
    kept(&tool);
    let ran = tool.run(&["verify", "packet.zip", "--format", "json"]).ended(0);
    let verdict: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(verdict["whole"], true);
    assert_eq!(verdict["packet"]["study"], "kept-for-good");
    assert_eq!(verdict["packet"]["tool"], "assent 0.1.0");
}

#[test]
fn an_approval_of_format_1_is_read() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/formats-v1/approval.yaml")).unwrap();
    let approval = Approval::read(&text).unwrap();
    assert_eq!(approval.decision, Decision::WithConditions);
    assert_eq!(approval.folder(), "2026-02-20-fb58-ab1d");
    assert_eq!(approval.conditions.len(), 1);
}

#[test]
fn a_report_of_format_1_serves_as_a_baseline() {
    let tool = Tool::new();
    kept(&tool);
    let words = ["check", "study.yaml", "--today", "2026-06-01", "--baseline", "../report.json"];
    let ran = crate::common::ran(tool.command(&words).current_dir(tool.path("study")).output().unwrap());
    assert!(ran.status < 2, "{}", ran.stderr);
    let counts = ran.stdout.lines().last().unwrap_or_default();
    assert!(counts.contains(" known before and left out"), "{counts}");
}

#[test]
fn a_newer_study_is_left_alone_and_the_message_says_why() {
    let tool = Tool::new();
    let before = "assent: 2\nstudy: {id: later, title: A study of the future, mood: hopeful}\n";
    tool.write("study.yaml", before);
    let ran = tool.run(&["check"]).ended(1);
    assert!(ran.stdout.starts_with("error[newer-format]: this file is written in format 2"), "{}", ran.stdout);
    assert!(ran.stdout.contains("Use a newer version of Assent."), "{}", ran.stdout);
    assert!(ran.stdout.contains("1 error in 1 study"), "nothing else is said about it:\n{}", ran.stdout);
    for words in [
        vec!["packet"],
        vec!["render", "protocol"],
        vec!["record", "ecpat-four-steps/stop-or-go", "--as", "lead", "--state", "attested"],
    ] {
        let ran = tool.run(&words).ended(2);
        assert!(ran.stderr.contains("cannot be read as a study"), "{}", ran.stderr);
    }
    assert_eq!(std::fs::read_to_string(tool.path("study.yaml")).unwrap(), before);
    assert!(!tool.path("packet").exists() && !tool.path("records").exists());
}

#[test]
fn a_newer_packet_and_a_newer_report_are_named() {
    let tool = Tool::new();
    kept(&tool);
    tool.run(&["packet", "study", "--out", "out", "--to", "md", "--date", "2026-02-01"]).ended(0);
    let manifest = std::fs::read_to_string(tool.path("out/packet.json")).unwrap();
    assert!(manifest.contains("\"version\": 1\n"), "{manifest}");
    tool.write("out/packet.json", manifest.replace("\"version\": 1\n", "\"version\": 2\n"));
    let ran = tool.run(&["verify", "out"]).ended(1);
    assert!(
        ran.stdout.contains("written in format 2") && ran.stdout.contains("newer version of Assent"),
        "{}",
        ran.stdout
    );

    tool.write("newer.json", "{\"version\": 2, \"studies\": [], \"packs\": []}\n");
    let ran = tool.run(&["check", "study", "--baseline", "newer.json"]).ended(2);
    assert!(ran.stderr.contains("a report in format 2"), "{}", ran.stderr);
}
