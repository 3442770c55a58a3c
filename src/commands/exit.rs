//! The exit statuses, which scripts depend on.

use std::process::ExitCode;

use crate::terminal::interrupt;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// 0: done, and nothing at error level.
    Done,
    /// 1: findings at error level (with `--strict` warnings too), `--final` refused, or a difference found.
    Findings,
    /// 2: the command could not do its work: bad usage, an unreadable file, a file that could not be made.
    CouldNot,
    /// 130: interrupted by Ctrl-C.
    Interrupted,
}

impl Exit {
    /// The number that the shell sees.
    pub fn status(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Findings => 1,
            Self::CouldNot => 2,
            Self::Interrupted => interrupt::STATUS,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.status())
    }
}
