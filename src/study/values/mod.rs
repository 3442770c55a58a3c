//! Values with a grammar of their own, parsed once: ids, dates, countries, languages, currencies, durations, paths.
//!
//! Each type reads from and writes to plain text, and its JSON Schema carries a pattern for editors. The lists behind
//! them (ISO 3166-1, ISO 4217, BCP 47) come from libraries.

mod codes;
mod names;
mod prose;
mod times;
mod written;

pub use codes::Country;
pub use codes::Currency;
pub use codes::Language;
pub use names::Id;
pub use names::RelativePath;
pub use prose::Prose;
pub use times::Date;
pub use times::DeleteAfter;
pub use times::Duration;
pub use written::ValueError;
pub use written::Written;
pub(crate) use written::written;

/// Reads a text as the named value type, where there is one by that name.
///
/// The shape of a study names its value types in its JSON Schema (`#/$defs/Date`); this is the way from that name back
/// to the grammar.
pub fn read_named(type_name: &str, text: &str) -> Option<Result<(), ValueError>> {
    fn drop_value<T: Written>(text: &str) -> Result<(), ValueError> {
        T::read(text).map(|_| ())
    }
    Some(match type_name {
        "Id" => drop_value::<Id>(text),
        "Date" => drop_value::<Date>(text),
        "Country" => drop_value::<Country>(text),
        "Language" => drop_value::<Language>(text),
        "Currency" => drop_value::<Currency>(text),
        "DeleteAfter" => drop_value::<DeleteAfter>(text),
        "RelativePath" => drop_value::<RelativePath>(text),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads<T: Written>(text: &str) -> bool {
        T::read(text).is_ok()
    }

    #[test]
    fn ids_are_lower_case_words_with_hyphens() {
        assert!(reads::<Id>("young-survivors") && reads::<Id>("g2"));
        for bad in ["", "-a", "a-", "a--b", "Young", "a b", "é", "a/b"] {
            assert!(!reads::<Id>(bad), "{bad}");
        }
    }

    #[test]
    fn norway_is_a_country_and_lower_case_is_not() {
        assert_eq!(Country::read("NO").map(|country| country.english_name()), Ok("Norway"));
        assert!(!reads::<Country>("no") && !reads::<Country>("XX") && !reads::<Country>("THA"));
    }

    #[test]
    fn dates_are_whole_and_exist() {
        assert!(reads::<Date>("2028-02-29"));
        for bad in ["2026-02-29", "2026-2-9", "20260209", "2026-02-09T10:00", "tomorrow", "+002026-01-01"] {
            assert!(!reads::<Date>(bad), "{bad}");
        }
    }

    #[test]
    fn languages_are_tags_and_keep_their_normal_form() {
        assert_eq!(Language::read("PT-br").map(|language| language.to_string()), Ok("pt-BR".to_owned()));
        assert!(!reads::<Language>("english") && !reads::<Language>("e") && !reads::<Language>("en_GB"));
    }

    #[test]
    fn durations_count_from_collection_or_from_the_end() {
        let after = DeleteAfter::read("end+P60D");
        assert!(after.is_ok_and(|after| after.from_end && after.duration.days() == 60));
        assert!(DeleteAfter::read("P6M").is_ok_and(|after| !after.from_end && after.duration.days() == 183));
        assert_eq!(DeleteAfter::read("P30D"), DeleteAfter::read("P30D"));
        assert_ne!(DeleteAfter::read("P30D"), DeleteAfter::read("end+P30D"));
        for bad in ["30 days", "P", "P30", "end-P1D", "PT3H", "P-3D", "P1.5Y"] {
            assert!(!reads::<DeleteAfter>(bad), "{bad}");
        }
    }

    #[test]
    fn paths_stay_inside_the_folder() {
        assert!(reads::<RelativePath>("guides/conversation.md"));
        for bad in ["/etc/hosts", "../x", "a/../../x", "a//b", "C:/x", "a\\b", "", "a/", "./a", "a\nb"] {
            assert!(!reads::<RelativePath>(bad), "{bad}");
        }
    }
}
