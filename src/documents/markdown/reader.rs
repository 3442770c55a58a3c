//! The block half of the reader: comrak's tree becomes ours.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use comrak::Arena;
use comrak::Node;
use comrak::Options;
use comrak::nodes::AlertType;
use comrak::nodes::ListType;
use comrak::nodes::NodeCodeBlock;
use comrak::nodes::NodeValue;
use comrak::nodes::TableAlignment;

use super::Problem;
use super::ProblemKind;
use super::escape::tame;
use super::fences::split_cells;
use crate::documents::pieces::plain;
use crate::documents::tree::Align;
use crate::documents::tree::Block;
use crate::documents::tree::Body;
use crate::documents::tree::Callout;
use crate::documents::tree::CalloutKind;
use crate::documents::tree::Definition;
use crate::documents::tree::Heading;
use crate::documents::tree::Inline;
use crate::documents::tree::Inlines;
use crate::documents::tree::Item;
use crate::documents::tree::List;
use crate::documents::tree::Table;

/// How deep blocks and emphasis may stand inside one another.
pub(super) const MAX_DEPTH: usize = 24;

/// Reads a template's Markdown; all problems are found at once.
pub fn read(text: &str) -> Result<Body, Vec<Problem>> {
    read_with(text, |reader| {
        for (line, anchor) in std::mem::take(&mut reader.wanted_anchors) {
            if !reader.anchors.contains(&anchor) {
                reader.problems.push(Problem { line, kind: ProblemKind::AnchorUnknown(anchor) });
            }
        }
    })
}

/// Reads a section of a text ([`super::apart()`]), which may refer to other sections.
pub fn read_part(text: &str) -> Result<Body, Vec<Problem>> {
    read_with(text, |_| ())
}

fn read_with(text: &str, at_the_end: impl FnOnce(&mut Reader)) -> Result<Body, Vec<Problem>> {
    let mut reader = Reader::default();
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, text, &options());
    let mut definitions = BTreeMap::new();
    for node in root.descendants() {
        if let NodeValue::FootnoteDefinition(definition) = &node.data().value {
            definitions.insert(definition.name.clone(), node);
        }
    }
    let source: Vec<&str> = text.lines().collect();
    let blocks = reader.blocks(root, &source, Inside::Page, 0);
    let footnotes = reader.footnotes(&definitions, &source);
    reader.close_section();
    at_the_end(&mut reader);
    if reader.problems.is_empty() {
        Ok(Body { blocks, footnotes })
    } else {
        reader.problems.sort_by_key(|problem| problem.line);
        Err(reader.problems)
    }
}

/// What comrak is asked to read.
pub(super) fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.description_lists = true;
    options.extension.alerts = true;
    options.parse.leave_footnote_definitions = true;
    options.parse.ignore_setext = true;
    options.parse.tasklist_in_table = true;
    options
}

/// What blocks stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// The page itself, or a panel of a card: headings may stand here.
    Page,
    /// A list, a quotation, a callout, a footnote.
    Block,
}

/// What is known while a text is read.
#[derive(Debug, Default)]
pub(super) struct Reader {
    pub(super) problems: Vec<Problem>,
    pub(super) anchors: BTreeSet<String>,
    numbers: BTreeMap<String, usize>,
    pub(super) wanted_anchors: Vec<(usize, String)>,
    pub(super) choices: BTreeSet<String>,
    /// Lines before the text that is being read: a card's panels are texts inside the text.
    pub(super) offset: usize,
    pub(super) section: Option<Section>,
    footnotes: Vec<String>,
    level: u8,
}

/// A mark that gives the next heading its name and its tasks.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) line: usize,
    pub(super) anchor: String,
    pub(super) tasks: Vec<String>,
}

impl Reader {
    pub(super) fn line(&self, line: usize) -> usize {
        self.offset + line
    }

    pub(super) fn problem(&mut self, line: usize, kind: ProblemKind) {
        let line = self.line(line);
        self.problems.push(Problem { line, kind });
    }

    pub(super) fn close_section(&mut self) {
        if let Some(section) = self.section.take() {
            self.problems.push(Problem { line: section.line, kind: ProblemKind::SectionWithoutHeading });
        }
    }

    /// The number of a footnote, in the order in which footnotes are first referred to.
    pub(super) fn footnote_number(&mut self, name: &str) -> usize {
        let known = self.footnotes.iter().position(|footnote| footnote == name);
        known.unwrap_or_else(|| {
            self.footnotes.push(name.to_owned());
            self.footnotes.len() - 1
        }) + 1
    }

    fn footnotes<'a>(&mut self, definitions: &BTreeMap<String, Node<'a>>, source: &[&str]) -> Vec<Vec<Block>> {
        let mut footnotes = Vec::new();
        while let Some(name) = self.footnotes.get(footnotes.len()) {
            let blocks = match definitions.get(name) {
                Some(node) => self.blocks(node, source, Inside::Block, 0),
                None => Vec::new(),
            };
            footnotes.push(blocks);
        }
        for (name, node) in definitions {
            if !self.footnotes.contains(name) {
                self.problem(node.data().sourcepos.start.line, ProblemKind::FootnoteUnused(name.clone()));
            }
        }
        footnotes
    }

    /// The blocks under a node.
    pub(super) fn blocks<'a>(&mut self, parent: Node<'a>, source: &[&str], inside: Inside, depth: usize) -> Vec<Block> {
        if depth > MAX_DEPTH {
            self.problem(parent.data().sourcepos.start.line, ProblemKind::TooDeep(MAX_DEPTH));
            return Vec::new();
        }
        parent.children().filter_map(|node| self.block(node, source, inside, depth)).collect()
    }

    fn block<'a>(&mut self, node: Node<'a>, source: &[&str], inside: Inside, depth: usize) -> Option<Block> {
        let data = node.data();
        let line = data.sourcepos.start.line;
        if !matches!(data.value, NodeValue::Heading(_)) {
            self.close_section();
        }
        let nested = |reader: &mut Self| reader.blocks(node, source, Inside::Block, depth + 1);
        match &data.value {
            NodeValue::Heading(heading) => self.heading(node, heading.level, line, inside),
            NodeValue::Paragraph => Some(Block::Paragraph(self.inlines(node, depth))),
            NodeValue::List(list) => {
                let start = (list.list_type == ListType::Ordered).then_some(list.start);
                let items = node.children().map(|item| self.item(item, source, depth)).collect();
                Some(Block::List(List { start, tight: list.tight, items }))
            }
            NodeValue::Table(table) => Some(Block::Table(self.table(node, &table.alignments, source, depth))),
            NodeValue::DescriptionList => {
                Some(Block::Definitions(node.children().map(|item| self.definition(item, source, depth)).collect()))
            }
            NodeValue::BlockQuote => Some(Block::Quote(nested(self))),
            NodeValue::Alert(alert) => {
                let kind = match alert.alert_type {
                    AlertType::Note => CalloutKind::Note,
                    AlertType::Tip => CalloutKind::Tip,
                    AlertType::Important => CalloutKind::Important,
                    AlertType::Warning => CalloutKind::Warning,
                    AlertType::Caution => CalloutKind::Caution,
                };
                let title = alert.title.as_deref().map(|title| plain(&self.cell(line, title)));
                Some(Block::Callout(Callout { kind, title, blocks: nested(self) }))
            }
            NodeValue::CodeBlock(code) => self.code(code, line, depth),
            NodeValue::HtmlBlock(html) => {
                let mut lines = Inlines::new();
                for text in html.literal.lines() {
                    if !lines.is_empty() {
                        lines.push(Inline::SoftBreak);
                    }
                    lines.push(Inline::Text(tame(text).into_owned()));
                }
                Some(Block::Paragraph(lines))
            }
            NodeValue::ThematicBreak => Some(Block::Rule),
            NodeValue::FootnoteDefinition(_) => None,
            other => {
                self.problem(line, ProblemKind::Unsupported(other.xml_node_name()));
                None
            }
        }
    }

    fn heading<'a>(&mut self, node: Node<'a>, level: u8, line: usize, inside: Inside) -> Option<Block> {
        let section = self.section.take();
        if inside == Inside::Block {
            self.problem(line, ProblemKind::HeadingInside);
        }
        // A document that begins at level 2 has its title printed above.
        if level > self.level.max(1) + 1 {
            self.problem(line, ProblemKind::HeadingLevel { found: level, before: self.level });
        }
        self.level = level;
        let text = self.inlines(node, 0);
        let words = plain(&text);
        if words.trim().is_empty() {
            self.problem(line, ProblemKind::HeadingEmpty);
        }
        let (anchor, tasks) = match section {
            Some(section) => (section.anchor, section.tasks),
            None => (self.free_anchor(&words), Vec::new()),
        };
        Some(Block::Heading(Heading { level, anchor, number: None, tasks, fields: Vec::new(), text }))
    }

    /// A name for a heading that has none: its words, and a number where they are taken.
    fn free_anchor(&mut self, words: &str) -> String {
        let mut slug = String::new();
        for character in words.chars().flat_map(char::to_lowercase) {
            match character {
                _ if character.is_alphanumeric() => slug.push(character),
                _ if slug.is_empty() || slug.ends_with('-') => {}
                _ => slug.push('-'),
            }
        }
        let slug = if slug.is_empty() { "section" } else { slug.trim_end_matches('-') };
        let mut anchor = slug.to_owned();
        // Where the last heading of these words left off: a document of nothing else must not count from the start each time.
        let number = self.numbers.entry(slug.to_owned()).or_insert(2);
        while !self.anchors.insert(anchor.clone()) {
            anchor = format!("{slug}-{number}");
            *number += 1;
        }
        anchor
    }

    fn item<'a>(&mut self, node: Node<'a>, source: &[&str], depth: usize) -> Item {
        let ticked = match &node.data().value {
            NodeValue::TaskItem(task) => Some(task.symbol.is_some()),
            _ => None,
        };
        Item { ticked, blocks: self.blocks(node, source, Inside::Block, depth + 1) }
    }

    fn table<'a>(&mut self, node: Node<'a>, columns: &[TableAlignment], source: &[&str], depth: usize) -> Table {
        let columns: Vec<Align> = columns
            .iter()
            .map(|column| match column {
                TableAlignment::Center => Align::Center,
                TableAlignment::Right => Align::End,
                TableAlignment::None | TableAlignment::Left => Align::Start,
            })
            .collect();
        let mut rows = Vec::new();
        for row in node.children() {
            let line = row.data().sourcepos.start.line;
            let found = source.get(line.saturating_sub(1)).map_or(0, |text| split_cells(strip_bars(text)).len());
            if found > columns.len() {
                self.problem(line, ProblemKind::TableRow { found, columns: columns.len() });
            }
            rows.push(row.children().map(|cell| self.inlines(cell, depth)).collect::<Vec<_>>());
        }
        let header = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        Table { columns, header, rows }
    }

    fn definition<'a>(&mut self, node: Node<'a>, source: &[&str], depth: usize) -> Definition {
        let mut definition = Definition { term: Inlines::new(), details: Vec::new() };
        for part in node.children() {
            if matches!(part.data().value, NodeValue::DescriptionTerm) {
                for paragraph in part.children() {
                    definition.term.extend(self.inlines(paragraph, depth));
                }
            } else {
                definition.details.extend(self.blocks(part, source, Inside::Block, depth + 1));
            }
        }
        definition
    }

    fn code(&mut self, code: &NodeCodeBlock, line: usize, depth: usize) -> Option<Block> {
        let info = code.info.trim();
        if !code.closed {
            self.problem(line, ProblemKind::UnclosedFence(info.to_owned()));
            return None;
        }
        if info.is_empty() || info == "text" {
            let lines: Vec<_> = code.literal.lines().map(tame).collect();
            return Some(Block::Code(lines.join("\n")));
        }
        self.fence(info, &code.literal, line, depth)
    }
}

/// A table's row without the bars at its ends.
fn strip_bars(row: &str) -> &str {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    if row.ends_with("\\|") { row } else { row.strip_suffix('|').unwrap_or(row) }
}
