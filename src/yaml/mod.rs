//! YAML text becomes a located tree.

pub mod node;
pub mod path;
