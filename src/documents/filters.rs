//! The filters, tests and functions of templates. Each passes a blank on, so that it shows as a gap.

use std::sync::Arc;

use minijinja::Environment;
use minijinja::Error;
use minijinja::ErrorKind;
use minijinja::State;
use minijinja::value::Rest;
use minijinja::value::Value;

use crate::documents::markdown;
use crate::documents::values::Blank;
use crate::documents::view;
use crate::documents::view::World;
use crate::documents::view::group::same_language;
use crate::documents::words::Words;
use crate::study::values::Country;
use crate::study::values::Date;
use crate::study::values::DeleteAfter;
use crate::study::values::Written;
use crate::yaml::path::Path;

/// What templates can use, for `assent templates list` and the README: name, and what it does.
pub const NAMES: &[(&str, &str)] = &[
    ("text | prose", "free text as paragraphs, lists and emphasis, and nothing else"),
    ("date | date", "a date in words"),
    ("number | counted(\"day\")", "a number of things, in the right form of the plural"),
    ("duration | duration", "a length of time: P30D is 30 days"),
    ("duration is from_end", "true where the time counts from the end of the study"),
    (
        "word | label(\"mode\")",
        "the language's word for a value of a closed list; of a list of values, a list of words",
    ),
    ("list | and_list", "things in a row, the last joined by *and*"),
    ("list | or_list", "things in a row, the last joined by *or*"),
    ("amount | money", "an amount with its currency"),
    ("tag | language_name", "the name of a language; of a list, a list"),
    ("code | country_name", "the name of a country"),
    ("x is blank", "true where nobody has filled in the field"),
    ("list | or_gap", "the list; an empty one shows as a gap"),
    ("section(\"anchor\", \"pack/task\", …)", "begins a section: the next heading gets the anchor and the tasks"),
    ("person(\"id\")", "the team member with the id"),
    ("people_with(\"duty\")", "the team members with the duty"),
    ("named(\"id\")", "whom a risk or a benefit names"),
    ("band(likelihood, severity)", "low, medium, high or extreme; a blank where either is blank"),
];

/// Adds all of them to an environment.
pub fn add(env: &mut Environment<'static>, world: &Arc<World>, words: &Arc<Words>) {
    env.add_test("blank", is_blank);
    env.add_test("from_end", |value: &Value| {
        value.as_str().and_then(|text| DeleteAfter::read(text).ok()).is_some_and(|after| after.from_end)
    });
    env.add_filter("prose", |value: Value| {
        passing(value, |value| Ok(Value::from_safe_string(markdown::prose(text(&value)?))))
    });

    let own = Arc::clone(words);
    env.add_filter("date", move |value: Value| {
        passing(value, |value| {
            let date = Date::read(text(&value)?).map_err(|error| wrong(error.to_string()))?;
            Ok(own.date(date.civil()).into())
        })
    });
    let own = Arc::clone(words);
    env.add_filter("counted", move |value: Value, thing: String| {
        passing(value, |value| {
            let number = i64::try_from(value)?;
            own.count(number, &thing)
                .map(Value::from)
                .ok_or_else(|| wrong(format!("the language cannot count `{thing}`")))
        })
    });
    let own = Arc::clone(words);
    env.add_filter("duration", move |value: Value| {
        passing(value, |value| {
            let after = DeleteAfter::read(text(&value)?).map_err(|error| wrong(error.to_string()))?;
            let (years, months, weeks, days) = after.duration.parts();
            let parts = [(years, "year"), (months, "month"), (weeks, "week"), (days, "day")];
            let parts: Option<Vec<String>> = parts
                .into_iter()
                .filter(|(number, _)| *number != 0)
                .map(|(number, unit)| own.count(number, unit))
                .collect();
            Ok(own.and(&parts.unwrap_or_default()).into())
        })
    });
    let (own, study) = (Arc::clone(words), Arc::clone(world));
    env.add_filter("label", move |value: Value, list: String| {
        each(value, &|value| label(&own, &study, &list, text(value)?))
    });
    let own = Arc::clone(words);
    env.add_filter("language_name", move |value: Value| each(value, &|value| Ok(own.language(text(value)?).into())));
    let own = Arc::clone(words);
    env.add_filter("country_name", move |value: Value| {
        passing(value, |value| {
            let code = text(&value)?;
            let english = Country::read(code).map(|country| country.english_name().to_owned());
            Ok(own.countries.get(code).cloned().or(english.ok()).unwrap_or_else(|| code.to_owned()).into())
        })
    });
    let own = Arc::clone(words);
    env.add_filter("and_list", move |value: Value| listed(value, &|things| own.and(things)));
    let own = Arc::clone(words);
    env.add_filter("or_list", move |value: Value| listed(value, &|things| own.or(things)));
    let own = Arc::clone(words);
    env.add_filter("money", move |value: Value| {
        let (amount, currency) = (value.get_attr("amount")?, value.get_attr("currency")?);
        match (is_blank(&amount), is_blank(&currency)) {
            (true, _) => Ok(amount),
            (_, true) => Ok(currency),
            _ => {
                let number = match amount.as_i64() {
                    Some(whole) => own.whole(whole),
                    None => own.decimal(f64::try_from(amount)?),
                };
                // A no-break space, so that an amount never stands alone at the end of a line.
                Ok(Value::from(format!("{number}\u{a0}{}", text(&currency)?)))
            }
        }
    });
    env.add_filter(
        "or_gap",
        |value: Value| if value.is_true() { value } else { crate::documents::values::gap_of(value) },
    );

    let own = Arc::clone(world);
    env.add_function("section", move |state: &State, anchor: String, tasks: Rest<String>| {
        let block = format!("```section {}\n{}\n```", markdown::escape(&anchor), tasks.join("\n"));
        own.source.trace.section(&anchor, tasks.0, state.name());
        Value::from_safe_string(block)
    });
    let own = Arc::clone(world);
    env.add_function("person", move |id: Value| passing(id, |id| Ok(view::person(&own, text(&id)?))));
    let own = Arc::clone(world);
    env.add_function("people_with", move |duty: String| view::people_with(&own, &duty));
    let own = Arc::clone(world);
    env.add_function("named", move |id: Value| passing(id, |id| Ok(view::named(&own, text(&id)?))));
    let document = world.extra.get("document").cloned().unwrap_or_default();
    env.add_function("you", move |familiar: String, formal: String| {
        let formally = document.get_attr("formal").is_ok_and(|formally| formally.is_true());
        Value::from_safe_string(if formally { formal } else { familiar })
    });
    env.add_function("band", |likelihood: Value, severity: Value| {
        if is_blank(&likelihood) {
            return Ok(likelihood);
        }
        if is_blank(&severity) {
            return Ok(severity);
        }
        let band = crate::study::relations::band(u32::try_from(likelihood)?, u32::try_from(severity)?);
        Ok::<_, Error>(Value::from(band.as_str()))
    });
}

/// The language's word for a value. A value of the study's own, in a document of another language, is a gap: the
/// study's word is not of that language.
fn label(words: &Words, world: &World, list: &str, value: &str) -> Result<Value, Error> {
    if let Some(label) = words.label(list, value) {
        return Ok(Value::from(label));
    }
    if same_language(world.study.study.language.as_str(), &world.language) {
        return Ok(Value::from(value.replace(['-', '_'], " ")));
    }
    let wanted = format!("templates/words/{}.yaml: labels.{list}.{}", world.language, value.replace(' ', "-"));
    Ok(world.source.untranslated(&Path::root().key(wanted)))
}

fn is_blank(value: &Value) -> bool {
    value.downcast_object_ref::<Blank>().is_some()
}

fn passing(value: Value, make: impl FnOnce(Value) -> Result<Value, Error>) -> Result<Value, Error> {
    if is_blank(&value) { Ok(value) } else { make(value) }
}

/// Applies to a value, or to each of a list.
fn each(value: Value, make: &dyn Fn(&Value) -> Result<Value, Error>) -> Result<Value, Error> {
    if is_blank(&value) {
        return Ok(value);
    }
    if value.as_str().is_some() {
        return make(&value);
    }
    let items: Result<Vec<Value>, Error> =
        value.try_iter()?.map(|item| if is_blank(&item) { Ok(item) } else { make(&item) }).collect();
    Ok(Value::from(items?))
}

/// Joins a list; a blank in it is the whole, since a list with a hole must not read as complete.
fn listed(value: Value, join: &dyn Fn(&[String]) -> String) -> Result<Value, Error> {
    if is_blank(&value) {
        return Ok(value);
    }
    let items: Vec<Value> = value.try_iter()?.collect();
    if let Some(blank) = items.iter().find(|item| is_blank(item)) {
        return Ok(blank.clone());
    }
    let things: Result<Vec<String>, Error> = items
        .iter()
        .map(|item| match item.as_str() {
            Some(text) => Ok(text.to_owned()),
            None if item.is_number() => Ok(item.to_string()),
            None => Err(wrong("only texts and numbers can be joined")),
        })
        .collect();
    Ok(join(&things?).into())
}

fn text(value: &Value) -> Result<&str, Error> {
    value.as_str().ok_or_else(|| wrong(format!("a {} stands where a text is wanted", value.kind())))
}

fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.into())
}
