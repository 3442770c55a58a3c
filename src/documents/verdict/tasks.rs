//! The ethical tasks as papers show them: state, answers, who answers for it, and where a reader finds it.

use std::collections::BTreeSet;

use minijinja::context;
use minijinja::value::Value;

use crate::assessment::Applies;
use crate::assessment::AssessedTask;
use crate::assessment::Because;
use crate::documents::compose::Composed;
use crate::documents::compose::Material;
use crate::documents::localise::given;
use crate::documents::verdict::Verdict;
use crate::guidelines::Pack;
use crate::guidelines::Task;
use crate::study::LoadedStudy;
use crate::study::Study;
use crate::yaml::path::Path;

/// The steps and topics of the packs in force, each with its tasks.
pub(super) fn parts(material: &Material, verdict: &Verdict<'_>, language: &str) -> Value {
    let mut parts = Vec::new();
    for part in verdict.assessment.parts(&material.packs) {
        let Some(pack) = material.packs.pack(&part.pack) else { continue };
        let inside = |task: &&AssessedTask| {
            task.pack == part.pack
                && match &part.step {
                    Some(_) => task.topic.as_ref() == Some(&part.id),
                    None => task.topic.is_none() && task.step == part.id,
                }
        };
        let shown = verdict.assessment.tasks.iter().filter(inside).filter_map(|assessed| {
            let (_, task) = material.packs.task(&assessed.id)?;
            Some(told(verdict, pack, task, assessed, language))
        });
        let title = pack.said(&part.id, language, &part.title, |wording| wording.title.as_deref());
        parts.push(context! {
            pack => pack.id.as_str(),
            pack_title => pack.title.as_str(),
            id => part.id.as_str(),
            is_topic => part.step.is_some(),
            title => title.text,
            counts => Value::from(minijinja::value::Serde(part.counts)),
            tasks => shown.collect::<Vec<_>>(),
        });
    }
    Value::from(parts)
}

fn told(verdict: &Verdict<'_>, pack: &Pack, task: &Task, assessed: &AssessedTask, language: &str) -> Value {
    let study = &verdict.loaded.study;
    let current = &assessed.current;
    let (because, set_aside) = match &assessed.applies {
        Applies::Yes { because } => (because.as_ref().and_then(Because::text), Value::from(())),
        Applies::NotHere => (None, Value::from(())),
        Applies::SetAside { reason, by } => (None, context! { reason => reason.as_str(), by => name(study, by) }),
    };
    let attested: Vec<Value> = current
        .attestations
        .iter()
        .map(|one| context! { name => name(study, &one.by), on => one.on.date().to_string() })
        .collect();
    let notes: Vec<Value> = current
        .notes
        .iter()
        .map(|note| context! { text => note.value.as_str(), by => name(study, &note.by), on => note.on.date().to_string() })
        .collect();
    let sources: Vec<Value> = task
        .sources
        .iter()
        .map(|source| {
            context! {
                work => source.work.as_str(),
                publisher => source.publisher.as_str(),
                year => source.year,
                part => source.part.as_str(),
                url => source.url.as_str(),
                read => Value::from(minijinja::value::Serde(source.read)),
            }
        })
        .collect();
    context! {
        id => assessed.id.as_str(),
        title => pack.title_of(task, language).text,
        why => pack.why_of(task, language).text,
        phase => phase(task),
        applies => assessed.applies.holds(),
        because => because,
        set_aside => set_aside,
        state => state(assessed),
        complete => assessed.complete,
        look_again => assessed.look_again,
        attest => task.attest,
        attested => attested,
        answers => answers(verdict.loaded, pack, task, assessed, language),
        evidence => current.evidence.iter().map(|file| file.value.to_string()).collect::<Vec<_>>(),
        evidence_wanted => pack.evidence_of(task, language).text,
        notes => notes,
        sources => sources,
        provenance => task.provenance.as_str(),
        errors => assessed.errors,
        warnings => assessed.warnings,
        places => places(verdict.before, task),
        lines => lines(verdict.loaded, task),
    }
}

/// The word that papers use for a task's state.
fn state(assessed: &AssessedTask) -> &'static str {
    match &assessed.applies {
        Applies::SetAside { .. } => "not-applicable",
        _ if assessed.look_again => "stale",
        _ if assessed.complete => "complete",
        _ => assessed.current.state.as_str(),
    }
}

fn phase(task: &Task) -> &'static str {
    use crate::guidelines::Phase;
    match task.phase {
        Phase::Design => "design",
        Phase::Fieldwork => "fieldwork",
        Phase::Analysis => "analysis",
        Phase::After => "after",
    }
}

/// The name of a team member; the id where nobody has it.
fn name(study: &Study, id: &str) -> String {
    study.person(id).and_then(|person| person.name.clone()).unwrap_or_else(|| id.to_owned())
}

fn answers(loaded: &LoadedStudy, pack: &Pack, task: &Task, assessed: &AssessedTask, language: &str) -> Vec<Value> {
    let answer = |question: &crate::guidelines::Question| {
        let recorded = assessed.current.answers.get(question.id.as_str());
        let fields: Vec<Value> =
            question.field.iter().flat_map(|field| fields(loaded, field)).map(|path| place(loaded, &path)).collect();
        context! {
            ask => pack.question_of(task, question, language).text,
            reflect => question.reflect,
            answer => recorded.map(|given| given.value.to_string()),
            by => recorded.map(|given| name(&loaded.study, &given.by)),
            fields => fields,
        }
    };
    task.questions.iter().map(answer).collect()
}

/// The sections that answer a task; the first document of a kind stands for all its groups and languages.
///
/// A document that only as a whole answers it, by its own word or by the pack's, is named without a section.
fn places(documents: &[Composed], task: &Task) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let mut places = Vec::new();
    for document in documents {
        for section in document.sections.iter().filter(|section| section.tasks.contains(&task.full_id)) {
            if seen.insert((document.slot.id.clone(), section.anchor.clone())) {
                places.push(context! {
                    document => document.slot.id.as_str(),
                    name => document.name.as_str(),
                    stem => document.slot.stem.as_str(),
                    anchor => section.anchor.as_str(),
                    number => section.number.clone(),
                    title => section.title.as_str(),
                });
            }
        }
    }
    let as_a_whole = |document: &&Composed| {
        document.tasks.contains(&task.full_id) || task.documents.iter().any(|id| id.as_str() == document.slot.id)
    };
    for document in documents.iter().filter(as_a_whole) {
        if seen.iter().all(|(id, _)| *id != document.slot.id) && seen.insert((document.slot.id.clone(), String::new()))
        {
            places.push(context! {
                document => document.slot.id.as_str(),
                name => document.name.as_str(),
                stem => document.slot.stem.as_str(),
                anchor => "",
                number => Value::from(()),
                title => "",
            });
        }
    }
    places
}

/// The lines of the study file that answer a task.
fn lines(loaded: &LoadedStudy, task: &Task) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let asked = task.questions.iter().filter_map(|question| question.field.as_deref());
    let paths = asked.flat_map(|field| fields(loaded, field)).filter(|path| seen.insert(path.clone()));
    paths.map(|path| place(loaded, &path)).collect()
}

/// The places of the study that a field such as `participants[].consent.gap_days` names and that hold something.
fn fields(loaded: &LoadedStudy, field: &str) -> Vec<Path> {
    given(&loaded.value, field)
}

fn place(loaded: &LoadedStudy, path: &Path) -> Value {
    let place = loaded.place(path);
    let (start, _) = place.file.range(&place.span);
    context! { field => loaded.subject(path), line => start.line }
}
