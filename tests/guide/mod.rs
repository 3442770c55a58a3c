//! The guide in `docs/src`, followed word by word: every command is run, every file written, every change made, in the
//! order of the page and in a folder of its own. Blocks of `sh` hold what needs a terminal, a key or a person.
//!
//! A page says in HTML comments, which readers do not see, what stands around its blocks:
//! `<!-- copy: examples/minimal -->` brings a part of the repository along, `<!-- file: NAME -->` before a block writes
//! it to a file, `<!-- change: NAME -->` before a `diff` block makes the change. In what a command says, `[..]` stands
//! for anything within a line and `...` for any number of lines, as in the transcripts.

mod page;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crate::common::Tool;
use crate::common::copy;
use crate::common::ran;
use crate::guide::page::Block;
use crate::guide::page::Step;
use crate::guide::page::blocks;
use crate::guide::page::steps;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pages, by name.
fn pages() -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> = fs::read_dir(root().join("docs/src"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    pages.sort();
    pages
}

/// What following a page came to.
struct Followed {
    tool: Tool,
    /// The files that the page had somebody write or change.
    touched: BTreeSet<String>,
}

fn follow(name: &str) -> Followed {
    let (_, text) = pages().into_iter().find(|(page, _)| page == name).unwrap();
    let tool = Tool::new().env("COLUMNS", "80").env("NO_COLOR", "1");
    let mut folder = PathBuf::new();
    let mut touched = BTreeSet::new();
    for block in blocks(&text) {
        match block {
            Block::Copy(from) => {
                let target = tool.path("").join(&from);
                if root().join(&from).is_dir() {
                    copy(&root().join(&from), &target);
                } else {
                    tool.write(&from, fs::read(root().join(&from)).unwrap());
                }
            }
            Block::File(file, text) => {
                let file = folder.join(file).to_string_lossy().into_owned();
                tool.write(&file, text);
                touched.insert(file);
            }
            Block::Change(file, diff) => {
                let file = folder.join(file).to_string_lossy().into_owned();
                let before = fs::read_to_string(tool.path(&file)).unwrap_or_else(|why| panic!("{name}: {file}: {why}"));
                tool.write(
                    &file,
                    page::patched(&before, &diff).unwrap_or_else(|hunk| panic!("{name}: {file} has no\n{hunk}")),
                );
                touched.insert(file);
            }
            Block::Console(transcript) => {
                for step in steps(&transcript) {
                    run(name, &tool, &mut folder, &step);
                }
            }
            Block::Other(language, text) => {
                let hidden = text.lines().any(|line| line.trim_start().starts_with("assent "));
                assert!(!hidden || language == "yaml", "{name}: a command without its `$`:\n{text}");
                for command in text.lines().filter_map(|line| line.strip_prefix("$ assent ")) {
                    is_understood(name, &tool, command);
                }
            }
        }
    }
    Followed { tool, touched }
}

/// A command that needs a terminal, a key or a person is not run here, but understood: with `--help` behind it, the
/// program says no to a word that it does not know. (Other tests run it: `walk`, `commands::watch`, `committee`.)
fn is_understood(page: &str, tool: &Tool, command: &str) {
    let command = command.split('>').next().unwrap_or_default();
    let words = page::words(command);
    let ran = tool.run(&words.iter().map(String::as_str).chain(["--help"]).collect::<Vec<_>>());
    assert_eq!(ran.status, 0, "{page}: assent {command}\n{}", ran.stderr);
}

fn run(page: &str, tool: &Tool, folder: &mut PathBuf, step: &Step) {
    let words: Vec<&str> = step.words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["cd", ".."] => {
            folder.pop();
        }
        ["cd", into] => {
            folder.push(into);
            assert!(tool.path("").join(&*folder).is_dir(), "{page}: there is no folder {}", folder.display());
        }
        ["assent", rest @ ..] => {
            let output = tool.command(rest).current_dir(tool.path("").join(&*folder)).output().unwrap();
            let ran = ran(output);
            let said = format!("{}{}", ran.stdout, ran.stderr);
            assert_eq!(ran.status, step.status, "{page}: {}\n{said}", step.words.join(" "));
            if let Err(why) = page::matches(&step.expected, &said) {
                panic!("{page}: {}\n{why}\nIt said:\n{said}", step.words.join(" "));
            }
        }
        other => panic!("{page}: `{}` is not run here; put it into a block of `sh`", other.join(" ")),
    }
}

macro_rules! followed {
    ($($test:ident: $page:literal,)*) => {
        $(#[test]
        fn $test() {
            follow($page);
        })*

        #[test]
        fn every_page_is_followed() {
            let known = [$($page,)* "pack.md", "language.md", "contributors.md", "SUMMARY.md"];
            let missing: Vec<String> =
                pages().into_iter().map(|(name, _)| name).filter(|name| !known.contains(&name.as_str())).collect();
            assert!(missing.is_empty(), "{missing:?}");
        }
    };
}

followed! {
    the_introduction_holds: "introduction.md",
    a_study_is_started_as_the_guide_says: "start.md",
    tasks_are_answered_as_the_guide_says: "together.md",
    a_packet_is_handed_in_as_the_guide_says: "hand-in.md",
    a_committee_is_answered_and_the_log_kept_as_the_guide_says: "running.md",
    an_amendment_is_made_as_the_guide_says: "amend.md",
    a_study_is_checked_in_ci_as_the_guide_says: "ci.md",
    a_wording_is_changed_as_the_guide_says: "wording.md",
    a_committee_reads_a_packet_as_the_guide_says: "committees.md",
    the_formats_are_read_as_the_guide_says: "formats.md",
}

/// The guideline expert's change: a new question and a stricter check.
#[test]
fn a_new_question_and_a_stricter_check_touch_two_files() {
    let followed = follow("pack.md");
    let pack: Vec<&String> = followed.touched.iter().filter(|file| file.contains("guidelines/")).collect();
    assert_eq!(pack.len(), 2, "{pack:?}");
    assert!(followed.touched.iter().all(|file| file.contains("guidelines/") || file.ends_with("study.yaml")));
}

/// The translator's change: a language that Assent does not have, for one form.
#[test]
fn a_new_language_for_one_form_touches_three_files() {
    let followed = follow("language.md");
    let touched: Vec<&str> =
        followed.touched.iter().map(String::as_str).filter(|file| !file.ends_with("study.yaml")).collect();
    assert_eq!(touched.len(), 3, "{touched:?}");
    let card = fs::read_to_string(followed.tool.path("examples/survivor-conversations/cartao.md")).unwrap();
    for words in ["Números úteis", "Vozes Online", "Não custa nada.", "RASCUNHO", "Todos os dias"] {
        assert!(card.contains(words), "{words}: {card}");
    }
}

/// The contributor's changes: an output format, a check, a form of a report, a command, a field. They are held against
/// the source; that they compile and pass was seen when they were written.
#[test]
fn what_a_contributor_adds_touches_the_files_that_the_page_counts() {
    let followed = follow("contributors.md");
    let touched = [
        // An output format: two files.
        "src/formats/mod.rs",
        "src/formats/text.rs",
        // A check: three.
        "guidelines/study-basics/wording/checks.yaml",
        "src/checks/copied.rs",
        "src/checks/mod.rs",
        // A form of a report: two.
        "src/reports/gitlab.rs",
        "src/reports/mod.rs",
        // A command: three.
        "src/commands/dates.rs",
        "src/commands/mod.rs",
        "tests/commands/dates.trycmd",
        // A field: four.
        "guidelines/study-basics/plan/checks.yaml",
        "src/study/fieldwork.rs",
        "templates/amendments/fields.en.yaml",
        "templates/facilitator-guide/en.md",
    ];
    assert_eq!(followed.touched, touched.map(str::to_owned).into());
}

#[test]
fn every_link_of_the_guide_leads_somewhere() {
    let link = regex::Regex::new(r"\]\(([^)\s]+)\)").unwrap();
    let heading = |text: &str| -> BTreeSet<String> {
        text.lines()
            .filter(|line| line.starts_with('#'))
            .map(|line| {
                let title = line.trim_start_matches('#').trim().to_lowercase();
                let kept = title.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
                kept.map(|c| if c == ' ' { '-' } else { c }).collect()
            })
            .collect()
    };
    let pages = pages();
    let mut broken = Vec::new();
    for (name, text) in &pages {
        for found in link.captures_iter(text) {
            let target = &found[1];
            if target.starts_with("https://") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { name } else { file };
            let there = pages.iter().find(|(page, _)| page == file);
            let leads = match there {
                Some((_, text)) => anchor.is_empty() || heading(text).contains(anchor),
                None => root().join("docs/src").join(file).is_file(),
            };
            if !leads {
                broken.push(format!("{name}: {target}"));
            }
        }
    }
    let summary = &pages.iter().find(|(name, _)| name == "SUMMARY.md").unwrap().1;
    for (name, _) in pages.iter().filter(|(name, _)| name != "SUMMARY.md") {
        if !summary.contains(&format!("({name})")) {
            broken.push(format!("{name} is not in SUMMARY.md"));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
