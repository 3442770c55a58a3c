//! A study's own templates, with loops that would never end, or take all memory.

use super::run;
use crate::common::TODAY;
use crate::common::Tool;

/// Each, where it was not refused, took all memory, all time, or more stack than there is.
#[test]
fn a_template_that_would_not_end_is_named_with_its_line() {
    let lines = |first: &str, line: &str, times: usize, last: &str| format!("{first}\n{}{last}\n", line.repeat(times));
    let one = "{% set a = [1] %}";
    let count = "{{ a | length }}";
    let double = lines("{% set s = \"xxxxxxxx\" %}", "{% set s = s ~ s %}\n", 60, "{{ s | length }}");
    let joined = lines("{% set s = 'aaaaaaaa' %}", "{% set s = s | list | join(s) %}\n", 40, "");
    let nested = format!("{}x{}", "{% for i in range(99999) %}".repeat(6), "{% endfor %}".repeat(6));
    let macros = "{% macro f(n) %}{{ f(n) }}{{ f(n) }}{% endmacro %}{{ f(1) }}";
    let twice = "{% include \"protocol\" %}{% include \"protocol\" %}";
    for (template, line, problem) in [
        (lines(one, "{% set a = a + a %}\n", 60, count), 2, "`+` adds a number"),
        (lines(one, "{% with a = a + a %}\n", 30, &"{% endwith %}".repeat(30)), 2, "`+` adds a number"),
        (lines(one, "{% set a = a * 2 %}\n", 60, count), 2, "`*` and `**` stand between two numbers"),
        (lines(one, "{% set a = a * 1 %}\n", 1_900, count), 2, "`*` and `**` stand between two numbers"),
        (lines(one, "{% set a = a[0:] %}\n", 1_900, count), 2, "a part of a list"),
        (lines(one, "{% set a = [a, a] %}\n", 60, "{{ a ~ '' }}"), 2, "holds texts and numbers only"),
        (lines(one, "{% set a = {'x': a} %}\n", 1_900, count), 2, "holds texts and numbers only"),
        (lines(one, "{% set a = [a] %}\n", 60_000, count), 1, "at most 256 kB"),
        (lines(one, "{% set a = [a] %}\n", 10_000, count), 1, "more than 2000 tags"),
        (lines(one, "{% set a = a | chain(a) %}\n", 60, count), 2, "filter chain is unknown"),
        (lines(one, "{% set a = a | zip(a) %}\n", 60, count), 2, "filter zip is unknown"),
        ("{% set ns = namespace(s=[1]) %}".to_owned(), 1, "namespace is unknown"),
        (format!("\n{{{{ {}1 }}}}", "- ".repeat(50_000)), 2, "more than 250 words and signs"),
        (format!("\n{{{{ study{} }}}}", ".id".repeat(50_000)), 2, "more than 250 words and signs"),
        (format!("{{% if 0 %}}\n{}{{% endif %}}", "{% elif 0 %}\n".repeat(1_900)), 102, "`elif`"),
        ("{% if 1 %}\n".repeat(1_900), 41, "more than 40 blocks"),
        ("\n{% for i in range(1000000000) %}x{% endfor %}".to_owned(), 2, "range"),
        (format!("\n{nested}"), 2, "more work than any document needs"),
        (double, 0, "more work than any document needs"),
        (joined, 0, "more work than any document needs"),
        (macros.to_owned(), 1, "recursion"),
        (twice.to_owned(), 1, "recursion"),
        ("{% extends \"protocol/en.md\" %}".to_owned(), 1, "cycle in template inheritance"),
        (
            "{{ participants[0] ~ '' }}\n{{ participants[0] == participants[0] }}".to_owned(),
            2,
            "a bool cannot be printed",
        ),
        ("{{ participants | sort | unique | join }}\n{{ 1.5 | nothing }}".to_owned(), 2, "filter nothing is unknown"),
    ] {
        let tool = Tool::new();
        tool.example("minimal");
        tool.write("minimal/templates/protocol/en.md", &template);
        let ran = run(&tool, &["render", "protocol", "--study", "minimal", "--to", "md", "--date", TODAY]).ended(2);
        let short: String = template.chars().take(60).collect();
        assert!(ran.stderr.contains(problem), "{short}: {}", ran.stderr);
        let place = if line == 0 {
            "(templates/protocol/en.md, line ".into()
        } else {
            format!("(templates/protocol/en.md, line {line})")
        };
        assert!(ran.stderr.contains(&place), "{short}: {}", ran.stderr);
    }
}

/// What Markdown is made of, many times over: it ends, as a document or as an error.
#[test]
fn a_template_of_nothing_but_signs_ends() {
    for template in [
        "> ".repeat(20_000),
        "*a **b ".repeat(20_000),
        "[".repeat(50_000),
        "{% for i in range(20000) %}- a\n{% endfor %}".to_owned(),
        "{% for i in range(5000) %}# a\n\n{% endfor %}".to_owned(),
        "{% for i in range(5000) %}[^a{{ i }}]: b\n\n{% endfor %}{% for i in range(5000) %}[^a{{ i }}] {% endfor %}"
            .to_owned(),
        format!("{{{{ {}1{} }}}}", "(".repeat(5_000), ")".repeat(5_000)),
    ] {
        let tool = Tool::new();
        tool.example("minimal");
        tool.write("minimal/templates/protocol/en.md", &template);
        let ran = run(&tool, &["render", "protocol", "--study", "minimal", "--to", "md", "--date", TODAY]);
        let short: String = template.chars().take(60).collect();
        assert!(ran.status == 0 || ran.stderr.contains("templates/protocol/en.md, line "), "{short}: {}", ran.stderr);
    }
}

#[test]
fn a_piece_that_is_not_allowed_is_named_and_not_the_template_that_includes_it() {
    let tool = Tool::new();
    tool.example("minimal");
    tool.write("minimal/templates/protocol/en.md", "# Plan\n\n{% include \"parts/own\" %}\n");
    for (piece, line, problem) in
        [("One.\n{% set a = [1] %}\n{{ a + a }}\n", 3, "`+` adds a number"), ("One.\n{{ nobody }}\n", 2, "undefined")]
    {
        tool.write("minimal/templates/parts/own/en.md", piece);
        let ran = run(&tool, &["render", "protocol", "--study", "minimal", "--to", "md", "--date", TODAY]).ended(2);
        let place = format!("(templates/parts/own/en.md, line {line})");
        assert!(ran.stderr.contains(problem) && ran.stderr.contains(&place), "{}", ran.stderr);
    }
    let lint = run(&tool, &["templates", "lint", "--study", "minimal"]);
    assert!(lint.stdout.contains("undefined") || lint.stdout.contains("`nobody`"), "{}", lint.stdout);
}

#[test]
fn a_document_that_cannot_be_made_keeps_no_other_from_being_made() {
    let tool = Tool::new();
    tool.example("minimal");
    tool.write("minimal/templates/protocol/en.md", "{% for i in range(1000000000) %}x{% endfor %}");
    let ran = run(&tool, &["packet", "minimal", "--out", "out", "--to", "md", "--date", TODAY]).ended(2);
    assert!(ran.stdout.contains("not made    documents/protocol: "), "{}", ran.stdout);
    assert!(tool.path("out/documents/data-management-plan.md").exists());
}
