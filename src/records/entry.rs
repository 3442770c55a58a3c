//! One entry of a log: who said what, when.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use schemars::Schema;
use schemars::SchemaGenerator;
use schemars::json_schema;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

use crate::study::Id;
use crate::study::RelativePath;
use crate::study::ValueError;
use crate::study::Written;
use crate::study::values::written;

/// What stands in place of a text that turned out to hold somebody's identity.
pub const REDACTED: &str = "REDACTED";

/// One entry of a task's log. Nothing of it is ever changed; a later entry says otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The moment, in UTC.
    pub on: Moment,
    /// The team member, by id.
    pub by: Author,
    /// Where the task stands from now on; absent where that does not change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// How far the matter is: 0 not started, 1 considered, 2 planned, 3 in place, 4 tested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 4))]
    pub maturity: Option<u32>,
    /// Answers, by the question's id. A question that has a field in study.yaml keeps its answer there only.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<String, Answer>,
    /// Why the task does not apply here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// A note to colleagues and the committee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Files in the study folder that show that this was done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<RelativePath>,
    /// What was attested: the digest of the task's text, its answers and the study values that its checks read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
}

impl Entry {
    /// An entry that says nothing yet.
    pub fn new(on: Moment, by: Id) -> Self {
        Self {
            on,
            by: Author::Person(by),
            state: None,
            maturity: None,
            answers: BTreeMap::new(),
            reason: None,
            note: None,
            evidence: Vec::new(),
            basis: None,
        }
    }

    /// True where it only tells who was there, and when.
    pub fn says_nothing(&self) -> bool {
        self.state.is_none()
            && self.maturity.is_none()
            && self.answers.is_empty()
            && self.reason.is_none()
            && self.note.is_none()
            && self.evidence.is_empty()
    }
}

/// Where a task stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nobody has worked on it.
    #[default]
    Open,
    /// Somebody works on it.
    InProgress,
    /// Somebody answers for it being done.
    Attested,
    /// It does not apply to this study, for the reason that is given.
    NotApplicable,
    /// It was attested, and has to be looked at again.
    Reopened,
}

impl State {
    /// All states, in the order of a task's life.
    pub const ALL: [State; 5] =
        [State::Open, State::InProgress, State::Attested, State::NotApplicable, State::Reopened];

    /// The word that files and flags use.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Open => "open",
            State::InProgress => "in-progress",
            State::Attested => "attested",
            State::NotApplicable => "not-applicable",
            State::Reopened => "reopened",
        }
    }
}

/// Who made an entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Author {
    /// A team member.
    Person(Id),
    /// Somebody whose name was blanked by hand.
    Redacted,
}

impl Author {
    /// The id, or `REDACTED`.
    pub fn as_str(&self) -> &str {
        match self {
            Author::Person(id) => id.as_str(),
            Author::Redacted => REDACTED,
        }
    }
}

/// A moment in UTC, to the second: `2026-03-02T09:14:05Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(jiff::Timestamp);

impl Moment {
    /// A moment, cut to the second.
    pub fn new(at: jiff::Timestamp) -> Self {
        Self(jiff::Timestamp::from_second(at.as_second()).unwrap_or(at))
    }

    /// True where this is later by more than the clocks of two computers differ when both are right.
    pub fn is_well_after(self, other: Self) -> bool {
        self.0.as_second().saturating_sub(other.0.as_second()) > 120
    }

    /// The day, in UTC.
    pub fn date(self) -> jiff::civil::Date {
        self.0.to_zoned_datetime(jiff::tz::TimeZone::UTC).date()
    }
}

/// What a question was answered with.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Text, or one word of a choice, or a date.
    Text(String),
    /// Yes or no.
    Bool(bool),
    /// A number.
    Number(serde_json::Number),
    /// A list of texts.
    List(Vec<String>),
}

impl Answer {
    /// The answer as a value without a type of its own.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Answer::Text(text) => text.clone().into(),
            Answer::Bool(value) => (*value).into(),
            Answer::Number(number) => number.clone().into(),
            Answer::List(items) => items.clone().into(),
        }
    }

    /// The answer of a value, where it is none of the forms that an answer has, nothing.
    pub fn from_json(value: serde_json::Value) -> Option<Self> {
        use serde_json::Value;
        Some(match value {
            Value::String(text) => Answer::Text(text),
            Value::Bool(value) => Answer::Bool(value),
            Value::Number(number) => Answer::Number(number),
            Value::Array(items) => {
                let texts = items.into_iter().map(|item| match item {
                    Value::String(text) => Some(text),
                    Value::Number(number) => Some(number.to_string()),
                    Value::Bool(value) => Some(value.to_string()),
                    _ => None,
                });
                Answer::List(texts.collect::<Option<_>>()?)
            }
            Value::Null | Value::Object(_) => return None,
        })
    }

    /// True for an answer that was blanked by hand.
    pub fn is_redacted(&self) -> bool {
        matches!(self, Answer::Text(text) if text == REDACTED)
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::Text(text) => f.write_str(text),
            Answer::Bool(true) => f.write_str("yes"),
            Answer::Bool(false) => f.write_str("no"),
            Answer::Number(number) => number.fmt(f),
            Answer::List(items) => f.write_str(&items.join("; ")),
        }
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        Self::from_json(value)
            .ok_or_else(|| serde::de::Error::custom("an answer is a text, a number, yes or no, or a list"))
    }
}

impl JsonSchema for Answer {
    fn schema_name() -> Cow<'static, str> {
        "Answer".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "What the question was answered with; a list of texts where it asks for several.",
            "type": ["string", "number", "boolean", "array"],
            "items": { "type": ["string", "number", "boolean"] },
        })
    }
}

impl fmt::Display for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Written for Author {
    fn read(text: &str) -> Result<Self, ValueError> {
        if text == REDACTED { Ok(Author::Redacted) } else { Id::read(text).map(Author::Person) }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Written for Moment {
    fn read(text: &str) -> Result<Self, ValueError> {
        text.parse().map(Moment).map_err(|_| ValueError {
            problem: format!("`{text}` is not a moment"),
            help: "Write date and time in UTC, such as `2026-03-02T09:14:05Z`.",
        })
    }
}

written!(Author, "^([a-z0-9]+(-[a-z0-9]+)*|REDACTED)$", "A team member's id; REDACTED where it was blanked by hand.");
written!(Moment, "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}", "A moment in UTC, such as 2026-03-02T09:14:05Z.");
