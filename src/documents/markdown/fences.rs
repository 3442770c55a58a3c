//! What paper forms need and Markdown lacks: fenced blocks with a known name.

use comrak::Arena;

use super::Problem;
use super::ProblemKind;
use super::reader::Inside;
use super::reader::Reader;
use super::reader::Section;
use super::reader::options;
use crate::documents::pieces::is_blank;
use crate::documents::pieces::plain;
use crate::documents::tree::Block;
use crate::documents::tree::Choice;
use crate::documents::tree::Choices;
use crate::documents::tree::Field;
use crate::documents::tree::Fields;
use crate::documents::tree::Flow;
use crate::documents::tree::FlowStep;
use crate::documents::tree::Inline;
use crate::documents::tree::Inlines;
use crate::documents::tree::Picture;
use crate::documents::tree::Pictures;
use crate::documents::tree::Risk;
use crate::documents::tree::RiskMap;
use crate::documents::tree::RiskMapWords;
use crate::documents::tree::Score;
use crate::documents::tree::SignatureRow;

const CHOICE_LINE: &str = "id | question | option | option";
const FIELD_LINE: &str = "label | number of lines, 0 to 30";
const RISK_HEAD: &str = "# Risk | Before | With safeguards | Likelihood | Severity | Low | Medium | High | Extreme";
const RISK_LINE: &str = "id | label | 1 to 5 | 1 to 5 | 1 to 5 or empty | 1 to 5 or empty";
const FLOW_HEAD: &str = "# title | Yes | No";
const FLOW_LINE: &str = "step | text, ask | question | if yes | if no, or end | text";

/// One line of a fenced block: its number, and its text.
type Line<'t> = (usize, &'t str);

impl Reader {
    /// Reads a fenced block by its name.
    pub(super) fn fence(&mut self, info: &str, literal: &str, at: usize, depth: usize) -> Option<Block> {
        let (name, argument) = info.split_once(char::is_whitespace).unwrap_or((info, ""));
        let lines: Vec<Line<'_>> = literal
            .lines()
            .enumerate()
            .map(|(index, text)| (self.line(at + 1 + index), text.trim_matches([' ', '\t'])))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let block = match name {
            "section" => {
                self.section_mark(argument.trim(), &lines, at);
                return None;
            }
            "page-break" => return Some(Block::PageBreak),
            "signature" => ("signature", self.signature(&lines)),
            "choices" => ("choices", self.choice_lines(&lines)),
            "fields" => ("fields", self.field_lines(&lines)),
            "risk-map" => ("risk-map", self.risk_map(&lines, at)),
            "flow" => ("flow", self.flow(&lines, at)),
            "pictures" => ("pictures", self.picture_lines(&lines)),
            "card" => ("card", self.card(literal, at, depth)),
            _ => {
                self.problem(at, ProblemKind::UnknownFence(name.to_owned()));
                return None;
            }
        };
        match block {
            (_, Some(block)) => Some(block),
            (name, None) => {
                self.problem(at, ProblemKind::EmptyFence(name));
                None
            }
        }
    }

    fn at(&mut self, line: usize, kind: ProblemKind) {
        self.problems.push(Problem { line, kind });
    }

    fn section_mark(&mut self, argument: &str, lines: &[Line<'_>], at: usize) {
        let line = self.line(at);
        let tasks = lines.iter().map(|(line, text)| plain(&self.cell(*line, text))).collect();
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if argument.is_empty() || !argument.chars().all(fits) {
            self.at(line, ProblemKind::AnchorShape(argument.to_owned()));
        } else if !self.anchors.insert(argument.to_owned()) {
            self.at(line, ProblemKind::AnchorTwice(argument.to_owned()));
        }
        self.section = Some(Section { line, anchor: argument.to_owned(), tasks });
    }

    fn signature(&mut self, lines: &[Line<'_>]) -> Option<Block> {
        let mut rows = Vec::new();
        let mut title = None;
        for (line, text) in lines {
            match text.strip_prefix("# ") {
                Some(text) => title = Some(self.cell(*line, text)),
                None => rows.push(SignatureRow { title: title.take(), lines: self.cells(*line, text) }),
            }
        }
        if let Some((line, _)) = lines.last().filter(|_| title.is_some()) {
            self.at(
                *line,
                ProblemKind::FenceLine {
                    fence: "signature",
                    expected: "a title, and below it the labels of its lines",
                },
            );
        }
        (!rows.is_empty()).then_some(Block::Signature(rows))
    }

    fn choice_lines(&mut self, lines: &[Line<'_>]) -> Option<Block> {
        let (title, lines) = self.head(lines);
        let mut choices = Vec::new();
        for (line, text) in lines {
            let mut cells = self.cells(*line, text).into_iter();
            let id = cells.next().map(|cell| plain(&cell)).unwrap_or_default();
            let question = cells.next().unwrap_or_default();
            let options: Vec<Inlines> = cells.collect();
            let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            let named = !id.is_empty() && id.chars().all(fits);
            if !named || is_blank(&question) || options.len() < 2 || options.iter().any(|option| is_blank(option)) {
                self.at(*line, ProblemKind::FenceLine { fence: "choices", expected: CHOICE_LINE });
                continue;
            }
            if !self.choices.insert(id.clone()) {
                self.at(*line, ProblemKind::ChoiceTwice(id.clone()));
            }
            choices.push(Choice { id, question, options });
        }
        (!lines.is_empty()).then_some(Block::Choices(Choices { title, choices }))
    }

    fn field_lines(&mut self, lines: &[Line<'_>]) -> Option<Block> {
        let (title, lines) = self.head(lines);
        let mut fields = Vec::new();
        for (line, text) in lines {
            let mut cells = self.cells(*line, text).into_iter();
            let label = cells.next().unwrap_or_default();
            let number = cells.next().map_or(Some(1), |cell| plain(&cell).trim().parse::<usize>().ok());
            match number {
                Some(number) if number <= 30 && cells.next().is_none() && !is_blank(&label) => {
                    fields.push(Field { label, lines: number });
                }
                _ => self.at(*line, ProblemKind::FenceLine { fence: "fields", expected: FIELD_LINE }),
            }
        }
        (!lines.is_empty()).then_some(Block::Fields(Fields { title, fields }))
    }

    fn picture_lines(&mut self, lines: &[Line<'_>]) -> Option<Block> {
        let (title, lines) = self.head(lines);
        let mut pictures = Vec::new();
        for (line, text) in lines {
            match <[Inlines; 2]>::try_from(self.cells(*line, text)) {
                Ok([draw, say]) => pictures.push(Picture { draw, say }),
                Err(_) => self.at(
                    *line,
                    ProblemKind::FenceLine { fence: "pictures", expected: "what to draw or point at | words to say" },
                ),
            }
        }
        (!lines.is_empty()).then_some(Block::Pictures(Pictures { title, pictures }))
    }

    fn risk_map(&mut self, lines: &[Line<'_>], at: usize) -> Option<Block> {
        let words = self.head_words(lines).and_then(|cells| <[Inlines; 9]>::try_from(cells).ok());
        let Some(words) = words else {
            self.problem(at, ProblemKind::HeadLine { fence: "risk-map", expected: RISK_HEAD });
            return Some(Block::Rule);
        };
        let [risk_word, before, after, likelihood, severity, low, medium, high, extreme] =
            words.map(|word| plain(&word));
        let words =
            RiskMapWords { risk: risk_word, before, after, likelihood, severity, bands: [low, medium, high, extreme] };
        let mut risks = Vec::new();
        for (line, text) in lines.iter().skip(1) {
            match <[Inlines; 6]>::try_from(self.cells(*line, text)).ok().and_then(risk) {
                Some(risk) => risks.push(risk),
                None => self.at(*line, ProblemKind::FenceLine { fence: "risk-map", expected: RISK_LINE }),
            }
        }
        Some(Block::RiskMap(RiskMap { words, risks }))
    }

    fn flow(&mut self, lines: &[Line<'_>], at: usize) -> Option<Block> {
        let words = self.head_words(lines).and_then(|cells| <[Inlines; 3]>::try_from(cells).ok());
        let Some([title, yes, no]) = words else {
            self.problem(at, ProblemKind::HeadLine { fence: "flow", expected: FLOW_HEAD });
            return Some(Block::Rule);
        };
        let mut steps = Vec::new();
        for (line, text) in lines.iter().skip(1) {
            let mut cells = self.cells(*line, text);
            let kind = if cells.is_empty() { String::new() } else { plain(&cells.remove(0)) };
            let step = match (kind.as_str(), cells.len()) {
                ("step", 1) => cells.pop().map(FlowStep::Step),
                ("end", 1) => cells.pop().map(FlowStep::End),
                ("ask", 3) => {
                    <[Inlines; 3]>::try_from(cells).ok().map(|[question, yes, no]| FlowStep::Ask { question, yes, no })
                }
                _ => None,
            };
            match step {
                Some(step) => steps.push(step),
                None => self.at(*line, ProblemKind::FenceLine { fence: "flow", expected: FLOW_LINE }),
            }
        }
        (lines.len() > 1).then_some(Block::Flow(Flow { title, yes, no, steps }))
    }

    fn card(&mut self, literal: &str, at: usize, depth: usize) -> Option<Block> {
        let mut panels = Vec::new();
        let mut begin = 0;
        let lines: Vec<&str> = literal.lines().collect();
        let ends = lines.iter().enumerate().filter(|(_, line)| line.trim() == "---").map(|(index, _)| index);
        for end in ends.chain([lines.len()]) {
            let panel = lines.get(begin..end).unwrap_or_default();
            let arena = Arena::new();
            let mut reading = options();
            reading.extension.footnotes = false;
            let root = comrak::parse_document(&arena, &panel.join("\n"), &reading);
            let before = self.offset;
            self.offset += at + begin;
            panels.push(self.blocks(root, panel, Inside::Page, depth + 1));
            self.close_section();
            self.offset = before;
            begin = end + 1;
        }
        panels.iter().any(|panel| !panel.is_empty()).then_some(Block::Card(panels))
    }

    /// The line above a block that says how to answer.
    fn head<'l, 't>(&mut self, lines: &'l [Line<'t>]) -> (Option<Inlines>, &'l [Line<'t>]) {
        match lines.split_first() {
            Some(((line, text), rest)) if text.starts_with("# ") => {
                let title = self.cell(*line, text.trim_start_matches('#'));
                (Some(title), rest)
            }
            _ => (None, lines),
        }
    }

    fn head_words(&mut self, lines: &[Line<'_>]) -> Option<Vec<Inlines>> {
        let (line, text) = lines.first()?;
        Some(self.cells(*line, text.strip_prefix("# ")?))
    }

    fn cells(&mut self, line: usize, text: &str) -> Vec<Inlines> {
        split_cells(text).into_iter().map(|cell| self.cell(line, cell)).collect()
    }
}

/// The texts between bars; a bar behind a backslash is text.
pub(super) fn split_cells(line: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let mut begin = 0;
    let mut escaped = false;
    for (at, character) in line.char_indices() {
        match character {
            '|' if !escaped => {
                cells.push(line.get(begin..at).unwrap_or_default());
                begin = at + 1;
            }
            _ => {}
        }
        escaped = character == '\\' && !escaped;
    }
    cells.push(line.get(begin..).unwrap_or_default());
    cells
}

fn risk([id, mut label, likelihood, severity, residual_likelihood, residual_severity]: [Inlines; 6]) -> Option<Risk> {
    let before = score(&likelihood, &severity)?;
    let after = score(&residual_likelihood, &residual_severity)?;
    let gaps = [likelihood, severity, residual_likelihood, residual_severity].into_iter().flatten();
    for gap in gaps.filter(|inline| matches!(inline, Inline::Gap { .. })) {
        label.push(Inline::Text(" ".to_owned()));
        label.push(gap);
    }
    Some(Risk { id: plain(&id), label, before, after })
}

/// A score that is given, or none where a part is empty or a gap; nothing where a part is no number from 1 to 5.
fn score(likelihood: &Inlines, severity: &Inlines) -> Option<Option<Score>> {
    let missing = |cell: &Inlines| is_blank(cell) || cell.iter().any(|inline| matches!(inline, Inline::Gap { .. }));
    if missing(likelihood) || missing(severity) {
        return Some(None);
    }
    let number = |cell: &Inlines| plain(cell).trim().parse::<u8>().ok();
    Score::new(number(likelihood)?, number(severity)?).map(Some)
}
