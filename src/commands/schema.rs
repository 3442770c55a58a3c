//! `assent schema`: the JSON Schemas of what people and programs write and read.

use schemars::JsonSchema;

use crate::commands::exit::Exit;
use crate::documents::library::Meta;
use crate::guidelines::ChecksFile;
use crate::guidelines::Manifest;
use crate::guidelines::TasksFile;
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
    /// An entry of the log: log/ENTRY.yaml
    Log,
    /// A pack: pack.yaml
    Pack,
    /// The tasks of a pack: tasks.yaml
    Tasks,
    /// The checks of a pack without a task of their own: checks.yaml
    Checks,
    /// What a document says about itself: document.yaml in a folder of templates
    Document,
    /// The report of `assent check --format json`
    Report,
}

impl Subject {
    /// The schema.
    pub fn schema(self) -> serde_json::Value {
        match self {
            Self::Study => crate::study::schema(),
            Self::Record => crate::records::schema(),
            Self::Log => crate::records::log::schema(),
            Self::Pack => described::<Manifest>("A guideline pack: pack.yaml"),
            Self::Tasks => described::<TasksFile>("The tasks of a guideline pack: tasks.yaml"),
            Self::Checks => described::<ChecksFile>("Checks of a guideline pack: checks.yaml"),
            Self::Document => described::<Meta>("A document of the packet: document.yaml"),
            Self::Report => json::schema(),
        }
    }
}

/// The schema of a type, under a title that an editor can show.
fn described<T: JsonSchema>(title: &str) -> serde_json::Value {
    let mut schema = schemars::schema_for!(T);
    schema.insert("title".to_owned(), title.into());
    schema.to_value()
}

/// Prints one schema.
pub fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    terminal.bytes(json::to_pretty(&args.of.schema()).as_bytes())?;
    Ok(Exit::Done)
}
