//! A study's own templates: what they print and which papers they make, and what is said where one cannot be made.

use std::collections::BTreeMap;
use std::sync::Arc;

use assent::documents::compose::Composition;
use assent::documents::compose::Material;
use assent::documents::compose::before_verdict;
use assent::documents::compose::missing_words;
use assent::documents::library::Library;
use assent::source::SourceFile;
use assent::study;
use assent::study::Written;

use super::common::TODAY;
use super::common::Tool;

const STUDY: &str = "
assent: 1
study: {id: s, title: T, language: de}
team: [{id: lead, name: A. Lead}]
participants:
  - {id: g, label: Grown people, ages: {from: 30, to: 50}, languages: [en], explanation: What we ask.}
  - {ages: {from: 12, to: 15}, languages: [en, es]}
activities:
  - {id: x, with: [g], recording: video}
  - {with: [g], recording: photo}
  - {id: z, with: [g], recording: photo}
compensation: {value: {amount: 12.5, currency: EUR}}
";

const PAPER: &str = "title: Own\naudience: committee\norder: 900\n";

fn material(yaml: &str, own: &[(&str, &str)]) -> Material {
    let loaded = study::load(SourceFile::new("study.yaml", yaml));
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
    let files =
        own.iter().map(|(path, text)| ((*path).to_owned(), SourceFile::new(format!("templates/{path}"), *text)));
    let library = Library::with_own(files.collect());
    assert!(library.problems().is_empty(), "{:?}", library.problems());
    let packs = Arc::new(assent::guidelines::library::Library::built_in().in_force(&loaded.study));
    let date = study::Date::read("2026-06-01").unwrap();
    Material::new(loaded.study, loaded.value, BTreeMap::new(), Arc::new(library), packs, date)
}

fn stems<'c>(composition: &'c Composition, id: &str) -> Vec<&'c str> {
    let own = composition.documents.iter().filter(|document| document.slot.id == id);
    own.map(|document| document.slot.stem.as_str()).collect()
}

/// What the paper of a template says, and the fields whose gaps it shows.
fn printed(yaml: &str, template: &str) -> (String, Vec<String>) {
    let composition = before_verdict(&material(yaml, &[("own/document.yaml", PAPER), ("own/en.md", template)]));
    assert!(composition.errors.is_empty(), "{:?}", composition.errors);
    let paper = composition.documents.iter().find(|document| document.slot.id == "own").unwrap();
    (paper.markdown.replace('\\', ""), paper.gaps.iter().map(|gap| gap.path.to_string()).collect())
}

#[test]
fn every_value_of_a_study_prints_as_text_or_as_a_gap_and_in_no_other_way() {
    let lines = [
        ("{{ compensation.value.amount }}, {{ compensation.value | money }}", "12.5, 12.5\u{a0}EUR"),
        ("{{ named(\"lead\") }}, {{ named(\"g\") }}, {{ named(\"others\") }}", "A. Lead, Grown people, others"),
        ("{{ languages | and_list }}", "en and es"),
        ("{{ participants[0].recordings | and_list }}", "video and photo"),
        ("{{ participants[0].about }}", "What we ask."),
        ("{% set key = \"label\" %}{{ participants[0][key] }}", "Grown people"),
        ("{% set key = \"value\" %}{{ compensation[key].currency }}", "EUR"),
        ("{{ participants | map(attribute=\"label\") | label(\"mode\") | length }}", "2"),
        (
            "{{ compensation ~ \"\" }}, {{ participants[0].languages ~ \"\" }}",
            "[compensation], [participants[0].languages]",
        ),
        ("{{ \"same\" if participants[0].languages == participants[0].languages else \"other\" }}", "same"),
        ("{{ \"same\" if participants[0].languages == participants[1].languages else \"other\" }}", "other"),
        (
            "{{ \"given\" if compensation.value else \"blank\" }}, {{ \"given\" if distress else \"blank\" }}",
            "given, blank",
        ),
        ("{{ \"a\" if false }}{{ \"\" | or_gap }}.", "."),
        // A blank shows wherever it is put, also inside of a text, and makes a list a blank.
        ("{{ participants[1].label ~ \"!\" }}", "[participants[1].label]!"),
        (
            "{{ participants[1].label | and_list }}",
            "[[to be completed: participants[1].label]](gap:participants[1].label)",
        ),
        (
            "{{ participants | map(attribute=\"label\") | and_list }}",
            "[[to be completed: participants[1].label]](gap:participants[1].label)",
        ),
        ("{{ distress | or_gap }}", "[[to be completed: distress]](gap:distress)"),
    ];
    let template: Vec<&str> = lines.iter().map(|(line, _)| *line).collect();
    let wanted: Vec<&str> = lines.iter().map(|(_, wanted)| *wanted).collect();
    let (said, mut gaps) = printed(STUDY, &template.join("\n\n"));
    assert_eq!(said.split("\n\n").map(str::trim).collect::<Vec<_>>(), wanted);
    gaps.dedup();
    assert_eq!(gaps, ["participants[1].label", "distress"]);
}

#[test]
fn an_amount_without_a_currency_and_a_currency_without_an_amount_are_gaps() {
    for (value, gap) in
        [("{currency: EUR}", "compensation.value.amount"), ("{amount: 5}", "compensation.value.currency")]
    {
        let yaml = STUDY.replace("{amount: 12.5, currency: EUR}", value);
        let (said, gaps) = printed(&yaml, "{{ compensation.value | money }}");
        assert_eq!(gaps, [gap], "{said}");
    }
}

#[test]
fn a_word_that_a_language_lacks_is_a_gap_in_a_paper_of_that_language() {
    let own = [
        ("sheet/document.yaml", "title: Own\naudience: participant\norder: 900\neach_language: true\n"),
        ("sheet/en.md", "{{ \"by carrier pigeon\" | label(\"mode\") }}\n"),
    ];
    let composition = before_verdict(&material(STUDY, &own));
    let paper = composition.documents.iter().find(|document| document.slot.stem == "sheet.en").unwrap();
    let gaps: Vec<(String, bool)> = paper.gaps.iter().map(|gap| (gap.path.to_string(), gap.translation)).collect();
    assert_eq!(gaps, [("templates/words/en.yaml: labels.mode.by-carrier-pigeon".to_owned(), true)]);
}

#[test]
fn a_description_says_for_whom_and_in_which_languages_there_is_a_paper() {
    let own = [
        ("each/document.yaml", "title: A\naudience: team\norder: 900\nfor_each: activity\neach_language: true\n"),
        ("each/en.md", "# A\n"),
        ("once/document.yaml", "title: B\naudience: participant\norder: 901\neach_language: true\n"),
        ("once/en.md", "# B\n"),
        ("ages/document.yaml", "title: C\naudience: team\norder: 902\nfor_each: group\ntwo_ages: true\n"),
        ("ages/en.md", "# C\n"),
        (
            "committee/document.yaml",
            "title: D\naudience: guardian\norder: 903\nfor_each: group\neach_language: true\ncommittee_when: group.minors\n",
        ),
        ("committee/en.md", "# D\n"),
    ];
    let composition = before_verdict(&material(STUDY, &own));
    assert_eq!(stems(&composition, "each"), ["each.x.en", "each.activity-2.en", "each.z.en"]);
    assert_eq!(stems(&composition, "once"), ["once.en", "once.es"]);
    assert_eq!(stems(&composition, "ages"), ["ages.group-2"]);
    // German is not written: the paper for the committee is in English.
    assert_eq!(stems(&composition, "committee"), ["committee.g.en", "committee.group-2.en"]);
}

#[test]
fn a_paper_that_cannot_be_made_says_why_and_at_which_place() {
    let long = format!("{{% for i in range(100) %}}\n{}\n{{% endfor %}}\n", "word ".repeat(40_000));
    let when = format!("{PAPER}when: nobody.title\n");
    let sheet = "title: Own\naudience: participant\norder: 900\neach_language: true\n";
    let own = [
        ("when/document.yaml", when.as_str()),
        ("when/en.md", "# A\n"),
        ("long/document.yaml", PAPER),
        ("long/en.md", &long),
        ("sheet/document.yaml", sheet),
        ("sheet/en.md", "# A\n\n{{ study.title | shout }}\n"),
        // Nobody has written it: a page that says so, and nothing that words could be missing in.
        ("unwritten/document.yaml", sheet),
    ];
    let material = material(STUDY, &own);
    let said: Vec<String> = before_verdict(&material).errors.iter().map(ToString::to_string).collect();
    for wanted in [
        "could not make `when`: `nobody.title` cannot be decided: undefined value: `nobody` is undefined (templates/when/document.yaml, line 1)",
        "could not make `long`: the document is longer than 16 MB",
        "could not make `sheet.en`: unknown filter: filter shout is unknown (templates/sheet/en.md, line 3)",
    ] {
        assert!(said.iter().any(|one| one.starts_with(wanted)), "{wanted}: {said:#?}");
    }
    let missing = missing_words(&material, "es").unwrap_err();
    assert!(missing.iter().any(|error| error.template == "templates/sheet/en.md" && error.line == 3), "{missing:?}");
    assert!(missing.iter().all(|error| error.stem != "unwritten.en"), "{missing:?}");
}

#[test]
fn a_study_s_own_words_lie_over_those_that_are_built_in_and_are_held_against_what_words_need() {
    let library = |text: &str| {
        Library::with_own([("words/en.yaml".to_owned(), SourceFile::new("templates/words/en.yaml", text))].into())
    };
    let own = library("gap: 'fill in: {field}'\n");
    assert!(own.problems().is_empty(), "{:?}", own.problems());
    let words = own.words("en").unwrap();
    assert_eq!((words.gap.as_str(), words.months.len()), ("fill in: {field}", 12));
    let said: Vec<String> = library("months: [May]\n").problems().iter().map(|one| one.message.clone()).collect();
    assert_eq!(said, ["`months` has 1 names; a year has 12"]);
}

/// The findings of a study, as `code@line file`, with their messages.
fn found(tool: &Tool, code: &str) -> Vec<(String, String)> {
    let report = tool.run(&["check", "s", "--format", "json", "--today", TODAY]);
    let report: serde_json::Value = serde_json::from_str(&report.stdout).unwrap();
    let findings = report["studies"][0]["findings"].as_array().unwrap().clone();
    let place = |one: &serde_json::Value| match one["path"].as_str() {
        Some("") | None => format!("{}:{}", one["file"].as_str().unwrap(), one["line"]),
        Some(path) => path.to_owned(),
    };
    let of_code = findings.iter().filter(|one| one["code"] == code);
    of_code.map(|one| (place(one), one["message"].as_str().unwrap().to_owned())).collect()
}

#[test]
fn what_a_template_says_is_proofread_in_every_paper_and_told_once() {
    let tool = Tool::new();
    tool.write(
        "s/study.yaml",
        "assent: 1\nstudy: {id: s, title: T, language: en, contact: {phone: \"+00 100 200 300\"}}\nparticipants:\n  \
         - {id: first, ages: {from: 18, to: 24}, reading_age: 12, languages: [en, sw], explanation: \"Puedes parar \
         cuan*do* quieras, y no te vamos a preguntar por qué lo haces.\"}\n  - {id: second, ages: {from: 18}, languages: [en]}\n  \
         - {id: third, ages: {from: 18}, reading_age: 8, languages: [fr]}\n",
    );
    let hard = "L'établissement universitaire organisateur garantit systématiquement la confidentialité \
                des informations personnelles collectées pendant l'expérimentation.\n";
    tool.write("s/templates/information-sheet/fr.md", format!("# A\n\n{}", hard.repeat(12)));
    let sheet = "# A\n\n{{ group.about | prose }}\n\nCall +00 100 200 999.\n";
    tool.write("s/templates/information-sheet/en.md", sheet);
    tool.write(
        "s/templates/information-sheet/sw.md",
        "# A\n\nUnaweza kuacha wakati wowote. Hakuna mtu atakayekasirika.\n",
    );
    tool.write("s/templates/words/sw.yaml", include_str!("../templates/words/en.yaml"));
    let contradictions = found(&tool, "contradiction");
    assert_eq!(contradictions.len(), 1, "two papers say it: {contradictions:?}");
    assert_eq!(contradictions[0].0, "s/templates/information-sheet/en.md:5");
    let mixed = found(&tool, "mixed-languages");
    assert_eq!(mixed.len(), 1, "{mixed:?}");
    assert_eq!(mixed[0].0, "participants[0].explanation", "emphasis inside of a word hides no text");
    // French has one formula, so there is one age and no range.
    let hard = found(&tool, "reading-level");
    assert_eq!(hard.len(), 1, "{hard:?}");
    assert!(hard[0].1.contains("third") && hard[0].1.contains("Kandel-Moles"), "{hard:?}");
    let mut unscored = found(&tool, "reading-unscored");
    unscored.retain(|(_, message)| message.contains("`sw`"));
    assert_eq!(unscored.len(), 1, "{unscored:?}");
    assert!(unscored[0].1.contains("papers for first") && unscored[0].1.contains("the mean is 4"), "{unscored:?}");
}

#[test]
fn papers_in_a_language_that_no_group_names_are_told_at_the_groups() {
    let tool = Tool::new();
    tool.write(
        "s/study.yaml",
        "assent: 1\nstudy: {id: s, title: T, language: de}\nparticipants: [{id: a, ages: {from: 18}}]\n",
    );
    let missing = found(&tool, "template-missing");
    assert_eq!(missing.iter().map(|(place, _)| place.as_str()).collect::<Vec<_>>(), ["participants"], "{missing:?}");
}

#[test]
fn a_packet_says_of_each_file_that_own_words_or_templates_keep_from_being_made_why() {
    let tool = Tool::new();
    tool.example("minimal");
    let packet = |path: &str, text: &str| {
        let own = tool.write(&format!("minimal/templates/{path}"), text);
        let ran = tool.run(&["packet", "minimal", "--out", "out", "--to", "md", "--date", TODAY]);
        std::fs::remove_file(own).unwrap();
        format!("{}{}", ran.stdout, ran.stderr)
    };
    let said = packet("words/en.yaml", "paper: {page: Page}\n");
    assert!(said.contains("`Page` must say where `{page}` stands"), "{said}");
    let said = packet("index/page.html", "{{ nobody }}");
    assert!(said.contains("undefined"), "{said}");
    let said = packet("index/en.yaml", "a: [");
    assert!(said.contains("templates/index/en.yaml: "), "{said}");
    let said = packet("cover/en.md", "# A\n\n{{ nobody }}\n");
    assert!(said.contains("not made    documents/cover: ") && said.contains("templates/cover/en.md, line 3"), "{said}");
    let long = "# Plan\n\n{% for i in range(20000) %}\nA sentence that is said again.\n\n{% endfor %}\n";
    let said = packet("protocol/en.md", long);
    let made = std::fs::read_to_string(tool.path("out/documents/protocol.md")).unwrap();
    assert_eq!(made.matches("A sentence that is said again.").count(), 20_000, "{said}");
}

#[test]
fn a_packet_says_who_reviewed_each_translation_and_what_is_to_be_looked_at_again() {
    let tool = Tool::new();
    super::committee::ready(&tool);
    let study = "survivor-conversations/study.yaml";
    let text = std::fs::read_to_string(tool.path(study)).unwrap();
    let review = "{language: es, document: information-sheet, reviewed_by: Lucía Ejemplo, on: 2026-01-14}";
    let told = text
        .replace("translations: []", &format!("translations: [{review}]"))
        .replace("languages: [en]", "languages: [en, es, km, sw]");
    tool.write(study, &told);
    // Words of another language without those for the edge of a page: there they are the English ones.
    let (words, _) = include_str!("../templates/words/en.yaml").split_once("\npaper:").unwrap();
    tool.write("survivor-conversations/templates/words/sw.yaml", words.replace("name: English", "name: Kiswahili"));
    tool.write("survivor-conversations/templates/information-sheet/sw.md", "# Karibu\n");
    // An own translation that does not say what it was translated from is not called stale.
    tool.write("survivor-conversations/templates/withdrawal-form/es.md", "# Retirarse\n");
    let records = "survivor-conversations/records/ecpat-four-steps";
    let attested = |who: &str| format!("  - {{on: 2026-01-28T09:00:00Z, by: {who}, state: attested, basis: '0000'}}\n");
    let log = format!("task: ecpat-four-steps/question-and-use\nlog:\n{}{}", attested("lead"), attested("safeguard"));
    tool.write(&format!("{records}/question-and-use.yaml"), log);
    let set_aside = "task: ecpat-four-steps/emergency-context\nlog:\n  - {on: 2025-12-03T12:30:00Z, by: somebody, \
                     state: not-applicable, reason: There is no emergency.}\n";
    tool.write(&format!("{records}/emergency-context.yaml"), set_aside);
    let packet = |out: &str| {
        tool.run(&["packet", "survivor-conversations", "--out", out, "--to", "md", "--date", TODAY]).ended(0);
        let read = |name: &str| std::fs::read_to_string(tool.path(&format!("{out}/{name}"))).unwrap();
        [read("documents/translations-statement.md"), read("documents/ethical-tasks.md"), read("index.html")]
    };
    let [translations, tasks, index] = packet("out");
    assert!(translations.contains("Lucía Ejemplo | 14 January 2026"), "{translations}");
    assert!(!translations.contains("has changed since"), "{translations}");
    assert!(tasks.contains("to be looked at again"));
    assert!(tasks.contains("somebody") && index.contains("(somebody)"), "whom nobody knows is named as written");
    assert!(index.contains("complete, to be looked at again"));
    assert!(index.contains("Kiswahili") && index.contains("km"), "a language without a name is named by its tag");
    let sheet = std::fs::read_to_string(tool.path("out/documents/information-sheet.young-survivors.sw.md")).unwrap();
    assert!(sheet.contains("# Karibu") && sheet.contains("DRAFT"), "{sheet}");
    // The words of a pack stand in the study's language where somebody wrote them.
    tool.write(study, told.replacen("language: en", "language: es", 1));
    let [_, _, index] = packet("es");
    assert!(index.contains("¿Deben participar niñas, niños y adolescentes?"));
}
