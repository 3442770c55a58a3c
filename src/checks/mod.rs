//! Study and packs become findings.
