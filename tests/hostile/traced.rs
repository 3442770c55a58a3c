//! What the system sees: no network, no file opened for writing outside of where the result belongs.
#![cfg(target_os = "linux")]

use std::io::Write;
use std::process::Command;

use crate::common::TODAY;
use crate::common::Tool;

/// The trace of a run, or none where this machine cannot trace; in `.ci/run` it can.
fn trace(tool: &Tool, words: &[&str]) -> Option<String> {
    let log = tool.path("trace.log");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-e", "trace=network,%file,process", "-o"]).arg(&log);
    command.arg(env!("CARGO_BIN_EXE_assent")).args(words).current_dir(tool.path("."));
    // What `diff` unpacks, it unpacks into the system's folder for that, for its own eyes only.
    command.env("TMPDIR", tool.path("temporary"));
    std::fs::create_dir_all(tool.path("temporary")).unwrap();
    let able = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).output();
    if !able.is_ok_and(|able| able.status.success()) {
        // Past the test runner, which holds back what a passing test prints.
        let said = "NOT TESTED: strace is missing or may not trace here, so nobody looked for network calls";
        let _ = writeln!(std::io::stderr(), "\n{said}\n");
        return None;
    }
    command.output().unwrap();
    Some(std::fs::read_to_string(log).unwrap())
}

#[test]
fn no_command_speaks_to_a_network_starts_a_program_or_writes_elsewhere() {
    let tool = Tool::new();
    tool.example("survivor-conversations");
    let study = "survivor-conversations";
    for words in [
        &["check", study, "--today", TODAY][..],
        &["status", study],
        &["explain", "consent-gap"],
        &["render", "protocol", "--study", study, "-o", "protocol.html"],
        &["packet", study, "--out", "out", "--to", "html,docx,md", "--zip", "--date", TODAY],
        &["verify", "out", "--study", study],
        &["diff", study, "--against", "out"],
        &["words", "th", "--study", study],
        &["record", "ecpat-four-steps/stop-or-go", "--study", study, "--as", "lead", "--note", "x"],
        &["guidelines", "lint", study],
        &["templates", "lint", study],
    ] {
        let Some(trace) = trace(&tool, words) else { return };
        assert!(trace.contains("execve("), "{words:?}: nothing was traced");
        let own = tool.path(".").canonicalize().unwrap();
        for line in trace.lines() {
            let call = line.split_once(' ').map_or(line, |(_, call)| call.trim_start());
            for network in ["socket(", "connect(", "sendto(", "bind(", "listen("] {
                assert!(!call.starts_with(network), "{words:?} {line}");
            }
            assert!(!call.starts_with("execve(") || call.contains("assent"), "{words:?} {line}");
            let writes = ["O_WRONLY", "O_RDWR", "O_CREAT"].iter().any(|flag| call.contains(flag))
                || ["unlink", "rename", "mkdir", "rmdir", "symlink", "link", "chmod", "truncate"]
                    .iter()
                    .any(|name| call.starts_with(name));
            let named: Vec<&str> = call.split('"').skip(1).step_by(2).collect();
            if writes {
                for name in named.iter().filter(|name| name.starts_with('/')) {
                    assert!(
                        std::path::Path::new(name).starts_with(&own) || name.starts_with("/dev/"),
                        "{words:?} {line}"
                    );
                }
                assert!(!named.iter().any(|name| name.starts_with("../")), "{words:?} {line}");
            }
        }
    }
}
