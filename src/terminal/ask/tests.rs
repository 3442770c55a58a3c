//! Lines and files answer the same questions in the same way.

use std::io;
use std::io::BufRead;
use std::io::Cursor;

use crate::reports::text::Ink;
use crate::reports::text::Text;
use crate::terminal::Terminal;
use crate::terminal::ask::Ask;
use crate::terminal::ask::AskError;
use crate::terminal::ask::Choice;
use crate::terminal::ask::Question;
use crate::terminal::ask::Reply;
use crate::terminal::ask::Script;
use crate::terminal::ask::Wish;
use crate::terminal::ask::granted;
use crate::terminal::ask::help;
use crate::terminal::ask::plain::Lines;
use crate::terminal::ask::wishes;
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
    read(Cursor::new(input.as_bytes().to_vec()), ask)
}

fn read<T>(input: impl BufRead + Send + 'static, ask: impl FnOnce(&mut dyn Ask) -> T) -> (T, String) {
    let paper = Paper::default();
    let mut terminal = Terminal::writing_to(Paper::default(), paper.clone(), Ink { plain: true, ..Ink::default() });
    let answer = ask(&mut Lines::reading(&mut terminal, input));
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

/// A terminal that cannot be read.
struct Broken(io::ErrorKind);

impl io::Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(self.0.into())
    }
}

#[test]
fn a_terminal_that_is_gone_is_an_end_and_one_that_fails_is_said() {
    let asked =
        |kind| read(io::BufReader::new(Broken(kind)), |ask| ask.line(&question("k"), "", &number)).0.unwrap_err();
    assert!(matches!(asked(io::ErrorKind::BrokenPipe), AskError::Ended));
    assert!(matches!(asked(io::ErrorKind::PermissionDenied), AskError::Terminal(_)));
    assert!(matches!(AskError::of(io::Error::from_raw_os_error(5)), AskError::Ended));
    assert!(matches!(AskError::of(io::ErrorKind::Interrupted.into()), AskError::Interrupted));
}

#[test]
fn an_answer_that_is_needed_is_asked_for_again_and_a_long_one_is_kept_with_enter() {
    let needed = Question { later: false, ..question("k") };
    let (answer, said) = typed("\n5\n", |ask| ask.line(&needed, "", &number));
    assert_eq!(answer.unwrap(), Reply::Answer("5".to_owned()));
    assert!(said.contains("This question needs an answer."), "{said}");
    for (stands, reply) in [("x".repeat(61), Reply::Answer("x".repeat(61))), ("one\ntwo".to_owned(), Reply::Later)] {
        let (answer, said) = typed("\n", |ask| ask.line(&question("k"), &stands, &|_| Ok(())));
        assert_eq!(answer.unwrap(), reply);
        assert!(said.contains("Days (Enter keeps what stands there): "), "{said}");
    }
}

#[test]
fn a_list_in_plain_lines_stays_open_helps_and_says_what_to_type() {
    let one = |input: &str, default: usize| typed(input, |ask| ask.choice(&question("k"), &yes_no(), default));
    assert_eq!(one("\n", 9).0.unwrap(), Reply::Later);
    let (answer, said) = one("?\n2\n", 0);
    assert_eq!(answer.unwrap(), Reply::Answer(1));
    assert!(said.contains("Whole days."), "{said}");
    let many = |input: &str| typed(input, |ask| ask.choices(&question("k"), &yes_no(), &[]));
    assert_eq!(many("\n").0.unwrap(), Reply::Later);
    let (answer, said) = many(":h\n3\n2\n");
    assert_eq!(answer.unwrap(), Reply::Answer(vec![1]));
    assert!(said.contains("Whole days.") && said.contains("Type numbers from 1 to 2, such as: 1, 3"), "{said}");
}

#[test]
fn a_list_offers_what_its_question_allows_and_help_where_there_is_some() {
    let offered = |question: &Question| wishes(question).into_iter().map(Wish::label).collect::<Vec<_>>();
    let all = ["Later", "Back to the question before", "Help", "Stop here (everything so far is saved)"];
    assert_eq!(offered(&question("k")), all);
    let needed = Question { back: false, later: false, help: Text::new(), ..question("k") };
    assert_eq!(offered(&needed), [all[3]]);
    assert!(!help(&needed).draw(Ink::default()).contains(":later"), "what is not possible is not named");
    assert_eq!(granted::<()>(Wish::Later, &needed), None);
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

#[test]
fn an_answers_file_that_cannot_be_used_is_said_with_its_place_or_its_question() {
    let refused = |text: &str| Script::parse("answers.yaml", text.as_bytes()).unwrap_err();
    assert!(refused("a: b\n  c: [").starts_with("answers.yaml:2:"), "{}", refused("a: b\n  c: ["));
    assert_eq!(refused("- a\n"), "answers.yaml is no group of questions and answers");
    let needed = Question { later: false, ..question("days") };
    let said = |text: &str, ask: &dyn Fn(&mut dyn Ask) -> Result<(), AskError>| {
        let (mut terminal, script) = terminal_with(Script::parse("a", text.as_bytes()).unwrap());
        ask(terminal.asker(Some(script)).unwrap().as_mut()).map_err(|error| error.to_string())
    };
    let line = |ask: &mut dyn Ask| ask.line(&needed, "", &number).map(|_| ());
    let several =
        |ask: &mut dyn Ask| ask.choices(&needed, &[Choice::new("a", "A"), Choice::new("b", "B")], &[]).map(|_| ());
    let cannot = |problem: &str| Err(format!("the answer to `days` cannot be used: {problem}"));
    let open = "the answers file does not answer it, and it cannot stay open";
    assert_eq!(said("days: three\n", &line), cannot("Type a whole number."));
    assert_eq!(said("other: 3\n", &line), cannot(open));
    assert_eq!(said("days: [a, c]\n", &several), cannot("`c` is not one of a, b"));
    assert_eq!(said("other: 3\n", &several), cannot(open));
    assert_eq!(said("days: b\n", &several), Ok(()), "one of several is no list in most files");
}
