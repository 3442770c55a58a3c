//! All errors of shape at once, each at its place, and nothing twice.

use crate::source::SourceFile;
use crate::study::LoadedStudy;
use crate::study::load;
use crate::study::plan::Plan;

const HEAD: &str = "assent: 1\nstudy: {id: s, title: T}\n";

fn loaded(yaml: &str) -> LoadedStudy {
    load(SourceFile::new("study.yaml", format!("{HEAD}{yaml}")))
}

/// Code, `line:column`, path, message, help of each finding; lines count from behind the head.
fn errors(yaml: &str) -> Vec<(String, String, String, String, String)> {
    let loaded = loaded(yaml);
    let mut findings = loaded.findings.clone();
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    let rows = findings.into_iter().map(|finding| {
        let at = loaded.file.position(finding.place.span.start);
        let at = format!("{}:{}", at.line - 2, at.column);
        (finding.code, at, finding.place.path.to_string(), finding.message, finding.help)
    });
    rows.collect()
}

fn one(yaml: &str) -> (String, String, String, String, String) {
    let mut errors = errors(yaml);
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors.remove(0)
}

#[test]
fn all_errors_are_found_at_once_and_the_rest_is_kept() {
    let yaml = "participants:\n  - id: young\n    ages: {from: sixteen, to: 24}\n    survivor: true\n    consent: {steps: 2, rute: x}\n\
                settings:\n  - id: north\n    country: XX\n    age_of_majority: \"20\"\n    review: {status: aproved, on: 2026-02-30}\n\
                risks:\n  - {id: r, likelihood: 9, severity: 2.5}\n";
    let found: Vec<_> = errors(yaml).into_iter().map(|(code, at, path, ..)| (code, at, path)).collect();
    let expected = [
        ("wrong-type", "3:18", "participants[0].ages.from"),
        ("unknown-field", "4:5", "participants[0].survivor"),
        ("unknown-field", "5:25", "participants[0].consent.rute"),
        ("invalid-value", "8:14", "settings[0].country"),
        ("wrong-type", "9:22", "settings[0].age_of_majority"),
        ("unknown-choice", "10:22", "settings[0].review.status"),
        ("invalid-value", "10:35", "settings[0].review.on"),
        ("out-of-range", "12:25", "risks[0].likelihood"),
        ("wrong-type", "12:38", "risks[0].severity"),
    ];
    assert_eq!(found, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
    let study = loaded(yaml).study;
    assert_eq!(study.participants[0].ages.to, Some(24));
    assert_eq!(study.participants[0].consent.steps, Some(2));
    assert_eq!(study.settings[0].id.as_ref().unwrap().as_str(), "north");
}

#[test]
fn a_slip_in_a_name_is_answered_with_what_was_meant() {
    assert_eq!(one("privacy: {limit: x}\n").4, "Did you mean `limits`?");
    assert_eq!(one("Privacy: {limits: x}\n").4, "Did you mean `privacy`?");
    assert_eq!(one("gap_days: 2\n").4, "`gap_days` belongs under `consent`.");
    assert_eq!(
        one("wellbeing: {activities: []}\n").4,
        "`activities` belongs at the left margin, outside every other field."
    );
    assert_eq!(
        one("wellbeing: {colour: x}\n").4,
        "The fields here are `supervision`, `debriefing`, `workload`, `safety_plan`."
    );
    let error = one("activities: [{method: interveiw}]\n");
    assert!(error.4.starts_with("Did you mean `interview`? The words here are `conversation`, "), "{}", error.4);
}

#[test]
fn norway_is_a_country() {
    assert!(errors("settings: [{id: oslo, country: NO}]\n").is_empty());
    assert_eq!(loaded("settings: [{country: NO}]\n").study.settings[0].country.as_ref().unwrap().code(), "NO");
}

#[test]
fn a_number_where_text_is_expected_asks_for_quotes() {
    let text = HEAD.replace("title: T", "title: T, version: 0.30");
    let loaded = load(SourceFile::new("study.yaml", text));
    assert_eq!(loaded.findings.len(), 1);
    assert_eq!(loaded.findings[0].help, "Put it in quotes, so that it is read as text: \"0.30\".");
    assert_eq!(one("team: [{id: lead, name: true}]\n").4, "Put it in quotes, so that it is read as text: \"true\".");
    assert_eq!(one("team: [{id: 12}]\n").4, "Put it in quotes, so that it is read as text: \"12\".");
}

#[test]
fn words_for_yes_and_numbers_in_quotes_are_explained() {
    assert_eq!(one("compensation: {given: yes}\n").4, "Write true.");
    assert_eq!(one("compensation: {given: \"No\"}\n").4, "Write false.");
    assert_eq!(one("participants: [{reading_age: \"12\"}]\n").4, "Write 12 without quotes.");
    assert_eq!(one("participants: [{languages: th}]\n").4, "Write a list, also for a single one: [th].");
    assert_eq!(one("purpose: [x]\n").1, "1:1");
}

#[test]
fn each_kind_of_value_says_what_it_is_and_how_it_is_written() {
    for (yaml, message, help) in [
        ("settings: [{country: 3}]", "a number stands here, where a country code is expected", ""),
        ("participants: [{languages: [3]}]", "a number stands here, where a language tag is expected", ""),
        (
            "compensation: {value: {currency: [THB]}}",
            "a list stands here, where a currency code is expected",
            "without “- ”",
        ),
        ("privacy: {storage: [{delete_after: 30}]}", "a number stands here, where a length of time is expected", ""),
        ("activities: [{guide: {a: 1}}]", "a group of fields stands here, where the path of a file is expected", ""),
        ("activities: [{method: 3}]", "a number stands here, where one word of a list is expected", "Write one of `"),
        ("compensation: {given: \"TRUE\"}", "text stands here, where true or false is expected", "Write true without"),
        ("compensation: {given: [true]}", "a list stands here, where true or false", "Write true or false."),
        (
            "risks: [{likelihood: [1]}]",
            "a list stands here, where a whole number is expected",
            "Write one number in digits.",
        ),
        ("compensation: {value: {amount: -5}}", "-5 cannot stand here", "Write a number from 0 upwards."),
        (
            "compensation: {value: {amount: [5]}}",
            "a list stands here, where a number is expected",
            "Write one number in digits.",
        ),
        ("settings: [{review: {on: [2026-01-01]}}]", "a list stands here, where a date is expected", ""),
        ("participants: [{label: [a, b]}]", "a list stands here, where text is expected", "choose one, or say it all"),
        (
            "team: lead",
            "text stands here, where a list is expected",
            "Begin each item on a line of its own with “- ”, and",
        ),
        (
            "participants: [{label: [a]}]",
            "a list stands here, where text is expected",
            "Only one value can stand here: write it",
        ),
        ("participants: [{languages: [{}]}]", "a group of fields stands here, where a language tag is expected", ""),
        (
            "participants: [{reading_age: 18446744073709551615}]",
            "18446744073709551615 cannot stand here",
            "from 4 to 25.",
        ),
    ] {
        let (_, _, _, said, helped) = one(yaml);
        assert!(said.starts_with(message), "{yaml}: {said}");
        assert!(helped.contains(help), "{yaml}: {helped}");
    }
}

#[test]
fn a_whole_number_with_decimals_is_one_and_nothing_at_all_is_no_study() {
    let loaded = loaded("participants: [{reading_age: 12.0}]\n");
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
    assert_eq!(loaded.study.participants[0].reading_age, Some(12));
    let nothing = load(SourceFile::new("study.yaml", "~\n"));
    assert_eq!(nothing.findings[0].message, "nothing stands here, where a group of fields is expected");
}

#[test]
fn a_schema_may_say_it_in_any_of_its_ways() {
    use serde_json::json;
    let plan = Plan::of(&json!({
        "properties": {
            "share": {"type": "number", "minimum": 0, "maximum": 1},
            "level": {"type": "integer", "minimum": 1, "maximum": 1},
            "least": {"type": "integer", "minimum": 3},
            "most": {"type": "integer", "maximum": 3},
            "any": {"type": "integer"},
            "ratio": {"type": "number", "minimum": 1},
            "list": {"type": "array"},
            "word": {"enum": ["a", "b"]},
            "other": {"oneOf": [{"const": "c"}, {"enum": ["d", "e"]}]},
            "mixed": {"oneOf": [{"const": "c"}, {"type": "number"}]},
            "odd": {"$ref": "#/$defs/Nowhere"},
            "self": {"$ref": "#/$defs/Self"},
        },
        "$defs": {"Self": {"type": "object", "properties": {"self": {"$ref": "#/$defs/Self"}}}},
        "additionalProperties": false,
    }));
    let said = |yaml: &str| {
        let parsed = crate::yaml::parse("a.yaml", yaml.as_bytes());
        let shaped = super::shape(&parsed.file, parsed.root.as_ref().unwrap(), &plan);
        shaped.findings.into_iter().map(|it| format!("{}: {}", it.message, it.help)).collect::<Vec<_>>()
    };
    for (yaml, expected) in [
        ("share: 2", "2 cannot stand here: Write a number from 0 to 1."),
        ("share: much", "text stands here, where a number is expected: Write the number in digits and nothing else"),
        ("level: 2", "2 cannot stand here: Write 1."),
        ("least: 2", "2 cannot stand here: Write a number from 3 upwards."),
        ("most: 4", "4 cannot stand here: Write a number up to 3."),
        ("any: 18446744073709551615", "18446744073709551615 cannot stand here: Write another number."),
        ("ratio: 0.5", "0.5 cannot stand here: Write a number from 1 upwards."),
        ("word: zzz", "`zzz` is not one of the words that can stand here: Write one of `a`, `b`."),
        ("other: zzz", "`zzz` is not one of the words that can stand here: Write one of `c`, `d`, `e`."),
    ] {
        let said = said(yaml);
        assert!(said.len() == 1 && said[0].starts_with(expected), "{yaml}: {said:?}");
    }
    for sound in ["share: 0.5", "list: [1, a, {b: c}]", "mixed: 3", "odd: [1]", "self: {self: {self: {}}}"] {
        assert_eq!(said(sound), Vec::<String>::new(), "{sound}");
    }
    assert_eq!(plan.fields_named("Self").len(), 17, "a group that holds itself ends");
    assert_eq!(plan.words("word", "a"), Vec::<String>::new(), "a word has no fields");
    assert_eq!(plan.words("self", "self"), Vec::<String>::new(), "a group is no list of words");
    assert!(plan.at(&crate::yaml::path::Path::parse("share[0]")).is_none(), "a number has no items");
}

#[test]
fn a_gap_is_no_error_anywhere_but_in_what_makes_a_study() {
    let yaml = "packs: TODO\npurpose: TODO\nteam: null\nsettings:\n  - TODO\n  -\n  - {id: north, country: TODO, referral: ~}\n\
                participants: [{id: g, ages: TODO, languages: [TODO, th, null], reads: ''}]\nprivacy:\n";
    assert!(errors(yaml).is_empty(), "{:?}", errors(yaml));
    let loaded = loaded(yaml);
    assert_eq!(loaded.study.packs[0].as_str(), "ecpat-four-steps");
    assert_eq!(loaded.study.settings.len(), 1);
    let place = loaded.place(&crate::yaml::path::Path::parse("settings[0].country"));
    assert_eq!(place.path.to_string(), "settings[2].country");
    assert_eq!(loaded.file.excerpt(&place.span), "TODO");
    let place = loaded.place(&crate::yaml::path::Path::parse("participants[0].languages[0]"));
    assert_eq!(loaded.file.excerpt(&place.span), "th");
    for (text, at, path) in [
        ("study: {id: s, title: T}\n", 0, "assent"),
        ("assent: 1\n", 0, "study"),
        ("assent: 1\nstudy: TODO\n", 17, "study"),
        ("assent: 1\nstudy:\n  title: T\n", 10, "study.id"),
        ("assent: 1\nstudy: {id: s, title: TODO}\n", 32, "study.title"),
    ] {
        let loaded = load(SourceFile::new("study.yaml", text));
        assert_eq!(loaded.findings.len(), 1, "{text}");
        let place = &loaded.findings[0].place;
        assert_eq!(
            (loaded.findings[0].code.as_str(), place.span.start, place.path.to_string().as_str()),
            ("missing-field", at, path)
        );
    }
}

#[test]
fn an_id_given_twice_is_an_error_at_the_second() {
    let loaded = loaded("team:\n  - {id: lead}\n  - {id: other}\n  - {id: lead}\n");
    assert_eq!(loaded.findings.len(), 1);
    let finding = &loaded.findings[0];
    assert_eq!((finding.code.as_str(), finding.place.path.to_string().as_str()), ("duplicate-id", "team[2].id"));
    assert_eq!(loaded.file.position(finding.labels[0].place.span.start).line, 4);
}

#[test]
fn what_could_not_be_read_is_not_also_missing() {
    let loaded = loaded("participants: [{id: g, consent: {gap_days: three}, ages: none}]\n");
    let path = crate::yaml::path::Path::parse;
    assert!(loaded.is_ill_formed(&path("participants[0].consent.gap_days")));
    assert!(loaded.is_ill_formed(&path("participants[0].ages.from")));
    assert!(!loaded.is_ill_formed(&path("participants[0].consent.steps")));
}

#[test]
fn another_format_version_and_another_kind_of_file_are_said_so() {
    let loaded = load(SourceFile::new("study.yaml", "assent: 2\nstudy: {id: s, title: T}\n"));
    let codes: Vec<&str> = loaded.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(codes, ["newer-format"]);
    let loaded = load(SourceFile::new("study.yaml", "- a\n- b\n"));
    assert_eq!(loaded.findings.len(), 1);
    assert_eq!(loaded.findings[0].code, "wrong-type");
    assert!(!loaded.readable);
}

#[test]
fn a_text_of_any_length_makes_a_message_of_one_line() {
    let long = "x\\n".repeat(5_000);
    let error = one(&format!("settings: [{{country: \"{long}\"}}]\n"));
    assert!(error.3.chars().count() < 120 && !error.3.contains('\n'));
}
