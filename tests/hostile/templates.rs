//! A study's own templates, with loops that would never end, or take all memory.

use super::run;
use crate::common::TODAY;
use crate::common::Tool;

#[test]
fn a_template_that_would_not_end_is_named_and_the_other_documents_are_made() {
    let macros = "{% macro f(n) %}{{ f(n) }}{{ f(n) }}{% endmacro %}{{ f(1) }}";
    let double = "{% set ns = namespace(s=\"xxxxxxxx\") %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}";
    let lists = "{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}{{ ns.s | length }}";
    let kept =
        "{% set ns = namespace(s=[]) %}{% for i in range(90000) %}{% set ns.s = ns.s + [\"x\" * 100000] %}{% endfor %}";
    let nested = format!("{}x{}", "{% for i in range(99999) %}".repeat(6), "{% endfor %}".repeat(6));
    let braces = format!("{}1{}", "(".repeat(5_000), ")".repeat(5_000));
    let quotes = format!("{}x\n", "> ".repeat(20_000));
    let stars = format!("{}\n", "*a **b ".repeat(20_000));
    let brackets = format!("{}\n", "[".repeat(50_000));
    for template in [
        "{% for i in range(1000000000) %}x{% endfor %}",
        &nested,
        "{% for i in range(99999) %}{{ \"x\" * 100000 }}{% endfor %}",
        "{{ \"x\" * 100000000 }}",
        "{{ (\"x\" * 100000) * 100000 }}",
        double,
        lists,
        kept,
        macros,
        "{% include \"protocol\" %}",
        "{% extends \"protocol/en.md\" %}",
        "{% set x %}{% for i in range(99999) %}{{ \"x\" * 10000 }}{% endfor %}{% endset %}{{ x }}",
        &format!("{{{{ {braces} }}}}"),
        &quotes,
        &stars,
        &brackets,
    ] {
        let tool = Tool::new();
        tool.example("minimal");
        tool.write("minimal/templates/protocol/en.md", template);
        let words = ["packet", "minimal", "--out", "out", "--to", "md", "--date", TODAY];
        let ran = run(&tool, &words);
        let short: String = template.chars().take(60).collect();
        let made = tool.path("out/documents/protocol.md").exists();
        assert_eq!(ran.status, if made { 0 } else { 2 }, "{short}: {}", ran.stderr);
        assert!(made || ran.stdout.contains("not made    documents/protocol: "), "{short}: {}", ran.stdout);
        assert!(tool.path("out/documents/data-management-plan.md").exists(), "{short}: {}", ran.stderr);
    }
}
