//! The verbs, run as somebody runs them: transcripts that are documentation too, and what a transcript cannot show.

mod check;
mod ci;
mod editors;
mod render;
mod shown;
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

/// It writes files, so it runs in a folder of its own, where the README cannot run.
#[test]
fn the_transcript_of_the_readme_that_writes_files_is_one_that_runs() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| std::fs::read_to_string(root.join(name)).unwrap().replace("\r\n", "\n");
    let block = |text: &str, fence: &str| {
        let (_, behind) = text.split_once(fence).unwrap();
        behind.split_once("```").unwrap().0.trim().to_owned()
    };
    let runs = block(&read("tests/commands/from-init.trycmd"), "```console\n");
    assert_eq!(block(&read("README.md"), "```console,ignore\n"), runs);
}
