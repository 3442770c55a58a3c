//! What a check is given, and what it yields before its words are put to it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::Place;
use crate::guidelines::Pack;
use crate::guidelines::PackCheck;
use crate::guidelines::Packs;
use crate::guidelines::language::Scope;
use crate::guidelines::world::World;
use crate::source::SourceFile;
use crate::study::Date;
use crate::study::LoadedStudy;
use crate::yaml::node::Node;

/// Whether a file that something names is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// A file inside the study folder.
    Present,
    /// Nothing there, or no file.
    Missing,
    /// Outside the study folder, through a symbolic link.
    Outside,
}

/// What checks need to know beside the study, gathered at the edge.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The day on which the study is judged.
    pub today: Date,
    /// Every relative path that the study and its records name.
    pub files: BTreeMap<String, FileState>,
    /// The study's prose in other languages, by language.
    pub words: BTreeMap<String, (SourceFile, Node)>,
    /// The records' files.
    pub records: Vec<(SourceFile, Node)>,
}

impl Facts {
    /// Nothing but a day.
    pub fn on(today: Date) -> Self {
        Self { today, files: BTreeMap::new(), words: BTreeMap::new(), records: Vec::new() }
    }
}

/// Everything that a check may look at.
pub struct Context<'a> {
    /// The study.
    pub loaded: &'a LoadedStudy,
    /// The packs in force.
    pub packs: &'a Packs,
    /// What stands beside the study.
    pub facts: &'a Facts,
    /// The study as expressions see it.
    pub world: Arc<World>,
    /// The pack in which the running check stands.
    pub pack: Option<&'a Pack>,
    /// The check that runs.
    pub check: Option<&'a PackCheck>,
}

impl<'a> Context<'a> {
    /// Lays a study out for its checks.
    pub fn new(loaded: &'a LoadedStudy, packs: &'a Packs, facts: &'a Facts) -> Self {
        let world = World::new(loaded.study.clone(), &loaded.value, facts.today, packs.lexicon());
        Self { loaded, packs, facts, world, pack: None, check: None }
    }

    /// The same study, for one check.
    pub fn for_check(&self, pack: &'a Pack, check: &'a PackCheck) -> Context<'a> {
        Context {
            loaded: self.loaded,
            packs: self.packs,
            facts: self.facts,
            world: Arc::clone(&self.world),
            pack: Some(pack),
            check: Some(check),
        }
    }

    /// The names that expressions see.
    pub fn scope(&self) -> Scope {
        Scope::new(&self.world)
    }
}

/// One thing that a check found: places and values, never words.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Where the value that has to change stands.
    pub place: Place,
    /// The path by ids that names the finding; empty: told from the place.
    pub subject: String,
    /// What the check's message and help may name.
    pub values: serde_json::Map<String, serde_json::Value>,
    /// Further places, in the order of the check's `labels`.
    pub labels: Vec<Place>,
}

impl Hit {
    /// A hit at a place, with nothing to say yet.
    pub fn at(place: Place) -> Self {
        Self { place, subject: String::new(), values: serde_json::Map::new(), labels: Vec::new() }
    }

    /// The same hit, with a value for the message.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }

    /// The same hit, with a place that explains it.
    #[must_use]
    pub fn label(mut self, place: Place) -> Self {
        self.labels.push(place);
        self
    }

    /// The same hit under a name of its own.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }
}

/// A check that no expression can say.
pub struct RustCheck {
    /// The name by which a pack calls it.
    pub name: &'static str,
    /// The values that its message may name.
    pub values: &'static [&'static str],
    /// Runs it.
    pub run: fn(&Context<'_>) -> Vec<Hit>,
}
