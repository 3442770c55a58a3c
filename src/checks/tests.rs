//! What is promised of this module, as tests.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::finding::Level;
use crate::guidelines::Library;
use crate::guidelines::files::PackFiles;
use crate::study::Date;
use crate::study::Written;

const MANIFEST: &str =
    "id: own\ntitle: t\npublisher: p\nyear: 2026\nversion: \"1\"\ncitation: c\nprovenance: verified\nnote: n\n";

/// The findings of one pack of checks on a study, as `level code@subject line:column message [labels]`.
fn found(checks: &str, study: &str) -> Vec<String> {
    let files = BTreeMap::from([
        ("pack.yaml".to_owned(), MANIFEST.as_bytes().to_vec()),
        ("checks.yaml".to_owned(), checks.as_bytes().to_vec()),
    ]);
    let mut library = Library::default();
    library.add(BTreeMap::from([("own".to_owned(), PackFiles::new("guidelines/own", files))]));
    let faults: Vec<String> = library.load("own").unwrap().findings.iter().map(|it| it.message.clone()).collect();
    assert_eq!(faults, Vec::<String>::new());
    let text = format!("assent: 1\npacks: [own]\nstudy: {{id: s, title: T}}\n{study}");
    let loaded = crate::study::load_bytes("study.yaml", text.as_bytes());
    let facts = Facts::on(Date::read("2026-06-01").unwrap());
    let packs = library.in_force(&loaded.study);
    let findings = settle(&loaded, &packs, &facts, run(&loaded, &packs, &facts));
    findings.iter().map(shown).collect()
}

fn shown(finding: &Finding) -> String {
    let at = finding.place.file.position(finding.place.span.start);
    let labels: Vec<String> =
        finding.labels.iter().map(|label| format!(" [{}: {}]", label.place.path, label.text)).collect();
    let accepted = if finding.accepted { " accepted" } else { "" };
    let level = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    format!("{level} {} {}:{} {}{}{accepted}", finding.name(), at.line, at.column, finding.message, labels.concat())
}

fn gap_check(more: &str) -> String {
    format!(
        "- code: gap\n  level: warning\n  each: participants | selectattr('survivors')\n  require: item.consent.steps >= 2 and item.consent.gap_days >= 1\n  at: consent.gap_days\n  message: '{{{{ item.label }}}}: {{{{ item.consent.gap_days }}}} day(s)'\n  help: h\n  example: {{bad: {{}}, good: {{}}}}\n{more}"
    )
}

#[test]
fn a_finding_stands_at_the_value_that_has_to_change() {
    let study = "participants:\n  - {id: a, label: A, survivors: true, consent: {steps: 2, gap_days: 0}}\n  - {id: b, label: B, survivors: true, consent: {steps: 2, gap_days: 3}}\n  - {id: c, label: C, survivors: false, consent: {steps: 1}}\n";
    assert_eq!(found(&gap_check(""), study), ["warning gap@participants.a 5:70 A: 0 day(s)"]);
}

#[test]
fn a_gap_fails_the_check_at_the_gap_itself() {
    let study = "participants:\n  - id: a\n    survivors: true\n    consent:\n      steps: 2\n      gap_days: TODO\n  - id: b\n    survivors: true\n";
    assert_eq!(
        found(&gap_check(""), study),
        [
            "warning gap@participants.a 9:17 `participants.a.consent.gap_days` is missing",
            "warning gap@participants.b 10:5 `participants.b.consent.steps` is missing",
        ]
    );
}

#[test]
fn what_could_not_be_read_is_not_missing_as_well() {
    let study = "participants:\n  - {id: a, survivors: true, consent: {steps: many, gap_days: 0}}\n";
    assert_eq!(found(&gap_check(""), study), Vec::<String>::new());
}

#[test]
fn a_check_may_point_beside_its_item_and_explain_itself() {
    let check = "- code: trained\n  level: error\n  each: activities | selectattr('method', 'eq', 'conversation')\n  require: person(item.facilitators[0]).training | length > 0\n  of: person(item.facilitators[0])\n  at: training\n  labels: [{at: facilitators, text: 'leads {{ item.id }}'}, {at: /privacy.limits, text: l}]\n  message: m\n  help: h\n  example: {bad: {}, good: {}}\n";
    let study = "team: [{id: x, name: X}]\nactivities: [{id: talks, method: conversation, facilitators: [x]}]\n";
    assert_eq!(
        found(check, study),
        ["error trained@activities.talks 4:9 m [activities[0].facilitators: leads talks] [privacy.limits: l]"]
    );
}

#[test]
fn a_check_over_plain_words_names_each_word() {
    let check = "- code: spoken\n  level: error\n  each: \"['th', 'en'] | reject('in', flat(team, 'speaks'))\"\n  require: \"'' == 'x'\"\n  at: /team\n  message: 'nobody speaks {{ item }}'\n  help: h\n  example: {bad: {}, good: {}}\n";
    assert_eq!(found(check, "team: [{id: x, speaks: [en]}]\n"), ["error spoken@team.th 4:1 nobody speaks th"]);
}

#[test]
fn a_condition_that_reads_a_blank_does_not_hold() {
    let check = gap_check("  when: study.dates.start <= today\n");
    let study = "participants: [{id: a, label: A, survivors: true, consent: {steps: 2, gap_days: 0}}]\n";
    assert_eq!(found(&check, study), Vec::<String>::new());
}

#[test]
fn a_check_that_cannot_be_worked_out_is_an_error_and_never_silent() {
    let check = "- code: broken\n  level: note\n  require: study.title | default('x') | length < today | replace('-', '') | int * 0\n  at: study.title\n  message: m\n  help: h\n  example: {bad: {}, good: {}}\n";
    assert_eq!(found(check, ""), ["note broken@study.title 3:23 m"]);
    let check = check.replace(
        "study.title | default('x') | length < today | replace('-', '') | int * 0",
        "participants[3].survivors",
    );
    let found = found(&check, "");
    assert!(found[0].starts_with("error broken 1:1 this check could not be worked out: "), "{found:?}");
}

const ACCEPTED: &str = "- {code: accepted-unmatched, level: warning, rust: accepted-unmatched, message: 'unmatched {{ finding }}', help: h, example: {bad: {}, good: {}}}
- {code: accepted-expired, level: warning, rust: accepted-expired, message: 'expired {{ finding }}', help: h, example: {bad: {}, good: {}}}
- {code: accepted-error, level: error, rust: accepted-error, message: 'error {{ finding }}', help: h, example: {bad: {}, good: {}}}
";

fn accepted(level: &str, acceptance: &str) -> Vec<String> {
    let checks = ACCEPTED.to_owned() + &gap_check("").replace("level: warning", &format!("level: {level}"));
    let study = format!(
        "participants: [{{id: a, label: A, survivors: true, consent: {{steps: 2, gap_days: 0}}}}]\naccepted:\n  - {{{acceptance}}}\n"
    );
    found(&checks, &study)
}

#[test]
fn a_warning_may_be_accepted_with_a_reason_until_its_date() {
    let gap = "gap@participants.a 4:81 A: 0 day(s)";
    let name = "finding: gap@participants.a, by: a";
    assert_eq!(
        accepted("warning", &format!("{name}, reason: r, until: 2026-06-01")),
        [format!("warning {gap} accepted")]
    );
    assert_eq!(accepted("note", &format!("{name}, reason: r")), [format!("note {gap} accepted")]);
    assert_eq!(accepted("warning", name), [format!("warning {gap}")], "without a reason nothing is accepted");
    assert_eq!(
        accepted("warning", &format!("{name}, reason: r, until: 2026-05-31")),
        [
            format!("warning {gap}"),
            "warning accepted-expired@accepted[0].until 6:60 expired gap@participants.a".to_owned()
        ]
    );
    assert_eq!(
        accepted("error", &format!("{name}, reason: r")),
        [format!("error {gap}"), "error accepted-error@accepted[0].finding 6:15 error gap@participants.a".to_owned()]
    );
    assert_eq!(
        accepted("warning", "finding: gap@participants.b, reason: r"),
        [
            format!("warning {gap}"),
            "warning accepted-unmatched@accepted[0].finding 6:15 unmatched gap@participants.b".to_owned()
        ]
    );
}

#[test]
fn the_packs_of_a_study_are_the_one_that_always_holds_and_those_that_it_names() {
    let library = Library::built_in();
    let mut study = crate::study::Study::default();
    let ids = |study: &crate::study::Study| {
        library.in_force(study).iter().map(|pack| pack.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&study), ["study-basics", "ecpat-four-steps"]);
    study.packs = vec![crate::study::Id::read("gdpr").unwrap(), crate::study::Id::read("no-such-pack").unwrap()];
    assert_eq!(ids(&study), ["study-basics", "gdpr"]);
    let _: Arc<crate::guidelines::Pack> = library.pack("gdpr").unwrap();
}

#[test]
fn the_built_in_packs_cost_a_small_part_of_what_packs_may() {
    for example in ["minimal", "survivor-conversations", "young-co-researchers"] {
        let path = format!("{}/examples/{example}/study.yaml", env!("CARGO_MANIFEST_DIR"));
        let loaded = crate::study::load_bytes("study.yaml", &std::fs::read(path).unwrap());
        let packs = Library::built_in().all();
        let facts = Facts::on(Date::read("2026-06-01").unwrap());
        let context = Context::new(&loaded, &packs, &facts);
        for (pack, check) in packs.checks() {
            run_one(&context, pack, check);
        }
        let (spent, most) = context.world.account.levels();
        assert!(spent > 0 && spent < most / 50, "{example}: {spent} of {most}");
    }
}
