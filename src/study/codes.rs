//! The codes of what can be wrong with the shape of a study file, for `explain` and for lists of rules.

use crate::finding::Level;

/// Code, level, what it asks, and how to mend it.
pub const CODES: &[(&str, Level, &str, &str)] = &[
    (
        "dangling-reference",
        Level::Error,
        "Every id that a field names belongs to somebody or something in the study file.",
        "Correct the id, or add the team member, group or setting that it names.",
    ),
    (
        "duplicate-id",
        Level::Error,
        "In a list, each id is given once.",
        "Give each a name of its own: wherever the file names this id, nobody could tell which one is meant.",
    ),
    (
        "invalid-value",
        Level::Error,
        "Dates, countries, languages, currencies, lengths of time, ids and paths are written as their standard says.",
        "Dates are ISO 8601 (2026-03-02), countries ISO 3166-1 (TH), languages BCP 47 (pt-BR), currencies ISO 4217 (THB), \
         lengths of time ISO 8601 (P30D).",
    ),
    (
        "missing-field",
        Level::Error,
        "A study file says `assent: 1`, and its study has an id and a title. Everything else may be a gap while a study \
         is drafted.",
        "Write the field and its value.",
    ),
    (
        "newer-format",
        Level::Error,
        "The file is written in a format that this program knows: `assent: 1`, or a newer number with a newer program.",
        "Use a newer version of Assent.",
    ),
    (
        "out-of-range",
        Level::Error,
        "Numbers lie within the bounds that make sense for their field.",
        "Write a number within the bounds that the message names.",
    ),
    (
        "too-many-errors",
        Level::Error,
        "A file has no more errors of shape than anybody would read.",
        "Look whether this is a study file at all.",
    ),
    (
        "unknown-choice",
        Level::Error,
        "Where a field has a closed list of words, one of them stands there.",
        "Write one of the words that the message lists.",
    ),
    (
        "unknown-field",
        Level::Error,
        "Every field is one that the shape knows: a mistyped field would be a fact that no check and no document sees.",
        "Correct the name, or move the field to the group where it belongs. `assent schema` lists all fields.",
    ),
    (
        "unreadable-study",
        Level::Error,
        "What has the right shape can be read as a study.",
        "Please report this, with the field that the message names.",
    ),
    (
        "wrong-type",
        Level::Error,
        "Text stands where text is expected, a number where a number is, a list where a list is.",
        "Write the kind of value that the message names. A text that looks like a number needs quotes.",
    ),
];
