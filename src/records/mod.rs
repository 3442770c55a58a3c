//! The append-only store of answers and attestations.

pub mod approval;
