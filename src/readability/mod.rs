//! Readability: formulas, syllables, languages.
