//! Two people on two laptops, brought together by git.

use std::path::Path;
use std::process::Command;

use crate::common::Tool;
use crate::walk::STUDY;

fn git(folder: &Path, words: &[&str]) -> bool {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]);
    command.args(words).current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    command.output().unwrap().status.success()
}

fn commit(folder: &Path) {
    assert!(git(folder, &["add", "-A"]) && git(folder, &["commit", "-qm", "x"]));
}

fn two_clones() -> Tool {
    let tool = Tool::new();
    tool.write("one/study.yaml", STUDY);
    let one = tool.path("one");
    assert!(git(&one, &["init", "-q"]));
    commit(&one);
    assert!(git(&tool.path(""), &["clone", "-q", "one", "two"]));
    tool
}

fn record(tool: &Tool, clone: &str, task: &str, person: &str, note: &str) {
    tool.run(&["record", task, "--study", clone, "--as", person, "--state", "attested", "--note", note]).ended(0);
    commit(&tool.path(clone));
}

#[test]
fn different_tasks_merge_without_a_conflict() {
    let tool = two_clones();
    record(&tool, "one", "question-and-use", "lead", "mine");
    record(&tool, "two", "need-for-the-study", "safeguard", "mine too");
    assert!(git(&tool.path("one"), &["pull", "-q", "--no-rebase", "--no-edit", "../two", "main"]));
    let status = tool.run(&["status", "one", "--format", "json"]).ended(0);
    let status: serde_json::Value = serde_json::from_str(&status.stdout).unwrap();
    assert_eq!(status["version"], 1);
    for task in ["question-and-use", "need-for-the-study"] {
        assert!(tool.path(&format!("one/records/ecpat-four-steps/{task}.yaml")).exists());
    }
}

#[test]
fn the_same_task_on_both_sides_is_two_entries_with_their_authors() {
    let tool = two_clones();
    record(&tool, "one", "stop-or-go", "lead", "mine");
    record(&tool, "two", "stop-or-go", "safeguard", "mine too");
    assert!(
        !git(&tool.path("one"), &["pull", "-q", "--no-rebase", "--no-edit", "../two", "main"]),
        "git leaves a conflict"
    );
    let file = tool.path("one/records/ecpat-four-steps/stop-or-go.yaml");
    assert!(std::fs::read_to_string(&file).unwrap().contains("<<<<<<<"));
    let report = tool.run(&["check", "--format", "json", "one"]).ended(1);
    let report: serde_json::Value = serde_json::from_str(&report.stdout).unwrap();
    let findings = report["studies"][0]["findings"].as_array().unwrap();
    let conflicts: Vec<_> = findings.iter().filter(|finding| finding["code"] == "conflict-marker").collect();
    assert_eq!(conflicts.len(), 1, "it is reported as what it is");
    assert_eq!(conflicts[0]["file"], "one/records/ecpat-four-steps/stop-or-go.yaml");
    tool.run(&["record", "stop-or-go", "--study", "one", "--as", "lead", "--note", "together"]).ended(0);
    let text = std::fs::read_to_string(&file).unwrap();
    for part in ["by: lead", "by: safeguard", "note: mine\n", "note: mine too", "note: together"] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("<<<<<<<") && !text.contains("======="), "{text}");
    assert_eq!(text.matches("state: attested").count(), 2);
}
