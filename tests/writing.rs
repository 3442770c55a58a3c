//! The mistakes of somebody who writes a pack or a template: each is said at its place, with what was probably meant.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use assent::checks;
use assent::documents;
use assent::finding::Finding;
use assent::guidelines::Library;
use assent::guidelines::files::PackFiles;
use assent::guidelines::inference;
use assent::guidelines::inference::Mistake;
use assent::guidelines::inference::Names;
use assent::source::SourceFile;

const MANIFEST: &str =
    "id: own\ntitle: t\npublisher: p\nyear: 2026\nversion: \"1\"\ncitation: c\nprovenance: verified\nnote: n\n";

fn shown(text: &str, mistakes: &[Mistake], into: &mut String) {
    let _ = writeln!(into, "{text}");
    for mistake in mistakes {
        let help = if mistake.help.is_empty() { String::new() } else { format!(" ({})", mistake.help) };
        let about = text.get(mistake.span.clone()).expect("a place in the text");
        let _ = writeln!(into, "  [{about}] {}{help}", mistake.message);
    }
    assert!(!mistakes.is_empty(), "nothing is found fault with in {text}");
}

#[test]
fn a_mistake_in_an_expression_is_said_before_any_study_is_at_hand() {
    let texts = [
        "people",
        "studdy.title == 'a'",
        "none",
        "study.title == none",
        "privacy.limits is none",
        "'a' if study.title == 'b'",
        "{'a': 1} == study.title",
        "study['titel'] == 'a'",
        "participants == 3",
        "study.title > 3",
        "3 < study.title < 5",
        "1 == 1 == study.title",
        "3 in study.title",
        "'a' in 3",
        "'audio' in activities",
        "activities[0].method == 'chatting'",
        "activities[0].method in ['chatting', 'survey']",
        "activities[0].method not in ['chatting'] in [true]",
        "blanc(study.title)",
        "blank()",
        "blank(value=study.title)",
        "blank(*participants)",
        "study.title()",
        "minors(study)",
        "fresh('2026-01-01', 'soon')",
        "has_duty(team[0], 'lead-singer')",
        "flat(participants, study.title)",
        "flat(participants, 'consent.gap')",
        "participants | lenght",
        "participants | selectattr",
        "participants | selectattr('survivor')",
        "participants | selectattr('survivors', study.title)",
        "participants | selectattr('survivors', value=3)",
        "participants | selectattr('label', 'is')",
        "activities | selectattr('sessions', 'gt', 'two')",
        "activities | selectattr('method', 'in', ['chatting'])",
        "study.title | map('upper')",
        "participants | map('shout')",
        "participants | map(attribute='labels')",
        "participants | sort(attribute='labels')",
        "study.title | first",
        "study.title | default(*team)",
        "team | select('minors')",
        "study.title is undefined",
        "study.title is oddd",
        "participants[0].consent.gap_day[1:2]",
        "-study.titel",
        "(study.title, study.titel)",
        "study.title ~ study.titel",
        "team[0].nmae + 1",
        "study.title ==",
        "study['title'] == 3",
        "study[0] == studdy",
        "'a' in study.title and studdy",
        "activities[0].method == study.titel",
        "team[0] == participants[0]",
        "team[0] == team[1] and studdy",
        "3 == [1, 'a']",
        "activities[0].method == 3",
        "parent(study) == 3",
        "parent(study).packs == 3",
        "parent(studdy)",
        "minors(studdy)",
        "minors(team)",
        "blank(**study)",
        "any_match(*team, 'a')",
        "flat(team, *team, 'name')",
        "flat(study, 'titel')",
        "flat(team, 'name') == 3",
        "flat(study.title, 'name')",
        "field_activities('grown-ups') == 3",
        "(participants | map) == 3",
        "team | join(d=study.titel)",
        "team | join(**study.titel)",
        "team | select(*team)",
        "team | select(**team)",
        "team | select(name='x')",
        "team | selectattr('name', 'lt') | studdy",
        "team | select('blank') | length == 'a'",
        "(study.title | split) == 3",
        "(study.title | bool) == 3",
        "(study.title | int).titel",
        "(study.title is string).titel",
        "(team | slice(2)) == studdy",
    ];
    let mut said = String::new();
    for text in texts {
        shown(text, &inference::expression(text, &Names::study()).1, &mut said);
    }
    insta::assert_snapshot!("expressions", said);
}

#[test]
fn a_mistake_in_a_message_is_said_before_any_study_is_at_hand() {
    let texts = [
        "{{ study.titel }}",
        "{% if study.titel %}a{% else %}{{ studdy }}{% endif %}",
        "{% for x in study.title %}{{ x }}{% endfor %}",
        "{% for person in team if person.nmae %}{{ person.nmae }}{% else %}{{ person }}{% endfor %}",
        "{% for (a, b) in team %}{{ a }}{{ b }}{{ c }}{% endfor %}",
        "{% set x = 1 %}",
        "{% set x %}a{% endset %}",
        "{% include 'x' %}",
        "{% extends 'x' %}",
        "{% import 'x' as x %}",
        "{% from 'x' import y %}",
        "{% block x %}{% endblock %}",
        "{% macro x() %}{% endmacro %}",
        "{% filter upper %}a{% endfilter %}",
        "{% autoescape true %}a{% endautoescape %}",
        "{% with x = 1 %}{{ x }}{% endwith %}",
        "{% do study() %}",
        "{% for x in team %}{% break %}{% continue %}{% endfor %}",
        "{% if %}",
        "{{ study.title",
        "{% for a, b in team %}{{ a }}{{ c }}{% endfor %}",
        "{% for a.b in team %}{{ a }}{% endfor %}",
    ];
    let mut said = String::new();
    for text in texts {
        shown(text, &inference::message(text, &Names::study()), &mut said);
    }
    insta::assert_snapshot!("messages_of_checks", said);
}

/// The findings as `file:line:column message (help)`.
fn lines(findings: &[Finding]) -> String {
    let mut said = String::new();
    for finding in findings {
        let at = finding.place.file.position(finding.place.span.start);
        let help = if finding.help.is_empty() { String::new() } else { format!(" ({})", finding.help) };
        let _ = writeln!(said, "{}:{}:{} {}{help}", finding.place.file.name, at.line, at.column, finding.message);
    }
    said
}

fn pack(files: &[(&str, &str)]) -> String {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    let mut library = Library::built_in();
    library.add(BTreeMap::from([("own".to_owned(), PackFiles::new("guidelines/own", files))]));
    lines(&checks::lint::lint(&library, "own", &checks::lint::known(Vec::new())))
}

#[test]
fn what_is_wrong_with_the_files_of_a_pack_is_said_with_its_place() {
    let check = "- {code: one, level: error, require: study.title == 'a', at: study.title, message: m, help: h, example: {bad: {}, good: {study: {title: a}}}}\n";
    let cases: &[&[(&str, &str)]] = &[
        &[("checks.yaml", check)],
        &[("pack.yaml", "title: [")],
        &[("pack.yaml", "title: t\n")],
        &[("pack.yaml", MANIFEST), ("checks.yaml", "one: two\n")],
        &[("pack.yaml", MANIFEST), ("checks.yml", "")],
        &[("pack.yaml", MANIFEST), ("checks.yaml", "- 3\n- {code: Not An Id, level: loud}\n")],
        &[("pack.yaml", MANIFEST), ("checks.yaml", check), ("more/checks.yaml", check)],
        &[("pack.yaml", MANIFEST), ("words.yaml", "good: [a, b]\nbad: a\nworse: [a, 3]\n")],
        &[("pack.yaml", MANIFEST), ("sources.yaml", "guide: {title: 3}\n")],
        &[("pack.yaml", MANIFEST), ("extra.yaml", "a: b\n")],
        &[("pack.yaml", MANIFEST), ("nowhere/tasks.yaml", "- {id: a, title: t}\n")],
        &[
            ("pack.yaml", MANIFEST),
            (
                "tasks.yaml",
                "- {id: a, title: t, why: w, phase: design, gate: blocks, provenance: verified, sources: [{work: w}]}\n- {id: a, title: u, why: w, phase: design, gate: blocks, provenance: verified, sources: [{from: nope}, {part: p}]}\n",
            ),
        ],
        &[("pack.yaml", MANIFEST), ("checks.yaml", "~\n"), ("tasks.yaml", "a: b\n")],
        &[(
            "pack.yaml",
            "id: other\ntitle: t\npublisher: p\nyear: 2026\nversion: \"1\"\ncitation: c\nprovenance: verified\nnote: n\n",
        )],
        &[
            ("pack.yaml", MANIFEST),
            ("sources.yaml", "guide: {work: G}\n"),
            (
                "tasks.yaml",
                "- {id: a, title: t, why: w, phase: design, gate: blocks, provenance: verified, sources: [], questions: [{id: q, ask: One?}, {id: q, ask: Two?, field: study.titel}]}\n- {id: b, title: t, why: w, phase: design, gate: blocks, provenance: verified, sources: [{from: giude, part: p}]}\n",
            ),
            ("hazards.yaml", "- {id: h, harm: H, phase: fieldwork, applies: studdy, tasks: [zzz]}\n"),
        ],
        // Fields of a check that exclude each other, or lead nowhere.
        &[("pack.yaml", MANIFEST), ("checks.yaml", &check.replace("at: study.title, ", ""))],
        &[("pack.yaml", MANIFEST), ("checks.yaml", &check.replace("require: study.title == 'a', ", ""))],
        &[("pack.yaml", MANIFEST), ("checks.yaml", &check.replace("require: ", "each: study.title, require: "))],
        &[("pack.yaml", MANIFEST), ("checks.yaml", &check.replace("require: ", "rust: unknown-pack, require: "))],
        &[
            ("pack.yaml", MANIFEST),
            ("checks.yaml", &check.replace("require: study.title == 'a'", "rust: unknown-pack, each: team")),
        ],
        &[("pack.yaml", MANIFEST), ("checks.yaml", &check.replace("at: study.title", "at: 'team[0].nmae'"))],
        &[
            ("pack.yaml", MANIFEST),
            ("checks.yaml", &check.replace("at: study.title", "at: study.title, labels: [{text: '{{ studdy }}'}]")),
        ],
        // Wording in another language that says a part of it.
        &[
            ("pack.yaml", MANIFEST),
            ("checks.yaml", check),
            ("es.yaml", "pack: {title: T}\none: {message: '{{ studdy }}'}\n"),
        ],
        &[("pack.yaml", MANIFEST), ("checks.yaml", check), ("1-one/es.yaml", "two: {message: m}\n")],
        &[("pack.yaml", MANIFEST), ("checks.yaml", check), ("es.yaml", "{}\n"), ("README.md", "A pack.")],
        &[
            ("pack.yaml", MANIFEST),
            ("checks.yaml", check),
            ("es.yaml", "pack: {title: T}\none: {message: m, help: h}\n"),
        ],
        &[("pack.yaml", MANIFEST), ("checks.yaml", &check.replace("bad: {}", "bad: {packs: [gdpr]}"))],
        // Examples that do not show what they should.
        &[("pack.yaml", MANIFEST), ("checks.yaml", &check.replace("bad: {}", "bad: {study: {title: a}}"))],
        &[
            ("pack.yaml", MANIFEST),
            (
                "checks.yaml",
                &check.replace("good: {study: {title: a}}", "good: [{study: {title: a}}, {study: {title: b}}]"),
            ),
        ],
        &[("pack.yaml", MANIFEST), ("checks.yaml", &check.replace("bad: {}", "bad: {studdy: {}}"))],
        &[
            ("pack.yaml", MANIFEST),
            ("checks.yaml", &check.replace("require: study.title == 'a'", "require: 'participants[3].survivors'")),
        ],
    ];
    let mut said = String::new();
    for case in cases {
        let found = pack(case);
        let names: Vec<String> = case
            .iter()
            .map(|(name, text)| format!("{name} = {}", text.replace(MANIFEST, "…").escape_debug()))
            .collect();
        let _ = writeln!(
            said,
            "{}\n{}",
            names.join("; "),
            found.lines().map(|line| format!("  {line}\n")).collect::<String>()
        );
    }
    insta::assert_snapshot!("packs", said);
}

#[test]
fn what_is_wrong_with_a_template_is_said_with_its_place() {
    let cases: &[&[(&str, &str)]] = &[
        &[("information-sheet/en.md", "# A\n\n{{ studdy.title }}\n")],
        &[("information-sheet/en.md", "# A\n\n{{ study.title | }}\n")],
        &[("information-sheet/en.md", "# A\n\n{{ study.title | shout }}\n")],
        &[("information-sheet/en.md", "# A\n\n{% if study.title is not loud or study.id is starting %}x{% endif %}\n")],
        &[("information-sheet/en.md", "# A\n\n{% filter shout %}x | loud, as it is said{% endfilter %}\n")],
        &[("information-sheet/en.md", "# A\n\n{% include \"no-such-piece\" %}\n{% include \"nor/this.md\" %}\n")],
        &[("information-sheet/en.md", "# A\n\n{{ section(\"A\", \"own/no-such-task\") }}\n")],
        &[("information-sheet/en.md", "# A\n\n{{ [1] * 999999999 }}\n")],
        &[("information-sheet/es.md", "{# translated from en.md 000000000000 #}\n# A\n")],
        &[("information-sheet/es.md", "{# translated from en.md 000000000000 unfinished #}\n# A\n")],
        &[("information-sheet/es.md", "# A\n")],
        &[("information-sheet/en.md", "# A\n\n{{ section(\"A")],
        &[("own-paper/document.yaml", "title: Own\naudience: committee\norder: 9\ntasks: [own/no-such-task]\n")],
        &[("own-paper/document.yaml", "titel: Own\n")],
        &[("own-paper/document.yaml", "title: [")],
    ];
    let packs = Library::built_in().all();
    let mut said = String::new();
    for case in cases {
        let own = case
            .iter()
            .map(|(name, text)| ((*name).to_owned(), SourceFile::new(format!("templates/{name}"), *text)))
            .collect();
        let library = Arc::new(documents::library::Library::with_own(own));
        let found = lines(&documents::lint::lint(&library, &packs));
        let names: Vec<String> = case.iter().map(|(name, text)| format!("{name} = {}", text.escape_debug())).collect();
        let _ = writeln!(
            said,
            "{}\n{}",
            names.join("; "),
            found.lines().map(|line| format!("  {line}\n")).collect::<String>()
        );
    }
    insta::assert_snapshot!("templates", said);
}

#[test]
fn a_name_in_the_log_that_leads_nowhere_is_said_with_what_there_is() {
    let study = assent::study::load_bytes(
        "study.yaml",
        b"assent: 1\nstudy: {id: s, title: T}\nteam: [{id: lead, name: A}, {id: keeper, name: B}]\n",
    );
    let entry =
        |more: &str| format!("kind: review\non: 2026-03-01\nwritten: 2026-03-01T10:00:00Z\nnote: We met.\n{more}");
    let files = [
        ("one", entry("by: laed\n")),
        ("two", entry("by: someone-else\nsetting: north\n")),
        ("three", entry("by: lead\nabout: on\n")),
        ("four", entry("by: redacted\n")),
        ("five", "on: soon\n".to_owned()),
        ("six", "- a\n".to_owned()),
        ("seven", "[".to_owned()),
    ];
    let parsed: Vec<_> = files
        .iter()
        .map(|(id, text)| assent::records::log::parse(&format!("log/{id}.yaml"), id, text.as_bytes()))
        .collect();
    let mut said: String = parsed.iter().map(|file| lines(&file.findings)).collect();
    said.push_str(&lines(&assent::records::log::Log::of(parsed).dangling(&study.study)));
    insta::assert_snapshot!("log", said);
}

#[test]
fn a_file_that_nobody_wrote_by_hand_is_not_read_to_its_end() {
    let twice = format!("assent: 1\n{}", "study: a\n".repeat(2_000));
    let unknown: String = (0..6_000).map(|at| format!("x{at}: 1\n")).collect();
    for (text, word) in
        [(twice, "fields are given twice, and the file is not read further"), (format!("assent: 1\n{unknown}"), "5000")]
    {
        let loaded = assent::study::load_bytes("study.yaml", text.as_bytes());
        let said = lines(&loaded.findings);
        assert!(said.contains(word), "{}", said.chars().take(2_000).collect::<String>());
    }
}
