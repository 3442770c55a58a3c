//! `index.html`: the committee's desk. Its words stand in `templates/index/`; here are only the facts.

mod risks;
mod words;

use std::collections::BTreeSet;

use minijinja::AutoEscape;
use minijinja::Environment;
use minijinja::UndefinedBehavior;
use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;
use sha2::Digest;
use sha2::Sha256;

use crate::assessment::Applies;
use crate::assessment::AssessedTask;
use crate::assessment::Assessment;
use crate::assessment::Missing;
use crate::documents::compose::Composed;
use crate::documents::library::Library;
use crate::documents::markdown;
use crate::documents::tree::Audience;
use crate::documents::tree::Block;
use crate::finding::Finding;
use crate::finding::Level;
use crate::formats::Format;
use crate::guidelines::Packs;
use crate::guidelines::Task;
use crate::packet::build::DOCUMENTS;
use crate::packet::manifest::Origin;
use crate::study::LoadedStudy;
use crate::yaml::path::Path;

/// How many places a task is said to be answered in; more would be a list nobody follows.
const PLACES: usize = 5;

/// What the index is made from.
pub struct Desk<'a> {
    /// The study.
    pub loaded: &'a LoadedStudy,
    /// The folder of the study as findings name it: file names in the packet begin behind it.
    pub folder: &'a str,
    /// The packs in force.
    pub packs: &'a Packs,
    /// The verdict.
    pub assessment: &'a Assessment,
    /// What stands between the study and a final packet.
    pub missing: &'a [Missing],
    /// The documents.
    pub documents: &'a [Composed],
    /// The formats that are written.
    pub formats: &'a [&'static Format],
    /// Further files of the risk register that the index names, by path.
    pub registers: &'a [String],
    /// True where the packet is final.
    pub is_final: bool,
    /// What it is built from.
    pub origin: &'a Origin,
    /// The templates and words.
    pub library: &'a Library,
}

/// Why the index could not be made.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// A part of the page is missing among the templates.
    #[error("`templates/{0}` is missing")]
    Missing(&'static str),
    /// The page's template is broken.
    #[error("templates/index/page.html: {0}")]
    Template(String),
    /// The page's words cannot be read.
    #[error("could not read {0}")]
    Words(String),
}

#[derive(Serialize)]
struct DocumentRow {
    id: String,
    title: String,
    audience: &'static str,
    about: String,
    step: u8,
    younger: bool,
    language: String,
    files: Vec<FileLink>,
    gaps: usize,
}

#[derive(Serialize)]
struct FileLink {
    id: String,
    title: String,
    href: String,
    format: String,
}

#[derive(Serialize)]
struct Part {
    title: String,
    applicable: usize,
    complete: usize,
    tasks: Vec<TaskRow>,
}

#[derive(Serialize)]
struct TaskRow {
    id: String,
    title: String,
    state: &'static str,
    gate: &'static str,
    provenance: &'static str,
    applies: bool,
    complete: bool,
    reason: Option<String>,
    by: Vec<String>,
    places: Vec<Link>,
    lines: Vec<FieldLine>,
    findings: Vec<FindingRow>,
}

#[derive(Serialize)]
struct Link {
    href: String,
    id: String,
    name: String,
    section: String,
}

#[derive(Serialize)]
struct FieldLine {
    field: String,
    line: usize,
}

#[derive(Serialize)]
struct FindingRow {
    level: &'static str,
    message: String,
    help: String,
    place: String,
    accepted: bool,
}

/// Writes the page.
pub fn write(desk: &Desk<'_>) -> Result<Vec<u8>, IndexError> {
    let part = |name: &'static str| {
        desk.library.file(name).map(|file| file.file.text.trim().to_owned()).ok_or(IndexError::Missing(name))
    };
    let (page, style, script) = (part("index/page.html")?, part("index/page.css")?, part("index/page.js")?);
    let broken = |error: minijinja::Error| IndexError::Template(error.to_string());
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_fuel(Some(5_000_000));
    environment.add_template("page", &page).map_err(broken)?;
    let template = environment.get_template("page").map_err(broken)?;
    let language = words::language(desk.library, &desk.loaded.study);
    let facts = Value::from(Serde(markdown::tamed(facts(desk, &language))));
    let context = minijinja::context! {
        t => Value::from(Serde(words::read(desk.library, &language).map_err(IndexError::Words)?)),
        style_hash => Value::from_safe_string(policy_hash(&style)),
        script_hash => Value::from_safe_string(policy_hash(&script)),
        style => Value::from_safe_string(style),
        script => Value::from_safe_string(script),
        risk_maps => risks::maps(desk),
        ..facts
    };
    template.render(context).map(String::into_bytes).map_err(broken)
}

/// What a content security policy calls an inline block.
fn policy_hash(text: &str) -> String {
    use base64ct::Encoding;
    format!("'sha256-{}'", base64ct::Base64::encode_string(&Sha256::digest(text.as_bytes())))
}

fn facts(desk: &Desk<'_>, page: &str) -> serde_json::Value {
    let study = &desk.loaded.study;
    let info = &study.study;
    let text = |text: &Option<crate::study::Prose>| text.as_ref().map(|text| text.0.trim().to_owned());
    let language = info.language.as_str();
    let language_name = language_name(desk, language);
    let title = info.title.0.trim().to_owned();
    let paragraphs = |text: String| text.split("\n\n").map(str::to_owned).collect::<Vec<_>>();
    let decision = &study.purpose.decision;
    serde_json::json!({
        "language": page,
        "language_name": language_name,
        "draft": !desk.is_final,
        "code": desk.origin.code(),
        "date": desk.origin.date,
        "study": {
            "id": info.id.as_str(),
            "title": title,
            "short_title": text(&info.short_title).unwrap_or(title.clone()),
            "version": info.version,
            "summary": text(&info.summary).map(paragraphs),
            "organisation": info.organisation,
            "digest": desk.origin.inputs.get("study.yaml"),
            "reviews": study.settings.iter().map(|setting| serde_json::json!({
                "place": text(&setting.place),
                "body": setting.review.body,
                "reference": setting.review.reference,
            })).collect::<Vec<_>>(),
        },
        "gate": desk.assessment.gate.as_str(),
        "decision": {
            "date": decision.date.map(|date| date.to_string()),
            "by": decision.by.iter().map(|id| person(desk, id.as_str())).collect::<Vec<_>>(),
            "reason": text(&decision.reason),
        },
        "counts": desk.assessment.counts(),
        "errors": desk.assessment.count(Level::Error),
        "warnings": desk.assessment.count(Level::Warning),
        "documents": desk.documents.iter().map(|document| document_row(desk, document)).collect::<Vec<_>>(),
        "registers": desk.registers.iter().map(|path| FileLink {
            id: "risk-register".to_owned(),
            title: register_name(desk),
            href: path.clone(),
            format: ending(path).to_owned(),
        }).collect::<Vec<_>>(),
        "parts": parts(desk, page),
        "missing": desk.missing.iter().map(missing_row).collect::<Vec<_>>(),
        "findings": desk.assessment.findings.iter().map(|finding| finding_row(desk, finding)).collect::<Vec<_>>(),
        "gaps": gaps(desk),
        "risks": risks::rows(desk),
        "tool": desk.origin.tool,
        "packs": desk.packs.iter().map(|pack| serde_json::json!({
            "id": pack.id.as_str(),
            "title": pack.title,
            "version": pack.version,
            "provenance": pack.provenance.as_str(),
            "digest": pack.digest(),
            "citation": pack.citation,
            "url": pack.url,
            "note": pack.note,
        })).collect::<Vec<_>>(),
        "translations": translations(desk),
    })
}

fn language_name(desk: &Desk<'_>, tag: &str) -> String {
    desk.library.words(tag).map_or_else(|| tag.to_owned(), |words| words.name.clone())
}

fn person(desk: &Desk<'_>, id: &str) -> String {
    let found =
        desk.loaded.study.team.iter().find(|person| person.id.as_ref().is_some_and(|known| known.as_str() == id));
    found.and_then(|person| person.name.clone()).unwrap_or_else(|| id.to_owned())
}

fn document_row(desk: &Desk<'_>, document: &Composed) -> DocumentRow {
    let files = desk.formats.iter().map(|format| FileLink {
        id: document.slot.id.clone(),
        title: document.name.clone(),
        href: format!("{DOCUMENTS}{}.{}", document.slot.stem, format.extension),
        format: format.name.to_owned(),
    });
    DocumentRow {
        id: document.slot.id.clone(),
        title: document.name.clone(),
        audience: audience(document.slot.audience),
        about: words::about(&desk.loaded.study, document),
        step: document.slot.step,
        younger: document.slot.younger,
        language: language_name(desk, &document.slot.language),
        files: files.collect(),
        gaps: document.gaps.len(),
    }
}

/// The name of the risk register among the documents.
fn register_name(desk: &Desk<'_>) -> String {
    let register = desk.documents.iter().find(|document| document.tree.blocks.iter().any(is_risk_map));
    register.map(|document| document.name.clone()).unwrap_or_default()
}

fn is_risk_map(block: &Block) -> bool {
    matches!(block, Block::RiskMap(_))
}

fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Committee => "committee",
        Audience::Participant => "participant",
        Audience::Guardian => "guardian",
        Audience::Team => "team",
        Audience::Gatekeeper => "gatekeeper",
    }
}

fn parts(desk: &Desk<'_>, page: &str) -> Vec<Part> {
    let counted = desk.assessment.parts(desk.packs);
    let leaf = |pack: &str, id: &str| !counted.iter().any(|p| p.pack == pack && p.step.as_deref() == Some(id));
    let leaves = counted.iter().filter(|part| leaf(&part.pack, &part.id));
    leaves
        .map(|part| {
            let inside = desk.assessment.tasks.iter().filter(|task| {
                let here = task.topic.as_ref().unwrap_or(&task.step);
                task.pack == part.pack && *here == part.id
            });
            let pack = desk.packs.pack(&part.pack);
            let said = pack.map(|pack| pack.said(&part.id, page, &part.title, |wording| wording.title.as_deref()).text);
            let pack = pack.map_or("", |pack| pack.title.as_str());
            Part {
                title: format!("{pack} · {} · {}", part.id, said.unwrap_or(&part.title)),
                applicable: part.counts.applicable,
                complete: part.counts.complete,
                tasks: inside.map(|task| task_row(desk, task, page)).collect(),
            }
        })
        .collect()
}

fn task_row(desk: &Desk<'_>, task: &AssessedTask, page: &str) -> TaskRow {
    let source = desk.packs.task(&task.id);
    let title = source.map(|(pack, source)| pack.title_of(source, page).text.to_owned());
    let source = source.map(|(_, source)| source);
    let state = match &task.applies {
        Applies::NotHere => "not-here",
        Applies::SetAside { .. } => "set-aside",
        Applies::Yes { .. } if task.complete && task.look_again => "look-again",
        Applies::Yes { .. } if task.complete => "complete",
        Applies::Yes { .. } => task.current.state.as_str(),
    };
    let reason = match &task.applies {
        Applies::SetAside { reason, by } => Some(format!("{reason} ({})", person(desk, by))),
        _ => None,
    };
    TaskRow {
        id: task.id.clone(),
        title: title.unwrap_or_else(|| task.title.clone()),
        state,
        gate: match task.gate {
            crate::guidelines::Gate::Blocks => "blocks",
            crate::guidelines::Gate::Warns => "warns",
            crate::guidelines::Gate::Reflect => "reflect",
        },
        provenance: source.map_or("", |task| task.provenance.as_str()),
        applies: task.applies.holds(),
        complete: task.complete,
        reason,
        by: task.current.attestations.iter().map(|attestation| person(desk, &attestation.by)).collect(),
        places: places(desk, &task.id),
        lines: source.map(|source| lines(desk, source)).unwrap_or_default(),
        findings: desk.assessment.findings_of(&task.id).map(|finding| finding_row(desk, finding)).collect(),
    }
}

/// The sections in which a task is answered: the committee's documents first, one section a document.
fn places(desk: &Desk<'_>, task: &str) -> Vec<Link> {
    let mut seen = BTreeSet::new();
    let mut order: Vec<&Composed> = desk.documents.iter().collect();
    order.sort_by_key(|document| document.slot.audience != Audience::Committee);
    let mut links = Vec::new();
    for document in order {
        let section = document.sections.iter().find(|section| section.tasks.iter().any(|known| known == task));
        if let Some(section) = section.filter(|_| seen.insert(document.slot.id.as_str())) {
            let number = section.number.as_ref().map_or(String::new(), |number| format!(" {number}"));
            links.push(Link {
                href: format!("{DOCUMENTS}{}.html#{}", document.slot.stem, section.anchor),
                id: document.slot.id.clone(),
                name: document.name.clone(),
                section: format!("{number}, {}", section.title),
            });
        }
    }
    if !desk.formats.iter().any(|format| format.name == "html") {
        links.iter_mut().for_each(|link| link.href = String::new());
    }
    links.truncate(PLACES);
    links
}

/// The lines of the study file that answer a task's questions.
fn lines(desk: &Desk<'_>, task: &Task) -> Vec<FieldLine> {
    let fields = task.questions.iter().filter_map(|question| question.field.as_deref());
    let lines = fields.filter_map(|field| {
        let path = Path::parse(&field.replace("[]", "[0]"));
        desk.loaded.root.find(&path)?;
        let place = desk.loaded.place(&path);
        Some(FieldLine { field: field.to_owned(), line: place.file.position(place.span.start).line })
    });
    lines.collect()
}

fn finding_row(desk: &Desk<'_>, finding: &Finding) -> FindingRow {
    FindingRow {
        level: match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        },
        message: finding.message.clone(),
        help: finding.help.clone(),
        place: place(desk.folder, finding),
        accepted: finding.accepted,
    }
}

/// File and line, without the way that leads to the study's folder on somebody's machine.
fn place(folder: &str, finding: &Finding) -> String {
    let name = &*finding.place.file.name;
    let inside = name.strip_prefix(folder).map_or(name, |rest| rest.trim_start_matches('/'));
    let inside = if inside.starts_with("..") { inside.rsplit('/').next().unwrap_or_default() } else { inside };
    format!("{inside}:{}", finding.place.file.position(finding.place.span.start).line)
}

fn missing_row(missing: &Missing) -> serde_json::Value {
    match missing {
        Missing::Gate(gate) => serde_json::json!({"kind": "gate", "what": gate}),
        Missing::Error { finding, message } => serde_json::json!({"kind": "error", "what": finding, "text": message}),
        Missing::Task { id, title } => serde_json::json!({"kind": "task", "what": id, "text": title}),
        Missing::Gap { stem, field } => serde_json::json!({"kind": "gap", "what": stem, "text": field}),
        Missing::Translation { document, language } => {
            serde_json::json!({"kind": "translation", "what": document, "text": language})
        }
    }
}

fn gaps(desk: &Desk<'_>) -> Vec<serde_json::Value> {
    let gaps = desk.documents.iter().flat_map(|document| {
        document.gaps.iter().map(move |gap| {
            serde_json::json!({
                "href": format!("{DOCUMENTS}{}.html", document.slot.stem),
                "document": document.slot.stem,
                "field": gap.path.to_string(),
            })
        })
    });
    gaps.collect()
}

fn translations(desk: &Desk<'_>) -> Vec<serde_json::Value> {
    let study = &desk.loaded.study;
    let own = study.study.language.primary();
    let mut pairs = BTreeSet::new();
    for document in desk.documents {
        let participants = matches!(document.slot.audience, Audience::Participant | Audience::Guardian);
        let primary = document.slot.language.split('-').next().unwrap_or_default();
        if participants && (primary != own || document.translated_from.is_some()) {
            pairs.insert((document.slot.language.clone(), document.slot.id.clone(), document.name.clone()));
        }
    }
    let row = |(language, id, name): (String, String, String)| {
        serde_json::json!({
            "language": language_name(desk, &language),
            "id": id,
            "document": name,
            "reviewed": crate::assessment::is_reviewed(study, &id, &language),
        })
    };
    pairs.into_iter().map(row).collect()
}

fn ending(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, ending)| ending)
}
