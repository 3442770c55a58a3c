//! YAML text becomes a located tree: any bytes in, never a panic, bounded time and memory.
//!
//! What is read is the part of YAML 1.2 that a person can see through: one document, mappings with text keys,
//! sequences, scalars by the core schema. Anchors, aliases, merge keys, tags and directives are refused, since
//! they let a file say something else than what stands on its lines.

mod build;
mod codes;
mod events;
pub mod layer;
pub mod node;
pub mod path;
pub mod print;
mod scalar;
mod text;
mod wording;

pub use codes::CODES;

use crate::finding::Finding;
use crate::finding::Level;
use crate::finding::Place;
use crate::source::SourceFile;
use crate::source::Span;
use crate::yaml::node::Node;
use crate::yaml::path::Path;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// What became of a file.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The file, its text without a byte-order mark.
    pub file: SourceFile,
    /// The tree; none where the file is no readable YAML. A repeated field keeps its first value.
    pub root: Option<Node>,
    /// What is wrong with the file as YAML, each at its place.
    pub findings: Vec<Finding>,
}

/// Reads a file's bytes into a located tree. It cannot fail: what is wrong is a finding.
pub fn parse(name: &str, bytes: &[u8]) -> Parsed {
    match text::read(bytes) {
        Ok(text) => parse_text(SourceFile::new(name, text)),
        Err((text, problem)) => {
            let file = SourceFile::new(name, text);
            let findings = vec![problem.into_finding(&file)];
            Parsed { file, root: None, findings }
        }
    }
}

/// Reads at most as much of a file as can be parsed, and one byte more so that the parser can say that it is too large.
pub fn read_bounded(path: &std::path::Path) -> std::io::Result<Vec<u8>> {
    let file = std::fs::File::open(path)?;
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut std::io::Read::take(file, MAX_BYTES as u64 + 4), &mut bytes)?;
    Ok(bytes)
}

/// Reads a text that is already in memory.
pub fn parse_text(file: SourceFile) -> Parsed {
    if let Some(problem) = text::inspect(&file.text) {
        let findings = vec![problem.into_finding(&file)];
        return Parsed { file, root: None, findings };
    }
    let built = build::build(&file.text);
    let findings = built.problems.into_iter().map(|problem| problem.into_finding(&file)).collect();
    Parsed { file, root: built.root, findings }
}

/// Something wrong with a file as YAML, before it knows its file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Problem {
    code: &'static str,
    message: String,
    help: String,
    span: Span,
    path: Path,
    label: Option<(Span, &'static str)>,
}

impl Problem {
    fn new(code: &'static str, span: Span, message: impl Into<String>, help: impl Into<String>) -> Box<Self> {
        Box::new(Self { code, message: message.into(), help: help.into(), span, path: Path::root(), label: None })
    }

    fn at(mut self: Box<Self>, path: Path) -> Box<Self> {
        self.path = path;
        self
    }

    fn with_label(mut self: Box<Self>, span: Span, text: &'static str) -> Box<Self> {
        self.label = Some((span, text));
        self
    }

    fn into_finding(self, file: &SourceFile) -> Finding {
        let place = |span: Span| Place { file: file.clone(), span, path: self.path.clone() };
        let labels = self
            .label
            .iter()
            .map(|(span, text)| crate::finding::Label { place: place(span.clone()), text: (*text).to_owned() })
            .collect();
        Finding {
            code: self.code.to_owned(),
            level: Level::Error,
            message: self.message,
            help: self.help,
            subject: self.path.to_string(),
            place: place(self.span),
            labels,
            tasks: Vec::new(),
            accepted: false,
        }
    }
}

#[cfg(test)]
mod tests;
