//! From a decoded text back to its place in the file.

use std::ops::Range;

/// Where a piece of a decoded text stands in the file: quotes, escapes and folded lines lie between.
pub(super) fn within(file: &str, node: &Range<usize>, decoded: &str, piece: &Range<usize>) -> Option<Range<usize>> {
    let raw = file.get(node.clone())?;
    let begins = match raw.chars().next()? {
        '|' | '>' => raw.find('\n')? + 1,
        '"' | '\'' => 1,
        _ => 0,
    };
    let mut rest = raw.get(begins..)?.char_indices();
    let mut found: Option<Range<usize>> = None;
    for (at, wanted) in decoded.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        if at >= piece.end {
            break;
        }
        let (offset, c) = rest.find(|(_, c)| *c == wanted)?;
        if at >= piece.start {
            let start = node.start + begins + offset;
            let end = start + c.len_utf8();
            found = Some(found.map_or(start..end, |found| found.start..end));
        }
    }
    found
}
