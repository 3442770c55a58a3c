//! Findings and assessment become reports.
