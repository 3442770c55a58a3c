//! Counting syllables: each language by its own spelling, in its own file.
//!
//! Hyphenation patterns were tried beside these rules on words from consent forms (the tests of `languages/` hold the result) and
//! were right less often in every language: of 291 English words 235 against 290, of 168 French ones 132 against 168, of 150
//! Spanish ones 114 against 150. They answer another question, where a line may be broken, and leave out breaks that look bad
//! (`a-gree`), the more so with the least lengths that typesetting asks for on either side of a break. On words that the rules were
//! not made with, English was right for 125 of 129 and French for 92 of 92. English and French counts are estimates all the same;
//! Turkish and Russian ones are exact.

/// The syllables of one word, never none: a word without a vowel is still spoken.
pub fn of_word(word: &str, count: fn(&str) -> usize) -> usize {
    count(&word.to_lowercase()).max(1)
}

/// How a language's vowels come together in syllables.
pub struct Vowels {
    /// The letters that carry a syllable.
    pub vowels: &'static str,
    /// Runs of vowels that are one syllable together, longest first; every other vowel is its own.
    pub together: &'static [&'static str],
    /// Spellings that hold a vowel nobody speaks, or that hide a break, with how they are read: `("qu", "q")`, `("ideen", "ide·en")`.
    pub respelled: &'static [(&'static str, &'static str)],
}

/// Counts the syllables of a lower-case word by its vowels.
pub fn by_vowels(word: &str, rule: &Vowels) -> usize {
    let mut word = word.to_owned();
    for (written, spoken) in rule.respelled {
        if word.contains(written) {
            word = word.replace(written, spoken);
        }
    }
    let mut count = 0;
    let mut rest = word.as_str();
    while let Some(first) = rest.chars().next() {
        let run = rule.together.iter().find(|run| rest.starts_with(**run)).map_or(first.len_utf8(), |run| run.len());
        let is_run = run > first.len_utf8();
        count += usize::from(is_run || rule.vowels.contains(first));
        rest = rest.get(run..).unwrap_or_default();
    }
    count
}

/// Counts the groups of neighbouring vowels of a lower-case word.
pub fn vowel_groups(word: &str, vowels: &str) -> usize {
    let mut inside = false;
    let mut count = 0;
    for c in word.chars() {
        let vowel = vowels.contains(c);
        count += usize::from(vowel && !inside);
        inside = vowel;
    }
    count
}

/// Holds a rule against a list of `word count` pairs: right at least as often as said, and more often than hyphenation
/// patterns, whose least lengths beside a break are put to one letter so that they lose no syllable at the edges.
#[cfg(test)]
pub fn assert_better(list: &str, rule: fn(&str) -> usize, patterns: hypher::Lang, percent: usize) {
    let is_vowel = |c: char| c.is_alphabetic() && !"bcdfghjklmnpqrstvwxzßçñ".contains(c);
    let by_patterns =
        |word: &str| hypher::hyphenate_bounded(word, patterns, 1, 1).filter(|part| part.chars().any(is_vowel)).count();
    let (mut all, mut by_rule, mut by_hyphenation, mut wrong) = (0, 0, 0, Vec::new());
    for pair in list.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
        let (word, wanted) = pair.rsplit_once(char::is_whitespace).expect("a word and a count");
        let (word, wanted) = (word.trim().to_lowercase(), wanted.parse::<usize>().expect("a count"));
        all += 1;
        by_hyphenation += usize::from(by_patterns(&word).max(1) == wanted);
        let got = of_word(&word, rule);
        by_rule += usize::from(got == wanted);
        if got != wanted {
            wrong.push(format!("{word} is {wanted}, not {got}"));
        }
    }
    println!("{patterns:?}: rule {by_rule}, hyphenation patterns {by_hyphenation}, of {all}");
    assert!(by_rule * 100 >= all * percent, "{wrong:?}");
    assert!(by_rule > by_hyphenation, "{by_rule} {by_hyphenation}");
}
