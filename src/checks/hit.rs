//! What a check is given, and what it yields before its words are put to it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::OnceLock;

use crate::checks::answers::Answers;
use crate::checks::drift::Approved;
use crate::checks::phrases::Book;
use crate::checks::texts;
use crate::checks::texts::Text;
use crate::finding::Place;
use crate::guidelines::Pack;
use crate::guidelines::PackCheck;
use crate::guidelines::Packs;
use crate::guidelines::language::Scope;
use crate::guidelines::world::World;
use crate::records::log::Log;
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
    /// The files of the records and of the log.
    pub records: Vec<(SourceFile, Node)>,
    /// What was logged while the study ran.
    pub log: Log,
    /// What a committee approved; none while nothing is approved.
    pub approved: Option<Approved>,
}

impl Facts {
    /// Nothing but a day.
    pub fn on(today: Date) -> Self {
        Self {
            today,
            files: BTreeMap::new(),
            words: BTreeMap::new(),
            records: Vec::new(),
            log: Log::default(),
            approved: None,
        }
    }
}

/// Everything that a check may look at. A copy shares what was laid out and gathered.
#[derive(Clone)]
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
    /// What the packs' expressions were answered so far.
    pub answers: Arc<Answers>,
    texts: Arc<OnceLock<Texts<'a>>>,
}

/// The texts of everything that people wrote for a study.
#[derive(Debug, Default)]
pub struct Texts<'a> {
    /// Those of `study.yaml`.
    pub study: Vec<Text<'a>>,
    /// Those of `words/`, each with its language.
    pub words: Vec<(&'a str, Vec<Text<'a>>)>,
    /// Those of `records/` and `log/`.
    pub records: Vec<Vec<Text<'a>>>,
}

impl<'a> Texts<'a> {
    /// All of them, file by file, each with what stands before the path in a finding's name.
    pub fn files(&self) -> impl Iterator<Item = (String, &[Text<'a>])> {
        let name = |texts: &[Text<'a>]| {
            let name = texts.first().map(|text| text.file.name.as_ref()).unwrap_or_default();
            let below = ["words/", "records/", "log/"].iter().find_map(|folder| name.rfind(folder)).unwrap_or(0);
            format!("{}.", name.get(below..).unwrap_or(name).trim_end_matches(".yaml"))
        };
        let study = std::iter::once((String::new(), self.study.as_slice()));
        let words = self.words.iter().map(move |(_, texts)| (name(texts), texts.as_slice()));
        let records = self.records.iter().map(move |texts| (name(texts), texts.as_slice()));
        study.chain(words).chain(records).filter(|(_, texts)| !texts.is_empty())
    }
}

impl<'a> Context<'a> {
    /// Lays a study out for its checks.
    pub fn new(loaded: &'a LoadedStudy, packs: &'a Packs, facts: &'a Facts) -> Self {
        let world = World::new(Arc::clone(&loaded.study), &loaded.value, facts.today, packs.lexicon());
        Self { loaded, packs, facts, world, pack: None, check: None, answers: Arc::default(), texts: Arc::default() }
    }

    /// The packs' word lists, ready for being found.
    pub fn book(&self) -> &Book {
        self.world.lexicon.book()
    }

    /// Every text that people wrote, gathered when it is first asked for.
    pub fn texts(&self) -> &Texts<'a> {
        self.texts.get_or_init(|| Texts {
            study: texts::all(&self.loaded.file, &self.loaded.root),
            words: self
                .facts
                .words
                .iter()
                .map(|(language, (file, root))| (language.as_str(), texts::all(file, root)))
                .collect(),
            records: self.facts.records.iter().map(|(file, root)| texts::all(file, root)).collect(),
        })
    }

    /// The located tree of a file that the checks look at.
    pub fn root_of(&self, file: &SourceFile) -> Option<&'a Node> {
        if file.name == self.loaded.file.name {
            return Some(&self.loaded.root);
        }
        let words = self.facts.words.values();
        words.chain(&self.facts.records).find(|(known, _)| known.name == file.name).map(|(_, root)| root)
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
            answers: Arc::clone(&self.answers),
            texts: Arc::clone(&self.texts),
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

    /// The same hit, named by the path in its own file, with what stands before it for files other than the study's.
    #[must_use]
    pub fn named(self, context: &Context<'_>, prefix: &str) -> Self {
        let Some(root) = context.root_of(&self.place.file) else { return self };
        let path = crate::study::shape::subject(root, &self.place.path);
        let subject = format!("{prefix}{path}");
        self.about(subject.trim_end_matches('.'))
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
