//! What a document says, in reading order, without the way it looks: what every format must carry.

use super::tree::Block;
use super::tree::Direction;
use super::tree::Document;
use super::tree::Flow;
use super::tree::FlowStep;
use super::tree::Inline;
use super::tree::Inlines;
use super::tree::Item;
use super::tree::Risk;
use super::tree::RiskMapWords;
use super::tree::Score;

/// One thing that a document says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// Its words.
    pub text: String,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PieceKind {
    /// A heading, with its level.
    Heading(u8),
    /// A paragraph, or the words of a list's item.
    Paragraph,
    /// A cell of a table.
    Cell,
    /// A question, or one of the answers to tick.
    Choice,
    /// The label of a line to write on or of a picture, or the words to say to it.
    Label,
}

/// The words of inlines; line ends are spaces.
pub fn plain(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain(inlines, &mut text);
    text
}

/// True where inlines show nothing at all.
pub fn is_blank(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => text.trim().is_empty(),
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link(_, inner) => is_blank(inner),
        Inline::SoftBreak | Inline::LineBreak => true,
        Inline::Footnote(_) | Inline::Box(_) | Inline::Gap { .. } => false,
    })
}

fn push_plain(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(inner) | Inline::Code(inner) | Inline::Gap { text: inner, .. } => text.push_str(inner),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link(_, inner) => push_plain(inner, text),
            Inline::SoftBreak | Inline::LineBreak => text.push(' '),
            Inline::Footnote(_) | Inline::Box(_) => {}
        }
    }
}

impl Document {
    /// Everything that the document says, in reading order; footnotes last.
    pub fn pieces(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for block in self.blocks.iter().chain(self.footnotes.iter().flatten()) {
            push_block(block, self.direction, &mut pieces);
        }
        pieces
    }

    /// The title as printed above the text; none where the text begins with a title of its own.
    pub fn title_above(&self) -> Option<&str> {
        match self.blocks.first() {
            Some(Block::Heading(heading)) if heading.level == 1 => None,
            _ => Some(&self.title),
        }
    }
}

/// Calls a function with every line of text in a block, in reading order.
pub fn visit<'t>(block: &'t Block, see: &mut dyn FnMut(&'t [Inline])) {
    match block {
        Block::Heading(heading) => see(&heading.text),
        Block::Paragraph(text) => see(text),
        Block::List(list) => list.items.iter().flat_map(|item| &item.blocks).for_each(|block| visit(block, see)),
        Block::Table(table) => table.header.iter().chain(table.rows.iter().flatten()).for_each(|cell| see(cell)),
        Block::Definitions(definitions) => {
            for definition in definitions {
                see(&definition.term);
                definition.details.iter().for_each(|block| visit(block, see));
            }
        }
        Block::Quote(blocks) => blocks.iter().for_each(|block| visit(block, see)),
        Block::Callout(callout) => callout.blocks.iter().for_each(|block| visit(block, see)),
        Block::Signature(rows) => {
            rows.iter().flat_map(|row| row.title.iter().chain(&row.lines)).for_each(|line| see(line));
        }
        Block::Choices(choices) => {
            choices.title.iter().for_each(|title| see(title));
            for choice in &choices.choices {
                see(&choice.question);
                choice.options.iter().for_each(|option| see(option));
            }
        }
        Block::Fields(fields) => {
            fields.title.iter().chain(fields.fields.iter().map(|field| &field.label)).for_each(|line| see(line));
        }
        Block::RiskMap(map) => map.risks.iter().for_each(|risk| see(&risk.label)),
        Block::Flow(flow) => {
            see(&flow.title);
            for step in &flow.steps {
                match step {
                    FlowStep::Step(text) | FlowStep::End(text) => see(text),
                    FlowStep::Ask { question, yes, no } => [question, yes, no].into_iter().for_each(|text| see(text)),
                }
            }
        }
        Block::Pictures(pictures) => {
            pictures.title.iter().for_each(|title| see(title));
            pictures.pictures.iter().flat_map(|picture| [&picture.draw, &picture.say]).for_each(|text| see(text));
        }
        Block::Card(panels) => panels.iter().flatten().for_each(|block| visit(block, see)),
        Block::Code(_) | Block::Rule | Block::PageBreak => {}
    }
}

fn push_block(block: &Block, direction: Direction, pieces: &mut Vec<Piece>) {
    let kind = match block {
        Block::Heading(heading) => {
            let number = heading.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
            let text = format!("{number}{}", plain(&heading.text));
            pieces.push(Piece { kind: PieceKind::Heading(heading.level), text });
            return;
        }
        Block::Code(text) => {
            pieces.push(Piece { kind: PieceKind::Paragraph, text: text.clone() });
            return;
        }
        Block::List(list) => {
            list.items
                .iter()
                .for_each(|Item { blocks, .. }| blocks.iter().for_each(|inner| push_block(inner, direction, pieces)));
            return;
        }
        Block::Definitions(definitions) => {
            for definition in definitions {
                pieces.push(Piece { kind: PieceKind::Paragraph, text: plain(&definition.term) });
                definition.details.iter().for_each(|inner| push_block(inner, direction, pieces));
            }
            return;
        }
        Block::Quote(blocks) => return blocks.iter().for_each(|inner| push_block(inner, direction, pieces)),
        Block::Callout(callout) => {
            if let Some(title) = &callout.title {
                pieces.push(Piece { kind: PieceKind::Paragraph, text: title.clone() });
            }
            return callout.blocks.iter().for_each(|inner| push_block(inner, direction, pieces));
        }
        Block::Card(panels) => return panels.iter().flatten().for_each(|inner| push_block(inner, direction, pieces)),
        Block::RiskMap(map) => {
            let cells = map.words.header().into_iter().chain(map.risks.iter().enumerate().flat_map(|(at, risk)| {
                let [before, after] = risk.scores(&map.words);
                [format!("{}. {}", at + 1, plain(&risk.label)), before, after]
            }));
            return pieces.extend(cells.map(|text| Piece { kind: PieceKind::Cell, text }));
        }
        Block::Flow(flow) => {
            pieces.push(Piece { kind: PieceKind::Paragraph, text: plain(&flow.title) });
            for line in flow.lines(direction) {
                pieces.push(Piece { kind: PieceKind::Paragraph, text: plain(line.text) });
                pieces.extend(line.branches.iter().map(|text| Piece { kind: PieceKind::Paragraph, text: plain(text) }));
            }
            return;
        }
        Block::Paragraph(_) => PieceKind::Paragraph,
        Block::Table(_) => PieceKind::Cell,
        Block::Choices(_) => PieceKind::Choice,
        Block::Signature(_) | Block::Fields(_) | Block::Pictures(_) => PieceKind::Label,
        Block::Rule | Block::PageBreak => return,
    };
    visit(block, &mut |text| pieces.push(Piece { kind, text: plain(text) }));
}

/// One box of a chart in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowLine<'t> {
    /// What the box says.
    pub text: &'t [Inline],
    /// The ways on from a question, as `Yes: …`; a way without words of its own leads to the next number.
    pub branches: Vec<Inlines>,
}

impl Flow {
    /// The chart in words: its boxes from top to bottom, to be numbered from 1.
    pub fn lines(&self, direction: Direction) -> Vec<FlowLine<'_>> {
        let arrow = if direction == Direction::LeftToRight { '→' } else { '←' };
        let branch = |word: &Inlines, text: &Inlines, next: usize| {
            let mut line = word.clone();
            line.push(Inline::Text(": ".to_owned()));
            if is_blank(text) {
                line.push(Inline::Text(format!("{arrow} {next}")));
            } else {
                line.extend(text.iter().cloned());
            }
            line
        };
        let mut lines = Vec::new();
        for (at, step) in self.steps.iter().enumerate() {
            lines.push(match step {
                FlowStep::Step(text) | FlowStep::End(text) => FlowLine { text, branches: Vec::new() },
                FlowStep::Ask { question, yes, no } => FlowLine {
                    text: question,
                    branches: vec![branch(&self.yes, yes, at + 2), branch(&self.no, no, at + 2)],
                },
            });
        }
        lines
    }
}

impl RiskMapWords {
    /// The header of the table under the map.
    pub fn header(&self) -> [String; 3] {
        [self.risk.clone(), self.before.clone(), self.after.clone()]
    }

    /// The name of a score's band.
    pub fn band(&self, score: Score) -> &str {
        let [low, medium, high, extreme] = &self.bands;
        match score.band() {
            0 => low,
            1 => medium,
            2 => high,
            _ => extreme,
        }
    }
}

impl Risk {
    /// Both scores in words; a dash where there is none.
    pub fn scores(&self, words: &RiskMapWords) -> [String; 2] {
        [self.before, self.after].map(|score| match score {
            Some(score) => format!("{score}, {}", words.band(score)),
            None => "–".to_owned(),
        })
    }
}
