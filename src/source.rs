//! Files as the program sees them: a name to show, the text, and the way from bytes to lines.

use std::ops::Range;
use std::sync::Arc;

/// A range of bytes in one file's text, always on character boundaries.
pub type Span = Range<usize>;

/// One file that was read: the name shown to people, and its text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The name as findings show it: relative to the current folder, with `/`.
    pub name: Arc<str>,
    /// The text, without a byte-order mark.
    pub text: Arc<str>,
    line_starts: Arc<[usize]>,
}

/// A line and a column, both counted from 1, in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in Unicode scalar values.
    pub column: usize,
}

impl SourceFile {
    /// Wraps a text; line starts are found once, here.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let text: Arc<str> = text.into();
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { name: name.into(), text, line_starts }
    }

    /// Line and column of a byte; a byte behind the end stands for the end.
    pub fn position(&self, byte: usize) -> Position {
        let byte = self.floor(byte);
        let line = self.line_starts.partition_point(|start| *start <= byte);
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let column = self.text.get(start..byte).map_or(0, |before| before.chars().count()) + 1;
        Position { line: line.max(1), column }
    }

    /// Where a span begins and where it ends; the end is exclusive.
    pub fn range(&self, span: &Span) -> (Position, Position) {
        (self.position(span.start), self.position(span.end.max(span.start)))
    }

    /// The text of a span; empty where the span does not fit the file.
    pub fn excerpt(&self, span: &Span) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    fn floor(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_not_bytes() {
        let file = SourceFile::new("study.yaml", "é: 1\nไทย: x\n");
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
        assert_eq!(file.position(2), Position { line: 1, column: 2 });
        let thai = "é: 1\nไทย".len();
        assert_eq!(file.position(thai), Position { line: 2, column: 4 });
    }

    #[test]
    fn a_byte_inside_a_character_is_its_first() {
        let file = SourceFile::new("study.yaml", "aé: 1\n");
        assert_eq!(file.position(2), Position { line: 1, column: 2 });
    }

    #[test]
    fn a_byte_behind_the_end_is_the_end() {
        let file = SourceFile::new("study.yaml", "a\n");
        assert_eq!(file.position(99), Position { line: 2, column: 1 });
    }
}
