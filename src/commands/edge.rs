//! The edge of the program: the one place where the clock, the environment and files come in.

use std::fs::File;
use std::io::Read;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;
use jiff::civil::Date;

use crate::commands::problem::Refusal;
use crate::commands::problem::WithNext;
use crate::commands::problem::named;
use crate::records::write;

/// The largest file that is read whole; what is behind it is cut, and the reader of the text says so.
pub const LARGEST: u64 = 16 * 1024 * 1024;

/// Today for `check`, `status` and `walk`: what `--today` says, else the clock.
pub fn today(stated: Option<Date>) -> Date {
    stated.unwrap_or_else(|| jiff::ZonedDateTime::now().date())
}

/// The moment for a log entry, from the clock, in UTC and whole seconds.
pub fn now() -> jiff::Timestamp {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now)
}

/// The date for `packet`, `render` and `diff`: what `--date` says, else SOURCE_DATE_EPOCH, else the latest date that
/// the decision, the reviews and the records hold. Never the clock, so that the same inputs give the same bytes.
pub fn packet_date(stated: Option<Date>, latest: Option<Date>) -> Result<Option<Date>, Refusal> {
    match (stated, std::env::var("SOURCE_DATE_EPOCH")) {
        (Some(date), _) => Ok(Some(date)),
        (None, Ok(epoch)) => epoch_date(&epoch).map(Some),
        (None, Err(_)) => Ok(latest),
    }
}

fn epoch_date(epoch: &str) -> Result<Date, Refusal> {
    let seconds = epoch.trim().parse::<i64>().ok();
    let moment = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    moment.map(|moment| moment.to_zoned_datetime(jiff::tz::TimeZone::UTC).date()).ok_or_else(|| Refusal::Usage {
        problem: format!("the environment variable SOURCE_DATE_EPOCH is `{epoch}`, which is no number of seconds"),
        next: "set it to seconds since 1970, unset it, or state the date with --date".to_owned(),
    })
}

/// Reads a date as it is written on the command line.
pub fn parse_date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write a date as year-month-day, for example 2026-03-02".to_owned())
}

/// The bytes of a plain file, at most one more than [`LARGEST`]. A pipe or a device is refused before it is opened.
pub fn read(path: &Path) -> Result<Vec<u8>, Refusal> {
    read_up_to(path, LARGEST + 1)
}

/// The bytes of a plain file that the program wrote itself, whatever its size.
pub fn read_all(path: &Path) -> Result<Vec<u8>, Refusal> {
    read_up_to(path, u64::MAX)
}

/// The bytes of a plain file, and no more than so many of them.
pub fn read_up_to(path: &Path, most: u64) -> Result<Vec<u8>, Refusal> {
    let unreadable = |why| Refusal::Unreadable { name: shown(path), why };
    let about = std::fs::metadata(path).map_err(|why| match why.kind() {
        std::io::ErrorKind::NotFound => Refusal::NoSuchPath(named(path)),
        _ => unreadable(why),
    })?;
    if !about.is_file() {
        return Err(Refusal::NoPlainFile(named(path)));
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)).map_err(unreadable)?;
    Ok(bytes)
}

/// Writes a file so that it is whole or as it was; folders above it are made.
pub fn save(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    // A device or a pipe, such as `/dev/null`, is written to; a file in its place would take it away from everybody.
    let about = std::fs::symlink_metadata(path);
    if about.is_ok_and(|about| !about.is_file() && !about.is_dir() && !about.is_symlink()) {
        return std::fs::write(path, bytes).with_context(|| format!("could not write `{}`", shown(path)));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let made = folder.map_or(Ok(()), write::make_folders);
    let written = made.and_then(|()| write::replace(path, bytes));
    let next = written.as_ref().err().map_or("", |error| error.next_step());
    written.next_step(next)
}

/// The name of a file as findings show it: relative to the current folder where that is possible, with `/`.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let relative = here.and_then(|here| relative(path, &here)).unwrap_or_else(|| path.to_path_buf());
    let mut parts = Vec::new();
    for part in relative.components() {
        match part {
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return relative.display().to_string(),
            Component::ParentDir => parts.push("..".to_owned()),
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
        }
    }
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// The way from one folder to a path, without asking the disk; none where there is none (another drive).
fn relative(path: &Path, from: &Path) -> Option<PathBuf> {
    let target = tidy(&if path.is_absolute() { path.to_path_buf() } else { from.join(path) });
    let from = tidy(from);
    let common = target.components().zip(from.components()).take_while(|(a, b)| a == b).count();
    if common == 0 {
        return None;
    }
    let up = from.components().skip(common).map(|_| Component::ParentDir);
    Some(up.chain(target.components().skip(common)).collect())
}

/// The path without `.` and `..`, as it is written.
fn tidy(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if out.file_name().is_some() => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative_to_the_folder_and_use_slashes() {
        let from = Path::new("/somewhere/a/studies");
        let way = |path: &str| relative(Path::new(path), from).unwrap();
        assert_eq!(way("one/study.yaml"), Path::new("one/study.yaml"));
        assert_eq!(way("/somewhere/a/studies/./two/../one/study.yaml"), Path::new("one/study.yaml"));
        assert_eq!(way("/somewhere/a/other/study.yaml"), Path::new("../other/study.yaml"));
    }

    #[test]
    fn the_epoch_is_a_day_in_utc() {
        assert_eq!(epoch_date("1772409600").unwrap().to_string(), "2026-03-02");
        assert!(epoch_date("yesterday").unwrap_err().next().contains("--date"));
    }

    #[test]
    fn a_folder_is_no_file() {
        assert!(matches!(read(Path::new(".")), Err(Refusal::NoPlainFile(_))));
        assert!(matches!(read(Path::new("no/such/file")), Err(Refusal::NoSuchPath(_))));
    }
}
