//! A new study's folder: what stands in it beside `study.yaml`, or the copy of an example.

use std::path::Path;
use std::path::PathBuf;

use rust_embed::RustEmbed;

use crate::commands::desk::with_next;
use crate::commands::edge;
use crate::commands::find::STUDY_FILE;
use crate::commands::init::Service;
use crate::commands::problem::WithNext;
use crate::records::store::FOLDER as RECORDS;
use crate::records::write;
use crate::study::schema;
use crate::terminal::Terminal;
use crate::walk::beginning;

/// Where the schema for editors lies in a study's folder.
pub(super) const SCHEMA_FILE: &str = ".assent/study.schema.json";

#[derive(RustEmbed)]
#[folder = "examples/"]
struct Examples;

/// Copies an example without what its invented team recorded.
pub(super) fn copy_example(name: &str, folder: &Path) -> anyhow::Result<()> {
    let below = format!("{name}/");
    let skipped = ["records/", "approvals/", "packet/"];
    let mut files: Vec<(String, String)> = Examples::iter()
        .filter_map(|path| path.strip_prefix(&below).map(|inner| (path.to_string(), inner.to_owned())))
        .filter(|(_, inner)| !skipped.iter().any(|skip| inner.starts_with(skip)))
        .collect();
    if !files.iter().any(|(_, inner)| inner == STUDY_FILE) {
        let mut known: Vec<String> =
            Examples::iter().filter_map(|path| path.strip_suffix("/study.yaml").map(str::to_owned)).collect();
        known.sort();
        return Err(anyhow::anyhow!("there is no example `{name}`"))
            .next_step(format!("name one of {}", known.join(", ")));
    }
    files.sort_by_key(|(_, inner)| inner == STUDY_FILE);
    for (path, inner) in files {
        let target = folder.join(&inner);
        if let Ok(about) = target.symlink_metadata() {
            let same = about.is_file()
                && Examples::get(&path)
                    .is_some_and(|file| std::fs::read(&target).is_ok_and(|stands| stands == *file.data));
            if same {
                continue;
            }
            return Err(anyhow::anyhow!("`{}` is there already, and is left as it is", edge::shown(&target)))
                .next_step("name an empty folder");
        }
        if let (Some(parent), Some(file)) = (target.parent(), Examples::get(&path)) {
            write::make_folders(parent).map_err(with_next)?;
            write::replace(&target, &file.data).map_err(with_next)?;
        }
    }
    Ok(())
}

/// Puts beside the study what a study's folder holds. What is there already is left as it is.
pub(super) fn furnish(folder: &Path, ci: Option<Service>, terminal: &mut Terminal) -> anyhow::Result<()> {
    write::make_folders(&folder.join(RECORDS)).map_err(with_next)?;
    let schema = serde_json::to_string_pretty(&schema::schema())? + "\n";
    put_file(&folder.join(SCHEMA_FILE), &schema, terminal)?;
    put_file(&folder.join(".gitignore"), &beginning::file("gitignore").unwrap_or_default(), terminal)?;
    if let Some(service) = ci {
        let (name, target) = match service {
            Service::Github => ("github.yml", ".github/workflows/assent.yml"),
            Service::Gitlab => ("gitlab.yml", ".gitlab-ci.yml"),
        };
        let (root, study) = repository(folder);
        let text = beginning::file(name).unwrap_or_default().replace("{study}", &study);
        put_file(&root.join(target), &text, terminal)?;
    }
    Ok(())
}

fn put_file(path: &Path, text: &str, terminal: &mut Terminal) -> anyhow::Result<()> {
    let stands = path.symlink_metadata().ok().map(|about| about.is_file().then(|| std::fs::read(path)));
    match stands {
        Some(Some(Ok(stands))) if stands == text.as_bytes() => Ok(()),
        // A link, a pipe, a folder: somebody put it there.
        Some(_) => {
            terminal.warn(&format!("`{}` is there already and was left as it is", edge::shown(path)));
            Ok(())
        }
        None => {
            if let Some(parent) = path.parent() {
                write::make_folders(parent).map_err(with_next)?;
            }
            write::replace(path, text.as_bytes()).map_err(with_next)
        }
    }
}

/// The top of the repository that a folder belongs to, and the folder's name in it.
fn repository(folder: &Path) -> (PathBuf, String) {
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let top = whole.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&whole);
    let inner = whole.strip_prefix(top).unwrap_or(Path::new(""));
    let parts: Vec<String> = inner.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    (top.to_path_buf(), if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}
