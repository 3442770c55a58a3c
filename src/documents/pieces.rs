//! What a document says, in reading order, without the way it looks: what every format must carry.

use super::tree::Block;
use super::tree::Direction;
use super::tree::Document;
use super::tree::Flow;
use super::tree::FlowStep;
use super::tree::Inline;
use super::tree::Inlines;
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

fn push_blocks<'t>(blocks: impl IntoIterator<Item = &'t Block>, direction: Direction, pieces: &mut Vec<Piece>) {
    blocks.into_iter().for_each(|block| push_block(block, direction, pieces));
}

fn push_lines<'t>(kind: PieceKind, lines: impl IntoIterator<Item = &'t Inlines>, pieces: &mut Vec<Piece>) {
    pieces.extend(lines.into_iter().map(|line| Piece { kind, text: plain(line) }));
}

fn push_block(block: &Block, direction: Direction, pieces: &mut Vec<Piece>) {
    match block {
        Block::Heading(heading) => {
            let number = heading.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
            let text = format!("{number}{}", plain(&heading.text));
            pieces.push(Piece { kind: PieceKind::Heading(heading.level), text });
        }
        Block::Paragraph(text) => push_lines(PieceKind::Paragraph, [text], pieces),
        Block::Code(text) => pieces.push(Piece { kind: PieceKind::Paragraph, text: text.clone() }),
        Block::List(list) => push_blocks(list.items.iter().flat_map(|item| &item.blocks), direction, pieces),
        Block::Table(table) => {
            push_lines(PieceKind::Cell, table.header.iter().chain(table.rows.iter().flatten()), pieces);
        }
        Block::Definitions(definitions) => {
            for definition in definitions {
                push_lines(PieceKind::Paragraph, [&definition.term], pieces);
                push_blocks(&definition.details, direction, pieces);
            }
        }
        Block::Quote(blocks) => push_blocks(blocks, direction, pieces),
        Block::Callout(callout) => {
            let title = callout.title.iter().cloned();
            pieces.extend(title.map(|text| Piece { kind: PieceKind::Paragraph, text }));
            push_blocks(&callout.blocks, direction, pieces);
        }
        Block::Card(panels) => push_blocks(panels.iter().flatten(), direction, pieces),
        Block::RiskMap(map) => {
            let cells = map.words.header().into_iter().chain(map.risks.iter().enumerate().flat_map(|(at, risk)| {
                let [before, after] = risk.scores(&map.words);
                [format!("{}. {}", at + 1, plain(&risk.label)), before, after]
            }));
            pieces.extend(cells.map(|text| Piece { kind: PieceKind::Cell, text }));
        }
        Block::Flow(flow) => {
            push_lines(PieceKind::Paragraph, [&flow.title], pieces);
            for line in flow.lines(direction) {
                pieces.push(Piece { kind: PieceKind::Paragraph, text: plain(line.text) });
                push_lines(PieceKind::Paragraph, &line.branches, pieces);
            }
        }
        Block::Choices(choices) => {
            let lines =
                choices.choices.iter().flat_map(|choice| std::iter::once(&choice.question).chain(&choice.options));
            push_lines(PieceKind::Choice, choices.title.iter().chain(lines), pieces);
        }
        Block::Signature(rows) => {
            push_lines(PieceKind::Label, rows.iter().flat_map(|row| row.title.iter().chain(&row.lines)), pieces);
        }
        Block::Fields(fields) => {
            let labels = fields.fields.iter().map(|field| &field.label);
            push_lines(PieceKind::Label, fields.title.iter().chain(labels), pieces);
        }
        Block::Pictures(pictures) => {
            let words = pictures.pictures.iter().flat_map(|picture| [&picture.draw, &picture.say]);
            push_lines(PieceKind::Label, pictures.title.iter().chain(words), pieces);
        }
        Block::Rule | Block::PageBreak => {}
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::markdown;
    use crate::documents::tree::Target;

    #[test]
    fn everything_that_a_block_says_is_a_piece_in_its_order() {
        let text = "One\n\n: Two\n\n> [!TIP]\n> Three\n\n> [!NOTE] Four\n> Five\n\n> Six\n\n---\n\n```pictures\n# Seven\nEight | Nine\n```\n";
        let body = markdown::read(text).unwrap();
        let mut pieces = Vec::new();
        push_blocks(&body.blocks, Direction::LeftToRight, &mut pieces);
        push_blocks(&[Block::Code("Ten".to_owned())], Direction::LeftToRight, &mut pieces);
        let words: Vec<&str> = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(words, ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"]);
    }

    #[test]
    fn marks_around_nothing_are_blank_and_what_is_to_be_filled_in_is_not() {
        let blank = |inline: Inline| is_blank(&[inline]);
        let space = || vec![Inline::Text(" ".to_owned()), Inline::Code(String::new()), Inline::LineBreak];
        assert!(blank(Inline::Link(Target::Anchor("a".to_owned()), space())));
        assert!(blank(Inline::Strong(space())) && blank(Inline::Emphasis(space())) && blank(Inline::SoftBreak));
        assert!(!blank(Inline::Code("x".to_owned())) && !blank(Inline::Box(false)) && !blank(Inline::Footnote(1)));
    }
}
