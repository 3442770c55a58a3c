//! The domain functions of the expression language: one table, which `assent guidelines functions` prints.
//!
//! A function never reports a blank that it meets inside the study: what an expression reads itself is reported, and a
//! group without ages is one finding of the check that asks for ages, not ten of those that need them.

use std::sync::Arc;

use minijinja::Error;
use minijinja::ErrorKind;
use minijinja::State;
use minijinja::Value;
use minijinja::value::Object;
use minijinja::value::ObjectRepr;

use crate::guidelines::language::Scope;
use crate::guidelines::language::is_blank;
use crate::guidelines::language::plain;
use crate::guidelines::language::world_of;
use crate::guidelines::world::Item;
use crate::guidelines::world::World;
use crate::study;
use crate::study::Activity;
use crate::study::Date;
use crate::study::DeleteAfter;
use crate::study::Group;
use crate::study::Person;
use crate::study::Setting;
use crate::study::Written;

/// What a function takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Anything at all.
    Anything,
    /// A record at one of these places of the shape, such as `participants[]`.
    Record(&'static [&'static str]),
    /// A list, or one of its elements.
    List,
    /// A text, also a date or a duration.
    Text,
    /// A number.
    Number,
    /// A word of the closed list at this place of the shape.
    Word(&'static str),
    /// The path of a field that the elements of the list before it have.
    FieldOfElements,
}

/// What a function yields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    /// Yes or no.
    Flag,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// One record at this place of the shape.
    Record(&'static str),
    /// Several of them.
    Records(&'static str),
    /// The elements of the field that the second argument names.
    Elements,
    /// The record that the first argument stands in.
    Parent,
    /// Something that is not followed further.
    Anything,
}

/// One function.
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// How it is written.
    pub signature: &'static str,
    /// What it says, in a line.
    pub doc: &'static str,
    /// An expression that uses it.
    pub example: &'static str,
    /// What it takes, in order.
    pub takes: &'static [Takes],
    /// True where the last of `takes` may come any number of times.
    pub variadic: bool,
    /// What it yields.
    pub gives: Gives,
    run: fn(&Arc<World>, &[Value]) -> Result<Value, Error>,
}

const GROUP: Takes = Takes::Record(&["participants[]"]);
const ACTIVITY: Takes = Takes::Record(&["activities[]"]);
const SETTING: Takes = Takes::Record(&["settings[]"]);
const PERSON: Takes = Takes::Record(&["team[]"]);

macro_rules! functions {
    ($($name:literal, $signature:literal, $doc:literal, $example:literal, [$($takes:expr),*], $variadic:literal, $gives:expr, $run:expr;)*) => {
        /// Every function, in the order in which they are printed.
        pub static TABLE: &[Function] = &[$(Function {
            name: $name, signature: $signature, doc: $doc, example: $example,
            takes: &[$($takes),*], variadic: $variadic, gives: $gives, run: $run,
        }),*];
    };
}

functions! {
    "blank", "blank(x)", "True for a gap: TODO, null or absent; for a section or list, where nothing in it is filled in. The gap counts as handled.",
        "blank(privacy.limits)", [Takes::Anything], false, Gives::Flag, |_, args| Ok(Value::from(blank(args, true)?));
    "given", "given(x)", "The opposite of blank(x).",
        "given(distress.stop_rule)", [Takes::Anything], false, Gives::Flag, |_, args| Ok(Value::from(!blank(args, true)?));
    "flat", "flat(list, \"field\")", "What stands in a field of every element of a list, in one list; each still knows its parent.",
        "flat(settings, \"referral\")", [Takes::List, Takes::FieldOfElements], false, Gives::Elements, flat;
    "parent", "parent(x)", "The record that something stands in: a service's setting, a training's person.",
        "parent(item)", [Takes::Anything], false, Gives::Parent, parent;
    "texts", "texts(x)", "All texts below something, joined with line breaks; blanks are skipped.",
        "texts(wellbeing)", [Takes::Anything], false, Gives::Text, texts;
    "any_match", "any_match(text, word, …)", "True where one of the words stands in the text, whatever its case, at the beginning of a word; for a list, in one of its texts.",
        "any_match(item.topic, \"trauma\", \"safeguard\")", [Takes::Anything, Takes::Anything], true, Gives::Flag, any_match;
    "minors", "minors(group)", "True where somebody in the group is under age in at least one setting of its activities; without an activity, in any setting.",
        "participants | selectattr(\"survivors\") | list | length > 0", [GROUP], false, Gives::Flag, |world, args| with_group(world, args, |group| world.study.minors(group));
    "adults", "adults(group)", "True where somebody in the group is of age in at least one setting of its activities; without an activity, in any setting.",
        "adults(group(\"young-survivors\"))", [GROUP], false, Gives::Flag, |world, args| with_group(world, args, |group| world.study.adults(group));
    "under_age", "under_age(group, setting)", "True where somebody in the group is under age in this setting: below age_of_consent_to_research if stated, else age_of_majority, else 18.",
        "under_age(group(\"young-survivors\"), setting(\"north\"))", [GROUP, SETTING], false, Gives::Flag, under_age;
    "activities_of", "activities_of(group | setting | person)", "The activities that a group takes part in, that happen in a setting, or that a person leads.",
        "activities_of(group(\"young-survivors\")) | length > 0", [Takes::Record(&["participants[]", "settings[]", "team[]"])], false, Gives::Records("activities[]"), activities_of;
    "groups_of", "groups_of(activity | setting)", "The groups that take part in an activity, or that are met in a setting.",
        "groups_of(setting(\"north\")) | selectattr(\"survivors\") | list | length > 0", [Takes::Record(&["activities[]", "settings[]"])], false, Gives::Records("participants[]"), groups_of;
    "settings_of", "settings_of(group | activity)", "The settings in which a group is met, or in which an activity happens.",
        "settings_of(group(\"young-survivors\")) | length > 1", [Takes::Record(&["participants[]", "activities[]"])], false, Gives::Records("settings[]"), settings_of;
    "person", "person(id)", "The team member with this id; a blank where there is none.",
        "person(disclosure.decision_maker)", [Takes::Anything], false, Gives::Record("team[]"), |world, args| by_id(world, "team", args);
    "people", "people(ids)", "The team members with these ids.",
        "people(purpose.decision.by) | length > 1", [Takes::Anything], false, Gives::Records("team[]"), people;
    "group", "group(id)", "The participant group with this id; a blank where there is none.",
        "group(\"young-survivors\").survivors", [Takes::Anything], false, Gives::Record("participants[]"), |world, args| by_id(world, "participants", args);
    "setting", "setting(id)", "The setting with this id; a blank where there is none.",
        "setting(\"north\").country == \"TH\"", [Takes::Anything], false, Gives::Record("settings[]"), |world, args| by_id(world, "settings", args);
    "has_duty", "has_duty(person, duty)", "True where the person has the duty.",
        "has_duty(person(disclosure.decision_maker), \"safeguarding\")", [PERSON, Takes::Word("team[].duties[]")], false, Gives::Flag, has_duty;
    "with_duty", "with_duty(duty)", "The team members who have a duty.",
        "with_duty(\"data-protection\") | length > 0", [Takes::Word("team[].duties[]")], false, Gives::Records("team[]"), with_duty;
    "trained", "trained(person, what)", "True where a training of the person covers this: as `covers` says, or, where it says nothing, as the topic tells by the packs' word lists.",
        "trained(person(\"lead\"), \"trauma-informed\")", [PERSON, Takes::Word("team[].training[].covers[]")], false, Gives::Flag, trained;
    "speaks", "speaks(person | people, languages)", "True where every one of the languages is spoken by the person, or by at least one of the people.",
        "speaks(team, flat(participants, \"languages\"))", [Takes::Anything, Takes::Anything], false, Gives::Flag, speaks;
    "served_by", "served_by(referral, group | gender)", "True where the service serves every gender of the group, or this gender; a service that names nobody serves all.",
        "flat(settings, \"referral\") | first and served_by(flat(settings, \"referral\") | first, \"girls\")", [Takes::Record(&["settings[].referral[]"]), Takes::Anything], false, Gives::Flag, served_by;
    "genders_of", "genders_of(group | setting)", "The genders of a group, or of all groups met in a setting; a group that names none has girls, boys and non-binary.",
        "genders_of(setting(\"north\")) | length > 1", [Takes::Record(&["participants[]", "settings[]"])], false, Gives::Texts, genders_of;
    "in_field", "in_field(activity)", "True for an activity with children or survivors that is no desk review.",
        "activities_of(group(\"young-survivors\")) | first and in_field(activities_of(group(\"young-survivors\")) | first)", [ACTIVITY], false, Gives::Flag, |world, args| with_activity(world, args, |activity| world.study.in_field(activity));
    "field_activities", "field_activities()", "The activities in which children or survivors are met.",
        "field_activities() | length > 0", [], false, Gives::Records("activities[]"), |world, _| Ok(entries(world, "activities", &world.study.activities, &world.study.field_activities().collect::<Vec<_>>()));
    "meets", "meets(person)", "True where the person leads a field activity, or is a facilitator or interpreter of a study that has one.",
        "meets(person(\"lead\"))", [PERSON], false, Gives::Flag, |world, args| with_person(world, args, |person| world.study.meets_participants(person));
    "people_in_field", "people_in_field()", "The team members who meet children or survivors, by meets(person).",
        "people_in_field() | selectattr(\"background_check\") | list | length > 0", [], false, Gives::Records("team[]"), people_in_field;
    "field_day", "field_day()", "The day that freshness is measured against: dates.start while it is ahead, today while the study runs, dates.end once it is over.",
        "days_between(\"2026-06-01\", field_day()) <= 183", [], false, Gives::Text, |world, _| Ok(Value::from(field_day(world).to_string()));
    "records_sound", "records_sound(activity)", "True where voices are recorded: audio or video.",
        "activities_of(group(\"young-survivors\")) | first and records_sound(activities_of(group(\"young-survivors\")) | first)", [ACTIVITY], false, Gives::Flag, |world, args| with_activity(world, args, Activity::records_sound);
    "document_languages", "document_languages(group)", "The languages in which a group receives its documents: its own, or the study's where it names none.",
        "document_languages(group(\"young-survivors\")) | length > 0", [GROUP], false, Gives::Texts, document_languages;
    "days_between", "days_between(from, to)", "Whole days from one date to another; negative where the second is earlier; a blank where one is.",
        "days_between(study.dates.start, study.dates.end) > 30", [Takes::Text, Takes::Text], false, Gives::Number, |_, args| between(args, days_between);
    "months_between", "months_between(from, to)", "Whole calendar months from one date to another, rounded down; negative where the second is earlier; a blank where one is.",
        "months_between(study.dates.start, today) <= 6", [Takes::Text, Takes::Text], false, Gives::Number, |_, args| between(args, months_between);
    "date", "date(x)", "The text as a date; a blank where it is none.",
        "date(\"2026-03-02\") < today", [Takes::Text], false, Gives::Text, |world, args| Ok(date(args, 0)?.map_or_else(|| world.nowhere(), |date| Value::from(date.to_string())));
    "days", "days(duration)", "The days of a length of time, ISO 8601; months and years count as their mean. `end+P60D` has 60.",
        "days(\"P6M\") > 180", [Takes::Text], false, Gives::Number, |world, args| Ok(duration(args)?.map_or_else(|| world.nowhere(), |it| Value::from(it.duration.days())));
    "after_end", "after_end(duration)", "True where a length of time counts from dates.end: `end+P60D`.",
        "after_end(\"end+P60D\")", [Takes::Text], false, Gives::Flag, |_, args| Ok(Value::from(duration(args)?.is_some_and(|it| it.from_end)));
    "score", "score(likelihood, severity)", "Likelihood times severity; a blank where one is.",
        "score(3, 4) == 12", [Takes::Number, Takes::Number], false, Gives::Number, |world, args| Ok(rated(args)?.map_or_else(|| world.nowhere(), |(l, s)| Value::from(study::score(l, s))));
    "band", "band(likelihood, severity)", "low (1 to 4), medium (5 to 9), high (10 to 14), extreme (15 and more); severity 5 is at least high; a blank where one is.",
        "band(1, 5) == \"high\"", [Takes::Number, Takes::Number], false, Gives::Text, |world, args| Ok(rated(args)?.map_or_else(|| world.nowhere(), |(l, s)| Value::from(study::band(l, s).as_str())));
    "applies_hazards", "applies_hazards()", "The ids of the hazards that the packs in force name and that apply to this study.",
        "applies_hazards() | length > 0", [], false, Gives::Texts, |world, _| Ok(Value::from(applying_hazards(world).into_iter().map(|hazard| Value::from(hazard.id.as_str())).collect::<Vec<_>>()));
}

/// The function with this name.
pub fn find(name: &str) -> Option<&'static Function> {
    TABLE.iter().find(|function| function.name == name)
}

/// A function as minijinja calls it.
#[derive(Clone, Copy)]
pub(super) struct Builtin(pub(super) &'static Function);

impl std::fmt::Debug for Builtin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.signature)
    }
}

impl Object for Builtin {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn call(self: &Arc<Self>, state: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        let most = if self.0.variadic { usize::MAX } else { self.0.takes.len() };
        if args.len() < self.0.takes.len() || args.len() > most {
            return Err(wrong(format!("`{}` is written `{}`", self.0.name, self.0.signature)));
        }
        if let Some(undefined) = args.iter().find(|arg| arg.is_undefined()) {
            return Err(wrong(format!("`{}` was given {}", self.0.name, undefined.kind())));
        }
        let world = world_of(state)?;
        (self.0.run)(&world, args)
    }
}

fn wrong(message: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}

fn argument(args: &[Value], at: usize) -> Result<&Value, Error> {
    args.get(at).ok_or_else(|| Error::from(ErrorKind::MissingArgument))
}

fn blank(args: &[Value], handle: bool) -> Result<bool, Error> {
    let value = argument(args, 0)?;
    if let Some(item) = Item::of(value) {
        if handle && item.is_blank() {
            item.handled();
        }
        return Ok(item.is_empty());
    }
    Ok(is_blank(value) || value.as_str().is_some_and(|text| text.trim().is_empty()) || value.len() == Some(0))
}

/// The items that a value is or holds; a plain list of values has none.
fn items(value: &Value) -> Vec<Item> {
    if let Some(item) = Item::of(value) {
        return item.items().unwrap_or_else(|| if item.is_blank() { Vec::new() } else { vec![item.clone()] });
    }
    let elements = value.try_iter().into_iter().flatten();
    elements.filter_map(|element| Item::of(&element).cloned()).collect()
}

/// The words that a value is or holds.
fn words(value: &Value) -> Vec<String> {
    let value = plain(value);
    if let Some(text) = value.as_str() {
        return vec![text.to_owned()];
    }
    if is_blank(&value) {
        return Vec::new();
    }
    let elements = value.try_iter().into_iter().flatten();
    elements.filter_map(|element| plain(&element).as_str().map(str::to_owned)).collect()
}

fn flat(_: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let field = plain(argument(args, 1)?);
    let field = field.as_str().ok_or_else(|| wrong("`flat` is written `flat(list, \"field\")`".to_owned()))?;
    let mut found = Vec::new();
    for item in items(argument(args, 0)?) {
        let Some(below) = item.below(field) else {
            return Err(wrong(format!("`{}` has no field `{field}`", item.path())));
        };
        match below.items() {
            Some(elements) => found.extend(elements.into_iter().map(Value::from_object)),
            None if below.is_blank() => {}
            None => found.push(Value::from_object(below)),
        }
    }
    Ok(Value::from(found))
}

fn parent(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let parent = Item::of(argument(args, 0)?).and_then(Item::parent);
    Ok(parent.map_or_else(|| world.nowhere(), Value::from_object))
}

fn texts(_: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let mut found = Vec::new();
    gather_texts(argument(args, 0)?, &mut found);
    Ok(Value::from(found.join("\n")))
}

fn gather_texts(value: &Value, into: &mut Vec<String>) {
    match (Item::of(value), value.as_str()) {
        (Some(item), _) => {
            if item.is_blank() {
                item.handled();
            }
            item.texts(into);
        }
        (None, Some(text)) => into.push(text.to_owned()),
        (None, None) => value.try_iter().into_iter().flatten().for_each(|element| gather_texts(&element, into)),
    }
}

fn any_match(_: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let mut found = Vec::new();
    let text = argument(args, 0)?;
    match Item::of(text) {
        Some(item) => item.texts(&mut found),
        None => gather_texts(text, &mut found),
    }
    let wanted: Vec<String> = args.iter().skip(1).flat_map(words).collect();
    let text = found.join("\n");
    Ok(Value::from(wanted.iter().any(|word| stands_in(word, &text))))
}

/// True where a word stands in a text, whatever its case, at the beginning of a word.
///
/// Scripts that are written without spaces have no beginnings to find: there it may stand anywhere.
pub fn stands_in(word: &str, text: &str) -> bool {
    let (word, text) = (word.to_lowercase(), text.to_lowercase());
    let spaced = word.chars().next().is_some_and(|first| first.is_alphanumeric() && first < '\u{0e00}');
    !word.is_empty()
        && text.match_indices(&word).any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            !spaced || before.is_none_or(|before| !before.is_alphanumeric())
        })
}

/// What a function does where its record is a blank: a reference to nobody answers no.
fn with_group(world: &Arc<World>, args: &[Value], ask: impl Fn(&Group) -> bool) -> Result<Value, Error> {
    Ok(Value::from(record(world, argument(args, 0)?, "participants", &world.study.participants)?.is_some_and(ask)))
}

fn with_activity(world: &Arc<World>, args: &[Value], ask: impl Fn(&Activity) -> bool) -> Result<Value, Error> {
    Ok(Value::from(record(world, argument(args, 0)?, "activities", &world.study.activities)?.is_some_and(ask)))
}

fn with_person(world: &Arc<World>, args: &[Value], ask: impl Fn(&Person) -> bool) -> Result<Value, Error> {
    Ok(Value::from(record(world, argument(args, 0)?, "team", &world.study.team)?.is_some_and(ask)))
}

/// The typed record that a value is; none for a blank; an error for anything else.
fn record<'a, T>(_: &Arc<World>, value: &Value, list: &str, all: &'a [T]) -> Result<Option<&'a T>, Error> {
    if is_blank(value) {
        return Ok(None);
    }
    match Item::of(value).filter(|item| item.is_record()).and_then(Item::entry) {
        Some((found, index)) if found == list => Ok(all.get(index)),
        _ => Err(wrong(format!("this is not one of the study's `{list}`"))),
    }
}

/// The list that a record belongs to.
fn list_of(value: &Value) -> String {
    Item::of(value).and_then(Item::entry).map(|(list, _)| list).unwrap_or_default()
}

/// The items of a top-level list that a domain question found.
fn entries<T>(world: &Arc<World>, list: &str, all: &[T], found: &[&T]) -> Value {
    let indices = all.iter().enumerate().filter(|(_, one)| found.iter().any(|it| std::ptr::eq(*it, *one)));
    Value::from(indices.map(|(index, _)| world.entry(list, index)).collect::<Vec<_>>())
}

fn under_age(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let group = record(world, argument(args, 0)?, "participants", &world.study.participants)?;
    let setting: Option<&Setting> = record(world, argument(args, 1)?, "settings", &world.study.settings)?;
    Ok(Value::from(group.zip(setting).is_some_and(|(group, setting)| group.under_age_in(setting))))
}

fn activities_of(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let (study, value) = (&world.study, argument(args, 0)?);
    let found: Vec<&Activity> = match list_of(value).as_str() {
        "settings" => {
            let setting = record(world, value, "settings", &study.settings)?;
            setting.map(|setting| study.activities_in(setting).collect()).unwrap_or_default()
        }
        "team" => {
            let person = record(world, value, "team", &study.team)?;
            person.map(|person| study.activities_led_by(person).collect()).unwrap_or_default()
        }
        _ => {
            let group = record(world, value, "participants", &study.participants)?;
            group.map(|group| study.activities_with(group).collect()).unwrap_or_default()
        }
    };
    Ok(entries(world, "activities", &study.activities, &found))
}

fn groups_of(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let (study, value) = (&world.study, argument(args, 0)?);
    let found: Vec<&Group> = if list_of(value) == "settings" {
        let setting = record(world, value, "settings", &study.settings)?;
        setting.map(|setting| study.groups_in(setting).collect()).unwrap_or_default()
    } else {
        let activity = record(world, value, "activities", &study.activities)?;
        activity.map(|activity| study.groups_of(activity).collect()).unwrap_or_default()
    };
    Ok(entries(world, "participants", &study.participants, &found))
}

fn settings_of(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let (study, value) = (&world.study, argument(args, 0)?);
    let found: Vec<&Setting> = if list_of(value) == "activities" {
        let activity = record(world, value, "activities", &study.activities)?;
        activity.map(|activity| study.settings_of(activity).collect()).unwrap_or_default()
    } else {
        let group = record(world, value, "participants", &study.participants)?;
        group.map(|group| study.settings_met(group).collect()).unwrap_or_default()
    };
    Ok(entries(world, "settings", &study.settings, &found))
}

fn by_id(world: &Arc<World>, list: &str, args: &[Value]) -> Result<Value, Error> {
    let wanted = words(argument(args, 0)?);
    let all = world.at(&crate::yaml::path::Path::root().key(list)).and_then(|all| all.items()).unwrap_or_default();
    let found = all.into_iter().find(|item| {
        let id = item.below("id");
        id.as_ref().and_then(Item::scalar).and_then(Value::as_str).is_some_and(|id| wanted.iter().any(|it| it == id))
    });
    Ok(found.map_or_else(|| world.nowhere(), Value::from_object))
}

fn people(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let found: Vec<&Person> = words(argument(args, 0)?).iter().filter_map(|id| world.study.person(id)).collect();
    Ok(entries(world, "team", &world.study.team, &found))
}

fn people_in_field(world: &Arc<World>, _: &[Value]) -> Result<Value, Error> {
    let meets = |person: &&Person| world.study.meets_participants(person);
    let found: Vec<&Person> = world.study.team.iter().filter(meets).collect();
    Ok(entries(world, "team", &world.study.team, &found))
}

fn has_duty(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let duty = words(argument(args, 1)?);
    with_person(world, args, |person| person.duties.iter().any(|it| duty.iter().any(|word| word == it.as_str())))
}

fn with_duty(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let duty = words(argument(args, 0)?);
    let has = |person: &&Person| person.duties.iter().any(|it| duty.iter().any(|word| word == it.as_str()));
    let found: Vec<&Person> = world.study.team.iter().filter(has).collect();
    Ok(entries(world, "team", &world.study.team, &found))
}

fn trained(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let what = words(argument(args, 1)?);
    with_person(world, args, |person| {
        what.iter().any(|what| {
            let told_by = world.lexicon.words.get(what).map(Vec::as_slice).unwrap_or_default();
            person.training.iter().any(|training| {
                if !training.covers.is_empty() {
                    return training.covers.iter().any(|it| it.as_str() == what);
                }
                let topic = training.topic.as_ref().map(|topic| topic.as_str()).unwrap_or_default();
                told_by.iter().any(|word| stands_in(word, topic))
            })
        })
    })
}

fn speaks(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
    let mut spoken = Vec::new();
    for item in items(argument(args, 0)?) {
        let person = record(world, &Value::from_object(item), "team", &world.study.team)?;
        spoken.extend(person.into_iter().flat_map(|person| &person.speaks).map(|it| primary(it.as_str())));
    }
    let wanted = words(argument(args, 1)?);
    Ok(Value::from(wanted.iter().all(|language| spoken.contains(&primary(language)))))
}

/// The genders of a group that names none: everybody who may be under age.
const ALL_GENDERS: [&str; 3] = ["girls", "boys", "non-binary"];

fn genders(group: &Group) -> Vec<String> {
    if group.genders.is_empty() { ALL_GENDERS.map(str::to_owned).to_vec() } else { group.genders.clone() }
}

fn served_by(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let Some(service) = Item::of(argument(args, 0)?).filter(|item| !item.is_blank()) else {
        return Ok(Value::from(false));
    };
    let Some(serves) = service.below("serves") else { return Err(wrong("this is no referral service".to_owned())) };
    let serves = words(&Value::from_object(serves));
    let whom = argument(args, 1)?;
    let wanted = if list_of(whom) == "participants" && Item::of(whom).is_some_and(Item::is_record) {
        record(world, whom, "participants", &world.study.participants)?.map(genders).unwrap_or_default()
    } else {
        words(whom)
    };
    let same = |a: &str, b: &str| a.trim().eq_ignore_ascii_case(b.trim());
    let all = serves.is_empty() || serves.iter().any(|word| same(word, "all"));
    Ok(Value::from(all || wanted.iter().all(|gender| serves.iter().any(|word| same(word, gender)))))
}

fn genders_of(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let (study, value) = (&world.study, argument(args, 0)?);
    let groups: Vec<&Group> = if list_of(value) == "settings" {
        let setting = record(world, value, "settings", &study.settings)?;
        setting.map(|setting| study.groups_in(setting).collect()).unwrap_or_default()
    } else {
        record(world, value, "participants", &study.participants)?.into_iter().collect()
    };
    let mut found: Vec<String> = Vec::new();
    for gender in groups.into_iter().flat_map(genders) {
        if !found.contains(&gender) {
            found.push(gender);
        }
    }
    Ok(Value::from(found))
}

fn document_languages(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let group = record(world, argument(args, 0)?, "participants", &world.study.participants)?;
    let mut languages: Vec<String> =
        group.into_iter().flat_map(|group| &group.languages).map(ToString::to_string).collect();
    if languages.is_empty() {
        languages.push(world.study.study.language.to_string());
    }
    Ok(Value::from(languages))
}

/// The day that freshness is measured against.
fn field_day(world: &World) -> Date {
    let dates = &world.study.study.dates;
    match (dates.start, dates.end) {
        (Some(start), _) if world.today < start => start,
        (_, Some(end)) if world.today > end => end,
        _ => world.today,
    }
}

fn date(args: &[Value], at: usize) -> Result<Option<Date>, Error> {
    let value = plain(argument(args, at)?);
    Ok(value.as_str().and_then(|text| Date::read(text).ok()))
}

fn between(args: &[Value], count: impl Fn(Date, Date) -> i64) -> Result<Value, Error> {
    match (date(args, 0)?, date(args, 1)?) {
        (Some(from), Some(to)) => Ok(Value::from(count(from, to))),
        _ => Ok(Value::from(())),
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    from.days_until(to)
}

fn months_between(from: Date, to: Date) -> i64 {
    let (a, b) = (from.civil(), to.civil());
    let months = (i64::from(b.year()) - i64::from(a.year())) * 12 + i64::from(b.month()) - i64::from(a.month());
    // The 31st to the 28th of February is a whole month where February ends there.
    let short = b.day() < a.day() && b.day() < b.days_in_month();
    months - i64::from(short)
}

fn duration(args: &[Value]) -> Result<Option<DeleteAfter>, Error> {
    let value = plain(argument(args, 0)?);
    Ok(value.as_str().and_then(|text| DeleteAfter::read(text).ok()))
}

fn rated(args: &[Value]) -> Result<Option<(u32, u32)>, Error> {
    let number = |at: usize| -> Result<Option<u32>, Error> {
        let value = plain(argument(args, at)?);
        Ok(value.as_i64().and_then(|number| u32::try_from(number).ok()))
    };
    Ok(number(0)?.zip(number(1)?))
}

/// The hazards that the packs in force name and that apply to this study; one whose condition fails to work out applies.
pub fn applying_hazards(world: &Arc<World>) -> Vec<&crate::guidelines::world::HazardInForce> {
    let scope = Scope::new(world);
    let reads = world.reads();
    let applies = world
        .lexicon
        .hazards
        .iter()
        .filter(|hazard| hazard.applies.as_ref().is_none_or(|applies| applies.holds(&scope).unwrap_or(true)))
        .collect();
    world.restore_reads(reads);
    applies
}
