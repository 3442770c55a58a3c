//! `assent guidelines lint`: a pack's files, its names, and the examples of every check.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::checks;
use crate::commands::edge::shown;
use crate::commands::exit::Exit;
use crate::commands::folder::Folder;
use crate::commands::problem::Refusal;
use crate::commands::workspace;
use crate::commands::workspace::Shelf;
use crate::documents::library::Library as Templates;
use crate::finding::Finding;
use crate::guidelines::Library;
use crate::guidelines::Packs;
use crate::guidelines::files::PackFiles;
use crate::proof;
use crate::reports::Catalogue;
use crate::reports::Form;
use crate::reports::PackReport;
use crate::reports::Setting;
use crate::reports::Totals;
use crate::terminal::Terminal;

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
    let templates = Templates::built_in();
    let documents = templates.folders().iter().map(|folder| folder.id.clone()).collect();
    let known = checks::lint::known(documents).with_rust(proof::TABLE.iter().map(|check| (check.name, check.values)));
    checks::lint::lint(library, id, &known)
}
