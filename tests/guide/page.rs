//! A page of the guide, taken apart: what to copy, to write, to change, and to run.

/// A part of a page that somebody follows.
pub enum Block {
    /// A file or a folder of the repository that is there.
    Copy(String),
    /// A file to write.
    File(String, String),
    /// A change to make.
    Change(String, String),
    /// Commands with what they say.
    Console(String),
    /// Anything else that is fenced, with its language.
    Other(String, String),
}

/// One command.
pub struct Step {
    pub words: Vec<String>,
    pub status: i32,
    pub expected: String,
}

/// The fenced blocks and comments of a page, in order.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut told: Option<(String, String)> = None;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(comment) = line.trim().strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->")) {
            match comment.split_once(": ") {
                Some(("copy", what)) => found.push(Block::Copy(what.to_owned())),
                Some((kind, what)) => told = Some((kind.to_owned(), what.to_owned())),
                None => panic!("a comment that says nothing: {comment}"),
            }
            continue;
        }
        let ticks: String = line.chars().take_while(|c| *c == '`').collect();
        if ticks.len() < 3 {
            continue;
        }
        let language = line[ticks.len()..].trim().to_owned();
        let body: String = lines.by_ref().take_while(|line| *line != ticks).map(|line| format!("{line}\n")).collect();
        found.push(match (told.take(), language.as_str()) {
            (Some((kind, file)), _) if kind == "file" => Block::File(file, body),
            (Some((kind, file)), "diff") if kind == "change" => Block::Change(file, body),
            (Some((kind, _)), _) => panic!("`{kind}` before a block of `{language}`"),
            (None, "console") => Block::Console(body),
            (None, _) => Block::Other(language, body),
        });
    }
    assert!(told.is_none(), "a comment without its block");
    found
}

/// The commands of a console block.
pub fn steps(transcript: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in transcript.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            steps.push(Step { words: words(command), status: 0, expected: String::new() });
            continue;
        }
        let step = steps.last_mut().unwrap_or_else(|| panic!("no command before: {line}"));
        if let Some(more) = line.strip_prefix("> ") {
            step.words.extend(words(more));
        } else if let Some(status) = line.strip_prefix("? ") {
            step.status = status.trim().parse().unwrap();
        } else {
            step.expected.push_str(line);
            step.expected.push('\n');
        }
    }
    steps
}

/// The words of a command line, as a shell parts them; a backslash at the end goes on in the next line.
pub fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for c in command.trim_end_matches('\\').chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), c) => word.get_or_insert_default().push(c),
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (None, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// Whether what was said is what the page shows; a page that shows nothing wants nothing.
pub fn matches(expected: &str, said: &str) -> Result<(), String> {
    let expected: Vec<&str> = expected.lines().map(str::trim_end).collect();
    let said: Vec<&str> = said.lines().map(str::trim_end).collect();
    let trim = |lines: &[&str]| -> Vec<String> {
        let end = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
        lines[..end].iter().map(|line| (*line).to_owned()).collect()
    };
    if lines_match(&trim(&expected), &trim(&said)) {
        Ok(())
    } else {
        Err(format!("expected:\n{}", expected.join("\n")))
    }
}

fn lines_match(expected: &[String], said: &[String]) -> bool {
    match expected.split_first() {
        None => said.is_empty(),
        Some((line, rest)) if line == "..." => (0..=said.len()).any(|skip| lines_match(rest, &said[skip..])),
        Some((line, rest)) => {
            said.split_first().is_some_and(|(first, more)| line_matches(line, first) && lines_match(rest, more))
        }
    }
}

fn line_matches(expected: &str, said: &str) -> bool {
    let parts: Vec<&str> = expected.split("[..]").collect();
    let [first, middle @ .., last] = parts.as_slice() else { return expected == said };
    let Some(mut rest) = said.strip_prefix(first) else { return false };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// The text with the hunks of a diff applied, parted by lines that begin with `@@`; or the hunk that does not fit.
pub fn patched(before: &str, diff: &str) -> Result<String, String> {
    let mut text = before.to_owned();
    let lines: Vec<&str> = diff.lines().collect();
    for hunk in lines.split(|line| line.starts_with("@@")).filter(|hunk| !hunk.is_empty()) {
        let side = |other: char| -> String {
            let kept = hunk.iter().filter(|line| !line.starts_with(other));
            kept.map(|line| format!("{}\n", line.get(1..).unwrap_or_default())).collect()
        };
        let (old, new) = (side('+'), side('-'));
        if text.matches(&old).count() != 1 {
            return Err(old);
        }
        text = text.replacen(&old, &new, 1);
    }
    Ok(text)
}

#[test]
fn a_diff_changes_what_it_names_and_nothing_else() {
    let before = "one\ntwo\nthree\nfour\n";
    assert_eq!(patched(before, " one\n-two\n+2\n@@\n+3.5\n four\n"), Ok("one\n2\nthree\n3.5\nfour\n".to_owned()));
    assert_eq!(patched(before, "-five\n+5\n"), Err("five\n".to_owned()));
}

#[test]
fn what_is_left_out_may_be_anything_and_the_rest_may_not() {
    assert!(matches("a [..] c\n...\nend\n", "a b c\nmore\nmore\nend\n").is_ok());
    assert!(matches("a [..] c\n", "a b d\n").is_err());
    assert!(matches("", "said\n").is_err());
    assert_eq!(
        words("assent record a/b --answer \"x=two words\" --as lead"),
        ["assent", "record", "a/b", "--answer", "x=two words", "--as", "lead"]
    );
}
