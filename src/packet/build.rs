//! Composed documents and inputs become the files of a packet.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use crate::documents::compose::ComposeError;
use crate::documents::compose::Composed;
use crate::documents::library::Library;
use crate::documents::markdown;
use crate::formats::Format;
use crate::formats::Look;
use crate::formats::Paper;
use crate::formats::Words;
use crate::packet::Files;
use crate::packet::MANIFEST;
use crate::packet::inputs;
use crate::packet::manifest::Manifest;
use crate::packet::manifest::Origin;
use crate::packet::manifest::StudyStamp;

/// Where the documents stand inside a packet.
pub const DOCUMENTS: &str = "documents/";

/// Everything that a packet is made from, by one study on one day.
pub struct Recipe<'a> {
    /// The study as the manifest names it.
    pub study: StudyStamp,
    /// The study's short title, safe to be seen by others.
    pub short_title: String,
    /// True where the packet is final; DRAFT stands on every page otherwise.
    pub is_final: bool,
    /// What it is built from.
    pub origin: &'a Origin,
    /// The raw files of the study, by name.
    pub inputs: &'a Files,
    /// The documents, in the order of the packet.
    pub documents: &'a [Composed],
    /// Documents that could not be composed.
    pub failed: &'a [ComposeError],
    /// The templates and words.
    pub library: &'a Library,
    /// The formats to write.
    pub formats: &'a [&'static Format],
    /// How pages look.
    pub style: Style,
    /// Further files, such as the index and the risk register: made by whoever knows how, or the reason why not.
    pub extra: Vec<(String, Result<Vec<u8>, String>)>,
    /// Told of each file of a document that is made.
    pub progress: &'a Progress,
}

/// How far a build is, for whoever shows it meanwhile.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicUsize,
    all: AtomicUsize,
}

impl Progress {
    fn begin(&self, all: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.all.store(all, Ordering::Relaxed);
    }

    /// Files that are made, and files that there will be; 0 of 0 until that is known.
    pub fn now(&self) -> (usize, usize) {
        (self.done.load(Ordering::Relaxed), self.all.load(Ordering::Relaxed))
    }
}

/// How pages look.
#[derive(Debug, Clone, Default)]
pub struct Style {
    /// The size of a page.
    pub paper: Paper,
    /// True for large letters.
    pub large_print: bool,
    /// Fonts for scripts that the built-in ones lack.
    pub fonts: Vec<Arc<[u8]>>,
}

/// A file that could not be made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failure {
    /// The file, or the stem of all files of a document.
    pub path: String,
    /// Why.
    pub why: String,
}

/// A document with more bytes of Markdown than any that people read.
const LARGE: usize = 500_000;

/// A packet that was built.
#[derive(Debug)]
pub struct Built {
    /// Its files, the manifest among them.
    pub files: Files,
    /// Its manifest.
    pub manifest: Manifest,
    /// What could not be made; everything else is there.
    pub failures: Vec<Failure>,
}

/// Builds a packet. A file that cannot be made keeps no other from being made.
pub fn build(recipe: Recipe<'_>) -> Built {
    let code = recipe.origin.code();
    let stems: BTreeSet<String> = recipe.documents.iter().map(|document| document.slot.stem.clone()).collect();
    let looks = looks(&recipe, &code, &stems);
    let jobs: Vec<(&Composed, &Format)> = recipe
        .documents
        .iter()
        .flat_map(|document| recipe.formats.iter().map(move |format| (document, *format)))
        .collect();
    recipe.progress.begin(jobs.len());
    let write = |(document, format): (&Composed, &Format)| {
        let path = format!("{DOCUMENTS}{}.{}", document.slot.stem, format.extension);
        let bytes = match looks.get(document.slot.language.as_str()) {
            Some(Ok(look)) => (format.write)(&document.tree, look).map_err(|error| error.to_string()),
            Some(Err(why)) => Err(why.clone()),
            None => Err(format!("no words for the language {}", document.slot.language)),
        };
        recipe.progress.done.fetch_add(1, Ordering::Relaxed);
        (path, bytes)
    };
    // Where a document has hundreds of pages, all at once would fill the memory.
    let made: Vec<(String, Result<Vec<u8>, String>)> =
        if recipe.documents.iter().any(|document| document.markdown.len() > LARGE) {
            jobs.into_iter().map(write).collect()
        } else {
            jobs.into_par_iter().map(write).collect()
        };

    let mut files = Files::new();
    let mut failures: Vec<Failure> = recipe
        .failed
        .iter()
        .map(|error| Failure { path: format!("{DOCUMENTS}{}", error.stem), why: error.to_string() })
        .collect();
    for (path, bytes) in made.into_iter().chain(recipe.extra) {
        match bytes {
            Ok(bytes) => {
                files.insert(path, bytes);
            }
            Err(why) => failures.push(Failure { path, why }),
        }
    }
    let inputs = recipe.inputs.iter().map(|(path, bytes)| (format!("{}{path}", inputs::FOLDER), bytes.clone()));
    files.extend(inputs);
    failures.sort();
    let manifest = Manifest::new(recipe.study, recipe.is_final, recipe.origin, &files);
    files.insert(MANIFEST.to_owned(), manifest.to_bytes());
    Built { files, manifest, failures }
}

/// The look of each language's documents. A language without words of its own is printed with English ones around it.
fn looks(recipe: &Recipe<'_>, code: &str, stems: &BTreeSet<String>) -> BTreeMap<String, Result<Look, String>> {
    let languages: BTreeSet<&str> = recipe.documents.iter().map(|document| document.slot.language.as_str()).collect();
    let look = |language: &str| {
        let words = recipe.library.words(language).and_then(|words| words.paper.as_ref());
        let words = words.or_else(|| recipe.library.words("en")?.paper.as_ref()).ok_or("there are no words at all")?;
        Ok(Look {
            draft: !recipe.is_final,
            code: Some(code.to_owned()),
            version: recipe.study.version.as_deref().map(markdown::edge),
            short_title: markdown::edge(&recipe.short_title),
            paper: recipe.style.paper,
            large_print: recipe.style.large_print,
            words: Words::read(words).map_err(|error| error.to_string())?,
            documents: stems.clone(),
            fonts: recipe.style.fonts.clone(),
        })
    };
    languages.into_iter().map(|language| (language.to_owned(), look(language))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_shows_how_far_a_build_is_sees_it_begin_anew_each_time() {
        let progress = Progress::default();
        assert_eq!(progress.now(), (0, 0));
        progress.begin(3);
        progress.done.fetch_add(1, Ordering::Relaxed);
        assert_eq!(progress.now(), (1, 3));
        progress.begin(2);
        assert_eq!(progress.now(), (0, 2));
    }
}
