//! Leaving in the middle of something: what was answered stays, and the terminal is as it was.

use crate::common::Tool;
use crate::common::screen::END;
use crate::common::screen::INTERRUPT;
use crate::common::screen::Screen;
use crate::walk::STUDY;
use crate::walk::kinds;

/// Somebody in the middle of a risk: what it is and whom it hurts is answered, nothing else.
fn in_the_middle(tool: &Tool, env: &[(&str, &str)]) -> Screen {
    tool.write("study.yaml", STUDY);
    let words = ["walk", "--as", "lead", "--task", "list-harms"];
    let mut screen = Screen::start(&tool.path(""), &words, 100, 110, env);
    let plain = env.contains(&("TERM", "dumb"));
    screen.wait("not looked at yet");
    screen.keys(if plain { "1\r" } else { "\r" });
    screen.wait("What could happen, in one sentence");
    screen.keys("\r");
    screen.wait("Whom would it hurt?");
    screen.keys(if plain { "1\r" } else { " \r" });
    screen.wait("How likely is it?");
    screen
}

fn kept(tool: &Tool) {
    let study = std::fs::read_to_string(tool.path("study.yaml")).unwrap();
    assert!(study.starts_with(STUDY), "everything else is as it was");
    for part in ["what: Somebody is overwhelmed while taking part.", "to: [young]"] {
        assert!(study.contains(part), "{part} is lost\n{study}");
    }
    let report = tool.run(&["check", "--format", "json"]).ended(1);
    assert!(report.stdout.contains("risks[0].likelihood"), "what is still open is a gap like any other");
}

#[test]
fn ctrl_c_in_the_middle_of_a_risk_keeps_what_was_said_of_it() {
    for env in [[("NO_COLOR", "1")], [("TERM", "dumb")]] {
        let tool = Tool::new();
        let mut screen = in_the_middle(&tool, &env);
        screen.keys(INTERRUPT);
        assert_eq!(screen.ended(), 130);
        assert!(!screen.cursor_is_hidden());
        assert!(screen.text().contains("What you answered about it so far was written"), "{}", screen.text());
        assert!(screen.text().contains("Everything answered so far is saved"), "{}", screen.text());
        kept(&tool);
    }
}

#[test]
fn stopping_in_the_middle_of_a_risk_keeps_it_and_stops() {
    let tool = Tool::new();
    let mut screen = in_the_middle(&tool, &[("NO_COLOR", "1")]);
    screen.pick("Stop here");
    assert_eq!(screen.ended(), 0);
    kept(&tool);
}

#[cfg(unix)]
#[test]
fn a_terminal_that_is_closed_in_the_middle_of_a_risk_keeps_it() {
    for env in [[("NO_COLOR", "1")], [("TERM", "dumb")]] {
        let tool = Tool::new();
        let mut screen = in_the_middle(&tool, &env);
        screen.hang_up();
        assert_eq!(screen.ended(), 130);
        assert!(!screen.cursor_is_hidden());
        kept(&tool);
    }
}

#[test]
fn ctrl_d_ends_plain_lines_and_is_no_letter_of_an_answer() {
    let tool = Tool::new();
    kinds(&tool);
    let words = ["walk", "--as", "lead", "--task", "kinds/everything"];
    let mut screen = Screen::start(&tool.path(""), &words, 60, 100, &[("NO_COLOR", "1")]);
    screen.wait("Question 1 of 9");
    screen.keys(END);
    screen.keys("Young");
    screen.keys(END);
    screen.keys(" people\r");
    screen.wait("Question 2 of 9");
    screen.keys(END);
    screen.pick("right");
    screen.wait("Question 3 of 9");
    let record = std::fs::read_to_string(tool.path("records/kinds/everything.yaml")).unwrap();
    assert!(record.contains("words: Young people") && record.contains("choice: right"), "{record}");
    let mut plain = Screen::start(&tool.path(""), &words, 60, 100, &[("TERM", "dumb")]);
    plain.wait("Question 3 of 9");
    plain.keys(END);
    assert_eq!(plain.ended(), 0);
    assert!(plain.text().contains("Everything answered so far is saved"));
}

#[test]
fn a_team_goes_on_where_it_stopped_and_goes_back_over_a_task() {
    let tool = Tool::new();
    tool.write("study.yaml", STUDY);
    tool.run(&["record", "need-for-the-study", "--as", "lead", "--note", "begun"]).ended(0);
    let mut screen = Screen::start(&tool.path(""), &["walk", "--as", "lead"], 24, 80, &[("NO_COLOR", "1")]);
    screen.wait("Go on: Show that the knowledge is missing");
    let overview = screen.text();
    assert!(overview.contains("Views of support") && overview.contains("1 Should children take part?"), "{overview}");
    screen.pick("Only what is open");
    screen.wait("· Say what you want to know");
    screen.answer("Question 1 of", ":later");
    screen.keys("\u{1b}");
    std::thread::sleep(std::time::Duration::from_millis(50));
    screen.keys("\u{15}:quit\r");
    assert_eq!(screen.ended(), 0);
    let screen = Screen::start(&tool.path(""), &["walk", "--as", "lead", "--step", "1"], 40, 100, &[("NO_COLOR", "1")]);
    screen.wait("Question 1 of");
    for words in [&["--step", "ecpat-four-steps/1"][..], &["--found"], &["--mine"], &["--topic", "2-4", "--open"]] {
        let mut all = vec!["walk", "--as", "lead"];
        all.extend(words);
        let screen = Screen::start(&tool.path(""), &all, 40, 100, &[("NO_COLOR", "1")]);
        screen.wait("Question ");
    }
    let other = tool.run(&["walk", "--as", "lead", "--step", "other/1"]).ended(2);
    assert!(other.stderr.contains("there is no step `other/1`"), "{}", other.stderr);
}
