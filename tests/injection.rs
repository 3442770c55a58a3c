//! A study in which every field that takes a text is filled with texts that mean harm: to Markdown, HTML, Typst, templates,
//! spreadsheets, terminals, files. Every document and every report has to show them, and nothing else may come of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path as File;

use assent::commands::find;
use assent::commands::judge::judge;
use assent::commands::workspace::Shelf;
use assent::commands::workspace::Workspace;
use assent::documents::compose::Composed;
use assent::documents::markdown;
use assent::documents::pieces::Piece;
use assent::documents::pieces::PieceKind;
use assent::documents::tree::Inline;
use assent::documents::verdict::Verdict;
use assent::documents::verdict::after_verdict;
use assent::formats::Look;
use assent::formats::named;
use assent::reports::text::acts;
use assent::study;
use assent::study::Date;
use assent::study::Study;
use assent::study::Written;
use assent::yaml::path::Path;
use assent::yaml::path::Segment;
use regex::Regex;
use serde_json::Value;

use crate::common::TODAY;
use crate::common::Tool;
use crate::formats::look;

/// Everything at once, in one line. Emphasis is no harm: prose may have it.
const HOSTILE: &str = "</p><script>alert(1)</script><img src=x onerror=alert(1)> </style></title>]]>&lt;b&gt;&#x41; \
    \" onclick=\"x\" ' -- [see](javascript:alert(1)) ![x](https://example.org/x.png) <https://example.org/auto> # not | cells | [^1] [ ] \
    {{ study.title }} {% include 'x' %} {# x #} #set page(width: 1cm) #read(\"/etc/passwd\") $x$ @ref <label> \\u{41} \
    =cmd|' /C calc'!A0 ::error::x %0A::set-output name=x::y \u{1b}[31mred\u{1b}]8;;https://example.org\u{7} \u{9b}2J \
    left \u{202e}right\u{202c} \u{2066}open \u{200b}zero\u{200d}width\u{feff} ../../etc/passwd C:\\windows\\x.exe \
    %PDF-1.7 << /JS (app.alert(1)) >> <w:p/> xml:space=\"preserve\"";

/// What prose shows of its Markdown: a link and a picture are the words and the address, an entity is its letter.
const IN_PROSE: [(&str, &str); 4] = [
    ("&lt;b&gt;&#x41;", "<b>A"),
    ("[see](javascript:alert(1))", "see (javascript:alert(1))"),
    ("![x](https://example.org/x.png)", "x (https://example.org/x.png)"),
    ("<https://example.org/auto>", "https://example.org/auto"),
];

/// What could begin a block of its own.
const LINES: &str = "one\n\n# heading\n\n- item\n\n1. one\n\n> quote\n\n```signature\nName | Date\n```\n\n~~~risk-map\nx\n~~~\n\n\
    ***\n---\n\n| a | b |\n|---|---|\n| c | d |\n\n<div onclick=x>\n\n<!-- x -->\n\n[^1]: note\n\n[x]: https://example.org\n\n    code";

pub const STUDY: &str = "survivor-conversations";

/// The places of a study that take any text.
pub fn free_texts(study: &Value) -> Vec<Path> {
    fn walk(value: &Value, at: &mut Vec<Segment>, found: &mut Vec<Path>) {
        match value {
            Value::String(_) => found.push(Path(at.clone())),
            Value::Array(items) => {
                for (number, item) in items.iter().enumerate() {
                    at.push(Segment::Index(number));
                    walk(item, at, found);
                    at.pop();
                }
            }
            Value::Object(map) => {
                for (key, item) in map {
                    at.push(Segment::Key(key.as_str().into()));
                    walk(item, at, found);
                    at.pop();
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(study, &mut Vec::new(), &mut found);
    found.retain(|path| {
        let mut changed = study.clone();
        study::splice::set_value(&mut changed, path, HOSTILE.into()).unwrap();
        serde_json::from_value::<Study>(changed).is_ok()
    });
    found
}

/// The example as plain data.
pub fn example() -> Value {
    let text =
        fs::read_to_string(File::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(STUDY).join("study.yaml"));
    study::load(assent::source::SourceFile::new("study.yaml", text.unwrap())).value.as_ref().clone()
}

/// The example with a text in every place that takes one; each place has a mark of its own.
pub fn filled(text: &dyn Fn(usize) -> String) -> Value {
    let mut value = example();
    for (number, path) in free_texts(&value).iter().enumerate() {
        study::splice::set_value(&mut value, path, text(number).into()).unwrap();
    }
    value
}

pub fn mark(number: usize) -> String {
    format!("Q{number}Q")
}

pub fn write_study(tool: &Tool, value: &Value) {
    // JSON is YAML; what YAML forbids in a file is written as an escape.
    let text = serde_json::to_string_pretty(value).unwrap();
    let text: String =
        text.chars().map(|c| if acts(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() }).collect();
    tool.example(STUDY);
    tool.write(&format!("{STUDY}/study.yaml"), text);
}

/// Every document of a study in a folder: those that do not speak of the verdict, and those that do.
fn documents(folder: &File) -> (Vec<Composed>, Vec<Composed>) {
    let place = find::study(Some(folder)).unwrap();
    let workspace = Workspace::open(&place, &Shelf::open(&[]).unwrap()).unwrap();
    let judged = judge(&workspace, Date::read(TODAY).unwrap()).unwrap();
    let verdict = Verdict {
        loaded: &workspace.loaded,
        assessment: &judged.assessment,
        missing: &judged.missing,
        before: &judged.composition.documents,
    };
    let after = after_verdict(&judged.material, &verdict);
    assert!(
        judged.composition.errors.is_empty() && after.errors.is_empty(),
        "{:?} {:?}",
        judged.composition.errors,
        after.errors
    );
    (judged.composition.documents, after.documents)
}

/// The order of a paper's headings and of all that somebody ticks or fills in.
fn forms(one: &Composed) -> Vec<PieceKind> {
    let keep = |kind: &PieceKind| matches!(kind, PieceKind::Heading(_) | PieceKind::Choice | PieceKind::Label);
    one.tree.pieces().into_iter().map(|piece| piece.kind).filter(keep).collect()
}

/// What a paper shows of a text.
fn shown(text: &str) -> String {
    let body = markdown::read(&markdown::escape(text)).unwrap();
    let [assent::documents::tree::Block::Paragraph(inlines)] = &body.blocks[..] else { panic!("{:?}", body.blocks) };
    inlines
        .iter()
        .map(|inline| if let Inline::Text(text) = inline { text.as_str() } else { panic!("{inline:?}") })
        .collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The elements of a page or a part of a file and the names of their attributes, without any text.
fn skeleton(markup: &str) -> Vec<String> {
    // A picture breaks its lines by itself.
    let markup = Regex::new("(?s)<svg .*?</svg>").unwrap().replace_all(markup, "<svg>");
    // What stays on one page depends on how long it is.
    let markup = markup.replace("<w:keepNext/>", "").replace("<w:pPr></w:pPr>", "");
    let element = Regex::new(r#"<(/?[A-Za-z][\w:.-]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)>"#).unwrap();
    let attribute = Regex::new(r#"([\w:.-]+)="[^"]*""#).unwrap();
    element
        .captures_iter(&markup)
        .map(|found| {
            let names: Vec<&str> =
                attribute.captures_iter(&found[2]).map(|name| name.get(1).unwrap().as_str()).collect();
            format!("{} {}", &found[1], names.join(" "))
        })
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

#[test]
fn a_text_in_any_field_is_shown_as_text_in_every_document_and_changes_nothing_else() {
    let (calm, hostile) = (Tool::new(), Tool::new());
    write_study(&calm, &filled(&mark));
    write_study(&hostile, &filled(&|number| format!("{} {HOSTILE}", mark(number))));
    let (calm, hostile) = (documents(&calm.path(STUDY)), documents(&hostile.path(STUDY)));
    // What is found in the two studies differs; the headings of the papers that tell it do not.
    for (calm, hostile) in calm.1.iter().zip(&hostile.1) {
        assert_eq!(forms(calm), forms(hostile), "{}", calm.slot.stem);
    }
    let (calm, hostile) = (calm.0, hostile.0);
    let look = Look { documents: calm.iter().map(|document| document.slot.stem.clone()).collect(), ..look() };
    let (marks, literal) = (Regex::new(r"[Qq]\d+[Qq]").unwrap(), shown(HOSTILE));
    // Words from short lists (`child-protection`) are told with spaces.
    let in_prose = |text: &str| {
        squeezed(&IN_PROSE.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to)).replace('-', " "))
    };
    let harm = |found: &regex::Captures| format!("{} {literal}", &found[0]);
    let mut seen = BTreeSet::new();
    let names = |documents: &[Composed]| documents.iter().map(|one| one.slot.stem.clone()).collect::<Vec<_>>();
    assert_eq!(names(&calm), names(&hostile));
    for (calm, hostile) in calm.iter().zip(&hostile) {
        let stem = &calm.slot.stem;
        let (before, after): (Vec<Piece>, Vec<Piece>) = (calm.tree.pieces(), hostile.tree.pieces());
        for (one, other) in before.iter().zip(&after) {
            let expected = marks.replace_all(&one.text, harm);
            assert_eq!((one.kind, in_prose(&expected)), (other.kind, in_prose(&other.text)), "{stem}");
            seen.extend(marks.find_iter(&one.text).map(|mark| mark.as_str().to_uppercase()));
        }
        assert_eq!(before.len(), after.len(), "{stem}");
        let bytes = |format: &str, one: &Composed| (named(format).unwrap().write)(&one.tree, &look).unwrap();
        let text = |format: &str, one: &Composed| String::from_utf8(bytes(format, one)).unwrap();
        assert_eq!(skeleton(&text("html", calm)), skeleton(&text("html", hostile)), "{stem}");
        let (calm_docx, hostile_docx) = (bytes("docx", calm), bytes("docx", hostile));
        for name in [
            "word/document.xml",
            "word/header1.xml",
            "word/footnotes.xml",
            "word/_rels/document.xml.rels",
            "docProps/core.xml",
        ] {
            let (one, other) = (part(&calm_docx, name), part(&hostile_docx, name));
            assert_eq!(skeleton(&one), skeleton(&other), "{stem}: {name}");
        }
        let read = markdown::read(&text("md", hostile)).unwrap();
        let kinds = |kind: PieceKind| after.iter().filter(|piece| piece.kind == kind).count();
        let headings =
            read.blocks.iter().filter(|block| matches!(block, assent::documents::tree::Block::Heading(_))).count();
        assert!(headings >= kinds(PieceKind::Heading(2)), "{stem} as Markdown");
    }
    assert!(seen.len() > 150, "{} of the marks are in a document", seen.len());
}

#[test]
fn lines_that_begin_like_a_block_begin_none_of_a_form() {
    let (calm, hostile) = (Tool::new(), Tool::new());
    write_study(&calm, &filled(&mark));
    write_study(&hostile, &filled(&|number| format!("{}\n\n{LINES}", mark(number))));
    let (calm, hostile) = (documents(&calm.path(STUDY)), documents(&hostile.path(STUDY)));
    for (calm, hostile) in calm.0.iter().chain(&calm.1).zip(hostile.0.iter().chain(&hostile.1)) {
        assert_eq!(forms(calm), forms(hostile), "{}", calm.slot.stem);
        let html = String::from_utf8((named("html").unwrap().write)(&hostile.tree, &look()).unwrap()).unwrap();
        assert!(
            !html.contains("<div onclick") && !html.contains("<!--") && !html.contains("<a href=\"https://example.org")
        );
    }
}

#[test]
fn the_whole_program_lets_no_text_of_a_study_act() {
    let tool = Tool::new();
    write_study(&tool, &filled(&|number| format!("{} {HOSTILE}", mark(number))));
    let check = |form: &str| {
        let ran = tool.run(&["check", STUDY, "--today", TODAY, "--format", form]);
        assert!(matches!(ran.status, 0 | 1), "{form}: {}", ran.stderr);
        assert!(!ran.stdout.chars().chain(ran.stderr.chars()).any(acts), "{form}: a character that acts");
        assert!(ran.stdout.contains("Q"), "{form}: shows nothing of the study");
        ran.stdout
    };
    for form in ["json", "sarif"] {
        serde_json::from_str::<Value>(&check(form)).unwrap();
    }
    check("human");
    let junit = check("junit");
    assert!(junit.starts_with("<?xml") && !junit.contains("<script") && !junit.contains("<img"), "{junit}");
    let command = Regex::new(r"^::(error|warning|notice) file=[^ ]+,line=\d+.*::").unwrap();
    for line in check("github").lines().filter(|line| line.starts_with("::")) {
        assert!(command.is_match(line), "{line}");
    }
    for words in [vec!["status"], vec!["explain", "consent-gap"], vec!["words", "es", STUDY]] {
        let ran = tool.run(&words);
        assert!(!ran.stdout.chars().chain(ran.stderr.chars()).any(acts), "{words:?}");
    }
    let before = listed(&tool.path(""));
    tool.run(&["packet", STUDY, "--zip", "--date", TODAY]).ended(0);
    let made: Vec<String> = listed(&tool.path("")).difference(&before).cloned().collect();
    let name = Regex::new(&format!(r"^{STUDY}/packet(\.zip|/[a-z0-9./-]+)$")).unwrap();
    assert!(made.len() > 50 && made.iter().all(|file| name.is_match(file) && !file.contains("..")), "{made:#?}");
    // The index's own script filters its lists; nothing of a study is in it.
    let script = Regex::new("(?s)<script>.*?</script>").unwrap();
    for file in made.iter().filter(|file| file.ends_with(".html")) {
        let page = fs::read_to_string(tool.path(file)).unwrap();
        assert!(
            script.find_iter(&page).all(|own| file.ends_with("index.html") && !own.as_str().contains("Q1")),
            "{file}"
        );
        let page = script.replace_all(&page, "");
        for element in skeleton(&page) {
            let (tag, attributes) = element.split_once(' ').unwrap();
            assert!(
                !matches!(tag, "script" | "img" | "iframe" | "object" | "embed" | "form" | "base"),
                "{file}: <{element}>"
            );
            assert!(!attributes.split(' ').any(|name| name.starts_with("on") || name == "src"), "{file}: <{element}>");
        }
        assert!(!page.chars().any(|c| c.is_control() && !c.is_whitespace()), "{file}");
    }
    tool.run(&["verify", &format!("{STUDY}/packet"), "--study", STUDY]).ended(0);
    // Other people's programs read the same study later.
    let kept = File::new(env!("CARGO_TARGET_TMPDIR")).join("injected");
    fs::create_dir_all(&kept).unwrap();
    fs::copy(tool.path(STUDY).join("study.yaml"), kept.join("study.yaml")).unwrap();
}

pub fn listed(folder: &File) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                open.push(entry.path());
            } else {
                files.insert(entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    files
}
