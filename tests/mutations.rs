//! One defect at a time, planted into a sound study: each has to be found, at its place, by the code that was written down
//! beforehand. And one harmless change at a time: none may be found fault with.

mod defects;
mod harmless;
mod unusual;

use std::collections::BTreeSet;
use std::path::Path;

use assent::commands::find::StudyPlace;
use assent::commands::judge::judge;
use assent::commands::workspace::Shelf;
use assent::commands::workspace::Workspace;
use assent::finding::Finding;
use assent::finding::Level;
use assent::study::Date;
use assent::study::Written as _;

/// The day on which the study is judged: it runs.
const TODAY: &str = "2026-06-01";

/// One edit of one file: the text `from`, first found behind the text `after`, becomes `to`. An empty `from` writes a new file.
struct Edit {
    file: &'static str,
    after: &'static str,
    from: &'static str,
    to: &'static str,
}

const fn edit(after: &'static str, from: &'static str, to: &'static str) -> Edit {
    Edit { file: "study.yaml", after, from, to }
}

const fn file(name: &'static str, text: &'static str) -> Edit {
    Edit { file: name, after: "", from: "", to: text }
}

/// A defect, and how it has to be found.
struct Defect {
    /// What is wrong.
    name: &'static str,
    /// How it comes in.
    edits: &'static [Edit],
    /// The code that has to find it.
    code: &'static str,
    /// Where: the finding's path, or the name of the file for findings outside `study.yaml`.
    at: &'static str,
}

/// A change that leaves the study as sound as it was.
struct Harmless {
    name: &'static str,
    edits: &'static [Edit],
}

/// A study in a folder of its own, which goes when this does.
struct Copy {
    folder: tempfile::TempDir,
}

impl Copy {
    fn of(example: &str, edits: &[Edit]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(example);
        copy(&source, folder.path());
        for edit in edits {
            let path = folder.path().join(edit.file);
            let text = if edit.from.is_empty() {
                edit.to.to_owned()
            } else {
                let text = std::fs::read_to_string(&path).expect("the file to edit");
                applied(&text, edit)
            };
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(&path, text).expect("the file");
        }
        Self { folder }
    }

    /// What is found, each finding with its place by ids.
    fn findings(&self, shelf: &Shelf) -> Vec<(Finding, String)> {
        let place = StudyPlace { folder: self.folder.path().to_owned(), file: self.folder.path().join("study.yaml") };
        let workspace = Workspace::open(&place, shelf).expect("a study");
        let judged = judge(&workspace, Date::read(TODAY).expect("a date")).expect("a judgement");
        let by_ids = |finding: Finding| {
            let place = workspace.loaded.subject(&finding.place.path);
            (finding, place)
        };
        judged.assessment.findings.into_iter().map(by_ids).collect()
    }
}

fn applied(text: &str, edit: &Edit) -> String {
    let start =
        text.find(edit.after).unwrap_or_else(|| panic!("`{}` is not in {}", edit.after, edit.file)) + edit.after.len();
    let at = text[start..].find(edit.from).unwrap_or_else(|| panic!("`{}` is not in {}", edit.from, edit.file)) + start;
    format!("{}{}{}", &text[..at], edit.to, &text[at + edit.from.len()..])
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).expect("a folder");
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).expect("a copy");
        }
    }
}

fn planted() -> impl Iterator<Item = &'static Defect> {
    defects::ALL.iter().chain(unusual::DEFECTS)
}

fn weighs(finding: &Finding) -> bool {
    !finding.accepted && finding.level != Level::Note
}

fn names(findings: &[(Finding, String)]) -> BTreeSet<String> {
    findings.iter().map(|(finding, _)| finding.name()).collect()
}

/// Where a finding stands, as the table of defects writes it: the path, by positions or by ids, or the file.
fn stands_at((finding, by_ids): &(Finding, String), at: &str) -> bool {
    let file = finding.place.file.name.as_ref();
    if file.ends_with("/study.yaml") {
        finding.place.path.to_string() == at || by_ids == at
    } else {
        file.ends_with(at)
    }
}

#[test]
fn every_planted_defect_is_found_at_its_place_by_its_code() {
    let shelf = Shelf::open(&[]).expect("the packs");
    let before = names(&Copy::of("survivor-conversations", &[]).findings(&shelf));
    let mut missed = Vec::new();
    let mut more = 0;
    for defect in planted() {
        let found = Copy::of("survivor-conversations", defect.edits).findings(&shelf);
        let new: Vec<&(Finding, String)> =
            found.iter().filter(|(finding, _)| !before.contains(&finding.name())).collect();
        let caught = new.iter().any(|one| one.0.code == defect.code && stands_at(one, defect.at));
        more += new.iter().filter(|(finding, _)| weighs(finding)).count().saturating_sub(1);
        if !caught {
            let got: Vec<String> = new.iter().map(|(one, by_ids)| format!("{} at {by_ids}", one.code)).collect();
            missed.push(format!("{}: wanted {} at {}, got {got:?}", defect.name, defect.code, defect.at));
        }
    }
    let planted = planted().count();
    println!("{} caught of {planted} planted; {more} further findings beside them", planted - missed.len());
    assert!(planted >= 80, "only {planted} defects are planted");
    assert!(missed.is_empty(), "{} missed\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn every_harmless_change_is_left_alone() {
    let shelf = Shelf::open(&[]).expect("the packs");
    let before = names(&Copy::of("survivor-conversations", &[]).findings(&shelf));
    let mut loud = Vec::new();
    for change in harmless::ALL.iter().chain(unusual::HARMLESS) {
        let found = Copy::of("survivor-conversations", change.edits).findings(&shelf);
        let new = found.iter().map(|(finding, _)| finding).filter(|one| weighs(one) && !before.contains(&one.name()));
        let said: Vec<String> = new.map(|one| format!("{}: {}", one.name(), one.message)).collect();
        if !said.is_empty() {
            loud.push(format!("{}: {said:?}", change.name));
        }
    }
    let all = harmless::ALL.len() + unusual::HARMLESS.len();
    println!("{} quiet of {all} harmless", all - loud.len());
    assert!(all >= 30, "only {all} harmless changes");
    assert!(loud.is_empty(), "{} loud\n{}", loud.len(), loud.join("\n"));
}

#[test]
fn no_code_is_relied_on_that_no_pack_and_no_module_has() {
    let library = assent::guidelines::Library::built_in();
    let packs = library.all();
    let known: BTreeSet<&str> = packs
        .checks()
        .map(|(_, check)| check.code.as_str())
        .chain(assent::reports::catalogue::PROGRAM.iter().flat_map(|codes| codes.iter().map(|(code, ..)| *code)))
        .collect();
    let unknown: Vec<&str> = planted().map(|defect| defect.code).filter(|code| !known.contains(code)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
