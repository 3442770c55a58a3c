//! Lengths of time in prose: `30 days`, `two to three weeks`, `una hora y media`.
//!
//! English, Spanish, French, Portuguese and German number words and units are read; in other languages only what is written
//! with digits and a unit of these. What is not understood is not guessed at.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Minutes.
    Minute,
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

impl Unit {
    /// One of it in minutes; months and years as their mean.
    fn minutes(self) -> f64 {
        match self {
            Unit::Minute => 1.0,
            Unit::Hour => 60.0,
            Unit::Day => 1440.0,
            Unit::Week => 10_080.0,
            Unit::Month => 43_830.0,
            Unit::Year => 525_960.0,
        }
    }
}

/// A length of time that a text names; `from` and `to` are the same where it names one length.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Its bytes.
    pub range: Range<usize>,
    /// The smaller number.
    pub from: f64,
    /// The larger number.
    pub to: f64,
    /// The unit.
    pub unit: Unit,
}

impl Quantity {
    /// The larger end in minutes.
    pub fn minutes(&self) -> f64 {
        self.to * self.unit.minutes()
    }

    /// The larger end in days.
    pub fn days(&self) -> f64 {
        self.minutes() / Unit::Day.minutes()
    }

    /// The smaller end in minutes.
    pub fn from_minutes(&self) -> f64 {
        self.from * self.unit.minutes()
    }
}

struct Lexicon {
    language: &'static str,
    numbers: &'static [(&'static str, f64)],
    units: &'static [(&'static str, Unit)],
    /// Words between the two ends of a range.
    to: &'static [&'static str],
    /// Words that may stand between a number and its unit.
    between: &'static [&'static str],
    /// Endings that add a half: `an hour and a half`.
    and_a_half: &'static [&'static str],
}

const ENGLISH: Lexicon = Lexicon {
    language: "en",
    numbers: &[
        ("a", 1.0),
        ("an", 1.0),
        ("one", 1.0),
        ("two", 2.0),
        ("three", 3.0),
        ("four", 4.0),
        ("five", 5.0),
        ("six", 6.0),
        ("seven", 7.0),
        ("eight", 8.0),
        ("nine", 9.0),
        ("ten", 10.0),
        ("eleven", 11.0),
        ("twelve", 12.0),
        ("fourteen", 14.0),
        ("fifteen", 15.0),
        ("twenty", 20.0),
        ("thirty", 30.0),
        ("forty", 40.0),
        ("fifty", 50.0),
        ("sixty", 60.0),
        ("ninety", 90.0),
        ("hundred", 100.0),
        ("half", 0.5),
    ],
    units: &[
        ("minute", Unit::Minute),
        ("minutes", Unit::Minute),
        ("min", Unit::Minute),
        ("mins", Unit::Minute),
        ("hour", Unit::Hour),
        ("hours", Unit::Hour),
        ("day", Unit::Day),
        ("days", Unit::Day),
        ("week", Unit::Week),
        ("weeks", Unit::Week),
        ("month", Unit::Month),
        ("months", Unit::Month),
        ("year", Unit::Year),
        ("years", Unit::Year),
    ],
    to: &["to", "and", "or"],
    between: &["a", "an", "whole", "full", "calendar", "working", "more"],
    and_a_half: &["and a half"],
};

const SPANISH: Lexicon = Lexicon {
    language: "es",
    numbers: &[
        ("un", 1.0),
        ("una", 1.0),
        ("uno", 1.0),
        ("dos", 2.0),
        ("tres", 3.0),
        ("cuatro", 4.0),
        ("cinco", 5.0),
        ("seis", 6.0),
        ("siete", 7.0),
        ("ocho", 8.0),
        ("nueve", 9.0),
        ("diez", 10.0),
        ("doce", 12.0),
        ("catorce", 14.0),
        ("quince", 15.0),
        ("veinte", 20.0),
        ("treinta", 30.0),
        ("cuarenta", 40.0),
        ("sesenta", 60.0),
        ("noventa", 90.0),
        ("cien", 100.0),
        ("media", 0.5),
        ("medio", 0.5),
    ],
    units: &[
        ("minuto", Unit::Minute),
        ("minutos", Unit::Minute),
        ("min", Unit::Minute),
        ("hora", Unit::Hour),
        ("horas", Unit::Hour),
        ("día", Unit::Day),
        ("días", Unit::Day),
        ("semana", Unit::Week),
        ("semanas", Unit::Week),
        ("mes", Unit::Month),
        ("meses", Unit::Month),
        ("año", Unit::Year),
        ("años", Unit::Year),
    ],
    to: &["a", "y", "o"],
    between: &["enteros", "hábiles"],
    and_a_half: &["y media", "y medio"],
};

const FRENCH: Lexicon = Lexicon {
    language: "fr",
    numbers: &[
        ("un", 1.0),
        ("une", 1.0),
        ("deux", 2.0),
        ("trois", 3.0),
        ("quatre", 4.0),
        ("cinq", 5.0),
        ("six", 6.0),
        ("sept", 7.0),
        ("huit", 8.0),
        ("neuf", 9.0),
        ("dix", 10.0),
        ("douze", 12.0),
        ("quatorze", 14.0),
        ("quinze", 15.0),
        ("vingt", 20.0),
        ("trente", 30.0),
        ("quarante", 40.0),
        ("soixante", 60.0),
        ("cent", 100.0),
        ("demi", 0.5),
    ],
    units: &[
        ("minute", Unit::Minute),
        ("minutes", Unit::Minute),
        ("min", Unit::Minute),
        ("heure", Unit::Hour),
        ("heures", Unit::Hour),
        ("jour", Unit::Day),
        ("jours", Unit::Day),
        ("semaine", Unit::Week),
        ("semaines", Unit::Week),
        ("mois", Unit::Month),
        ("an", Unit::Year),
        ("ans", Unit::Year),
        ("année", Unit::Year),
        ("années", Unit::Year),
    ],
    to: &["à", "et", "ou"],
    between: &["entiers", "ouvrables"],
    and_a_half: &["et demie", "et demi"],
};

const PORTUGUESE: Lexicon = Lexicon {
    language: "pt",
    numbers: &[
        ("um", 1.0),
        ("uma", 1.0),
        ("dois", 2.0),
        ("duas", 2.0),
        ("três", 3.0),
        ("quatro", 4.0),
        ("cinco", 5.0),
        ("seis", 6.0),
        ("sete", 7.0),
        ("oito", 8.0),
        ("nove", 9.0),
        ("dez", 10.0),
        ("doze", 12.0),
        ("catorze", 14.0),
        ("quatorze", 14.0),
        ("quinze", 15.0),
        ("vinte", 20.0),
        ("trinta", 30.0),
        ("quarenta", 40.0),
        ("sessenta", 60.0),
        ("noventa", 90.0),
        ("cem", 100.0),
        ("meia", 0.5),
    ],
    units: &[
        ("minuto", Unit::Minute),
        ("minutos", Unit::Minute),
        ("hora", Unit::Hour),
        ("horas", Unit::Hour),
        ("dia", Unit::Day),
        ("dias", Unit::Day),
        ("semana", Unit::Week),
        ("semanas", Unit::Week),
        ("mês", Unit::Month),
        ("meses", Unit::Month),
        ("ano", Unit::Year),
        ("anos", Unit::Year),
    ],
    to: &["a", "e", "ou"],
    between: &["inteiros", "úteis"],
    and_a_half: &["e meia", "e meio"],
};

const GERMAN: Lexicon = Lexicon {
    language: "de",
    numbers: &[
        ("ein", 1.0),
        ("eine", 1.0),
        ("einen", 1.0),
        ("einer", 1.0),
        ("einem", 1.0),
        ("zwei", 2.0),
        ("drei", 3.0),
        ("vier", 4.0),
        ("fünf", 5.0),
        ("sechs", 6.0),
        ("sieben", 7.0),
        ("acht", 8.0),
        ("neun", 9.0),
        ("zehn", 10.0),
        ("zwölf", 12.0),
        ("vierzehn", 14.0),
        ("fünfzehn", 15.0),
        ("zwanzig", 20.0),
        ("dreißig", 30.0),
        ("vierzig", 40.0),
        ("sechzig", 60.0),
        ("neunzig", 90.0),
        ("hundert", 100.0),
        ("halbe", 0.5),
    ],
    units: &[
        ("minute", Unit::Minute),
        ("minuten", Unit::Minute),
        ("stunde", Unit::Hour),
        ("stunden", Unit::Hour),
        ("tag", Unit::Day),
        ("tage", Unit::Day),
        ("tagen", Unit::Day),
        ("woche", Unit::Week),
        ("wochen", Unit::Week),
        ("monat", Unit::Month),
        ("monate", Unit::Month),
        ("monaten", Unit::Month),
        ("jahr", Unit::Year),
        ("jahre", Unit::Year),
        ("jahren", Unit::Year),
    ],
    to: &["bis", "und", "oder"],
    between: &["ganze", "ganzen", "volle"],
    and_a_half: &[],
};

const LEXICONS: [&Lexicon; 5] = [&ENGLISH, &SPANISH, &FRENCH, &PORTUGUESE, &GERMAN];

/// A number in digits or as a word.
pub fn number(word: &str, language: &str) -> Option<f64> {
    let word = word.to_lowercase();
    let named = lexicon(language).numbers.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
    named.or_else(|| word.parse().ok()).filter(|number: &f64| number.is_finite())
}

fn lexicon(language: &str) -> &'static Lexicon {
    let primary = language.split('-').next().unwrap_or_default();
    LEXICONS.iter().find(|lexicon| lexicon.language == primary).copied().unwrap_or(&ENGLISH)
}

/// Every length of time in a text, in order.
pub fn find(text: &str, language: &str) -> Vec<Quantity> {
    let lexicon = lexicon(language);
    let words: Vec<(usize, &str, String)> =
        text.unicode_word_indices().map(|(at, word)| (at, word, word.to_lowercase())).collect();
    let mut found: Vec<Quantity> = Vec::new();
    for (at, (start, word, folded)) in words.iter().enumerate() {
        let Some((_, unit)) = lexicon.units.iter().find(|(name, _)| name == folded) else { continue };
        let Some((mut first, to)) = number_before(&words, at, lexicon) else { continue };
        let mut from = to;
        let separator = first.checked_sub(1).and_then(|before| words.get(before));
        let joined = separator.is_some_and(|(_, _, word)| lexicon.to.contains(&word.as_str()));
        if joined
            && let Some((begin, value)) = number_at(&words, first.saturating_sub(2), lexicon)
            && value < to
        {
            (first, from) = (begin, value);
        } else if let Some((begin, value)) = hyphenated(text, &words, first, lexicon) {
            (first, from) = (begin, value);
        }
        let mut end = start + word.len();
        let rest = text.get(end..).unwrap_or_default().trim_start().to_lowercase();
        let half = lexicon.and_a_half.iter().find(|half| rest.starts_with(**half));
        let mut to = to;
        if let Some(half) = half {
            let skipped = text.get(end..).map_or(0, |rest| rest.len() - rest.trim_start().len());
            if text.is_char_boundary(end + skipped + half.len()) {
                end += skipped + half.len();
                to += 0.5;
                from += 0.5;
            }
        }
        let Some((begin, _, _)) = words.get(first) else { continue };
        found.push(Quantity { range: *begin..end, from, to, unit: *unit });
    }
    found
}

type Words<'t> = [(usize, &'t str, String)];

/// The number whose unit stands at a word, with the word that it begins at.
fn number_before(words: &Words<'_>, unit: usize, lexicon: &Lexicon) -> Option<(usize, f64)> {
    let mut at = unit.checked_sub(1)?;
    for _ in 0..2 {
        let (_, _, word) = words.get(at)?;
        if let Some(found) = number_at(words, at, lexicon) {
            // "half an hour": the article is no number of its own.
            if found.1 == 1.0
                && let Some(before) = at.checked_sub(1)
                && let Some((begin, half)) = number_at(words, before, lexicon)
                && half == 0.5
            {
                return Some((begin, half));
            }
            return Some(found);
        }
        if !lexicon.between.contains(&word.as_str()) {
            return None;
        }
        at = at.checked_sub(1)?;
    }
    None
}

fn number_at(words: &Words<'_>, at: usize, lexicon: &Lexicon) -> Option<(usize, f64)> {
    let (_, _, word) = words.get(at)?;
    if let Some((_, value)) = lexicon.numbers.iter().find(|(name, _)| name == word) {
        return Some((at, *value));
    }
    let number = word.replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite() && *number < 1e6)?;
    Some((at, number))
}

/// The first end of `45-90 minutes` and `45–90 minutes`.
fn hyphenated(text: &str, words: &Words<'_>, at: usize, lexicon: &Lexicon) -> Option<(usize, f64)> {
    let (begin, value) = number_at(words, at.checked_sub(1)?, lexicon)?;
    let (start, word, _) = words.get(begin)?;
    let (next, _, _) = words.get(at)?;
    let between = text.get(start + word.len()..*next)?.trim();
    matches!(between, "-" | "–" | "—").then_some((begin, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, language: &str) -> Vec<(f64, f64, Unit)> {
        find(text, language).into_iter().map(|one| (one.from, one.to, one.unit)).collect()
    }

    #[test]
    fn numbers_in_digits_and_in_words() {
        assert_eq!(read("until 30 days after", "en"), [(30.0, 30.0, Unit::Day)]);
        assert_eq!(read("about three months, or a year", "en"), [(3.0, 3.0, Unit::Month), (1.0, 1.0, Unit::Year)]);
        assert_eq!(read("hasta treinta días", "es"), [(30.0, 30.0, Unit::Day)]);
        assert_eq!(read("pendant dix ans", "fr"), [(10.0, 10.0, Unit::Year)]);
        assert_eq!(read("zwei Wochen", "de"), [(2.0, 2.0, Unit::Week)]);
    }

    #[test]
    fn ranges_and_halves() {
        assert_eq!(read("45 to 90 minutes", "en"), [(45.0, 90.0, Unit::Minute)]);
        assert_eq!(read("45–90 minutes and 1-2 hours", "en"), [(45.0, 90.0, Unit::Minute), (1.0, 2.0, Unit::Hour)]);
        assert_eq!(read("an hour and a half, or half an hour", "en"), [(1.5, 1.5, Unit::Hour), (0.5, 0.5, Unit::Hour)]);
        assert_eq!(read("una hora y media", "es"), [(1.5, 1.5, Unit::Hour)]);
        assert_eq!(read("une demi heure", "fr"), [(0.5, 0.5, Unit::Hour)]);
    }

    #[test]
    fn what_is_no_length_of_time_is_not_read() {
        for text in [
            "on the same day",
            "a full working day",
            "every second week",
            "these days",
            "16 and 17",
            "the last three young people",
            "24",
        ] {
            assert_eq!(read(text, "en"), [], "{text}");
        }
    }

    #[test]
    fn lengths_compare_over_units() {
        let found = find("P: two weeks; 14 days; 1,5 hours", "en");
        assert_eq!(found[0].days(), found[1].days());
        assert_eq!(found[2].minutes(), 90.0);
        assert_eq!(found.len(), 3);
    }
}
