//! What stands around a document and how it looks: all that the document itself does not say.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Deserialize;

use super::WriteError;
use crate::documents::tree::CalloutKind;

/// What stands around a document, and how it looks.
#[derive(Debug, Clone, Default)]
pub struct Look {
    /// True until the study may go out: DRAFT stands on every page.
    pub draft: bool,
    /// The packet's short code.
    pub code: Option<String>,
    /// The study's version.
    pub version: Option<String>,
    /// The study's short title, safe to be seen by others.
    pub short_title: String,
    /// The size of a page.
    pub paper: Paper,
    /// True for large letters.
    pub large_print: bool,
    /// The words of the formats, in the document's language.
    pub words: Words,
    /// The stems of the documents that lie beside this one: links to others are only their words.
    pub documents: BTreeSet<String>,
    /// Fonts that the study brings for scripts that the built-in ones lack: each the bytes of a file.
    pub fonts: Vec<Arc<[u8]>>,
}

/// The size of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 inches.
    Letter,
}

/// The words that a format adds to a document, in one language; they stand in `templates/words/<lang>.yaml` under
/// `paper`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The mark on every page of what must not go out yet.
    pub draft: String,
    /// What stands beside the mark.
    pub draft_note: String,
    /// With `{version}`.
    pub version: String,
    /// With `{code}`.
    pub code: String,
    /// With `{page}` and `{pages}`.
    pub page: String,
    /// The title above the footnotes.
    pub footnotes: String,
    /// What a box to tick is called by a reader that speaks.
    pub tick_box: String,
    /// What a line back from a footnote is called.
    pub back: String,
    /// The usual titles of callouts.
    pub callouts: CalloutWords,
}

/// The usual titles of callouts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalloutWords {
    /// Good to know.
    pub note: String,
    /// Advice.
    pub tip: String,
    /// Needed.
    pub important: String,
    /// Needed at once.
    pub warning: String,
    /// Harm may follow.
    pub caution: String,
}

impl Words {
    /// Reads the words from the value under `paper`.
    pub fn read(value: &serde_json::Value) -> Result<Self, WriteError> {
        let words = Self::deserialize(value).map_err(|error| WriteError::Words(error.to_string()))?;
        let slots = [("version", &words.version), ("code", &words.code), ("page", &words.page), ("pages", &words.page)];
        for (slot, text) in slots {
            if !text.contains(&format!("{{{slot}}}")) {
                return Err(WriteError::Words(format!("`{text}` must say where `{{{slot}}}` stands")));
            }
        }
        Ok(words)
    }

    /// The usual title of a callout.
    pub fn callout(&self, kind: CalloutKind) -> &str {
        match kind {
            CalloutKind::Note => &self.callouts.note,
            CalloutKind::Tip => &self.callouts.tip,
            CalloutKind::Important => &self.callouts.important,
            CalloutKind::Warning => &self.callouts.warning,
            CalloutKind::Caution => &self.callouts.caution,
        }
    }
}

impl Look {
    /// The version in words.
    pub fn version_line(&self) -> Option<String> {
        self.version.as_ref().map(|version| self.words.version.replace("{version}", version))
    }

    /// The code in words.
    pub fn code_line(&self) -> Option<String> {
        self.code.as_ref().map(|code| self.words.code.replace("{code}", code))
    }

    /// The line with the page's number, in its parts.
    pub fn page_line(&self) -> Vec<PagePart<'_>> {
        let mut parts = Vec::new();
        let mut rest = self.words.page.as_str();
        while let Some(at) = rest.find("{page") {
            let (before, slot) = rest.split_at(at);
            let (part, length) = if slot.starts_with("{pages}") { (PagePart::Total, 7) } else { (PagePart::Number, 6) };
            if !before.is_empty() {
                parts.push(PagePart::Words(before));
            }
            parts.push(part);
            rest = slot.get(length..).unwrap_or_default();
        }
        if !rest.is_empty() {
            parts.push(PagePart::Words(rest));
        }
        parts
    }
}

/// A part of the line with the page's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PagePart<'w> {
    /// Words.
    Words(&'w str),
    /// The number of this page.
    Number,
    /// The number of all pages.
    Total,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_without_a_place_for_the_number_are_refused() {
        let mut value = serde_json::json!({
            "draft": "DRAFT", "draft_note": "…", "version": "Version {version}", "code": "Code {code}",
            "page": "Page {page} of {pages}", "footnotes": "Notes", "tick_box": "box", "back": "back",
            "callouts": {"note": "N", "tip": "T", "important": "I", "warning": "W", "caution": "C"},
        });
        assert!(Words::read(&value).is_ok());
        value["page"] = "Page {page}".into();
        assert!(Words::read(&value).unwrap_err().to_string().contains("{pages}"));
        value["page"] = "Page {page} of {pages}".into();
        value["page"] = "{pages} 中 {page}".into();
        let look = Look { words: Words::read(&value).unwrap(), ..Look::default() };
        assert_eq!(look.page_line(), [PagePart::Total, PagePart::Words(" 中 "), PagePart::Number]);
        value["page"] = "{page}/{pages} pages".into();
        let look = Look { words: Words::read(&value).unwrap(), ..Look::default() };
        let parts = [PagePart::Number, PagePart::Words("/"), PagePart::Total, PagePart::Words(" pages")];
        assert_eq!(look.page_line(), parts);
        value["pages"] = "x".into();
        assert!(Words::read(&value).is_err());
    }
}
