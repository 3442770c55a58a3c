//! Arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    assent::commands::main(std::env::args_os()).into()
}
