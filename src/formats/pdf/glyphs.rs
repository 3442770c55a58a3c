//! A character that no font can show is an error, never an empty box.

use std::collections::BTreeMap;

use unicode_script::Script;
use unicode_script::UnicodeScript as _;

use crate::documents::pieces::plain;
use crate::documents::tree::Block;
use crate::documents::tree::CalloutKind;
use crate::documents::tree::Document;
use crate::formats::Look;
use crate::formats::WriteError;

/// Says which scripts no font can show, and which font to add.
pub(super) fn check(document: &Document, look: &Look, shows: impl Fn(char) -> bool) -> Result<(), WriteError> {
    let mut missing: BTreeMap<String, Vec<char>> = BTreeMap::new();
    let texts = document.pieces().into_iter().map(|piece| piece.text).chain(around(document, look));
    for character in texts.flat_map(|text| text.chars().collect::<Vec<_>>()) {
        if is_silent(character) || shows(character) {
            continue;
        }
        let characters = missing.entry(script_name(character)).or_default();
        if !characters.contains(&character) {
            characters.push(character);
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let scripts = missing.into_iter().map(|(script, characters)| {
        let shown: Vec<String> = characters.iter().take(5).map(|c| format!("{c} (U+{:04X})", u32::from(*c))).collect();
        let more = if characters.len() > 5 { ", …" } else { "" };
        format!("{script}: {}{more}; add a font such as {}", shown.join(", "), font_for(characters.first()))
    });
    Err(WriteError::Glyphs(scripts.collect::<Vec<_>>().join("\n")))
}

/// What stands on the pages beside the document's own text.
fn around(document: &Document, look: &Look) -> Vec<String> {
    let words = &look.words;
    let mut texts = vec![document.title.clone(), look.short_title.clone(), words.page.clone()];
    texts.extend([look.version_line(), look.code_line()].into_iter().flatten());
    if look.draft {
        texts.extend([words.draft.clone(), words.draft_note.clone()]);
    }
    for block in &document.blocks {
        match block {
            Block::Callout(callout) => texts.push(words.callout(callout.kind).to_owned()),
            Block::RiskMap(map) => {
                texts.extend([map.words.likelihood.clone(), map.words.severity.clone()]);
                texts.extend(map.words.bands.iter().cloned());
            }
            Block::Flow(flow) => texts.extend([plain(&flow.yes), plain(&flow.no)]),
            _ => {}
        }
    }
    texts.push(words.callout(CalloutKind::Note).to_owned());
    texts
}

/// White space, and characters that join, part or direct others and are never seen themselves.
fn is_silent(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}'
                | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}'
        )
}

fn script_name(character: char) -> String {
    match character.script() {
        Script::Common | Script::Inherited | Script::Unknown => "signs and symbols".to_owned(),
        script => script.full_name().replace('_', " "),
    }
}

/// The name of a free font that has a character.
fn font_for(character: Option<&char>) -> String {
    match character.map(|character| character.script()) {
        Some(Script::Hangul) => "Noto Sans KR".to_owned(),
        Some(Script::Han | Script::Bopomofo) => "Noto Sans SC".to_owned(),
        Some(Script::Hiragana | Script::Katakana) => "Noto Sans JP".to_owned(),
        Some(Script::Common | Script::Inherited | Script::Unknown) | None => {
            "Noto Sans Symbols 2 or Noto Emoji".to_owned()
        }
        Some(script) => format!("Noto Sans {}", script.full_name().replace('_', " ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::markdown;
    use crate::documents::tree::Audience;

    #[test]
    fn a_missing_glyph_names_script_character_and_font() {
        let body = markdown::read("# 동의서\n\nText 가").unwrap();
        let document = Document::new("x", "T", "ko", Audience::Team, body);
        let error = check(&document, &Look::default(), |character| character.is_ascii()).unwrap_err().to_string();
        assert!(error.contains("Hangul: 동 (U+B3D9), 의 (U+C758), 서 (U+C11C), 가 (U+AC00)"), "{error}");
        assert!(error.contains("Noto Sans KR"), "{error}");
        assert!(check(&document, &Look::default(), |_| true).is_ok());
    }
}
