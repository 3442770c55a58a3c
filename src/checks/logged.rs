//! What was logged while the study ran, held against what the study itself says about reporting.

use jiff::Span;

use crate::checks::hit::Context;
use crate::checks::hit::Hit;
use crate::checks::hit::RustCheck;
use crate::records::log::Kind;
use crate::records::log::LogEntry;
use crate::records::log::Matter;
use crate::study::Date;
use crate::study::ReviewStatus;
use crate::study::Setting;
use crate::study::Study;
use crate::yaml::path::Path;

/// An incident that the committee should have heard of by now.
pub(super) const LATE: RustCheck =
    RustCheck { name: "incident-late", values: &["entry", "day", "body", "hours", "due"], run: late };
/// An incident that is not reported, in a study that does not say by when it has to be.
pub(super) const NO_TIME: RustCheck =
    RustCheck { name: "incident-time-missing", values: &["entry", "day", "setting"], run: no_time };
/// A committee that has waited too long for a report.
pub(super) const OVERDUE: RustCheck =
    RustCheck { name: "review-overdue", values: &["setting", "body", "months", "last", "due"], run: overdue };

/// The day by which a committee wants to hear of an incident; a part of a day counts as a whole one.
pub fn due(happened: Date, hours: u32) -> Option<Date> {
    let days = Span::new().try_days(hours.div_ceil(24)).ok()?;
    happened.civil().checked_add(days).ok().map(Into::into)
}

/// The settings that an entry concerns: its own, else all.
pub fn settings_of<'a>(study: &'a Study, entry: &LogEntry) -> Vec<(usize, &'a Setting)> {
    let own = |setting: &Setting| entry.setting.is_none() || setting.id == entry.setting;
    study.settings.iter().enumerate().filter(|(_, setting)| own(setting)).collect()
}

fn unreported<'a>(context: &Context<'a>) -> impl Iterator<Item = Matter<'a>> {
    let today = context.facts.today;
    let matters = context.facts.log.matters(Kind::Incident).into_iter();
    matters.filter(move |matter| matter.is_unreported() && matter.entry.on <= today)
}

fn late(context: &Context<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for matter in unreported(context) {
        let entry = matter.entry;
        let stated = settings_of(&context.loaded.study, entry).into_iter().filter_map(|(_, setting)| {
            let hours = setting.review.incidents_within_hours?;
            Some((due(entry.on, hours)?, hours, setting))
        });
        // Where several committees are concerned, the first to wait in vain is named.
        let Some((due, hours, setting)) = stated.min_by_key(|(due, ..)| *due) else { continue };
        if due < context.facts.today {
            hits.push(
                Hit::at(matter.file.place(&Path::root().key("on")))
                    .about(format!("log.{}", matter.file.id))
                    .with("entry", matter.file.id.clone())
                    .with("day", entry.on.to_string())
                    .with("body", setting.review.body.clone())
                    .with("hours", hours)
                    .with("due", due.to_string()),
            );
        }
    }
    hits
}

fn no_time(context: &Context<'_>) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    for matter in unreported(context) {
        for (index, setting) in settings_of(&context.loaded.study, matter.entry) {
            let path = Path::root().key("settings").index(index).key("review").key("incidents_within_hours");
            let known = hits.iter().any(|hit| hit.place.path == path);
            if setting.review.incidents_within_hours.is_none() && !known {
                hits.push(
                    Hit::at(context.loaded.place(&path))
                        .with("entry", matter.file.id.clone())
                        .with("day", matter.entry.on.to_string())
                        .with("setting", named(setting)),
                );
            }
        }
    }
    hits
}

fn overdue(context: &Context<'_>) -> Vec<Hit> {
    let study = &context.loaded.study;
    let mut hits = Vec::new();
    for (index, setting) in study.settings.iter().enumerate() {
        let review = &setting.review;
        let approved = matches!(review.status, Some(ReviewStatus::Approved | ReviewStatus::ApprovedWithConditions));
        let (Some(months), Some(on), true) = (review.report_every_months, review.on, approved) else { continue };
        let last = last_report(context, setting).filter(|last| *last > on).unwrap_or(on);
        let after = Span::new().try_months(months).and_then(|months| last.civil().checked_add(months));
        let Some(due) = after.ok().map(Date::from) else { continue };
        // What would fall due after the end is the closing report.
        let needed = study.study.dates.end.is_none_or(|end| due <= end);
        if needed && due < context.facts.today {
            let base = Path::root().key("settings").index(index).key("review").key("report_every_months");
            hits.push(
                Hit::at(context.loaded.place(&base))
                    .with("setting", named(setting))
                    .with("body", review.body.clone())
                    .with("months", months)
                    .with("last", last.to_string())
                    .with("due", due.to_string()),
            );
        }
    }
    hits
}

/// The day of the last report that concerns a setting.
fn last_report(context: &Context<'_>, setting: &Setting) -> Option<Date> {
    let reviews = context.facts.log.entries().map(|(_, entry)| entry).filter(|entry| entry.kind == Kind::Review);
    let here = reviews.filter(|entry| entry.setting.is_none() || entry.setting == setting.id);
    here.map(|entry| entry.on).filter(|on| *on <= context.facts.today).max()
}

fn named(setting: &Setting) -> String {
    let place = setting.place.as_ref().map(|place| place.0.trim().to_owned());
    place.or_else(|| setting.id.as_ref().map(ToString::to_string)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::Written;

    #[test]
    fn a_part_of_a_day_counts_as_a_whole_one() {
        let due = |hours| due(Date::read("2026-05-30").unwrap(), hours).unwrap().to_string();
        assert_eq!([due(0), due(1), due(24), due(25)], ["2026-05-30", "2026-05-31", "2026-05-31", "2026-06-01"]);
    }
}
