//! Dates and lengths of time, ISO 8601.

use std::fmt;

use super::ValueError;
use super::Written;
use super::written;

/// A calendar date, ISO 8601: `2026-03-02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

written!(Date, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "A date, ISO 8601: year-month-day, such as 2026-03-02.");

impl Date {
    /// The date as a calendar date.
    pub fn civil(self) -> jiff::civil::Date {
        self.0
    }

    /// Days from this date to another; negative where the other is earlier.
    pub fn days_until(self, other: Date) -> i64 {
        self.0.until(other.0).map_or(0, |span| i64::from(span.get_days()))
    }
}

impl From<jiff::civil::Date> for Date {
    fn from(date: jiff::civil::Date) -> Self {
        Self(date)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Written for Date {
    fn read(text: &str) -> Result<Self, ValueError> {
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let date = if shaped { text.parse::<jiff::civil::Date>().ok() } else { None };
        date.filter(|date| date.year() > 0).map(Self).ok_or_else(|| {
            ValueError::new(format!("`{text}` is not a date"), "Write year-month-day, such as `2026-03-02`.")
        })
    }
}

/// A length of time in calendar units, ISO 8601: `P30D`, `P6M`, `P1Y`.
#[derive(Debug, Clone, Copy)]
pub struct Duration(jiff::Span);

/// A month as a number of days where a length of time is compared with another, and no date is at hand.
const DAYS_A_MONTH: f64 = 365.25 / 12.0;

impl Duration {
    /// The date that lies this long after another; none where the calendar ends.
    pub fn after(&self, date: Date) -> Option<Date> {
        date.0.checked_add(self.0).ok().map(Date)
    }

    /// The length in days; months and years count as their mean.
    pub fn days(&self) -> i64 {
        let span = self.0;
        let months = f64::from(span.get_years()) * 12.0 + f64::from(span.get_months());
        let days = i64::from(span.get_weeks()) * 7 + i64::from(span.get_days());
        days + (months * DAYS_A_MONTH).round() as i64
    }

    /// Years, months, weeks and days as they were written.
    pub fn parts(&self) -> (i64, i64, i64, i64) {
        let span = self.0;
        (span.get_years().into(), span.get_months().into(), span.get_weeks().into(), span.get_days().into())
    }

    fn read_iso(text: &str) -> Option<Self> {
        let dated = text.len() > 2 && text.starts_with('P') && !text.contains(['T', '.', ',', '-']);
        let span = if dated { text.parse::<jiff::Span>().ok()? } else { return None };
        Some(Self(span))
    }
}

/// When a kind of data is deleted: so long after collection (`P30D`), or so long after `dates.end` (`end+P60D`).
#[derive(Debug, Clone)]
pub struct DeleteAfter {
    /// True where the time counts from `dates.end` and not from collection.
    pub from_end: bool,
    /// How long.
    pub duration: Duration,
    text: String,
}

written!(
    DeleteAfter,
    "^(end\\+)?P[0-9YMWD]+$",
    "A length of time, ISO 8601: P30D is 30 days, P6M six months, counted from collection; end+P60D counts from dates.end."
);

impl fmt::Display for DeleteAfter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for DeleteAfter {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Written for DeleteAfter {
    fn read(text: &str) -> Result<Self, ValueError> {
        let (from_end, rest) = match text.strip_prefix("end+") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        match Duration::read_iso(rest) {
            Some(duration) => Ok(Self { from_end, duration, text: text.to_owned() }),
            None => Err(ValueError::new(
                format!("`{text}` is not a length of time"),
                "Write ISO 8601: `P30D` for 30 days after collection, `P6M` for six months, `end+P60D` for 60 days after the study ends.",
            )),
        }
    }
}
