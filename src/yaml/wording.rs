//! What is wrong with the YAML of a file, said to somebody who does not know YAML.

use granit_parser::ErrorKind as Kind;

use crate::source::Span;
use crate::yaml::Problem;

/// Words a syntax error; `at` is the byte where the parser stopped.
pub(crate) fn syntax(kind: &Kind, text: &str, at: usize) -> Box<Problem> {
    let span = to_end_of_line(text, at);
    let problem = |code, message: &str, help: &str| Problem::new(code, span.clone(), message, help);
    match kind {
        Kind::TabNotAllowed
        | Kind::TabInBlockIndentation
        | Kind::TabInIndentation
        | Kind::TabAtBlockScalarStart
        | Kind::TabInPlainScalar => tab(span),
        Kind::RecursionLimitExceeded => too_deep(span),
        Kind::DirectiveDisallowed => problem(
            "yaml-directive",
            "a line that begins with % speaks to the YAML parser, and is not read",
            "Delete this line. If it is part of a text, put the text in quotes.",
        ),
        Kind::MappingValueNotAllowed | Kind::InvalidColonPlacement | Kind::MappingKeyNotAllowed => problem(
            "yaml-syntax",
            "a field cannot begin here",
            "Either this line is indented differently from its neighbours (line it up with the field above), or a \
             text holds a colon followed by a space (put the whole text in quotes).",
        ),
        Kind::InvalidIndentation
        | Kind::BlockSequenceEntryNotAllowed
        | Kind::ExpectedBlockMappingKey
        | Kind::ExpectedBlockSequenceEntry
        | Kind::InvalidBlockScalarIndent
        | Kind::InvalidFlowScalarIndent
        | Kind::InvalidQuotedScalarIndent => problem(
            "yaml-syntax",
            "this line is not lined up with what it belongs to",
            "Indent it with spaces so that it begins in the same column as its neighbours: fields under fields, and \
             each “- ” under the “- ” before it.",
        ),
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => problem(
            "yaml-syntax",
            "a field name and a colon are expected here",
            "Write “name: value”. If this line continues the text above, indent it further than the field's name.",
        ),
        Kind::UnclosedQuotedScalar | Kind::DocumentIndicatorInQuotedScalar => problem(
            "yaml-syntax",
            "the quote that opens here is never closed",
            "Close it with the same quote. An apostrophe inside a text in single quotes is written twice: 'it''s'.",
        ),
        Kind::InvalidTrailingSingleQuotedScalar | Kind::InvalidTrailingDoubleQuotedScalar => problem(
            "yaml-syntax",
            "something follows a text that was already closed by its quote",
            "Put the whole text in quotes. A quote inside is written '' in single quotes and \\\" in double quotes.",
        ),
        Kind::UnknownQuotedScalarEscape | Kind::InvalidQuotedScalarHexEscape | Kind::InvalidUnicodeEscape => problem(
            "yaml-syntax",
            "a backslash in double quotes begins an escape, and this is none that YAML knows",
            "Write the backslash twice, or put the text in single quotes.",
        ),
        Kind::UnclosedFlowCollection { open } => bracket(span, format!("the “{open}” that opens here is never closed")),
        Kind::MismatchedFlowCollectionEnd { open, close } => {
            bracket(span, format!("a list or group opened with “{open}” is closed with “{close}”"))
        }
        Kind::MisplacedFlowCollectionEnd => bracket(span, "this bracket closes nothing".to_owned()),
        Kind::ExpectedFlowMappingSeparator
        | Kind::UnexpectedEofFlowMapping
        | Kind::UnexpectedEofImplicitFlowMapping => bracket(span, "a comma or “}” is expected here".to_owned()),
        Kind::ExpectedFlowSequenceSeparator | Kind::UnexpectedEofFlowSequence => {
            bracket(span, "a comma or “]” is expected here".to_owned())
        }
        Kind::UnexpectedCharacter { character } => Problem::new(
            "yaml-syntax",
            span,
            format!("a text cannot begin with “{}”", character.escape_debug()),
            "Put the text in quotes.",
        ),
        Kind::CommentNotSeparated | Kind::CommentInterceptedScalar => problem(
            "yaml-syntax",
            "a # begins a comment here and cuts a text in two",
            "If it belongs to the text, put the text in quotes; if it is a comment, put a space before it.",
        ),
        other => Problem::new(
            "yaml-syntax",
            span,
            format!("this cannot be read as YAML: {other}"),
            "Compare the indentation, quotes and brackets of this line and the one above with a part of the file \
             that reads well.",
        ),
    }
}

fn bracket(span: Span, message: String) -> Box<Problem> {
    Problem::new(
        "yaml-syntax",
        span,
        message,
        "Check that each [ has its ] and each { its }, with commas between. A text that holds such characters needs \
         quotes.",
    )
}

/// A tab where only spaces count.
pub(crate) fn tab(span: Span) -> Box<Problem> {
    Problem::new(
        "yaml-tab",
        span,
        "a tab stands here where only spaces may indent",
        "Replace the tab by spaces; most editors can do that for the whole file (“convert tabs to spaces”).",
    )
}

/// Brackets in brackets in brackets.
pub(crate) fn too_deep(span: Span) -> Box<Problem> {
    Problem::new(
        "yaml-too-deep",
        span,
        "lists and groups are nested too deeply here",
        "No file of a study needs more than a handful of levels: look for brackets or indentation that were never \
         closed.",
    )
}

/// More values than any study has.
pub(crate) fn too_many(span: Span, most: usize) -> Box<Problem> {
    Problem::new(
        "yaml-too-many-values",
        span,
        format!("the file holds more than {most} values and is not read further"),
        "A study file is written and read by people: look for material that was pasted or generated by mistake.",
    )
}

/// A file that was pasted together.
pub(crate) fn too_many_duplicates(span: Span, most: usize) -> Box<Problem> {
    Problem::new(
        "yaml-too-many-values",
        span,
        format!("more than {most} fields are given twice, and the file is not read further"),
        "Look whether the file was pasted together from two versions of itself.",
    )
}

/// An anchor, an alias or a merge key.
pub(crate) fn alias(span: Span) -> Box<Problem> {
    Problem::new(
        "yaml-alias",
        span,
        "an anchor (&name), an alias (*name) or a merge key (<<) stands here, and none of them is read",
        "Write the value out: a reader of this line must see what it says. A text that begins with & or * needs \
         quotes.",
    )
}

/// `!tag`.
pub(crate) fn tag(span: Span) -> Box<Problem> {
    Problem::new(
        "yaml-tag",
        span,
        "a tag (a word that begins with !) stands here, and tags are not read",
        "Delete the tag; put a text that begins with ! in quotes, and a number that is meant as text too.",
    )
}

/// A second `---`.
pub(crate) fn several_documents(span: Span) -> Box<Problem> {
    Problem::new(
        "yaml-several-documents",
        span,
        "a second document begins here, and a file holds only one",
        "Delete the line “---”, or move what follows into a file of its own.",
    )
}

/// Nothing but space and comments.
pub(crate) fn empty() -> Box<Problem> {
    Problem::new(
        "yaml-empty",
        0..0,
        "the file is empty, or holds nothing but comments",
        "Fill it in, or bring back an earlier version. For a new study, `assent init` writes a first study.yaml.",
    )
}

/// A key that is a list, a group, or nothing.
pub(crate) fn key(span: Span) -> Box<Problem> {
    Problem::new(
        "yaml-key",
        span,
        "a field needs a name that is a word before its colon",
        "Write “name: value”. If the colon belongs to a text, put the text in quotes.",
    )
}

/// A field given twice.
pub(crate) fn duplicate(name: &str, span: Span, first: Span) -> Box<Problem> {
    Problem::new(
        "duplicate-key",
        span,
        format!("the field `{name}` is given twice here; only one of them can hold"),
        "Keep one of them and delete the other.",
    )
    .with_label(first, "first given here")
}

/// From a byte to the end of its line, so that there is something to underline.
pub(crate) fn to_end_of_line(text: &str, at: usize) -> Span {
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.split(['\n', '\r']).next().unwrap_or_default().trim_end();
    if !line.is_empty() {
        return at..at + line.len();
    }
    // At the end of a line: its last character carries the mark.
    let before = text.get(..at).unwrap_or_default().trim_end();
    let last = before.chars().next_back().map_or(0, char::len_utf8);
    before.len() - last..before.len()
}
