//! What the commands that only show say: packs, functions, many studies, one thing explained.

use crate::common::Tool;

#[test]
fn a_pack_is_shown_for_people_and_for_scripts() {
    let tool = Tool::new();
    for pack in ["study-basics", "ecpat-four-steps", "gdpr", "survivor-conversations"] {
        let text = tool.run(&["guidelines", "show", pack]).ended(0).stdout;
        let whole = tool.run(&["guidelines", "show", pack, "--format", "json"]).ended(0).stdout;
        let whole: serde_json::Value = serde_json::from_str(&whole).unwrap();
        assert_eq!(whole["id"], pack);
        let title = whole["title"].as_str().unwrap();
        // A long title is broken over lines.
        assert!(flat(&text).contains(&flat(title)), "{title}: {text}");
        let mut tasks = 0;
        for task in whole["tasks"].as_array().unwrap() {
            let id = task["id"].as_str().unwrap();
            let short = id.rsplit('/').next().unwrap();
            assert!(text.contains(short), "{id} is shown to scripts only");
            tasks += 1;
        }
        let list = tool.run(&["guidelines", "list", "--format", "json"]).ended(0).stdout;
        let list: serde_json::Value = serde_json::from_str(&list).unwrap();
        let entry = list.as_array().unwrap().iter().find(|entry| entry["id"] == pack).unwrap();
        assert_eq!(entry["tasks"], tasks, "{pack}");
    }
    let list = tool.run(&["guidelines", "list"]).ended(0).stdout;
    assert!(list.contains("holds for every study"), "{list}");
    let near = tool.run(&["guidelines", "show", "gdrp"]).ended(2).stderr;
    assert!(near.contains("next: did you mean `gdpr`?"), "{near}");
    let far = tool.run(&["guidelines", "show", "something-else"]).ended(2).stderr;
    assert!(far.contains("next: the packs are ") && far.contains("gdpr"), "{far}");
}

#[test]
fn every_function_is_listed_with_an_example() {
    let tool = Tool::new();
    let text = tool.run(&["guidelines", "functions"]).ended(0).stdout;
    let all = tool.run(&["guidelines", "functions", "--format", "json"]).ended(0).stdout;
    let all: serde_json::Value = serde_json::from_str(&all).unwrap();
    let named = all.to_string();
    for function in assent::guidelines::functions::TABLE {
        assert!(flat(&text).contains(&flat(function.signature)), "{}: {text}", function.signature);
        assert!(named.contains(&format!("\"{}\"", function.name)), "{}", function.name);
    }
}

#[test]
fn many_studies_are_a_table_with_one_line_each() {
    let tool = Tool::new();
    tool.example("minimal");
    tool.example("survivor-conversations");
    tool.write("broken/study.yaml", "assent: [\n");
    let table = tool.run(&["status", ".", "--today", "2026-06-01"]);
    let lines: Vec<&str> = table.stdout.lines().collect();
    assert!(
        lines[0].starts_with("study") && lines[0].contains("decision") && lines[0].contains("missing"),
        "{lines:?}"
    );
    for (name, word) in [("voices-online", "go"), ("broken", "unreadable")] {
        let line = lines.iter().find(|line| line.contains(name)).unwrap_or_else(|| panic!("{name}: {lines:?}"));
        assert!(line.to_lowercase().contains(word), "{line}");
    }
    let plain = tool.run(&["status", ".", "--today", "2026-06-01", "--plain"]).stdout;
    let line =
        plain.lines().find(|line| line.starts_with("voices-online: decision ")).unwrap_or_else(|| panic!("{plain}"));
    assert!(line.contains("error") && line.contains("complete") && line.contains("for a final packet"), "{line}");
    assert!(plain.contains("decision unreadable"), "{plain}");
}

/// The words alone, however the lines are broken.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
