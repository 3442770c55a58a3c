//! Looks through an expression or a message before any study is at hand: every name, path, word, filter and test.

mod calls;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use minijinja::machinery;
use minijinja::machinery::Span;
use minijinja::machinery::ast::BinOpKind;
use minijinja::machinery::ast::CompareOpKind;
use minijinja::machinery::ast::Expr;
use minijinja::machinery::ast::Stmt;
use minijinja::machinery::ast::UnaryOpKind;

use crate::guidelines::functions;
use crate::guidelines::language;
use crate::guidelines::shape::STUDY;
use crate::guidelines::shape::Type;
use crate::guidelines::shape::Unknown;
use crate::study::nearest::nearest;

/// One thing that is wrong with an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The bytes of the expression that it is about.
    pub span: std::ops::Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What was probably meant.
    pub help: String,
}

/// The names that stand for something, beside the study's sections.
#[derive(Debug, Clone, Default)]
pub struct Names {
    known: BTreeMap<String, Type>,
    open: bool,
}

impl Names {
    /// Nothing but the study.
    pub fn study() -> Self {
        Self::default()
    }

    /// One name more.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, kind: Type) -> Self {
        self.known.insert(name.into(), kind);
        self
    }

    /// Any other name may be used too; it is not followed.
    #[must_use]
    pub fn open(mut self) -> Self {
        self.open = true;
        self
    }

    fn kind(&self, name: &str) -> Option<Type> {
        if let Some(kind) = self.known.get(name) {
            return Some(kind.clone());
        }
        if name == "today" {
            return Some(Type::Text);
        }
        let section = STUDY.field(&STUDY.root(), name).ok();
        section.or(self.open.then_some(Type::Anything))
    }

    fn all(&self) -> Vec<&str> {
        let sections = match STUDY.root() {
            Type::Record(number) => STUDY.record(number),
            _ => None,
        };
        let sections = sections.into_iter().flat_map(|record| record.fields.iter().map(|(name, _)| name.as_str()));
        sections.chain(self.known.keys().map(String::as_str)).chain(["today"]).collect()
    }
}

/// Looks through an expression: what it yields, and everything that is wrong with it.
pub fn expression(text: &str, names: &Names) -> (Type, Vec<Mistake>) {
    match language::parse(text) {
        Ok(tree) => {
            let mut reader = Reader::new(text, names);
            let kind = reader.expr(&tree);
            (kind, reader.mistakes)
        }
        Err(error) => (Type::Anything, vec![Mistake { span: error.span, message: error.message, help: String::new() }]),
    }
}

/// The fields of the study that an expression reads, such as `participants[].consent.gap_days`, and what it yields.
pub fn fields(text: &str, names: &Names) -> (Type, BTreeSet<String>) {
    let Ok(tree) = language::parse(text) else { return (Type::Anything, BTreeSet::new()) };
    let mut reader = Reader::new(text, names);
    let kind = reader.expr(&tree);
    (kind, reader.fields)
}

/// Looks through a message: everything that is wrong with it.
pub fn message(text: &str, names: &Names) -> Vec<Mistake> {
    if let Err(error) = language::judge_message(text) {
        return vec![Mistake { span: error.span, message: error.message, help: String::new() }];
    }
    match machinery::parse(text, "<message>", Default::default()) {
        Ok(tree) => {
            let mut reader = Reader::new(text, names);
            reader.statement(&tree);
            reader.mistakes
        }
        Err(error) => {
            let error = language::failed(text, &error);
            vec![Mistake { span: error.span, message: error.message, help: String::new() }]
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    names: Names,
    mistakes: Vec<Mistake>,
    fields: BTreeSet<String>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, names: &Names) -> Self {
        Self { text, names: names.clone(), mistakes: Vec::new(), fields: BTreeSet::new() }
    }

    /// The type of one field, noted as read.
    fn field(&mut self, of: &Type, name: &str) -> Result<Type, Unknown> {
        let kind = STUDY.field(of, name)?;
        if let Type::Record(number) = of
            && let Some(record) = STUDY.record(*number)
            && !holds_records(&kind)
        {
            let dot = if record.place.is_empty() { "" } else { "." };
            self.fields.insert(format!("{}{dot}{name}", record.place));
        }
        Ok(kind)
    }

    fn wrong(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        let end = (span.end_offset as usize).min(self.text.len());
        let start = (span.start_offset as usize).min(end);
        self.mistakes.push(Mistake { span: start..end, message: message.into(), help: help.into() });
    }

    fn unknown(&mut self, span: Span, unknown: Unknown) {
        let help = unknown.nearest.map(|name| format!("Did you mean `{name}`?")).unwrap_or_default();
        self.wrong(span, unknown.message, help);
    }

    fn statement(&mut self, statement: &Stmt<'_>) {
        match statement {
            Stmt::Template(template) => self.statements(&template.children),
            Stmt::EmitExpr(emit) => {
                self.expr(&emit.expr);
            }
            Stmt::EmitRaw(_) => {}
            Stmt::IfCond(condition) => {
                self.expr(&condition.expr);
                self.statements(&condition.true_body);
                self.statements(&condition.false_body);
            }
            Stmt::ForLoop(node) => {
                let list = self.expr(&node.iter);
                let element = self.element(&list, node.iter.span());
                let before = self.names.clone();
                self.bind(&node.target, element);
                self.names = self.names.clone().with("loop", Type::Anything);
                if let Some(filter) = &node.filter_expr {
                    self.expr(filter);
                }
                self.statements(&node.body);
                self.names = before;
                self.statements(&node.else_body);
            }
            // Refused before this is asked, by `language::judge_message`.
            _ => self.wrong(Span::default(), "only `if` and `for` can be used in a message", ""),
        }
    }

    fn statements(&mut self, statements: &[Stmt<'_>]) {
        for statement in statements {
            self.statement(statement);
        }
    }

    fn bind(&mut self, target: &Expr<'_>, kind: Type) {
        match target {
            Expr::Var(var) => self.names = self.names.clone().with(var.id, kind),
            Expr::List(list) => list.items.iter().for_each(|item| self.bind(item, Type::Anything)),
            Expr::Tuple(tuple) => tuple.items.iter().for_each(|item| self.bind(item, Type::Anything)),
            other => self.wrong(other.span(), "a value cannot be set here", ""),
        }
    }

    fn element(&mut self, list: &Type, span: Span) -> Type {
        match list.element() {
            Some(element) => element.clone(),
            None => {
                self.wrong(span, format!("a list belongs here, and this is {}", described(list)), "");
                Type::Anything
            }
        }
    }

    fn expr(&mut self, expr: &Expr<'_>) -> Type {
        match expr {
            Expr::Var(var) => match self.names.kind(var.id) {
                Some(kind) => kind,
                None => {
                    let (message, near) = match functions::find(var.id) {
                        Some(function) => (format!("`{}` is a function", var.id), Some(function.signature)),
                        None => (format!("there is no `{}` here", var.id), nearest(var.id, self.names.all())),
                    };
                    self.unknown(var.span(), Unknown { message, nearest: near.map(str::to_owned) });
                    Type::Anything
                }
            },
            Expr::Const(constant) => match constant.value.kind() {
                minijinja::value::ValueKind::Number => Type::Number,
                minijinja::value::ValueKind::Bool => Type::Flag,
                minijinja::value::ValueKind::String => Type::Text,
                minijinja::value::ValueKind::None => {
                    self.wrong(constant.span(), "`none` has no use here", "Ask `blank(…)`.");
                    Type::Anything
                }
                _ => Type::Anything,
            },
            Expr::Slice(slice) => {
                let kind = self.expr(&slice.expr);
                for part in [&slice.start, &slice.stop, &slice.step].into_iter().flatten() {
                    self.expr(part);
                }
                kind
            }
            Expr::UnaryOp(unary) => {
                self.expr(&unary.expr);
                match unary.op {
                    UnaryOpKind::Not => Type::Flag,
                    UnaryOpKind::Neg => Type::Number,
                }
            }
            Expr::BinOp(binary) => {
                let (left, right) = (self.expr(&binary.left), self.expr(&binary.right));
                match binary.op {
                    BinOpKind::ScAnd | BinOpKind::ScOr => either(left, right),
                    BinOpKind::Add | BinOpKind::Mul => either(left, right),
                    BinOpKind::Sub | BinOpKind::Div | BinOpKind::FloorDiv | BinOpKind::Rem | BinOpKind::Pow => {
                        Type::Number
                    }
                    BinOpKind::Concat => Type::Text,
                    BinOpKind::Eq | BinOpKind::Ne => {
                        self.equal(&left, &binary.left, &right, &binary.right);
                        Type::Flag
                    }
                    BinOpKind::Lt | BinOpKind::Lte | BinOpKind::Gt | BinOpKind::Gte => {
                        self.ordered(&left, &right, binary.span());
                        Type::Flag
                    }
                    BinOpKind::In => {
                        self.contained(&left, &binary.left, &right, &binary.right);
                        Type::Flag
                    }
                }
            }
            Expr::Compare(chain) => {
                let mut before = &chain.expr;
                let mut left = self.expr(before);
                for step in &chain.ops {
                    let right = self.expr(&step.expr);
                    match step.op {
                        CompareOpKind::Eq | CompareOpKind::Ne => self.equal(&left, before, &right, &step.expr),
                        CompareOpKind::In | CompareOpKind::NotIn => self.contained(&left, before, &right, &step.expr),
                        _ => self.ordered(&left, &right, chain.span()),
                    }
                    (left, before) = (right, &step.expr);
                }
                Type::Flag
            }
            Expr::IfExpr(condition) => {
                self.expr(&condition.test_expr);
                let yes = self.expr(&condition.true_expr);
                match &condition.false_expr {
                    Some(other) => either(yes, self.expr(other)),
                    None => {
                        self.wrong(condition.span(), "`if` needs its `else` here", "");
                        yes
                    }
                }
            }
            Expr::Filter(filter) => self.filter(filter, filter.span()),
            Expr::Test(test) => {
                let kind = self.expr(&test.expr);
                self.test(test.name, &kind, &test.args, test.span());
                Type::Flag
            }
            Expr::GetAttr(get) => {
                let of = self.expr(&get.expr);
                match self.field(&of, get.name) {
                    Ok(kind) => kind,
                    Err(unknown) => {
                        // The name itself, which is the last thing in the span.
                        let mut span = get.span();
                        span.start_offset = span.end_offset.saturating_sub(u32::try_from(get.name.len()).unwrap_or(0));
                        self.unknown(span, unknown);
                        Type::Anything
                    }
                }
            }
            Expr::GetItem(get) => {
                let of = self.expr(&get.expr);
                self.expr(&get.subscript_expr);
                match (&of, constant_text(&get.subscript_expr)) {
                    (Type::List(element), _) => element.as_ref().clone(),
                    (_, Some(name)) => match self.field(&of, &name) {
                        Ok(kind) => kind,
                        Err(unknown) => {
                            self.unknown(get.span(), unknown);
                            Type::Anything
                        }
                    },
                    _ => Type::Anything,
                }
            }
            Expr::Call(call) => self.call(call, call.span()),
            Expr::List(list) => self.list(&list.items),
            Expr::Tuple(tuple) => self.list(&tuple.items),
            Expr::Map(map) => {
                self.wrong(map.span(), "a map cannot be written here", "");
                Type::Anything
            }
        }
    }

    fn list(&mut self, items: &[Expr<'_>]) -> Type {
        let kinds: Vec<Type> = items.iter().map(|item| self.expr(item)).collect();
        kinds.into_iter().reduce(either).unwrap_or(Type::Anything).list()
    }

    /// Two values that are held against each other must be able to be the same.
    fn equal(&mut self, left: &Type, left_expr: &Expr<'_>, right: &Type, right_expr: &Expr<'_>) {
        self.word(left, right_expr);
        self.word(right, left_expr);
        if !comparable(left, right) {
            let message = format!("{} and {} are never the same", described(left), described(right));
            self.wrong(right_expr.span(), message, "");
        }
    }

    fn ordered(&mut self, left: &Type, right: &Type, span: Span) {
        let fits = |kind: &Type| matches!(kind, Type::Number | Type::Anything);
        let texts = left.is_text() && right.is_text();
        if !(texts || fits(left) && fits(right)) {
            self.wrong(span, format!("{} and {} have no order", described(left), described(right)), "");
        }
    }

    fn contained(&mut self, needle: &Type, needle_expr: &Expr<'_>, list: &Type, list_expr: &Expr<'_>) {
        match list {
            Type::List(element) => {
                self.word(element, needle_expr);
                if let Expr::List(literal) = list_expr {
                    for item in &literal.items {
                        self.word(needle, item);
                    }
                }
                if !comparable(needle, element) {
                    let message = format!("{} never stands in a list of {}", described(needle), described(element));
                    self.wrong(needle_expr.span(), message, "");
                }
            }
            Type::Text | Type::Word(_) if needle.is_text() => {}
            Type::Anything => {}
            other => self.wrong(list_expr.span(), format!("nothing stands in {}", described(other)), ""),
        }
    }

    /// A word that is written by hand must be one of the closed list that it is held against.
    fn word(&mut self, kind: &Type, written: &Expr<'_>) {
        let Type::Word(words) = kind else { return };
        let Some(word) = constant_text(written) else { return };
        if !words.contains(&word) {
            let near = nearest(&word, words.iter().map(String::as_str));
            let help = match near {
                Some(near) => format!("Did you mean `{near}`?"),
                None => format!("The words are {}.", words.join(", ")),
            };
            self.wrong(written.span(), format!("`{word}` is not a word of this closed list"), help);
        }
    }
}

/// True for what is read by its own fields.
fn holds_records(kind: &Type) -> bool {
    match kind {
        Type::Record(_) => true,
        Type::List(element) => holds_records(element),
        _ => false,
    }
}

fn constant_text(expr: &Expr<'_>) -> Option<String> {
    match expr {
        Expr::Const(constant) => constant.value.as_str().map(str::to_owned),
        _ => None,
    }
}

fn either(left: Type, right: Type) -> Type {
    if left == right { left } else { Type::Anything }
}

fn comparable(left: &Type, right: &Type) -> bool {
    match (left, right) {
        (Type::Anything, _) | (_, Type::Anything) => true,
        (a, b) if a.is_text() && b.is_text() => true,
        (Type::Record(a), Type::Record(b)) => a == b,
        (Type::List(a), Type::List(b)) => comparable(a, b),
        (a, b) => a == b,
    }
}

fn described(kind: &Type) -> String {
    match kind {
        Type::Anything => "something".to_owned(),
        Type::Text => "a text".to_owned(),
        Type::Word(_) => "a word".to_owned(),
        Type::Number => "a number".to_owned(),
        Type::Flag => "true or false".to_owned(),
        Type::List(element) => format!("a list of {}", described(element)),
        Type::Record(number) => match STUDY.record(*number).map(|record| record.place.as_str()) {
            Some("") | None => "the study".to_owned(),
            Some(place) => format!("`{place}`"),
        },
    }
}
