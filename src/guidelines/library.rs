//! All packs at hand, each read when it is first asked for, and those of them that hold for one study.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::PoisonError;

use crate::guidelines::files;
use crate::guidelines::files::PackFiles;
use crate::guidelines::lexicon::HazardInForce;
use crate::guidelines::lexicon::Lexicon;
use crate::guidelines::load;
use crate::guidelines::load::Loaded;
use crate::guidelines::terms;
use crate::guidelines::terms::Terms;
use crate::guidelines::whole::Pack;
use crate::guidelines::whole::PackCheck;
use crate::guidelines::whole::Task;
use crate::study::Id;
use crate::study::Study;

/// The pack that holds for every study.
pub const STUDY_BASICS: &str = "study-basics";

/// All packs at hand. A copy shares what was read already.
#[derive(Debug, Clone, Default)]
pub struct Library {
    packs: BTreeMap<String, Arc<Shelf>>,
    /// What was chosen already, by the packs that a study names: most studies name the same.
    chosen: Arc<Mutex<BTreeMap<Vec<Id>, Packs>>>,
}

#[derive(Debug, Default)]
struct Shelf {
    files: PackFiles,
    loaded: OnceLock<Arc<Loaded>>,
    pack: OnceLock<Option<Arc<Pack>>>,
}

impl Shelf {
    fn of(files: PackFiles) -> Arc<Self> {
        Arc::new(Self { files, ..Self::default() })
    }
}

impl Library {
    /// The packs that came with the program.
    pub fn built_in() -> Self {
        let packs = files::built_in();
        Self { packs: packs.into_iter().map(|(id, files)| (id, Shelf::of(files))).collect(), chosen: Arc::default() }
    }

    /// Adds packs; one whose id is there already is laid over it, file by file.
    pub fn add(&mut self, packs: BTreeMap<String, PackFiles>) {
        self.chosen = Arc::default();
        for (id, files) in packs {
            let files = match self.packs.get(&id) {
                Some(shelf) => {
                    let mut whole = shelf.files.clone();
                    whole.overlay(files);
                    whole
                }
                None => files,
            };
            self.packs.insert(id, Shelf::of(files));
        }
    }

    /// The ids of all packs.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.packs.keys().map(String::as_str)
    }

    /// The files of a pack.
    pub fn files(&self, id: &str) -> Option<&PackFiles> {
        self.packs.get(id).map(|shelf| &shelf.files)
    }

    /// A pack with everything that is wrong with it and the places of its parts.
    pub fn load(&self, id: &str) -> Option<Arc<Loaded>> {
        let shelf = self.packs.get(id)?;
        Some(Arc::clone(shelf.loaded.get_or_init(|| Arc::new(load::load(&shelf.files)))))
    }

    /// A pack.
    pub fn pack(&self, id: &str) -> Option<Arc<Pack>> {
        let shelf = self.packs.get(id)?;
        let read = || match shelf.files.built_in {
            true => load::ready(&shelf.files).map(Arc::new),
            false => self.load(id).and_then(|loaded| loaded.pack.clone()).map(Arc::new),
        };
        shelf.pack.get_or_init(read).clone()
    }

    /// The packs that hold for a study: those that always hold, then those that it names, in its order.
    pub fn in_force(&self, study: &Study) -> Packs {
        let mut chosen = self.chosen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(packs) = chosen.get(&study.packs) {
            return packs.clone();
        }
        let packs = self.choose(&study.packs);
        // What no library has is not remembered: there is no end to the names that files can make up.
        if study.packs.iter().all(|id| self.packs.contains_key(id.as_str())) && study.packs.len() <= self.packs.len() {
            chosen.insert(study.packs.clone(), packs.clone());
        }
        packs
    }

    fn choose(&self, named: &[Id]) -> Packs {
        let always = self.packs.keys().map(String::as_str).filter(|id| self.always_holds(id));
        let mut packs: Vec<Arc<Pack>> = Vec::new();
        for id in always.chain(named.iter().map(Id::as_str)) {
            if packs.iter().all(|pack| pack.id.as_str() != id) {
                packs.extend(self.pack(id));
            }
        }
        Packs::of(packs, self.packs.keys().cloned().collect())
    }

    /// Every pack at hand, the one that always holds first.
    pub fn all(&self) -> Packs {
        let mut packs: Vec<Arc<Pack>> = self.packs.keys().filter_map(|id| self.pack(id)).collect();
        packs.sort_by_key(|pack| !pack.always);
        Packs::of(packs, self.packs.keys().cloned().collect())
    }

    /// True for the packs that no study names; told without reading a pack that no study asked for.
    fn always_holds(&self, id: &str) -> bool {
        let Some(shelf) = self.packs.get(id) else { return false };
        match shelf.files.files.get("pack.yaml") {
            Some(bytes) => bytes.windows(12).any(|line| line == b"always: true"),
            None => false,
        }
    }
}

/// The packs that a study is held against, in order. A copy shares what was made ready already.
#[derive(Debug, Clone, Default)]
pub struct Packs(Arc<Chosen>);

#[derive(Debug, Default)]
struct Chosen {
    packs: Vec<Arc<Pack>>,
    known: Vec<String>,
    lexicon: OnceLock<Arc<Lexicon>>,
    terms: OnceLock<BTreeMap<String, Terms>>,
    fields: OnceLock<BTreeMap<String, BTreeSet<String>>>,
}

impl Packs {
    /// Wraps packs that were chosen elsewhere.
    pub fn new(packs: Vec<Arc<Pack>>) -> Self {
        let known = packs.iter().map(|pack| pack.id.to_string()).collect();
        Self::of(packs, known)
    }

    fn of(packs: Vec<Arc<Pack>>, known: Vec<String>) -> Self {
        Self(Arc::new(Chosen { packs, known, ..Chosen::default() }))
    }

    /// The ids of all packs at hand, in force or not.
    pub fn known(&self) -> impl Iterator<Item = &str> {
        self.0.known.iter().map(String::as_str)
    }

    /// The packs, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Pack> + Clone {
        self.0.packs.iter().map(Arc::as_ref)
    }

    /// A pack by its id.
    pub fn pack(&self, id: &str) -> Option<&Pack> {
        self.iter().find(|pack| pack.id.as_str() == id)
    }

    /// A task by its full id, `pack/task`, with its pack.
    pub fn task(&self, full_id: &str) -> Option<(&Pack, &Task)> {
        let (pack, task) = full_id.split_once('/')?;
        let pack = self.pack(pack)?;
        pack.task(task).map(|task| (pack, task))
    }

    /// All tasks, in order.
    pub fn tasks(&self) -> impl Iterator<Item = (&Pack, &Task)> {
        self.iter().flat_map(|pack| pack.tasks.iter().map(move |task| (pack, task)))
    }

    /// All checks, in order.
    pub fn checks(&self) -> impl Iterator<Item = (&Pack, &PackCheck)> {
        self.iter().flat_map(|pack| pack.checks.iter().map(move |check| (pack, check)))
    }

    /// A check by its code, with its pack.
    pub fn check(&self, code: &str) -> Option<(&Pack, &PackCheck)> {
        self.checks().find(|(_, check)| check.code.as_str() == code)
    }

    /// The word lists and hazards of all packs, put together when they are first asked for.
    pub fn lexicon(&self) -> Arc<Lexicon> {
        Arc::clone(self.0.lexicon.get_or_init(|| Arc::new(self.gather())))
    }

    /// The terms that a pack's check looks for, made ready when they are first asked for; none for a pack without it.
    pub fn terms_of(&self, pack: &Pack) -> Option<&Terms> {
        self.0.terms.get_or_init(|| terms::of_packs(self.iter())).get(pack.id.as_str())
    }

    /// The fields that a task's questions and the checks that serve it read, such as `participants[].consent.gap_days`;
    /// gathered for all tasks when they are first asked for.
    pub fn fields_of(&self, task: &Task) -> impl Iterator<Item = &str> {
        let all = self.0.fields.get_or_init(|| {
            let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for (_, task) in self.tasks() {
                let asked = task.questions.iter().filter_map(|question| question.field.clone());
                all.entry(task.full_id.clone()).or_default().extend(asked);
            }
            for (_, check) in self.checks() {
                for task in &check.serves {
                    all.entry(task.clone()).or_default().extend(check.fields().iter().cloned());
                }
            }
            all
        });
        all.get(&task.full_id).into_iter().flatten().map(String::as_str)
    }

    fn gather(&self) -> Lexicon {
        let mut lexicon = Lexicon::default();
        for pack in self.iter() {
            for (list, words) in &pack.words {
                lexicon.words.entry(list.clone()).or_default().extend(words.iter().cloned());
            }
            lexicon.hazards.extend(pack.hazards.iter().map(|hazard| HazardInForce {
                pack: pack.id.to_string(),
                id: hazard.id.to_string(),
                harm: hazard.harm.clone(),
                applies: hazard.applies.clone().map(Arc::new),
            }));
        }
        lexicon
    }
}
