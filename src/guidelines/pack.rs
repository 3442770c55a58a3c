//! What a pack is made of, as its YAML files write it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::finding::Level;
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
