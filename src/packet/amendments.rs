//! What has changed since the approved packet: field by field, task by task, document by document.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use crate::packet::verify::Difference;
use crate::study::compare;
use crate::study::compare::Change;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// A document as far as amendments are about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// The stem of its file names.
    pub stem: String,
    /// Its name in the index.
    pub name: String,
    /// True where participants or guardians read it.
    pub for_participants: bool,
    /// The id of the group it is for.
    pub group: Option<String>,
    /// Its sections.
    pub sections: Vec<PaperSection>,
}

/// One section of a document, as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaperSection {
    /// Its heading.
    pub title: String,
    /// The fields behind it, without positions: `participants.consent.gap_days`.
    pub fields: BTreeSet<String>,
    /// The tasks that it answers.
    pub tasks: Vec<String>,
    /// What it says, piece by piece.
    pub text: Vec<String>,
}

/// How a field is called, from `templates/amendments/fields.<lang>.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldName {
    /// The name.
    pub name: String,
    /// What is counted, where the value is a number.
    #[serde(default)]
    pub unit: Option<Unit>,
}

/// What a number counts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// For one.
    pub one: String,
    /// For any other number.
    pub many: String,
}

/// Names of fields by their path without positions.
pub type FieldNames = BTreeMap<String, FieldName>;

/// One of two packets that are compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Version {
    /// The study's own version.
    pub study_version: Option<String>,
    /// The short code; none for a study that is not a packet.
    pub code: Option<String>,
    /// The committee's decision about it, in words; none where there is none.
    pub approval: Option<String>,
}

/// The statement of amendments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// What is compared with.
    pub before: Version,
    /// What is compared.
    pub after: Version,
    /// Fields of the study that changed.
    pub fields: Vec<FieldChange>,
    /// Input files other than the study that changed: templates, packs, guides, evidence.
    pub files: Vec<Difference>,
    /// Documents that changed.
    pub documents: Vec<DocumentChange>,
    /// Tasks whose answers are touched, as `pack/task`.
    pub tasks: Vec<String>,
    /// Groups whose people should be asked again, with the documents that are the reason.
    pub ask_again: Vec<AskAgain>,
}

/// One field that changed, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// Where it stands: `participants[1].consent.gap_days`.
    pub path: String,
    /// The path by ids.
    pub subject: String,
    /// What the field is called.
    pub name: String,
    /// The item that it belongs to, by id; empty where it belongs to none.
    pub of: String,
    /// The value before, in words; none where there was none.
    pub before: Option<String>,
    /// The value after, in words; none where there is none.
    pub after: Option<String>,
    /// The documents that participants read in which it stands, by stem.
    pub seen_in: Vec<String>,
}

/// One document that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentChange {
    /// The stem of its file names.
    pub stem: String,
    /// Its name.
    pub name: String,
    /// changed, added or removed.
    pub kind: ChangeKind,
    /// True where participants or guardians read it.
    pub for_participants: bool,
    /// The passages that changed, side by side.
    pub passages: Vec<Passage>,
}

/// What became of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It says something else.
    Changed,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
}

/// A passage that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// The section it stands in.
    pub section: String,
    /// What it said.
    pub before: Vec<String>,
    /// What it says.
    pub after: Vec<String>,
}

/// A group whose people agreed to something else than what the forms say now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskAgain {
    /// The group's id.
    pub group: String,
    /// The documents of that group that changed.
    pub documents: Vec<String>,
}

impl Statement {
    /// True where nothing differs.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.files.is_empty() && self.documents.is_empty()
    }
}

/// One side of the comparison.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// Which packet or state of the study it is.
    pub version: &'a Version,
    /// The study's values, whole shape present.
    pub study: &'a Value,
    /// Its documents.
    pub papers: &'a [Paper],
}

/// Compares two states of a study.
pub fn state(before: Side<'_>, after: Side<'_>, files: Vec<Difference>, names: &FieldNames) -> Statement {
    let changes = compare::compare(before.study, after.study);
    let fields: Vec<FieldChange> = changes.iter().map(|change| field(change, after.papers, names)).collect();
    let documents = documents(before.papers, after.papers);
    let touched: BTreeSet<String> = changes.iter().map(|change| plain(&change.path)).collect();
    let tasks: BTreeSet<String> = after
        .papers
        .iter()
        .flat_map(|paper| &paper.sections)
        .filter(|section| section.fields.iter().any(|field| touched.iter().any(|path| is_at_or_in(path, field))))
        .flat_map(|section| section.tasks.iter().cloned())
        .collect();
    Statement {
        before: before.version.clone(),
        after: after.version.clone(),
        fields,
        files: files.into_iter().filter(|difference| !is_study(difference)).collect(),
        ask_again: ask_again(&documents, before.papers, after.papers),
        documents,
        tasks: tasks.into_iter().collect(),
    }
}

fn is_study(difference: &Difference) -> bool {
    matches!(difference, Difference::Changed { path } if path == "study.yaml")
}

fn field(change: &Change, papers: &[Paper], names: &FieldNames) -> FieldChange {
    let pattern = plain(&change.path);
    let name = names.get(&pattern);
    let in_words = |value: &Value| in_words(value, name.and_then(|name| name.unit.as_ref()));
    let seen_in = papers
        .iter()
        .filter(|paper| paper.for_participants)
        .filter(|paper| {
            paper.sections.iter().flat_map(|section| &section.fields).any(|field| is_at_or_in(&pattern, field))
        })
        .map(|paper| paper.stem.clone())
        .collect();
    FieldChange {
        path: change.path.to_string(),
        subject: change.subject.clone(),
        name: name.map_or_else(|| pattern.replace(['.', '_'], " "), |name| name.name.clone()),
        of: owner(&change.subject, &pattern),
        before: in_words(&change.before),
        after: in_words(&change.after),
        seen_in,
    }
}

/// The id of the item that a field belongs to: what the path by ids has more than the path without positions.
fn owner(subject: &str, pattern: &str) -> String {
    let keys: Vec<&str> = pattern.split('.').collect();
    subject.split('.').filter(|part| !keys.contains(part)).collect::<Vec<_>>().join(", ")
}

/// A path without positions: `participants.consent.gap_days`.
pub fn plain(path: &Path) -> String {
    let keys = path.0.iter().filter_map(|segment| match segment {
        Segment::Key(key) => Some(key.as_str()),
        Segment::Index(_) => None,
    });
    keys.collect::<Vec<_>>().join(".")
}

fn is_at_or_in(path: &str, field: &str) -> bool {
    field == path
        || field.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'))
        || path.strip_prefix(field).is_some_and(|rest| rest.starts_with('.'))
}

/// A value as people read it; none where it is blank.
fn in_words(value: &Value, unit: Option<&Unit>) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        Value::Number(number) => Some(match unit {
            Some(unit) if number.as_u64() == Some(1) => format!("{number} {}", unit.one),
            Some(unit) => format!("{number} {}", unit.many),
            None => number.to_string(),
        }),
        Value::String(text) => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().filter_map(|item| in_words(item, unit)).collect();
            (!items.is_empty()).then(|| items.join(", "))
        }
        Value::Object(map) => {
            let parts: Vec<String> = map
                .iter()
                .filter_map(|(key, value)| Some(format!("{}: {}", key.replace('_', " "), in_words(value, None)?)))
                .collect();
            (!parts.is_empty()).then(|| parts.join("; "))
        }
    }
}

fn documents(before: &[Paper], after: &[Paper]) -> Vec<DocumentChange> {
    let mut changes = Vec::new();
    for paper in after {
        let change = match before.iter().find(|old| old.stem == paper.stem) {
            Some(old) => {
                let passages = passages(old, paper);
                if passages.is_empty() {
                    continue;
                }
                document(paper, ChangeKind::Changed, passages)
            }
            None => document(paper, ChangeKind::Added, Vec::new()),
        };
        changes.push(change);
    }
    let gone = before.iter().filter(|old| !after.iter().any(|paper| paper.stem == old.stem));
    changes.extend(gone.map(|old| document(old, ChangeKind::Removed, Vec::new())));
    changes
}

fn document(paper: &Paper, kind: ChangeKind, passages: Vec<Passage>) -> DocumentChange {
    DocumentChange {
        stem: paper.stem.clone(),
        name: paper.name.clone(),
        kind,
        for_participants: paper.for_participants,
        passages,
    }
}

/// The pieces that changed, gathered by the section in which they stand now.
fn passages(before: &Paper, after: &Paper) -> Vec<Passage> {
    let pieces = |paper: &Paper| -> Vec<(String, String)> {
        let sections = paper.sections.iter();
        sections.flat_map(|s| s.text.iter().map(|text| (s.title.clone(), text.clone()))).collect()
    };
    let (old, new) = (pieces(before), pieces(after));
    let old_text: Vec<&str> = old.iter().map(|(_, text)| text.as_str()).collect();
    let new_text: Vec<&str> = new.iter().map(|(_, text)| text.as_str()).collect();
    let mut passages: Vec<Passage> = Vec::new();
    for operation in similar::capture_diff_slices(similar::Algorithm::Myers, &old_text, &new_text) {
        if operation.tag() == similar::DiffTag::Equal {
            continue;
        }
        let (from, to) = (operation.old_range(), operation.new_range());
        let title = new.get(to.start).or_else(|| old.get(from.start)).map(|(title, _)| title.clone());
        let taken = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        passages.push(Passage {
            section: title.unwrap_or_default(),
            before: taken(old_text.get(from).unwrap_or_default()),
            after: taken(new_text.get(to).unwrap_or_default()),
        });
    }
    passages
}

/// Whoever agreed on the ground of a form that says something else now should be asked again.
fn ask_again(changes: &[DocumentChange], before: &[Paper], after: &[Paper]) -> Vec<AskAgain> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for change in changes.iter().filter(|change| change.for_participants && change.kind != ChangeKind::Added) {
        let paper = after.iter().chain(before).find(|paper| paper.stem == change.stem);
        if let Some(group) = paper.and_then(|paper| paper.group.clone()) {
            groups.entry(group).or_default().push(change.stem.clone());
        }
    }
    groups.into_iter().map(|(group, documents)| AskAgain { group, documents }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn names() -> FieldNames {
        let text = include_str!("../../templates/amendments/fields.en.yaml");
        serde_yaml::from_str(text).unwrap()
    }

    fn paper(gap: u32) -> Paper {
        Paper {
            stem: "consent-form.young.en".into(),
            name: "Consent form".into(),
            for_participants: true,
            group: Some("young".into()),
            sections: vec![PaperSection {
                title: "Time to think".into(),
                fields: BTreeSet::from(["participants.consent.gap_days".to_owned()]),
                tasks: vec!["ecpat-four-steps/consent-in-two-steps".into()],
                text: vec!["Take your time.".into(), format!("You have {gap} days to think.")],
            }],
        }
    }

    fn version() -> Version {
        Version { study_version: None, code: None, approval: None }
    }

    #[test]
    fn one_field_is_told_in_words_with_its_forms_and_who_is_asked_again() {
        let before = json!({"participants": [{"id": "young", "consent": {"gap_days": 4}}]});
        let after = json!({"participants": [{"id": "young", "consent": {"gap_days": 2}}]});
        let (old, new, version) = ([paper(4)], [paper(2)], version());
        let statement = state(
            Side { version: &version, study: &before, papers: &old },
            Side { version: &version, study: &after, papers: &new },
            Vec::new(),
            &names(),
        );
        let field = &statement.fields[0];
        assert_eq!((field.name.as_str(), field.of.as_str()), ("time to think", "young"));
        assert_eq!((field.before.as_deref(), field.after.as_deref()), (Some("4 days"), Some("2 days")));
        assert_eq!(field.seen_in, ["consent-form.young.en"]);
        assert_eq!(statement.tasks, ["ecpat-four-steps/consent-in-two-steps"]);
        let passage = &statement.documents[0].passages[0];
        assert_eq!((passage.before.len(), passage.after.len()), (1, 1));
        assert_eq!(statement.ask_again[0].group, "young");
    }

    #[test]
    fn every_kind_of_value_is_told_in_words_and_a_blank_one_not_at_all() {
        let unit = Unit { one: "day".into(), many: "days".into() };
        for (value, unit, said) in [
            (json!(null), None, None),
            (json!(true), None, Some("yes")),
            (json!(false), None, Some("no")),
            (json!(1), Some(&unit), Some("1 day")),
            (json!(2), Some(&unit), Some("2 days")),
            (json!(2), None, Some("2")),
            (json!("two\n lines"), None, Some("two lines")),
            (json!([1, null, 3]), Some(&unit), Some("1 day, 3 days")),
            (json!([null]), None, None),
            (json!({"gap_days": 4, "by": null, "given": true}), Some(&unit), Some("gap days: 4; given: yes")),
            (json!({"by": null}), None, None),
        ] {
            assert_eq!(in_words(&value, unit).as_deref(), said, "{value}");
        }
    }

    #[test]
    fn forms_come_and_go_and_whoever_read_one_that_is_gone_is_asked_again() {
        let before =
            json!({"participants": [{"id": "young", "consent": {"gap_days": 4, "steps": 2}}], "study": {"title": "A"}});
        let after =
            json!({"participants": [{"id": "young", "consent": {"gap_days": 4, "steps": 1}}], "study": {"title": "B"}});
        let named = |stem: &str, text: &[&str]| {
            let mut paper = paper(4);
            paper.stem = stem.into();
            paper.sections[0].fields =
                BTreeSet::from(["participants.consent".to_owned(), "study.title.short".to_owned()]);
            paper.sections[0].text = text.iter().map(|text| (*text).to_owned()).collect();
            paper
        };
        let nobodys = Paper { group: None, ..named("script.en", &["Said."]) };
        let old = [named("gone.en", &["One."]), named("shorter.en", &["One.", "Two."]), nobodys];
        let new = [named("shorter.en", &["One."]), named("new.en", &["One."])];
        let changed = |path: &str| Difference::Changed { path: path.into() };
        let statement = state(
            Side { version: &version(), study: &before, papers: &old },
            Side { version: &version(), study: &after, papers: &new },
            vec![changed("study.yaml"), changed("guides/talk.md"), Difference::Removed { path: "study.yaml".into() }],
            &FieldNames::new(),
        );
        let kinds: Vec<(&str, ChangeKind)> =
            statement.documents.iter().map(|change| (change.stem.as_str(), change.kind)).collect();
        let (changed_one, added, removed) = (ChangeKind::Changed, ChangeKind::Added, ChangeKind::Removed);
        assert_eq!(
            kinds,
            [("shorter.en", changed_one), ("new.en", added), ("gone.en", removed), ("script.en", removed)]
        );
        assert_eq!(statement.documents[0].passages[0].section, "Time to think", "where what is gone stood");
        assert_eq!(statement.ask_again[0].documents, ["shorter.en", "gone.en"]);
        assert_eq!(statement.files.len(), 2, "the study file is told field by field: {:?}", statement.files);
        // A field without a name is called by its path; a section is behind what stands in its fields and around them.
        let told: Vec<(&str, usize)> =
            statement.fields.iter().map(|field| (field.name.as_str(), field.seen_in.len())).collect();
        assert_eq!(told, [("participants consent steps", 2), ("study title", 2)]);
    }

    #[test]
    fn the_same_study_has_nothing_to_amend() {
        let study = json!({"participants": [{"id": "young"}]});
        let (papers, version) = ([paper(4)], version());
        let side = Side { version: &version, study: &study, papers: &papers };
        assert!(state(side, side, Vec::new(), &names()).is_empty());
    }

    #[test]
    fn every_name_belongs_to_a_field_of_the_shape() {
        let schema = crate::study::schema();
        for path in names().keys() {
            let mut node = schema.clone();
            for key in path.split('.') {
                node = step(&schema, &node, key).unwrap_or_else(|| panic!("`{path}` is no field"));
            }
        }
    }

    fn step(schema: &Value, node: &Value, key: &str) -> Option<Value> {
        if let Some(found) = node.get("properties").and_then(|properties| properties.get(key)) {
            return Some(found.clone());
        }
        if let Some(reference) = node.get("$ref").and_then(Value::as_str) {
            let target = schema.pointer(reference.trim_start_matches('#'))?;
            return step(schema, target, key);
        }
        let inner = ["anyOf", "oneOf", "allOf"].iter().filter_map(|word| node.get(word)?.as_array()).flatten();
        inner.chain(node.get("items")).find_map(|inner| step(schema, inner, key))
    }
}
