//! The parts of the file around the text: styles, numbering, header, footer, properties.

use super::Measures;
use super::mm;
use super::runs_leftwards;
use super::xml::Paragraph;
use super::xml::Run;
use crate::documents::tree::Document;
use crate::formats::Look;
use crate::formats::look::PagePart;
use crate::formats::svg::xml;

pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
pub(super) const MAIN: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

pub(super) fn content_types() -> String {
    let mut types = format!(
        "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" \
         ContentType=\"application/xml\"/><Override PartName=\"/docProps/core.xml\" \
         ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
    );
    for (file, kind) in [
        ("document", "document.main"),
        ("footnotes", "footnotes"),
        ("footer1", "footer"),
        ("header1", "header"),
        ("numbering", "numbering"),
        ("settings", "settings"),
        ("styles", "styles"),
    ] {
        types.push_str(&format!(
            "<Override PartName=\"/word/{file}.xml\" \
             ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml\"/>"
        ));
    }
    types.push_str("</Types>");
    types
}

pub(super) fn package_relations() -> String {
    format!(
        "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"document\" \
         Type=\"{RELATIONS}/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"core\" \
         Type=\"{PACKAGE}/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>"
    )
}

/// What the document says about itself: its title and its language, and nothing about who made it, where or when.
pub(super) fn core(document: &Document) -> String {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:language>{}</dc:language>\
         </cp:coreProperties>",
        xml(&document.title),
        xml(&document.language)
    )
}

pub(super) fn relations(addresses: &[String]) -> String {
    let mut own = String::new();
    for (id, file) in [
        ("styles", "styles"),
        ("numbering", "numbering"),
        ("settings", "settings"),
        ("footnotes", "footnotes"),
        ("header", "header1"),
        ("footer", "footer1"),
    ] {
        own.push_str(&format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{id}\" Target=\"{file}.xml\"/>"));
    }
    links(&own, addresses)
}

/// The relations of the footnotes: the same links under the same names.
pub(super) fn note_relations(addresses: &[String]) -> String {
    links("", addresses)
}

fn links(own: &str, addresses: &[String]) -> String {
    let mut relations = format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{own}");
    for (at, address) in addresses.iter().enumerate() {
        relations.push_str(&format!(
            "<Relationship Id=\"link{}\" Type=\"{RELATIONS}/hyperlink\" Target=\"{}\" TargetMode=\"External\"/>",
            at + 1,
            xml(address)
        ));
    }
    relations.push_str("</Relationships>");
    relations
}

pub(super) fn document(body: &str, leftwards: bool, measures: Measures) -> String {
    let (width, height) = measures.page;
    let margin = measures.margin;
    format!(
        "{HEAD}<w:document {MAIN} xmlns:r=\"{RELATIONS}\" \
         xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" \
         xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" mc:Ignorable=\"w14\"><w:body>{body}\
         <w:sectPr><w:headerReference w:type=\"default\" r:id=\"header\"/><w:footerReference w:type=\"default\" \
         r:id=\"footer\"/><w:pgSz w:w=\"{width}\" w:h=\"{height}\"/><w:pgMar w:top=\"{}\" w:right=\"{margin}\" \
         w:bottom=\"{}\" w:left=\"{margin}\" w:header=\"{}\" w:footer=\"{}\" w:gutter=\"0\"/>{}</w:sectPr></w:body>\
         </w:document>",
        mm(27),
        mm(25),
        mm(12),
        mm(12),
        if leftwards { "<w:bidi/>" } else { "" }
    )
}

pub(super) fn footnotes(notes: &[String]) -> String {
    let mut part = format!(
        "{HEAD}<w:footnotes {MAIN} xmlns:r=\"{RELATIONS}\" \
         xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" \
         xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" mc:Ignorable=\"w14\">\
         <w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>\
         <w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:r><w:continuationSeparator/></w:r></w:p>\
         </w:footnote>"
    );
    for (at, note) in notes.iter().enumerate() {
        part.push_str(&format!("<w:footnote w:id=\"{}\">{note}</w:footnote>", at + 1));
    }
    part.push_str("</w:footnotes>");
    part
}

pub(super) fn header(document: &Document, look: &Look, measures: Measures) -> String {
    let mut runs = Run::default().text(&look.short_title);
    if look.draft {
        runs.push_str("<w:r><w:tab/></w:r>");
        runs.push_str(&Run { style: "DraftMark", ..Run::default() }.text(&format!("\u{a0}{}\u{a0}", look.words.draft)));
        runs.push_str(&Run::default().text(&format!(" {}", look.words.draft_note)));
    }
    edge("hdr", &tabs(&runs, false, measures, document))
}

pub(super) fn footer(document: &Document, look: &Look, measures: Measures) -> String {
    let tab = "<w:r><w:tab/></w:r>";
    let mut runs = Run::default().text(&look.version_line().unwrap_or_default());
    runs.push_str(tab);
    runs.push_str(&Run::default().text(&look.code_line().unwrap_or_default()));
    runs.push_str(tab);
    for part in look.page_line() {
        match part {
            PagePart::Words(words) => runs.push_str(&Run::default().text(words)),
            PagePart::Number => runs.push_str(&field("PAGE")),
            PagePart::Total => runs.push_str(&field("NUMPAGES")),
        }
    }
    edge("ftr", &tabs(&runs, true, measures, document))
}

fn field(name: &str) -> String {
    format!("<w:fldSimple w:instr=\" {name} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>")
}

/// A paragraph with stops in the middle and at the end of the line.
fn tabs(runs: &str, middle: bool, measures: Measures, document: &Document) -> String {
    let style = if middle { "Footer" } else { "Header" };
    let paragraph = Paragraph::styled(style).around(runs, runs_leftwards(document));
    let center =
        if middle { format!("<w:tab w:val=\"center\" w:pos=\"{}\"/>", measures.width() / 2) } else { String::new() };
    let stops = format!("<w:tabs>{center}<w:tab w:val=\"right\" w:pos=\"{}\"/></w:tabs>", measures.width());
    let style_end = format!("<w:pStyle w:val=\"{style}\"/>");
    paragraph.replacen(&style_end, &format!("{style_end}{stops}"), 1)
}

fn edge(element: &str, paragraph: &str) -> String {
    format!("{HEAD}<w:{element} {MAIN} xmlns:r=\"{RELATIONS}\">{paragraph}</w:{element}>")
}

pub(super) fn numbering(starts: &[usize]) -> String {
    let mut part = format!("{HEAD}<w:numbering {MAIN}>");
    for (id, numbered) in [(0, false), (1, true)] {
        part.push_str(&format!(
            "<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"hybridMultilevel\"/>"
        ));
        for level in 0..9_usize {
            let text = match (numbered, level % 2) {
                (true, _) => format!("%{}.", level + 1),
                (false, 0) => "•".to_owned(),
                (false, _) => "–".to_owned(),
            };
            let kind = if numbered { "decimal" } else { "bullet" };
            let indent = (level + 1) * super::blocks::STEP;
            part.push_str(&format!(
                "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{kind}\"/><w:lvlText w:val=\"{text}\"/>\
                 <w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{indent}\" w:hanging=\"{}\"/></w:pPr></w:lvl>",
                super::blocks::STEP
            ));
        }
        part.push_str("</w:abstractNum>");
    }
    part.push_str("<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>");
    for (at, start) in starts.iter().enumerate() {
        part.push_str(&format!("<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"1\"/>", at + 2));
        for level in 0..9 {
            part.push_str(&format!(
                "<w:lvlOverride w:ilvl=\"{level}\"><w:startOverride w:val=\"{start}\"/></w:lvlOverride>"
            ));
        }
        part.push_str("</w:num>");
    }
    part.push_str("</w:numbering>");
    part
}

pub(super) fn settings(document: &Document) -> String {
    let language = xml(&document.language);
    format!(
        "{HEAD}<w:settings {MAIN}><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"709\"/>\
         <w:characterSpacingControl w:val=\"doNotCompress\"/><w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/>\
         </w:footnotePr><w:compat><w:compatSetting w:name=\"compatibilityMode\" \
         w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
         <w:themeFontLang w:val=\"{language}\" w:bidi=\"{language}\"/></w:settings>"
    )
}
