//! The beginning of a translation: each line of the English text as a comment, and below it the same line to translate.

use std::collections::BTreeSet;

use crate::documents::library::Library;
use crate::documents::library::TemplateFile;
use crate::documents::library::included;
use crate::documents::library::translated_from_line;

/// A new file of a study's own templates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its path below `templates/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The files of a folder in one language, as they are.
pub fn copies(library: &Library, folder: &str, language: &str) -> Vec<NewFile> {
    in_language(library, folder, language)
        .map(|file| NewFile { path: file.path.clone(), text: file.file.text.to_string() })
        .collect()
}

/// The beginning of a folder in a new language, with the pieces that it includes and the language's words.
pub fn beginnings(library: &Library, folder: &str, language: &str) -> Vec<NewFile> {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(folder) = waiting.pop() {
        if !seen.insert(folder.clone()) || in_language(library, &folder, language).next().is_some() {
            continue;
        }
        for original in in_language(library, &folder, "en") {
            let name = original.path.rsplit('/').next().unwrap_or_default();
            let ending = name.strip_prefix("en").unwrap_or_default();
            files.push(NewFile { path: format!("{folder}/{language}{ending}"), text: begin(original) });
            waiting.extend(included(&original.file.text).map(str::to_owned));
        }
    }
    if library.file(&format!("words/{language}.yaml")).is_none()
        && let Some(original) = library.file("words/en.yaml")
    {
        let text = format!(
            "# Translate what stands behind the colons and in quotes. When all is done, delete the next line.\nunfinished: true\n{}",
            original.file.text
        );
        files.push(NewFile { path: format!("words/{language}.yaml"), text });
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

fn in_language<'l>(library: &'l Library, folder: &'l str, language: &'l str) -> impl Iterator<Item = &'l TemplateFile> {
    library.files().filter(move |file| {
        file.path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')).is_some_and(|name| {
            name.strip_prefix(language).is_some_and(|rest| rest.starts_with('.') && rest.ends_with(".md"))
        })
    })
}

fn begin(original: &TemplateFile) -> String {
    let mut text = translated_from_line(original);
    for line in original.file.text.lines() {
        if has_words(line) {
            text.push_str("{# ");
            text.push_str(line.trim());
            text.push_str(" #}\n");
        }
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// True for a line with something to translate: not only tags, marks and values.
fn has_words(line: &str) -> bool {
    if line.trim_start().starts_with("```") || line.contains("#}") {
        return false;
    }
    let mut rest = line;
    let mut words = String::new();
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        words.push_str(before);
        let end = if from.starts_with("{%") { from.find("%}") } else { from.find("}}") };
        rest = end.and_then(|end| from.get(end + 2..)).unwrap_or_default();
    }
    words.push_str(rest);
    words.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    #[test]
    fn only_lines_with_words_are_put_beside_their_source() {
        for line in [
            "{% if group.minors %}",
            "{{ section(\"about\", \"a/b\") }}",
            "",
            "|---|---|",
            "```choices",
            "- {{ risk.what }}",
        ] {
            assert!(!has_words(line), "{line}");
        }
        for line in ["## You decide", "{% if x %}Yes.{% endif %}", "| Name | Date |"] {
            assert!(has_words(line), "{line}");
        }
    }

    #[test]
    fn a_new_language_brings_the_pieces_and_the_words_that_it_needs() {
        let library = Library::built_in();
        let files = beginnings(&library, "consent-form", "xx");
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        for wanted in ["consent-form/xx.md", "parts/what-to-know/xx.md", "parts/limits/xx.md", "words/xx.yaml"] {
            assert!(paths.contains(&wanted), "{wanted}: {paths:?}");
        }
        let own = files.into_iter().map(|file| (file.path.clone(), SourceFile::new(file.path, file.text))).collect();
        let library = Library::with_own(own);
        assert!(library.problems().is_empty(), "{:?}", library.problems());
        assert!(library.template("consent-form", "xx", false, false).is_none(), "it is not finished");
        assert!(library.words("xx").is_none(), "they are not finished");
        assert_eq!(beginnings(&library, "consent-form", "xx"), [], "what is begun is not begun again");
    }
}
