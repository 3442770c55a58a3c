//! `assent guidelines lint`: a pack's files, its names, and the examples of every check.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::checks;
use crate::checks::examples;
use crate::commands::edge::shown;
use crate::commands::exit::Exit;
use crate::commands::folder::Folder;
use crate::commands::problem::Refusal;
use crate::commands::workspace;
use crate::commands::workspace::Shelf;
use crate::documents::library::Library as Templates;
use crate::finding::Finding;
use crate::finding::Level;
use crate::finding::Place;
use crate::guidelines::Library;
use crate::guidelines::Loaded;
use crate::guidelines::Packs;
use crate::guidelines::files::PackFiles;
use crate::reports::Catalogue;
use crate::reports::Form;
use crate::reports::PackReport;
use crate::reports::Setting;
use crate::reports::Totals;
use crate::study::nearest;
use crate::terminal::Terminal;

/// The code of what is wrong with the examples and the names of a pack.
const CODE: &str = "pack";

/// Lints packs and reports as `check` does.
pub fn run(folders: &[PathBuf], format: &str, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let mut library = Shelf::open(&[])?.guidelines;
    let mut packs: Vec<(String, String)> = Vec::new();
    for folder in pack_folders(folders)? {
        let name = workspace::pack_name(&folder);
        let files = workspace::read_all(&Folder::new(&folder), "")?;
        library.add([(name.clone(), PackFiles::new(shown(&folder), files))].into());
        packs.push((name, shown(&folder.join(workspace::PACK_FILE))));
    }
    if folders.is_empty() {
        packs = library.ids().map(|id| (id.to_owned(), format!("guidelines/{id}/{}", workspace::PACK_FILE))).collect();
    }
    let form = Form::named(format).unwrap_or(crate::reports::human::FORM);
    let mut report = (form.start)(Setting { ink: terminal.ink(), ..Setting::default() });
    let mut totals = Totals { packs: packs.len(), ..Totals::default() };
    let catalogue = Catalogue::of(Packs::default());
    terminal.bytes(report.begin().as_bytes())?;
    for (at, (id, file)) in packs.iter().enumerate() {
        terminal.progress("checking packs", at, packs.len());
        let findings = lint(&library, id);
        totals.count(&findings);
        let text = report.pack(&PackReport { file, id: Some(id), findings: &findings, catalogue: &catalogue });
        terminal.bytes(text.as_bytes())?;
    }
    terminal.bytes(report.end(&totals).as_bytes())?;
    Ok(if totals.says_no(false) { Exit::Findings } else { Exit::Done })
}

/// The folders of packs: those named, or those side by side in what was named.
fn pack_folders(folders: &[PathBuf]) -> Result<Vec<PathBuf>, Refusal> {
    let mut found = BTreeSet::new();
    for folder in folders {
        if !folder.is_dir() {
            return Err(Refusal::NoSuchPath(folder.display().to_string()));
        }
        let before = found.len();
        if folder.join(workspace::PACK_FILE).is_file() {
            found.insert(folder.clone());
        } else {
            found.extend(workspace::packs_in(folder));
        }
        if found.len() == before {
            return Err(Refusal::NothingToCheck(folder.display().to_string()));
        }
    }
    Ok(found.into_iter().collect())
}

/// Everything that is wrong with one pack.
fn lint(library: &Library, id: &str) -> Vec<Finding> {
    let Some(loaded) = library.load(id) else { return Vec::new() };
    let mut findings = loaded.findings.clone();
    if let Some(pack) = library.pack(id) {
        for check in &pack.checks {
            for unproven in examples::prove(library, id, check).unwrap_or_default() {
                let message = format!("`{}`, {} example: {}", check.code, unproven.which, unproven.problem);
                let help = "Change the check or its example until the bad one fails it and the good one passes.";
                findings.extend(finding(&loaded, check.code.as_str(), message, help.to_owned()));
            }
            if let Some(name) = &check.rust
                && !known_in_rust().any(|known| known == name)
            {
                let message = format!("`{}`: the program has no check `{name}`", check.code);
                let help = match nearest::nearest(name, known_in_rust()) {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => "A pack's own checks are expressions: write `require`.".to_owned(),
                };
                findings.extend(finding(&loaded, check.code.as_str(), message, help));
            }
        }
        let templates = Templates::built_in();
        let documents: Vec<&str> = templates.folders().iter().map(|folder| folder.id.as_str()).collect();
        for task in &pack.tasks {
            for document in task.documents.iter().filter(|document| !documents.contains(&document.as_str())) {
                let message = format!("`{}`: there is no document `{document}`", task.id);
                let help = format!("The documents are {}.", documents.join(", "));
                findings.extend(finding(&loaded, &task.full_id, message, help));
            }
        }
    }
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    findings
}

/// The names of the checks that are part of the program.
fn known_in_rust() -> impl Iterator<Item = &'static str> {
    checks::TABLE.iter().map(|check| check.name)
}

/// A finding at the place where a task or a check stands.
fn finding(loaded: &Loaded, what: &str, message: String, help: String) -> Option<Finding> {
    let origin = loaded.origins.get(what)?;
    let (file, root) = loaded.sources.get(&origin.file)?;
    let place = Place { file: file.clone(), span: root.locate(&origin.path), path: origin.path.clone() };
    let (labels, tasks) = (Vec::new(), Vec::new());
    let subject = what.to_owned();
    let accepted = false;
    Some(Finding { code: CODE.to_owned(), level: Level::Error, message, help, place, labels, tasks, subject, accepted })
}
