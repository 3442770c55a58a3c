//! Assent: ethical research on child sexual exploitation and abuse, from one study file to the packet.
//!
//! This is the tour. A team describes its study once, in `study.yaml`; published guidelines stand in `guidelines/` as data;
//! the program holds one against the other, and makes every document from the same definition.
//!
//! # The flow
//!
//! ```text
//! text -yaml-> Node -study-> Study -checks-> findings -assess-> Assessment -> participants' documents -proof-> findings
//!                              ^                ^                                                               |
//!                            packs       records, today                                                      verdict
//!                                                                                                               |
//!       reports, walk <---------------------------------------------- committee's documents -formats-> packet <-+
//! ```
//!
//! Every arrow is a pure function. The disk, the clock, the environment and the terminal come in at [`commands`]:
//! [`commands::workspace`] reads a study's folder, [`commands::judge`] goes along the arrows.
//!
//! # The floors
//!
//! ```text
//! commands, terminal       one file a verb; the only printer
//! packet     reports       build, manifest, verify, seal / findings for people, scripts, editors, CI servers
//! proof      formats       proofreading / Markdown, HTML, DOCX, PDF, XLSX
//! documents  walk          assessment + template -> document tree / which question comes next
//! assessment               the state of each task, the gate
//! checks                   study + packs -> findings
//! guidelines records readability
//! study                    the domain
//! yaml, finding, source    text, places, what is wrong
//! ```
//!
//! # What always holds
//!
//! * **Invariant:** a floor looks down, never up, never into a neighbour's rooms (`house::a_floor_looks_down_and_never_up_or_sideways`).
//! * **Invariant:** no module below [`commands`] asks the clock or the environment, and nothing but [`terminal`] prints
//!   (`house::the_clock_and_the_environment_come_in_at_the_edge_only`, `house::only_the_terminal_prints`).
//! * **Invariant:** three kinds of wrong never mix. A [`finding::Finding`] is about somebody's study; an error is that we could
//!   not do the job; a panic is a mistake of ours.
//! * **Invariant:** any bytes may stand in a file; reading them ends in bounded time with a tree or with findings ([`yaml`]).
//! * **Invariant:** a study's text acts nowhere: in no report (`reports::nothing_in_any_form_acts_on_a_terminal`), in no document.
//! * **Invariant:** nothing outside a study's folder is opened through it ([`commands::folder`]).
//! * **Invariant:** no code means two things (`house::every_code_has_one_meaning`), and every check fails its bad example and
//!   passes its good one ([`checks::examples`]).
//! * **Invariant:** the order of every output is that of files, places and packs, whatever runs in parallel
//!   (`commands::check::the_order_is_that_of_the_files_whatever_the_number_of_jobs`).
//!
//! # As a library
//!
//! ```
//! use assent::assessment;
//! use assent::checks;
//! use assent::guidelines::Library;
//! use assent::records::Records;
//! use assent::source::SourceFile;
//! use assent::study;
//!
//! let text = "assent: 1\nstudy: {id: voices, title: What young people want from a helpline}\n";
//! let loaded = study::load(SourceFile::new("study.yaml", text));
//! let packs = Library::built_in().in_force(&loaded.study);
//! let today: jiff::civil::Date = "2026-06-01".parse()?;
//! let findings = checks::run(&loaded, &packs, &checks::Facts::on(today.into()));
//! assert!(findings.iter().any(|finding| finding.code == "decision-missing"));
//! let assessment = assessment::assess(&loaded, &packs, &Records::default(), findings, today.into());
//! assert_eq!(assessment.gate, assessment::Gate::NotDecided);
//! # Ok::<(), jiff::Error>(())
//! ```

pub mod assessment;
pub mod checks;
pub mod commands;
pub mod documents;
pub mod finding;
pub mod formats;
pub mod guidelines;
mod hashing;
pub mod packet;
pub mod proof;
pub mod readability;
pub mod records;
pub mod reports;
pub mod source;
pub mod study;
pub mod terminal;
pub mod walk;
pub mod yaml;
