//! The words of a template that somebody typed: everything but its expressions, at the same bytes.

use super::Sentence;
use crate::readability::sentences;

/// A template's text with blanks where expressions stood.
pub struct Literal {
    text: String,
    blanked: Vec<std::ops::Range<usize>>,
}

/// What a template yielded, made ready for looking something up.
pub struct Rendered(String);

impl Rendered {
    /// Takes a paper's Markdown.
    pub fn new(markdown: &str) -> Self {
        Self(plain(markdown))
    }
}

/// Blanks out expressions, statements and comments.
pub fn of(template: &str) -> Literal {
    let mut text = String::with_capacity(template.len());
    let mut blanked = Vec::new();
    let mut rest = template;
    while let Some(start) = opening(rest) {
        let close = match rest.get(start..start + 2) {
            Some("{{") => "}}",
            Some("{%") => "%}",
            _ => "#}",
        };
        let end = rest.get(start..).and_then(|tail| tail.find(close)).map_or(rest.len(), |at| start + at + 2);
        text.push_str(rest.get(..start).unwrap_or_default());
        let from = text.len();
        text.extend(
            rest.get(start..end).unwrap_or_default().bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }),
        );
        blanked.push(from..text.len());
        rest = rest.get(end..).unwrap_or_default();
    }
    text.push_str(rest);
    Literal { text, blanked }
}

/// Where the next expression, statement or comment begins: one pass, so that thousands of them are no thousand passes.
fn opening(text: &str) -> Option<usize> {
    text.as_bytes().windows(2).position(|pair| matches!(pair, b"{{" | b"{%" | b"{#"))
}

impl Literal {
    /// The text, as long as the template.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its sentences; a line of a list, a heading or a table ends one.
    pub fn sentences(&self, language: &str) -> Vec<Sentence> {
        let mut found = Vec::new();
        let mut start = 0;
        let mut at = 0;
        let mut push = |from: usize, to: usize| {
            let part = self.text.get(from..to).unwrap_or_default();
            found
                .extend(sentences::split(part, language).into_iter().map(|range| from + range.start..from + range.end));
        };
        for line in self.text.split_inclusive('\n') {
            let trimmed = line.trim_start();
            let begins = trimmed.is_empty()
                || trimmed.starts_with(['-', '*', '#', '>', '|', '`', '+'])
                || trimmed.split_once(['.', ')']).is_some_and(|(number, _)| number.parse::<u32>().is_ok());
            if begins {
                push(start, at);
                start = at;
            }
            at += line.len();
        }
        push(start, at);
        found
    }

    /// True where the typed words of a sentence stand in what was rendered: a condition may have left them out.
    pub fn is_in(&self, sentence: &Sentence, rendered: &Rendered) -> bool {
        let mut from = sentence.start;
        let mut runs = Vec::new();
        let first = self.blanked.partition_point(|blank| blank.end <= sentence.start);
        let blanked = self.blanked.get(first..).unwrap_or_default();
        for blank in blanked.iter().take_while(|blank| blank.start < sentence.end) {
            runs.push(from..blank.start.max(from));
            from = blank.end;
        }
        runs.push(from..sentence.end.max(from));
        let longest =
            runs.into_iter().max_by_key(|run| run.len()).and_then(|run| self.text.get(run)).unwrap_or_default();
        let longest = plain(longest);
        !longest.is_empty() && rendered.0.contains(&longest)
    }
}

fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|c| !matches!(c, '*' | '_' | '`' | '\\' | '>')).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_blank_and_bytes_stay_where_they_are() {
        let template =
            "# Ümlaut {{ study.title }}\n{% if a %}\nIt takes {{ n }} to 90 minutes.\n{% endif %}{# x #} End";
        let literal = of(template);
        assert_eq!(literal.text().len(), template.len());
        assert_eq!(literal.text().find("90"), template.find("90"));
        assert!(!literal.text().contains("study") && literal.text().contains("Ümlaut"));
        assert_eq!(of("a{{ b\n}}c").text(), "a    \n  c", "a line ends where it ended");
        assert_eq!(
            of("{a} {# b #}é{%c%}{ {{ d").text(),
            "{a}        é     {     ",
            "what is not closed goes on to the end"
        );
    }

    #[test]
    fn lines_of_a_list_are_sentences_of_their_own() {
        let literal = of("You can:\n- stop\n- ask\n\nIt takes\nan hour. Then you go.\n");
        let found: Vec<&str> = literal.sentences("en").into_iter().map(|range| &literal.text()[range]).collect();
        assert_eq!(found, ["You can:", "- stop", "- ask", "It takes\nan hour.", "Then you go."]);
    }

    #[test]
    fn words_that_a_condition_left_out_are_not_in_the_paper() {
        let literal = of("It takes {{ n }} minutes. {% if x %}It takes two hours.{% endif %}");
        let rendered = Rendered::new("It takes 45 minutes.");
        let found: Vec<bool> =
            literal.sentences("en").iter().map(|sentence| literal.is_in(sentence, &rendered)).collect();
        assert_eq!(found, [true, false]);
    }
}
