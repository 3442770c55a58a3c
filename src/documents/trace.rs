//! What a template read while it was rendered: the fields behind each section, and the gaps.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use crate::documents::laid::Laid;
use crate::yaml::path::Path;

/// A value that a document needs and nobody has given yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The field of the study that is blank.
    pub path: Path,
    /// True where the study has the value, but not in the document's language.
    pub translation: bool,
    /// The anchor of the section in which the gap shows; empty before the first.
    pub section: String,
}

/// What stands behind one section of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SectionTrace {
    /// The section's anchor; empty for what stands before the first.
    pub anchor: String,
    /// The ethical tasks that the section answers, as `pack/task`.
    pub tasks: Vec<String>,
    /// The template that holds the section's heading.
    pub template: String,
    /// The values of the study that were read for it, by their numbers, and what was asked for and is not in the study.
    read: Vec<usize>,
    absent: BTreeSet<Path>,
}

/// Everything that one rendering left behind.
#[derive(Debug, Clone, Default)]
pub struct Traced {
    /// The sections in the order of the document; the first holds what stands before any.
    pub sections: Vec<SectionTrace>,
    /// The gaps in the order in which they show, each place counted.
    pub gaps: Vec<Gap>,
    study: Arc<Laid>,
}

impl Traced {
    /// The fields that were read for a section.
    pub fn fields_of(&self, section: &SectionTrace) -> BTreeSet<Path> {
        section.read.iter().map(|at| self.study.path(*at)).chain(section.absent.iter().cloned()).collect()
    }

    /// Every field that was read.
    pub fn fields(&self) -> Fields {
        let mut is_read = vec![false; self.study.count()];
        for at in self.sections.iter().flat_map(|section| &section.read) {
            if let Some(is_read) = is_read.get_mut(*at) {
                *is_read = true;
            }
        }
        let absent = self.sections.iter().flat_map(|section| &section.absent).cloned().collect();
        Fields { study: Arc::clone(&self.study), is_read, absent }
    }
}

/// The fields of the study that a document shows or was decided by.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    study: Arc<Laid>,
    /// By the numbers of the study's values.
    is_read: Vec<bool>,
    absent: BTreeSet<Path>,
}

impl Fields {
    /// True where the field was read.
    pub fn contains(&self, path: &Path) -> bool {
        match self.study.find(path) {
            Some(at) => self.is_read.get(at).copied().unwrap_or_default(),
            None => self.absent.contains(path),
        }
    }
}

/// The shared notebook of one rendering: values write their reads, the formatter writes the gaps.
#[derive(Debug, Clone)]
pub struct Trace {
    study: Arc<Laid>,
    notebook: Arc<Mutex<Notebook>>,
}

#[derive(Debug)]
struct Notebook {
    sections: Vec<SectionTrace>,
    gaps: Vec<Gap>,
    /// For each value of the study, the number of the section that read it last: templates read the same few values over
    /// and over, and each is noted once a section.
    last_read: Vec<usize>,
}

impl Trace {
    /// An empty notebook about a study.
    pub fn of(study: &Arc<Laid>) -> Self {
        let sections = vec![SectionTrace::default()];
        let notebook = Notebook { sections, gaps: Vec::new(), last_read: vec![0; study.count()] };
        Self { study: Arc::clone(study), notebook: Arc::new(Mutex::new(notebook)) }
    }

    /// Notes that the current section rests on a field.
    pub fn read(&self, path: &Path) {
        match self.study.find(path) {
            Some(at) => self.read_value(at),
            None => {
                if let Some(section) = self.open().sections.last_mut()
                    && !section.absent.contains(path)
                {
                    section.absent.insert(path.clone());
                }
            }
        }
    }

    /// Notes that the current section rests on a value of the study, by its number.
    pub fn read_value(&self, at: usize) {
        let Notebook { sections, last_read, .. } = &mut *self.open();
        let number = sections.len();
        if let Some(last) = last_read.get_mut(at)
            && std::mem::replace(last, number) != number
            && let Some(section) = sections.last_mut()
        {
            section.read.push(at);
        }
    }

    /// Notes a gap that shows in the current section.
    pub fn gap(&self, path: &Path, translation: bool) {
        let notebook = &mut *self.open();
        let section = notebook.sections.last().map(|section| section.anchor.clone()).unwrap_or_default();
        notebook.gaps.push(Gap { path: path.clone(), translation, section });
    }

    /// Begins a section.
    pub fn section(&self, anchor: &str, tasks: Vec<String>, template: &str) {
        self.open().sections.push(SectionTrace {
            anchor: anchor.to_owned(),
            tasks,
            template: template.to_owned(),
            ..SectionTrace::default()
        });
    }

    /// What was noted; the notebook is closed.
    pub fn take(&self) -> Traced {
        let notebook = &mut *self.open();
        let (sections, gaps) = (std::mem::take(&mut notebook.sections), std::mem::take(&mut notebook.gaps));
        Traced { sections, gaps, study: Arc::clone(&self.study) }
    }

    fn open(&self) -> MutexGuard<'_, Notebook> {
        self.notebook.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
