//! The template language as documents use it: strict, inert, bounded.

use std::collections::BTreeMap;
use std::fmt;
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
use crate::documents::library::TemplateFile;
use crate::documents::markdown;
use crate::documents::values::Blank;
use crate::documents::view::RENDERED;
use crate::documents::view::Top;
use crate::documents::view::World;
use crate::documents::words::Words;

/// How much work one document may cost: far above any real one, far below what anybody would wait for.
const FUEL: u64 = 8_000_000;

/// How long a document may become, in bytes.
const MAX_OUTPUT: usize = 16 * 1024 * 1024;

/// What templates are written with. It knows no study, so that one serves for all: what is rendered stands in the values
/// that a template is given ([`world_of`]).
pub fn environment(files: &Arc<BTreeMap<String, TemplateFile>>) -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_fuel(Some(FUEL));
    env.set_recursion_limit(60);
    env.set_debug(true);
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        env.set_syntax(syntax);
    }
    env.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
    // A namespace outlives a turn of a loop, so that a list can double in each: no fuel is taken for that, and no
    // document needs it.
    env.remove_global("namespace");
    // Text of a study must have no way around the formatter.
    for name in ["safe", "escape", "e", "tojson", "urlencode", "pprint"] {
        env.remove_filter(name);
    }
    let files = Arc::clone(files);
    env.set_loader(move |path| Ok(files.get(path).map(|found| found.file.text.to_string())));
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
    let mut out = Bounded(Vec::new());
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
        ValueKind::Undefined => minijinja::escape_formatter(out, state, value),
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
        if self.0.len() + bytes.len() > MAX_OUTPUT {
            return Err(std::io::Error::other("the document is longer than 16 MB"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What an error of the template language says, in one line.
pub fn describe(error: &Error) -> String {
    struct Text<'a>(&'a Error);
    impl fmt::Display for Text<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            match self.0.detail() {
                Some(detail) => write!(f, "{}: {detail}", self.0.kind()),
                None => write!(f, "{}", self.0.kind()),
            }
        }
    }
    Text(error).to_string()
}
