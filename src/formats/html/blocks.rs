//! The parts of a page.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::documents::tree::Align;
use crate::documents::tree::Block;
use crate::documents::tree::CalloutKind;
use crate::documents::tree::Choices;
use crate::documents::tree::Document;
use crate::documents::tree::Fields;
use crate::documents::tree::Flow;
use crate::documents::tree::Inline;
use crate::documents::tree::Item;
use crate::documents::tree::List;
use crate::documents::tree::Pictures;
use crate::documents::tree::RiskMap;
use crate::documents::tree::SignatureRow;
use crate::documents::tree::Table;
use crate::documents::tree::Target;
use crate::formats::Look;
use crate::formats::layout;
use crate::formats::svg;
use crate::formats::svg::Moment;
use crate::formats::svg::xml;

/// Columns from which a table scrolls by itself on a narrow screen.
const WIDE: usize = 4;

/// Writes the blocks of one document.
pub(super) struct Writer<'d> {
    document: &'d Document,
    look: &'d Look,
    referred: BTreeSet<usize>,
    figures: usize,
    new_page: bool,
}

impl<'d> Writer<'d> {
    pub(super) fn new(document: &'d Document, look: &'d Look) -> Self {
        Self { document, look, referred: BTreeSet::new(), figures: 0, new_page: false }
    }

    pub(super) fn write(&mut self, page: &mut String) {
        for block in &self.document.blocks {
            self.block(block, page);
        }
        if !self.document.footnotes.is_empty() {
            let title = xml(&self.look.words.footnotes);
            let _ = write!(page, "<section class=\"notes\" role=\"doc-endnotes\" aria-label=\"{title}\">\n<ol>\n");
            for (at, blocks) in self.document.footnotes.iter().enumerate() {
                let number = at + 1;
                let _ = write!(page, "<li id=\"note:{number}\">");
                self.blocks(blocks, page);
                let back = xml(&self.look.words.back);
                let _ = writeln!(page, "<a href=\"#reference:{number}\">{back} {number}</a></li>");
            }
            page.push_str("</ol>\n</section>\n");
        }
    }

    fn blocks(&mut self, blocks: &[Block], page: &mut String) {
        for block in blocks {
            self.block(block, page);
        }
    }

    fn block(&mut self, block: &Block, page: &mut String) {
        if std::mem::take(&mut self.new_page) {
            page.push_str("<div class=\"new-page\"></div>\n");
        }
        match block {
            Block::Heading(heading) => {
                let level = heading.level.clamp(1, 6);
                let tasks = match heading.tasks.join(" ") {
                    tasks if tasks.is_empty() => tasks,
                    tasks => format!(" data-tasks=\"{}\"", xml(&tasks)),
                };
                let number = heading.number.as_ref().map(|number| format!("{} ", xml(number))).unwrap_or_default();
                let text = self.inlines(&heading.text);
                let _ = writeln!(page, "<h{level} id=\"{}\"{tasks}>{number}{text}</h{level}>", xml(&heading.anchor));
            }
            Block::Paragraph(text) => {
                let _ = writeln!(page, "<p>{}</p>", self.inlines(text));
            }
            Block::List(list) => self.list(list, page),
            Block::Table(table) => self.table(table, page),
            Block::Definitions(definitions) => {
                page.push_str("<dl>\n");
                for definition in definitions {
                    let _ = write!(page, "<dt>{}</dt>\n<dd>", self.inlines(&definition.term));
                    self.blocks(&definition.details, page);
                    page.push_str("</dd>\n");
                }
                page.push_str("</dl>\n");
            }
            Block::Quote(blocks) => self.wrapped("blockquote", "", blocks, page),
            Block::Callout(callout) => {
                let class = match callout.kind {
                    CalloutKind::Note => "note",
                    CalloutKind::Tip => "tip",
                    CalloutKind::Important => "important",
                    CalloutKind::Warning => "warning",
                    CalloutKind::Caution => "caution",
                };
                let title = callout.title.as_deref().unwrap_or_else(|| self.look.words.callout(callout.kind));
                let _ = write!(
                    page,
                    "<div class=\"callout {class}\" role=\"note\">\n<p class=\"title\">{}</p>\n",
                    xml(title)
                );
                self.blocks(&callout.blocks, page);
                page.push_str("</div>\n");
            }
            Block::Code(text) => {
                let _ = writeln!(page, "<pre>{}</pre>", xml(text));
            }
            Block::Rule => page.push_str("<hr>\n"),
            Block::Signature(rows) => rows.iter().for_each(|row| self.signature(row, page)),
            Block::Choices(choices) => self.choices(choices, page),
            Block::Fields(fields) => self.fields(fields, page),
            Block::RiskMap(map) => self.risk_map(map, page),
            Block::Flow(flow) => self.flow(flow, page),
            Block::Pictures(pictures) => self.pictures(pictures, page),
            Block::Card(panels) => {
                page.push_str("<div class=\"card\">\n");
                for panel in panels {
                    self.wrapped("div", " class=\"panel\"", panel, page);
                }
                page.push_str("</div>\n");
            }
            Block::PageBreak => self.new_page = true,
        }
    }

    fn wrapped(&mut self, tag: &str, attributes: &str, blocks: &[Block], page: &mut String) {
        let _ = writeln!(page, "<{tag}{attributes}>");
        self.blocks(blocks, page);
        let _ = writeln!(page, "</{tag}>");
    }

    fn list(&mut self, list: &List, page: &mut String) {
        let tag = if list.start.is_some() { "ol" } else { "ul" };
        let start = match list.start {
            Some(start) if start != 1 => format!(" start=\"{start}\""),
            _ => String::new(),
        };
        let _ = writeln!(page, "<{tag}{start}>");
        for Item { ticked, blocks } in &list.items {
            let mut rest = blocks.as_slice();
            page.push_str(if ticked.is_some() { "<li class=\"tick\">" } else { "<li>" });
            if let (Some(ticked), Some((Block::Paragraph(text), after))) = (ticked, blocks.split_first()) {
                let _ = write!(page, "<label>{} <span>{}</span></label>", check_box("", *ticked), self.inlines(text));
                rest = after;
            } else if let (true, Some((Block::Paragraph(text), after))) = (list.tight, blocks.split_first()) {
                page.push_str(&self.inlines(text));
                rest = after;
            }
            if !rest.is_empty() {
                page.push('\n');
                self.blocks(rest, page);
            }
            page.push_str("</li>\n");
        }
        let _ = writeln!(page, "</{tag}>");
    }

    fn table(&mut self, table: &Table, page: &mut String) {
        let wide = if table.columns.len() >= WIDE { " wide\" tabindex=\"0" } else { "" };
        let _ = write!(page, "<div class=\"table{wide}\">\n<table>\n<thead>\n<tr>");
        let class = |at: usize| match table.columns.get(at) {
            Some(Align::Center) => " class=\"middle\"",
            Some(Align::End) => " class=\"end\"",
            Some(Align::Start) | None => "",
        };
        for (at, cell) in table.header.iter().enumerate() {
            // A header cell without words names nothing: it is a plain cell.
            let words = self.inlines(cell);
            let (tag, scope) = if words.is_empty() { ("td", "") } else { ("th", " scope=\"col\"") };
            let _ = write!(page, "<{tag}{scope}{}>{words}</{tag}>", class(at));
        }
        page.push_str("</tr>\n</thead>\n<tbody>\n");
        for row in &table.rows {
            page.push_str("<tr>");
            for (at, cell) in row.iter().enumerate() {
                let _ = write!(page, "<td{}>{}</td>", class(at), self.inlines(cell));
            }
            page.push_str("</tr>\n");
        }
        page.push_str("</tbody>\n</table>\n</div>\n");
    }

    fn signature(&mut self, row: &SignatureRow, page: &mut String) {
        page.push_str("<div class=\"signature\">\n");
        if let Some(title) = &row.title {
            let _ = writeln!(page, "<p class=\"title\">{}</p>", self.inlines(title));
        }
        page.push_str("<div class=\"lines\">\n");
        for label in &row.lines {
            let _ = writeln!(page, "<p class=\"line\"><span>{}</span></p>", self.inlines(label));
        }
        page.push_str("</div>\n</div>\n");
    }

    fn choices(&mut self, choices: &Choices, page: &mut String) {
        if let Some(title) = &choices.title {
            let _ = writeln!(page, "<p class=\"title\">{}</p>", self.inlines(title));
        }
        page.push_str("<div class=\"choices\">\n");
        for choice in &choices.choices {
            let long = if layout::is_short(choice) { "" } else { " class=\"long\"" };
            let _ = write!(
                page,
                "<fieldset{long}>\n<legend>{}</legend>\n<div class=\"options\">\n",
                self.inlines(&choice.question)
            );
            for option in &choice.options {
                let _ = writeln!(
                    page,
                    "<label><input type=\"radio\" name=\"{}\"> <span>{}</span></label>",
                    xml(&choice.id),
                    self.inlines(option)
                );
            }
            page.push_str("</div>\n</fieldset>\n");
        }
        page.push_str("</div>\n");
    }

    fn fields(&mut self, fields: &Fields, page: &mut String) {
        if let Some(title) = &fields.title {
            let _ = writeln!(page, "<p class=\"title\">{}</p>", self.inlines(title));
        }
        for field in &fields.fields {
            let short = if field.lines == 0 { " short" } else { "" };
            let _ = write!(page, "<div class=\"field{short}\"><p>{}</p>", self.inlines(&field.label));
            for _ in 0..field.lines.max(1) {
                page.push_str("<i></i>");
            }
            page.push_str("</div>\n");
        }
    }

    fn pictures(&mut self, pictures: &Pictures, page: &mut String) {
        if let Some(title) = &pictures.title {
            let _ = writeln!(page, "<p class=\"title\">{}</p>", self.inlines(title));
        }
        for picture in &pictures.pictures {
            let _ = write!(
                page,
                "<div class=\"picture\">\n<p class=\"frame\">{}</p>\n<p class=\"say\">{}</p>\n</div>\n",
                self.inlines(&picture.draw),
                self.inlines(&picture.say)
            );
        }
    }

    fn risk_map(&mut self, map: &RiskMap, page: &mut String) {
        page.push_str("<figure>\n<div class=\"maps\">\n");
        for moment in [Moment::Before, Moment::After] {
            self.figures += 1;
            let _ = writeln!(page, "{}", svg::risk_map(map, moment, &format!("map:{}:", self.figures)));
        }
        page.push_str("</div>\n</figure>\n<div class=\"table\">\n<table>\n<thead>\n<tr>");
        for word in map.words.header() {
            let _ = write!(page, "<th scope=\"col\">{}</th>", xml(&word));
        }
        page.push_str("</tr>\n</thead>\n<tbody>\n");
        for (at, risk) in map.risks.iter().enumerate() {
            let [before, after] = risk.scores(&map.words);
            let _ = writeln!(
                page,
                "<tr><td>{}. {}</td><td>{}</td><td>{}</td></tr>",
                at + 1,
                self.inlines(&risk.label),
                xml(&before),
                xml(&after)
            );
        }
        page.push_str("</tbody>\n</table>\n</div>\n");
    }

    fn flow(&mut self, flow: &Flow, page: &mut String) {
        let picture = svg::flow(flow, self.document.direction);
        let _ = write!(
            page,
            "<p class=\"title\">{}</p>\n<figure>\n{picture}\n</figure>\n<ol>\n",
            self.inlines(&flow.title)
        );
        for line in flow.lines(self.document.direction) {
            let _ = write!(page, "<li>{}", self.inlines(line.text));
            if !line.branches.is_empty() {
                page.push_str("\n<ul>\n");
                for branch in &line.branches {
                    let _ = writeln!(page, "<li>{}</li>", self.inlines(branch));
                }
                page.push_str("</ul>\n");
            }
            page.push_str("</li>\n");
        }
        page.push_str("</ol>\n");
    }

    fn inlines(&mut self, inlines: &[Inline]) -> String {
        let mut text = String::new();
        for inline in inlines {
            match inline {
                Inline::Text(words) => text.push_str(&xml(&layout::unbroken(words))),
                Inline::Emphasis(inner) => self.around("em", inner, &mut text),
                Inline::Strong(inner) => self.around("strong", inner, &mut text),
                Inline::Code(words) => {
                    let _ = write!(text, "<code>{}</code>", xml(words));
                }
                Inline::Link(target, inner) => self.link(target, inner, &mut text),
                Inline::SoftBreak => text.push('\n'),
                Inline::LineBreak => text.push_str("<br>\n"),
                Inline::Footnote(number) => {
                    let id = match self.referred.insert(*number) {
                        true => format!(" id=\"reference:{number}\""),
                        false => String::new(),
                    };
                    let _ = write!(
                        text,
                        "<sup><a href=\"#note:{number}\"{id} role=\"doc-noteref\" aria-label=\"{} {number}\">{number}</a></sup>",
                        xml(&self.look.words.footnotes)
                    );
                }
                Inline::Box(ticked) => text.push_str(&check_box(&self.look.words.tick_box, *ticked)),
                Inline::Gap { text: words, .. } => {
                    let _ = write!(text, "<mark class=\"gap\">{}</mark>", xml(words));
                }
            }
        }
        text
    }

    fn around(&mut self, tag: &str, inner: &[Inline], text: &mut String) {
        let _ = write!(text, "<{tag}>{}</{tag}>", self.inlines(inner));
    }

    fn link(&mut self, target: &Target, inner: &[Inline], text: &mut String) {
        let address = match target {
            Target::Anchor(anchor) => Some(format!("#{anchor}")),
            Target::Document { stem, anchor } if self.look.documents.contains(stem) => {
                let anchor = anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
                Some(format!("{stem}.html{anchor}"))
            }
            Target::Document { .. } => None,
            Target::Address(address) => Some(address.clone()),
        };
        let words = self.inlines(inner);
        match address {
            Some(address) => {
                let _ = write!(text, "<a href=\"{}\" rel=\"noreferrer\">{words}</a>", xml(&address));
            }
            None => text.push_str(&words),
        }
    }
}

/// A box to tick; with a label of its own where no words stand beside it.
fn check_box(label: &str, ticked: bool) -> String {
    let label = if label.is_empty() { String::new() } else { format!(" aria-label=\"{}\"", xml(label)) };
    let checked = if ticked { " checked" } else { "" };
    format!("<input type=\"checkbox\"{label}{checked}>")
}
