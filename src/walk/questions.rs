//! A task's questions as they are put to a team: where each answer belongs, what stands there, what kind it takes.

use serde_json::Value;

use crate::guidelines::AnswerKind;
use crate::guidelines::Task;
use crate::records::Current;
use crate::study::LoadedStudy;
use crate::study::plan::Expected;
use crate::study::plan::Plan;
use crate::study::schema;
use crate::walk::form::Form;
use crate::walk::form::Word;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// One thing to ask.
#[derive(Debug, Clone, PartialEq)]
pub struct ToAsk {
    /// The question's id in its task.
    pub question: String,
    /// The question's name for answers: its id, and behind it the item or the part that is meant, such as
    /// `gap@participants.young-survivors` or `decision.outcome`.
    pub key: String,
    /// The question.
    pub ask: String,
    /// What of it is meant here: an item's name or a field's explanation; empty where the question says it all.
    pub about: String,
    /// A line that helps to answer; may be empty.
    pub help: String,
    /// What a number counts; may be empty.
    pub unit: String,
    /// Where the answer belongs.
    pub home: Home,
    /// What stands there today; none for a gap.
    pub stands: Option<Value>,
    /// True for a question to think about: it needs no answer.
    pub reflect: bool,
}

/// Where an answer belongs.
#[derive(Debug, Clone, PartialEq)]
pub enum Home {
    /// In the task's record.
    Record(Form),
    /// In the study file, at a path of the study.
    Field(Path, Form),
    /// In the study file, as a further item of a list of groups at a path of the study.
    Item(Path, Vec<Part>),
}

/// A field of an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Its path in the item.
    pub path: Path,
    /// What it is for.
    pub ask: String,
    /// What kind of answer it takes.
    pub form: Form,
}

/// Everything that a task asks of a study as it stands.
pub fn to_ask(task: &Task, loaded: &LoadedStudy, current: &Current) -> Vec<ToAsk> {
    let mut asks = Vec::new();
    for question in &task.questions {
        let base = ToAsk {
            question: question.id.to_string(),
            key: question.id.to_string(),
            ask: question.ask.clone(),
            about: String::new(),
            help: question.help.clone(),
            unit: question.unit.clone(),
            home: Home::Record(Form::Text(true)),
            stands: None,
            reflect: question.reflect,
        };
        match &question.field {
            None => {
                let form = form_of(question.kind, &question.options);
                let stands = current.answers.get(question.id.as_str()).map(|given| given.value.to_json());
                asks.push(ToAsk { home: Home::Record(form), stands, ..base });
            }
            Some(field) => {
                let paths = expand(field, &loaded.value);
                let several = field.contains("[]");
                for path in paths {
                    let item = if several { item_of(loaded, field, &path) } else { String::new() };
                    at_path(loaded, &base, &path, &item, &mut asks);
                }
                // Where a question asks what the items of a list are, there may be one more of them, or none yet.
                if let Some(list) = field.strip_suffix("[].what").filter(|list| !list.contains("[]")) {
                    at_path(loaded, &base, &Path::parse(list), "", &mut asks);
                }
            }
        }
    }
    asks
}

fn form_of(kind: AnswerKind, options: &[String]) -> Form {
    match kind {
        AnswerKind::Text => Form::Text(true),
        AnswerKind::Choice => {
            Form::Choice(options.iter().map(|word| Word { word: word.clone(), meaning: String::new() }).collect())
        }
        AnswerKind::YesNo => Form::YesNo,
        AnswerKind::Date => Form::Value("Date".to_owned()),
        AnswerKind::List => Form::Texts,
        AnswerKind::Number => Form::Number(f64::NEG_INFINITY),
    }
}

/// The paths that a field of a pack stands for in a study: one for each item of the lists on its way.
pub fn expand(field: &str, study: &Value) -> Vec<Path> {
    let mut found = vec![Path::root()];
    for part in field.split('.') {
        let (key, every) = match part.strip_suffix("[]") {
            Some(key) => (key, true),
            None => (part, false),
        };
        let mut next = Vec::new();
        for path in found {
            let path = path.key(key);
            if every {
                let count = value_at(study, &path).and_then(Value::as_array).map_or(0, Vec::len);
                next.extend((0..count).map(|at| path.index(at)));
            } else {
                next.push(path);
            }
        }
        found = next;
    }
    found
}

/// The value at a path.
pub fn value_at<'a>(value: &'a Value, path: &Path) -> Option<&'a Value> {
    path.0.iter().try_fold(value, |value, segment| match segment {
        Segment::Key(key) => value.get(key.as_str()),
        Segment::Index(index) => value.get(index),
    })
}

/// The name of the innermost list item on the way to a path, such as `participants.young-survivors`.
fn item_of(loaded: &LoadedStudy, field: &str, path: &Path) -> String {
    let behind = field.rsplit("[]").next().unwrap_or_default();
    let depth = behind.split('.').filter(|part| !part.is_empty()).count();
    let item = Path(path.0.iter().take(path.0.len().saturating_sub(depth)).cloned().collect());
    loaded.subject(&item)
}

/// Asks for what stands at a path: itself, its parts where it is a group, a further item where it is a list of groups.
fn at_path(loaded: &LoadedStudy, base: &ToAsk, path: &Path, item: &str, asks: &mut Vec<ToAsk>) {
    let plan = schema::plan();
    let Some((field, expected)) = plan.at(path) else { return };
    let stands = value_at(&loaded.value, path).filter(|value| !is_open(value)).cloned();
    let named = |key: &str| match item {
        "" => key.to_owned(),
        item => format!("{key}@{item}"),
    };
    let about = |part: &str| match (item, part) {
        ("", part) => part.to_owned(),
        (item, "") => item.to_owned(),
        (item, part) => format!("{item}: {part}"),
    };
    match (Form::of_field(path), expected) {
        (Some(form), _) => asks.push(ToAsk {
            key: named(&base.key),
            about: about(""),
            home: Home::Field(path.clone(), form),
            stands,
            ..base.clone()
        }),
        (None, Expected::Group(_)) => {
            for part in parts(plan, expected) {
                let path = path.join(&part.path);
                asks.push(ToAsk {
                    key: named(&format!("{}.{}", base.key, part.path)),
                    about: about(&part.ask),
                    stands: value_at(&loaded.value, &path).filter(|value| !is_open(value)).cloned(),
                    home: Home::Field(path, part.form),
                    ..base.clone()
                });
            }
        }
        (None, Expected::List(inner)) => asks.push(ToAsk {
            key: named(&base.key),
            about: about(&field.description),
            home: Home::Item(path.clone(), parts(plan, inner)),
            stands,
            ..base.clone()
        }),
        (None, _) => {}
    }
}

/// The fields of a group that can be asked for one by one; lists of groups inside of it have tasks of their own.
pub fn parts(plan: &Plan, expected: &Expected) -> Vec<Part> {
    let mut found = Vec::new();
    gather(plan, expected, &Path::root(), &mut found);
    found
}

fn gather(plan: &Plan, expected: &Expected, prefix: &Path, found: &mut Vec<Part>) {
    let Expected::Group(at) = expected else { return };
    for field in &plan.group(*at).fields {
        let path = prefix.key(&field.name);
        match &field.expected {
            group @ Expected::Group(_) => gather(plan, group, &path, found),
            expected => {
                if let Some(form) = Form::of(plan, field, expected) {
                    found.push(Part { path, ask: field.description.clone(), form });
                }
            }
        }
    }
}

/// True for a value that says nothing.
pub fn is_open(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::String(text) => crate::yaml::node::is_blank_text(text),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guidelines::library::Library;
    use crate::source::SourceFile;
    use crate::study;

    const STUDY: &str = "assent: 1
study: {id: s, title: T}
participants: [{id: young, consent: {gap_days: 3}}, {id: old}]
";

    fn asks(task: &str) -> Vec<ToAsk> {
        let library = Library::built_in();
        let packs = library.all();
        let (_, task) = packs.task(task).unwrap();
        to_ask(task, &study::load(SourceFile::new("study.yaml", STUDY)), &Current::default())
    }

    #[test]
    fn a_field_in_a_list_is_asked_for_each_item() {
        let value = serde_json::json!({"a": [{"b": [1, 2]}, {"b": []}], "c": {"d": 1}});
        let paths = |field: &str| expand(field, &value).iter().map(Path::to_string).collect::<Vec<_>>();
        assert_eq!(paths("a[].b"), ["a[0].b", "a[1].b"]);
        assert_eq!(paths("a[].b[]"), ["a[0].b[0]", "a[0].b[1]"]);
        assert_eq!(paths("c.d"), ["c.d"]);
        let asks = asks("ecpat-four-steps/consent-in-two-steps");
        let gaps: Vec<&ToAsk> = asks.iter().filter(|ask| ask.key.starts_with("gap")).collect();
        assert!(gaps.len() >= 2, "{asks:?}");
        assert!(gaps[0].key.ends_with("@participants.young") && gaps[0].stands == Some(3.into()), "{:?}", gaps[0]);
        assert_eq!(gaps[1].stands, None);
    }

    #[test]
    fn where_items_are_asked_for_there_may_be_one_more() {
        let asks = asks("ecpat-four-steps/list-harms");
        let risks = asks.iter().find(|ask| ask.key == "risks").unwrap();
        let Home::Item(path, parts) = &risks.home else { panic!("{risks:?}") };
        assert_eq!((path.to_string().as_str(), parts[0].path.to_string().as_str()), ("risks", "id"));
    }

    #[test]
    fn a_group_is_asked_part_by_part() {
        let asks = asks("ecpat-four-steps/stop-or-go");
        let keys: Vec<&str> = asks.iter().map(|ask| ask.key.as_str()).collect();
        assert!(asks.iter().any(|ask| matches!(&ask.home, Home::Field(path, Form::Choice(_)) if path.to_string() == "purpose.decision.outcome")), "{keys:?}");
    }

    #[test]
    fn every_question_of_every_pack_can_be_asked() {
        let library = Library::built_in();
        let packs = library.all();
        let example =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/survivor-conversations/study.yaml");
        let loaded = study::load(SourceFile::new("study.yaml", std::fs::read_to_string(example).unwrap()));
        for (_, task) in packs.tasks() {
            let asks = to_ask(task, &loaded, &Current::default());
            for question in &task.questions {
                let asked = asks.iter().any(|ask| ask.question == question.id.as_str());
                assert!(asked, "{}: {} ({:?}) cannot be asked", task.full_id, question.id, question.field);
            }
        }
    }
}
