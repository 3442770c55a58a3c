//! The papers that speak of the verdict: what is done, by whom it is answered for, and where a reader finds it.

mod tasks;

use std::collections::BTreeMap;

use minijinja::context;
use minijinja::value::Serde;
use minijinja::value::Value;

use crate::assessment::Assessment;
use crate::assessment::Missing;
use crate::assessment::is_reviewed;
use crate::documents::compose::ComposeError;
use crate::documents::compose::Composed;
use crate::documents::compose::Composition;
use crate::documents::compose::Exchange;
use crate::documents::compose::Material;
use crate::documents::compose::compose;
use crate::documents::library::digest;
use crate::documents::slots::Slot;
use crate::documents::slots::slots;
use crate::documents::tree::Audience;
use crate::documents::view::group::same_language;
use crate::finding::Finding;
use crate::study::LoadedStudy;

/// What the papers are told, beside the study.
#[derive(Debug, Clone, Copy)]
pub struct Verdict<'a> {
    /// The study file, for its lines.
    pub loaded: &'a LoadedStudy,
    /// The tasks, the gate and the findings.
    pub assessment: &'a Assessment,
    /// What stands between the study and a final packet.
    pub missing: &'a [Missing],
    /// The documents that were made before.
    pub before: &'a [Composed],
}

/// The documents that speak of the verdict.
pub fn after_verdict(material: &Material, verdict: &Verdict<'_>) -> Composition {
    let (slots, errors) = slots(material);
    let mut composition = Composition { documents: Vec::new(), errors };
    for slot in slots.iter().filter(|slot| slot.verdict) {
        match compose(material, slot, told(material, verdict, &slots, &slot.language)) {
            Ok(document) => composition.documents.push(document),
            Err(error) => composition.errors.push(error),
        }
    }
    composition
}

/// The one document of that id that speaks of the verdict, and no other; none where it does not apply.
pub fn only(material: &Material, verdict: &Verdict<'_>, id: &str) -> Result<Option<Composed>, ComposeError> {
    let (slots, _) = slots(material);
    let slot = slots.iter().find(|slot| slot.verdict && slot.id == id);
    slot.map(|slot| compose(material, slot, told(material, verdict, &slots, &slot.language))).transpose()
}

/// What a template sees: `verdict`, `papers`, `translated`, `log`; `amendments`, `review` and `response` where there are
/// some.
fn told(material: &Material, verdict: &Verdict<'_>, slots: &[Slot], language: &str) -> BTreeMap<String, Value> {
    let assessment = verdict.assessment;
    let missing: Vec<Value> = verdict.missing.iter().map(missing).collect();
    let findings: Vec<Value> = assessment.findings.iter().map(finding).collect();
    let told = context! {
        is_final => verdict.missing.is_empty(),
        missing => missing,
        gate => assessment.gate.as_str(),
        counts => Value::from(Serde(assessment.counts())),
        errors => assessment.count(crate::finding::Level::Error),
        warnings => assessment.count(crate::finding::Level::Warning),
        findings => findings,
        parts => tasks::parts(material, verdict, language),
    };
    let mut extra = BTreeMap::from([
        ("verdict".to_owned(), told),
        ("papers".to_owned(), papers(material, verdict, slots)),
        ("translated".to_owned(), translated(material, verdict)),
    ]);
    if let Some(amendments) = &material.amendments {
        extra.insert("amendments".to_owned(), Value::from(Serde(amendments.as_ref().clone())));
    }
    let log = material.log.as_deref().cloned().unwrap_or(serde_json::Value::Null);
    extra.insert("log".to_owned(), Value::from(Serde(log)));
    let (name, told) = match &material.exchange {
        Some(Exchange::Review(told)) => ("review", told),
        Some(Exchange::Response(told)) => ("response", told),
        None => return extra,
    };
    extra.insert(name.to_owned(), Value::from(Serde(told.as_ref().clone())));
    extra
}

fn missing(missing: &Missing) -> Value {
    match missing {
        Missing::Gate(gate) => context! { kind => "gate", gate => *gate },
        Missing::Error { finding, message } => {
            context! { kind => "error", finding => finding.as_str(), message => message.as_str() }
        }
        Missing::Task { id, title } => context! { kind => "task", id => id.as_str(), title => title.as_str() },
        Missing::Gap { stem, field } => context! { kind => "gap", stem => stem.as_str(), field => field.as_str() },
        Missing::Translation { document, language } => {
            context! { kind => "translation", document => document.as_str(), language => language.as_str() }
        }
    }
}

fn finding(finding: &Finding) -> Value {
    let (start, _) = finding.place.file.range(&finding.place.span);
    let name = finding.place.file.name.rsplit('/').next().unwrap_or_default();
    context! {
        level => level(finding),
        message => finding.message.as_str(),
        help => finding.help.as_str(),
        finding => finding.name(),
        accepted => finding.accepted,
        place => format!("{name}:{}", start.line),
        tasks => finding.tasks.clone(),
    }
}

fn level(finding: &Finding) -> &'static str {
    match finding.level {
        crate::finding::Level::Error => "error",
        crate::finding::Level::Warning => "warning",
        crate::finding::Level::Note => "note",
    }
}

/// Every document of the packet, in its order.
fn papers(material: &Material, verdict: &Verdict<'_>, slots: &[Slot]) -> Value {
    let paper = |slot: &Slot| {
        let made = verdict.before.iter().find(|document| document.slot.stem == slot.stem);
        let name = material.library.folder(&slot.id).map(|folder| folder.meta.title.clone());
        let group = slot.scope.group.and_then(|at| material.study.participants.get(at));
        context! {
            stem => slot.stem.as_str(),
            id => slot.id.as_str(),
            name => name.unwrap_or_default(),
            title => made.map(|document| document.tree.title.clone()),
            for_participants => matches!(slot.audience, Audience::Participant | Audience::Guardian | Audience::Gatekeeper),
            language => slot.language.as_str(),
            group => group.and_then(|group| group.id.as_ref()).map(ToString::to_string),
            setting => slot.scope.setting,
            activity => slot.scope.activity,
            step => slot.step,
            gaps => made.map_or(0, |document| document.gaps.len()),
            own => made.is_some_and(|document| document.template.own),
        }
    };
    Value::from(slots.iter().map(paper).collect::<Vec<_>>())
}

/// Each document that participants read in a language other than its template's or the study's own: who reviewed it.
fn translated(material: &Material, verdict: &Verdict<'_>) -> Value {
    let own = material.study.study.language.as_str();
    let mut rows: BTreeMap<(String, u32, String), Value> = BTreeMap::new();
    for document in verdict.before {
        let slot = &document.slot;
        let for_people = matches!(slot.audience, Audience::Participant | Audience::Guardian | Audience::Gatekeeper);
        if !for_people || (document.translated_from.is_none() && same_language(own, &slot.language)) {
            continue;
        }
        let review = material.study.translations.iter().position(|translation| {
            translation.language.as_ref().is_some_and(|found| same_language(found.as_str(), &slot.language))
                && translation.document.as_ref().is_some_and(|id| id.as_str() == slot.id)
        });
        let given = review.and_then(|at| material.study.translations.get(at));
        let original = material.library.original(&document.template.path);
        let stale = match (&document.translated_from, original) {
            (Some(then), Some(original)) => *then != digest(&original.file.text),
            _ => false,
        };
        let order = material.library.folder(&slot.id).map_or(0, |folder| folder.meta.order);
        rows.entry((slot.language.clone(), order, slot.id.clone())).or_insert_with(|| {
            context! {
                document => slot.id.as_str(),
                name => document.name.as_str(),
                language => slot.language.as_str(),
                reviewed => is_reviewed(&material.study, &slot.id, &slot.language),
                reviewed_by => given.and_then(|one| one.reviewed_by.clone()),
                on => given.and_then(|one| one.on).map(|date| date.to_string()),
                back_translated => given.and_then(|one| one.back_translated) == Some(true),
                built_in => !document.template.own,
                stale => stale,
            }
        });
    }
    Value::from(rows.into_values().collect::<Vec<_>>())
}
