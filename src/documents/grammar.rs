//! What a template may say: what minijinja has, without the ways to build values that grow.
//!
//! minijinja's fuel counts steps and bytes of text. It does not count a list that is joined to itself, a list that holds
//! itself twice, or how deep one thing stands in another; sixty lines of such are more than any memory. A document needs
//! none of them: templates place words, and the lists are the study's.

use minijinja::machinery;
use minijinja::machinery::Span as Marked;
use minijinja::machinery::ast::BinOpKind;
use minijinja::machinery::ast::CallArg;
use minijinja::machinery::ast::CompareOpKind;
use minijinja::machinery::ast::Expr;
use minijinja::machinery::ast::Stmt;
use minijinja::machinery::ast::UnaryOpKind;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::ValueKind;

use crate::guidelines::language::signs;
use crate::guidelines::language::signs::TooMuch;
use crate::source::Span;

/// The longest template, in bytes: twenty times the longest that is built in.
const MAX_BYTES: usize = 256 * 1024;

/// The most tags in a template. minijinja looks through all that is left for the next one, up to three times for each.
const MAX_TAGS: usize = 2_000;

/// The longest condition of a `document.yaml`, in bytes.
const MAX_CONDITION: usize = 1_000;

/// minijinja's filters that are not there for templates: they let text of a study around the formatter, or build lists of
/// lists.
pub const NO_FILTERS: &[&str] = &[
    "safe",
    "escape",
    "e",
    "tojson",
    "urlencode",
    "pprint",
    "format",
    "batch",
    "chain",
    "dictsort",
    "groupby",
    "slice",
    "sum",
    "zip",
];

/// minijinja's functions that are not there for templates.
pub const NO_FUNCTIONS: &[&str] = &["namespace", "dict", "debug"];

/// Why a template is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It is very long.
    #[error("a template has at most {} kB; parts of it can stand in pieces that it includes", MAX_BYTES / 1024)]
    Long,
    /// It has very many tags.
    #[error("more than {MAX_TAGS} tags stand in one template; parts of it can stand in pieces that it includes")]
    Tags,
    /// There is too much in a tag, or it stands too deep.
    #[error(transparent)]
    TooMuch(#[from] TooMuch),
    /// A list is made of values.
    #[error("a list that is written in a template holds texts and numbers only")]
    List,
    /// `+` might join lists.
    #[error("`+` adds a number, such as `1` or `list | length`; texts are joined by `~`, and lists by nothing")]
    Add,
    /// `*` might repeat a list.
    #[error("`*` and `**` stand between two numbers, such as `2`, `list | length` or `text | int`")]
    Times,
    /// A part of a list.
    #[error("a part of a list or a text cannot be taken; use `first`, `last` or `[0]`")]
    Slice,
    /// A condition is very long.
    #[error("a condition has at most {MAX_CONDITION} bytes")]
    Condition,
}

/// What in a template is not allowed, and where. What is no template at all is left to minijinja to say.
pub fn look(text: &str, syntax: SyntaxConfig) -> Option<(Span, Problem)> {
    if text.len() > MAX_BYTES {
        return Some((0..0, Problem::Long));
    }
    let tags = ["{{", "{%", "{#"].into_iter().map(|tag| text.matches(tag).count()).sum::<usize>();
    if tags > MAX_TAGS {
        return Some((0..0, Problem::Tags));
    }
    if let Some((span, problem)) = signs::of_template(text, syntax.clone()) {
        return Some((span, problem.into()));
    }
    let tree = machinery::parse(text, "", syntax).ok()?;
    statement(&tree).err()
}

/// The same for a condition.
pub fn look_at_condition(text: &str) -> Option<Problem> {
    if text.len() > MAX_CONDITION {
        return Some(Problem::Condition);
    }
    if let Some((_, problem)) = signs::of_expression(text) {
        return Some(problem.into());
    }
    let tree = machinery::parse_expr(text).ok()?;
    expression(&tree).err().map(|(_, problem)| problem)
}

type Looked = Result<(), (Span, Problem)>;

fn place(at: Marked) -> Span {
    at.start_offset as usize..at.end_offset as usize
}

fn statements(all: &[Stmt<'_>]) -> Looked {
    all.iter().try_for_each(statement)
}

fn expressions<'a>(all: impl IntoIterator<Item = &'a Expr<'a>>) -> Looked {
    all.into_iter().try_for_each(expression)
}

fn statement(one: &Stmt<'_>) -> Looked {
    match one {
        Stmt::Template(template) => statements(&template.children),
        Stmt::EmitExpr(emit) => expression(&emit.expr),
        Stmt::ForLoop(each) => {
            expression(&each.iter)?;
            expressions(&each.filter_expr)?;
            statements(&each.body)?;
            statements(&each.else_body)
        }
        Stmt::IfCond(condition) => {
            expression(&condition.expr)?;
            statements(&condition.true_body)?;
            statements(&condition.false_body)
        }
        Stmt::WithBlock(with) => {
            expressions(with.assignments.iter().map(|(_, value)| value))?;
            statements(&with.body)
        }
        Stmt::Set(set) => expression(&set.expr),
        Stmt::SetBlock(set) => {
            expressions(&set.filter)?;
            statements(&set.body)
        }
        Stmt::AutoEscape(block) => {
            expression(&block.enabled)?;
            statements(&block.body)
        }
        Stmt::FilterBlock(block) => {
            expression(&block.filter)?;
            statements(&block.body)
        }
        Stmt::Block(block) => statements(&block.body),
        Stmt::Import(import) => expression(&import.expr),
        Stmt::FromImport(import) => expression(&import.expr),
        Stmt::Extends(extends) => expression(&extends.name),
        Stmt::Include(include) => expression(&include.name),
        Stmt::Macro(named) => {
            expressions(&named.defaults)?;
            statements(&named.body)
        }
        Stmt::CallBlock(block) => {
            expression(&block.call.expr)?;
            arguments(&block.call.args)?;
            expressions(&block.macro_decl.defaults)?;
            statements(&block.macro_decl.body)
        }
        Stmt::Do(done) => {
            expression(&done.call.expr)?;
            arguments(&done.call.args)
        }
        Stmt::EmitRaw(_) | Stmt::Continue(_) | Stmt::Break(_) => Ok(()),
    }
}

fn arguments(all: &[CallArg<'_>]) -> Looked {
    expressions(all.iter().map(|argument| match argument {
        CallArg::Pos(value) | CallArg::Kwarg(_, value) | CallArg::PosSplat(value) | CallArg::KwargSplat(value) => value,
    }))
}

fn expression(one: &Expr<'_>) -> Looked {
    let refused = |problem| Err((place(one.span()), problem));
    match one {
        Expr::Var(_) | Expr::Const(_) => Ok(()),
        Expr::Slice(_) => refused(Problem::Slice),
        Expr::List(_) | Expr::Tuple(_) | Expr::Map(_) if is_constant(one) => Ok(()),
        Expr::List(_) | Expr::Tuple(_) | Expr::Map(_) => refused(Problem::List),
        Expr::UnaryOp(unary) => expression(&unary.expr),
        Expr::BinOp(operation) => {
            expression(&operation.left)?;
            let numbers = (is_number(&operation.left), is_number(&operation.right));
            match operation.op {
                BinOpKind::Add if numbers == (false, false) => refused(Problem::Add),
                BinOpKind::Mul | BinOpKind::Pow if numbers != (true, true) => refused(Problem::Times),
                BinOpKind::In => looked_through(&operation.right),
                _ => expression(&operation.right),
            }
        }
        Expr::Compare(comparison) => {
            expression(&comparison.expr)?;
            comparison.ops.iter().try_for_each(|next| match next.op {
                CompareOpKind::In | CompareOpKind::NotIn => looked_through(&next.expr),
                _ => expression(&next.expr),
            })
        }
        Expr::IfExpr(choice) => {
            expressions([&choice.test_expr, &choice.true_expr])?;
            expressions(&choice.false_expr)
        }
        Expr::Filter(filter) => {
            arguments(&filter.args)?;
            match (&filter.expr, filter.name) {
                (Some(list), "and_list" | "or_list") => looked_through(list),
                (Some(value), _) => expression(value),
                (None, _) => Ok(()),
            }
        }
        Expr::Test(test) => {
            expression(&test.expr)?;
            arguments(&test.args)
        }
        Expr::GetAttr(field) => expression(&field.expr),
        Expr::GetItem(item) => expressions([&item.expr, &item.subscript_expr]),
        Expr::Call(call) => {
            expression(&call.expr)?;
            arguments(&call.args)
        }
    }
}

/// A list that is only looked through, and is nobody's afterwards, may hold any values.
fn looked_through(list: &Expr<'_>) -> Looked {
    match list {
        Expr::List(list) => expressions(&list.items),
        Expr::Tuple(tuple) => expressions(&tuple.items),
        other => expression(other),
    }
}

/// True for a value that stands in the template as a whole.
fn is_constant(one: &Expr<'_>) -> bool {
    match one {
        Expr::Const(_) => true,
        Expr::UnaryOp(unary) => is_constant(&unary.expr),
        Expr::List(list) => list.items.iter().all(is_constant),
        Expr::Tuple(tuple) => tuple.items.iter().all(is_constant),
        Expr::Map(map) => map.keys.iter().chain(&map.values).all(is_constant),
        _ => false,
    }
}

/// True for what is a number, or an error, whatever the names in it stand for.
fn is_number(one: &Expr<'_>) -> bool {
    match one {
        Expr::Const(constant) => constant.value.kind() == ValueKind::Number,
        Expr::UnaryOp(unary) => matches!(unary.op, UnaryOpKind::Neg),
        Expr::BinOp(operation) => match operation.op {
            BinOpKind::Sub | BinOpKind::Div | BinOpKind::FloorDiv | BinOpKind::Rem => true,
            // What was not allowed between other things was said already.
            BinOpKind::Add | BinOpKind::Mul | BinOpKind::Pow => true,
            _ => false,
        },
        // With an argument, some of them give that back.
        Expr::Filter(filter) => {
            filter.args.is_empty() && matches!(filter.name, "length" | "count" | "int" | "float" | "round" | "abs")
        }
        Expr::IfExpr(choice) => is_number(&choice.true_expr) && choice.false_expr.as_ref().is_some_and(is_number),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<Problem> {
        look(text, SyntaxConfig::default()).map(|(_, problem)| problem)
    }

    #[test]
    fn what_builds_values_that_grow_is_refused_and_at_its_place() {
        for (text, problem) in [
            ("{% set a = a + a %}", Problem::Add),
            ("{% with a = a + a %}{% endwith %}", Problem::Add),
            ("{% macro f(a) %}{{ f(a + a) }}{% endmacro %}", Problem::Add),
            ("{% for a in b if a + a %}{% endfor %}", Problem::Add),
            ("{{ 1 + a + (a + a) }}", Problem::Add),
            ("{{ (a + a if b else 1) }}", Problem::Add),
            ("{% set a = (a | int(default=a)) + (a | int(default=a)) %}", Problem::Add),
            ("{{ [a, a] | length }}", Problem::List),
            ("{% set a = [a, a] %}", Problem::List),
            ("{% set a, b = b, a %}", Problem::List),
            ("{% set a = {'x': a} %}", Problem::List),
            ("{{ x | default([a, a]) }}", Problem::List),
            ("{{ [[a], [a]] | and_list }}", Problem::List),
            ("{{ a in [[a]] }}", Problem::List),
            ("{% for x in [a, a] %}{% endfor %}", Problem::List),
            ("{% filter f(a * 2) %}{% endfilter %}", Problem::Times),
            ("{% call f(a * 2) %}{% endcall %}", Problem::Times),
            ("{% do f(a ** 2) %}", Problem::Times),
            ("{% include a * 2 %}", Problem::Times),
            ("{% extends a * 2 %}", Problem::Times),
            ("{% set x | f(a * 2) %}{% endset %}", Problem::Times),
            ("{{ a is f(a[1:]) }}", Problem::Slice),
            ("{{ f(x=a[:2]) }}", Problem::Slice),
            ("{{ a.b[c[:2]] }}", Problem::Slice),
            ("{% with x = 1 %}{% set a = a + a %}{% endwith %}", Problem::Add),
            ("{% filter upper %}{% set a = a + a %}{% endfilter %}", Problem::Add),
            ("{% autoescape a + a %}{% endautoescape %}", Problem::Add),
            ("{% autoescape false %}{% set a = a + a %}{% endautoescape %}", Problem::Add),
            ("{% block x %}{% set a = a + a %}{% endblock %}", Problem::Add),
            ("{% import a + a as x %}", Problem::Add),
            ("{% from a + a import x %}", Problem::Add),
            ("{% call(x=a + a) f() %}{% endcall %}", Problem::Add),
            ("{% call f() %}{% set a = a + a %}{% endcall %}", Problem::Add),
            ("{{ f(*a[1:]) }}", Problem::Slice),
            ("{{ f(**a[1:]) }}", Problem::Slice),
            ("{{ a[1:] < 1 < 3 }}", Problem::Slice),
            ("{{ 1 < a[1:] < 3 }}", Problem::Slice),
            ("{{ 1 < 2 not in [[a]] }}", Problem::List),
            ("{{ (1 if b else a) + a }}", Problem::Add),
            ("{{ [-a] }}", Problem::List),
        ] {
            assert_eq!(found(text), Some(problem), "{text}");
        }
        let text = "One line.\n\n{% set a = b %}\n{% set a = a + a %}\n";
        let (span, _) = look(text, SyntaxConfig::default()).unwrap();
        assert_eq!(&text[span], "a + a");
    }

    #[test]
    fn what_stands_too_deep_is_refused_before_it_is_followed() {
        for (open, middle, close, problem) in [
            ("{{ 1", " + 1", " }}", TooMuch::Tag.into()),
            ("{{ ", "- ", "1 }}", TooMuch::Tag.into()),
            ("{{ ", "not ", "1 }}", TooMuch::Tag.into()),
            ("{{ a", ".b", " }}", TooMuch::Tag.into()),
            ("{{ a", "()", " }}", TooMuch::Tag.into()),
            ("{{ ", "1 if 0 else ", "1 }}", TooMuch::Tag.into()),
            ("{% if 0 %}", "{% elif 0 %}", "{% endif %}", TooMuch::Elif.into()),
            ("", "{% if 0 %}", "", TooMuch::Depth.into()),
            ("", "{% set a %}", "", TooMuch::Depth.into()),
            ("", "{% for a in b %}", "", TooMuch::Depth.into()),
        ] {
            let text = format!("{open}{}{close}", middle.repeat(if middle.starts_with("{%") { 1_900 } else { 10_000 }));
            assert_eq!(found(&text), Some(problem), "{middle}");
        }
        assert_eq!(found(&"x".repeat(MAX_BYTES + 1)), Some(Problem::Long));
        assert_eq!(found(&"{# #}".repeat(MAX_TAGS + 1)), Some(Problem::Tags));
        assert_eq!(look_at_condition(&"not ".repeat(240)), None);
        assert_eq!(look_at_condition(&"-".repeat(999)), Some(TooMuch::Tag.into()));
        assert_eq!(look_at_condition(&"not ".repeat(300)), Some(Problem::Condition));
        assert_eq!(look_at_condition("a + a"), Some(Problem::Add));
    }

    #[test]
    fn what_a_document_needs_is_allowed() {
        for text in [
            "{{ (1 if b else 2) + a }} {{ 1 < a < 3 }} {{ [-1] }}",
            "{{ loop.index + 1 }} {{ 1 + a }} {{ a | length * 2 + 1 }} {{ (a - b) * 3 }} {{ -a + b }}",
            "{{ [a, b] | and_list }} {{ a in [b, c] }} {{ a not in (b, c) }} {% for x in ['a', 'b'] %}{% endfor %}",
            "{{ a ~ b ~ c }} {% set a = b.c[0] %} {% set a %}{{ b }}{% endset %}",
            "{% macro f(a, b='x') %}{{ a }}{% endmacro %}{{ f(1, b=c) }}",
            "{% if a %}{% elif b %}{% else %}{% endif %}",
            "{% for a in b %}{% for c, d in a | items %}{% endfor %}{% endfor %}",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
        // Blocks beside one another are not deep.
        assert_eq!(found(&"{% if a %}{% endif %}{% set a %}{% endset %}{% set a = 1 %}".repeat(300)), None);
        // What is no template is minijinja's to say.
        assert_eq!(found("{% if %}{{ ( }}"), None);
    }
}
