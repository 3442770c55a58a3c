//! The short words of a language: dates, numbers, lists, plurals, labels. A language is a file, never Rust.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::documents::condition::Condition;
use crate::documents::tree::Direction;

/// `templates/words/<lang>.yaml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The language's own name.
    pub name: String,
    /// The way its lines run; from left to right if absent.
    #[serde(default)]
    pub direction: Option<Way>,
    /// What a gap says; `{field}` stands for the field.
    pub gap: String,
    /// A date, with `{day}`, `{month}` and `{year}`.
    pub date: String,
    /// A date on the first day of a month, where the language writes it in another way.
    #[serde(default)]
    pub first_of_month: Option<String>,
    /// The twelve months, as they stand within a date.
    pub months: Vec<String>,
    /// How numbers are written.
    pub number: Number,
    /// Two things joined by *and*.
    pub and: Joined,
    /// Two things joined by *or*.
    pub or: Joined,
    /// What stands between things before the last.
    pub comma: String,
    /// The forms of the plural, in the order in which they are tried.
    pub plurals: Vec<Plural>,
    /// Things that are counted, in each form of the plural; `{n}` stands for the number.
    pub counted: BTreeMap<String, BTreeMap<String, String>>,
    /// Words for the closed lists of a study, by list and value, and other short words.
    pub labels: BTreeMap<String, BTreeMap<String, String>>,
    /// The names of languages, by BCP 47 tag.
    pub languages: BTreeMap<String, String>,
    /// The names of countries, by ISO 3166-1 alpha-2, where they differ from the English ones.
    #[serde(default)]
    pub countries: BTreeMap<String, String>,
    /// True while somebody is still translating the file: it is treated as if it were not there.
    #[serde(default)]
    pub unfinished: bool,
    /// What the formats print around a document.
    #[serde(default)]
    pub paper: Option<serde_json::Value>,
}

/// The way lines run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

/// How numbers are written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Number {
    /// What stands between thousands.
    pub group: String,
    /// What stands before the fraction.
    pub decimal: String,
}

/// One form of the plural.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plural {
    /// Its name.
    pub form: String,
    /// The condition over `n` under which it holds.
    pub when: Condition,
}

/// Two things joined: a pattern with `{a}` and `{b}`, and others by how the second begins.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joined {
    /// The usual pattern.
    pub pattern: String,
    /// Other patterns, for a second thing that begins in a certain way.
    #[serde(default)]
    pub before: Vec<Before>,
}

/// A pattern for things that begin in a certain way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Before {
    /// The beginnings, in lower case.
    pub starts: Vec<String>,
    /// Longer beginnings to which it does not apply.
    #[serde(default)]
    pub except: Vec<String>,
    /// The pattern.
    pub pattern: String,
}

/// What is wrong with a words file, beside its shape.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// There are not twelve months.
    #[error("`months` has {0} names; a year has 12")]
    Months(usize),
    /// A plural's condition cannot be read.
    #[error("the plural `{name}` has a condition that cannot be read: {problem}")]
    Plural {
        /// The form.
        name: String,
        /// What the expression language says.
        problem: String,
    },
    /// No form of the plural holds for some numbers.
    #[error("no plural holds for {0}: let the last one be `true`")]
    NoPlural(i64),
    /// A counted thing lacks a form.
    #[error("`counted.{thing}` lacks the form `{form}`")]
    Form {
        /// The thing.
        thing: String,
        /// The form.
        form: String,
    },
}

impl Words {
    /// The way lines run.
    pub fn direction(&self) -> Direction {
        match self.direction {
            Some(Way::RightToLeft) => Direction::RightToLeft,
            Some(Way::LeftToRight) | None => Direction::LeftToRight,
        }
    }

    /// Everything that is wrong with the file.
    pub fn problems(&self) -> Vec<WordsError> {
        let mut problems = Vec::new();
        if self.months.len() != 12 {
            problems.push(WordsError::Months(self.months.len()));
        }
        for Plural { form, when } in &self.plurals {
            if let Some(problem) = when.problem() {
                problems.push(WordsError::Plural { name: form.clone(), problem: problem.to_owned() });
            }
        }
        if problems.is_empty()
            && let Some(number) = (0..=120).find(|number| self.plural(*number).is_none())
        {
            problems.push(WordsError::NoPlural(number));
        }
        for (thing, forms) in &self.counted {
            for plural in self.plurals.iter().filter(|plural| !forms.contains_key(&plural.form)) {
                problems.push(WordsError::Form { thing: thing.clone(), form: plural.form.clone() });
            }
        }
        problems
    }

    /// The form of the plural for a number.
    pub fn plural(&self, number: i64) -> Option<&str> {
        let holds = |plural: &&Plural| plural.when.holds(minijinja::context! { n => number }) == Ok(true);
        self.plurals.iter().find(holds).map(|plural| plural.form.as_str())
    }

    /// A number of things: `3 days`; none where the language has no word for the thing.
    pub fn count(&self, number: i64, thing: &str) -> Option<String> {
        let form = self.counted.get(thing)?.get(self.plural(number)?)?;
        Some(form.replace("{n}", &self.whole(number)))
    }

    /// A whole number; thousands are set apart from 10,000 on.
    pub fn whole(&self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let sign = if number < 0 { "-" } else { "" };
        if digits.len() < 5 {
            return format!("{sign}{digits}");
        }
        let mut out = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push_str(&self.number.group);
            }
            out.push(digit);
        }
        format!("{sign}{out}")
    }

    /// A number with or without a fraction.
    pub fn decimal(&self, number: f64) -> String {
        let text = number.to_string();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let whole = whole.parse().map_or_else(|_| whole.to_owned(), |whole| self.whole(whole));
        if fraction.is_empty() { whole } else { format!("{whole}{}{fraction}", self.number.decimal) }
    }

    /// A date in words.
    pub fn date(&self, date: jiff::civil::Date) -> String {
        let month = usize::try_from(date.month()).ok().and_then(|month| self.months.get(month.saturating_sub(1)));
        let pattern = match &self.first_of_month {
            Some(pattern) if date.day() == 1 => pattern,
            _ => &self.date,
        };
        pattern
            .replace("{day}", &date.day().to_string())
            .replace("{month}", month.map_or("", String::as_str))
            .replace("{year}", &date.year().to_string())
    }

    /// Things in a row, the last joined by *and*.
    pub fn and(&self, things: &[String]) -> String {
        self.join(things, &self.and)
    }

    /// Things in a row, the last joined by *or*.
    pub fn or(&self, things: &[String]) -> String {
        self.join(things, &self.or)
    }

    fn join(&self, things: &[String], joined: &Joined) -> String {
        match things {
            [] => String::new(),
            [one] => one.clone(),
            [head @ .., last] => {
                let start = last.to_lowercase();
                let begins =
                    |beginnings: &[String]| beginnings.iter().any(|beginning| start.starts_with(beginning.as_str()));
                let special = joined.before.iter().find(|before| begins(&before.starts) && !begins(&before.except));
                let pattern = special.map_or(&joined.pattern, |before| &before.pattern);
                fill(pattern, &head.join(&self.comma), last)
            }
        }
    }

    /// The word for a value of a list; none where the language has no word for it.
    pub fn label(&self, list: &str, value: &str) -> Option<&str> {
        let labels = self.labels.get(list)?;
        let key = || value.trim().to_lowercase().replace([' ', '_'], "-");
        labels.get(value).or_else(|| labels.get(&key())).map(String::as_str)
    }

    /// The name of a language; the tag where there is none.
    pub fn language(&self, tag: &str) -> String {
        let primary = tag.split('-').next().unwrap_or_default();
        self.languages.get(tag).or_else(|| self.languages.get(primary)).cloned().unwrap_or_else(|| tag.to_owned())
    }
}

/// Puts two texts into a pattern, in one pass: what is put in is never a pattern itself.
fn fill(pattern: &str, a: &str, b: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + a.len() + b.len());
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        rest = match (from.strip_prefix("{a}"), from.strip_prefix("{b}")) {
            (Some(after), _) => {
                out.push_str(a);
                after
            }
            (None, Some(after)) => {
                out.push_str(b);
                after
            }
            (None, None) => {
                out.push('{');
                from.get(1..).unwrap_or_default()
            }
        };
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plural(form: &str, when: &str) -> Plural {
        Plural { form: form.to_owned(), when: Condition::new(when) }
    }

    fn words() -> Words {
        let before = |starts: &[&str], except: &[&str], pattern: &str| Before {
            starts: starts.iter().map(|text| (*text).to_owned()).collect(),
            except: except.iter().map(|text| (*text).to_owned()).collect(),
            pattern: pattern.to_owned(),
        };
        Words {
            date: "{day} de {month} de {year}".into(),
            months: ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre"]
                .iter()
                .chain(&["noviembre", "diciembre"])
                .map(|month| (*month).to_owned())
                .collect(),
            number: Number { group: ".".into(), decimal: ",".into() },
            comma: ", ".into(),
            and: Joined { pattern: "{a} y {b}".into(), before: vec![before(&["i", "hi"], &["hie"], "{a} e {b}")] },
            plurals: vec![plural("one", "n == 1"), plural("other", "true")],
            counted: [(
                "day".to_owned(),
                [("one".to_owned(), "un día".to_owned()), ("other".to_owned(), "{n} días".to_owned())].into(),
            )]
            .into(),
            ..Words::default()
        }
    }

    #[test]
    fn dates_and_numbers_are_written_as_the_language_writes_them() {
        let words = words();
        assert_eq!(words.date(jiff::civil::date(2026, 3, 2)), "2 de marzo de 2026");
        assert_eq!(words.whole(1500), "1500");
        assert_eq!(words.whole(1_234_567), "1.234.567");
        assert_eq!(words.whole(-12_345), "-12.345");
        assert_eq!(words.decimal(12.5), "12,5");
        assert_eq!(words.decimal(12_345.0), "12.345");
        assert_eq!(words.decimal(1e21), "1000000000000000000000");
        let french = Words { first_of_month: Some("1er {month} {year}".into()), ..words };
        assert_eq!(french.date(jiff::civil::date(2026, 3, 1)), "1er marzo 2026");
        assert_eq!(french.date(jiff::civil::date(2026, 3, 2)), "2 de marzo de 2026");
    }

    #[test]
    fn plurals_are_conditions_of_the_file() {
        let words = words();
        assert_eq!(words.count(1, "day").as_deref(), Some("un día"));
        assert_eq!(words.count(4, "day").as_deref(), Some("4 días"));
        assert_eq!(words.count(4, "moon"), None);
    }

    #[test]
    fn a_list_ends_with_the_word_that_sounds_right() {
        let words = words();
        let list = |things: &[&str]| words.and(&things.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>());
        assert_eq!(list(&["madre", "hija"]), "madre e hija");
        assert_eq!(list(&["agua", "hielo"]), "agua y hielo");
        assert_eq!(list(&["a", "b", "c"]), "a, b y c");
        assert_eq!(list(&["{b}", "x"]), "{b} y x");
        assert_eq!(fill("{c} {a}", "one", "two"), "{c} one");
    }

    #[test]
    fn a_plural_that_fits_no_number_is_a_problem() {
        let mut words = words();
        words.plurals = vec![plural("one", "n == 1")];
        assert!(words.problems().contains(&WordsError::NoPlural(0)));
        words.plurals = vec![plural("one", "n ==")];
        assert!(matches!(words.problems().first(), Some(WordsError::Plural { .. })));
    }

    #[test]
    fn a_file_that_lacks_words_says_which() {
        let mut words = words();
        words.months.pop();
        words.counted.insert("week".to_owned(), [("other".to_owned(), "{n} semanas".to_owned())].into());
        let said: Vec<String> = words.problems().iter().map(ToString::to_string).collect();
        assert_eq!(said, ["`months` has 11 names; a year has 12", "`counted.week` lacks the form `one`"]);
    }

    #[test]
    fn a_language_is_named_by_its_region_by_itself_or_by_its_tag() {
        let names = [("pt", "portugués"), ("pt-BR", "portugués de Brasil")];
        let languages = names.map(|(tag, name)| (tag.to_owned(), name.to_owned())).into();
        let words = Words { languages, direction: Some(Way::RightToLeft), ..words() };
        assert_eq!(["pt-BR", "pt-PT", "xx"].map(|tag| words.language(tag)), ["portugués de Brasil", "portugués", "xx"]);
        assert_eq!(words.direction(), Direction::RightToLeft);
    }
}
