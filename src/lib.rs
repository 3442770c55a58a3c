//! Assent: ethical research on child sexual exploitation and abuse, from one study file to the packet.

pub mod finding;
pub mod source;
pub mod study;
pub mod yaml;
