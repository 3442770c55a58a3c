//! What kind of answer a question takes, told from the shape of the field that holds it.

use serde_json::Value;
use serde_json::json;

use crate::study::plan::Expected;
use crate::study::plan::Field;
use crate::study::plan::Plan;
use crate::study::schema;
use crate::study::values::read_named;
use crate::yaml::path::Path;

/// The kind of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// Text; true where it may have several paragraphs.
    Text(bool),
    /// A text with a grammar, by the name of its type.
    Value(String),
    /// Yes or no.
    YesNo,
    /// A whole number, both ends included.
    Whole(i64, i64),
    /// A number of at least this.
    Number(f64),
    /// One word of a closed list.
    Choice(Vec<Word>),
    /// Any words of a closed list.
    Choices(Vec<Word>),
    /// Several texts.
    Texts,
    /// Several texts with a grammar, by the name of its type.
    Values(String),
}

/// A word of a closed list and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub word: String,
    /// What it means, in a sentence; may be empty.
    pub meaning: String,
}

impl Form {
    /// The kind of answer that a field of the study takes; none for groups, which have fields of their own.
    pub fn of_field(path: &Path) -> Option<Self> {
        let plan = schema::plan();
        let (field, expected) = plan.at(path)?;
        Self::of(plan, field, expected)
    }

    pub(super) fn of(plan: &Plan, field: &Field, expected: &Expected) -> Option<Self> {
        let words = |words: &[String]| {
            let meaning = |word: &String| plan.meaning(field.type_name.as_deref().unwrap_or_default(), word).to_owned();
            words.iter().map(|word| Word { word: word.clone(), meaning: meaning(word) }).collect()
        };
        Some(match expected {
            Expected::Text => Self::Text(field.type_name.as_deref() == Some("Prose")),
            Expected::Value(name) => Self::Value(name.clone()),
            Expected::Bool => Self::YesNo,
            Expected::Integer { min, max } => Self::Whole(*min, *max),
            Expected::Number { min, .. } => Self::Number(*min),
            Expected::Choice(known) => Self::Choice(words(known)),
            Expected::List(inner) => match inner.as_ref() {
                Expected::Choice(known) => Self::Choices(words(known)),
                Expected::Value(name) => Self::Values(name.clone()),
                Expected::Text => Self::Texts,
                _ => return None,
            },
            Expected::Group(_) | Expected::Anything => return None,
        })
    }

    /// Reads what somebody typed, or says in one sentence what to type instead.
    pub fn read(&self, typed: &str) -> Result<Value, String> {
        let text = typed.trim();
        match self {
            Self::Text(true) => Ok(json!(text)),
            Self::Text(false) => Ok(json!(text.split_whitespace().collect::<Vec<_>>().join(" "))),
            Self::Value(name) => of_type(name, text).map(Value::from),
            Self::YesNo => match text.to_lowercase().as_str() {
                "yes" | "y" | "true" => Ok(json!(true)),
                "no" | "n" | "false" => Ok(json!(false)),
                _ => Err("Type yes or no.".to_owned()),
            },
            Self::Whole(min, max) => match text.parse::<i64>() {
                Ok(number) if (*min..=*max).contains(&number) => Ok(json!(number)),
                _ => Err(format!("Type a whole number from {min} to {max}, in digits.")),
            },
            Self::Number(min) => match text.parse::<f64>() {
                Ok(number) if number >= *min && number.is_finite() => Ok(match text.parse::<i64>() {
                    Ok(whole) => json!(whole),
                    Err(_) => json!(number),
                }),
                _ if min.is_finite() => {
                    Err(format!("Type a number from {min} upwards, in digits, with a point before decimals."))
                }
                _ => Err("Type a number, in digits, with a point before decimals.".to_owned()),
            },
            Self::Choice(words) => of_words(words, text).map(Value::from),
            Self::Choices(words) => {
                let read: Result<Vec<String>, String> = parts(text, true).map(|part| of_words(words, part)).collect();
                read.map(Value::from)
            }
            Self::Texts => Ok(parts(text, false).collect::<Vec<_>>().into()),
            Self::Values(name) => {
                let read: Result<Vec<String>, String> = parts(text, true).map(|part| of_type(name, part)).collect();
                read.map(Value::from)
            }
        }
    }

    /// A value as somebody would type it.
    pub fn typed(&self, value: &Value) -> String {
        match value {
            Value::Null => String::new(),
            Value::Bool(true) => "yes".to_owned(),
            Value::Bool(false) => "no".to_owned(),
            Value::String(text) => text.trim_end().to_owned(),
            Value::Array(items) => {
                let separator = if matches!(self, Self::Texts) { "; " } else { ", " };
                items.iter().map(|item| self.typed(item)).collect::<Vec<_>>().join(separator)
            }
            other => other.to_string(),
        }
    }

    /// How to write the answer, in a few words; empty where there is nothing to say.
    pub fn hint(&self) -> String {
        match self {
            Self::Text(_) | Self::YesNo | Self::Choice(_) | Self::Choices(_) => String::new(),
            Self::Value(name) => match name.as_str() {
                "Date" => "year-month-day, such as 2026-03-02",
                "Country" => "two letters of ISO 3166-1, such as TH",
                "Language" => "a tag, such as th or pt-BR",
                "Currency" => "three letters of ISO 4217, such as THB",
                "DeleteAfter" => "P30D for 30 days, P6M for six months, end+P60D for 60 days after the end",
                "RelativePath" => "a path in the study folder, such as guides/conversation.md",
                "Id" => "lower-case letters, digits and hyphens",
                _ => "",
            }
            .to_owned(),
            Self::Whole(min, max) => format!("a whole number from {min} to {max}"),
            Self::Number(_) => "a number".to_owned(),
            Self::Texts => "several: a semicolon between".to_owned(),
            Self::Values(name) => match name.as_str() {
                "Language" => "tags with commas, such as th, en".to_owned(),
                "Id" => "ids with commas".to_owned(),
                _ => "with commas between".to_owned(),
            },
        }
    }

    /// The words of a closed list; empty for other kinds.
    pub fn words(&self) -> &[Word] {
        match self {
            Self::Choice(words) | Self::Choices(words) => words,
            _ => &[],
        }
    }
}

fn of_type(name: &str, text: &str) -> Result<String, String> {
    // What differs only in case is meant.
    let text = match name {
        "Country" | "Currency" => text.to_uppercase(),
        _ => text.to_owned(),
    };
    match read_named(name, &text) {
        Some(Err(error)) => Err(format!("{}. {}", capital(&error.problem), error.help)),
        _ => Ok(text),
    }
}

fn of_words(words: &[Word], text: &str) -> Result<String, String> {
    let known = words.iter().find(|word| word.word.eq_ignore_ascii_case(text));
    known.map(|word| word.word.clone()).ok_or_else(|| {
        let words: Vec<&str> = words.iter().map(|word| word.word.as_str()).collect();
        format!("Type one of {}.", words.join(", "))
    })
}

/// The parts of a list: lines, or what semicolons (for words: commas and spaces too) part.
fn parts(text: &str, words: bool) -> impl Iterator<Item = &str> {
    let lines = text.contains('\n');
    text.split(move |c: char| match c {
        '\n' => true,
        ';' => !lines,
        ',' | ' ' => words,
        _ => false,
    })
    .map(|part| part.trim().trim_start_matches("- "))
    .filter(|part| !part.is_empty())
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// An id made from a text, for something that has none yet: `young-survivors` for “Young survivors”.
pub fn slug(text: &str, most: usize) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') && !matches!(c, '\'' | '’') {
            out.push('-');
        }
    }
    // Whole words, as many as fit.
    while out.len() > most {
        match out.rfind('-') {
            Some(at) => out.truncate(at),
            None => out.truncate(most),
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(path: &str) -> Form {
        Form::of_field(&Path::parse(path)).unwrap()
    }

    #[test]
    fn the_shape_tells_the_kind_of_an_answer() {
        assert_eq!(form("privacy.limits"), Form::Text(true));
        assert_eq!(form("study.organisation"), Form::Text(false));
        assert_eq!(form("participants[0].ages.from"), Form::Whole(0, 120));
        assert_eq!(form("participants[0].survivors"), Form::YesNo);
        assert_eq!(form("participants[0].languages"), Form::Values("Language".to_owned()));
        assert_eq!(form("purpose.questions"), Form::Texts);
        assert!(
            matches!(form("team[0].duties"), Form::Choices(words) if words[0].meaning == "Answers for the whole study.")
        );
        assert!(Form::of_field(&Path::parse("privacy.storage")).is_none());
        assert!(Form::of_field(&Path::parse("privacy.colour")).is_none());
    }

    #[test]
    fn what_is_typed_becomes_a_value_or_a_sentence_of_help() {
        let read = |path: &str, text: &str| form(path).read(text);
        assert_eq!(read("settings[0].country", "no"), Ok(json!("NO")));
        assert_eq!(read("participants[0].languages", "th, en"), Ok(json!(["th", "en"])));
        assert_eq!(read("purpose.questions", "One? ; Two?"), Ok(json!(["One?", "Two?"])));
        assert_eq!(read("purpose.questions", "- One; or?\n- Two?"), Ok(json!(["One; or?", "Two?"])));
        assert_eq!(read("participants[0].survivors", "Yes"), Ok(json!(true)));
        assert_eq!(read("compensation.value.amount", "12.5"), Ok(json!(12.5)));
        assert_eq!(read("team[0].duties", "lead safeguarding"), Ok(json!(["lead", "safeguarding"])));
        for (path, text) in [
            ("study.dates.start", "tomorrow"),
            ("participants[0].ages.from", "sixteen"),
            ("participants[0].ages.from", "121"),
            ("activities[0].method", "chat"),
            ("participants[0].survivors", "maybe"),
            ("compensation.value.amount", "NaN"),
        ] {
            let problem = read(path, text).unwrap_err();
            assert!(!problem.starts_with(char::is_lowercase) && problem.ends_with('.'), "{problem}");
        }
    }

    #[test]
    fn a_value_is_typed_as_it_is_read() {
        for (path, value) in [
            ("purpose.questions", json!(["One?", "Two?"])),
            ("participants[0].languages", json!(["th", "pt-BR"])),
            ("participants[0].survivors", json!(false)),
            ("participants[0].ages.from", json!(16)),
            ("activities[0].method", json!("desk-review")),
        ] {
            let form = form(path);
            assert_eq!(form.read(&form.typed(&value)), Ok(value), "{path}");
        }
    }

    #[test]
    fn what_to_type_is_said_where_it_is_not_plain_to_see() {
        let value = |name: &str| Form::Value(name.to_owned()).hint();
        assert_eq!(value("Language"), "a tag, such as th or pt-BR");
        assert_eq!(value("RelativePath"), "a path in the study folder, such as guides/conversation.md");
        assert_eq!(value("Prose"), "");
        assert_eq!(Form::Values("Country".to_owned()).hint(), "with commas between");
        assert_eq!(form("study.organisation").typed(&Value::Null), "");
    }

    #[test]
    fn a_text_becomes_an_id() {
        assert_eq!(slug("Young survivors’ views (2026)", 40), "young-survivors-views-2026");
        assert_eq!(slug("Viet Nam", 40), "viet-nam");
        assert_eq!(slug("ภาษาไทย", 40), "");
        assert_eq!(slug("one two three four", 9), "one-two");
        assert_eq!(slug("Unabbreviated", 9), "unabbrevi");
    }
}
