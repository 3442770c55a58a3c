//! The packs: published guidelines turned into data, and the language in which they ask about a study.

pub mod functions;
pub mod inference;
pub mod language;
pub mod shape;
pub mod world;
