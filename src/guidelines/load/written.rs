//! A pack read from its YAML: whatever is wrong has its place.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::finding::Finding;
use crate::finding::Place;
use crate::guidelines::files::PackFiles;
use crate::guidelines::load::Reads;
use crate::guidelines::load::finding;
use crate::source::SourceFile;
use crate::study::plan::Plan;
use crate::study::schema;
use crate::study::shape;
use crate::yaml;
use crate::yaml::node::Node;
use crate::yaml::node::NodeValue;
use crate::yaml::path::Path;

pub(super) struct Written<'f> {
    files: &'f PackFiles,
    findings: Vec<Finding>,
    sources: BTreeMap<String, (SourceFile, Node)>,
}

impl<'f> Written<'f> {
    pub(super) fn new(files: &'f PackFiles) -> Self {
        let mut written = Self { files, findings: Vec::new(), sources: BTreeMap::new() };
        for (path, bytes) in &files.files {
            if path.ends_with(".yaml") || path.ends_with(".yml") {
                let parsed = yaml::parse(&files.shown(path), bytes);
                written.findings.extend(parsed.findings);
                if let Some(root) = parsed.root {
                    written.sources.insert(path.clone(), (parsed.file, root));
                }
            }
        }
        written
    }

    pub(super) fn into_parts(self) -> (Vec<Finding>, BTreeMap<String, (SourceFile, Node)>) {
        (self.findings, self.sources)
    }

    /// One entry of a file. What is well-formed in it is kept; what is not is said.
    fn entry<T: DeserializeOwned>(&mut self, plan: &Plan, file: &SourceFile, node: &Node, at: &Path) -> Option<T> {
        let shaped = shape::shape(file, node, plan);
        let sound = shaped.findings.is_empty();
        self.findings.extend(shaped.findings.into_iter().map(|mut finding| {
            finding.place.path = at.join(&finding.place.path);
            finding.subject = finding.place.path.to_string();
            finding
        }));
        match serde_json::from_value(shaped.value) {
            Ok(value) => Some(value),
            Err(error) => {
                if sound {
                    let place = Place { file: file.clone(), span: node.locate(&Path::root()), path: at.clone() };
                    self.findings.push(finding(place, format!("this cannot be read: {error}"), String::new()));
                }
                None
            }
        }
    }

    /// The entries of a mapping, each with its place.
    fn entries(&self, path: &str) -> Vec<(String, SourceFile, Node)> {
        let Some((file, root)) = self.sources.get(path) else { return Vec::new() };
        root.entries().iter().map(|entry| (entry.key.clone(), file.clone(), entry.value.clone())).collect()
    }
}

impl Reads for Written<'_> {
    fn paths(&self) -> Vec<String> {
        self.sources.keys().cloned().collect()
    }

    fn one<T: DeserializeOwned + JsonSchema>(&mut self, path: &str) -> Option<T> {
        let Some((file, root)) = self.sources.get(path).cloned() else {
            if !self.files.files.contains_key(path) {
                let place = Place { file: SourceFile::new(self.files.shown(path), ""), span: 0..0, path: Path::root() };
                let message = format!("this folder of a pack has no `{path}`");
                let help = "Add one: id, title, publisher, year, version, citation, provenance, note.".to_owned();
                self.findings.push(finding(place, message, help));
            }
            return None;
        };
        self.entry(&plan_of::<T>(), &file, &root, &Path::root())
    }

    fn list<T: DeserializeOwned + JsonSchema>(&mut self, path: &str) -> Vec<(Path, T)> {
        let Some((file, root)) = self.sources.get(path).cloned() else { return Vec::new() };
        if !matches!(root.value, NodeValue::Sequence(_)) {
            if !root.is_blank() {
                let message = "this file has to be a list".to_owned();
                self.wrong(path, &Path::root(), message, "Begin each entry with `- `.".to_owned());
            }
            return Vec::new();
        }
        let plan = plan_of::<T>();
        let mut found = Vec::new();
        for (index, item) in root.items().iter().enumerate() {
            let at = Path::root().index(index);
            found.extend(self.entry(&plan, &file, item, &at).map(|entry| (at, entry)));
        }
        found
    }

    fn map<T: DeserializeOwned + JsonSchema>(&mut self, path: &str) -> Vec<(String, T)> {
        let plan = plan_of::<T>();
        let mut found = Vec::new();
        for (key, file, node) in self.entries(path) {
            let at = Path::root().key(&key);
            found.extend(self.entry(&plan, &file, &node, &at).map(|entry| (key, entry)));
        }
        found
    }

    fn words(&mut self, path: &str) -> Vec<(String, Vec<String>)> {
        let mut found = Vec::new();
        for (key, _, node) in self.entries(path) {
            let words: Option<Vec<String>> = match &node.value {
                NodeValue::Sequence(items) => items.iter().map(|item| item.text().map(str::to_owned)).collect(),
                _ => None,
            };
            match words {
                Some(words) => found.push((key, words)),
                None => {
                    let help = "Write `name: [word, word]`, and quote a word that looks like a number or a mark.";
                    let message = "this is not a list of words".to_owned();
                    self.wrong(path, &Path::root().key(&key), message, help.to_owned());
                }
            }
        }
        found
    }

    fn wrong(&mut self, path: &str, at: &Path, message: String, help: String) {
        let place = match self.sources.get(path) {
            Some((file, root)) => Place { file: file.clone(), span: root.locate(at), path: at.clone() },
            None => Place { file: SourceFile::new(self.files.shown(path), ""), span: 0..0, path: at.clone() },
        };
        self.findings.push(finding(place, message, help));
    }
}

/// The shape of one entry, for [`shape::shape`].
fn plan_of<T: JsonSchema>() -> Plan {
    let mut schema = schemars::schema_for!(T).to_value();
    schema::tidy(&mut schema);
    Plan::of(&schema)
}
