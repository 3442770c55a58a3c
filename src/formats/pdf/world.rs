//! What the typesetter may see: one template, one document, and the fonts. No disk, no network, no clock.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::LazyLock;

use rust_embed::RustEmbed;
use typst::Library;
use typst::LibraryExt;
use typst::World;
use typst::diag::FileError;
use typst::diag::FileResult;
use typst::foundations::Bytes;
use typst::foundations::Datetime;
use typst::foundations::Duration;
use typst::syntax::FileId;
use typst::syntax::RootedPath;
use typst::syntax::Source;
use typst::syntax::VirtualPath;
use typst::syntax::VirtualRoot;
use typst::text::Font;
use typst::text::FontBook;
use typst::utils::LazyHash;

/// The fonts inside the program, with their licence.
#[derive(RustEmbed)]
#[folder = "fonts/"]
struct Embedded;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static TEMPLATE: LazyLock<Option<Source>> =
    LazyLock::new(|| file_id("main.typ").map(|id| Source::new(id, include_str!("template.typ").to_owned())));
static EMBEDDED: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let names: BTreeSet<_> = Embedded::iter().filter(|name| name.ends_with(".ttf")).collect();
    let files = names.iter().filter_map(|name| Embedded::get(name));
    files.flat_map(|file| Font::iter(Bytes::new(file.data.into_owned()))).collect()
});

fn file_id(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

/// The fonts that a document may be set in: the built-in ones first, then the study's.
pub(super) struct Fonts {
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
}

impl Fonts {
    /// Reads the study's fonts; tells which of them is none.
    pub(super) fn new(own: &[Arc<[u8]>]) -> Result<Self, usize> {
        let mut fonts = EMBEDDED.clone();
        for (at, bytes) in own.iter().enumerate() {
            let before = fonts.len();
            fonts.extend(Font::iter(Bytes::new(bytes.to_vec())));
            if fonts.len() == before {
                return Err(at);
            }
        }
        let book = LazyHash::new(FontBook::from_fonts(&fonts));
        Ok(Self { fonts, book })
    }

    /// The families, in the order in which they are tried.
    pub(super) fn families(&self) -> Vec<String> {
        let mut families: Vec<String> = Vec::new();
        // The family of the text comes first, whatever the order of the files.
        let first = self.fonts.iter().filter(|font| font.info().family == "Noto Sans");
        for font in first.chain(&self.fonts) {
            let family = font.info().family.to_lowercase();
            if !families.contains(&family) {
                families.push(family);
            }
        }
        families
    }

    /// True where some font can show a character.
    pub(super) fn shows(&self, character: char) -> bool {
        self.fonts.iter().any(|font| font.info().coverage.contains(u32::from(character)))
    }
}

/// One document on its way to become pages.
pub(super) struct Desk<'f> {
    fonts: &'f Fonts,
    data: Bytes,
}

impl<'f> Desk<'f> {
    pub(super) fn new(fonts: &'f Fonts, data: Vec<u8>) -> Self {
        Self { fonts, data: Bytes::new(data) }
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        match TEMPLATE.as_ref() {
            Some(template) => template.id(),
            None => Source::detached("").id(),
        }
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        TEMPLATE.as_ref().filter(|template| template.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id.get().vpath().get_without_slash() == "data.json" {
            Ok(self.data.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
