//! The log is read whatever somebody did to it, and an entry is never written over.

use crate::records::Author;
use crate::records::Moment;
use crate::records::log;
use crate::records::log::Kind;
use crate::records::log::Log;
use crate::records::log::LogEntry;
use crate::records::log::Report;
use crate::records::store::StoreError;
use crate::study::Date;
use crate::study::Id;
use crate::study::Written;

fn entry(kind: Kind, on: &str, note: &str) -> LogEntry {
    LogEntry {
        kind,
        on: Date::read(on).unwrap(),
        by: Author::Person(Id::read("lead").unwrap()),
        written: Moment::read("2026-06-01T09:00:00Z").unwrap(),
        note: note.to_owned(),
        setting: None,
        about: None,
        reported: None,
        no_report: None,
        condition: None,
        approval: None,
    }
}

fn log(entries: &[LogEntry]) -> Log {
    let text = |entry: &LogEntry| serde_yaml::to_string(entry).unwrap();
    Log::of(entries.iter().map(|entry| log::parse("log/x.yaml", &entry.id(), text(entry).as_bytes())))
}

#[test]
fn an_entry_reads_back_and_is_never_written_over() {
    let dir = tempfile::tempdir().unwrap();
    let mut one = entry(Kind::Incident, "2026-05-30", "A notebook was left on a bus.\nIt held no names: \"none\".");
    let path = log::append(dir.path(), &one).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(log::parse("x", &one.id(), &bytes).entry, Some(one.clone()));
    one.written = Moment::read("2026-06-02T09:00:00Z").unwrap();
    assert!(matches!(log::append(dir.path(), &one), Err(StoreError::StandsThere(_))));
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    one.note.push_str(" It was found.");
    assert_ne!(log::append(dir.path(), &one).unwrap(), path);
    assert_eq!(std::fs::read_dir(dir.path().join("log")).unwrap().count(), 2, "nothing is left beside the entries");
}

#[test]
fn a_later_entry_says_what_came_of_an_earlier_one() {
    let first = entry(Kind::Incident, "2026-05-30", "A notebook was left on a bus.");
    let mut second = entry(Kind::Incident, "2026-05-31", "The driver brought it back.");
    second.about = Some(first.id());
    let mut third = entry(Kind::Incident, "2026-06-01", "The committee was told.");
    third.about = Some(second.id());
    third.reported = Some(Report { to: "Example Committee".into(), on: third.on });
    let other = entry(Kind::Incident, "2026-05-30", "A door could not be locked.");
    let log = log(&[third, second, other, first.clone()]);
    let matters = log.matters(Kind::Incident);
    assert_eq!(matters.len(), 2);
    let told = matters.iter().find(|matter| matter.file.id == first.id()).unwrap();
    assert_eq!(told.later.len(), 2);
    assert!(!told.is_unreported());
    assert_eq!(matters.iter().filter(|matter| matter.is_unreported()).count(), 1);
}

#[test]
fn entries_that_name_each_other_are_still_told() {
    let mut one = entry(Kind::Incident, "2026-05-30", "a");
    let mut two = entry(Kind::Incident, "2026-05-31", "b");
    one.about = Some("two".into());
    two.about = Some("one".into());
    let text = |entry: &LogEntry| serde_yaml::to_string(entry).unwrap();
    let files = [("one", &one), ("two", &two)].map(|(id, entry)| log::parse("x", id, text(entry).as_bytes()));
    assert_eq!(Log::of(files).matters(Kind::Incident).len(), 2);
    // An entry about one of two that name each other began with itself.
    let mut three = entry(Kind::Incident, "2026-06-01", "c");
    three.about = Some("one".into());
    let files = [("one", &one), ("two", &two), ("three", &three)];
    let files = files.map(|(id, entry)| log::parse("x", id, text(entry).as_bytes()));
    assert_eq!(Log::of(files).beginning("three"), "three");
}

#[test]
fn what_people_wrote_is_told_by_field_and_a_blanked_name_leads_nowhere() {
    let mut one = entry(Kind::Incident, "2026-05-30", "A door was left open.");
    one.by = Author::Redacted;
    one.no_report = Some("Nobody was there.".to_owned());
    one.reported = Some(Report { to: "Example Committee".into(), on: one.on });
    assert_eq!(
        one.texts(),
        [("note", "A door was left open."), ("no_report", "Nobody was there."), ("reported", "Example Committee")]
    );
    assert!(log(&[one]).dangling(&crate::study::Study::default()).is_empty());
}

#[test]
fn a_file_that_is_no_entry_is_a_finding_and_hides_no_other() {
    let good = entry(Kind::Review, "2026-05-30", "The yearly report was handed in.");
    let bad = log::parse("log/bad.yaml", "bad", b"kind: accident\non: yesterday\n");
    assert!(bad.entry.is_none());
    assert!(!bad.findings.is_empty());
    assert!(bad.findings.iter().all(|finding| finding.subject.starts_with("log.bad")));
    let files = [bad, log::parse("x", &good.id(), serde_yaml::to_string(&good).unwrap().as_bytes())];
    assert_eq!(Log::of(files).matters(Kind::Review).len(), 1);
}
