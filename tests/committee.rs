//! From a study to a committee's decision and back: packet, seal, verify, approve, drift, amendments.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use assent::guidelines::Phase;
use assent::guidelines::library::Library;
use assent::packet::Files;
use assent::packet::archive;
use assent::packet::verify;
use assent::packet::verify::Difference;
use rand_like::Positions;

use super::common::Tool;

const STUDY: &str = "survivor-conversations";

/// The example with every task of the design phase attested by two persons, so that nothing but the test's own edits
/// stands between it and a final packet.
pub fn ready(tool: &Tool) {
    let study = tool.example(STUDY);
    let library = Library::built_in();
    for (pack, task) in library.all().tasks().filter(|(_, task)| task.phase == Phase::Design) {
        let file = study.join("records").join(pack.id.as_str()).join(format!("{}.yaml", task.id));
        if !file.exists() && ["ecpat-four-steps", "survivor-conversations"].contains(&pack.id.as_str()) {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            let entry = |who: &str| format!("  - {{on: 2026-01-28T09:00:00Z, by: {who}, state: attested}}\n");
            fs::write(file, format!("task: {}\nlog:\n{}{}", task.full_id, entry("lead"), entry("safeguard"))).unwrap();
        }
    }
}

fn edit(tool: &Tool, from: &str, to: &str) {
    let path = tool.path(STUDY).join("study.yaml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

fn keygen(tool: &Tool, arguments: &[&str], input: Option<&Path>) -> std::process::Output {
    let mut command = Command::new("ssh-keygen");
    command.current_dir(tool.path("")).args(arguments);
    if let Some(input) = input {
        command.stdin(fs::File::open(input).unwrap());
    }
    command.output().expect("this test needs ssh-keygen: install openssh-client")
}

#[test]
fn what_was_approved_is_held_against_what_is_used() {
    let tool = Tool::new();
    ready(&tool);
    let packet = format!("{STUDY}/packet");
    tool.run(&["packet", STUDY, "--final", "--zip", "--to", "html,md"]).ended(0);
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(tool.path(&packet).join("packet.json")).unwrap()).unwrap();
    assert_eq!(manifest["final"], true);
    let code = manifest["code"].as_str().unwrap().to_owned();

    keygen(&tool, &["-q", "-t", "ed25519", "-N", "", "-C", "lead", "-f", "key"], None);
    let public = fs::read_to_string(tool.path("key.pub")).unwrap();
    tool.write("signers", format!("lead@example.org namespaces=\"assent-packet\" {public}"));
    tool.run(&["seal", &packet, "--key", "key"]).ended(0);
    let (json, seal) = (format!("{packet}/packet.json"), format!("{packet}/packet.json.sig"));
    let judged = keygen(
        &tool,
        &["-Y", "verify", "-f", "signers", "-I", "lead@example.org", "-n", "assent-packet", "-s", &seal],
        Some(&tool.path(&json)),
    );
    assert!(judged.status.success(), "{}", String::from_utf8_lossy(&judged.stderr));

    let verified = tool.run(&["verify", &packet, "--study", STUDY, "--signers", "signers"]).ended(0);
    assert!(verified.stdout.contains("Sealed by lead@example.org"), "{}", verified.stdout);
    assert!(verified.stdout.contains("every file has the same bytes"), "{}", verified.stdout);

    fs::remove_file(tool.path(&seal)).unwrap();
    tool.run(&["verify", &packet, "--signers", "signers"]).ended(1);
    assert!(keygen(&tool, &["-Y", "sign", "-f", "key", "-n", "assent-packet", &json], None).status.success());
    tool.run(&["verify", &packet, "--signers", "signers"]).ended(0);

    let approve = ["approve", &packet, "--study", STUDY, "--body", "Example University Research Ethics Committee"];
    let decision =
        ["--reference", "EUREC-2025-117", "--decision", "approved", "--on", "2026-01-12", "--expires", "2027-01-11"];
    tool.run(&[&approve[..], &decision[..]].concat()).ended(0);
    tool.run(&[&approve[..], &decision[..]].concat()).ended(2);
    tool.run(&["check", STUDY]).ended(0);
    tool.run(&["verify", "--study", STUDY, "--code", &code.to_uppercase()]).ended(0);
    tool.run(&["verify", "--study", STUDY, "--code", "0000-0000"]).ended(1);

    edit(&tool, "gap_days: 4", "gap_days: 2");
    let checked = tool.run(&["check", STUDY, "--format", "json"]).ended(1);
    let report: serde_json::Value = serde_json::from_str(&checked.stdout).unwrap();
    let drift = report["studies"][0]["findings"].as_array().unwrap();
    let drift = drift.iter().find(|finding| finding["code"] == "drift-participants").unwrap();
    assert_eq!(drift["path"], "participants[0].consent.gap_days");
    assert_eq!(drift["finding"], "drift-participants@participants.young-survivors.consent.gap_days");

    let diff = tool.run(&["diff", STUDY]).ended(1);
    assert!(diff.stdout.contains("time to think (young-survivors): 4 days -> 2 days"), "{}", diff.stdout);
    assert!(diff.stdout.contains("consent-form.young-survivors.en (changed, read by participants)"), "{}", diff.stdout);
    assert!(diff.stdout.contains("Ask the people of young-survivors again"), "{}", diff.stdout);
    let statement = tool.run(&["diff", STUDY, "--format", "md"]).ended(1);
    assert!(statement.stdout.contains("time to think"), "{}", statement.stdout);
    tool.run(&["diff", STUDY, "--format", "json", "--against", &packet]).ended(1);

    tool.run(&["packet", STUDY, "--out", "amended", "--to", "html"]).ended(0);
    let amendments = fs::read_to_string(tool.path("amended/documents/amendments.html")).unwrap();
    assert!(amendments.contains("time to think") && amendments.contains("DRAFT"));
    let old = tool.run(&["verify", &packet, "--study", STUDY]).ended(1);
    assert!(old.stdout.contains("study.yaml"), "{}", old.stdout);
}

#[test]
fn a_packet_is_the_same_for_another_person_in_another_folder_and_another_time_zone() {
    let (one, two) = (Tool::new().env("TZ", "Asia/Tokyo"), Tool::new().env("TZ", "America/Lima"));
    let person = |tool: Tool, name: &str, locale: &str| {
        tool.example(STUDY);
        // What a person keeps at home for every program that looks there: settings, fonts, a name for Git.
        let home = format!("home/{name}");
        tool.write(&format!("{home}/.gitconfig"), format!("[user]\n\tname = {name}\n"));
        tool.write(&format!("{home}/.config/assent/config.yaml"), format!("by: {name}\n"));
        tool.write(&format!("{home}/.local/share/fonts/{name}.ttf"), "no font");
        let home = tool.path(&home).to_str().unwrap().to_owned();
        tool.env("HOME", &home)
            .env("USERPROFILE", &home)
            .env("XDG_CONFIG_HOME", &format!("{home}/.config"))
            .env("TMPDIR", &home)
            .env("USER", name)
            .env("LOGNAME", name)
            .env("LC_ALL", locale)
            .env("LANG", locale)
    };
    let (one, two) = (person(one, "amina", "tr_TR.UTF-8"), person(two, "björn", "de_DE.UTF-8"));
    one.run(&["packet", STUDY, "--zip"]).ended(0);
    two.run(&["packet", &format!("{STUDY}/study.yaml"), "--out", "elsewhere/packet", "--zip"]).ended(0);
    let zips = (one.path(STUDY).join("packet.zip"), two.path("elsewhere/packet.zip"));
    assert_eq!(fs::read(zips.0).unwrap(), fs::read(zips.1).unwrap());
}

#[test]
fn a_draft_is_not_sealed_as_final_and_final_is_refused_with_a_list() {
    let tool = Tool::new();
    tool.example(STUDY);
    let study = tool.path(STUDY).join("study.yaml");
    let text = fs::read_to_string(&study).unwrap();
    fs::write(&study, text.replace("outcome: go", "outcome: TODO")).unwrap();
    let refused = tool.run(&["packet", STUDY, "--final", "--to", "html"]).ended(1);
    assert!(refused.stdout.contains("the stop/go decision is not taken"), "{}", refused.stdout);
    assert!(!tool.path(STUDY).join("packet").exists());
    tool.run(&["packet", STUDY, "--to", "html"]).ended(0);
    let packet = format!("{STUDY}/packet");
    let refused = tool
        .run(&[
            "approve",
            &packet,
            "--study",
            STUDY,
            "--body",
            "B",
            "--reference",
            "R",
            "--decision",
            "approved",
            "--on",
            "2026-02-01",
        ])
        .ended(2);
    assert!(refused.stderr.contains("draft"), "{}", refused.stderr);
}

#[test]
fn nothing_that_a_person_put_into_the_packet_folder_is_lost() {
    let tool = Tool::new();
    tool.example("desk-review");
    tool.run(&["packet", "desk-review", "--to", "md"]).ended(0);
    tool.write("desk-review/packet/notes.txt", "mine");
    let refused = tool.run(&["packet", "desk-review", "--to", "md"]).ended(2);
    assert!(refused.stderr.contains("notes.txt"), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(tool.path("desk-review/packet/notes.txt")).unwrap(), "mine");
}

/// The packet of an example, in memory.
fn packet() -> Files {
    let tool = Tool::new();
    tool.example("desk-review");
    tool.run(&["packet", "desk-review", "--zip", "--to", "md"]).ended(0);
    archive::unpack(&fs::read(tool.path("desk-review/packet.zip")).unwrap()).unwrap()
}

#[test]
fn no_changed_byte_passes() {
    let files = packet();
    assert!(verify::verify(&files).1.is_empty());
    let total: usize = files.values().map(Vec::len).sum();
    let mut missed = Vec::new();
    for at in Positions::new(total, 2_000) {
        let (path, offset) = place(&files, at);
        let mut touched = files.clone();
        touched.get_mut(&path).unwrap()[offset] ^= 1 << (at % 8);
        let (_, differences) = verify::verify(&touched);
        let named = differences.iter().any(|difference| match difference {
            Difference::Changed { path: named } => *named == path,
            Difference::Manifest { .. } => path == "packet.json",
            _ => false,
        });
        if !named {
            missed.push((path, offset));
        }
    }
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn every_file_that_is_gone_or_new_or_renamed_is_named() {
    let files = packet();
    for path in files.keys() {
        let mut gone = files.clone();
        let bytes = gone.remove(path).unwrap();
        let (_, differences) = verify::verify(&gone);
        assert!(!differences.is_empty(), "{path} was taken out");
        if path != "packet.json" {
            gone.insert("renamed.bin".to_owned(), bytes);
            let renamed = Difference::Renamed { path: path.clone(), to: "renamed.bin".to_owned() };
            // Two files with the same bytes are told apart by name only.
            assert!(verify::verify(&gone).1.contains(&renamed), "{path} was renamed");
        }
    }
    let mut more = files.clone();
    more.insert("documents/extra.html".to_owned(), b"x".to_vec());
    assert_eq!(verify::verify(&more).1, [Difference::Added { path: "documents/extra.html".to_owned() }]);
}

#[test]
fn no_touched_byte_of_a_zip_passes() {
    let files = packet();
    let zip = archive::pack(&files).unwrap();
    let mut missed = Vec::new();
    for at in Positions::new(zip.len(), 2_000) {
        let mut touched = zip.clone();
        touched[at] ^= 1 << (at % 8);
        let passes = match archive::unpack(&touched) {
            Ok(found) => verify::verify(&found).1.is_empty() && !archive::is_touched(&touched, &found),
            Err(_) => false,
        };
        if passes {
            missed.push(at);
        }
    }
    assert!(missed.is_empty(), "{missed:?}");
}

fn place(files: &BTreeMap<String, Vec<u8>>, mut at: usize) -> (String, usize) {
    for (path, bytes) in files {
        if at < bytes.len() {
            return (path.clone(), at);
        }
        at -= bytes.len();
    }
    unreachable!("the position lies inside the packet")
}

/// Positions spread over a length, the same in every run.
mod rand_like {
    pub struct Positions {
        length: usize,
        left: usize,
        state: u64,
    }

    impl Positions {
        pub fn new(length: usize, count: usize) -> Self {
            Self { length, left: count, state: 0x9e37_79b9_7f4a_7c15 }
        }
    }

    impl Iterator for Positions {
        type Item = usize;

        fn next(&mut self) -> Option<usize> {
            self.left = self.left.checked_sub(1)?;
            // Knuth's MMIX generator: even spread is all that is asked of it.
            self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            Some((self.state >> 33) as usize % self.length)
        }
    }
}
