//! Hazards that a pack names and that the risk register has neither covered nor set aside.

use std::collections::BTreeSet;

use crate::checks::hit::Context;
use crate::checks::hit::Hit;
use crate::checks::hit::RustCheck;
use crate::guidelines::functions;
use crate::yaml::path::Path;

/// One hit that lists them all; none while there is no register, which is another check's matter.
pub(super) const CONSIDERED: RustCheck =
    RustCheck { name: "hazards-considered", values: &["hazards", "harms", "count"], run };

fn run(context: &Context<'_>) -> Vec<Hit> {
    let study = &context.loaded.study;
    if study.risks.is_empty() {
        return Vec::new();
    }
    let covered = study.risks.iter().flat_map(|risk| &risk.covers);
    let dismissed = study.hazards_dismissed.iter().filter_map(|one| one.hazard.as_ref());
    let considered: BTreeSet<&str> = covered.chain(dismissed).map(|id| id.as_str()).collect();
    let open: Vec<_> = functions::applying_hazards(&context.world)
        .into_iter()
        .filter(|hazard| !considered.contains(hazard.id.as_str()))
        .collect();
    if open.is_empty() {
        return Vec::new();
    }
    let ids: Vec<&str> = open.iter().map(|hazard| hazard.id.as_str()).collect();
    let harms: Vec<&str> = open.iter().map(|hazard| hazard.harm.as_str()).collect();
    let place = context.loaded.place(&Path::root().key("risks"));
    vec![Hit::at(place).with("count", ids.len()).with("hazards", ids).with("harms", harms)]
}
