//! A study's own templates, with loops that would never end, or take all memory.

use super::run;
use crate::common::TODAY;
use crate::common::Tool;

#[test]
fn a_template_that_would_not_end_is_named() {
    let macros = "{% macro f(n) %}{{ f(n) }}{{ f(n) }}{% endmacro %}{{ f(1) }}";
    let double = format!("{{% set s = \"xxxxxxxx\" %}}{}{{{{ s }}}}", "{% set s = s ~ s %}".repeat(60));
    let lists = "{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}{{ ns.s | length }}";
    let nested = format!("{}x{}", "{% for i in range(99999) %}".repeat(6), "{% endfor %}".repeat(6));
    let braces = format!("{}1{}", "(".repeat(5_000), ")".repeat(5_000));
    let quotes = format!("{}x\n", "> ".repeat(20_000));
    let stars = format!("{}\n", "*a **b ".repeat(20_000));
    let brackets = format!("{}\n", "[".repeat(50_000));
    for template in [
        "{% for i in range(1000000000) %}x{% endfor %}",
        &nested,
        "{{ (\"x\" * 100000) * 100000 }}",
        &double,
        lists,
        macros,
        "{% include \"protocol\" %}",
        "{% extends \"protocol/en.md\" %}",
        &format!("{{{{ {braces} }}}}"),
        &quotes,
        &stars,
        &brackets,
    ] {
        let tool = Tool::new();
        tool.example("minimal");
        tool.write("minimal/templates/protocol/en.md", template);
        let ran = run(&tool, &["render", "protocol", "--study", "minimal", "--to", "md", "--date", TODAY]);
        let short: String = template.chars().take(60).collect();
        assert!(ran.status == 0 || ran.stderr.contains("protocol"), "{short}: {}", ran.stderr);
    }
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
