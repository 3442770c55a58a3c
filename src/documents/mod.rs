//! Assessment and template become a document tree, free of any format.

pub mod compose;
pub mod condition;
pub mod eject;
mod engine;
pub mod filters;
mod grammar;
pub mod laid;
pub mod library;
pub mod lint;
pub mod localise;
pub mod markdown;
pub mod material;
pub mod pieces;
pub mod sections;
pub mod slots;
pub mod trace;
pub mod tree;
pub mod values;
pub mod verdict;
pub mod view;
pub mod words;
pub mod words_file;
