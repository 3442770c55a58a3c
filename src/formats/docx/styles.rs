//! The styles: one family of letters, a clear order of headings, and room to write.

use super::Measures;
use super::parts::HEAD;
use super::parts::MAIN;
use crate::documents::tree::Document;
use crate::formats::svg::xml;

const ACCENT: &str = "12505C";
const SOFT: &str = "444F54";

/// One style of paragraphs.
struct Style {
    id: &'static str,
    name: &'static str,
    based_on: &'static str,
    /// What Word calls `pPr`, in the order that it wants.
    paragraph: String,
    /// What Word calls `rPr`, likewise.
    letters: String,
}

/// The whole of `styles.xml`.
pub(super) fn write(document: &Document, measures: Measures) -> String {
    let language = xml(&document.language);
    let size = measures.letters;
    let complex = complex_font(&document.language);
    let mut part = format!(
        "{HEAD}<w:styles {MAIN}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Calibri\" w:eastAsia=\"Malgun Gothic\" \
         w:hAnsi=\"Calibri\" w:cs=\"{complex}\"/><w:color w:val=\"12181B\"/><w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>\
         <w:lang w:val=\"{language}\" w:eastAsia=\"{language}\" w:bidi=\"{language}\"/></w:rPr></w:rPrDefault><w:pPrDefault>\
         <w:pPr><w:widowControl/><w:spacing w:after=\"140\" w:line=\"288\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault>\
         </w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>\
         <w:qFormat/></w:style><w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">\
         <w:name w:val=\"Default Paragraph Font\"/></w:style><w:style w:type=\"table\" w:default=\"1\" \
         w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar>\
         <w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/>\
         <w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style><w:style w:type=\"numbering\" \
         w:default=\"1\" w:styleId=\"NoList\"><w:name w:val=\"No List\"/></w:style>"
    );
    for style in headings(size).into_iter().chain(paragraphs(size)) {
        part.push_str(&format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{}\"><w:name w:val=\"{}\"/><w:basedOn w:val=\"{}\"/>{}<w:qFormat/>\
             <w:pPr>{}</w:pPr><w:rPr>{}</w:rPr></w:style>",
            style.id,
            style.name,
            style.based_on,
            if style.id.starts_with("Heading") { "<w:next w:val=\"Normal\"/>" } else { "" },
            style.paragraph,
            style.letters
        ));
    }
    part.push_str(&characters());
    part.push_str(&tables());
    part.push_str("</w:styles>");
    part
}

fn headings(size: usize) -> Vec<Style> {
    const NAMES: [(&str, &str); 6] = [
        ("Heading1", "heading 1"),
        ("Heading2", "heading 2"),
        ("Heading3", "heading 3"),
        ("Heading4", "heading 4"),
        ("Heading5", "heading 5"),
        ("Heading6", "heading 6"),
    ];
    // Tenths of the size of the text.
    const SIZES: [usize; 6] = [17, 13, 11, 10, 10, 10];
    NAMES
        .into_iter()
        .zip(SIZES)
        .enumerate()
        .map(|(level, ((id, name), tenths))| Style {
            id,
            name,
            based_on: "Normal",
            paragraph: format!(
                "<w:keepNext/><w:keepLines/><w:spacing w:before=\"{}\" w:after=\"120\" w:line=\"252\" w:lineRule=\"auto\"/>\
                 <w:outlineLvl w:val=\"{level}\"/>",
                if level == 0 { 320 } else { 280 }
            ),
            letters: letters(true, ACCENT, size * tenths / 10),
        })
        .collect()
}

fn paragraphs(size: usize) -> Vec<Style> {
    let small = (size * 8 / 10).max(16);
    let plain = |id, name, paragraph: &str, letters: String| Style {
        id,
        name,
        based_on: "Normal",
        paragraph: paragraph.to_owned(),
        letters,
    };
    let none = String::new;
    vec![
        plain("ListParagraph", "List Paragraph", "<w:spacing w:after=\"60\"/>", none()),
        plain("ListLoose", "List Paragraph Loose", "<w:spacing w:after=\"140\"/>", none()),
        plain(
            "Quote",
            "Quote",
            "<w:pBdr><w:left w:val=\"single\" w:sz=\"18\" w:space=\"8\" w:color=\"8A969B\"/></w:pBdr><w:ind w:left=\"284\"/>",
            letters(false, SOFT, size),
        ),
        plain(
            "CalloutTitle",
            "Callout Title",
            "<w:keepNext/><w:spacing w:before=\"80\" w:after=\"60\"/>",
            letters(true, "12181B", size),
        ),
        plain(
            "CodeText",
            "Code Text",
            "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"EEF2F2\"/><w:spacing w:before=\"80\" w:after=\"160\"/>",
            none(),
        ),
        plain(
            "Rule",
            "Rule",
            "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"8A969B\"/></w:pBdr><w:spacing w:after=\"240\"/>",
            letters(false, SOFT, 12),
        ),
        plain(
            "FormTitle",
            "Form Title",
            "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"100\"/>",
            letters(true, "12181B", size),
        ),
        plain(
            "SignatureLine",
            "Signature Line",
            "<w:pBdr><w:top w:val=\"single\" w:sz=\"8\" w:space=\"3\" w:color=\"12181B\"/></w:pBdr><w:spacing w:before=\"800\" w:after=\"60\"/>",
            letters(false, SOFT, small),
        ),
        plain(
            "ChoiceText",
            "Choice Text",
            "<w:spacing w:before=\"100\" w:after=\"100\" w:line=\"264\" w:lineRule=\"auto\"/>",
            none(),
        ),
        plain("FieldLabel", "Field Label", "<w:spacing w:before=\"200\" w:after=\"60\"/>", none()),
        plain(
            "WritingLine",
            "Writing Line",
            "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"12181B\"/><w:between w:val=\"single\" w:sz=\"6\" \
             w:space=\"0\" w:color=\"12181B\"/></w:pBdr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"510\" w:lineRule=\"exact\"/>",
            none(),
        ),
        plain("SmallText", "Small Text", "<w:spacing w:after=\"60\"/>", letters(false, SOFT, small)),
        plain(
            "SayText",
            "Say Text",
            "<w:spacing w:after=\"60\"/><w:ind w:left=\"284\"/>",
            letters(false, "12181B", size * 115 / 100),
        ),
        plain(
            "MapText",
            "Map Text",
            "<w:spacing w:before=\"30\" w:after=\"30\" w:line=\"240\" w:lineRule=\"auto\"/>",
            letters(false, "12181B", small),
        ),
        plain(
            "TableText",
            "Table Text",
            "<w:spacing w:before=\"50\" w:after=\"50\" w:line=\"252\" w:lineRule=\"auto\"/>",
            none(),
        ),
        plain(
            "TableHead",
            "Table Head",
            "<w:keepNext/><w:spacing w:before=\"50\" w:after=\"50\"/>",
            letters(true, "12181B", size),
        ),
        plain(
            "Gapline",
            "Space After Table",
            "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"160\" w:lineRule=\"exact\"/>",
            none(),
        ),
        plain(
            "FootnoteText",
            "footnote text",
            "<w:spacing w:after=\"40\" w:line=\"240\" w:lineRule=\"auto\"/>",
            letters(false, "12181B", small),
        ),
        plain("Header", "header", "<w:spacing w:after=\"0\"/>", letters(false, SOFT, 17)),
        plain(
            "Footer",
            "footer",
            "<w:pBdr><w:top w:val=\"single\" w:sz=\"4\" w:space=\"4\" w:color=\"8A969B\"/></w:pBdr><w:spacing w:after=\"0\"/>",
            letters(false, SOFT, 17),
        ),
    ]
}

fn letters(bold: bool, color: &str, size: usize) -> String {
    let bold = if bold { "<w:b/><w:bCs/>" } else { "" };
    format!("{bold}<w:color w:val=\"{color}\"/><w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>")
}

fn characters() -> String {
    let style = |id: &str, name: &str, letters: &str| {
        format!(
            "<w:style w:type=\"character\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn \
             w:val=\"DefaultParagraphFont\"/><w:rPr>{letters}</w:rPr></w:style>"
        )
    };
    [
        style("Hyperlink", "Hyperlink", &format!("<w:color w:val=\"{ACCENT}\"/><w:u w:val=\"single\"/>")),
        style("FootnoteReference", "footnote reference", "<w:vertAlign w:val=\"superscript\"/>"),
        style("CodeCharacters", "Code Characters", &format!("<w:color w:val=\"{SOFT}\"/>")),
        style(
            "Gap",
            "Gap",
            "<w:bdr w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"12181B\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"FFF2C2\"/>",
        ),
        style(
            "DraftMark",
            "Draft Mark",
            "<w:b/><w:bCs/><w:color w:val=\"12181B\"/><w:bdr w:val=\"single\" w:sz=\"12\" w:space=\"0\" w:color=\"12181B\"/>",
        ),
    ]
    .concat()
}

fn tables() -> String {
    let line = |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"8A969B\"/>");
    let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"].into_iter().map(line).collect();
    let mut tables = format!(
        "<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/><w:basedOn w:val=\"TableNormal\"/>\
         <w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblStylePr w:type=\"firstRow\"><w:tcPr><w:shd \
         w:val=\"clear\" w:color=\"auto\" w:fill=\"EEF2F2\"/></w:tcPr></w:tblStylePr></w:style>"
    );
    for (id, name) in [("Form", "Form"), ("RiskMap", "Risk Map"), ("FlowChart", "Flow Chart")] {
        let center = if id == "Form" { "" } else { "<w:jc w:val=\"center\"/>" };
        tables.push_str(&format!(
            "<w:style w:type=\"table\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"TableNormal\"/>\
             <w:tblPr>{center}</w:tblPr></w:style>"
        ));
    }
    tables
}

/// A font that Windows has for scripts that Latin fonts lack; others fall back by themselves.
fn complex_font(language: &str) -> &'static str {
    match language.split('-').next().unwrap_or_default() {
        "th" => "Leelawadee UI",
        "hi" | "bn" | "ne" | "mr" | "ta" | "te" | "kn" | "ml" | "gu" | "pa" | "si" | "as" => "Nirmala UI",
        "km" => "Khmer UI",
        "lo" => "Lao UI",
        "my" => "Myanmar Text",
        _ => "Arial",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_that_latin_fonts_lack_names_a_font_that_has_its_letters() {
        let fonts = ["th", "hi-IN", "km", "lo", "my", "es"].map(complex_font);
        assert_eq!(fonts, ["Leelawadee UI", "Nirmala UI", "Khmer UI", "Lao UI", "Myanmar Text", "Arial"]);
    }
}
