//! Functions, filters and tests: what they are given, and what they yield.

use minijinja::machinery::Span;
use minijinja::machinery::ast::Call;
use minijinja::machinery::ast::CallArg;
use minijinja::machinery::ast::Expr;
use minijinja::machinery::ast::Filter;

use super::Reader;
use super::constant_text;
use super::described;
use crate::guidelines::functions;
use crate::guidelines::functions::Function;
use crate::guidelines::functions::Gives;
use crate::guidelines::functions::Takes;
use crate::guidelines::language;
use crate::guidelines::language::Yields;
use crate::guidelines::shape::STUDY;
use crate::guidelines::shape::Type;
use crate::guidelines::shape::Unknown;
use crate::study::nearest::nearest;

impl Reader<'_> {
    pub(super) fn call(&mut self, call: &Call<'_>, span: Span) -> Type {
        let name = match language::function_name(call) {
            Ok(name) => name,
            Err(message) => {
                self.wrong(span, message, "`assent guidelines functions` lists what can be called.");
                return Type::Anything;
            }
        };
        let Some(function) = functions::find(name) else {
            let near = nearest(name, functions::TABLE.iter().map(|function| function.name));
            self.unknown(
                call.expr.span(),
                Unknown { message: format!("there is no function `{name}`"), nearest: near.map(str::to_owned) },
            );
            self.positional(&call.args);
            return Type::Anything;
        };
        let args = self.positional(&call.args);
        if function.refuses(args.len()) {
            self.wrong(span, format!("`{name}` is written `{}`", function.signature), function.doc);
            return Type::Anything;
        }
        self.fields.extend(functions::reads(function.name).iter().map(|field| (*field).to_owned()));
        self.takes(function, &args, &call.args);
        self.gives(function, &args, &call.args)
    }

    fn positional(&mut self, args: &[CallArg<'_>]) -> Vec<Type> {
        let mut kinds = Vec::new();
        for arg in args {
            match arg {
                CallArg::Pos(value) => kinds.push(self.expr(value)),
                CallArg::Kwarg(name, value) => {
                    self.wrong(value.span(), format!("this function takes no `{name}=`"), "");
                }
                CallArg::PosSplat(value) | CallArg::KwargSplat(value) => {
                    self.wrong(value.span(), "`*` cannot be used in a call here", "");
                }
            }
        }
        kinds
    }

    fn takes(&mut self, function: &Function, kinds: &[Type], args: &[CallArg<'_>]) {
        for (at, (kind, arg)) in kinds.iter().zip(args).enumerate() {
            let CallArg::Pos(arg) = arg else { continue };
            let Some(wanted) = function.takes.get(at).or(function.takes.last()) else { continue };
            let fits = match wanted {
                Takes::Anything | Takes::FieldOfElements => true,
                Takes::Text => kind.is_text(),
                Takes::Number => matches!(kind, Type::Number | Type::Anything),
                Takes::List => matches!(kind, Type::List(_) | Type::Record(_) | Type::Anything),
                Takes::Word(place) => {
                    if let Some(words) = STUDY.at(place) {
                        self.word(&words, arg);
                    }
                    kind.is_text()
                }
                Takes::OneOf(words) => {
                    if let Some(word) = constant_text(arg).filter(|word| !words.contains(&word.as_str())) {
                        let help = format!("The words are {}.", words.join(", "));
                        self.wrong(arg.span(), format!("`{word}` is no word that `{}` knows", function.name), help);
                    }
                    kind.is_text()
                }
                Takes::Record(places) => stands_at(kind, places),
            };
            if !fits {
                let message =
                    format!("`{}` is written `{}`, and this is {}", function.name, function.signature, described(kind));
                self.wrong(arg.span(), message, function.doc);
            }
        }
    }

    fn gives(&mut self, function: &Function, kinds: &[Type], args: &[CallArg<'_>]) -> Type {
        match function.gives {
            Gives::Flag => Type::Flag,
            Gives::Number => Type::Number,
            Gives::Text => Type::Text,
            Gives::Texts => Type::Text.list(),
            Gives::Record(place) => STUDY.record_at(place).unwrap_or(Type::Anything),
            Gives::Records(place) => STUDY.record_at(place).unwrap_or(Type::Anything).list(),
            Gives::Parent => match kinds.first() {
                Some(Type::Record(number)) => {
                    let parent = STUDY.record(*number).and_then(|record| record.parent);
                    parent.map_or(Type::Anything, Type::Record)
                }
                _ => Type::Anything,
            },
            Gives::Elements => {
                let Some(CallArg::Pos(field)) = args.get(1) else { return Type::Anything.list() };
                let of = match kinds.first() {
                    Some(Type::List(element)) => element.as_ref().clone(),
                    Some(kind) => kind.clone(),
                    None => Type::Anything,
                };
                match self.path(&of, field) {
                    Some(Type::List(element)) => element.list(),
                    Some(kind) => kind.list(),
                    None => Type::Anything.list(),
                }
            }
        }
    }

    /// What stands at a path that an expression names as a text.
    fn path(&mut self, of: &Type, field: &Expr<'_>) -> Option<Type> {
        let Some(path) = constant_text(field) else {
            self.wrong(field.span(), "a field is named by a plain text here", "");
            return None;
        };
        let mut here = of.clone();
        for name in path.split('.') {
            match self.field(&here, name) {
                Ok(kind) => here = kind,
                Err(unknown) => {
                    self.unknown(field.span(), unknown);
                    return None;
                }
            }
        }
        Some(here)
    }

    pub(super) fn filter(&mut self, filter: &Filter<'_>, span: Span) -> Type {
        let input = match &filter.expr {
            Some(inner) => self.expr(inner),
            None => Type::Anything,
        };
        let Some((name, yields)) = language::FILTERS.iter().find(|(name, _)| *name == filter.name) else {
            let near = nearest(filter.name, language::FILTERS.iter().map(|(name, _)| *name));
            self.unknown(
                span,
                Unknown { message: format!("there is no filter `{}`", filter.name), nearest: near.map(str::to_owned) },
            );
            return Type::Anything;
        };
        let mut args = filter.args.as_slice();
        let mut mapped = None;
        match *name {
            "selectattr" | "rejectattr" => {
                let element = self.element(&input, span);
                let mut tested = Type::Anything;
                if let Some((CallArg::Pos(field), rest)) = args.split_first() {
                    tested = self.path(&element, field).unwrap_or(Type::Anything);
                    args = rest;
                } else {
                    self.wrong(span, format!("`{name}` needs the name of a field"), "");
                }
                self.tested(&tested, args, span);
                args = &[];
            }
            "select" | "reject" => {
                let element = self.element(&input, span);
                self.tested(&element, args, span);
                args = &[];
            }
            "map" => {
                let element = self.element(&input, span);
                let named = args.iter().find_map(|arg| match arg {
                    CallArg::Kwarg("attribute", field) => Some(field),
                    _ => None,
                });
                if let Some(field) = named {
                    mapped = self.path(&element, field);
                    args = &[];
                } else if let Some(CallArg::Pos(inner)) = args.first() {
                    match constant_text(inner) {
                        Some(inner_name) if language::FILTERS.iter().any(|(name, _)| *name == inner_name) => {}
                        _ => self.wrong(inner.span(), "`map` needs the name of a filter, or `attribute=…`", ""),
                    }
                }
            }
            "sort" | "unique" | "min" | "max" | "sum" | "groupby" => {
                let element = self.element(&input, span);
                for arg in args {
                    if let CallArg::Kwarg("attribute", field) = arg {
                        self.path(&element, field);
                    }
                }
                args = &[];
            }
            _ => {}
        }
        for arg in args {
            match arg {
                CallArg::Pos(value) | CallArg::Kwarg(_, value) => {
                    self.expr(value);
                }
                CallArg::PosSplat(value) | CallArg::KwargSplat(value) => {
                    self.wrong(value.span(), "`*` cannot be used here", "");
                }
            }
        }
        match yields {
            Yields::Number => Type::Number,
            Yields::Text => Type::Text,
            Yields::Texts => Type::Text.list(),
            Yields::Flag => Type::Flag,
            Yields::Same => match input {
                Type::List(_) => input,
                _ => Type::Anything,
            },
            Yields::Default => input,
            Yields::Element => self.element(&input, span),
            Yields::Mapped => mapped.unwrap_or(Type::Anything).list(),
            Yields::Anything => Type::Anything,
        }
    }

    /// The test inside `select(…)`, and what it is given.
    fn tested(&mut self, kind: &Type, args: &[CallArg<'_>], span: Span) {
        let Some((first, rest)) = args.split_first() else { return };
        match first {
            CallArg::Pos(name) => match constant_text(name) {
                Some(name) => self.test(&name, kind, rest, span),
                None => self.wrong(name.span(), "a test is named by a plain text here", ""),
            },
            CallArg::Kwarg(_, value) | CallArg::PosSplat(value) | CallArg::KwargSplat(value) => {
                self.wrong(value.span(), "a test is named by a plain text here", "");
            }
        }
    }

    pub(super) fn test(&mut self, name: &str, kind: &Type, args: &[CallArg<'_>], span: Span) {
        let asked = functions::find(name).filter(|function| function.is_test());
        if let Some(function) = asked {
            self.fields.extend(functions::reads(function.name).iter().map(|field| (*field).to_owned()));
            let fits = match function.takes.first() {
                Some(Takes::Record(places)) => stands_at(kind, places),
                _ => true,
            };
            if !fits || !args.is_empty() {
                self.wrong(
                    span,
                    format!("`{name}` asks about {}, and this is {}", function.signature, described(kind)),
                    function.doc,
                );
            }
        } else if !language::TESTS.contains(&name) {
            let message = format!("there is no test `{name}`");
            match name {
                "none" | "defined" | "undefined" => self.wrong(span, message, "Ask `blank(…)` or `given(…)`."),
                _ => self.unknown(
                    span,
                    Unknown { message, nearest: nearest(name, language::TESTS.iter().copied()).map(str::to_owned) },
                ),
            }
        }
        let kinds = self.positional(args);
        let Some(CallArg::Pos(other)) = args.first() else { return };
        match name {
            "eq" | "equalto" | "==" | "ne" | "!=" => self.word(kind, other),
            "in" => {
                if let Expr::List(literal) = other {
                    for item in &literal.items {
                        self.word(kind, item);
                    }
                }
            }
            "lt" | "le" | "gt" | "ge" | "<" | "<=" | ">" | ">=" | "lessthan" | "greaterthan" => {
                if let Some(right) = kinds.first() {
                    self.ordered(kind, right, span);
                }
            }
            _ => {}
        }
    }
}

/// True where a value may be a record at one of these places.
fn stands_at(kind: &Type, places: &[&str]) -> bool {
    match kind {
        Type::Record(number) => STUDY.record(*number).is_some_and(|record| places.contains(&record.place.as_str())),
        other => matches!(other, Type::Anything),
    }
}
