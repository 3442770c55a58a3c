//! Comparisons become calls, so that a blank on either side makes them false.

use std::fmt::Write as _;

use minijinja::Value;
use minijinja::machinery::ast::BinOpKind;
use minijinja::machinery::ast::Call;
use minijinja::machinery::ast::CallArg;
use minijinja::machinery::ast::CompareOpKind;
use minijinja::machinery::ast::Expr;
use minijinja::machinery::ast::UnaryOpKind;
use minijinja::value::ValueKind;

/// How long an expression may become.
const LONGEST: usize = 64 * 1024;

/// Writes an expression back, its comparisons as calls.
pub(super) fn rewrite(expr: &Expr<'_>, out: &mut String) -> Result<(), String> {
    // What stands in the middle of `a < b < c` is written twice, and once more for each such pair around it.
    if out.len() > LONGEST {
        return Err("comparisons are nested too deeply in each other".to_owned());
    }
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
pub(in crate::guidelines) fn function_name<'a>(call: &Call<'a>) -> Result<&'a str, String> {
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
