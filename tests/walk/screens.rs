//! Screens as people see them, kept in `docs/screens/`: a screen that changed fails until `UPDATE_DOCS=1` writes it anew.

use std::path::Path;

use crate::common::Tool;
use crate::common::screen::INTERRUPT;
use crate::common::screen::Screen;
use crate::walk::STUDY;

fn kept(name: &str, rows: u16, columns: u16, study: &str, words: &[&str], until: &str) {
    let tool = Tool::new();
    if !study.is_empty() {
        tool.write("study.yaml", study);
    }
    let mut screen = Screen::start(&tool.path(""), words, rows, columns, &[("NO_COLOR", "1")]);
    screen.wait(until);
    std::thread::sleep(std::time::Duration::from_millis(200));
    let lines: Vec<String> = screen.text().lines().map(|line| line.trim_end().to_owned()).collect();
    let seen = format!("{}\n", lines.join("\n").trim_end());
    screen.keys(INTERRUPT);
    screen.ended();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/screens/{name}-{columns}x{rows}.txt"));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &seen).unwrap();
    }
    let stands = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(stands, seen, "{} is stale: run this test with UPDATE_DOCS=1", path.display());
}

#[test]
fn the_screens_in_the_documentation_are_what_people_see() {
    for (rows, columns) in [(24, 80), (40, 120)] {
        let overview = ["walk", "--as", "lead", "--today", "2026-06-01"];
        kept("walk-overview", rows, columns, STUDY, &overview, "Stop here");
        let task = ["walk", "--as", "lead", "--today", "2026-06-01", "--task", "consent-in-two-steps"];
        kept("walk-task", rows, columns, STUDY, &task, "Answer");
        let plain = ["walk", "--plain", "--as", "lead", "--today", "2026-06-01", "--task", "consent-in-two-steps"];
        kept("walk-task-plain", rows, columns, STUDY, &plain, "Answer");
        let risks = ["walk", "--as", "lead", "--today", "2026-06-01", "--task", "list-harms"];
        kept("walk-risks", rows, columns, &format!("{STUDY}{RISKS}"), &risks, "not looked at yet");
        kept("init", rows, columns, "", &["init"], "Answer");
    }
}

const RISKS: &str = "\
risks:
  - id: overwhelmed
    what: Somebody is overwhelmed while taking part.
    covers: [distress-during]
    to: [young]
    likelihood: 4
    severity: 3
    residual: {likelihood: 2, severity: 3}
  - id: alone
    what: Somebody is alone at night with what came up.
    covers: [distress-later]
    to: [young]
    likelihood: 3
    severity: 4
    residual: {likelihood: 2, severity: 2}
";
