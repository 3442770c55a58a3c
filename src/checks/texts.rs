//! The texts of a file, one by one, with their paths; and the bytes in the file of something found in one.

use std::ops::Range;
use std::sync::OnceLock;

use crate::checks::phrases::Sentence;
use crate::finding::Place;
use crate::source::SourceFile;
use crate::source::Span;
use crate::yaml::node::Node;
use crate::yaml::node::NodeValue;
use crate::yaml::path::Path;

/// One text of a file.
#[derive(Debug, Clone)]
pub struct Text<'a> {
    /// The file.
    pub file: &'a SourceFile,
    /// Where it stands.
    pub path: Path,
    /// Its bytes in the file, quotes and block signs included.
    pub span: Span,
    /// The text, as YAML reads it.
    pub text: &'a str,
    sentences: OnceLock<Vec<Sentence>>,
}

/// Every text of a file, in its order.
pub fn all<'a>(file: &'a SourceFile, root: &'a Node) -> Vec<Text<'a>> {
    let mut found = Vec::new();
    push(file, root, &Path::root(), &mut found);
    found
}

fn push<'a>(file: &'a SourceFile, node: &'a Node, path: &Path, found: &mut Vec<Text<'a>>) {
    match &node.value {
        NodeValue::Text(text) if !node.is_blank() => {
            found.push(Text::new(file, path.clone(), node.span.clone(), text));
        }
        NodeValue::Sequence(items) => {
            for (at, item) in items.iter().enumerate() {
                push(file, item, &path.index(at), found);
            }
        }
        NodeValue::Mapping(entries) => {
            for entry in entries {
                push(file, &entry.value, &path.key(entry.key.as_str()), found);
            }
        }
        _ => {}
    }
}

/// The comments of a file: they are copied with it, and nobody looks for anything there.
pub fn comments<'a>(file: &'a SourceFile, texts: &[Text<'a>]) -> Vec<Text<'a>> {
    let mut found = Vec::new();
    let mut from = 0;
    let ends = texts.iter().map(|text| text.span.clone()).chain(std::iter::once(file.text.len()..file.text.len()));
    for span in ends {
        let between = file.text.get(from..span.start).unwrap_or_default();
        let mut start = from;
        let lines = between.contains('#').then(|| between.split_inclusive('\n')).into_iter().flatten();
        for line in lines {
            let at = if line.trim_start().starts_with('#') { line.find('#') } else { line.find(" #").map(|at| at + 1) };
            if let Some(at) = at {
                let text = line.get(at..).unwrap_or_default().trim_end();
                let span = start + at..start + at + text.len();
                found.push(Text::new(file, Path::root(), span, text));
            }
            start += line.len();
        }
        from = from.max(span.end);
    }
    found
}

impl<'a> Text<'a> {
    fn new(file: &'a SourceFile, path: Path, span: Span, text: &'a str) -> Self {
        Self { file, path, span, text, sentences: OnceLock::new() }
    }

    /// Its sentences, cut when they are first asked for; a file is in one language.
    pub fn sentences(&self, language: &str) -> &[Sentence] {
        self.sentences.get_or_init(|| Sentence::all(self.text, language))
    }

    /// The place of a part of the text: its own bytes where they can be told, else the first line of the text.
    ///
    /// YAML folds lines and undoes escapes, so the part is looked for in the file word by word; where it stands several
    /// times in the text, the same repetition is taken.
    pub fn place(&self, part: &Range<usize>) -> Place {
        let span = self.locate(part).unwrap_or_else(|| self.first_line());
        Place { file: self.file.clone(), span, path: self.path.clone() }
    }

    /// The place of the whole text.
    pub fn whole(&self) -> Place {
        Place { file: self.file.clone(), span: self.first_line(), path: self.path.clone() }
    }

    fn locate(&self, part: &Range<usize>) -> Option<Span> {
        let words: Vec<&str> = self.text.get(part.clone())?.split_whitespace().collect();
        let repetition = occurrences(self.text, &words).into_iter().position(|range| range.start >= part.start)?;
        let raw = self.file.text.get(self.span.clone())?;
        let range = occurrences(raw, &words).into_iter().nth(repetition)?;
        Some(self.span.start + range.start..self.span.start + range.end)
    }

    fn first_line(&self) -> Span {
        let raw = self.file.text.get(self.span.clone()).unwrap_or_default();
        let starts_block = raw.starts_with(['|', '>']);
        let skip = if starts_block { raw.find('\n').map_or(0, |at| at + 1) } else { 0 };
        let rest = raw.get(skip..).unwrap_or_default();
        let indent = rest.len() - rest.trim_start().len();
        let line = rest.trim_start().lines().next().unwrap_or_default().trim_end();
        let start = self.span.start + skip + indent;
        if line.is_empty() { self.span.clone() } else { start..start + line.len() }
    }
}

/// Where words stand one behind the other with any space between them.
fn occurrences(text: &str, words: &[&str]) -> Vec<Range<usize>> {
    let Some((first, rest)) = words.split_first() else { return Vec::new() };
    let mut found = Vec::new();
    for (start, _) in text.match_indices(first) {
        let mut end = start + first.len();
        let matches = rest.iter().all(|word| {
            let after = text.get(end..).unwrap_or_default();
            let skipped = after.len() - after.trim_start().len();
            let stands = skipped > 0 && after.trim_start().starts_with(word);
            end += skipped + word.len();
            stands
        });
        if matches {
            found.push(start..end);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    fn file(text: &str) -> (SourceFile, Node) {
        let parsed = yaml::parse("study.yaml", text.as_bytes());
        (parsed.file, parsed.root.expect("readable"))
    }

    #[test]
    fn a_part_is_found_over_a_folded_line() {
        let (file, root) = file("study:\n  summary: >\n    We know that child\n    labour and child labour exist.\n");
        let texts = all(&file, &root);
        assert_eq!(texts[0].path.to_string(), "study.summary");
        let second = texts[0].text.rfind("child labour").unwrap();
        let place = texts[0].place(&(second..second + 12));
        assert_eq!(file.excerpt(&place.span), "child labour");
        let first = texts[0].text.find("child labour").unwrap();
        assert_eq!(file.excerpt(&texts[0].place(&(first..first + 12)).span), "child\n    labour");
    }

    #[test]
    fn comments_stand_between_texts() {
        let (file, root) = file("# one\na: \"x # no comment\" # two\nb: |\n  # text\n# three\nc: 3 # four\n");
        let texts = all(&file, &root);
        let comments: Vec<&str> = comments(&file, &texts).iter().map(|comment| comment.text).collect();
        assert_eq!(comments, ["# one", "# two", "# three", "# four"]);
    }

    #[test]
    fn an_escaped_part_falls_back_to_the_line() {
        let (file, root) = file("a: \"x\\u0041y\"\n");
        let texts = all(&file, &root);
        assert_eq!(file.excerpt(&texts[0].place(&(0..3)).span), "\"x\\u0041y\"");
    }

    #[test]
    fn a_text_of_many_lines_is_shown_by_its_first() {
        let (file, root) = file("a: |\n\n  One.\n  Two.\nb: \" \"\n");
        let texts = all(&file, &root);
        assert_eq!(file.excerpt(&texts[0].whole().span), "One.");
        assert_eq!(texts.len(), 1, "a text of spaces is a gap");
    }

    #[test]
    fn gaps_and_numbers_are_no_texts() {
        let (file, root) = file("a: TODO\nb: 3\nc: [x, ~, true]\n");
        let paths: Vec<String> = all(&file, &root).iter().map(|text| text.path.to_string()).collect();
        assert_eq!(paths, ["c[0]"]);
    }
}
