//! Which question comes next, and what an answer means. Pure: no terminal, no disk, no clock.

pub mod beginning;
pub mod form;
pub mod questions;
pub mod register;
pub mod scaffold;
pub mod tour;
pub mod words;
