//! Sentences held against the facts of an example: what differs, which fact it differs from, and what that fact says.

use super::find;
use crate::checks::identities::Public;
use crate::documents::view::Scope;
use crate::guidelines::Library;
use crate::proof::contradictions::scope::Facts;

/// The example with some of its text replaced.
fn study(edits: &[(&str, &str)]) -> String {
    let path = format!("{}/examples/survivor-conversations/study.yaml", env!("CARGO_MANIFEST_DIR"));
    let mut text = std::fs::read_to_string(path).unwrap();
    for (from, to) in edits {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    text
}

/// The claims of a sentence in a group's paper, as `words | fact | what the fact says`.
fn claims(study: &str, language: &str, sentence: &str) -> Vec<String> {
    claims_in(study, language, sentence, Scope { group: Some(0), ..Scope::default() })
}

fn claims_in(study: &str, language: &str, sentence: &str, scope: Scope) -> Vec<String> {
    let loaded = crate::study::load_bytes("study.yaml", study.as_bytes());
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
    let packs = Library::built_in().in_force(&loaded.study);
    let lexicon = packs.lexicon();
    let facts = Facts::of(&loaded.study, scope);
    // The sentence stands behind others: what is found is found at its place in the whole text.
    let before = "Ünbeteiligt. ";
    let text = format!("{before}{sentence}");
    let range = before.len()..text.len();
    let found = find(&text, &range, language, lexicon.book(), &facts, &Public::of(&loaded.study));
    found.into_iter().map(|claim| format!("{} | {} | {}", &text[claim.range], claim.fact, claim.says)).collect()
}

/// Every sentence that is not judged as the table says, with what was found.
#[track_caller]
fn holds(study: &str, table: &[(&str, &str, &[&str])]) {
    let wrong: Vec<String> = table
        .iter()
        .map(|(language, sentence, wanted)| (sentence, wanted, claims(study, language, sentence)))
        .filter(|(_, wanted, found)| found != *wanted)
        .map(|(sentence, wanted, found)| format!("{sentence}\n  wanted {wanted:?}\n  found  {found:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_length_is_held_against_the_fact_that_its_sentence_is_about() {
    let gap = "participants[0].consent.gap_days | 4 d";
    let audio = "privacy.storage[0].delete_after | P30D";
    let take_back = "privacy.withdrawal_deadline | You can take back what you said until 30 days after the conversation. After that, names and details are taken out, and we can no longer find your part.";
    holds(
        &study(&[]),
        &[
            ("en", "The conversation takes three hours.", &["three hours | activities[0].minutes | 45-90 min"]),
            ("en", "The conversation takes 20 minutes.", &["20 minutes | activities[0].minutes | 45-90 min"]),
            ("en", "The conversation takes 45 to 90 minutes.", &[]),
            ("en", "The conversation takes about an hour.", &[]),
            ("en", "We take a break of ten minutes in the conversation.", &[]),
            ("en", "The conversation is in three weeks.", &[]),
            ("es", "La conversación dura tres horas.", &["tres horas | activities[0].minutes | 45-90 min"]),
            ("en", "You have two days to think about it.", &[&format!("two days | {gap}")]),
            ("en", "You have a week to think about it.", &[&format!("a week | {gap}")]),
            ("en", "You have four days to think about it.", &[]),
            ("en", "You have ten minutes to think about it.", &[]),
            ("en", "We delete the audio recording after six months.", &[&format!("six months | {audio}")]),
            ("en", "We delete the audio recording after a month.", &[]),
            (
                "en",
                "We delete the contact list after six months.",
                &["six months | privacy.storage[3].delete_after | end+P90D"],
            ),
            ("en", "We delete the contact list after three months.", &[]),
            ("en", "We delete the video after six months.", &[]),
            ("en", "We delete it all after six months.", &[]),
            ("en", "You can take back what you said until 14 days later.", &[&format!("14 days | {take_back}")]),
            ("en", "You can take back what you said until 30 days later.", &[]),
            (
                "en",
                "The facilitator must report it within 48 hours.",
                &["48 hours | settings[0].mandatory_reporting.within_hours | 24 h"],
            ),
            ("en", "The facilitator must report it within a day.", &[]),
            ("en", "The facilitator must report it within a month.", &[]),
        ],
    );
}

#[test]
fn a_date_is_held_against_the_fact_that_its_sentence_is_about() {
    holds(
        &study(&[("until 30 days after the conversation.", "until 1 August 2026.")]),
        &[
            (
                "en",
                "The committee approved it on 13 January 2026.",
                &["13 January 2026 | settings[0].review.on | 2026-01-12"],
            ),
            ("en", "The committee approved it on 12 January 2026, until 11 January 2027.", &[]),
            ("en", "The study starts on 3 February 2026.", &["3 February 2026 | study.dates.start | 2026-02-02"]),
            ("en", "The study starts on 2 February 2026.", &[]),
            ("en", "The study ends on July 11, 2026.", &["July 11, 2026 | study.dates.end | 2026-07-10"]),
            ("de", "Die Studie endet am 10. Juli 2026.", &[]),
            ("en", "We keep it until 2032-07-10.", &["2032-07-10 | privacy.retention.until | 2031-07-10"]),
            ("en", "We delete it on 2032-07-10.", &["2032-07-10 | privacy.retention.until | 2031-07-10"]),
            ("en", "We keep it until 2031-07-10.", &[]),
            (
                "en",
                "You can take back what you said until 2 August 2026.",
                &["2 August 2026 | privacy.withdrawal_deadline | 2026-08-01"],
            ),
            ("en", "You can take back what you said until 1 August 2026.", &[]),
            // A date of the study that the sentence's words do not point to, and one that is no fact.
            ("en", "We start to write the report on 10 July 2026.", &[]),
            ("en", "We met the mayor on 3 March 2026.", &[]),
        ],
    );
}

#[test]
fn what_the_study_does_not_state_contradicts_nothing() {
    holds(
        &study(&[
            ("    minutes: {from: 45, to: 90}\n", ""),
            ("      gap_days: 4\n", ""),
            ("      within_hours: 24\n", ""),
            ("  dates: {start: 2026-02-02, end: 2026-07-10}\n", ""),
            (", on: 2026-01-12, expires: 2027-01-11}", "}"),
            ("until 30 days after the conversation.", "until we write the report."),
            ("until: 2031-07-10, ", ""),
            (", delete_after: P30D", ""),
            ("    ages: {from: 16, to: 24}\n", ""),
            ("    number: {planned: 12, max: 14}\n", ""),
            ("    sessions: 1\n", ""),
            ("  value: {amount: 150, currency: NAD}\n", ""),
            ("email: desk@voices.example.org, phone: \"+00 100 200 300\"", ""),
        ]),
        &[
            ("en", "The conversation takes three hours.", &[]),
            ("en", "You have two days to think about it.", &[]),
            ("en", "We delete the audio recording after six months.", &[]),
            ("en", "You can take back what you said until 14 days later.", &[]),
            ("en", "You can take back what you said until 1 August 2026.", &[]),
            ("en", "The facilitator must report it within 48 hours.", &[]),
            ("en", "The committee approved it on 13 January 2026.", &[]),
            ("en", "The study starts on 3 February 2026 and ends on 4 May 2026.", &[]),
            ("en", "The study ends on 4 May 2026.", &[]),
            ("en", "We keep it until 2032-07-10.", &[]),
            ("en", "You can take part if you are 14 to 24 years old.", &[]),
            ("en", "About twenty young people take part.", &[]),
            ("en", "We meet five times.", &[]),
            ("en", "You get a voucher of 200 NAD.", &[]),
            ("en", "Call +00 100 200 999 or write to other@example.org.", &[]),
        ],
    );
}

#[test]
fn half_a_range_and_a_single_number_are_said_as_they_are() {
    holds(
        &study(&[
            ("minutes: {from: 45, to: 90}", "minutes: {from: 60}"),
            ("ages: {from: 16, to: 24}", "ages: {from: 16}"),
        ]),
        &[
            ("en", "The conversation takes two hours.", &["two hours | activities[0].minutes | 60 min"]),
            ("en", "You can take part if you are 13 years old.", &["13 years | participants[0].ages | 16+"]),
        ],
    );
    holds(
        &study(&[
            ("ages: {from: 16, to: 24}", "ages: {to: 24}"),
            ("number: {planned: 12, max: 14}", "number: {max: 14}"),
        ]),
        &[
            ("en", "You can take part if you are 13 years old.", &["13 years | participants[0].ages | -24"]),
            ("en", "About twenty young people take part.", &["twenty young people | participants[0].number | 14-14"]),
        ],
    );
}

#[test]
fn numbers_of_people_meetings_and_money_are_held_against_the_study() {
    holds(
        &study(&[]),
        &[
            ("en", "People aged 14 to 24 take part.", &["aged 14 to 24 | participants[0].ages | 16-24"]),
            ("en", "People aged 16 to 24 take part.", &[]),
            ("en", "You can take part if you are aged 14 years.", &["aged 14 | participants[0].ages | 16-24"]),
            ("en", "About twenty young people take part.", &["twenty young people | participants[0].number | 12-14"]),
            ("en", "Thirteen young people take part.", &[]),
            ("en", "Three people from our team know it.", &[]),
            ("en", "We meet for five sessions.", &["five sessions | activities[0].sessions | 1"]),
            ("en", "We meet for two sessions.", &[]),
            ("en", "You get a voucher of 200 NAD.", &["200 NAD | compensation.value.amount | 150 NAD"]),
            ("en", "You get a voucher of 150 EUR.", &["150 EUR | compensation.value.amount | 150 NAD"]),
            ("en", "You get a voucher of NAD 150,00.", &[]),
            ("en", "You get a voucher of 200 XYQ.", &[]),
            ("en", "The building is worth 200 NAD.", &["200 NAD | compensation.value.amount | 150 NAD"]),
            ("en", "The bus ticket was 200 NAD.", &[]),
        ],
    );
}

#[test]
fn ways_to_reach_somebody_and_names_are_held_against_the_study() {
    holds(
        &study(&[]),
        &[
            ("en", "Call +00 100 200 999.", &["+00 100 200 999 | study.contact.phone | +00 100 200 300"]),
            (
                "en",
                "Write to other@example.net.",
                &["other@example.net | study.contact.email | desk@voices.example.org"],
            ),
            ("en", "Call +00 100 200 300, or the Night Line on +00 100 300 400.", &[]),
            ("en", "Amara Exampel leads it.", &["Amara Exampel | team[0].name | Amara Example"]),
            (
                "en",
                "You can go to Lantern Youth Center.",
                &["Lantern Youth Center | study.partners[0].name | Lantern Youth Centre"],
            ),
            ("en", "You can go to the Northern Youth Clinics.", &[]),
        ],
    );
}

#[test]
fn a_paper_about_everybody_names_the_ages_of_every_group_and_a_name_of_one_word_is_never_misspelt() {
    let study = "assent: 1\nstudy: {id: s, title: T, contact: {phone: \"+00 100 200 300\"}}\nteam: [{id: lead, name: Amaranta}]\n\
                 participants: [{id: a, ages: {from: 16}}, {id: b}]\n";
    for (sentence, wanted) in [
        ("People aged 14 take part.", &["aged 14 | participants[0].ages | 16+, ?"][..]),
        ("Amarantha leads it.", &[]),
        ("We met at 0.12345, 0.12345.", &[]),
    ] {
        assert_eq!(claims_in(study, "en", sentence, Scope::default()), wanted, "{sentence}");
    }
}
