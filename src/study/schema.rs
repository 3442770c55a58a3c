//! The shape of a study, from the types themselves: as a JSON Schema for editors and other validators, and as the plan
//! that `shape` holds a file against. Both come from the same tidied schema, so that they cannot differ.

use std::sync::OnceLock;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::study::Study;
use crate::study::plan::Plan;

/// The fields without which a file is no study. Everything else may be a gap while a study is drafted.
const REQUIRED: [(&str, &[&str]); 2] = [("Study", &["assent", "study"]), ("StudyInfo", &["id", "title"])];

/// The name of the definition of a gap.
const BLANK: &str = "Blank";

/// The JSON Schema (draft 2020-12) of `study.yaml`, as `assent schema` exports it.
///
/// Every field that is not required, and every item of a list, may also be a gap: null, empty or `TODO`.
pub fn schema() -> Value {
    let mut schema = tidied().clone();
    allow_blanks(&mut schema);
    if let Some(definitions) = schema.get_mut("$defs").and_then(Value::as_object_mut) {
        definitions.insert(
            BLANK.to_owned(),
            json!({ "description": "A gap that somebody still has to fill.", "enum": [null, "TODO", ""] }),
        );
    }
    schema
}

/// The plan that a study file is held against.
pub fn plan() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(|| Plan::of(tidied()))
}

/// The fields whose text stands in participants' documents and is translated, such as `participants[].label`.
pub fn prose_fields() -> &'static [String] {
    static FIELDS: OnceLock<Vec<String>> = OnceLock::new();
    FIELDS.get_or_init(|| plan().fields_named("Prose"))
}

fn tidied() -> &'static Value {
    static TIDIED: OnceLock<Value> = OnceLock::new();
    TIDIED.get_or_init(|| {
        let mut schema = schemars::schema_for!(Study).to_value();
        tidy(&mut schema);
        for (definition, fields) in REQUIRED {
            let group = match definition {
                "Study" => schema.as_object_mut(),
                name => schema.get_mut("$defs").and_then(|defs| defs.get_mut(name)).and_then(Value::as_object_mut),
            };
            if let Some(group) = group {
                group.insert("required".to_owned(), json!(fields));
            }
        }
        schema
    })
}

/// Takes out what the derive adds for Rust's sake: defaults, null beside every optional type, integer formats.
pub fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.remove("default");
            if fields.get("format").and_then(Value::as_str) == Some("uint32") {
                fields.remove("format");
                fields.entry("minimum").or_insert(json!(0));
                fields.entry("maximum").or_insert(json!(u32::MAX));
            }
            if let Some(Value::Array(types)) = fields.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    fields.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(variants)) = fields.get_mut("anyOf") {
                variants.retain(|variant| variant.get("type").and_then(Value::as_str) != Some("null"));
                if let [Value::Object(only)] = variants.as_slice() {
                    let only = only.clone();
                    fields.remove("anyOf");
                    for (key, value) in only {
                        fields.entry(key).or_insert(value);
                    }
                }
            }
            fields.values_mut().for_each(tidy);
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

/// Lets every field that is not required, and every item, be a gap; and no required one.
fn allow_blanks(schema: &mut Value) {
    let Value::Object(fields) = schema else { return };
    let required = fields.get("required").cloned().unwrap_or_default();
    let is_required = |name: &str| required.as_array().is_some_and(|names| names.iter().any(|known| known == name));
    if let Some(Value::Object(properties)) = fields.get_mut("properties") {
        for (name, property) in properties {
            allow_blanks(property);
            if is_required(name) { forbid_blank(property) } else { allow_blank(property) }
        }
    }
    if let Some(items) = fields.get_mut("items") {
        allow_blanks(items);
        allow_blank(items);
    }
    if let Some(Value::Object(definitions)) = fields.get_mut("$defs") {
        definitions.values_mut().for_each(allow_blanks);
    }
}

fn allow_blank(schema: &mut Value) {
    let Value::Object(fields) = schema else { return };
    let mut outer = Map::new();
    if let Some(description) = fields.remove("description") {
        outer.insert("description".to_owned(), description);
    }
    outer.insert("anyOf".to_owned(), json!([fields, { "$ref": format!("#/$defs/{BLANK}") }]));
    *schema = Value::Object(outer);
}

fn forbid_blank(schema: &mut Value) {
    let Value::Object(fields) = schema else { return };
    fields.insert("not".to_owned(), json!({ "$ref": format!("#/$defs/{BLANK}") }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_is_of_the_draft_that_editors_read_and_closed_everywhere() {
        let schema = schema();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(schema["additionalProperties"], false);
        for (name, definition) in schema["$defs"].as_object().unwrap() {
            if definition["type"] == "object" {
                assert_eq!(definition["additionalProperties"], false, "{name}");
                for (field, property) in definition["properties"].as_object().unwrap() {
                    assert!(property["description"].is_string(), "{name}.{field} has no description");
                }
            }
        }
    }

    #[test]
    fn required_fields_admit_no_gap_and_all_others_do() {
        let schema = schema();
        let blank = json!({ "$ref": "#/$defs/Blank" });
        assert_eq!(schema["required"], json!(["assent", "study"]));
        assert_eq!(schema["$defs"]["StudyInfo"]["required"], json!(["id", "title"]));
        assert_eq!(schema["$defs"]["StudyInfo"]["properties"]["title"]["not"], blank);
        assert_eq!(schema["$defs"]["Ages"]["properties"]["from"]["anyOf"][1], blank);
        assert_eq!(schema["$defs"]["Person"]["properties"]["speaks"]["anyOf"][0]["items"]["anyOf"][1], blank);
    }

    #[test]
    fn prose_is_what_translators_translate() {
        let fields = prose_fields();
        for field in ["study.title", "participants[].label", "participants[].consent.ongoing", "privacy.limits"] {
            assert!(fields.iter().any(|known| known == field), "{field}");
        }
        assert!(!fields.iter().any(|field| field == "study.id" || field == "study.version"));
    }
}
