//! Checks that the packs say in expressions.

use std::sync::Arc;

use minijinja::Value;

use crate::checks::answers::Items;
use crate::checks::hit::Context;
use crate::finding::Finding;
use crate::finding::Label;
use crate::finding::Level;
use crate::finding::Place;
use crate::guidelines::CheckLabel;
use crate::guidelines::Pack;
use crate::guidelines::PackCheck;
use crate::guidelines::language;
use crate::guidelines::language::Expression;
use crate::guidelines::language::ExpressionError;
use crate::guidelines::language::Scope;
use crate::guidelines::world::Item;
use crate::yaml::path::Path;

/// Runs one check over a study.
pub(super) fn run(context: &Context<'_>, pack: &Pack, check: &PackCheck) -> Vec<Finding> {
    let scope = context.scope();
    match findings(context, pack, check, &scope) {
        Ok(findings) => findings,
        Err(error) => vec![fault(context, pack, check, &error)],
    }
}

fn findings(
    context: &Context<'_>,
    pack: &Pack,
    check: &PackCheck,
    scope: &Scope,
) -> Result<Vec<Finding>, ExpressionError> {
    let world = &context.world;
    let mut found = Vec::new();
    if let Some(when) = &check.when
        && !context.answers.holds(when, scope)?
    {
        return Ok(found);
    }
    let Some(require) = &check.require else { return Ok(found) };
    for item in items(context, check.each.as_ref(), scope)?.iter() {
        let scope = match item {
            Some(item) => scope.with_item(item.clone()),
            None => scope.clone(),
        };
        world.forget_reads();
        let holds = require.holds(&scope)?;
        let missing = world.first_blank_read();
        world.forget_reads();
        let at = match (&missing, holds) {
            (Some(path), _) => path.clone(),
            (None, true) => continue,
            (None, false) => target(check.at.as_deref(), check.of.as_ref(), item.as_ref(), &scope)?,
        };
        if context.loaded.is_ill_formed(&at) {
            continue;
        }
        let message = match &missing {
            Some(path) => format!("`{}` is missing", context.loaded.subject(path)),
            None => language::fill(pack.message_of(check, pack.language.as_str()).text, &scope)?,
        };
        let help = language::fill(pack.help_of(check, pack.language.as_str()).text, &scope)?;
        let subject = subject(context, item.as_ref(), &at);
        let mut labels = Vec::new();
        for label in &check.labels {
            labels.extend(labelled(context, label, item.as_ref(), &scope)?);
        }
        found.push(Finding {
            code: check.code.to_string(),
            level: check.level,
            message,
            help,
            place: context.loaded.place(&at),
            labels,
            tasks: check.serves.clone(),
            subject,
            accepted: false,
        });
    }
    Ok(found)
}

/// What a check runs over: the elements of its `each`, or once.
fn items(context: &Context<'_>, each: Option<&Expression>, scope: &Scope) -> Result<Items, ExpressionError> {
    match each {
        Some(each) => context.answers.items(each, || elements(each, scope)),
        None => Ok(Arc::new([None])),
    }
}

fn elements(each: &Expression, scope: &Scope) -> Result<Vec<Option<Value>>, ExpressionError> {
    let value = each.ask(scope)?;
    if let Some(item) = Item::of(&value) {
        return Ok(match item.items() {
            Some(items) => items.into_iter().map(|item| Some(Value::from_object(item))).collect(),
            None if item.is_blank() => Vec::new(),
            None => vec![Some(value)],
        });
    }
    let elements =
        value.try_iter().map_err(|error| ExpressionError { message: error.to_string(), span: 0..each.text().len() })?;
    // A list may repeat itself a hundred million times; what it stands for is in the study.
    let most = scope.world.size();
    let items: Vec<Option<Value>> = elements.take(most + 1).map(Some).collect();
    if items.len() > most {
        let message = "`each` yields more than the study has values".to_owned();
        return Err(ExpressionError { message, span: 0..each.text().len() });
    }
    Ok(items)
}

/// The path of the value that has to change.
fn target(
    at: Option<&str>,
    of: Option<&Expression>,
    item: Option<&Value>,
    scope: &Scope,
) -> Result<Path, ExpressionError> {
    let written = match at {
        Some(at) if at.contains('{') => language::fill(at, scope)?,
        Some(at) => at.to_owned(),
        None => String::new(),
    };
    if let Some(below) = written.strip_prefix('/') {
        return Ok(Path::parse(below));
    }
    let of = match of {
        Some(of) => Some(of.ask(scope)?),
        None => item.cloned(),
    };
    let base = of.as_ref().and_then(Item::of).map(Item::path).unwrap_or_default();
    Ok(base.join(&Path::parse(&written)))
}

fn labelled(
    context: &Context<'_>,
    label: &CheckLabel,
    item: Option<&Value>,
    scope: &Scope,
) -> Result<Option<Label>, ExpressionError> {
    let path = target(label.at.as_deref(), label.of.as_ref(), item, scope)?;
    if path.is_root() {
        return Ok(None);
    }
    let text = language::fill(&label.text, scope)?;
    Ok(Some(Label { place: context.loaded.place(&path), text }))
}

/// The name of a finding: the item that the check runs over, or the value that has to change.
fn subject(context: &Context<'_>, item: Option<&Value>, at: &Path) -> String {
    match item {
        Some(item) => match Item::of(item) {
            Some(item) if !item.path().is_root() => context.loaded.subject(&item.path()),
            _ => {
                let place = context.loaded.subject(at);
                let own = item.to_string();
                if place.is_empty() { own } else { format!("{place}.{own}") }
            }
        },
        None => context.loaded.subject(at),
    }
}

/// An expression that could not be worked out on this study: a fault of the pack, and no check that silently passes.
fn fault(context: &Context<'_>, pack: &Pack, check: &PackCheck, error: &ExpressionError) -> Finding {
    let path = Path::root();
    let place: Place = context.loaded.place(&path);
    Finding {
        code: check.code.to_string(),
        level: Level::Error,
        message: format!("this check could not be worked out: {error}"),
        help: format!("The fault is in the pack `{}`, not in the study. Tell whoever keeps the pack.", pack.id),
        place,
        labels: Vec::new(),
        tasks: check.serves.clone(),
        subject: String::new(),
        accepted: false,
    }
}
