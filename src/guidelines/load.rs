//! From a pack's files to the pack, and everything that is wrong with them.
//!
//! A pack is read in one of two ways that yield the same: from its YAML, every entry held against its shape and every
//! fault with its place; or, for the packs that came with the program, from the form that the build made of them.

mod ready;
mod written;

use std::collections::BTreeMap;
use std::sync::OnceLock;

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
use crate::guidelines::pack::SourcesFile;
use crate::guidelines::pack::TaskEntry;
use crate::guidelines::pack::Term;
use crate::guidelines::pack::Wording;
use crate::guidelines::pack::WordsFile;
use crate::guidelines::whole::Pack;
use crate::guidelines::whole::PackCheck;
use crate::guidelines::whole::Task;
use crate::source::SourceFile;
use crate::study::nearest::nearest;
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
    /// Where each task (`pack/task`), each check (its code) and each text in another language stands.
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
    let mut reader = written::Written::new(files);
    let (pack, origins) = assemble(&mut reader, files);
    let (findings, sources) = reader.into_parts();
    let mut loaded = Loaded { pack, findings, sources, origins };
    // The expressions of the program's own packs are held against the language by a test.
    if !files.built_in {
        let findings = lint::expressions(&loaded);
        loaded.findings.extend(findings);
    }
    loaded
}

/// Takes a pack that came with the program from the form that the build made of it.
pub(super) fn ready(files: &PackFiles) -> Option<Pack> {
    let mut reader = ready::Ready::new(files);
    assemble(&mut reader, files).0
}

/// The way into the files of a pack.
trait Reads {
    /// The paths of all files that can be read.
    fn paths(&self) -> Vec<String>;
    /// A file that is one group of fields.
    fn one<T: DeserializeOwned + JsonSchema>(&mut self, path: &str) -> Option<T>;
    /// A file that is a list; an entry that cannot be read is left out.
    fn list<T: DeserializeOwned + JsonSchema>(&mut self, path: &str) -> Vec<(Path, T)>;
    /// A file of named entries; one that cannot be read is left out.
    fn map<T: DeserializeOwned + JsonSchema>(&mut self, path: &str) -> Vec<(String, T)>;
    /// A file of named lists of words.
    fn words(&mut self, path: &str) -> Vec<(String, Vec<String>)>;
    /// Notes something wrong at a place of a file.
    fn wrong(&mut self, path: &str, at: &Path, message: String, help: String);
}

type Origins = BTreeMap<String, Origin>;

fn assemble(reader: &mut impl Reads, files: &PackFiles) -> (Option<Pack>, Origins) {
    let Some(manifest) = reader.one::<Manifest>("pack.yaml") else { return (None, Origins::new()) };
    let pack = Pack {
        manifest,
        tasks: Vec::new(),
        checks: Vec::new(),
        hazards: Vec::new(),
        benefits: Vec::new(),
        terms: Vec::new(),
        words: WordsFile::new(),
        sources: SourcesFile::new(),
        wordings: BTreeMap::new(),
        files: files.clone(),
        digest: OnceLock::new(),
    };
    let mut assembly = Assembly { reader, files, pack, origins: Origins::new() };
    assembly.run();
    (Some(assembly.pack), assembly.origins)
}

struct Assembly<'a, R> {
    reader: &'a mut R,
    files: &'a PackFiles,
    pack: Pack,
    origins: Origins,
}

impl<R: Reads> Assembly<'_, R> {
    fn run(&mut self) {
        let paths = self.reader.paths();
        if paths.iter().any(|path| path == "sources.yaml") {
            self.pack.sources = self.reader.map::<Citation>("sources.yaml").into_iter().collect();
        }
        for (path, step, topic) in self.task_files() {
            if paths.contains(&path) {
                self.tasks(&path, &step, topic.as_deref());
            }
        }
        for path in &paths {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            match name {
                "pack.yaml" | "sources.yaml" if folder.is_empty() => {}
                "tasks.yaml" => self.orphaned_tasks(folder, path),
                "checks.yaml" => self.checks(path),
                "hazards.yaml" => {
                    for (at, mut hazard) in self.reader.list::<Hazard>(path) {
                        self.cite(&mut hazard.sources, path, &at);
                        self.origin(path, &at, format!("hazard {}", hazard.id));
                        self.pack.hazards.push(hazard);
                    }
                }
                "benefits.yaml" => {
                    for (at, mut benefit) in self.reader.list::<BenefitSeed>(path) {
                        self.cite(&mut benefit.sources, path, &at);
                        self.origin(path, &at, format!("benefit {}", benefit.id));
                        self.pack.benefits.push(benefit);
                    }
                }
                "terms.yaml" => {
                    let terms = self.reader.list::<Term>(path);
                    self.pack.terms.extend(terms.into_iter().map(|(_, term)| term));
                }
                "words.yaml" => {
                    for (list, words) in self.reader.words(path) {
                        self.pack.words.entry(list).or_default().extend(words);
                    }
                }
                _ => self.wordings(path, name),
            }
        }
    }

    /// The task files that the manifest names, with their step and topic.
    fn task_files(&self) -> Vec<(String, String, Option<String>)> {
        let mut files = Vec::new();
        let file = |folder: &str| format!("{}/tasks.yaml", folder.trim_end_matches('/'));
        for step in &self.pack.manifest.steps {
            if let Some(folder) = &step.folder {
                files.push((file(folder), step.id.clone(), None));
            }
            for topic in &step.topics {
                files.push((file(&topic.folder), step.id.clone(), Some(topic.id.clone())));
            }
        }
        files.push(("tasks.yaml".to_owned(), String::new(), None));
        files
    }

    fn tasks(&mut self, path: &str, step: &str, topic: Option<&str>) {
        for (at, mut entry) in self.reader.list::<TaskEntry>(path) {
            self.cite(&mut entry.sources, path, &at);
            let full_id = format!("{}/{}", self.pack.manifest.id, entry.id);
            self.origin(path, &at, full_id.clone());
            for (index, check) in entry.checks.iter().enumerate() {
                let mut serves = vec![full_id.clone()];
                serves.extend(check.tasks.iter().filter(|task| **task != full_id).cloned());
                self.check(check, serves, path, at.key("checks").index(index));
            }
            self.pack.tasks.push(Task { full_id, step: step.to_owned(), topic: topic.map(str::to_owned), entry });
        }
    }

    fn checks(&mut self, path: &str) {
        for (at, check) in self.reader.list::<Check>(path) {
            self.check(&check, check.tasks.clone(), path, at);
        }
    }

    fn check(&mut self, check: &Check, serves: Vec<String>, path: &str, at: Path) {
        let origin = Origin { file: path.to_owned(), path: at.clone() };
        if let Some(first) = self.origins.insert(check.code.to_string(), origin) {
            let message = format!("the code `{}` stands twice in this pack", check.code);
            let help = format!("The first is in {}. Give one of the two another code.", self.files.shown(&first.file));
            self.reader.wrong(path, &at.key("code"), message, help);
        }
        let (pack, fields) = (self.pack.manifest.id.to_string(), OnceLock::new());
        self.pack.checks.push(PackCheck { pack, serves, entry: check.clone(), fields });
    }

    fn orphaned_tasks(&mut self, folder: &str, path: &str) {
        if !self.task_files().iter().any(|(known, _, _)| known == path) {
            let message = format!("no step or topic of `pack.yaml` names the folder `{folder}`");
            let help = "Add `folder:` to the step or topic that these tasks belong to.".to_owned();
            self.reader.wrong(path, &Path::root(), message, help);
        }
    }

    fn wordings(&mut self, path: &str, name: &str) {
        use crate::study::Written;
        let language = name.strip_suffix(".yaml").and_then(|stem| crate::study::Language::read(stem).ok());
        let Some(language) = language else {
            let help = "A pack has pack.yaml, sources.yaml, tasks.yaml, checks.yaml, hazards.yaml, benefits.yaml, terms.yaml, words.yaml, and `<language>.yaml` for texts in another language.";
            self.reader.wrong(path, &Path::root(), format!("`{name}` is no file of a pack"), help.to_owned());
            return;
        };
        let wordings = self.reader.map::<Wording>(path);
        for (key, _) in &wordings {
            let origin = Origin { file: path.to_owned(), path: Path::root().key(key) };
            self.origins.insert(format!("wording {language} {key}"), origin);
        }
        self.pack.wordings.entry(language.to_string()).or_default().extend(wordings);
    }

    /// Puts in what a source takes over from `sources.yaml`.
    fn cite(&mut self, citations: &mut [Citation], path: &str, at: &Path) {
        for (index, citation) in citations.iter_mut().enumerate() {
            let at = at.key("sources").index(index);
            let Some(from) = citation.from.clone() else {
                if citation.work.is_empty() {
                    let help = "Write `work`, or `from` with a name of sources.yaml.".to_owned();
                    self.reader.wrong(path, &at, "this source names no work".to_owned(), help);
                }
                continue;
            };
            match self.pack.sources.get(&from) {
                Some(source) => {
                    let part = std::mem::take(&mut citation.part);
                    *citation = Citation { from: Some(from), part, ..source.clone() };
                }
                None => {
                    let help = match nearest(&from, self.pack.sources.keys().map(String::as_str)) {
                        Some(near) => format!("Did you mean `{near}`?"),
                        None => "Add it to the pack's sources.yaml.".to_owned(),
                    };
                    let message = format!("sources.yaml has no `{from}`");
                    self.reader.wrong(path, &at.key("from"), message, help);
                }
            }
        }
    }

    fn origin(&mut self, path: &str, at: &Path, name: String) {
        let origin = Origin { file: path.to_owned(), path: at.clone() };
        if let Some(first) = self.origins.insert(name, origin) {
            let help = format!("The first is in {}.", self.files.shown(&first.file));
            self.reader.wrong(path, &at.key("id"), "this id stands twice in this pack".to_owned(), help);
        }
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
