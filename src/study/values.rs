//! Values with a grammar of their own, parsed once: ids, dates, countries, languages, currencies, durations, paths.
//!
//! Each type reads from and writes to plain text, and its JSON Schema carries a pattern for editors. The lists behind
//! them (ISO 3166-1, ISO 4217, BCP 47) come from libraries.

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use schemars::Schema;
use schemars::SchemaGenerator;
use schemars::json_schema;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

/// Why a text is not the value that stands there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct ValueError {
    /// What is wrong, as a fragment: "`2026-13-01` is no date".
    pub problem: String,
    /// What to write instead.
    pub help: &'static str,
}

impl ValueError {
    fn new(problem: String, help: &'static str) -> Self {
        Self { problem, help }
    }
}

/// A value that is written as text and has a grammar.
pub trait Written: Sized {
    /// Reads the text, or says why it can't be read.
    fn read(text: &str) -> Result<Self, ValueError>;
}

macro_rules! written {
    ($type:ident, $pattern:expr, $description:expr) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                <$type as Written>::read(&text).map_err(serde::de::Error::custom)
            }
        }

        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern, "description": $description })
            }
        }
    };
}

/// An id: lower case, digits and hyphens, beginning with a letter or a digit.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(String);

written!(Id, "^[a-z0-9]+(-[a-z0-9]+)*$", "An id: lower-case letters, digits and hyphens, such as young-survivors.");

impl Id {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Written for Id {
    fn read(text: &str) -> Result<Self, ValueError> {
        let word = |part: &str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        if text.len() <= 80 && text.split('-').all(word) {
            Ok(Self(text.to_owned()))
        } else {
            Err(ValueError::new(
                format!("`{text}` cannot be an id"),
                "Use lower-case letters a to z, digits and single hyphens, 80 characters at most, such as `young-survivors`.",
            ))
        }
    }
}

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

/// A country, ISO 3166-1 alpha-2: `TH`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(String);

written!(Country, "^[A-Z]{2}$", "A country, ISO 3166-1 alpha-2: two capital letters, such as TH.");

impl Country {
    /// The two letters.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// The country's English short name by ISO 3166-1.
    pub fn english_name(&self) -> &'static str {
        rust_iso3166::from_alpha2(&self.0).map_or("", |country| country.name)
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Written for Country {
    fn read(text: &str) -> Result<Self, ValueError> {
        let upper = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        if upper && rust_iso3166::from_alpha2(text).is_some() {
            Ok(Self(text.to_owned()))
        } else {
            Err(ValueError::new(
                format!("`{text}` is not a country code"),
                "Write the two capital letters of ISO 3166-1, such as `TH` for Thailand or `NO` for Norway.",
            ))
        }
    }
}

/// A language, BCP 47: `th`, `pt-BR`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

written!(
    Language,
    "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$",
    "A language, BCP 47: such as th for Thai, es for Spanish, pt-BR for Portuguese as written in Brazil."
);

impl Language {
    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The primary language without region or script: `pt` for `pt-BR`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }
}

impl Default for Language {
    fn default() -> Self {
        Self("en".to_owned())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Written for Language {
    fn read(text: &str) -> Result<Self, ValueError> {
        let long_enough = text.split('-').next().is_some_and(|primary| (2..=3).contains(&primary.len()));
        match oxilangtag::LanguageTag::parse_and_normalize(text) {
            Ok(tag) if long_enough => Ok(Self(tag.as_str().to_owned())),
            _ => Err(ValueError::new(
                format!("`{text}` is not a language tag"),
                "Write a BCP 47 tag, such as `en`, `th` or `pt-BR`.",
            )),
        }
    }
}

/// A currency, ISO 4217: `THB`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(String);

written!(Currency, "^[A-Z]{3}$", "A currency, ISO 4217: three capital letters, such as THB.");

impl Currency {
    /// The three letters.
    pub fn code(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Written for Currency {
    fn read(text: &str) -> Result<Self, ValueError> {
        if iso_currency::Currency::from_code(text).is_some() {
            Ok(Self(text.to_owned()))
        } else {
            Err(ValueError::new(
                format!("`{text}` is not a currency code"),
                "Write the three capital letters of ISO 4217, such as `THB` or `EUR`.",
            ))
        }
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

/// A path to a file inside the study folder: relative, with `/`, never upwards.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelativePath(String);

written!(
    RelativePath,
    "^[^/\\\\]",
    "A path to a file inside the study folder, with forward slashes, such as guides/conversation.md."
);

impl RelativePath {
    /// The path as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RelativePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Written for RelativePath {
    fn read(text: &str) -> Result<Self, ValueError> {
        let odd = |c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
        let inside = text.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
        if inside && !text.contains(odd) && text.len() <= 400 {
            Ok(Self(text.to_owned()))
        } else {
            Err(ValueError::new(
                format!("`{text}` is not a path inside the study folder"),
                "Write a path that begins at the study folder, with `/` between folders and without `..`, such as `guides/conversation.md`.",
            ))
        }
    }
}

/// Text in the study's language that documents show and translators translate: paragraphs, lists and emphasis.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Prose(pub String);

impl JsonSchema for Prose {
    fn schema_name() -> Cow<'static, str> {
        "Prose".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "description": "Text in the study's language; paragraphs, lists and emphasis are kept." })
    }
}

impl Prose {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads a text as the named value type, where there is one by that name.
///
/// The shape of a study names its value types in its JSON Schema (`#/$defs/Date`); this is the way from that name back
/// to the grammar.
pub fn read_named(type_name: &str, text: &str) -> Option<Result<(), ValueError>> {
    fn drop_value<T: Written>(text: &str) -> Result<(), ValueError> {
        T::read(text).map(|_| ())
    }
    Some(match type_name {
        "Id" => drop_value::<Id>(text),
        "Date" => drop_value::<Date>(text),
        "Country" => drop_value::<Country>(text),
        "Language" => drop_value::<Language>(text),
        "Currency" => drop_value::<Currency>(text),
        "DeleteAfter" => drop_value::<DeleteAfter>(text),
        "RelativePath" => drop_value::<RelativePath>(text),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads<T: Written>(text: &str) -> bool {
        T::read(text).is_ok()
    }

    #[test]
    fn ids_are_lower_case_words_with_hyphens() {
        assert!(reads::<Id>("young-survivors") && reads::<Id>("g2"));
        for bad in ["", "-a", "a-", "a--b", "Young", "a b", "é", "a/b"] {
            assert!(!reads::<Id>(bad), "{bad}");
        }
    }

    #[test]
    fn norway_is_a_country_and_lower_case_is_not() {
        assert_eq!(Country::read("NO").map(|country| country.english_name()), Ok("Norway"));
        assert!(!reads::<Country>("no") && !reads::<Country>("XX") && !reads::<Country>("THA"));
    }

    #[test]
    fn dates_are_whole_and_exist() {
        assert!(reads::<Date>("2028-02-29"));
        for bad in ["2026-02-29", "2026-2-9", "20260209", "2026-02-09T10:00", "tomorrow", "+002026-01-01"] {
            assert!(!reads::<Date>(bad), "{bad}");
        }
    }

    #[test]
    fn languages_are_tags_and_keep_their_normal_form() {
        assert_eq!(Language::read("PT-br").map(|language| language.to_string()), Ok("pt-BR".to_owned()));
        assert!(!reads::<Language>("english") && !reads::<Language>("e") && !reads::<Language>("en_GB"));
    }

    #[test]
    fn durations_count_from_collection_or_from_the_end() {
        let after = DeleteAfter::read("end+P60D");
        assert!(after.is_ok_and(|after| after.from_end && after.duration.days() == 60));
        assert!(DeleteAfter::read("P6M").is_ok_and(|after| !after.from_end && after.duration.days() == 183));
        for bad in ["30 days", "P", "P30", "end-P1D", "PT3H", "P-3D", "P1.5Y"] {
            assert!(!reads::<DeleteAfter>(bad), "{bad}");
        }
    }

    #[test]
    fn paths_stay_inside_the_folder() {
        assert!(reads::<RelativePath>("guides/conversation.md"));
        for bad in ["/etc/hosts", "../x", "a/../../x", "a//b", "C:/x", "a\\b", "", "a/", "./a", "a\nb"] {
            assert!(!reads::<RelativePath>(bad), "{bad}");
        }
    }
}
