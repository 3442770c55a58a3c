//! Names of packs, tasks and hazards that lead nowhere.

use crate::checks::hit::Context;
use crate::checks::hit::Hit;
use crate::checks::hit::RustCheck;
use crate::study::nearest::nearest;
use crate::yaml::path::Path;

/// A pack that is not at hand.
pub(super) const PACKS: RustCheck =
    RustCheck { name: "unknown-pack", values: &["found", "nearest", "known"], run: packs };
/// A task that its pack does not have.
pub(super) const TASKS: RustCheck = RustCheck { name: "unknown-task", values: &["found", "nearest"], run: tasks };
/// A hazard that no pack of the study names.
pub(super) const HAZARDS: RustCheck = RustCheck { name: "unknown-hazard", values: &["found", "nearest"], run: hazards };

fn packs(context: &Context<'_>) -> Vec<Hit> {
    let known: Vec<&str> = context.packs.known().collect();
    let named = context.loaded.study.packs.iter().enumerate();
    let unknown = named.filter(|(_, pack)| !known.contains(&pack.as_str()));
    unknown
        .map(|(at, pack)| {
            let place = context.loaded.place(&Path::root().key("packs").index(at));
            let hit = Hit::at(place).with("found", pack.as_str()).with("known", known.clone());
            hit.with("nearest", nearest(pack.as_str(), known.iter().copied()).unwrap_or_default())
        })
        .collect()
}

fn tasks(context: &Context<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (at, risk) in context.loaded.study.risks.iter().enumerate() {
        for (index, task) in risk.tasks.iter().enumerate().filter(|(_, task)| !is_known(context, task)) {
            let path = Path::root().key("risks").index(at).key("tasks").index(index);
            hits.push(of_task(context, Hit::at(context.loaded.place(&path)), task));
        }
    }
    let named = Path::root().key("task");
    for (prefix, texts) in context.texts().files().filter(|(prefix, _)| prefix.starts_with("records/")) {
        let task = texts.iter().find(|text| text.path == named);
        for text in task.into_iter().filter(|text| !is_known(context, text.text)) {
            hits.push(of_task(context, Hit::at(text.whole()), text.text).named(context, &prefix));
        }
    }
    hits
}

/// A task is known where its pack has it; a pack that is at hand and not in force is not asked.
fn is_known(context: &Context<'_>, task: &str) -> bool {
    let Some((pack, _)) = task.split_once('/') else { return false };
    context.packs.task(task).is_some()
        || (context.packs.pack(pack).is_none() && context.packs.known().any(|known| known == pack))
}

fn of_task(context: &Context<'_>, hit: Hit, task: &str) -> Hit {
    let known: Vec<&str> = context.packs.tasks().map(|(_, task)| task.full_id.as_str()).collect();
    let without_pack = known.iter().copied().find(|full| full.split_once('/').is_some_and(|(_, id)| id == task));
    let near = without_pack.or_else(|| nearest(task, known.iter().copied())).unwrap_or_default();
    hit.with("found", task).with("nearest", near)
}

fn hazards(context: &Context<'_>) -> Vec<Hit> {
    let known: Vec<&str> = context.world.lexicon.hazards.iter().map(|hazard| hazard.id.as_str()).collect();
    let study = &context.loaded.study;
    let covered = study.risks.iter().enumerate().flat_map(|(at, risk)| {
        let path = Path::root().key("risks").index(at).key("covers");
        risk.covers.iter().enumerate().map(move |(index, id)| (id, path.index(index)))
    });
    let dismissed = study.hazards_dismissed.iter().enumerate().filter_map(|(at, one)| {
        let path = Path::root().key("hazards_dismissed").index(at).key("hazard");
        one.hazard.as_ref().map(|id| (id, path))
    });
    covered
        .chain(dismissed)
        .filter(|(id, _)| !known.contains(&id.as_str()))
        .map(|(id, path)| {
            let near = nearest(id.as_str(), known.iter().copied()).unwrap_or_default();
            Hit::at(context.loaded.place(&path)).with("found", id.as_str()).with("nearest", near)
        })
        .collect()
}
