//! Functions on the team, and on what has an id.

use std::sync::Arc;

use minijinja::Error;
use minijinja::Value;

use crate::guidelines::functions::arguments::at;
use crate::guidelines::functions::arguments::entries;
use crate::guidelines::functions::arguments::items;
use crate::guidelines::functions::arguments::record;
use crate::guidelines::functions::arguments::words;
use crate::guidelines::functions::values::stands_in;
use crate::guidelines::world::Item;
use crate::guidelines::world::World;
use crate::study::Activity;
use crate::study::Duty;
use crate::study::Person;
use crate::yaml::path::Path;

/// Asks about a person; a blank answers no.
fn of_person(world: &Arc<World>, args: &[Value], ask: impl Fn(&Person) -> bool) -> Result<Value, Error> {
    Ok(Value::from(record(at(args, 0)?, "team", &world.study.team)?.is_some_and(ask)))
}

fn by_id(world: &Arc<World>, list: &str, args: &[Value]) -> Result<Value, Error> {
    let wanted = words(at(args, 0)?);
    let all = world.at(&Path::root().key(list)).and_then(|all| all.items()).unwrap_or_default();
    let found = all.into_iter().find(|item| {
        let id = item.below("id");
        id.as_ref().and_then(Item::scalar).and_then(Value::as_str).is_some_and(|id| wanted.iter().any(|it| it == id))
    });
    Ok(found.map_or_else(|| world.nowhere(), Value::from_object))
}

pub(super) fn person(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    by_id(world, "team", args)
}

pub(super) fn group(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    by_id(world, "participants", args)
}

pub(super) fn setting(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    by_id(world, "settings", args)
}

pub(super) fn people(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let ids = words(at(args, 0)?);
    let found = ids.iter().filter_map(|id| world.study.person(id));
    Ok(entries(world, "team", &world.study.team, found))
}

pub(super) fn has_duty(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let duty = words(at(args, 1)?);
    of_person(world, args, |person| person.duties.iter().any(|it| duty.iter().any(|word| word == it.as_str())))
}

pub(super) fn with_duty(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let duty = words(at(args, 0)?);
    let has = |person: &&Person| person.duties.iter().any(|it| duty.iter().any(|word| word == it.as_str()));
    Ok(entries(world, "team", &world.study.team, world.study.team.iter().filter(has)))
}

pub(super) fn trained(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let what = words(at(args, 1)?);
    of_person(world, args, |person| {
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

fn primary(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_lowercase()
}

fn spoken<'a>(people: impl IntoIterator<Item = &'a Person>) -> Vec<String> {
    people.into_iter().flat_map(|person| &person.speaks).map(|language| primary(language.as_str())).collect()
}

pub(super) fn speaks(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let mut people = Vec::new();
    for item in items(at(args, 0)?) {
        people.extend(record(&Value::from_object(item), "team", &world.study.team)?);
    }
    let spoken = spoken(people);
    Ok(Value::from(words(at(args, 1)?).iter().all(|language| spoken.contains(&primary(language)))))
}

pub(super) fn meets(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    of_person(world, args, |person| world.study.meets_participants(person))
}

pub(super) fn people_in_field(world: &Arc<World>, _: &[Value]) -> Result<Value, Error> {
    let team = &world.study.team;
    Ok(entries(world, "team", team, team.iter().filter(|person| world.study.meets_participants(person))))
}

fn languages(world: &World, activities: &[&Activity]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for group in activities.iter().flat_map(|activity| world.study.groups_of(activity)) {
        for language in &group.languages {
            if !found.iter().any(|known| primary(known) == primary(language.as_str())) {
                found.push(language.to_string());
            }
        }
    }
    found
}

pub(super) fn people_of(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let study = &world.study;
    let mut activities = Vec::new();
    for item in items(at(args, 0)?) {
        activities.extend(record(&Value::from_object(item), "activities", &study.activities)?);
    }
    let wanted: Vec<String> = languages(world, &activities).iter().map(|language| primary(language)).collect();
    let helps = |person: &Person| {
        let speaks = spoken([person]);
        person.has_duty(Duty::Interpreter) && (speaks.is_empty() || speaks.iter().any(|it| wanted.contains(it)))
    };
    let leads = |person: &Person| {
        activities.iter().any(|activity| activity.facilitators.iter().any(|id| person.id.as_ref() == Some(id)))
    };
    let found = study.team.iter().filter(|person| leads(person) || (!activities.is_empty() && helps(person)));
    Ok(entries(world, "team", &study.team, found))
}

pub(super) fn unspoken(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let study = &world.study;
    let Some(activity) = record(at(args, 0)?, "activities", &study.activities)? else {
        return Ok(Value::from(Vec::<Value>::new()));
    };
    let helps = |person: &&Person| {
        person.has_duty(Duty::Interpreter) || activity.facilitators.iter().any(|id| person.id.as_ref() == Some(id))
    };
    let spoken = spoken(study.team.iter().filter(helps));
    let unspoken = languages(world, &[activity]).into_iter().filter(|language| !spoken.contains(&primary(language)));
    Ok(Value::from(unspoken.collect::<Vec<_>>()))
}
