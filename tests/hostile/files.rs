//! Links, pipes, devices, odd names, deep folders and many files.
#![cfg(unix)]

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;

use assent::reports::FORMS;
use assent::reports::json::CheckReport;
use assent::reports::text::acts;

use super::pipe;
use super::run;
use super::tree;
use crate::common::TODAY;
use crate::common::Tool;

const SECRET: &str = "zanzibar";

/// What somebody may do with a study that came from a stranger; `S` stands for its folder.
const VERBS: &[&[&str]] = &[
    &["check", "S"],
    &["check", "S/study.yaml"],
    &["status", "S"],
    &["render", "protocol", "--study", "S"],
    &["packet", "S", "--out", "out", "--to", "md"],
    &["diff", "S"],
    &["walk", "S", "--plain"],
    &["record", "ecpat-four-steps/stop-or-go", "--study", "S", "--as", "lead", "--note", "x"],
    &["words", "th", "--study", "S"],
    &["templates", "eject", "protocol", "--study", "S"],
    &["verify", "--study", "S"],
    &["init", "S", "--yes"],
];

fn each_verb(tool: &Tool, study: &str, see: impl Fn(&[&str], &crate::common::Ran)) {
    for verb in VERBS {
        let words: Vec<String> = verb.iter().map(|word| word.replace('S', study)).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        see(&words, &run(tool, &words));
    }
}

#[test]
fn a_study_file_that_leads_out_of_its_folder_is_refused_by_every_verb() {
    let tool = Tool::new();
    tool.write("outside/passwd", format!("root: {SECRET}\n"));
    fs::create_dir_all(tool.path("st")).unwrap();
    symlink("../outside/passwd", tool.path("st/study.yaml")).unwrap();
    each_verb(&tool, "st", |words, ran| {
        assert_eq!(ran.status, 2, "{words:?} {}", ran.stderr);
        assert!(!format!("{}{}", ran.stdout, ran.stderr).contains(SECRET), "{words:?}");
        assert!(ran.stderr.contains("next:"), "{words:?} {}", ran.stderr);
    });
    assert!(!tool.path("out").exists());
    symlink("draft.yaml", tool.path("outside/study.yaml")).unwrap();
    tool.write("outside/draft.yaml", "assent: 1\nstudy: {id: inside, title: A link that stays}\n");
    let ran = run(&tool, &["check", "outside", "--format", "json", "--today", TODAY]);
    assert!(ran.stdout.contains("\"inside\""), "a link inside the folder is followed: {}", ran.stderr);
}

#[test]
fn a_pipe_or_a_device_in_place_of_a_study_is_named_and_never_opened() {
    let tool = Tool::new();
    pipe(&tool.path("fifo/study.yaml"));
    fs::create_dir_all(tool.path("zero")).unwrap();
    symlink("/dev/zero", tool.path("zero/study.yaml")).unwrap();
    for study in ["fifo", "zero"] {
        each_verb(&tool, study, |words, ran| assert_eq!(ran.status, 2, "{words:?} {}", ran.stderr));
    }
    for words in [
        &["check", "--baseline", "/dev/zero", "fifo"][..],
        &["check", "--guidelines", "/dev/zero"],
        &["check", "/dev/zero"],
        &["verify", "/dev/zero"],
        &["verify", "fifo/study.yaml"],
    ] {
        run(&tool, words).ended(2);
    }
}

#[test]
fn a_study_that_could_not_be_looked_at_does_not_pass_for_one_without_findings() {
    let tool = Tool::new();
    tool.example("minimal");
    let others = run(&tool, &["check", ".", "--today", TODAY]).ended(0);
    pipe(&tool.path("pipe/study.yaml"));
    let ran = run(&tool, &["check", ".", "--today", TODAY]).ended(2);
    assert_eq!(ran.stdout, others.stdout, "the others are looked at all the same");
    assert!(ran.stderr.contains("pipe/study.yaml"), "{}", ran.stderr);
}

#[test]
fn whatever_a_study_names_is_read_inside_its_folder_only() {
    let tool = Tool::new();
    let study = tool.example("survivor-conversations");
    tool.write("outside/secret.md", format!("{SECRET}\n"));
    tool.write("outside/en.md", format!("# {SECRET}\n"));
    let guide = fs::read_dir(study.join("guides")).unwrap().next().unwrap().unwrap().path();
    fs::remove_file(&guide).unwrap();
    symlink(tool.path("outside/secret.md"), &guide).unwrap();
    for folder in ["words", "records/ecpat-four-steps", "files", "fonts", "guidelines/own", "templates/protocol"] {
        fs::create_dir_all(study.join(folder)).unwrap();
        let _ = symlink(tool.path("outside/en.md"), study.join(folder).join("en.md"));
        let _ = symlink(tool.path("outside/en.md"), study.join(folder).join("th.yaml"));
        symlink(tool.path("outside"), study.join(folder).join("link")).unwrap();
        symlink("..", study.join(folder).join("up")).unwrap();
        pipe(&study.join(folder).join("pipe.yaml"));
    }
    let packet = ["packet", "survivor-conversations", "--out", "out", "--to", "md", "--zip"];
    run(&tool, &packet).ended(0);
    for (path, bytes) in tree(&tool.path("out")) {
        assert!(!String::from_utf8_lossy(&bytes).contains(SECRET), "{}", path.display());
    }
    let ran = run(&tool, &["check", "survivor-conversations", "--today", TODAY]);
    assert!(!ran.stdout.contains(SECRET) && ran.stdout.contains("outside"), "{}", ran.stdout);
}

#[test]
fn nothing_is_written_through_a_link_that_leads_out() {
    let tool = Tool::new();
    let study = tool.example("survivor-conversations");
    tool.write("outside/th.yaml", "# somebody's\n");
    tool.write("outside/protocol/kept.md", "kept\n");
    let before = tree(&tool.path("outside"));
    for folder in ["words", "records", "templates", "approvals"] {
        let _ = fs::remove_dir_all(study.join(folder));
        symlink("../outside", study.join(folder)).unwrap();
    }
    for words in [
        &["words", "th", "--study", "survivor-conversations"][..],
        &["record", "ecpat-four-steps/stop-or-go", "--study", "survivor-conversations", "--as", "lead", "--note", "x"],
        &["templates", "eject", "consent-log", "--study", "survivor-conversations"],
    ] {
        let ran = run(&tool, words).ended(2);
        assert!(ran.stderr.contains("link"), "{words:?} {}", ran.stderr);
        assert_eq!(tree(&tool.path("outside")), before, "{words:?}");
    }
    fs::create_dir(tool.path("new")).unwrap();
    symlink("../outside/made", tool.path("new/.gitignore")).unwrap();
    run(&tool, &["init", "new", "--yes"]).ended(0);
    symlink("../outside", tool.path("packet")).unwrap();
    run(&tool, &["packet", "survivor-conversations", "--out", "packet", "--to", "md"]).ended(2);
    assert_eq!(tree(&tool.path("outside")), before);
}

#[test]
fn a_pipe_in_place_of_a_record_does_not_hang_the_one_who_adds_to_it() {
    let tool = Tool::new();
    let study = tool.example("minimal");
    pipe(&study.join("records/ecpat-four-steps/stop-or-go.yaml"));
    let words = ["record", "ecpat-four-steps/stop-or-go", "--study", "minimal", "--as", "lead", "--note", "x"];
    let ran = run(&tool, &words).ended(2);
    assert!(ran.stderr.contains("no file at all"), "{}", ran.stderr);
}

#[test]
fn names_and_texts_that_act_are_inert_in_every_form() {
    let tool = Tool::new();
    let act = "\u{1b}]0;owned\u{7}\u{202e}\u{9b}31m";
    let odd = std::ffi::OsStr::from_bytes(b"a\n::error::b \x1b[31m \xff <x>&\"'");
    let folder = tool.path("repo").join(odd);
    fs::create_dir_all(&folder).unwrap();
    let quoted = serde_json::to_string(act).unwrap().replace('\u{7f}', "");
    let study = format!(
        "assent: 1\nstudy:\n  id: odd\n  title: {quoted}\n  {quoted}: 1\n  summary: \"::error::x %0A ]]> </testcase>\"\n\
         team:\n  - {{id: a, name: {quoted}, duties: [{quoted}]}}\nparticipants:\n  - {{id: {quoted}, label: {quoted}, survivors: true}}\n\
         accepted:\n  - {{finding: {quoted}, reason: {quoted}, by: {quoted}, until: 2020-01-01}}\n"
    );
    fs::write(folder.join("study.yaml"), study).unwrap();
    fs::write(folder.join("\u{1b}[2J\nx.md"), "x").unwrap();
    for form in FORMS {
        let ran = run(&tool, &["check", "repo", "--today", TODAY, "--format", form.name]).ended(1);
        let said = format!("{}{}", ran.stdout, ran.stderr);
        assert!(!said.chars().any(acts), "{}: {said:?}", form.name);
        if form.name == "github" {
            assert!(said.lines().all(|line| line.starts_with("::") && line.matches("::error::x").count() == 0));
        }
    }
    for words in [&["status", "STUDY"][..], &["status", "STUDY", "--format", "json"], &["check", "STUDY", "--plain"]] {
        let mut command = tool.command(&words[..1]);
        command.arg(folder.join("study.yaml")).args(&words[2..]);
        let ran = crate::common::ran(command.output().unwrap());
        assert!(!format!("{}{}", ran.stdout, ran.stderr).chars().any(acts), "{words:?}: {ran:?}");
    }
}

#[test]
fn a_study_deep_below_is_found_and_nothing_breaks_on_the_way() {
    let tool = Tool::new();
    let deep = vec!["d"; 1_500].join("/");
    let file = tool.path(&format!("repo/{deep}/study.yaml"));
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, "assent: 1\nstudy: {id: deep, title: Deep}\n").unwrap();
    let ran = run(&tool, &["check", "repo", "--today", TODAY, "--format", "json"]).ended(1);
    let report: CheckReport = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report.studies[0].id.as_deref(), Some("deep"));
}

/// CONTRIBUTING has the command for a million.
#[test]
fn many_files_are_walked_past() {
    let tool = Tool::new();
    for folder in 0..30 {
        for file in 0..100 {
            tool.write(&format!("repo/{folder:02}/{file:02}.yaml"), "a: 1\n");
        }
    }
    tool.write("repo/07/study.yaml", "assent: 1\nstudy: {id: one, title: One}\n");
    let ran = run(&tool, &["check", "repo", "--today", TODAY, "--format", "json"]).ended(1);
    let report: CheckReport = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report.studies.len(), 1);
}

#[test]
fn a_folder_that_holds_more_than_a_packet_is_not_read_whole() {
    let tool = Tool::new();
    let study = tool.example("minimal");
    let packet = tool.path("big");
    fs::create_dir_all(&packet).unwrap();
    // A file of holes: large to read, and nothing on the disk.
    fs::File::create(packet.join("packet.json")).unwrap().set_len(1 << 40).unwrap();
    let ran = run(&tool, &["verify", "big"]).ended(2);
    assert!(ran.stderr.contains("more than a packet can"), "{}", ran.stderr);
    fs::create_dir_all(study.join("files")).unwrap();
    fs::File::create(study.join("files/scan.pdf")).unwrap().set_len(1 << 40).unwrap();
    run(
        &tool,
        &[
            "record",
            "ecpat-four-steps/stop-or-go",
            "--study",
            "minimal",
            "--as",
            "lead",
            "--evidence",
            "files/scan.pdf",
        ],
    );
    let ran = run(&tool, &["packet", "minimal", "--out", "out", "--to", "md"]).ended(2);
    assert!(ran.stderr.contains("MB"), "{}", ran.stderr);
}

/// A pipe stands for `/dev/null`: root's own would be gone for everybody.
#[cfg(target_os = "linux")]
#[test]
fn a_device_is_written_to_and_nothing_takes_its_place() {
    use std::io::Read;
    use std::os::unix::fs::FileTypeExt;
    let tool = Tool::new();
    tool.example("minimal");
    super::pipe(&tool.path("device"));
    // Held open for both, so that neither side waits for the other.
    let mut held = fs::OpenOptions::new().read(true).write(true).open(tool.path("device")).unwrap();
    run(&tool, &["render", "withdrawal-form", "--study", "minimal", "--to", "md", "-o", "device"]).ended(0);
    assert!(fs::symlink_metadata(tool.path("device")).unwrap().file_type().is_fifo());
    let mut begun = [0; 2];
    held.read_exact(&mut begun).unwrap();
    assert_eq!(&begun, b"**", "it begins with the word draft");
}
