//! What the language of packs and the language of templates answer to those who write in them, on an example.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use assent::documents::compose::Material;
use assent::documents::compose::before_verdict;
use assent::documents::library::Library as Templates;
use assent::guidelines::Library;
use assent::guidelines::language::Expression;
use assent::guidelines::language::Scope;
use assent::guidelines::world::World;
use assent::source::SourceFile;
use assent::study::Date;
use assent::study::LoadedStudy;
use assent::study::Written as _;

fn example(edits: &[(&str, &str)]) -> LoadedStudy {
    let path = format!("{}/examples/survivor-conversations/study.yaml", env!("CARGO_MANIFEST_DIR"));
    let mut text = std::fs::read_to_string(path).unwrap();
    for (from, to) in edits {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    assent::study::load_bytes("study.yaml", text.as_bytes())
}

#[test]
fn a_function_answers_for_what_is_given_what_is_blank_and_what_it_is_not_meant_for() {
    let loaded = example(&[
        ("- id: young-survivors\n", "- id: nobody-yet\n  - id: young-survivors\n"),
        ("kind: hotline, name: Night Line", "kind: hotline, serves: [girls], name: Night Line"),
    ]);
    let packs = Library::built_in().in_force(&loaded.study);
    let today = Date::read("2026-06-01").unwrap();
    let mut said = String::new();
    for text in [
        "score(2, 4)",
        "band(2, 4)",
        "blank(score(participants[0].ages.from, 4))",
        "blank(band(2, participants[0].ages.from))",
        "score('many', 4) | length",
        "risks_to('team') | map(attribute='id')",
        "risks_to(team[0]) | map(attribute='id')",
        "risks_to(participants[1]) | map(attribute='id')",
        "benefits_to('community') | map(attribute='what')",
        "benefits_to(participants[0])",
        "served_by(settings[0].referral[3], 'girls')",
        "served_by(settings[0].referral[3], 'boys')",
        "served_by(settings[0].referral[3], participants[1])",
        "served_by(settings[0].referral[0], participants[1])",
        "served_by(settings[0].referral[0], participants[0].label)",
        "served_by(settings[0], 'girls')",
        "genders_of(settings[0])",
        "genders_of(participants[0])",
        "genders_of(participants[1])",
        "flat(participants, 'languages')",
        "flat(team, 'name')",
        "flat(participants, 'reading_age')",
        "flat(participants, 'no-such')",
        "flat(participants, 3)",
        "parent(settings[0].review).id",
        "blank(parent(study))",
        "names(team)",
        "names(team[0])",
        "names('a text')",
        "names(['one', 'two'])",
        "names(participants)",
        "name(participants[0].label)",
        "name(study.dates.start)",
        "name('a text')",
        "name(privacy.limits)",
        "blank([])",
        "blank('  ')",
        "given(participants[0].label)",
        "any_match(['Some words', 'here'], 'word')",
        "any_match(study.title, ['SUPPORT'])",
        "texts([study.short_title, 'b'])",
        "settings_of(activities[0]) | map(attribute='id')",
        "settings_of(participants[1]) | map(attribute='id')",
        "groups_of(settings[0]) | map(attribute='id')",
        "activities_of(team[2]) | map(attribute='id')",
        "document_languages(participants[0])",
        "document_languages(participants[1])",
        "unspoken(activities[0])",
        "unspoken(participants[0])",
        "on_paper(privacy.storage[2])",
        "on_paper(privacy.storage[0])",
        "on_paper('a text')",
        "days(privacy.storage[0].delete_after)",
        "blank(days(participants[0].label))",
        "after_end(privacy.storage[1].delete_after)",
        "minors(participants[1])",
        "minors(study)",
        "minors('nobody')",
    ] {
        let world = World::new(Arc::clone(&loaded.study), &loaded.value, today, packs.lexicon());
        let answer = match Expression::new(text).ask(&Scope::new(&world)) {
            Ok(value) => value.to_string(),
            Err(error) => format!("mistake: {error}"),
        };
        let _ = writeln!(said, "{text}\n  {answer}");
    }
    insta::assert_snapshot!("functions", said);
}

/// An information sheet from a template of one's own, as Markdown.
fn sheet(template: &str, study: &LoadedStudy) -> String {
    let name = "information-sheet/en.md";
    let own = BTreeMap::from([(name.to_owned(), SourceFile::new(format!("templates/{name}"), template))]);
    let templates = Arc::new(Templates::with_own(own));
    let packs = Arc::new(Library::built_in().in_force(&study.study));
    let today = Date::read("2026-06-01").unwrap();
    let material =
        Material::new(Arc::clone(&study.study), study.value.clone(), BTreeMap::new(), templates, packs, today);
    let composition = before_verdict(&material);
    let sheet = composition.documents.iter().find(|paper| paper.slot.stem == "information-sheet.young-survivors.en");
    match sheet {
        Some(sheet) => sheet.markdown.clone(),
        None => composition.errors.iter().map(|error| format!("{}\n", error)).collect(),
    }
}

#[test]
fn a_template_of_ones_own_is_given_what_the_guide_says() {
    let mut lines = String::from("# Own\n\n");
    for value in [
        "group.facilitators | map(attribute='name') | and_list",
        "team | map(attribute='name') | or_list",
        "['one', 2] | or_list",
        "[] | or_list",
        "languages | and_list",
        "group.label",
        "settings | length",
        "settings[0].groups | map(attribute='id') | and_list",
        "settings[0].activities | map(attribute='id') | and_list",
        "settings[0].services | map(attribute='id') | and_list",
        "group.recordings | and_list",
        "team[2].leads | map(attribute='id') | and_list",
        "compensation.value | money",
        "study.dates.start | date",
        "privacy.storage[0].delete_after | duration",
        "3 | counted('day')",
        "'NA' | country_name",
        "'XX' | country_name",
        "'en' | language_name",
        "band(2, 4)",
        "person('lead').name",
        "person('nobody').name",
        "named('young-survivors')",
        "named('team')",
        "people_with('lead') | map(attribute='name') | and_list",
        "'word' | capitalize",
        "study.partners | or_gap | length",
    ] {
        let _ = writeln!(lines, "{value}: {{{{ {value} }}}}\n");
    }
    for truth in [
        "adults",
        "minors",
        "in_field",
        "settings[0].age_is_stated",
        "settings[0].minors",
        "settings[0].adults",
        "activities[0].quoted",
        "activities[0].survivors",
        "group.accompanied",
        "group.alone",
        "group.asks_about_experiences",
        "group.reporting_unknown",
        "group.younger",
        "group.older",
        "privacy.storage[0].delete_after is from_end",
        "study.short_title is blank",
        "study.dates == study.dates",
        "team == team",
        "study | list | length > 5",
        "group | list | length > 5",
    ] {
        let _ = writeln!(lines, "{truth}: {{{{ 'yes' if {truth} else 'no' }}}}\n");
    }
    insta::assert_snapshot!("template", sheet(&lines, &example(&[])));
}

#[test]
fn what_a_template_of_ones_own_asks_wrongly_is_said_as_a_finding() {
    let mut said = String::new();
    for value in [
        "'soon' | date",
        "'soon' | duration",
        "3 | counted('elephant')",
        "[[1]] | and_list",
        "3 | prose",
        "study.title | shout",
        "study.titel.more",
        "group.no_such",
        "study.dates",
        "team",
        "group.adults",
        "band('a', 'b')",
    ] {
        let _ = writeln!(said, "{value}\n{}", sheet(&format!("# Own\n\n{{{{ {value} }}}}\n"), &example(&[])));
    }
    insta::assert_snapshot!("template_mistakes", said);
}
