//! Where packs come from: the folder inside the binary, and folders on disk by the same door.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_embed::RustEmbed;
use sha2::Digest;
use sha2::Sha256;

include!(concat!(env!("OUT_DIR"), "/packs.rs"));

#[derive(RustEmbed)]
#[folder = "guidelines/"]
struct BuiltIn;

/// The files of one pack, by their path inside the pack's folder.
#[derive(Debug, Clone, Default)]
pub struct PackFiles {
    /// The folder as findings name it: `guidelines/ecpat-four-steps`.
    pub shown: String,
    /// The files' bytes.
    pub files: BTreeMap<String, Cow<'static, [u8]>>,
    /// True while nothing but the program's own files is in it.
    pub built_in: bool,
    /// The files of a pack that came with the program, in the form that the build made of them.
    pub ready: Vec<(&'static str, &'static str)>,
    /// Where a file that lies over the program's own was read, where that differs from `shown`.
    pub origins: BTreeMap<String, String>,
}

impl PackFiles {
    /// Wraps the files of a folder that was read elsewhere.
    pub fn new(shown: impl Into<String>, files: BTreeMap<String, Vec<u8>>) -> Self {
        let files = files.into_iter().map(|(path, bytes)| (path, Cow::Owned(bytes))).collect();
        Self { shown: shown.into(), files, ..Self::default() }
    }

    /// Lays another folder of the same pack over this one: its files stand in place of those with the same path.
    pub fn overlay(&mut self, other: PackFiles) {
        self.built_in = false;
        self.ready = Vec::new();
        for (path, bytes) in other.files {
            self.origins.insert(path.clone(), format!("{}/{path}", other.shown));
            self.files.insert(path, bytes);
        }
    }

    /// The name under which findings show a file.
    pub fn shown(&self, path: &str) -> String {
        self.origins.get(path).cloned().unwrap_or_else(|| format!("{}/{path}", self.shown))
    }

    /// SHA-256 over the paths and the bytes, in lower-case hex.
    pub fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        for (path, bytes) in &self.files {
            hasher.update(path.as_bytes());
            hasher.update([0]);
            hasher.update((bytes.len() as u64).to_be_bytes());
            hasher.update(bytes);
        }
        hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The packs inside the binary, by id.
pub fn built_in() -> BTreeMap<String, PackFiles> {
    let mut packs: BTreeMap<String, PackFiles> = BTreeMap::new();
    for path in BuiltIn::iter() {
        let Some((pack, inside)) = path.split_once('/') else { continue };
        let Some(file) = BuiltIn::get(&path) else { continue };
        let files = packs.entry(pack.to_owned()).or_insert_with(|| PackFiles {
            shown: format!("guidelines/{pack}"),
            built_in: true,
            ready: READY.iter().filter(|(id, _, _)| *id == pack).map(|(_, path, text)| (*path, *text)).collect(),
            ..PackFiles::default()
        });
        files.files.insert(inside.to_owned(), file.data);
    }
    packs
}

/// Sorts the files of a folder of packs, `<pack>/<path>`, into packs.
pub fn sort(shown: &str, files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, PackFiles> {
    let mut packs: BTreeMap<String, BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    for (path, bytes) in files {
        if let Some((pack, inside)) = path.split_once('/') {
            packs.entry(pack.to_owned()).or_default().insert(inside.to_owned(), bytes);
        }
    }
    let shown = shown.trim_end_matches('/');
    packs.into_iter().map(|(pack, files)| (pack.clone(), PackFiles::new(format!("{shown}/{pack}"), files))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_beside_the_packs_belongs_to_none() {
        let files = ["README.md", "own/pack.yaml", "own/1-one/tasks.yaml", "other/pack.yaml"];
        let files = files.map(|path| (path.to_owned(), Vec::new()));
        let packs = sort("guidelines/", BTreeMap::from(files));
        assert_eq!(packs.keys().collect::<Vec<_>>(), ["other", "own"]);
        assert_eq!(packs["own"].files.keys().collect::<Vec<_>>(), ["1-one/tasks.yaml", "pack.yaml"]);
        assert_eq!(packs["own"].shown("pack.yaml"), "guidelines/own/pack.yaml");
    }
}
