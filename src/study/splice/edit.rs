//! Which bytes go and which come, for one value at one path.

use serde_json::Map;
use serde_json::Value;

use crate::source::Span;
use crate::study::splice::Edit;
use crate::study::splice::Plan;
use crate::study::splice::is_flow;
use crate::study::splice::order;
use crate::yaml::node::Entry;
use crate::yaml::node::Node;
use crate::yaml::node::NodeValue;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;
use crate::yaml::print;
use crate::yaml::print::Layout;

/// Finds the edits.
pub(super) struct Writer<'a> {
    text: &'a str,
    root: &'a Node,
    plan: Plan,
    layout: Layout,
    newline: &'static str,
}

/// Where a value stands.
#[derive(Clone, Copy)]
enum Seat<'a> {
    /// The whole file.
    Root,
    /// Behind a name in a block.
    Field(&'a Entry),
    /// Behind a dash that stands at a column.
    Item(usize),
    /// Inside brackets; true where a name precedes it.
    Flow(bool),
}

impl<'a> Writer<'a> {
    pub(super) fn new(text: &'a str, root: &'a Node, plan: Plan) -> Self {
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Self { text, root, plan, layout: layout_of(text, root), newline }
    }

    /// The edits that set a value.
    pub(super) fn set(&self, path: &Path, value: &Value) -> Option<Vec<Edit>> {
        let mut node = self.root;
        let mut seat = Seat::Root;
        for (depth, segment) in path.0.iter().enumerate() {
            let flow = matches!(seat, Seat::Flow(_)) || is_flow(self.text, node);
            let next = match segment {
                Segment::Key(key) => node
                    .entry(key)
                    .map(|entry| (&entry.value, if flow { Seat::Flow(true) } else { Seat::Field(entry) })),
                Segment::Index(index) => node.items().get(*index).map(|item| {
                    (item, if flow { Seat::Flow(false) } else { Seat::Item(self.column(node.span.start)) })
                }),
            };
            match next {
                Some((child, place)) => (node, seat) = (child, place),
                None => {
                    let rest = path.0.get(depth + 1..)?;
                    let value = wrapped(rest, value.clone());
                    return self.add(node, seat, path.0.get(..depth)?, segment, &value);
                }
            }
        }
        Some(self.replace(node, seat, value))
    }

    /// Adds a field or an item to a node.
    fn add(&self, node: &Node, seat: Seat<'_>, path: &[Segment], new: &Segment, value: &Value) -> Option<Vec<Edit>> {
        let inside = matches!(seat, Seat::Flow(_)) || is_flow(self.text, node);
        match (&node.value, new) {
            (NodeValue::Mapping(entries), Segment::Key(key)) => {
                Some(vec![self.add_field(node, entries, inside, path, key, value)])
            }
            // `[]` behind a name was written for want of an item: the first one gets lines of its own.
            (NodeValue::Sequence(items), Segment::Index(_)) if items.is_empty() && matches!(seat, Seat::Field(_)) => {
                Some(self.replace(node, seat, &Value::Array(vec![value.clone()])))
            }
            (NodeValue::Sequence(items), Segment::Index(_)) => Some(vec![self.add_item(node, items, inside, value)]),
            _ if node.is_blank() => Some(self.replace(node, seat, &wrapped(std::slice::from_ref(new), value.clone()))),
            _ => None,
        }
    }

    fn add_field(
        &self,
        node: &Node,
        entries: &[Entry],
        flow: bool,
        path: &[Segment],
        key: &str,
        value: &Value,
    ) -> Edit {
        let order = order(path);
        let rank = |name: &str| order.iter().position(|known| *known == name);
        let before = match rank(key) {
            Some(mine) => entries.iter().rposition(|entry| rank(&entry.key).is_some_and(|other| other < mine)),
            None => entries.len().checked_sub(1),
        };
        let name = print::key(key);
        match (before.and_then(|at| entries.get(at)), entries.first()) {
            (Some(entry), _) if flow => {
                let at = entry.value.span.end.max(entry.key_span.end);
                (at..at, format!(", {name}: {}", print::inline(value)))
            }
            (None, Some(first)) if flow => {
                let at = first.key_span.start;
                (at..at, format!("{name}: {}, ", print::inline(value)))
            }
            (None, None) => (node.span.clone(), format!("{{{name}: {}}}", print::inline(value))),
            (Some(entry), _) => {
                let column = self.column(entry.key_span.start);
                let end = entry.value.span.end.max(entry.key_span.end);
                let line = format!("{}{name}:{}", " ".repeat(column), self.after_name(value, column));
                self.line_below(end, &line)
            }
            (None, Some(first)) => {
                let at = first.key_span.start;
                let column = self.column(at);
                let line = format!("{name}:{}{}", self.after_name(value, column), " ".repeat(column));
                (at..at, self.lines(&line))
            }
        }
    }

    fn add_item(&self, node: &Node, items: &[Node], flow: bool, value: &Value) -> Edit {
        match items.last() {
            Some(last) if flow => (last.span.end..last.span.end, format!(", {}", print::inline(value))),
            None => (node.span.clone(), format!("[{}]", print::inline(value))),
            Some(last) => {
                let column = self.column(node.span.start);
                let line = format!("{}- {}\n", " ".repeat(column), self.item(value, column));
                self.line_below(last.span.end, &line)
            }
        }
    }

    /// Replaces a node's value, part by part where only parts of it differ.
    fn replace(&self, node: &Node, seat: Seat<'_>, value: &Value) -> Vec<Edit> {
        if node.to_json() == *value && !node.span.is_empty() {
            return Vec::new();
        }
        if let Some(edits) = self.replace_items(node, seat, value) {
            return edits;
        }
        let flow = matches!(seat, Seat::Flow(_)) || is_flow(self.text, node);
        match seat {
            Seat::Flow(named) => self.replace_inline(node, named, value),
            _ if flow && !is_empty(node) && matches!(value, Value::Object(_) | Value::Array(_)) => {
                self.replace_inline(node, true, value)
            }
            Seat::Root => {
                let text = self.layout.block(value, 0);
                let text = text.strip_suffix('\n').unwrap_or(&text);
                vec![(node.span.clone(), self.lines(text))]
            }
            Seat::Item(dash) => {
                let written = self.item(value, dash);
                self.place(node, node.span.start, &written)
            }
            Seat::Field(entry) => self.replace_field(node, entry, value),
        }
    }

    /// A list of which only some items differ keeps the others as they are written.
    fn replace_items(&self, node: &Node, seat: Seat<'_>, value: &Value) -> Option<Vec<Edit>> {
        let (NodeValue::Sequence(old), Value::Array(new)) = (&node.value, value) else { return None };
        if old.is_empty() || new.len() < old.len() {
            return None;
        }
        let flow = matches!(seat, Seat::Flow(_)) || is_flow(self.text, node);
        let mut edits = Vec::new();
        for (item, value) in old.iter().zip(new) {
            let seat = if flow { Seat::Flow(false) } else { Seat::Item(self.column(node.span.start)) };
            edits.extend(self.replace(item, seat, value));
        }
        let last = old.last()?;
        for value in new.iter().skip(old.len()) {
            edits.push(self.add_item(node, std::slice::from_ref(last), flow, value));
        }
        // Several new items stand at one place: they are one edit, in their order.
        let mut joined: Vec<Edit> = Vec::new();
        for (span, text) in edits {
            match joined.last_mut() {
                Some((last, before)) if *last == span && span.is_empty() => before.push_str(&text),
                _ => joined.push((span, text)),
            }
        }
        Some(joined)
    }

    fn replace_inline(&self, node: &Node, named: bool, value: &Value) -> Vec<Edit> {
        let mut text = print::inline(value);
        if node.span.is_empty() {
            let before = self.text.get(..node.span.start).unwrap_or_default();
            let colon = if named && !before.ends_with(':') { ":" } else { "" };
            text = format!("{colon} {text}");
        }
        vec![(node.span.clone(), text)]
    }

    fn replace_field(&self, node: &Node, entry: &Entry, value: &Value) -> Vec<Edit> {
        let column = self.column(entry.key_span.start);
        let old_block =
            matches!(node.value, NodeValue::Mapping(_) | NodeValue::Sequence(_)) && !is_flow(self.text, node);
        let written = self.after_name(value, column);
        let written = written.strip_suffix('\n').unwrap_or(&written);
        if !old_block {
            let written = written.strip_prefix(' ').unwrap_or(written);
            let start = if node.span.is_empty() { self.behind_colon(entry) } else { node.span.start };
            return self.place(node, start, written);
        }
        // The old value stands on lines of its own, the new one too: the lines between the name and them stay.
        let first_line = self.line_start(node.span.start);
        if let Some(body) = written.strip_prefix('\n') {
            return vec![(first_line..node.span.end, self.lines(body))];
        }
        let (head, body) = split(written);
        let colon = self.behind_colon(entry);
        let mut edits = vec![(colon..colon, head.to_owned())];
        if let Some(body) = body {
            let at = self.line_end(colon);
            edits.push((at..at, self.lines(&format!("\n{body}"))));
        }
        // A comment behind the last old line stays, on a line of its own.
        let end = self.line_end(node.span.end);
        let rest_is_blank = self.text.get(node.span.end..end).is_some_and(|rest| rest.trim().is_empty());
        edits.push(if rest_is_blank {
            (self.line_end(self.previous(first_line))..end, String::new())
        } else {
            (first_line..node.span.end, " ".repeat(column))
        });
        edits
    }

    /// Puts a text in a node's place: its first line there, the other lines below whatever else stands on that line.
    fn place(&self, node: &Node, start: usize, written: &str) -> Vec<Edit> {
        let (head, body) = split(written);
        let gap = if node.span.is_empty() && !head.is_empty() { " " } else { "" };
        let old = self.text.get(node.span.clone()).unwrap_or_default();
        let is_block_text = old.starts_with(['|', '>']);
        let mut edits = Vec::new();
        if is_block_text {
            // What stands behind the sign on its line may be a comment, which stays; the lines below go.
            let sign = old.find(|c: char| !matches!(c, '|' | '>' | '+' | '-' | '0'..='9')).unwrap_or(old.len());
            let line = self.line_end(node.span.start);
            edits.push((node.span.start..node.span.start + sign, head.to_owned()));
            let body = body.map_or_else(String::new, |body| format!("\n{body}"));
            edits.push((line.min(node.span.end.max(line))..node.span.end.max(line), self.lines(&body)));
            return edits;
        }
        let end = node.span.end.max(start);
        let mut start = if node.span.is_empty() { start } else { node.span.start };
        if head.is_empty() {
            // Nothing stays on the line: neither does the space before it.
            start = self.text.get(..start).map_or(start, |before| before.trim_end_matches(' ').len());
        }
        edits.push((start..end.max(start), format!("{gap}{head}")));
        if let Some(body) = body {
            let at = self.line_end(end.max(start));
            edits.push((at..at, self.lines(&format!("\n{body}"))));
        }
        edits
    }

    fn after_name(&self, value: &Value, column: usize) -> String {
        match self.plan {
            Plan::Natural => self.layout.after_name(value, column),
            Plan::OneLine => format!(" {}\n", print::inline(value)),
        }
    }

    fn item(&self, value: &Value, dash: usize) -> String {
        match self.plan {
            Plan::Natural => self.layout.item(value, dash),
            Plan::OneLine => print::inline(value),
        }
    }

    /// An edit that adds whole lines below the line in which a byte stands.
    fn line_below(&self, byte: usize, lines: &str) -> Edit {
        let at = self.line_end(byte);
        let lines = lines.strip_suffix('\n').unwrap_or(lines);
        (at..at, self.lines(&format!("\n{lines}")))
    }

    fn lines(&self, text: &str) -> String {
        if self.newline == "\n" { text.to_owned() } else { text.replace('\n', self.newline) }
    }

    /// The end of a line's content, before its line break.
    fn line_end(&self, byte: usize) -> usize {
        let rest = self.text.get(byte..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        let line = if rest.len() > line.len() { line.strip_suffix('\r').unwrap_or(line) } else { line };
        byte + line.len()
    }

    fn line_start(&self, byte: usize) -> usize {
        let before = self.text.get(..byte).unwrap_or_default();
        before.rfind('\n').map_or(0, |at| at + 1)
    }

    /// The first byte of the line before the line that begins here.
    fn previous(&self, line_start: usize) -> usize {
        self.line_start(line_start.saturating_sub(1))
    }

    fn column(&self, byte: usize) -> usize {
        byte - self.line_start(byte)
    }

    fn behind_colon(&self, entry: &Entry) -> usize {
        let rest = self.text.get(entry.key_span.end..).unwrap_or_default();
        rest.find(':').map_or(entry.key_span.end, |at| entry.key_span.end + at + 1)
    }
}

fn is_empty(node: &Node) -> bool {
    node.entries().is_empty() && node.items().is_empty()
}

/// The first line, and the others where there are any.
fn split(written: &str) -> (&str, Option<&str>) {
    match written.split_once('\n') {
        Some((head, body)) => (head, Some(body)),
        None => (written, None),
    }
}

/// A value inside the parents that lead to it.
fn wrapped(path: &[Segment], value: Value) -> Value {
    path.iter().rev().fold(value, |value, segment| match segment {
        Segment::Key(key) => Value::Object(Map::from_iter([(key.to_string(), value)])),
        Segment::Index(_) => Value::Array(vec![value]),
    })
}

/// How the file is laid out: told from the first group and the first list on lines of their own.
fn layout_of(text: &str, root: &Node) -> Layout {
    let column = |span: &Span| {
        let before = text.get(..span.start).unwrap_or_default();
        before.len() - before.rfind('\n').map_or(0, |at| at + 1)
    };
    let mut layout = Layout::default();
    let blocks = root.entries().iter().filter(|entry| !is_flow(text, &entry.value));
    let mut step = None;
    let mut list_step = None;
    for entry in blocks {
        let offset = column(&entry.value.span).saturating_sub(column(&entry.key_span));
        match &entry.value.value {
            NodeValue::Mapping(_) if offset > 0 => {
                step.get_or_insert(offset);
            }
            NodeValue::Sequence(_) => {
                list_step.get_or_insert(offset);
            }
            _ => {}
        }
    }
    layout.step = step.unwrap_or(layout.step).clamp(1, 8);
    layout.list_step = list_step.unwrap_or(layout.list_step).min(8);
    layout
}
