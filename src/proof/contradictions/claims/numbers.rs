//! Ages, numbers of people and of meetings, amounts of money.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use unicode_segmentation::UnicodeSegmentation as _;

use super::Claim;
use super::Said;
use crate::checks::phrases::Folded;
use crate::checks::quantities;
use crate::checks::quantities::Unit;
use crate::proof::contradictions::scope::Facts;
use crate::yaml::path::Path;

/// Numbers of people up to which a sentence speaks of a few, and not of the study's size.
const A_FEW: f64 = 4.0;

static AGES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:aged|ages?|edades?|âgée?s?|idades?|alter)\s+(?:of\s+|de\s+|entre\s+|between\s+|from\s+|von\s+)?(?P<from>\d{1,2})(?:\s*(?:to|and|-|–|a|y|à|et|e|bis|und)\s*(?P<to>\d{1,2}))?\b").ok()
});

static MONEY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<c1>\b[A-Z]{3}|[$€£¥฿₹])\s?(?P<n1>\d[\d.,\u{a0}]*\d|\d)|(?P<n2>\d[\d.,\u{a0}]*\d|\d)\s?(?P<c2>[A-Z]{3}\b|[$€£¥฿₹])").ok()
});

/// Ages that are not those of the group.
pub(super) fn ages(said: &Said<'_>, facts: &Facts<'_>, found: &mut Vec<Claim>) {
    let Some((at, _)) = facts.groups.iter().find(|(_, group)| group.ages.from.is_some() || group.ages.to.is_some())
    else {
        return;
    };
    let mut claimed: Vec<(Range<usize>, Vec<f64>)> = Vec::new();
    for capture in AGES.iter().flat_map(|pattern| pattern.captures_iter(said.text)) {
        let number = |name: &str| capture.name(name).and_then(|number| number.as_str().parse::<f64>().ok());
        let numbers: Vec<f64> = [number("from"), number("to")].into_iter().flatten().collect();
        claimed.extend(capture.get(0).map(|whole| (whole.range(), numbers)));
    }
    if said.is_about("fact-age") && !said.is_about("deleting") && !said.is_about("fact-keeping") {
        for length in quantities::find(said.text, said.language).into_iter().filter(|one| one.unit == Unit::Year) {
            claimed.push((length.range.clone(), vec![length.from, length.to]));
        }
    }
    let known = known_ages(facts);
    for (range, numbers) in claimed {
        if numbers.iter().any(|number| !known.iter().any(|known| (f64::from(*known) - number).abs() < 0.5)) {
            let fact = Path::root().key("participants").index(*at).key("ages");
            found.push(Claim { range: said.at(&range), fact, says: shown_ages(facts) });
        }
    }
}

/// The ages that a paper may name: the group's, those of the law, and those that the group's own prose explains.
fn known_ages(facts: &Facts<'_>) -> Vec<u32> {
    let mut known = Vec::new();
    for (_, group) in &facts.groups {
        known.extend([group.ages.from, group.ages.to].into_iter().flatten());
        let prose = group.include.iter().chain(&group.exclude).chain(&group.recruitment).chain(&group.label);
        known.extend(prose.flat_map(|text| whole_numbers(text.as_str())));
    }
    for (_, setting) in &facts.settings {
        known.extend([setting.age_of_majority, setting.age_of_consent_to_research].into_iter().flatten());
    }
    let purpose = &facts.study.purpose;
    let prose = purpose.why_children.iter().chain(&purpose.decision.reason);
    known.extend(prose.flat_map(|text| whole_numbers(text.as_str())));
    known
}

fn whole_numbers(text: &str) -> Vec<u32> {
    text.unicode_words().filter_map(|word| word.parse().ok()).collect()
}

fn shown_ages(facts: &Facts<'_>) -> String {
    let ages = facts.groups.iter().map(|(_, group)| match (group.ages.from, group.ages.to) {
        (Some(from), Some(to)) => format!("{from}-{to}"),
        (Some(from), None) => format!("{from}+"),
        (None, Some(to)) => format!("-{to}"),
        (None, None) => "?".to_owned(),
    });
    ages.collect::<Vec<_>>().join(", ")
}

/// How many people take part.
pub(super) fn people(said: &Said<'_>, facts: &Facts<'_>, found: &mut Vec<Claim>) {
    let planned: Vec<(usize, u32, u32)> = facts
        .groups
        .iter()
        .filter_map(|(at, group)| {
            let (planned, max) = (group.number.planned, group.number.max);
            Some((*at, planned.or(max)?, max.or(planned)?))
        })
        .collect();
    let Some(first) = planned.first() else { return };
    let (all, most) = planned.iter().fold((0, 0), |(all, most), (_, planned, max)| (all + planned, most + max));
    for (range, number) in numbered(said, "fact-people") {
        let within = |from: u32, to: u32| number >= f64::from(from) && number <= f64::from(to);
        let fits = within(all, most) || planned.iter().any(|(_, from, to)| within(*from, *to));
        if number > A_FEW && !fits {
            let fact = Path::root().key("participants").index(first.0).key("number");
            found.push(Claim { range: said.at(&range), fact, says: format!("{}-{}", first.1, first.2) });
        }
    }
}

/// How often people meet.
pub(super) fn sessions(said: &Said<'_>, facts: &Facts<'_>, found: &mut Vec<Claim>) {
    let planned: Vec<(usize, u32)> =
        facts.activities.iter().filter_map(|(at, activity)| activity.sessions.map(|number| (*at, number))).collect();
    let Some(first) = planned.first() else { return };
    let steps = facts.groups.iter().filter_map(|(_, group)| group.consent.steps);
    let mut known: Vec<u32> = planned.iter().map(|(_, number)| *number).collect();
    for steps in steps {
        known.push(steps);
        known.extend(planned.iter().map(|(_, number)| number + steps));
        known.extend(planned.iter().map(|(_, number)| (number + steps).saturating_sub(1)));
    }
    for (range, number) in numbered(said, "fact-sessions") {
        if !known.iter().any(|known| (f64::from(*known) - number).abs() < 0.5) {
            let fact = Path::root().key("activities").index(first.0).key("sessions");
            found.push(Claim { range: said.at(&range), fact, says: first.1.to_string() });
        }
    }
}

/// Numbers that stand before a word of a list, with one word between at the most: `twelve young people`.
fn numbered(said: &Said<'_>, list: &str) -> Vec<(Range<usize>, f64)> {
    let wanted = said.lists.get(list);
    let words: Vec<(usize, &str)> = said.text.unicode_word_indices().collect();
    let mut found = Vec::new();
    for (at, (start, word)) in words.iter().enumerate() {
        let Some(number) = quantities::number(word, said.language).filter(|number| number.fract() == 0.0) else {
            continue;
        };
        let next = words.iter().skip(at + 1).take(2).find(|(_, word)| Folded::new(word).has(wanted));
        // "a person" and "one of the people" count nobody.
        if let Some((end, last)) = next.filter(|_| number > 1.0) {
            found.push((*start..end + last.len(), number));
        }
    }
    found
}

/// An amount of money that is not the one that people receive.
pub(super) fn payment(said: &Said<'_>, facts: &Facts<'_>, found: &mut Vec<Claim>) {
    let value = &facts.study.compensation.value;
    let Some(amount) = value.amount.as_ref().and_then(serde_json::Number::as_f64) else { return };
    let currency = value.currency.as_ref().map(ToString::to_string).unwrap_or_default();
    for capture in MONEY.iter().flat_map(|pattern| pattern.captures_iter(said.text)) {
        let Some(whole) = capture.get(0) else { continue };
        let unit = capture.name("c1").or(capture.name("c2")).map(|unit| unit.as_str()).unwrap_or_default();
        let money = unit.chars().count() == 1 || iso_currency::Currency::from_code(unit).is_some();
        let number = capture.name("n1").or(capture.name("n2")).and_then(|number| read_amount(number.as_str()));
        let Some(number) = number.filter(|_| money && said.is_about("fact-payment")) else { continue };
        let other_currency = unit.len() == 3 && !currency.is_empty() && unit != currency;
        if (number - amount).abs() > 0.005 || other_currency {
            let says = format!("{} {currency}", value.amount.as_ref().map(ToString::to_string).unwrap_or_default());
            found.push(Claim { range: said.at(&whole.range()), fact: Path::parse("compensation.value.amount"), says });
        }
    }
}

/// `1,200`, `1.200,50`, `12.50`: a group of three behind a sign is thousands, anything else behind the last sign is a fraction.
fn read_amount(text: &str) -> Option<f64> {
    let text: String = text.chars().filter(|c| *c != '\u{a0}').collect();
    let digits = |part: &str| part.chars().filter(char::is_ascii_digit).collect::<String>();
    match text.rsplit_once(['.', ',']) {
        Some((whole, part)) if part.len() != 3 => format!("{}.{}", digits(whole), digits(part)).parse().ok(),
        _ => digits(&text).parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile_and_amounts_are_read() {
        assert!(AGES.is_some() && MONEY.is_some());
        assert_eq!(read_amount("1,200"), Some(1200.0));
        assert_eq!(read_amount("1.200,50"), Some(1200.5));
        assert_eq!(read_amount("12.50"), Some(12.5));
        assert_eq!(read_amount("150"), Some(150.0));
    }
}
