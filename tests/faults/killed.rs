//! Killed at any moment: no answer lost, no file torn, no lock left.

use std::io::Read;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use crate::common::Tool;
use crate::faults::Chance;
use crate::faults::TASKS;
use crate::faults::answers;
use crate::faults::counted;
use crate::faults::files;
use crate::faults::is_part;
use crate::faults::nothing_is_torn;
use crate::faults::rounds;
use crate::faults::taken;
use crate::walk::STUDY;

/// As many studies at once, so that the processors of a small machine are busy and the moments vary.
const AT_ONCE: usize = 4;

/// Walks in one folder again and again, each killed at another moment. How many were killed before they ended.
fn walks(seed: u64, rounds: usize) -> usize {
    let tool = Tool::new();
    tool.write("study.yaml", STUDY);
    let mut chance = Chance(seed);
    // The longest that a walk took that nobody killed; until one is known, a guess that is too short.
    let mut longest = Duration::from_millis(300);
    let mut killed = 0;
    for round in 0..rounds {
        tool.write("answers.yaml", answers(round, TASKS.len()));
        let mut command = tool.command(&["walk", "--as", "lead", "--answers", "answers.yaml"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut pipe = child.stderr.take().unwrap();
        let reader = std::thread::spawn(move || {
            let mut said = Vec::new();
            pipe.read_to_end(&mut said).unwrap();
            String::from_utf8_lossy(&said).into_owned()
        });
        let begun = Instant::now();
        let moment = Duration::from_millis(chance.below(longest.as_millis() as u64));
        while begun.elapsed() < moment && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        match child.try_wait().unwrap() {
            Some(_) => longest = begun.elapsed(),
            None => {
                killed += 1;
                longest = longest.mul_f64(1.1);
                let _ = child.kill();
            }
        }
        child.wait().unwrap();
        let said = taken(&reader.join().unwrap());
        let stands = nothing_is_torn(&tool.path(""));
        // The last one was said and perhaps not yet written; all before it were written before the next was asked.
        for answer in said.iter().rev().skip(1) {
            assert!(stands.contains(answer), "round {round}: `{answer}` is lost\n{stands}");
        }
    }
    for task in TASKS {
        tool.run(&["record", task, "--as", "lead", "--note", "at last"]).ended(0);
    }
    let left: Vec<_> = files(&tool.path("records")).into_iter().filter(|file| is_part(file)).collect();
    assert!(left.is_empty(), "the next write clears away what a killed one left: {left:?}");
    killed
}

#[test]
fn a_walk_that_is_killed_loses_nothing_that_was_answered() {
    let all = rounds(16);
    let threads: Vec<_> = (0..AT_ONCE)
        .map(|at| {
            let part = all / AT_ONCE + usize::from(at < all % AT_ONCE);
            std::thread::spawn(move || walks(0x9E37_79B9_7F4A_7C15 ^ (at as u64 + 1), part))
        })
        .collect();
    let killed: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    counted(&format!("{killed} of {all} walks were killed while they ran; nothing was lost, nothing was torn"));
    assert!(killed > all / 3, "only {killed} of {all} were killed while they ran");
}
