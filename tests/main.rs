//! One integration binary: each module says what belongs in it.

/// The forms of a report, each over the same findings.
mod reports;
