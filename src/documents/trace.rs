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
    /// The fields that were read for it.
    pub fields: BTreeSet<Path>,
    /// The template that holds the section's heading.
    pub template: String,
}

/// Everything that one rendering left behind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traced {
    /// The sections in the order of the document; the first holds what stands before any.
    pub sections: Vec<SectionTrace>,
    /// The gaps in the order in which they show, each place counted.
    pub gaps: Vec<Gap>,
}

/// The shared notebook of one rendering: values write their reads, the formatter writes the gaps.
#[derive(Debug, Clone)]
pub struct Trace(Arc<Mutex<Notebook>>);

#[derive(Debug)]
struct Notebook {
    traced: Traced,
    /// For each value of the study, the number of the section that read it last: templates read the same few values over
    /// and over, and comparing paths is what that would cost most.
    last_read: Vec<usize>,
}

impl Default for Trace {
    fn default() -> Self {
        let traced = Traced { sections: vec![SectionTrace::default()], gaps: Vec::new() };
        Self(Arc::new(Mutex::new(Notebook { traced, last_read: Vec::new() })))
    }
}

impl Trace {
    /// Notes that the current section rests on a field.
    pub fn read(&self, path: &Path) {
        if let Some(section) = self.open().traced.sections.last_mut()
            && !section.fields.contains(path)
        {
            section.fields.insert(path.clone());
        }
    }

    /// Notes that the current section rests on a value of the study that is rendered, by its number.
    pub fn read_value(&self, at: usize, study: &Laid) {
        let Notebook { traced, last_read } = &mut *self.open();
        let number = traced.sections.len();
        if last_read.len() < study.count() {
            last_read.resize(study.count(), 0);
        }
        if let Some(last) = last_read.get_mut(at)
            && std::mem::replace(last, number) != number
            && let Some(section) = traced.sections.last_mut()
        {
            section.fields.insert(study.path(at));
        }
    }

    /// Notes a gap that shows in the current section.
    pub fn gap(&self, path: &Path, translation: bool) {
        let traced = &mut self.open().traced;
        let section = traced.sections.last().map(|section| section.anchor.clone()).unwrap_or_default();
        traced.gaps.push(Gap { path: path.clone(), translation, section });
    }

    /// Begins a section.
    pub fn section(&self, anchor: &str, tasks: Vec<String>, template: &str) {
        self.open().traced.sections.push(SectionTrace {
            anchor: anchor.to_owned(),
            tasks,
            fields: BTreeSet::new(),
            template: template.to_owned(),
        });
    }

    /// What was noted; the notebook is closed.
    pub fn take(&self) -> Traced {
        std::mem::take(&mut self.open().traced)
    }

    fn open(&self) -> MutexGuard<'_, Notebook> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
