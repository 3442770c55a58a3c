//! PDF: tagged pages for people who print, and for readers that speak (PDF/UA-1).

mod data;
mod glyphs;
mod world;

use typst::World as _;
use typst::WorldExt as _;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use typst_pdf::PdfStandard;
use typst_pdf::PdfStandards;

use super::Format;
use super::Look;
use super::WriteError;
use crate::documents::tree::Document;

/// The format.
pub const FORMAT: Format = Format {
    name: "pdf",
    extension: "pdf",
    media_type: "application/pdf",
    summary: "pages to print and to sign",
    write,
};

/// How many documents what was laid out before is kept for the next one.
const KEPT: usize = 8;

/// A document of so many bytes has hundreds of pages: what was laid out for it would fill the memory.
const LARGE: usize = 1_000_000;

/// Writes a document as pages.
pub fn write(document: &Document, look: &Look) -> Result<Vec<u8>, WriteError> {
    let fonts = world::Fonts::new(&look.fonts).map_err(WriteError::Font)?;
    glyphs::check(document, look, |character| fonts.shows(character))?;
    let data = data::json(document, look, &fonts.families()).to_string().into_bytes();
    let kept = if data.len() > LARGE { 0 } else { KEPT };
    let desk = world::Desk::new(&fonts, data);
    let pages = typst::compile::<PagedDocument>(&desk).output.map_err(|errors| failure(&desk, &errors))?;
    let standards =
        PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| WriteError::Pdf(error.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(format!("assent {} {}", document.stem, document.language)),
        creator: Smart::Custom(None),
        standards,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&pages, &options).map_err(|errors| failure(&desk, &errors));
    typst::comemo::evict(kept);
    bytes
}

fn failure(desk: &world::Desk<'_>, errors: &[SourceDiagnostic]) -> WriteError {
    let lines: Vec<String> = errors
        .iter()
        .map(|error| {
            let line = desk.range(error.span).and_then(|range| {
                let source = desk.source(desk.main()).ok()?;
                source.lines().byte_to_line(range.start)
            });
            let place = line.map(|line| format!(" (template.typ:{})", line + 1)).unwrap_or_default();
            let hints: String = error.hints.iter().map(|hint| format!("; {}", hint.v)).collect();
            format!("{}{hints}{place}", error.message)
        })
        .collect();
    WriteError::Pdf(lines.join("; "))
}
