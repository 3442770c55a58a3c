//! One file a verb: its arguments, what to call, what to say.
