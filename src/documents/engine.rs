//! The template language as documents use it: strict, inert, bounded.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::sync::Arc;

use minijinja::AutoEscape;
use minijinja::Environment;
use minijinja::Error;
use minijinja::ErrorKind;
use minijinja::Output;
use minijinja::State;
use minijinja::UndefinedBehavior;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::value::ValueKind;

use crate::documents::filters;
use crate::documents::grammar;
use crate::documents::grammar::Problem;
use crate::documents::library::TemplateFile;
use crate::documents::markdown;
use crate::documents::values::Blank;
use crate::documents::view::RENDERED;
use crate::documents::view::Top;
use crate::documents::view::World;
use crate::documents::words::Words;
use crate::source::Span;

/// How much work one document may cost: far above any real one, far below what anybody would wait for.
const FUEL: u64 = 4_000_000;

/// How long a document may become, in bytes.
const MAX_OUTPUT: usize = 16 * 1024 * 1024;
/// Room that is made at first: most documents need no more.
const USUAL_OUTPUT: usize = 16 * 1024;

/// What templates are written with. It knows no study, so that one serves for all: what is rendered stands in the values
/// that a template is given ([`world_of`]).
pub fn environment(files: &Arc<BTreeMap<String, TemplateFile>>) -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_fuel(Some(FUEL));
    env.set_recursion_limit(60);
    env.set_debug(true);
    env.set_syntax(syntax());
    env.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
    for name in grammar::NO_FUNCTIONS {
        env.remove_global(name);
    }
    for name in grammar::NO_FILTERS {
        env.remove_filter(name);
    }
    let files = Arc::clone(files);
    env.set_loader(move |path| match files.get(path) {
        // What is built in is held against the grammar by a test.
        Some(found) if found.own => match refused(found) {
            None => Ok(Some(found.file.text.to_string())),
            Some((line, _, problem)) => {
                let refused = Refused { path: path.to_owned(), line, problem };
                Err(Error::new(ErrorKind::SyntaxError, problem.to_string()).with_source(refused))
            }
        },
        found => Ok(found.map(|found| found.file.text.to_string())),
    });
    env.set_auto_reload(false);
    env.set_path_join_callback(|name, parent| {
        // A piece is named without its language: it is the one of the template that includes it.
        let file = parent.rsplit('/').next().unwrap_or_default();
        let language = file.split('.').next().unwrap_or_default();
        if name.ends_with(".md") { name.into() } else { format!("{name}/{language}.md").into() }
    });
    env.set_formatter(print);
    filters::add(&mut env);
    env
}

/// The signs of the template language; a line that is nothing but a tag leaves no line.
pub fn syntax() -> SyntaxConfig {
    SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().unwrap_or_default()
}

/// What in a template is not allowed: its line, its place and why.
pub fn refused(template: &TemplateFile) -> Option<(usize, Span, Problem)> {
    let (span, problem) = grammar::look(&template.file.text, syntax())?;
    Some((template.file.position(span.start).line, span, problem))
}

/// A template that is not used, as an error of the template language carries it.
#[derive(Debug, thiserror::Error)]
#[error("{problem}")]
struct Refused {
    path: String,
    line: usize,
    problem: Problem,
}

/// The template and the line that an error is about; none where the error knows none.
pub fn place(error: &Error) -> (Option<String>, Option<usize>) {
    let error = cause(error);
    match error.source().and_then(|source| source.downcast_ref::<Refused>()) {
        Some(refused) => (Some(refused.path.clone()), Some(refused.line)),
        None => (error.name().map(str::to_owned), error.line()),
    }
}

/// What an error began with: of a piece that is included, and not of the line that includes it.
fn cause(error: &Error) -> &Error {
    let mut first = error;
    while let Some(inner) = first.source().and_then(|source| source.downcast_ref::<Error>()) {
        first = inner;
    }
    first
}

/// What is being rendered: filters and functions ask here for the study and for the words of its language.
pub fn world_of(state: &State<'_, '_>) -> Result<Arc<World>, Error> {
    let rendered = state.lookup(RENDERED);
    let top = rendered.as_ref().and_then(|value| value.downcast_object_ref::<Top>());
    top.map(|top| Arc::clone(&top.0))
        .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "there is no study to ask here"))
}

/// Renders a template; what it read and which gaps it showed is in the trace of the world.
pub fn render(env: &Environment<'_>, name: &str, world: &Arc<World>) -> Result<String, Error> {
    let template = env.get_template(name)?;
    let mut out = Bounded(Vec::with_capacity(USUAL_OUTPUT));
    template.render_captured_to(Value::from_object(Top(Arc::clone(world))), &mut out)?;
    String::from_utf8(out.0).map_err(|_| Error::new(ErrorKind::WriteFailure, "the document is not valid UTF-8"))
}

/// The template and its line that yielded a line of the output.
pub fn origin(env: &Environment<'_>, name: &str, world: &Arc<World>, line: usize) -> Option<(String, usize)> {
    let (text, spans) =
        env.get_template(name).ok()?.render_with_spans(Value::from_object(Top(Arc::clone(world)))).ok()?;
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let span = spans.iter().rev().find(|span| span.output_range().start <= start)?;
    let before = text.get(span.output_range().start..start).map_or(0, |text| text.matches('\n').count());
    Some((span.name().to_owned(), span.line() + before))
}

/// Prints one value: as text that can be nothing but text, as a gap, or not at all.
fn print(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    if let Some(blank) = value.downcast_object_ref::<Blank>() {
        blank.show();
        return Ok(out.write_str(&gap(blank, &world_of(state)?.words))?);
    }
    match value.kind() {
        _ if value.is_safe() => Ok(out.write_str(value.as_str().unwrap_or_default())?),
        ValueKind::String => Ok(out.write_str(&markdown::escape(value.as_str().unwrap_or_default()))?),
        ValueKind::Number => match (value.as_i64(), f64::try_from(value.clone())) {
            (Some(whole), _) => Ok(write!(out, "{whole}")?),
            (None, Ok(decimal)) => Ok(out.write_str(&world_of(state)?.words.decimal(decimal))?),
            (None, Err(error)) => Err(error),
        },
        // What `a if b` leaves where `b` does not hold; anything else that is undefined is refused before it comes here.
        ValueKind::Undefined => Ok(()),
        kind => Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("a {kind} cannot be printed; use `if`, `for`, or a filter such as `and_list`"),
        )),
    }
}

/// A gap as Markdown: a reference to the field that is blank.
fn gap(blank: &Blank, words: &Words) -> String {
    let path = blank.path().to_string();
    let text = words.gap.replace("{field}", &path);
    let target: String = path.chars().filter(|c| c.is_alphanumeric() || "[]._-".contains(*c)).collect();
    format!("[\\[{}\\]](gap:{target})", markdown::escape(&text))
}

/// Output that ends in an error and not in all memory.
struct Bounded(Vec<u8>);

impl std::io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        if self.0.len() + bytes.len() > MAX_OUTPUT {
            return Err(std::io::Error::other("the document is longer than 16 MB"));
        }
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What an error of the template language says, in one line.
pub fn describe(error: &Error) -> String {
    let error = cause(error);
    if let Some(refused) = error.source().and_then(|source| source.downcast_ref::<Refused>()) {
        return refused.to_string();
    }
    match (error.kind(), error.source().and_then(|source| source.downcast_ref::<std::io::Error>()), error.detail()) {
        (ErrorKind::OutOfFuel, ..) => "it does more work than any document needs: a loop in it is too long".to_owned(),
        (_, Some(written), _) => written.to_string(),
        (kind, None, Some(detail)) => format!("{kind}: {detail}"),
        (kind, None, None) => kind.to_string(),
    }
}
