//! Claims about the reader.

use proptest::prelude::*;

use super::*;
use crate::documents::pieces::plain;
use crate::documents::tree::Block;
use crate::documents::tree::Body;
use crate::documents::tree::CalloutKind;
use crate::documents::tree::FlowStep;
use crate::documents::tree::Inline;
use crate::documents::tree::Target;

fn body(text: &str) -> Body {
    read(text).unwrap()
}

fn problems(text: &str) -> Vec<(usize, String)> {
    read(text).unwrap_err().into_iter().map(|problem| (problem.line, problem.kind.to_string())).collect()
}

fn only_paragraph(text: &str) -> Vec<Inline> {
    match body(text).blocks.as_slice() {
        [Block::Paragraph(inlines)] => inlines.clone(),
        other => panic!("{text:?} read as {other:?}"),
    }
}

/// Text that looks like markup of every kind that the program knows.
const INJECTIONS: [&str; 24] = [
    "# heading",
    "- [ ] task",
    "1. one",
    "> [!WARNING]\n> alert",
    "<script>alert(1)</script>",
    "<!-- comment -->",
    "![image](https://example.org/x.png)",
    "[link](javascript:alert(1))",
    "[gap](gap:privacy.limits)",
    "[^1]",
    "| a | b |\n|---|---|\n| c | d |",
    "```signature\nName\n```",
    "~~~choices\na | b | c | d\n~~~",
    "Term\n\n: details",
    "***bold** italic*",
    "`code` ``x` y``",
    "&lt;b&gt; &#x41; &amp;",
    "{{ study.title }}{% include 'x' %}",
    "#set page(width: 1cm)\n#read(\"/etc/passwd\")",
    "=cmd|' /C calc'!A0",
    "a\\\nb\\",
    "---",
    "[ ]",
    "\u{a0}    four spaces",
];

#[test]
fn injected_text_reads_back_as_itself_and_as_nothing_else() {
    for text in INJECTIONS {
        for wanted in [text, &format!("{text} tail"), &format!("head {text}")] {
            let inlines = only_paragraph(&escape(wanted));
            let one_line = wanted.split([' ', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
            assert_eq!(inlines, [Inline::Text(one_line)], "{wanted:?}");
        }
    }
}

#[test]
fn injected_text_stays_text_in_lists_tables_and_alerts() {
    for text in INJECTIONS {
        let escaped = escape(text);
        let words = plain(&only_paragraph(&escaped));
        let page = format!("- {escaped}\n\n> {escaped}\n\n| h |\n|---|\n| {escaped} |\n\n# {escaped}\n");
        let body = read(&page).unwrap_or_else(|problems| panic!("{text:?}: {problems:?}"));
        let [Block::List(list), Block::Quote(quote), Block::Table(table), Block::Heading(heading)] =
            body.blocks.as_slice()
        else {
            panic!("{text:?} read as {:?}", body.blocks)
        };
        let text_only = vec![Inline::Text(words)];
        assert_eq!(list.items[0].ticked, None, "{text:?}");
        assert_eq!(list.items[0].blocks, [Block::Paragraph(text_only.clone())]);
        assert_eq!(*quote, [Block::Paragraph(text_only.clone())]);
        assert_eq!(table.rows, [[text_only.clone()]]);
        assert_eq!(heading.text, text_only);
    }
}

#[test]
fn injected_text_stays_text_inside_fenced_blocks() {
    for text in INJECTIONS {
        let escaped = escape(text);
        let words = plain(&only_paragraph(&escaped));
        let page = format!("```choices\nc | {escaped} | Yes | {escaped}\n```\n");
        let body = read(&page).unwrap_or_else(|problems| panic!("{text:?}: {problems:?}"));
        let [Block::Choices(choices)] = body.blocks.as_slice() else { panic!("{text:?}") };
        assert_eq!(plain(&choices.choices[0].question), words);
        assert_eq!(plain(&choices.choices[0].options[1]), words);
    }
}

#[test]
fn a_gap_is_a_gap_and_a_link_that_loads_is_text() {
    let inlines = only_paragraph("[to be completed: a\\[0\\].b](gap:a[0].b) and [here](http://example.org/x \"t\")");
    assert!(matches!(&inlines[0], Inline::Gap { text, path }
        if text == "[to be completed: a[0].b]" && path.to_string() == "a[0].b"));
    assert_eq!(plain(&inlines), "[to be completed: a[0].b] and here (http://example.org/x) (t)");
    let inlines = only_paragraph("[site](https://example.org) [other](doc:consent-form.young.th#limits)");
    assert!(matches!(&inlines[0], Inline::Link(Target::Address(_), _)));
    assert!(matches!(&inlines[2], Inline::Link(Target::Document { anchor: Some(_), .. }, _)));
    assert_eq!(plain(&only_paragraph("![a map](x.png)")), "a map (x.png)");
}

#[test]
fn a_section_mark_names_the_next_heading() {
    let body = body("```section limits\necpat-four-steps/limits\n```\n## What stays *private*\n\n## Other words\n");
    let [Block::Heading(first), Block::Heading(second)] = body.blocks.as_slice() else { panic!("{body:?}") };
    assert_eq!(
        (first.anchor.as_str(), first.tasks.as_slice()),
        ("limits", &["ecpat-four-steps/limits".to_owned()][..])
    );
    assert_eq!(second.anchor, "other-words");
}

#[test]
fn footnotes_are_numbered_as_they_are_referred_to() {
    let body = body("a[^x] b[^y] c[^x]\n\n[^y]: second\n\n[^x]: first\n");
    assert_eq!(body.footnotes.len(), 2);
    assert_eq!(body.footnotes[0], [Block::Paragraph(vec![Inline::Text("first".to_owned())])]);
    assert_eq!(problems("a\n\n[^z]: lost\n"), [(3, "nothing refers to the footnote `z`".to_owned())]);
}

#[test]
fn paper_blocks_read_into_the_tree() {
    let body = body(
        "```signature\n# The participant\nName | Signature or mark | Date\nName | Date\n```\n\n\
         ```fields\n# Log\nPlace\nWhat was said | 4\nTime | 0\n```\n\n\
         ```flow\n# When somebody tells | Yes | No\nstep | Listen\nask | Danger now? | Call | \nend | Write it down\n```\n\n\
         ```risk-map\n# Risk | Before | After | Likelihood | Severity | L | M | H | E\nx | Fear | 4 | 5 | 1 | 5\n\
         y | Loss | [to be completed: risks\\[1\\].likelihood](gap:risks[1].likelihood) | 2 | | \n```\n\n\
         ````card\n## One\n\n```fields\nPhone | 0\n```\n---\nTwo\n````\n\n```page-break\n```\n",
    );
    let [
        Block::Signature(rows),
        Block::Fields(fields),
        Block::Flow(flow),
        Block::RiskMap(map),
        Block::Card(panels),
        Block::PageBreak,
    ] = body.blocks.as_slice()
    else {
        panic!("{body:?}")
    };
    assert_eq!(
        rows.iter().map(|row| (row.title.is_some(), row.lines.len())).collect::<Vec<_>>(),
        [(true, 3), (false, 2)]
    );
    assert_eq!(fields.fields.iter().map(|field| field.lines).collect::<Vec<_>>(), [1, 4, 0]);
    assert!(matches!(flow.steps[1], FlowStep::Ask { .. }));
    assert_eq!(plain(&flow.lines(crate::documents::tree::Direction::LeftToRight)[1].branches[1]), "No: → 3");
    assert_eq!(map.risks[0].scores(&map.words), ["4 × 5 = 20, E", "1 × 5 = 5, H"]);
    assert_eq!(map.risks[1].before, None);
    assert!(map.risks[1].label.iter().any(|inline| matches!(inline, Inline::Gap { .. })));
    assert_eq!(panels.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn what_a_template_must_not_say_is_an_error_with_its_line() {
    let text = "# A\n\n### C\n\n```sign\nx\n```\n\n> ## inside\n\n| a | b |\n|---|---|\n| 1 | 2 | 3 |\n\n[x](#nowhere)\n\n\
                ```choices\na | only one | Yes\n```\n\n````card\none\n---\n```nonsense\n```\n````\n";
    let lines: Vec<usize> = problems(text).into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [3, 5, 9, 13, 15, 18, 24]);
    assert_eq!(problems("```fields\nName")[0].0, 1);
    assert_eq!(problems("```section a\n```\ntext")[0].1, "the mark `section` must stand directly above a heading");
}

#[test]
fn a_block_that_is_not_as_it_must_be_is_said_with_its_line_and_what_is_wanted() {
    let head = "# Risk | Before | After | Likelihood | Severity | L | M | H | E";
    for (text, line, message) in [
        ("```choices\n```\n", 1, "the block `choices` is empty"),
        ("```card\n---\n```\n", 1, "the block `card` is empty"),
        ("```section Not This\n```\n# A\n", 1, "`Not This` cannot name a section"),
        ("```section\n```\n# A\n", 1, "`` cannot name a section"),
        ("```section a\n```\n# A\n\n```section a\n```\n## B\n", 5, "two sections are called `a`"),
        ("```signature\nName | Date\n# The witness\n```\n", 3, "a line of the block `signature` must be"),
        ("```choices\na | Recorded? | Yes | No\na | Quoted? | Yes | No\n```\n", 3, "two choices are called `a`"),
        ("```choices\na | ` ` | Yes | No\n```\n", 2, "a line of the block `choices` must be"),
        ("```fields\nName | 31\n```\n", 2, "`label | number of lines, 0 to 30`"),
        ("```fields\nName | many\n```\n", 2, "`label | number of lines, 0 to 30`"),
        ("```pictures\nA door\n```\n", 2, "`what to draw or point at | words to say`"),
        (&format!("```risk-map\n{head}\nx | Fear | 6 | 5 | 1 | 5\n```\n"), 3, "a line of the block `risk-map` must be"),
        ("```risk-map\nx | Fear | 4 | 5 | 1 | 5\n```\n", 1, "the block `risk-map` must begin with a line"),
        ("```flow\nstep | Listen\n```\n", 1, "the block `flow` must begin with a line `# title | Yes | No`"),
        ("```flow\n# Then | Yes | No\nask | Danger?\n```\n", 3, "a line of the block `flow` must be"),
        ("```flow\n# Then | Yes | No\n```\n", 1, "the block `flow` is empty"),
    ] {
        let found = problems(text);
        assert!(found.iter().any(|(at, said)| *at == line && said.contains(message)), "{text:?}: {found:?}");
    }
}

#[test]
fn a_link_leads_to_an_address_that_a_paper_may_carry_or_is_text() {
    let leads = |link: &str| match only_paragraph(&format!("[x]({link})")).as_slice() {
        [Inline::Link(target, _), ..] => Some(target.clone()),
        _ => None,
    };
    for address in ["https://example.org", "mailto:lead@example.org", "tel:+00-(0)12.3"] {
        assert_eq!(leads(address), Some(Target::Address(address.to_owned())));
    }
    for text in ["<https://example.org/a b>", "mailto:lead", "mailto:a@example.org?body=x", "tel:+00,1", "https:///x"] {
        assert_eq!(leads(text), None, "{text}");
    }
    for (link, leads_there) in [("doc:team.v1_2", true), ("doc:.team", false), ("doc:a/b", false), ("doc:a#", false)] {
        assert_eq!(leads(link).is_some(), leads_there, "{link}");
    }
}

#[test]
fn html_in_a_template_is_text_and_every_kind_of_callout_is_read() {
    let body = body("<div>\nkept\n</div>\n\n> [!TIP]\n> a\n\n> [!CAUTION] Take care\n> b\n");
    let [Block::Paragraph(html), Block::Callout(tip), Block::Callout(caution)] = body.blocks.as_slice() else {
        panic!("{body:?}")
    };
    assert_eq!(plain(html), "<div> kept </div>");
    assert_eq!((tip.kind, tip.title.as_deref()), (CalloutKind::Tip, None));
    assert_eq!((caution.kind, caution.title.as_deref()), (CalloutKind::Caution, Some("Take care")));
}

#[test]
fn free_text_keeps_paragraphs_lists_and_emphasis_and_nothing_else() {
    let text = "One *two* **three**.\n\n- a\n- b\n  1. c\n\n# not a heading\n\n> quoted\n\n    code\n\n<b>x</b> ![i](u) [l](https://e.org)\n\n---\n";
    insta::assert_snapshot!(prose(text), @r"
    One *two* **three**\.

    - a
    - b
      1. c

    not a heading

    quoted

    code

    \<b\>x\</b\> i \(u\) l \(https\://e\.org\)

    \-\-\-
    ");
}

#[test]
fn depth_without_end_is_an_error_for_templates_and_text_for_studies() {
    let deep = format!("{}x", "> ".repeat(5_000));
    assert!(problems(&deep)[0].1.contains("deep"));
    assert_eq!(prose(&deep), "x");
    let emphasis = format!("{}x{}", "*a **b ".repeat(15), "** y* y".repeat(15));
    assert!(problems(&emphasis)[0].1.contains("deep"), "{:?}", problems(&emphasis));
    let stars = format!("{}x{}", "*".repeat(3_000), "*".repeat(3_000));
    assert!(prose(&stars).contains('x'));
    let lists = (0..500).map(|at| format!("{}- x\n", "  ".repeat(at))).collect::<String>();
    assert!(read(&prose(&lists)).is_ok());
}

#[test]
fn a_list_whose_items_stand_apart_stays_one_and_a_link_is_not_said_twice() {
    assert_eq!(prose("- a\n\n  more\n\n- b\n"), "- a\n\n  more\n\n- b");
    assert_eq!(prose("[`https://e.org`](https://e.org)"), escape("https://e.org"));
    assert_eq!(prose("[<b>](https://e.org)"), format!("{} {}", escape("<b>"), escape("(https://e.org)")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_reads_without_a_panic(text in "\\PC{0,60}(\n[-#>|`~ a:*_\\[\\](){}!<1.]{0,12}){0,6}") {
        let _ = read(&text);
    }

    #[test]
    fn any_text_escaped_is_one_paragraph_of_the_same_words(text in "[-#>|`~ a:*_\\[\\](){}!<1.&;=+\\\\\"é\u{a0}ไ\n]{1,40}") {
        let escaped = escape(&text);
        prop_assume!(!escaped.is_empty());
        let words: Vec<&str> = text.split([' ', '\n']).filter(|word| !word.is_empty()).collect();
        prop_assert_eq!(plain(&only_paragraph(&escaped)), words.join(" "));
    }

    #[test]
    fn any_free_text_yields_markdown_that_reads(text in "([-#>|`~ a:*_\\[\\](){}!<1.&;=+\\\\\"é]{0,20}\n?){0,6}") {
        let body = read(&prose(&text));
        prop_assert!(body.is_ok(), "{:?} -> {:?}: {:?}", text, prose(&text), body);
        let calm = body.unwrap().blocks.iter().all(|block| matches!(block, Block::Paragraph(_) | Block::List(_)));
        prop_assert!(calm, "{:?} -> {:?}", text, prose(&text));
    }
}

#[test]
fn a_no_break_space_at_an_edge_takes_the_long_way() {
    for text in ["\t\u{a0}A", "\u{a0}A", "A\u{a0}", " A\u{2028}", "A\u{3000}\n", "\u{2003}A b", "A\r\n"] {
        assert_eq!(prose(text), prose::read_and_written(text), "{text:?}");
    }
    assert_eq!(prose("\t\u{a0}A"), "\u{a0}A");
}

proptest! {
    #[test]
    fn a_short_cut_leads_where_the_long_way_leads(text in "[ -~éß“”’\u{a0}\t\n]{0,40}|[A-Za-zé][A-Za-z ,.;:!?'#=+0-9()-]{0,60}") {
        prop_assert_eq!(prose(&text), prose::read_and_written(&text));
        let line = text.replace('\n', " ");
        for cell in [escape(&line), line] {
            let (mut short, mut long) = (reader::Reader::default(), reader::Reader::default());
            prop_assert_eq!(short.cell(1, &cell), long.marked_cell(1, &cell), "{:?}", cell);
        }
    }
}
