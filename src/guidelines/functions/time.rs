//! Functions on dates and lengths of time.

use std::sync::Arc;

use minijinja::Error;
use minijinja::Value;

use crate::guidelines::functions::arguments;
use crate::guidelines::language::plain;
use crate::guidelines::world::World;
use crate::study::Date;
use crate::study::DeleteAfter;
use crate::study::Written;

fn date_at(args: &[Value], at: usize) -> Result<Option<Date>, Error> {
    let value = plain(arguments::at(args, at)?);
    Ok(value.as_str().and_then(|text| Date::read(text).ok()))
}

/// A value, or a blank.
fn or_blank<T: Into<Value>>(world: &Arc<World>, value: Option<T>) -> Value {
    value.map_or_else(|| world.nowhere(), Into::into)
}

pub(super) fn field_day(world: &Arc<World>, _: &[Value]) -> Result<Value, Error> {
    Ok(Value::from(world.study.field_day(world.today).to_string()))
}

pub(super) fn fresh(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let months = plain(arguments::at(args, 1)?).as_i64().and_then(|months| i32::try_from(months).ok());
    let day = world.study.field_day(world.today);
    let date = date_at(args, 0)?;
    Ok(Value::from(date.zip(months).is_some_and(|(date, months)| date.holds_for(months, day))))
}

fn between(world: &Arc<World>, args: &[Value], count: impl Fn(Date, Date) -> i64) -> Result<Value, Error> {
    let dates = date_at(args, 0)?.zip(date_at(args, 1)?);
    Ok(or_blank(world, dates.map(|(from, to)| count(from, to))))
}

pub(super) fn days_between(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    between(world, args, Date::days_until)
}

pub(super) fn months_between(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    between(world, args, |from, to| if to < from { -whole_months(to, from) } else { whole_months(from, to) })
}

/// Whole calendar months between two dates in order.
fn whole_months(from: Date, to: Date) -> i64 {
    let (a, b) = (from.civil(), to.civil());
    let months = (i64::from(b.year()) - i64::from(a.year())) * 12 + i64::from(b.month()) - i64::from(a.month());
    // From the 31st to the last day of a shorter month is a whole month.
    let short = b.day() < a.day() && b.day() < b.days_in_month();
    months - i64::from(short)
}

pub(super) fn date(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    Ok(or_blank(world, date_at(args, 0)?.map(|date| date.to_string())))
}

fn duration(args: &[Value]) -> Result<Option<DeleteAfter>, Error> {
    let value = plain(arguments::at(args, 0)?);
    Ok(value.as_str().and_then(|text| DeleteAfter::read(text).ok()))
}

pub(super) fn days(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    Ok(or_blank(world, duration(args)?.map(|it| it.duration.days())))
}

pub(super) fn after_end(_: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    Ok(Value::from(duration(args)?.is_some_and(|it| it.from_end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_whole_calendar_months() {
        let months = |from: &str, to: &str| whole_months(Date::read(from).unwrap(), Date::read(to).unwrap());
        assert_eq!(months("2026-01-31", "2026-02-28"), 1);
        assert_eq!(months("2026-01-15", "2026-02-14"), 0);
        assert_eq!(months("2025-12-01", "2026-06-01"), 6);
        assert_eq!(months("2026-03-02", "2026-03-02"), 0);
    }
}
