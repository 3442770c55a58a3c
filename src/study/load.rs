//! From a file's text to the study and everything that is wrong with its shape. It cannot fail.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use crate::finding::Finding;
use crate::finding::Level;
use crate::finding::Place;
use crate::source::SourceFile;
use crate::study::FORMAT_VERSION;
use crate::study::Study;
use crate::study::references;
use crate::study::schema;
use crate::study::shape;
use crate::yaml;
use crate::yaml::Parsed;
use crate::yaml::node::Node;
use crate::yaml::node::NodeValue;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// A study file as the rest of the program sees it.
#[derive(Debug, Clone)]
pub struct LoadedStudy {
    /// The file.
    pub file: SourceFile,
    /// Its located tree; an empty group where the file could not be read.
    pub root: Node,
    /// The study, with every section present and every gap blank.
    pub study: Arc<Study>,
    /// The study as expressions and templates see it: the whole shape, gaps as null, defaults filled in.
    pub value: Arc<Value>,
    /// What is wrong with the file and its shape, each at its place.
    pub findings: Vec<Finding>,
    /// False where the file is no readable YAML, or no group of fields: nothing can be said about such a study.
    pub readable: bool,
    pruned: BTreeSet<Path>,
    kept: BTreeMap<Path, Vec<usize>>,
}

/// Loads a study from a file's bytes, whatever they are.
pub fn load_bytes(name: &str, bytes: &[u8]) -> LoadedStudy {
    from_parsed(yaml::parse(name, bytes))
}

/// Loads a study from a text.
pub fn load(file: SourceFile) -> LoadedStudy {
    from_parsed(yaml::parse_text(file))
}

fn from_parsed(parsed: Parsed) -> LoadedStudy {
    let Parsed { file, root, mut findings } = parsed;
    let readable = root.as_ref().is_some_and(|root| matches!(root.value, NodeValue::Mapping(_)));
    let was_read = root.is_some();
    let root = root.unwrap_or(Node { span: 0..0, value: NodeValue::Mapping(Vec::new()) });
    for finding in &mut findings {
        finding.subject = shape::subject(&root, &finding.place.path);
    }
    let mut loaded = LoadedStudy {
        file,
        root,
        study: Arc::default(),
        value: Arc::default(),
        findings,
        readable,
        pruned: BTreeSet::new(),
        kept: BTreeMap::new(),
    };
    if let Some(newer) = loaded.newer_format() {
        // Fields may mean something else there: nothing of it is guessed at.
        loaded.findings.push(newer);
        loaded.readable = false;
    } else if was_read {
        let shaped = shape::shape(&loaded.file, &loaded.root, schema::plan());
        loaded.findings.extend(shaped.findings);
        loaded.pruned = shaped.pruned;
        loaded.kept = shaped.kept;
        match serde_json::from_value(shaped.value) {
            Ok(study) => loaded.study = Arc::new(study),
            Err(error) => loaded.findings.push(loaded.unexpected(&error)),
        }
        if readable {
            loaded.findings.extend(references::check(&loaded));
        }
    }
    loaded.value = Arc::new(serde_json::to_value(&*loaded.study).unwrap_or_default());
    loaded
}

impl LoadedStudy {
    /// The place of a path of the study: the value, or the nearest parent that the file has.
    ///
    /// Lists of the study may be shorter than those of the file, where gaps and ill-formed items were left out; the
    /// place is that of the file.
    pub fn place(&self, path: &Path) -> Place {
        let path = self.in_file(path);
        Place { file: self.file.clone(), span: self.root.locate(&path), path }
    }

    /// The name of a path that survives edits: `participants.young-survivors`; items without an id keep `[n]`.
    pub fn subject(&self, path: &Path) -> String {
        shape::subject(&self.root, &self.in_file(path))
    }

    /// True where an error of shape is already reported at this path or above it: what is missing there is not missing,
    /// it could not be read.
    pub fn is_ill_formed(&self, path: &Path) -> bool {
        if self.pruned.is_empty() {
            return false;
        }
        let mut path = Some(self.in_file(path));
        while let Some(current) = path {
            if self.pruned.contains(&current) {
                return true;
            }
            path = current.parent();
        }
        false
    }

    /// The path in the file of a path in the study.
    pub fn in_file(&self, path: &Path) -> Path {
        if self.kept.is_empty() {
            return path.clone();
        }
        let mut result = Path::root();
        for segment in &path.0 {
            let segment = match segment {
                Segment::Index(index) => {
                    let moved = self.kept.get(&result).and_then(|kept| kept.get(*index));
                    Segment::Index(moved.copied().unwrap_or(*index))
                }
                key => key.clone(),
            };
            result.0.push(segment);
        }
        result
    }

    /// The finding about a file that a newer program wrote.
    fn newer_format(&self) -> Option<Finding> {
        let NodeValue::Number(version) = &self.root.get("assent")?.value else { return None };
        let version = version.as_u64().filter(|version| *version > u64::from(FORMAT_VERSION))?;
        Some(Finding {
            code: "newer-format".to_owned(),
            level: Level::Error,
            message: format!(
                "this file is written in format {version}, and this program reads formats up to {FORMAT_VERSION}"
            ),
            help: "Use a newer version of Assent. Nothing is wrong with the file, and nothing in it was looked at or \
                   changed."
                .to_owned(),
            place: self.place(&Path::root().key("assent")),
            labels: Vec::new(),
            tasks: Vec::new(),
            subject: "assent".to_owned(),
            accepted: false,
        })
    }

    /// The types refused what the plan let through: the two come from one description, so this names a defect of ours.
    fn unexpected(&self, error: &serde_json::Error) -> Finding {
        Finding {
            code: "unreadable-study".to_owned(),
            level: Level::Error,
            message: format!("the study cannot be read: {error}"),
            help: "Please report this, with the field that the message names: the program should have said it more \
                   clearly, at its line."
                .to_owned(),
            place: self.place(&Path::root()),
            labels: Vec::new(),
            tasks: Vec::new(),
            subject: String::new(),
            accepted: false,
        }
    }
}

#[cfg(test)]
mod tests;
