//! The codes of what can be wrong with a record beside its shape, for `explain` and for lists of rules.

use crate::finding::Level;

/// Code, level, what it asks, and how to mend it.
pub const CODES: &[(&str, Level, &str, &str)] = &[
    (
        "record-entry",
        Level::Error,
        "Every entry of a record's log can be read.",
        "Compare it with an entry that `assent record` wrote.",
    ),
    (
        "log-entry",
        Level::Error,
        "Every entry of the log can be read.",
        "Compare it with an entry that `assent log` wrote.",
    ),
    (
        "record-misplaced",
        Level::Error,
        "A record lies where its task is looked for: `records/<pack>/<task>.yaml`.",
        "Move the file, or correct `task` in it.",
    ),
];
