//! Which fields of a study a check reads: what an attestation was made on.

use std::collections::BTreeSet;

use crate::guidelines::inference;
use crate::guidelines::inference::Names;
use crate::guidelines::pack::Check;
use crate::guidelines::shape::STUDY;
use crate::guidelines::shape::Type;

/// The fields that a check reads, by their place in the shape: `participants[].consent.gap_days`.
pub fn of_check(check: &Check) -> BTreeSet<String> {
    let mut fields = BTreeSet::new();
    let mut names = Names::study();
    let mut item = STUDY.root();
    if let Some(each) = &check.each {
        let (kind, read) = inference::fields(each.text(), &names);
        fields.extend(read);
        item = kind.element().cloned().unwrap_or(kind);
        names = names.with("item", item.clone());
    }
    for expression in [&check.when, &check.require, &check.of].into_iter().flatten() {
        fields.extend(inference::fields(expression.text(), &names).1);
    }
    if check.of.is_none()
        && let Some(at) = check.at.as_deref().filter(|at| !at.contains('{'))
    {
        let (base, at) = match at.strip_prefix('/') {
            Some(below) => (STUDY.root(), below),
            None => (item, at),
        };
        fields.extend(field_below(&base, at));
    }
    fields
}

/// The place of a field below a record; none where it is a whole section.
fn field_below(base: &Type, at: &str) -> Option<String> {
    let Type::Record(number) = base else { return None };
    let place = &STUDY.record(*number)?.place;
    if matches!(STUDY.below(base, at).ok()?, Type::Record(_)) {
        return None;
    }
    let dot = if place.is_empty() { "" } else { "." };
    Some(format!("{place}{dot}{at}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(yaml: &str) -> Vec<String> {
        let check: Check = serde_yaml::from_str(&format!(
            "{{code: c, level: error, message: m, help: h, example: {{bad: {{}}, good: {{}}}}, {yaml}}}"
        ))
        .unwrap();
        of_check(&check).into_iter().collect()
    }

    #[test]
    fn a_check_reads_what_its_expressions_name() {
        let read = fields(
            "each: \"participants | selectattr('survivors')\", require: item.consent.gap_days >= 1, at: consent.gap_days",
        );
        assert_eq!(read, ["participants[].consent.gap_days", "participants[].survivors"]);
        let read = fields("each: \"flat(settings, 'referral')\", require: given(item.hours), at: hours");
        assert_eq!(read, ["settings[].referral[].hours"]);
        assert_eq!(
            fields("require: given(privacy.limits) and study.dates.end > today, at: privacy"),
            ["privacy.limits", "study.dates.end"]
        );
    }

    #[test]
    fn what_a_function_looks_at_is_read_as_well() {
        let read = fields("each: \"participants | select('minors')\", require: given(item.label), at: label");
        assert!(read.contains(&"participants[].ages.from".to_owned()), "{read:?}");
        let read = fields("each: field_activities(), require: given(item.aftercare), at: aftercare");
        assert!(read.contains(&"activities[].aftercare".to_owned()), "{read:?}");
    }

    #[test]
    fn every_field_that_a_function_looks_at_exists() {
        for function in crate::guidelines::functions::TABLE {
            for field in crate::guidelines::functions::reads(function.name) {
                assert!(STUDY.at(field).is_some(), "{}: {field}", function.name);
            }
        }
    }
}
