//! The packet: build, manifest, verify, seal, approve, diff.
