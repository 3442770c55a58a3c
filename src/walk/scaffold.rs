//! A first `study.yaml`: every field of the shape with its explanation, what is known filled in, the rest a gap.

use serde_json::Value;

use crate::study::plan::Expected;
use crate::study::plan::Group;
use crate::study::plan::Plan;
use crate::study::schema;
use crate::yaml::print;

/// The columns that a comment fills at the most.
const WIDTH: usize = 100;

/// Writes the file. `known` holds what is already known, in the shape of a study; `head` is a comment at the top.
pub fn scaffold(head: &str, known: &Value) -> String {
    let plan = schema::plan();
    let mut out = String::new();
    for line in head.lines() {
        out.push_str(format!("# {line}").trim_end());
        out.push('\n');
    }
    for field in &plan.root().fields {
        out.push('\n');
        write_field(plan, &mut out, field, known.get(&field.name), 0, false);
    }
    out
}

fn write_field(
    plan: &Plan,
    out: &mut String,
    field: &crate::study::plan::Field,
    known: Option<&Value>,
    indent: usize,
    commented: bool,
) {
    let lead = if commented { "# " } else { "" };
    let margin = " ".repeat(indent);
    comment(out, &described(plan, field), &format!("{margin}{lead}# "));
    let name = print::key(&field.name);
    match (&field.expected, known) {
        (Expected::Group(at), known) => {
            out.push_str(&format!("{margin}{lead}{name}:\n"));
            write_group(plan, out, plan.group(*at), known, indent + 2, commented);
        }
        (Expected::List(inner), known) => match (inner.as_ref(), known) {
            (Expected::Group(at), Some(Value::Array(items))) if !items.is_empty() => {
                out.push_str(&format!("{margin}{lead}{name}:\n"));
                for item in items {
                    let mut body = String::new();
                    write_group(plan, &mut body, plan.group(*at), Some(item), indent + 4, commented);
                    out.push_str(&as_item(&body, indent + 2));
                }
            }
            (Expected::Group(at), _) => {
                out.push_str(&format!("{margin}{lead}{name}: []\n"));
                if !commented {
                    // The shape of an item, ready to be uncommented.
                    let mut body = String::new();
                    write_group(plan, &mut body, plan.group(*at), None, 4, true);
                    out.push_str(&sample(&body, indent));
                }
            }
            (_, Some(value)) if !value.is_null() => {
                out.push_str(&format!("{margin}{lead}{name}:{}", print::after_name(value, indent)));
            }
            _ => out.push_str(&format!("{margin}{lead}{name}: []\n")),
        },
        (_, Some(value)) if !value.is_null() => {
            out.push_str(&format!("{margin}{lead}{name}:{}", print::after_name(value, indent)));
        }
        _ => out.push_str(&format!("{margin}{lead}{name}: TODO\n")),
    }
}

fn write_group(plan: &Plan, out: &mut String, group: &Group, known: Option<&Value>, indent: usize, commented: bool) {
    for field in &group.fields {
        let known = known.and_then(|known| known.get(&field.name));
        write_field(plan, out, field, known, indent, commented);
    }
}

/// A group as an item of a list: the dash stands before its first field, the comment above it moves up.
fn as_item(body: &str, dash: usize) -> String {
    let mut out = String::new();
    let mut dashed = false;
    for line in body.lines() {
        let content = line.trim_start();
        if dashed || line.is_empty() {
            out.push_str(line);
        } else if content.starts_with('#') {
            out.push_str(&format!("{}{content}", " ".repeat(dash)));
        } else {
            out.push_str(&format!("{}- {content}", " ".repeat(dash)));
            dashed = true;
        }
        out.push('\n');
    }
    out
}

/// The fields of an item that is not there yet, as comments.
fn sample(body: &str, indent: usize) -> String {
    let margin = " ".repeat(indent);
    let mut out = String::new();
    let mut dashed = false;
    for line in body.lines() {
        // `write_field` puts `# ` behind the indentation; here it comes first, so that an editor can take it away.
        let depth = line.len() - line.trim_start().len();
        let content = line.trim_start().trim_start_matches("# ");
        let is_comment = line.trim_start().starts_with("# # ");
        let inner = " ".repeat(depth.saturating_sub(2));
        let line = match (is_comment, dashed) {
            (true, _) => format!("{margin}#  {inner}# {content}"),
            (false, false) => {
                dashed = true;
                format!("{margin}#  {}- {content}", " ".repeat(depth.saturating_sub(4)))
            }
            (false, true) => format!("{margin}#  {inner}{content}"),
        };
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// The explanation of a field, and the words that it may hold.
fn described(plan: &Plan, field: &crate::study::plan::Field) -> String {
    let words = match &field.expected {
        Expected::Choice(words) => words,
        Expected::List(inner) => match inner.as_ref() {
            Expected::Choice(words) => words,
            _ => return field.description.clone(),
        },
        _ => return field.description.clone(),
    };
    let type_name = field.type_name.as_deref().unwrap_or_default();
    let mut text = field.description.clone();
    for word in words {
        let meaning = plan.meaning(type_name, word);
        text.push_str(&format!("\n  {word}: {meaning}"));
    }
    text
}

fn comment(out: &mut String, text: &str, lead: &str) {
    for paragraph in text.lines() {
        let inner: &str = if paragraph.starts_with("  ") { "  " } else { "" };
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && lead.len() + inner.len() + line.chars().count() + word.chars().count() >= WIDTH {
                out.push_str(&format!("{lead}{inner}{line}\n"));
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if !line.is_empty() {
            out.push_str(&format!("{lead}{inner}{line}\n"));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::source::SourceFile;
    use crate::study;

    fn written(known: Value) -> String {
        let text = scaffold("A head.", &known);
        let loaded = study::load(SourceFile::new("study.yaml", text.clone()));
        assert!(loaded.findings.is_empty(), "{:?}\n{text}", loaded.findings);
        text
    }

    #[test]
    fn it_parses_without_an_error_and_every_field_is_there_with_its_explanation() {
        let text = written(json!({"assent": 1, "study": {"id": "s", "title": "T"}, "team": [{"id": "lead"}]}));
        assert!(text.starts_with("# A head.\n\n# The format version"));
        for line in [
            "  short_title: TODO\n",
            "  - id: lead\n",
            "    speaks: []\n",
            "  limits: TODO\n",
            "risks: []\n#    # The id",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert!(text.contains("#    # How likely it is before anything is done"), "{text}");
    }

    #[test]
    fn what_is_known_stands_there() {
        let known = json!({
            "assent": 1, "packs": ["ecpat-four-steps", "survivor-conversations"],
            "study": {"id": "s", "title": "A title: with a colon", "dates": {"start": "2026-09-01"}},
            "settings": [{"id": "th", "country": "TH", "age_of_majority": 20}, {"id": "kh", "country": "KH"}],
            "participants": [{"id": "g", "ages": {"from": 16, "to": 24}, "survivors": true, "languages": ["th", "km"]}],
        });
        let text = written(known.clone());
        let loaded = study::load(SourceFile::new("study.yaml", text));
        assert_eq!(loaded.value["settings"][1]["country"], "KH");
        assert_eq!(loaded.value["participants"][0]["languages"], json!(["th", "km"]));
        assert_eq!(loaded.value["study"]["title"], "A title: with a colon");
    }

    #[test]
    fn an_item_that_is_not_there_yet_parses_once_it_is_uncommented() {
        let text = written(json!({"assent": 1, "study": {"id": "s", "title": "T"}}));
        let start = text.find("risks: []\n").unwrap();
        let body: String = text[start + "risks: []\n".len()..]
            .lines()
            .take_while(|line| line.starts_with("#  "))
            .map(|line| format!("{}\n", line.strip_prefix('#').unwrap()))
            .collect();
        let text = format!("assent: 1\nstudy: {{id: s, title: T}}\nrisks:\n{body}");
        let loaded = study::load(SourceFile::new("study.yaml", text.clone()));
        assert!(loaded.findings.is_empty(), "{text}\n{:?}", loaded.findings);
        assert_eq!(loaded.study.risks.len(), 1);
    }
}
