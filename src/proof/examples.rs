//! The examples of the packs' checks on documents: the bad one must fail its check, the good one must pass.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::checks;
use crate::checks::Context;
use crate::checks::examples::Example;
use crate::checks::examples::whole;
use crate::documents::compose;
use crate::documents::compose::Composition;
use crate::documents::compose::Material;
use crate::documents::library::Library as Templates;
use crate::finding::Finding;
use crate::guidelines::Library;
use crate::guidelines::Packs;
use crate::proof;
use crate::source::SourceFile;

/// Composes an example's papers.
fn papers(example: &Example, packs: &Packs) -> (Templates, Composition) {
    let own: BTreeMap<String, SourceFile> = example
        .files
        .iter()
        .filter_map(|(path, text)| Some((path.strip_prefix("templates/")?.to_owned(), path, text)))
        .map(|(below, path, text)| (below, SourceFile::new(path.as_str(), text.as_str())))
        .collect();
    let templates = Templates::with_own(own);
    let words = example.facts.words.iter().map(|(language, (_, root))| (language.clone(), root.to_json())).collect();
    let study = Arc::clone(&example.loaded.study);
    let value = Arc::clone(&example.loaded.value);
    let material =
        Material::new(study, value, words, Arc::new(templates.clone()), Arc::new(packs.clone()), example.facts.today);
    (templates, compose::before_verdict(&material))
}

fn found(library: &Library, example: &Example, pack: &str) -> Vec<Finding> {
    let mut packs = library.in_force(&example.loaded.study);
    if packs.pack(pack).is_none() {
        packs = library.all();
    }
    let before = checks::run(&example.loaded, &packs, &example.facts);
    let (templates, composition) = papers(example, &packs);
    assert!(composition.errors.is_empty(), "{:?}", composition.errors);
    let context = Context::new(&example.loaded, &packs, &example.facts);
    proof::run(&context, &templates, &composition, &before, &proof::Memory::default())
}

#[test]
fn every_check_on_documents_fails_its_bad_and_passes_its_good_example() {
    let library = Library::built_in();
    let mut problems = Vec::new();
    for pack in library.all().iter() {
        for check in &pack.checks {
            let Some(name) = check.rust.as_deref() else { continue };
            if !proof::TABLE.iter().any(|known| known.name == name) {
                continue;
            }
            for (wanted, fragments) in [(true, check.example.bad()), (false, check.example.good())] {
                for fragment in fragments {
                    let findings = found(&library, &whole(fragment, pack.id.as_str()), pack.id.as_str());
                    let own: Vec<&Finding> = findings.iter().filter(|one| one.code == check.code.as_str()).collect();
                    if own.is_empty() == wanted {
                        let which = if wanted { "bad" } else { "good" };
                        let said: Vec<&str> = own.iter().map(|one| one.message.as_str()).collect();
                        problems.push(format!("{}/{} {which}: {said:?}", pack.id, check.code));
                    }
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_rust_name_of_a_pack_is_in_one_table_and_its_words_name_its_values_only() {
    let library = Library::built_in();
    let mut used = std::collections::BTreeSet::new();
    for pack in library.all().iter() {
        for check in &pack.checks {
            let Some(name) = check.rust.as_deref() else { continue };
            used.insert(name.to_owned());
            let here = checks::TABLE.iter().find(|known| known.name == name).map(|known| known.values);
            let there = proof::TABLE.iter().find(|known| known.name == name).map(|known| known.values);
            let values = match (here, there) {
                (Some(values), None) | (None, Some(values)) => values,
                (Some(_), Some(_)) => panic!("`{name}` stands in both tables"),
                (None, None) => panic!("{}/{} calls `{name}`, which no table has", pack.id, check.code),
            };
            for text in [&check.message, &check.help] {
                let env = minijinja::Environment::new();
                let template = env.template_from_str(text).expect("the pack was loaded");
                let named: std::collections::BTreeSet<String> =
                    template.undeclared_variables(false).into_iter().collect();
                let strange: Vec<&String> = named.iter().filter(|name| !values.contains(&name.as_str())).collect();
                assert!(strange.is_empty(), "{}/{}: {strange:?} are no values of it", pack.id, check.code);
            }
        }
    }
    let known = checks::TABLE.iter().map(|known| known.name).chain(proof::TABLE.iter().map(|known| known.name));
    let idle: Vec<&str> = known.filter(|name| !used.contains(*name)).collect();
    assert!(idle.is_empty(), "no pack uses {idle:?}");
}
