//! Holding a packet against its manifest: what was changed, added, removed, or merely renamed.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Serialize;

use crate::packet::Files;
use crate::packet::MANIFEST;
use crate::packet::SEAL;
use crate::packet::canonical;
use crate::packet::manifest::Manifest;
use crate::packet::manifest::ManifestError;

/// One way in which a packet is not what its manifest says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Difference {
    /// The manifest itself is damaged, missing or not canonical.
    Manifest {
        /// What is wrong with it.
        problem: String,
    },
    /// A file has other bytes than the manifest says.
    Changed {
        /// The file.
        path: String,
    },
    /// A file that the manifest does not name.
    Added {
        /// The file.
        path: String,
    },
    /// A file that the manifest names and the packet lacks.
    Removed {
        /// The file.
        path: String,
    },
    /// A file that stands under another name, with the bytes it should have.
    Renamed {
        /// The name by the manifest.
        path: String,
        /// The name that it has.
        to: String,
    },
}

/// Compares a packet with its manifest; the manifest is there where it could be read.
pub fn verify(files: &Files) -> (Option<Manifest>, Vec<Difference>) {
    let manifest = match files.get(MANIFEST) {
        Some(bytes) => Manifest::read(bytes),
        None => Err(ManifestError::Missing),
    };
    match manifest {
        Ok(manifest) => {
            let differences = compare(&manifest, files);
            (Some(manifest), differences)
        }
        Err(error) => (None, vec![Difference::Manifest { problem: error.to_string() }]),
    }
}

fn compare(manifest: &Manifest, files: &Files) -> Vec<Difference> {
    let found: BTreeMap<&str, String> = files
        .iter()
        .filter(|(path, _)| path.as_str() != MANIFEST && path.as_str() != SEAL)
        .map(|(path, bytes)| (path.as_str(), canonical::sha256(bytes)))
        .collect();
    let mut added: BTreeSet<&str> = found.keys().copied().filter(|path| !manifest.files.contains_key(*path)).collect();
    let mut differences = Vec::new();
    for (path, digest) in &manifest.files {
        match found.get(path.as_str()) {
            Some(other) if other == digest => {}
            Some(_) => differences.push(Difference::Changed { path: path.clone() }),
            None => {
                let twin = added.iter().copied().find(|name| found.get(name) == Some(digest));
                differences.push(match twin {
                    Some(name) => {
                        added.remove(name);
                        Difference::Renamed { path: path.clone(), to: name.to_owned() }
                    }
                    None => Difference::Removed { path: path.clone() },
                });
            }
        }
    }
    differences.extend(added.into_iter().map(|path| Difference::Added { path: path.to_owned() }));
    differences.sort();
    differences
}
