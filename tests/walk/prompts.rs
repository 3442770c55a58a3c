//! Every kind of prompt, as somebody answers it: on a screen that draws, and in plain lines.

use crate::common::Tool;
use crate::common::screen::DOWN;
use crate::common::screen::INTERRUPT;
use crate::common::screen::Screen;
use crate::walk::STUDY;
use crate::walk::kinds;

const TASK: &str = "kinds/everything";

fn read(tool: &Tool, name: &str) -> String {
    std::fs::read_to_string(tool.path(name)).unwrap_or_default()
}

fn record(tool: &Tool) -> String {
    read(tool, "records/kinds/everything.yaml")
}

fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

/// What both ways of asking come to.
const ANSWERS: [&str; 6] =
    ["words: Young people", "choice: right", "sure: false", "day: 2026-03-02", "several: [one, two]", "days: 3"];
const CONCLUSION: [&str; 5] =
    ["maturity: 2", "evidence: [proof.md]", "note: Look again", "state: attested", "by: lead"];

#[test]
fn every_kind_of_prompt_on_a_screen_that_draws() {
    let tool = Tool::new();
    kinds(&tool);
    tool.write("proof.md", "x");
    let words = ["walk", "--as", "lead", "--task", TASK];
    let mut screen = Screen::start(&tool.path(""), &words, 60, 100, &[("NO_COLOR", "1")]);
    screen.answer("Question 1 of 9", "?");
    screen.wait("A sentence is enough.");
    screen.keys("Young people\r");
    screen.wait("Question 2 of 9");
    screen.pick("right");
    screen.wait("Question 3 of 9");
    screen.pick("No");
    screen.answer("Question 4 of 9", "tomorrow");
    screen.wait("is not a date");
    screen.keys("\u{15}2026-03-02\r");
    screen.answer("Question 5 of 9", "one; two");
    screen.wait("(days: a number)");
    screen.answer("Question 6 of 9", "many");
    screen.wait("Type a number");
    screen.keys("\u{15}3\r");
    screen.wait("Question 7 of 9");
    screen.wait("data-protection:");
    screen.keys(" ");
    screen.keys(DOWN);
    screen.keys(" \r");
    screen.wait("Choose: lead, data-protection");
    screen.wait("Write this into study.yaml");
    screen.keys("\r");
    screen.wait("Question 8 of 9");
    screen.wait("data-protection:");
    // Esc leaves a list of several without choosing, and asks what is wanted in its place.
    screen.keys("\u{1b}");
    screen.pick("Later");
    screen.wait("Question 9 of 9");
    screen.pick("Yes");
    screen.answer("name:", "A clinic");
    screen.answer("role:", ":back");
    screen.wait("A clinic");
    screen.keys(" in the north\r");
    screen.answer("role:", "It sees people first.");
    screen.wait("Write this into study.yaml");
    screen.keys("\r");
    screen.wait("There is one. Add another one");
    screen.keys("\r");
    screen.pick("Say how far it is");
    screen.pick("2: planned");
    screen.pick("Name a file that shows it");
    screen.answer("File:", "none.md");
    screen.wait("there is no file `none.md`");
    screen.pick("Name a file that shows it");
    screen.answer("File:", "proof.md");
    screen.pick("Write a note");
    screen.answer("Note:", "Look again");
    screen.pick("Attest: I answer");
    screen.wait("Attested");
    screen.pick("Stop here");
    assert_eq!(screen.ended(), 0);
    holds(&record(&tool), &ANSWERS);
    holds(&record(&tool), &CONCLUSION);
    let study = read(&tool, "study.yaml");
    holds(&study, &["duties: [lead, data-protection]", "name: A clinic in the north", "id: voices   # names files"]);
}

#[test]
fn every_kind_of_prompt_in_plain_lines() {
    let tool = Tool::new();
    kinds(&tool);
    tool.write("proof.md", "x");
    let words = ["walk", "--as", "lead", "--task", TASK];
    // TERM=dumb is enough: nobody has to know of --plain.
    let mut screen = Screen::start(&tool.path(""), &words, 200, 100, &[("TERM", "dumb")]);
    screen.answer("Question 1 of 9", "Young people");
    screen.answer("Question 2 of 9", "2");
    screen.answer("Question 3 of 9", "n");
    screen.answer("Question 4 of 9", "tomorrow");
    screen.answer("is not a date", "2026-03-02");
    screen.answer("Question 5 of 9", "one; two");
    screen.answer("Question 6 of 9", "3");
    screen.answer("Question 7 of 9", "1, 2");
    screen.answer("Write this into study.yaml", "");
    screen.answer("Question 8 of 9", ":later");
    screen.answer("Question 9 of 9", "yes");
    screen.answer("name:", "A clinic");
    screen.answer("role:", ":later");
    screen.answer("+     - name: A clinic", "yes");
    screen.answer("There is one. Add another one", "");
    screen.answer("What about this task", "maturity");
    screen.answer("How far is it", "3");
    screen.answer("2: planned", "evidence");
    screen.answer("File:", "proof.md");
    screen.answer("What about this task", "note");
    screen.answer("Note:", "Look again");
    screen.wait("What about this task");
    screen.keys("attested\r");
    screen.answer("What now", ":quit");
    assert_eq!(screen.ended(), 0);
    holds(&record(&tool), &ANSWERS);
    holds(&record(&tool), &CONCLUSION);
    assert!(!screen.all().contains('\u{1b}'), "nothing is drawn: {:?}", screen.all());
    holds(&read(&tool, "study.yaml"), &["duties: [lead, data-protection]", "name: A clinic"]);
}

#[cfg(unix)]
#[test]
fn longer_text_is_written_in_the_editor() {
    use std::os::unix::fs::PermissionsExt;
    let tool = Tool::new();
    kinds(&tool);
    let editor = tool.write("editor", "#!/bin/sh\nprintf 'First.\\n\\nSecond.\\n' > \"$1\"\n");
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).unwrap();
    for (variables, said) in
        [([("EDITOR", "true")], "Nothing was saved in the editor"), ([("EDITOR", editor.to_str().unwrap())], "")]
    {
        let words = ["walk", "--as", "lead", "--task", TASK];
        let mut screen = Screen::start(&tool.path(""), &words, 40, 100, &variables);
        screen.answer("Question 1 of 9", ":edit");
        if said.is_empty() {
            screen.wait("Question 2 of 9");
            holds(&record(&tool), &["First.\n", "Second."]);
            // What was written stands there the next time, and the editor begins with it.
            let mut again = Screen::start(&tool.path(""), &["walk", "--as", "lead", "--task", TASK], 60, 100, &[]);
            again.wait("Question 2 of 9");
            again.pick("Back");
            again.wait("    Second.");
        } else {
            screen.wait(said);
            assert!(!tool.path("records").exists());
        }
    }
}

#[cfg(unix)]
#[test]
fn what_the_editor_wrote_and_cannot_be_used_is_said_and_plain_lines_have_an_editor_too() {
    use std::os::unix::fs::PermissionsExt;
    let tool = Tool::new();
    kinds(&tool);
    // It adds to what it is given: what was written before is not lost where it cannot be used.
    let editor = tool.write("editor", "#!/bin/sh\nprintf '1' >> \"$1\"\n");
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).unwrap();
    let editor = editor.to_str().unwrap();
    let words = ["walk", "--as", "lead", "--task", TASK];
    let mut plain = Screen::start(&tool.path(""), &words, 100, 100, &[("TERM", "dumb"), ("EDITOR", "true")]);
    plain.answer("Question 1 of 9", ":edit");
    plain.answer("Nothing was saved in the editor", ":quit");
    assert_eq!(plain.ended(), 0);
    let mut plain = Screen::start(&tool.path(""), &words, 100, 100, &[("TERM", "dumb"), ("EDITOR", editor)]);
    plain.answer("Question 1 of 9", ":edit");
    plain.answer("Question 2 of 9", "left");
    plain.answer("Question 3 of 9", "y");
    plain.answer("Question 4 of 9", ":edit");
    plain.answer("is not a date", ":edit");
    plain.wait("`11` is not a date");
    plain.keys(":quit\r");
    assert_eq!(plain.ended(), 0);
    holds(&record(&tool), &["words: \"1\"", "choice: left"]);
    for unusable in [" ", "/nowhere/editor"] {
        let mut plain = Screen::start(&tool.path(""), &words, 100, 100, &[("TERM", "dumb"), ("EDITOR", unusable)]);
        plain.answer("Question 4 of 9", ":edit");
        plain.wait("the editor did not work: ");
        assert_eq!(plain.ended(), 2);
    }
    let mut screen = Screen::start(&tool.path(""), &words, 100, 100, &[("NO_COLOR", "1"), ("EDITOR", editor)]);
    screen.answer("Question 4 of 9", ":edit");
    screen.wait("`1` is not a date");
    screen.keys(INTERRUPT);
    assert_eq!(screen.ended(), 130);
}

#[test]
fn a_list_that_is_left_without_choosing_offers_another_look_help_and_the_way_back() {
    let tool = Tool::new();
    kinds(&tool);
    let tasks = read(&tool, "guidelines/kinds/all/tasks.yaml");
    let helped = tasks
        .replace("options: [left, right, middle]", "options: [left, right, middle], help: 'Look left first.'")
        .replace("field: 'team[].duties', kind: list", "field: 'team[].duties', kind: list, help: 'Most have one.'");
    tool.write("guidelines/kinds/all/tasks.yaml", helped);
    let words = ["walk", "--as", "lead", "--task", TASK];
    let mut screen = Screen::start(&tool.path(""), &words, 100, 100, &[("NO_COLOR", "1")]);
    screen.answer("Question 1 of 9", ":back");
    screen.wait("That is not possible here.");
    screen.keys("Young people\r");
    screen.wait("Question 2 of 9");
    screen.pick("(Help)");
    screen.wait("Look left first.");
    // Esc goes to the question before where there is one.
    screen.keys("\u{1b}");
    screen.wait("Today:");
    screen.keys(INTERRUPT);
    assert_eq!(screen.ended(), 130);

    let answers = ["choice=right", "sure=no", "day=2026-03-02", "several=one; two", "days=3"];
    let mut recorded = vec!["record", TASK, "--as", "lead"];
    recorded.extend(answers.iter().flat_map(|answer| ["--answer", answer]));
    tool.run(&recorded).ended(0);
    let mut screen = Screen::start(&tool.path(""), &words, 100, 100, &[("NO_COLOR", "1")]);
    screen.wait("Question 7 of 9");
    screen.wait("data-protection:");
    screen.keys("\u{1b}");
    screen.pick("Choose again");
    screen.wait("data-protection:");
    screen.keys("\u{1b}");
    screen.pick("Help");
    screen.wait("Most have one.");
    screen.wait("data-protection:");
    screen.keys("\r");
    screen.wait("Choose: none");
    screen.keys(INTERRUPT);
    assert_eq!(screen.ended(), 130);
}

#[test]
fn a_topic_is_attested_once_its_answers_were_shown_together() {
    let tool = Tool::new();
    kinds(&tool);
    let answers = ["words=Young people", "choice=right", "sure=no", "day=2026-03-02", "several=one; two", "days=3"];
    let mut words = vec!["record", TASK, "--as", "safeguard"];
    words.extend(answers.iter().flat_map(|answer| ["--answer", answer]));
    words.extend(["--answer", "duties@lead=lead", "--answer", "duties@safeguard=safeguarding"]);
    words.extend(["--answer", "partners={name: A clinic, role: first help}"]);
    tool.run(&words).ended(0);
    let mut screen = Screen::start(&tool.path(""), &["walk", "--as", "lead"], 50, 100, &[("NO_COLOR", "1")]);
    screen.wait("[..........]  0 of 1");
    screen.pick("Attest a whole topic");
    screen.pick("1 All kinds (0 of 1)");
    screen.wait("Do you answer for 1 task of it");
    holds(&screen.text(), &["What is it?", "    Young people", "    2026-03-02", "    one; two", "    1 item"]);
    screen.pick("Yes");
    screen.wait("Attested");
    screen.wait("[##########]  1 of 1");
    holds(&record(&tool), &["by: lead\n    state: attested"]);
}

#[test]
fn a_decision_to_stop_shows_what_was_gathered_and_ends_well() {
    let tool = Tool::new();
    tool.write("study.yaml", STUDY);
    tool.run(&["record", "question-and-use", "--as", "lead", "--answer", "users=Two shelters."]).ended(0);
    let words = ["walk", "--as", "lead", "--task", "stop-or-go"];
    let mut screen = Screen::start(&tool.path(""), &words, 70, 100, &[("NO_COLOR", "1")]);
    screen.wait("Question 1 of");
    holds(&screen.text(), &["What you answered in this step", "Two shelters.", "What stands against going ahead"]);
    screen.pick("stop: ");
    screen.pick("Yes");
    let mut question = 2;
    for (field, typed) in
        [("reason", "Workers can answer it."), ("by", "lead, safeguard"), ("with", ""), ("date", "2026-03-02")]
    {
        screen.answer(&format!("Question {question} of"), typed);
        if !typed.is_empty() {
            screen.wait(&format!("{field}: "));
            screen.wait("Write this into study.yaml");
            screen.keys("\r");
        }
        question += 1;
    }
    screen.wait(&format!("Question {question} of"));
    screen.keys("\r");
    screen.wait("Decided: stop");
    screen.wait("decision.md");
    holds(&screen.text(), &["a design without children", "assent init --from"]);
    holds(&read(&tool, "decision.md"), &["**stop**", "Lee Example, Sam Example", "Two shelters", "2026-03-02"]);
}

#[test]
fn a_risk_is_offered_rated_with_words_and_drawn_on_the_map() {
    let tool = Tool::new();
    tool.write("study.yaml", STUDY);
    let words = ["walk", "--as", "lead", "--task", "list-harms"];
    let mut screen = Screen::start(&tool.path(""), &words, 70, 110, &[("NO_COLOR", "1")]);
    screen.wait("not looked at yet");
    screen.pick("Somebody is overwhelmed while taking part");
    screen.wait("What could happen, in one sentence");
    screen.keys("\r");
    screen.wait("Whom would it hurt?");
    screen.keys(" \r");
    screen.wait("How likely is it?");
    screen.pick("3 possible");
    screen.wait("How bad would it be?");
    // Back is possible here too.
    screen.pick("Back to the question before");
    screen.wait("How likely is it?");
    screen.pick("4 likely");
    screen.wait("How bad would it be?");
    screen.pick("3 serious");
    screen.wait("measures that other teams took");
    screen.keys(" \r");
    screen.answer("A measure of your own", "A room with two doors.");
    screen.wait("Measure: A room with two doors.");
    screen.keys("\r");
    screen.wait("Who answers for it?");
    screen.pick("safeguard");
    screen.wait("How likely is it then?");
    assert!(!screen.text().contains("5 almost certain"), "not above what it was before");
    screen.pick("2 unlikely");
    screen.pick("3 serious");
    screen.wait("+     likelihood: 4");
    screen.wait("Write this into study.yaml");
    screen.keys("\r");
    screen.wait("With the measures");
    screen.wait("up: severity, to the right: likelihood");
    screen.pick("That is all for now");
    let study = read(&tool, "study.yaml");
    holds(
        &study,
        &[
            "covers: [distress-during]",
            "to: [young]",
            "severity: 3",
            "A room with two doors.",
            "owner: safeguard",
            "ecpat-four-steps/distress-plan",
        ],
    );
    assert!(study.starts_with(STUDY), "everything else is as it was");
}
