//! The sections of a document: their numbers, and what stands behind each.

use std::collections::BTreeSet;

use crate::documents::pieces::plain;
use crate::documents::trace::Traced;
use crate::documents::tree::Block;
use crate::documents::tree::Document;
use crate::yaml::path::Path;

/// One section of a composed document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its anchor.
    pub anchor: String,
    /// Its number, in documents whose sections are numbered.
    pub number: Option<String>,
    /// Its heading.
    pub title: String,
    /// The tasks that it answers.
    pub tasks: Vec<String>,
    /// The fields behind it.
    pub fields: BTreeSet<Path>,
    /// The template that holds its heading.
    pub template: String,
}

/// Numbers the headings, writes the fields behind each into the tree, and lists the sections.
pub(super) fn sections(tree: &mut Document, traced: &Traced, numbered: bool) -> Vec<Section> {
    let (mut chapter, mut part) = (0_usize, 0_usize);
    let mut sections = Vec::new();
    let head = traced.sections.first().map(|head| Section {
        anchor: String::new(),
        number: None,
        title: tree.title.clone(),
        tasks: head.tasks.clone(),
        fields: traced.fields_of(head),
        template: head.template.clone(),
    });
    sections.extend(head);
    for block in &mut tree.blocks {
        let Block::Heading(heading) = block else { continue };
        if numbered {
            match heading.level {
                2 => {
                    chapter += 1;
                    part = 0;
                    heading.number = Some(chapter.to_string());
                }
                3 => {
                    part += 1;
                    heading.number = Some(format!("{chapter}.{part}"));
                }
                _ => {}
            }
        }
        let Some(trace) = traced.sections.iter().skip(1).find(|trace| trace.anchor == heading.anchor) else { continue };
        let fields = traced.fields_of(trace);
        heading.fields = fields.iter().map(ToString::to_string).collect();
        sections.push(Section {
            anchor: trace.anchor.clone(),
            number: heading.number.clone(),
            title: plain(&heading.text),
            tasks: trace.tasks.clone(),
            fields,
            template: trace.template.clone(),
        });
    }
    sections
}
