//! Killed at any moment: no answer lost, no file torn, no lock left.

use std::io::BufRead;
use std::io::BufReader;
use std::process::Stdio;
use std::time::Duration;

use crate::common::Tool;
use crate::walk::STUDY;

/// Answers to the questions of many tasks, each telling its task.
fn answers(tool: &Tool) -> Vec<String> {
    let listed = tool.run(&["guidelines", "show", "ecpat-four-steps", "--format", "json"]).ended(0);
    let pack: serde_json::Value = serde_json::from_str(&listed.stdout).unwrap();
    let mut found = Vec::new();
    collect(&pack, &mut found);
    found
}

fn collect(value: &serde_json::Value, found: &mut Vec<String>) {
    if let Some(id) = value["full_id"].as_str().or(value["id"].as_str().filter(|id| id.contains('/'))) {
        found.push(id.to_owned());
    }
    match value {
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        serde_json::Value::Object(fields) => fields.values().for_each(|item| collect(item, found)),
        _ => {}
    }
}

#[cfg(unix)]
#[test]
fn a_walk_that_is_killed_loses_nothing_that_was_answered() {
    let tool = Tool::new();
    tool.write("study.yaml", STUDY);
    let mut tasks = answers(&tool);
    tasks.dedup();
    tasks.truncate(30);
    assert!(tasks.len() > 5, "{tasks:?}");
    let rounds = 50;
    let mut random: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut killed = 0;
    for round in 0..rounds {
        let mut script = String::new();
        for (at, task) in tasks.iter().enumerate() {
            script.push_str(&format!("{task}:\n  note: round {round} task {at}\n"));
        }
        tool.write("answers.yaml", script);
        let mut command = tool.command(&["walk", "--as", "lead", "--answers", "answers.yaml"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let reader = std::thread::spawn(move || {
            lines.map_while(Result::ok).filter(|line| line.starts_with("Note: ")).collect::<Vec<String>>()
        });
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        std::thread::sleep(Duration::from_millis(random % 400));
        killed += usize::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        child.wait().unwrap();
        let said = reader.join().unwrap();
        // The last one was said and perhaps not yet written; all before it were written before the next was asked.
        for answered in said.iter().rev().skip(1) {
            let note = answered.trim_start_matches("Note: ");
            let at: usize = note.rsplit(' ').next().unwrap().parse().unwrap();
            let record = std::fs::read_to_string(tool.path(&format!("records/{}.yaml", tasks[at]))).unwrap();
            assert!(record.contains(note), "round {round}: {note} is lost\n{record}");
        }
    }
    assert!(killed > rounds / 4, "only {killed} of {rounds} were killed while they ran");
    // Every file reads, and the next one can write at once.
    let report = tool.run(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&report.stdout).unwrap();
    for finding in report["studies"][0]["findings"].as_array().unwrap() {
        let file = finding["file"].as_str().unwrap();
        assert!(!file.contains("records/"), "{finding}");
    }
    tool.run(&["record", &tasks[0], "--as", "lead", "--note", "at last"]).ended(0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_may_only_be_read_is_said_so_and_nothing_changes() {
    use std::os::unix::fs::PermissionsExt;
    let tool = Tool::new();
    tool.write("study.yaml", STUDY);
    tool.write("records/keep", "");
    let folder = tool.path("records");
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o555)).unwrap();
    // Whoever may do anything is not stopped by a mode, and this claim cannot be tried.
    let stopped = std::fs::write(folder.join("probe"), "").is_err();
    if stopped {
        let ran = tool.run(&["record", "stop-or-go", "--as", "lead", "--note", "x"]).ended(2);
        assert!(ran.stderr.contains("may only be read"), "{}", ran.stderr);
    }
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
}
