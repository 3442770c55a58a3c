//! One question in the way that its form asks for.

use serde_json::Value;

use crate::terminal::ask::Ask;
use crate::terminal::ask::AskError;
use crate::terminal::ask::Choice;
use crate::terminal::ask::Question;
use crate::terminal::ask::Reply;
use crate::terminal::ask::yes_no;
use crate::walk::form::Form;

/// The answer of a reply, where it is one. Somebody who stops here stops altogether.
pub fn kept<T>(reply: Reply<T>) -> Result<Option<T>, AskError> {
    match reply {
        Reply::Answer(value) => Ok(Some(value)),
        Reply::Leave => Err(AskError::Left),
        Reply::Back | Reply::Later => Ok(None),
    }
}

/// The same reply with another answer.
pub fn map<T, U>(reply: Reply<T>, change: impl FnOnce(T) -> U) -> Reply<U> {
    match reply {
        Reply::Answer(value) => Reply::Answer(change(value)),
        Reply::Back => Reply::Back,
        Reply::Later => Reply::Later,
        Reply::Leave => Reply::Leave,
    }
}

/// Puts a question and reads the answer as a value. `stands` is what stands there today, `suggested` what is chosen
/// where nothing stands there.
pub fn put(
    ask: &mut dyn Ask,
    question: &Question,
    form: &Form,
    stands: Option<&Value>,
    suggested: &[String],
) -> Result<Reply<Value>, AskError> {
    let typed = stands.map(|value| form.typed(value)).unwrap_or_default();
    let choices: Vec<Choice> = match form {
        Form::YesNo => yes_no().to_vec(),
        form => form.words().iter().map(|word| Choice::new(&word.word, labelled(&word.word, &word.meaning))).collect(),
    };
    let word = |at: usize| choices.get(at).map(|choice| choice.word.clone()).unwrap_or_default();
    let reply = match form {
        Form::YesNo | Form::Choice(_) => {
            let default = choices.iter().position(|choice| choice.word == typed).unwrap_or(usize::MAX);
            map(ask.choice(question, &choices, default)?, word)
        }
        Form::Choices(_) => {
            let before: Vec<&str> = typed.split(", ").collect();
            let is_on = |choice: &Choice| before.contains(&choice.word.as_str()) || suggested.contains(&choice.word);
            let chosen: Vec<bool> = choices.iter().map(is_on).collect();
            let words = |picked: Vec<usize>| picked.into_iter().map(word).collect::<Vec<_>>().join(", ");
            map(ask.choices(question, &choices, &chosen)?, words)
        }
        form => ask.line(question, &typed, &|text| form.read(text).map(|_| ()))?,
    };
    match reply {
        Reply::Answer(text) => match form.read(&text) {
            Ok(value) => Ok(Reply::Answer(value)),
            Err(problem) => Err(AskError::Answer { key: question.key.clone(), problem }),
        },
        other => Ok(map(other, |_| Value::Null)),
    }
}

fn labelled(word: &str, meaning: &str) -> String {
    if meaning.is_empty() { word.to_owned() } else { format!("{word}: {meaning}") }
}
