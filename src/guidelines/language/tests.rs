//! What is promised of this module, as tests.

use proptest::prelude::*;

use minijinja::Environment;
use minijinja::UndefinedBehavior;
use minijinja::value::ValueKind;

use super::*;
use crate::guidelines::world::Item;
use crate::study::Date;
use crate::study::Written;
use crate::yaml::path::Path;

const STUDY: &str = "assent: 1
study: {id: s, title: T, dates: {start: 2026-02-01, end: TODO}}
participants:
  - {id: young, label: Young people, ages: {from: 14, to: 17}, survivors: true, consent: {steps: 2, gap_days: TODO}, languages: [th, en]}
  - {id: staff, label: Staff, ages: {from: 25}, languages: [en]}
settings: [{id: north, country: TH, referral: [{id: clinic, kind: medical, serves: [girls, boys]}]}]
activities: [{id: talks, with: [young], settings: [north], method: conversation}, {id: survey, with: [staff], settings: [north], method: survey}]
privacy: {limits: TODO, identifiers_collected: [name]}
compensation: {value: {amount: 3.5, currency: THB}}
";

fn world() -> Arc<World> {
    let loaded = crate::study::load_bytes("study.yaml", STUDY.as_bytes());
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
    World::new(Arc::clone(&loaded.study), &loaded.value, Date::read("2026-06-01").unwrap(), Arc::default())
}

/// What an expression yields as text, and the first blank that it left unhandled.
fn ask(text: &str) -> (String, Option<String>) {
    let world = world();
    let answer = match Expression::new(text).ask(&Scope::new(&world)) {
        Ok(value) if value.kind() == ValueKind::Bool => value.is_true().to_string(),
        Ok(value) => value.to_string(),
        Err(error) => format!("error: {error}"),
    };
    (answer, world.first_blank_read().map(|path| path.to_string()))
}

fn answer(text: &str) -> String {
    ask(text).0
}

#[test]
fn no_section_of_a_study_is_hidden_behind_a_function_of_its_name() {
    let study = serde_json::to_value(crate::study::Study::default()).unwrap();
    let sections = study.as_object().unwrap().keys();
    let hidden: Vec<&String> = sections.filter(|section| environment::function(section).is_some()).collect();
    assert_eq!(hidden, Vec::<&String>::new());
    assert!(environment::function("field_activities").is_some());
}

#[test]
fn every_comparison_with_a_blank_is_false() {
    for comparison in ["==", "!=", "<", "<=", ">", ">=", "in", "not in"] {
        for (left, right) in
            [("privacy.limits", "'x'"), ("'x'", "privacy.limits"), ("privacy.limits", "privacy.limits")]
        {
            let text = format!("{left} {comparison} {right}");
            assert_eq!(ask(&text), ("false".to_owned(), Some("privacy.limits".to_owned())), "{text}");
        }
    }
    let steps = "participants | rejectattr('consent.gap_days', 'ge', 1) | map(attribute='id') | join(',')";
    assert_eq!(answer(steps), "young,staff");
    assert_eq!(answer("participants | selectattr('consent.gap_days', 'ne', 1) | list | length"), "0");
}

#[test]
fn a_blank_that_is_asked_about_counts_as_handled() {
    assert_eq!(ask("blank(privacy.limits)"), ("true".to_owned(), None));
    assert_eq!(ask("given(privacy.limits)"), ("false".to_owned(), None));
    assert_eq!(ask("privacy.limits | default('none')"), ("none".to_owned(), None));
    assert_eq!(ask("given(study.dates.end) and study.dates.end > today"), ("false".to_owned(), None));
    assert_eq!(ask("blank(privacy.limits) and privacy.limits == 'x'").1.as_deref(), Some("privacy.limits"));
    assert_eq!(ask("blank(distress) and given(study) and blank(risks)"), ("true".to_owned(), None));
}

#[test]
fn the_first_blank_that_decides_is_the_one_that_is_told() {
    let first = "participants[0].consent.steps >= 2 and participants[0].consent.gap_days >= 1";
    assert_eq!(ask(first).1.as_deref(), Some("participants[0].consent.gap_days"));
    assert_eq!(ask("participants[0].consent.steps >= 3 and participants[0].consent.gap_days >= 1").1, None);
    assert_eq!(ask("minors(participants[0]) or blank(privacy.limits)").1, None);
}

#[test]
fn lists_are_never_missing() {
    assert_eq!(ask("risks | length"), ("0".to_owned(), None));
    assert_eq!(
        ask("'th' in participants[0].languages and 'th' not in participants[1].languages"),
        ("true".to_owned(), None)
    );
    assert_eq!(ask("flat(participants, 'languages') | unique | join(' ')"), ("th en".to_owned(), None));
}

#[test]
fn what_a_function_yields_knows_its_place() {
    let world = world();
    let scope = Scope::new(&world);
    let path = |text: &str| {
        let value = Expression::new(text).ask(&scope).unwrap();
        Item::of(&value).map(|item| item.path().to_string()).unwrap_or_default()
    };
    assert_eq!(path("flat(settings, 'referral') | first"), "settings[0].referral[0]");
    assert_eq!(path("parent(flat(settings, 'referral') | first)"), "settings[0]");
    assert_eq!(path("parent(settings[0].referral[0].serves[1])"), "settings[0].referral[0]");
    assert_eq!(path("activities_of(group('staff')) | first"), "activities[1]");
    assert_eq!(path("(participants | select('minors') | list)[0]"), "participants[0]");
    assert_eq!(path("flat(participants, 'languages') | last"), "participants[1].languages[0]");
    assert_eq!(path("group('nobody')"), "");
    assert_eq!(
        world.at(&Path::parse("participants[0].consent.steps")).map(|it| it.path().to_string()).as_deref(),
        Some("participants[0].consent.steps")
    );
}

#[test]
fn two_items_are_the_same_by_their_place() {
    assert_eq!(answer("groups_of(activities[0]) | first == participants[0]"), "true");
    assert_eq!(answer("participants[1] in groups_of(activities[0])"), "false");
    assert_eq!(answer("group('nobody') == group('nobody')"), "false");
}

#[test]
fn numbers_and_texts_have_no_order_between_them() {
    assert!(answer("participants[0].ages.from < 'x'").starts_with("error: "));
    assert_eq!(answer("'2026-01-01' < today and 1 < 2.5"), "true");
}

#[test]
fn work_and_size_are_bounded() {
    assert!(answer("'a' * 100000000 | length > 1").starts_with("error: "));
    assert!(answer(&format!("{}1{}", "(".repeat(200), ")".repeat(200))).starts_with("error: "));
    assert!(answer(&"1 + ".repeat(5_000)).starts_with("error: "));
}

#[test]
fn nothing_else_of_minijinja_can_be_reached() {
    for text in [
        "range(10)",
        "participants.items()",
        "debug()",
        "dict(a=1)",
        "privacy.limits is none",
        "'a' | safe",
        "{'a': 1}",
        "none",
        "cycler()",
    ] {
        assert!(answer(text).starts_with("error: "), "{text}: {}", answer(text));
    }
}

#[test]
fn a_message_shows_study_text_as_text() {
    let world = world();
    let item = Value::from_object(world.at(&Path::parse("participants[0]")).unwrap());
    let scope = Scope::new(&world).with_item(item);
    let text = fill("{{ name(item) }} ({{ item }}): {{ item.consent.gap_days }},\n {{ item.languages }}", &scope);
    assert_eq!(text.unwrap(), "Young people (Young people): ?, th, en");
    assert_eq!(world.first_blank_read(), None, "a message reads without a trace");
    let mut values = serde_json::Map::new();
    assert_eq!(fill("{{ item.survivors }}", &scope).unwrap(), "true");
    values.insert("found".to_owned(), "{{ 7 * 7 }} <b>".into());
    assert_eq!(fill("`{{ found }}`", &scope.with_values(values)).unwrap(), "`{{ 7 * 7 }} <b>`");
}

#[test]
fn what_is_asked_of_nobody_is_empty_and_never_an_error() {
    for (text, expected) in [
        ("blank(parent(group('nobody')))", "true"),
        ("blank(group('nobody').label)", "true"),
        ("unspoken(group('nobody')) | length", "0"),
        ("genders_of(group('nobody')) | length", "0"),
        ("flat(group('nobody'), 'languages') | length", "0"),
        ("any_match(study.title, privacy.limits)", "false"),
        ("on_paper(privacy.identifiers_collected | first)", "false"),
        ("privacy.limits | default", ""),
        ("(flat(participants, 'languages') | first).x", ""),
    ] {
        assert_eq!(answer(text), expected, "{text}");
    }
    assert_eq!(ask("texts(privacy.limits)"), (String::new(), None), "a text that is gathered is handled");
}

#[test]
fn one_thing_may_stand_where_a_list_is_asked_for() {
    for (text, expected) in [
        ("flat(participants[0], 'languages') | join(' ')", "th en"),
        ("names(participants[0].languages)", "th, en"),
        ("name(flat(participants, 'languages') | first)", "th"),
        ("name(participants[0].ages)", "participants[0].ages"),
        ("1 if 2 == 2", "1"),
        ("1 if (flat(participants, 'languages') | first) else 2", "1"),
        ("participants | map(attribute='ages.from') | sum", "39"),
    ] {
        assert_eq!(answer(text), expected, "{text}");
    }
}

#[test]
fn comparisons_hold_in_chains_and_in_texts() {
    for text in [
        "1 == 1 == 1 != 2",
        "3 > 2 >= 2 > 1",
        "1 in [1] in [[1]]",
        "7 / 2 == compensation.value.amount == 3.5",
        "'T' in study.title and 'x' not in study.title",
        "any_match('a\\n\\t\\rb', 'b')",
    ] {
        assert_eq!(answer(text), "true", "{text}");
    }
}

#[test]
fn what_cannot_be_asked_is_said() {
    for (text, said) in [
        ("3 in study.title", "only a text can stand in a text"),
        ("blank()", "`blank` is written `blank("),
        ("blank(*participants)", "`*` cannot be used in a call here"),
        ("minors(participants)", "this is not one of the study's `participants`"),
        ("flat(participants, 'languages.x')", "has no field `languages.x`"),
        ("participants[0].nobody == 1", "undefined"),
        ("flat(participants, 'languages') | first | list", "cannot convert value to list"),
    ] {
        let found = answer(text);
        assert!(found.starts_with("error: ") && found.contains(said), "{text}: {found}");
    }
}

#[test]
fn a_message_costs_what_it_does_and_is_not_filled_on_credit() {
    let world = world();
    let scope = Scope::new(&world);
    assert_eq!(fill("{{ 1 == 2 }}", &scope).unwrap(), "false");
    world.account.spend(world.account.levels().1);
    let refused = fill("{{ study.title }}", &scope).unwrap_err();
    assert!(refused.message.contains("more work than all packs together may do"), "{refused}");
    assert_eq!(fill("No value.", &scope).unwrap(), "No value.", "plain words cost nothing");
}

#[test]
fn a_path_that_the_study_does_not_have_leads_nowhere() {
    let world = world();
    for path in ["participants.label", "study.title.x", "participants[9]", "nobody"] {
        assert!(world.at(&Path::parse(path)).is_none(), "{path}");
    }
}

/// Expressions over numbers and flags without blanks.
fn plain_expressions() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (0i64..20).prop_map(|n| n.to_string()),
        Just("true".to_owned()),
        Just("false".to_owned()),
        Just("'a\\\\b\\'c'".to_owned()),
        Just("[1, 2, 3]".to_owned()),
    ];
    leaf.prop_recursive(4, 32, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} and {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} or {b})")),
            inner.clone().prop_map(|a| format!("(not {a})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} == {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} != {b})")),
            (0i64..9, 0i64..9, 0i64..9).prop_map(|(a, b, c)| format!("({a} < {b} <= {c})")),
            (0i64..9, 0i64..9).prop_map(|(a, b)| format!("({a} + {b} * 2 - 1 >= {b} // 2)")),
            (0i64..5).prop_map(|n| format!("({n} in [1, 2, 3])")),
            (0i64..5).prop_map(|n| format!("({n} not in (1, 2, 3))")),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("({a} if {b} else {c})")),
            inner.clone().prop_map(|a| format!("([{a}, 2] | length)")),
            inner.prop_map(|a| format!("({a} is string)")),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_is_an_expression_or_an_error(text in "\\PC{0,60}") {
        let _ = answer(&text);
    }

    #[test]
    fn any_template_is_a_message_or_an_error(text in "[{}%a-z .|()'\"\\[\\]]{0,60}") {
        let world = world();
        let _ = fill(&text, &Scope::new(&world));
    }

    #[test]
    fn without_blanks_the_language_is_minijinjas(text in plain_expressions()) {
        let mut plain = Environment::new();
        plain.set_undefined_behavior(UndefinedBehavior::Strict);
        let expected = plain.compile_expression(&text).and_then(|it| it.eval(())).map(|value| value.to_string());
        let found = Expression::new(&text).ask(&Scope::new(&world())).map(|value| value.to_string());
        prop_assert_eq!(expected.ok(), found.ok(), "{}", text);
    }
}
