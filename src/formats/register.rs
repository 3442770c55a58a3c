//! The risk register as a table: XLSX to work with, CSV for any program.
//!
//! A cell that begins like a formula is text in both. The words of the columns come from
//! `templates/risk-register/columns.<lang>.yaml`.

use std::collections::BTreeMap;

use rust_xlsxwriter::ConditionalFormat3ColorScale;
use rust_xlsxwriter::DataValidation;
use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::FormatAlign;
use rust_xlsxwriter::FormatBorder;
use rust_xlsxwriter::Formula;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;
use serde::Deserialize;

use crate::formats::WriteError;
use crate::study::Study;
use crate::study::relations::band;
use crate::study::relations::score;

/// The words of the table, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The name of the sheet.
    pub sheet: String,
    /// The mark of what must not go out yet.
    pub draft: String,
    /// The titles of the columns, by key.
    pub columns: BTreeMap<String, String>,
    /// The names of the four levels.
    pub bands: BTreeMap<String, String>,
}

/// A register, ready to be written.
#[derive(Debug, Clone)]
pub struct Register {
    words: Words,
    stamp: String,
    draft: bool,
    rows: Vec<[Cell; COLUMNS.len()]>,
}

#[derive(Debug, Clone, PartialEq)]
enum Cell {
    Text(String),
    Rating(Option<u32>),
    /// Likelihood times severity of the two columns before it.
    Score(Option<u32>),
    /// The level of the score before it.
    Band(Option<String>),
}

/// The columns, with how wide each is shown, in characters.
const COLUMNS: [(&str, f64); 17] = [
    ("id", 18.0),
    ("what", 40.0),
    ("to", 20.0),
    ("covers", 20.0),
    ("likelihood", 11.0),
    ("severity", 11.0),
    ("score", 8.0),
    ("band", 10.0),
    ("mitigation", 50.0),
    ("owner", 20.0),
    ("residual_likelihood", 14.0),
    ("residual_severity", 14.0),
    ("residual_score", 12.0),
    ("residual_band", 12.0),
    ("justification", 30.0),
    ("tasks", 30.0),
    ("packet", 22.0),
];

/// The columns that hold ratings: each is followed by its score and level.
const RATINGS: [u16; 2] = [4, 10];

/// The most characters that a sheet's name may have.
const SHEET_NAME: usize = 31;

impl Words {
    /// Reads the words from their file.
    pub fn read(text: &str) -> Result<Self, WriteError> {
        serde_yaml::from_str(text).map_err(|error| WriteError::Words(error.to_string()))
    }
}

impl Register {
    /// Takes the register out of a study. `stamp` says which packet it belongs to.
    pub fn new(study: &Study, words: Words, stamp: &str, draft: bool) -> Self {
        let person = |id: &crate::study::Id| {
            let found = study.team.iter().find(|person| person.id.as_ref() == Some(id));
            found.and_then(|person| person.name.clone()).unwrap_or_else(|| id.to_string())
        };
        let stamp = if draft { format!("{}, {stamp}", words.draft) } else { stamp.to_owned() };
        let rated = |l: Option<u32>, s: Option<u32>| {
            let both = l.zip(s);
            let level = both.map(|(l, s)| band(l, s).as_str().to_owned());
            let level = level.map(|level| words.bands.get(&level).cloned().unwrap_or(level));
            [Cell::Rating(l), Cell::Rating(s), Cell::Score(both.map(|(l, s)| score(l, s))), Cell::Band(level)]
        };
        let rows = study.risks.iter().map(|risk| {
            let [l, s, total, level] = rated(risk.likelihood, risk.severity);
            let [rl, rs, rtotal, rlevel] = rated(risk.residual.likelihood, risk.residual.severity);
            let prose =
                |text: &Option<crate::study::Prose>| Cell::Text(text.as_ref().map_or_else(String::new, one_line));
            [
                Cell::Text(joined(&risk.id)),
                prose(&risk.what),
                Cell::Text(joined(&risk.to)),
                Cell::Text(joined(&risk.covers)),
                l,
                s,
                total,
                level,
                Cell::Text(risk.mitigation.iter().map(one_line).collect::<Vec<_>>().join("\n")),
                Cell::Text(risk.owner.as_ref().map(person).unwrap_or_default()),
                rl,
                rs,
                rtotal,
                rlevel,
                prose(&risk.justification),
                Cell::Text(risk.tasks.join(", ")),
                Cell::Text(stamp.clone()),
            ]
        });
        let rows = rows.collect();
        Self { words, stamp, draft, rows }
    }

    fn titles(&self) -> impl Iterator<Item = &str> {
        COLUMNS.iter().map(|(key, _)| self.words.columns.get(*key).map_or(*key, String::as_str))
    }

    /// The register as comma-separated values: UTF-8, one header line, a quote before text that a spreadsheet would
    /// take for a formula.
    pub fn to_csv(&self) -> Result<Vec<u8>, WriteError> {
        let failed = |error: csv::Error| WriteError::Register(error.to_string());
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.titles()).map_err(failed)?;
        for row in &self.rows {
            let fields = row.iter().map(|cell| match cell {
                Cell::Text(text) => inert(text),
                Cell::Rating(number) | Cell::Score(number) => number.map_or_else(String::new, |n| n.to_string()),
                Cell::Band(level) => level.clone().unwrap_or_default(),
            });
            writer.write_record(fields).map_err(failed)?;
        }
        writer.into_inner().map_err(|error| WriteError::Register(error.to_string()))
    }

    /// The register as a workbook: scores are formulas with their results, ratings have drop-downs.
    pub fn to_xlsx(&self) -> Result<Vec<u8>, WriteError> {
        self.workbook()
            .and_then(|mut book| book.save_to_buffer())
            .map_err(|error| WriteError::Register(error.to_string()))
    }

    fn workbook(&self) -> Result<Workbook, XlsxError> {
        let mut book = Workbook::new();
        // A fixed date, so that the same register gives the same bytes.
        let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
        book.set_properties(&DocProperties::new().set_title(&self.words.sheet).set_creation_datetime(&created));
        let sheet = book.add_worksheet();
        let name =
            if self.draft { format!("{} {}", self.words.draft, self.words.sheet) } else { self.words.sheet.clone() };
        sheet.set_name(sheet_name(&name))?;
        self.write_head(sheet)?;
        for (row, cells) in (1..).zip(&self.rows) {
            self.write_row(sheet, row, cells)?;
        }
        let last = u32::try_from(self.rows.len()).unwrap_or(u32::MAX).max(1);
        for first in RATINGS {
            let choices = DataValidation::new().allow_list_strings(&["1", "2", "3", "4", "5"])?;
            sheet.add_data_validation(1, first, last, first + 1, &choices)?;
            sheet.add_conditional_format(
                1,
                first + 2,
                last,
                first + 2,
                &ConditionalFormat3ColorScale::new()
                    .set_minimum_color("CFE8D5")
                    .set_midpoint_color("FFE9B0")
                    .set_maximum_color("F2A79B"),
            )?;
        }
        sheet.autofilter(0, 0, last, COLUMNS.len() as u16 - 1)?;
        Ok(book)
    }

    fn write_head(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_background_color("E8ECF2")
            .set_border_bottom(FormatBorder::Thin);
        for (column, (title, (_, width))) in (0..).zip(self.titles().zip(COLUMNS)) {
            sheet.write_string_with_format(0, column, title, &head)?;
            sheet.set_column_width(column, width)?;
        }
        sheet.set_freeze_panes(1, 1)?;
        sheet.set_repeat_rows(0, 0)?;
        sheet.set_landscape();
        sheet.set_paper_size(9);
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_footer(format!("&L{}&R&P / &N", self.stamp.replace('&', "&&")));
        if self.draft {
            sheet.set_header(format!("&C&B{}", self.words.draft.replace('&', "&&")));
        }
        Ok(())
    }

    fn write_row(&self, sheet: &mut Worksheet, row: u32, cells: &[Cell]) -> Result<(), XlsxError> {
        let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        for (column, cell) in (0u16..).zip(cells) {
            match cell {
                Cell::Text(text) => sheet.write_string_with_format(row, column, fitting(text), &wrapped)?,
                Cell::Rating(Some(number)) => sheet.write_number_with_format(row, column, *number, &wrapped)?,
                Cell::Rating(None) => sheet.write_blank(row, column, &wrapped)?,
                Cell::Score(number) => {
                    sheet.write_formula_with_format(row, column, self.score_formula(row, column, *number), &wrapped)?
                }
                Cell::Band(level) => sheet.write_formula_with_format(
                    row,
                    column,
                    self.band_formula(row, column, level.as_deref()),
                    &wrapped,
                )?,
            };
        }
        Ok(())
    }

    fn score_formula(&self, row: u32, column: u16, result: Option<u32>) -> Formula {
        let (l, s) = (address(row, column.saturating_sub(2)), address(row, column.saturating_sub(1)));
        let result = result.map_or_else(String::new, |number| number.to_string());
        Formula::new(format!("=IF(OR({l}=\"\",{s}=\"\"),\"\",{l}*{s})")).set_result(result)
    }

    /// The bands of `study::relations::band`, for whoever changes a rating in the sheet.
    fn band_formula(&self, row: u32, column: u16, result: Option<&str>) -> Formula {
        let (severity, total) = (address(row, column.saturating_sub(2)), address(row, column.saturating_sub(1)));
        let word = |key: &str| self.words.bands.get(key).map_or(key, String::as_str).replace('"', "\"\"");
        let formula = format!(
            "=IF({total}=\"\",\"\",IF({total}>=15,\"{}\",IF(OR({total}>=10,{severity}>=5),\"{}\",IF({total}>=5,\"{}\",\"{}\"))))",
            word("extreme"),
            word("high"),
            word("medium"),
            word("low")
        );
        Formula::new(formula).set_result(result.unwrap_or_default())
    }
}

fn address(row: u32, column: u16) -> String {
    rust_xlsxwriter::utility::row_col_to_cell(row, column)
}

fn joined<'i, T: ToString + 'i>(items: impl IntoIterator<Item = &'i T>) -> String {
    items.into_iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn one_line(text: &crate::study::Prose) -> String {
    text.0.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A cell holds 32,767 characters at the most; what is longer ends with an ellipsis.
fn fitting(text: &str) -> String {
    const MOST: usize = 32_000;
    if text.encode_utf16().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST / 2).chain(['…']).collect()
}

/// Text that no spreadsheet takes for a formula.
fn inert(text: &str) -> String {
    let first = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control()).chars().next();
    if first.is_some_and(|c| {
        matches!(c, '=' | '+' | '-' | '@' | '|' | '%' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}')
    }) || text.starts_with(['\t', '\r'])
    {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// A sheet's name within what spreadsheets allow.
fn sheet_name(name: &str) -> String {
    let allowed = name.chars().filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\''));
    allowed.take(SHEET_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::Prose;
    use crate::study::Residual;
    use crate::study::Risk;
    use crate::study::values::Id;
    use crate::study::values::Written;

    fn register(what: &str) -> Register {
        let risk = Risk {
            id: Id::read("r").ok(),
            what: Some(Prose(what.to_owned())),
            likelihood: Some(2),
            severity: Some(5),
            residual: Residual { likelihood: Some(1), severity: None },
            ..Risk::default()
        };
        let study = Study { risks: vec![risk], ..Study::default() };
        let words = Words::read(include_str!("../../templates/risk-register/columns.en.yaml")).unwrap();
        Register::new(&study, words, "version 1.0, 1a2b-3c4d", true)
    }

    #[test]
    fn every_column_has_a_title() {
        let register = register("x");
        assert_eq!(register.words.columns.len(), COLUMNS.len());
        assert!(COLUMNS.iter().all(|(key, _)| register.words.columns.contains_key(*key)));
    }

    #[test]
    fn severity_five_is_high_and_a_missing_rating_has_no_score() {
        let csv = String::from_utf8(register("x").to_csv().unwrap()).unwrap();
        let row = csv.lines().nth(1).unwrap();
        assert!(row.contains(",2,5,10,high,") && row.contains(",1,,,,"), "{row}");
        assert!(row.ends_with("\"DRAFT, version 1.0, 1a2b-3c4d\""), "{row}");
    }

    #[test]
    fn an_owner_whom_nobody_named_is_an_id_and_words_that_cannot_be_read_are_refused() {
        let risk = Risk { id: Id::read("r").ok(), owner: Id::read("somebody").ok(), ..Risk::default() };
        let study = Study { risks: vec![risk], ..Study::default() };
        let csv = Register::new(&study, register("x").words, "", false).to_csv().unwrap();
        assert!(String::from_utf8(csv).unwrap().contains(",somebody,"));
        let refused = Words::read("columns: [").unwrap_err().to_string();
        assert!(refused.contains("columns") || refused.contains("line 1"), "{refused}");
    }

    #[test]
    fn a_text_longer_than_a_cell_ends_with_an_ellipsis() {
        let long = fitting(&"é".repeat(32_001));
        assert_eq!((long.chars().count(), long.ends_with("é…")), (16_001, true));
        assert_eq!(fitting("short"), "short");
    }

    #[test]
    fn text_that_looks_like_a_formula_stays_text() {
        for text in ["=1+1", "+1", "-1", "@x", " =1", "\t=1"] {
            assert!(inert(text).starts_with('\''), "{text:?}");
        }
        assert_eq!(inert("a=1"), "a=1");
    }

    #[test]
    fn the_same_register_gives_the_same_bytes() {
        assert_eq!(register("=cmd").to_xlsx().unwrap(), register("=cmd").to_xlsx().unwrap());
    }
}
