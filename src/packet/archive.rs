//! The packet as one zip file: written with fixed metadata, read with suspicion.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io::Cursor;
use std::io::Read;
use std::io::Write;

use zip::CompressionMethod;
use zip::DateTime;
use zip::ZipArchive;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::packet::Files;

/// The most that all files of a packet may hold together, unpacked, in bytes.
pub const MAX_BYTES: u64 = 512 * 1024 * 1024;

/// The most files that a packet may hold.
pub const MAX_FILES: usize = 20_000;

/// The comment of a zip that this program wrote.
const MARK: &str = "assent packet";

/// Why a zip file is not a packet that can be read.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The file is no zip, or a damaged one.
    #[error("the zip file is damaged: {0}")]
    Damaged(String),
    /// A name that leads out of the folder, or that two systems would read differently.
    #[error("the zip file holds a name that is not safe: {0:?}")]
    UnsafeName(String),
    /// The same name twice, or two names that differ only in case.
    #[error("the zip file holds the name {0:?} twice")]
    DuplicateName(String),
    /// A link in place of a file.
    #[error("the zip file holds a link in place of a file: {0:?}")]
    Link(String),
    /// More than a packet can hold: most likely made to exhaust the reader.
    #[error("the zip file unpacks to more than a packet can hold")]
    TooLarge,
    /// Writing failed.
    #[error("the zip file could not be written: {0}")]
    Write(String),
}

/// Writes a packet as a zip: sorted, one time stamp, no trace of the machine.
pub fn pack(files: &Files) -> Result<Vec<u8>, ArchiveError> {
    let write_error = |error: String| ArchiveError::Write(error);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(path.as_str(), options).map_err(|error| write_error(error.to_string()))?;
        zip.write_all(bytes).map_err(|error| write_error(error.to_string()))?;
    }
    zip.set_comment(MARK).map_err(|error| write_error(error.to_string()))?;
    zip.finish().map(Cursor::into_inner).map_err(|error| write_error(error.to_string()))
}

/// Reads a packet from a zip, or says why it is not safe to.
pub fn unpack(bytes: &[u8]) -> Result<Files, ArchiveError> {
    let damaged = |error: zip::result::ZipError| ArchiveError::Damaged(error.to_string());
    check_directory(bytes)?;
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if zip.len() > MAX_FILES {
        return Err(ArchiveError::TooLarge);
    }
    // What the files say of their own sizes is enough to refuse a bomb before anything of it is unpacked.
    let mut left = MAX_BYTES;
    for at in 0..zip.len() {
        let stated = zip.by_index_raw(at).map_err(damaged)?.size();
        left = left.checked_sub(stated).ok_or(ArchiveError::TooLarge)?;
    }
    let mut files = BTreeMap::new();
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).map_err(damaged)?;
        let name = entry.name().map_err(damaged)?.into_owned();
        if entry.is_symlink() {
            return Err(ArchiveError::Link(name));
        }
        if entry.is_dir() {
            continue;
        }
        if !is_safe(&name) {
            return Err(ArchiveError::UnsafeName(name));
        }
        let stated = entry.size();
        let mut content = Vec::new();
        let read = entry.by_ref().take(stated.saturating_add(1)).read_to_end(&mut content);
        let read = read.map_err(|error| ArchiveError::Damaged(format!("{name}: {error}")))? as u64;
        if read != stated {
            return Err(ArchiveError::Damaged(format!("{name}: it is not as long as the zip file says")));
        }
        files.insert(name, content);
    }
    let mut folded = BTreeSet::new();
    for name in files.keys() {
        if !folded.insert(name.to_lowercase()) {
            return Err(ArchiveError::DuplicateName(name.clone()));
        }
    }
    Ok(files)
}

/// True where a zip that this program wrote was touched outside its files: a time stamp, a name's copy, a spare bit.
///
/// A packet that somebody unpacked and zipped again is no concern of this: its files speak for themselves. Two
/// independent marks tell the one from the other, so that no single byte can pass a touched zip off as a foreign one.
pub fn is_touched(zip: &[u8], files: &Files) -> bool {
    let Ok(again) = pack(files) else { return false };
    if again == zip {
        return false;
    }
    let marked = zip.ends_with(MARK.as_bytes());
    let mut undated = true;
    if let Ok(mut archive) = ZipArchive::new(Cursor::new(zip)) {
        for at in 0..archive.len() {
            undated &= archive.by_index_raw(at).is_ok_and(|entry| entry.last_modified() == Some(DateTime::default()));
        }
    }
    marked || undated
}

/// True for a relative path with `/` that means the same on every system.
pub fn is_safe(name: &str) -> bool {
    let odd = |c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    !name.is_empty() && !name.contains(odd) && name.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Walks the central directory by its signature: the zip library keeps one entry a name and would hide a second one.
fn check_directory(bytes: &[u8]) -> Result<(), ArchiveError> {
    let mut seen = BTreeSet::new();
    let mut at = directory_start(bytes).ok_or_else(|| ArchiveError::Damaged("it has no directory".to_owned()))?;
    while let Some(entry) = bytes.get(at..).filter(|rest| rest.starts_with(b"PK\x01\x02")) {
        let short = |offset: usize| {
            let pair = entry.get(offset..offset + 2)?;
            Some(usize::from(u16::from_le_bytes([*pair.first()?, *pair.last()?])))
        };
        let lengths = (short(28), short(30), short(32));
        let (Some(name), Some(extra), Some(comment)) = lengths else {
            return Err(ArchiveError::Damaged("its directory is cut off".to_owned()));
        };
        let raw = entry.get(46..46 + name).unwrap_or_default();
        if !seen.insert(raw.to_ascii_lowercase()) {
            return Err(ArchiveError::DuplicateName(String::from_utf8_lossy(raw).into_owned()));
        }
        if seen.len() > MAX_FILES {
            return Err(ArchiveError::TooLarge);
        }
        at += 46 + name + extra + comment;
    }
    Ok(())
}

fn directory_start(bytes: &[u8]) -> Option<usize> {
    const END: &[u8] = b"PK\x05\x06";
    let from = bytes.len().saturating_sub(22 + 65_535);
    let tail = bytes.get(from..)?;
    let end = tail.windows(END.len()).rposition(|window| window == END)? + from;
    let offset: [u8; 4] = bytes.get(end + 16..end + 20)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(offset)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        Files::from([("a/b.txt".to_owned(), b"text".to_vec()), ("index.html".to_owned(), vec![7; 4096])])
    }

    #[test]
    fn a_packet_comes_back_from_its_zip_and_the_bytes_are_the_same_twice() {
        let zip = pack(&files()).unwrap();
        assert_eq!(unpack(&zip).unwrap(), files());
        assert_eq!(zip, pack(&files()).unwrap());
    }

    #[test]
    fn names_that_lead_out_are_refused() {
        for name in ["../x", "/x", "a/../x", "a//x", "C:x", "a\\x", "", "a/./x", "a\u{0}b"] {
            assert!(!is_safe(name), "{name:?}");
        }
        let zip = pack(&Files::from([("../x".to_owned(), Vec::new())])).unwrap();
        assert!(matches!(unpack(&zip), Err(ArchiveError::UnsafeName(_))));
    }

    #[test]
    fn a_name_that_stands_twice_is_refused() {
        let zip = pack(&Files::from([("aa".to_owned(), b"1".to_vec()), ("ab".to_owned(), b"2".to_vec())])).unwrap();
        let doubled = replace(&zip, b"ab", b"aa");
        assert!(matches!(unpack(&doubled), Err(ArchiveError::DuplicateName(_))), "{:?}", unpack(&doubled));
        let cased = pack(&Files::from([("A".to_owned(), Vec::new()), ("a".to_owned(), Vec::new())])).unwrap();
        assert!(matches!(unpack(&cased), Err(ArchiveError::DuplicateName(_))));
        let accented = pack(&Files::from([("É".to_owned(), Vec::new()), ("é".to_owned(), Vec::new())])).unwrap();
        assert!(matches!(unpack(&accented), Err(ArchiveError::DuplicateName(_))));
    }

    #[test]
    fn a_folder_is_no_file_and_too_many_files_are_no_packet() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.add_directory("documents", SimpleFileOptions::default()).unwrap();
        zip.start_file("documents/a", SimpleFileOptions::default()).unwrap();
        let zip = zip.finish().unwrap().into_inner();
        assert_eq!(unpack(&zip).unwrap(), Files::from([("documents/a".to_owned(), Vec::new())]));
        let many = pack(&(0..=MAX_FILES).map(|at| (at.to_string(), Vec::new())).collect()).unwrap();
        assert!(matches!(unpack(&many), Err(ArchiveError::TooLarge)));
    }

    #[test]
    fn links_are_refused() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.add_symlink("link", "/etc/hosts", SimpleFileOptions::default()).unwrap();
        let zip = zip.finish().unwrap().into_inner();
        assert!(matches!(unpack(&zip), Err(ArchiveError::Link(_))));
    }

    #[test]
    fn what_is_no_zip_is_damaged() {
        for bytes in [&b""[..], b"PK", b"hello", &[0; 4096]] {
            assert!(matches!(unpack(bytes), Err(ArchiveError::Damaged(_))));
        }
        // The end of a directory that says that the directory begins in the comment behind it.
        let mut cut = b"PK\x05\x06".to_vec();
        cut.extend([0; 12]);
        cut.extend(22_u32.to_le_bytes());
        cut.extend(4_u16.to_le_bytes());
        cut.extend(b"PK\x01\x02");
        assert_eq!(unpack(&cut).unwrap_err().to_string(), "the zip file is damaged: its directory is cut off");
    }

    fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
        let mut out = bytes.to_vec();
        for at in 0..out.len().saturating_sub(from.len()) {
            if out[at..].starts_with(from) {
                out[at..at + from.len()].copy_from_slice(to);
            }
        }
        out
    }
}
