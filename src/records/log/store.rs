//! Adding an entry to the log on the disk.

use std::path::Path;
use std::path::PathBuf;

use crate::records::log;
use crate::records::log::LogEntry;
use crate::records::store::StoreError;
use crate::records::write;
use crate::yaml::print;

/// Writes an entry as a file of its own: atomically, under the study's lock, and never over one that is there.
pub fn append(study_folder: &Path, entry: &LogEntry) -> Result<PathBuf, StoreError> {
    let id = entry.id();
    let path = study_folder.join(log::FOLDER).join(format!("{id}.yaml"));
    let text = text_of(entry)?;
    let _lock = write::lock(study_folder)?;
    if path.symlink_metadata().is_ok() {
        return Err(StoreError::StandsThere(path.display().to_string()));
    }
    if let Some(folder) = path.parent() {
        write::make_folders(folder)?;
    }
    write::replace(&path, text.as_bytes())?;
    Ok(path)
}

/// The text of an entry, held against what it reads back as.
fn text_of(entry: &LogEntry) -> Result<String, StoreError> {
    let value = serde_json::to_value(entry).map_err(|error| StoreError::Entry(error.to_string()))?;
    let text = print::block(&value, 0);
    let read = log::parse("the entry", &entry.id(), text.as_bytes());
    match (read.findings.first(), read.entry.as_ref() == Some(entry)) {
        (None, true) => Ok(text),
        (Some(finding), _) => Err(StoreError::Entry(finding.message.clone())),
        (None, false) => Err(StoreError::Entry("it does not read back as it was".to_owned())),
    }
}
