//! What the expressions of checks and tasks were answered about one study: many ask the same.
//!
//! Only `when` and `each` of checks and `applies` of tasks come here. What they read is forgotten before a check's `require`
//! is asked, so an answer that was kept leaves out nothing that a finding needs.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use minijinja::Value;

use crate::guidelines::language::Expression;
use crate::guidelines::language::ExpressionError;
use crate::guidelines::language::Scope;
use crate::hashing::HashMap;

/// What a check runs over, one by one; nothing where it runs once.
pub type Items = Arc<[Option<Value>]>;

/// The answers about one study, by the text of the expression. What went wrong is not kept: each check says so itself.
#[derive(Default)]
pub struct Answers {
    holds: Mutex<HashMap<String, bool>>,
    items: Mutex<HashMap<String, Items>>,
}

impl Answers {
    /// Whether an expression without an item holds.
    pub fn holds(&self, expression: &Expression, scope: &Scope) -> Result<bool, ExpressionError> {
        kept(&self.holds, expression, || expression.holds(scope))
    }

    /// The elements that an expression yields, gathered by `gather` when it is first asked.
    pub fn items(
        &self,
        expression: &Expression,
        gather: impl FnOnce() -> Result<Vec<Option<Value>>, ExpressionError>,
    ) -> Result<Items, ExpressionError> {
        kept(&self.items, expression, || gather().map(Arc::from))
    }
}

fn kept<T: Clone>(
    answers: &Mutex<HashMap<String, T>>,
    expression: &Expression,
    ask: impl FnOnce() -> Result<T, ExpressionError>,
) -> Result<T, ExpressionError> {
    let known = answers.lock().unwrap_or_else(PoisonError::into_inner).get(expression.text()).cloned();
    if let Some(answer) = known {
        return Ok(answer);
    }
    let answer = ask()?;
    answers.lock().unwrap_or_else(PoisonError::into_inner).insert(expression.text().to_owned(), answer.clone());
    Ok(answer)
}
