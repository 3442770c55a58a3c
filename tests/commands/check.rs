//! `assent check`: statuses, what is written where, many studies, and folders that mean harm.

use std::fs;
use std::process::Stdio;

use assent::reports::json::CheckReport;

use crate::common::TODAY;
use crate::common::Tool;

const BROKEN: &str = "assent: [";
const SLIP: &str = "assent: 1\nstudy: {id: slip, titel: A title, title: A title}\n";

#[test]
fn the_status_tells_errors_from_work_that_could_not_be_done() {
    let tool = Tool::new();
    tool.write("slip/study.yaml", SLIP);
    tool.run(&["check", "slip"]).ended(1);
    tool.run(&["check", "slip", "--ignore", "unknown-field", "--select", "unknown-field"]).ended(0);
    tool.run(&["check", "nowhere"]).ended(2);
    tool.run(&["check", "--jobs", "0", "slip"]).ended(2);
    tool.write("broken/study.yaml", "assent: [");
    tool.run(&["check", "broken"]).ended(1);
}

#[test]
fn the_form_of_the_report_never_changes_the_status() {
    let tool = Tool::new();
    tool.write("slip/study.yaml", SLIP);
    for form in assent::reports::FORMS {
        tool.run(&["check", "slip", "--format", form.name]).ended(1);
    }
}

#[test]
fn with_a_form_for_programs_nothing_else_reaches_either_stream() {
    let tool = Tool::new();
    tool.write("slip/study.yaml", SLIP);
    let ran = tool.run(&["check", "slip", "--format", "json"]).ended(1);
    assert_eq!(ran.stderr, "");
    let report: CheckReport = serde_json::from_str(&ran.stdout).unwrap();
    assert!(report.studies[0].findings.iter().any(|finding| finding.code == "unknown-field"));
    assert_eq!((report.studies[0].file.as_str(), report.studies[0].id.as_deref()), ("slip/study.yaml", Some("slip")));
}

#[test]
fn the_order_is_that_of_the_files_whatever_the_number_of_jobs() {
    let tool = Tool::new();
    for at in 0..40 {
        tool.write(&format!("{at:02}/study.yaml"), if at % 3 == 0 { SLIP } else { BROKEN });
    }
    let one = tool.run(&["check", "--today", TODAY, "--jobs", "1", "--format", "json"]).ended(1);
    assert_eq!(tool.run(&["check", "--today", TODAY, "--jobs", "2", "--format", "json"]).stdout, one.stdout);
    let report: CheckReport = serde_json::from_str(&one.stdout).unwrap();
    let files: Vec<&str> = report.studies.iter().map(|study| study.file.as_str()).collect();
    assert_eq!(files.len(), 40);
    assert!(files.is_sorted());
}

#[test]
fn what_a_study_is_told_does_not_depend_on_the_studies_beside_it() {
    // Packs, templates and word lists are made ready once and shared: nothing of one study may reach another.
    let tool = Tool::new();
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/examples");
    let read = |paths: &[&str], jobs: &str| {
        let words = [&["check", "--today", TODAY, "--format", "json", "--jobs", jobs], paths].concat();
        serde_json::from_str::<CheckReport>(&tool.run(&words).stdout).unwrap().studies
    };
    let together = read(&[examples], "8");
    assert!(together.len() > 5);
    assert_eq!(read(&[examples], "1"), together);
    let mut alone = Vec::new();
    for study in &together {
        let name = study.file.rsplit('/').nth(1).unwrap();
        alone.extend(read(&[&format!("{examples}/{name}")], "1"));
    }
    assert_eq!(alone, together);
}

#[test]
fn findings_of_a_baseline_are_left_out_and_new_ones_are_not() {
    let tool = Tool::new();
    tool.write("study.yaml", SLIP);
    let before = tool.run(&["check", "--today", TODAY, "--format", "json"]).ended(1);
    tool.write("before.json", before.stdout);
    let words = ["check", "--today", TODAY, "--baseline", "before.json"];
    let ran = tool.run(&words).ended(0);
    assert!(ran.stdout.contains("known before and left out"), "{}", ran.stdout);
    tool.write("study.yaml", format!("{SLIP}nonsense: 1\n"));
    let ran = tool.run(&words).ended(1);
    assert!(ran.stdout.contains("nonsense") && !ran.stdout.contains("titel"), "{}", ran.stdout);
}

#[test]
fn a_study_around_the_current_folder_is_found() {
    let tool = Tool::new();
    tool.write("study.yaml", SLIP);
    tool.write("guides/talk.md", "Hello.\n");
    let ran = tool.command(&["check", "--select", "unknown-field"]).current_dir(tool.path("guides")).output().unwrap();
    assert_eq!(ran.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&ran.stdout).contains("../study.yaml:2:"));
}

#[test]
fn a_reader_that_goes_away_is_no_error_and_does_not_change_the_status() {
    let tool = Tool::new();
    let many: String = (0..900).map(|at| format!("field-{at}: 1\n")).collect();
    tool.write("study.yaml", format!("{SLIP}{many}"));
    let mut child =
        tool.command(&["check", "--today", TODAY]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}

#[test]
fn nothing_is_written() {
    let tool = Tool::new();
    let study = tool.example("minimal");
    let before = snapshot(&study);
    tool.run(&["check", "minimal", "--today", TODAY]);
    assert_eq!(snapshot(&study), before);
}

/// Every path below a folder, with its bytes and the moment it was last changed.
fn snapshot(folder: &std::path::Path) -> Vec<(std::path::PathBuf, Vec<u8>, std::time::SystemTime)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(path) = open.pop() {
        let about = fs::metadata(&path).unwrap();
        if about.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            found.push((path, Vec::new(), about.modified().unwrap()));
        } else {
            found.push((path.clone(), fs::read(&path).unwrap(), about.modified().unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn colours_follow_the_flags_and_the_environment() {
    let escapes = |env: &[(&str, &str)], words: &[&str]| {
        let tool = env.iter().fold(Tool::new(), |tool, (name, value)| tool.env(name, value));
        tool.write("study.yaml", SLIP);
        let words = [&["check"], words].concat();
        tool.run(&words).ended(1).stdout.contains('\u{1b}')
    };
    assert!(!escapes(&[], &[]), "no terminal, no colours");
    assert!(escapes(&[], &["--color", "always"]));
    assert!(escapes(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!escapes(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[]));
    assert!(!escapes(&[("CLICOLOR_FORCE", "1")], &["--color", "never"]));
    assert!(!escapes(&[("TERM", "dumb")], &[]));
}

#[cfg(unix)]
#[test]
fn a_folder_that_means_harm_is_walked_past() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let tool = Tool::new();
    tool.write("secret/study.yaml", "assent: 1\nstudy: {id: secret, title: zanzibar}\n");
    tool.write("repo/a/study.yaml", SLIP);
    symlink(tool.path("secret"), tool.path("repo/link")).unwrap();
    symlink(tool.path("repo"), tool.path("repo/a/loop")).unwrap();
    fs::create_dir_all(tool.path("repo/pipe")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(tool.path("repo/pipe/study.yaml")).status().unwrap().success());
    fs::create_dir_all(tool.path("repo/a/words")).unwrap();
    symlink(tool.path("secret/study.yaml"), tool.path("repo/a/words/th.yaml")).unwrap();
    let odd = std::ffi::OsStr::from_bytes(b"new\nline \x1b[31m \xff");
    fs::create_dir_all(tool.path("repo").join(odd)).unwrap();
    fs::write(tool.path("repo").join(odd).join("study.yaml"), SLIP).unwrap();
    let ran = tool.run(&["check", "repo", "--today", TODAY, "--format", "json"]).ended(2);
    assert!(!ran.stdout.contains("zanzibar") && !ran.stdout.contains("secret"));
    let report: CheckReport = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report.studies.len(), 2);
    assert!(!ran.stdout.trim_end().chars().any(|c| c.is_control() && c != '\n'));
    assert!(ran.stderr.contains("repo/pipe/study.yaml"), "a study that is a pipe is said not to be checked");
    let people = tool.run(&["check", "repo", "--today", TODAY]).ended(2);
    assert!(!people.stdout.contains('\u{1b}'));
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_does_not_hide_the_others() {
    use std::os::unix::fs::symlink;
    let tool = Tool::new();
    tool.write("a/study.yaml", SLIP);
    symlink("study.yaml", tool.path("a/loop.yaml")).unwrap();
    fs::create_dir_all(tool.path("b")).unwrap();
    symlink("study.yaml", tool.path("b/study.yaml")).unwrap();
    let ran = tool.run(&["check", "a/study.yaml", "b/study.yaml"]).ended(2);
    assert!(ran.stderr.contains("b/study.yaml") && ran.stderr.contains("next:"), "{}", ran.stderr);
}

#[test]
fn a_large_number_of_packs_and_studies_can_be_named() {
    let tool = Tool::new();
    tool.write("packs/own/pack.yaml", "id: own\ntitle: [\n");
    let ran = tool.run(&["check", "packs", "--packs-only", "--format", "json"]).ended(1);
    let report: CheckReport = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report.packs[0].file, "packs/own/pack.yaml");
    assert_eq!(report.packs[0].id, None);
}

#[test]
fn no_report_repeats_what_could_tell_who_somebody_is() {
    let tool = Tool::new();
    let text = "assent: 1\nstudy: {id: told, title: A title}\nparticipants:\n  - id: young-people\n    recruitment: |\n      \
                The first to call is on +00 000 555 0199, born on 2009-03-14, or somebody@home.example.org.\n";
    tool.write("told/study.yaml", text);
    for form in assent::reports::FORMS {
        for more in [&[][..], &["--plain"]] {
            let mut words =
                vec!["check", "--today", TODAY, "--select", "identity-in-study", "--format", form.name, "told"];
            words.extend(more);
            let ran = tool.run(&words);
            let said = format!("{}{}", ran.stdout, ran.stderr);
            assert!(said.contains("identity-in-study"), "{}: {said}", form.name);
            for told in ["555 0199", "2009-03-14", "2009-03", "somebody@", "home.example"] {
                assert!(!said.contains(told), "{} repeats {told}: {said}", form.name);
            }
        }
    }
}
