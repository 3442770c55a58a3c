//! Any field of any example, any value: it reads back, and all other bytes are as they were.

use proptest::prelude::*;
use serde_json::Value;
use serde_json::json;

use crate::source::SourceFile;
use crate::study::plan::Expected;
use crate::study::schema;
use crate::study::splice::SpliceError;
use crate::study::splice::splice;
use crate::study::splice::splice_bytes;
use crate::yaml;
use crate::yaml::node::Node;
use crate::yaml::node::NodeValue;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

fn spliced(text: &str, path: &str, value: Value) -> String {
    splice(&SourceFile::new("study.yaml", text), &Path::parse(path), &value).unwrap()
}

const STUDY: &str = "\
# The study of an invented team.
assent: 1   # format
study:
  id: voices
  title: 'A title'   # in single quotes
  summary: |   # two paragraphs
    One.

    Two.

  dates: {start: 2026-01-01}  # a flow
# Who takes part.
participants:
  - id: young   # the young
    ages:
      from: 16
      # no upper end yet
    languages:
    - th   # Thai
    - en
    label: TODO
privacy:
  limits: # still open
  sharing: >-
    folded
    text
  storage: []
";

#[test]
fn a_value_is_replaced_at_its_bytes() {
    for (path, value, old, new) in [
        ("study.title", json!("Other: title"), "'A title'   #", "\"Other: title\"   #"),
        (
            "study.summary",
            json!("One line"),
            "|   # two paragraphs\n    One.\n\n    Two.\n",
            "One line   # two paragraphs\n",
        ),
        (
            "study.summary",
            json!("New.\n\nText.\n"),
            "|   # two paragraphs\n    One.\n\n    Two.\n",
            "|   # two paragraphs\n    New.\n\n    Text.\n",
        ),
        (
            "study.title",
            json!("Two\nlines"),
            "'A title'   # in single quotes\n",
            "|-   # in single quotes\n    Two\n    lines\n",
        ),
        ("study.dates.start", json!("2027-02-02"), "{start: 2026-01-01}", "{start: 2027-02-02}"),
        ("participants[0].ages.from", json!(12), "from: 16", "from: 12"),
        ("participants[0].languages[1]", json!("no"), "- en", "- \"no\""),
        ("participants[0].label", json!("Young people"), "label: TODO", "label: Young people"),
        ("privacy.sharing", json!("plain"), ">-\n    folded\n    text\n", "plain\n"),
        ("privacy.limits", json!("None."), "limits: # still open", "limits: None. # still open"),
        ("privacy.limits", json!("a\nb"), "limits: # still open\n", "limits: |- # still open\n    a\n    b\n"),
        ("privacy.storage", json!([{"what": "audio"}]), "storage: []\n", "storage:\n    - what: audio\n"),
    ] {
        assert_eq!(spliced(STUDY, path, value), STUDY.replacen(old, new, 1), "{path}");
    }
}

#[test]
fn an_absent_field_is_put_where_it_belongs() {
    for (path, value, old, new) in [
        ("study.dates.end", json!("2026-12-31"), "{start: 2026-01-01}", "{start: 2026-01-01, end: 2026-12-31}"),
        ("participants[0].ages.to", json!(24), "from: 16\n", "from: 16\n      to: 24\n"),
        ("study.language", json!("th"), "id: voices\n", "id: voices\n  language: th\n"),
        ("participants[0].consent.steps", json!(2), "label: TODO\n", "label: TODO\n    consent:\n      steps: 2\n"),
        ("participants[0].languages[2]", json!("es"), "- en\n", "- en\n    - es\n"),
        ("packs", json!(["ecpat-four-steps"]), "1   # format\n", "1   # format\npacks: [ecpat-four-steps]\n"),
        (
            "wellbeing.workload",
            json!("Two a day."),
            "storage: []\n",
            "storage: []\nwellbeing:\n  workload: Two a day.\n",
        ),
        ("privacy.storage[0].what", json!("audio"), "storage: []\n", "storage:\n    - what: audio\n"),
        ("privacy.limits", json!({}), "limits: #", "limits: {} #"),
    ] {
        assert_eq!(spliced(STUDY, path, value), STUDY.replacen(old, new, 1), "{path}");
    }
}

#[test]
fn a_list_keeps_the_items_that_do_not_change() {
    let languages = spliced(STUDY, "participants[0].languages", json!(["th", "es", "en"]));
    assert_eq!(languages, STUDY.replace("- th   # Thai\n    - en\n", "- th   # Thai\n    - es\n    - en\n"));
}

#[test]
fn several_new_items_stand_behind_the_old_ones_in_their_order() {
    assert_eq!(spliced("a:\n  - x\nb: 1\n", "a", json!(["x", "p", "q"])), "a:\n  - x\n  - p\n  - q\nb: 1\n");
    assert_eq!(spliced("a: [x]\n", "a", json!(["x", "p", "q"])), "a: [x, p, q]\n");
}

#[test]
fn what_a_comment_below_would_spoil_is_written_on_one_line() {
    let text = "assent: 1\nstudy:\n  title: x\n    # a comment far to the right\n  id: s\n";
    let out = spliced(text, "study.title", json!("a\nb"));
    assert_eq!(out, text.replace("title: x", "title: \"a\\nb\""));
}

#[test]
fn line_ends_and_the_mark_at_the_head_stay() {
    let windows = format!("\u{feff}{}", STUDY.replace('\n', "\r\n"));
    let path = Path::parse("privacy.limits");
    let out = splice_bytes("study.yaml", windows.as_bytes(), &path, &json!("a\nb")).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert!(out.starts_with('\u{feff}'));
    assert!(!out.replace("\r\n", "").contains('\n'));
}

#[test]
fn what_cannot_be_written_is_a_typed_error() {
    let file = SourceFile::new("study.yaml", STUDY);
    let error = |path: &str| splice(&file, &Path::parse(path), &json!(1)).unwrap_err();
    assert!(matches!(error("study.title.x"), SpliceError::NoGroup(_)));
    assert!(matches!(error("participants[4].id"), SpliceError::NoItem(_)));
    let broken = SourceFile::new("study.yaml", "a: [");
    assert!(matches!(splice(&broken, &Path::parse("a"), &json!(1)), Err(SpliceError::Unreadable(_))));
    let twice = SourceFile::new("study.yaml", "a: 1\na: 2\n");
    assert!(matches!(splice(&twice, &Path::parse("a"), &json!(1)), Err(SpliceError::Unreadable(_))));
    let broken = splice_bytes("study.yaml", b"a: [", &Path::parse("a"), &json!(1)).unwrap_err();
    assert_eq!(broken.next_step(), "run `assent check` for the line, mend the file, and do it once more");
    assert_eq!(error("study.title.x").next_step(), "write this value into study.yaml by hand");
}

#[test]
fn brackets_take_what_is_new_where_it_belongs() {
    for (text, path, value, expected) in [
        ("study: {title: T}\n", "study.id", json!("s"), "study: {id: s, title: T}\n"),
        ("study: {}\n", "study.id", json!("s"), "study: {id: s}\n"),
        ("own: {a: {}}\n", "own.a.b", json!(1), "own: {a: {b: 1}}\n"),
        ("own: [[]]\n", "own[0][0]", json!(1), "own: [[1]]\n"),
        ("own: {a: , b: 1}\n", "own.a", json!(2), "own: {a: 2 , b: 1}\n"),
        ("own: {a, b: 1}\n", "own.a", json!(2), "own: {a: 2, b: 1}\n"),
        ("own: {a: 1}\n", "own.b", json!(2), "own: {a: 1, b: 2}\n"),
        ("own:\n- a\n", "more", json!(2), "own:\n- a\nmore: 2\n"),
        ("a: 1\n", "", json!({"b": 2}), "b: 2\n"),
        ("a: |2-\n    x\nb: 1\n", "a", json!("word"), "a: word\nb: 1\n"),
        ("a: 1\r\nb: 2", "b", json!(3), "a: 1\r\nb: 3"),
        ("a: 1", "b", json!(2), "a: 1\nb: 2"),
        // What the shape knows in another form is written into all the same.
        ("privacy: [{limits: a}]\n", "privacy[0].sharing", json!("b"), "privacy: [{limits: a, sharing: b}]\n"),
        ("study: {title: {a: 1}}\n", "study.title.b", json!(2), "study: {title: {a: 1, b: 2}}\n"),
    ] {
        assert_eq!(spliced(text, path, value), expected, "{text}");
    }
    let bytes = splice_bytes("study.yaml", b"a: 1\n", &Path::parse("a"), &json!(2)).unwrap();
    assert_eq!(bytes, b"a: 2\n");
}

fn examples() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().join("study.yaml"))
        .filter(|p| p.exists())
        .collect();
    found.sort();
    found.into_iter().map(|path| std::fs::read_to_string(path).unwrap()).chain([STUDY.to_owned()]).collect()
}

/// Every path of a tree, groups and lists included, and every path that the shape has and the tree lacks.
fn paths(node: &Node, expected: &Expected, path: &Path, found: &mut Vec<Path>) {
    if !path.is_root() {
        found.push(path.clone());
    }
    match (&node.value, expected) {
        (NodeValue::Mapping(_), Expected::Group(at)) => {
            for field in &schema::plan().group(*at).fields {
                match node.get(&field.name) {
                    Some(child) => paths(child, &field.expected, &path.key(&field.name), found),
                    None => absent(&field.expected, &path.key(&field.name), found),
                }
            }
        }
        (NodeValue::Sequence(items), Expected::List(inner)) => {
            for (at, item) in items.iter().enumerate() {
                paths(item, inner, &path.index(at), found);
            }
            found.push(path.index(items.len()));
        }
        _ => {}
    }
}

fn absent(expected: &Expected, path: &Path, found: &mut Vec<Path>) {
    found.push(path.clone());
    match expected {
        Expected::Group(at) => {
            for field in &schema::plan().group(*at).fields {
                found.push(path.key(&field.name));
            }
        }
        Expected::List(_) => found.push(path.index(0)),
        _ => {}
    }
}

fn value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[ -~]{0,30}",
        "[a-zก-ฮא-ת .\n]{0,40}",
        "\\PC{0,12}|.{0,8}",
        prop::sample::select(vec![
            "no", "1.20", "~", "- a", "a: b", "#x", " x ", "x\n", "\n\nx", "'", "\"", "&a", "TODO", "a\n#b\n"
        ])
        .prop_map(str::to_owned),
    ];
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        text.clone().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    prop_oneof![
        4 => leaf.clone(),
        1 => prop::collection::vec(leaf.clone(), 0..4).prop_map(Value::from),
        1 => prop::collection::vec(prop::collection::btree_map("[a-z_]{1,8}", leaf, 0..3), 0..3).prop_map(|items| {
            items.into_iter().map(|item| Value::Object(item.into_iter().collect())).collect::<Vec<_>>().into()
        }),
    ]
}

/// The comments of a text outside the bytes that a value takes.
fn comments(text: &str, spared: std::ops::Range<usize>) -> Vec<&str> {
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(comment) = line.find(" # ").or_else(|| line.starts_with("# ").then_some(0))
            && !spared.contains(&(at + comment))
        {
            found.push(line[comment..].trim());
        }
        at += line.len();
    }
    found
}

proptest! {

    #[test]
    fn any_field_of_any_example_takes_any_value(
        which in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        windows in any::<bool>(),
        value in value(),
    ) {
        let examples = examples();
        let mut text = which.get(&examples).clone();
        if windows {
            text = text.replace('\n', "\r\n");
        }
        let file = SourceFile::new("study.yaml", text.clone());
        let root = yaml::parse_text(file.clone()).root.unwrap();
        let mut found = Vec::new();
        paths(&root, &schema::plan().expected(), &Path::root(), &mut found);
        let path = place.get(&found);
        let out = match splice(&file, path, &value) {
            Ok(out) => out,
            Err(error) => return Err(TestCaseError::fail(format!("{path}: {error} for {value}"))),
        };
        let after = yaml::parse("study.yaml", out.as_bytes());
        prop_assert!(after.findings.is_empty());
        let after = after.root.unwrap();
        prop_assert_eq!(after.find(path).unwrap().to_json(), value);

        // Everything else: the lines before and behind the change are the same bytes.
        let same_head = text.bytes().zip(out.bytes()).take_while(|(a, b)| a == b).count();
        let same_tail = text.bytes().rev().zip(out.bytes().rev()).take_while(|(a, b)| a == b).count();
        let span = root.find(path).map(|node| node.span.clone());
        if let Some(span) = &span {
            let line_end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at + 1);
            let start = match path.0.last() {
                Some(Segment::Key(key)) => root.find(&path.parent().unwrap()).unwrap().entry(key).unwrap().key_span.end,
                _ => span.start,
            };
            prop_assert!(same_head >= start, "bytes before {} changed", path);
            prop_assert!(text.len() - same_tail <= line_end, "bytes behind {} changed", path);
        } else {
            // An empty list or a gap that takes its first item goes; nothing else does.
            let mut parent = path.parent();
            while let Some(at) = parent.clone().filter(|at| root.find(at).is_none()) {
                parent = at.parent();
            }
            let parent = parent.and_then(|at| root.find(&at)).unwrap();
            let gap = parent.entries().is_empty() && parent.items().is_empty();
            let spared = if gap { parent.span.len() + 1 } else { 0 };
            prop_assert!(same_head + same_tail + spared >= text.len(), "an added field changed other bytes at {}", path);
        }
        // Comments outside the value are all still there.
        let old = comments(&text, span.unwrap_or(0..0));
        let new: Vec<&str> = comments(&out, 0..0);
        let mut rest = new.iter();
        for comment in old {
            prop_assert!(rest.any(|kept| *kept == comment), "{path}: the comment {comment:?} is gone\n{out}");
        }
    }

    #[test]
    fn several_values_one_after_the_other(places in prop::collection::vec((any::<prop::sample::Index>(), "[ -~ก-ฮ\n]{1,20}"), 1..6)) {
        let mut text = STUDY.to_owned();
        for (place, word) in places {
            let file = SourceFile::new("study.yaml", text.clone());
            let root = yaml::parse_text(file.clone()).root.unwrap();
            let mut found = Vec::new();
            paths(&root, &schema::plan().expected(), &Path::root(), &mut found);
            found.retain(|path| !matches!(path.0.last(), Some(Segment::Index(_))));
            let path = place.get(&found);
            if let Ok(out) = splice(&file, path, &json!(word)) {
                text = out;
            }
        }
        prop_assert!(yaml::parse("study.yaml", text.as_bytes()).root.is_some());
    }
}
