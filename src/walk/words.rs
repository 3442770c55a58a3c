//! What is said at the turning points of a walk; the words stand in `templates/walk/words.yaml`.

use std::collections::BTreeMap;

use rust_embed::RustEmbed;
use serde::Deserialize;

use crate::yaml;

#[derive(RustEmbed)]
#[folder = "templates/walk/"]
struct BuiltIn;

/// The words of a walk.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// What each degree of maturity means, 0 to 4.
    pub maturity: BTreeMap<String, String>,
    /// Said when the decision is to stop.
    pub stop: String,
    /// Said when the study goes ahead without children.
    pub without_children: String,
    /// Above the findings that stand against going ahead.
    pub against: String,
    /// Above the answers of the step.
    pub gathered: String,
    /// Said where no finding stands against it.
    pub nothing_against: String,
    /// The record of a decision, with names in braces.
    pub decision: String,
    /// What each degree of likelihood means, 1 to 5.
    pub likelihood: BTreeMap<String, String>,
    /// What each degree of severity means, 1 to 5.
    pub severity: BTreeMap<String, String>,
    /// Said before the register of risks.
    pub register: String,
}

/// Why the words cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the words of `assent walk` cannot be read: {0}")]
pub struct WordsError(String);

impl Words {
    /// The words that came with the program.
    pub fn built_in() -> Result<Self, WordsError> {
        let file = BuiltIn::get("words.yaml").ok_or_else(|| WordsError("they are missing".to_owned()))?;
        let parsed = yaml::parse("templates/walk/words.yaml", &file.data);
        match (parsed.root, parsed.findings.first()) {
            (Some(root), None) => serde_json::from_value(root.to_json()).map_err(|error| WordsError(error.to_string())),
            (_, finding) => Err(WordsError(finding.map_or_else(String::new, |finding| finding.message.clone()))),
        }
    }
}

/// Fills names in braces; a name that nothing is given for stays as it is.
pub fn fill(template: &str, values: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after
            .split_once('}')
            .and_then(|(name, tail)| values.iter().find(|(known, _)| *known == name).map(|(_, value)| (value, tail)))
        {
            Some((value, tail)) => {
                out.push_str(value);
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_whole() {
        let words = Words::built_in().unwrap();
        assert_eq!(words.maturity.keys().map(String::as_str).collect::<Vec<_>>(), ["0", "1", "2", "3", "4"]);
        let names = ["title", "outcome", "date", "by", "with", "reason", "answers"];
        let filled = fill(&words.decision, &names.map(|name| (name, "x".to_owned())));
        assert!(!filled.contains('{'), "{filled}");
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        assert_eq!(fill("{a} {b} {c}", &[("a", "{b}".to_owned()), ("b", "2".to_owned())]), "{b} 2 {c}");
    }
}
