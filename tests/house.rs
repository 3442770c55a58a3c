//! The invariants of the house that no compiler holds: each test states one.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// The floors, lowest first. A module uses what stands below it, and what shares its room.
const FLOORS: &[&[&str]] = &[
    &["source", "finding", "yaml", "hashing"],
    &["study"],
    &["guidelines"],
    &["records"],
    &["readability"],
    &["checks"],
    &["assessment"],
    &["documents"],
    &["walk"],
    &["proof"],
    &["formats"],
    &["packet"],
    &["reports"],
    &["terminal"],
    &["commands"],
];

/// Floors whose rooms are neighbours: they share a height and know nothing of each other.
const NEIGHBOURS: &[&[&str]] =
    &[&["guidelines", "records", "readability"], &["documents", "walk"], &["proof", "formats"], &["packet", "reports"]];

/// Longer than this, a file is about more than one subject.
const LONGEST: usize = 400;

/// Files that are longer, and how long each may be: none may join them, and none may grow.
const LONG: &[(&str, usize)] = &[
    ("src/checks/quantities.rs", 420),
    ("src/commands/packet.rs", 440),
    ("src/documents/tree.rs", 470),
    ("src/guidelines/inference.rs", 480),
    ("src/guidelines/pack.rs", 455),
    ("src/packet/index.rs", 490),
    ("tests/mutations/defects.rs", 1100),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder that belongs to the project, as paths relative to the root with `/`, sorted.
fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(path) = open.pop() {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() {
            if !["target", ".git", "node_modules", "packet"].contains(&name.as_str())
                || path.starts_with(root().join("src"))
            {
                open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            }
        } else {
            found.push(path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/"));
        }
    }
    found.sort();
    found
}

fn rust_files(folder: &str) -> Vec<String> {
    files(folder).into_iter().filter(|file| file.ends_with(".rs")).collect()
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Says every offence at once, so that one run is enough to mend them all.
fn none(what: &str, offences: impl IntoIterator<Item = String>) {
    let offences: Vec<String> = offences.into_iter().collect();
    assert!(offences.is_empty(), "{what}:\n  {}", offences.join("\n  "));
}

/// A Rust file without what only its tests need, which stands at the end.
fn before_tests(text: &str) -> &str {
    text.split("\n#[cfg(test)]\n").next().unwrap_or(text)
}

/// The lines of a Rust file that are code: comments and documentation left out.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(at, line)| (at + 1, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[test]
fn a_floor_looks_down_and_never_up_or_sideways() {
    let height: BTreeMap<&str, usize> =
        FLOORS.iter().enumerate().flat_map(|(at, rooms)| rooms.iter().map(move |room| (*room, at))).collect();
    let neighbours =
        |a: &str, b: &str| a != b && NEIGHBOURS.iter().any(|rooms| rooms.contains(&a) && rooms.contains(&b));
    let mut offences = Vec::new();
    for file in rust_files("src") {
        let room = file.trim_start_matches("src/").trim_end_matches(".rs").split('/').next().unwrap().to_owned();
        if ["lib", "main"].contains(&room.as_str()) {
            continue;
        }
        let Some(own) = height.get(room.as_str()) else {
            offences.push(format!("{file}: the room `{room}` stands on no floor"));
            continue;
        };
        for (line, text) in code(&read(&file)) {
            for used in text.split("crate::").skip(1) {
                let other: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                match height.get(other.as_str()) {
                    Some(theirs) if theirs > own || neighbours(&room, &other) => {
                        offences.push(format!("{file}:{line}: `{room}` uses `{other}`"));
                    }
                    Some(_) => {}
                    None => offences.push(format!("{file}:{line}: `crate::{other}` stands on no floor")),
                }
            }
        }
    }
    none("floors", offences);
}

#[test]
fn every_room_of_the_library_has_its_floor() {
    let declared: BTreeSet<String> = read("src/lib.rs")
        .lines()
        .map(|line| line.strip_prefix("pub ").unwrap_or(line))
        .filter_map(|line| line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')).map(str::to_owned))
        .collect();
    let floors: BTreeSet<String> = FLOORS.iter().copied().flatten().map(|room| (*room).to_owned()).collect();
    assert_eq!(declared, floors);
}

#[test]
fn each_use_of_the_crate_is_one_line_for_one_item() {
    none(
        "`use crate::` names one item a line",
        rust_files("src").into_iter().flat_map(|file| {
            let text = read(&file);
            let grouped: Vec<String> = code(&text)
                .filter(|(_, line)| {
                    line.trim_start().starts_with("use crate::") || line.trim_start().starts_with("pub use crate::")
                })
                .filter(|(_, line)| line.contains('{') || line.contains('*') || !line.trim_end().ends_with(';'))
                .map(|(at, line)| format!("{file}:{at}: {}", line.trim()))
                .collect();
            grouped
        }),
    );
}

#[test]
fn every_file_says_first_what_it_is_about() {
    none(
        "begins without `//!`",
        rust_files("src").into_iter().chain(rust_files("tests")).filter(|file| !read(file).starts_with("//! ")),
    );
}

#[test]
fn only_the_terminal_prints() {
    let ways =
        ["println!", "print!", "eprintln!", "eprint!", "io::stdout", "io::stderr", "Term::stdout", "Term::stderr"];
    let mut offences = Vec::new();
    for file in rust_files("src").into_iter().filter(|file| !file.starts_with("src/terminal")) {
        for (at, line) in code(before_tests(&read(&file))) {
            if let Some(way) = ways.iter().find(|way| line.contains(*way)) {
                offences.push(format!("{file}:{at}: {way}"));
            }
        }
    }
    none("prints outside of the terminal", offences);
}

#[test]
fn the_clock_and_the_environment_come_in_at_the_edge_only() {
    let doors = ["src/commands/", "src/terminal", "src/main.rs"];
    let ways = ["Timestamp::now", "ZonedDateTime::now", "SystemTime::now", "env::var", "env::current_dir", "env::args"];
    let mut offences = Vec::new();
    for file in rust_files("src").into_iter().filter(|file| !doors.iter().any(|door| file.starts_with(door))) {
        for (at, line) in code(before_tests(&read(&file))) {
            if let Some(way) = ways.iter().find(|way| line.contains(*way)) {
                offences.push(format!("{file}:{at}: {way}"));
            }
        }
    }
    none("asks the clock or the environment below the commands", offences);
}

#[test]
fn nothing_is_left_unfinished() {
    // Put together here, so that this file does not find itself.
    let words = ["todo", "unimplemented", "dbg"].map(|word| format!("{word}!(")).into_iter();
    let words: Vec<String> =
        words.chain([format!("FIX{}", "ME"), format!("#[{}", "ignore"), format!("XX{}", "X:")]).collect();
    let mut offences = Vec::new();
    for file in rust_files("src").into_iter().chain(rust_files("tests")) {
        for (at, line) in read(&file).lines().enumerate() {
            if let Some(word) = words.iter().find(|word| line.contains(word.as_str())) {
                offences.push(format!("{file}:{}: {word}", at + 1));
            }
        }
    }
    none("unfinished", offences);
}

#[test]
fn every_file_of_the_source_is_part_of_the_program() {
    let mut offences = Vec::new();
    for file in rust_files("src") {
        let path = PathBuf::from(&file);
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let folder = path.parent().unwrap().to_string_lossy().into_owned();
        let (name, parents) = match stem.as_str() {
            "lib" | "main" => continue,
            "mod" => {
                let above = Path::new(&folder).parent().unwrap().to_string_lossy().into_owned();
                (Path::new(&folder).file_name().unwrap().to_string_lossy().into_owned(), parents_of(&above))
            }
            _ => (stem, parents_of(&folder)),
        };
        let declared = parents.iter().filter(|parent| root().join(parent).exists()).any(|parent| {
            read(parent).lines().any(|line| {
                let line =
                    line.trim_start_matches("pub(crate) ").trim_start_matches("pub(super) ").trim_start_matches("pub ");
                line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')) == Some(name.as_str())
            })
        });
        if !declared {
            offences.push(format!("{file}: no `mod {name};` in {}", parents.join(" or ")));
        }
    }
    none("a file that the compiler never sees", offences);
}

/// Where the modules of a folder can be declared.
fn parents_of(folder: &str) -> Vec<String> {
    if folder == "src" {
        vec!["src/lib.rs".into(), "src/main.rs".into()]
    } else {
        vec![format!("{folder}/mod.rs"), format!("{folder}.rs")]
    }
}

#[test]
fn every_test_file_is_a_module_that_says_what_belongs_there() {
    let main = read("tests/main.rs");
    let lines: Vec<&str> = main.lines().collect();
    let mut offences = Vec::new();
    for entry in fs::read_dir(root().join("tests")).unwrap().map(|entry| entry.unwrap().path()) {
        let stem = entry.file_stem().unwrap().to_string_lossy().into_owned();
        let is_module = entry.extension().is_some_and(|ext| ext == "rs") || entry.join("mod.rs").exists();
        if !is_module || stem == "main" {
            continue;
        }
        match lines.iter().position(|line| *line == format!("mod {stem};")) {
            None => offences.push(format!("tests/{stem} is not declared in tests/main.rs")),
            Some(at) if !at.checked_sub(1).is_some_and(|before| lines[before].starts_with("///")) => {
                offences.push(format!("`mod {stem};` has no comment that says what belongs there"));
            }
            Some(_) => {}
        }
    }
    none("tests", offences);
}

#[test]
fn every_verb_and_every_report_form_is_registered() {
    let commands = read("src/commands/mod.rs");
    let reports = read("src/reports/mod.rs");
    let mut offences = Vec::new();
    for file in rust_files("src/commands").into_iter().chain(rust_files("src/reports")) {
        let text = read(&file);
        let stem = Path::new(&file).file_stem().unwrap().to_string_lossy().into_owned();
        if text.contains("pub struct Args") && !commands.contains(&format!("=> {stem},")) {
            offences.push(format!("{file}: not in the table of verbs"));
        }
        if text.contains("pub const FORM:") && !reports.contains(&format!("{stem}::FORM")) {
            offences.push(format!("{file}: not in FORMS"));
        }
    }
    none("registries", offences);
}

#[test]
fn a_file_is_about_one_subject() {
    let long = rust_files("src").into_iter().chain(rust_files("tests")).filter_map(|file| {
        let lines = before_tests(&read(&file)).lines().count();
        let allowed = LONG.iter().find(|(known, _)| *known == file).map_or(LONGEST, |(_, allowed)| *allowed);
        (lines > allowed).then(|| format!("{file}: {lines} lines"))
    });
    none("longer than one subject needs", long);
}

#[test]
fn no_file_names_a_machine() {
    let places = ["work", "root", "tmp", "Users", "farm"].map(|place| format!("/{place}/"));
    let text_files = files("").into_iter().filter(|file| {
        let known =
            [".rs", ".toml", ".md", ".yaml", ".yml", ".json", ".sh", ".snap", ".trycmd", ".stdout", ".stderr", "run"];
        known.iter().any(|end| file.ends_with(end)) && !file.starts_with("tests/house.rs")
    });
    let mut offences = Vec::new();
    for file in text_files {
        for (at, line) in read(&file).lines().enumerate() {
            for place in &places {
                let named = line.match_indices(place.as_str()).any(|(start, _)| {
                    let before = line[..start].chars().next_back();
                    let after = line[start + place.len()..].chars().next();
                    !before.is_some_and(|c| c.is_alphanumeric() || "./:_-*}".contains(c))
                        && after.is_some_and(char::is_alphanumeric)
                });
                if named {
                    offences.push(format!("{file}:{}: {}", at + 1, line.trim().chars().take(100).collect::<String>()));
                }
            }
        }
    }
    none("a path that exists on one machine only", offences);
}

#[test]
fn every_code_has_one_meaning() {
    let mut seen = BTreeMap::new();
    for (code, ..) in assent::reports::catalogue::PROGRAM.iter().copied().flatten() {
        *seen.entry((*code).to_owned()).or_insert(0) += 1;
    }
    for (_, check) in assent::guidelines::Library::built_in().all().checks() {
        *seen.entry(check.code.to_string()).or_insert(0) += 1;
    }
    none(
        "a code that stands for several things",
        seen.into_iter().filter(|(_, times)| *times > 1).map(|(code, _)| code),
    );
}
