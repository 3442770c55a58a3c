//! Folders that mean harm.
