//! The packs: published guidelines turned into data, and the language in which they ask about a study.

pub mod account;
mod codes;
pub mod fields;
pub mod files;
pub mod functions;
pub mod inference;
pub mod language;
pub mod lexicon;
pub mod library;
pub mod lint;
pub mod load;
pub mod pack;
pub mod phrases;
pub mod shape;
pub mod terms;
pub mod whole;
pub mod world;

pub use codes::CODES;
pub use library::Library;
pub use library::Packs;
pub use library::STUDY_BASICS;
pub use load::Loaded;
pub use pack::*;
pub use whole::Pack;
pub use whole::PackCheck;
pub use whole::Said;
pub use whole::Task;
