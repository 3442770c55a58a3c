//! A pack put together: its tasks and checks in order, and its texts in the language that is asked for.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::OnceLock;

use crate::guidelines::fields;
use crate::guidelines::files::PackFiles;
use crate::guidelines::pack::BenefitSeed;
use crate::guidelines::pack::Check;
use crate::guidelines::pack::Hazard;
use crate::guidelines::pack::Manifest;
use crate::guidelines::pack::Question;
use crate::guidelines::pack::SourcesFile;
use crate::guidelines::pack::TaskEntry;
use crate::guidelines::pack::Term;
use crate::guidelines::pack::Wording;
use crate::guidelines::pack::WordingsFile;
use crate::guidelines::pack::WordsFile;

/// A task in its pack.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// The full id: `pack/task`.
    pub full_id: String,
    /// The id of the step that it belongs to.
    pub step: String,
    /// The id of the topic, where the step has topics.
    pub topic: Option<String>,
    /// What the file says.
    pub entry: TaskEntry,
}

impl Deref for Task {
    type Target = TaskEntry;

    fn deref(&self) -> &TaskEntry {
        &self.entry
    }
}

/// A check in its pack.
#[derive(Debug, Clone, PartialEq)]
pub struct PackCheck {
    /// The pack that it stands in.
    pub pack: String,
    /// All tasks that it serves, as `pack/task`; the one that it stands in is the first.
    pub serves: Vec<String>,
    /// What the file says.
    pub entry: Check,
    pub(super) fields: OnceLock<BTreeSet<String>>,
}

impl PackCheck {
    /// The fields of a study that it reads, by their place in the shape; told from its expressions when it is first asked.
    pub fn fields(&self) -> &BTreeSet<String> {
        self.fields.get_or_init(|| fields::of_check(&self.entry))
    }
}

impl Deref for PackCheck {
    type Target = Check;

    fn deref(&self) -> &Check {
        &self.entry
    }
}

/// One published guideline turned into data.
#[derive(Debug, Clone)]
pub struct Pack {
    /// What `pack.yaml` says.
    pub manifest: Manifest,
    /// Its tasks, in the order of steps and topics.
    pub tasks: Vec<Task>,
    /// All its checks: those of tasks first, then those of `checks.yaml`.
    pub checks: Vec<PackCheck>,
    /// What can go wrong.
    pub hazards: Vec<Hazard>,
    /// What good can come.
    pub benefits: Vec<BenefitSeed>,
    /// Words to avoid.
    pub terms: Vec<Term>,
    /// Word lists by name.
    pub words: WordsFile,
    /// The works that several tasks rest on, by the name that `from` gives.
    pub sources: SourcesFile,
    /// Texts in other languages, by language.
    pub wordings: BTreeMap<String, WordingsFile>,
    /// Its files.
    pub files: PackFiles,
    pub(super) digest: OnceLock<String>,
}

impl Deref for Pack {
    type Target = Manifest;

    fn deref(&self) -> &Manifest {
        &self.manifest
    }
}

/// A text as it is to be shown, and the language that it was found in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<'p> {
    /// The text.
    pub text: &'p str,
    /// Its language.
    pub language: &'p str,
}

impl Said<'_> {
    /// True where the text is not in the language that was asked for.
    pub fn fell_back(&self, wanted: &str) -> bool {
        primary(self.language) != primary(wanted)
    }
}

fn primary(language: &str) -> &str {
    language.split('-').next().unwrap_or_default()
}

impl Pack {
    /// SHA-256 over its files, in lower-case hex.
    pub fn digest(&self) -> &str {
        self.digest.get_or_init(|| self.files.digest())
    }

    /// True for a pack that came with the program, unchanged.
    pub fn is_built_in(&self) -> bool {
        self.files.built_in
    }

    /// A task by its id without the pack.
    pub fn task(&self, id: &str) -> Option<&Task> {
        self.tasks.iter().find(|task| task.id.as_str() == id)
    }

    /// A check by its code.
    pub fn check(&self, code: &str) -> Option<&PackCheck> {
        self.checks.iter().find(|check| check.code.as_str() == code)
    }

    /// A text in a language, or in the pack's own: `key` is a task's id, a check's code, or the id of a step, topic or hazard.
    pub fn said<'p>(
        &'p self,
        key: &str,
        language: &str,
        own: &'p str,
        pick: impl Fn(&'p Wording) -> Option<&'p str>,
    ) -> Said<'p> {
        let exact = self.wordings.get_key_value(language);
        let near = || self.wordings.iter().find(|(found, _)| primary(found) == primary(language));
        let own_words = || self.wordings.get_key_value(self.language.as_str());
        let wanted = exact.or_else(near).and_then(|found| self.worded(found, key, &pick));
        let own_language = || own_words().and_then(|found| self.worded(found, key, &pick));
        wanted.or_else(own_language).unwrap_or(Said { text: own, language: self.language.as_str() })
    }

    fn worded<'p>(
        &'p self,
        (language, wordings): (&'p String, &'p WordingsFile),
        key: &str,
        pick: &impl Fn(&'p Wording) -> Option<&'p str>,
    ) -> Option<Said<'p>> {
        let text = wordings.get(key).and_then(pick)?;
        Some(Said { text, language })
    }

    /// A task's title in a language.
    pub fn title_of<'p>(&'p self, task: &'p Task, language: &str) -> Said<'p> {
        self.said(task.id.as_str(), language, &task.entry.title, |wording| wording.title.as_deref())
    }

    /// A task's why in a language.
    pub fn why_of<'p>(&'p self, task: &'p Task, language: &str) -> Said<'p> {
        self.said(task.id.as_str(), language, &task.entry.why, |wording| wording.why.as_deref())
    }

    /// What counts as a task's evidence, in a language.
    pub fn evidence_of<'p>(&'p self, task: &'p Task, language: &str) -> Said<'p> {
        self.said(task.id.as_str(), language, &task.entry.evidence, |wording| wording.evidence.as_deref())
    }

    /// A question in a language.
    pub fn question_of<'p>(&'p self, task: &'p Task, question: &'p Question, language: &str) -> Said<'p> {
        let id = question.id.as_str().to_owned();
        self.said(task.id.as_str(), language, &question.ask, move |wording| {
            wording.questions.get(&id).map(String::as_str)
        })
    }

    /// A check's message in a language.
    pub fn message_of<'p>(&'p self, check: &'p PackCheck, language: &str) -> Said<'p> {
        self.said(check.code.as_str(), language, &check.entry.message, |wording| wording.message.as_deref())
    }

    /// A check's help in a language.
    pub fn help_of<'p>(&'p self, check: &'p PackCheck, language: &str) -> Said<'p> {
        self.said(check.code.as_str(), language, &check.entry.help, |wording| wording.help.as_deref())
    }

    /// Every text of the pack that a language lacks, as `key.field`.
    pub fn missing_texts(&self, language: &str) -> Vec<String> {
        let mut missing = Vec::new();
        let mut note = |said: Said<'_>, own: &str, name: String| {
            if !own.is_empty() && said.fell_back(language) {
                missing.push(name);
            }
        };
        for task in &self.tasks {
            note(self.title_of(task, language), &task.title, format!("{}.title", task.id));
            note(self.why_of(task, language), &task.why, format!("{}.why", task.id));
            note(self.evidence_of(task, language), &task.evidence, format!("{}.evidence", task.id));
            for question in &task.questions {
                let name = format!("{}.questions.{}", task.id, question.id);
                note(self.question_of(task, question, language), &question.ask, name);
            }
        }
        for check in &self.checks {
            note(self.message_of(check, language), &check.message, format!("{}.message", check.code));
            note(self.help_of(check, language), &check.help, format!("{}.help", check.code));
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::guidelines::Library;
    use crate::guidelines::files::PackFiles;

    #[test]
    fn a_text_is_said_in_the_language_the_nearest_to_it_or_the_packs_own() {
        let check = "- {code: one, level: note, require: 'true', at: study.title, message: first, help: h, example: {bad: {}, good: {}}}\n- {code: two, level: note, require: 'true', at: study.title, message: second, help: h, example: {bad: {}, good: {}}}\n";
        let manifest =
            "id: own\ntitle: t\npublisher: p\nyear: 2026\nversion: \"1\"\ncitation: c\nprovenance: verified\nnote: n\n";
        let files = [
            ("pack.yaml", manifest),
            ("checks.yaml", check),
            ("en.yaml", "one: {message: reworded}\n"),
            ("es.yaml", "two: {message: segundo}\n"),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        let mut library = Library::default();
        library.add(BTreeMap::from([("own".to_owned(), PackFiles::new("guidelines/own", BTreeMap::from(files)))]));
        let pack = library.pack("own").unwrap();
        let said = |code: &str, language: &str| {
            let said = pack.message_of(pack.check(code).unwrap(), language);
            (said.text.to_owned(), said.language.to_owned())
        };
        for (code, language, text, spoken) in [
            ("one", "en", "reworded", "en"),
            ("one", "es", "reworded", "en"),
            ("two", "es-MX", "segundo", "es"),
            ("two", "th", "second", "en"),
        ] {
            assert_eq!(said(code, language), (text.to_owned(), spoken.to_owned()), "{code} in {language}");
        }
    }
}
