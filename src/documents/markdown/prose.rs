//! Free text of a study: its paragraphs, lists and emphasis stay, and nothing else does.

use comrak::Arena;
use comrak::Node;
use comrak::Options;
use comrak::nodes::ListType;
use comrak::nodes::NodeValue;

use super::escape::escape;

/// How deep lists may stand inside one another; what is deeper loses its list, never its words.
const MAX_LISTS: usize = 4;
/// How deep emphasis may stand inside emphasis.
const MAX_EMPHASIS: usize = 4;

/// Turns free text into Markdown that has paragraphs, lists and emphasis, and nothing else: whatever else it holds
/// becomes plain text.
pub fn prose(text: &str) -> String {
    // A no-break space belongs to the text, for Markdown too.
    let line = text.trim_matches([' ', '\t', '\n', '\r']);
    if is_one_plain_line(line) { escape(line) } else { read_and_written(text) }
}

/// True for a line in which Markdown can see nothing but words: most texts of a study are such.
fn is_one_plain_line(line: &str) -> bool {
    let says_nothing_to_markdown =
        |c: char| !c.is_control() && !matches!(c, '*' | '_' | '`' | '[' | ']' | '<' | '>' | '&' | '\\' | '~' | '|');
    line.starts_with(char::is_alphabetic)
        && !line.ends_with(char::is_whitespace)
        && line.chars().all(says_nothing_to_markdown)
}

pub(super) fn read_and_written(text: &str) -> String {
    let arena = Arena::new();
    let mut options = Options::default();
    options.parse.ignore_setext = true;
    let root = comrak::parse_document(&arena, text, &options);
    let mut blocks = Vec::new();
    collect(root, 0, &mut blocks);
    blocks.join("\n\n")
}

/// Collects the blocks under a node as Markdown, each without a blank line at its end.
fn collect<'a>(parent: Node<'a>, lists: usize, blocks: &mut Vec<String>) {
    // Blocks that do not stay are opened in place and not by recursion, so that no depth of quotations is too deep.
    let mut waiting: Vec<Node<'a>> = parent.reverse_children().collect();
    while let Some(node) = waiting.pop() {
        let value = node.data().value.clone();
        match value {
            NodeValue::Paragraph | NodeValue::Heading(_) => push(blocks, inlines(node)),
            NodeValue::List(list) if lists < MAX_LISTS => {
                let mut items = Vec::new();
                for (number, item) in (list.start..).zip(node.children()) {
                    let marker = match list.list_type {
                        ListType::Bullet => "- ".to_owned(),
                        ListType::Ordered => format!("{number}. "),
                    };
                    let mut inner = Vec::new();
                    collect(item, lists + 1, &mut inner);
                    let indent = " ".repeat(marker.len());
                    let body = inner.join(if list.tight { "\n" } else { "\n\n" });
                    let lines: Vec<String> = body
                        .lines()
                        .enumerate()
                        .map(|(at, line)| match at {
                            0 => format!("{marker}{line}"),
                            _ if line.is_empty() => String::new(),
                            _ => format!("{indent}{line}"),
                        })
                        .collect();
                    items.push(if lines.is_empty() { marker.trim_end().to_owned() } else { lines.join("\n") });
                }
                push(blocks, items.join(if list.tight { "\n" } else { "\n\n" }));
            }
            NodeValue::CodeBlock(code) => {
                let info = if code.info.is_empty() { String::new() } else { format!("{} ", code.info) };
                push(blocks, escape(&format!("{info}{}", code.literal)));
            }
            NodeValue::HtmlBlock(html) => push(blocks, escape(&html.literal)),
            NodeValue::ThematicBreak => push(blocks, escape("---")),
            _ => waiting.extend(node.reverse_children()),
        }
    }
}

fn push(blocks: &mut Vec<String>, block: String) {
    if !block.trim().is_empty() {
        blocks.push(block);
    }
}

/// Inlines as Markdown, and their words alone.
#[derive(Default)]
struct Written {
    markdown: String,
    words: String,
}

impl Written {
    /// Adds text; [`escape`] trims, but inside a line the outer spaces count.
    fn text(&mut self, text: &str) {
        let body = escape(text);
        if text.starts_with(' ') {
            self.markdown.push(' ');
        }
        self.markdown.push_str(&body);
        if text.ends_with(' ') && !body.is_empty() {
            self.markdown.push(' ');
        }
        self.words.push_str(text);
    }

    fn line_end(&mut self, markdown: &str) {
        self.markdown.push_str(markdown);
        self.words.push(' ');
    }
}

/// The inlines under a node: text, emphasis, line ends; a link is its words and its address.
fn inlines<'a>(parent: Node<'a>) -> String {
    enum Step<'a> {
        Enter(Node<'a>),
        Mark(&'static str),
        Text(String),
    }
    let mut written = Written::default();
    let mut waiting: Vec<Step<'a>> = parent.reverse_children().map(Step::Enter).collect();
    let (mut depth, mut emphasised) = (0_usize, false);
    while let Some(step) = waiting.pop() {
        let node = match step {
            Step::Text(text) => {
                written.text(&text);
                continue;
            }
            Step::Mark(mark) => {
                written.markdown.push_str(mark);
                depth = depth.saturating_sub(1);
                continue;
            }
            Step::Enter(node) => node,
        };
        let value = node.data().value.clone();
        match value {
            NodeValue::Text(text) => written.text(&text),
            NodeValue::Code(code) => written.text(&code.literal),
            NodeValue::HtmlInline(html) => written.text(&html),
            NodeValue::SoftBreak => written.line_end("\n"),
            NodeValue::LineBreak => written.line_end("\\\n"),
            NodeValue::Emph | NodeValue::Strong if depth < MAX_EMPHASIS => {
                let mark = if matches!(value, NodeValue::Emph) { "*" } else { "**" };
                depth += 1;
                emphasised = true;
                written.markdown.push_str(mark);
                waiting.push(Step::Mark(mark));
                waiting.extend(node.reverse_children().map(Step::Enter));
            }
            NodeValue::Link(link) | NodeValue::Image(link) => {
                if words(node) != link.url {
                    waiting.push(Step::Text(format!(" ({})", link.url)));
                }
                waiting.extend(node.reverse_children().map(Step::Enter));
            }
            _ => waiting.extend(node.reverse_children().map(Step::Enter)),
        }
    }
    let markdown = written.markdown.trim();
    if !emphasised {
        return markdown.to_owned();
    }
    let arena = Arena::new();
    let again = words(comrak::parse_document(&arena, markdown, &Options::default()));
    // Emphasis beside emphasis can read back as stars: then the words stay and the emphasis goes.
    if same_words(&again, &written.words) { markdown.to_owned() } else { escape(&written.words) }
}

fn same_words(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

/// The words under a node.
fn words<'a>(node: Node<'a>) -> String {
    let mut words = String::new();
    for inner in node.descendants() {
        match &inner.data().value {
            NodeValue::Text(text) => words.push_str(text),
            NodeValue::Code(code) => words.push_str(&code.literal),
            NodeValue::HtmlInline(html) => words.push_str(html),
            NodeValue::SoftBreak | NodeValue::LineBreak => words.push(' '),
            _ => {}
        }
    }
    words
}
