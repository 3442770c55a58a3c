//! A study's own packs, with expressions that would never end, or take all memory.

use super::run;
use crate::common::TODAY;
use crate::common::Tool;

const PACK: &str = "\
id: own
title: A pack
publisher: Somebody
year: 2026
version: '1'
citation: Somebody, 2026
provenance: partial
note: Made up.
steps: [{id: '1', title: One, folder: one}]
";

/// The study of these tests, and a pack with one check an expression.
fn study(tool: &Tool, checks: &[(&str, &str)]) {
    let minimal = tool.example("minimal");
    let text = std::fs::read_to_string(minimal.join("study.yaml")).unwrap();
    tool.write("minimal/study.yaml", text.replacen("assent: 1\n", "assent: 1\npacks: [ecpat-four-steps, own]\n", 1));
    tool.write("minimal/guidelines/own/pack.yaml", PACK);
    let mut tasks = String::from(
        "- id: one\n  title: One\n  why: Because.\n  phase: design\n  gate: blocks\n  provenance: partial\n  questions: []\n  \
         evidence: The log.\n  sources: []\n  checks:\n",
    );
    for (at, (field, expression)) in checks.iter().enumerate() {
        let require = if *field == "require" { String::new() } else { ", require: 'true'".to_owned() };
        tasks += &format!(
            "  - {{code: own-{at}, level: error, {field}: {}{require}, at: study.title, message: no, help: Plan., example: {{bad: {{}}, good: {{}}}}}}\n",
            serde_json::to_string(expression).unwrap()
        );
    }
    tool.write("minimal/guidelines/own/one/tasks.yaml", tasks);
}

fn nested(open: &str, middle: &str, close: &str, times: usize) -> String {
    format!("{}{middle}{}", open.repeat(times), close.repeat(times))
}

/// What minijinja or the rules of the language refuse, each with its own word.
#[test]
fn an_expression_that_would_not_end_is_a_finding() {
    let doubling = nested("(", "\"xx\"", " * 100)", 40);
    let chains = nested("0 < (", "1", ") < 2", 20);
    let brackets = nested("(", "1", ")", 400);
    let joined = vec!["study.title"; 200].join(" ~ ");
    let lists = vec!["([1] * 100000000)"; 100].join(" + ");
    let minus = format!("{}1 > 0", "- ".repeat(1_900));
    let not = format!("{}true", "not ".repeat(990));
    let fields = format!("study{}", ".id".repeat(1_300));
    let calls = format!("today{}", "()".repeat(1_900));
    let choices = format!("{}true", "true if false else ".repeat(200));
    let repeated = format!("[1]{} | length > 0", " * 1".repeat(900));
    let halved = format!("[1]{} | list | length > 0", "[0:]".repeat(900));
    let filters = format!("\"a\"{} == \"b\"", " | trim".repeat(550));
    let each: &[(&str, &str)] = &[
        ("require", &minus),
        ("require", &not),
        ("require", &fields),
        ("require", &calls),
        ("require", &choices),
        ("require", &repeated),
        ("require", &halved),
        ("require", &filters),
        ("require", "([[1]] * 4000000) | sum(start=[]) | length < 0"),
        ("require", "(([1] * 3000000) | list | sort | unique | reverse | list | length) < 0"),
        ("require", "range(1000000000) | list | length > 0"),
        ("require", "(\"x\" * 100000000) | length > 0"),
        ("require", "((\"x\" * 100000) * 100000) | length > 0"),
        ("require", &doubling),
        ("require", &chains),
        ("require", &brackets),
        ("require", &joined),
        ("require", "9 ** 9 ** 9 > 0"),
        ("require", "([1] * 100000) | select(\"in\", [2] * 100000) | list | length > 0"),
        ("require", "1 in ([2] * 100000000)"),
        ("require", "([[1] * 10000] * 10000) == ([[1] * 10000] * 10000)"),
        ("require", "([study.title] * 100000) | join(\"x\" * 10000) | length > 0"),
        ("require", "([study.title] * 100000) | map(\"replace\", \"a\", \"b\" * 10000) | join(\"\") | length > 0"),
        ("require", "((\"a\" * 100000) | replace(\"a\", \"b\" * 100000)) | length > 0"),
        ("each", "[1] * 100000000"),
        ("each", &lists),
    ];
    for check in each {
        let tool = Tool::new();
        study(&tool, std::slice::from_ref(check));
        let ran = run(&tool, &["check", "minimal", "--today", TODAY]).ended(1);
        assert!(ran.stdout.contains("own-0") || ran.stdout.contains("error[pack]"), "{check:?}: {}", ran.stdout);
    }
}

/// A message is words with values in them; what would let a value grow in it is a finding, and nothing is worked out.
#[test]
fn a_message_that_would_not_end_is_a_finding() {
    let double = |first: &str, line: &str| format!("{first}{}{{{{ a | length }}}}", line.repeat(60));
    for message in [
        double("{% set a = [1] %}", "{% set a = a + a %}"),
        double("{% set a = [1] %}", "{% set a = [a, a] %}"),
        double("{% set a = [1] %}", "{%- set a = a | chain(a) -%}"),
        format!("{{% with a = [1] %}}{}", "{% with a = a + a %}".repeat(60)),
        "{% macro f(a) %}{{ f(a + a) }}{% endmacro %}{{ f([1]) }}".to_owned(),
        format!("{{{{ {}1 }}}}", "- ".repeat(50_000)),
        format!("{{% if false %}}{}{{% endif %}}", "{% elif false %}".repeat(20_000)),
    ] {
        let tool = Tool::new();
        study(&tool, &[("require", "false")]);
        let path = tool.path("minimal/guidelines/own/one/tasks.yaml");
        let tasks = std::fs::read_to_string(&path).unwrap();
        let own = format!("message: {}", serde_json::to_string(&message).unwrap());
        std::fs::write(&path, tasks.replacen("message: no", &own, 1)).unwrap();
        let ran = run(&tool, &["check", "minimal", "--today", TODAY]).ended(1);
        let short: String = message.chars().take(60).collect();
        assert!(ran.stdout.contains("could not be worked out: "), "{short}: {}", ran.stdout);
    }
}

#[test]
fn a_text_that_looks_like_a_pattern_is_a_text() {
    let tool = Tool::new();
    study(&tool, &[("require", "any_match(\"a\" * 30000 ~ \"b\", \"(a+)+$\", \"(a|a)*c\")")]);
    let ran = run(&tool, &["check", "minimal", "--today", TODAY]).ended(1);
    assert!(ran.stdout.contains("error[own-0]: no"), "{}", ran.stdout);
}

#[test]
fn many_checks_that_each_cost_much_end_together() {
    let tool = Tool::new();
    let costly = "([study.title] * 15000) | map(\"upper\") | select(\"in\", [\"A\"] * 20) | list | length == 0";
    study(&tool, &vec![("require", costly); 600]);
    let ran = run(&tool, &["check", "minimal", "--today", TODAY]).ended(1);
    assert!(ran.stdout.contains("more work than all packs together"), "{}", ran.stdout);
}
