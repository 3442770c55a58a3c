//! Assent: ethical research on child sexual exploitation and abuse, from one study file to the packet.

pub mod assessment;
pub mod checks;
pub mod commands;
pub mod documents;
pub mod finding;
pub mod formats;
pub mod guidelines;
pub mod packet;
pub mod proof;
pub mod readability;
pub mod records;
pub mod reports;
pub mod source;
pub mod study;
pub mod terminal;
pub mod walk;
pub mod yaml;
