//! The shapes, each with what it must not be mistaken for.

use std::cell::LazyCell;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Kind;
use super::words::BIRTH_WORDS;
use super::words::ID_WORDS;
use super::words::PHONE_WORDS;
use super::words::REFERENCE_WORDS;
use super::words::Words;
use crate::checks::phrases::Folded;

/// Bytes before a number in which a word can say what the number is.
const NEAR: usize = 40;

/// Everything with one of the shapes, in order, none inside another.
///
/// Most texts have next to no digits, and most numbers no word beside them that says whose they are: what a shape cannot do
/// without is counted first, so that few patterns are ever compiled and few texts searched.
pub fn find(text: &str) -> Vec<(Range<usize>, Kind)> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let mut found: Vec<(Range<usize>, Kind)> = Vec::new();
    let mut add = |range: Range<usize>, kind: Kind| {
        if !found.iter().any(|(known, _)| known.start < range.end && range.start < known.end) {
            found.push((range, kind));
        }
    };
    for range in emails(text).filter(|range| !is_a_finding(text.get(range.clone()).unwrap_or_default())) {
        add(range, Kind::Email);
    }
    if digits == 0 {
        return found;
    }
    for (pattern, may_stand) in [
        (&COORDINATES, digits >= 8 && text.contains('.')),
        (&DEGREES, text.contains('°')),
        (&MAP_LINK, text.contains('/') || text.contains(':')),
    ] {
        let stands = pattern.iter_in_if(may_stand, text).filter(|range| on_earth(text, range));
        stands.for_each(|range| add(range, Kind::Coordinates));
    }
    let folded = LazyCell::new(|| Folded::new(text));
    let born = digits >= 5 && folded.has(&BIRTH_WORDS.0);
    for range in FULL_DATE.iter_in_if(born, text).filter(|range| near(text, range, &BIRTH_WORDS)) {
        add(range, Kind::BirthDate);
    }
    for range in OWN_SHAPE
        .iter_in_if(digits >= 7, text)
        .filter(|range| stands_alone(text, range) && !near(text, range, &REFERENCE_WORDS))
    {
        add(range, Kind::NationalId);
    }
    for range in SPANISH_ID
        .iter_in_if(digits >= 7, text)
        .filter(|range| has_spanish_letter(text.get(range.clone()).unwrap_or_default()))
    {
        add(range, Kind::NationalId);
    }
    let named = digits >= 5 && folded.has(&ID_WORDS.0);
    for range in NUMBERED.iter_in_if(named, text).filter(|range| is_id_number(text, range)) {
        add(range, Kind::NationalId);
    }
    for range in NUMBER.iter_in_if(digits >= 6, text).map(|range| trimmed(text, range)) {
        if is_phone(text, &range) {
            add(range, Kind::Phone);
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// E-mail addresses: what stands around an `@` without a space, with a dot behind it.
fn emails(text: &str) -> impl Iterator<Item = Range<usize>> {
    let label = |c: char| c.is_alphabetic() || c.is_ascii_digit() || c == '-';
    let local = move |c: char| label(c) || matches!(c, '.' | '_' | '%' | '+');
    text.match_indices('@').filter_map(move |(at, _)| {
        let (before, behind) = (text.get(..at)?, text.get(at + 1..)?);
        let start = before.trim_end_matches(local).len();
        let mut host = 0;
        for (labels, part) in behind.split('.').enumerate() {
            let length = part.find(|c| !label(c)).unwrap_or(part.len());
            if length == 0 {
                break;
            }
            host = if labels == 0 { length } else { host + 1 + length };
            if length < part.len() {
                break;
            }
        }
        let dotted = behind.get(..host)?.contains('.');
        (start < at && dotted).then_some(start..at + 1 + host)
    })
}

/// A pattern that was tried when it was written: one that does not compile finds nothing, and a test holds that none is so.
struct Pattern(LazyLock<Option<Regex>>);

impl Pattern {
    fn iter_in_if<'t>(&'static self, may_stand: bool, text: &'t str) -> impl Iterator<Item = Range<usize>> + use<'t> {
        may_stand.then(|| self.iter_in(text)).into_iter().flatten()
    }

    fn iter_in<'t>(&'static self, text: &'t str) -> impl Iterator<Item = Range<usize>> + use<'t> {
        self.0.as_ref().into_iter().flat_map(move |regex| regex.find_iter(text)).map(|found| found.range())
    }
}

macro_rules! patterns {
    ($($name:ident = $pattern:expr;)*) => {
        $(static $name: Pattern = Pattern(LazyLock::new(|| Regex::new($pattern).ok()));)*
        #[cfg(test)]
        const ALL: &[&Pattern] = &[$(&$name),*];
    };
}

patterns! {
    COORDINATES = r"-?[0-9]{1,2}\.[0-9]{3,}°?\s?[NS]?\s?[,;/ ]\s?-?[0-9]{1,3}\.[0-9]{3,}°?\s?[EWO]?";
    DEGREES = r#"[0-9]{1,3}\s?°\s?[0-9]{1,2}\s?['′’]\s?(?:[0-9]{1,2}(?:[.,][0-9]+)?\s?(?:"|″|”|''))?\s?[NSEWO]\b"#;
    MAP_LINK = r"(?i)\b(?:maps\.app\.goo\.gl|goo\.gl/maps|maps\.google\.[a-z.]+|google\.[a-z.]+/maps|openstreetmap\.org)/\S+|\bgeo:-?[0-9]+\.[0-9]+,-?[0-9]+\.[0-9]+";
    FULL_DATE = r"(?i)\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b|\b[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}\b|\b[0-9]{1,2}(?:st|nd|rd|th|er|\.|º)?\s(?:de\s)?\p{L}+\.?,?\s(?:de\s)?[0-9]{4}\b|\b\p{L}+\s[0-9]{1,2}(?:st|nd|rd|th)?,\s[0-9]{4}\b";
    // United States, Brazil, Thailand, Mexico.
    OWN_SHAPE = r"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b|\b[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}\b|\b[0-9]-[0-9]{4}-[0-9]{5}-[0-9]{2}-[0-9]\b|\b[A-Z]{4}[0-9]{6}[HMX][A-Z]{5}[A-Z0-9][0-9]\b";
    SPANISH_ID = r"\b(?:[0-9]{8}|[XYZ][0-9]{7})-?[A-Z]\b";
    NUMBERED = r"\b[A-Z]{0,3}[- ]?[0-9][0-9A-Z.\- /]{4,22}[0-9]\b";
    NUMBER = r"(?:\+|\(|\b)[0-9][0-9\s().\-/\u{2011}\u{a0}]{4,24}[0-9]";
}

/// `consent-gap@participants.young-survivors` is the name of a finding, and `participants` no place to write to.
fn is_a_finding(part: &str) -> bool {
    const SECTIONS: [&str; 19] = [
        "study",
        "purpose",
        "team",
        "settings",
        "participants",
        "activities",
        "disclosure",
        "distress",
        "privacy",
        "compensation",
        "wellbeing",
        "risks",
        "hazards_dismissed",
        "benefits",
        "dissemination",
        "translations",
        "accepted",
        "packs",
        "templates",
    ];
    part.split_once('@')
        .is_some_and(|(_, place)| place.split('.').next().is_some_and(|first| SECTIONS.contains(&first)))
}

fn near(text: &str, range: &Range<usize>, words: &Words) -> bool {
    let mut start = range.start.saturating_sub(NEAR);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let before = text.get(start..range.start).unwrap_or_default();
    let sentence = before.rsplit(['\n', ';']).next().unwrap_or(before);
    let begins =
        |at: usize| sentence.get(at + 2..).and_then(|rest| rest.chars().next()).is_some_and(char::is_uppercase);
    let begin = sentence.match_indices(". ").map(|(at, _)| at).filter(|at| begins(*at)).last();
    let sentence = begin.and_then(|at| sentence.get(at + 2..)).unwrap_or(sentence);
    Folded::new(sentence).has(&words.0)
}

fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | '_');
    let before = text.get(..range.start).and_then(|text| text.chars().last());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    !before.is_some_and(joins) && !after.is_some_and(joins)
}

fn on_earth(text: &str, range: &Range<usize>) -> bool {
    let part = text.get(range.clone()).unwrap_or_default();
    if !stands_alone(text, range) || part.contains('°') || part.contains("/") || part.starts_with("geo:") {
        return part.contains('°') || part.contains('/') || part.starts_with("geo:");
    }
    let numbers: Vec<f64> = part
        .split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
        .filter_map(|number| number.parse().ok())
        .collect();
    matches!(numbers.as_slice(), [latitude, longitude] if latitude.abs() <= 90.0 && longitude.abs() <= 180.0)
}

fn has_spanish_letter(part: &str) -> bool {
    const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    let compact: String = part.chars().filter(|c| *c != '-').collect();
    let (number, letter) = compact.split_at(compact.len().saturating_sub(1));
    let number = number.replace('X', "0").replace('Y', "1").replace('Z', "2");
    let Ok(number) = number.parse::<usize>() else { return false };
    LETTERS.get(number % 23).is_some_and(|wanted| letter.as_bytes() == [*wanted])
}

/// A number with a word before it that says whose number it is.
fn is_id_number(text: &str, range: &Range<usize>) -> bool {
    // What joins letters to a number may stand at its head without any letters.
    let part = text.get(range.clone()).unwrap_or_default().trim_start_matches([' ', '-']);
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    digits >= 5 && near(text, range, &ID_WORDS) && !FULL_DATE.iter_in(part).any(|date| date.len() == part.len())
}

/// Ends a number where its last digit group ends: a date or an hour behind it is another number.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or_default();
    let line = part.find('\n').unwrap_or(part.len());
    let kept = part.get(..line).unwrap_or(part).trim_end_matches(|c: char| !c.is_ascii_digit());
    range.start..range.start + kept.len()
}

fn is_phone(text: &str, range: &Range<usize>) -> bool {
    let part = text.get(range.clone()).unwrap_or_default();
    let digits: String = part.chars().filter(char::is_ascii_digit).collect();
    let groups = part.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty());
    let groups: Vec<&str> = groups.collect();
    if !(6..=15).contains(&digits.len()) || !stands_alone(text, range) || looks_like_a_date(&groups, part) {
        return false;
    }
    let before = text.get(..range.start).unwrap_or_default().trim_end();
    let after = text.get(range.end..).unwrap_or_default().trim_start();
    if before.ends_with(['$', '€', '£', '¥', '฿', '₹', '#'])
        || after.starts_with(['%', '€', '$', '£', '฿', '₹'])
        || is_amount(before, after)
    {
        return false;
    }
    if near(text, range, &REFERENCE_WORDS) {
        return false;
    }
    let international = (part.starts_with('+') || digits.starts_with("00")) && digits.len() >= 8;
    let national =
        digits.starts_with('0') && (9..=11).contains(&digits.len()) && groups.iter().all(|group| group.len() != 1);
    international
        || (national && !part.contains('/'))
        || (near(text, range, &PHONE_WORDS) && !(is_thousands(&groups) && digits.len() < 8))
}

/// Groups that are a date, two dates, years or hours.
fn looks_like_a_date(groups: &[&str], part: &str) -> bool {
    let year = |group: &str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
    let small = |group: &str| group.len() <= 2;
    match groups {
        [a, b] => {
            (year(a) && (year(b) || small(b)))
                || (year(b) && small(a))
                || (part.contains('-') && a.len() == 4 && b.len() == 4)
        }
        [a, b, c] => (year(a) && small(b) && small(c)) || (small(a) && small(b) && year(c)),
        _ => {
            groups.iter().filter(|group| year(group)).count() * 3 >= groups.len()
                && groups.iter().all(|group| year(group) || small(group))
        }
    }
}

/// 300 000, 1.200.000: groups of three behind a shorter one.
fn is_thousands(groups: &[&str]) -> bool {
    let Some((first, rest)) = groups.split_first() else { return false };
    !first.starts_with('0') && first.len() <= 3 && !rest.is_empty() && rest.iter().all(|group| group.len() == 3)
}

/// A currency's code before or behind.
fn is_amount(before: &str, after: &str) -> bool {
    let code = |word: &str| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let first = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    code(last) || code(first) && iso_currency::Currency::from_code(first).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        find(text).into_iter().map(|(_, kind)| kind).collect()
    }

    #[test]
    fn every_pattern_compiles() {
        assert!(ALL.iter().all(|pattern| pattern.0.is_some()));
    }

    #[test]
    fn identities_are_found() {
        for (text, kind) in [
            ("write to ana.example@mail.example.org", Kind::Email),
            ("(josé+1@example.org)", Kind::Email),
            ("call +00 555 012 345", Kind::Phone),
            ("his number is 00 44 555 0123 45", Kind::Phone),
            ("0555 012 3456", Kind::Phone),
            ("(055) 501-2345", Kind::Phone),
            ("WhatsApp 555-0123-44", Kind::Phone),
            ("su teléfono: 555 012 344", Kind::Phone),
            ("+0015550123456", Kind::Phone),
            ("123-45-6789", Kind::NationalId),
            ("CPF 123.456.789-09", Kind::NationalId),
            ("1-2345-67890-12-3", Kind::NationalId),
            ("12345678Z", Kind::NationalId),
            ("passport AB 1234567", Kind::NationalId),
            ("her case number is 2024 00 4512", Kind::NationalId),
            ("13.75633, 100.50176", Kind::Coordinates),
            ("at 13°45'22\"N", Kind::Coordinates),
            ("https://maps.app.goo.gl/abcDEF123", Kind::Coordinates),
            ("geo:13.75633,100.50176", Kind::Coordinates),
            ("born on 2009-03-14", Kind::BirthDate),
            ("date of birth: 14/03/2009", Kind::BirthDate),
            ("née le 14 mars 2009", Kind::BirthDate),
            ("nació el 14 de marzo de 2009", Kind::BirthDate),
        ] {
            assert_eq!(kinds(text), [kind], "{text}");
        }
    }

    #[test]
    fn a_word_before_a_number_is_found_between_letters_of_any_length() {
        for shift in ["", "a"] {
            let text = format!("{}{shift} WhatsApp 555-0123-44", "é".repeat(60));
            assert_eq!(kinds(&text), [Kind::Phone], "{text}");
        }
    }

    #[test]
    fn numbers_that_studies_are_full_of_stay_quiet() {
        for text in [
            "from 2026-02-02 to 2026-07-10",
            "between 2019-2023 and 2024/2025",
            "14/03/2026 to 15/04/2026",
            "2026-03-02 14:05",
            "we accept consent-gap@participants.young-survivors for now",
            "a budget of 1,200,000 and 300 000 THB",
            "THB 1 250 000 in two parts",
            "€ 120 000",
            "grant EX-2023-004517",
            "Grant no. 0045 11 2023 77",
            "approval 2025-117-004",
            "EUREC-2025-117",
            "open 0800-1700, Monday to Friday 9-17",
            "aged 16 to 24, 12 people, 45 to 90 minutes",
            "sections 45 to 46 of the Act of 2005, 45 CFR 46.116",
            "ISBN 978-0-123456-47-2",
            "doi 10.1177/1747016121999935",
            "Call within 24 hours, or 72 hours at the latest",
            "version 1.2.3 of 2026",
            "ratio 3.141 to 2.718",
            "a passport that is valid until 2026-03-14",
            "We call on 2026/12 or 12/2026 again, and from 1/3/2026-15/4/2026",
            "we do not collect passport numbers or dates of birth",
            "people born between 2002 and 2010",
            "The phone is kept in a locked box; 12 people hold 3 keys",
            "We call after 14 days, and again after 90 days",
            "a call for proposals in 2024, 300 000 for each project",
            "3 000 to 12 000 cases a year (2019: 11 250)",
            "an @ alone, a name@place, @example.org and me@.org",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }
}
