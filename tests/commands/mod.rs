//! The verbs, run as somebody runs them: transcripts that are documentation too, and what a transcript cannot show.

mod check;

/// Every `.trycmd` file of this folder is a transcript; the folder `<name>.in` beside it is where it runs.
#[test]
fn transcripts_hold() {
    trycmd::TestCases::new().env("NO_COLOR", "1").env("COLUMNS", "80").case("tests/commands/*.trycmd").run();
}
