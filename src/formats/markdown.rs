//! Markdown: the document as text that any editor opens and any program compares.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Format;
use super::Look;
use super::WriteError;
use crate::documents::pieces::plain;
use crate::documents::tree::Align;
use crate::documents::tree::Block;
use crate::documents::tree::CalloutKind;
use crate::documents::tree::Direction;
use crate::documents::tree::Document;
use crate::documents::tree::Inline;
use crate::documents::tree::Inlines;
use crate::documents::tree::List;
use crate::documents::tree::RiskMap;
use crate::documents::tree::RiskMapWords;
use crate::documents::tree::Score;
use crate::documents::tree::Table;
use crate::documents::tree::Target;

/// The format.
pub const FORMAT: Format = Format {
    name: "md",
    extension: "md",
    media_type: "text/markdown; charset=utf-8",
    summary: "plain text, for editors and for comparing two versions",
    write,
};

const WRITING_LINE: &str = "\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_";

/// Writes a document as Markdown.
pub fn write(document: &Document, look: &Look) -> Result<Vec<u8>, WriteError> {
    let mut writer = Writer { look, direction: document.direction, slugs: slugs(document) };
    let mut blocks = Vec::new();
    if look.draft {
        blocks.push(format!("**{}** {}", escape(&look.words.draft), escape(&look.words.draft_note)));
    }
    if let Some(title) = document.title_above() {
        blocks.push(format!("# {}", escape(title)));
    }
    blocks.extend(writer.blocks(&document.blocks));
    for (at, footnote) in document.footnotes.iter().enumerate() {
        blocks.push(indented(&format!("[^{}]: ", at + 1), "    ", &writer.blocks(footnote).join("\n\n")));
    }
    let short_title = Some(look.short_title.clone()).filter(|title| !title.is_empty());
    let foot: Vec<String> =
        [short_title, look.version_line(), look.code_line()].into_iter().flatten().map(|line| escape(&line)).collect();
    if !foot.is_empty() {
        blocks.push("---".to_owned());
        blocks.push(foot.join(" · "));
    }
    let mut text = blocks.join("\n\n");
    text.push('\n');
    Ok(text.into_bytes())
}

struct Writer<'l> {
    look: &'l Look,
    direction: Direction,
    slugs: BTreeMap<String, String>,
}

impl Writer<'_> {
    fn blocks(&mut self, blocks: &[Block]) -> Vec<String> {
        let mut written: Vec<String> = Vec::new();
        let mut list_before = false;
        for block in blocks {
            // Two lists in a row would read as one: every other one has the other mark.
            list_before = matches!(block, Block::List(_)) && !list_before;
            let text = self.block(block, !list_before);
            if !text.is_empty() {
                written.push(text);
            }
        }
        written
    }

    /// `other_mark` is for a list behind a list.
    fn block(&mut self, block: &Block, other_mark: bool) -> String {
        match block {
            Block::Heading(heading) => {
                let number = heading.number.as_ref().map(|number| format!("{} ", escape(number))).unwrap_or_default();
                let marks = "#".repeat(usize::from(heading.level.clamp(1, 6)));
                format!("{marks} {number}{}", self.inlines(&heading.text))
            }
            Block::Paragraph(text) => self.inlines(text),
            Block::List(list) => self.list(list, other_mark),
            Block::Table(table) => self.table(table),
            Block::Definitions(definitions) => {
                let mut parts = Vec::new();
                for definition in definitions {
                    let details = self.blocks(&definition.details).join("\n\n");
                    parts.push(format!("{}\n\n{}", self.inlines(&definition.term), indented(": ", "  ", &details)));
                }
                parts.join("\n\n")
            }
            Block::Quote(blocks) => {
                let body = self.blocks(blocks).join("\n\n");
                indented("> ", "> ", &body)
            }
            Block::Callout(callout) => {
                let kind = match callout.kind {
                    CalloutKind::Note => "NOTE",
                    CalloutKind::Tip => "TIP",
                    CalloutKind::Important => "IMPORTANT",
                    CalloutKind::Warning => "WARNING",
                    CalloutKind::Caution => "CAUTION",
                };
                let title = callout.title.as_ref().map(|title| format!(" {}", escape(title))).unwrap_or_default();
                let body = self.blocks(&callout.blocks).join("\n\n");
                indented("> ", "> ", &format!("[!{kind}]{title}\n{body}"))
            }
            Block::Code(text) => {
                let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
                let fence = "`".repeat(longest.max(2) + 1);
                format!("{fence}\n{text}\n{fence}")
            }
            Block::Rule => "---".to_owned(),
            Block::Signature(rows) => {
                let mut parts = Vec::new();
                for row in rows {
                    parts.extend(row.title.as_ref().map(|title| self.title(title)));
                    let labels: Vec<String> = row.lines.iter().map(|label| self.cell(label)).collect();
                    parts.push(format!(
                        "| {} |\n|{}\n|{}",
                        labels.join(" | "),
                        " --- |".repeat(labels.len()),
                        "  |".repeat(labels.len())
                    ));
                }
                parts.join("\n\n")
            }
            Block::Choices(choices) => {
                let mut lines = Vec::new();
                for choice in &choices.choices {
                    lines.push(format!("* {}", self.cell(&choice.question)));
                    lines.extend(choice.options.iter().map(|option| format!("  * [ ] {}", self.cell(option))));
                }
                self.titled(choices.title.as_ref(), &lines.join("\n"))
            }
            Block::Fields(fields) => {
                let lines: Vec<String> = fields
                    .fields
                    .iter()
                    .map(|field| {
                        let room = vec![WRITING_LINE; field.lines.max(1)].join("\\\n");
                        let between = if field.lines == 0 { " " } else { "\\\n" };
                        format!("{}{between}{room}", self.cell(&field.label))
                    })
                    .collect();
                self.titled(fields.title.as_ref(), &lines.join("\n\n"))
            }
            Block::RiskMap(map) => self.risk_map(map),
            Block::Flow(flow) => {
                let mut lines = Vec::new();
                for (at, line) in flow.lines(self.direction).iter().enumerate() {
                    lines.push(format!("{}. {}", at + 1, self.cell(line.text)));
                    lines.extend(line.branches.iter().map(|branch| format!("    - {}", self.cell(branch))));
                }
                self.titled(Some(&flow.title), &lines.join("\n"))
            }
            Block::Pictures(pictures) => {
                let lines: Vec<String> = pictures
                    .pictures
                    .iter()
                    .map(|picture| format!("* {}\n\n  {}", self.cell(&picture.draw), self.cell(&picture.say)))
                    .collect();
                self.titled(pictures.title.as_ref(), &lines.join("\n\n"))
            }
            Block::Card(panels) => {
                let panels: Vec<String> = panels.iter().map(|panel| self.blocks(panel).join("\n\n")).collect();
                panels.join("\n\n---\n\n")
            }
            Block::PageBreak => String::new(),
        }
    }

    fn title(&mut self, title: &Inlines) -> String {
        format!("**{}**", escape(&plain(title)))
    }

    fn titled(&mut self, title: Option<&Inlines>, body: &str) -> String {
        match title {
            Some(title) => format!("{}\n\n{body}", self.title(title)),
            None => body.to_owned(),
        }
    }

    fn list(&mut self, list: &List, other_mark: bool) -> String {
        let mut number = list.start;
        let mut items = Vec::new();
        for item in &list.items {
            let mut marker = match &mut number {
                Some(number) => {
                    *number += 1;
                    format!("{}{} ", *number - 1, if other_mark { ')' } else { '.' })
                }
                None => if other_mark { "+ " } else { "- " }.to_owned(),
            };
            let indent = " ".repeat(marker.len());
            if let Some(ticked) = item.ticked {
                marker.push_str(if ticked { "[x] " } else { "[ ] " });
            }
            let between = if list.tight { "\n" } else { "\n\n" };
            items.push(indented(&marker, &indent, &self.blocks(&item.blocks).join(between)));
        }
        items.join(if list.tight { "\n" } else { "\n\n" })
    }

    fn table(&mut self, table: &Table) -> String {
        let mut lines = Vec::new();
        lines.push(self.row(&table.header));
        let rule: String = table
            .columns
            .iter()
            .map(|column| match column {
                Align::Start => " --- |",
                Align::Center => " :-: |",
                Align::End => " --: |",
            })
            .collect();
        lines.push(format!("|{rule}"));
        lines.extend(table.rows.iter().map(|row| self.row(row)));
        lines.join("\n")
    }

    fn row(&mut self, cells: &[Inlines]) -> String {
        let cells: Vec<String> = cells.iter().map(|cell| bars_escaped(&self.cell(cell))).collect();
        format!("| {} |", cells.join(" | "))
    }

    fn risk_map(&mut self, map: &RiskMap) -> String {
        let words = &map.words;
        let mut parts = Vec::new();
        for (title, after) in [(&words.before, false), (&words.after, true)] {
            let mut grid = format!("**{}**\n\n| ", escape(title));
            let _ = write!(grid, "{} × {}", escape(&words.likelihood), escape(&words.severity));
            grid.push_str(" | 1 | 2 | 3 | 4 | 5 |\n| --- | --- | --- | --- | --- | --- |");
            for likelihood in (1..=5_u8).rev() {
                let _ = write!(grid, "\n| {likelihood} |");
                for severity in 1..=5_u8 {
                    let here = map.risks.iter().enumerate().filter(|(_, risk)| {
                        let score = if after { risk.after } else { risk.before };
                        score == Some(Score { likelihood, severity })
                    });
                    let numbers: Vec<String> = here.map(|(at, _)| (at + 1).to_string()).collect();
                    let _ = write!(grid, " {} |", numbers.join(", "));
                }
            }
            parts.push(grid);
        }
        parts.push(self.risk_table(map, words));
        parts.join("\n\n")
    }

    fn risk_table(&mut self, map: &RiskMap, words: &RiskMapWords) -> String {
        let mut lines = vec![format!("| {} |", words.header().map(|word| escape(&word)).join(" | "))];
        lines.push("| --- | --- | --- |".to_owned());
        for (at, risk) in map.risks.iter().enumerate() {
            let [before, after] = risk.scores(words).map(|score| escape(&score));
            lines.push(format!("| {}. {} | {before} | {after} |", at + 1, self.cell(&risk.label)));
        }
        lines.join("\n")
    }

    /// Inlines on one line.
    fn cell(&mut self, inlines: &[Inline]) -> String {
        self.inlines(inlines).replace("\\\n", " ").replace('\n', " ")
    }

    fn inlines(&mut self, inlines: &[Inline]) -> String {
        let mut text = String::new();
        for inline in inlines {
            match inline {
                Inline::Text(words) => text.push_str(&escape_at(words, text.is_empty() || text.ends_with('\n'))),
                Inline::Emphasis(inner) => {
                    let _ = write!(text, "*{}*", self.inlines(inner));
                }
                Inline::Strong(inner) => {
                    let _ = write!(text, "**{}**", self.inlines(inner));
                }
                Inline::Code(words) => text.push_str(&code(words)),
                Inline::Link(target, inner) => {
                    let words = self.inlines(inner);
                    match self.address(target) {
                        Some(address) => {
                            let _ = write!(text, "[{words}]({address})");
                        }
                        None => text.push_str(&words),
                    }
                }
                Inline::SoftBreak => text.push('\n'),
                Inline::LineBreak => text.push_str("\\\n"),
                Inline::Footnote(number) => {
                    let _ = write!(text, "[^{number}]");
                }
                Inline::Box(ticked) => text.push_str(if *ticked { "[x]" } else { "[ ]" }),
                Inline::Gap { text: words, .. } => {
                    let _ = write!(text, "**{}**", escape(words));
                }
            }
        }
        text
    }

    fn address(&self, target: &Target) -> Option<String> {
        match target {
            Target::Anchor(anchor) => self.slugs.get(anchor).map(|slug| format!("#{slug}")),
            Target::Document { stem, .. } => self.look.documents.contains(stem).then(|| format!("{stem}.md")),
            Target::Address(address) => Some(format!("<{}>", address.replace(['<', '>'], ""))),
        }
    }
}

/// A table's cell: bars in code are the only ones that have no backslash yet.
fn bars_escaped(cell: &str) -> String {
    let mut escaped = String::with_capacity(cell.len());
    for character in cell.chars() {
        if character == '|' && !escaped.ends_with('\\') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// Code between as many backticks as it needs.
fn code(words: &str) -> String {
    let longest = words.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let pad = if words.starts_with(['`', ' ']) || words.ends_with(['`', ' ']) { " " } else { "" };
    format!("{ticks}{pad}{words}{pad}{ticks}")
}

/// The names that readers of Markdown give to headings, by our own.
fn slugs(document: &Document) -> BTreeMap<String, String> {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let mut slugs = BTreeMap::new();
    for heading in document.headings() {
        let number = heading.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
        let words = format!("{number}{}", plain(&heading.text)).to_lowercase();
        let slug: String = words
            .chars()
            .filter(|character| character.is_alphanumeric() || matches!(character, ' ' | '-' | '_'))
            .map(|character| if character == ' ' { '-' } else { character })
            .collect();
        let count = taken.entry(slug.clone()).or_insert(0);
        let unique = if *count == 0 { slug } else { format!("{slug}-{count}") };
        *count += 1;
        slugs.insert(heading.anchor.clone(), unique);
    }
    slugs
}

fn indented(first: &str, rest: &str, body: &str) -> String {
    let mut lines = body.lines();
    let mut text = format!("{first}{}", lines.next().unwrap_or_default());
    for line in lines {
        text.push('\n');
        if !line.is_empty() || rest.starts_with('>') {
            text.push_str(if line.is_empty() { rest.trim_end() } else { rest });
        }
        text.push_str(line);
    }
    text.trim_end().to_owned()
}

fn escape(text: &str) -> String {
    escape_at(text, true)
}

/// Text that Markdown reads as that text, with as few backslashes as that takes.
fn escape_at(text: &str, line_start: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    for (at, character) in text.chars().enumerate() {
        let always = matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&');
        let leading = line_start && at == 0 && matches!(character, '#' | '+' | '-' | ':' | '=');
        let numbered = line_start && digits > 0 && at == digits && matches!(character, '.' | ')');
        // Hashes at the end of a heading would close it, and a mark before a bracket would make a picture.
        let hash = character == '#';
        if always || leading || numbered || hash {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::markdown;
    use crate::documents::tree::Audience;
    use proptest::prelude::*;

    fn again(text: &str) -> (Document, Document) {
        let first = Document::new("x", "T", "en", Audience::Team, markdown::read(text).unwrap());
        let bytes = write(&first, &Look::default()).unwrap();
        let written = String::from_utf8(bytes).unwrap();
        let second = match markdown::read(&written) {
            Ok(body) => Document::new("x", "T", "en", Audience::Team, body),
            Err(problems) => panic!("{text:?} became {written:?}: {problems:?}"),
        };
        (first, second)
    }

    #[test]
    fn what_is_written_reads_back_as_the_same_tree() {
        for text in [
            "# A\n\ntext *with* **stress** and `code | x` ``a`b``\\\nnext\n\n## B {x}\n\n1. one\n2. two\n   - a\n   - b\n\n     more\n",
            "# A\n\n| a | b |\n| :-: | --: |\n| 1\\|2 | [ ] |\n\n> quote\n>\n> more\n\n- [ ] x\n- [x] y\n\n---\n\nx[^1]\n\n[^1]: note\n",
            "# A\n\n- a\n- b\n\n+ c\n\n1. d\n\n4) e\n5) f\n\n> [!TIP]\n> a\n\n> [!CAUTION] b\n> c\n",
            "# A\n\n| `1\\|2` | b |\n| --- | --- |\n| c | `` `x `` |\n\n`` x` `` and ` x`\n",
            "# A\n\n> [!WARNING] Title\n> text\n\nTerm\n\n: details\n\n```\n  code ```\n```\n\n[b](#b) <https://example.org>\n\n## B\n",
        ] {
            let (first, second) = again(text);
            assert_eq!(first.blocks, second.blocks, "{text}");
            assert_eq!(first.footnotes, second.footnotes, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn any_words_read_back_as_the_same_words(text in "[-#>|`~ a:*_\\[\\](){}!<1.&;=+\\\\\"é]{1,30}") {
            let escaped = markdown::escape(&text);
            prop_assume!(!escaped.is_empty());
            let page = format!("# {escaped}\n\n{escaped}\n\n- {escaped}\n\n| {escaped} |\n|---|\n| {escaped} |\n");
            let (first, second) = again(&page);
            prop_assert_eq!(first.pieces(), second.pieces());
        }
    }
}
