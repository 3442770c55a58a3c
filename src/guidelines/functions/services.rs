//! Functions on referral services.

use std::sync::Arc;

use minijinja::Error;
use minijinja::Value;

use crate::guidelines::functions::arguments::at;
use crate::guidelines::functions::arguments::list_of;
use crate::guidelines::functions::arguments::record;
use crate::guidelines::functions::arguments::words;
use crate::guidelines::language::is_blank;
use crate::guidelines::world::Item;
use crate::guidelines::world::World;
use crate::study::EVERYBODY;
use crate::study::Referral;
use crate::study::ReferralKind;
use crate::study::Setting;
use crate::yaml::path::Segment;

/// The service that a value is, and its setting.
fn service<'a>(world: &'a Arc<World>, value: &Value) -> Option<(&'a Setting, &'a Referral)> {
    let path = Item::of(value).filter(|item| !item.is_blank()).map(Item::path)?;
    match path.0.as_slice() {
        [Segment::Key(list), Segment::Index(setting), Segment::Key(below), Segment::Index(service)]
            if list.as_str() == "settings" && below.as_str() == "referral" =>
        {
            let setting = world.study.settings.get(*setting)?;
            Some((setting, setting.referral.get(*service)?))
        }
        _ => None,
    }
}

pub(super) fn served_by(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let Some((_, service)) = service(world, at(args, 0)?) else { return Ok(Value::from(false)) };
    let whom = at(args, 1)?;
    if is_blank(whom) {
        return Ok(Value::from(false));
    }
    if list_of(whom) == "participants" {
        let group = record(whom, "participants", &world.study.participants)?;
        return Ok(Value::from(group.is_some_and(|group| service.serves_group(group))));
    }
    Ok(Value::from(words(whom).iter().all(|gender| service.serves_gender(gender))))
}

pub(super) fn genders_of(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let value = at(args, 0)?;
    if list_of(value) == "settings" {
        let setting = record(value, "settings", &world.study.settings)?;
        return Ok(Value::from(setting.map(|setting| world.study.genders_met(setting)).unwrap_or_default()));
    }
    let group = record(value, "participants", &world.study.participants)?;
    Ok(Value::from(match group {
        Some(group) if group.genders.is_empty() => vec![EVERYBODY.to_owned()],
        Some(group) => group.genders.clone(),
        None => Vec::new(),
    }))
}

fn kinds(args: &[Value]) -> Result<Vec<ReferralKind>, Error> {
    let wanted = words(at(args, 1)?);
    Ok(ReferralKind::ALL.into_iter().filter(|kind| wanted.iter().any(|word| word == kind.as_str())).collect())
}

fn of_setting(
    world: &Arc<World>,
    args: &[Value],
    ask: impl Fn(&Setting, ReferralKind) -> Vec<String>,
) -> Result<Value, Error> {
    let setting = record(at(args, 0)?, "settings", &world.study.settings)?;
    let kinds = kinds(args)?;
    let found =
        setting.into_iter().flat_map(|setting| kinds.iter().flat_map(|kind| ask(setting, *kind)).collect::<Vec<_>>());
    Ok(Value::from(found.collect::<Vec<_>>()))
}

pub(super) fn unserved(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    of_setting(world, args, |setting, kind| world.study.unserved(setting, kind))
}

pub(super) fn unusable(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let day = world.study.field_day(world.today);
    of_setting(world, args, |setting, kind| world.study.unusable(setting, kind, day))
}

pub(super) fn needed(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let day = world.study.field_day(world.today);
    let needed = service(world, at(args, 0)?).is_some_and(|(setting, service)| {
        let kind = service.kind.filter(|kind| matches!(kind, ReferralKind::Medical | ReferralKind::Psychosocial));
        let unusable = kind.map(|kind| world.study.unusable(setting, kind, day)).unwrap_or_default();
        unusable.iter().any(|gender| gender == EVERYBODY || service.serves_gender(gender))
    });
    Ok(Value::from(needed))
}
