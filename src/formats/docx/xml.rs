//! Small pieces of WordprocessingML. The schema wants the parts of each element in one order; it is kept here.

use crate::formats::svg::xml;

/// How a paragraph stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph {
    /// The style's id; empty for plain text.
    pub style: &'static str,
    /// True where the next paragraph has to stand on the same page.
    pub with_next: bool,
    /// True where it begins a page.
    pub new_page: bool,
    /// The list it is an item of, and its depth.
    pub list: Option<(usize, usize)>,
    /// A stop for a tab, with dots or a line before it.
    pub line_to: Option<usize>,
    /// Spaces before and behind, in twips.
    pub spacing: Option<(usize, usize)>,
    /// The indent where lines begin.
    pub indent: usize,
    /// `center` or `end`.
    pub align: &'static str,
}

impl Paragraph {
    pub(super) fn styled(style: &'static str) -> Self {
        Self { style, ..Self::default() }
    }

    /// The paragraph with its runs.
    pub(super) fn around(&self, runs: &str, leftwards: bool) -> String {
        let mut properties = String::new();
        if !self.style.is_empty() {
            properties.push_str(&format!("<w:pStyle w:val=\"{}\"/>", self.style));
        }
        if self.with_next {
            properties.push_str("<w:keepNext/>");
        }
        if self.new_page {
            properties.push_str("<w:pageBreakBefore/>");
        }
        if let Some((number, level)) = self.list {
            properties
                .push_str(&format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{number}\"/></w:numPr>"));
        }
        if let Some(position) = self.line_to {
            properties.push_str(&format!(
                "<w:tabs><w:tab w:val=\"right\" w:leader=\"underscore\" w:pos=\"{position}\"/></w:tabs>"
            ));
        }
        if leftwards {
            properties.push_str("<w:bidi/>");
        }
        if let Some((before, after)) = self.spacing {
            properties.push_str(&format!("<w:spacing w:before=\"{before}\" w:after=\"{after}\"/>"));
        }
        if self.indent > 0 {
            properties.push_str(&format!("<w:ind w:left=\"{}\"/>", self.indent));
        }
        if !self.align.is_empty() {
            let align = if self.align == "end" { "right" } else { self.align };
            properties.push_str(&format!("<w:jc w:val=\"{align}\"/>"));
        }
        if properties.is_empty() {
            format!("<w:p>{runs}</w:p>")
        } else {
            format!("<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>")
        }
    }
}

/// How a run of letters looks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Run {
    pub style: &'static str,
    pub bold: bool,
    pub italic: bool,
    pub raised: bool,
    /// In half points; 0 for the style's own.
    pub size: usize,
}

impl Run {
    /// The run's properties; empty where it has none.
    pub(super) fn properties(self, leftwards: bool) -> String {
        let mut properties = String::new();
        if !self.style.is_empty() {
            properties.push_str(&format!("<w:rStyle w:val=\"{}\"/>", self.style));
        }
        if self.bold {
            properties.push_str("<w:b/><w:bCs/>");
        }
        if self.italic {
            properties.push_str("<w:i/><w:iCs/>");
        }
        if self.size > 0 {
            properties.push_str(&format!("<w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/>", self.size));
        }
        if self.raised {
            properties.push_str("<w:vertAlign w:val=\"superscript\"/>");
        }
        if leftwards {
            properties.push_str("<w:rtl/>");
        }
        if properties.is_empty() { properties } else { format!("<w:rPr>{properties}</w:rPr>") }
    }

    /// Text in this look, in as many runs as its directions need.
    pub(super) fn text(self, text: &str) -> String {
        directed(text)
            .into_iter()
            .map(|(part, leftwards)| {
                format!("<w:r>{}<w:t xml:space=\"preserve\">{}</w:t></w:r>", self.properties(leftwards), xml(part))
            })
            .collect()
    }
}

/// Parts a text by the direction of its letters; what has no direction of its own goes with what stands before it.
fn directed(text: &str) -> Vec<(&str, bool)> {
    let mut parts = Vec::new();
    let mut begin = 0;
    let mut current: Option<bool> = None;
    for (at, character) in text.char_indices() {
        let Some(leftwards) = direction(character) else { continue };
        if current.is_some_and(|before| before != leftwards) {
            parts.push((text.get(begin..at).unwrap_or_default(), current.unwrap_or(false)));
            begin = at;
        }
        current = Some(leftwards);
    }
    if begin < text.len() {
        parts.push((text.get(begin..).unwrap_or_default(), current.unwrap_or(false)));
    }
    parts
}

/// True for letters written leftwards, false for others, nothing for signs that are neither.
fn direction(character: char) -> Option<bool> {
    match character {
        '\u{590}'..='\u{8FF}'
        | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFE}'
        | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}' => Some(true),
        _ if character.is_alphabetic() => Some(false),
        _ => None,
    }
}

/// A table: its properties, the widths of its columns, and its rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    pub style: &'static str,
    pub widths: Vec<usize>,
    pub rows: Vec<Row>,
    /// True where the table stands in the middle of the line.
    pub centered: bool,
    /// What the table is for, where it is no table of facts but a form.
    pub description: String,
}

/// One row.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub header: bool,
    /// The least height, in twips; 0 for as high as its text.
    pub height: usize,
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub content: String,
    /// How many columns it spans; 0 and 1 are one.
    pub span: usize,
    /// A colour, or a pattern and a colour.
    pub shade: Option<(&'static str, &'static str)>,
    /// The borders, as WordprocessingML.
    pub borders: &'static str,
    pub centered: bool,
}

impl Cell {
    pub(super) fn new(content: String) -> Self {
        Self { content, ..Self::default() }
    }
}

impl Table {
    pub(super) fn write(&self, leftwards: bool) -> String {
        let width: usize = self.widths.iter().sum();
        let mut table = format!("<w:tbl><w:tblPr><w:tblStyle w:val=\"{}\"/>", self.style);
        if leftwards {
            table.push_str("<w:bidiVisual/>");
        }
        let header = self.rows.iter().any(|row| row.header);
        table.push_str(&format!(
            "<w:tblW w:w=\"{width}\" w:type=\"dxa\"/>{}<w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"{}\" \
             w:firstRow=\"{}\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>",
            if self.centered { "<w:jc w:val=\"center\"/>" } else { "" },
            if header { "0620" } else { "0600" },
            u8::from(header)
        ));
        if !self.description.is_empty() {
            table.push_str(&format!("<w:tblDescription w:val=\"{}\"/>", xml(&self.description)));
        }
        table.push_str("</w:tblPr><w:tblGrid>");
        for width in &self.widths {
            table.push_str(&format!("<w:gridCol w:w=\"{width}\"/>"));
        }
        table.push_str("</w:tblGrid>");
        for row in &self.rows {
            table.push_str("<w:tr><w:trPr><w:cantSplit/>");
            if row.height > 0 {
                table.push_str(&format!("<w:trHeight w:val=\"{}\" w:hRule=\"atLeast\"/>", row.height));
            }
            if row.header {
                table.push_str("<w:tblHeader/>");
            }
            table.push_str("</w:trPr>");
            let mut column = 0;
            for cell in &row.cells {
                let span = cell.span.max(1);
                let width: usize = self.widths.iter().skip(column).take(span).sum();
                column += span;
                table.push_str(&format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>"));
                if span > 1 {
                    table.push_str(&format!("<w:gridSpan w:val=\"{span}\"/>"));
                }
                if !cell.borders.is_empty() {
                    table.push_str(&format!("<w:tcBorders>{}</w:tcBorders>", cell.borders));
                }
                if let Some((pattern, fill)) = cell.shade {
                    table.push_str(&format!("<w:shd w:val=\"{pattern}\" w:color=\"808080\" w:fill=\"{fill}\"/>"));
                }
                if cell.centered {
                    table.push_str("<w:vAlign w:val=\"center\"/>");
                }
                table.push_str(&format!("</w:tcPr>{}</w:tc>", cell.content));
            }
            table.push_str("</w:tr>");
        }
        table.push_str("</w:tbl>");
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_two_directions_stand_in_runs_of_their_own() {
        assert_eq!(directed("نعم (Yes) 3"), [("نعم (", true), ("Yes) 3", false)]);
        assert_eq!(directed("1, 2"), [("1, 2", false)]);
        // N'Ko, Phoenician and Adlam run leftwards too.
        assert_eq!(directed("ߒ a 𐤀 b 𞤀"), [("ߒ ", true), ("a ", false), ("𐤀 ", true), ("b ", false), ("𞤀", true)]);
        assert!(directed("").is_empty());
    }
}
