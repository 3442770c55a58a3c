//! Decisions about room that the paged formats share.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::documents::pieces::plain;
use crate::documents::tree::Block;
use crate::documents::tree::Choice;
use crate::documents::tree::Inline;
use crate::documents::tree::Table;

/// A word of more letters may break anywhere.
pub(super) const LONGEST_WORD: usize = 24;

/// A word of more letters is none that somebody meant: not even an address is so long.
#[cfg(feature = "pdf")]
pub(super) const LONGEST_MEANT: usize = 1_000;

/// Letters of scripts that put no spaces between words: their lines break by rules of their own.
pub(super) fn breaks_by_itself(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3000}'..='\u{9fff}')
}

/// Numbers that are written in groups, as those of telephones, are never parted at the end of a line.
pub(super) fn unbroken(text: &str) -> String {
    let mut digit_before = false;
    let mut letters = text.chars().peekable();
    let mut kept = String::with_capacity(text.len());
    while let Some(letter) = letters.next() {
        let joins = letter == ' ' && digit_before && letters.peek().is_some_and(char::is_ascii_digit);
        kept.push(if joins { '\u{a0}' } else { letter });
        digit_before = letter.is_ascii_digit();
    }
    kept
}

/// True where the answers fit beside the question.
pub(super) fn is_short(choice: &Choice) -> bool {
    let length: usize = choice.options.iter().map(|option| plain(option).chars().count()).sum();
    choice.options.len() <= 3 && length <= 24
}

/// Each block, and whether it has to stand on the page of the next: a line in bold is the title of the table below it, and
/// a line that ends with a colon begins what follows.
pub(super) fn with_next(blocks: &[Block]) -> impl Iterator<Item = (&Block, bool)> {
    let is_bold =
        |block: &Block| matches!(block, Block::Paragraph(text) if matches!(text.as_slice(), [Inline::Strong(_)]));
    blocks.iter().enumerate().map(move |(at, block)| {
        let next = blocks.get(at + 1);
        let titles = is_bold(block) && matches!(next, Some(Block::Table(_)));
        let begins = matches!(block, Block::Paragraph(text) if plain(text).ends_with(':'))
            && matches!(next, Some(Block::Table(_) | Block::List(_)));
        (block, titles || begins)
    })
}

/// True where a table stands on one page: a person finds the one row that she looks for beside the others.
pub(super) fn stays_whole(table: &Table) -> bool {
    let length: usize = table.rows.iter().flatten().map(|cell| count(&plain(cell))).sum();
    table.rows.len() <= 8 && length <= 700
}

/// The width of each column, in letters: together they fill a line that has room for so many. No column is narrower than
/// its longest word, the others' room goes to those with more to say, and what nobody needs to those that a person fills in.
pub(super) fn column_widths(table: &Table, room: usize) -> Vec<usize> {
    let columns: Vec<Column> = (0..table.columns.len()).map(|at| Column::new(table, at)).collect();
    let mut widths: Vec<usize> = columns.iter().map(|column| column.need).collect();
    let wanted: usize = columns.iter().map(|column| column.want).sum();
    if wanted > room {
        let mut left = room.saturating_sub(widths.iter().sum());
        // What a column cannot use is shared out again.
        for _ in 0..columns.len() {
            let weights: Vec<usize> =
                columns.iter().zip(&widths).map(|(column, at)| column.want.min(room) - at).collect();
            let sum: usize = weights.iter().sum();
            if left == 0 || sum == 0 {
                break;
            }
            let shares: Vec<usize> = weights.iter().map(|weight| (left * weight / sum).min(*weight)).collect();
            widths.iter_mut().zip(&shares).for_each(|(width, share)| *width += share);
            left -= shares.iter().sum::<usize>();
        }
        return widths;
    }
    let longest = columns.iter().map(|column| column.want).max().unwrap_or(0);
    let takes =
        |column: &Column| if columns.iter().any(|column| column.blank) { column.blank } else { column.want == longest };
    let takers = columns.iter().filter(|column| takes(column)).count().max(1);
    columns.iter().map(|column| column.want + if takes(column) { (room - wanted) / takers } else { 0 }).collect()
}

/// What a column has to say, in letters, with the space beside it.
struct Column {
    /// The longest word.
    need: usize,
    /// The longest cell.
    want: usize,
    /// Nothing stands below its head: somebody writes there.
    blank: bool,
}

impl Column {
    fn new(table: &Table, at: usize) -> Self {
        const BESIDE: usize = 3;
        let head = table.header.get(at).map(|cell| plain(cell)).unwrap_or_default();
        let body: Vec<String> = table.rows.iter().filter_map(|row| row.get(at)).map(|cell| plain(cell)).collect();
        let need = body.iter().map(|cell| longest_word(cell)).max().unwrap_or(0);
        // The letters of a head are bold.
        let need = need.max(longest_word(&head) * 11 / 10);
        let want = body.iter().map(|cell| count(cell)).max().unwrap_or(0).max(count(&head) * 11 / 10);
        let blank = body.iter().all(|cell| cell.trim().is_empty());
        Self { need: need + BESIDE, want: want.max(need) + BESIDE, blank }
    }
}

fn count(text: &str) -> usize {
    text.graphemes(true).count()
}

/// Words that no line could hold break, and so do those of scripts without spaces.
fn longest_word(cell: &str) -> usize {
    let length = |word: &str| {
        let breaks = word.chars().any(breaks_by_itself);
        let length = count(word);
        if breaks || length > LONGEST_WORD { length.min(LONGEST_WORD / 2) } else { length }
    };
    unbroken(cell).split(' ').flat_map(parts).map(length).max().unwrap_or(0)
}

/// The parts of a word that may stand on different lines: a line may end behind a hyphen, but not before a digit.
fn parts(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = word;
    let end = |rest: &str| {
        let mut ends = rest.match_indices('-').map(|(at, _)| at + 1);
        ends.find(|at| !rest.get(*at..).unwrap_or_default().starts_with(|c: char| c.is_ascii_digit()))
    };
    while let Some((part, after)) = end(rest).and_then(|at| rest.split_at_checked(at)) {
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::tree::Align;

    fn table(rows: &[&[&str]]) -> Table {
        let mut rows: Vec<Vec<_>> =
            rows.iter().map(|row| row.iter().map(|cell| vec![Inline::Text((*cell).to_owned())]).collect()).collect();
        let header = rows.remove(0);
        Table { columns: vec![Align::Start; header.len()], header, rows }
    }

    #[test]
    fn a_column_with_more_to_say_is_wider_and_every_word_has_room() {
        let long = "word ".repeat(200);
        assert_eq!(column_widths(&table(&[&["No.", "What", ""], &["1", &long, ""]]), 77), [6, 68, 3]);
        let narrow = table(&[
            &["Setting", "Committee", "State", "Reference", "Decided", "Ends"],
            &[
                "the office",
                "Example University Research Ethics Committee",
                "approved",
                "EUREC-2025-119",
                "12 January 2026",
                "11 January 2027",
            ],
        ]);
        let widths = column_widths(&narrow, 77);
        assert!(widths.iter().sum::<usize>() <= 77 && widths[2] >= 10 && widths[4] >= 10, "{widths:?}");
        assert!(widths[3] >= "EUREC-2025-119".len(), "a reference number has no place to break: {widths:?}");
    }

    #[test]
    fn a_word_parts_behind_a_hyphen_and_a_number_does_not() {
        assert_eq!(parts("well-kept"), ["well-", "kept"]);
        assert_eq!(parts("EUREC-2025-119"), ["EUREC-2025-119"]);
        assert_eq!(parts("-"), ["-", ""]);
    }

    #[test]
    fn a_word_of_a_script_without_spaces_needs_no_more_room_than_half_a_long_word() {
        let long = [
            "การวิจัยการวิจัยการวิจัยการวิจัย",
            "ကလေးကလေးကလေးကလေးကလေးကလေးကလေး",
            "កុមារកុមារកុមារកុមារកុមារកុមារកុមារ",
            "研究研究研究研究研究研究研究",
        ];
        for word in long {
            assert_eq!(longest_word(word), LONGEST_WORD / 2, "{word}");
        }
        assert_eq!(longest_word("사생활보호정책동의서확인란"), 13);
    }

    #[test]
    fn a_line_in_bold_stays_with_its_table() {
        let bold = Block::Paragraph(vec![Inline::Strong(vec![Inline::Text("In the city:".to_owned())])]);
        let plain = Block::Paragraph(vec![Inline::Text("Then this.".to_owned())]);
        let colon = Block::Paragraph(vec![Inline::Text("What is done:".to_owned())]);
        let rows = Block::Table(table(&[&["a"], &["b"]]));
        let blocks = [bold.clone(), rows.clone(), bold, plain, colon.clone(), rows, colon];
        let kept: Vec<bool> = with_next(&blocks).map(|(_, kept)| kept).collect();
        assert_eq!(kept, [true, false, false, false, true, false, false]);
    }

    #[test]
    fn a_short_table_stays_whole_and_a_long_one_goes_over_pages() {
        assert!(stays_whole(&table(&[&["Name", "Phone"], &["Helpline", "+00 100"]])));
        assert!(!stays_whole(&table(&[&["Name", "Phone"], &["Helpline", &"word ".repeat(200)]])));
        let many: Vec<&[&str]> = vec![&["Helpline", "+00 100"]; 20];
        assert!(!stays_whole(&table(&many)));
    }

    #[test]
    fn a_telephone_number_stays_on_its_line() {
        assert_eq!(unbroken("Call +00 100 300 at 8 or 9."), "Call +00\u{a0}100\u{a0}300 at 8 or 9.");
    }

    #[test]
    fn the_room_that_is_left_goes_to_the_longest_or_to_where_a_person_writes() {
        assert_eq!(column_widths(&table(&[&["Point", "Answer"], &["Date", "20 November 2025"]]), 77), [8, 69]);
        assert_eq!(column_widths(&table(&[&["Date", "Who", "No."], &["", "", "1"]]), 37), [16, 15, 6]);
    }
}
