//! Marks that a writer leaves in a text to come back to it: they would be printed on a form as they stand.
//!
//! A value that is nothing but `TODO` is blank, and blanks are gaps for other checks. Here the mark stands inside a text.
//! Marks count as they are spelled in the packs: `todo` is a word of Spanish and Portuguese, `TODO` is none, except in a
//! line that is all in capitals.

use std::ops::Range;

use crate::checks::hit::Context;
use crate::checks::hit::Hit;
use crate::checks::hit::RustCheck;

/// Texts that say themselves that they are not finished, in the study and its words: one hit a text.
pub(super) const UNFINISHED: RustCheck = RustCheck { name: "unfinished-text", values: &["found"], run };

fn run(context: &Context<'_>) -> Vec<Hit> {
    let Some(marks) = context.world.lexicon.written("unfinished") else { return Vec::new() };
    let mut hits = Vec::new();
    for (prefix, texts) in context.texts().files().filter(|(prefix, _)| !prefix.starts_with("records/")) {
        for text in texts.iter().filter(|text| marks.may_stand_in(text.text)) {
            if let Some(range) = find(text.text, &marks.words) {
                let found = text.text.get(range.clone()).unwrap_or_default();
                hits.push(Hit::at(text.place(&range)).with("found", found).named(context, &prefix));
            }
        }
    }
    hits
}

/// The first of the marks that stands in the text as a word of its own.
pub fn find(text: &str, marks: &[String]) -> Option<Range<usize>> {
    let places = marks.iter().flat_map(|mark| text.match_indices(mark.as_str()));
    let ranges = places.map(|(start, mark)| start..start + mark.len());
    ranges.filter(|range| stands_alone(text, range) && !in_capitals(text, range)).min_by_key(|range| range.start)
}

fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let mark = text.get(range.clone()).unwrap_or_default();
    let before = text.get(..range.start).and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    let open = mark.starts_with(char::is_alphanumeric) && joins(before);
    let runs_on = mark.ends_with(char::is_alphanumeric) && joins(after);
    !open && !runs_on
}

/// True where the rest of the line has letters, and all of them are capitals: a heading, not a mark.
fn in_capitals(text: &str, range: &Range<usize>) -> bool {
    let start = text.get(..range.start).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(range.end..).and_then(|text| text.find('\n')).map_or(text.len(), |at| range.end + at);
    let rest = [text.get(start..range.start), text.get(range.end..end)];
    let mut letters = rest.into_iter().flatten().flat_map(str::chars).filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        let marks = ["TODO", "???", "[insert"].map(str::to_owned);
        find(text, &marks).map(|range| &text[range])
    }

    #[test]
    fn a_mark_inside_a_text_is_found_as_it_is_spelled() {
        assert_eq!(found("We tell the office. TODO: which one"), Some("TODO"));
        assert_eq!(found("Within ??? hours"), Some("???"));
        assert_eq!(found("Call [insert name] at once"), Some("[insert"));
    }

    #[test]
    fn words_that_look_like_a_mark_are_left_alone() {
        assert_eq!(found("Todo el personal; método; a to-do list"), None);
        assert_eq!(found("The form TODO-7 of the office"), None);
        assert_eq!(found("SOBRE TODO\nEscuchamos."), None);
    }
}
