//! Full dates in prose: `2027-12-31`, `31 December 2027`, `December 31, 2027`, `31 de diciembre de 2027`, `31.12.2027`.
//!
//! Dates of digits with the day or the month first cannot be told apart; they are read with the day first, as most of the
//! world writes them, and only where that is a date.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::study::Date;

const MONTHS: [&[&str]; 12] = [
    &["january", "enero", "janvier", "janeiro", "januar", "jan"],
    &["february", "febrero", "février", "fevereiro", "februar", "feb"],
    &["march", "marzo", "mars", "março", "märz", "mar"],
    &["april", "abril", "avril", "apr"],
    &["may", "mayo", "mai", "maio"],
    &["june", "junio", "juin", "junho", "juni", "jun"],
    &["july", "julio", "juillet", "julho", "juli", "jul"],
    &["august", "agosto", "août", "aug"],
    &["september", "septiembre", "setiembre", "septembre", "setembro", "sep", "sept"],
    &["october", "octubre", "octobre", "outubro", "oktober", "oct", "okt"],
    &["november", "noviembre", "novembre", "novembro", "nov"],
    &["december", "diciembre", "décembre", "dezembro", "dezember", "dec", "dez"],
];

static WRITTEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(?P<y1>[0-9]{4})-(?P<m1>[0-9]{2})-(?P<d1>[0-9]{2})\b",
        r"|\b(?P<d2>[0-9]{1,2})(?:st|nd|rd|th|er|\.|º)?\s+(?:(?:de|of)\s+)?(?P<m2>\p{L}+)\.?,?\s+(?:(?:de|del|of)\s+)?(?P<y2>[0-9]{4})\b",
        r"|\b(?P<m3>\p{L}+)\s+(?P<d3>[0-9]{1,2})(?:st|nd|rd|th)?,?\s+(?P<y3>[0-9]{4})\b",
        r"|\b(?P<d4>[0-9]{1,2})[./](?P<m4>[0-9]{1,2})[./](?P<y4>[0-9]{4})\b",
    ))
    .ok()
});

/// Every full date in a text, in order.
pub fn find(text: &str) -> Vec<(Range<usize>, Date)> {
    // The year and one more: without them the pattern need not even be compiled.
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let Some(pattern) = (digits >= 5).then(|| WRITTEN.as_ref()).flatten() else { return Vec::new() };
    let mut found = Vec::new();
    for capture in pattern.captures_iter(text) {
        let Some(whole) = capture.get(0) else { continue };
        let part = |names: [&str; 4]| names.into_iter().find_map(|name| capture.name(name)).map(|part| part.as_str());
        let year = part(["y1", "y2", "y3", "y4"]).and_then(|year| year.parse::<i16>().ok());
        let day = part(["d1", "d2", "d3", "d4"]).and_then(|day| day.parse::<i8>().ok());
        let month = part(["m1", "m2", "m3", "m4"]).and_then(month);
        if let (Some(year), Some(month), Some(day)) = (year, month, day)
            && let Ok(date) = jiff::civil::Date::new(year, month, day)
        {
            found.push((whole.range(), date.into()));
        }
    }
    found
}

fn month(text: &str) -> Option<i8> {
    if let Ok(number) = text.parse::<i8>() {
        return Some(number);
    }
    let text = text.to_lowercase();
    let at = MONTHS.iter().position(|names| names.contains(&text.as_str()))?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        assert!(WRITTEN.is_some());
        for text in [
            "2027-12-31",
            "until 31 December 2027.",
            "on the 31st of December 2027",
            "December 31, 2027",
            "el 31 de diciembre de 2027",
            "le 31 décembre 2027",
            "31. Dezember 2027",
            "31.12.2027",
        ] {
            let found: Vec<String> = find(text).into_iter().map(|(_, date)| date.to_string()).collect();
            assert_eq!(found, ["2027-12-31"], "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_not_read() {
        for text in ["in 2027", "12 people in 2027", "31/13/2027", "40 December 2027", "version 1.2.2027x", "May 2027"]
        {
            assert_eq!(find(text), [], "{text}");
        }
    }
}
