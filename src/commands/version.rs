//! `assent --version`: which program this is, and with `--verbose` what it was built with.

use crate::guidelines::Library;
use crate::reports::text::Text;
use crate::terminal::Terminal;

/// Prints the version.
pub fn run(verbose: bool, terminal: &mut Terminal) -> std::io::Result<()> {
    let mut text = Text::from(format!("assent {}\n", env!("CARGO_PKG_VERSION")));
    if verbose {
        text = text.normal(format!("features: {}\n", if cfg!(feature = "pdf") { "pdf" } else { "none" }));
        for pack in Library::built_in().all().iter() {
            text = text.normal(format!("pack: {} {}\n", pack.id, pack.version));
        }
    }
    terminal.result(text)
}
