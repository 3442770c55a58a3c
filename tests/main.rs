//! One integration binary: each module says what belongs in it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failing test may stop"
)]

/// The program as somebody runs it, for the modules that do.
mod common;

/// The verbs from the outside: transcripts, statuses, streams, folders that mean harm.
mod commands;

/// What the house promises and no compiler holds: floors, registries, completeness.
mod house;

/// The forms of a report, each over the same findings.
mod reports;

/// Documents from studies: that each can be made, and what each says.
mod documents;

/// A study's own templates: what they print, and what is said where they cannot be made.
mod own_templates;

/// The guideline packs: every name in them leads somewhere, and every check does what its examples say.
mod packs;

/// What the language of packs and that of templates answer, on an example.
mod asking;

/// The mistakes of somebody who writes a pack or a template.
mod writing;

/// Documents as bytes: every format on the same papers.
mod formats;

/// A study whose every text means harm, through the whole program.
mod injection;

/// A study whose every field has a word without end.
mod long_words;

/// What other people's programs make of the documents.
mod peers;

/// A sound study with one defect at a time, each found at its place, and with one harmless change at a time, each left alone.
mod mutations;

/// From a study to a committee's decision and back, with the committee's own tools.
mod committee;

/// Sealing through an ssh-agent.
mod agent;

/// Packets that mean harm, and many packets at once.
mod packets;

/// While a study runs: the log, a committee's comments, and the answers to them.
mod running;

/// The conversation: `init`, `walk` and `record` in a terminal, from a file, killed, and by two people at once.
mod walk;

/// Every message of an error, as a set: its tone, and the next step.
mod messages;

/// The guide, followed: every command run, every file written, every change made.
mod guide;

/// Older formats read, newer ones left alone.
mod versions;

/// The seeds of the fuzzers, and a short version of fuzzing.
mod seeds;

/// Folders that mean harm: links, pipes, names that act, packs and templates that never end.
mod hostile;

/// What can go wrong around the program: killed, a disk that is full or broken, folders that may only be read, many
/// writers at once, a clock that goes backwards. Nothing that was answered is lost, nothing is torn.
mod faults;
