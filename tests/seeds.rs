//! Every seed under `fuzz/seeds/` goes through the door that it was kept for: what once broke something stays mended.

use std::path::Path;
use std::path::PathBuf;

#[path = "../fuzz/doors.rs"]
mod doors;

type Door = fn(&[u8]);

/// The doors, by the name of their target and of the folder of their seeds.
const DOORS: &[(&str, Door)] = &[
    ("expression", doors::expression),
    ("markdown", doors::markdown),
    ("packet_zip", doors::packet_zip),
    ("record", doors::record),
    ("signature", doors::signature),
    ("study", doors::study),
    ("yaml", doors::yaml),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds")
}

fn seeds(door: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder().join(door)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

#[test]
fn every_seed_passes_its_door() {
    for (name, door) in DOORS {
        let seeds = seeds(name);
        assert!(!seeds.is_empty(), "no seeds for {name}");
        for (path, bytes) in seeds {
            assert!(std::panic::catch_unwind(|| door(&bytes)).is_ok(), "{}", path.display());
        }
    }
}

/// A short version of what cargo-fuzz does for hours: every seed cut short, and with one byte after another changed.
#[test]
fn no_seed_that_is_cut_or_bent_breaks_a_door() {
    let quick = ["yaml", "record", "packet_zip", "signature", "markdown"];
    for (name, door) in DOORS.iter().filter(|(name, _)| quick.contains(name)) {
        for (path, bytes) in seeds(name) {
            // At most some hundred variants a seed, spread over its whole length, so that the test stays short.
            let step = (bytes.len() / 60).max(1);
            for at in (0..bytes.len()).step_by(step) {
                let mut bent = bytes.clone();
                bent[at] ^= 1 << (at % 8);
                let cut = &bytes[..at];
                let sound = std::panic::catch_unwind(|| {
                    door(&bent);
                    door(cut);
                });
                assert!(sound.is_ok(), "{} at byte {at}", path.display());
            }
        }
    }
}

#[test]
fn every_door_is_a_target_of_cargo_fuzz_and_has_seeds_of_a_few_kilobytes() {
    let manifest = std::fs::read_to_string(folder().with_file_name("Cargo.toml")).unwrap();
    let mut folders: Vec<String> =
        std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    folders.sort();
    assert_eq!(folders, DOORS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    for (name, _) in DOORS {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
        let size: usize = seeds(name).iter().map(|(_, bytes)| bytes.len()).sum();
        assert!(size < 100_000, "the seeds of {name} are {size} bytes");
    }
}
