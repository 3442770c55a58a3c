//! A study held against its packs: the state of each task, and the gate.
