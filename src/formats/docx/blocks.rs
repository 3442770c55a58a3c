//! The body: headings, paragraphs, lists, tables.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Measures;
use super::mm;
use super::parts;
use super::runs::bookmark;
use super::runs_leftwards;
use super::xml::Cell;
use super::xml::Paragraph;
use super::xml::Row;
use super::xml::Run;
use super::xml::Table;
use crate::documents::tree::Align;
use crate::documents::tree::Block;
use crate::documents::tree::Callout;
use crate::documents::tree::CalloutKind;
use crate::documents::tree::Definition;
use crate::documents::tree::Document;
use crate::documents::tree::Heading;
use crate::documents::tree::Item;
use crate::documents::tree::List;
use crate::formats::Look;
use crate::formats::layout;
use crate::formats::svg::xml;

/// The list of bullets; numbered lists follow it, each with a number of its own so that each begins anew.
const BULLETS: usize = 1;
/// Levels that Word knows.
const DEEPEST: usize = 8;
/// How far each level stands in.
pub(super) const STEP: usize = 397;

/// Where blocks stand.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    /// The width at hand, in twips.
    pub width: usize,
    /// The level of the list around, from 1; 0 outside.
    pub level: usize,
    /// The style of plain paragraphs here.
    pub style: &'static str,
}

/// Writes one document.
pub(super) struct Writer<'d> {
    pub(super) document: &'d Document,
    pub(super) look: &'d Look,
    pub(super) measures: Measures,
    pub(super) bookmarks: BTreeMap<String, String>,
    pub(super) referred: BTreeSet<usize>,
    pub(super) controls: usize,
    pub(super) leftwards: bool,
    addresses: Vec<String>,
    numberings: Vec<usize>,
    new_page: bool,
}

impl<'d> Writer<'d> {
    pub(super) fn new(document: &'d Document, look: &'d Look, measures: Measures) -> Self {
        let mut taken = BTreeSet::new();
        let mut bookmarks = BTreeMap::new();
        let mut headings = Vec::new();
        anchors(&document.blocks, &mut headings);
        for (at, anchor) in headings.into_iter().enumerate() {
            let mut name = bookmark(anchor);
            if !taken.insert(name.clone()) {
                name = format!("{}_{at}", name.chars().take(34).collect::<String>());
                taken.insert(name.clone());
            }
            bookmarks.insert(anchor.to_owned(), name);
        }
        Self {
            document,
            look,
            measures,
            bookmarks,
            referred: BTreeSet::new(),
            controls: 0,
            leftwards: runs_leftwards(document),
            addresses: Vec::new(),
            numberings: Vec::new(),
            new_page: false,
        }
    }

    /// The whole of `document.xml`.
    pub(super) fn document(&mut self) -> String {
        let place = Place { width: self.measures.width(), ..Place::default() };
        let mut body = String::new();
        if let Some(title) = self.document.title_above() {
            body.push_str(&self.paragraph(Paragraph::styled("Heading1"), &Run::default().text(title)));
        }
        let document = self.document;
        body.push_str(&self.blocks(&document.blocks, place));
        parts::document(&body, self.leftwards, self.measures)
    }

    /// The footnotes, in the order of their numbers.
    pub(super) fn notes(&mut self) -> Vec<String> {
        let document = self.document;
        let place = Place { width: self.measures.width(), level: 0, style: "FootnoteText" };
        let mark = "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r><w:r>\
                    <w:t xml:space=\"preserve\"> </w:t></w:r>";
        let mut notes = Vec::new();
        for blocks in &document.footnotes {
            notes.push(match blocks.split_first() {
                Some((Block::Paragraph(text), rest)) => {
                    let runs = format!("{mark}{}", self.runs(text, Run::default()));
                    let first = self.paragraph(Paragraph::styled("FootnoteText"), &runs);
                    format!("{first}{}", self.blocks(rest, place))
                }
                _ => {
                    format!("{}{}", self.paragraph(Paragraph::styled("FootnoteText"), mark), self.blocks(blocks, place))
                }
            });
        }
        notes
    }

    /// The addresses that links lead to, in the order of their relations.
    pub(super) fn addresses(&self) -> &[String] {
        &self.addresses
    }

    /// The first number of each numbered list.
    pub(super) fn numberings(&self) -> &[usize] {
        &self.numberings
    }

    pub(super) fn address(&mut self, address: &str) -> String {
        let known = self.addresses.iter().position(|other| other == address);
        let at = known.unwrap_or_else(|| {
            self.addresses.push(address.to_owned());
            self.addresses.len() - 1
        });
        format!("link{}", at + 1)
    }

    /// A paragraph; it takes a page break that waits.
    pub(super) fn paragraph(&mut self, mut paragraph: Paragraph, runs: &str) -> String {
        paragraph.new_page |= std::mem::take(&mut self.new_page);
        paragraph.around(runs, self.leftwards)
    }

    /// A table. A page break that waits, and the space around, need paragraphs of their own.
    pub(super) fn table(&mut self, table: &Table) -> String {
        let before = if self.new_page { self.paragraph(Paragraph::styled("Gapline"), "") } else { String::new() };
        let after = Paragraph::styled("Gapline").around("", self.leftwards);
        format!("{before}{}{after}", table.write(self.leftwards))
    }

    pub(super) fn blocks(&mut self, blocks: &[Block], place: Place) -> String {
        layout::with_next(blocks).map(|(block, with_next)| self.block(block, with_next, place)).collect()
    }

    fn block(&mut self, block: &Block, with_next: bool, place: Place) -> String {
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(text) => {
                let runs = self.runs(text, Run::default());
                self.paragraph(
                    Paragraph { style: place.style, with_next, indent: place.level * STEP, ..Paragraph::default() },
                    &runs,
                )
            }
            Block::List(list) => self.list(list, place),
            Block::Table(table) => {
                let mut rows = Vec::new();
                let header = std::iter::once((&table.header, true));
                let whole = layout::stays_whole(table);
                for (number, (cells, header)) in header.chain(table.rows.iter().map(|row| (row, false))).enumerate() {
                    let with_next = whole && number < table.rows.len();
                    let mut row = Row { header, ..Row::default() };
                    for (at, cell) in cells.iter().enumerate() {
                        let runs = self.runs(cell, Run::default());
                        let align = match table.columns.get(at) {
                            Some(Align::Center) => "center",
                            Some(Align::End) => "end",
                            Some(Align::Start) | None => "",
                        };
                        let style = if header { "TableHead" } else { "TableText" };
                        row.cells.push(Cell::new(
                            Paragraph { style, align, with_next, ..Paragraph::default() }.around(&runs, self.leftwards),
                        ));
                    }
                    rows.push(row);
                }
                // A letter is half as wide as it is high, and a bit.
                let letters = layout::column_widths(table, place.width * 10 / (self.measures.letters * 56));
                let sum = letters.iter().sum::<usize>().max(1);
                let widths = letters.iter().map(|width| place.width * width / sum).collect();
                self.table(&Table { style: "TableGrid", widths, rows, ..Table::default() })
            }
            Block::Definitions(definitions) => definitions.iter().map(|one| self.definition(one, place)).collect(),
            Block::Quote(blocks) => self.blocks(blocks, Place { style: "Quote", ..place }),
            Block::Callout(callout) => self.callout(callout, place),
            Block::Code(text) => {
                let lines: Vec<String> = text.lines().map(|line| Run::default().text(line)).collect();
                self.paragraph(Paragraph::styled("CodeText"), &lines.join("<w:r><w:br/></w:r>"))
            }
            Block::Rule => self.paragraph(Paragraph::styled("Rule"), ""),
            Block::PageBreak => {
                self.new_page = true;
                String::new()
            }
            Block::Signature(rows) => self.signature(rows, place),
            Block::Choices(choices) => self.choices(choices, place),
            Block::Fields(fields) => self.fields(fields, place),
            Block::RiskMap(map) => self.risk_map(map, place),
            Block::Flow(flow) => self.flow(flow, place),
            Block::Pictures(pictures) => self.pictures(pictures, place),
            Block::Card(panels) => self.card(panels, place),
        }
    }

    fn heading(&mut self, heading: &Heading) -> String {
        const STYLES: [&str; 6] = ["Heading1", "Heading2", "Heading3", "Heading4", "Heading5", "Heading6"];
        let level = usize::from(heading.level.clamp(1, 6)) - 1;
        let number = heading.number.as_ref().map(|number| Run::default().text(&format!("{number} ")));
        let runs = self.runs(&heading.text, Run::default());
        let name = self.bookmarks.get(&heading.anchor).cloned().unwrap_or_default();
        let id = self.bookmarks.keys().position(|anchor| *anchor == heading.anchor).unwrap_or(0);
        let inner = format!(
            "<w:bookmarkStart w:id=\"{id}\" w:name=\"{}\"/>{}{runs}<w:bookmarkEnd w:id=\"{id}\"/>",
            xml(&name),
            number.unwrap_or_default()
        );
        self.paragraph(Paragraph::styled(STYLES.get(level).copied().unwrap_or("Heading6")), &inner)
    }

    fn list(&mut self, list: &List, place: Place) -> String {
        let number = match list.start {
            None => BULLETS,
            Some(start) => {
                self.numberings.push(start);
                BULLETS + self.numberings.len()
            }
        };
        let level = place.level.min(DEEPEST);
        let inside = Place { level: level + 1, ..place };
        let mut items = String::new();
        for Item { ticked, blocks } in &list.items {
            let (first, rest) = match blocks.split_first() {
                Some((Block::Paragraph(text), rest)) => (self.runs(text, Run::default()), rest),
                _ => (String::new(), blocks.as_slice()),
            };
            let style = if list.tight { "ListParagraph" } else { "ListLoose" };
            items.push_str(&match ticked {
                None => {
                    self.paragraph(Paragraph { style, list: Some((number, level)), ..Paragraph::default() }, &first)
                }
                Some(ticked) => {
                    let label = self.look.words.tick_box.clone();
                    let tick = self.tick_box(&label, "", *ticked);
                    let runs = format!("{tick}{}{first}", Run::default().text("  "));
                    self.paragraph(Paragraph { style, indent: (level + 1) * STEP, ..Paragraph::default() }, &runs)
                }
            });
            items.push_str(&self.blocks(rest, inside));
        }
        items
    }

    fn definition(&mut self, definition: &Definition, place: Place) -> String {
        let runs = self.runs(&definition.term, Run { bold: true, ..Run::default() });
        let term = Paragraph { with_next: true, spacing: Some((120, 40)), ..Paragraph::default() };
        let term = self.paragraph(term, &runs);
        format!("{term}{}", self.blocks(&definition.details, Place { level: place.level + 1, ..place }))
    }

    fn callout(&mut self, callout: &Callout, place: Place) -> String {
        let title = callout.title.as_deref().unwrap_or_else(|| self.look.words.callout(callout.kind)).to_owned();
        let head = Paragraph { style: "CalloutTitle", with_next: true, ..Paragraph::default() };
        let head = head.around(&Run::default().text(&title), self.leftwards);
        let width = place.width;
        let inner = self.blocks(&callout.blocks, Place { width: width - mm(8), level: 0, style: "" });
        let borders = match callout.kind {
            CalloutKind::Warning | CalloutKind::Caution => {
                "<w:top w:val=\"single\" w:sz=\"12\" w:color=\"12505C\"/><w:left w:val=\"single\" w:sz=\"72\" w:color=\"12505C\"/>\
                 <w:bottom w:val=\"single\" w:sz=\"12\" w:color=\"12505C\"/><w:right w:val=\"single\" w:sz=\"12\" w:color=\"12505C\"/>"
            }
            _ => "<w:left w:val=\"single\" w:sz=\"36\" w:color=\"12505C\"/>",
        };
        let cell = Cell {
            content: ending(format!("{head}{inner}")),
            shade: Some(("clear", "EEF2F2")),
            borders,
            ..Cell::default()
        };
        self.table(&Table {
            style: "Form",
            widths: vec![width],
            rows: vec![Row { cells: vec![cell], ..Row::default() }],
            description: title,
            ..Table::default()
        })
    }
}

fn anchors<'t>(blocks: &'t [Block], found: &mut Vec<&'t str>) {
    for block in blocks {
        match block {
            Block::Heading(heading) => found.push(&heading.anchor),
            Block::Card(panels) => panels.iter().for_each(|panel| anchors(panel, found)),
            _ => {}
        }
    }
}

/// A cell has to end with a paragraph.
pub(super) fn ending(content: String) -> String {
    if content.ends_with("</w:p>") { content } else { format!("{content}<w:p/>") }
}
