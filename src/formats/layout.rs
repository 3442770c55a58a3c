//! Decisions about room that the paged formats share.

use crate::documents::pieces::plain;
use crate::documents::tree::Choice;
use crate::documents::tree::Table;

/// True where the answers fit beside the question.
pub(super) fn is_short(choice: &Choice) -> bool {
    let length: usize = choice.options.iter().map(|option| plain(option).chars().count()).sum();
    choice.options.len() <= 3 && length <= 24
}

/// The most letters in a cell of each column.
pub(super) fn column_lengths(table: &Table) -> Vec<usize> {
    let length = |column: usize| {
        let cells = table.rows.iter().filter_map(|row| row.get(column)).chain(table.header.get(column));
        cells.map(|cell| plain(cell).chars().count()).max().unwrap_or(0)
    };
    (0..table.columns.len()).map(length).collect()
}

/// The share of each column in a table's width: 0 for one that is as wide as its words, more for one with more to say.
/// At least one column takes what the others leave.
#[cfg(feature = "pdf")]
pub(super) fn column_widths(table: &Table) -> Vec<usize> {
    const NARROW: usize = 16;
    let lengths = column_lengths(table);
    let longest = lengths.iter().copied().max().unwrap_or(0);
    let mut widths: Vec<usize> = lengths
        .iter()
        .map(|length| if *length <= NARROW && *length < longest { 0 } else { (length + 4).min(64) })
        .collect();
    // Many narrow columns would leave nothing for the others.
    if widths.iter().filter(|width| **width == 0).count() > 4 {
        widths = lengths.iter().map(|length| (length + 4).clamp(10, 64)).collect();
    }
    widths
}

#[cfg(all(test, feature = "pdf"))]
mod tests {
    use super::*;
    use crate::documents::tree::Align;
    use crate::documents::tree::Inline;

    #[test]
    fn a_column_with_more_to_say_is_wider_and_none_is_lost() {
        let cell = |text: &str| vec![Inline::Text(text.to_owned())];
        let table = Table {
            columns: vec![Align::Start; 3],
            header: vec![cell("No."), cell("What"), cell("")],
            rows: vec![vec![cell("1"), cell(&"word ".repeat(200)), cell("")]],
        };
        assert_eq!(column_widths(&table), [0, 64, 0]);
    }
}
