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
use assent::formats::named;

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
    papers.push(hostile());
    papers.sort_by(|one, other| one.stem.cmp(&other.stem));
    papers
}

/// Texts that some program could take for something else than text.
fn hostile_texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "</style></title></p>]]>&lt;b&gt;&#x41;",
        "\" onclick=\"x\" '; DROP TABLE",
        "# heading | cell **bold** `code` [link](javascript:alert(1)) ![x](https://example.org/x.png)",
        "{{ study.title }} {% include 'x' %} {# x #}",
        "#set page(width: 1cm) #read(\"/etc/passwd\") $x$ @ref <label> \\u{41}",
        "=cmd|' /C calc'!A0",
        "\u{1b}[31mred\u{1b}[0m \u{7} \u{0}",
        "left \u{202e}right\u{202c} \u{2066}open \u{200b}zero\u{200d}width\u{feff}",
        "../../etc/passwd C:\\windows",
        "%PDF-1.7 endobj << /JS (app.alert(1)) >>",
        "w:t xml:space=\"preserve\" <w:p/> HYPERLINK \"https://example.org\"",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("x".repeat(100_000));
    texts
}

/// A paper with those texts in every place that a study's text can reach.
fn hostile() -> Document {
    let mut page = String::from("# Hostile\n\n");
    for (at, text) in hostile_texts().iter().enumerate() {
        let text = markdown::escape(text);
        let short = if text.len() > 1000 { "long".to_owned() } else { text.clone() };
        page.push_str(&format!(
            "## {short}\n\n{text}\n\n- {short}\n\n> {short}\n\n| {short} | b |\n|---|---|\n| {short} | [ ] |\n\n\
             ```choices\n# {short}\nc{at} | {short} | {short} | {short}\n```\n\n```fields\n# {short}\n{short} | 1\n```\n\n\
             ```signature\n# {short}\n{short} | {short}\n```\n\n```pictures\n{short} | {short}\n```\n\n\
             ```flow\n# {short} | {short} | {short}\nask | {short} | {short} |\nend | {short}\n```\n\n\
             ```risk-map\n# {short} | a | b | {short} | {short} | {short} | m | h | e\nx | {short} | 1 | 2 | 3 | 4\n```\n\n"
        ));
    }
    let mut paper =
        Document::new("hostile.en", "<b>Hostile</b> & \"more\"", "en", Audience::Team, markdown::read(&page).unwrap());
    paper.title.push_str(" title");
    paper
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

#[test]
fn a_text_that_looks_like_anything_else_is_the_text_that_is_read_back() {
    let words: Vec<String> = hostile().pieces().into_iter().map(|piece| piece.text).collect();
    for text in hostile_texts() {
        let shown: String = markdown::read(&markdown::escape(&text))
            .unwrap()
            .blocks
            .iter()
            .flat_map(|block| match block {
                Block::Paragraph(inlines) => inlines.clone(),
                other => panic!("{text:?} is no paragraph: {other:?}"),
            })
            .map(|inline| match inline {
                assent::documents::tree::Inline::Text(text) => text,
                other => panic!("{text:?} is no text: {other:?}"),
            })
            .collect();
        assert!(words.contains(&shown), "{shown:.80}");
        assert!(!shown.contains(['\u{1b}', '\u{202e}', '\u{0}']), "{shown:?}");
    }
}

/// What is in a Word file, by the name of the part.
fn part(docx: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    std::io::read_to_string(zip.by_name(name).unwrap()).unwrap()
}

#[test]
fn what_few_papers_have_keeps_its_form() {
    let text = "# A\n\n> [!TIP]\n> a\n\n> [!CAUTION]\n> b\n\n3. three\n4. four\n\n|  | named |\n|---|---|\n| 1 | 2 |\n\n\
                x[^n] y[^n]\n\n[^n]: - noted\n\n```page-break\n```\n\n| c |\n|---|\n| d |\n\n\
                ```flow\n# Then | Yes | No\nstep | Listen\nask | Danger? | Call | Wait\n```\n\n\
                ````card\nOne\n---\n---\nThree\n````\n";
    let paper = Document::new("x.en", "A", "en", Audience::Team, markdown::read(text).unwrap());
    let html = String::from_utf8(write(named("html").unwrap(), &paper, &look())).unwrap();
    for wanted in ["Tip", "Caution", "<ol start=\"3\">", "<tr><td></td><th scope=\"col\">named</th></tr>"] {
        assert!(html.contains(wanted), "{wanted}");
    }
    assert_eq!(html.matches("href=\"#note:1\"").count(), 2);
    assert_eq!(html.matches("id=\"reference:1\"").count(), 1, "a note leads back to one place");
    let docx = write(named("docx").unwrap(), &paper, &look());
    let (body, notes) = (part(&docx, "word/document.xml"), part(&docx, "word/footnotes.xml"));
    assert_eq!(body.matches("<w:footnoteReference w:id=\"1\"/>").count(), 1);
    assert!(body.contains("<w:vertAlign w:val=\"superscript\"/></w:rPr><w:t xml:space=\"preserve\">1</w:t>"), "{body}");
    assert!(notes.contains("noted"), "{notes}");
    // A page break that waits stands in a paragraph before the table, and each row of a card has two cells.
    assert!(body.contains("<w:pageBreakBefore/></w:pPr></w:p><w:tbl>"), "{body}");
    assert_eq!(body.matches("<w:p/></w:tc>").count(), 2, "{body}");
}

#[test]
fn markdown_and_html_look_as_they_are_kept() {
    let paper = papers().into_iter().find(|paper| paper.stem == "consent-form.en").unwrap();
    let markdown = String::from_utf8(write(named("md").unwrap(), &paper, &look())).unwrap();
    insta::assert_snapshot!("consent_form_as_markdown", markdown);
    let html = String::from_utf8(write(named("html").unwrap(), &paper, &look())).unwrap();
    let (head, rest) = html.split_once("<style>").unwrap();
    let (_, body) = rest.split_once("</style>").unwrap();
    insta::assert_snapshot!("consent_form_as_html", format!("{head}{body}"));
}

#[cfg(feature = "pdf")]
#[test]
fn a_pdf_without_the_letters_of_a_script_is_refused_with_the_font_to_add() {
    let body = markdown::read("# 연구 참여 동의서\n").unwrap();
    let paper = Document::new("x.ko", "동의서", "ko", Audience::Participant, body);
    let error = (named("pdf").unwrap().write)(&paper, &look()).unwrap_err().to_string();
    assert!(error.contains("Hangul") && error.contains("Noto Sans KR") && error.contains("--font-path"), "{error}");
}

#[test]
fn every_format_has_a_name_a_file_ending_and_a_purpose_of_its_own() {
    let names: BTreeSet<_> = FORMATS.iter().map(|format| format.name).collect();
    let endings: BTreeSet<_> = FORMATS.iter().map(|format| format.extension).collect();
    assert_eq!((names.len(), endings.len()), (FORMATS.len(), FORMATS.len()));
    assert!(FORMATS.iter().all(|format| !format.summary.is_empty() && format.media_type.contains('/')));
    assert!(FORMATS.iter().map(|format| format.name).is_sorted());
}
