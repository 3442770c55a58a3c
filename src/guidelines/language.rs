//! The packs' expression language: minijinja's expressions and templates, with one rule more, about blanks.
//!
//! A comparison with a blank is false, whichever comparison it is. minijinja's own operators cannot say that, so each
//! comparison is rewritten into a call before it is compiled. The words and the grammar stay minijinja's.

mod compare;
mod environment;
mod rewrite;
pub mod signs;

use std::sync::Arc;
use std::sync::OnceLock;

use minijinja::Error;
use minijinja::ErrorKind;
use minijinja::State;
use minijinja::Value;
use minijinja::machinery::ast::Expr;
use minijinja::machinery::parse_expr;
use minijinja::value::Object;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

use crate::guidelines::world::World;

pub use environment::FILTERS;
pub use environment::TESTS;
pub use environment::Yields;
pub(super) use environment::is_blank;
pub(super) use environment::plain;
pub(super) use rewrite::function_name;

/// The longest expression that is read.
const MAX_LENGTH: usize = 4_000;

/// Why an expression could not be worked out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ExpressionError {
    /// What is wrong.
    pub message: String,
    /// The bytes of the expression that it is about; the whole of it where that is not known.
    pub span: std::ops::Range<usize>,
}

/// One expression of a pack, compiled when it is first asked.
pub struct Expression {
    text: String,
    compiled: OnceLock<Result<minijinja::Expression<'static, 'static>, ExpressionError>>,
}

impl Expression {
    /// Wraps a text; nothing is judged yet.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), compiled: OnceLock::new() }
    }

    /// The text as the pack has it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Works the expression out.
    pub fn ask(&self, scope: &Scope) -> Result<Value, ExpressionError> {
        let compiled = self.compiled.get_or_init(|| compile(&self.text));
        let compiled = compiled.as_ref().map_err(Clone::clone)?;
        scope.world.account.check().map_err(|message| ExpressionError { message, span: 0..self.text.len() })?;
        compiled.eval(scope.value()).map_err(|error| {
            scope.world.account.spend(environment::FUEL);
            failed(&self.text, &error)
        })
    }

    /// Works the expression out to yes or no; a blank is no.
    pub fn holds(&self, scope: &Scope) -> Result<bool, ExpressionError> {
        self.ask(scope).map(|value| value.is_true())
    }
}

impl Clone for Expression {
    fn clone(&self) -> Self {
        Self::new(self.text.clone())
    }
}

impl std::fmt::Debug for Expression {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Expression").field(&self.text).finish()
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Serialize for Expression {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Expression {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

impl JsonSchema for Expression {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Expression".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "An expression over the study; `assent guidelines functions` lists its words."
        })
    }
}

/// What the names in an expression stand for.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The study.
    pub world: Arc<World>,
    /// The same, as functions find it.
    handle: Value,
    /// What `item` stands for.
    pub item: Option<Value>,
    /// Further names: what a check in Rust gives to its message.
    pub values: Arc<serde_json::Map<String, serde_json::Value>>,
}

/// The name under which functions find the study; no expression can write it, since it is no identifier.
const WORLD: &str = "the study";

impl Scope {
    /// A scope without an item.
    pub fn new(world: &Arc<World>) -> Self {
        let handle = Value::from_object(Handle(Arc::clone(world)));
        Self { world: Arc::clone(world), handle, item: None, values: Arc::default() }
    }

    /// The same study, with an item.
    #[must_use]
    pub fn with_item(&self, item: Value) -> Self {
        Self { item: Some(item), ..self.clone() }
    }

    /// The same study, with names for a message.
    #[must_use]
    pub fn with_values(&self, values: serde_json::Map<String, serde_json::Value>) -> Self {
        Self { values: Arc::new(values), ..self.clone() }
    }

    fn value(&self) -> Value {
        Value::from_object(self.clone())
    }
}

impl Object for Scope {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        if key == WORLD {
            return Some(self.handle.clone());
        }
        if !self.values.is_empty()
            && let Some(value) = self.values.get(key)
        {
            return Some(Value::from(minijinja::value::Serde(value)));
        }
        if let Some(function) = environment::function(key) {
            return Some(function);
        }
        match key {
            "item" => self.item.clone(),
            "today" => Some(Value::from(self.world.today.to_string())),
            _ => self.world.section(key).map(Value::from_object),
        }
    }
}

#[derive(Debug)]
struct Handle(Arc<World>);

impl Object for Handle {}

/// The study that an expression is asked about.
pub fn world_of(state: &State<'_, '_>) -> Result<Arc<World>, Error> {
    let handle = state.lookup(WORLD);
    let world = handle.as_ref().and_then(|value| value.downcast_object_ref::<Handle>());
    world
        .map(|handle| Arc::clone(&handle.0))
        .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "there is no study to ask here"))
}

/// Fills a message: a template over the same values, where study text is plain text.
pub fn fill(template: &str, scope: &Scope) -> Result<String, ExpressionError> {
    if !template.contains('{') {
        return Ok(template.trim().to_owned());
    }
    judge_message(template)?;
    let reads = scope.world.reads();
    let text = scope.world.account.check().map_err(|message| ExpressionError { message, span: 0..template.len() });
    let text = text.and_then(|()| {
        let paid = format!("{template}{{{{ {}('') }}}}", environment::SETTLE);
        environment::ENVIRONMENT.render_str(&paid, scope.value()).map_err(|error| {
            scope.world.account.spend(environment::FUEL);
            let mut failed = failed(&paid, &error);
            failed.span = failed.span.start.min(template.len())..failed.span.end.min(template.len());
            failed
        })
    });
    scope.world.restore_reads(reads);
    text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What in a message is not allowed: a value could grow in it without a bound.
pub fn judge_message(template: &str) -> Result<(), ExpressionError> {
    if template.len() > MAX_LENGTH {
        let message = format!("the message has {} bytes; {MAX_LENGTH} are the most", template.len());
        return Err(ExpressionError { message, span: 0..0 });
    }
    match signs::of_message(template) {
        Some((span, problem)) => Err(ExpressionError { message: problem.to_string(), span }),
        None => Ok(()),
    }
}

/// Parses and compiles one expression.
fn compile(text: &str) -> Result<minijinja::Expression<'static, 'static>, ExpressionError> {
    let tree = parse(text)?;
    let mut rewritten = String::with_capacity(text.len() * 2);
    rewrite::rewrite(&tree, &mut rewritten).map_err(|message| ExpressionError { message, span: 0..text.len() })?;
    let rewritten = format!("{}({rewritten})", environment::SETTLE);
    environment::ENVIRONMENT.compile_expression_owned(rewritten).map_err(|error| failed(text, &error))
}

/// Parses one expression.
pub fn parse(text: &str) -> Result<Expr<'_>, ExpressionError> {
    if text.len() > MAX_LENGTH {
        let message = format!("the expression has {} bytes; {MAX_LENGTH} are the most", text.len());
        return Err(ExpressionError { message, span: 0..0 });
    }
    parse_expr(text).map_err(|error| failed(text, &error))
}

pub(super) fn failed(text: &str, error: &Error) -> ExpressionError {
    let message = match (error.kind(), error.detail()) {
        (ErrorKind::OutOfFuel, _) => "the expression does too much work for one study".to_owned(),
        (_, Some(detail)) => detail.to_owned(),
        (kind, None) => kind.to_string(),
    };
    let span = error.range().filter(|range| range.end <= text.len() && error.template_source() == Some(text));
    ExpressionError { message, span: span.unwrap_or(0..text.len()) }
}

#[cfg(test)]
mod tests;
