//! What has drifted from what a committee approved: fields, files and records; the approval's end and its conditions.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::checks::hit::Context;
use crate::checks::hit::Hit;
use crate::checks::hit::RustCheck;
use crate::guidelines::Phase;
use crate::records::approval::Approval;
use crate::records::approval::Condition;
use crate::records::log;
use crate::study;
use crate::study::ReviewStatus;
use crate::study::compare::Change;
use crate::study::compare::compare;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// What a committee approved, laid beside what stands there now.
#[derive(Debug, Clone)]
pub struct Approved {
    /// The decision.
    pub approval: Approval,
    /// The approved study as values, whole shape present.
    pub study: Arc<Value>,
    /// Input files other than the study that differ, by path.
    pub files: BTreeMap<String, FileChange>,
}

/// What became of an input file since the approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileChange {
    /// It has other bytes.
    Changed,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
}

impl FileChange {
    fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Removed => "removed",
        }
    }
}

impl Approved {
    /// Lays the approved inputs beside the current ones; both by their path in the study's folder. What was logged since
    /// is no change of the plan.
    pub fn new(approval: Approval, inputs: &BTreeMap<String, Vec<u8>>, current: &BTreeMap<String, Vec<u8>>) -> Self {
        const STUDY: &str = "study.yaml";
        let approved = inputs.get(STUDY).map(Vec::as_slice).unwrap_or_default();
        let counts = |path: &str| path != STUDY && !log::holds(path);
        let mut files = BTreeMap::new();
        for (path, bytes) in inputs.iter().filter(|(path, _)| counts(path)) {
            match current.get(path) {
                Some(now) if now == bytes => {}
                Some(_) => drop(files.insert(path.clone(), FileChange::Changed)),
                None => drop(files.insert(path.clone(), FileChange::Removed)),
            }
        }
        let added = current.keys().filter(|path| counts(path) && !inputs.contains_key(*path));
        files.extend(added.map(|path| (path.clone(), FileChange::Added)));
        Self { approval, study: study::load_bytes(STUDY, approved).value, files }
    }
}

const FIELD_VALUES: &[&str] = &["field", "before", "after", "body", "on"];
const FILE_VALUES: &[&str] = &["path", "change", "body", "on"];

/// A field that participants see, or by which they are protected, differs from the approved one.
pub(super) const PARTICIPANTS: RustCheck =
    RustCheck { name: "drift-participants", values: FIELD_VALUES, run: |context| fields(context, true) };
/// Any other field differs.
pub(super) const OTHER: RustCheck =
    RustCheck { name: "drift-other", values: FIELD_VALUES, run: |context| fields(context, false) };
/// A template, a guide, a pack or prose in another language differs.
pub(super) const PAPERS: RustCheck =
    RustCheck { name: "drift-papers", values: FILE_VALUES, run: |context| files(context, false) };
/// A record of the design phase differs.
pub(super) const RECORDS: RustCheck =
    RustCheck { name: "drift-records", values: FILE_VALUES, run: |context| files(context, true) };
/// The approval has ended while the study runs.
pub(super) const EXPIRED: RustCheck =
    RustCheck { name: "approval-ended", values: &["body", "reference", "expires"], run: expired };
/// A condition that nobody has met.
pub(super) const CONDITION: RustCheck =
    RustCheck { name: "condition-open", values: &["id", "text", "body", "on"], run: conditions };
/// The study says something else of a review than the recorded decision.
pub(super) const REVIEW: RustCheck =
    RustCheck { name: "review-differs", values: &["what", "says", "recorded"], run: review };

/// The list in the check's pack that says which fields participants see or are protected by.
const SEEN: &str = "seen-or-protects";

fn fields(context: &Context<'_>, wanted: bool) -> Vec<Hit> {
    let Some(approved) = &context.facts.approved else { return Vec::new() };
    let seen = context.pack.and_then(|pack| pack.words.get(SEEN)).map(Vec::as_slice).unwrap_or_default();
    let changes = compare(&approved.study, &context.loaded.value);
    let changes = changes.iter().filter(|change| !is_bookkeeping(&change.path));
    let changes = changes.filter(|change| is_one_of(&change.path, seen) == wanted);
    changes.map(|change| field(context, approved, change)).collect()
}

fn field(context: &Context<'_>, approved: &Approved, change: &Change) -> Hit {
    // What is gone has no place any more; the list that it stood in has one.
    let path = match change.after.is_null() && context.loaded.root.find(&change.path).is_none() {
        true => change.path.parent().unwrap_or_default(),
        false => change.path.clone(),
    };
    let mut place = context.loaded.place(&path);
    place.path = change.path.clone();
    Hit::at(place)
        .about(change.subject.clone())
        .with("field", change.subject.clone())
        .with("before", in_short(&change.before))
        .with("after", in_short(&change.after))
        .with("body", approved.approval.body.clone())
        .with("on", approved.approval.on.to_string())
}

/// What changes because of the decision itself, or says only which version of the plan this is.
fn is_bookkeeping(path: &Path) -> bool {
    let keys: Vec<&str> = path.0.iter().filter_map(key).collect();
    matches!(keys.as_slice(), ["settings", "review", ..] | ["accepted", ..] | ["study", "version"])
}

fn key(segment: &Segment) -> Option<&str> {
    match segment {
        Segment::Key(key) => Some(key.as_str()),
        Segment::Index(_) => None,
    }
}

fn is_one_of(path: &Path, fields: &[String]) -> bool {
    let plain = path.0.iter().filter_map(key).collect::<Vec<_>>().join(".");
    fields.iter().any(|field| plain == *field || plain.strip_prefix(field.as_str()).is_some_and(|r| r.starts_with('.')))
}

/// A value as it fits into a message.
fn in_short(value: &Value) -> String {
    const MOST: usize = 60;
    let text = match value {
        Value::Null => return String::new(),
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Object(map) => match map.get("id").or_else(|| map.get("what")).and_then(Value::as_str) {
            Some(name) => name.to_owned(),
            None => value.to_string(),
        },
        Value::Array(items) => items.iter().map(in_short).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    };
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

fn files(context: &Context<'_>, records: bool) -> Vec<Hit> {
    let Some(approved) = &context.facts.approved else { return Vec::new() };
    let is_record = |path: &str| path.starts_with("records/");
    let is_later = |path: &str| {
        let task = path.strip_prefix("records/").and_then(|path| path.strip_suffix(".yaml"));
        task.and_then(|task| context.packs.task(task)).is_some_and(|(_, task)| task.phase != Phase::Design)
    };
    let differ = approved.files.iter().filter(|(path, _)| is_record(path) == records && !is_later(path));
    differ
        .map(|(path, change)| {
            Hit::at(context.loaded.place(&Path::root()))
                .about(path.clone())
                .with("path", path.clone())
                .with("change", change.as_str())
                .with("body", approved.approval.body.clone())
                .with("on", approved.approval.on.to_string())
        })
        .collect()
}

fn expired(context: &Context<'_>) -> Vec<Hit> {
    let Some(approved) = &context.facts.approved else { return Vec::new() };
    let approval = &approved.approval;
    let Some(expires) = approval.expires else { return Vec::new() };
    let ended = context.loaded.study.study.dates.end;
    // A study that was over in time needs no approval any more.
    let needed_until = ended.map_or(context.facts.today, |end| end.min(context.facts.today));
    if expires >= needed_until {
        return Vec::new();
    }
    vec![
        Hit::at(context.loaded.place(&Path::parse("study.dates")))
            .about(approval.folder())
            .with("body", approval.body.clone())
            .with("reference", approval.reference.clone())
            .with("expires", expires.to_string()),
    ]
}

fn conditions(context: &Context<'_>) -> Vec<Hit> {
    let Some(approved) = &context.facts.approved else { return Vec::new() };
    let folder = approved.approval.folder();
    let open = |condition: &&Condition| context.facts.log.met(&folder, &condition.id).next().is_none();
    let conditions = approved.approval.conditions.iter();
    conditions
        .filter(open)
        .map(|condition| {
            Hit::at(context.loaded.place(&Path::root()))
                .about(format!("{folder}.{}", condition.id))
                .with("id", condition.id.clone())
                .with("text", condition.text.clone())
                .with("body", approved.approval.body.clone())
                .with("on", approved.approval.on.to_string())
        })
        .collect()
}

fn review(context: &Context<'_>) -> Vec<Hit> {
    let Some(approved) = &context.facts.approved else { return Vec::new() };
    let approval = &approved.approval;
    let settings = &context.loaded.study.settings;
    let mut hits = Vec::new();
    for (index, setting) in settings.iter().enumerate() {
        let review = &setting.review;
        if review.body.as_ref().is_none_or(|body| body.trim() != approval.body.trim()) {
            continue;
        }
        let base = Path::root().key("settings").index(index).key("review");
        let mut differ = |key: &str, says: Option<String>, recorded: Option<String>| {
            if let (Some(says), Some(recorded)) = (says, recorded)
                && says != recorded
            {
                let place = context.loaded.place(&base.key(key));
                hits.push(Hit::at(place).with("what", key).with("says", says).with("recorded", recorded));
            }
        };
        differ("reference", review.reference.clone(), Some(approval.reference.clone()));
        differ("on", review.on.map(|on| on.to_string()), Some(approval.on.to_string()));
        differ("expires", review.expires.map(|on| on.to_string()), approval.expires.map(|on| on.to_string()));
        let allowed = matches!(review.status, Some(ReviewStatus::Approved | ReviewStatus::ApprovedWithConditions));
        if review.status.is_some() && !allowed {
            let says = serde_json::to_value(review.status).ok().and_then(|word| word.as_str().map(str::to_owned));
            differ("status", says, Some(approval.decision.as_str().to_owned()));
        }
    }
    hits
}
