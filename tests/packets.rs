//! Packets that mean harm are refused with a word that helps, and many packets at once are those of one after another.

use std::io::Cursor;
use std::io::Write;

use assent::commands::find::StudyPlace;
use assent::commands::packet;
use assent::commands::packet::Wishes;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::common::Tool;

/// Every verb that opens a packet.
fn refused(tool: &Tool, packet: &str, word: &str) {
    let study = "minimal";
    let approve = ["approve", packet, "--study", study, "--body", "b", "--reference", "r", "--on", "2026-01-12"];
    let verbs: [&[&str]; 4] = [
        &["verify", packet],
        &["review", packet, "--out", "forms"],
        &["diff", study, "--against", packet],
        &[&approve[..], &["--decision", "approved"]].concat(),
    ];
    for verb in verbs {
        let ran = tool.run(verb).ended(2);
        assert!(ran.stderr.contains(word), "{verb:?}: {}", ran.stderr);
        assert!(ran.stderr.contains("next: "), "{verb:?} says what to do: {}", ran.stderr);
    }
    assert!(!tool.path("forms").exists() && !tool.path(study).join("approvals").exists());
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut out = bytes.to_vec();
    let mut found = 0;
    for at in 0..=out.len() - from.len() {
        if out[at..].starts_with(from) {
            out[at..at + from.len()].copy_from_slice(to);
            found += 1;
        }
    }
    assert!(found > 0, "there is something to replace");
    out
}

#[test]
fn a_zip_that_means_harm_is_refused_with_a_word_that_helps() {
    let tool = Tool::new();
    tool.example("minimal");
    let long = vec![0_u8; 0x0012_3456];
    let bomb = zipped(&[("packet.json", &long), ("index.html", b"x")]);
    let stated = 0x0012_3456_u32.to_le_bytes();
    let mut link = ZipWriter::new(Cursor::new(Vec::new()));
    link.add_symlink("packet.json", "/etc/hosts", SimpleFileOptions::default()).unwrap();
    let twice = zipped(&[("packet.json", b"1"), ("packet.jsoN", b"2")]);
    let cases: [(&str, Vec<u8>, &str); 7] = [
        ("bomb", replaced(&bomb, &stated, &0x7fff_ffff_u32.to_le_bytes()), "more than a packet can hold"),
        ("liar", replaced(&bomb, &stated, &0x10_u32.to_le_bytes()), "damaged"),
        ("up", zipped(&[("../../packet.json", b"{}")]), "not safe"),
        ("root", zipped(&[("/packet.json", b"{}")]), "not safe"),
        ("link", link.finish().unwrap().into_inner(), "link"),
        ("twice", replaced(&twice, b"packet.jsoN", b"packet.json"), "twice"),
        ("noise", b"PK\x03\x04 and nothing more".to_vec(), "damaged"),
    ];
    for (name, bytes, word) in cases {
        let file = format!("{name}.zip");
        tool.write(&file, bytes);
        refused(&tool, &file, word);
    }
}

#[cfg(unix)]
#[test]
fn a_folder_with_links_pipes_or_without_end_is_refused_and_nothing_is_opened() {
    use std::os::unix::fs::symlink;
    let tool = Tool::new();
    tool.example("minimal");
    for name in ["linked", "looped", "piped", "deep"] {
        tool.write(&format!("{name}/packet.json"), "{}");
    }
    symlink("/etc/hosts", tool.path("linked/index.html")).unwrap();
    symlink("..", tool.path("looped/documents")).unwrap();
    // Opening it for reading would wait for ever.
    let made = std::process::Command::new("mkfifo").arg(tool.path("piped/index.html")).status().unwrap();
    assert!(made.success());
    tool.write(&format!("deep/{}x", "a/".repeat(40)), "x");
    for name in ["linked", "looped", "piped", "deep"] {
        refused(&tool, name, "plain files only");
    }
    symlink(tool.path("linked"), tool.path("elsewhere")).unwrap();
    let ran = tool.run(&["verify", "elsewhere"]).ended(2);
    assert!(!ran.stderr.is_empty());
}

#[test]
fn two_hundred_studies_built_at_the_same_time_are_those_built_one_by_one() {
    const STUDIES: usize = 200;
    let tool = Tool::new();
    let places: Vec<StudyPlace> = (0..STUDIES)
        .map(|at| {
            let mut study = format!(
                "assent: 1\npacks: []\nstudy: {{id: study-{at}, title: \"Study {at}\", version: \"{at}\"}}\n\
                 purpose: {{decision: {{outcome: go, date: 2026-01-{:02}}}}}\n",
                1 + at % 28,
            );
            if at % 5 == 0 {
                let (age, language) = (13 + at % 9, ["en", "es", "fr"][at % 3]);
                study.push_str(&format!(
                    "settings: [{{id: here, place: \"Place {at}\", age_of_majority: 18}}]\n\
                     participants: [{{id: group-{at}, ages: {{from: {age}}}, languages: [{language}]}}]\n",
                ));
            }
            tool.write(&format!("{at}/study.yaml"), study);
            StudyPlace::in_folder(tool.path(&at.to_string()))
        })
        .collect();
    let wishes = Wishes { formats: vec!["md".to_owned()], ..Wishes::default() };
    let made = |place: &StudyPlace| {
        let made = packet::make(place, &wishes).unwrap();
        assert!(made.built.failures.is_empty() && made.documents >= 8, "{:?}", made.built.failures);
        (made.built.manifest.code, made.built.manifest.digest)
    };
    let together: Vec<_> = std::thread::scope(|scope| {
        let made = &made;
        let threads: Vec<_> = places
            .chunks(STUDIES / 8)
            .map(|some| scope.spawn(move || some.iter().map(made).collect::<Vec<_>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let one_by_one: Vec<_> = places.iter().map(made).collect();
    assert_eq!(together, one_by_one);
    let different: std::collections::BTreeSet<_> = one_by_one.iter().map(|(_, digest)| digest).collect();
    assert_eq!(different.len(), STUDIES, "each study has a packet of its own");
}
