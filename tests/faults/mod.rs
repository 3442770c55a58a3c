//! What can go wrong around the program. Each module has a short version here and a long one: see CONTRIBUTING, The fault
//! harness.

#[cfg(target_os = "linux")]
mod disk;
#[cfg(unix)]
mod killed;
#[cfg(target_os = "linux")]
mod verbs;
mod writers;

use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use assent::records;
use assent::source::SourceFile;
use assent::study;

/// How many rounds a module goes: a few, or as many as `ASSENT_FAULT_ROUNDS` says.
fn rounds(short: usize) -> usize {
    std::env::var("ASSENT_FAULT_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(short)
}

/// Says on the real standard error, which no test runner holds back, that a claim could not be tried on this machine.
#[cfg(target_os = "linux")]
fn judged_nothing(why: &str) {
    let _ = writeln!(std::io::stderr(), "\nJUDGED NOTHING: {why}\n");
}

/// Says what a long run came to.
fn counted(what: &str) {
    if std::env::var_os("ASSENT_FAULT_ROUNDS").is_some() {
        let _ = writeln!(std::io::stderr(), "\n{what}\n");
    }
}

/// A sequence of numbers that looks like chance and is the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most.max(1)
    }
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found.sort();
    found
}

/// Holds every file of a study against its grammar: none is torn. Gives the text of all of them.
#[track_caller]
fn nothing_is_torn(folder: &Path) -> String {
    let text = std::fs::read_to_string(folder.join("study.yaml")).unwrap();
    let loaded = study::load(SourceFile::new("study.yaml", text.clone()));
    let broken: Vec<_> =
        loaded.findings.iter().map(|finding| (finding.code.clone(), finding.message.clone())).collect();
    assert!(loaded.readable && broken.is_empty(), "{broken:?}\n{text}");
    let mut all = text;
    let records = folder.join("records");
    for file in files(&records) {
        if file.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let inside = file.strip_prefix(&records).unwrap().with_extension("");
        let bytes = std::fs::read(&file).unwrap();
        let record = records::read::parse("record.yaml", inside.to_str().unwrap(), &bytes);
        assert!(record.findings.is_empty(), "{}: {:?}", file.display(), record.findings);
        all.push_str(&String::from_utf8(bytes).unwrap());
    }
    all
}

/// True for a file that was being written when its writer was stopped.
#[cfg(unix)]
fn is_part(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "part")
}

/// Some tasks of the pack that every study has.
const TASKS: [&str; 5] = [
    "ecpat-four-steps/question-and-use",
    "ecpat-four-steps/need-for-the-study",
    "ecpat-four-steps/other-sources-first",
    "ecpat-four-steps/stop-or-go",
    "ecpat-four-steps/consent-in-two-steps",
];

/// Answers for the first of them, each of which can be told from every other; some go into the study, some into records.
fn answers(round: usize, tasks: usize) -> String {
    let mut script = String::new();
    for (at, task) in TASKS.iter().take(tasks).enumerate() {
        script.push_str(&format!("{task}:\n  note: note {at} of round {round}.\n"));
        match at {
            0 => script.push_str(&format!("  users: users of round {round}.\n  summary: summary of round {round}.\n")),
            1 => script.push_str(&format!("  need: need of round {round}.\n  known: known of round {round}.\n")),
            _ => {}
        }
    }
    script
}

/// What a walk said that it took, in the order in which it took it: each is written before the next is said.
fn taken(said: &str) -> Vec<String> {
    let answers = said.lines().filter_map(|line| line.strip_prefix("Note: ").or_else(|| line.strip_prefix("Answer: ")));
    answers.map(str::to_owned).collect()
}
