//! The inline half of the reader: text, emphasis, links, gaps.

use std::borrow::Cow;

use comrak::Arena;
use comrak::Node;
use comrak::nodes::NodeValue;

use super::ProblemKind;
use super::escape::tame;
use super::reader::MAX_DEPTH;
use super::reader::Reader;
use super::reader::options;
use crate::documents::pieces::plain;
use crate::documents::tree::Inline;
use crate::documents::tree::Inlines;
use crate::documents::tree::Target;
use crate::yaml::path::Path;

/// What a cell begins with while it is read, so that nothing at its beginning can be taken for a block.
const GUARD: &str = "a ";

impl Reader {
    /// The inlines under a node; adjacent texts become one.
    pub(super) fn inlines<'a>(&mut self, parent: Node<'a>, depth: usize) -> Inlines {
        let mut list = Inlines::new();
        if depth > MAX_DEPTH {
            let line = parent.data().sourcepos.start.line;
            self.problem(line, ProblemKind::TooDeep(MAX_DEPTH));
            return list;
        }
        for node in parent.children() {
            self.inline(node, depth, &mut list);
        }
        for inline in &mut list {
            if let Inline::Text(text) = inline
                && let Cow::Owned(tamed) = tame(text)
            {
                *text = tamed;
            }
        }
        list
    }

    fn inline<'a>(&mut self, node: Node<'a>, depth: usize, list: &mut Inlines) {
        let line = node.data().sourcepos.start.line;
        let data = node.data();
        match &data.value {
            NodeValue::Text(text) => push_text(list, text),
            NodeValue::HtmlInline(html) => push_text(list, html),
            NodeValue::SoftBreak => list.push(Inline::SoftBreak),
            NodeValue::LineBreak => list.push(Inline::LineBreak),
            NodeValue::Code(code) => list.push(Inline::Code(tame(&code.literal).into_owned())),
            NodeValue::Emph => list.push(Inline::Emphasis(self.inlines(node, depth + 1))),
            NodeValue::Strong => list.push(Inline::Strong(self.inlines(node, depth + 1))),
            NodeValue::TaskItem(item) => list.push(Inline::Box(item.symbol.is_some())),
            NodeValue::FootnoteReference(reference) => {
                let number = self.footnote_number(&reference.name);
                list.push(Inline::Footnote(number));
            }
            NodeValue::Link(link) => {
                let content = self.inlines(node, depth + 1);
                self.link(line, &link.url, &link.title, content, list);
            }
            NodeValue::Image(image) => {
                list.extend(self.inlines(node, depth + 1));
                push_text(list, &format!(" ({})", image.url));
            }
            other => self.problem(line, ProblemKind::Unsupported(other.xml_node_name())),
        }
    }

    fn link(&mut self, line: usize, url: &str, title: &str, content: Inlines, list: &mut Inlines) {
        if let Some(path) = url.strip_prefix("gap:") {
            list.push(Inline::Gap { text: format!("[{}]", plain(&content)), path: Path::parse(path) });
            return;
        }
        match target(url) {
            Some(target) => {
                if let Target::Anchor(anchor) = &target {
                    self.wanted_anchors.push((self.line(line), anchor.clone()));
                }
                let behind = match &target {
                    Target::Address(address) => address_behind(address, &plain(&content)),
                    Target::Anchor(_) | Target::Document { .. } => String::new(),
                };
                list.push(Inline::Link(target, content));
                push_text(list, &behind);
            }
            None => {
                list.extend(content);
                push_text(list, &format!(" ({url})"));
            }
        }
        if !title.is_empty() {
            push_text(list, &format!(" ({title})"));
        }
    }

    /// Reads one cell of a fenced block: inline Markdown on one line.
    pub(super) fn cell(&mut self, line: usize, text: &str) -> Inlines {
        if let Some(plain) = plain_cell(text.trim_matches([' ', '\t'])) {
            return if plain.is_empty() { Inlines::new() } else { vec![Inline::Text(tame(&plain).into_owned())] };
        }
        self.marked_cell(line, text)
    }

    /// Reads a cell with the help of comrak, whatever is in it.
    pub(super) fn marked_cell(&mut self, line: usize, text: &str) -> Inlines {
        let arena = Arena::new();
        let guarded = format!("{GUARD}{}", text.trim_matches([' ', '\t']));
        let mut reading = options();
        reading.extension.footnotes = false;
        let root = comrak::parse_document(&arena, &guarded, &reading);
        let offset = std::mem::replace(&mut self.offset, line.saturating_sub(1));
        let mut inlines = Inlines::new();
        for block in root.children() {
            inlines.extend(self.inlines(block, 0));
        }
        self.offset = offset;
        if let Some(Inline::Text(first)) = inlines.first_mut() {
            *first = first.strip_prefix(GUARD).or(first.strip_prefix(GUARD.trim_end())).unwrap_or(first).to_owned();
            if first.is_empty() {
                inlines.remove(0);
            }
        }
        inlines
    }
}

/// The text of a cell that holds nothing but text and marks behind a backslash, as [`super::escape()`] writes it.
fn plain_cell(cell: &str) -> Option<String> {
    let mut plain = String::with_capacity(cell.len());
    let mut rest = cell.chars();
    while let Some(character) = rest.next() {
        match character {
            '\\' => plain.push(rest.next().filter(char::is_ascii_punctuation)?),
            '*' | '_' | '`' | '[' | ']' | '<' | '>' | '&' | '!' | '~' | '|' | ':' | '^' | '\0' | '\n' | '\r' => {
                return None;
            }
            _ => plain.push(character),
        }
    }
    Some(plain)
}

/// Where a link leads; nothing for addresses that a paper must not carry.
fn target(url: &str) -> Option<Target> {
    if url.chars().any(|character| character.is_control() || character.is_whitespace()) {
        return None;
    }
    if let Some(anchor) = url.strip_prefix('#') {
        return Some(Target::Anchor(anchor.to_owned()));
    }
    if let Some(document) = url.strip_prefix("doc:") {
        let (stem, anchor) = match document.split_once('#') {
            Some((stem, anchor)) => (stem, Some(anchor)),
            None => (document, None),
        };
        let fits = |name: &str| {
            !name.is_empty()
                && !name.starts_with('.')
                && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '_'))
        };
        return (fits(stem) && anchor.is_none_or(fits))
            .then(|| Target::Document { stem: stem.to_owned(), anchor: anchor.map(str::to_owned) });
    }
    let (scheme, rest) = url.split_once(':')?;
    let known = match scheme.to_ascii_lowercase().as_str() {
        "https" => rest.strip_prefix("//").is_some_and(|host| !host.is_empty() && !host.starts_with('/')),
        "mailto" => rest.contains('@') && !rest.contains('?'),
        "tel" => rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | '(' | ')')),
        _ => false,
    };
    known.then(|| Target::Address(url.to_owned()))
}

/// The address of a link as paper needs it; nothing where the words already are the address.
fn address_behind(address: &str, words: &str) -> String {
    let bare = address.strip_prefix("mailto:").or(address.strip_prefix("tel:")).unwrap_or(address);
    if words.trim() == bare || words.trim() == address { String::new() } else { format!(" ({bare})") }
}

fn push_text(list: &mut Inlines, text: &str) {
    match list.last_mut() {
        Some(Inline::Text(before)) => before.push_str(text),
        _ if text.is_empty() => {}
        _ => list.push(Inline::Text(text.to_owned())),
    }
}
