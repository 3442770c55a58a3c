//! From a study and a template to a document, with everything that is known about how it came about.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use minijinja::value::Value;

use crate::documents::engine;
use crate::documents::library::Folder;
use crate::documents::library::TemplateFile;
use crate::documents::library::translated_from;
use crate::documents::localise;
use crate::documents::localise::Localised;
use crate::documents::markdown;
use crate::documents::sections::Section;
use crate::documents::sections::sections;
use crate::documents::slots::Slot;
use crate::documents::slots::slots;
use crate::documents::trace::Fields;
use crate::documents::trace::Gap;
use crate::documents::trace::Trace;
use crate::documents::trace::Traced;
use crate::documents::tree::Audience;
use crate::documents::tree::Block;
use crate::documents::tree::Body;
use crate::documents::tree::Document;
use crate::documents::values::Source;
use crate::documents::view::Scope;
use crate::documents::view::World;
use crate::documents::view::group::formal;
use crate::documents::view::group::same_language;
use crate::documents::words::Words;
use crate::yaml::path::Path;

pub use crate::documents::material::Exchange;
pub use crate::documents::material::Material;

/// A document, and what is known about how it came about.
#[derive(Debug, Clone)]
pub struct Composed {
    /// What it is.
    pub slot: Slot,
    /// Its name in the index, in English.
    pub name: String,
    /// The id of its group.
    pub group: Option<String>,
    /// The Markdown that its template yielded.
    pub markdown: String,
    /// The document.
    pub tree: Document,
    /// Its sections.
    pub sections: Vec<Section>,
    /// Every field that was read for it.
    pub fields: Fields,
    /// Its gaps, in the order in which they show.
    pub gaps: Vec<Gap>,
    /// The template.
    pub template: TemplateFile,
    /// The digest of the text that the template was translated from, as it was then.
    pub translated_from: Option<String>,
    /// The youngest reading age that it has to suit, where its reading level is checked.
    pub reading_age: Option<u32>,
    /// The tasks that it answers as a whole.
    pub tasks: Vec<String>,
}

/// Why a document could not be made.
#[derive(Debug, Clone, thiserror::Error)]
#[error("could not make `{stem}`: {problem} ({template}, line {line})")]
pub struct ComposeError {
    /// The document.
    pub stem: String,
    /// The template.
    pub template: String,
    /// The line in the template, or in the Markdown that it yielded.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
}

/// How far documents are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Whole, ready to be written in any format.
    Papers,
    /// As far as proofreading looks: what a paper reads and lacks, and its words. They are read back as a document only
    /// where a study has templates of its own, which may be wrong.
    Findings,
}

impl Reach {
    fn reads_back(self, material: &Material) -> bool {
        self == Self::Papers || material.library.has_own()
    }
}

/// What became of all documents.
#[derive(Debug, Default)]
pub struct Composition {
    /// Those that were made.
    pub documents: Vec<Composed>,
    /// Those that could not be.
    pub errors: Vec<ComposeError>,
}

pub(super) fn words(material: &Material, language: &str) -> Arc<Words> {
    let library = &material.library;
    library.words(language).or_else(|| library.words("en")).cloned().unwrap_or_default()
}

pub(super) fn world(
    material: &Material,
    language: &str,
    words: Arc<Words>,
    scope: Scope,
    extra: BTreeMap<String, Value>,
) -> Arc<World> {
    let own = material.study.study.language.as_str();
    let Localised { study, untranslated } = if same_language(own, language) {
        Localised { study: material.laid(), untranslated: Arc::default() }
    } else {
        material.localised(language)
    };
    Arc::new(World {
        study: Arc::clone(&material.study),
        source: Source::new(study, untranslated),
        language: language.to_owned(),
        words,
        scope,
        extra,
    })
}

/// Makes one document.
///
/// `extra` are values that are no part of the study, by the name under which the template sees them.
pub fn compose(material: &Material, slot: &Slot, extra: BTreeMap<String, Value>) -> Result<Composed, ComposeError> {
    compose_to(material, slot, extra, Reach::Papers)
}

fn compose_to(
    material: &Material,
    slot: &Slot,
    extra: BTreeMap<String, Value>,
    reach: Reach,
) -> Result<Composed, ComposeError> {
    let library = &material.library;
    let folder = library.folder(&slot.id).ok_or_else(|| ComposeError {
        stem: slot.stem.clone(),
        template: format!("templates/{}/document.yaml", slot.id),
        line: 1,
        problem: "there is no such document".to_owned(),
    })?;
    let template = library.template(&slot.id, &slot.language, slot.younger, slot.step == 2);
    let Some(template) = template.filter(|_| library.words(&slot.language).is_some()) else {
        return unwritten(material, folder, slot);
    };
    // Papers for the committee may hold prose in the study's language; those for participants never hold another one.
    let translated = folder.meta.each_language && slot.audience != Audience::Committee;
    let prose = if translated { slot.language.as_str() } else { material.study.study.language.as_str() };
    make(material, folder, slot, template, prose, extra, reach)
}

/// Makes one document from a template, with the study's prose in a language.
fn make(
    material: &Material,
    folder: &Folder,
    slot: &Slot,
    template: &TemplateFile,
    prose: &str,
    mut extra: BTreeMap<String, Value>,
    reach: Reach,
) -> Result<Composed, ComposeError> {
    let failed = |name: &str, line: usize, problem: String| ComposeError {
        stem: slot.stem.clone(),
        template: format!("templates/{name}"),
        line,
        problem,
    };
    extra.insert("document".to_owned(), about(material, folder, slot));
    extra.insert("packs_in_force".to_owned(), packs_in_force(material));
    extra.extend(material.flags());
    let words = words(material, &slot.language);
    let world = world(material, prose, Arc::clone(&words), slot.scope, extra);
    let env = material.library.engine();
    let text = engine::render(env, &template.path, &world).map_err(|error| {
        let (name, line) = engine::place(&error);
        failed(name.as_deref().unwrap_or(&template.path), line.unwrap_or(1), engine::describe(&error))
    })?;
    // The notebook is read before anything is rendered again to find a place.
    let traced = world.source.trace.take();
    finish(material, folder, slot, template, text, traced, reach).map_err(|(line, problem)| {
        let origin = engine::origin(env, &template.path, &world, line);
        let (name, line) = origin.unwrap_or_else(|| (template.path.clone(), line));
        failed(&name, line, problem)
    })
}

/// The prose that participants' documents in a language need and that neither the study nor its words give, in the
/// order of the study's shape.
///
/// Documents that nobody has written in that language yet are asked through their English templates.
pub fn missing_words(material: &Material, language: &str) -> Result<Vec<Path>, Vec<ComposeError>> {
    let (slots, mut errors) = slots(material);
    let mut seen = BTreeSet::new();
    let mut wanted = BTreeSet::new();
    for slot in slots {
        let Some(folder) = material.library.folder(&slot.id).filter(|folder| folder.meta.each_language) else {
            continue;
        };
        let once = seen.insert((slot.id.clone(), slot.scope.group, slot.scope.setting, slot.step, slot.younger));
        if !once || slot.audience == Audience::Committee {
            continue;
        }
        let template = |language: &str| material.library.template(&slot.id, language, slot.younger, slot.step == 2);
        let Some(template) = template(language).or_else(|| template("en")) else { continue };
        match make(material, folder, &slot, template, language, BTreeMap::new(), Reach::Findings) {
            Ok(document) => wanted.extend(document.gaps.into_iter().filter(|gap| gap.translation).map(|gap| gap.path)),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        let given = localise::given_prose(&material.value, crate::study::prose_fields());
        Ok(given.into_iter().filter(|path| wanted.contains(path)).collect())
    } else {
        Err(errors)
    }
}

fn finish(
    material: &Material,
    folder: &Folder,
    slot: &Slot,
    template: &TemplateFile,
    text: String,
    traced: Traced,
    reach: Reach,
) -> Result<Composed, (usize, String)> {
    let reads_back = reach.reads_back(material);
    let body = if reads_back { markdown::read(&text) } else { Ok(Body::default()) };
    let body = body.map_err(|problems| {
        let first = problems.first();
        (
            first.map_or(1, |problem| problem.line),
            problems.iter().map(|one| one.kind.to_string()).collect::<Vec<_>>().join("; "),
        )
    })?;
    let mut tree = Document::new(&slot.stem, &folder.meta.title, &slot.language, slot.audience, body);
    tree.direction = words(material, &slot.language).direction();
    if let Some(title) = first_heading(&tree) {
        tree.title = title;
    }
    let whole = reach == Reach::Papers;
    let sections = if whole { sections(&mut tree, &traced, folder.meta.numbered) } else { Vec::new() };
    let group = slot.scope.group.and_then(|at| material.study.participants.get(at));
    Ok(Composed {
        slot: slot.clone(),
        name: folder.meta.title.clone(),
        group: group.and_then(|group| group.id.as_ref()).map(ToString::to_string),
        markdown: text,
        tree,
        sections,
        fields: traced.fields(),
        gaps: traced.gaps,
        template: template.clone(),
        translated_from: translated_from(&template.file.text).map(str::to_owned),
        reading_age: group
            .filter(|_| folder.meta.reading_level && slot.audience != Audience::Committee)
            .and_then(|group| group.reading_age),
        tasks: folder.meta.tasks.clone(),
    })
}

/// What a template sees as `document`.
fn about(material: &Material, folder: &Folder, slot: &Slot) -> Value {
    let words = words(material, &slot.language);
    minijinja::context! {
        id => slot.id.clone(),
        name => folder.meta.title.clone(),
        language => slot.language.clone(),
        step => slot.step,
        younger => slot.younger,
        formal => speaks_formally(material, slot),
        date => material.date.to_string(),
        translated => !same_language(&slot.language, "en"),
        language_name => words.name.as_str(),
    }
}

/// Whether a language that tells them apart speaks formally to those who read the document: guardians and those who make
/// the first approach always, participants by their ages.
fn speaks_formally(material: &Material, slot: &Slot) -> bool {
    let group = slot.scope.group.and_then(|at| material.study.participants.get(at));
    matches!(slot.audience, Audience::Guardian | Audience::Gatekeeper)
        || group.is_some_and(|group| formal(&material.study, group))
}

/// The packs as documents name them, each with where its duties come from and how sure it is.
fn packs_in_force(material: &Material) -> Value {
    let described = material.packs.iter().map(|pack| {
        minijinja::context! {
            id => pack.id.as_str(),
            title => pack.title.as_str(),
            publisher => pack.publisher.as_str(),
            year => pack.year,
            version => pack.version.as_str(),
            citation => pack.citation.as_str(),
            url => pack.url.as_str(),
            note => pack.note.as_str(),
            provenance => pack.provenance.as_str(),
        }
    });
    Value::from(described.collect::<Vec<_>>())
}

/// The text of the document's own heading.
fn first_heading(tree: &Document) -> Option<String> {
    tree.blocks.iter().find_map(|block| match block {
        Block::Heading(heading) if heading.level == 1 => Some(crate::documents::pieces::plain(&heading.text)),
        _ => None,
    })
}

/// A document in a language in which nobody has written it yet: one page that says so, with a gap that is counted.
fn unwritten(material: &Material, folder: &Folder, slot: &Slot) -> Result<Composed, ComposeError> {
    let path = format!("templates/{}/{}.md", slot.id, slot.language);
    let words = words(material, &slot.language);
    let missing = if material.library.words(&slot.language).is_none() {
        format!("templates/words/{}.yaml", slot.language)
    } else {
        path.clone()
    };
    let gap = words.gap.replace("{field}", &missing);
    let field = Path::root().key(missing.clone());
    let text =
        format!("# {}\n\n[\\[{}\\]](gap:translations)\n", markdown::escape(&folder.meta.title), markdown::escape(&gap));
    let trace = Trace::of(&Arc::default());
    trace.gap(&field, true);
    let template = TemplateFile { path: path.clone(), file: crate::source::SourceFile::new(path, ""), own: false };
    finish(material, folder, slot, &template, text, trace.take(), Reach::Papers)
        .map_err(|(line, problem)| ComposeError { stem: slot.stem.clone(), template: missing, line, problem })
}

/// The documents that can be made before the verdict: those for participants, and the committee's that do not speak of it.
pub fn before_verdict(material: &Material) -> Composition {
    made(material, Reach::Papers)
}

/// The same documents, made as far as proofreading looks.
pub fn to_proofread(material: &Material) -> Composition {
    made(material, Reach::Findings)
}

fn made(material: &Material, reach: Reach) -> Composition {
    let (slots, errors) = slots(material);
    let mut composition = Composition { documents: Vec::new(), errors };
    for slot in slots.iter().filter(|slot| !slot.verdict) {
        match compose_to(material, slot, BTreeMap::new(), reach) {
            Ok(document) => composition.documents.push(document),
            Err(error) => composition.errors.push(error),
        }
    }
    composition
}
