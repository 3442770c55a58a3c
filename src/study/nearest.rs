//! "Did you mean": the known word that a mistyped one is closest to.

/// The closest of some known words, where one is close enough to be what was meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A word of this length is no typing mistake, and comparing it would take long.
    if word.is_empty() || word.len() > 80 {
        return None;
    }
    let word = plain(word);
    let bearable = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .filter(|candidate| candidate.len() <= 80)
        .map(|candidate| (strsim::damerau_levenshtein(&word, &plain(candidate)), candidate))
        .filter(|(distance, _)| *distance <= bearable)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// `Gap-Days`, `gap days` and `gap_days` differ in nothing that a person means.
fn plain(word: &str) -> String {
    word.trim().chars().flat_map(char::to_lowercase).map(|c| if matches!(c, '_' | ' ') { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_understood_and_another_word_is_not() {
        let known = ["gap_days", "steps", "route"];
        assert_eq!(nearest("gap_day", known), Some("gap_days"));
        assert_eq!(nearest("GapDays", known), Some("gap_days"));
        assert_eq!(nearest("setps", known), Some("steps"));
        assert_eq!(nearest("permission", known), None);
        assert_eq!(nearest(&"gap_days".repeat(1_000_000), known), None);
    }
}
