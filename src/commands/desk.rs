//! A study on the desk of somebody who works on it: what `record` and `walk` read, and how they write.
//!
//! An answer that belongs in `study.yaml` is spliced there, everything else is added to the task's record. Both are on
//! the disk before the next question is asked, and neither overwrites what somebody else wrote meanwhile.

use std::path::Path as FilePath;

use anyhow::Context as _;
use serde_json::Value;
use similar::ChangeTag;
use similar::TextDiff;

use crate::assessment::Assessment;
use crate::assessment::assess;
use crate::assessment::basis_of;
use crate::checks;
use crate::commands::edge;
use crate::commands::find;
use crate::commands::find::StudyPlace;
use crate::commands::judge;
use crate::commands::judge::Judged;
use crate::commands::problem::WithNext;
use crate::commands::workspace::Shelf;
use crate::commands::workspace::Workspace;
use crate::guidelines::Packs;
use crate::guidelines::Task;
use crate::records::Current;
use crate::records::Entry;
use crate::records::Moment;
use crate::records::State;
use crate::records::fold;
use crate::records::store;
use crate::records::store::Added;
use crate::records::write;
use crate::reports::text::Role;
use crate::reports::text::Text;
use crate::source::SourceFile;
use crate::study::Date;
use crate::study::Id;
use crate::study::nearest::nearest;
use crate::study::splice::SpliceError;
use crate::study::splice::splice;
use crate::terminal::interrupt;
use crate::yaml::path::Path;

/// What a person works on.
pub struct Desk {
    shelf: Shelf,
    place: StudyPlace,
    /// The day on which the study is judged.
    pub today: Date,
    /// The study's folder, as it was last read.
    pub workspace: Workspace,
    /// The moment of an entry that was there already when the clock stood well before it.
    pub ahead: Option<Moment>,
}

/// A change of `study.yaml` that is not written yet.
#[derive(Debug, Clone)]
pub struct Proposal {
    before: SourceFile,
    after: SourceFile,
}

/// Somebody else changed the study file since it was read.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` was changed by somebody else meanwhile, so nothing was written into it")]
pub struct ChangedMeanwhile(String);

impl Desk {
    /// Reads a study. One that cannot be read cannot be worked on.
    pub fn open(study: Option<&FilePath>, guidelines: &[std::path::PathBuf], today: Date) -> anyhow::Result<Self> {
        let place = find::study(study)?;
        let shelf = Shelf::open(guidelines)?;
        let workspace = Workspace::open(&place, &shelf)?;
        if !workspace.loaded.readable {
            let name = workspace.loaded.file.name.clone();
            let why =
                workspace.loaded.findings.first().map_or_else(String::new, |finding| format!(": {}", finding.message));
            return Err(anyhow::anyhow!("`{name}` cannot be read as a study{why}"))
                .next_step("run `assent check` for the line, and mend the file");
        }
        Ok(Self { shelf, place, today, workspace, ahead: None })
    }

    /// Reads everything again.
    pub fn reload(&mut self) -> anyhow::Result<()> {
        self.workspace = Workspace::open(&self.place, &self.shelf)?;
        Ok(())
    }

    /// The packs that the study is held against.
    pub fn packs(&self) -> Packs {
        self.workspace.guidelines.in_force(&self.workspace.loaded.study)
    }

    /// The study held against its packs by their checks alone; quick enough to be asked after each answer.
    pub fn assess(&self) -> anyhow::Result<Assessment> {
        let loaded = &self.workspace.loaded;
        let packs = self.packs();
        let facts = self.workspace.facts(self.today)?;
        let mut findings = self.workspace.findings();
        findings.extend(checks::run(loaded, &packs, &facts));
        let findings = checks::settle(loaded, &packs, &facts, findings);
        Ok(assess(loaded, &packs, &self.workspace.records, findings, self.today))
    }

    /// The study held against its packs, its documents proofread.
    pub fn judge(&self) -> anyhow::Result<Judged> {
        Ok(judge::findings(&self.workspace, self.today)?)
    }

    /// The name by which people know the study file.
    pub fn file_name(&self) -> String {
        self.workspace.loaded.file.name.to_string()
    }

    /// The full id of a task that somebody named: `pack/task`, or `task` where only one pack has it.
    pub fn task_id(&self, named: &str) -> anyhow::Result<String> {
        let packs = self.packs();
        if packs.task(named).is_some() {
            return Ok(named.to_owned());
        }
        let ids: Vec<String> = packs.tasks().map(|(_, task)| task.full_id.clone()).collect();
        let ends = |id: &&String| id.split_once('/').is_some_and(|(_, task)| task == named);
        let same: Vec<&String> = ids.iter().filter(ends).collect();
        match same.as_slice() {
            [one] => Ok((*one).clone()),
            [] => {
                let bare = |id: &String| id.split_once('/').map_or(id.clone(), |(_, task)| task.to_owned());
                let bare: Vec<String> = ids.iter().map(bare).collect();
                let known = ids.iter().chain(&bare).map(String::as_str);
                let next = match nearest(named, known) {
                    Some(near) => format!("did you mean `{near}`? `assent status` names the open tasks"),
                    None => "name one as `assent status` does: its pack, a slash, its own id".to_owned(),
                };
                Err(anyhow::anyhow!("no pack of this study has a task `{named}`")).next_step(next)
            }
            several => {
                let several: Vec<&str> = several.iter().map(|id| id.as_str()).collect();
                Err(anyhow::anyhow!("several packs have a task `{named}`"))
                    .next_step(format!("name one of {}", several.join(", ")))
            }
        }
    }

    /// The ids of the team members, in the order of the file.
    pub fn team(&self) -> Vec<Id> {
        self.workspace.loaded.study.team.iter().filter_map(|person| person.id.clone()).collect()
    }

    /// The team member that somebody named.
    pub fn person(&self, named: &str) -> anyhow::Result<Id> {
        let team = self.team();
        if let Some(id) = team.iter().find(|id| id.as_str() == named) {
            return Ok(id.clone());
        }
        let known: Vec<&str> = team.iter().map(Id::as_str).collect();
        let next = match (nearest(named, known.iter().copied()), known.is_empty()) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, true) => "add yourself under `team` in study.yaml, with an id".to_owned(),
            (None, false) => format!("name one of {}, or add the person under `team` in study.yaml", known.join(", ")),
        };
        Err(anyhow::anyhow!("no team member has the id `{named}`")).next_step(next)
    }

    /// What a task's log comes to.
    pub fn current(&self, task: &str) -> Current {
        self.workspace.records.current(task)
    }

    /// The change that sets values of the study; paths are those of the study, not of the file.
    pub fn propose(&self, values: &[(Path, Value)]) -> Result<Proposal, SpliceError> {
        let loaded = &self.workspace.loaded;
        let mut after = loaded.file.clone();
        for (path, value) in values {
            after = SourceFile::new(after.name.clone(), splice(&after, &loaded.in_file(path), value)?);
        }
        Ok(Proposal { before: loaded.file.clone(), after })
    }

    /// Writes a change, unless somebody else changed the file since it was read, and reads everything again.
    pub fn commit(&mut self, proposal: &Proposal) -> anyhow::Result<()> {
        if proposal.is_empty() {
            return Ok(());
        }
        proposal.write(&self.place)?;
        self.reload()
    }

    /// A change that is written if the program has to end before somebody could say yes to it.
    pub fn bequeath(&self, values: &[(Path, Value)]) {
        let Ok(proposal) = self.propose(values) else { return };
        let place = self.place.clone();
        interrupt::will(Some(Box::new(move || {
            // Nobody is left to be told that it could not be written.
            let _ = proposal.write(&place);
        })));
    }

    /// Adds an entry to a task's record, with the digest of what is attested where it attests, and reads everything again.
    ///
    /// A log is read in the order of time. Where the clock stands before the newest entry, the new one takes that one's
    /// moment, so that what was said last is what counts.
    pub fn enter(&mut self, task: &str, mut entry: Entry) -> anyhow::Result<Added> {
        if let Some(newest) = self.workspace.records.log(task).iter().map(|entry| entry.on).max()
            && newest > entry.on
        {
            self.ahead = Some(newest).filter(|newest| newest.is_well_after(entry.on)).or(self.ahead);
            entry.on = newest;
        }
        if entry.state == Some(State::Attested) {
            entry.basis = self.basis_with(task, &entry);
        }
        let added = store::append(&self.place.folder, task, &entry);
        let added = match added {
            Ok(added) => added,
            Err(error) => {
                let next = error.next_step();
                return Err(error).next_step(next);
            }
        };
        self.reload()?;
        Ok(added)
    }

    /// The digest of what somebody attests who adds this entry.
    fn basis_with(&self, task_id: &str, entry: &Entry) -> Option<String> {
        let packs = self.packs();
        let (_, task) = packs.task(task_id)?;
        let log = self.workspace.records.log(task_id);
        let current = fold::fold(log.into_iter().chain([entry]));
        Some(basis_of(task, &packs, &self.workspace.loaded.value, &current))
    }

    /// A task and the packs that it stands in.
    pub fn with_task<T>(&self, task_id: &str, work: impl FnOnce(&Task, &Packs) -> T) -> anyhow::Result<T> {
        let packs = self.packs();
        let (_, task) = packs.task(task_id).context("the task is gone")?;
        Ok(work(task, &packs))
    }
}

/// The moment of an entry, by the clock.
pub fn now() -> Moment {
    Moment::new(edge::now())
}

/// What is said where the clock went backwards.
pub fn clock_behind(newest: Moment) -> String {
    format!(
        "the clock of this computer stands before an entry of {newest}; what you recorded was given that moment, so \
         that it counts as the later one. Look whether the clock is right"
    )
}

/// A write error with its next step.
pub fn with_next(error: write::WriteError) -> anyhow::Error {
    let next = error.next_step();
    Err::<(), _>(error).next_step(next).err().unwrap_or_else(|| anyhow::anyhow!(next))
}

impl Proposal {
    /// True where nothing would change.
    pub fn is_empty(&self) -> bool {
        self.before.text == self.after.text
    }

    /// Writes the change, unless somebody else changed the file since it was read.
    fn write(&self, place: &StudyPlace) -> anyhow::Result<()> {
        const MARK: &[u8] = b"\xEF\xBB\xBF";
        let _lock = write::lock(&place.folder).map_err(with_next)?;
        let stands = edge::read(&place.file)?;
        let mark = if stands.starts_with(MARK) { MARK } else { &[] };
        if stands.strip_prefix(mark) != Some(self.before.text.as_bytes()) {
            return Err(ChangedMeanwhile(self.before.name.to_string()).into());
        }
        let bytes = [mark, self.after.text.as_bytes()].concat();
        write::replace(&place.file, &bytes).map_err(with_next)
    }

    /// The lines that go and the lines that come, with their numbers.
    pub fn shown(&self) -> Text {
        let diff = TextDiff::from_lines(self.before.text.as_ref(), self.after.text.as_ref());
        let mut text = Text::new();
        let mut first = true;
        for group in diff.grouped_ops(1) {
            for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
                let (sign, role, line) = match change.tag() {
                    ChangeTag::Delete => ("-", Role::Error, change.old_index()),
                    ChangeTag::Insert => ("+", Role::Good, change.new_index()),
                    ChangeTag::Equal => (" ", Role::Faint, change.new_index()),
                };
                if !std::mem::take(&mut first) {
                    text = text.line();
                }
                let number = line.map_or_else(String::new, |line| (line + 1).to_string());
                text =
                    text.with(role, format!("  {number:>4} {sign} {}", change.value().trim_end_matches(['\n', '\r'])));
            }
        }
        text
    }
}
