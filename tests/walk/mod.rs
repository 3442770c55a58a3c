//! The conversation: `init`, `walk` and `record` in a terminal, from a file, killed, and by two people at once.

mod apart;
mod killed;
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
