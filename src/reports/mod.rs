//! Findings and assessments for readers: people, scripts, editors, CI servers.
//!
//! Every report is inert against the study's text: see [`text`] for people and [`json`] for programs.

pub mod text;
