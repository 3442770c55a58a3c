//! The approvals of a study, read from its folder `approvals/`.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;

use crate::commands::edge;
use crate::commands::edge::shown;
use crate::commands::packet_files;
use crate::commands::problem::WithNext;
use crate::packet::Files;
use crate::records::approval;
use crate::records::approval::Approval;

/// One approval on the disk.
#[derive(Debug, Clone)]
pub struct FoundApproval {
    /// The folder.
    pub folder: PathBuf,
    /// The decision.
    pub approval: Approval,
}

impl FoundApproval {
    /// The inputs of the packet that the decision is about.
    pub fn inputs(&self) -> anyhow::Result<Files> {
        Ok(packet_files::read(&self.folder.join(approval::INPUTS))?.files)
    }
}

/// All approvals of a study, the oldest first; none where there is no such folder.
pub fn read_all(study: &Path) -> anyhow::Result<Vec<FoundApproval>> {
    let folder = study.join("approvals");
    if !fs::symlink_metadata(&folder).is_ok_and(|about| about.is_dir()) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("could not read `{}`", shown(&folder)))? {
        let entry = entry.with_context(|| format!("could not read `{}`", shown(&folder)))?;
        let file = entry.path().join(approval::FILE);
        // A link could lead anywhere, and what cannot be read as an approval is quoted.
        let is_plain = file.symlink_metadata().is_ok_and(|about| about.is_file());
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) && is_plain {
            found.push(read(&entry.path(), &file)?);
        }
    }
    found.sort_by(|a, b| (a.approval.on, &a.folder).cmp(&(b.approval.on, &b.folder)));
    Ok(found)
}

/// Which approvals a study is held against.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Against {
    /// All that there are.
    #[default]
    All,
    /// None: the study as it was before anything was approved.
    Nothing,
    /// All but those of one packet, by its code: the study as it was when that packet was handed in.
    AllBut(String),
}

impl Against {
    /// The decision that the study is held against: the latest that lets a packet be used.
    pub fn in_force<'a>(&self, approvals: &'a [FoundApproval]) -> Option<&'a FoundApproval> {
        let counts = |found: &&FoundApproval| match self {
            Self::All => true,
            Self::Nothing => false,
            Self::AllBut(code) => found.approval.packet.code != *code,
        };
        approvals.iter().rev().filter(counts).find(|found| found.approval.decision.allows())
    }
}

fn read(folder: &Path, file: &Path) -> anyhow::Result<FoundApproval> {
    const NEXT: &str = "restore the file from your version history: nobody has to edit it by hand";
    let text = String::from_utf8(edge::read(file)?).with_context(|| format!("`{}` is no text", shown(file)))?;
    let approval =
        Approval::read(&text).with_context(|| format!("could not read `{}`", shown(file))).next_step(NEXT)?;
    Ok(FoundApproval { folder: folder.to_owned(), approval })
}
