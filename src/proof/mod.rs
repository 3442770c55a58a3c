//! Proofreading: documents become findings.
