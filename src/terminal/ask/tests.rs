//! Lines and files answer the same questions in the same way.

use std::io::Cursor;

use crate::reports::text::Ink;
use crate::reports::text::Text;
use crate::terminal::Terminal;
use crate::terminal::ask::Ask;
use crate::terminal::ask::AskError;
use crate::terminal::ask::Question;
use crate::terminal::ask::Reply;
use crate::terminal::ask::Script;
use crate::terminal::ask::plain::Lines;
use crate::terminal::ask::yes_no;
use crate::terminal::paper::Paper;

fn question(key: &str) -> Question {
    Question {
        key: key.to_owned(),
        text: Text::from("How long can people think?"),
        label: "Days".to_owned(),
        help: Text::from("Whole days."),
        back: true,
        later: true,
    }
}

fn number(text: &str) -> Result<(), String> {
    text.parse::<u32>().map(|_| ()).map_err(|_| "Type a whole number.".to_owned())
}

fn typed<T>(input: &str, ask: impl FnOnce(&mut dyn Ask) -> T) -> (T, String) {
    let paper = Paper::default();
    let mut terminal = Terminal::writing_to(Paper::default(), paper.clone(), Ink { plain: true, ..Ink::default() });
    let answer = ask(&mut Lines::reading(&mut terminal, Cursor::new(input.as_bytes().to_vec())));
    drop(terminal);
    (answer, paper.text())
}

#[test]
fn a_line_is_asked_until_it_can_be_used() {
    let (answer, said) = typed("three\n?\n3\n", |ask| ask.line(&question("k"), "", &number));
    assert_eq!(answer.unwrap(), Reply::Answer("3".to_owned()));
    assert!(said.contains("Type a whole number.") && said.contains("Whole days."), "{said}");
    assert!(!said.contains('\u{1b}'), "plain lines move no cursor");
}

#[test]
fn wishes_are_no_answers() {
    let reply = |input: &str| typed(input, |ask| ask.line(&question("k"), "", &number)).0.unwrap();
    assert_eq!(reply(":back\n"), Reply::Back);
    assert_eq!(reply(":l\n"), Reply::Later);
    assert_eq!(reply("\n"), Reply::Later);
    assert_eq!(reply(":quit\n"), Reply::Leave);
    let first = Question { back: false, ..question("k") };
    let (answer, said) = typed(":back\n4\n", |ask| ask.line(&first, "", &number));
    assert_eq!(answer.unwrap(), Reply::Answer("4".to_owned()));
    assert!(said.contains("not possible"));
}

#[test]
fn the_end_of_the_input_is_said_and_never_waited_for() {
    assert!(matches!(typed("", |ask| ask.line(&question("k"), "", &number)).0, Err(AskError::Ended)));
    assert!(matches!(typed("x\n", |ask| ask.choice(&question("k"), &yes_no(), 9)).0, Err(AskError::Ended)));
}

#[test]
fn choices_are_numbers_or_words() {
    let reply = |input: &str| typed(input, |ask| ask.choice(&question("k"), &yes_no(), 0)).0.unwrap();
    for (input, at) in [("2\n", 1), ("no\n", 1), ("n\n", 1), ("\n", 0), ("7\n1\n", 0)] {
        assert_eq!(reply(input), Reply::Answer(at), "{input:?}");
    }
    let many = |input: &str| typed(input, |ask| ask.choices(&question("k"), &yes_no(), &[true, false])).0.unwrap();
    assert_eq!(many("1, 2\n"), Reply::Answer(vec![0, 1]));
    assert_eq!(many("\n"), Reply::Answer(vec![0]));
    assert_eq!(many("0\n"), Reply::Answer(vec![]));
}

#[test]
fn what_stands_there_is_kept_with_enter_and_escapes_are_shown() {
    let (answer, said) = typed("\n", |ask| ask.line(&question("k"), "4", &number));
    assert_eq!(answer.unwrap(), Reply::Answer("4".to_owned()));
    assert!(said.contains("Days [4]: "));
    let (_, said) = typed("\n", |ask| ask.line(&question("k"), "\u{1b}[31mred", &|_| Ok(())));
    assert!(said.contains("<U+001B>") && !said.contains('\u{1b}'));
}

#[test]
fn a_file_answers_by_key_and_tells_what_nobody_asked() {
    let yaml = b"pack/task:\n  days: 3\n  sure: no\n  many: [yes]\n  text: |\n    One\n    Two\nother: x\n";
    let script = Script::parse("answers.yaml", yaml).unwrap();
    let mut terminal = Terminal::writing_to(Paper::default(), Paper::default(), Ink::default());
    let mut ask = terminal.asker(Some(script)).unwrap();
    assert_eq!(ask.line(&question("pack/task.days"), "", &number).unwrap(), Reply::Answer("3".to_owned()));
    assert_eq!(ask.line(&question("pack/task.days"), "", &number).unwrap(), Reply::Later, "an answer is used once");
    assert_eq!(ask.choice(&question("pack/task.sure"), &yes_no(), 0).unwrap(), Reply::Answer(1));
    assert_eq!(ask.choices(&question("pack/task.many"), &yes_no(), &[]).unwrap(), Reply::Answer(vec![0]));
    assert_eq!(ask.line(&question("pack/task.text"), "", &|_| Ok(())).unwrap(), Reply::Answer("One\nTwo\n".to_owned()));
    assert_eq!(ask.unasked(), ["other"]);
    let wrong = Script::parse("a", b"k: maybe\n").unwrap();
    let mut ask = terminal_with(wrong);
    assert!(matches!(
        ask.0.asker(Some(ask.1.clone())).unwrap().choice(&question("k"), &yes_no(), 0),
        Err(AskError::Answer { .. })
    ));
    ask.0.be_quiet();
}

fn terminal_with(script: Script) -> (Terminal, Script) {
    (Terminal::writing_to(Paper::default(), Paper::default(), Ink::default()), script)
}
