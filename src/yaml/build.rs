//! Events become the located tree. Iterative, so that no nesting can exhaust the stack, and bounded in values.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::source::Span;
use crate::yaml::Problem;
use crate::yaml::events::Event;
use crate::yaml::events::Events;
use crate::yaml::events::Properties;
use crate::yaml::events::Style;
use crate::yaml::node::Entry;
use crate::yaml::node::Node;
use crate::yaml::node::NodeValue;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;
use crate::yaml::scalar;
use crate::yaml::wording;

/// More levels than any file of a study has; recursion over a tree of this depth is safe everywhere.
const MAX_DEPTH: usize = 64;
/// More values than a file of the largest size holds unless it was generated.
const MAX_VALUES: usize = 4_000_000;
/// After so many repeated fields the file was pasted together by mistake.
const MAX_DUPLICATES: usize = 1_000;
/// Up to so many fields a search along the mapping is quicker than a table.
const FEW: usize = 16;

/// The tree and what is wrong with it.
pub(crate) struct Built {
    pub(crate) root: Option<Node>,
    pub(crate) problems: Vec<Problem>,
}

/// Builds the tree of a text.
pub(crate) fn build(text: &str) -> Built {
    let mut builder = Builder { text, open: Vec::new(), root: None, cursor: 0, values: 0, problems: Vec::new() };
    let readable = builder.run();
    let Builder { mut root, mut problems, .. } = builder;
    match readable {
        Err(problem) => {
            problems.push(*problem);
            root = None;
        }
        Ok(()) => {
            let nothing = root.as_ref().is_none_or(|node| node.value == NodeValue::Null && node.span.is_empty());
            if nothing {
                problems.push(*wording::empty());
                root = None;
            }
        }
    }
    Built { root, problems }
}

struct Builder<'text> {
    text: &'text str,
    open: Vec<Open>,
    root: Option<Node>,
    /// Where the last thing that was read ends: what follows it and precedes the next event is punctuation.
    cursor: usize,
    values: usize,
    problems: Vec<Problem>,
}

/// A collection that has begun and not ended.
struct Open {
    start: usize,
    block: bool,
    kind: Kind,
}

enum Kind {
    Sequence(Vec<Node>),
    Mapping { entries: Vec<Entry>, key: Option<(String, Span)>, index: HashMap<String, usize> },
}

impl Open {
    fn awaits_key(&self) -> bool {
        matches!(&self.kind, Kind::Mapping { key: None, .. })
    }

    fn key_end(&self) -> Option<usize> {
        match &self.kind {
            Kind::Mapping { key: Some((_, span)), .. } => Some(span.end),
            _ => None,
        }
    }
}

impl Builder<'_> {
    fn run(&mut self) -> Result<(), Box<Problem>> {
        let mut documents = 0;
        for item in Events::new(self.text) {
            let (event, span, properties) = item?;
            self.refuse(&event, &span, &properties)?;
            match event {
                Event::Document => {
                    documents += 1;
                    if documents > 1 {
                        return Err(wording::several_documents(self.visible(span)));
                    }
                    self.cursor = span.end;
                }
                Event::Scalar(text, style) => self.scalar(text, style, span)?,
                Event::Sequence(block) => {
                    let start = if block { self.first_dash(span.start) } else { span.start };
                    self.begin(Open { start, block, kind: Kind::Sequence(Vec::new()) }, &span)?;
                }
                Event::Mapping(block) => {
                    let kind = Kind::Mapping { entries: Vec::new(), key: None, index: HashMap::new() };
                    self.begin(Open { start: span.start, block, kind }, &span)?;
                }
                Event::End => self.end(&span)?,
                Event::Alias => {}
            }
        }
        Ok(())
    }

    /// Stops at whatever would make a line mean something that does not stand on it.
    fn refuse(&self, event: &Event<'_>, span: &Span, properties: &Properties) -> Result<(), Box<Problem>> {
        if *event == Event::Alias {
            return Err(wording::alias(span.clone()));
        }
        if let Some(tag) = &properties.tag {
            return Err(wording::tag(tag.clone()));
        }
        if properties.anchored {
            return Err(wording::alias(self.anchor(span.start)));
        }
        Ok(())
    }

    /// The bytes of the anchor before a value. At the start of a file the reading may have gone past it already.
    fn anchor(&self, value: usize) -> Span {
        let until = |from: usize| self.text.get(from..value).unwrap_or_default();
        let start = until(self.cursor).find('&').map(|at| self.cursor + at).or_else(|| until(0).rfind('&'));
        let start = start.unwrap_or(value);
        let name = self.text.get(start..).unwrap_or_default();
        start..start + name.find(char::is_whitespace).unwrap_or(name.len())
    }

    fn scalar(&mut self, text: Cow<'_, str>, style: Style, span: Span) -> Result<(), Box<Problem>> {
        let implicit = style == Style::Plain && span.is_empty();
        if self.open.last().is_some_and(Open::awaits_key) {
            if implicit {
                return Err(wording::key(self.visible(span)));
            }
            return self.key(text, style, span);
        }
        let raw_end = span.end;
        let span = match style {
            Style::Block => self.block_scalar(&span),
            _ if implicit => {
                let at = self.empty_value(span.start);
                at..at
            }
            _ => span,
        };
        let value = match style {
            Style::Plain if implicit => NodeValue::Null,
            Style::Plain => scalar::resolve(&text),
            _ => NodeValue::Text(text.into_owned()),
        };
        self.cursor = if style == Style::Block { raw_end } else { span.end };
        self.put(Node { span, value })
    }

    fn key(&mut self, text: Cow<'_, str>, style: Style, span: Span) -> Result<(), Box<Problem>> {
        if style == Style::Plain && text == "<<" {
            return Err(wording::alias(span));
        }
        self.cursor = span.end;
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        if open.block && self.text.get(..span.start).is_some_and(|before| before.ends_with('\t')) {
            return Err(wording::tab(span.start - 1..span.start));
        }
        if let Kind::Mapping { key, .. } = &mut open.kind {
            *key = Some((text.into_owned(), span));
        }
        Ok(())
    }

    fn begin(&mut self, open: Open, span: &Span) -> Result<(), Box<Problem>> {
        if self.open.last().is_some_and(Open::awaits_key) {
            return Err(wording::key(self.visible(span.clone())));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(wording::too_deep(self.visible(span.clone())));
        }
        if open.block && self.text.get(..open.start).is_some_and(|before| before.ends_with('\t')) {
            return Err(wording::tab(open.start - 1..open.start));
        }
        self.cursor = if open.block { open.start } else { span.end };
        self.open.push(open);
        Ok(())
    }

    fn end(&mut self, span: &Span) -> Result<(), Box<Problem>> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let (value, last) = match open.kind {
            Kind::Sequence(items) => {
                let last = items.last().map(|item| item.span.end);
                (NodeValue::Sequence(items), last)
            }
            Kind::Mapping { entries, .. } => {
                let last = entries.last().map(|entry| entry.value.span.end.max(entry.key_span.end));
                (NodeValue::Mapping(entries), last)
            }
        };
        let end = if open.block { last.unwrap_or(open.start) } else { span.end };
        if !open.block {
            self.cursor = span.end;
        }
        self.put(Node { span: open.start..end.max(open.start), value })
    }

    /// Hands a finished value to what it belongs to.
    fn put(&mut self, node: Node) -> Result<(), Box<Problem>> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(wording::too_many(self.visible(node.span), MAX_VALUES));
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match &mut open.kind {
            Kind::Sequence(items) => items.push(node),
            Kind::Mapping { entries, key, index } => {
                let Some((name, span)) = key.take() else { return Ok(()) };
                match position(entries, index, &name) {
                    Some(first) => {
                        let first = entries.get(first).map_or(span.clone(), |entry| entry.key_span.clone());
                        return self.repeated(name, span, first);
                    }
                    None => {
                        if entries.len() >= FEW {
                            index.insert(name.clone(), entries.len());
                        }
                        entries.push(Entry { key: name, key_span: span, value: node });
                    }
                }
            }
        }
        Ok(())
    }

    /// Notes a repeated field; its second value is left out of the tree.
    fn repeated(&mut self, name: String, span: Span, first: Span) -> Result<(), Box<Problem>> {
        if self.problems.len() >= MAX_DUPLICATES {
            return Err(wording::too_many_duplicates(span, MAX_DUPLICATES));
        }
        let path = self.path().key(name.clone());
        self.problems.push(*wording::duplicate(&name, span, first).at(path));
        Ok(())
    }

    /// The path of the innermost open collection.
    fn path(&self) -> Path {
        let outer = self.open.len().saturating_sub(1);
        let segments = self.open.iter().take(outer).map(|open| match &open.kind {
            Kind::Sequence(items) => Segment::Index(items.len()),
            Kind::Mapping { key, .. } => Segment::Key(key.as_ref().map_or("", |(name, _)| name.as_str()).into()),
        });
        Path(segments.collect())
    }

    /// Where a block sequence begins: the parser points behind the first dash where the dashes stand below their key.
    fn first_dash(&self, start: usize) -> usize {
        let Some(key_end) = self.open.last().and_then(Open::key_end) else { return start };
        punctuation(self.text, key_end, start, &['-']).unwrap_or(start)
    }

    /// Where an absent value would stand: behind the colon or the dash.
    fn empty_value(&self, start: usize) -> usize {
        let Some(key_end) = self.open.last().and_then(Open::key_end) else { return start };
        punctuation(self.text, key_end, self.text.len(), &[':']).map_or(key_end, |colon| colon + 1)
    }

    /// The whole of a `|` or `>` scalar: from its sign to the end of its last line.
    fn block_scalar(&self, content: &Span) -> Span {
        let Some(sign) = punctuation(self.text, self.cursor, content.end, &['|', '>']) else { return content.clone() };
        let after = self.text.get(sign..).unwrap_or_default();
        let header = after.len() - after.trim_start_matches(|c| matches!(c, '|' | '>' | '+' | '-' | '0'..='9')).len();
        let keeps = after.get(..header).is_some_and(|header| header.contains('+'));
        let mut lines = self.text.get(content.start.max(sign + header)..content.end).unwrap_or_default();
        let start = content.start.max(sign + header);
        // The spaces behind the last line break indent whatever comes next.
        if let Some(at) = lines.rfind('\n')
            && lines.get(at + 1..).is_some_and(|rest| rest.bytes().all(|b| b == b' '))
        {
            lines = lines.get(..at).unwrap_or_default();
            while !keeps && let Some((before, last)) = lines.rsplit_once('\n') {
                if !last.trim().is_empty() {
                    break;
                }
                lines = before;
            }
        }
        let lines = lines.strip_suffix('\r').unwrap_or(lines);
        if lines.trim().is_empty() && !keeps { sign..sign + header } else { sign..start + lines.len() }
    }

    /// A span that can be underlined.
    fn visible(&self, span: Span) -> Span {
        if span.is_empty() { wording::to_end_of_line(self.text, span.start) } else { span }
    }
}

fn position(entries: &[Entry], index: &HashMap<String, usize>, name: &str) -> Option<usize> {
    entries.iter().take(FEW).position(|entry| entry.key == name).or_else(|| index.get(name).copied())
}

/// Walks over what may stand between two things (space, comments, `:` `-` `?`) to the first of the wanted signs.
fn punctuation(text: &str, from: usize, to: usize, wanted: &[char]) -> Option<usize> {
    let mut rest = text.get(from..to)?.char_indices();
    while let Some((at, c)) = rest.next() {
        match c {
            _ if wanted.contains(&c) => return Some(from + at),
            '#' => {
                rest.find(|(_, c)| matches!(c, '\n' | '\r'))?;
            }
            ':' | '-' | '?' => {}
            c if c.is_whitespace() => {}
            _ => return None,
        }
    }
    None
}
