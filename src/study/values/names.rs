//! Names: ids within a study, and paths within its folder.

use std::fmt;

use super::ValueError;
use super::Written;
use super::written;

/// An id: lower case, digits and hyphens, beginning with a letter or a digit.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(String);

written!(Id, "^[a-z0-9]+(-[a-z0-9]+)*$", "An id: lower-case letters, digits and hyphens, such as young-survivors.");

impl Id {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Written for Id {
    fn read(text: &str) -> Result<Self, ValueError> {
        let word = |part: &str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        if text.len() <= 80 && text.split('-').all(word) {
            Ok(Self(text.to_owned()))
        } else {
            Err(ValueError::new(
                format!("`{text}` cannot be an id"),
                "Use lower-case letters a to z, digits and single hyphens, 80 characters at most, such as `young-survivors`.",
            ))
        }
    }
}

/// A path to a file inside the study folder: relative, with `/`, never upwards.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelativePath(String);

written!(
    RelativePath,
    "^[^/\\\\]",
    "A path to a file inside the study folder, with forward slashes, such as guides/conversation.md."
);

impl RelativePath {
    /// The path as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RelativePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Written for RelativePath {
    fn read(text: &str) -> Result<Self, ValueError> {
        let odd = |c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
        let inside = text.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
        if inside && !text.contains(odd) && text.len() <= 400 {
            Ok(Self(text.to_owned()))
        } else {
            Err(ValueError::new(
                format!("`{text}` is not a path inside the study folder"),
                "Write a path that begins at the study folder, with `/` between folders and without `..`, such as `guides/conversation.md`.",
            ))
        }
    }
}
