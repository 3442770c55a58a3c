//! The harmless changes: what a sound study may as well be.

use super::Harmless;
use super::edit;
use super::file;

pub const ALL: &[Harmless] = &[
    Harmless {
        name: "fields in another order",
        edits: &[edit("distress:
", "  signs: Going quiet, breathing fast, looking away for long, shaking, wanting to please, losing the thread.
", ""), edit("distress:
", "  follow_up:
", "  signs: Going quiet, breathing fast, looking away for long, shaking, wanting to please, losing the thread.
  follow_up:
")],
    },
    Harmless {
        name: "sections in another order",
        edits: &[edit("", "translations: []

accepted: []
", ""), edit("", "study:
  id:", "accepted: []
translations: []

study:
  id:")],
    },
    Harmless {
        name: "packs in another order",
        edits: &[edit("", "packs: [ecpat-four-steps, survivor-conversations]", "packs:
  - survivor-conversations
  - ecpat-four-steps")],
    },
    Harmless {
        name: "comments everywhere",
        edits: &[edit("", "study:
", "study: # what it is called
  # the id names files
"), edit("", "participants:
", "participants:
  # one group only
")],
    },
    Harmless {
        name: "other quotation marks",
        edits: &[edit("study:", r#"version: "1.0""#, "version: '1.0'"), edit("study:", "short_title: Voices Online", r#"short_title: "Voices Online""#)],
    },
    Harmless {
        name: "text as one line",
        edits: &[edit("purpose:", "why_needed: |
    Support services in both cities are being planned anew this year. The planners asked for evidence from those who
    used the services, and have agreed to answer each recommendation in writing.
", "why_needed: Support services are being planned anew this year. The planners asked for evidence.
")],
    },
    Harmless {
        name: "a byte-order mark",
        edits: &[edit("", "# A complete study", "\u{feff}# A complete study")],
    },
    Harmless {
        name: "another version",
        edits: &[edit("study:", r#"version: "1.0""#, r#"version: "2.3-draft""#)],
    },
    Harmless {
        name: "other ages",
        edits: &[edit("participants:", "label: Young people of 16 to 24", "label: Young people of 15 to 20"), edit("participants:", "ages: {from: 16, to: 24}", "ages: {from: 15, to: 20}")],
    },
    Harmless {
        name: "adults only",
        edits: &[edit("participants:", "label: Young people of 16 to 24", "label: Young people of 18 to 24"), edit("participants:", "ages: {from: 16, to: 24}", "ages: {from: 18, to: 24}"), edit("participants:", "route: assent-and-permission", "route: own-consent")],
    },
    Harmless {
        name: "another country",
        edits: &[edit("id: north", "country: NA", "country: KE"), edit("id: coast", "country: NA", "country: TZ")],
    },
    Harmless {
        name: "Norway",
        edits: &[edit("id: north", "country: NA", "country: NO")],
    },
    Harmless {
        name: "a higher age of majority",
        edits: &[edit("id: north", "age_of_majority: 18", "age_of_majority: 21")],
    },
    Harmless {
        name: "girls only",
        edits: &[edit("participants:", "genders: [girls, boys, non-binary]", "genders: [girls]")],
    },
    Harmless {
        name: "no payment",
        edits: &[edit("compensation:", "  given: true
  kind: a shopping voucher, which you get at the start
  value: {amount: 150, currency: NAD}
  why_not_pressure: |
    The advisory group of young survivors set the amount: about what a young person there gets for half a day of odd
    jobs. The invitation does not name it; the form does. It is the same whatever the person says, and it is kept by
    whoever stops.
  if_withdrawn: kept
", "  given: false
")],
    },
    Harmless {
        name: "notes and no recording",
        edits: &[edit("activities:", "recording: audio", "recording: notes"), edit("storage:", r#"what: audio, where: "An encrypted recorder, then an encrypted disk in the locked office""#, r#"what: notes, where: "An encrypted disk""#)],
    },
    Harmless {
        name: "nothing recorded at all",
        edits: &[edit("activities:", "recording: audio", "recording: none"), edit("storage:", r#"    - {what: audio, where: "An encrypted recorder, then an encrypted disk in the locked office", encrypted: true, access: [keeper], delete_after: P30D}
"#, "")],
    },
    Harmless {
        name: "by phone",
        edits: &[edit("activities:", "mode: in-person", "mode: phone")],
    },
    Harmless {
        name: "online",
        edits: &[edit("activities:", "mode: in-person", "mode: online")],
    },
    Harmless {
        name: "two sessions",
        edits: &[edit("activities:", "sessions: 1", "sessions: 2")],
    },
    Harmless {
        name: "shorter conversations",
        edits: &[edit("activities:", "minutes: {from: 45, to: 90}", "minutes: {from: 30, to: 60}")],
    },
    Harmless {
        name: "a longer time to think",
        edits: &[edit("consent:", "gap_days: 4", "gap_days: 14")],
    },
    Harmless {
        name: "three steps",
        edits: &[edit("consent:", "steps: 2", "steps: 3")],
    },
    Harmless {
        name: "a waiver with its reason and its committee",
        edits: &[edit("consent:", "route: assent-and-permission", "route: assent-with-waiver
      waiver: {reason: Asking a guardian could endanger the young person., approved_by: Example University Research Ethics Committee}")],
    },
    Harmless {
        name: "people who do not read",
        edits: &[edit("participants:", "reads: true", "reads: false")],
    },
    Harmless {
        name: "no quotes and no second contact",
        edits: &[edit("activities:", "quotes: with-consent", "quotes: none"), edit("activities:", "    recontact: We would like to call you once, after about three months, to tell you what we found.
", "")],
    },
    Harmless {
        name: "one more facilitator",
        edits: &[edit("team:", "  - id: keeper
", r#"  - id: guide-three
    name: Ana Ficticia
    role: conversation facilitator
    duties: [facilitator]
    qualifications: Counsellor, six years with young survivors
    training:
      - {topic: Research ethics with children and young people, covers: [research-ethics], on: 2025-06-12, hours: 12}
      - {topic: Safeguarding for research teams, covers: [safeguarding], on: 2025-09-03, hours: 8}
      - {topic: Trauma-informed practice, covers: [trauma-informed], on: 2025-09-04, hours: 12}
      - {topic: "Survivor conversations: the method", covers: [method], on: 2025-10-13, hours: 24}
    background_check: 2025-08-20
    code_of_conduct_signed: 2025-09-01
    speaks: [en, fr]
  - id: keeper
"#), edit("activities:", "facilitators: [guide-one, guide-two]", "facilitators: [guide-one, guide-two, guide-three]")],
    },
    Harmless {
        name: "an outside transcriber",
        edits: &[edit("privacy:", "processors: []", "processors: [A transcription office in the same city, under a written contract]")],
    },
    Harmless {
        name: "another group of adults with a survey",
        edits: &[edit("participants:", "activities:
", "  - id: workers
    label: Support workers
    ages: {from: 22, to: 65}
    survivors: false
    number: {planned: 30, max: 40}
    takes_part_as: participant
    recruited_by: The desk
    recruitment: The desk writes to all services of both places.
    include: [Works in a service for young people]
    contact_safety: We write to the address of the service.
    reads: true
    consent:
      route: own-consent
      steps: 1
      comprehension_check: The first page asks two questions about the study.
      ongoing: Each page can be skipped.
    languages: [en]
    reading_age: 16

activities:
  - id: survey
    with: [workers]
    settings: [north, coast]
    method: survey
    mode: self-completed
    asks_about_experiences: false
    minutes: {from: 10, to: 15}
    sessions: 1
    recording: none
    quotes: none
    guide: guides/conversation.md
    aftercare: The last page names two helplines.
"), edit("risks:", "
hazards_dismissed:", "  - id: survey-found
    what: Your service may learn what you wrote.
    to: [workers]
    likelihood: 1
    severity: 2
    mitigation:
      - We do not ask for your name or the name of your service.
    owner: lead
    residual: {likelihood: 1, severity: 1}
    tasks: [ecpat-four-steps/distress-plan]

hazards_dismissed:")],
    },
    Harmless {
        name: "what remains is as it was",
        edits: &[edit("id: team-strain", "residual: {likelihood: 2, severity: 2}", "residual: {likelihood: 3, severity: 3}")],
    },
    Harmless {
        name: "the study's own number in a text",
        edits: &[edit("participants:", "The young person calls the desk, or does nothing.", "The young person calls the desk at 0100 200 300, or does nothing.")],
    },
    Harmless {
        name: "a service's number in a text",
        edits: &[edit("distress:", "calls the clinic", "calls the clinic (+00 100 300 100, or 112)")],
    },
    Harmless {
        name: "amounts, grants and years in a text",
        edits: &[edit("study:", "receives money from the funder for this study only.", "receives 1 200 000 NAD from the funder (grant EX-2024-00917-03) for 2025-2026, from 2025-09-01 to 2026-08-31, and for this study only.")],
    },
    Harmless {
        name: "the title of a law between quotation marks",
        edits: &[edit("purpose:", "All of them asked professionals or counted cases.", r#"All of them counted cases under the "Child Pornography Act" of 1996."#)],
    },
    Harmless {
        name: "a term with its reason beside it",
        edits: &[edit("purpose:", "  existing_evidence: |
    We found eleven reports", "  # assent-allow terminology: the name of the office in 1996
  existing_evidence: |
    The Child Prostitution Office closed. We found eleven reports")],
    },
    Harmless {
        name: "complete privacy, denied",
        edits: &[edit("privacy:", "Nobody outside our team gets", "We cannot promise complete confidentiality. Nobody outside our team gets")],
    },
    Harmless {
        name: "stopping at any time",
        edits: &[edit("activities:", "aftercare: We stay", "aftercare: You can stop at any time. We stay")],
    },
    Harmless {
        name: "a shorter deadline",
        edits: &[edit("privacy:", "until 30 days after the conversation", "until 14 days after the conversation")],
    },
    Harmless {
        name: "a deletion that the plan keeps",
        edits: &[edit("privacy:", "The report has advice", "We destroy each recording after one month. The report has advice")],
    },
    Harmless {
        name: "anonymous only later",
        edits: &[edit("privacy:", "We leave out places and dates.", "We leave out places and dates. Your name and your words are anonymised after 30 days.")],
    },
    Harmless {
        name: "evidence that is there",
        edits: &[file("records/ecpat-four-steps/distress-plan.yaml", "task: ecpat-four-steps/distress-plan
log:
  - {on: 2026-01-10T09:00:00Z, by: lead, state: in-progress, evidence: [files/impact-assessment.md]}
")],
    },
    Harmless {
        name: "a wording of one's own that agrees",
        edits: &[edit("study:", r#"version: "1.0""#, r#"version: "1.1""#), file("templates/information-sheet/en.md", "# Information

{{ study.summary | prose }}

The conversation takes 45 to 90 minutes. You can take a break of ten minutes whenever you like. You have {{ group.consent.gap_days }} days to think about it. You get a voucher of 150 NAD. Call us: +00 100 200 300. You can take part if you are 16 to 24 years old. About twelve young people take part.
")],
    },
    Harmless {
        name: "a word of advice with numbers",
        edits: &[edit("wellbeing:", "two hours of transcription a day at the most", "90 minutes of transcription a day, with a break after 45 minutes")],
    },
    Harmless {
        name: "another language, worded and reviewed",
        edits: &[edit("participants:", "languages: [en]", "languages: [en]
    # Spanish was planned and is not needed")],
    },
];
