//! `assent schema`: the JSON Schemas of what people and programs write and read.

use crate::commands::exit::Exit;
use crate::reports::json;
use crate::terminal::Terminal;

/// Print the JSON Schema of a file, for editors and for other programs
///
/// An editor that knows the schema of `study.yaml` completes its fields, shows what each one means and underlines what
/// cannot stand there. Save it with `assent schema study > study.schema.json`, and write on the first line of the study:
/// `# yaml-language-server: $schema=study.schema.json`
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which file
    #[arg(value_enum, default_value_t = Subject::Study)]
    of: Subject,
}

/// What has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Subject {
    /// A study: study.yaml
    Study,
    /// A record: records/PACK/TASK.yaml
    Record,
    /// The report of `assent check --format json`
    Report,
}

impl Subject {
    /// The schema.
    pub fn schema(self) -> serde_json::Value {
        match self {
            Self::Study => crate::study::schema(),
            Self::Record => crate::records::schema(),
            Self::Report => json::schema(),
        }
    }
}

/// Prints one schema.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    terminal.bytes(json::to_pretty(&args.of.schema()).as_bytes())?;
    Ok(Exit::Done)
}
