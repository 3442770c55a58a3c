//! Guideline packs: steps, topics, tasks, checks, and the expression language they are written in.
