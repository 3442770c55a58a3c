//! The five forms of a report over the same findings, some of them hostile.

use assent::assessment::Applies;
use assent::assessment::AssessedTask;
use assent::assessment::Assessment;
use assent::assessment::Counts;
use assent::assessment::Gate as Decision;
use assent::assessment::Missing;
use assent::finding::Finding;
use assent::finding::Label;
use assent::finding::Level;
use assent::finding::Place;
use assent::guidelines::Gate;
use assent::guidelines::Library;
use assent::guidelines::Packs;
use assent::guidelines::Phase;
use assent::guidelines::files::PackFiles;
use assent::records::Current;
use assent::records::log;
use assent::records::log::Log;
use assent::records::log::Told;
use assent::reports::Catalogue;
use assent::reports::FORMS;
use assent::reports::Form;
use assent::reports::PackReport;
use assent::reports::Setting;
use assent::reports::StudyReport;
use assent::reports::Totals;
use assent::reports::json::CheckReport;
use assent::reports::status;
use assent::reports::status::StudyStatus;
use assent::reports::text::Ink;
use assent::reports::text::acts;
use assent::source::SourceFile;
use assent::study::Date;
use assent::study::Written;
use assent::yaml::path::Path;

const STUDY: &str = "\
assent: 1
participants:
  - id: young-people
    label: \"Young people \u{1b}[8m\u{202e}hidden\"
    consent:
      steps: 2
      gap_days: 0   # วันเดียวกัน
study:
  summary: |
    One line.
    Two lines.
";

fn place(marked: &str, path: &str) -> Place {
    let start = STUDY.find(marked).unwrap();
    let span = start..start + marked.len();
    Place { file: SourceFile::new("field work/study.yaml", STUDY), span, path: Path::parse(path) }
}

fn findings() -> Vec<Finding> {
    let gap = Finding {
        code: "consent-gap".into(),
        level: Level::Error,
        message: "Young people \u{1b}[8m\u{202e}hidden: consent is asked 2 times\n::error::with 0 days, [see](https://example.org) {0}".into(),
        help: "Plan two conversations and at least one night between them. People who are asked once, by someone they want to please, find it hard to say no.".into(),
        place: place("0   #", "participants[0].consent.gap_days"),
        labels: vec![Label { place: place("steps: 2", "participants[0].consent.steps"), text: "asked this often".into() }],
        tasks: vec!["ecpat-four-steps/consent-in-two-steps".into()],
        subject: "participants.young-people".into(),
        accepted: false,
    };
    let mut gap = gap;
    gap.place.span.end -= 4;
    let summary = Finding {
        code: "summary-short".into(),
        level: Level::Warning,
        message: "the summary says little".into(),
        help: String::new(),
        place: place("|\n    One line.\n    Two lines.\n", "study.summary"),
        labels: Vec::new(),
        tasks: Vec::new(),
        subject: "study.summary".into(),
        accepted: false,
    };
    let accepted = Finding { accepted: true, code: "accepted-already".into(), ..summary.clone() };
    vec![gap, summary, accepted]
}

/// A small pack that knows the check and the task of the findings.
const PACK: &[(&str, &str)] = &[
    (
        "pack.yaml",
        "id: ecpat-four-steps\ntitle: A pack\npublisher: Somebody\nyear: 2026\nversion: '1'\ncitation: Somebody, 2026\n\
         provenance: partial\nnote: Made up.\nsteps: [{id: '1', title: One, folder: one}]\n",
    ),
    (
        "one/tasks.yaml",
        "- id: consent-in-two-steps\n  title: Ask for consent in two steps, with time to think between them\n  \
         why: A person who is asked once finds it **hard** to say no.\n  phase: design\n  gate: blocks\n  \
         provenance: partial\n  questions: []\n  evidence: The log.\n  sources: []\n  checks:\n  \
         - {code: consent-gap, level: error, each: participants, require: item.consent.gap_days >= 1, \
         at: consent.gap_days, message: no time to think, help: Plan `gap_days` of at least 1., \
         example: {bad: {}, good: {}}}\n",
    ),
];

fn packs() -> Packs {
    let files = PACK.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let mut library = Library::default();
    library.add([("ecpat-four-steps".to_owned(), PackFiles::new("guidelines/ecpat-four-steps", files))].into());
    let packs = library.all();
    assert_eq!(
        packs.checks().count(),
        1,
        "{:?}",
        library.load("ecpat-four-steps").map(|loaded| loaded.findings.clone())
    );
    packs
}

fn catalogue() -> Catalogue {
    Catalogue::of(packs())
}

fn task(id: &str, title: &str, applies: Applies, complete: bool) -> AssessedTask {
    AssessedTask {
        id: format!("ecpat-four-steps/{id}"),
        pack: "ecpat-four-steps".into(),
        step: "1".into(),
        topic: None,
        title: title.into(),
        phase: Phase::Design,
        gate: Gate::Blocks,
        attest: 1,
        applies,
        current: Current::default(),
        look_again: false,
        errors: 0,
        warnings: 0,
        unanswered: Vec::new(),
        complete,
    }
}

fn written(form: &Form, ink: Ink) -> String {
    let (findings, catalogue) = (findings(), catalogue());
    let yes = Applies::Yes { because: None };
    let tasks = [
        task(
            "consent-in-two-steps",
            "Ask for consent in two steps, with time to think between them",
            yes.clone(),
            false,
        ),
        task("waiver", "Have a waiver decided", Applies::NotHere, false),
        task("stop-rule", "Know when to stop", yes, true),
    ];
    let counts = Counts { applicable: 2, complete: 1, attested: 1, open: 1 };
    let study = StudyReport {
        file: "field work/study.yaml",
        id: Some("young-voices"),
        gate: Some("go"),
        findings: &findings,
        counts,
        tasks: &tasks,
        catalogue: &catalogue,
    };
    let broken = StudyReport {
        file: "other/study.yaml",
        id: None,
        gate: None,
        findings: &[],
        tasks: &[],
        counts: Counts::default(),
        ..study
    };
    let pack = PackReport { file: "guidelines/own/pack.yaml", id: Some("own"), findings: &[], catalogue: &catalogue };
    let mut totals = Totals { studies: 2, packs: 1, ..Totals::default() };
    totals.count(&findings);
    totals.add_tasks(counts);
    let mut report = (form.start)(Setting { ink, ..Setting::default() });
    let mut text = report.begin();
    text += &report.study(&study);
    text += &report.study(&broken);
    text += &report.pack(&pack);
    text + &report.end(&totals)
}

fn form(name: &str) -> String {
    written(&Form::named(name).unwrap(), Ink::default())
}

#[test]
fn nothing_in_any_form_acts_on_a_terminal() {
    for form in FORMS {
        for ink in [Ink::default(), Ink { plain: true, ..Ink::default() }] {
            let text = written(form, ink);
            assert!(!text.chars().any(acts), "{}: {text:?}", form.name);
        }
    }
}

#[test]
fn colours_are_the_only_escapes() {
    let text = written(&Form::named("human").unwrap(), Ink { colour: true, ..Ink::default() });
    assert!(text.contains("\u{1b}["));
    for escape in text.split('\u{1b}').skip(1) {
        let code: String = escape.chars().skip(1).take_while(|c| *c != 'm').collect();
        assert!(escape.starts_with('[') && code.chars().all(|c| c.is_ascii_digit() || c == ';'), "{escape:?}");
        assert_ne!(code, "8", "text must not be hidden");
    }
}

#[test]
fn a_finding_is_drawn_with_its_lines() {
    insta::assert_snapshot!(form("human"));
}

#[test]
fn a_finding_is_spoken_in_sentences() {
    insta::assert_snapshot!(written(&Form::named("human").unwrap(), Ink { plain: true, ..Ink::default() }));
}

#[test]
fn the_json_report_is_as_its_schema_says() {
    let text = form("json");
    let report: CheckReport = serde_json::from_str(&text).unwrap();
    assert_eq!(report.studies[0].findings.len(), 3);
    assert_eq!(report.studies[1].id, None);
    let first = &report.studies[0].findings[0];
    assert_eq!((first.line, first.column, first.end_line, first.end_column), (7, 17, 7, 18));
    assert_eq!(first.finding, "consent-gap@participants.young-people");
    insta::assert_snapshot!(text);
}

#[test]
fn github_gets_one_command_a_finding_and_no_other() {
    let text = form("github");
    assert!(text.lines().all(|line| line.starts_with("::error file=") || line.starts_with("::warning file=")));
    insta::assert_snapshot!(text);
}

#[test]
fn junit_has_a_suite_a_study_and_a_case_a_task() {
    let text = form("junit");
    let read = quick_junit::Report::deserialize_from_str(&text).unwrap();
    assert_eq!(read.test_suites.len(), 3);
    assert_eq!(read.test_suites[0].test_cases.len(), 4);
    assert_eq!((read.test_suites[0].failures, read.test_suites[0].skipped), (1, 1));
    insta::assert_snapshot!(text);
}

#[test]
fn sarif_has_one_rule_a_code_and_a_region_in_every_result() {
    let text = form("sarif");
    let sarif: serde_json::Value = serde_json::from_str(&text).unwrap();
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!((rules.len(), results.len()), (3, 3));
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(result["ruleId"], rules[index]["id"]);
        assert!(result["locations"][0]["physicalLocation"]["region"]["startLine"].as_u64().unwrap() > 0);
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&sarif).unwrap());
}

/// Two packs, each with a note in an empty file for a task that nobody knows, and something that was accepted.
fn of_packs(name: &str, ink: Ink) -> String {
    let catalogue = catalogue();
    let empty = Place { file: SourceFile::new("own/tasks.yaml", ""), span: 0..0, path: Path::root() };
    let note = Finding {
        code: "own-note".into(),
        level: Level::Note,
        message: "nothing stands here".into(),
        help: String::new(),
        place: empty,
        labels: Vec::new(),
        tasks: vec!["own/nobody-knows-it".into()],
        subject: "own".into(),
        accepted: false,
    };
    let accepted = Finding { accepted: true, code: "accepted-already".into(), ..note.clone() };
    let findings = [note, accepted];
    let pack = PackReport { file: "own/pack.yaml", id: Some("own"), findings: &findings, catalogue: &catalogue };
    let mut totals = Totals { packs: 2, ..Totals::default() };
    totals.count(&findings);
    let mut report = (Form::named(name).unwrap().start)(Setting { ink, ..Setting::default() });
    let begin = report.begin();
    let packs = [report.pack(&pack), report.pack(&pack)].concat();
    begin + &packs + &report.end(&totals)
}

#[test]
fn what_was_found_in_packs_stands_in_every_form() {
    let github = of_packs("github", Ink::default());
    assert_eq!(github.lines().count(), 2, "what was accepted is no annotation: {github}");
    assert!(github.lines().all(|line| line.starts_with("::notice file=own/tasks.yaml,line=1,")), "{github}");
    let sarif: serde_json::Value = serde_json::from_str(&of_packs("sarif", Ink::default())).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.iter().filter(|result| result["level"] == "note").count(), 4);
    assert_eq!(results.iter().filter(|result| result["suppressions"].is_array()).count(), 2);
    let report: CheckReport = serde_json::from_str(&of_packs("json", Ink::default())).unwrap();
    assert_eq!(report.packs.iter().map(|pack| pack.findings.len()).collect::<Vec<_>>(), [2, 2]);
    let drawn = of_packs("human", Ink::default());
    assert!(drawn.contains("own/tasks.yaml:1:1"), "{drawn}");
    let spoken = of_packs("human", Ink { plain: true, ..Ink::default() });
    for line in
        ["Note own-note: nothing stands here", "Place: own/tasks.yaml, line 1, column 1", "Task: own/nobody-knows-it"]
    {
        assert!(spoken.lines().any(|said| said == line), "{line}: {spoken}");
    }
}

/// How a study stands with a decision, in words, without colour or drawing.
fn status(gate: Decision, tasks: Vec<AssessedTask>, missing: &[Missing], ink: Ink) -> String {
    let incident =
        b"kind: incident\non: 2026-05-01\nwritten: 2026-05-01T10:00:00Z\nby: lead\nnote: A list was left on a train.\n";
    let log = Log::of(vec![log::parse("log/i1.yaml", "i1", incident)]);
    let (packs, told) = (packs(), Told::of(&log, None));
    let today = Date::read("2026-06-01").unwrap();
    let assessment = Assessment { gate, tasks, findings: Vec::new(), today };
    let (file, id, title) = ("study.yaml", Some("s"), "Young Voices");
    let status = StudyStatus { file, id, title, assessment: &assessment, packs: &packs, missing, told: &told };
    let parts = status::parts(&status, ink, false).draw(ink);
    let told = status::json(&status).to_string();
    assert!(told.contains("\"unreported\":[\"i1\"]"), "{told}");
    status::human(&status, ink).draw(ink) + &parts
}

#[test]
fn the_status_says_what_to_do_next_whatever_was_decided() {
    let plain = Ink { plain: true, ..Ink::default() };
    let mut changed = task("stop-rule", "Know when to stop", Applies::Yes { because: None }, true);
    changed.look_again = true;
    let missing =
        [Missing::Gate("not-decided"), Missing::Translation { document: "consent-form".into(), language: "es".into() }];
    let said = status(Decision::NotDecided, vec![changed], &missing, plain);
    for wanted in [
        "Decision: not taken yet",
        "Checks: nothing found",
        "1 One: 1 of 1 complete",
        "Look again, since it changed after it was attested: Know when to stop.",
        "assent walk --task ecpat-four-steps/stop-rule",
        "Let a native reader review 1 translated form, and name them under `translations`.",
    ] {
        let on_one_line = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(on_one_line.contains(wanted), "{wanted}: {said}");
    }
    let stopped = status(Decision::Stop, Vec::new(), &[Missing::Gate("stop")], plain);
    assert!(stopped.contains("Decision: stop") && stopped.contains("Nothing: the decision is to stop."), "{stopped}");
    let open = status(Decision::NotDecided, Vec::new(), &[Missing::Gate("not-decided")], plain);
    assert!(!open.contains("What to do next"), "nothing is advised where nothing is known to help: {open}");
    let sentences: Vec<String> = [Missing::Gate("stop"), missing[1].clone()].iter().map(status::sentence).collect();
    assert_eq!(sentences, ["the stop/go decision is to stop", "nobody has reviewed the consent-form in es"]);
}
