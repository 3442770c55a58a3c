//! Several at once, a clock that goes backwards, a file that changes between reading and writing.

use std::process::Child;
use std::process::Stdio;

use crate::common::Tool;
use crate::faults::counted;
use crate::faults::nothing_is_torn;
use crate::faults::rounds;
use crate::walk::STUDY;

/// As many processes write into one study.
const WRITERS: usize = 8;

fn start(tool: &Tool, words: &[&str]) -> Child {
    tool.command(words).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

fn end(child: Child) {
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn eight_writers_on_one_task_and_every_entry_is_there() {
    let tool = Tool::new();
    tool.write("study.yaml", STUDY);
    let rounds = rounds(WRITERS * 2) / WRITERS;
    for round in 0..rounds {
        let notes: Vec<String> = (0..WRITERS).map(|at| format!("note {at} of round {round}.")).collect();
        let write = |note: &String| start(&tool, &["record", "stop-or-go", "--as", "lead", "--note", note]);
        let children: Vec<Child> = notes.iter().map(write).collect();
        children.into_iter().for_each(end);
    }
    let stands = nothing_is_torn(&tool.path(""));
    for round in 0..rounds {
        for at in 0..WRITERS {
            let note = format!("note {at} of round {round}.");
            assert_eq!(stands.matches(&note).count(), 1, "{note}\n{stands}");
        }
    }
    counted(&format!("{} entries of {WRITERS} writers at once: every one is there once", rounds * WRITERS));
}

#[test]
fn eight_writers_on_one_study_file_and_every_answer_is_there() {
    let tool = Tool::new();
    tool.write("study.yaml", STUDY);
    let answers = [
        ("question-and-use", "summary"),
        ("need-for-the-study", "need"),
        ("need-for-the-study", "known"),
        ("stop-or-go", "reason"),
    ];
    let mut expected = Vec::new();
    let mut children = Vec::new();
    for (task, question) in answers {
        let text = format!("{question} of a writer.");
        children.push(start(
            &tool,
            &["record", task, "--as", "lead", "--answer", &format!("{question}={text}"), "--note", "x"],
        ));
        expected.push(text);
    }
    for at in 0..WRITERS - answers.len() {
        let name = format!("Office {at}");
        let item = format!("partners={{name: {name}}}");
        children.push(start(&tool, &["record", "community-and-partners", "--as", "lead", "--answer", &item]));
        expected.push(name);
    }
    children.into_iter().for_each(end);
    let stands = nothing_is_torn(&tool.path(""));
    for text in expected {
        assert!(stands.contains(&text), "`{text}` is lost\n{stands}");
    }
    assert!(stands.contains("id: voices   # names files") && stands.contains("gap_days: 1   # too short?"));
}

#[test]
fn a_clock_that_goes_backwards_loses_nothing_and_the_last_word_counts() {
    let tool = Tool::new();
    tool.write("study.yaml", STUDY);
    let before = "task: ecpat-four-steps/question-and-use\nlog:\n  - on: 2099-01-01T10:00:00Z\n    by: safeguard\n    answers: {users: Nobody}\n    note: From the future.\n";
    let file = "records/ecpat-four-steps/question-and-use.yaml";
    tool.write(file, before);
    let ran = tool
        .run(&["record", "question-and-use", "--as", "lead", "--answer", "users=Two shelters.", "--state", "attested"])
        .ended(0);
    assert!(ran.stderr.contains("the clock of this computer stands before an entry of 2099"), "{}", ran.stderr);
    let text = std::fs::read_to_string(tool.path(file)).unwrap();
    assert!(text.starts_with(before), "the order stays, and what stood there: {text}");
    nothing_is_torn(&tool.path(""));
    let task = "ecpat-four-steps/question-and-use";
    let status = tool.run(&["status", "--format", "json"]).ended(0);
    let status: serde_json::Value = serde_json::from_str(&status.stdout).unwrap();
    let tasks = status["studies"][0]["each_task"].as_array().unwrap();
    let told = tasks.iter().find(|told| told["id"] == task).unwrap();
    assert_eq!((told["state"].as_str(), told["look_again"].as_bool()), (Some("attested"), Some(false)));
}

#[test]
fn a_file_that_changed_since_it_was_read_is_not_overwritten() {
    let tool = Tool::new();
    tool.write("study.yaml", STUDY);
    // A lock that somebody holds stands for the moment between reading and writing.
    let folder = std::fs::File::open(tool.path("")).unwrap();
    folder.lock().unwrap();
    let child = start(&tool, &["record", "need-for-the-study", "--as", "lead", "--answer", "need=Mine."]);
    std::thread::sleep(std::time::Duration::from_millis(1500));
    let edited = STUDY.replace("title: Views of support", "title: Edited meanwhile");
    tool.write("study.yaml", &edited);
    folder.unlock().unwrap();
    end(child);
    let stands = nothing_is_torn(&tool.path(""));
    assert!(stands.contains("title: Edited meanwhile") && stands.contains("why_needed: Mine."), "{stands}");
}
