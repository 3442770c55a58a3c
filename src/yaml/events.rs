//! The one place that knows the YAML parser behind us (granit-parser): its events in our words, its errors in plain
//! words, so that another parser can take its place.

use granit_parser::Event as Raw;
use granit_parser::Parser;
use granit_parser::ScalarStyle;
use granit_parser::StrInput;
use granit_parser::StructureStyle;
use std::borrow::Cow;

use crate::source::Span;
use crate::yaml::Problem;
use crate::yaml::wording;

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Without quotes, on one line or on several.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// `|` or `>`.
    Block,
}

/// One event of a YAML text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event<'text> {
    /// A document begins.
    Document,
    /// A scalar.
    Scalar(Cow<'text, str>, Style),
    /// A sequence begins; true for `- ` on lines of its own.
    Sequence(bool),
    /// A mapping begins; true for `key: value` on lines of its own.
    Mapping(bool),
    /// The open sequence or mapping ends.
    End,
    /// `*name`.
    Alias,
}

/// What stands before a value and is refused.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Properties {
    /// True where the value has an `&anchor`.
    pub(crate) anchored: bool,
    /// The bytes of a `!tag`.
    pub(crate) tag: Option<Span>,
}

/// The events of a text, each with the parser's own span and its refused properties.
pub(crate) struct Events<'text> {
    text: &'text str,
    parser: Parser<'text, StrInput<'text>>,
}

impl<'text> Events<'text> {
    /// Starts to read.
    pub(crate) fn new(text: &'text str) -> Self {
        let options = granit_parser::options! {
            emit_comments: false,
            emit_unresolved_aliases: true,
            disallow_directives: true,
            block_scalar_eof_without_line_feed: true,
        };
        Self { text, parser: Parser::new_from_str_with_options(text, options) }
    }

    fn span(&self, span: &granit_parser::Span) -> Span {
        let start = self.boundary(span.start.byte_offset().unwrap_or_default());
        let end = self.boundary(span.end.byte_offset().unwrap_or_default());
        start..end.max(start)
    }

    fn boundary(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    }
}

impl<'text> Iterator for Events<'text> {
    type Item = Result<(Event<'text>, Span, Properties), Box<Problem>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (raw, raw_span) = match self.parser.next()? {
                Ok(next) => next,
                Err(error) => {
                    let at = self.boundary(error.marker().byte_offset().unwrap_or_default());
                    return Some(Err(wording::syntax(error.kind(), self.text, at)));
                }
            };
            let span = self.span(&raw_span);
            let tag = || raw_span.tag_span().map(|tag| self.span(&tag));
            let (event, anchor, tagged) = match raw {
                Raw::DocumentStart(..) => (Event::Document, 0, false),
                Raw::Scalar(text, style, anchor, tag) => {
                    let style = match style {
                        ScalarStyle::Plain => Style::Plain,
                        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
                        ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
                    };
                    (Event::Scalar(text, style), anchor, tag.is_some())
                }
                Raw::SequenceStart(style, anchor, tag) => {
                    (Event::Sequence(style == StructureStyle::Block), anchor, tag.is_some())
                }
                Raw::MappingStart(style, anchor, tag) => {
                    (Event::Mapping(style == StructureStyle::Block), anchor, tag.is_some())
                }
                Raw::SequenceEnd | Raw::MappingEnd => (Event::End, 0, false),
                Raw::Alias(_) | Raw::UnresolvedAlias(_) => (Event::Alias, 0, false),
                _ => continue,
            };
            let tag = if tagged { Some(tag().unwrap_or_else(|| span.clone())) } else { None };
            return Some(Ok((event, span, Properties { anchored: anchor > 0, tag })));
        }
    }
}
