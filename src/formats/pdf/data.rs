//! The document tree as data for the template: values only, never markup.

use std::collections::BTreeSet;

use oxilangtag::LanguageTag;
use serde_json::Value;
use serde_json::json;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::documents::pieces::plain;
use crate::documents::tree::Align;
use crate::documents::tree::Audience;
use crate::documents::tree::Block;
use crate::documents::tree::CalloutKind;
use crate::documents::tree::Choice;
use crate::documents::tree::Direction;
use crate::documents::tree::Document;
use crate::documents::tree::Inline;
use crate::documents::tree::Inlines;
use crate::documents::tree::List;
use crate::documents::tree::SignatureRow;
use crate::documents::tree::Table;
use crate::documents::tree::Target;
use crate::formats::Look;
use crate::formats::Paper;
use crate::formats::layout;
use crate::formats::look::PagePart;
use crate::formats::svg;
use crate::formats::svg::Moment;

const POINTS_PER_MM: f64 = 72.0 / 25.4;

/// Everything that the template reads.
pub(super) fn json(document: &Document, look: &Look, families: &[String]) -> Value {
    let mut writer = Writer { document, look, referred: BTreeSet::new() };
    let blocks = writer.blocks(&document.blocks);
    let notes: Vec<Value> = document.footnotes.iter().map(|note| writer.blocks(note)).collect();
    json!({
        "title": document.title,
        "title-above": document.title_above(),
        "blocks": blocks,
        "notes": notes,
        "look": frame(document, look, families),
    })
}

/// The size of letters, in points.
fn size(document: &Document, look: &Look) -> f64 {
    let read_by_public = matches!(document.audience, Audience::Participant | Audience::Guardian | Audience::Gatekeeper);
    match (look.large_print, read_by_public) {
        (true, _) => 17.0,
        (false, true) => 11.5,
        (false, false) => 10.5,
    }
}

/// The width of a page and of each margin beside its text, in millimetres.
fn measures(look: &Look) -> (u16, u16) {
    let width = match look.paper {
        Paper::A4 => 210,
        Paper::Letter => 216,
    };
    (width, if look.large_print { 20 } else { 25 })
}

fn frame(document: &Document, look: &Look, families: &[String]) -> Value {
    let tag = LanguageTag::parse(document.language.as_str()).ok();
    let lang = tag.as_ref().map(|tag| tag.primary_language().to_ascii_lowercase());
    let region = tag.as_ref().and_then(|tag| tag.region()).filter(|region| region.len() == 2);
    let page_line: Vec<Value> = look
        .page_line()
        .into_iter()
        .map(|part| match part {
            PagePart::Number => json!(0),
            PagePart::Total => json!(1),
            PagePart::Words(words) => json!(words),
        })
        .collect();
    json!({
        "families": families,
        "size": size(document, look),
        "margin": measures(look).1,
        "paper": match look.paper { Paper::A4 => "a4", Paper::Letter => "us-letter" },
        "lang": lang.filter(|lang| matches!(lang.len(), 2 | 3)).unwrap_or_else(|| "und".to_owned()),
        "region": region.map(str::to_ascii_uppercase),
        "rtl": document.direction == Direction::RightToLeft,
        "short-title": look.short_title,
        "draft": look.draft.then_some(&look.words.draft),
        "draft-note": look.words.draft_note,
        "version": look.version_line(),
        "code": look.code_line(),
        "page-line": page_line,
    })
}

struct Writer<'d> {
    document: &'d Document,
    look: &'d Look,
    referred: BTreeSet<usize>,
}

impl Writer<'_> {
    fn blocks(&mut self, blocks: &[Block]) -> Value {
        layout::with_next(blocks).map(|(block, with_next)| self.block(block, with_next)).collect()
    }

    fn block(&mut self, block: &Block, with_next: bool) -> Value {
        match block {
            Block::Heading(heading) => {
                let mut text: Vec<Value> = heading.number.iter().map(|number| json!(format!("{number} "))).collect();
                text.extend(self.list_of(&heading.text));
                json!({"t": "heading", "level": heading.level.clamp(1, 6), "anchor": heading.anchor, "text": text})
            }
            Block::Paragraph(text) => json!({"t": "par", "with-next": with_next, "text": self.inlines(text)}),
            Block::List(list) => self.list(list),
            Block::Table(table) => self.table(table),
            Block::Definitions(definitions) => {
                let items: Vec<Value> = definitions
                    .iter()
                    .map(|one| json!({"term": self.inlines(&one.term), "details": self.blocks(&one.details)}))
                    .collect();
                json!({"t": "terms", "items": items})
            }
            Block::Quote(blocks) => json!({"t": "quote", "blocks": self.blocks(blocks)}),
            Block::Callout(callout) => {
                let title = callout.title.as_deref().unwrap_or_else(|| self.look.words.callout(callout.kind));
                let weight = match callout.kind {
                    CalloutKind::Note | CalloutKind::Tip => 3,
                    CalloutKind::Important => 5,
                    CalloutKind::Warning | CalloutKind::Caution => 8,
                };
                json!({"t": "callout", "title": title, "weight": weight, "blocks": self.blocks(&callout.blocks)})
            }
            Block::Code(text) => json!({"t": "code", "lines": text.lines().collect::<Vec<_>>()}),
            Block::Rule => json!({"t": "rule"}),
            Block::Signature(rows) => {
                let rows: Vec<Value> = rows.iter().map(|row| self.signature(row)).collect();
                json!({"t": "signature", "rows": rows})
            }
            Block::Choices(choices) => {
                let items: Vec<Value> = choices.choices.iter().map(|choice| self.choice(choice)).collect();
                json!({"t": "choices", "title": self.optional(choices.title.as_ref()), "choices": items})
            }
            Block::Fields(fields) => {
                let items: Vec<Value> = fields
                    .fields
                    .iter()
                    .map(|field| json!({"label": self.inlines(&field.label), "lines": field.lines}))
                    .collect();
                json!({"t": "fields", "title": self.optional(fields.title.as_ref()), "fields": items})
            }
            Block::RiskMap(map) => {
                let words = &map.words;
                let maps: Vec<Value> = [(Moment::Before, &words.before), (Moment::After, &words.after)]
                    .into_iter()
                    .map(|(moment, title)| {
                        let alt = format!("{title}: {}, {}", words.likelihood, words.severity);
                        json!({"svg": svg::risk_map(map, moment, "m"), "alt": alt})
                    })
                    .collect();
                let mut rows = Vec::new();
                for (at, risk) in map.risks.iter().enumerate() {
                    let mut label = vec![json!(format!("{}. ", at + 1))];
                    label.extend(self.list_of(&risk.label));
                    let [before, after] = risk.scores(words);
                    rows.push(json!({"label": label, "before": before, "after": after}));
                }
                json!({"t": "risk-map", "maps": maps, "header": words.header(), "rows": rows})
            }
            Block::Flow(flow) => {
                let lines: Vec<Value> = flow
                    .lines(self.document.direction)
                    .iter()
                    .map(|line| {
                        let branches: Vec<Value> = line.branches.iter().map(|branch| self.inlines(branch)).collect();
                        json!({"text": self.inlines(line.text), "branches": branches})
                    })
                    .collect();
                let picture = svg::flow(flow, self.document.direction);
                json!({"t": "flow", "title": self.inlines(&flow.title), "alt": plain(&flow.title), "svg": picture, "lines": lines})
            }
            Block::Pictures(pictures) => {
                let items: Vec<Value> = pictures
                    .pictures
                    .iter()
                    .map(|one| json!({"draw": self.inlines(&one.draw), "say": self.inlines(&one.say)}))
                    .collect();
                json!({"t": "pictures", "title": self.optional(pictures.title.as_ref()), "pictures": items})
            }
            Block::Card(panels) => {
                let panels: Vec<Value> = panels.iter().map(|panel| self.blocks(panel)).collect();
                json!({"t": "card", "panels": panels})
            }
            Block::PageBreak => json!({"t": "page-break"}),
        }
    }

    fn list(&mut self, list: &List) -> Value {
        let items: Vec<Value> =
            list.items.iter().map(|item| json!({"on": item.ticked, "blocks": self.blocks(&item.blocks)})).collect();
        let ticks = list.items.iter().any(|item| item.ticked.is_some());
        json!({"t": "list", "start": list.start, "tight": list.tight, "ticks": ticks, "items": items})
    }

    fn table(&mut self, table: &Table) -> Value {
        let columns: Vec<u8> = table
            .columns
            .iter()
            .map(|column| match column {
                Align::Start => 0,
                Align::Center => 1,
                Align::End => 2,
            })
            .collect();
        let (width, margin) = measures(self.look);
        // A letter is half as wide as it is high, and a bit.
        let letter = size(self.document, self.look) * 0.56;
        let room = (f64::from(width - 2 * margin) * POINTS_PER_MM / letter) as usize;
        let header: Vec<Value> = table.header.iter().map(|cell| self.inlines(cell)).collect();
        let cells: Vec<Value> = table.rows.iter().flatten().map(|cell| self.inlines(cell)).collect();
        json!({
            "t": "table", "columns": columns, "widths": layout::column_widths(table, room), "header": header,
            "cells": cells, "whole": layout::stays_whole(table),
        })
    }

    fn signature(&mut self, row: &SignatureRow) -> Value {
        let lines: Vec<Value> = row.lines.iter().map(|label| self.inlines(label)).collect();
        json!({"title": self.optional(row.title.as_ref()), "lines": lines})
    }

    fn choice(&mut self, choice: &Choice) -> Value {
        let options: Vec<Value> = choice.options.iter().map(|option| self.inlines(option)).collect();
        json!({"question": self.inlines(&choice.question), "options": options, "short": layout::is_short(choice)})
    }

    fn optional(&mut self, inlines: Option<&Inlines>) -> Value {
        inlines.map_or(Value::Null, |inlines| self.inlines(inlines))
    }

    fn inlines(&mut self, inlines: &[Inline]) -> Value {
        Value::Array(self.list_of(inlines))
    }

    fn list_of(&mut self, inlines: &[Inline]) -> Vec<Value> {
        let mut list = Vec::new();
        for inline in inlines {
            match inline {
                Inline::Text(text) => list.extend(kept(&layout::unbroken(text))),
                _ => list.push(self.inline(inline)),
            }
        }
        list
    }

    fn inline(&mut self, inline: &Inline) -> Value {
        match inline {
            Inline::Text(text) => json!(text),
            Inline::Emphasis(inner) => json!({"t": "em", "c": self.inlines(inner)}),
            Inline::Strong(inner) => json!({"t": "strong", "c": self.inlines(inner)}),
            Inline::Code(text) => json!({"t": "code", "c": breakable(text)}),
            Inline::Link(target, inner) => {
                let content = self.inlines(inner);
                match target {
                    Target::Anchor(anchor) => json!({"t": "anchor", "to": anchor, "c": content}),
                    Target::Address(address) => json!({"t": "address", "to": address, "c": content}),
                    Target::Document { stem, anchor } if self.look.documents.contains(stem) => {
                        let anchor = anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
                        json!({"t": "address", "to": format!("{stem}.pdf{anchor}"), "c": content})
                    }
                    Target::Document { .. } => json!({"t": "strong", "c": content}),
                }
            }
            Inline::SoftBreak => json!({"t": "space"}),
            Inline::LineBreak => json!({"t": "break"}),
            Inline::Footnote(number) => {
                json!({"t": "note", "n": number, "first": self.referred.insert(*number)})
            }
            Inline::Box(ticked) => json!({"t": "box", "on": ticked}),
            Inline::Gap { text, .. } => json!({"t": "gap", "c": breakable(text)}),
        }
    }
}

/// A word of which one letter would stay alone at a line's end, as `E-mail`, does not part.
fn kept(text: &str) -> Vec<Value> {
    let mut parts = Vec::new();
    let mut rest = String::new();
    for word in text.split_inclusive([' ', '\n']) {
        let bare = word.trim_end();
        let mut letters = bare.chars();
        let shape = (letters.next(), letters.next(), letters.next());
        let parts_badly =
            matches!(shape, (Some(one), Some('-'), Some(other)) if one.is_alphabetic() && other.is_alphabetic());
        if parts_badly && bare.len() <= layout::LONGEST_WORD {
            parts.extend(breakable(&std::mem::take(&mut rest)));
            parts.push(json!({"t": "whole", "c": bare}));
            rest.push_str(word.get(bare.len()..).unwrap_or_default());
        } else {
            rest.push_str(word);
        }
    }
    parts.extend(breakable(&rest));
    parts
}

/// Words that no line could hold may break: behind their signs, and at last anywhere. A cut is a break in the line
/// that shows nothing and says nothing. A word longer than any that somebody meant breaks at spaces of no width inside
/// one text: for each letter the engine goes through all the parts of its paragraph.
fn breakable(text: &str) -> Vec<Value> {
    if text.split_whitespace().all(|word| word.len() <= layout::LONGEST_WORD) {
        return vec![json!(text)];
    }
    let mut parts = Vec::new();
    let mut part = String::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let length = word.trim_end().chars().count();
        let mut since = 0;
        for letter in word.graphemes(true) {
            part.push_str(letter);
            since += 1;
            let sign = matches!(letter, "/" | "." | "@" | "_" | "-" | "," | ":" | "=" | "&" | "?");
            if length > layout::LONGEST_MEANT {
                if since >= layout::LONGEST_WORD / 2 {
                    part.push('\u{200b}');
                    since = 0;
                }
            } else if length > layout::LONGEST_WORD
                && !letter.starts_with(layout::breaks_by_itself)
                && (sign || since >= layout::LONGEST_WORD / 2)
            {
                parts.push(json!(std::mem::take(&mut part)));
                parts.push(json!({"t": "cut"}));
                since = 0;
            }
        }
    }
    parts.push(json!(part));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_nobody_meant_is_one_part_with_places_to_break() {
        let parts = breakable(&format!("before {} after", "y.".repeat(50_000)));
        let [Value::String(text)] = &parts[..] else { panic!("{} parts", parts.len()) };
        assert!(text.split(['\u{200b}', ' ']).all(|part| part.len() <= layout::LONGEST_WORD));
        assert_eq!(text.replace('\u{200b}', ""), format!("before {} after", "y.".repeat(50_000)));
    }

    #[test]
    fn one_letter_is_not_left_alone_at_the_end_of_a_line() {
        let whole = json!({"t": "whole", "c": "E-mail:"});
        assert_eq!(kept("Phone. E-mail: a@b.c"), [json!("Phone. "), whole, json!(" a@b.c")]);
        assert_eq!(kept("one-word 5-a"), [json!("one-word 5-a")]);
    }

    #[test]
    fn a_word_without_end_can_break_and_others_stay_as_they_are() {
        assert_eq!(breakable("plain words, of usual length"), [json!("plain words, of usual length")]);
        let long = "x".repeat(30);
        let parts = breakable(&long);
        assert_eq!(parts.iter().filter(|part| part.is_object()).count(), 2);
        assert_eq!(parts.iter().filter_map(Value::as_str).collect::<String>(), long);
        assert_eq!(breakable("ผู้เข้าร่วมการวิจัยมีสิทธิถอนตัว").len(), 1);
        assert!(breakable(&"เ".repeat(2_000))[0].as_str().unwrap().contains('\u{200b}'));
        assert!(breakable(&"क".repeat(30)).len() > 1);
    }
}
