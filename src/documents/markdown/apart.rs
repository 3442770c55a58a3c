//! A paper's Markdown taken apart at its sections and paragraphs, each of which reads alone as it reads in the whole.

use std::ops::Range;

/// The sections of a text, each from its mark or its heading to the next; the whole where something in it may reach from
/// one section into another.
///
/// Only headings of the first two levels part a text. What stands before one can never go on behind it, but for blocks of
/// HTML, notes and the addresses of links: a text with such is not taken apart.
pub fn apart(text: &str) -> Vec<&str> {
    if may_reach_further(text) {
        return vec![text];
    }
    let mut parts = Vec::new();
    let (mut begin, mut at) = (0, 0);
    // Where the section mark begins that the next heading belongs to.
    let mut mark = None;
    let mut fence: Option<Fence> = None;
    for line in lines(text) {
        match &fence {
            Some(open) => {
                if open.is_closed_by(line) {
                    fence = None;
                }
            }
            // Most lines are prose, and part nothing.
            None if !line.starts_with(['#', '`']) && !line.starts_with(char::is_whitespace) => mark = None,
            None => {
                fence = Fence::opened_by(line);
                if line.starts_with("```section") {
                    mark = Some(at);
                } else if line.starts_with("# ") || line.starts_with("## ") {
                    let start = mark.take().unwrap_or(at);
                    parts.push(text.get(begin..start).unwrap_or_default());
                    begin = start;
                } else if !line.trim().is_empty() {
                    mark = None;
                }
            }
        }
        at += line.len();
    }
    parts.push(text.get(begin..).unwrap_or_default());
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn may_reach_further(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2(b'<', 0, bytes).is_some() || text.contains("[^") || text.contains("]:")
}

/// The lines of a text, their ends with them. A whole paper goes through here, and most of its lines are short.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).chain(std::iter::once(text.len()));
    let mut begin = 0;
    ends.filter_map(move |end| text.get(std::mem::replace(&mut begin, end)..end).filter(|line| !line.is_empty()))
}

/// The plain paragraphs of a section, and what stands between them, each of which reads alone as it reads in the section.
///
/// A paragraph whose lines all begin with a letter ends whatever stands before it, and nothing behind an empty line goes on
/// in it but the details of a definition. Headings below the second level have to follow those above, and stay with them.
pub fn paragraphs(section: &str) -> Vec<&str> {
    let binds = |line: &str| line.starts_with("###") || line.trim_start().starts_with(':');
    if may_reach_further(section) || lines(section).any(binds) {
        return vec![section];
    }
    let mut parts = Vec::new();
    let (mut begin, mut at) = (0, 0);
    let mut paragraph = None;
    let mut after_empty = true;
    let mut fence: Option<Fence> = None;
    let mut part = |range: Range<usize>| parts.extend(section.get(range).filter(|part| !part.trim().is_empty()));
    for line in lines(section) {
        if let Some(open) = &fence {
            if open.is_closed_by(line) {
                fence = None;
            }
        } else if line.trim().is_empty() {
            if let Some(start) = paragraph.take() {
                part(begin..start);
                part(start..at);
                begin = at;
            }
            after_empty = true;
        } else if !line.starts_with(|c: char| c.is_alphabetic() || c == '\\') || line.contains('|') {
            fence = Fence::opened_by(line);
            (paragraph, after_empty) = (None, false);
        } else if std::mem::take(&mut after_empty) {
            paragraph = Some(at);
        }
        at += line.len();
    }
    let last = paragraph.unwrap_or(at);
    part(begin..last);
    part(last..at);
    parts
}

/// The backticks that a block of code opened with.
struct Fence(usize);

impl Fence {
    fn opened_by(line: &str) -> Option<Self> {
        let ticks = backticks(line.trim_start());
        (ticks >= 3).then_some(Self(ticks))
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let line = line.trim();
        backticks(line) >= self.0 && line.chars().all(|c| c == '`')
    }
}

fn backticks(line: &str) -> usize {
    line.chars().take_while(|c| *c == '`').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_goes_from_its_mark_to_the_next() {
        let text = "# Title\n\nOne.\n\n```section a\np/t\n```\n\n## A\n\n- x\n\n### Below\n\n````text\n## no\n```\n````\n\n## B\n\nTwo.\n";
        let parts = apart(text);
        assert_eq!(parts.concat(), text);
        let starts: Vec<&str> = parts.iter().filter_map(|part| part.lines().next()).collect();
        assert_eq!(starts, ["# Title", "```section a", "## B"]);
    }

    #[test]
    fn a_plain_paragraph_stands_alone() {
        let section = "```section a\np/t\n```\n\n## A\n\nOne\ntwo.\n\n- x\n\nThree.\n- y\n\n```text\nno\n\nnone\n```\nFour.\n\n\\- five";
        let parts = paragraphs(section);
        assert_eq!(parts.concat(), section);
        let starts: Vec<&str> = parts.iter().filter_map(|part| part.trim_start().lines().next()).collect();
        assert_eq!(starts, ["```section a", "One", "- x", "\\- five"]);
        for whole in ["Term\n\n: what it is\n", "## A\n\nOne.\n\n### B\n", "One[^1].\n\nTwo.\n"] {
            assert_eq!(paragraphs(whole), [whole]);
        }
    }

    #[test]
    fn what_reaches_further_keeps_a_text_whole() {
        for text in
            ["# A\n\n<!-- \n\n# B\n-->\n", "# A\n\nx[^1]\n\n# B\n\n[^1]: y\n", "# A\n\n[x][y]\n\n# B\n\n[y]: #a\n"]
        {
            assert_eq!(apart(text), [text]);
        }
    }
}
