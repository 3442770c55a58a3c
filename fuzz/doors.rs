//! The doors by which bytes of others come in, one function each, and what must hold behind each of them.
//!
//! cargo-fuzz knocks with bytes that it makes up (`fuzz/fuzz_targets`); the ordinary tests knock with the seeds that
//! are kept (`tests/seeds.rs`). Both go through these functions.
#![allow(
    dead_code,
    clippy::expect_used,
    clippy::panic,
    reason = "each target uses one door, and what is wrong must stop it"
)]

use std::sync::OnceLock;

use assent::assessment;
use assent::checks;
use assent::checks::Context;
use assent::checks::Facts;
use assent::documents::markdown as paper;
use assent::documents::tree::Audience;
use assent::documents::tree::Document;
use assent::finding::Finding;
use assent::formats::FORMATS;
use assent::formats::Look;
use assent::formats::Words;
use assent::guidelines::Library;
use assent::guidelines::Packs;
use assent::guidelines::language;
use assent::guidelines::language::Expression;
use assent::packet::archive;
use assent::packet::seal;
use assent::packet::signers;
use assent::packet::verify;
use assent::records;
use assent::records::Records;
use assent::reports::Catalogue;
use assent::reports::FORMS;
use assent::reports::Setting;
use assent::reports::StudyReport;
use assent::reports::Totals;
use assent::reports::text::acts;
use assent::study::LoadedStudy;
use assent::yaml::node::Node;
use assent::yaml::path::Path;

fn today() -> jiff::civil::Date {
    jiff::civil::date(2026, 6, 1)
}

fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(Library::built_in)
}

/// A sound study, for what is read beside one.
fn example() -> &'static LoadedStudy {
    static STUDY: OnceLock<LoadedStudy> = OnceLock::new();
    STUDY.get_or_init(|| {
        assent::study::load_bytes("study.yaml", include_bytes!("../examples/survivor-conversations/study.yaml"))
    })
}

/// A finding's place lies in its file, and can be shown.
fn has_a_place(finding: &Finding) {
    let (file, span) = (&finding.place.file, &finding.place.span);
    assert!(span.start <= span.end && span.end <= file.text.len(), "{span:?} is outside the file: {finding:?}");
    let (start, end) = file.range(span);
    assert!(start.line >= 1 && start.column >= 1 && (end.line, end.column) >= (start.line, start.column));
    let _ = file.excerpt(span);
}

fn inside(node: &Node, text: &str) {
    assert!(text.get(node.span.clone()).is_some(), "{:?} is no part of the text", node.span);
    for entry in node.entries() {
        inside(&entry.value, text);
    }
    for item in node.items() {
        inside(item, text);
    }
}

/// A text becomes a located tree or findings.
pub fn yaml(bytes: &[u8]) {
    let parsed = assent::yaml::parse("study.yaml", bytes);
    parsed.findings.iter().for_each(has_a_place);
    let Some(root) = parsed.root else {
        assert!(!parsed.findings.is_empty(), "no tree, and nobody is told why");
        return;
    };
    inside(&root, &parsed.file.text);
    let _ = root.locate(&Path::parse("participants[1].consent.gap_days"));
    let value = root.to_json();
    // What is written back reads the same.
    let again = assent::yaml::parse("study.yaml", assent::yaml::print::block(&value, 0).as_bytes());
    if let Some(root) = again.root {
        assert_eq!(root.to_json(), value, "written back, it says something else");
    }
}

/// A study becomes findings, an assessment, and a report in every form, in which nothing acts.
pub fn study(bytes: &[u8]) {
    let loaded = assent::study::load_bytes("study.yaml", bytes);
    let packs = library().in_force(&loaded.study);
    let mut findings = loaded.findings.clone();
    findings.extend(checks::run(&loaded, &packs, &Facts::on(today().into())));
    let assessed = assessment::assess(&loaded, &packs, &Records::default(), findings, today().into());
    assessed.findings.iter().for_each(has_a_place);
    let catalogue = Catalogue::of(packs);
    for form in FORMS {
        let mut report = (form.start)(Setting::default());
        let mut text = report.begin();
        text += &report.study(&StudyReport {
            file: "study.yaml",
            id: Some(&loaded.study.study.id.to_string()),
            gate: Some(assessed.gate.as_str()),
            findings: &assessed.findings,
            counts: assessment::Counts::of(assessed.tasks.iter()),
            tasks: &assessed.tasks,
            catalogue: &catalogue,
        });
        text += &report.end(&Totals::default());
        assert!(!text.chars().any(acts), "the {} report acts on a terminal", form.name);
        if form.name == "json" || form.name == "sarif" {
            serde_json::from_str::<serde_json::Value>(&text).expect("the report is no JSON");
        }
    }
}

/// A record becomes its log and its state, whatever stands in it.
pub fn record(bytes: &[u8]) {
    const TASK: &str = "ecpat-four-steps/stop-or-go";
    let record = records::read::parse("records/ecpat-four-steps/stop-or-go.yaml", TASK, bytes);
    record.strangers(&example().study).iter().for_each(has_a_place);
    let records = Records::of([record]);
    records.findings().for_each(has_a_place);
    let _ = (records.current(TASK), records.latest());
}

/// An expression of a pack is worked out or refused, in bounded time and space.
pub fn expression(bytes: &[u8]) {
    static PACKS: OnceLock<Packs> = OnceLock::new();
    static FACTS: OnceLock<Facts> = OnceLock::new();
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let packs = PACKS.get_or_init(|| library().in_force(&example().study));
    let facts = FACTS.get_or_init(|| Facts::on(today().into()));
    let scope = Context::new(example(), packs, facts).scope();
    let group = Expression::new("participants[0]").ask(&scope).expect("the example has a group");
    let _ = Expression::new(text).ask(&scope.with_item(group)).map(|value| value.is_true());
    let _ = language::fill(text, &scope);
}

/// Markdown becomes a document in every format, or problems at their lines.
pub fn markdown(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    // As a study's own text, it is text: nothing that it says can be a problem of the template.
    let plain = paper::escape(text);
    paper::read(&plain).expect("escaped text is no text");
    for written in [text.to_owned(), paper::prose(text)] {
        let Ok(body) = paper::read(&written) else { continue };
        let document = Document::new("paper", "Paper", "en", Audience::Participant, body);
        let look = Look { draft: true, words: words(), ..Look::default() };
        for format in FORMATS {
            let Ok(bytes) = (format.write)(&document, &look) else { continue };
            let html = String::from_utf8_lossy(&bytes);
            assert!(format.name != "html" || !html.contains("<script"), "a script came into the page");
        }
    }
}

fn words() -> Words {
    Words::read(&serde_json::json!({
        "draft": "DRAFT", "draft_note": "not for use", "version": "Version {version}", "code": "Code {code}",
        "page": "Page {page} of {pages}", "footnotes": "Notes", "tick_box": "box", "back": "Back to note",
        "callouts": {"note": "Note", "tip": "Tip", "important": "Important", "warning": "Warning", "caution": "Caution"},
    }))
    .expect("the words are whole")
}

/// A zip that somebody sends is refused, or its files are held against its manifest.
pub fn packet_zip(bytes: &[u8]) {
    let Ok(files) = archive::unpack(bytes) else { return };
    assert!(files.keys().all(|name| archive::is_safe(name)));
    let _ = archive::is_touched(bytes, &files);
    let (manifest, differences) = verify::verify(&files);
    assert!(manifest.is_some() || !differences.is_empty(), "no manifest, and nobody is told");
}

/// A seal, a list of signers or a key is read or refused; no made-up bytes are a seal.
pub fn signature(bytes: &[u8]) {
    const SIGNED: &[u8] = include_bytes!("seeds/signature/packet.json");
    let text = String::from_utf8_lossy(bytes);
    let known = signers::read(&text).unwrap_or_default();
    let _ = seal::judge(SIGNED, Some(bytes), &known, "20260601");
    let _ = seal::read_key(&text);
}
