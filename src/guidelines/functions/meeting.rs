//! Functions on who meets whom, and where.

use std::sync::Arc;

use minijinja::Error;
use minijinja::Value;

use crate::guidelines::functions::arguments::at;
use crate::guidelines::functions::arguments::entries;
use crate::guidelines::functions::arguments::hyphened;
use crate::guidelines::functions::arguments::list_of;
use crate::guidelines::functions::arguments::record;
use crate::guidelines::functions::arguments::words;
use crate::guidelines::world::World;
use crate::study::Activity;
use crate::study::Group;
use crate::study::Setting;

/// Asks about a group; a blank answers no.
fn of_group(world: &Arc<World>, args: &[Value], ask: impl Fn(&Group) -> bool) -> Result<Value, Error> {
    Ok(Value::from(record(at(args, 0)?, "participants", &world.study.participants)?.is_some_and(ask)))
}

/// Asks about an activity, a group or a setting; a blank answers no.
fn of_any(
    world: &Arc<World>,
    args: &[Value],
    activity: impl Fn(&Activity) -> bool,
    group: impl Fn(&Group) -> bool,
    setting: impl Fn(&Setting) -> bool,
) -> Result<Value, Error> {
    let value = at(args, 0)?;
    let answer = match list_of(value).as_str() {
        "participants" => record(value, "participants", &world.study.participants)?.is_some_and(group),
        "settings" => record(value, "settings", &world.study.settings)?.is_some_and(setting),
        _ => record(value, "activities", &world.study.activities)?.is_some_and(activity),
    };
    Ok(Value::from(answer))
}

pub(super) fn minors(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    of_group(world, args, |group| world.study.minors(group))
}

pub(super) fn adults(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    of_group(world, args, |group| world.study.adults(group))
}

pub(super) fn under_age(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let group = record(at(args, 0)?, "participants", &world.study.participants)?;
    let setting = record(at(args, 1)?, "settings", &world.study.settings)?;
    Ok(Value::from(group.zip(setting).is_some_and(|(group, setting)| group.under_age_in(setting))))
}

pub(super) fn activities_of(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let (study, value) = (&world.study, at(args, 0)?);
    let found: Vec<&Activity> = match list_of(value).as_str() {
        "settings" => {
            let setting = record(value, "settings", &study.settings)?;
            setting.into_iter().flat_map(|setting| study.activities_in(setting)).collect()
        }
        "team" => {
            let person = record(value, "team", &study.team)?;
            person.into_iter().flat_map(|person| study.activities_led_by(person)).collect()
        }
        _ => {
            let group = record(value, "participants", &study.participants)?;
            group.into_iter().flat_map(|group| study.activities_with(group)).collect()
        }
    };
    Ok(entries(world, "activities", &study.activities, found))
}

pub(super) fn groups_of(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let (study, value) = (&world.study, at(args, 0)?);
    let found: Vec<&Group> = if list_of(value) == "settings" {
        let setting = record(value, "settings", &study.settings)?;
        setting.into_iter().flat_map(|setting| study.groups_in(setting)).collect()
    } else {
        let activity = record(value, "activities", &study.activities)?;
        activity.into_iter().flat_map(|activity| study.groups_of(activity)).collect()
    };
    Ok(entries(world, "participants", &study.participants, found))
}

pub(super) fn settings_of(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let (study, value) = (&world.study, at(args, 0)?);
    let found: Vec<&Setting> = if list_of(value) == "activities" {
        let activity = record(value, "activities", &study.activities)?;
        activity.into_iter().flat_map(|activity| study.settings_of(activity)).collect()
    } else {
        let group = record(value, "participants", &study.participants)?;
        group.into_iter().flat_map(|group| study.settings_met(group)).collect()
    };
    Ok(entries(world, "settings", &study.settings, found))
}

pub(super) fn in_field(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let study = &world.study;
    of_any(
        world,
        args,
        |activity| study.in_field(activity),
        |group| study.group_in_field(group),
        |setting| study.activities_in(setting).any(|activity| study.in_field(activity)),
    )
}

pub(super) fn meets_people(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let study = &world.study;
    of_any(
        world,
        args,
        |activity| !activity.is_desk_review(),
        |group| study.meets_group(group),
        |setting| study.activities_in(setting).any(|activity| !activity.is_desk_review()),
    )
}

pub(super) fn field_activities(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let study = &world.study;
    let who = args.iter().flat_map(words).collect::<Vec<_>>();
    let wanted = |group: &Group| {
        who.is_empty()
            || who.iter().any(|who| if who == "survivors" { group.of_survivors() } else { study.minors(group) })
    };
    let found = study.field_activities().filter(|activity| study.groups_of(activity).any(wanted));
    Ok(entries(world, "activities", &study.activities, found))
}

pub(super) fn records_sound(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let activity = record(at(args, 0)?, "activities", &world.study.activities)?;
    Ok(Value::from(activity.is_some_and(Activity::records_sound)))
}

pub(super) fn document_languages(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let group = record(at(args, 0)?, "participants", &world.study.participants)?;
    let mut languages: Vec<String> =
        group.into_iter().flat_map(|group| &group.languages).map(ToString::to_string).collect();
    if languages.is_empty() {
        languages.push(world.study.study.language.to_string());
    }
    Ok(Value::from(languages))
}

pub(super) fn in_circumstances(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let wanted: Vec<String> = args.iter().flat_map(words).map(|word| hyphened(&word)).collect();
    let all = &world.study.participants;
    let found = all.iter().filter(|group| group.circumstances.iter().any(|word| wanted.contains(&hyphened(word))));
    Ok(entries(world, "participants", all, found))
}
