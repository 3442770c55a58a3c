//! The only printer: colour, plain mode, progress, questions.
