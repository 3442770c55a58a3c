//! What the program says about the shape of a file: what stands there, what is expected, what to write.

use crate::study::nearest::nearest;
use crate::study::plan::Expected;
use crate::study::plan::Group;
use crate::study::plan::Plan;
use crate::study::shape::Wrong;
use crate::study::values::ValueError;
use crate::study::values::read_named;
use crate::yaml::node::Node;
use crate::yaml::node::NodeValue;

/// A field that the shape does not have.
pub(super) fn unknown_field(name: &str, parent: Option<&str>, group: &Group, plan: &Plan) -> Wrong {
    let shown = short(name);
    let place = parent.map_or("this kind of file".to_owned(), |parent| format!("`{parent}`"));
    let fields: Vec<&str> = group.fields.iter().map(|field| field.name.as_str()).collect();
    let homes = plan.homes(name);
    let help = if let Some(near) = nearest(name, fields.iter().copied()) {
        format!("Did you mean `{near}`?")
    } else if !homes.is_empty() {
        let homes: Vec<&str> = homes.into_iter().collect();
        format!("`{shown}` belongs under {}.", either(&homes))
    } else if plan.root().field(name).is_some() {
        format!("`{shown}` belongs at the left margin, outside every other field.")
    } else {
        format!("The fields here are {}.", listed(&fields))
    };
    Wrong { code: "unknown-field", message: format!("{place} has no field `{shown}`"), help }
}

/// A field that a file cannot do without.
pub(super) fn required(name: &str, description: &str) -> Wrong {
    let example = match name {
        "assent" => "Write “assent: 1” as the first line.".to_owned(),
        _ => format!("Write `{name}:` and its value. {description}"),
    };
    Wrong {
        code: "missing-field",
        message: format!("`{name}` is missing here, and nothing can be done without it"),
        help: example,
    }
}

/// A value of another kind than the one expected.
pub(super) fn wrong_type(expected: &Expected, node: &Node, written: &str) -> Wrong {
    let message = format!("{} stands here, where {} is expected", found(node), wanted(expected));
    Wrong { code: "wrong-type", message, help: type_help(expected, node, written) }
}

fn found(node: &Node) -> &'static str {
    match &node.value {
        NodeValue::Null => "nothing",
        NodeValue::Bool(_) => "true or false",
        NodeValue::Number(_) => "a number",
        NodeValue::Text(_) => "text",
        NodeValue::Sequence(_) => "a list",
        NodeValue::Mapping(_) => "a group of fields",
    }
}

fn wanted(expected: &Expected) -> &'static str {
    match expected {
        Expected::Text => "text",
        Expected::Value(name) => match name.as_str() {
            "Date" => "a date",
            "Country" => "a country code",
            "Language" => "a language tag",
            "Currency" => "a currency code",
            "DeleteAfter" => "a length of time",
            "RelativePath" => "the path of a file",
            "Id" => "an id",
            _ => "text",
        },
        Expected::Bool => "true or false",
        Expected::Integer { .. } => "a whole number",
        Expected::Number { .. } => "a number",
        Expected::Choice(_) => "one word of a list",
        Expected::List(_) => "a list",
        Expected::Group(_) => "a group of fields",
        Expected::Anything => "a value",
    }
}

fn type_help(expected: &Expected, node: &Node, written: &str) -> String {
    let scalar = !matches!(node.value, NodeValue::Sequence(_) | NodeValue::Mapping(_));
    let written = short(written);
    match (expected, &node.value) {
        (Expected::Text, NodeValue::Number(_) | NodeValue::Bool(_)) => {
            format!("Put it in quotes, so that it is read as text: \"{written}\".")
        }
        (Expected::Value(name), NodeValue::Number(_) | NodeValue::Bool(_)) => match read_named(name, &written) {
            Some(Err(error)) => error.help.to_owned(),
            _ => format!("Put it in quotes, so that it is read as text: \"{written}\"."),
        },
        (Expected::Choice(known), _) => format!("Write one of {}.", listed(known)),
        (Expected::Bool, NodeValue::Text(text)) => match text.to_lowercase().as_str() {
            "yes" | "y" | "on" => "Write true.".to_owned(),
            "no" | "n" | "off" => "Write false.".to_owned(),
            "true" | "false" => format!("Write {} without quotes.", text.to_lowercase()),
            _ => "Write true or false.".to_owned(),
        },
        (Expected::Bool, _) => "Write true or false.".to_owned(),
        (Expected::Integer { .. } | Expected::Number { .. }, NodeValue::Text(text)) => {
            let digits = text.trim();
            if digits.parse::<f64>().is_ok_and(f64::is_finite) && digits.len() <= 20 {
                format!("Write {digits} without quotes.")
            } else {
                "Write the number in digits and nothing else: no unit, no word, no sign beside it.".to_owned()
            }
        }
        (Expected::Integer { .. } | Expected::Number { .. }, _) => "Write one number in digits.".to_owned(),
        (Expected::List(inner), _) if scalar => match inner.as_ref() {
            Expected::Group(_) => {
                "Begin each item on a line of its own with “- ”, and indent its fields below each other.".to_owned()
            }
            _ => format!("Write a list, also for a single one: [{written}]."),
        },
        (Expected::List(_), _) => "Begin each item on a line of its own with “- ”.".to_owned(),
        (Expected::Group(_), NodeValue::Sequence(_)) => {
            "There is only one here: write its fields without “- ”, indented below the name.".to_owned()
        }
        (Expected::Group(_), _) => "Write its fields on lines of their own, indented below the name.".to_owned(),
        (_, NodeValue::Sequence(items)) if items.len() == 1 => {
            "Only one value can stand here: write it without “- ” and without brackets.".to_owned()
        }
        (_, NodeValue::Sequence(_)) => {
            "Only one value can stand here: choose one, or say it all in one text.".to_owned()
        }
        _ => format!("Write {} directly behind the colon. A text that holds a colon needs quotes.", wanted(expected)),
    }
}

/// A text that its grammar refuses.
pub(super) fn ill_formed(error: &ValueError, text: &str) -> Wrong {
    // The message repeats the text, which may be as long as somebody likes.
    let shown = short(text);
    let message = if shown == text { error.problem.clone() } else { error.problem.replacen(text, &shown, 1) };
    Wrong { code: "invalid-value", message, help: error.help.to_owned() }
}

/// A number outside its bounds.
pub(super) fn out_of_range(number: &str, min: Option<i64>, max: Option<i64>) -> Wrong {
    let min = min.filter(|min| *min != i64::MIN);
    let max = max.filter(|max| *max != i64::MAX);
    let help = match (min, max) {
        (Some(min), Some(max)) if min == max => format!("Write {min}."),
        (Some(min), Some(max)) => format!("Write a number from {min} to {max}."),
        (Some(min), None) => format!("Write a number from {min} upwards."),
        (None, Some(max)) => format!("Write a number up to {max}."),
        (None, None) => "Write another number.".to_owned(),
    };
    Wrong { code: "out-of-range", message: format!("{number} cannot stand here"), help }
}

/// A decimal where only whole numbers count.
pub(super) fn not_whole(number: &str) -> Wrong {
    Wrong {
        code: "wrong-type",
        message: format!("{number} stands here, where a whole number is expected"),
        help: "Write it without decimals.".to_owned(),
    }
}

/// A word that a closed list does not have.
pub(super) fn unknown_choice(word: &str, known: &[String]) -> Wrong {
    let meant = nearest(word, known.iter().map(String::as_str));
    let help = match meant {
        Some(near) => format!("Did you mean `{near}`? The words here are {}.", listed(known)),
        None => format!("Write one of {}.", listed(known)),
    };
    Wrong {
        code: "unknown-choice",
        message: format!("`{}` is not one of the words that can stand here", short(word)),
        help,
    }
}

/// An id given twice.
pub(super) fn duplicate_id(id: &str) -> Wrong {
    Wrong {
        code: "duplicate-id",
        message: format!("the id `{}` is given twice in this list", short(id)),
        help: "Give each a name of its own: wherever the file names this id, nobody could tell which one is meant."
            .to_owned(),
    }
}

/// A file with more errors than anybody will read.
pub(super) fn too_many(most: usize) -> Wrong {
    Wrong {
        code: "too-many-errors",
        message: format!("there are more than {most} errors of shape in this file; the rest is not listed"),
        help: "Look whether this is a study file at all.".to_owned(),
    }
}

fn listed<T: AsRef<str>>(words: &[T]) -> String {
    words.iter().map(|word| format!("`{}`", word.as_ref())).collect::<Vec<_>>().join(", ")
}

fn either(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ")
}

/// A text as a message can carry it: one line, not long.
pub(crate) fn short(text: &str) -> String {
    const MOST: usize = 60;
    let line: String = text.chars().take(MOST + 1).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.chars().count() > MOST { line.chars().take(MOST).chain(['…']).collect() } else { line }
}
