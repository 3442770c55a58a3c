//! What is known about the codes that findings carry and the tasks that they name.

use crate::documents::library;
use crate::finding::Level;
use crate::guidelines;
use crate::guidelines::Pack;
use crate::guidelines::PackCheck;
use crate::guidelines::Packs;
use crate::records;
use crate::study;
use crate::yaml;

/// A code that stands in no pack: its level, what it asks, how to mend it.
pub type ProgramCode = (&'static str, Level, &'static str, &'static str);

/// The codes of the program itself, by the module that finds them.
pub const PROGRAM: &[&[ProgramCode]] = &[yaml::CODES, study::CODES, records::CODES, guidelines::CODES, library::CODES];

/// The comparisons that find what could tell who somebody is.
const WITHHELD: &[&str] = &["identities"];

/// Looks up codes and tasks: in the packs, and among the codes of the program itself.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    packs: Packs,
}

/// What one code means, for readers who meet it in another tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The level that its findings have.
    pub level: Level,
    /// What it asks, in one sentence.
    pub title: String,
    /// Why, and how to mend it, in Markdown.
    pub help: String,
    /// The ethical tasks that it serves, as `pack/task`.
    pub tasks: Vec<String>,
}

impl Catalogue {
    /// The codes and tasks of packs, and the program's own codes.
    pub fn of(packs: Packs) -> Self {
        Self { packs }
    }

    /// A task's title, by `pack/task`.
    pub fn task_title(&self, task: &str) -> Option<&str> {
        self.packs.task(task).map(|(pack, task)| pack.title_of(task, pack.language.as_str()).text)
    }

    /// The tasks of a finding as people are told of them: those of the study's own packs, with their titles; where the
    /// study has none of them, all, by their names.
    pub fn told<'t>(&self, tasks: &'t [String]) -> Vec<(&'t str, Option<&str>)> {
        let named = tasks.iter().map(|task| (task.as_str(), self.task_title(task)));
        let (known, unknown): (Vec<_>, Vec<_>) = named.partition(|(_, title)| title.is_some());
        if known.is_empty() { unknown } else { known }
    }

    /// True for findings about words that no report repeats, not even as the line in which they stand: what is printed
    /// in a terminal or by a server stays there.
    pub fn withholds(&self, code: &str) -> bool {
        let check = self.packs.check(code).and_then(|(_, check)| check.rust.as_deref());
        check.is_some_and(|rust| WITHHELD.contains(&rust))
    }

    /// What a code means.
    pub fn rule(&self, code: &str) -> Option<Rule> {
        let own = program_code(code).map(|(_, level, asks, mend)| Rule {
            level: *level,
            title: (*asks).to_owned(),
            help: (*mend).to_owned(),
            tasks: Vec::new(),
        });
        own.or_else(|| self.packs.check(code).map(|(pack, check)| self.of_check(pack, check)))
    }

    /// Every code that there is, in the order of the alphabet.
    pub fn codes(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = self.packs.checks().map(|(_, check)| check.code.as_str()).collect();
        codes.extend(PROGRAM.iter().copied().flatten().map(|(code, ..)| *code));
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// A check's message may name values that only a finding has, so its rule is told by the task that it serves.
    fn of_check(&self, pack: &Pack, check: &PackCheck) -> Rule {
        let task = check.serves.iter().find_map(|task| self.packs.task(task));
        let language = pack.language.as_str();
        let title = match task {
            Some((pack, task)) => pack.title_of(task, pack.language.as_str()).text.to_owned(),
            None => pack.title.clone(),
        };
        let mut help = String::new();
        if let Some((pack, task)) = task {
            help.push_str(pack.why_of(task, pack.language.as_str()).text.trim());
            help.push_str("\n\n");
        }
        let mend = pack.help_of(check, language).text;
        if !mend.contains("{{") && !mend.contains("{%") {
            help.push_str("**How to mend it.** ");
            help.push_str(mend.trim());
        }
        Rule { level: check.level, title, help: help.trim().to_owned(), tasks: check.serves.clone() }
    }
}

/// A code of the program itself.
pub fn program_code(code: &str) -> Option<&'static ProgramCode> {
    PROGRAM.iter().copied().flatten().find(|known| known.0 == code)
}
