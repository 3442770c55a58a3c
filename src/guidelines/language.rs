//! The packs' expression language: minijinja's expressions and templates, with one rule more, about blanks.
//!
//! A comparison with a blank is false, whichever comparison it is. minijinja's own operators cannot say that, so each
//! comparison is rewritten into a call before it is compiled. The words and the grammar stay minijinja's.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::OnceLock;

use minijinja::Environment;
use minijinja::Error;
use minijinja::ErrorKind;
use minijinja::State;
use minijinja::UndefinedBehavior;
use minijinja::Value;
use minijinja::machinery::ast::BinOpKind;
use minijinja::machinery::ast::Call;
use minijinja::machinery::ast::CallArg;
use minijinja::machinery::ast::CompareOpKind;
use minijinja::machinery::ast::Expr;
use minijinja::machinery::ast::UnaryOpKind;
use minijinja::machinery::parse_expr;
use minijinja::value::Object;
use minijinja::value::Rest;
use minijinja::value::ValueKind;
use minijinja::value::ValueOrKwargs;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

use crate::guidelines::functions;
use crate::guidelines::world::Item;
use crate::guidelines::world::World;

/// How much work one expression may do: far more than a study of thousands of people needs, far less than a second.
const FUEL: u64 = 2_000_000;

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
        compiled.eval(scope.value()).map_err(|error| failed(&self.text, &error))
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
        Self { world: Arc::clone(world), item: None, values: Arc::default() }
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
            return Some(Value::from_object(Handle(Arc::clone(&self.world))));
        }
        if let Some(value) = self.values.get(key) {
            return Some(Value::from(minijinja::value::Serde(value)));
        }
        match key {
            "item" => self.item.clone(),
            "today" => Some(Value::from(self.world.today.to_string())),
            _ => {
                let path = crate::yaml::path::Path::root().key(key);
                self.world.at(&path).map(Value::from_object)
            }
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
    let reads = scope.world.reads();
    let text = ENVIRONMENT.render_str(template, scope.value()).map_err(|error| failed(template, &error));
    scope.world.restore_reads(reads);
    text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Parses and compiles one expression.
fn compile(text: &str) -> Result<minijinja::Expression<'static, 'static>, ExpressionError> {
    let tree = parse(text)?;
    let mut rewritten = String::with_capacity(text.len() * 2);
    rewrite(&tree, &mut rewritten).map_err(|message| ExpressionError { message, span: 0..text.len() })?;
    ENVIRONMENT.compile_expression_owned(rewritten).map_err(|error| failed(text, &error))
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

/// The environment in which everything is compiled: minijinja's filters and tests, our functions, strict and bounded.
static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(64);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    // A study file says `true`, and so does a message about it.
    environment.set_formatter(|out, state, value| match value.kind() {
        ValueKind::Bool => out.write_str(if value.is_true() { "true" } else { "false" }).map_err(Error::from),
        _ => minijinja::escape_formatter(out, state, value),
    });
    for name in UNAVAILABLE_GLOBALS {
        environment.remove_global(name);
    }
    for name in UNAVAILABLE_FILTERS {
        environment.remove_filter(name);
    }
    for name in UNAVAILABLE_TESTS {
        environment.remove_test(name);
    }
    for comparison in COMPARISONS {
        environment
            .add_function(comparison.function, move |left: Value, right: Value| (comparison.holds)(&left, &right));
        for test in comparison.tests {
            environment.add_test(*test, move |left: Value, right: Value| (comparison.holds)(&left, &right));
        }
    }
    for name in ["default", "d"] {
        environment.add_filter(name, default_filter);
    }
    for (name, inner) in QUIET_FILTERS {
        environment
            .add_filter(*name, move |state: &mut State<'_, '_>, args: Rest<ValueOrKwargs>| quietly(state, inner, args));
    }
    environment.add_filter("__select", minijinja::filters::select);
    environment.add_filter("__selectattr", minijinja::filters::selectattr);
    environment.add_filter("__reject", minijinja::filters::reject);
    environment.add_filter("__rejectattr", minijinja::filters::rejectattr);
    environment.add_filter("__map", minijinja::filters::map);
    for function in functions::TABLE {
        environment.add_global(function.name, Value::from_object(functions::Builtin(function)));
        if function.is_test() {
            environment.add_test(function.name, move |state: &State<'_, '_>, value: Value| {
                function.call(state, &[value]).map(|answer| answer.is_true())
            });
        }
    }
    environment
});

/// The filters that look into every element of a list, with minijinja's own behind each.
const QUIET_FILTERS: &[(&str, &str)] = &[
    ("select", "__select"),
    ("selectattr", "__selectattr"),
    ("reject", "__reject"),
    ("rejectattr", "__rejectattr"),
    ("map", "__map"),
];

/// Applies a filter so that blanks which it meets leave no trace: it has answered each of them with no, and a check is
/// about the elements that remain.
fn quietly(state: &mut State<'_, '_>, filter: &str, args: Rest<ValueOrKwargs>) -> Result<Value, Error> {
    let world = world_of(state)?;
    let reads = world.reads();
    let kept = state.apply_filter(filter, &args.into_values());
    world.restore_reads(reads);
    kept
}

const UNAVAILABLE_GLOBALS: &[&str] = &["range", "dict", "debug", "namespace"];
const UNAVAILABLE_FILTERS: &[&str] =
    &["safe", "escape", "e", "attr", "pprint", "tojson", "format", "indent", "items", "dictsort"];
const UNAVAILABLE_TESTS: &[&str] =
    &["undefined", "defined", "none", "safe", "escaped", "sameas", "filter", "test", "iterable", "mapping", "sequence"];

/// The filters that packs may use, with the kind of value that each yields.
pub const FILTERS: &[(&str, Yields)] = &[
    ("abs", Yields::Number),
    ("batch", Yields::Anything),
    ("bool", Yields::Flag),
    ("capitalize", Yields::Text),
    ("chain", Yields::Anything),
    ("count", Yields::Number),
    ("d", Yields::Default),
    ("default", Yields::Default),
    ("first", Yields::Element),
    ("float", Yields::Number),
    ("groupby", Yields::Anything),
    ("int", Yields::Number),
    ("join", Yields::Text),
    ("last", Yields::Element),
    ("length", Yields::Number),
    ("lines", Yields::Texts),
    ("list", Yields::Same),
    ("lower", Yields::Text),
    ("map", Yields::Mapped),
    ("max", Yields::Element),
    ("min", Yields::Element),
    ("reject", Yields::Same),
    ("rejectattr", Yields::Same),
    ("replace", Yields::Text),
    ("reverse", Yields::Same),
    ("round", Yields::Number),
    ("select", Yields::Same),
    ("selectattr", Yields::Same),
    ("slice", Yields::Anything),
    ("sort", Yields::Same),
    ("split", Yields::Texts),
    ("string", Yields::Text),
    ("sum", Yields::Number),
    ("title", Yields::Text),
    ("trim", Yields::Text),
    ("unique", Yields::Same),
    ("upper", Yields::Text),
    ("zip", Yields::Anything),
];

/// What a filter makes of what it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Yields {
    /// A number.
    Number,
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// Yes or no.
    Flag,
    /// What it was given.
    Same,
    /// One element of the list that it was given.
    Element,
    /// A list of what the filter's own argument asks for.
    Mapped,
    /// What it was given, or the value that stands for a blank.
    Default,
    /// Something that is not followed further.
    Anything,
}

/// The tests that packs may use after `is` and inside `select`.
pub const TESTS: &[&str] = &[
    "!=",
    "<",
    "<=",
    "==",
    ">",
    ">=",
    "boolean",
    "divisibleby",
    "endingwith",
    "eq",
    "equalto",
    "even",
    "false",
    "float",
    "ge",
    "greaterthan",
    "gt",
    "in",
    "int",
    "integer",
    "le",
    "lessthan",
    "lower",
    "lt",
    "ne",
    "number",
    "odd",
    "startingwith",
    "string",
    "true",
    "upper",
];

/// The plain value of a study's scalar, the value itself otherwise.
pub(super) fn plain(value: &Value) -> Value {
    Item::of(value).and_then(Item::scalar).cloned().unwrap_or_else(|| value.clone())
}

/// True for a gap of the study, and for nothing.
pub(super) fn is_blank(value: &Value) -> bool {
    Item::of(value).is_some_and(Item::is_blank) || value.is_none()
}

struct Comparison {
    function: &'static str,
    tests: &'static [&'static str],
    holds: fn(&Value, &Value) -> Result<bool, Error>,
}

static COMPARISONS: &[Comparison] = &[
    Comparison { function: "__eq", tests: &["eq", "equalto", "=="], holds: |a, b| compare(a, b, |a, b| Ok(a == b)) },
    Comparison { function: "__ne", tests: &["ne", "!="], holds: |a, b| compare(a, b, |a, b| Ok(a != b)) },
    Comparison {
        function: "__lt",
        tests: &["lt", "lessthan", "<"],
        holds: |a, b| compare(a, b, |a, b| ordered(a, b).map(|o| o.is_lt())),
    },
    Comparison {
        function: "__le",
        tests: &["le", "<="],
        holds: |a, b| compare(a, b, |a, b| ordered(a, b).map(|o| o.is_le())),
    },
    Comparison {
        function: "__gt",
        tests: &["gt", "greaterthan", ">"],
        holds: |a, b| compare(a, b, |a, b| ordered(a, b).map(|o| o.is_gt())),
    },
    Comparison {
        function: "__ge",
        tests: &["ge", ">="],
        holds: |a, b| compare(a, b, |a, b| ordered(a, b).map(|o| o.is_ge())),
    },
    Comparison { function: "__in", tests: &["in"], holds: |a, b| compare(a, b, contained) },
    Comparison {
        function: "__not_in",
        tests: &[],
        holds: |a, b| compare(a, b, |a, b| contained(a, b).map(|found| !found)),
    },
];

/// False with a blank on either side; otherwise what the comparison says about the plain values.
fn compare(
    left: &Value,
    right: &Value,
    holds: impl FnOnce(&Value, &Value) -> Result<bool, Error>,
) -> Result<bool, Error> {
    if left.is_undefined() || right.is_undefined() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    if is_blank(left) || is_blank(right) { Ok(false) } else { holds(&plain(left), &plain(right)) }
}

/// Numbers with numbers, texts with texts: minijinja orders anything, and a text above every number hides a mistake.
fn ordered(left: &Value, right: &Value) -> Result<std::cmp::Ordering, Error> {
    match (left.kind(), right.kind()) {
        (ValueKind::Number, ValueKind::Number) | (ValueKind::String, ValueKind::String) => Ok(left.cmp(right)),
        (a, b) => Err(Error::new(ErrorKind::InvalidOperation, format!("a {a} and a {b} have no order"))),
    }
}

fn contained(needle: &Value, list: &Value) -> Result<bool, Error> {
    if let Some(text) = list.as_str() {
        return match needle.as_str() {
            Some(part) => Ok(text.contains(part)),
            None => Err(Error::new(ErrorKind::InvalidOperation, "only a text can stand in a text")),
        };
    }
    for element in list.try_iter()? {
        if !is_blank(&element) && plain(&element) == *needle {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `x | default(y)`: y stands for a blank, and the blank counts as handled.
fn default_filter(value: Value, other: Rest<Value>) -> Value {
    if !is_blank(&value) {
        return value;
    }
    if let Some(item) = Item::of(&value) {
        item.handled();
    }
    other.first().cloned().unwrap_or_else(|| Value::from(""))
}

/// Writes an expression back, its comparisons as calls.
fn rewrite(expr: &Expr<'_>, out: &mut String) -> Result<(), String> {
    match expr {
        Expr::Var(var) => out.push_str(var.id),
        Expr::Const(constant) => literal(&constant.value, out)?,
        Expr::Slice(slice) => {
            out.push('(');
            rewrite(&slice.expr, out)?;
            out.push_str(")[");
            for (index, part) in [&slice.start, &slice.stop, &slice.step].into_iter().enumerate() {
                if index > 0 {
                    out.push(':');
                }
                if let Some(part) = part {
                    rewrite(part, out)?;
                }
            }
            out.push(']');
        }
        Expr::UnaryOp(unary) => match (&unary.op, &unary.expr) {
            (UnaryOpKind::Not, Expr::BinOp(inner)) if matches!(inner.op, BinOpKind::In) => {
                call("__not_in", &inner.left, &inner.right, out)?;
            }
            (op, inner) => {
                out.push_str(if matches!(op, UnaryOpKind::Not) { "(not " } else { "(-" });
                rewrite(inner, out)?;
                out.push(')');
            }
        },
        Expr::BinOp(binary) => match comparison(binary.op) {
            Some(function) => call(function, &binary.left, &binary.right, out)?,
            None => {
                out.push('(');
                rewrite(&binary.left, out)?;
                out.push_str(operator(binary.op));
                rewrite(&binary.right, out)?;
                out.push(')');
            }
        },
        Expr::Compare(chain) => {
            let mut left = &chain.expr;
            out.push('(');
            for (index, step) in chain.ops.iter().enumerate() {
                if index > 0 {
                    out.push_str(" and ");
                }
                call(chained(step.op), left, &step.expr, out)?;
                left = &step.expr;
            }
            out.push(')');
        }
        Expr::IfExpr(condition) => {
            out.push('(');
            rewrite(&condition.true_expr, out)?;
            out.push_str(" if ");
            rewrite(&condition.test_expr, out)?;
            if let Some(other) = &condition.false_expr {
                out.push_str(" else ");
                rewrite(other, out)?;
            }
            out.push(')');
        }
        Expr::Filter(filter) => {
            out.push('(');
            if let Some(inner) = &filter.expr {
                rewrite(inner, out)?;
            }
            out.push_str(" | ");
            out.push_str(filter.name);
            arguments(&filter.args, out)?;
            out.push(')');
        }
        Expr::Test(test) => {
            out.push('(');
            rewrite(&test.expr, out)?;
            out.push_str(" is ");
            out.push_str(test.name);
            if !test.args.is_empty() {
                arguments(&test.args, out)?;
            }
            out.push(')');
        }
        Expr::GetAttr(get) => {
            out.push('(');
            rewrite(&get.expr, out)?;
            out.push_str(").");
            out.push_str(get.name);
        }
        Expr::GetItem(get) => {
            out.push('(');
            rewrite(&get.expr, out)?;
            out.push_str(")[");
            rewrite(&get.subscript_expr, out)?;
            out.push(']');
        }
        Expr::Call(node) => {
            out.push_str(function_name(node)?);
            arguments(&node.args, out)?;
        }
        Expr::List(list) => sequence('[', &list.items, ']', out)?,
        Expr::Tuple(tuple) => {
            // A tuple of one needs its comma; a list says the same.
            sequence('[', &tuple.items, ']', out)?;
        }
        Expr::Map(_) => return Err("a map cannot be written here".to_owned()),
    }
    Ok(())
}

/// The name of the function that a call calls; anything else that is called is refused.
pub(super) fn function_name<'a>(call: &Call<'a>) -> Result<&'a str, String> {
    match &call.expr {
        Expr::Var(var) => Ok(var.id),
        Expr::GetAttr(get) => Err(format!("`.{}(…)` cannot be called: values have no methods here", get.name)),
        _ => Err("this cannot be called".to_owned()),
    }
}

fn call(function: &str, left: &Expr<'_>, right: &Expr<'_>, out: &mut String) -> Result<(), String> {
    out.push_str(function);
    out.push('(');
    rewrite(left, out)?;
    out.push_str(", ");
    rewrite(right, out)?;
    out.push(')');
    Ok(())
}

fn arguments(args: &[CallArg<'_>], out: &mut String) -> Result<(), String> {
    out.push('(');
    for (index, arg) in args.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        match arg {
            CallArg::Pos(value) => rewrite(value, out)?,
            CallArg::Kwarg(name, value) => {
                out.push_str(name);
                out.push('=');
                rewrite(value, out)?;
            }
            CallArg::PosSplat(_) | CallArg::KwargSplat(_) => return Err("`*` cannot be used in a call here".to_owned()),
        }
    }
    out.push(')');
    Ok(())
}

fn sequence(open: char, items: &[Expr<'_>], close: char, out: &mut String) -> Result<(), String> {
    out.push(open);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        rewrite(item, out)?;
    }
    out.push(close);
    Ok(())
}

fn literal(value: &Value, out: &mut String) -> Result<(), String> {
    if let Some(text) = value.as_str() {
        out.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => {
                    out.push('\\');
                    out.push(c);
                }
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                c => out.push(c),
            }
        }
        out.push('"');
        return Ok(());
    }
    match value.kind() {
        ValueKind::Number | ValueKind::Bool => write!(out, "{value}").map_err(|error| error.to_string()),
        ValueKind::None => Err("`none` cannot be written here; use `blank(…)`".to_owned()),
        _ => Err(format!("a {} cannot be written here", value.kind())),
    }
}

fn comparison(op: BinOpKind) -> Option<&'static str> {
    Some(match op {
        BinOpKind::Eq => "__eq",
        BinOpKind::Ne => "__ne",
        BinOpKind::Lt => "__lt",
        BinOpKind::Lte => "__le",
        BinOpKind::Gt => "__gt",
        BinOpKind::Gte => "__ge",
        BinOpKind::In => "__in",
        _ => return None,
    })
}

fn chained(op: CompareOpKind) -> &'static str {
    match op {
        CompareOpKind::Eq => "__eq",
        CompareOpKind::Ne => "__ne",
        CompareOpKind::Lt => "__lt",
        CompareOpKind::Lte => "__le",
        CompareOpKind::Gt => "__gt",
        CompareOpKind::Gte => "__ge",
        CompareOpKind::In => "__in",
        CompareOpKind::NotIn => "__not_in",
    }
}

fn operator(op: BinOpKind) -> &'static str {
    match op {
        BinOpKind::ScAnd => " and ",
        BinOpKind::ScOr => " or ",
        BinOpKind::Add => " + ",
        BinOpKind::Sub => " - ",
        BinOpKind::Mul => " * ",
        BinOpKind::Div => " / ",
        BinOpKind::FloorDiv => " // ",
        BinOpKind::Rem => " % ",
        BinOpKind::Pow => " ** ",
        BinOpKind::Concat => " ~ ",
        BinOpKind::Eq
        | BinOpKind::Ne
        | BinOpKind::Lt
        | BinOpKind::Lte
        | BinOpKind::Gt
        | BinOpKind::Gte
        | BinOpKind::In => "",
    }
}

#[cfg(test)]
mod tests;
