//! SARIF 2.1.0, for code hosts and editors: one rule a code, a region in every result.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::json;

use crate::finding::Finding;
use crate::finding::Level;
use crate::finding::Place;
use crate::reports::Catalogue;
use crate::reports::Form;
use crate::reports::PackReport;
use crate::reports::Report;
use crate::reports::Rule;
use crate::reports::StudyReport;
use crate::reports::Totals;
use crate::reports::json::to_text;
use crate::reports::text::one_line;
use crate::reports::text::visible;

/// The form as it is registered.
pub const FORM: Form = Form {
    name: "sarif",
    about: "SARIF 2.1.0, for code hosts and editors",
    for_people: false,
    start: |_| Box::new(Sarif::default()),
};

/// Results are written as they come; the rules that they used follow at the end.
#[derive(Default)]
struct Sarif {
    results: usize,
    rules: Vec<Value>,
    index: BTreeMap<String, usize>,
}

impl Report for Sarif {
    fn begin(&mut self) -> String {
        "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\
         \"columnKind\":\"unicodeCodePoints\",\"results\":["
            .to_owned()
    }

    fn study(&mut self, study: &StudyReport<'_>) -> String {
        study.findings.iter().map(|finding| self.result(finding, study.catalogue)).collect()
    }

    fn pack(&mut self, pack: &PackReport<'_>) -> String {
        pack.findings.iter().map(|finding| self.result(finding, pack.catalogue)).collect()
    }

    fn end(&mut self, _: &Totals) -> String {
        let tool = json!({"driver": {
            "name": "assent",
            "fullName": env!("CARGO_PKG_DESCRIPTION"),
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": std::mem::take(&mut self.rules),
        }});
        format!("\n],\"tool\":{}}}]}}\n", to_text(&tool))
    }
}

impl Sarif {
    fn result(&mut self, finding: &Finding, catalogue: &Catalogue) -> String {
        let rule = self.rule(finding, catalogue);
        let help = finding.help.trim();
        let said = one_line(&finding.message);
        let text = if help.is_empty() { said } else { format!("{said}\n{}", visible(help)) };
        let mut result = json!({
            "ruleId": finding.code,
            "ruleIndex": rule,
            "level": word(finding.level),
            "message": {"text": literal(&text)},
            "locations": [location(&finding.place, None)],
            "partialFingerprints": {"assentFinding/v1": finding.name()},
            "properties": {"path": finding.place.path.to_string(), "tasks": finding.tasks},
        });
        if let Some(members) = result.as_object_mut() {
            if !finding.labels.is_empty() {
                let related = finding.labels.iter().map(|label| location(&label.place, Some(&label.text)));
                members.insert("relatedLocations".to_owned(), related.collect());
            }
            if finding.accepted {
                members.insert("suppressions".to_owned(), json!([{"kind": "external", "status": "accepted"}]));
            }
        }
        self.results += 1;
        format!("{}\n{}", if self.results > 1 { "," } else { "" }, to_text(&result))
    }

    /// The place of a finding's rule in the list; the rule is added where this is its first finding.
    fn rule(&mut self, finding: &Finding, catalogue: &Catalogue) -> usize {
        if let Some(known) = self.index.get(&finding.code) {
            return *known;
        }
        let rule = catalogue.rule(&finding.code).unwrap_or_else(|| Rule {
            level: finding.level,
            title: finding.code.replace('-', " "),
            help: finding.help.clone(),
            tasks: finding.tasks.clone(),
        });
        let title = one_line(&rule.title);
        let help = if rule.help.trim().is_empty() { title.clone() } else { visible(rule.help.trim()).into_owned() };
        let mut described = json!({
            "id": finding.code,
            "shortDescription": {"text": literal(&title)},
            "help": {"text": literal(&plain(&help)), "markdown": help},
            "defaultConfiguration": {"level": word(rule.level)},
        });
        if let (Some(members), false) = (described.as_object_mut(), rule.tasks.is_empty()) {
            members.insert("properties".to_owned(), json!({"tags": rule.tasks}));
        }
        self.rules.push(described);
        self.index.insert(finding.code.clone(), self.rules.len() - 1);
        self.rules.len() - 1
    }
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

fn location(place: &Place, text: Option<&str>) -> Value {
    let (start, end) = place.file.range(&place.span);
    let mut location = json!({"physicalLocation": {
        "artifactLocation": {"uri": uri(&place.file.name)},
        "region": {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        },
    }});
    if let (Some(members), Some(text)) = (location.as_object_mut(), text) {
        members.insert("message".to_owned(), json!({"text": literal(&one_line(text))}));
    }
    location
}

/// A file name as a relative reference: everything but plain characters is percent-encoded.
fn uri(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Text of a message that stays text: brackets would make a link, braces a placeholder.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '[' | ']' | '\\' => out.extend(['\\', c]),
            '{' | '}' => out.extend([c, c]),
            _ => out.push(c),
        }
    }
    out
}

/// Markdown for viewers that show none: emphasis and code marks fall away, the rest reads well as it is.
fn plain(markdown: &str) -> String {
    markdown.replace("**", "").replace('`', "")
}
