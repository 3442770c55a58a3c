//! A committee's comments on a packet, and the team's answers: `responses/<decision>/<id>.yaml`, one file an entry, never
//! changed.

use serde::Deserialize;
use serde::Serialize;
use sha2::Digest;
use sha2::Sha256;

use std::path::Path;
use std::path::PathBuf;

use crate::records::entry::Author;
use crate::records::entry::Moment;
use crate::records::store::StoreError;
use crate::records::write;
use crate::study::Date;
use crate::yaml::print;

/// The folder of comments and answers in a study's folder.
pub const FOLDER: &str = "responses";

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Said {
    /// Something that the committee said.
    Comment(Comment),
    /// What the team answers.
    Answer(Answer),
}

/// Something that the committee said about a packet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    /// Who said it, such as the committee or its first reader.
    pub from: String,
    /// The day on which it came.
    pub on: Date,
    /// The ethical task that it is about, as pack/task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// The comment, in the committee's words.
    pub text: String,
    /// The team member who wrote it down, by id.
    pub by: Author,
    /// The moment at which it was written down.
    pub written: Moment,
}

/// What the team answers to a comment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The comment, by its name.
    pub comment: String,
    /// The day.
    pub on: Date,
    /// The answer.
    pub text: String,
    /// What was changed because of it: fields by ids as `assent diff` names them, or files of the study.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<String>,
    /// The team member who answers, by id.
    pub by: Author,
    /// The moment at which it was written down.
    pub written: Moment,
}

impl Said {
    /// The name under which it is kept: what it is, its day, and four hex digits of what it says.
    pub fn id(&self) -> String {
        let (word, on) = match self {
            Said::Comment(comment) => ("comment", comment.on),
            Said::Answer(answer) => ("answer", answer.on),
        };
        let mut value = serde_json::to_value(self).unwrap_or_default();
        if let Some(fields) = value.as_object_mut() {
            fields.remove("written");
        }
        let digest = Sha256::digest(value.to_string().as_bytes());
        let short: String = digest.iter().take(2).map(|byte| format!("{byte:02x}")).collect();
        format!("{word}-{on}-{short}")
    }

    fn order(&self) -> (Date, Moment) {
        match self {
            Said::Comment(comment) => (comment.on, comment.written),
            Said::Answer(answer) => (answer.on, answer.written),
        }
    }
}

/// Reads one file.
pub fn read(text: &str) -> Result<Said, String> {
    serde_yaml::from_str(text).map_err(|error| error.to_string())
}

/// Writes an entry as a file of its own, never over one that is there.
pub fn append(study_folder: &Path, decision: &str, said: &Said) -> Result<PathBuf, StoreError> {
    let folder = study_folder.join(FOLDER).join(decision);
    let path = folder.join(format!("{}.yaml", said.id()));
    let value = serde_json::to_value(said).map_err(|error| StoreError::Entry(error.to_string()))?;
    let text = print::block(&value, 0);
    match read(&text) {
        Ok(back) if back == *said => {}
        Ok(_) => return Err(StoreError::Entry("it does not read back as it was".to_owned())),
        Err(why) => return Err(StoreError::Entry(why)),
    }
    let _lock = write::lock(study_folder)?;
    if path.symlink_metadata().is_ok() {
        return Err(StoreError::StandsThere(path.display().to_string()));
    }
    write::make_folders(&folder)?;
    write::replace(&path, text.as_bytes())?;
    Ok(path)
}

/// A comment with its answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Thread {
    /// The comment's name.
    pub id: String,
    /// The comment.
    pub comment: Comment,
    /// The answers, in the order of time.
    pub answers: Vec<Answer>,
}

/// All comments in the order in which they came, each with its answers; answers to no comment that is there are left out.
pub fn threads(said: impl IntoIterator<Item = (String, Said)>) -> Vec<Thread> {
    let mut all: Vec<(String, Said)> = said.into_iter().collect();
    all.sort_by(|a, b| a.1.order().cmp(&b.1.order()).then_with(|| a.0.cmp(&b.0)));
    let mut threads: Vec<Thread> = Vec::new();
    for (id, said) in &all {
        if let Said::Comment(comment) = said {
            threads.push(Thread { id: id.clone(), comment: comment.clone(), answers: Vec::new() });
        }
    }
    for (_, said) in all {
        if let Said::Answer(answer) = said
            && let Some(thread) = threads.iter_mut().find(|thread| thread.id == answer.comment)
        {
            thread.answers.push(answer);
        }
    }
    threads
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::Id;
    use crate::study::Written;

    fn comment(text: &str) -> Said {
        Said::Comment(Comment {
            from: "Example Committee".into(),
            on: Date::read("2026-02-01").unwrap(),
            task: Some("ecpat-four-steps/consent-in-two-steps".into()),
            text: text.into(),
            by: Author::Person(Id::read("lead").unwrap()),
            written: Moment::read("2026-02-02T09:00:00Z").unwrap(),
        })
    }

    #[test]
    fn what_was_said_reads_back_and_is_never_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let said = comment("Why two days?\nFour would be better: \"a night\" is short.");
        let path = append(dir.path(), "2026-02-01-1a2b-3c4d", &said).unwrap();
        assert_eq!(read(&std::fs::read_to_string(&path).unwrap()), Ok(said.clone()));
        assert!(matches!(append(dir.path(), "2026-02-01-1a2b-3c4d", &said), Err(StoreError::StandsThere(_))));
        assert!(read("kind: comment\nfrom: x\nsurprise: 1\n").is_err());
    }

    #[test]
    fn answers_stand_with_their_comment() {
        let (one, two) = (comment("One?"), comment("Two?"));
        let answer = Said::Answer(Answer {
            comment: two.id(),
            on: Date::read("2026-02-03").unwrap(),
            text: "Yes.".into(),
            changed: Vec::new(),
            by: Author::Redacted,
            written: Moment::read("2026-02-03T09:00:00Z").unwrap(),
        });
        let all = [&answer, &one, &two].map(|said| (said.id(), said.clone()));
        let threads = threads(all);
        assert_eq!(threads.len(), 2);
        assert_eq!(threads.iter().filter(|thread| thread.answers.is_empty()).count(), 1);
    }
}
