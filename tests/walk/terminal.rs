//! What a person sees and types.

use crate::common::Tool;
use crate::common::screen::DOWN;
use crate::common::screen::END;
use crate::common::screen::INTERRUPT;
use crate::common::screen::Screen;
use crate::walk::STUDY;

fn study() -> Tool {
    let tool = Tool::new();
    tool.write("study.yaml", STUDY);
    tool
}

fn record(tool: &Tool, task: &str) -> String {
    std::fs::read_to_string(tool.path(&format!("records/{task}.yaml"))).unwrap_or_default()
}

#[test]
fn init_asks_and_every_answer_is_in_the_file_at_once() {
    let tool = Tool::new();
    let mut screen = Screen::start(&tool.path(""), &["init"], 24, 80, &[]);
    screen.wait("full title");
    screen.keys("\r");
    screen.answer("This question needs an answer.", "Views of support");
    screen.wait("where others can see it");
    let file = || std::fs::read_to_string(tool.path("study.yaml")).unwrap();
    assert!(file().contains("title: Views of support"), "on the disk before the next question");
    screen.keys("\r");
    screen.answer("first person be approached", "tomorrow");
    screen.wait("is not a date");
    screen.keys("\u{15}");
    screen.keys(INTERRUPT);
    assert_eq!(screen.ended(), 130);
    assert!(!screen.cursor_is_hidden(), "the terminal is as it was");
    assert!(screen.text().contains("assent walk"), "{}", screen.text());
    assert!(file().contains("short_title: TODO"));
}

#[test]
fn an_answer_is_saved_and_ctrl_c_leaves_with_it() {
    let tool = study();
    let mut screen =
        Screen::start(&tool.path(""), &["walk", "--as", "lead", "--task", "need-for-the-study"], 40, 100, &[]);
    screen.wait("Question 1 of");
    assert!(screen.text().contains("Show that the knowledge is missing"), "{}", screen.text());
    screen.answer("Answer", "Nobody asked them.");
    screen.wait("Write this into study.yaml");
    assert!(screen.text().contains("why_needed: Nobody asked them."), "the change is shown: {}", screen.text());
    screen.keys("\r");
    screen.answer("Question 2 of", ":later");
    screen.answer("Question 3 of", "In two libraries.");
    screen.wait("Question 4 of");
    screen.keys(INTERRUPT);
    assert_eq!(screen.ended(), 130);
    assert!(!screen.cursor_is_hidden());
    assert!(record(&tool, "ecpat-four-steps/need-for-the-study").contains("In two libraries."));
    let file = std::fs::read_to_string(tool.path("study.yaml")).unwrap();
    assert_eq!(file.replace("purpose:\n  why_needed: Nobody asked them.\n", ""), STUDY, "nothing else changed");
}

#[test]
fn back_help_and_quit_are_words_behind_a_colon() {
    let tool = study();
    let mut screen =
        Screen::start(&tool.path(""), &["walk", "--as", "lead", "--task", "need-for-the-study"], 50, 100, &[]);
    screen.answer("Question 1 of", ":later");
    screen.answer("Question 2 of", "?");
    screen.wait("leaves the question open");
    screen.keys(":back\r");
    screen.answer("Question 1 of", ":quit");
    assert_eq!(screen.ended(), 0);
    assert!(screen.text().contains("Everything answered so far is saved"));
    assert!(!tool.path("records").exists(), "nothing was answered, so nothing was written");
}

#[test]
fn plain_lines_have_numbers_and_no_escapes_and_ctrl_d_leaves() {
    let tool = study();
    let words = ["walk", "--plain", "--color", "never", "--as", "lead", "--task", "consent-in-two-steps"];
    let mut screen = Screen::start(&tool.path(""), &words, 60, 100, &[]);
    screen.wait("Answer");
    screen.keys("\r");
    while !screen.text().contains("What about this task") {
        screen.keys(":later\r");
        std::thread::sleep(std::time::Duration::from_millis(150));
    }
    assert!(screen.text().contains("1. Attest"), "{}", screen.text());
    screen.keys(END);
    assert_eq!(screen.ended(), 0);
    assert!(!screen.all().contains("\u{1b}["), "no cursor is moved: {:?}", screen.all());
    assert!(screen.text().contains("Everything answered so far is saved"));
}

#[test]
fn the_overview_leads_on_to_the_first_open_task_and_lists_are_chosen_with_arrows() {
    let tool = study();
    let mut screen = Screen::start(&tool.path(""), &["walk", "--as", "lead"], 60, 100, &[]);
    screen.wait("Go on: Say what you want to know");
    // Esc leaves what has nothing before it.
    let mut left = Screen::start(&tool.path(""), &["walk", "--as", "lead"], 60, 100, &[]);
    left.wait("Go on: Say what you want to know");
    left.keys("\u{1b}");
    assert_eq!(left.ended(), 0);
    assert!(screen.text().contains("[..........]"), "{}", screen.text());
    screen.keys(DOWN);
    screen.keys("\r");
    screen.wait("Step or topic");
    screen.keys(DOWN);
    screen.keys("\r");
    screen.wait("Question ");
    screen.keys(INTERRUPT);
    assert_eq!(screen.ended(), 130);
}

#[test]
fn an_edit_made_meanwhile_is_seen_and_never_overwritten() {
    let tool = study();
    let words = ["walk", "--as", "lead", "--task", "need-for-the-study"];
    let mut screen = Screen::start(&tool.path(""), &words, 50, 100, &[]);
    screen.answer("Question 1 of", "Mine.");
    screen.wait("Write this into study.yaml");
    let edited = STUDY.replace("title: Views of support", "title: Edited meanwhile");
    tool.write("study.yaml", &edited);
    screen.keys("\r");
    screen.wait("changed by somebody else meanwhile");
    assert_eq!(std::fs::read_to_string(tool.path("study.yaml")).unwrap(), edited);
    screen.wait("Here it is again");
    screen.keys("Mine.\r");
    screen.wait("+   why_needed: Mine.");
    screen.keys("\r");
    screen.wait("Question 2 of");
    assert!(std::fs::read_to_string(tool.path("study.yaml")).unwrap().contains("Edited meanwhile"));
}

#[test]
fn escapes_in_the_study_are_shown_and_not_obeyed() {
    let tool = Tool::new();
    tool.write("study.yaml", STUDY.replace("Young people", "\"Young\\e[2Jpeople\\u202e\""));
    let mut screen = Screen::start(&tool.path(""), &["walk", "--as", "lead"], 24, 80, &[]);
    screen.wait("Go on");
    screen.keys(INTERRUPT);
    screen.ended();
    assert!(!screen.all().contains("\u{1b}[2J") && !screen.all().contains('\u{202e}'));
}

#[test]
fn without_a_terminal_the_flags_are_named_and_nothing_hangs() {
    let tool = study();
    for (words, flag) in [(&["walk"][..], "assent record"), (&["init", "new"], "--yes")] {
        let ran = tool.run(words).ended(2);
        assert!(ran.stderr.contains(flag), "{}", ran.stderr);
    }
}
