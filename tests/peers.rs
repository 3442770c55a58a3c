//! Other people's programs read what Assent writes: every paper of these tests and every document of every example, in
//! every format, has to carry the same headings, paragraphs, cells and choices in the same order.
//!
//! The readers (python-docx, openpyxl, html5lib, markdown-it, poppler, LibreOffice) are no part of a machine that has
//! only Rust: there this says loudly that nothing was judged. `.ci/peers/formats` names the Python that has them.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use assent::commands::find;
use assent::commands::judge::judge;
use assent::commands::workspace::Shelf;
use assent::commands::workspace::Workspace;
use assent::documents::pieces::Piece;
use assent::documents::pieces::PieceKind;
use assent::documents::tree::Block;
use assent::documents::tree::Document;
use assent::documents::tree::Inline;
use assent::documents::verdict::Verdict;
use assent::documents::verdict::after_verdict;
use assent::formats::FORMATS;
use assent::formats::Look;
use assent::study::Date;
use assent::study::Written;

use crate::formats::folder;
use crate::formats::look;
use crate::formats::papers;

/// The Python that has the readers.
const PYTHON: &str = "ASSENT_PEERS";

fn python() -> Option<String> {
    let python = std::env::var(PYTHON).ok();
    if python.is_none() {
        // Straight to the stream: a passing test's own output is not shown.
        let _ = writeln!(
            std::io::stderr(),
            "\nNOT JUDGED: other people's programs read no document, because {PYTHON} names no Python that has them. To judge: .ci/run"
        );
    }
    python
}

/// Every document of an example, those of the verdict included.
fn documents(example: &Path) -> Vec<Document> {
    let place = find::study(Some(example)).unwrap();
    let workspace = Workspace::open(&place, &Shelf::open(&[]).unwrap()).unwrap();
    let judged = judge(&workspace, Date::read("2026-06-01").unwrap()).unwrap();
    let before = &judged.composition.documents;
    let verdict =
        Verdict { loaded: &workspace.loaded, assessment: &judged.assessment, missing: &judged.missing, before };
    let after = after_verdict(&judged.material, &verdict);
    assert!(judged.composition.errors.is_empty(), "{:?}", judged.composition.errors);
    assert!(after.errors.is_empty(), "{:?}", after.errors);
    before.iter().chain(&after.documents).map(|document| document.tree.clone()).collect()
}

fn in_words(pieces: &[Piece]) -> serde_json::Value {
    let piece = |piece: &Piece| match piece.kind {
        PieceKind::Heading(level) => serde_json::json!({"kind": "heading", "level": level, "text": piece.text}),
        PieceKind::Paragraph => serde_json::json!({"kind": "paragraph", "text": piece.text}),
        PieceKind::Cell => serde_json::json!({"kind": "cell", "text": piece.text}),
        PieceKind::Choice => serde_json::json!({"kind": "choice", "text": piece.text}),
        PieceKind::Label => serde_json::json!({"kind": "label", "text": piece.text}),
    };
    pieces.iter().map(piece).collect()
}

/// The boxes to tick in a document.
fn boxes(blocks: &[Block]) -> usize {
    let in_text = |text: &[Inline]| text.iter().filter(|inline| matches!(inline, Inline::Box(_))).count();
    let of = |block: &Block| match block {
        Block::List(list) => {
            list.items.iter().map(|item| usize::from(item.ticked.is_some()) + boxes(&item.blocks)).sum()
        }
        Block::Table(table) => table.header.iter().chain(table.rows.iter().flatten()).map(|cell| in_text(cell)).sum(),
        Block::Choices(choices) => choices.choices.iter().map(|choice| choice.options.len()).sum(),
        Block::Quote(blocks) => boxes(blocks),
        Block::Callout(callout) => boxes(&callout.blocks),
        Block::Card(panels) => panels.iter().map(|panel| boxes(panel)).sum(),
        Block::Definitions(list) => list.iter().map(|one| boxes(&one.details)).sum(),
        _ => 0,
    };
    blocks.iter().map(of).sum()
}

/// Writes documents in every format, with what a reader has to find in them.
fn write(name: &str, documents: &[Document], look: &Look) {
    let folder = folder(&format!("peers/{name}"));
    let mut expected = Vec::new();
    for document in documents {
        for format in FORMATS {
            let bytes = match (format.write)(document, look) {
                Ok(bytes) => bytes,
                Err(error) => panic!("{name}: {} as {}: {error}", document.stem, format.name),
            };
            std::fs::write(folder.join(format!("{}.{}", document.stem, format.extension)), bytes).unwrap();
        }
        let main = Document { footnotes: Vec::new(), ..document.clone() };
        let notes = Document { blocks: document.footnotes.iter().flatten().cloned().collect(), ..main.clone() };
        expected.push(serde_json::json!({
            "stem": document.stem, "title": document.title, "language": document.language,
            "direction": document.direction.word(), "above": document.title_above(), "main": in_words(&main.pieces()),
            "notes": in_words(&notes.pieces()), "boxes": boxes(&document.blocks), "draft": look.words.draft,
            "callouts": [look.words.callouts.note, look.words.callouts.tip, look.words.callouts.important,
                look.words.callouts.warning, look.words.callouts.caution],
            "extensions": FORMATS.iter().map(|format| format.extension).collect::<Vec<_>>(),
        }));
    }
    std::fs::write(folder.join("expected.json"), serde_json::to_string_pretty(&expected).unwrap()).unwrap();
}

#[test]
fn other_peoples_programs_read_the_same_words_in_every_format() {
    let Some(python) = python() else { return };
    write("papers", &papers(), &look());
    let mut names = vec!["papers".to_owned()];
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let folders: BTreeSet<_> = std::fs::read_dir(examples).unwrap().map(|entry| entry.unwrap().path()).collect();
    for example in folders.iter().filter(|path| path.join("study.yaml").is_file()) {
        let name = example.file_name().unwrap().to_str().unwrap();
        let documents = documents(example);
        let stems = documents.iter().map(|document| document.stem.clone()).collect();
        write(name, &documents, &Look { documents: stems, ..look() });
        names.push(name.to_owned());
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/read.py");
    let folders = names.iter().map(|name| folder(&format!("peers/{name}")));
    let output = Command::new(python).arg("-I").arg(script).args(folders).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let _ = writeln!(std::io::stderr(), "{said}");
}
