//! One study held against its packs: the documents that participants read, every finding that there is, how far the
//! tasks are, and what stands between the study and a final packet.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::assessment;
use crate::assessment::Assessment;
use crate::assessment::Gate;
use crate::assessment::Missing;
use crate::assessment::PaperState;
use crate::checks;
use crate::checks::Context;
use crate::commands::problem::Refusal;
use crate::commands::workspace::Workspace;
use crate::documents::compose;
use crate::documents::compose::Composition;
use crate::documents::compose::Material;
use crate::documents::library;
use crate::documents::library::Library;
use crate::documents::tree::Audience;
use crate::documents::view::group::same_language;
use crate::finding::Finding;
use crate::guidelines::Packs;
use crate::proof;
use crate::records::log::Told;
use crate::study::values::Date;

/// What became of a study.
#[derive(Debug)]
pub struct Judged {
    /// The packs that it was held against.
    pub packs: Packs,
    /// What documents are made from.
    pub material: Material,
    /// The documents that do not speak of the verdict; none where only findings were asked for.
    pub composition: Composition,
    /// The tasks, the gate and everything that was found.
    pub assessment: Assessment,
    /// What stands between the study and a final packet.
    pub missing: Vec<Missing>,
    /// What was logged, and the conditions of the approval in force.
    pub told: Told,
    readable: bool,
}

impl Judged {
    /// The stop/go decision; none where the study could not be read.
    pub fn gate(&self) -> Option<Gate> {
        self.readable.then_some(self.assessment.gate)
    }
}

/// Judges a study as it stands on a day: checks, assessment, the documents, their proofreading, and the assessment
/// again with what that found. Reads nothing but what the workspace holds.
pub fn judge(workspace: &Workspace, today: Date) -> Result<Judged, Refusal> {
    judge_with(workspace, today, compose::before_verdict)
}

/// Judges a study for its findings alone: its documents are made only as far as proofreading looks, and are not kept.
pub fn findings(workspace: &Workspace, today: Date) -> Result<Judged, Refusal> {
    let judged = judge_with(workspace, today, compose::to_proofread)?;
    Ok(Judged { composition: Composition::default(), ..judged })
}

fn judge_with(workspace: &Workspace, today: Date, documents: fn(&Material) -> Composition) -> Result<Judged, Refusal> {
    let loaded = &workspace.loaded;
    let packs = workspace.guidelines.in_force(&loaded.study);
    let facts = workspace.facts(today)?;
    let told = Told::of(&workspace.log, facts.approved.as_ref().map(|approved| &approved.approval));
    let material = material(workspace, &packs, today, &told)?;
    let mut findings = workspace.findings();
    let composition = if loaded.readable {
        let context = Context::new(loaded, &packs, &facts);
        findings.extend(checks::run_in(&context));
        findings.extend(material.library.problems().iter().cloned());
        let composition = documents(&material);
        findings.extend(unmade(&composition, &material.library));
        findings.extend(own_packs(workspace, &packs));
        let read = proof::run(&context, &material.library, &composition, &findings, workspace.memory());
        findings.extend(read);
        composition
    } else {
        Composition::default()
    };
    let findings = checks::settle(loaded, &packs, &facts, findings);
    let assessment = assessment::assess(loaded, &packs, &workspace.records, findings, today);
    let missing = assessment::final_ready(&assessment, &papers(workspace, &composition));
    Ok(Judged { packs, material, composition, assessment, missing, told, readable: loaded.readable })
}

/// What documents are made from.
fn material(workspace: &Workspace, packs: &Packs, today: Date, told: &Told) -> Result<Material, Refusal> {
    let loaded = &workspace.loaded;
    let words: BTreeMap<String, serde_json::Value> = workspace
        .words
        .iter()
        .filter_map(|(language, parsed)| Some((language.clone(), parsed.root.as_ref()?.to_json())))
        .collect();
    let study = Arc::clone(&loaded.study);
    let value = Arc::clone(&loaded.value);
    let mut material = Material::new(study, value, words, workspace.templates()?, Arc::new(packs.clone()), today);
    if !workspace.log.is_empty() {
        material.log = Some(Arc::new(serde_json::to_value(told).unwrap_or_default()));
    }
    Ok(material)
}

/// What is wrong with packs in force that are not the program's own: their checks may be silent because of it.
fn own_packs(workspace: &Workspace, packs: &Packs) -> Vec<Finding> {
    let own = packs.iter().filter(|pack| !pack.is_built_in());
    own.filter_map(|pack| workspace.guidelines.load(pack.id.as_str()))
        .flat_map(|loaded| loaded.findings.clone())
        .collect()
}

/// A document that could not be made, as a finding in its template.
fn unmade(composition: &Composition, library: &Library) -> Vec<Finding> {
    let found = composition.errors.iter().filter_map(|error| {
        let file = &library.file(&error.template)?.file;
        let line_start =
            file.text.split_inclusive('\n').take(error.line.saturating_sub(1)).map(str::len).sum::<usize>();
        let line = file.text.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let message = format!("`{}` could not be made: {}", error.stem, error.problem);
        Some(library::finding(file, line_start..line_start + line.len(), message))
    });
    found.collect()
}

/// What has to be known of the documents that participants and guardians read.
fn papers(workspace: &Workspace, composition: &Composition) -> Vec<PaperState> {
    let study = &workspace.loaded.study;
    let for_participants = composition
        .documents
        .iter()
        .filter(|document| matches!(document.slot.audience, Audience::Participant | Audience::Guardian));
    for_participants
        .map(|document| {
            let slot = &document.slot;
            let own_language = same_language(study.study.language.as_str(), &slot.language);
            let translated = document.translated_from.is_some() || !own_language;
            PaperState {
                document: slot.id.clone(),
                stem: slot.stem.clone(),
                language: slot.language.clone(),
                gaps: document.gaps.iter().map(|gap| gap.path.to_string()).collect(),
                unreviewed: translated && !assessment::is_reviewed(study, &slot.id, &slot.language),
            }
        })
        .collect()
}
