//! The packet: build, manifest, verify, seal, approve, diff.
//!
//! A packet is a set of files by relative path; the folder and the zip are two ways to write the same set.

pub mod agent;
pub mod amendments;
pub mod archive;
pub mod build;
pub mod canonical;
pub mod index;
pub mod inputs;
pub mod manifest;
pub mod seal;
pub mod signers;
pub mod verify;

use std::collections::BTreeMap;

/// The files of a packet: relative path with `/` -> bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The manifest's name inside a packet.
pub const MANIFEST: &str = "packet.json";

/// The seal's name inside a packet; it is no file of the packet.
pub const SEAL: &str = "packet.json.sig";
