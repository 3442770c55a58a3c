//! Functions on risks, benefits and hazards.

use std::sync::Arc;

use minijinja::Error;
use minijinja::Value;

use crate::guidelines::functions::arguments;
use crate::guidelines::functions::arguments::entries;
use crate::guidelines::functions::arguments::list_of;
use crate::guidelines::functions::arguments::record;
use crate::guidelines::functions::arguments::words;
use crate::guidelines::language::Scope;
use crate::guidelines::language::plain;
use crate::guidelines::lexicon::HazardInForce;
use crate::guidelines::world::World;
use crate::study;
use crate::study::Id;

fn rated(args: &[Value]) -> Result<Option<(u32, u32)>, Error> {
    let number = |at: usize| -> Result<Option<u32>, Error> {
        let value = plain(arguments::at(args, at)?);
        Ok(value.as_i64().and_then(|number| u32::try_from(number).ok()))
    };
    Ok(number(0)?.zip(number(1)?))
}

pub(super) fn score(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    Ok(rated(args)?.map_or_else(|| world.nowhere(), |(l, s)| Value::from(study::score(l, s))))
}

pub(super) fn band(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    Ok(rated(args)?.map_or_else(|| world.nowhere(), |(l, s)| Value::from(study::band(l, s).as_str())))
}

/// The words by which `to` may name those who are asked about.
fn called(world: &Arc<World>, args: &[Value]) -> Result<Vec<String>, Error> {
    let mut called = Vec::new();
    for arg in args {
        match list_of(arg).as_str() {
            "participants" => {
                let group = record(arg, "participants", &world.study.participants)?;
                called.extend(group.and_then(|group| group.id.as_ref()).map(ToString::to_string));
            }
            "team" => {
                let person = record(arg, "team", &world.study.team)?;
                called.extend(person.and_then(|person| person.id.as_ref()).map(ToString::to_string));
                called
                    .extend(person.into_iter().flat_map(|person| &person.duties).map(|duty| duty.as_str().to_owned()));
            }
            _ => called.extend(words(arg)),
        }
    }
    if called.iter().any(|word| word == "team") {
        called.extend(world.study.team.iter().filter_map(|person| person.id.as_ref()).map(ToString::to_string));
        called.extend(study::Duty::ALL.iter().map(|duty| duty.as_str().to_owned()));
    }
    Ok(called)
}

fn names(to: &[Id], called: &[String]) -> bool {
    to.iter().any(|id| called.iter().any(|word| word == id.as_str()))
}

pub(super) fn risks_to(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let called = called(world, args)?;
    let all = &world.study.risks;
    Ok(entries(world, "risks", all, all.iter().filter(|risk| names(&risk.to, &called))))
}

pub(super) fn benefits_to(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let called = called(world, args)?;
    let all = &world.study.benefits;
    Ok(entries(world, "benefits", all, all.iter().filter(|benefit| names(&benefit.to, &called))))
}

pub(super) fn covered_hazards(world: &Arc<World>, _: &[Value]) -> Result<Value, Error> {
    let covered = world.study.risks.iter().flat_map(|risk| &risk.covers).map(ToString::to_string);
    Ok(Value::from(covered.collect::<Vec<_>>()))
}

pub(super) fn applies_hazards(world: &Arc<World>, _: &[Value]) -> Result<Value, Error> {
    let ids = applying_hazards(world).into_iter().map(|hazard| hazard.id.clone());
    Ok(Value::from(ids.collect::<Vec<_>>()))
}

/// The hazards that the packs in force name and that apply to this study; one whose condition cannot be worked out applies.
pub fn applying_hazards(world: &Arc<World>) -> Vec<&HazardInForce> {
    let scope = Scope::new(world);
    let reads = world.reads();
    let applies = |hazard: &&HazardInForce| hazard.applies.as_ref().is_none_or(|it| it.holds(&scope).unwrap_or(true));
    let applying = world.lexicon.hazards.iter().filter(applies).collect();
    world.restore_reads(reads);
    applying
}
