//! Functions on what is kept about people, told by the packs' word lists.

use std::sync::Arc;

use minijinja::Error;
use minijinja::Value;

use crate::guidelines::functions::arguments::at;
use crate::guidelines::functions::arguments::words;
use crate::guidelines::functions::values::stands_in_lowered;
use crate::guidelines::lexicon::spaced;
use crate::guidelines::world::Item;
use crate::guidelines::world::World;
use crate::study::Storage;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// True where a text ([`spaced`]) has a word of a list.
fn tells(world: &World, list: &str, text: &str) -> bool {
    let list = world.lexicon.spaced(list).filter(|list| list.may_stand_in(text));
    list.is_some_and(|list| list.words.iter().any(|word| stands_in_lowered(word, text)))
}

pub(super) fn storage_of(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let lists: Vec<String> = args.iter().flat_map(words).map(|kind| format!("stored-{kind}")).collect();
    let holds = |storage: &&Storage| {
        let what = spaced(storage.what.as_deref().unwrap_or_default());
        lists.iter().any(|list| tells(world, list, &what))
    };
    let all = &world.study.privacy.storage;
    let found: Vec<&Storage> = all.iter().filter(holds).collect();
    let path = Path::root().key("privacy").key("storage");
    let items = world.at(&path).and_then(|list| list.items()).unwrap_or_default();
    let kept = items.into_iter().zip(all).filter(|(_, one)| found.iter().any(|it| std::ptr::eq(*it, *one)));
    Ok(Value::from(kept.map(|(item, _)| Value::from_object(item)).collect::<Vec<_>>()))
}

pub(super) fn on_paper(world: &Arc<World>, args: &[Value]) -> Result<Value, Error> {
    let path = Item::of(at(args, 0)?).filter(|item| !item.is_blank()).map(Item::path).unwrap_or_default();
    let [Segment::Key(_), Segment::Key(_), Segment::Index(index)] = path.0.as_slice() else {
        return Ok(Value::from(false));
    };
    let Some(storage) = world.study.privacy.storage.get(*index) else { return Ok(Value::from(false)) };
    let place = storage.location.as_ref().map(|place| place.as_str()).unwrap_or_default();
    let what = storage.what.as_deref().unwrap_or_default();
    Ok(Value::from([place, what].iter().any(|text| tells(world, "kept-on-paper", &spaced(text)))))
}

fn identifiers(world: &Arc<World>, list: &str) -> Value {
    let path = Path::root().key("privacy").key("identifiers_collected");
    let items = world.at(&path).and_then(|all| all.items()).unwrap_or_default();
    let found = items
        .into_iter()
        .filter(|item| tells(world, list, &spaced(item.scalar().and_then(Value::as_str).unwrap_or_default())));
    Value::from(found.map(Value::from_object).collect::<Vec<_>>())
}

pub(super) fn contact_identifiers(world: &Arc<World>, _: &[Value]) -> Result<Value, Error> {
    Ok(identifiers(world, "contact-identifiers"))
}

pub(super) fn precise_identifiers(world: &Arc<World>, _: &[Value]) -> Result<Value, Error> {
    Ok(identifiers(world, "precise-identifiers"))
}
