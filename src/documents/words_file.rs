//! `words/<lang>.yaml`: the study's missing prose is written into it, each text beside the one it stands for.

use serde_json::Value as Json;

use crate::documents::values::find;
use crate::source::SourceFile;
use crate::study::splice::SpliceError;
use crate::study::splice::splice;
use crate::yaml;
use crate::yaml::node::Node;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// What stands where a text is missing.
const MISSING: &str = "TODO";

/// The text of a words file that does not exist yet: what it is for, and the first group to write into.
pub fn begin(language: &str, missing: &[Path]) -> String {
    let first = missing.first().and_then(|path| path.0.first());
    let group = match first {
        Some(Segment::Key(key)) => format!("{key}:\n"),
        _ => String::new(),
    };
    format!(
        "# The study's own texts in the language {language}. Above each stands the text of study.yaml as a comment.\n\
         # Put the translation in place of TODO; `assent words {language}` adds what is missing and changes nothing else.\n\
         {group}"
    )
}

/// The text of a words file with a `TODO` for each missing field, and the study's own text as a comment above it.
///
/// What the file says already stays as it is, byte for byte.
pub fn add_missing(study: &Json, file: &SourceFile, missing: &[Path]) -> Result<String, SpliceError> {
    let mut file = file.clone();
    for field in missing {
        let Some(source) = find(study, field).and_then(Json::as_str) else { continue };
        let (next, path) = place_for(study, file, field)?;
        file = next;
        if value_at(&file, &path).is_some() {
            continue;
        }
        let text = splice(&file, &path, &MISSING.into())?;
        file = SourceFile::new(file.name.clone(), text);
        if let Some(text) = with_comment(&file, &path, source) {
            file = SourceFile::new(file.name.clone(), text);
        }
    }
    Ok(file.text.to_string())
}

/// The path in the words file that stands for a field of the study; items that are not there yet are added.
fn place_for(study: &Json, mut file: SourceFile, field: &Path) -> Result<(SourceFile, Path), SpliceError> {
    let (mut here, mut path) = (study, Path::root());
    for (at, segment) in field.0.iter().enumerate() {
        match segment {
            Segment::Key(key) => {
                here = here.get(key.as_str()).unwrap_or(&Json::Null);
                path = path.key(key.clone());
            }
            Segment::Index(index) => {
                here = here.get(*index).unwrap_or(&Json::Null);
                let last = at + 1 == field.0.len();
                let there = value_at(&file, &path).unwrap_or_default();
                let count = there.as_array().map_or(0, Vec::len);
                match here.get("id").and_then(Json::as_str) {
                    Some(id) => {
                        let named = |item: &Json| item.get("id").and_then(Json::as_str) == Some(id);
                        let known = there.as_array().and_then(|items| items.iter().position(named));
                        if known.is_none() {
                            let text = splice(&file, &path.index(count), &serde_json::json!({ "id": id }))?;
                            file = SourceFile::new(file.name.clone(), text);
                        }
                        path = path.index(known.unwrap_or(count));
                    }
                    None => {
                        // Items without an id are told by their position, so those before have to be there.
                        for before in count..*index {
                            let filler = if last { Json::from(MISSING) } else { Json::Null };
                            let text = splice(&file, &path.index(before), &filler)?;
                            file = SourceFile::new(file.name.clone(), text);
                        }
                        path = path.index(*index);
                    }
                }
            }
        }
    }
    Ok((file, path))
}

fn value_at(file: &SourceFile, path: &Path) -> Option<Json> {
    let root = yaml::parse_text(file.clone()).root?;
    root.find(path).map(Node::to_json)
}

/// The text with the study's own words as a comment above a value that was just written.
fn with_comment(file: &SourceFile, path: &Path, source: &str) -> Option<String> {
    let root = yaml::parse_text(file.clone()).root?;
    let at = root.locate(path).start;
    let line = file.text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let indent: String = file.text.get(line..)?.chars().take_while(|c| *c == ' ').collect();
    let mut comment = String::new();
    for said in source.trim().lines() {
        let said: String = said.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        comment.push_str(format!("{indent}# {}", said.trim()).trim_end());
        comment.push('\n');
    }
    let mut text = file.text.to_string();
    text.insert_str(line, &comment);
    // A comment must change nothing; where it would, the value stands without one.
    let after = yaml::parse_text(SourceFile::new(file.name.clone(), text.clone())).root?;
    (after.to_json() == root.to_json()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_missing_text_stands_below_the_one_it_stands_for_and_what_was_there_stays() {
        let study = json!({
            "study": {"summary": "First line.\nSecond line."},
            "participants": [{"id": "a", "label": "Young people", "include": ["in touch", "of age"]}, {"id": "b", "label": "Carers"}],
        });
        let missing: Vec<Path> =
            ["study.summary", "participants[0].include[0]", "participants[0].include[1]", "participants[1].label"]
                .iter()
                .map(|path| Path::parse(path))
                .collect();
        let file = SourceFile::new("words/es.yaml", "# Mine.\nparticipants:\n  - id: a\n    label: Jóvenes  # kept\n");
        insta::assert_snapshot!(add_missing(&study, &file, &missing).unwrap(), @r#"
        # Mine.
        study:
          # First line.
          # Second line.
          summary: "TODO"
        participants:
          - id: a
            label: Jóvenes  # kept
            include:
              # in touch
              - "TODO"
              # of age
              - "TODO"
          - id: b
            # Carers
            label: "TODO"
        "#);
    }

    #[test]
    fn items_without_an_id_are_told_by_their_place_and_a_text_that_is_there_stays() {
        let study = json!({"risks": [{"what": "First"}, {"what": "Sec\tond"}], "study": {"summary": "S"}});
        let missing: Vec<Path> = ["risks[1].what", "study.summary", "study.aims", "study.question"]
            .iter()
            .map(|path| Path::parse(path))
            .collect();
        let file = SourceFile::new("words/es.yaml", "study:\n  summary: R\n");
        insta::assert_snapshot!(add_missing(&study, &file, &missing).unwrap(), @r#"
        study:
          summary: R
        risks:
          - null
          # Sec ond
          - what: "TODO"
        "#);
        assert!(begin("es", &missing).ends_with("\nrisks:\n") && begin("es", &[]).ends_with("nothing else.\n"));
    }
}
