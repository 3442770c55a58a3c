//! Every format on the same papers: the same words in the same order, the same bytes twice, and text that stays text.

use std::collections::BTreeSet;
use std::path::PathBuf;

use assent::documents::markdown;
use assent::documents::tree::Audience;
use assent::documents::tree::Block;
use assent::documents::tree::Document;
use assent::formats::FORMATS;
use assent::formats::Format;
use assent::formats::Look;
use assent::formats::Paper;
use assent::formats::Words;

/// The words of the formats in English, as a template's language file gives them.
pub fn words() -> Words {
    Words::read(&serde_json::json!({
        "draft": "DRAFT", "draft_note": "not approved, not for use", "version": "Version {version}",
        "code": "Code {code}", "page": "Page {page} of {pages}", "footnotes": "Notes", "tick_box": "box to tick",
        "back": "Back to the place of note",
        "callouts": {"note": "Note", "tip": "Tip", "important": "Important", "warning": "Warning", "caution": "Caution"},
    }))
    .unwrap()
}

/// How the papers of these tests look.
pub fn look() -> Look {
    Look {
        draft: true,
        code: Some("3F7A-0C1B".to_owned()),
        version: Some("0.3".to_owned()),
        short_title: "Voices Online".to_owned(),
        words: words(),
        documents: BTreeSet::from(["consent-form".to_owned()]),
        ..Look::default()
    }
}

/// The papers of these tests, each with everything that its format must carry.
pub fn papers() -> Vec<Document> {
    let mut papers = Vec::new();
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/papers")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let language = name.rsplit('.').next().unwrap().to_owned();
        let audience = if name.starts_with("protocol") { Audience::Committee } else { Audience::Participant };
        let body = markdown::read(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let mut paper = Document::new(name.clone(), "Protocol", &language, audience, body);
        if audience == Audience::Committee {
            let mut number = 0;
            for block in &mut paper.blocks {
                if let Block::Heading(heading) = block
                    && heading.level == 2
                {
                    number += 1;
                    heading.number = Some(number.to_string());
                }
            }
        }
        papers.push(paper);
    }
    papers.sort_by(|one, other| one.stem.cmp(&other.stem));
    papers
}

/// Where the files of these tests are written, for other people's programs to read.
pub fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn write(format: &Format, document: &Document, look: &Look) -> Vec<u8> {
    match (format.write)(document, look) {
        Ok(bytes) => bytes,
        Err(error) => panic!("{} as {}: {error}", document.stem, format.name),
    }
}

#[test]
fn every_paper_is_written_in_every_format_and_the_same_bytes_twice() {
    let folder = folder("papers");
    for paper in papers() {
        for format in FORMATS {
            let first = write(format, &paper, &look());
            assert!(first.len() > 200, "{} as {}", paper.stem, format.name);
            assert_eq!(first, write(format, &paper, &look()), "{} as {}", paper.stem, format.name);
            std::fs::write(folder.join(format!("{}.{}", paper.stem, format.extension)), first).unwrap();
            let other = Look { paper: Paper::Letter, large_print: true, draft: false, ..look() };
            let large = write(format, &paper, &other);
            std::fs::write(folder.join(format!("{}.large.{}", paper.stem, format.extension)), large).unwrap();
        }
    }
}
