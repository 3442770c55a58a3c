//! Markdown becomes the document tree: nothing runs, nothing loads, and nothing is dropped in silence.

mod apart;
mod escape;
mod fences;
mod inlines;
mod prose;
mod reader;

pub use apart::apart;
pub use apart::paragraphs;
pub use escape::edge;
pub use escape::escape;
pub use escape::tamed;
pub use prose::prose;
pub use reader::read;
pub use reader::read_part;

#[cfg(test)]
mod tests;

/// Something that the Markdown of a template must not say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {kind}")]
pub struct Problem {
    /// The line of the Markdown, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub kind: ProblemKind,
}

/// What may be wrong with a template's Markdown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProblemKind {
    /// A fenced block with a name that no format knows.
    #[error(
        "`{0}` is no block that Assent knows; known are section, signature, choices, fields, risk-map, flow, pictures, card and page-break"
    )]
    UnknownFence(String),
    /// A fenced block without an end.
    #[error("the block `{0}` has no closing line of backticks")]
    UnclosedFence(String),
    /// A line of a fenced block that does not fit its block.
    #[error("a line of the block `{fence}` must be `{expected}`")]
    FenceLine {
        /// The block's name.
        fence: &'static str,
        /// What the line must look like.
        expected: &'static str,
    },
    /// A fenced block that says nothing.
    #[error("the block `{0}` is empty")]
    EmptyFence(&'static str),
    /// A block of words above a fenced block is missing.
    #[error("the block `{fence}` must begin with a line `{expected}`")]
    HeadLine {
        /// The block's name.
        fence: &'static str,
        /// What the line must look like.
        expected: &'static str,
    },
    /// A section mark with no heading behind it.
    #[error("the mark `section` must stand directly above a heading")]
    SectionWithoutHeading,
    /// Two sections with one name.
    #[error("two sections are called `{0}`; a name leads to one section only")]
    AnchorTwice(String),
    /// A name that cannot be the name of a section.
    #[error("`{0}` cannot name a section; use lower-case letters, digits and hyphens")]
    AnchorShape(String),
    /// A link to a section that is not there.
    #[error("no section of this document is called `{0}`")]
    AnchorUnknown(String),
    /// Two choices with one name.
    #[error("two choices are called `{0}`; each needs a name of its own")]
    ChoiceTwice(String),
    /// A heading that is deeper than the one before allows.
    #[error("a heading of level {found} follows one of level {before}; levels go down one at a time")]
    HeadingLevel {
        /// Its level.
        found: u8,
        /// The level of the heading before; 0 for none.
        before: u8,
    },
    /// A heading inside something else.
    #[error("a heading cannot stand inside a list, a quotation or a callout")]
    HeadingInside,
    /// A heading without words.
    #[error("a heading has no words")]
    HeadingEmpty,
    /// A table row with more cells than the table has columns.
    #[error("this row has {found} cells, but the table has {columns} columns")]
    TableRow {
        /// The cells of the row.
        found: usize,
        /// The columns of the table.
        columns: usize,
    },
    /// A footnote that nothing refers to.
    #[error("nothing refers to the footnote `{0}`")]
    FootnoteUnused(String),
    /// Blocks inside blocks without end.
    #[error("blocks stand inside one another more than {0} levels deep")]
    TooDeep(usize),
    /// A construct of Markdown that has no place in a paper.
    #[error("`{0}` has no place in a document")]
    Unsupported(&'static str),
}
