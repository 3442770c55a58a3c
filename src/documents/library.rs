//! The templates: folders that are discovered, built in or a study's own, and what each says about itself.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::PoisonError;

use minijinja::Environment;
use rust_embed::Embed;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use sha2::Digest;
use sha2::Sha256;

use crate::documents::condition::Condition;
use crate::documents::engine;
use crate::documents::tree::Audience;
use crate::documents::words::Words;
use crate::finding::Finding;
use crate::finding::Level;
use crate::finding::Place;
use crate::source::SourceFile;
use crate::source::Span;
use crate::yaml;
use crate::yaml::layer::lay_over;
use crate::yaml::node::Node;
use crate::yaml::path::Path;

/// The code of everything that is wrong with a template, its `document.yaml` or a words file.
pub const TEMPLATE: &str = "template";

/// The findings that documents make without a pack: code, level, what it asks, and how to mend it.
pub const CODES: &[(&str, Level, &str, &str)] = &[(
    TEMPLATE,
    Level::Error,
    "Each template, its document.yaml and the words of its language can be read and make a document.",
    "Mend the file at the place that is shown, then run `assent templates lint`.",
)];

/// The folder whose templates are pieces that documents include.
pub const PARTS: &str = "parts";

#[derive(Embed)]
#[folder = "templates/"]
struct BuiltIn;

/// One file of a template folder.
#[derive(Debug, Clone)]
pub struct TemplateFile {
    /// Its path below `templates/`.
    pub path: String,
    /// Its text, under the name that findings show.
    pub file: SourceFile,
    /// True where it is the study's own.
    pub own: bool,
}

/// What a document is made once for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ForEach {
    /// The study.
    #[default]
    Once,
    /// Each participant group.
    Group,
    /// Each setting.
    Setting,
    /// Each activity.
    Activity,
}

/// `document.yaml`: what a template folder says about itself.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// The document's name in the index, in English.
    pub title: String,
    /// Who reads it.
    pub audience: Audience,
    /// What it is made once for.
    #[serde(default)]
    pub for_each: ForEach,
    /// True where there is one for each language of those who read it.
    #[serde(default)]
    pub each_language: bool,
    /// Its place in the packet.
    pub order: u32,
    /// The ethical tasks that it answers as a whole, as `pack/task`.
    #[serde(default)]
    pub tasks: Vec<String>,
    /// True where its reading level is held against the group's reading age.
    #[serde(default)]
    pub reading_level: bool,
    /// The condition under which it applies; always if absent.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub when: Option<Condition>,
    /// The condition under which there is only one, for the committee and in the study's own language.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub committee_when: Option<Condition>,
    /// True where a group that is asked in two steps gets one for each step.
    #[serde(default)]
    pub two_steps: bool,
    /// True where younger and older children get each their own.
    #[serde(default)]
    pub two_ages: bool,
    /// True where its sections are numbered.
    #[serde(default)]
    pub numbered: bool,
    /// True where it speaks of the verdict, and so is made after the others.
    #[serde(default)]
    pub verdict: bool,
}

/// One template folder that makes a document.
#[derive(Debug, Clone)]
pub struct Folder {
    /// The document's id.
    pub id: String,
    /// What it says about itself.
    pub meta: Meta,
}

/// All templates and words that hold for a study.
#[derive(Debug, Clone, Default)]
pub struct Library {
    files: Arc<BTreeMap<String, TemplateFile>>,
    folders: Vec<Folder>,
    words: BTreeMap<String, Arc<Words>>,
    problems: Vec<Finding>,
    engine: OnceLock<Environment<'static>>,
    whole: Arc<Mutex<BTreeMap<String, bool>>>,
}

impl Library {
    /// The built-in templates alone.
    pub fn built_in() -> Self {
        Self::with_own(BTreeMap::new())
    }

    /// The built-in templates, and a study's own by the same paths instead.
    ///
    /// The paths are those below `templates/`, with `/`.
    pub fn with_own(own: BTreeMap<String, SourceFile>) -> Self {
        let mut files = BTreeMap::new();
        // README.md stands at the top of the folder and is about it.
        for path in BuiltIn::iter().filter(|path| path.contains('/')) {
            if let Some(embedded) = BuiltIn::get(&path) {
                let text = String::from_utf8_lossy(&embedded.data).into_owned();
                let file = SourceFile::new(format!("templates/{path}"), text);
                files.insert(path.to_string(), TemplateFile { path: path.to_string(), file, own: false });
            }
        }
        let mut below = BTreeMap::new();
        for (path, file) in own {
            if let Some(covered) = files.insert(path.clone(), TemplateFile { path: path.clone(), file, own: true }) {
                below.insert(path, covered);
            }
        }
        Self::read(files, &below)
    }

    /// `below` are the built-in files that a study's own cover.
    fn read(files: BTreeMap<String, TemplateFile>, below: &BTreeMap<String, TemplateFile>) -> Self {
        let files = Arc::new(files);
        let mut library = Self { files: Arc::clone(&files), ..Self::default() };
        for file in files.values() {
            match file.path.split('/').collect::<Vec<_>>().as_slice() {
                ["words", name] if name.ends_with(".yaml") => {
                    let base = below.get(&file.path).map(|covered| &covered.file);
                    if let Some(words) = read_words(&file.file, base, &mut library.problems) {
                        library.words.insert(name.trim_end_matches(".yaml").to_owned(), Arc::new(words));
                    }
                }
                [id, "document.yaml"] => {
                    if let Some(meta) = read_as::<Meta>(&file.file, &mut library.problems) {
                        library.folders.push(Folder { id: (*id).to_owned(), meta });
                    }
                }
                _ => {}
            }
        }
        library.folders.sort_by(|one, other| (one.meta.order, &one.id).cmp(&(other.meta.order, &other.id)));
        library
    }

    /// The documents that can be made, in the order of the packet.
    pub fn folders(&self) -> &[Folder] {
        &self.folders
    }

    /// The document with an id.
    pub fn folder(&self, id: &str) -> Option<&Folder> {
        self.folders.iter().find(|folder| folder.id == id)
    }

    /// True where a study brought templates or words of its own.
    pub fn has_own(&self) -> bool {
        self.files.values().any(|file| file.own)
    }

    /// All files, by their paths below `templates/`.
    pub fn files(&self) -> impl Iterator<Item = &TemplateFile> {
        self.files.values()
    }

    /// The file at a path below `templates/`.
    pub fn file(&self, path: &str) -> Option<&TemplateFile> {
        self.files.get(path)
    }

    /// The words of a language, or of the same language in another region; none where nobody wrote them.
    pub fn words(&self, tag: &str) -> Option<&Arc<Words>> {
        self.words.get(tag).or_else(|| self.words.get(primary(tag)))
    }

    /// The template language over these files: made when it is first asked for, and each template read once.
    pub fn engine(&self) -> &Environment<'static> {
        self.engine.get_or_init(|| engine::environment(&self.files))
    }

    /// What is wrong with the descriptions and the words.
    pub fn problems(&self) -> &[Finding] {
        &self.problems
    }

    /// The template of a document in a language, the most particular that there is.
    pub fn template(&self, id: &str, language: &str, younger: bool, second_step: bool) -> Option<&TemplateFile> {
        let endings: &[&str] = match (younger, second_step) {
            (true, true) => &[".younger.step-2", ".younger", ".step-2", ""],
            (true, false) => &[".younger", ""],
            (false, true) => &[".step-2", ""],
            (false, false) => &[""],
        };
        [language, primary(language)].into_iter().find_map(|language| {
            let written = |ending: &&str| self.files.get(&format!("{id}/{language}{ending}.md"));
            endings.iter().filter_map(written).find(|file| self.is_known_whole(file))
        })
    }

    /// The same as [`Self::is_whole`], found out once for each template.
    fn is_known_whole(&self, file: &TemplateFile) -> bool {
        let mut known = self.whole.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(whole) = known.get(&file.path) {
            return *whole;
        }
        *known.entry(file.path.clone()).or_insert(self.is_whole(file, 0))
    }

    /// True where a template and the pieces that it includes are there and finished.
    fn is_whole(&self, file: &TemplateFile, depth: usize) -> bool {
        // Pieces that include one another in a circle are an error of rendering, and found there.
        if depth > 20 {
            return true;
        }
        let language = file.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
        let piece = |name: &str| if name.ends_with(".md") { name.to_owned() } else { format!("{name}/{language}.md") };
        let mut pieces = included(&file.file.text).map(|name| self.files.get(&piece(name)));
        // A piece that nobody has written in the original language is a mistake to be shown, not a gap.
        let begun = language != "en";
        !is_unfinished(&file.file.text)
            && pieces.all(|piece| piece.map_or(!begun, |piece| self.is_whole(piece, depth + 1)))
    }

    /// The file that a translated template was translated from: the English one of the same name.
    pub fn original(&self, path: &str) -> Option<&TemplateFile> {
        let (folder, name) = path.rsplit_once('/')?;
        let (_, rest) = name.split_once('.')?;
        self.files.get(&format!("{folder}/en.{rest}")).filter(|original| original.path != path)
    }
}

/// The pieces that a template includes.
pub fn included(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(INCLUDE).filter_map(|(at, mark)| text.get(at + mark.len()..)?.split('"').next())
}

const INCLUDE: &str = "{% include \"";

/// The primary language of a tag.
fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

/// How a translation says what it was translated from: `{# translated from en.md 9f2c4e1a77b03d58 #}`.
const TRANSLATED_FROM: &str = "{# translated from ";

/// The digest that a translation carries of the text it was translated from.
pub fn translated_from(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(TRANSLATED_FROM)?;
    let (inside, _) = rest.split_once("#}")?;
    inside.split_whitespace().nth(1)
}

/// True for a translation that somebody has begun and not finished: it is treated as if it were not there.
pub fn is_unfinished(text: &str) -> bool {
    let inside = text.strip_prefix(TRANSLATED_FROM).and_then(|rest| rest.split_once("#}"));
    inside.is_some_and(|(inside, _)| inside.split_whitespace().any(|word| word == UNFINISHED))
}

/// The word in the first line of a translation that its translator deletes at the end.
pub const UNFINISHED: &str = "unfinished";

/// The first line of a translation that is begun.
pub fn translated_from_line(original: &TemplateFile) -> String {
    let name = original.path.rsplit('/').next().unwrap_or_default();
    format!("{TRANSLATED_FROM}{name} {} {UNFINISHED} #}}\n", digest(&original.file.text))
}

/// The digest by which a translation names its source: 16 hex digits.
pub fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Reads the words of a language; a study's own lie over the built-in ones, word by word.
fn read_words(file: &SourceFile, base: Option<&SourceFile>, problems: &mut Vec<Finding>) -> Option<Words> {
    let root = read_root(file, problems)?;
    let mut value = base.and_then(|base| read_root(base, &mut Vec::new())).map_or(Json::Null, |node| node.to_json());
    lay_over(&mut value, root.to_json());
    let words: Words = as_type(file, &root, value, problems)?;
    problems.extend(words.problems().into_iter().map(|problem| plain(file, problem.to_string())));
    (!words.unfinished).then_some(words)
}

/// Reads a YAML file as a type; what is wrong becomes a finding at its place.
fn read_as<T: DeserializeOwned>(file: &SourceFile, problems: &mut Vec<Finding>) -> Option<T> {
    let root = read_root(file, problems)?;
    let value = root.to_json();
    as_type(file, &root, value, problems)
}

fn read_root(file: &SourceFile, problems: &mut Vec<Finding>) -> Option<Node> {
    let parsed = yaml::parse_text(file.clone());
    problems.extend(parsed.findings.into_iter().map(|mut finding| {
        finding.code = TEMPLATE.to_owned();
        finding
    }));
    parsed.root
}

fn as_type<T: DeserializeOwned>(file: &SourceFile, root: &Node, value: Json, problems: &mut Vec<Finding>) -> Option<T> {
    match serde_json::from_value(value) {
        Ok(value) => Some(value),
        Err(error) => {
            let message = error.to_string();
            problems.push(finding(file, place_of(root, &message), message));
            None
        }
    }
}

/// The key that a message of serde names between backquotes, where the file has it; else the whole file.
fn place_of(root: &Node, message: &str) -> Span {
    let named = message.split('`').nth(1).and_then(|key| root.entry(key));
    named.map_or(0..0, |entry| entry.key_span.clone())
}

/// Something wrong with a template file, at a span of it.
pub fn finding(file: &SourceFile, span: Span, message: impl Into<String>) -> Finding {
    Finding {
        code: TEMPLATE.to_owned(),
        level: Level::Error,
        message: message.into(),
        help: "Mend the file, then run `assent templates lint`.".to_owned(),
        place: Place { file: file.clone(), span, path: Path::root() },
        labels: Vec::new(),
        tasks: Vec::new(),
        subject: file.name.to_string(),
        accepted: false,
    }
}

fn plain(file: &SourceFile, message: String) -> Finding {
    finding(file, 0..0, message)
}
