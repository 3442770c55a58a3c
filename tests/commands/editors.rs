//! What editors and shells are given: schemas with a word at every field, completions, the manual page.

use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;

use crate::common::Tool;

/// What has a schema, as `assent schema --help` lists it.
const SUBJECTS: &[&str] = &["study", "record", "log", "pack", "tasks", "checks", "document", "report"];

fn schema(subject: &str) -> String {
    Tool::new().run(&["schema", subject]).ended(0).stdout
}

/// Write them anew with `UPDATE_DOCS=1 cargo test --no-default-features --test main editors::`.
#[test]
fn the_schemas_in_the_repository_are_those_of_the_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas");
    for subject in SUBJECTS {
        let path = folder.join(format!("{subject}.schema.json"));
        let schema = schema(subject);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &schema).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == schema, "{subject}: write the schemas anew with UPDATE_DOCS=1");
    }
}

#[test]
fn an_editor_has_a_word_to_show_at_every_field() {
    for subject in SUBJECTS {
        let schema: Value = serde_json::from_str(&schema(subject)).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{subject}");
        assert!(schema["title"].as_str().is_some_and(|title| !title.is_empty()), "{subject}");
        let mut silent = Vec::new();
        let fields = look(&schema, &schema, subject, &mut silent);
        assert!(fields > 5, "{subject}: {fields} fields");
        assert_eq!(silent, Vec::<String>::new(), "{subject}");
    }
}

/// Counts the fields below a part of a schema, and names those without a description of their own or of their type.
fn look(root: &Value, part: &Value, path: &str, silent: &mut Vec<String>) -> usize {
    let mut fields = 0;
    match part {
        Value::Object(members) => {
            for (name, field) in members.get("properties").and_then(Value::as_object).into_iter().flatten() {
                fields += 1;
                let behind = field["$ref"].as_str().and_then(|target| root.pointer(target.trim_start_matches('#')));
                let says = |field: &Value| field["description"].as_str().is_some_and(|text| text.trim().len() > 3);
                if !says(field) && !behind.is_some_and(says) {
                    silent.push(format!("{path}.{name}"));
                }
            }
            for (name, member) in members {
                fields += look(root, member, &format!("{path}.{name}"), silent);
            }
        }
        Value::Array(items) => fields += items.iter().map(|item| look(root, item, path, silent)).sum::<usize>(),
        _ => {}
    }
    fields
}

#[test]
fn every_shell_gets_completions_that_name_every_verb_and_option() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = Tool::new().run(&["completions", shell]).ended(0).stdout;
        for word in ["check", "packet", "baseline", "packs-only", "since", "large-print"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn a_shell_that_is_there_reads_its_completions() {
    for shell in ["bash", "zsh", "fish"] {
        let script = Tool::new().run(&["completions", shell]).ended(0).stdout;
        let child = Command::new(shell).arg("-n").stdin(Stdio::piped()).spawn();
        let Ok(mut child) = child else {
            eprintln!("NOT TESTED: {shell} is missing, so nobody read its completions");
            continue;
        };
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), script.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success(), "{shell}");
    }
}

#[test]
fn the_manual_page_has_every_verb_and_needs_no_encoding() {
    let page = Tool::new().run(&["man"]).ended(0).stdout;
    assert!(page.is_ascii(), "{:?}", page.chars().find(|c| !c.is_ascii()));
    let help = Tool::new().run(&["--help"]).ended(0).stdout;
    let verbs: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|verb| *verb != "help")
        .collect();
    assert!(verbs.len() > 15, "{verbs:?}");
    for verb in verbs {
        assert!(page.contains(&format!("ASSENT {}", verb.to_uppercase())), "{verb}");
    }
}

#[test]
fn the_version_names_packs_and_features() {
    let said = Tool::new().run(&["--version", "--verbose"]).ended(0).stdout;
    assert!(said.starts_with(&format!("assent {}\n", env!("CARGO_PKG_VERSION"))), "{said}");
    assert!(said.contains(if cfg!(feature = "pdf") { "features: pdf\n" } else { "features: none\n" }), "{said}");
    for pack in assent::guidelines::Library::built_in().all().iter() {
        assert!(said.contains(&format!("pack: {} {}\n", pack.id, pack.version)), "{said}");
    }
}
