//! What forms on paper need: lines to sign on, boxes to tick, room to write, maps and charts as tables.

use super::blocks::Place;
use super::blocks::STEP;
use super::blocks::Writer;
use super::blocks::ending;
use super::mm;
use super::xml::Cell;
use super::xml::Paragraph;
use super::xml::Row;
use super::xml::Run;
use super::xml::Table;
use crate::documents::pieces::is_blank;
use crate::documents::pieces::plain;
use crate::documents::tree::Block;
use crate::documents::tree::Choice;
use crate::documents::tree::Choices;
use crate::documents::tree::Fields;
use crate::documents::tree::Flow;
use crate::documents::tree::FlowStep;
use crate::documents::tree::Inline;
use crate::documents::tree::Inlines;
use crate::documents::tree::Pictures;
use crate::documents::tree::RiskMap;
use crate::documents::tree::Score;
use crate::documents::tree::SignatureRow;
use crate::formats::layout;

const BELOW: &str = "<w:bottom w:val=\"single\" w:sz=\"4\" w:color=\"8A969B\"/>";
const AROUND: &str = "<w:top w:val=\"single\" w:sz=\"8\" w:color=\"12181B\"/><w:left w:val=\"single\" w:sz=\"8\" w:color=\"12181B\"/>\
                      <w:bottom w:val=\"single\" w:sz=\"8\" w:color=\"12181B\"/><w:right w:val=\"single\" w:sz=\"8\" w:color=\"12181B\"/>";
const FOLDED: &str = "<w:top w:val=\"dashed\" w:sz=\"6\" w:color=\"8A969B\"/><w:left w:val=\"dashed\" w:sz=\"6\" w:color=\"8A969B\"/>\
                      <w:bottom w:val=\"dashed\" w:sz=\"6\" w:color=\"8A969B\"/><w:right w:val=\"dashed\" w:sz=\"6\" w:color=\"8A969B\"/>";
/// The bands from low to extreme, as patterns and colours.
const BANDS: [(&str, &str); 4] =
    [("clear", "EEF2F1"), ("pct10", "F7E6AC"), ("thinDiagStripe", "F2B277"), ("thinDiagCross", "DD7F73")];

impl Writer<'_> {
    fn title(&mut self, title: Option<&Inlines>) -> String {
        let Some(title) = title else { return String::new() };
        let runs = self.runs(title, Run::default());
        self.paragraph(Paragraph { style: "FormTitle", with_next: true, ..Paragraph::default() }, &runs)
    }

    fn line(&mut self, style: &'static str, text: &[Inline], with_next: bool) -> String {
        let runs = self.runs(text, Run::default());
        Paragraph { style, with_next, ..Paragraph::default() }.around(&runs, self.leftwards)
    }

    pub(super) fn signature(&mut self, rows: &[SignatureRow], place: Place) -> String {
        let mut written = String::new();
        for (at, row) in rows.iter().enumerate() {
            written.push_str(&self.title(row.title.as_ref()));
            let mut cells = Vec::new();
            let last = at + 1 == rows.len() || rows.len() > 3;
            for label in &row.lines {
                cells.push(Cell::new(self.line("SignatureLine", label, !last)));
            }
            let widths = vec![place.width / row.lines.len().max(1); row.lines.len().max(1)];
            let table =
                Table { style: "Form", widths, rows: vec![Row { cells, ..Row::default() }], ..Table::default() };
            let after =
                Paragraph { style: "Gapline", with_next: !last, ..Paragraph::default() }.around("", self.leftwards);
            written.push_str(&format!("{}{after}", table.write(self.leftwards)));
        }
        written
    }

    pub(super) fn choices(&mut self, choices: &Choices, place: Place) -> String {
        let title = self.title(choices.title.as_ref());
        let beside = (place.width * 38) / 100;
        let rows: Vec<Row> = choices.choices.iter().map(|choice| self.choice(choice)).collect();
        let table = Table {
            style: "Form",
            widths: vec![place.width - beside, beside],
            rows,
            description: choices.title.as_ref().map(|title| plain(title)).unwrap_or_default(),
            ..Table::default()
        };
        format!("{title}{}", self.table(&table))
    }

    fn choice(&mut self, choice: &Choice) -> Row {
        let question = self.line("ChoiceText", &choice.question, !layout::is_short(choice));
        let mut options = Vec::new();
        for (at, option) in choice.options.iter().enumerate() {
            let label = format!("{}: {}", plain(&choice.question), plain(option));
            let tick = self.tick_box(&label, &format!("{}.{}", choice.id, at + 1), false);
            let words = self.runs(option, Run::default());
            options.push(format!("{tick}{}{words}", Run::default().text("\u{a0}")));
        }
        let cells = if layout::is_short(choice) {
            let between = Run::default().text("\u{a0}\u{a0}\u{a0} ");
            let paragraph = Paragraph { style: "ChoiceText", align: "end", ..Paragraph::default() };
            let paragraph = paragraph.around(&options.join(&between), self.leftwards);
            vec![Cell { borders: BELOW, ..Cell::new(question) }, Cell { borders: BELOW, ..Cell::new(paragraph) }]
        } else {
            let mut content = question;
            for option in options {
                let paragraph = Paragraph { style: "ChoiceText", indent: STEP / 2, ..Paragraph::default() };
                content.push_str(&paragraph.around(&option, self.leftwards));
            }
            vec![Cell { span: 2, borders: BELOW, ..Cell::new(content) }]
        };
        Row { cells, ..Row::default() }
    }

    pub(super) fn fields(&mut self, fields: &Fields, place: Place) -> String {
        let mut written = self.title(fields.title.as_ref());
        for field in &fields.fields {
            let label = self.runs(&field.label, Run::default());
            if field.lines == 0 {
                let paragraph = Paragraph { style: "FieldLabel", line_to: Some(place.width), ..Paragraph::default() };
                let space = Run::default().text(" ");
                written.push_str(&self.paragraph(paragraph, &format!("{label}{space}<w:r><w:tab/></w:r>")));
            } else {
                let paragraph = Paragraph { style: "FieldLabel", with_next: true, ..Paragraph::default() };
                written.push_str(&self.paragraph(paragraph, &label));
                for line in 0..field.lines {
                    let with_next = line + 1 < field.lines && field.lines <= 12;
                    let paragraph = Paragraph { style: "WritingLine", with_next, ..Paragraph::default() };
                    written.push_str(&paragraph.around("", self.leftwards));
                }
            }
        }
        written
    }

    pub(super) fn pictures(&mut self, pictures: &Pictures, place: Place) -> String {
        let mut written = self.title(pictures.title.as_ref());
        for picture in &pictures.pictures {
            let cells = vec![
                Cell { borders: AROUND, ..Cell::new(self.line("SmallText", &picture.draw, false)) },
                Cell { centered: true, ..Cell::new(self.line("SayText", &picture.say, false)) },
            ];
            let frame = mm(44);
            written.push_str(&self.table(&Table {
                style: "Form",
                widths: vec![frame, place.width - frame],
                rows: vec![Row { height: frame, cells, ..Row::default() }],
                ..Table::default()
            }));
        }
        written
    }

    pub(super) fn card(&mut self, panels: &[Vec<Block>], place: Place) -> String {
        let width = place.width / 2;
        let inside = Place { width: width - mm(10), ..Place::default() };
        let mut rows = Vec::new();
        for pair in panels.chunks(2) {
            let mut cells = Vec::new();
            for panel in pair {
                let content = ending(self.blocks(panel, inside));
                cells.push(Cell { borders: FOLDED, ..Cell::new(content) });
            }
            if cells.len() == 1 {
                cells.push(Cell { borders: FOLDED, ..Cell::new("<w:p/>".to_owned()) });
            }
            rows.push(Row { cells, ..Row::default() });
        }
        self.table(&Table { style: "Form", widths: vec![width, width], rows, ..Table::default() })
    }

    pub(super) fn risk_map(&mut self, map: &RiskMap, place: Place) -> String {
        let words = &map.words;
        let mut written = String::new();
        for (title, after) in [(&words.before, false), (&words.after, true)] {
            written.push_str(&self.risk_grid(map, title, after, place));
        }
        let header = words.header().map(|word| Cell::new(self.line("TableHead", &[Inline::Text(word)], false)));
        let mut rows = vec![Row { header: true, cells: header.into(), ..Row::default() }];
        for (at, risk) in map.risks.iter().enumerate() {
            let mut label = vec![Inline::Text(format!("{}. ", at + 1))];
            label.extend(risk.label.iter().cloned());
            let [before, after] = risk.scores(words).map(|score| vec![Inline::Text(score)]);
            let cells = [label, before, after].map(|cell| Cell::new(self.line("TableText", &cell, false)));
            rows.push(Row { cells: cells.to_vec(), ..Row::default() });
        }
        let side = place.width / 4;
        let widths = vec![place.width - 2 * side, side, side];
        written.push_str(&self.table(&Table { style: "TableGrid", widths, rows, ..Table::default() }));
        written
    }

    /// One map as a table: likelihood upwards, severity sideways, the numbers of the risks in their places.
    fn risk_grid(&mut self, map: &RiskMap, title: &str, after: bool, place: Place) -> String {
        let words = &map.words;
        let small = |writer: &mut Self, text: String, strong: bool| {
            let runs = Run { bold: strong, ..Run::default() }.text(&text);
            Paragraph { style: "MapText", align: "center", with_next: true, ..Paragraph::default() }
                .around(&runs, writer.leftwards)
        };
        let mut rows = Vec::new();
        let head = small(self, format!("{title}: {} × {}", words.likelihood, words.severity), true);
        rows.push(Row { cells: vec![Cell { span: 6, ..Cell::new(head) }], ..Row::default() });
        for likelihood in (1..=5_u8).rev() {
            let mut cells = vec![Cell { centered: true, ..Cell::new(small(self, likelihood.to_string(), false)) }];
            for severity in 1..=5_u8 {
                let score = Score { likelihood, severity };
                let here = map.risks.iter().enumerate().filter(|(_, risk)| {
                    let stands = if after { risk.after } else { risk.before };
                    stands == Some(score)
                });
                let numbers: Vec<String> = here.map(|(at, _)| (at + 1).to_string()).collect();
                let shade = BANDS.get(usize::from(score.band())).copied();
                let product = (likelihood * severity).to_string();
                let mut runs = Run { bold: true, ..Run::default() }.text(&numbers.join(", "));
                if !numbers.is_empty() {
                    runs.push_str("<w:r><w:br/></w:r>");
                }
                runs.push_str(&Run { size: 13, ..Run::default() }.text(&product));
                let paragraph =
                    Paragraph { style: "MapText", align: "center", with_next: true, ..Paragraph::default() };
                let content = paragraph.around(&runs, self.leftwards);
                cells.push(Cell { shade, borders: AROUND, centered: true, ..Cell::new(content) });
            }
            rows.push(Row { height: mm(8), cells, ..Row::default() });
        }
        let mut cells = vec![Cell::new(small(self, String::new(), false))];
        cells.extend((1..=5).map(|severity: u8| Cell::new(small(self, severity.to_string(), false))));
        rows.push(Row { cells, ..Row::default() });
        let mut cells = vec![Cell::new(small(self, String::new(), false))];
        for (band, name) in words.bands.iter().enumerate() {
            let shade = BANDS.get(band).copied();
            cells.push(Cell { shade, borders: AROUND, ..Cell::new(small(self, name.clone(), false)) });
        }
        cells.push(Cell::new(small(self, String::new(), false)));
        rows.push(Row { cells, ..Row::default() });
        let first = place.width / 12;
        let each = (place.width * 2 / 3 - first) / 5;
        let widths = vec![first, each, each, each, each, each];
        self.table(&Table {
            style: "RiskMap",
            widths,
            rows,
            description: format!("{title}: {}, {}", words.likelihood, words.severity),
            centered: true,
        })
    }

    pub(super) fn flow(&mut self, flow: &Flow, place: Place) -> String {
        let mut written = self.title(Some(&flow.title));
        written.push_str(&self.flow_chart(flow, place));
        for (at, line) in flow.lines(self.document.direction).iter().enumerate() {
            let number = Run::default().text(&format!("{}. ", at + 1));
            let runs = format!("{number}{}", self.runs(line.text, Run::default()));
            let paragraph = Paragraph { style: "ListParagraph", indent: STEP, ..Paragraph::default() };
            written.push_str(&self.paragraph(paragraph, &runs));
            for branch in &line.branches {
                let runs = self.runs(branch, Run::default());
                let paragraph = Paragraph { style: "ListParagraph", list: Some((1, 1)), ..Paragraph::default() };
                written.push_str(&self.paragraph(paragraph, &runs));
            }
        }
        written
    }

    /// The chart as a table: a box a row, the two ways on from a question side by side.
    fn flow_chart(&mut self, flow: &Flow, place: Place) -> String {
        let text = |writer: &mut Self, inlines: &[Inline], bold: bool| {
            let runs = writer.runs(inlines, Run { bold, ..Run::default() });
            Paragraph { style: "MapText", align: "center", with_next: true, ..Paragraph::default() }
                .around(&runs, writer.leftwards)
        };
        let arrow = |writer: &mut Self| text(writer, &[Inline::Text("↓".to_owned())], false);
        let mut rows = Vec::new();
        for (at, step) in flow.steps.iter().enumerate() {
            if at > 0 {
                let cell = Cell { span: 2, ..Cell::new(arrow(self)) };
                rows.push(Row { cells: vec![cell], ..Row::default() });
            }
            match step {
                FlowStep::Step(words) | FlowStep::End(words) => {
                    let cell = Cell { span: 2, borders: AROUND, ..Cell::new(text(self, words, false)) };
                    rows.push(Row { cells: vec![cell], ..Row::default() });
                }
                FlowStep::Ask { question, yes, no } => {
                    let shade = Some(("clear", "E6EEF0"));
                    let cell = Cell { span: 2, borders: AROUND, shade, ..Cell::new(text(self, question, true)) };
                    rows.push(Row { cells: vec![cell], ..Row::default() });
                    let mut cells = Vec::new();
                    for (word, words) in [(&flow.yes, yes), (&flow.no, no)] {
                        let head = text(self, word, true);
                        let below = if is_blank(words) { arrow(self) } else { text(self, words, false) };
                        cells.push(Cell { borders: AROUND, ..Cell::new(format!("{head}{below}")) });
                    }
                    rows.push(Row { cells, ..Row::default() });
                }
            }
        }
        let width = place.width * 2 / 5;
        self.table(&Table {
            style: "FlowChart",
            widths: vec![width, width],
            rows,
            description: plain(&flow.title),
            centered: true,
        })
    }
}
