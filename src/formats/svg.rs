//! Pictures that are drawn and not painted: the risk map and the flow chart. Both read without colour.

use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation;

use crate::documents::pieces::is_blank;
use crate::documents::pieces::plain;
use crate::documents::tree::Direction;
use crate::documents::tree::Flow;
use crate::documents::tree::FlowStep;
use crate::documents::tree::Inline;
use crate::documents::tree::RiskMap;
use crate::documents::tree::Score;

/// The families in which words on pictures are set.
const FAMILY: &str = "Noto Sans, system-ui, sans-serif";
const INK: &str = "#1b2327";
/// The bands from low to extreme; each has a pattern as well, so that nothing hangs on colour.
const BANDS: [&str; 4] = ["#eef2f1", "#f7e6ac", "#f2b277", "#dd7f73"];

/// Which of the two maps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Before safeguards.
    Before,
    /// With safeguards.
    After,
}

/// Draws one of the two maps: likelihood upwards, severity sideways, each risk by its number in the table. The key
/// makes the names inside the picture unique on a page.
pub fn risk_map(map: &RiskMap, moment: Moment, key: &str) -> String {
    const CELL: usize = 52;
    const LEFT: usize = 44;
    const TOP: usize = 34;
    let side = CELL * 5;
    let (width, height) = (LEFT + side + 8, TOP + side + 92);
    let words = &map.words;
    let title = match moment {
        Moment::Before => &words.before,
        Moment::After => &words.after,
    };
    let mut svg = open(width, height, &format!("{title}: {}, {}", words.likelihood, words.severity));
    patterns(&mut svg, key);
    text(&mut svg, (LEFT + side / 2, 20), 14, "middle", true, title);
    for likelihood in 1..=5_u8 {
        for severity in 1..=5_u8 {
            let score = Score { likelihood, severity };
            let x = LEFT + CELL * usize::from(severity - 1);
            let y = TOP + CELL * usize::from(5 - likelihood);
            cell(&mut svg, key, (x, y, CELL, CELL), score.band());
            let product = (likelihood * severity).to_string();
            let _ = write!(
                svg,
                "<rect x=\"{}\" y=\"{}\" width=\"17\" height=\"13\" fill=\"#ffffff\" fill-opacity=\"0.75\"/>",
                x + CELL - 18,
                y + CELL - 14
            );
            text(&mut svg, (x + CELL - 9, y + CELL - 4), 10, "middle", false, &product);
            let here = map.risks.iter().enumerate().filter(|(_, risk)| {
                let stands = if moment == Moment::Before { risk.before } else { risk.after };
                stands == Some(score)
            });
            badges(&mut svg, (x, y), &here.map(|(at, _)| at + 1).collect::<Vec<_>>());
        }
    }
    for step in 1..=5_usize {
        let along = CELL * (step - 1) + CELL / 2;
        text(&mut svg, (LEFT + along, TOP + side + 16), 12, "middle", false, &step.to_string());
        text(&mut svg, (LEFT - 8, TOP + side - along + 4), 12, "end", false, &step.to_string());
    }
    text(&mut svg, (LEFT + side / 2, TOP + side + 34), 12, "middle", true, &words.severity);
    let (x, y) = (14, TOP + side / 2);
    let _ = write!(svg, "<g transform=\"rotate(-90 {x} {y})\">");
    text(&mut svg, (x, y + 4), 12, "middle", true, &words.likelihood);
    svg.push_str("</g>");
    for (band, name) in words.bands.iter().enumerate() {
        let x = LEFT + (band % 2) * (side / 2);
        let y = TOP + side + 46 + (band / 2) * 22;
        cell(&mut svg, key, (x, y, 22, 16), u8::try_from(band).unwrap_or(3));
        text(&mut svg, (x + 30, y + 12), 12, "start", false, name);
    }
    svg.push_str("</svg>");
    svg
}

fn patterns(svg: &mut String, key: &str) {
    let _ = write!(
        svg,
        "<defs><pattern id=\"{key}1\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
         <circle cx=\"2\" cy=\"2\" r=\"0.8\" fill=\"{INK}\" fill-opacity=\"0.4\"/></pattern>\
         <pattern id=\"{key}2\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
         <path d=\"M0 8L8 0M-1 1L1 -1M7 9L9 7\" stroke=\"{INK}\" stroke-opacity=\"0.3\" stroke-width=\"0.8\"/></pattern>\
         <pattern id=\"{key}3\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
         <path d=\"M0 8L8 0M0 0L8 8\" stroke=\"{INK}\" stroke-opacity=\"0.3\" stroke-width=\"0.8\"/></pattern></defs>"
    );
}

fn cell(svg: &mut String, key: &str, (x, y, width, height): (usize, usize, usize, usize), band: u8) {
    let fill = BANDS.get(usize::from(band)).copied().unwrap_or(INK);
    let place = format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"");
    let _ = write!(svg, "<rect {place} fill=\"{fill}\"/>");
    if band > 0 {
        let _ = write!(svg, "<rect {place} fill=\"url(#{key}{band})\"/>");
    }
    let _ = write!(svg, "<rect {place} fill=\"none\" stroke=\"{INK}\" stroke-width=\"1\"/>");
}

/// The numbers of the risks in one cell; where they are too many, the last place says how many more.
fn badges(svg: &mut String, (x, y): (usize, usize), numbers: &[usize]) {
    const PLACES: usize = 4;
    for (place, number) in numbers.iter().take(PLACES).enumerate() {
        let more = numbers.len() > PLACES && place == PLACES - 1;
        let label = if more { format!("+{}", numbers.len() - PLACES + 1) } else { number.to_string() };
        let (cx, cy) = (x + 14 + (place % 2) * 23, y + 13 + (place / 2) * 21);
        let _ = write!(
            svg,
            "<circle cx=\"{cx}\" cy=\"{cy}\" r=\"10\" fill=\"#ffffff\" stroke=\"{INK}\" stroke-width=\"1.2\"/>"
        );
        text(svg, (cx, cy + 4), 11, "middle", true, &label);
    }
}

/// Draws a chart from top to bottom.
pub fn flow(chart: &Flow, direction: Direction) -> String {
    const WIDTH: usize = 520;
    const MARGIN: usize = 8;
    const GAP: usize = 26;
    let column = WIDTH - 2 * MARGIN;
    let half = (column - 24) / 2;
    let middle = WIDTH / 2;
    let mut body = String::new();
    let directed = |words: &[Inline]| match direction {
        Direction::LeftToRight => plain(words),
        // Marks of direction, so that a full stop stands where the line ends.
        Direction::RightToLeft => format!("\u{200F}{}\u{200F}", plain(words)),
    };
    let mut y = MARGIN;
    for (at, step) in chart.steps.iter().enumerate() {
        if at > 0 {
            arrow(&mut body, (middle, y), (middle, y + GAP));
            y += GAP;
        }
        match step {
            FlowStep::Step(words) => y += shape(&mut body, Shape::Step, (middle, y), 360, &directed(words)),
            FlowStep::End(words) => y += shape(&mut body, Shape::End, (middle, y), 360, &directed(words)),
            FlowStep::Ask { question, yes, no } => {
                y += shape(&mut body, Shape::Ask, (middle, y), 400, &directed(question));
                let first =
                    if direction == Direction::LeftToRight { MARGIN + half / 2 } else { WIDTH - MARGIN - half / 2 };
                let second = WIDTH - first;
                let split = y + 14;
                let _ = write!(body, "<path d=\"M{middle} {y}V{split}M{first} {split}H{second}\" {LINE}/>");
                let top = split + 30;
                let mut ends = Vec::new();
                for (x, word, words) in [(first, &chart.yes, yes), (second, &chart.no, no)] {
                    let label_x = if x < middle { x + 8 } else { x - 8 };
                    let anchor = if x < middle { "start" } else { "end" };
                    if is_blank(words) {
                        let _ = write!(body, "<path d=\"M{x} {split}V{top}\" {LINE}/>");
                        ends.push((x, top));
                    } else {
                        arrow(&mut body, (x, split), (x, top));
                        ends.push((x, top + shape(&mut body, Shape::Step, (x, top), half, &directed(words))));
                    }
                    text(&mut body, (label_x, split + 19), 12, anchor, true, &directed(word));
                }
                let bottom = ends.iter().map(|(_, end)| *end).max().unwrap_or(top) + 12;
                if at + 1 < chart.steps.len() {
                    for (x, end) in ends {
                        let _ = write!(body, "<path d=\"M{x} {end}V{bottom}H{middle}\" {LINE}/>");
                    }
                }
                y = bottom;
            }
        }
    }
    let mut svg = open(WIDTH, y + MARGIN, &plain(&chart.title));
    svg.push_str(&body);
    svg.push_str("</svg>");
    svg
}

const LINE: &str = "fill=\"none\" stroke=\"#1b2327\" stroke-width=\"1.4\"";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Step,
    Ask,
    End,
}

/// Draws a box with its words and returns its height.
fn shape(svg: &mut String, shape: Shape, (middle, y): (usize, usize), width: usize, words: &str) -> usize {
    const SIZE: usize = 13;
    const LEADING: usize = 18;
    // What is longer is no step but a text, and stands in full below the picture.
    const MOST_LINES: usize = 14;
    let padding = if shape == Shape::Ask { 30 } else { 14 };
    let mut lines = wrap(words, SIZE, width - 2 * padding);
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES - 1);
        lines.push("…".to_owned());
    }
    let height = lines.len() * LEADING + 18;
    let left = middle - width / 2;
    match shape {
        Shape::Step => {
            let _ = write!(
                svg,
                "<rect x=\"{left}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"4\" fill=\"#ffffff\" \
                 stroke=\"{INK}\" stroke-width=\"1.2\"/>"
            );
        }
        Shape::End => {
            let _ = write!(
                svg,
                "<rect x=\"{left}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{}\" fill=\"#ffffff\" \
                 stroke=\"{INK}\" stroke-width=\"2.4\"/>",
                (height / 2).min(24)
            );
        }
        Shape::Ask => {
            let (right, center, bottom) = (left + width, y + height / 2, y + height);
            let _ = write!(
                svg,
                "<path d=\"M{left} {center}L{} {y}H{}L{right} {center}L{} {bottom}H{}Z\" fill=\"#e6eef0\" \
                 stroke=\"{INK}\" stroke-width=\"1.2\"/>",
                left + 18,
                right - 18,
                right - 18,
                left + 18
            );
        }
    }
    for (at, line) in lines.iter().enumerate() {
        text(svg, (middle, y + 9 + LEADING * at + 13), SIZE, "middle", shape == Shape::Ask, line);
    }
    height
}

fn arrow(svg: &mut String, (x, from): (usize, usize), (_, to): (usize, usize)) {
    let _ = write!(
        svg,
        "<path d=\"M{x} {from}V{}\" {LINE}/><path d=\"M{x} {to}L{} {}H{}Z\" fill=\"{INK}\"/>",
        to.saturating_sub(6),
        x.saturating_sub(5),
        to.saturating_sub(8),
        x + 5
    );
}

fn open(width: usize, height: usize, label: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" aria-label=\"{}\">\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>",
        xml(label)
    )
}

fn text(svg: &mut String, (x, y): (usize, usize), size: usize, anchor: &str, bold: bool, words: &str) {
    let weight = if bold { " font-weight=\"bold\"" } else { "" };
    let _ = write!(
        svg,
        "<text x=\"{x}\" y=\"{y}\" font-family=\"{FAMILY}\" font-size=\"{size}\" text-anchor=\"{anchor}\"{weight} \
         fill=\"{INK}\">{}</text>",
        xml(words)
    );
}

/// Text that XML and HTML cannot mistake for markup, in content and in quoted attributes.
pub fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' => escaped.push(character),
            _ if character.is_control() || matches!(character, '\u{FFFE}' | '\u{FFFF}') => {
                escaped.push(char::REPLACEMENT_CHARACTER);
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Breaks words into lines that fit a width, measured roughly: no font is at hand here.
fn wrap(words: &str, size: usize, width: usize) -> Vec<String> {
    let room = (width * 100) / size;
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in words.split_word_bounds() {
        let length = measure(word);
        if used + length > room && !line.trim().is_empty() {
            lines.push(std::mem::take(&mut line).trim().to_owned());
            used = 0;
        }
        if length <= room {
            line.push_str(word);
            used += length;
            continue;
        }
        for grapheme in word.graphemes(true) {
            let length = measure(grapheme);
            if used + length > room && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push_str(grapheme);
            used += length;
        }
    }
    if !line.trim().is_empty() || lines.is_empty() {
        lines.push(line.trim().to_owned());
    }
    lines
}

/// The width of a text in hundredths of its size.
fn measure(text: &str) -> usize {
    let graphemes = text.graphemes(true).map(|grapheme| match grapheme.chars().next().unwrap_or(' ') {
        ' ' | 'i' | 'j' | 'l' | 'f' | 't' | 'r' | '.' | ',' | ';' | ':' | '\'' | '!' | '|' => 38,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 92,
        first if first.is_ascii_uppercase() => 70,
        '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' => 102,
        '\u{FF00}'..='\u{FFEF}' | '\u{1F000}'..='\u{3FFFF}' => 102,
        _ => 59,
    });
    graphemes.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_their_width_and_lose_no_letter() {
        for words in
            ["one two three four five six seven eight nine ten", &"x".repeat(300), "ผู้เข้าร่วมการวิจัยมีสิทธิถอนตัวได้ทุกเมื่อ", ""]
        {
            let lines = wrap(words, 13, 120);
            let kept: String = lines.concat().split_whitespace().collect();
            assert_eq!(kept, words.split_whitespace().collect::<String>());
            assert!(lines.iter().all(|line| measure(line) <= 120 * 100 / 13), "{lines:?}");
        }
        // A space that the line has no room for is not a line of its own.
        assert_eq!(wrap("mmmm ", 10, 40), ["mmmm"]);
        for wide in ["한", "研", "！", "🙂", "豈"] {
            assert!(measure(wide) > measure("M"), "{wide}");
        }
    }

    #[test]
    fn words_on_a_picture_are_words() {
        assert_eq!(xml("<a href='x'>&\u{1b}"), "&lt;a href=&#39;x&#39;&gt;&amp;\u{FFFD}");
        assert_eq!(xml("a\tb\nc\u{FFFE}"), "a\tb\nc\u{FFFD}");
    }
}
