//! A study with a word without end in every field: each document shows it whole, inside the page, and in time that grows
//! with the length of the word and no faster. A study file ends at 16 MB, so that of two studies each has the word in
//! every second field.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use regex::Regex;
use serde_json::Value;

use crate::common::TODAY;
use crate::common::Tool;
use crate::injection::STUDY;
use crate::injection::filled;
use crate::injection::mark;
use crate::injection::write_study;

const SYLLABLE: &str = "letters";

/// How long the words are in every run. `ASSENT_LONG_WORD=100000` makes them longer than that, and every PDF.
const USUAL: usize = 1_400;

/// Fields whose word has the full length in every run: a title, a sentence of prose, a name in a table, a step of the chart.
const ALWAYS: [usize; 4] = [1, 7, 40, 128];

fn letters() -> usize {
    std::env::var("ASSENT_LONG_WORD").map_or(USUAL, |letters| letters.parse().unwrap())
}

fn word(number: usize, letters: usize) -> String {
    format!("{}{}", mark(number), SYLLABLE.repeat(letters / SYLLABLE.len()))
}

/// The fields whose whole word is in a text.
fn whole(text: &str, letters: usize) -> BTreeSet<usize> {
    let word = Regex::new(&format!("[Qq]([0-9]+)[Qq]((?:{SYLLABLE})+)")).unwrap();
    let length = letters / SYLLABLE.len() * SYLLABLE.len();
    let found = word.captures_iter(text).filter(|found| found[2].len() == length);
    found.map(|found| found[1].parse().unwrap()).collect()
}

/// Each document's file in one format, and its words.
fn documents(tool: &Tool, ending: &str, read: impl Fn(Vec<u8>) -> String) -> BTreeMap<String, String> {
    let files = fs::read_dir(tool.path("packet/documents")).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == ending))
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), read(fs::read(path).unwrap())))
        .collect()
}

fn without_tags(markup: &str) -> String {
    Regex::new("<[^>]*>").unwrap().replace_all(markup, "").into_owned()
}

/// What poppler reads on the pages of a PDF; none where it is not there. No letter stands beside its page.
fn on_pages(tool: &Tool, pdf: &str) -> Option<String> {
    let read = Command::new("pdftotext").args(["-bbox", pdf, "-"]).current_dir(tool.path("")).output().ok()?;
    let page = String::from_utf8(read.stdout).unwrap();
    let width = Regex::new(r#"<page width="([0-9.]+)""#).unwrap();
    let width: f64 = width.captures(&page).unwrap()[1].parse().unwrap();
    let word = Regex::new(r#"<word xMin="([-0-9.]+)" yMin="[-0-9.]+" xMax="([-0-9.]+)" yMax="[-0-9.]+">(.*?)</word>"#);
    let mut words = String::new();
    for found in word.unwrap().captures_iter(&page) {
        let (left, right): (f64, f64) = (found[1].parse().unwrap(), found[2].parse().unwrap());
        assert!(left > 30.0 && right < width - 30.0, "{pdf}: {left} to {right} of {width}: {}", &found[3]);
        words.push_str(&found[3]);
    }
    Some(words.replace('\u{200b}', ""))
}

fn holds(tool: &Tool, letters: usize, pdfs: &[&str]) -> usize {
    for form in ["json", "sarif", "human", "junit", "github"] {
        let ran = tool.run(&["check", STUDY, "--today", TODAY, "--format", form]);
        assert!(matches!(ran.status, 0 | 1), "{form}: {:.2000}", ran.stderr);
        if matches!(form, "json" | "sarif") {
            serde_json::from_str::<Value>(&ran.stdout).unwrap();
        }
    }
    let formats = if pdfs.is_empty() { "md,html,docx,pdf" } else { "md,html,docx" };
    if pdfs.is_empty() && !cfg!(feature = "pdf") {
        judged_nothing("this build writes no PDF");
        return 0;
    }
    tool.run(&["packet", STUDY, "--to", formats, "--out", "packet", "--date", TODAY]).ended(0);
    tool.run(&["verify", "packet", "--study", STUDY]).ended(0);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let papers = documents(tool, "md", text);
    let shown: BTreeMap<&str, BTreeSet<usize>> =
        papers.iter().map(|(stem, text)| (stem.as_str(), whole(text, letters))).collect();
    let same = |format: &str, found: BTreeMap<String, String>| {
        assert_eq!(found.len(), shown.len(), "{format}");
        for (stem, words) in found {
            assert_eq!(whole(&words, letters), shown[stem.as_str()], "{stem} as {format}");
        }
    };
    same("html", documents(tool, "html", |bytes| without_tags(&text(bytes))));
    same(
        "docx",
        documents(tool, "docx", |bytes| {
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            let part = archive.by_name("word/document.xml").unwrap();
            without_tags(&std::io::read_to_string(part).unwrap())
        }),
    );
    if cfg!(feature = "pdf") {
        let all: Vec<&str> = if pdfs.is_empty() { shown.keys().copied().collect() } else { pdfs.to_vec() };
        let mark = Regex::new("[Qq]([0-9]+)[Qq]").unwrap();
        for stem in all {
            let file = format!("packet/documents/{stem}.pdf");
            if !pdfs.is_empty() {
                tool.run(&["render", stem, "--study", STUDY, "--date", TODAY, "-o", &file]).ended(0);
            }
            match on_pages(tool, &file) {
                // The head and the foot of each page part a word, and so does the column beside it.
                Some(words) => {
                    let marks: BTreeSet<usize> =
                        mark.captures_iter(&words).map(|found| found[1].parse().unwrap()).collect();
                    let needed = shown[stem].len() * (letters / SYLLABLE.len() * SYLLABLE.len());
                    assert!(marks.is_superset(&shown[stem]) && words.len() > needed, "{stem} as PDF");
                }
                None => judged_nothing(&format!("pdftotext is not there to read {stem}.pdf")),
            }
        }
    }
    shown.values().flatten().collect::<BTreeSet<_>>().len()
}

#[test]
fn a_word_without_end_in_every_field_is_shown_whole_and_inside_the_page() {
    let letters = letters();
    let pdfs: &[&str] = if letters > USUAL { &[] } else { &["safeguarding-protocol", "team"] };
    let mut shown = 0;
    for half in 0..2 {
        let tool = Tool::new();
        write_study(&tool, &filled(&|number| if number % 2 == half { word(number, letters) } else { mark(number) }));
        shown += holds(&tool, letters, pdfs);
    }
    assert!(shown > 150, "{shown} of the fields are in a document");
}

#[test]
fn a_word_of_a_hundred_kilobytes_in_a_few_fields_is_shown_whole_and_inside_the_page() {
    let tool = Tool::new();
    write_study(&tool, &filled(&|number| if ALWAYS.contains(&number) { word(number, 100_000) } else { mark(number) }));
    assert_eq!(holds(&tool, 100_000, &["safeguarding-protocol"]), ALWAYS.len());
}

/// Says on the real standard error, which no test runner holds back, that a claim could not be tried on this machine.
fn judged_nothing(why: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "\nJUDGED NOTHING: {why}\n");
}
