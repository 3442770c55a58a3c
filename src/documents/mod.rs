//! Assessment and template become a document tree, free of any format.

pub mod markdown;
pub mod pieces;
pub mod tree;
