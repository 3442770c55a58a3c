//! The lines around a place, made safe to show, with the bytes to underline.

use std::ops::Range;

use crate::finding::Place;
use crate::reports::text::acts;
use crate::source::Position;

/// More lines than this are not quoted: the first ones show where a long text begins.
const MOST_LINES: usize = 6;
/// Longer lines are cut around the place; nobody reads on, and a file may be one line of megabytes.
const MOST_CHARACTERS: usize = 400;
const CUT: char = '…';

/// Lines of a file, safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The lines, without the last line end.
    pub text: String,
    /// The number of the first line.
    pub first_line: usize,
    /// The bytes of `text` to underline, one range for each place.
    pub marks: Vec<Range<usize>>,
    /// Where the first place begins in the file.
    pub start: Position,
    /// True where the head of a line is missing, so that columns cannot be counted in `text`.
    pub cut: bool,
}

impl Excerpt {
    /// Cuts the lines of some places out of their file, the first place being the one that matters most.
    /// Each character that would act on a terminal becomes one `�`.
    pub fn of(place: &Place, others: &[&Place]) -> Self {
        let text: &str = &place.file.text;
        let spans: Vec<Range<usize>> =
            std::iter::once(&place).chain(others).map(|place| quoted(text, &place.span)).collect();
        let from = spans.iter().map(|span| span.start).min().unwrap_or(0);
        let to = spans.iter().map(|span| span.end).max().unwrap_or(0);
        let from = text.get(..from).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let to = text.get(to..).and_then(|after| after.find('\n')).map_or(text.len(), |at| to + at);
        let mut drawing = Drawing { out: String::new(), marks: vec![None; spans.len()], spans, cut: false };
        let mut at = from;
        for line in text.get(from..to).unwrap_or_default().split('\n') {
            drawing.line(line.strip_suffix('\r').unwrap_or(line), at);
            at += line.len() + 1;
        }
        drawing.out.pop();
        let last = drawing.out.len();
        let marks =
            drawing.marks.into_iter().map(|mark| mark.map_or(last..last, |mark| mark.start..mark.end.min(last)));
        Self {
            marks: marks.collect(),
            first_line: place.file.position(from).line,
            start: place.file.position(place.span.start),
            cut: drawing.cut,
            text: drawing.out,
        }
    }
}

struct Drawing {
    out: String,
    spans: Vec<Range<usize>>,
    marks: Vec<Option<Range<usize>>>,
    cut: bool,
}

impl Drawing {
    /// Adds a line that stands at a byte of the file.
    fn line(&mut self, line: &str, at: usize) {
        let here = |byte: usize| (at..=at + line.len()).contains(&byte);
        let near = self.spans.iter().map(|span| span.start).find(|start| here(*start)).map_or(0, |start| start - at);
        let kept = window(line, near);
        if kept.start > 0 {
            self.out.push(CUT);
            self.cut = true;
        }
        for (offset, c) in line.get(kept.clone()).unwrap_or_default().char_indices() {
            self.mark(at + kept.start + offset);
            self.out.push(if acts(c) { '\u{fffd}' } else { c });
        }
        self.mark(at + kept.end);
        if kept.end < line.len() {
            self.out.push(CUT);
        }
        self.out.push('\n');
    }

    /// Moves the marks for a byte of the file that the next character stands for.
    fn mark(&mut self, byte: usize) {
        for (span, mark) in self.spans.iter().zip(&mut self.marks) {
            let here = self.out.len();
            match mark {
                None if byte >= span.start => *mark = Some(here..here),
                Some(mark) if byte <= span.end => mark.end = here,
                _ => {}
            }
        }
    }
}

/// The bytes of a place that are quoted: its first lines, without the space at the end.
fn quoted(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = floor(text, span.start);
    let end = floor(text, span.end).max(start);
    let marked = text.get(start..end).unwrap_or_default();
    let length = match marked.match_indices('\n').nth(MOST_LINES - 1) {
        Some((at, _)) => at,
        None => marked.trim_end_matches(['\n', '\r', ' ']).len(),
    };
    start..start + length
}

/// The part of a line that is shown: all of it, or what stands around a byte.
fn window(line: &str, near: usize) -> Range<usize> {
    if line.len() <= MOST_CHARACTERS {
        return 0..line.len();
    }
    let from = floor(line, near.saturating_sub(MOST_CHARACTERS / 4));
    from..floor(line, from + MOST_CHARACTERS)
}

fn floor(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::source::SourceFile;
    use crate::yaml::path::Path;

    fn place(text: &str, marked: &str) -> Place {
        let start = text.find(marked).unwrap();
        let file = SourceFile::new("study.yaml", text);
        Place { file, span: start..start + marked.len(), path: Path::root() }
    }

    fn excerpt(text: &str, marked: &str) -> (Excerpt, String) {
        let it = Excerpt::of(&place(text, marked), &[]);
        let marked = it.text[it.marks[0].clone()].to_owned();
        (it, marked)
    }

    #[test]
    fn the_line_of_the_place_is_quoted() {
        let (it, marked) = excerpt("a: 1\nb: two\nc: 3\n", "two");
        assert_eq!((it.text.as_str(), it.first_line), ("b: two", 2));
        assert_eq!(marked, "two");
    }

    #[test]
    fn two_places_share_the_lines_between_them() {
        let text = "a: 1\nb: two\nc: 3\nd: 4\n";
        let it = Excerpt::of(&place(text, "3"), &[&place(text, "two")]);
        assert_eq!((it.text.as_str(), it.first_line, it.start.line), ("b: two\nc: 3", 2, 3));
        assert_eq!(it.marks.iter().map(|mark| &it.text[mark.clone()]).collect::<Vec<_>>(), ["3", "two"]);
    }

    #[test]
    fn what_would_act_is_one_visible_character() {
        let (it, marked) = excerpt("a: x\u{202e}\u{1b}y\u{9b} z\r\n", "y");
        assert_eq!(it.text, "a: x\u{fffd}\u{fffd}y\u{fffd} z");
        assert_eq!(marked, "y");
        assert_eq!(it.start, Position { line: 1, column: 7 });
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("a: \"{}here{}\"", "ก".repeat(5000), "x".repeat(5000));
        let (it, marked) = excerpt(&text, "here");
        assert!(it.cut && it.text.len() < 2 * MOST_CHARACTERS);
        assert_eq!(marked, "here");
        assert!(it.text.starts_with('…') && it.text.ends_with('…'));
        assert_eq!(it.start.column, 5005);
    }

    #[test]
    fn a_long_text_is_quoted_by_its_first_lines() {
        let body: String = (0..50).map(|n| format!("  line {n}\n")).collect();
        let (it, marked) = excerpt(&format!("a: |\n{body}b: 1\n"), body.trim_start());
        assert_eq!(it.text.lines().count(), MOST_LINES);
        assert!(marked.ends_with("line 5"));
    }

    #[test]
    fn an_empty_place_and_the_end_of_the_file_have_a_line_too() {
        let file = SourceFile::new("study.yaml", "");
        let it = Excerpt::of(&Place { file, span: 9..12, path: Path::root() }, &[]);
        assert_eq!((it.text.as_str(), it.marks.first(), it.first_line), ("", Some(&(0..0)), 1));
        let file = SourceFile::new("study.yaml", "a: 1\n");
        let it = Excerpt::of(&Place { file, span: 5..5, path: Path::root() }, &[]);
        assert_eq!((it.text.as_str(), it.first_line), ("", 2));
    }
}
