//! The filters, tests and functions of templates. Each passes a blank on, so that it shows as a gap.

use minijinja::Environment;
use minijinja::Error;
use minijinja::ErrorKind;
use minijinja::State;
use minijinja::value::Rest;
use minijinja::value::Value;

use crate::documents::engine::world_of;
use crate::documents::markdown;
use crate::documents::values::Blank;
use crate::documents::view;
use crate::documents::view::World;
use crate::documents::view::group::same_language;
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
pub(super) fn add(env: &mut Environment<'static>) {
    env.add_test("blank", is_blank);
    env.add_test("from_end", |value: &Value| {
        value.as_str().and_then(|text| DeleteAfter::read(text).ok()).is_some_and(|after| after.from_end)
    });
    // The engine's own makes small letters of all that follow, names among them.
    env.add_filter("capitalize", |value: Value| {
        passing(value, |value| {
            let mut letters = text(&value)?.chars();
            Ok(letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect()).into())
        })
    });
    env.add_filter("prose", |value: Value| {
        passing(value, |value| Ok(Value::from_safe_string(markdown::prose(text(&value)?))))
    });
    env.add_filter("date", |state: &State, value: Value| {
        passing(value, |value| {
            let date = Date::read(text(&value)?).map_err(|error| wrong(error.to_string()))?;
            Ok(world_of(state)?.words.date(date.civil()).into())
        })
    });
    env.add_filter("counted", |state: &State, value: Value, thing: String| {
        passing(value, |value| {
            let count = world_of(state)?.words.count(i64::try_from(value)?, &thing);
            count.map(Value::from).ok_or_else(|| wrong(format!("the language cannot count `{thing}`")))
        })
    });
    env.add_filter("duration", |state: &State, value: Value| {
        passing(value, |value| {
            let words = &world_of(state)?.words;
            let after = DeleteAfter::read(text(&value)?).map_err(|error| wrong(error.to_string()))?;
            let (years, months, weeks, days) = after.duration.parts();
            let parts = [(years, "year"), (months, "month"), (weeks, "week"), (days, "day")];
            let parts: Option<Vec<String>> = parts
                .into_iter()
                .filter(|(number, _)| *number != 0)
                .map(|(number, unit)| words.count(number, unit))
                .collect();
            Ok(words.and(&parts.unwrap_or_default()).into())
        })
    });
    env.add_filter("label", |state: &State, value: Value, list: String| {
        let world = world_of(state)?;
        each(value, &|value| label(&world, &list, text(value)?))
    });
    env.add_filter("language_name", |state: &State, value: Value| {
        let world = world_of(state)?;
        each(value, &|value| Ok(world.words.language(text(value)?).into()))
    });
    env.add_filter("country_name", |state: &State, value: Value| {
        passing(value, |value| {
            let code = text(&value)?;
            let english = Country::read(code).map(|country| country.english_name().to_owned());
            let named = world_of(state)?.words.countries.get(code).cloned();
            Ok(named.or(english.ok()).unwrap_or_else(|| code.to_owned()).into())
        })
    });
    env.add_filter("and_list", |state: &State, value: Value| {
        let world = world_of(state)?;
        listed(value, &|things| world.words.and(things))
    });
    env.add_filter("or_list", |state: &State, value: Value| {
        let world = world_of(state)?;
        listed(value, &|things| world.words.or(things))
    });
    env.add_filter("money", |state: &State, value: Value| {
        let (amount, currency) = (value.get_attr("amount")?, value.get_attr("currency")?);
        match (is_blank(&amount), is_blank(&currency)) {
            (true, _) => Ok(amount),
            (_, true) => Ok(currency),
            _ => {
                let words = &world_of(state)?.words;
                let number = match amount.as_i64() {
                    Some(whole) => words.whole(whole),
                    None => words.decimal(f64::try_from(amount)?),
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
    env.add_function("section", |state: &State, anchor: String, tasks: Rest<String>| {
        let block = format!("```section {}\n{}\n```", markdown::escape(&anchor), tasks.join("\n"));
        world_of(state)?.source.trace.section(&anchor, tasks.0, state.name());
        Ok::<_, Error>(Value::from_safe_string(block))
    });
    env.add_function("person", |state: &State, id: Value| {
        passing(id, |id| Ok(view::person(&world_of(state)?, text(&id)?)))
    });
    env.add_function("people_with", |state: &State, duty: String| {
        Ok::<_, Error>(view::people_with(&world_of(state)?, &duty))
    });
    env.add_function("named", |state: &State, id: Value| {
        passing(id, |id| Ok(view::named(&world_of(state)?, text(&id)?)))
    });
    env.add_function("you", |state: &State, familiar: String, formal: String| {
        let world = world_of(state)?;
        let formally = world.extra.get("document").and_then(|document| document.get_attr("formal").ok());
        let text = if formally.is_some_and(|formally| formally.is_true()) { formal } else { familiar };
        Ok::<_, Error>(Value::from_safe_string(text))
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
fn label(world: &World, list: &str, value: &str) -> Result<Value, Error> {
    if let Some(label) = world.words.label(list, value) {
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
