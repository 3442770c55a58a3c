//! Assessment and template become a document tree, free of any format.

pub mod compose;
mod engine;
pub mod filters;
pub mod library;
pub mod localise;
pub mod markdown;
pub mod pieces;
pub mod slots;
pub mod trace;
pub mod tree;
pub mod values;
pub mod verdict;
pub mod view;
pub mod words;
