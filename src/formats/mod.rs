//! Document trees become bytes.

pub mod docx;
pub mod html;
mod layout;
pub mod look;
pub mod markdown;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod register;
pub mod svg;

use crate::documents::tree::Document;
pub use look::Look;
pub use look::Paper;
pub use look::Words;

/// A form in which a document can be written.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// The name that people give it.
    pub name: &'static str,
    /// How its files end.
    pub extension: &'static str,
    /// What the internet calls it.
    pub media_type: &'static str,
    /// What it is good for, in a few words.
    pub summary: &'static str,
    /// Writes a document; the same document and look yield the same bytes.
    pub write: fn(&Document, &Look) -> Result<Vec<u8>, WriteError>,
}

/// Every format, by name.
pub const FORMATS: &[Format] = &[
    docx::FORMAT,
    html::FORMAT,
    markdown::FORMAT,
    #[cfg(feature = "pdf")]
    pdf::FORMAT,
];

/// The format with a name.
pub fn named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Why a document could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The words of the formats are missing for the document's language.
    #[error("the words of the formats are missing: {0}")]
    Words(String),
    /// A font of the study cannot be read; its place among them, from 0.
    #[error("font number {} of the study cannot be read as a font", .0 + 1)]
    Font(usize),
    /// Characters that no font can show.
    #[error(
        "no font can show these characters:\n{0}\nPut the font's file into the study's `fonts/` folder, or name its folder with --font-path"
    )]
    Glyphs(String),
    /// The parts of a DOCX could not be put together.
    #[error("the DOCX could not be made: {0}")]
    Docx(String),
    /// The pages could not be set.
    #[error("the PDF could not be made: {0}")]
    Pdf(String),
    /// The risk register could not be written as a table.
    #[error("the risk register could not be written: {0}")]
    Register(String),
}
