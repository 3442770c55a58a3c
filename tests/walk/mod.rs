//! The conversation: `init`, `walk` and `record` in a terminal, from a file, killed, and by two people at once.

mod apart;
mod leaving;
mod prompts;
mod screens;
mod scripted;
mod terminal;

/// A study that has begun: a lead, one setting, one group, one activity.
pub const STUDY: &str = "\
assent: 1
study:
  id: voices   # names files
  title: Views of support
  summary: TODO
team:
  - id: lead
    name: Lee Example
  - id: safeguard
    name: Sam Example
settings:
  - {id: north, country: TH, age_of_majority: 20}
participants:
  - id: young
    label: Young people
    ages: {from: 16, to: 24}
    survivors: true
    consent:
      gap_days: 1   # too short?
activities:
  - {id: talks, with: [young], settings: [north], method: conversation}
";

/// A pack of the study's own, with one task that asks a question of every kind.
pub fn kinds(tool: &crate::common::Tool) {
    tool.write("study.yaml", STUDY.replace("study:\n", "packs: [kinds]\nstudy:\n"));
    tool.write("guidelines/kinds/pack.yaml", PACK);
    tool.write("guidelines/kinds/all/tasks.yaml", TASKS);
}

const PACK: &str = "\
id: kinds
title: Every kind
publisher: An invented council
year: 2026
version: '1'
citation: An invented rule.
url: https://council.example.org
provenance: verified
note: An example.
language: en
steps:
  - {id: '1', title: All kinds, folder: all}
";

const TASKS: &str = "\
- id: everything
  title: Answer in every way
  why: Each kind of question has a prompt of its own.
  phase: design
  gate: blocks
  attest: 1
  provenance: verified
  questions:
    - {id: words, ask: 'What is it?', help: 'A sentence is enough.'}
    - {id: choice, ask: 'Which one?', kind: choice, options: [left, right, middle]}
    - {id: sure, ask: 'Is it so?', kind: yes-no}
    - {id: day, ask: 'On which day?', kind: date}
    - {id: several, ask: 'Which ones?', kind: list}
    - {id: days, ask: 'How long?', kind: number, unit: days}
    - {id: duties, ask: 'Who does what?', field: 'team[].duties', kind: list}
    - {id: partners, ask: 'Who helps?', field: study.partners}
  evidence: A file.
  documents: [protocol]
  sources:
    - {work: A rule, publisher: An invented council, year: 2026, url: 'https://council.example.org'}
";
