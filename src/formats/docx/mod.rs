//! DOCX: real styles, lists, tables and check boxes, so that a secretary can edit and comment it in Word or LibreOffice.

mod blocks;
mod forms;
mod parts;
mod runs;
mod styles;
mod xml;

use std::io::Cursor;
use std::io::Write as _;

use zip::CompressionMethod;
use zip::DateTime;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::Format;
use super::Look;
use super::Paper;
use super::WriteError;
use crate::documents::tree::Audience;
use crate::documents::tree::Direction;
use crate::documents::tree::Document;

/// The format.
pub const FORMAT: Format = Format {
    name: "docx",
    extension: "docx",
    media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    summary: "to edit and to comment in Word or LibreOffice",
    write,
};

/// Twentieths of a point, in which Word counts, to a millimetre; times 100.
const TWIPS_PER_MM_100: usize = 5669;

/// Sizes that every part of the file uses.
#[derive(Debug, Clone, Copy)]
struct Measures {
    page: (usize, usize),
    margin: usize,
    /// The size of letters, in half points.
    letters: usize,
}

impl Measures {
    fn new(document: &Document, look: &Look) -> Self {
        let page = match look.paper {
            Paper::A4 => (11906, 16838),
            Paper::Letter => (12240, 15840),
        };
        let public = matches!(document.audience, Audience::Participant | Audience::Guardian | Audience::Gatekeeper);
        let (margin, letters) = match (look.large_print, public) {
            (true, _) => (mm(20), 34),
            (false, true) => (mm(25), 23),
            (false, false) => (mm(25), 21),
        };
        Self { page, margin, letters }
    }

    /// The width of the text.
    fn width(self) -> usize {
        self.page.0 - 2 * self.margin
    }
}

fn mm(millimetres: usize) -> usize {
    millimetres * TWIPS_PER_MM_100 / 100
}

/// Writes a document.
pub fn write(document: &Document, look: &Look) -> Result<Vec<u8>, WriteError> {
    let measures = Measures::new(document, look);
    let mut writer = blocks::Writer::new(document, look, measures);
    let body = writer.document();
    let notes = writer.notes();
    let files = [
        ("[Content_Types].xml", parts::content_types()),
        ("_rels/.rels", parts::package_relations()),
        ("docProps/core.xml", parts::core(document)),
        ("word/document.xml", body),
        ("word/_rels/document.xml.rels", parts::relations(writer.addresses())),
        ("word/_rels/footnotes.xml.rels", parts::note_relations(writer.addresses())),
        ("word/footnotes.xml", parts::footnotes(&notes)),
        ("word/footer1.xml", parts::footer(document, look, measures)),
        ("word/header1.xml", parts::header(document, look, measures)),
        ("word/numbering.xml", parts::numbering(writer.numberings())),
        ("word/settings.xml", parts::settings(document)),
        ("word/styles.xml", styles::write(document, measures)),
    ];
    pack(&files).map_err(|error| WriteError::Docx(error.to_string()))
}

fn pack(files: &[(&str, String)]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, text) in files {
        zip.start_file(*name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

/// True where lines run from right to left.
fn runs_leftwards(document: &Document) -> bool {
    document.direction == Direction::RightToLeft
}
