//! The inline exception: `# assent-allow terminology: the title of a law` above a field, or at the end of its line.
//!
//! It stands beside the words that it is about, so that whoever changes them sees it. It needs a reason, it is about one
//! check by its code, and it reaches one text: the field, or the item of a list, that begins on the next line. A comment is
//! no part of the text, so nothing of it is ever printed.

use crate::source::SourceFile;
use crate::yaml::node::Node;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// The word that opens an exception.
pub const MARK: &str = "assent-allow";

/// Whether the text at a path may stand although a check objects to it.
pub fn is_allowed(file: &SourceFile, root: &Node, path: &Path, code: &str) -> bool {
    if !file.text.contains(MARK) {
        return false;
    }
    let Some(start) = first_byte(root, path) else { return false };
    let lines: Vec<&str> = file.text.lines().collect();
    let own = file.position(start).line;
    let line = |number: usize| number.checked_sub(1).and_then(|at| lines.get(at)).copied();
    let behind = line(own).and_then(|text| text.split_once(" #")).map(|(_, comment)| comment);
    if behind.is_some_and(|comment| allows(comment, code)) {
        return true;
    }
    let above = (1..own).rev().map_while(line).map_while(|text| text.trim().strip_prefix('#'));
    above.into_iter().any(|comment| allows(comment, code))
}

/// Where the field or the item begins that holds a text.
fn first_byte(root: &Node, path: &Path) -> Option<usize> {
    match path.0.last()? {
        Segment::Key(key) => Some(root.find(&path.parent()?)?.entry(key)?.key_span.start),
        Segment::Index(_) => Some(root.find(path)?.span.start),
    }
}

fn allows(comment: &str, code: &str) -> bool {
    let Some(rest) = comment.trim().strip_prefix(MARK) else { return false };
    let Some((codes, reason)) = rest.split_once(':') else { return false };
    let names = |list: &str| list.split([',', ' ']).any(|name| name.trim() == code);
    rest.starts_with(' ') && names(codes) && reason.chars().filter(|c| c.is_alphabetic()).count() >= 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    fn allowed(text: &str, path: &str, code: &str) -> bool {
        let parsed = yaml::parse("study.yaml", text.as_bytes());
        is_allowed(&parsed.file, &parsed.root.expect("readable"), &Path::parse(path), code)
    }

    #[test]
    fn a_comment_with_a_reason_above_the_field_allows_it() {
        let text =
            "study:\n  # assent-allow terminology: the name of the law\n  summary: |\n    Words.\n    More words.\n";
        assert!(allowed(text, "study.summary", "terminology"));
        assert!(!allowed(text, "study.summary", "identity-in-study"));
        assert!(!allowed(text, "study", "terminology"));
    }

    #[test]
    fn it_needs_a_reason() {
        assert!(!allowed("# assent-allow terminology:\na: x\n", "a", "terminology"));
        assert!(!allowed("# assent-allow terminology\na: x\n", "a", "terminology"));
        assert!(!allowed("# assent-allow terminology: ..\na: x\n", "a", "terminology"));
    }

    #[test]
    fn another_comment_and_a_path_that_is_not_there_allow_nothing() {
        let text = "a: x # a remark\nb: y # assent-allow terminology: a quotation\n";
        assert!(allowed(text, "b", "terminology"));
        assert!(!allowed(text, "a", "terminology"));
        assert!(!allowed(text, "c.d", "terminology"));
    }

    #[test]
    fn it_reaches_one_text_only() {
        let text = "a: # a list\n  # assent-allow terminology: the name of the law\n  - one\n  - two\nb: x # assent-allow terminology: a quotation\nc: y\n";
        assert!(allowed(text, "a[0]", "terminology"));
        assert!(!allowed(text, "a[1]", "terminology"));
        assert!(allowed(text, "b", "terminology"));
        assert!(!allowed(text, "c", "terminology"));
    }

    #[test]
    fn words_inside_the_text_allow_nothing() {
        assert!(!allowed("a: |\n  # assent-allow terminology: not a comment\n  words\n", "a", "terminology"));
    }
}
