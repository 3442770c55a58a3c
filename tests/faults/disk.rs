//! A disk that is full, broken or may only be read: what was answered so far is kept, nothing is torn, and the message says
//! what to do. `fault.c`, loaded into the program, makes one change after another fail; a small real disk is filled
//! where one can be mounted.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use crate::common::Ran;
use crate::common::Tool;
use crate::common::ran;
use crate::common::screen::Screen;
use crate::faults::answers;
use crate::faults::counted;
use crate::faults::files;
use crate::faults::is_part;
use crate::faults::judged_nothing;
use crate::faults::nothing_is_torn;
use crate::faults::rounds;
use crate::faults::taken;
use crate::walk::STUDY;

/// What the system says, and what a person then reads: the problem, and what to do.
const ERRORS: [(&str, &str, &str); 3] = [
    ("28", "the disk is full", "make room on the disk and do it once more"),
    ("5", "could not be written", "look at the folder and the disk, and do it once more"),
    ("30", "may only be read", "copy the study to a folder that you may write to"),
];

/// The library that makes changes fail; none where there is no C compiler.
pub(super) fn library() -> Option<&'static Path> {
    static BUILT: OnceLock<Option<PathBuf>> = OnceLock::new();
    let built = BUILT.get_or_init(|| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/fault.c");
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fault-{}.so", std::process::id()));
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(&source).arg("-ldl");
        if compiler.output().is_ok_and(|output| output.status.success()) {
            return Some(library);
        }
        judged_nothing("there is no C compiler (cc), so no disk can be made to fail");
        None
    });
    built.as_deref()
}

/// A folder with a study, where changes can be made to fail.
struct Faulty {
    tool: Tool,
    library: &'static Path,
}

impl Faulty {
    fn new() -> Option<Self> {
        let tool = Tool::new();
        tool.write("study/study.yaml", STUDY);
        tool.write("answers.yaml", answers(0, 2));
        library().map(|library| Self { tool, library })
    }

    fn folder(&self) -> PathBuf {
        self.tool.path("study").canonicalize().unwrap()
    }

    fn run(&self, words: &[&str], variables: &[(&str, &str)]) -> Ran {
        let mut command = self.tool.command(words);
        command.env("LD_PRELOAD", self.library).env("FAULT_BELOW", self.folder());
        command.envs(variables.iter().copied());
        command.output().map(ran).unwrap()
    }

    fn walk(&self, variables: &[(&str, &str)]) -> Ran {
        self.run(&["walk", "study", "--as", "lead", "--answers", "answers.yaml"], variables)
    }

    /// How many changes of files a command makes.
    fn changes(&self, words: &[&str]) -> usize {
        let log = self.tool.path("log");
        self.run(words, &[("FAULT_LOG", log.to_str().unwrap())]).ended(0);
        std::fs::read_to_string(log).unwrap().parse().unwrap()
    }
}

#[test]
fn whichever_change_of_a_walk_fails_what_came_before_is_kept_and_nothing_is_torn() {
    let Some(faulty) = Faulty::new() else { return };
    let all = faulty.changes(&["walk", "study", "--as", "lead", "--answers", "answers.yaml"]);
    assert!(all > 20, "{all} changes: the library does not see what the program does");
    // A few of them, each with another error; or every change with every error, failing once and from then on.
    let long = rounds(0) > 0;
    let step = if long { 1 } else { all / 6 };
    let mut tried = 0;
    for (which, at) in (1..=all).step_by(step).enumerate() {
        for (kind, (error, problem, next)) in ERRORS.into_iter().enumerate() {
            for once in [true, false] {
                if !long && (which % ERRORS.len() != kind || once != (which % 2 == 0)) {
                    continue;
                }
                let Some(faulty) = Faulty::new() else { return };
                let at = at.to_string();
                let mut variables = vec![("FAULT_AT", at.as_str()), ("FAULT_ERROR", error), ("FAULT_SHORT", "1")];
                variables.extend(once.then_some(("FAULT_ONCE", "1")));
                let ended = faulty.walk(&variables).ended(2);
                assert!(ended.stderr.contains(problem) && ended.stderr.contains(next), "{at}: {}", ended.stderr);
                let stands = nothing_is_torn(&faulty.folder());
                for answer in taken(&ended.stderr).iter().rev().skip(1) {
                    assert!(stands.contains(answer), "change {at}, error {error}: `{answer}` is lost\n{stands}");
                }
                // Once there is room again, the same command does what it could not do.
                if long || which == 0 {
                    faulty.walk(&[]).ended(0);
                    let stands = nothing_is_torn(&faulty.folder());
                    assert!(stands.matches(" of round 0.").count() >= 6, "{stands}");
                }
                assert!(!files(&faulty.folder()).iter().any(|file| is_part(file)));
                tried += 1;
            }
        }
    }
    counted(&format!(
        "{tried} walks on a disk that failed at one of {all} changes: nothing was lost, nothing was torn"
    ));
}

#[test]
fn a_study_that_begins_on_a_disk_that_fails_is_whole_or_not_there() {
    let first = "study: {title: Views of support}\nteam: {1: {name: Lee Example}}\nsettings: {1: {country: TH}}\n\
                 participants: {1: {label: Workers}}\nactivities: {1: {method: survey}}\n";
    let words = ["init", "study", "--ci", "github", "--answers", "first.yaml"];
    let begin = || {
        let faulty = Faulty::new()?;
        std::fs::remove_file(faulty.tool.path("study/study.yaml")).unwrap();
        faulty.tool.write("first.yaml", first);
        Some(faulty)
    };
    let Some(faulty) = begin() else { return };
    let all = faulty.changes(&words);
    for at in (1..=all).step_by((all / rounds(4)).max(1)) {
        let Some(faulty) = begin() else { return };
        let at = at.to_string();
        let ended = faulty.run(&words, &[("FAULT_AT", &at), ("FAULT_ERROR", "28"), ("FAULT_SHORT", "1")]).ended(2);
        assert!(ended.stderr.contains("the disk is full"), "{}", ended.stderr);
        if faulty.folder().join("study.yaml").exists() {
            nothing_is_torn(&faulty.folder());
        }
        for file in files(&faulty.folder()) {
            assert!(!is_part(&file), "{} is left over", file.display());
        }
    }
}

#[test]
fn in_a_terminal_an_answer_that_could_not_be_written_is_held_until_there_is_room() {
    let Some(faulty) = Faulty::new() else { return };
    let folder = faulty.folder();
    let library = faulty.library.to_str().unwrap();
    let variables = [
        ("LD_PRELOAD", library),
        ("FAULT_BELOW", folder.to_str().unwrap()),
        ("FAULT_AT", "2"),
        ("FAULT_ERROR", "28"),
        ("FAULT_ONCE", "1"),
        ("NO_COLOR", "1"),
    ];
    let words = ["walk", "--as", "lead", "--task", "question-and-use"];
    let mut screen = Screen::start(&folder, &words, 60, 100, &variables);
    screen.answer("Question 1 of", ":later");
    screen.answer("Question 2 of", "Two shelters.");
    screen.wait("the disk is full");
    screen.wait("make room on the disk");
    assert!(!folder.join("records/ecpat-four-steps/question-and-use.yaml").exists());
    screen.pick("Try again");
    screen.wait("Question 3 of");
    assert!(nothing_is_torn(&folder).contains("users: Two shelters."));
    // The next one fails too, and somebody gives up.
    let words = ["walk", "--as", "lead", "--task", "need-for-the-study"];
    let mut stopped = Screen::start(&folder, &words, 60, 100, &variables);
    stopped.answer("Question 1 of", "A need.");
    stopped.wait("Write this into study.yaml");
    stopped.keys("\r");
    stopped.wait("the disk is full");
    stopped.pick("Stop here");
    assert_eq!(stopped.ended(), 2);
    assert!(!stopped.cursor_is_hidden(), "the terminal is as it was");
    assert!(nothing_is_torn(&folder).contains("users: Two shelters."));
}

/// A small disk of its own, taken away again at the end.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(at: PathBuf) -> Option<Self> {
        std::fs::create_dir_all(&at).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"]).arg(&at);
        mount.output().is_ok_and(|output| output.status.success()).then_some(Self(at))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

#[test]
fn a_real_disk_that_is_full_is_said_so_and_the_study_stands() {
    let tool = Tool::new();
    let Some(disk) = SmallDisk::mount(tool.path("disk")) else {
        return judged_nothing(
            "no small disk can be mounted here (that needs root); fault.c stood for it in the other tests",
        );
    };
    tool.write("disk/study.yaml", STUDY);
    tool.write("answers.yaml", answers(0, 2));
    let words = ["walk", "disk", "--as", "lead", "--answers", "answers.yaml"];
    for room in [0, 1] {
        let filler = disk.0.join("filler");
        // Whole pages, until no further one fits; then some of them are given back.
        let mut size = 0;
        while std::fs::write(&filler, vec![0; (size + 1) * 4096]).is_ok() {
            size += 1;
        }
        std::fs::write(&filler, vec![0; size.saturating_sub(room) * 4096]).unwrap();
        let ended = tool.run(&words).ended(2);
        assert!(ended.stderr.contains("the disk is full") && ended.stderr.contains("make room"), "{}", ended.stderr);
        let stands = nothing_is_torn(&disk.0);
        for answer in taken(&ended.stderr).iter().rev().skip(1) {
            assert!(stands.contains(answer), "`{answer}` is lost\n{stands}");
        }
        std::fs::remove_file(&filler).unwrap();
    }
    tool.run(&words).ended(0);
    assert!(nothing_is_torn(&disk.0).contains("note 1 of round 0."));
}

#[test]
fn a_folder_that_may_only_be_read_is_said_so_and_nothing_changes() {
    let Some(faulty) = Faulty::new() else { return };
    let read_only = [("FAULT_AT", "1"), ("FAULT_ERROR", "30")];
    let record = ["record", "stop-or-go", "--study", "study", "--as", "lead", "--note", "x"];
    let answer = ["record", "stop-or-go", "--study", "study", "--as", "lead", "--answer", "reason=Enough."];
    for words in [&record, &answer] {
        let ran = faulty.run(words, &read_only).ended(2);
        assert!(
            ran.stderr.contains("may only be read") && ran.stderr.contains("next: copy the study"),
            "{}",
            ran.stderr
        );
    }
    assert_eq!(std::fs::read_to_string(faulty.folder().join("study.yaml")).unwrap(), STUDY);
    assert_eq!(files(&faulty.folder()).len(), 1);
    // What only reads needs no more than that.
    faulty.run(&["status", "study"], &read_only).ended(0);
    faulty.run(&["check", "study"], &read_only).ended(1);
}
