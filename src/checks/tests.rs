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

/// What the built-in packs say about a fragment of a study, as `code@subject message`, of the codes that begin so.
fn said(fragment: &serde_json::Value, pack: &str, codes: &[&str]) -> Vec<String> {
    let library = Library::built_in();
    let example = examples::whole(fragment, pack);
    let packs = library.in_force(&example.loaded.study);
    let findings = run(&example.loaded, &packs, &example.facts);
    let mut said: Vec<String> = findings
        .iter()
        .filter(|finding| codes.iter().any(|code| finding.code.starts_with(code)))
        .map(|finding| format!("{} {}", finding.name(), finding.message))
        .collect();
    said.sort();
    said
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
fn a_check_may_run_over_one_thing_or_none_and_point_at_no_more_than_that() {
    let check = |each: &str| {
        format!(
            "- code: own\n  level: note\n  each: \"{each}\"\n  require: 'false'\n  labels: [{{text: l}}]\n  message: m\n  help: h\n  example: {{bad: {{}}, good: {{}}}}\n"
        )
    };
    assert_eq!(found(&check("privacy"), "privacy: {limits: L}\n"), ["note own@privacy 4:1 m [privacy: l]"]);
    assert_eq!(found(&check("group('nobody')"), ""), Vec::<String>::new());
    assert_eq!(found(&check("['a', 'b']"), ""), ["note own@a 1:1 m", "note own@b 1:1 m"]);
    let failed = found(&check("[1, 'a'] | first"), "");
    assert!(failed[0].starts_with("error own 1:1 this check could not be worked out: "), "{failed:?}");
}

#[test]
fn a_check_in_rust_runs_where_it_concerns_and_shows_a_message_that_cannot_be_filled() {
    let check = |more: &str| {
        format!(
            "- {{code: own, level: note, rust: unknown-hazard, {more}message: 'no {{{{ found + 1 }}}}', help: h, example: {{bad: {{}}, good: {{}}}}}}\n"
        )
    };
    let study = "hazards_dismissed: [{hazard: nope}]\n";
    let said = found(&check(""), study);
    assert!(said[0].starts_with("note own@hazards_dismissed[0].hazard 4:30 no {{ found + 1 }} ("), "{said:?}");
    assert_eq!(found(&check("when: study.title == 'X', "), study), Vec::<String>::new());
    // A pack of its own has neither terms nor the marks of unfinished texts, which the pack that always holds brings.
    for name in ["terms", "unfinished-text"] {
        let check = check("").replace("unknown-hazard", name);
        assert_eq!(found(&check, "privacy: {limits: TODO later}\n"), Vec::<String>::new(), "{name}");
    }
    let broken = crate::study::load_bytes("study.yaml", b"a: [");
    let packs = Library::built_in().all();
    let facts = Facts::on(Date::read("2026-06-01").unwrap());
    assert!(run(&broken, &packs, &facts).is_empty(), "what cannot be read has no findings of its own");
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
    assert_eq!(accepted("warning", "reason: r"), [format!("warning {gap}")], "nothing is named");
    assert_eq!(
        accepted("warning", "finding: gap@participants.b, reason: r, until: 2026-05-31"),
        [
            format!("warning {gap}"),
            "warning accepted-expired@accepted[0].until 6:53 expired gap@participants.b".to_owned()
        ]
    );
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

/// The files of a study that a committee approved as it was then, with what else the packet held.
fn approved(study: &str, inputs: &[(&str, &str)], now: &[(&str, &str)]) -> serde_json::Value {
    const FOLDER: &str = "approvals/2026-02-01-1a2b-3c4d";
    let approval = "packet: {code: 1a2b-3c4d, digest: d}\nbody: Example Committee\nreference: E-1\ndecision: approved\non: 2026-02-01\n";
    let study = format!("assent: 1\npacks: [ecpat-four-steps]\nstudy: {{id: example, title: An example}}\n{study}");
    let mut files = serde_json::Map::new();
    files.insert(format!("{FOLDER}/approval.yaml"), approval.into());
    files.insert(format!("{FOLDER}/inputs/study.yaml"), study.into());
    files.extend(inputs.iter().map(|(path, text)| (format!("{FOLDER}/inputs/{path}"), (*text).into())));
    files.extend(now.iter().map(|(path, text)| ((*path).to_owned(), (*text).into())));
    files.into()
}

#[test]
fn what_drifted_from_an_approval_is_told_in_short() {
    let long = "a very long reason ".repeat(6);
    let then = format!(
        "team: [{{id: lead, name: L}}, {{id: other, name: O}}]\nparticipants: [{{id: g, languages: [th, en]}}]\nprivacy: {{storage: [{{what: audio}}]}}\npurpose: {{alternatives_considered: [{{option: none, why_not: {long}}}]}}\nsettings: [{{id: north, review: {{status: planned}}}}]\n"
    );
    let fragment = serde_json::json!({
        "study": {"version": "1.1"},
        "team": [{"id": "lead", "name": "L"}],
        "participants": [{"id": "g", "languages": ["th"]}],
        "settings": [{"id": "north", "review": {"status": "submitted"}}],
        "files": approved(&then, &[], &[]),
    });
    let said = said(&fragment, "ecpat-four-steps", &["drift-"]);
    let tail = " is not what Example Committee approved on 2026-02-01: it was ";
    let told: Vec<String> = said.iter().map(|one| one.replace(tail, ": ")).collect();
    assert_eq!(
        told,
        [
            "drift-other@purpose.alternatives_considered.none `purpose.alternatives_considered.none`: {\"option\":\"none\",\"why_not\":\"a very long reason a very long r…, and is gone",
            "drift-other@team.other `team.other`: other, and is gone",
            "drift-participants@participants.g.languages `participants.g.languages`: th, en, and is th",
            "drift-participants@privacy.storage.audio `privacy.storage.audio`: audio, and is gone",
        ],
    );
}

#[test]
fn files_that_drifted_are_told_and_records_of_later_phases_are_not() {
    let record = |task: &str| format!("task: {task}\nlog: []\n");
    let fragment = serde_json::json!({
        "files": approved(
            "",
            &[("guides/same.md", "s"), ("guides/changed.md", "then"), ("guides/gone.md", "g")],
            &[
                ("guides/same.md", "s"),
                ("guides/changed.md", "now"),
                ("guides/new.md", "n"),
                ("records/ecpat-four-steps/stop-or-go.yaml", &record("ecpat-four-steps/stop-or-go")),
                ("records/ecpat-four-steps/incident-log.yaml", &record("ecpat-four-steps/incident-log")),
            ],
        ),
    });
    let said = said(&fragment, "ecpat-four-steps", &["drift-"]);
    let told: Vec<&str> = said.iter().filter_map(|one| one.split_once(" after ")).map(|(told, _)| told).collect();
    assert_eq!(
        told,
        [
            "drift-papers@guides/changed.md `guides/changed.md` was changed",
            "drift-papers@guides/gone.md `guides/gone.md` was removed",
            "drift-papers@guides/new.md `guides/new.md` was added",
            "drift-records@records/ecpat-four-steps/stop-or-go.yaml the record `records/ecpat-four-steps/stop-or-go.yaml` was added",
        ],
    );
}

#[test]
fn a_review_that_says_less_than_the_recorded_decision_is_told() {
    let fragment = serde_json::json!({
        "settings": [
            {"id": "north", "review": {"body": "Another Committee", "status": "rejected"}},
            {"id": "south", "review": {"body": "Example Committee", "status": "rejected"}},
        ],
        "files": approved("", &[], &[]),
    });
    assert_eq!(
        said(&fragment, "ecpat-four-steps", &["review-differs"]),
        [
            "review-differs@settings.south.review.status `review.status` says rejected, and the recorded decision says approved"
        ]
    );
}

#[test]
fn texts_in_words_and_records_are_looked_at_like_those_of_the_study() {
    let fragment = serde_json::json!({
        "study": {"summary": "Our mastodon TODOs and her passport AB 1234567. An invisible\u{200b} space."},
        "words": {"th": {"study": {"summary": "TBD: her passport AB 7654321."}}},
        "records": {"ecpat-four-steps/stop-or-go": {"task": "ecpat-four-steps/stop-or-gone", "log": []}},
        "files": {"words/es.yaml": "study: {summary: 'lorem ipsum dolor.'}\n"},
    });
    assert_eq!(
        said(&fragment, "ecpat-four-steps", &["identity", "hidden", "unfinished", "unknown-task"]),
        [
            "hidden-characters@study.summary an invisible character (U+200B, zero-width) stands in this text",
            "identity-in-study@study.summary this looks as if it could tell who somebody is (national-id): AB ·····67",
            "identity-in-study@words/th.study.summary this looks as if it could tell who somebody is (national-id): AB ·····21",
            "unfinished-text@words/es.study.summary this text says itself that it is not finished: `lorem ipsum`",
            "unfinished-text@words/th.study.summary this text says itself that it is not finished: `TBD`",
            "unknown-task@records/ecpat-four-steps/stop-or-go.task there is no ethical task `ecpat-four-steps/stop-or-gone`",
        ],
    );
}

fn incident(on: &str, setting: &str) -> String {
    format!("kind: incident\non: {on}\nby: lead\nwritten: 2026-05-31T09:00:00Z\nnote: A door was left open.\n{setting}")
}

#[test]
fn an_incident_waits_for_the_committees_that_say_how_long() {
    let settings = |hours: serde_json::Value| {
        serde_json::json!([
            {"id": "north", "place": "North", "review": {"body": "Example Committee", "incidents_within_hours": hours}},
        ])
    };
    let files = serde_json::json!({
        "log/incident-2026-05-01-aaaa.yaml": incident("2026-05-01", "setting: north\n"),
        "log/incident-2026-05-02-bbbb.yaml": incident("2026-05-02", ""),
    });
    let fragment = |hours| serde_json::json!({"team": [{"id": "lead"}], "settings": settings(hours), "files": files});
    let late = said(&fragment(24.into()), "ecpat-four-steps", &["incident-"]);
    assert_eq!(late.len(), 2, "{late:?}");
    assert!(late.iter().all(|one| one.starts_with("incident-late@log.incident-2026-05-")), "{late:?}");
    let unsaid = said(&fragment(serde_json::Value::Null), "ecpat-four-steps", &["incident-"]);
    assert_eq!(unsaid.len(), 1, "one setting is named once: {unsaid:?}");
    assert!(unsaid[0].starts_with("incident-time-missing@settings.north."), "{unsaid:?}");
}

#[test]
fn a_report_about_another_setting_does_not_count_here() {
    let review = |setting: &str| {
        let text = "kind: review\non: 2026-05-20\nby: lead\nwritten: 2026-05-31T09:00:00Z\nnote: The yearly report.\n";
        format!("{text}setting: {setting}\n")
    };
    let fragment = |setting: &str| {
        serde_json::json!({
            "today": "2026-06-01",
            "team": [{"id": "lead"}],
            "settings": [
                {"id": "north", "review": {"status": "approved", "on": "2025-01-01", "report_every_months": 12}},
                {"id": "south"},
            ],
            "files": {"log/review-2026-05-20-aaaa.yaml": review(setting)},
        })
    };
    let overdue = |setting: &str| said(&fragment(setting), "ecpat-four-steps", &["review-overdue"]).len();
    assert_eq!((overdue("north"), overdue("south")), (0, 1));
    let review = serde_json::json!({"status": "approved", "on": "9999-12-31", "report_every_months": 120});
    let never = serde_json::json!({"settings": [{"id": "north", "review": review}]});
    assert_eq!(said(&never, "ecpat-four-steps", &["review-overdue"]), Vec::<String>::new(), "no day is that late");
}

#[test]
fn the_packs_of_a_study_are_the_one_that_always_holds_and_those_that_it_names() {
    let mut library = Library::built_in();
    library.add(BTreeMap::from([("unmade".to_owned(), PackFiles::new("guidelines/unmade", BTreeMap::new()))]));
    let mut study = crate::study::Study::default();
    let ids = |study: &crate::study::Study| {
        library.in_force(study).iter().map(|pack| pack.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&study), ["study-basics", "ecpat-four-steps"]);
    study.packs = vec![crate::study::Id::read("gdpr").unwrap(), crate::study::Id::read("no-such-pack").unwrap()];
    assert_eq!(ids(&study), ["study-basics", "gdpr"]);
    let id = |text: &str| crate::study::Id::read(text).unwrap();
    study.packs = vec![id("gdpr"), id("study-basics"), id("gdpr")];
    assert_eq!(ids(&study), ["study-basics", "gdpr"], "each stands once");
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
