//! A condition that `document.yaml` or a words file states: compiled once, when it is first asked.

use std::fmt;
use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::OnceLock;

use minijinja::Environment;
use minijinja::Expression;
use minijinja::value::Value;
use serde::Deserialize;
use serde::Deserializer;

use crate::documents::engine;
use crate::documents::grammar;

/// Knows what templates can use, and has no templates.
static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| engine::environment(&Arc::default()));

/// A condition in the expression language of templates.
#[derive(Default)]
pub struct Condition {
    text: String,
    compiled: OnceLock<Result<Expression<'static, 'static>, String>>,
}

impl Condition {
    /// Wraps a text; nothing is judged yet.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), compiled: OnceLock::new() }
    }

    /// Why it cannot be read; none where it can.
    pub fn problem(&self) -> Option<&str> {
        self.compiled().as_ref().err().map(String::as_str)
    }

    /// Whether it holds for some values; what is wrong where that cannot be decided.
    pub fn holds(&self, values: Value) -> Result<bool, String> {
        let compiled = self.compiled().as_ref().map_err(Clone::clone)?;
        compiled.eval(values).map(|value| value.is_true()).map_err(|error| engine::describe(&error))
    }

    fn compiled(&self) -> &Result<Expression<'static, 'static>, String> {
        self.compiled.get_or_init(|| {
            if let Some(problem) = grammar::look_at_condition(&self.text) {
                return Err(problem.to_string());
            }
            let compiled = ENVIRONMENT.compile_expression_owned(self.text.clone());
            compiled.map_err(|error| engine::describe(&error))
        })
    }
}

impl Clone for Condition {
    fn clone(&self) -> Self {
        Self::new(self.text.clone())
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Condition").field(&self.text).finish()
    }
}

impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_that_cannot_be_read_or_decided_says_why() {
        for (text, why) in [
            ("n + n", "`+` adds a number"),
            ("n ==", "unexpected end of input"),
            ("m.is_even", "undefined"),
            ("n.is_even.so", "`n.is_even` is undefined"),
            ("n | shout", "filter shout is unknown"),
        ] {
            let condition = Condition::new(text);
            let said = condition.holds(minijinja::context! { n => 2 }).unwrap_err();
            assert!(said.contains(why), "{text}: {said}");
        }
        assert_eq!(Condition::new("n > 1").holds(minijinja::context! { n => 2 }), Ok(true));
    }
}
