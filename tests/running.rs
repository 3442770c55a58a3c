//! While a study runs: what is logged, what a committee's readers comment on, and what the team answers.

use std::fs;

use super::common::Tool;

const STUDY: &str = "survivor-conversations";
const BODY: &str = "Example University Research Ethics Committee";

fn report(tool: &Tool, today: &str) -> serde_json::Value {
    let ran = tool.run(&["check", STUDY, "--format", "json", "--today", today]);
    serde_json::from_str(&ran.stdout).unwrap()
}

fn codes(report: &serde_json::Value) -> Vec<String> {
    let findings = report["studies"][0]["findings"].as_array().unwrap().iter();
    findings.map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
}

fn edit(tool: &Tool, from: &str, to: &str) {
    let path = tool.path(STUDY).join("study.yaml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replace(from, to)).unwrap();
}

/// The names of the log's entries of one kind.
fn logged(tool: &Tool, kind: &str) -> Vec<String> {
    let names = fs::read_dir(tool.path(STUDY).join("log")).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.retain(|name| name.starts_with(kind));
    names.sort();
    names.into_iter().map(|name| name.trim_end_matches(".yaml").to_owned()).collect()
}

#[test]
fn an_incident_is_due_at_the_hour_that_the_study_states_and_a_report_settles_it() {
    let tool = Tool::new();
    tool.example(STUDY);
    edit(&tool, "expires: 2027-01-11", "expires: 2027-01-11, incidents_within_hours: 72, report_every_months: 3");
    let note = "A notebook was left in a taxi. It held no names.";
    let said = ["log", "incident", "--study", STUDY, "--as", "lead", "--on", "2026-03-02", "--note", note];
    let first = tool.run(&said).ended(0);
    assert!(first.stderr.contains("by 2026-03-05"), "{}", first.stderr);
    tool.run(&said).ended(2);
    assert!(!codes(&report(&tool, "2026-03-05")).contains(&"incident-late".into()));
    assert!(codes(&report(&tool, "2026-03-06")).contains(&"incident-late".into()));
    assert!(codes(&report(&tool, "2026-05-01")).contains(&"review-overdue".into()));

    let [id] = logged(&tool, "incident").try_into().unwrap();
    let status = tool.run(&["status", STUDY, "--today", "2026-03-03"]).ended(0);
    assert!(status.stdout.contains("1 incident") && status.stdout.contains(&id), "{}", status.stdout);
    let told = ["log", "incident", "--study", STUDY, "--as", "safeguard", "--about", &id, "--on", "2026-03-03"];
    let told = [&told[..], &["--note", "The taxi company returned it.", "--reported-to", BODY]].concat();
    tool.run(&[&told[..], &["--reported-on", "2026-03-04"]].concat()).ended(0);
    assert!(!codes(&report(&tool, "2026-03-06")).contains(&"incident-late".into()));
    let yearly = ["log", "review", "--study", STUDY, "--as", "lead", "--on", "2026-04-10", "--note", "First report."];
    tool.run(&yearly).ended(0);
    assert!(!codes(&report(&tool, "2026-05-01")).contains(&"review-overdue".into()));
    let status = tool.run(&["status", STUDY, "--today", "2026-05-01", "--format", "json"]).ended(0);
    let status: serde_json::Value = serde_json::from_str(&status.stdout).unwrap();
    assert_eq!(status["studies"][0]["log"]["incidents"][0]["reported"]["to"], BODY);
    assert_eq!(status["studies"][0]["log"]["unreported"].as_array().unwrap().len(), 0);

    let closing = tool.run(&["render", "closing-report", "--study", STUDY]).ended(0);
    for words in ["left in a taxi", "The taxi company returned it", BODY, "First report", "no departure"] {
        assert!(closing.stdout.contains(words), "{words}\n{}", closing.stdout);
    }
}

#[test]
fn the_log_refuses_what_could_tell_who_somebody_is_and_keeps_nothing_of_it() {
    let tool = Tool::new();
    tool.example(STUDY);
    for note in
        ["She can be reached at ana.ejemplo@mail.example.", "Her number is +00 555 234 987.", "Born on 3 May 2009."]
    {
        let ran = tool.run(&["log", "incident", "--study", STUDY, "--as", "lead", "--note", note]).ended(2);
        assert!(ran.stderr.contains("nothing was written down"), "{}", ran.stderr);
        assert!(!ran.stderr.contains("ana.ejemplo") && !ran.stderr.contains("234"), "{}", ran.stderr);
    }
    let tomorrow = ["log", "deviation", "--study", STUDY, "--as", "lead", "--on", "2999-01-01", "--note", "x"];
    tool.run(&tomorrow).ended(2);
    tool.run(&["log", "deviation", "--study", STUDY, "--as", "nobody", "--note", "x"]).ended(2);
    tool.run(&["log", "deviation", "--study", STUDY, "--as", "lead", "--setting", "moon", "--note", "x"]).ended(2);
    tool.run(&["log", "condition", "c1", "--study", STUDY, "--as", "lead", "--note", "x"]).ended(2);
    assert!(!tool.path(STUDY).join("log").exists());
}

#[test]
fn a_condition_is_met_by_a_log_entry_and_the_log_is_no_difference_from_what_was_approved() {
    let tool = Tool::new();
    super::committee::ready(&tool);
    let packet = format!("{STUDY}/packet");
    tool.run(&["packet", STUDY, "--final", "--to", "html"]).ended(0);
    let approve = ["approve", &packet, "--study", STUDY, "--body", BODY, "--reference", "EUREC-2025-117", "--on"];
    let conditions = [
        "--decision",
        "with-conditions",
        "--condition",
        "Name a second clinic.",
        "--condition",
        "Tell us when you begin.",
    ];
    tool.run(&[&approve[..], &["2026-01-12"], &conditions[..]].concat()).ended(0);
    let open = |report: &serde_json::Value| codes(report).iter().filter(|code| *code == "condition-open").count();
    assert_eq!(open(&report(&tool, "2026-03-01")), 2);
    let met = [
        "log",
        "condition",
        "c1",
        "--study",
        STUDY,
        "--as",
        "lead",
        "--on",
        "2026-02-02",
        "--note",
        "A second clinic agreed.",
    ];
    tool.run(&met).ended(0);
    let now = report(&tool, "2026-03-01");
    assert_eq!(open(&now), 1);
    assert!(!codes(&now).iter().any(|code| code.starts_with("drift")), "{now:#}");
    let status = tool.run(&["status", STUDY, "--today", "2026-03-01"]).ended(0);
    assert!(status.stdout.contains("1 of 2 conditions met"), "{}", status.stdout);

    let verified = tool.run(&["verify", &packet, "--study", STUDY]).ended(0);
    assert!(verified.stdout.contains("says the same"), "{}", verified.stdout);
    let diff = tool.run(&["diff", STUDY]).ended(0);
    assert!(!diff.stdout.contains("log/"), "{}", diff.stdout);

    let code = |folder: &str| {
        let manifest = fs::read(tool.path(folder).join("packet.json")).unwrap();
        serde_json::from_slice::<serde_json::Value>(&manifest).unwrap()["code"].as_str().unwrap().to_owned()
    };
    tool.run(&["packet", STUDY, "--out", "later", "--to", "html"]).ended(0);
    assert_eq!(code(&packet), code("later"), "a form keeps its code when something is logged");
    let closing = fs::read_to_string(tool.path("later/documents/closing-report.html")).unwrap();
    assert!(closing.contains("A second clinic agreed."));
    assert!(!tool.path(&packet).join("documents/closing-report.html").exists());

    let [id] = logged(&tool, "condition").try_into().unwrap();
    let file = tool.path(STUDY).join("log").join(format!("{id}.yaml"));
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("agreed", "refused")).unwrap();
    let verified = tool.run(&["verify", "later", "--study", STUDY]).ended(1);
    assert!(verified.stdout.contains("log/condition"), "{}", verified.stdout);
}

#[test]
fn a_reader_without_the_study_gets_a_form_for_every_duty_from_a_zip_alone() {
    let tool = Tool::new();
    tool.example(STUDY);
    tool.run(&["packet", STUDY, "--out", "sent/packet", "--zip", "--to", "html"]).ended(0);
    fs::remove_dir_all(tool.path(STUDY)).unwrap();
    let (zip, forms) = ("sent/packet.zip", "forms");
    let said = tool.run(&["review", zip, "--out", forms, "--to", "docx,html,md"]).ended(0);
    assert_eq!(said.stdout.lines().count(), 3, "{}", said.stdout);
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(tool.path("sent/packet/packet.json")).unwrap()).unwrap();
    let stem = format!("forms/review-form.{}", manifest["code"].as_str().unwrap());
    let form = fs::read_to_string(tool.path(&format!("{stem}.md"))).unwrap();
    for words in ["ecpat-four-steps/consent-in-two-steps", "Ask for changes", manifest["digest"].as_str().unwrap()] {
        assert!(form.contains(words), "{words}");
    }
    let place = form.lines().find(|line| line.contains("Where to look") && line.contains("Information sheet"));
    assert!(place.is_some(), "the form says where in the packet a duty is answered");
    tool.run(&["review", "sent/packet", "--out", "again", "--to", "html"]).ended(0);
    let html = |stem: &str| fs::read(tool.path(&format!("{stem}.html"))).unwrap();
    assert!(html(&stem) == html(&stem.replace("forms", "again")), "folder and zip yield the same form");

    let kept = tool.run(&["review", zip, "--out", forms, "--to", "docx"]).ended(2);
    assert!(kept.stderr.contains("somebody may have written in it"), "{}", kept.stderr);
    tool.write("sent/packet/documents/extra.html", "x");
    let refused = tool.run(&["review", "sent/packet", "--out", "other"]).ended(2);
    assert!(refused.stderr.contains("nothing to review") && !tool.path("other").exists(), "{}", refused.stderr);
}

#[test]
fn an_answer_is_bound_to_its_comment_and_to_what_changed() {
    let tool = Tool::new();
    super::committee::ready(&tool);
    let packet = format!("{STUDY}/packet");
    tool.run(&["packet", STUDY, "--final", "--to", "html"]).ended(0);
    let decision = ["--decision", "revisions", "--on", "2026-02-01"];
    let approve = ["approve", &packet, "--study", STUDY, "--body", BODY, "--reference", "EUREC-2025-117"];
    tool.run(&[&approve[..], &decision[..]].concat()).ended(0);

    let comment = |text: &str, task: &str| {
        let said = ["respond", "comment", "--study", STUDY, "--as", "lead", "--on", "2026-02-01", "--text", text];
        let ran = tool.run(&[&said[..], &["--task", task]].concat()).ended(0);
        let name = ran.stdout.split("comment-").nth(1).unwrap();
        format!("comment-{}", name.split(".yaml").next().unwrap())
    };
    let time = comment("Please give young people more time to think.", "consent-in-two-steps");
    let other = comment("Who pays for the taxi <b>home</b>?", "ecpat-four-steps/stop-or-go");

    let answer = |id: &str, text: &str, more: &[&str]| {
        let said = ["respond", "answer", id, "--study", STUDY, "--as", "lead", "--on", "2026-02-10", "--text", text];
        tool.run(&[&said[..], more].concat())
    };
    let changed = "participants.young-survivors.consent.gap_days";
    let refused = answer(&time, "Seven days now.", &["--changed", changed]).ended(2);
    assert!(refused.stderr.contains("has not changed"), "{}", refused.stderr);
    answer("comment-2026-02-01-0000", "Yes.", &[]).ended(2);
    edit(&tool, "gap_days: 4", "gap_days: 7");
    answer(&time, "They have seven days now.", &["--changed", changed]).ended(0);

    let letter = |out: &str| tool.run(&["respond", "letter", "--study", STUDY, "--out", out, "--to", "md,html,docx"]);
    let draft = letter("draft").ended(0);
    assert!(draft.stderr.contains("1 comment without an answer"), "{}", draft.stderr);
    answer(&other, "We do, and say so on the form.", &[]).ended(0);
    let done = letter("done").ended(0);
    assert!(!done.stderr.contains("without an answer"), "{}", done.stderr);
    let code = fs::read_dir(tool.path("done")).unwrap().next().unwrap().unwrap().file_name().into_string().unwrap();
    let stem = code.rsplit_once('.').unwrap().0.to_owned();
    let text = fs::read_to_string(tool.path("done").join(format!("{stem}.md"))).unwrap();
    for words in ["more time to think", "They have seven days now", "4 days", "7 days", "We changed nothing because"] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let html = fs::read_to_string(tool.path("done").join(format!("{stem}.html"))).unwrap();
    assert!(html.contains("&lt;b&gt;home") && !html.contains("<b>home"));
    letter("done").ended(2);

    edit(&tool, "gap_days: 7", "gap_days: 4");
    let undone = letter("undone").ended(0);
    assert!(undone.stderr.contains("again as it was"), "{}", undone.stderr);
    tool.run(&["check", STUDY]).ended(0);
}
