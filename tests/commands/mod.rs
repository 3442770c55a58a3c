//! The verbs, run as somebody runs them: transcripts that are documentation too, and what a transcript cannot show.

mod check;
mod ci;
mod editors;
mod watch;

/// Every `.trycmd` file of this folder is a transcript; the folder `<name>.in` beside it is where it runs. The console
/// blocks of the README are transcripts too.
#[test]
fn transcripts_hold() {
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .env("COLUMNS", "80")
        .case("tests/commands/*.trycmd")
        .case("README.md")
        .run();
}
