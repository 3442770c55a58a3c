//! The files for CI servers, run as their servers run them: in bash, with the inputs as variables.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;
use std::process::Output;

use assent::yaml;
use assent::yaml::node::Node;
use assent::yaml::path::Path as YamlPath;

use crate::common::Tool;

fn file(name: &str) -> Node {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let parsed = yaml::parse(name, &std::fs::read(path).unwrap());
    assert!(parsed.findings.is_empty(), "{name}: {:?}", parsed.findings);
    parsed.root.unwrap()
}

fn text<'n>(node: &'n Node, path: &str) -> &'n str {
    node.find(&YamlPath::parse(path)).and_then(Node::text).unwrap_or_else(|| panic!("no text at {path}"))
}

/// Runs a script in a folder, with this program first on the path.
fn bash(tool: &Tool, script: &str, inputs: &[(&str, &str)]) -> Output {
    let own = Path::new(env!("CARGO_BIN_EXE_assent")).parent().unwrap().to_path_buf();
    let found = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&found))).unwrap();
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(tool.path("."));
    command.env("PATH", path).envs(inputs.iter().copied()).output().unwrap()
}

const SLIP: &str = "assent: 1\nstudy: {id: slip, titel: A title, title: A title}\n";

#[test]
fn the_action_of_github_says_no_at_an_error_and_leaves_both_reports() {
    let action = file("ci/github/action.yml");
    let script = text(&action, "runs.steps[1].run");
    let tool = Tool::new();
    tool.write("a folder/study.yaml", SLIP);
    let inputs = |path: &'static str, strict: &'static str, sarif: &'static str| {
        [("ASSENT_PATH", path), ("ASSENT_STRICT", strict), ("ASSENT_SINCE", ""), ("ASSENT_SARIF", sarif)]
    };
    let ran = bash(&tool, script, &inputs("a folder", "false", "out.sarif"));
    assert_eq!(ran.status.code(), Some(1), "{}", String::from_utf8_lossy(&ran.stderr));
    assert!(String::from_utf8_lossy(&ran.stdout).contains("::error file=a folder/study.yaml,line=2"));
    let sarif: serde_json::Value = serde_json::from_slice(&std::fs::read(tool.path("out.sarif")).unwrap()).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    // A warning passes, and with `strict` it does not.
    tool.example("minimal");
    assert_eq!(bash(&tool, script, &inputs("minimal", "false", "")).status.code(), Some(0));
    assert_eq!(bash(&tool, script, &inputs("minimal", "true", "")).status.code(), Some(1));
    assert_eq!(bash(&tool, script, &inputs("--help", "false", "")).status.code(), Some(2), "a path is no option");
}

#[test]
fn every_input_of_the_action_reaches_its_script_as_a_variable_and_nothing_else_does() {
    let action = file("ci/github/action.yml");
    let script = text(&action, "runs.steps[1].run");
    assert!(!script.contains("${{"), "text of a workflow in a script can be a command");
    let inputs = action.get("inputs").unwrap();
    for entry in inputs.entries() {
        let name = &entry.key;
        let variable = format!("ASSENT_{}", name.to_uppercase());
        assert_eq!(text(&action, &format!("runs.steps[1].env.{variable}")), format!("${{{{ inputs.{name} }}}}"));
        assert!(script.contains(&format!("${variable}")), "{name}");
    }
}

#[test]
fn the_template_of_gitlab_says_no_at_an_error_and_leaves_its_report() {
    let template = file("ci/gitlab/assent.gitlab-ci.yml");
    let job = template.get("assent:check").unwrap();
    let lines: Vec<&str> = job.get("script").unwrap().items().iter().filter_map(Node::text).collect();
    let script = lines.join("\n");
    let tool = Tool::new();
    tool.write("study.yaml", SLIP);
    let ran = bash(&tool, &script, &[("ASSENT_PATH", ".")]);
    assert_eq!(ran.status.code(), Some(1), "{}", String::from_utf8_lossy(&ran.stderr));
    let report = job.find(&YamlPath::parse("artifacts.reports.junit")).and_then(Node::text).unwrap();
    assert!(std::fs::read_to_string(tool.path(report)).unwrap().contains("<testsuites"));
    let tool = Tool::new();
    tool.example("minimal");
    assert_eq!(bash(&tool, &script, &[("ASSENT_PATH", "minimal")]).status.code(), Some(0));
}

#[test]
fn the_hooks_name_a_command_that_there_is_and_files_that_studies_have() {
    let hooks = file(".pre-commit-hooks.yaml");
    assert!(hooks.items().len() >= 2);
    for hook in hooks.items() {
        let entry = text(hook, "entry");
        let words: Vec<&str> = entry.split_whitespace().skip(1).collect();
        let tool = Tool::new();
        tool.example("minimal");
        tool.run(&words).ended(0);
        let files = regex::Regex::new(text(hook, "files")).unwrap();
        for name in ["study.yaml", "north/study.yaml", "words/es.yaml", "records/ecpat-four-steps/stop-or-go.yaml"] {
            assert!(files.is_match(name), "{entry}: {name}");
        }
        assert!(!files.is_match("notes.yaml"));
    }
}
