//! HTML: one file that loads nothing and runs nothing, for screens, phones, printers and readers that speak.

mod blocks;

use std::fmt::Write as _;

use super::Format;
use super::Look;
use super::Paper;
use super::WriteError;
use super::look::PagePart;
use super::svg::xml;
use crate::documents::tree::Document;

/// The format.
pub const FORMAT: Format = Format {
    name: "html",
    extension: "html",
    media_type: "text/html; charset=utf-8",
    summary: "for screens and phones; opens in any browser and loads nothing",
    write,
};

/// The style of every page.
pub const STYLE: &str = include_str!("style.css");

/// What a page may load: nothing. Styles stand in the page, and nothing runs.
pub const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// Writes a document as one page.
pub fn write(document: &Document, look: &Look) -> Result<Vec<u8>, WriteError> {
    let mut page = String::new();
    let large = if look.large_print { " class=\"large\"" } else { "" };
    let _ = write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{}\"{large}>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<link rel=\"icon\" href=\"data:,\">\n\
         <title>{}</title>\n<style>\n{STYLE}{}</style>\n</head>\n<body>\n",
        xml(&document.language),
        document.direction.word(),
        xml(POLICY),
        xml(&document.title),
        page_boxes(look)
    );
    let _ = write!(page, "<header>\n<p>{}</p>\n", xml(&look.short_title));
    if look.draft {
        let words = &look.words;
        let _ = writeln!(page, "<p class=\"draft\">{} <span>{}</span></p>", xml(&words.draft), xml(&words.draft_note));
    }
    page.push_str("</header>\n<main>\n");
    if let Some(title) = document.title_above() {
        let _ = writeln!(page, "<h1>{}</h1>", xml(title));
    }
    blocks::Writer::new(document, look).write(&mut page);
    page.push_str("</main>\n<footer>\n");
    for line in [look.version_line(), look.code_line()].into_iter().flatten() {
        let _ = writeln!(page, "<p>{}</p>", xml(&line));
    }
    page.push_str("</footer>\n");
    if look.draft {
        let _ = writeln!(page, "<div class=\"watermark\" aria-hidden=\"true\">{}</div>", xml(&look.words.draft));
    }
    page.push_str("</body>\n</html>\n");
    Ok(page.into_bytes())
}

/// The size of a printed page, and what stands in its margins.
fn page_boxes(look: &Look) -> String {
    let size = match look.paper {
        Paper::A4 => "A4",
        Paper::Letter => "letter",
    };
    let mut page = format!("@page {{ size: {size}; margin: 22mm 20mm;");
    let mut edge = |place: &str, content: &str| {
        let _ = write!(page, " @{place} {{ font: 9pt \"Noto Sans\", system-ui, sans-serif; content: {content}; }}");
    };
    if look.draft {
        edge("top-right", &css(&look.words.draft));
    }
    if let Some(line) = look.version_line() {
        edge("bottom-left", &css(&line));
    }
    if let Some(line) = look.code_line() {
        edge("bottom-center", &css(&line));
    }
    let parts: Vec<String> = look
        .page_line()
        .into_iter()
        .map(|part| match part {
            PagePart::Words(words) => css(words),
            PagePart::Number => "counter(page)".to_owned(),
            PagePart::Total => "counter(pages)".to_owned(),
        })
        .collect();
    if !parts.is_empty() {
        edge("bottom-right", &parts.join(" "));
    }
    page.push_str(" }\n");
    page
}

/// A text as a string of CSS.
fn css(text: &str) -> String {
    let mut string = String::from("\"");
    for character in text.chars() {
        if character.is_ascii_alphanumeric() || character == ' ' || !character.is_ascii() && !character.is_control() {
            string.push(character);
        } else {
            let _ = write!(string, "\\{:x} ", u32::from(character));
        }
    }
    string.push('"');
    string
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_leave_its_css_string() {
        assert_eq!(css("a\"</style>\\é"), "\"a\\22 \\3c \\2f style\\3e \\5c é\"");
    }
}
