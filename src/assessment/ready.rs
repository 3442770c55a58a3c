//! Whether a packet may be final: one function, and the list of what is missing.

use std::collections::BTreeSet;

use crate::assessment::Assessment;
use crate::assessment::Gate;
use crate::finding::Level;
use crate::study::Study;

/// What has to be known about a document that participants or guardians read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperState {
    /// The document's id.
    pub document: String,
    /// The stem of its file names.
    pub stem: String,
    /// Its language.
    pub language: String,
    /// The fields that show as gaps, by path.
    pub gaps: Vec<String>,
    /// True where its text was translated and no native reader has reviewed it.
    pub unreviewed: bool,
}

/// One thing that stands between a study and a final packet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// Step 1 is not decided, or decided against going ahead.
    Gate(&'static str),
    /// An error stands.
    Error {
        /// The finding's name.
        finding: String,
        /// What it says.
        message: String,
    },
    /// A task that holds up the packet is open.
    Task {
        /// The full id.
        id: String,
        /// The title.
        title: String,
    },
    /// A participants' document shows a gap.
    Gap {
        /// The stem of its file names.
        stem: String,
        /// The field that is blank.
        field: String,
    },
    /// A participants' document is a translation that nobody has reviewed.
    Translation {
        /// The document's id.
        document: String,
        /// The language.
        language: String,
    },
}

/// Everything that stands between a study and a final packet; nothing means *final-ready*.
///
/// The gate is open; no error stands; no applicable task of the design phase that blocks is open; no participants'
/// document has a visible gap or is a translation that nobody reviewed. Tasks of later phases are honestly open.
pub fn final_ready(assessment: &Assessment, papers: &[PaperState]) -> Vec<Missing> {
    let mut missing = BTreeSet::new();
    if !assessment.gate.is_open() {
        missing.insert(Missing::Gate(match assessment.gate {
            Gate::Stop => "stop",
            _ => "not-decided",
        }));
    }
    for finding in assessment.findings.iter().filter(|finding| finding.level == Level::Error) {
        missing.insert(Missing::Error { finding: finding.name(), message: finding.message.clone() });
    }
    for task in assessment.tasks.iter().filter(|task| task.holds_up()) {
        missing.insert(Missing::Task { id: task.id.clone(), title: task.title.clone() });
    }
    for paper in papers {
        let gaps = paper.gaps.iter().map(|field| Missing::Gap { stem: paper.stem.clone(), field: field.clone() });
        missing.extend(gaps);
        if paper.unreviewed {
            missing.insert(Missing::Translation { document: paper.document.clone(), language: paper.language.clone() });
        }
    }
    missing.into_iter().collect()
}

/// True where the study names a native reader who reviewed a document in a language.
pub fn is_reviewed(study: &Study, document: &str, language: &str) -> bool {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
    study.translations.iter().any(|translation| {
        let same_language =
            translation.language.as_ref().is_some_and(|found| primary(found.as_str()) == primary(language));
        let same_document = translation.document.as_ref().is_some_and(|id| id.as_str() == document);
        same_language && same_document && translation.reviewed_by.is_some()
    })
}
