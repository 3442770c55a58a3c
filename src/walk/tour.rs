//! The way through the tasks: which ones somebody wants to see, where the team stopped, what comes next.

use crate::assessment::AssessedTask;
use crate::assessment::Assessment;
use crate::records::State;

/// Which tasks somebody wants to see. Every limit that is set has to hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only this pack: steps of two packs may have the same number.
    pub pack: Option<String>,
    /// Only this step.
    pub step: Option<String>,
    /// Only this topic.
    pub topic: Option<String>,
    /// Only this task, by its full id.
    pub task: Option<String>,
    /// Only tasks that are not complete.
    pub open: bool,
    /// Only tasks that a check found something about.
    pub found: bool,
    /// Only tasks in whose log this person stands.
    pub of: Option<String>,
}

impl Selection {
    /// True where nothing limits the choice.
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    /// True where a task is wanted. A single task that was named is shown even where it does not apply.
    pub fn wants(&self, task: &AssessedTask) -> bool {
        if let Some(wanted) = &self.task {
            return task.id == *wanted;
        }
        let is_of = |person: &String| {
            let current = &task.current;
            current.attestations.iter().any(|attestation| attestation.by == *person)
                || current.answers.values().any(|given| given.by == *person)
                || current.last.as_ref().is_some_and(|(by, _)| by == person)
        };
        task.applies.holds()
            && self.pack.as_ref().is_none_or(|pack| task.pack == *pack)
            && self.step.as_ref().is_none_or(|step| task.step == *step)
            && self.topic.as_ref().is_none_or(|topic| task.topic.as_ref() == Some(topic))
            && (!self.open || task.is_open() || task.look_again)
            && (!self.found || task.errors + task.warnings > 0)
            && self.of.as_ref().is_none_or(is_of)
    }
}

/// The tasks that somebody wants to see, in the packs' order.
pub fn tasks<'a>(assessment: &'a Assessment, selection: &Selection) -> Vec<&'a AssessedTask> {
    assessment.tasks.iter().filter(|task| selection.wants(task)).collect()
}

/// Where to go on: the open task in which this person last worked; else the first open one that has begun, else the
/// first open one.
pub fn resume<'a>(assessment: &'a Assessment, person: &str) -> Option<&'a AssessedTask> {
    let open = || assessment.tasks.iter().filter(|task| task.is_open());
    let begun = |task: &&AssessedTask| task.current.state != State::Open;
    let mine = open()
        .filter(begun)
        .filter(|task| task.current.last.as_ref().is_some_and(|(by, _)| by == person))
        .max_by_key(|task| task.current.last.as_ref().map(|(_, on)| *on));
    mine.filter(|task| !is_waiting_for_others(task, person))
        .or_else(|| open().find(|task| !is_waiting_for_others(task, person)))
}

/// True where this person has attested a task that others still have to attest.
pub fn is_waiting_for_others(task: &AssessedTask, person: &str) -> bool {
    task.current.state == State::Attested
        && !task.look_again
        && task.current.attestations.iter().any(|attestation| attestation.by == person)
}

/// The task behind another one among those that somebody wants to see.
pub fn after<'a>(assessment: &'a Assessment, selection: &Selection, id: &str) -> Option<&'a AssessedTask> {
    let at = assessment.tasks.iter().position(|task| task.id == id)?;
    assessment.tasks.iter().skip(at + 1).find(|task| selection.wants(task))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment;
    use crate::guidelines::library::Library;
    use crate::records::Records;
    use crate::records::read::parse;
    use crate::source::SourceFile;
    use crate::study;
    use crate::study::Date;
    use crate::study::Written;

    fn assessed(records: &[(&str, &str)]) -> Assessment {
        let text = "assent: 1\nstudy: {id: s, title: T}\nteam: [{id: lead}, {id: other}]\nparticipants: [{id: g, ages: {from: 16, to: 24}}]\n";
        let loaded = study::load(SourceFile::new("study.yaml", text));
        let packs = Library::built_in().in_force(&loaded.study);
        let files = records.iter().map(|(task, log)| {
            let text = format!("task: {task}\nlog:\n{log}");
            parse("r.yaml", task, text.as_bytes())
        });
        assessment::assess(&loaded, &packs, &Records::of(files), Vec::new(), Date::read("2026-06-01").unwrap())
    }

    fn entry(day: u32, by: &str, rest: &str) -> String {
        format!("  - {{on: 2026-05-{day:02}T10:00:00Z, by: {by}{rest}}}\n")
    }

    #[test]
    fn a_team_goes_on_where_it_stopped() {
        let first = assessed(&[]);
        assert_eq!(resume(&first, "lead").unwrap().id, first.tasks.iter().find(|task| task.is_open()).unwrap().id);
        let begun = entry(2, "lead", ", note: x");
        let later = entry(3, "lead", ", note: x");
        let others = entry(4, "other", ", note: x");
        let logs = [
            ("ecpat-four-steps/need-for-the-study", begun.as_str()),
            ("ecpat-four-steps/other-sources-first", later.as_str()),
            ("ecpat-four-steps/reasons-to-leave-out", others.as_str()),
        ];
        let assessment = assessed(&logs);
        assert_eq!(resume(&assessment, "lead").unwrap().id, "ecpat-four-steps/other-sources-first");
        assert_eq!(resume(&assessment, "other").unwrap().id, "ecpat-four-steps/reasons-to-leave-out");
    }

    #[test]
    fn limits_hold_together() {
        let done = entry(2, "lead", ", state: attested");
        let assessment = assessed(&[("ecpat-four-steps/need-for-the-study", done.as_str())]);
        let count = |selection: Selection| tasks(&assessment, &selection).len();
        let step = Selection { step: Some("1".to_owned()), ..Selection::default() };
        assert!(count(step.clone()) < count(Selection::default()));
        assert_eq!(count(Selection { open: true, ..step.clone() }), count(step) - 1);
        assert_eq!(count(Selection { of: Some("lead".to_owned()), ..Selection::default() }), 1);
        assert_eq!(count(Selection { found: true, ..Selection::default() }), 0);
        assert_eq!(count(Selection { pack: Some("other".to_owned()), ..Selection::default() }), 0);
        let after = after(&assessment, &Selection::default(), "ecpat-four-steps/question-and-use").unwrap();
        assert_eq!(after.id, "ecpat-four-steps/need-for-the-study");
    }

    #[test]
    fn what_waits_for_somebody_else_is_not_offered_again() {
        let done = entry(2, "lead", ", state: attested");
        let assessment = assessed(&[("ecpat-four-steps/stop-or-go", done.as_str())]);
        let task = assessment.task("ecpat-four-steps/stop-or-go").unwrap();
        assert!(task.attest > 1 && is_waiting_for_others(task, "lead") && !is_waiting_for_others(task, "other"));
    }
}
