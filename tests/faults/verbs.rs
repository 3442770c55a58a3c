//! Every command that writes, on a disk that fails at each single change: what stood there is whole, the message says what to
//! do, nothing is left over, and once the disk is well the same command does its work.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use rayon::prelude::*;

use crate::common::Ran;
use crate::common::Tool;
use crate::common::copy;
use crate::common::ran;
use crate::faults::counted;
use crate::faults::disk::library;
use crate::faults::files;
use crate::faults::nothing_is_torn;
use crate::faults::rounds;

/// Errors, and a piece of what a person then reads.
const ERRORS: [(&str, &[&str]); 3] = [
    ("28", &["disk is full", "No space left"]),
    ("5", &["could not be written", "could not write", "Input/output error"]),
    ("30", &["may only be read", "Read-only file system"]),
];

/// In how many ways a change fails: with each error, this once and from then on.
const WAYS: usize = 2 * ERRORS.len();

/// The study of all of them.
const STUDY: &str = "survivor-conversations";

/// A command, and what has to stand before it.
struct Verb {
    words: &'static [&'static str],
    before: &'static [&'static [&'static str]],
}

/// Stands in a command for the comment that was written down before it.
const THE_COMMENT: &str = "<comment>";

const DAY: &str = "2026-02-01";
const ZIP: &[&str] = &["packet", STUDY, "--to", "md", "--date", DAY, "--out", "packet.zip"];
const PACKET: &[&str] = &["packet", STUDY, "--to", "md", "--date", DAY, "--out", "packet"];

const FINAL: &[&str] = &["packet", STUDY, "--final", "--to", "md", "--date", DAY, "--out", "packet"];

macro_rules! approve {
    ($($decision:expr),+) => {
        &[
            "approve", "packet", "--study", STUDY, "--body", "Example Board", "--reference", "EX-1", "--on", DAY,
            "--decision", $($decision),+
        ]
    };
}

const APPROVE: &[&str] = approve!("revisions");
const APPROVE_IF: &[&str] = approve!("with-conditions", "--condition", "Name a second clinic.");

const COMMENT: &[&str] = &[
    "respond",
    "comment",
    "--study",
    STUDY,
    "--as",
    "lead",
    "--on",
    DAY,
    "--text",
    "x",
    "--task",
    "consent-in-two-steps",
];

const VERBS: &[Verb] = &[
    Verb { words: &["init", "new", "--from", STUDY], before: &[] },
    Verb { words: &["record", "stop-or-go", "--study", STUDY, "--as", "lead", "--note", "x"], before: &[] },
    Verb { words: &["log", "incident", "--study", STUDY, "--as", "lead", "--on", DAY, "--note", "x"], before: &[] },
    Verb { words: &["log", "deviation", "--study", STUDY, "--as", "lead", "--on", DAY, "--note", "x"], before: &[] },
    Verb {
        words: &["log", "review", "--study", STUDY, "--as", "lead", "--on", DAY, "--note", "x", "--no-report", "x"],
        before: &[],
    },
    Verb {
        words: &["log", "condition", "c1", "--study", STUDY, "--as", "lead", "--on", DAY, "--note", "x"],
        before: &[FINAL, APPROVE_IF],
    },
    Verb { words: COMMENT, before: &[FINAL, APPROVE] },
    Verb {
        words: &["respond", "answer", THE_COMMENT, "--study", STUDY, "--as", "lead", "--on", DAY, "--text", "x"],
        before: &[FINAL, APPROVE, COMMENT],
    },
    Verb {
        words: &["respond", "letter", "--study", STUDY, "--to", "md", "--out", "letter"],
        before: &[FINAL, APPROVE, COMMENT],
    },
    Verb { words: &["words", "fr", "--study", STUDY], before: &[] },
    Verb { words: &["templates", "eject", "cover", "--study", STUDY], before: &[] },
    Verb { words: &["templates", "eject", "cover", "--study", STUDY, "--language", "fr"], before: &[] },
    Verb {
        words: &["render", "cover", "--study", STUDY, "--to", "docx", "--date", DAY, "-o", "cover.docx"],
        before: &[],
    },
    Verb { words: PACKET, before: &[] },
    Verb { words: PACKET, before: &[PACKET] },
    Verb { words: ZIP, before: &[] },
    Verb { words: &["review", "packet", "--to", "md", "--out", "forms"], before: &[PACKET] },
    Verb { words: &["review", "packet.zip", "--to", "md", "--out", "forms"], before: &[ZIP] },
    Verb { words: &["seal", "packet", "--key", "key"], before: &[PACKET] },
    Verb { words: APPROVE, before: &[FINAL] },
];

/// A command ready to be run: its words, and a folder with what has to stand before it, of which each run gets a copy.
struct Ready {
    words: Vec<String>,
    before: Tool,
}

impl Ready {
    fn new(verb: &Verb) -> Self {
        let before = prepare(verb);
        let comment = files(&before.path("")).into_iter().find_map(|file| {
            let stem = file.file_stem()?.to_str()?;
            stem.starts_with("comment-").then(|| stem.to_owned())
        });
        let said = |word: &&str| if *word == THE_COMMENT { comment.clone().unwrap() } else { (*word).to_owned() };
        Self { words: verb.words.iter().map(said).collect(), before }
    }

    fn words(&self) -> Vec<&str> {
        self.words.iter().map(String::as_str).collect()
    }

    fn folder(&self) -> Tool {
        let tool = Tool::new();
        copy(&self.before.path(""), &tool.path(""));
        tool
    }
}

fn prepare(verb: &Verb) -> Tool {
    let tool = Tool::new();
    tool.example(STUDY);
    if verb.words.first() == Some(&"seal") {
        let mut keygen = Command::new("ssh-keygen");
        keygen.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(tool.path("key"));
        assert!(keygen.status().expect("this test needs ssh-keygen: install openssh-client").success());
    }
    for words in verb.before {
        tool.run(words).ended(0);
    }
    tool
}

fn faulty(tool: &Tool, library: &Path, words: &[&str], variables: &[(&str, &str)]) -> Ran {
    let mut command = tool.command(words);
    command.env("LD_PRELOAD", library).env("FAULT_BELOW", tool.path("").canonicalize().unwrap());
    command.envs(variables.iter().copied());
    command.output().map(ran).unwrap()
}

fn stands(tool: &Tool) -> BTreeMap<PathBuf, Vec<u8>> {
    let all = files(&tool.path(""));
    all.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

/// A file that the command had begun and nobody asked for.
fn is_left_over(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".part") || path.components().any(|part| part.as_os_str().to_string_lossy().starts_with(".packet-"))
}

#[test]
fn whichever_change_of_whichever_command_fails_what_stood_there_is_whole() {
    let Some(library) = library() else { return };
    let (long, each) = (rounds(0) > 0, rounds(1).min(WAYS));
    let mut tried = 0;
    for (which, verb) in VERBS.iter().enumerate() {
        let ready = Ready::new(verb);
        let log = std::env::temp_dir().join(format!("assent-faults-{}", std::process::id()));
        faulty(&ready.folder(), library, &ready.words(), &[("FAULT_LOG", log.to_str().unwrap())]).ended(0);
        let all: usize = std::fs::read_to_string(&log).unwrap().parse().unwrap();
        std::fs::remove_file(&log).unwrap();
        assert!(all > 0, "{:?}: the library does not see what the program does", verb.words);
        // In the short run: a change in the middle and the last.
        let moments: Vec<usize> = if long { (1..=all).collect() } else { vec![all.div_ceil(2), all] };
        // Each change fails in as many ways as there are rounds, and the next change begins with the next way.
        let ways = |(turn, at)| (0..each).map(move |way| (at, (which + turn + way) % WAYS));
        let runs: Vec<(usize, usize)> = moments.into_iter().enumerate().flat_map(ways).collect();
        runs.par_iter().for_each(|&(at, way)| {
            one(&ready, library, (at, all), ERRORS[way % ERRORS.len()], way < ERRORS.len());
        });
        tried += runs.len();
        counted(&format!("{:?}: {} runs, {all} changes", verb.words, runs.len()));
    }
    counted(&format!("{tried} runs of {} commands on a disk that failed at one change: nothing was lost", VERBS.len()));
}

/// One run on a disk that fails at one change.
fn one(ready: &Ready, library: &Path, (at, all): (usize, usize), (error, said): (&str, &[&str]), once: bool) {
    let (tool, words) = (ready.folder(), ready.words());
    let before = stands(&tool);
    let number = at.to_string();
    let mut variables = vec![("FAULT_AT", number.as_str()), ("FAULT_ERROR", error), ("FAULT_SHORT", "1")];
    variables.extend(once.then_some(("FAULT_ONCE", "1")));
    let ended = faulty(&tool, library, &words, &variables);
    let what = format!("{:?}, change {at} of {all}, error {error}, once: {once}\n{}", words, ended.stderr);
    let after = stands(&tool);
    for path in after.keys() {
        assert!(!is_left_over(path), "{} is left over\n{what}", path.display());
    }
    // A change that only makes others last, or that has another way, may fail without anybody having to know.
    if ended.status == 0 {
        nothing_is_torn(&tool.path(STUDY));
        return;
    }
    assert_eq!(ended.status, 2, "{what}");
    assert!(said.iter().any(|said| ended.stderr.contains(said)), "{what}");
    assert!(ended.stderr.contains("next: "), "{what}");
    assert!(!ended.stderr.contains("panicked"), "{what}");
    nothing_is_torn(&tool.path(STUDY));
    for (path, bytes) in &before {
        let now = after.get(path).unwrap_or_else(|| panic!("{} is gone\n{what}", path.display()));
        // Only a record and the study grow, and those were held against their grammar.
        let grows = path.starts_with(tool.path(STUDY)) && path.extension().is_some_and(|extension| extension == "yaml");
        assert!(now == bytes || grows, "{} is changed\n{what}", path.display());
    }
    let again = tool.run(&words);
    let there = again.stderr.contains("is there already") || again.stderr.contains("There is a study");
    assert!(again.status == 0 || (there && !once), "{what}\nand then: {}", again.stderr);
    for path in stands(&tool).keys() {
        assert!(!is_left_over(path), "{} is left over\n{what}", path.display());
    }
}
