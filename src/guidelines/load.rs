//! From a pack's files to the pack, and everything that is wrong with them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::finding::Finding;
use crate::finding::Level;
use crate::finding::Place;
use crate::guidelines::files::PackFiles;
use crate::guidelines::lint;
use crate::guidelines::pack::BenefitSeed;
use crate::guidelines::pack::Check;
use crate::guidelines::pack::Citation;
use crate::guidelines::pack::Hazard;
use crate::guidelines::pack::Manifest;
use crate::guidelines::pack::Pack;
use crate::guidelines::pack::PackCheck;
use crate::guidelines::pack::SourcesFile;
use crate::guidelines::pack::Task;
use crate::guidelines::pack::TaskEntry;
use crate::guidelines::pack::Term;
use crate::guidelines::pack::Wording;
use crate::guidelines::pack::WordsFile;
use crate::source::SourceFile;
use crate::study::nearest::nearest;
use crate::study::plan::Plan;
use crate::study::schema;
use crate::study::shape;
use crate::yaml;
use crate::yaml::node::Node;
use crate::yaml::path::Path;

/// A pack as far as it could be read.
#[derive(Debug)]
pub struct Loaded {
    /// The pack; none where its `pack.yaml` cannot be read.
    pub pack: Option<Pack>,
    /// What is wrong with its files.
    pub findings: Vec<Finding>,
    /// The files that were read, by their path inside the pack.
    pub sources: BTreeMap<String, (SourceFile, Node)>,
    /// Where each task (`pack/task`) and each check (its code) stands.
    pub origins: BTreeMap<String, Origin>,
}

/// Where something of a pack stands.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The file's path inside the pack.
    pub file: String,
    /// The path inside the file.
    pub path: Path,
}

/// Reads a pack's files, and holds every entry against its shape.
pub fn load(files: &PackFiles) -> Loaded {
    let mut loaded = read(files, true);
    // The expressions of the program's own packs are held against the language by a test.
    if !files.built_in {
        let findings = lint::expressions(&loaded);
        loaded.findings.extend(findings);
    }
    loaded
}

/// Reads the files of a pack that came with the program: that they are well-formed was proven when it was built.
pub(super) fn trust(files: &PackFiles) -> Loaded {
    read(files, false)
}

fn read(files: &PackFiles, strict: bool) -> Loaded {
    let mut reader = Reader { files, strict, findings: Vec::new(), sources: BTreeMap::new(), origins: BTreeMap::new() };
    let pack = reader.pack();
    Loaded { pack, findings: reader.findings, sources: reader.sources, origins: reader.origins }
}

struct Reader<'f> {
    files: &'f PackFiles,
    strict: bool,
    findings: Vec<Finding>,
    sources: BTreeMap<String, (SourceFile, Node)>,
    origins: BTreeMap<String, Origin>,
}

impl Reader<'_> {
    fn pack(&mut self) -> Option<Pack> {
        for (path, bytes) in &self.files.files {
            if path.ends_with(".yaml") || path.ends_with(".yml") {
                let parsed = yaml::parse(&self.files.shown(path), bytes);
                self.findings.extend(parsed.findings);
                if let Some(root) = parsed.root {
                    self.sources.insert(path.clone(), (parsed.file, root));
                }
            }
        }
        let manifest: Manifest = match self.sources.get("pack.yaml") {
            Some((file, root)) => {
                let (file, root) = (file.clone(), root.clone());
                self.read(&file, &root, &Path::root())?
            }
            None => {
                if !self.files.files.contains_key("pack.yaml") {
                    self.no_manifest();
                }
                return None;
            }
        };
        let mut pack = Pack {
            manifest,
            tasks: Vec::new(),
            checks: Vec::new(),
            hazards: Vec::new(),
            benefits: Vec::new(),
            terms: Vec::new(),
            words: WordsFile::new(),
            sources: SourcesFile::new(),
            wordings: BTreeMap::new(),
            digest: self.files.digest(),
            built_in: self.files.built_in,
        };
        let sources = std::mem::take(&mut self.sources);
        if let Some((file, root)) = sources.get("sources.yaml") {
            for entry in root.entries() {
                let path = Path::root().key(&entry.key);
                if let Some(source) = self.read::<Citation>(file, &entry.value, &path) {
                    pack.sources.insert(entry.key.clone(), source);
                }
            }
        }
        for (path, step, topic) in self.task_files(&pack.manifest, &sources) {
            if let Some((file, root)) = sources.get(&path) {
                let place = Page { path: &path, file, root };
                self.tasks(&place, &step, topic.as_deref(), &mut pack);
            }
        }
        for (path, (file, root)) in &sources {
            let place = Page { path, file, root };
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            match name {
                "pack.yaml" | "sources.yaml" if folder.is_empty() => {}
                "tasks.yaml" => self.orphaned_tasks(&pack.manifest, folder, &place),
                "checks.yaml" => self.checks(&place, &mut pack),
                "hazards.yaml" => {
                    for (path, mut hazard) in self.list::<Hazard>(&place) {
                        self.cite(&mut hazard.sources, &pack.sources, &place, &path);
                        self.origin(&place, &path, format!("hazard {}", hazard.id));
                        pack.hazards.push(hazard);
                    }
                }
                "benefits.yaml" => {
                    for (path, mut benefit) in self.list::<BenefitSeed>(&place) {
                        self.cite(&mut benefit.sources, &pack.sources, &place, &path);
                        self.origin(&place, &path, format!("benefit {}", benefit.id));
                        pack.benefits.push(benefit);
                    }
                }
                "terms.yaml" => pack.terms.extend(self.list::<Term>(&place).into_iter().map(|(_, it)| it)),
                "words.yaml" => {
                    for entry in root.entries() {
                        let path = Path::root().key(&entry.key);
                        if let Some(words) = self.words(file, &entry.value, &path) {
                            pack.words.entry(entry.key.clone()).or_default().extend(words);
                        }
                    }
                }
                _ => self.wordings(&place, name, &mut pack),
            }
        }
        self.sources = sources;
        Some(pack)
    }

    /// The task files that the manifest names, with their step and topic.
    fn task_files(
        &self,
        manifest: &Manifest,
        sources: &BTreeMap<String, (SourceFile, Node)>,
    ) -> Vec<(String, String, Option<String>)> {
        let mut files = Vec::new();
        let file = |folder: &str| format!("{}/tasks.yaml", folder.trim_end_matches('/'));
        for step in &manifest.steps {
            if let Some(folder) = &step.folder {
                files.push((file(folder), step.id.clone(), None));
            }
            for topic in &step.topics {
                files.push((file(&topic.folder), step.id.clone(), Some(topic.id.clone())));
            }
        }
        if sources.contains_key("tasks.yaml") {
            files.push(("tasks.yaml".to_owned(), String::new(), None));
        }
        files
    }

    fn tasks(&mut self, place: &Page<'_>, step: &str, topic: Option<&str>, pack: &mut Pack) {
        for (path, mut entry) in self.list::<TaskEntry>(place) {
            self.cite(&mut entry.sources, &pack.sources, place, &path);
            let full_id = format!("{}/{}", pack.manifest.id, entry.id);
            self.origin(place, &path, full_id.clone());
            for (index, check) in entry.checks.iter().enumerate() {
                let mut serves = vec![full_id.clone()];
                serves.extend(check.tasks.iter().filter(|task| **task != full_id).cloned());
                self.check(check, serves, place, path.key("checks").index(index), pack);
            }
            pack.tasks.push(Task { full_id, step: step.to_owned(), topic: topic.map(str::to_owned), entry });
        }
    }

    fn checks(&mut self, place: &Page<'_>, pack: &mut Pack) {
        for (path, check) in self.list::<Check>(place) {
            self.check(&check, check.tasks.clone(), place, path, pack);
        }
    }

    fn check(&mut self, check: &Check, serves: Vec<String>, place: &Page<'_>, path: Path, pack: &mut Pack) {
        let origin = Origin { file: place.path.to_owned(), path: path.clone() };
        if let Some(first) = self.origins.insert(check.code.to_string(), origin) {
            let message = format!("the code `{}` stands twice in this pack", check.code);
            let help = format!("The first is in {}. Give one of the two another code.", self.files.shown(&first.file));
            self.findings.push(place.finding(&path.key("code"), message, help));
        }
        pack.checks.push(PackCheck { pack: pack.manifest.id.to_string(), serves, entry: check.clone() });
    }

    fn orphaned_tasks(&mut self, manifest: &Manifest, folder: &str, place: &Page<'_>) {
        let known = manifest.steps.iter().flat_map(|step| {
            step.folder.iter().map(String::as_str).chain(step.topics.iter().map(|topic| topic.folder.as_str()))
        });
        if !folder.is_empty() && !known.map(|known| known.trim_end_matches('/')).any(|known| known == folder) {
            let message = format!("no step or topic of `pack.yaml` names the folder `{folder}`");
            self.findings.push(place.finding(
                &Path::root(),
                message,
                "Add `folder:` to the step or topic that these tasks belong to.".to_owned(),
            ));
        }
    }

    fn wordings(&mut self, place: &Page<'_>, name: &str, pack: &mut Pack) {
        use crate::study::Written;
        let language = name.strip_suffix(".yaml").and_then(|stem| crate::study::Language::read(stem).ok());
        let Some(language) = language else {
            let help = "A pack has pack.yaml, sources.yaml, tasks.yaml, checks.yaml, hazards.yaml, benefits.yaml, terms.yaml, words.yaml, and `<language>.yaml` for texts in another language.";
            self.findings.push(place.finding(&Path::root(), format!("`{name}` is no file of a pack"), help.to_owned()));
            return;
        };
        let found = pack.wordings.entry(language.to_string()).or_default();
        for entry in place.root.entries() {
            let path = Path::root().key(&entry.key);
            if let Some(wording) = self.read::<Wording>(place.file, &entry.value, &path) {
                found.insert(entry.key.clone(), wording);
            }
        }
    }

    /// The entries of a file that is a list; an entry that cannot be read does not hide the others.
    fn list<T: DeserializeOwned + JsonSchema>(&mut self, place: &Page<'_>) -> Vec<(Path, T)> {
        if !matches!(place.root.value, yaml::node::NodeValue::Sequence(_)) {
            if !place.root.is_blank() {
                let message = "this file has to be a list".to_owned();
                self.findings.push(place.finding(&Path::root(), message, "Begin each entry with `- `.".to_owned()));
            }
            return Vec::new();
        }
        let mut found = Vec::new();
        for (index, item) in place.root.items().iter().enumerate() {
            let path = Path::root().index(index);
            if let Some(entry) = self.read(place.file, item, &path) {
                found.push((path, entry));
            }
        }
        found
    }

    /// One entry of a file. What is well-formed in it is kept; what is not is said.
    fn read<T: DeserializeOwned + JsonSchema>(&mut self, file: &SourceFile, node: &Node, path: &Path) -> Option<T> {
        let before = self.findings.len();
        let value = if self.strict {
            let shaped = shape::shape(file, node, &plan_of::<T>());
            self.findings.extend(shaped.findings.into_iter().map(|mut finding| {
                finding.place.path = path.join(&finding.place.path);
                finding.subject = finding.place.path.to_string();
                finding
            }));
            shaped.value
        } else {
            node.to_json()
        };
        match serde_json::from_value(value) {
            Ok(value) => Some(value),
            Err(error) => {
                if self.findings.len() == before {
                    let place = Place { file: file.clone(), span: node.locate(&Path::root()), path: path.clone() };
                    self.findings.push(finding(place, format!("this cannot be read: {error}"), String::new()));
                }
                None
            }
        }
    }

    fn words(&mut self, file: &SourceFile, node: &Node, path: &Path) -> Option<Vec<String>> {
        let words: Option<Vec<String>> = match &node.value {
            yaml::node::NodeValue::Sequence(items) => items.iter().map(|item| item.text().map(str::to_owned)).collect(),
            _ => None,
        };
        if words.is_none() {
            let place = Place { file: file.clone(), span: node.locate(&Path::root()), path: path.clone() };
            let help = "Write `name: [word, word]`, and quote a word that looks like a number or a mark.".to_owned();
            self.findings.push(finding(place, "this is not a list of words".to_owned(), help));
        }
        words
    }

    /// Puts in what a source takes over from `sources.yaml`.
    fn cite(&mut self, citations: &mut [Citation], sources: &SourcesFile, place: &Page<'_>, path: &Path) {
        for (index, citation) in citations.iter_mut().enumerate() {
            let at = path.key("sources").index(index);
            let Some(from) = citation.from.clone() else {
                if citation.work.is_empty() {
                    let help = "Write `work`, or `from` with a name of sources.yaml.".to_owned();
                    self.findings.push(place.finding(&at, "this source names no work".to_owned(), help));
                }
                continue;
            };
            match sources.get(&from) {
                Some(source) => {
                    let part = std::mem::take(&mut citation.part);
                    *citation = Citation { from: Some(from), part, ..source.clone() };
                }
                None => {
                    let near = nearest(&from, sources.keys().map(String::as_str));
                    let help = match near {
                        Some(near) => format!("Did you mean `{near}`?"),
                        None => "Add it to the pack's sources.yaml.".to_owned(),
                    };
                    let message = format!("sources.yaml has no `{from}`");
                    self.findings.push(place.finding(&at.key("from"), message, help));
                }
            }
        }
    }

    fn origin(&mut self, place: &Page<'_>, path: &Path, name: String) {
        let origin = Origin { file: place.path.to_owned(), path: path.clone() };
        if let Some(first) = self.origins.insert(name, origin) {
            let help = format!("The first is in {}.", self.files.shown(&first.file));
            self.findings.push(place.finding(&path.key("id"), "this id stands twice in this pack".to_owned(), help));
        }
    }

    fn no_manifest(&mut self) {
        let file = SourceFile::new(format!("{}/pack.yaml", self.files.shown), "");
        let place = Place { file, span: 0..0, path: Path::root() };
        self.findings.push(finding(
            place,
            "this folder of a pack has no `pack.yaml`".to_owned(),
            "Add one: id, title, publisher, year, version, citation, provenance, note.".to_owned(),
        ));
    }
}

/// A file of a pack while it is read.
struct Page<'a> {
    path: &'a str,
    file: &'a SourceFile,
    root: &'a Node,
}

impl Page<'_> {
    fn finding(&self, path: &Path, message: String, help: String) -> Finding {
        let place = Place { file: self.file.clone(), span: self.root.locate(path), path: path.clone() };
        finding(place, message, help)
    }
}

/// The code of everything that is wrong with a pack's own files.
pub const PACK_CODE: &str = "pack";

pub(crate) fn finding(place: Place, message: String, help: String) -> Finding {
    Finding {
        code: PACK_CODE.to_owned(),
        level: Level::Error,
        message,
        help,
        subject: place.path.to_string(),
        place,
        labels: Vec::new(),
        tasks: Vec::new(),
        accepted: false,
    }
}

/// The shape of one entry, for [`shape::shape`].
fn plan_of<T: JsonSchema>() -> Plan {
    let mut schema = schemars::schema_for!(T).to_value();
    schema::tidy(&mut schema);
    Plan::of(&schema)
}
