//! What the papers say, passage by passage, and where each passage comes from.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::checks::Context;
use crate::checks::texts::Text;
use crate::documents::compose::Composed;
use crate::documents::compose::Composition;
use crate::documents::markdown;
use crate::documents::tree::Audience;
use crate::documents::tree::Block;
use crate::documents::tree::Inline;
use crate::finding::Place;
use crate::readability;
use crate::readability::BlockKind;
use crate::readability::Kept;
use crate::source::SourceFile;
use crate::yaml::path::Path;

/// Words of a table's cell from which it is read as a sentence, and not as an entry.
const SENTENCE_IN_A_CELL: usize = 6;

/// The passages of all papers, and the texts that they can come from.
pub struct Passages<'a> {
    /// The texts of the study and of its words, each with its plain form and what stands before its path in a name.
    texts: OnceCell<Vec<(String, String, Text<'a>)>>,
    /// The passages of each paper, in the order of the composition, section by section.
    papers: Vec<Vec<Section>>,
}

/// The passages of a section, part by part.
pub(super) type Section = Arc<Vec<Part>>;

/// The passages of a paragraph, or of what stands between two.
pub(super) type Part = Arc<Vec<readability::Block>>;

/// The passages that are known from other papers.
#[derive(Debug, Default)]
pub(super) struct Known {
    sections: Kept<Option<Section>>,
    parts: Kept<Option<Part>>,
}

/// Where a passage comes from.
#[derive(Debug, Clone)]
pub enum Origin<'p, 'a> {
    /// A text of the study, or of its words in another language; the name is its path by ids.
    Text(&'p Text<'a>, String),
    /// The paper's template.
    Template,
}

impl<'a> Passages<'a> {
    /// Reads all papers once, the committee's left out: nobody looks at their passages. Sections that are `known` from other
    /// papers are not read again.
    pub(super) fn new(composition: &Composition, known: &Known) -> Self {
        let read = |paper: &Composed| match paper.slot.audience {
            Audience::Committee => Vec::new(),
            _ => read(paper, known),
        };
        Self { texts: OnceCell::new(), papers: composition.documents.iter().map(read).collect() }
    }

    /// Gathered when something has to be told where it comes from, which is in few studies.
    fn texts(&self, context: &Context<'a>) -> &[(String, String, Text<'a>)] {
        self.texts.get_or_init(|| {
            let files = context.texts().files().filter(|(prefix, _)| !prefix.starts_with("records/"));
            let each = files.flat_map(|(prefix, file)| file.iter().map(move |text| (prefix.clone(), text)));
            each.map(|(prefix, text)| (plain(text.text), prefix, text.clone())).collect()
        })
    }

    /// The passages of a paper.
    pub fn of(&self, paper: usize) -> impl Iterator<Item = &readability::Block> {
        self.papers.get(paper).into_iter().flatten().flat_map(|section| section.iter()).flat_map(|part| part.iter())
    }

    /// The text that a passage was taken from: of the language's own words where there are such, else of the study.
    pub fn origin(&self, context: &Context<'a>, passage: &str, language: &str) -> Origin<'_, 'a> {
        let passage = plain(passage);
        let words = format!("words/{language}.");
        let holds = |(text, _, _): &&(String, String, Text<'a>)| !passage.is_empty() && text.contains(&passage);
        let texts = self.texts(context);
        let own = texts.iter().filter(|(_, prefix, _)| *prefix == words).find(holds);
        let study = || texts.iter().filter(|(_, prefix, _)| prefix.is_empty()).find(holds);
        match own.or_else(study) {
            Some((_, prefix, text)) => {
                let root = context.root_of(text.file);
                let path = root.map(|root| crate::study::shape::subject(root, &text.path)).unwrap_or_default();
                Origin::Text(text, format!("{prefix}{path}"))
            }
            None => Origin::Template,
        }
    }

    /// The place of a passage, and the name of where it stands.
    pub fn place(&self, context: &Context<'a>, paper: &Composed, passage: &str) -> (Place, String) {
        match self.origin(context, passage, &paper.slot.language) {
            Origin::Text(text, name) => {
                let at = find_words(text.text, passage);
                (at.map_or_else(|| text.whole(), |range| text.place(&range)), name)
            }
            Origin::Template => {
                let file = &paper.template.file;
                let span =
                    find_words(&file.text, passage).unwrap_or(0..file.text.lines().next().unwrap_or_default().len());
                (Place { file: file.clone(), span, path: Path::root() }, template_name(file))
            }
        }
    }
}

/// A template as findings name it: `templates/consent-form/en`.
pub fn template_name(file: &SourceFile) -> String {
    let name = file.name.as_ref();
    let below = name.rfind("templates/").unwrap_or(0);
    name.get(below..).unwrap_or(name).trim_end_matches(".md").to_owned()
}

/// True for papers that the people who take part, or their guardians, receive.
pub fn for_participants(paper: &Composed) -> bool {
    matches!(paper.slot.audience, Audience::Participant | Audience::Guardian)
}

/// Where the words of a passage stand in a text, whatever the space and the emphasis between them.
fn find_words(text: &str, passage: &str) -> Option<std::ops::Range<usize>> {
    let words: Vec<&str> = passage.split_whitespace().collect();
    let first = words.first()?;
    for (start, _) in text.match_indices(first) {
        let mut end = start + first.len();
        let follows = words.iter().skip(1).all(|word| {
            let rest = text.get(end..).unwrap_or_default();
            let skipped = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || is_mark(c)).len();
            let stands = text.get(end + skipped..).is_some_and(|rest| rest.starts_with(word));
            end += skipped + word.len();
            stands
        });
        if follows {
            return Some(start..end);
        }
    }
    None
}

fn is_mark(c: char) -> bool {
    matches!(c, '*' | '_' | '`' | '\\')
}

/// A text without emphasis and with single spaces, as papers carry it.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace().filter(|word| !word.chars().all(is_mark)) {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.extend(word.split(is_mark));
    }
    plain
}

/// The passages of a paper. One that was made whole is not read again; any other is read section by section.
fn read(paper: &Composed, known: &Known) -> Vec<Section> {
    if !paper.tree.blocks.is_empty() {
        return vec![Arc::new(vec![Arc::new(blocks(&paper.tree.blocks, &paper.tree.footnotes))])];
    }
    // Where a section does not read, neither does the whole: nobody will receive such a paper, the packet refuses to make it.
    sections(paper, known).unwrap_or_default()
}

/// The passages of a paper, section by section; none where one of them does not read.
fn sections(paper: &Composed, known: &Known) -> Option<Vec<Section>> {
    let language = &paper.slot.language;
    let part = |text: &str| {
        let body = markdown::read_part(text).ok()?;
        Some(Arc::new(blocks(&body.blocks, &body.footnotes)))
    };
    let section = |text: &str| {
        let parts = markdown::paragraphs(text).into_iter();
        parts.map(|text| known.parts.get_or(language, text, || part(text))).collect::<Option<_>>().map(Arc::new)
    };
    let texts = markdown::apart(&paper.markdown).into_iter();
    texts.map(|text| known.sections.get_or(language, text, || section(text))).collect()
}

/// The running text of a paper: paragraphs, items, choices. Gaps, labels of lines to write on and tables of entries are none.
fn blocks(body: &[Block], footnotes: &[Vec<Block>]) -> Vec<readability::Block> {
    let mut found = Vec::new();
    let mut push = |kind: BlockKind, text: &[Inline]| {
        let mut line = String::new();
        push_text(text, &mut line);
        let line = single_spaced(line);
        if line.chars().any(char::is_alphabetic) {
            found.push(readability::Block::new(found.len().to_string(), kind, line));
        }
    };
    for block in body.iter().chain(footnotes.iter().flatten()) {
        walk(block, BlockKind::Paragraph, &mut push);
    }
    found
}

/// A line with one space wherever it has white space, and none at its ends.
fn single_spaced(line: String) -> String {
    let mut before = ' ';
    let odd = |c: char| {
        let odd = c.is_whitespace() && (c != ' ' || before == ' ');
        before = c;
        odd
    };
    if line.chars().any(odd) || line.ends_with(' ') {
        return line.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    line
}

fn walk(block: &Block, kind: BlockKind, push: &mut dyn FnMut(BlockKind, &[Inline])) {
    match block {
        Block::Heading(heading) => push(BlockKind::Heading, &heading.text),
        Block::Paragraph(text) => push(kind, text),
        Block::List(list) => {
            for block in list.items.iter().flat_map(|item| &item.blocks) {
                walk(block, BlockKind::Item, push);
            }
        }
        Block::Table(table) => {
            for cell in table.rows.iter().flatten() {
                let mut text = String::new();
                push_text(cell, &mut text);
                if text.split_whitespace().count() >= SENTENCE_IN_A_CELL {
                    push(BlockKind::Item, cell);
                }
            }
        }
        Block::Definitions(definitions) => {
            for block in definitions.iter().flat_map(|definition| &definition.details) {
                walk(block, BlockKind::Item, push);
            }
        }
        Block::Quote(blocks) => blocks.iter().for_each(|block| walk(block, kind, push)),
        Block::Callout(callout) => callout.blocks.iter().for_each(|block| walk(block, kind, push)),
        Block::Choices(choices) => choices.choices.iter().for_each(|choice| push(BlockKind::Item, &choice.question)),
        Block::Pictures(pictures) => pictures.pictures.iter().for_each(|picture| push(BlockKind::Item, &picture.say)),
        Block::Card(panels) => panels.iter().flatten().for_each(|block| walk(block, kind, push)),
        Block::Code(_)
        | Block::Rule
        | Block::Signature(_)
        | Block::Fields(_)
        | Block::RiskMap(_)
        | Block::Flow(_)
        | Block::PageBreak => {}
    }
}

fn push_text(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(inner) | Inline::Code(inner) => text.push_str(inner),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link(_, inner) => push_text(inner, text),
            Inline::SoftBreak | Inline::LineBreak => text.push(' '),
            Inline::Footnote(_) | Inline::Box(_) | Inline::Gap { .. } => {}
        }
    }
}

/// Papers by their language, in the order of the composition.
pub fn by_language(composition: &Composition) -> BTreeMap<&str, Vec<(usize, &Composed)>> {
    let mut papers: BTreeMap<&str, Vec<(usize, &Composed)>> = BTreeMap::new();
    for (at, paper) in composition.documents.iter().enumerate().filter(|(_, paper)| for_participants(paper)) {
        papers.entry(paper.slot.language.as_str()).or_default().push((at, paper));
    }
    papers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::compose;
    use crate::documents::compose::Material;
    use crate::documents::library::Library;
    use crate::study;
    use crate::study::Date;
    use crate::study::Written;

    /// Every example with the words of its other languages.
    fn examples() -> Vec<Material> {
        let folders = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/examples")).unwrap();
        let studies = folders.map(|folder| folder.unwrap().path()).filter(|folder| folder.join("study.yaml").is_file());
        let material = |folder: std::path::PathBuf| {
            let loaded = study::load_bytes("study.yaml", &std::fs::read(folder.join("study.yaml")).unwrap());
            let mut words = BTreeMap::new();
            for file in std::fs::read_dir(folder.join("words")).into_iter().flatten() {
                let path = file.unwrap().path();
                let parsed = crate::yaml::parse("words.yaml", &std::fs::read(&path).unwrap());
                let language = path.file_stem().unwrap().to_string_lossy().into_owned();
                words.insert(language, parsed.root.unwrap().to_json());
            }
            let packs = Arc::new(crate::guidelines::Library::built_in().in_force(&loaded.study));
            let date = Date::read("2026-06-01").unwrap();
            Material::new(loaded.study, loaded.value, words, Arc::new(Library::built_in()), packs, date)
        };
        studies.map(material).collect()
    }

    #[test]
    fn a_paper_read_section_by_section_says_what_the_whole_says() {
        let (mut papers, mut parts) = (0, 0);
        for material in examples() {
            let whole = compose::before_verdict(&material);
            let known = Known::default();
            for (paper, whole) in compose::to_proofread(&material).documents.iter().zip(&whole.documents) {
                assert_eq!(paper.slot.stem, whole.slot.stem);
                let read = sections(paper, &known).unwrap();
                let said = |block: &readability::Block| (block.kind, block.text.clone());
                let apart: Vec<_> =
                    read.iter().flat_map(|section| section.iter()).flat_map(|part| part.iter()).map(said).collect();
                assert_eq!(
                    apart,
                    blocks(&whole.tree.blocks, &whole.tree.footnotes).iter().map(said).collect::<Vec<_>>(),
                    "{}",
                    paper.slot.stem
                );
                (papers, parts) = (papers + 1, parts + read.len());
            }
        }
        assert!(papers > 100 && parts > 4 * papers, "{papers} papers, {parts} sections");
    }

    #[test]
    fn a_paper_that_does_not_read_has_no_passages() {
        let material = examples().remove(0);
        let mut paper = compose::to_proofread(&material).documents.remove(0);
        let known = Known::default();
        let mut said = |markdown: &str| {
            paper.markdown = markdown.to_owned();
            let sections = read(&paper, &known);
            let parts = sections.iter().flat_map(|section| section.iter());
            parts.flat_map(|part| part.iter()).map(|one| one.text.clone()).collect::<Vec<_>>()
        };
        assert_eq!(said("# A\n\nOne.\n\n## B\n\nTwo.\n"), ["A", "One.", "B", "Two."]);
        assert_eq!(
            said("# A\n\nTerm\n\n: A *kind* of **word**, `code` and [more](doc:team).\n"),
            ["A", "A kind of word, code and more."],
            "what is defined is a name"
        );
        let skips_a_level = "# A\n\nOne.\n\n# C\n\n### D\n\nThree.\n";
        assert!(markdown::read(skips_a_level).is_err());
        assert!(said(skips_a_level).is_empty());
    }
}
