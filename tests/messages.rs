//! What the program says when it cannot do its work, as a set: every message as the source writes it, and what somebody
//! sees who makes a mistake. Two snapshots, read by eye when one changes: what is wrong, where, what to do next.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use regex::Regex;

use crate::common::Tool;

/// Every Rust file below `src/`, by its name from there, sorted, without its tests.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut open = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                open.push(entry);
            } else if entry.extension().is_some_and(|ending| ending == "rs") {
                let name = entry.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                let text = fs::read_to_string(&entry).unwrap();
                found.push((name, text.split("\n#[cfg(test)]\n").next().unwrap_or_default().to_owned()));
            }
        }
    }
    found.sort();
    found
}

/// One message as the source writes it.
struct Written {
    file: String,
    /// `error`, `warning` or `next`.
    kind: &'static str,
    text: String,
}

/// The messages of the program: those of typed errors, of refusals, of contexts, of warnings, and the next steps.
fn written() -> Vec<Written> {
    let opener = r#"(?s)(#\[error\(|\bproblem:|with_context\(\|\||\.context\(|\bbail!\(|\banyhow!\(|\brefuse\(|\bnext:|\bnext_step\(|let next =|\.warn\()\s*(?:&?format!\(\s*)?"((?:[^"\\]|\\.)*)""#;
    let opener = Regex::new(opener).unwrap();
    let arm = Regex::new(r#"(?s)=>\s*(?:\{\s*)?"((?:[^"\\]|\\.)*)""#).unwrap();
    let joint = Regex::new(r"\\\n\s*").unwrap();
    let mut all = Vec::new();
    // The printer itself holds no message.
    for (file, source) in sources().into_iter().filter(|(file, _)| file != "terminal.rs") {
        let clean = |text: &str| joint.replace_all(text, "").replace("\\n", "\n").replace("\\\"", "\"");
        for found in opener.captures_iter(&source) {
            let kind = match &found[1] {
                "next:" | "next_step(" | "let next =" => "next",
                ".warn(" => "warning",
                _ => "error",
            };
            all.push(Written { file: file.clone(), kind, text: clean(&found[2]) });
        }
        // The next steps of an error type stand in one function.
        for function in ["pub fn next_step(&self)", "pub fn next(&self)"] {
            let Some((_, body)) = source.split_once(function) else { continue };
            let body = body.split("\n    }\n").next().unwrap_or_default();
            for found in arm.captures_iter(body) {
                all.push(Written { file: file.clone(), kind: "next", text: clean(&found[1]) });
            }
        }
    }
    all
}

#[test]
fn every_message_as_the_source_writes_it() {
    let mut text = String::new();
    let mut last = String::new();
    for message in written() {
        if message.file != last {
            let _ = writeln!(text, "\n{}", message.file);
            last.clone_from(&message.file);
        }
        let _ = writeln!(text, "  {:<8} {}", message.kind, message.text.replace('\n', "\n           "));
    }
    insta::assert_snapshot!("written", text);
}

#[test]
fn no_variant_of_an_error_is_missing_in_the_snapshot() {
    let written: Vec<String> = written().into_iter().map(|message| message.file).collect();
    let variants = Regex::new(r"#\[error\(\s*(?:transparent|\x22)").unwrap();
    for (file, source) in sources() {
        let here = variants.find_iter(&source).filter(|found| !found.as_str().contains("transparent")).count();
        let listed = written.iter().filter(|name| **name == file).count();
        assert!(listed >= here, "{file}: {here} variants, {listed} messages listed");
        assert_eq!(source.matches("#[error(").count(), variants.find_iter(&source).count(), "{file}: another shape");
    }
}

#[test]
fn messages_are_calm_and_plain() {
    let loud = Regex::new(
        r"(?i)\b(invalid|illegal|fatal|failed|failure|abort|aborted|bad|null|unexpected|deserialize|parse|parsing|oops|sorry|unsupported|malformed|panic|must)\b|!$|\.$",
    )
    .unwrap();
    let mut offences = Vec::new();
    for message in written() {
        let first = message.text.chars().next();
        let small = first.is_some_and(|c| c.is_lowercase() || "`{-".contains(c))
            || ["DOCX", "PDF", "SSH"].iter().any(|name| message.text.starts_with(name));
        if loud.is_match(message.text.trim_end()) || !small {
            offences.push(format!("{}: {}", message.file, message.text));
        }
    }
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

const STUDY: &str = "assent: 1
study:
  id: harbour
  title: What helpline workers in an invented town need
team:
  - {id: lead, name: An invented lead}
";

/// What somebody may do wrong, verb by verb; a word with `=` in front sets the environment.
const MISTAKES: &[&str] = &[
    "check --format xml",
    "check --today tomorrow",
    "check nowhere",
    "check empty",
    "check --select no-such-check",
    "check --baseline notes.txt",
    "check --guidelines nowhere",
    "check --since yesterday",
    "status nowhere",
    "explain consent-gpa",
    "init",
    "init --yes .",
    "init --from nothing other",
    "walk",
    "walk --step 9",
    "walk --topic 2-9",
    "walk --task stop-or-goo",
    "walk --as nobody --answers answers.yaml",
    "walk --as lead --answers nowhere.yaml",
    "record no-such-task --as lead",
    "record ecpat-four-steps/stop-or-go --as nobody --state attested",
    "record ecpat-four-steps/stop-or-go --as lead --answer nothing=1",
    "render",
    "render protocoll",
    "render consent-form",
    "render protocol --language es",
    "render protocol --study broken",
    "render protocol --font-path nowhere --to html",
    "packet broken",
    "packet --out notes",
    "packet --out notes.txt",
    "packet --out touched",
    "packet --font-path nowhere",
    "packet --final --watch",
    "=SOURCE_DATE_EPOCH=yesterday packet",
    "verify nowhere",
    "verify notes.txt",
    "verify --code hello",
    "verify whole --signers nowhere",
    "verify whole --signers notes.txt",
    "verify whole --study nowhere",
    "seal whole --key nowhere",
    "seal whole --key notes.txt",
    "seal empty --key notes.txt",
    "approve whole --study . --body Committee --reference R-1 --decision approved --on 2026-06-02",
    "approve nowhere --study . --body Committee --reference R-1 --decision approved --on 2026-06-02",
    "diff",
    "diff --against nowhere",
    "diff --against notes",
    "words en",
    "words not_a_language",
    "guidelines show ecpat",
    "guidelines lint nowhere",
    "templates eject covre",
    "templates eject cover",
    "templates lint nowhere",
    "schema studies",
    "completions shell",
    "review nowhere",
    "review notes",
    "respond comment --as lead --text Why",
    "log incident --as nobody --note Rain",
    "log condition c1 --as lead --note Met",
];

#[test]
fn whoever_makes_a_mistake_is_told_what_to_do_next() {
    let tool = Tool::new();
    tool.write("study.yaml", STUDY);
    tool.write("broken/study.yaml", "assent: 1\nstudy: [\n");
    tool.write("notes.txt", "Notes of a meeting.\n");
    tool.write("notes/meeting.txt", "Notes of a meeting.\n");
    tool.write("answers.yaml", "ecpat-four-steps/stop-or-go: {note: a note}\n");
    fs::create_dir(tool.path("empty")).unwrap();
    for out in ["whole", "touched"] {
        tool.run(&["packet", "--out", out, "--to", "md", "--date", "2026-06-01"]).ended(0);
    }
    tool.write("touched/index.html", "A page that somebody changed.\n");
    tool.run(&["templates", "eject", "cover"]).ended(0);

    let here = tool.path("").canonicalize().unwrap();
    let (here, named) = (here.to_string_lossy(), tool.path("").to_string_lossy().into_owned());
    let mut text = String::new();
    let mut silent = Vec::new();
    for mistake in MISTAKES {
        let mut words: Vec<&str> = mistake.split(' ').collect();
        let mut command = match words[0].strip_prefix('=').and_then(|set| set.split_once('=')) {
            Some((name, value)) => {
                words.remove(0);
                let mut command = tool.command(&words);
                command.env(name, value);
                command
            }
            None => tool.command(&words),
        };
        let ran = crate::common::ran(command.env("COLUMNS", "100").output().unwrap());
        let said = ran.stderr.replace(named.trim_end_matches('/'), "HERE").replace(here.trim_end_matches('/'), "HERE");
        assert_eq!(ran.status, 2, "{mistake}\n{}{said}", ran.stdout);
        // What cannot be understood at all is answered by clap, in its own words.
        if !said.contains("\n  next: ") && !said.contains("For more information, try '--help'") {
            silent.push(format!("assent {mistake}\n{said}"));
        }
        let _ = writeln!(text, "$ assent {mistake}\n{}\n", said.trim_end());
    }
    assert!(silent.is_empty(), "no next step:\n{}", silent.join("\n"));
    insta::assert_snapshot!("mistakes", text);
}
