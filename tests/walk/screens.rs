//! Screens as people see them, kept in `docs/screens/`: a screen that changed fails until `UPDATE_DOCS=1` writes it anew.

use std::path::Path;

use crate::common::Tool;
use crate::common::screen::INTERRUPT;
use crate::common::screen::Screen;
use crate::walk::STUDY;

fn kept(name: &str, rows: u16, columns: u16, words: &[&str], until: &str) {
    let tool = Tool::new();
    tool.write("study.yaml", STUDY);
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
        kept("walk-overview", rows, columns, &overview, "Stop here");
        let task = ["walk", "--as", "lead", "--today", "2026-06-01", "--task", "consent-in-two-steps"];
        kept("walk-task", rows, columns, &task, "Answer");
    }
}
