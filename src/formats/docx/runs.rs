//! Lines of text: runs, links, notes, boxes to tick.

use super::blocks::Writer;
use super::xml::Run;
use crate::documents::tree::Inline;
use crate::documents::tree::Target;
use crate::formats::layout;
use crate::formats::svg::xml;

impl Writer<'_> {
    /// Inlines as runs.
    pub(super) fn runs(&mut self, inlines: &[Inline], look: Run) -> String {
        let mut runs = String::new();
        for inline in inlines {
            match inline {
                Inline::Text(text) => runs.push_str(&look.text(&layout::unbroken(text))),
                Inline::Emphasis(inner) => runs.push_str(&self.runs(inner, Run { italic: true, ..look })),
                Inline::Strong(inner) => runs.push_str(&self.runs(inner, Run { bold: true, ..look })),
                Inline::Code(text) => runs.push_str(&Run { style: "CodeCharacters", ..look }.text(text)),
                Inline::Link(target, inner) => runs.push_str(&self.link(target, inner, look)),
                Inline::SoftBreak => runs.push_str(&look.text(" ")),
                Inline::LineBreak => runs.push_str("<w:r><w:br/></w:r>"),
                Inline::Footnote(number) => runs.push_str(&self.note(*number)),
                Inline::Box(ticked) => {
                    let label = self.look.words.tick_box.clone();
                    runs.push_str(&self.tick_box(&label, "", *ticked));
                }
                Inline::Gap { text, .. } => runs.push_str(&Run { style: "Gap", ..look }.text(text)),
            }
        }
        runs
    }

    fn link(&mut self, target: &Target, inner: &[Inline], look: Run) -> String {
        let words = self.runs(inner, Run { style: "Hyperlink", ..look });
        match target {
            Target::Anchor(anchor) => match self.bookmarks.get(anchor) {
                Some(bookmark) => format!("<w:hyperlink w:anchor=\"{bookmark}\" w:history=\"1\">{words}</w:hyperlink>"),
                None => self.runs(inner, look),
            },
            Target::Document { stem, anchor } if self.look.documents.contains(stem) => {
                let place = anchor.as_ref().map(|anchor| format!(" w:anchor=\"{}\"", xml(&bookmark(anchor))));
                let id = self.address(&format!("{stem}.docx"));
                let place = place.unwrap_or_default();
                format!("<w:hyperlink r:id=\"{id}\"{place} w:history=\"1\">{words}</w:hyperlink>")
            }
            Target::Document { .. } => self.runs(inner, look),
            Target::Address(address) => {
                let id = self.address(address);
                format!("<w:hyperlink r:id=\"{id}\" w:history=\"1\">{words}</w:hyperlink>")
            }
        }
    }

    fn note(&mut self, number: usize) -> String {
        // Word numbers notes by itself; a second reference to one is its number alone.
        if self.referred.insert(number) {
            format!(
                "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteReference w:id=\"{number}\"/></w:r>"
            )
        } else {
            Run { raised: true, ..Run::default() }.text(&number.to_string())
        }
    }

    /// A box that Word ticks by a click, named for readers that speak.
    pub(super) fn tick_box(&mut self, label: &str, tag: &str, ticked: bool) -> String {
        self.controls += 1;
        let (sign, state) = if ticked { ('☒', 1) } else { ('☐', 0) };
        let tag = if tag.is_empty() { String::new() } else { format!("<w:tag w:val=\"{}\"/>", xml(tag)) };
        let size = self.measures.letters + 10;
        let look = format!(
            "<w:rPr><w:rFonts w:ascii=\"MS Gothic\" w:eastAsia=\"MS Gothic\" w:hAnsi=\"MS Gothic\" w:hint=\"eastAsia\"/>\
             <w:sz w:val=\"{size}\"/></w:rPr>"
        );
        format!(
            "<w:sdt><w:sdtPr>{look}<w:alias w:val=\"{}\"/>{tag}<w:id w:val=\"{}\"/><w14:checkbox>\
             <w14:checked w14:val=\"{state}\"/><w14:checkedState w14:val=\"2612\" w14:font=\"MS Gothic\"/>\
             <w14:uncheckedState w14:val=\"2610\" w14:font=\"MS Gothic\"/></w14:checkbox></w:sdtPr>\
             <w:sdtContent><w:r>{look}<w:t>{sign}</w:t></w:r></w:sdtContent></w:sdt>",
            xml(&label.chars().take(60).collect::<String>()),
            self.controls
        )
    }
}

/// The name of a bookmark: letters, digits and low lines, at most forty, a letter first.
pub(super) fn bookmark(anchor: &str) -> String {
    let name: String = anchor.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let name = if name.starts_with(char::is_alphabetic) { name } else { format!("s_{name}") };
    name.chars().take(40).collect()
}
