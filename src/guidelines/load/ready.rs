//! A pack that came with the program, read from the form that the build made of it.
//!
//! Reading a third of a megabyte of YAML takes longer than all checks together. That both ways yield the same pack, and
//! that nothing is wrong with it, is held by a test.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::guidelines::files::PackFiles;
use crate::guidelines::load::Reads;
use crate::yaml::path::Path;

pub(super) struct Ready {
    files: Vec<(&'static str, &'static str)>,
}

impl Ready {
    pub(super) fn new(files: &PackFiles) -> Self {
        Self { files: files.ready.clone() }
    }

    fn parsed<T: DeserializeOwned>(&self, path: &str) -> Option<T> {
        let (_, text) = self.files.iter().find(|(known, _)| *known == path)?;
        serde_json::from_str(text).ok()
    }
}

impl Reads for Ready {
    fn paths(&self) -> Vec<String> {
        self.files.iter().map(|(path, _)| (*path).to_owned()).collect()
    }

    fn one<T: DeserializeOwned + JsonSchema>(&mut self, path: &str) -> Option<T> {
        self.parsed(path)
    }

    fn list<T: DeserializeOwned + JsonSchema>(&mut self, path: &str) -> Vec<(Path, T)> {
        let entries: Vec<T> = self.parsed(path).unwrap_or_default();
        entries.into_iter().enumerate().map(|(index, entry)| (Path::root().index(index), entry)).collect()
    }

    fn map<T: DeserializeOwned + JsonSchema>(&mut self, path: &str) -> Vec<(String, T)> {
        self.parsed::<BTreeMap<String, T>>(path).unwrap_or_default().into_iter().collect()
    }

    fn words(&mut self, path: &str) -> Vec<(String, Vec<String>)> {
        self.parsed::<BTreeMap<String, Vec<String>>>(path).unwrap_or_default().into_iter().collect()
    }

    fn wrong(&mut self, _: &str, _: &Path, _: String, _: String) {}
}
