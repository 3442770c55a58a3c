//! Document trees become bytes.
