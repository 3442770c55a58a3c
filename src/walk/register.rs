//! The register of risks: what is still to be looked at, and the map of what was rated.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::guidelines::Hazard;
use crate::guidelines::Pack;
use crate::guidelines::Packs;
use crate::guidelines::functions::applying_hazards;
use crate::guidelines::world::World;
use crate::study::Date;
use crate::study::LoadedStudy;
use crate::study::Risk;
use crate::study::Study;

/// The hazards that concern the study and that no risk covers and nobody dismissed, in the packs' order.
pub fn open_hazards<'a>(loaded: &LoadedStudy, packs: &'a Packs, today: Date) -> Vec<(&'a Pack, &'a Hazard)> {
    let study = &loaded.study;
    let world = World::new(Arc::clone(study), &loaded.value, today, packs.lexicon());
    let applying: BTreeSet<(&str, &str)> =
        applying_hazards(&world).into_iter().map(|hazard| (hazard.pack.as_str(), hazard.id.as_str())).collect();
    let covered = study.risks.iter().flat_map(|risk| &risk.covers);
    let dismissed = study.hazards_dismissed.iter().filter_map(|dismissed| dismissed.hazard.as_ref());
    let done: BTreeSet<&str> = covered.chain(dismissed).map(|id| id.as_str()).collect();
    let mut seen = BTreeSet::new();
    let named = packs.iter().flat_map(|pack| pack.hazards.iter().map(move |hazard| (pack, hazard)));
    named
        .filter(|(pack, hazard)| applying.contains(&(pack.id.as_str(), hazard.id.as_str())))
        .filter(|(_, hazard)| !done.contains(hazard.id.as_str()) && seen.insert(hazard.id.as_str().to_owned()))
        .collect()
}

/// Whom a risk can hurt: groups, team members, the team, the community. Each with what people call it.
pub fn affected(study: &Study) -> Vec<(String, String)> {
    let groups = study.participants.iter().filter_map(|group| {
        let id = group.id.as_ref()?.to_string();
        let label = group.label.as_ref().map(ToString::to_string).unwrap_or_default();
        Some((id, label))
    });
    let people = study.team.iter().filter_map(|person| {
        let id = person.id.as_ref()?.to_string();
        Some((id, person.name.clone().unwrap_or_default()))
    });
    let all = [("team", "everybody in the team"), ("community", "the community around them")];
    groups.chain(people).chain(all.map(|(word, meaning)| (word.to_owned(), meaning.to_owned()))).collect()
}

/// A cell of the map: the numbers of the risks that stand there, from 1.
pub type Cell = Vec<usize>;

/// The map: rows by severity from 5 down to 1, columns by likelihood from 1 to 5.
pub fn map(risks: &[Risk], afterwards: bool) -> [[Cell; 5]; 5] {
    let mut map: [[Cell; 5]; 5] = Default::default();
    for (at, risk) in risks.iter().enumerate() {
        let rated = if afterwards {
            risk.residual.likelihood.zip(risk.residual.severity)
        } else {
            risk.likelihood.zip(risk.severity)
        };
        let Some((likelihood, severity)) = rated else { continue };
        let row = map.iter_mut().rev().nth(severity.saturating_sub(1) as usize);
        if let Some(cell) = row.and_then(|row| row.get_mut(likelihood.saturating_sub(1) as usize)) {
            cell.push(at + 1);
        }
    }
    map
}

/// The numbers in a cell, as many as fit into four columns.
pub fn in_cell(cell: &[usize]) -> String {
    let all = cell.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    match cell {
        [] => "·".to_owned(),
        _ if all.len() <= 4 => all,
        [first, rest @ ..] => format!("{first}+{}", rest.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guidelines::library::Library;
    use crate::source::SourceFile;
    use crate::study;
    use crate::study::Written;

    fn risk(likelihood: u32, severity: u32) -> Risk {
        Risk { likelihood: Some(likelihood), severity: Some(severity), ..Risk::default() }
    }

    #[test]
    fn a_risk_stands_where_it_was_rated() {
        let risks = [risk(1, 5), risk(3, 1), risk(1, 5), Risk::default(), risk(9, 9)];
        let map = map(&risks, false);
        assert_eq!(map[0][0], [1, 3]);
        assert_eq!(map[4][2], [2]);
        assert_eq!(map.iter().flatten().map(Vec::len).sum::<usize>(), 3);
        assert_eq!(
            (in_cell(&map[0][0]), in_cell(&[10, 11, 12]), in_cell(&[])),
            ("1,3".into(), "10+2".into(), "·".into())
        );
    }

    #[test]
    fn what_is_covered_or_dismissed_is_not_offered_again() {
        let head =
            "assent: 1\nstudy: {id: s, title: T}\nparticipants: [{id: g, ages: {from: 12, to: 15}, survivors: true}]\n";
        let offered = |rest: &str| {
            let loaded = study::load(SourceFile::new("study.yaml", format!("{head}{rest}")));
            let packs = Library::built_in().in_force(&loaded.study);
            let open = open_hazards(&loaded, &packs, Date::read("2026-06-01").unwrap());
            open.into_iter().map(|(_, hazard)| hazard.id.to_string()).collect::<Vec<_>>()
        };
        let all = offered("");
        let Some(first) = all.first() else { return };
        let covered = offered(&format!("risks: [{{id: r, covers: [{first}]}}]\n"));
        assert_eq!(covered.len() + 1, all.len());
        let dismissed = offered(&format!("hazards_dismissed: [{{hazard: {first}, reason: x}}]\n"));
        assert_eq!(dismissed, covered);
    }
}
