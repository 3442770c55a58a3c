//! Everything that belongs to a study, read once, at the edge: the folder comes in here as data.
//!
//! Only named folders are read, and nothing through a link that leaves the study's folder.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::OnceLock;

use crate::checks::Facts;
use crate::checks::FileState;
use crate::checks::drift::Approved;
use crate::commands::approvals;
use crate::commands::approvals::Against;
use crate::commands::edge;
use crate::commands::edge::shown;
use crate::commands::find::StudyPlace;
use crate::commands::folder::Folder;
use crate::commands::folder::Stands;
use crate::commands::problem::Problem;
use crate::commands::problem::Refusal;
use crate::documents::library::Library as Templates;
use crate::finding::Finding;
use crate::guidelines::files;
use crate::guidelines::library::Library as Guidelines;
use crate::packet::archive;
use crate::proof::Memory;
use crate::records;
use crate::records::Records;
use crate::records::log;
use crate::records::log::Log;
use crate::source::SourceFile;
use crate::study;
use crate::study::LoadedStudy;
use crate::study::values::Date;
use crate::yaml;
use crate::yaml::Parsed;

/// The name of the file that makes a folder a pack.
pub const PACK_FILE: &str = "pack.yaml";
/// Where a study's own packs lie.
pub const GUIDELINES: &str = "guidelines";
/// Where a study's own templates lie.
pub const TEMPLATES: &str = "templates";
/// Where the study's prose in other languages lies.
pub const WORDS: &str = "words";
/// Where the records lie.
pub const RECORDS: &str = "records";

/// What holds for every study of a run: the packs and templates that came with the program, and the packs of
/// `--guidelines`. Read once, shared by all studies.
#[derive(Debug, Clone)]
pub struct Shelf {
    /// The packs.
    pub guidelines: Guidelines,
    templates: Arc<OnceLock<Arc<Templates>>>,
    memory: Arc<Memory>,
}

impl Shelf {
    /// The program's own packs, and those of the folders named by `--guidelines`.
    pub fn open(folders: &[PathBuf]) -> Result<Self, Refusal> {
        let mut guidelines = Guidelines::built_in();
        for folder in folders {
            if !folder.is_dir() {
                return Err(Refusal::NoSuchPath(folder.display().to_string()));
            }
            let packs = read_all(&Folder::new(folder), "")?;
            guidelines.add(files::sort(&shown(folder), packs));
        }
        Ok(Self { guidelines, templates: Arc::default(), memory: Arc::default() })
    }

    /// The templates that came with the program, read when they are first asked for.
    fn templates(&self) -> Arc<Templates> {
        Arc::clone(self.templates.get_or_init(|| Arc::new(Templates::built_in())))
    }
}

/// One study's folder, read.
#[derive(Debug)]
pub struct Workspace {
    /// Where the study is.
    pub place: StudyPlace,
    /// Its folder.
    pub folder: Folder,
    /// The study file, loaded.
    pub loaded: LoadedStudy,
    /// The study's prose in other languages, by language.
    pub words: BTreeMap<String, Parsed>,
    /// The records.
    pub records: Records,
    /// What was logged while the study ran.
    pub log: Log,
    /// The packs at hand: the program's, those of `--guidelines`, the study's own.
    pub guidelines: Guidelines,
    /// The approvals that the study is held against.
    pub against: Against,
    shelf: Shelf,
    templates: OnceLock<Arc<Templates>>,
}

impl Workspace {
    /// Reads a study's folder. What is wrong with the files is a finding; an error is a file that cannot be read at all.
    pub fn open(place: &StudyPlace, shelf: &Shelf) -> Result<Self, Refusal> {
        let bytes = edge::read(&place.file)?;
        let loaded = study::load_bytes(&shown(&place.file), &bytes);
        let folder = Folder::new(&place.folder);
        let mut words = BTreeMap::new();
        for name in folder.list(WORDS)? {
            if let Some(language) = language_of(&name)
                && let Some(bytes) = folder.read(&name)?
            {
                words.insert(language.to_owned(), yaml::parse(&shown(&folder.join(&name)), &bytes));
            }
        }
        let mut logs = Vec::new();
        for name in folder.list(RECORDS)? {
            if let Some(task) = task_of(&name)
                && let Some(bytes) = folder.read(&name)?
            {
                logs.push(records::read::parse(&shown(&folder.join(&name)), task, &bytes));
            }
        }
        let mut logged = Vec::new();
        for name in folder.list(log::FOLDER)?.iter().filter(|name| name.ends_with(".yaml")) {
            if let Some(bytes) = folder.read(name)? {
                logged.push(log::parse(&shown(&folder.join(name)), log::id_of(name), &bytes));
            }
        }
        let own = read_all(&folder, GUIDELINES)?;
        let mut guidelines = shelf.guidelines.clone();
        if !own.is_empty() {
            guidelines.add(files::sort(&shown(&folder.join(GUIDELINES)), own));
        }
        Ok(Self {
            place: place.clone(),
            folder,
            loaded,
            words,
            records: Records::of(logs),
            log: Log::of(logged),
            guidelines,
            against: Against::default(),
            shelf: shelf.clone(),
            templates: OnceLock::new(),
        })
    }

    /// The templates that hold for the study: the program's, and its own by the same paths instead.
    pub fn templates(&self) -> Result<Arc<Templates>, Refusal> {
        if let Some(known) = self.templates.get() {
            return Ok(Arc::clone(known));
        }
        let own = read_all(&self.folder, TEMPLATES)?;
        let templates = if own.is_empty() {
            self.shelf.templates()
        } else {
            let file = |(name, bytes): (String, Vec<u8>)| {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let source = SourceFile::new(shown(&self.folder.join(TEMPLATES).join(&name)), text);
                (name, source)
            };
            Arc::new(Templates::with_own(own.into_iter().map(file).collect()))
        };
        Ok(Arc::clone(self.templates.get_or_init(|| templates)))
    }

    /// What proofreading learnt from the studies before.
    pub fn memory(&self) -> &Memory {
        &self.shelf.memory
    }

    /// What a committee approved, laid beside what stands there now; none while nothing is approved.
    pub fn approved(&self) -> Result<Option<Approved>, Refusal> {
        let unreadable = |error: anyhow::Error| Refusal::Usage {
            problem: Problem::describe(&error).text,
            next: "restore the folder `approvals` from your version history: nobody has to edit it by hand".to_owned(),
        };
        let found = approvals::read_all(&self.place.folder).map_err(unreadable)?;
        let Some(in_force) = self.against.in_force(&found) else { return Ok(None) };
        let inputs = in_force.inputs().map_err(unreadable)?;
        Ok(Some(Approved::new(in_force.approval.clone(), &inputs, &self.inputs()?)))
    }

    /// What checks need to know beside the study.
    pub fn facts(&self, today: Date) -> Result<Facts, Refusal> {
        let words = self.words.iter().filter_map(|(language, parsed)| {
            parsed.root.as_ref().map(|root| (language.clone(), (parsed.file.clone(), root.clone())))
        });
        let records = self.records.all().map(|record| (record.file.clone(), record.root.clone()));
        let logged = self.log.files().iter().map(|one| (one.file.clone(), one.root.clone()));
        Ok(Facts {
            today,
            files: self.named_files().into_iter().map(|name| (name.clone(), self.state(&name))).collect(),
            words: words.collect(),
            records: records.chain(logged).collect(),
            log: self.log.clone(),
            approved: self.approved()?,
        })
    }

    /// What is wrong with the files themselves, before any check looks at what they say.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = self.loaded.findings.clone();
        findings.extend(self.words.values().flat_map(|parsed| parsed.findings.iter().cloned()));
        findings.extend(self.records.findings().cloned());
        findings.extend(self.log.findings().cloned());
        if self.loaded.readable {
            findings.extend(self.records.all().flat_map(|record| record.strangers(&self.loaded.study)));
            findings.extend(self.log.dangling(&self.loaded.study));
        }
        findings
    }

    /// Every relative path that the study and its records name.
    pub fn named_files(&self) -> BTreeSet<String> {
        let study = &self.loaded.study;
        let guides = study.activities.iter().filter_map(|activity| activity.guide.as_ref());
        let assessment = study.privacy.impact_assessment.file.as_ref();
        let evidence = self.records.all().flat_map(|record| &record.log).flat_map(|logged| &logged.entry.evidence);
        guides.chain(assessment).chain(evidence).map(ToString::to_string).collect()
    }

    /// The bytes of everything that a packet is built from, by name: the study, its words, its records and its log, the
    /// evidence that records name, its own templates and packs.
    pub fn inputs(&self) -> Result<BTreeMap<String, Vec<u8>>, Refusal> {
        let mut inputs: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let study = edge::read(&self.place.file)?;
        if study::load_bytes(&self.loaded.file.name, &study).file.text != self.loaded.file.text {
            return Err(Refusal::ChangedMeanwhile(self.loaded.file.name.to_string()));
        }
        inputs.insert(crate::commands::find::STUDY_FILE.to_owned(), study);
        for below in [WORDS, RECORDS, TEMPLATES, GUIDELINES, log::FOLDER] {
            for name in self.folder.list(below)? {
                if let Some(bytes) = self.folder.read(&name)? {
                    inputs.insert(name, bytes);
                }
            }
        }
        for name in self.named_files() {
            let held: u64 = inputs.values().map(|bytes| bytes.len() as u64).sum();
            if let Stands::File(path) = self.folder.stands(&name) {
                let bytes = edge::read_up_to(&path, MOST + 1)?;
                if held + bytes.len() as u64 > MOST {
                    return Err(too_much(self.folder.path()));
                }
                inputs.insert(name, bytes);
            }
        }
        Ok(inputs)
    }

    fn state(&self, name: &str) -> FileState {
        match self.folder.stands(name) {
            Stands::File(_) => FileState::Present,
            Stands::Nothing => FileState::Missing,
            Stands::Refused => FileState::Outside,
        }
    }
}

/// All files below a folder, by their path inside of it.
pub fn read_all(folder: &Folder, below: &str) -> Result<BTreeMap<String, Vec<u8>>, Refusal> {
    let mut files = BTreeMap::new();
    let mut left = MOST;
    for name in folder.list(below)? {
        if let Some(bytes) = folder.read(&name)? {
            left = left.checked_sub(bytes.len() as u64).ok_or_else(|| too_much(&folder.join(below)))?;
            let inside = name.strip_prefix(below).map_or(name.as_str(), |rest| rest.trim_start_matches('/'));
            files.insert(inside.to_owned(), bytes);
        }
    }
    Ok(files)
}

/// The most that the files of a study may hold together, in bytes: what a packet may hold.
const MOST: u64 = archive::MAX_BYTES;

fn too_much(folder: &Path) -> Refusal {
    Refusal::TooMuch { name: shown(folder), most: MOST / (1024 * 1024) }
}

/// The folders of the packs that lie side by side in a folder, in order.
pub fn packs_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut packs: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| path.join(PACK_FILE).is_file()).collect();
    packs.sort();
    packs
}

/// The id of the pack in a folder: the folder's own name.
pub fn pack_name(folder: &Path) -> String {
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    real.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The language of `words/<language>.yaml`.
fn language_of(name: &str) -> Option<&str> {
    name.strip_prefix(WORDS)?.strip_prefix('/')?.strip_suffix(".yaml").filter(|language| !language.contains('/'))
}

/// The task of `records/<pack>/<task>.yaml`.
fn task_of(name: &str) -> Option<&str> {
    name.strip_prefix(RECORDS)?.strip_prefix('/')?.strip_suffix(".yaml")
}
