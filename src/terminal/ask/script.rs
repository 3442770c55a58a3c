//! Answers from a file, for scripts and tests: a YAML group of question and answer.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Value;

use crate::reports::text::Ink;
use crate::reports::text::Text;
use crate::terminal::Terminal;
use crate::terminal::ask::Ask;
use crate::terminal::ask::AskError;
use crate::terminal::ask::Check;
use crate::terminal::ask::Choice;
use crate::terminal::ask::Question;
use crate::terminal::ask::Reply;
use crate::terminal::interrupt;
use crate::yaml;
use crate::yaml::node::Node;
use crate::yaml::node::NodeValue;

/// The answers of a file, by the questions' keys. Groups in groups are joined with a dot.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Script {
    answers: BTreeMap<String, Value>,
}

impl Script {
    /// Reads an answers file, or says what is wrong with it.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, String> {
        let parsed = yaml::parse(name, bytes);
        if let Some(finding) = parsed.findings.first() {
            let at = parsed.file.position(finding.place.span.start);
            return Err(format!("{name}:{}:{}: {}", at.line, at.column, finding.message));
        }
        let mut answers = BTreeMap::new();
        match parsed.root {
            Some(root) if matches!(root.value, NodeValue::Mapping(_)) => gather(&root, "", &mut answers),
            _ => return Err(format!("{name} is no group of questions and answers")),
        }
        Ok(Self { answers })
    }
}

fn gather(node: &Node, prefix: &str, answers: &mut BTreeMap<String, Value>) {
    for entry in node.entries() {
        let key = if prefix.is_empty() { entry.key.clone() } else { format!("{prefix}.{}", entry.key) };
        match &entry.value.value {
            NodeValue::Mapping(_) => gather(&entry.value, &key, answers),
            _ => {
                answers.insert(key, entry.value.to_json());
            }
        }
    }
}

/// Answers from a file; a question that the file does not know stays open, or takes what the prompt would suggest.
pub(super) struct FromFile<'a> {
    terminal: &'a mut Terminal,
    script: Script,
    asked: BTreeSet<String>,
}

impl<'a> FromFile<'a> {
    pub(super) fn new(terminal: &'a mut Terminal, script: Script) -> Self {
        Self { terminal, script, asked: BTreeSet::new() }
    }

    /// The file's answer, once: a question that is asked again has been answered.
    fn take(&mut self, key: &str) -> Result<Option<Value>, AskError> {
        if interrupt::wanted() {
            return Err(AskError::Interrupted);
        }
        if !self.asked.insert(key.to_owned()) {
            return Ok(None);
        }
        Ok(self.script.answers.get(key).filter(|value| !value.is_null()).cloned())
    }
}

fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(written).collect::<Vec<_>>().join("\n"),
        other => other.to_string(),
    }
}

fn find(value: &Value, choices: &[Choice]) -> Option<usize> {
    let word = match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        other => written(other),
    };
    choices.iter().position(|choice| choice.word == word || choice.label == word)
}

fn no_choice(key: &str, value: &Value, choices: &[Choice]) -> AskError {
    let words: Vec<&str> = choices.iter().map(|choice| choice.word.as_str()).collect();
    AskError::Answer {
        key: key.to_owned(),
        problem: format!("`{}` is not one of {}", written(value), words.join(", ")),
    }
}

fn open<T>(question: &Question) -> Result<Reply<T>, AskError> {
    if question.later {
        Ok(Reply::Later)
    } else {
        let problem = "the answers file does not answer it, and it cannot stay open".to_owned();
        Err(AskError::Answer { key: question.key.clone(), problem })
    }
}

impl Ask for FromFile<'_> {
    fn say(&mut self, text: Text) {
        self.terminal.tell(text);
    }

    fn ink(&self) -> Ink {
        self.terminal.talk_ink()
    }

    fn line(&mut self, question: &Question, _: &str, check: Check<'_>) -> Result<Reply<String>, AskError> {
        let Some(value) = self.take(&question.key)? else { return open(question) };
        let text = written(&value);
        check(&text).map_err(|problem| AskError::Answer { key: question.key.clone(), problem })?;
        self.terminal.tell(Text::new().normal(format!("{}: ", question.label)).strong(text.clone()));
        Ok(Reply::Answer(text))
    }

    fn choice(&mut self, question: &Question, choices: &[Choice], default: usize) -> Result<Reply<usize>, AskError> {
        let Some(value) = self.take(&question.key)? else {
            // Answers below a key say that there is something of the kind.
            let below = format!("{}.", question.key);
            let is_there = self.script.answers.keys().any(|key| key.starts_with(&below));
            if let (true, Some(yes)) = (is_there, choices.iter().position(|choice| choice.word == "yes")) {
                return Ok(Reply::Answer(yes));
            }
            return match default < choices.len() {
                true if !question.later => Ok(Reply::Answer(default)),
                _ => open(question),
            };
        };
        let at = find(&value, choices).ok_or_else(|| no_choice(&question.key, &value, choices))?;
        let label = choices.get(at).map_or("", |choice| choice.label.as_str());
        self.terminal.tell(Text::new().normal(format!("{}: ", question.label)).strong(label));
        Ok(Reply::Answer(at))
    }

    fn choices(
        &mut self,
        question: &Question,
        choices: &[Choice],
        chosen: &[bool],
    ) -> Result<Reply<Vec<usize>>, AskError> {
        let Some(value) = self.take(&question.key)? else {
            let kept: Vec<usize> =
                (0..choices.len()).filter(|at| chosen.get(*at).copied().unwrap_or_default()).collect();
            return if kept.is_empty() { open(question) } else { Ok(Reply::Answer(kept)) };
        };
        let values = match value {
            Value::Array(items) => items,
            one => vec![one],
        };
        let picked: Result<Vec<usize>, AskError> = values
            .iter()
            .map(|value| find(value, choices).ok_or_else(|| no_choice(&question.key, value, choices)))
            .collect();
        picked.map(Reply::Answer)
    }

    fn is_scripted(&self) -> bool {
        true
    }

    fn may_answer(&self, prefix: &str) -> bool {
        self.script.answers.keys().any(|key| key.starts_with(prefix))
    }

    fn unasked(&self) -> Vec<String> {
        self.script.answers.keys().filter(|key| !self.asked.contains(*key)).cloned().collect()
    }
}
