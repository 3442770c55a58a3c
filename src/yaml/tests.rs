//! Whatever the bytes: one clear finding, no panic, and spans that stand for what they say.

use proptest::prelude::*;

use crate::yaml::Parsed;
use crate::yaml::node::Node;
use crate::yaml::node::NodeValue;
use crate::yaml::parse;
use crate::yaml::path::Path;

fn only(bytes: &[u8]) -> (String, usize, usize) {
    let parsed = parse("study.yaml", bytes);
    assert_eq!(parsed.findings.len(), 1, "{:?}", parsed.findings);
    let finding = &parsed.findings[0];
    assert!(!finding.help.is_empty());
    let position = parsed.file.position(finding.place.span.start);
    (finding.code.clone(), position.line, position.column)
}

fn refused(text: &str, code: &str, line: usize, column: usize) {
    assert_eq!(only(text.as_bytes()), (code.to_owned(), line, column), "{text:?}");
    assert!(parse("study.yaml", text.as_bytes()).root.is_none(), "{text:?}");
}

fn root(text: &str) -> (Parsed, Node) {
    let parsed = parse("study.yaml", text.as_bytes());
    assert!(parsed.findings.is_empty(), "{:?}", parsed.findings);
    let root = parsed.root.clone().unwrap();
    (parsed, root)
}

fn excerpt(text: &str, path: &str) -> String {
    let (parsed, root) = root(text);
    let node = root.find(&Path::parse(path)).unwrap();
    parsed.file.excerpt(&node.span).to_owned()
}

#[test]
fn what_is_no_yaml_is_one_finding_at_its_place() {
    refused("a: x\n b: y\n", "yaml-syntax", 2, 3);
    refused("a:\n\tb: 1\n", "yaml-tab", 2, 2);
    refused("\t- a\n", "yaml-tab", 1, 1);
    refused("a: 'x\nb: y\n", "yaml-syntax", 1, 4);
    refused("a: [1, 2\nb: 3\n", "yaml-syntax", 2, 2);
    refused("a: ['x' 'y']\n", "yaml-syntax", 1, 9);
    refused("a: @x\n", "yaml-syntax", 1, 4);
    refused("", "yaml-empty", 1, 1);
    refused("# only a comment\n", "yaml-empty", 1, 1);
    refused("---\n", "yaml-empty", 1, 1);
    refused("a: 1\n---\nb: 2\n", "yaml-several-documents", 2, 1);
    refused("%YAML 1.1\n---\na: 1\n", "yaml-directive", 1, 1);
    refused("a: b\0c\n", "yaml-control-character", 1, 5);
    refused("a: \u{1b}[31mred\n", "yaml-control-character", 1, 4);
    refused("a: 1\n\u{feff}b: 2\n", "yaml-control-character", 2, 1);
    refused(": x\n", "yaml-key", 1, 1);
    refused("? [a]\n: x\n", "yaml-key", 1, 3);
}

#[test]
fn what_says_something_else_than_its_line_is_refused() {
    refused("a: &x 1\nb: *x\n", "yaml-alias", 1, 4);
    refused("a: *x\n", "yaml-alias", 1, 4);
    refused("&a: 1\n", "yaml-alias", 1, 1);
    refused("&a\nb: 1\n", "yaml-alias", 1, 1);
    refused("a:\n  <<: {b: 1}\n", "yaml-alias", 2, 3);
    refused("a: !!str 1\n", "yaml-tag", 1, 4);
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..10 {
        let items = vec![format!("*a{}", level - 1); 9].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{items}]\n"));
    }
    refused(&bomb, "yaml-alias", 1, 5);
}

#[test]
fn conflict_markers_are_called_what_they_are() {
    refused("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> theirs\n", "conflict-marker", 2, 1);
    refused("a: 1\r\n<<<<<<< HEAD\r\nb: 2\r\n=======\r\n>>>>>>> x\r\n", "conflict-marker", 2, 1);
    root("a: |\n  <<<<<<< not at the start of a line\nb: <<<<<<<< eight\n");
    let conflict = "<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> theirs\n";
    let parsed = parse("study.yaml", format!("a: 1\n{conflict}{conflict}").as_bytes());
    assert!(parsed.findings[0].message.starts_with("git left 2 conflicts in this file, the first here"));
}

#[test]
fn a_mark_at_the_end_of_a_line_stands_under_its_last_character() {
    let text = "a: [é \nb: 1\n";
    let mark = |at: usize| crate::yaml::wording::to_end_of_line(text, at);
    assert_eq!(&text[mark(3)], "[é");
    assert_eq!(&text[mark(6)], "é");
    assert_eq!(&text[mark(text.len())], "1");
    let parsed = parse("study.yaml", b"a: [[1] 2]\n");
    assert_eq!(parsed.findings[0].message, "a comma or “]” is expected here");
}

#[test]
fn a_path_that_leads_nowhere_is_shown_at_the_nearest_thing_that_stands() {
    let text = "a:\nb: ~\nc:\n  - x: 1\n    y: 2\n";
    let (parsed, root) = root(text);
    for (path, shown) in [("a", "a"), ("b", "~"), ("c[0]", "x: 1"), ("c[3].x", "c"), ("c[0].z", "x: 1"), ("d", "a:")] {
        assert_eq!(parsed.file.excerpt(&root.locate(&Path::parse(path))), shown, "{path}");
    }
}

#[test]
fn what_is_no_text_is_said_so() {
    assert_eq!(only(b"a: 1\nb: caf\xE9\n"), ("yaml-not-utf8".to_owned(), 2, 7));
    assert_eq!(only(b"\xFF\xFEa\0:\0"), ("yaml-not-utf8".to_owned(), 1, 1));
    let large = vec![b' '; crate::yaml::MAX_BYTES + 1];
    assert_eq!(only(&large), ("yaml-too-large".to_owned(), 1, 1));
    let large = crate::source::SourceFile::new("study.yaml", "a".repeat(crate::yaml::MAX_BYTES + 1));
    assert_eq!(crate::yaml::parse_text(large).findings[0].code, "yaml-too-large");
}

#[test]
fn nesting_without_end_stops_at_once() {
    for text in ["[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(100_000), "? ".repeat(100_000)] {
        let parsed = parse("study.yaml", text.as_bytes());
        assert_eq!(parsed.findings.len(), 1);
        assert!(parsed.root.is_none());
    }
    assert_eq!(only("[".repeat(100_000).as_bytes()).0, "yaml-too-deep");
}

#[test]
fn every_repeated_field_is_found_and_the_first_one_is_kept() {
    let text = "a: 1\nb: {x: 1, x: 2}\na: 2\nc:\n  - d: 1\n    d: 2\na: 3\n";
    let parsed = parse("study.yaml", text.as_bytes());
    let found =
        parsed.findings.iter().map(|f| (f.place.path.to_string(), parsed.file.position(f.place.span.start).line));
    let found: Vec<_> = found.collect();
    assert_eq!(found, [("b.x".into(), 2), ("a".into(), 3), ("c[0].d".into(), 6), ("a".into(), 7)]);
    assert_eq!(parsed.root.unwrap().to_json(), serde_json::json!({"a": 1, "b": {"x": 1}, "c": [{"d": 1}]}));
}

#[test]
fn repeated_fields_are_found_in_large_mappings_too() {
    let mut text: String = (0..5_000).map(|n| format!("k{n}: {n}\n")).collect();
    text.push_str("k4321: again\n");
    assert_eq!(only(text.as_bytes()), ("duplicate-key".to_owned(), 5001, 1));
}

#[test]
fn a_mark_at_the_head_and_line_ends_of_windows_change_nothing() {
    let plain = root("a: |\n  x\n  y\nb:\n  - 1\n").1.to_json();
    assert_eq!(root("\u{feff}a: |\r\n  x\r\n  y\r\nb:\r\n  - 1\r\n").1.to_json(), plain);
}

#[test]
fn countries_and_dates_are_text() {
    let (_, root) = root("country: NO\nstart: 2026-03-02\nlong: no\nyes: yes\n");
    assert_eq!(root.to_json(), serde_json::json!({"country": "NO", "start": "2026-03-02", "long": "no", "yes": "yes"}));
}

#[test]
fn a_span_is_the_value_and_nothing_else() {
    let text = "a: |  # why\n  x\n  y\n\n# c\nb:\nc: # note\nd: {x: 1, y: , z}\ne:\n- - p\n  - q\n-\nf: plain\n  goes on # c\n\
                g: >-\n  folded\n  text\nh: 'it''s'  \ni:\n  k: v # c\n  l: [ 1,\n   2 ] # c\n";
    for (path, expected) in [
        ("a", "|  # why\n  x\n  y"),
        ("b", ""),
        ("c", ""),
        ("d", "{x: 1, y: , z}"),
        ("d.y", ""),
        ("d.z", ""),
        ("e", "- - p\n  - q\n-"),
        ("e[0]", "- p\n  - q"),
        ("e[1]", ""),
        ("f", "plain\n  goes on"),
        ("g", ">-\n  folded\n  text"),
        ("h", "'it''s'"),
        ("i", "k: v # c\n  l: [ 1,\n   2 ]"),
        ("i.l", "[ 1,\n   2 ]"),
    ] {
        assert_eq!(excerpt(text, path), expected, "{path}");
    }
    let (_, tree) = root(text);
    assert_eq!(tree.get("b").unwrap().span.start, text.find("b:").unwrap() + 2);
    assert_eq!(tree.get("c").unwrap().span.start, text.find("c: #").unwrap() + 2);
}

#[test]
fn block_texts_keep_what_their_sign_says() {
    assert_eq!(excerpt("a: |+\n  x\n\n\nb: 2\n", "a"), "|+\n  x\n\n");
    assert_eq!(excerpt("a: |\n  x", "a"), "|\n  x");
    assert_eq!(root("a: |\n  x").1.to_json()["a"], "x");
    assert_eq!(excerpt("a: |\nb: 1\n", "a"), "|");
    assert_eq!(excerpt("a:\n  - >\r\n    x\r\n    y\r\n  - z\r\n", "a[0]"), ">\r\n    x\r\n    y");
}

fn spans_fit(text: &str, node: &Node) {
    assert!(text.get(node.span.clone()).is_some(), "{:?} in {text:?}", node.span);
    for entry in node.entries() {
        assert!(text.get(entry.key_span.clone()).is_some());
        assert!(node.span.start <= entry.key_span.start && entry.value.span.end <= node.span.end, "{text:?}");
        spans_fit(text, &entry.value);
    }
    for item in node.items() {
        assert!(node.span.start <= item.span.start && item.span.end <= node.span.end, "{text:?} {node:?}");
        spans_fit(text, item);
    }
}

fn holds(parsed: &Parsed) {
    assert!(parsed.root.is_some() || !parsed.findings.is_empty());
    for finding in &parsed.findings {
        assert!(parsed.file.text.get(finding.place.span.clone()).is_some(), "{finding:?}");
    }
    if let Some(root) = &parsed.root {
        spans_fit(&parsed.file.text, root);
    }
}

/// Values as a study may hold them, awkward ones included.
fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        (-1.0e9..1.0e9f64).prop_map(Into::into),
        "[ -~ก-ฮא-ת\n]{0,24}".prop_map(Into::into),
        prop::sample::select(vec![
            "no", "NO", "1.20", "0x1F", "~", "- a", "a: b", "#x", " x ", "x\n", "\n\nx", "'", "\"", "&a"
        ])
        .prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            prop::collection::btree_map("[a-z_]{1,8}|no|1|a b|é", inner, 0..5)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        holds(&parse("study.yaml", &bytes));
    }

    #[test]
    fn any_text_of_yaml_signs_is_read_without_a_panic(text in "([-:?#|>{}\\[\\],&*!'\"%@ \t\n\r]|[a-c0é]|- |: |\n  ){0,60}") {
        holds(&parse("study.yaml", text.as_bytes()));
    }

    #[test]
    fn what_is_printed_reads_back(value in value()) {
        let text = serde_yaml::to_string(&value).unwrap();
        let parsed = parse("study.yaml", text.as_bytes());
        if text.trim().is_empty() { return Ok(()); }
        prop_assert!(parsed.findings.is_empty(), "{:?} {:?}", parsed.findings, text);
        holds(&parsed);
        prop_assert_eq!(parsed.root.unwrap().to_json(), value);
    }

    #[test]
    fn where_both_read_a_text_libyaml_reads_the_same(text in "([a-c]: ?|- |  |\n|\\[|\\]|, |'|\"|[a-z0-9]{1,4}|#|\\||>|~|true| ){0,40}") {
        let parsed = parse("study.yaml", text.as_bytes());
        let (Some(root), true) = (&parsed.root, parsed.findings.is_empty()) else { return Ok(()) };
        // A file that is one bare text is no file of ours, and libyaml differs from YAML 1.2 there.
        if root.entries().is_empty() && root.items().is_empty() { return Ok(()); }
        if let Ok(theirs) = serde_yaml::from_str::<serde_json::Value>(&text) {
            prop_assert_eq!(root.to_json(), theirs, "{:?}", text);
        }
    }
}

#[test]
fn null_alone_is_a_value() {
    assert_eq!(root("null\n").1.value, NodeValue::Null);
}
