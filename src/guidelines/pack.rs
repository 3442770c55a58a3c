//! What a pack is made of, as its YAML files write it.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::finding::Level;
use crate::guidelines::files::PackFiles;
use crate::guidelines::language::Expression;
use crate::study::Id;
use crate::study::Language;

/// `pack.yaml`: what the pack is, and what it is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The pack's id; also the name of its folder.
    pub id: Id,
    /// What the pack is called, in our words.
    pub title: String,
    /// Who published the guideline that it is about.
    pub publisher: String,
    /// The year of the guideline.
    pub year: u16,
    /// The version of this pack.
    pub version: String,
    /// How the guideline is cited.
    pub citation: String,
    /// Where the guideline is found.
    #[serde(default)]
    pub url: String,
    /// How sure the pack is of what it says.
    pub provenance: Provenance,
    /// What was read and what was paraphrased; shown wherever the pack is shown.
    pub note: String,
    /// The language of the pack's own texts. Default: en.
    #[serde(default)]
    pub language: Language,
    /// True for a pack that holds for every study and that no study names.
    #[serde(default)]
    pub always: bool,
    /// The pack's levels, in order.
    #[serde(default)]
    pub steps: Vec<Step>,
}

/// One step of a pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The step's id.
    pub id: String,
    /// What the step is about.
    pub title: String,
    /// The folder of its tasks, where the step has no topics.
    #[serde(default)]
    pub folder: Option<String>,
    /// Its topics, in order.
    #[serde(default)]
    pub topics: Vec<Topic>,
}

/// One topic of a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// The topic's id.
    pub id: String,
    /// What the topic is about.
    pub title: String,
    /// The folder of its tasks.
    pub folder: String,
}

/// How sure a text is of what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Provenance {
    /// Read in the source.
    Verified,
    /// Read in part, or through another publication.
    Partial,
    /// What the field knows, without a source that was read.
    GeneralKnowledge,
}

impl Provenance {
    /// The word that packs use.
    pub fn as_str(self) -> &'static str {
        match self {
            Provenance::Verified => "verified",
            Provenance::Partial => "partial",
            Provenance::GeneralKnowledge => "general-knowledge",
        }
    }
}

/// When a task is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Before anybody is approached.
    Design,
    /// While people are met.
    Fieldwork,
    /// While data is worked with.
    Analysis,
    /// When all is done.
    After,
}

/// What an open task holds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// No final packet while it is open.
    Blocks,
    /// It is shown as open, and holds nothing up.
    Warns,
    /// It is for thinking.
    Reflect,
}

/// One ethical task, as `tasks.yaml` lists it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskEntry {
    /// The task's id, unique in its pack.
    pub id: Id,
    /// What is to be done, in one sentence.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// When it is due.
    pub phase: Phase,
    /// What it holds up while it is open.
    pub gate: Gate,
    /// How many people have to attest it. Default: 1.
    #[serde(default = "one")]
    pub attest: u32,
    /// How sure the task is of what it says.
    pub provenance: Provenance,
    /// Where the guideline itself says it, for teams that own a copy.
    #[serde(default)]
    pub ecpat_ref: String,
    /// Whether it concerns a study; absent means every study.
    #[serde(default)]
    pub applies: Option<Expression>,
    /// Why it concerns a study where it does, as a message.
    #[serde(default)]
    pub applies_because: Option<String>,
    /// What the team is asked.
    #[serde(default)]
    pub questions: Vec<Question>,
    /// What counts as evidence, in a sentence.
    #[serde(default)]
    pub evidence: String,
    /// The documents in which a reader finds the answer.
    #[serde(default)]
    pub documents: Vec<Id>,
    /// Where the duty comes from.
    pub sources: Vec<Citation>,
    /// The checks tied to it.
    #[serde(default)]
    pub checks: Vec<Check>,
}

fn one() -> u32 {
    1
}

/// One question of a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The question's id, unique in its task.
    pub id: Id,
    /// The question.
    pub ask: String,
    /// The field of the study that holds the answer, such as participants[].consent.gap_days.
    #[serde(default)]
    pub field: Option<String>,
    /// True for a question to think about; it needs no answer.
    #[serde(default)]
    pub reflect: bool,
    /// What kind of answer it takes. Default: text.
    #[serde(default)]
    pub kind: AnswerKind,
    /// The answers to choose from, for `kind: choice`.
    #[serde(default)]
    pub options: Vec<String>,
    /// What a number counts, for `kind: number`.
    #[serde(default)]
    pub unit: String,
    /// A line that helps to answer.
    #[serde(default)]
    pub help: String,
}

/// What kind of answer a question takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerKind {
    /// Words.
    #[default]
    Text,
    /// One of the question's options.
    Choice,
    /// Yes or no.
    YesNo,
    /// A date.
    Date,
    /// Several, one a line.
    List,
    /// A number.
    Number,
}

/// Where a duty comes from: written out, or `from` an entry of the pack's `sources.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Citation {
    /// The entry of `sources.yaml` that holds the rest.
    pub from: Option<String>,
    /// The work.
    pub work: String,
    /// The part of it.
    pub part: String,
    /// Who published it.
    pub publisher: String,
    /// In which year.
    pub year: Option<u16>,
    /// Where it is found.
    pub url: String,
    /// How much of it was read.
    pub read: Option<Reading>,
}

/// How much of a work was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// All of it.
    Full,
    /// An extract of the work itself.
    Excerpt,
    /// What somebody else wrote about it.
    Summary,
    /// Nothing of it: what the field knows.
    None,
}

/// One computed test on a study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The check's code: stable, readable, unique over all packs.
    pub code: Id,
    /// How much its findings weigh.
    pub level: Level,
    /// What must hold for the check to run at all.
    #[serde(default)]
    pub when: Option<Expression>,
    /// What it runs over, one finding each at the most; absent means once.
    #[serde(default)]
    pub each: Option<Expression>,
    /// What must hold.
    #[serde(default)]
    pub require: Option<Expression>,
    /// The check's name in Rust, where no expression can say it.
    #[serde(default)]
    pub rust: Option<String>,
    /// The value that has to change: a path below the item, or below the study; with a leading `/`, always below the study.
    #[serde(default)]
    pub at: Option<String>,
    /// The record that `at` is below, where it is not the item.
    #[serde(default)]
    pub of: Option<Expression>,
    /// What is wrong, in one sentence; a template over the same values.
    pub message: String,
    /// How to mend it.
    pub help: String,
    /// Other places that have to do with it.
    #[serde(default)]
    pub labels: Vec<CheckLabel>,
    /// Further tasks that it serves, as pack/task.
    #[serde(default)]
    pub tasks: Vec<String>,
    /// Study fragments that fail and that pass.
    pub example: Example,
}

/// A second place that explains a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckLabel {
    /// The place, as in the check's own `at`; a check in Rust gives its own places.
    #[serde(default)]
    pub at: Option<String>,
    /// The record that `at` is below, where it is not the item.
    #[serde(default)]
    pub of: Option<Expression>,
    /// What that place has to do with it.
    pub text: String,
}

/// The smallest study fragments that fail and that pass a check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// A fragment, or a list of fragments, each of which the check must find.
    pub bad: serde_json::Value,
    /// A fragment, or a list of fragments, on each of which the check must be silent.
    pub good: serde_json::Value,
}

impl Example {
    /// The fragments that fail.
    pub fn bad(&self) -> Vec<&serde_json::Value> {
        fragments(&self.bad)
    }

    /// The fragments that pass.
    pub fn good(&self) -> Vec<&serde_json::Value> {
        fragments(&self.good)
    }
}

fn fragments(value: &serde_json::Value) -> Vec<&serde_json::Value> {
    match value {
        serde_json::Value::Array(all) => all.iter().collect(),
        one => vec![one],
    }
}

/// Something that can go wrong, for the risk register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hazard {
    /// The hazard's id, by which a risk `covers` it.
    pub id: Id,
    /// What could happen.
    pub harm: String,
    /// Whom it would hurt.
    #[serde(default)]
    pub who: Vec<String>,
    /// When it could happen.
    #[serde(default)]
    pub phase: Option<String>,
    /// Whether it concerns a study; absent means every study.
    #[serde(default)]
    pub applies: Option<Expression>,
    /// The tasks that reduce it.
    #[serde(default)]
    pub tasks: Vec<String>,
    /// Measures that other teams took.
    #[serde(default)]
    pub suggestions: Vec<String>,
    /// How sure it is.
    #[serde(default)]
    pub provenance: Option<Provenance>,
    /// Where it comes from.
    #[serde(default)]
    pub sources: Vec<Citation>,
}

/// Something good that a study can do, as a seed for the team's own list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BenefitSeed {
    /// The seed's id.
    pub id: Id,
    /// What good it is.
    pub what: String,
    /// For whom.
    #[serde(default)]
    pub who: Vec<String>,
    /// Whether it concerns a study; absent means every study.
    #[serde(default)]
    pub applies: Option<Expression>,
    /// The tasks that serve it.
    #[serde(default)]
    pub tasks: Vec<String>,
    /// What to keep in mind when it is promised.
    #[serde(default)]
    pub note: String,
    /// Where it comes from.
    #[serde(default)]
    pub sources: Vec<Citation>,
}

/// A word that the field avoids, and what it says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The term to avoid.
    pub avoid: String,
    /// Its other forms.
    #[serde(default)]
    pub also: Vec<String>,
    /// What to write.
    pub suggest: String,
    /// Why.
    pub why: String,
    /// The language in which it is used; absent means the pack's.
    #[serde(default)]
    pub language: Option<Language>,
    /// Where the advice comes from.
    #[serde(default)]
    pub source: String,
}

/// Texts of one task or check in another language, or in an organisation's own wording.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Wording {
    /// A task's title, also a step's or a topic's.
    pub title: Option<String>,
    /// A task's why.
    pub why: Option<String>,
    /// A task's questions, by id.
    pub questions: BTreeMap<String, String>,
    /// What counts as evidence.
    pub evidence: Option<String>,
    /// A check's message.
    pub message: Option<String>,
    /// A check's help.
    pub help: Option<String>,
    /// A hazard's harm.
    pub harm: Option<String>,
    /// The pack's note.
    pub note: Option<String>,
}

/// `tasks.yaml`.
pub type TasksFile = Vec<TaskEntry>;
/// `checks.yaml`.
pub type ChecksFile = Vec<Check>;
/// `hazards.yaml`.
pub type HazardsFile = Vec<Hazard>;
/// `benefits.yaml`.
pub type BenefitsFile = Vec<BenefitSeed>;
/// `terms.yaml`.
pub type TermsFile = Vec<Term>;
/// `sources.yaml`.
pub type SourcesFile = BTreeMap<String, Citation>;
/// `words.yaml`.
pub type WordsFile = BTreeMap<String, Vec<String>>;
/// `<lang>.yaml`.
pub type WordingsFile = BTreeMap<String, Wording>;

/// A task in its pack.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// The full id: `pack/task`.
    pub full_id: String,
    /// The id of the step that it belongs to.
    pub step: String,
    /// The id of the topic, where the step has topics.
    pub topic: Option<String>,
    /// What the file says.
    pub entry: TaskEntry,
}

impl Deref for Task {
    type Target = TaskEntry;

    fn deref(&self) -> &TaskEntry {
        &self.entry
    }
}

/// A check in its pack.
#[derive(Debug, Clone, PartialEq)]
pub struct PackCheck {
    /// The pack that it stands in.
    pub pack: String,
    /// All tasks that it serves, as `pack/task`; the one that it stands in is the first.
    pub serves: Vec<String>,
    /// What the file says.
    pub entry: Check,
}

impl Deref for PackCheck {
    type Target = Check;

    fn deref(&self) -> &Check {
        &self.entry
    }
}

/// One published guideline turned into data.
#[derive(Debug, Clone)]
pub struct Pack {
    /// What `pack.yaml` says.
    pub manifest: Manifest,
    /// Its tasks, in the order of steps and topics.
    pub tasks: Vec<Task>,
    /// All its checks: those of tasks first, then those of `checks.yaml`.
    pub checks: Vec<PackCheck>,
    /// What can go wrong.
    pub hazards: Vec<Hazard>,
    /// What good can come.
    pub benefits: Vec<BenefitSeed>,
    /// Words to avoid.
    pub terms: Vec<Term>,
    /// Word lists by name.
    pub words: WordsFile,
    /// The works that several tasks rest on, by the name that `from` gives.
    pub sources: SourcesFile,
    /// Texts in other languages, by language.
    pub wordings: BTreeMap<String, WordingsFile>,
    /// Its files.
    pub files: PackFiles,
    pub(super) digest: OnceLock<String>,
}

impl Deref for Pack {
    type Target = Manifest;

    fn deref(&self) -> &Manifest {
        &self.manifest
    }
}

/// A text as it is to be shown, and the language that it was found in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<'p> {
    /// The text.
    pub text: &'p str,
    /// Its language.
    pub language: &'p str,
}

impl Said<'_> {
    /// True where the text is not in the language that was asked for.
    pub fn fell_back(&self, wanted: &str) -> bool {
        primary(self.language) != primary(wanted)
    }
}

fn primary(language: &str) -> &str {
    language.split('-').next().unwrap_or_default()
}

impl Pack {
    /// SHA-256 over its files, in lower-case hex.
    pub fn digest(&self) -> &str {
        self.digest.get_or_init(|| self.files.digest())
    }

    /// True for a pack that came with the program, unchanged.
    pub fn is_built_in(&self) -> bool {
        self.files.built_in
    }

    /// A task by its id without the pack.
    pub fn task(&self, id: &str) -> Option<&Task> {
        self.tasks.iter().find(|task| task.id.as_str() == id)
    }

    /// A check by its code.
    pub fn check(&self, code: &str) -> Option<&PackCheck> {
        self.checks.iter().find(|check| check.code.as_str() == code)
    }

    /// A text in a language, or in the pack's own: `key` is a task's id, a check's code, or the id of a step, topic or hazard.
    pub fn said<'p>(
        &'p self,
        key: &str,
        language: &str,
        own: &'p str,
        pick: impl Fn(&'p Wording) -> Option<&'p str>,
    ) -> Said<'p> {
        let exact = self.wordings.get_key_value(language);
        let near = || self.wordings.iter().find(|(found, _)| primary(found) == primary(language));
        let own_words = || self.wordings.get_key_value(self.language.as_str());
        let wanted = exact.or_else(near).and_then(|found| self.worded(found, key, &pick));
        let own_language = || own_words().and_then(|found| self.worded(found, key, &pick));
        wanted.or_else(own_language).unwrap_or(Said { text: own, language: self.language.as_str() })
    }

    fn worded<'p>(
        &'p self,
        (language, wordings): (&'p String, &'p WordingsFile),
        key: &str,
        pick: &impl Fn(&'p Wording) -> Option<&'p str>,
    ) -> Option<Said<'p>> {
        let text = wordings.get(key).and_then(pick)?;
        Some(Said { text, language })
    }

    /// A task's title in a language.
    pub fn title_of<'p>(&'p self, task: &'p Task, language: &str) -> Said<'p> {
        self.said(task.id.as_str(), language, &task.entry.title, |wording| wording.title.as_deref())
    }

    /// A task's why in a language.
    pub fn why_of<'p>(&'p self, task: &'p Task, language: &str) -> Said<'p> {
        self.said(task.id.as_str(), language, &task.entry.why, |wording| wording.why.as_deref())
    }

    /// What counts as a task's evidence, in a language.
    pub fn evidence_of<'p>(&'p self, task: &'p Task, language: &str) -> Said<'p> {
        self.said(task.id.as_str(), language, &task.entry.evidence, |wording| wording.evidence.as_deref())
    }

    /// A question in a language.
    pub fn question_of<'p>(&'p self, task: &'p Task, question: &'p Question, language: &str) -> Said<'p> {
        let id = question.id.as_str().to_owned();
        self.said(task.id.as_str(), language, &question.ask, move |wording| {
            wording.questions.get(&id).map(String::as_str)
        })
    }

    /// A check's message in a language.
    pub fn message_of<'p>(&'p self, check: &'p PackCheck, language: &str) -> Said<'p> {
        self.said(check.code.as_str(), language, &check.entry.message, |wording| wording.message.as_deref())
    }

    /// A check's help in a language.
    pub fn help_of<'p>(&'p self, check: &'p PackCheck, language: &str) -> Said<'p> {
        self.said(check.code.as_str(), language, &check.entry.help, |wording| wording.help.as_deref())
    }

    /// Every text of the pack that a language lacks, as `key.field`.
    pub fn missing_texts(&self, language: &str) -> Vec<String> {
        let mut missing = Vec::new();
        let mut note = |said: Said<'_>, own: &str, name: String| {
            if !own.is_empty() && said.fell_back(language) {
                missing.push(name);
            }
        };
        for task in &self.tasks {
            note(self.title_of(task, language), &task.title, format!("{}.title", task.id));
            note(self.why_of(task, language), &task.why, format!("{}.why", task.id));
            note(self.evidence_of(task, language), &task.evidence, format!("{}.evidence", task.id));
            for question in &task.questions {
                let name = format!("{}.questions.{}", task.id, question.id);
                note(self.question_of(task, question, language), &question.ask, name);
            }
        }
        for check in &self.checks {
            note(self.message_of(check, language), &check.message, format!("{}.message", check.code));
            note(self.help_of(check, language), &check.help, format!("{}.help", check.code));
        }
        missing
    }
}
