//! The codes under which faults of packs are reported; their words stand here, since a pack that cannot be read says nothing.

use crate::finding::Level;

/// Every code: its level, what it asks, and how to mend it.
pub const CODES: &[(&str, Level, &str, &str)] = &[
    (
        "pack",
        Level::Error,
        "A pack's files can be read, and every name, path and expression in them leads somewhere.",
        "Correct the line that is shown. `assent guidelines functions` lists the words of the expressions.",
    ),
    (
        "pack-example",
        Level::Error,
        "Every check of a pack finds its bad example and is silent on its good one.",
        "Compare the example with what the check requires, and correct the one that is wrong.",
    ),
    (
        "pack-wording",
        Level::Note,
        "A language that a pack has texts in has all of them.",
        "Translate what is listed; until then it is shown in the pack's own language.",
    ),
];
