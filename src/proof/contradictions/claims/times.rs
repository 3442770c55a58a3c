//! Lengths of time, and dates.

use super::Claim;
use super::Said;
use crate::checks::dates as written_dates;
use crate::checks::phrases::Folded;
use crate::checks::promises::STORED_KINDS;
use crate::checks::quantities;
use crate::checks::quantities::Quantity;
use crate::checks::quantities::Unit;
use crate::proof::contradictions::scope::Facts;
use crate::study::Date;
use crate::yaml::path::Path;

/// How long a session takes, how long people can think, when something is deleted, taken back or reported.
pub(super) fn lengths(said: &Said<'_>, facts: &Facts<'_>, found: &mut Vec<Claim>) {
    for length in quantities::find(said.text, said.language) {
        let short = matches!(length.unit, Unit::Minute | Unit::Hour);
        let claim = if said.is_about("deleting") {
            deletion(said, facts, &length)
        } else if said.is_about("taking-back") {
            taking_back(facts, &length)
        } else if said.is_about("fact-reporting") && matches!(length.unit, Unit::Hour | Unit::Day) {
            reporting(facts, &length)
        } else if said.is_about("fact-thinking-time") && matches!(length.unit, Unit::Day | Unit::Week) {
            thinking_time(facts, &length)
        } else if short && said.is_about("fact-session-length") && !said.is_about("fact-break") {
            session(facts, &length)
        } else {
            None
        };
        found.extend(claim.map(|(fact, says)| Claim { range: said.at(&length.range), fact, says }));
    }
}

fn session(facts: &Facts<'_>, length: &Quantity) -> Option<(Path, String)> {
    let planned: Vec<(usize, u32, u32)> = facts
        .activities
        .iter()
        .filter_map(|(at, activity)| {
            let (from, to) = (activity.minutes.from, activity.minutes.to);
            Some((*at, from.or(to)?, to.or(from)?))
        })
        .collect();
    let fits = |(_, from, to): &(usize, u32, u32)| {
        length.minutes() <= f64::from(*to) * 1.02 && length.from_minutes() >= f64::from(*from) * 0.98
    };
    let first = planned.first()?;
    if planned.iter().any(fits) {
        return None;
    }
    let says = if first.1 == first.2 { format!("{} min", first.1) } else { format!("{}-{} min", first.1, first.2) };
    Some((Path::root().key("activities").index(first.0).key("minutes"), says))
}

fn thinking_time(facts: &Facts<'_>, length: &Quantity) -> Option<(Path, String)> {
    let gaps: Vec<(usize, u32)> =
        facts.groups.iter().filter_map(|(at, group)| group.consent.gap_days.map(|days| (*at, days))).collect();
    let first = gaps.first()?;
    let fits = |(_, days): &(usize, u32)| (length.days() - f64::from(*days)).abs() < 0.5;
    let path = Path::root().key("participants").index(first.0).key("consent").key("gap_days");
    (!gaps.iter().any(fits)).then(|| (path, format!("{} d", first.1)))
}

fn deletion(said: &Said<'_>, facts: &Facts<'_>, length: &Quantity) -> Option<(Path, String)> {
    let named: Vec<&str> = STORED_KINDS.into_iter().filter(|kind| said.is_about(kind)).collect();
    let storage = &facts.study.privacy.storage;
    let mut planned = Vec::new();
    for (at, stored) in storage.iter().enumerate() {
        let (Some(what), Some(after)) = (&stored.what, &stored.delete_after) else { continue };
        let what = Folded::new(&what.to_string().replace('-', " "));
        if named.iter().any(|kind| what.has(said.lists.get(kind))) {
            planned.push((at, after));
        }
    }
    let first = planned.first()?;
    let fits = planned.iter().any(|(_, after)| is_about_the_same(length.days(), after.duration.days()));
    let path = Path::parse("privacy.storage").index(first.0).key("delete_after");
    (!fits).then(|| (path, first.1.to_string()))
}

fn taking_back(facts: &Facts<'_>, length: &Quantity) -> Option<(Path, String)> {
    let deadline = facts.study.privacy.withdrawal_deadline.as_ref()?.to_string();
    let planned = quantities::find(&deadline, facts.study.study.language.as_str());
    if planned.is_empty() || planned.iter().any(|one| (one.days() - length.days()).abs() < 0.5) {
        return None;
    }
    Some((Path::parse("privacy.withdrawal_deadline"), deadline.trim().to_owned()))
}

fn reporting(facts: &Facts<'_>, length: &Quantity) -> Option<(Path, String)> {
    let hours = facts.settings.iter().filter_map(|(at, setting)| {
        let hours = setting.mandatory_reporting.within_hours?;
        Some((*at, hours))
    });
    let hours: Vec<(usize, u32)> = hours.collect();
    let first = hours.first()?;
    let fits = hours.iter().any(|(_, hours)| (length.minutes() / 60.0 - f64::from(*hours)).abs() < 0.5);
    let path = Path::root().key("settings").index(first.0).key("mandatory_reporting").key("within_hours");
    (!fits).then(|| (path, format!("{} h", first.1)))
}

/// A month is 28 to 31 days.
#[expect(clippy::cast_precision_loss, reason = "a number of days is far below 2^52")]
fn is_about_the_same(days: f64, planned: i64) -> bool {
    (days - planned as f64).abs() <= (planned as f64 * 0.1).max(1.0)
}

/// Full dates beside a word that says which date of the study is meant.
pub(super) fn dates(said: &Said<'_>, facts: &Facts<'_>, found: &mut Vec<Claim>) {
    let study = facts.study;
    for (range, date) in written_dates::find(said.text) {
        let retention = study.privacy.retention.until.map(|until| (until, Path::parse("privacy.retention.until")));
        let meant: Vec<(Date, Path)> = if said.is_about("fact-approval") {
            reviews(facts)
        } else if said.is_about("taking-back") {
            let text = study.privacy.withdrawal_deadline.as_ref().map(ToString::to_string).unwrap_or_default();
            let path = Path::parse("privacy.withdrawal_deadline");
            written_dates::find(&text).into_iter().map(|(_, date)| (date, path.clone())).collect()
        } else if said.is_about("deleting") || said.is_about("fact-keeping") {
            retention.into_iter().collect()
        } else if said.is_about("fact-start") {
            study.study.dates.start.map(|start| (start, Path::parse("study.dates.start"))).into_iter().collect()
        } else if said.is_about("fact-end") {
            study.study.dates.end.map(|end| (end, Path::parse("study.dates.end"))).into_iter().collect()
        } else {
            Vec::new()
        };
        let known = known_dates(facts);
        if let Some((says, fact)) = meant.first()
            && !meant.iter().any(|(meant, _)| *meant == date)
            && !known.contains(&date)
        {
            found.push(Claim { range: said.at(&range), fact: fact.clone(), says: says.to_string() });
        }
    }
}

fn reviews(facts: &Facts<'_>) -> Vec<(Date, Path)> {
    let mut found = Vec::new();
    for (at, setting) in &facts.settings {
        let path = Path::root().key("settings").index(*at).key("review");
        found.extend(setting.review.on.map(|on| (on, path.key("on"))));
        found.extend(setting.review.expires.map(|expires| (expires, path.key("expires"))));
    }
    found
}

/// Dates that a sentence may be about although its words point to another one.
fn known_dates(facts: &Facts<'_>) -> Vec<Date> {
    let study = facts.study;
    let dates = &study.study.dates;
    let mut known: Vec<Date> = [dates.start, dates.end, study.privacy.retention.until].into_iter().flatten().collect();
    known.extend(reviews(facts).into_iter().map(|(date, _)| date));
    known
}
