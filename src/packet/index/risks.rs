//! The risks as the index shows them: rated in words, and the drawings of the register.

use minijinja::Value;
use serde::Serialize;

use crate::documents::tree::Block;
use crate::formats::svg;
use crate::packet::index::Desk;
use crate::packet::index::person;
use crate::packet::index::words;
use crate::study::relations::band;
use crate::study::relations::score;

#[derive(Serialize)]
pub(super) struct RiskRow {
    what: String,
    to: Vec<String>,
    before: Option<Rated>,
    after: Option<Rated>,
    owner: String,
}

#[derive(Serialize)]
struct Rated {
    sum: String,
    band: &'static str,
}

/// The risks, each with how it is rated before and with safeguards.
pub(super) fn rows(desk: &Desk<'_>) -> Vec<RiskRow> {
    let rated = |likelihood: Option<u32>, severity: Option<u32>| match (likelihood, severity) {
        (Some(l), Some(s)) => Some(Rated { sum: format!("{l} × {s} = {}", score(l, s)), band: band(l, s).as_str() }),
        _ => None,
    };
    let risks = desk.loaded.study.risks.iter();
    risks
        .map(|risk| RiskRow {
            what: risk.what.as_ref().map(|what| what.0.clone()).unwrap_or_default(),
            to: risk.to.iter().map(|id| words::named(&desk.loaded.study, id.as_str())).collect(),
            before: rated(risk.likelihood, risk.severity),
            after: rated(risk.residual.likelihood, risk.residual.severity),
            owner: risk.owner.as_ref().map(|id| person(desk, id.as_str())).unwrap_or_default(),
        })
        .collect()
}

/// The drawings of the risk register, before and after, as they stand in that document.
pub(super) fn maps(desk: &Desk<'_>) -> Value {
    let blocks = desk.documents.iter().flat_map(|document| &document.tree.blocks);
    let map = blocks.into_iter().find_map(|block| match block {
        Block::RiskMap(map) => Some(map),
        _ => None,
    });
    let drawings = map.into_iter().flat_map(|map| {
        [svg::Moment::Before, svg::Moment::After]
            .into_iter()
            .enumerate()
            .map(move |(at, moment)| Value::from_safe_string(svg::risk_map(map, moment, &format!("map{at}"))))
    });
    Value::from(drawings.collect::<Vec<_>>())
}
