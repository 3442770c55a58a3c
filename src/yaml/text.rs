//! From bytes to text: what must hold before any parser looks at a file.

use crate::yaml::MAX_BYTES;
use crate::yaml::Problem;

/// Decodes a file, or says why not together with the text to show the place in.
pub(crate) fn read(bytes: &[u8]) -> Result<&str, (String, Box<Problem>)> {
    if bytes.len() > MAX_BYTES {
        return Err((String::new(), too_large()));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err((
            String::new(),
            Problem::new(
                "yaml-not-utf8",
                0..0,
                "the file is stored as UTF-16, and only UTF-8 can be read",
                "Save the file again with the encoding “UTF-8” (in most editors: Save as, Encoding).",
            ),
        ));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let shown = '\u{FFFD}'.len_utf8();
        let problem = Problem::new(
            "yaml-not-utf8",
            at..at + shown,
            "the file is not UTF-8 text: a byte here stands for no character",
            "Save the file again with the encoding “UTF-8”, and look at this place: the character was probably an \
             accented letter or a typographic quote.",
        );
        (String::from_utf8_lossy(bytes).into_owned(), problem)
    })
}

/// The finding for a file that is refused unread.
fn too_large() -> Box<Problem> {
    Problem::new(
        "yaml-too-large",
        0..0,
        format!("the file is larger than {} MB and is not read", MAX_BYTES / (1024 * 1024)),
        "A study file is text that people read. Move long material into files of its own and name them by their path.",
    )
}

/// Finds what would mislead the parser or the reader: conflict markers, and characters that no one can see.
pub(crate) fn inspect(text: &str) -> Option<Box<Problem>> {
    if text.len() > MAX_BYTES {
        return Some(too_large());
    }
    conflict(text).or_else(|| unseen(text))
}

fn conflict(text: &str) -> Option<Box<Problem>> {
    // A file without a line that begins with seven of these never pays for the search by line.
    if !text.contains("<<<<<<<") && !text.contains(">>>>>>>") {
        return None;
    }
    let mut first = None;
    let mut count = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let opens = is_marker(content, "<<<<<<<");
        if opens || is_marker(content, ">>>>>>>") {
            count += usize::from(opens);
            first.get_or_insert(start..start + content.len());
        }
        start += line.len();
    }
    let span = first?;
    let message = match count {
        0 | 1 => "git left a conflict marker here: two versions of these lines were never brought together".to_owned(),
        n => format!("git left {n} conflicts in this file, the first here: two versions were never brought together"),
    };
    Some(Problem::new(
        "conflict-marker",
        span,
        message,
        "Keep what is right of both sides, delete the lines that begin with <<<<<<<, ======= and >>>>>>>, and save.",
    ))
}

fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

fn unseen(text: &str) -> Option<Box<Problem>> {
    let (at, character) = text.char_indices().find(|(_, c)| is_forbidden(*c))?;
    let name = match character {
        '\0' => "a NUL byte".to_owned(),
        '\u{1B}' => "an escape character".to_owned(),
        '\u{FEFF}' => "a byte-order mark in the middle of the file".to_owned(),
        other => format!("the control character U+{:04X}", u32::from(other)),
    };
    Some(Problem::new(
        "yaml-control-character",
        at..at + character.len_utf8(),
        format!("{name} stands here, which cannot be seen and does not belong in a text file"),
        "Delete the character. If it is meant, write it inside double quotes as an escape such as \"\\x1b\".",
    ))
}

/// What YAML 1.2 calls not printable, and the byte-order mark that only a joined file has in its middle.
fn is_forbidden(c: char) -> bool {
    if (' '..'\u{7F}').contains(&c) {
        return false;
    }
    match c {
        '\t' | '\n' | '\r' | '\u{85}' => false,
        '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => true,
        c => c < '\u{A0}',
    }
}
