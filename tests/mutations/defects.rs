//! The defects: what is planted, and where which code has to find it. Written down before the first run.

use super::Defect;
use super::edit;
use super::file;

pub const ALL: &[Defect] = &[
    Defect {
        name: "a field that does not exist",
        edits: &[edit("steps: 2\n", "gap_days: 4", "gap_day: 4")],
        code: "unknown-field",
        at: "participants[0].consent.gap_day",
    },
    Defect {
        name: "a word where a number belongs",
        edits: &[edit("consent:", "steps: 2", "steps: two")],
        code: "wrong-type",
        at: "participants[0].consent.steps",
    },
    Defect {
        name: "a day that does not exist",
        edits: &[edit("dates:", "2026-07-10", "2026-02-30")],
        code: "invalid-value",
        at: "study.dates.end",
    },
    Defect {
        name: "a country in small letters",
        edits: &[edit("id: north", "country: NA", "country: na")],
        code: "invalid-value",
        at: "settings[0].country",
    },
    Defect {
        name: "a method that is not in the list",
        edits: &[edit("activities:", "method: conversation", "method: chat")],
        code: "unknown-choice",
        at: "activities[0].method",
    },
    Defect {
        name: "a rating above five",
        edits: &[edit("id: distress-in-conversation", "severity: 3", "severity: 6")],
        code: "out-of-range",
        at: "risks[0].severity",
    },
    Defect {
        name: "a path that leaves the folder",
        edits: &[edit("activities:", "guides/conversation.md", "../conversation.md")],
        code: "invalid-value",
        at: "activities[0].guide",
    },
    Defect {
        name: "a duration in plain words",
        edits: &[edit("storage:", "delete_after: P30D", "delete_after: 30 days")],
        code: "invalid-value",
        at: "privacy.storage[0].delete_after",
    },
    Defect {
        name: "the same field twice",
        edits: &[edit("distress:\n", "  stop_rule:", "  signs: Going quiet.\n  stop_rule:")],
        code: "duplicate-key",
        at: "distress.signs",
    },
    Defect {
        name: "two groups of services with one id",
        edits: &[edit("referral:", "id: listening-house", "id: clinic")],
        code: "duplicate-id",
        at: "settings[0].referral[1].id",
    },
    Defect {
        name: "a group that is nowhere",
        edits: &[edit("activities:", "with: [young-survivors]", "with: [young-survivor]")],
        code: "dangling-reference",
        at: "activities[0].with[0]",
    },
    Defect {
        name: "a facilitator who is not in the team",
        edits: &[edit("activities:", "facilitators: [guide-one, guide-two]", "facilitators: [guide-one, guide-three]")],
        code: "dangling-reference",
        at: "activities[0].facilitators[1]",
    },
    Defect {
        name: "a risk without anybody in it",
        edits: &[edit("risks:", "to: [young-survivors]", "to: [young-people]")],
        code: "dangling-reference",
        at: "risks[0].to[0]",
    },
    Defect {
        name: "a decision maker who left the team",
        edits: &[edit("disclosure:", "decision_maker: safeguard", "decision_maker: safeguarder")],
        code: "dangling-reference",
        at: "disclosure.decision_maker",
    },
    Defect {
        name: "nothing decided",
        edits: &[edit("decision:", "outcome: go", "outcome: TODO")],
        code: "decision-missing",
        at: "purpose.decision.outcome",
    },
    Defect {
        name: "a decision without a date",
        edits: &[edit("decision:", "    date: 2025-11-20\n", "")],
        code: "decision-undated",
        at: "purpose.decision.date",
    },
    Defect {
        name: "a decision without a reason",
        edits: &[edit(
            "decision:",
            "    reason: |\n      The question cannot be answered without young survivors, the support they may need is confirmed, and they decide\n      what is talked about. Nobody under 16 takes part, since adults can answer for the time before that.\n",
            "    reason: TODO\n",
        )],
        code: "decision-unreasoned",
        at: "purpose.decision.reason",
    },
    Defect {
        name: "one person alone decided",
        edits: &[edit(
            "decision:",
            "by: [lead, safeguard]\n    with: [Voices Online advisory group of young survivors, Lantern Youth Centre]",
            "by: [lead]",
        )],
        code: "decision-by-one",
        at: "purpose.decision.by",
    },
    Defect {
        name: "a stop, and people are met all the same",
        edits: &[edit("decision:", "outcome: go", "outcome: stop")],
        code: "stop-with-activities",
        at: "purpose.decision.outcome",
    },
    Defect {
        name: "without children, and children in the study",
        edits: &[edit("decision:", "outcome: go", "outcome: go-without-children")],
        code: "without-children-with-minors",
        at: "purpose.decision.outcome",
    },
    Defect {
        name: "decided after the start",
        edits: &[edit("decision:", "date: 2025-11-20", "date: 2026-03-20")],
        code: "decision-after-start",
        at: "purpose.decision.date",
    },
    Defect {
        name: "decided in the future",
        edits: &[edit("decision:", "date: 2025-11-20", "date: 2026-11-20")],
        code: "decision-in-future",
        at: "purpose.decision.date",
    },
    Defect {
        name: "no other way weighed",
        edits: &[edit(
            "purpose:",
            "  alternatives_considered:\n    - option: A survey of professionals\n      why_not: It was done in 2024 by another team; it shows what is offered, and not what it is like to be offered it.\n    - option: Case files of services\n      why_not: Files say what was given. They do not say what was missing, and using them needs each person's agreement too.\n    - option: Adult survivors only\n      why_not: They were children before the services changed.\n",
            "  alternatives_considered: []\n",
        )],
        code: "alternatives-missing",
        at: "purpose.alternatives_considered",
    },
    Defect {
        name: "nobody says why children",
        edits: &[edit(
            "purpose:",
            "  why_children: |\n    Only people who looked for help as a child can say what it was like to look for it. People of 18 and over can say\n    most of it; those of 16 and 17 are included because the services changed two years ago, and adults did not meet the\n    new ones.\n",
            "  why_children: TODO\n",
        )],
        code: "why-children",
        at: "purpose.why_children",
    },
    Defect {
        name: "the end before the start",
        edits: &[edit("dates:", "2026-07-10", "2026-01-10")],
        code: "study-dates-order",
        at: "study.dates.end",
    },
    Defect {
        name: "an approval that ends too early",
        edits: &[edit("id: child-office", "expires: 2027-01-11", "expires: 2026-05-11")],
        code: "review-expires-early",
        at: "settings[0].review.expires",
    },
    Defect {
        name: "an approval from the future",
        edits: &[edit("id: coast-night-line", "on: 2026-01-12", "on: 2026-09-12")],
        code: "review-in-future",
        at: "settings[1].review.on",
    },
    Defect {
        name: "not approved, and begun",
        edits: &[edit("id: child-office", "status: approved", "status: submitted")],
        code: "review-not-approved",
        at: "settings[0].review.status",
    },
    Defect {
        name: "no committee",
        edits: &[edit(
            "id: coast-night-line",
            "review: {body: Example University Research Ethics Committee, ",
            "review: {",
        )],
        code: "review-body",
        at: "settings[1].review.body",
    },
    Defect {
        name: "kept for less time than the study lasts",
        edits: &[edit("retention:", "2031-07-10", "2026-06-10")],
        code: "retention-before-end",
        at: "privacy.retention.until",
    },
    Defect {
        name: "the law was last looked up long ago",
        edits: &[edit("id: north", "checked: 2025-12-01", "checked: 2024-06-01")],
        code: "law-check-old",
        at: "settings[0].mandatory_reporting.checked",
    },
    Defect {
        name: "nobody answers for safeguarding",
        edits: &[edit("role: safeguarding lead", "duties: [safeguarding]", "duties: [analyst]")],
        code: "nobody-safeguards",
        at: "team",
    },
    Defect {
        name: "a facilitator without a background check",
        edits: &[edit("id: guide-one", "    background_check: 2025-08-20\n", "")],
        code: "background-check",
        at: "team[2].background_check",
    },
    Defect {
        name: "a facilitator who signed nothing",
        edits: &[edit("id: guide-two", "code_of_conduct_signed: 2025-09-01", "code_of_conduct_signed: TODO")],
        code: "conduct-unsigned",
        at: "team[3].code_of_conduct_signed",
    },
    Defect {
        name: "a facilitator without training in trauma-informed practice",
        edits: &[edit(
            "id: guide-one",
            "      - {topic: Trauma-informed practice, covers: [trauma-informed], on: 2025-09-04, hours: 12}\n",
            "",
        )],
        code: "trauma-informed-training",
        at: "team[2].training",
    },
    Defect {
        name: "a facilitator without safeguarding training",
        edits: &[edit(
            "id: guide-two",
            "      - {topic: Safeguarding for research teams, covers: [safeguarding], on: 2025-09-03, hours: 8}\n",
            "",
        )],
        code: "safeguarding-training",
        at: "team[3].training",
    },
    Defect {
        name: "a facilitator without training in the method",
        edits: &[edit("id: guide-two", "covers: [method]", "covers: [other]")],
        code: "conversation-method-training",
        at: "team[3].training",
    },
    Defect {
        name: "a facilitator without the duty",
        edits: &[edit("id: guide-two", "duties: [facilitator]", "duties: [analyst]")],
        code: "facilitator-duty",
        at: "team[3].duties",
    },
    Defect {
        name: "nobody to lead the conversations",
        edits: &[edit("activities:", "facilitators: [guide-one, guide-two]", "facilitators: []")],
        code: "facilitator-missing",
        at: "activities[0].facilitators",
    },
    Defect {
        name: "a language that nobody in the team speaks",
        edits: &[
            edit("id: guide-one", "speaks: [en]", "speaks: [fr]"),
            edit("id: guide-two", "speaks: [en]", "speaks: [fr]"),
        ],
        code: "language-not-spoken",
        at: "activities[0].facilitators",
    },
    Defect {
        name: "a check older than three years",
        edits: &[edit("id: guide-one", "background_check: 2025-08-20", "background_check: 2022-08-20")],
        code: "vetting-old",
        at: "team[2].background_check",
    },
    Defect {
        name: "no supervision for the team",
        edits: &[edit(
            "wellbeing:",
            "  supervision: Each facilitator meets an outside supervisor every second week, paid by the study.\n",
            "",
        )],
        code: "team-supervision",
        at: "wellbeing.supervision",
    },
    Defect {
        name: "no safety plan for the team",
        edits: &[edit(
            "wellbeing:",
            "Facilitators tell the desk when they arrive and leave. Whoever does not call within an hour is looked for.",
            "TODO",
        )],
        code: "team-safety-plan",
        at: "wellbeing.safety_plan",
    },
    Defect {
        name: "nobody knows the duty to report",
        edits: &[edit("id: north", "      required: true\n", "      required: TODO\n")],
        code: "reporting-unknown",
        at: "settings[0].mandatory_reporting.required",
    },
    Defect {
        name: "a duty to report, and to whom is not said",
        edits: &[edit("id: coast", "      to: the child protection office of the town\n", "")],
        code: "reporting-to",
        at: "settings[1].mandatory_reporting.to",
    },
    Defect {
        name: "a duty to report without a deadline",
        edits: &[edit("id: north", "      within_hours: 24\n", "")],
        code: "reporting-within",
        at: "settings[0].mandatory_reporting.within_hours",
    },
    Defect {
        name: "no age of majority",
        edits: &[edit("id: coast", "    age_of_majority: 18\n    age_of_consent_to_research: 18\n", "")],
        code: "age-of-majority-missing",
        at: "settings[1].age_of_majority",
    },
    Defect {
        name: "no medical service",
        edits: &[edit(
            "referral:",
            r#"      - {id: clinic, kind: medical, name: Northern Youth Clinic, contact: "+00 100 300 100", hours: "every day, 8 to 20", free: true, confirmed: 2026-01-20}
"#,
            "",
        )],
        code: "referral-medical",
        at: "settings[0].referral",
    },
    Defect {
        name: "the only counselling serves girls only",
        edits: &[edit("id: listening-house", "confirmed: 2026-01-20}", "confirmed: 2026-01-20, serves: [girls]}")],
        code: "referral-psychosocial",
        at: "settings[0].referral",
    },
    Defect {
        name: "a service confirmed two years ago",
        edits: &[edit("id: coast-clinic", "confirmed: 2026-01-22", "confirmed: 2024-01-22")],
        code: "referral-stale",
        at: "settings[1].referral[0].confirmed",
    },
    Defect {
        name: "the only clinic has to be paid",
        edits: &[edit("id: clinic", "free: true", "free: false")],
        code: "referral-not-free",
        at: "settings[0].referral[0].free",
    },
    Defect {
        name: "no legal help",
        edits: &[edit("id: coast-law", "kind: legal", "kind: other")],
        code: "referral-legal",
        at: "settings[1].referral",
    },
    Defect {
        name: "a service nobody can reach",
        edits: &[edit("id: listening-house", r#"contact: "+00 100 300 200", "#, "")],
        code: "referral-contact",
        at: "settings[0].referral[1].contact",
    },
    Defect {
        name: "no local adviser",
        edits: &[edit(
            "id: coast",
            "    advisers: The town's youth council and a school counsellor were asked about places to meet.\n",
            "",
        )],
        code: "local-advisers",
        at: "settings[1].advisers",
    },
    Defect {
        name: "no consent route",
        edits: &[edit("consent:", "      route: assent-and-permission\n", "")],
        code: "consent-route",
        at: "participants[0].consent.route",
    },
    Defect {
        name: "children who consent alone",
        edits: &[edit("consent:", "route: assent-and-permission", "route: own-consent")],
        code: "own-consent-under-age",
        at: "participants[0].consent.route",
    },
    Defect {
        name: "a waiver without a reason",
        edits: &[edit(
            "consent:",
            "route: assent-and-permission",
            "route: assent-with-waiver\n      waiver: {approved_by: The committee}",
        )],
        code: "waiver-without-reason",
        at: "participants[0].consent.waiver.reason",
    },
    Defect {
        name: "a waiver without a committee",
        edits: &[edit(
            "consent:",
            "route: assent-and-permission",
            "route: assent-with-waiver\n      waiver: {reason: Asking could endanger the young person.}",
        )],
        code: "waiver-without-committee",
        at: "participants[0].consent.waiver.approved_by",
    },
    Defect {
        name: "consent asked once",
        edits: &[edit("consent:", "steps: 2", "steps: 1")],
        code: "consent-steps",
        at: "participants[0].consent.steps",
    },
    Defect {
        name: "no night between the two steps",
        edits: &[edit("consent:", "gap_days: 4", "gap_days: 0")],
        code: "consent-gap",
        at: "participants[0].consent.gap_days",
    },
    Defect {
        name: "nobody checks whether people understood",
        edits: &[edit(
            "consent:",
            "The facilitator asks the person to say in their own words what will happen, what is private, and how to stop.",
            "TODO",
        )],
        code: "comprehension-check",
        at: "participants[0].consent.comprehension_check",
    },
    Defect {
        name: "consent is never asked again",
        edits: &[edit(
            "consent:",
            "      ongoing: The facilitator asks before each new topic if it is all right to go on, and asks again at the end what may be used.\n",
            "",
        )],
        code: "consent-not-asked-again",
        at: "participants[0].consent.ongoing",
    },
    Defect {
        name: "it is not said whether they are survivors",
        edits: &[edit("participants:", "    survivors: true\n", "")],
        code: "survivors-not-said",
        at: "participants[0].survivors",
    },
    Defect {
        name: "the oldest younger than the youngest",
        edits: &[edit("participants:", "ages: {from: 16, to: 24}", "ages: {from: 16, to: 14}")],
        code: "ages-order",
        at: "participants[0].ages.to",
    },
    Defect {
        name: "an age range without a beginning",
        edits: &[edit("participants:", "ages: {from: 16, to: 24}", "ages: {to: 24}")],
        code: "ages-missing",
        at: "participants[0].ages.from",
    },
    Defect {
        name: "more people planned than allowed",
        edits: &[edit("participants:", "number: {planned: 12, max: 14}", "number: {planned: 15, max: 14}")],
        code: "number-over-max",
        at: "participants[0].number.planned",
    },
    Defect {
        name: "nobody says who may take part",
        edits: &[edit(
            "participants:",
            "    include:\n      - Used, or looked for, support after online sexual exploitation in the last three years\n      - Is in touch with a support worker and can go on being so during the study\n",
            "",
        )],
        code: "criteria-include",
        at: "participants[0].include",
    },
    Defect {
        name: "nobody says who makes the first approach",
        edits: &[edit(
            "participants:",
            "A support worker of Lantern Youth Centre whom the young person already knows",
            "TODO",
        )],
        code: "first-approach",
        at: "participants[0].recruited_by",
    },
    Defect {
        name: "forms for readers older than the youngest",
        edits: &[edit("participants:", "reading_age: 13", "reading_age: 18")],
        code: "reading-age-too-high",
        at: "participants[0].reading_age",
    },
    Defect {
        name: "survivors are asked about what happened",
        edits: &[edit("activities:", "asks_about_experiences: false", "asks_about_experiences: true")],
        code: "conversation-asks-about-experiences",
        at: "activities[0].asks_about_experiences",
    },
    Defect {
        name: "it is not said what is asked",
        edits: &[edit("activities:", "    asks_about_experiences: false\n", "")],
        code: "experiences-not-said",
        at: "activities[0].asks_about_experiences",
    },
    Defect {
        name: "it is not said what is recorded",
        edits: &[edit("activities:", "    recording: audio\n", "")],
        code: "recording-not-said",
        at: "activities[0].recording",
    },
    Defect {
        name: "survivors in a group",
        edits: &[edit("activities:", "method: conversation", "method: group")],
        code: "conversation-in-a-group",
        at: "activities[0].method",
    },
    Defect {
        name: "nothing left to choose",
        edits: &[edit(
            "activities:",
            "participant_choices: [place, time, companion, topics, recording, facilitator]",
            "participant_choices: []",
        )],
        code: "no-choices",
        at: "activities[0].participant_choices",
    },
    Defect {
        name: "three hours with a survivor",
        edits: &[edit("activities:", "minutes: {from: 45, to: 90}", "minutes: {from: 45, to: 180}")],
        code: "session-too-long",
        at: "activities[0].minutes.to",
    },
    Defect {
        name: "longer at the least than at the most",
        edits: &[edit("activities:", "minutes: {from: 45, to: 90}", "minutes: {from: 95, to: 90}")],
        code: "minutes-order",
        at: "activities[0].minutes.to",
    },
    Defect {
        name: "an activity without people",
        edits: &[edit("activities:", "with: [young-survivors]", "with: []")],
        code: "activity-without-group",
        at: "activities[0].with",
    },
    Defect {
        name: "an activity without a place",
        edits: &[edit("activities:", "settings: [north, coast]", "settings: []")],
        code: "activity-without-setting",
        at: "activities[0].settings",
    },
    Defect {
        name: "a place where nothing happens",
        edits: &[edit("activities:", "settings: [north, coast]", "settings: [north]")],
        code: "setting-without-activity",
        at: "settings[1].id",
    },
    Defect {
        name: "a guide that is not there",
        edits: &[edit("activities:", "guides/conversation.md", "guides/conversations.md")],
        code: "guide-file-missing",
        at: "activities[0].guide",
    },
    Defect {
        name: "alone with a child, and nobody planned it",
        edits: &[
            edit("activities:", "facilitators: [guide-one, guide-two]", "facilitators: [guide-one]"),
            edit(
                "activities:",
                "    companions: You may bring somebody you trust. Only you decide who sits in. Your support worker waits in the next room.\n",
                "",
            ),
        ],
        code: "alone-with-a-child",
        at: "activities[0].companions",
    },
    Defect {
        name: "nobody knows what to do when harm is told",
        edits: &[edit(
            "disclosure:",
            "  procedure: |\n    1. The facilitator listens, thanks the person, and does not ask for more.\n    2. The facilitator tells the person that this has to be passed on, and to whom.\n    3. The safeguarding lead is called at once and decides with the person how it is done.\n    4. The child protection office is told within 24 hours where the law says so.\n    5. The safeguarding lead stays in touch with the person until they are safe.\n",
            "",
        )],
        code: "disclosure-procedure",
        at: "disclosure.procedure",
    },
    Defect {
        name: "no rule for stopping",
        edits: &[edit(
            "distress:",
            "We pause at the first sign. We stop for the day if the person wants it, or if the person is not calm again within ten minutes.",
            "TODO",
        )],
        code: "stop-rule",
        at: "distress.stop_rule",
    },
    Defect {
        name: "nobody calls afterwards",
        edits: &[edit(
            "distress:",
            "  follow_up:\n    - {after_days: 1, by: guide-one}\n    - {after_days: 14, by: safeguard}\n",
            "  follow_up: []\n",
        )],
        code: "distress-follow-up",
        at: "distress.follow_up",
    },
    Defect {
        name: "a call afterwards by nobody",
        edits: &[edit("distress:", "{after_days: 14, by: safeguard}", "{after_days: 14}")],
        code: "follow-up-incomplete",
        at: "distress.follow_up[1].by",
    },
    Defect {
        name: "limits that nobody explains",
        edits: &[edit(
            "disclosure:",
            "  limits_explained: |\n    The facilitator says it at both meetings, before anything else is talked about: what is private, what is not, and\n    who would be told. Then the person says it back in their own words.\n",
            "  limits_explained: TODO\n",
        )],
        code: "limits-explained",
        at: "disclosure.limits_explained",
    },
    Defect {
        name: "limits of confidentiality half written",
        edits: &[edit(
            "  limits: |",
            "child protection office. We tell you first",
            "TODO which office. We tell you first",
        )],
        code: "unfinished-text",
        at: "privacy.limits",
    },
    Defect {
        name: "limits of confidentiality left open",
        edits: &[edit(
            "privacy:",
            "  limits: |\n    We cannot keep it private if a child is being hurt now, or if somebody may be badly hurt soon. Then we tell the\n    child protection office. We tell you first, and we plan with you how it is done.\n",
            "  limits: TODO\n",
        )],
        code: "confidentiality-limits",
        at: "privacy.limits",
    },
    Defect {
        name: "privacy promised without a limit",
        edits: &[edit(
            "privacy:",
            "Nobody outside our team gets the recording or what we wrote down.",
            "Everything you say is completely confidential.",
        )],
        code: "absolute-confidentiality",
        at: "privacy.sharing",
    },
    Defect {
        name: "a promise that nobody will ever know",
        edits: &[edit(
            "participants:",
            "and nothing more.",
            "and nothing more. Nobody will ever know that you took part.",
        )],
        code: "absolute-confidentiality",
        at: "participants[0].contact_safety",
    },
    Defect {
        name: "recordings that are not encrypted",
        edits: &[edit("storage:", "encrypted: true", "encrypted: false")],
        code: "recording-encrypted",
        at: "privacy.storage[0].encrypted",
    },
    Defect {
        name: "recordings kept without an end",
        edits: &[edit("storage:", ", delete_after: P30D", "")],
        code: "recording-deleted",
        at: "privacy.storage[0].delete_after",
    },
    Defect {
        name: "no storage for what is recorded",
        edits: &[edit(
            "storage:",
            r#"    - {what: audio, where: "An encrypted recorder, then an encrypted disk in the locked office", encrypted: true, access: [keeper], delete_after: P30D}
"#,
            "",
        )],
        code: "recording-storage",
        at: "privacy.storage",
    },
    Defect {
        name: "transcripts kept longer than promised",
        edits: &[edit("what: transcripts", "delete_after: end+P5Y", "delete_after: end+P9Y")],
        code: "kept-past-retention",
        at: "privacy.storage[1].delete_after",
    },
    Defect {
        name: "taking back after everything is gone",
        edits: &[edit(
            "privacy:",
            r#""You can take back what you said until 30 days after the conversation. After that, names and details are taken out, and we can no longer find your part.""#,
            "You can take back what you said until 31 December 2031.",
        )],
        code: "withdrawal-after-deletion",
        at: "privacy.withdrawal_deadline",
    },
    Defect {
        name: "taking back for ever, and names are removed",
        edits: &[edit(
            "privacy:",
            "until 30 days after the conversation. After that, names and details are taken out",
            "at any time. After 30 days, names and details are taken out",
        )],
        code: "deletion-after-anonymisation",
        at: "privacy.withdrawal_deadline",
    },
    Defect {
        name: "a recording said to be gone before it is",
        edits: &[edit(
            "privacy:",
            "The report has advice",
            "We destroy each recording after 14 days. The report has advice",
        )],
        code: "retention-contradiction",
        at: "privacy.sharing",
    },
    Defect {
        name: "anonymous, and the phone number is kept",
        edits: &[edit("privacy:", "You pick a name for the study.", "Your answers are anonymous.")],
        code: "anonymous-with-identifiers",
        at: "privacy.pseudonyms",
    },
    Defect {
        name: "no deadline for taking back",
        edits: &[edit(
            "privacy:",
            r#""You can take back what you said until 30 days after the conversation. After that, names and details are taken out, and we can no longer find your part.""#,
            "TODO",
        )],
        code: "withdrawal-deadline",
        at: "privacy.withdrawal_deadline",
    },
    Defect {
        name: "nobody knows what to do after a breach",
        edits: &[edit(
            "privacy:",
            "The data keeper tells the lead and the safeguarding lead on the same day. People who may be touched are told within 72 hours, in the way they chose.",
            "TODO",
        )],
        code: "breach-plan",
        at: "privacy.breach",
    },
    Defect {
        name: "whoever stops loses the voucher",
        edits: &[edit("compensation:", "if_withdrawn: kept", "if_withdrawn: lost")],
        code: "compensation-lost",
        at: "compensation.if_withdrawn",
    },
    Defect {
        name: "nobody asks whether the voucher presses",
        edits: &[edit(
            "compensation:",
            "  why_not_pressure: |\n    The advisory group of young survivors set the amount: about what a young person there gets for half a day of odd\n    jobs. The invitation does not name it; the form does. It is the same whatever the person says, and it is kept by\n    whoever stops.\n",
            "  why_not_pressure: TODO\n",
        )],
        code: "compensation-reasoning",
        at: "compensation.why_not_pressure",
    },
    Defect {
        name: "no payment, and an amount all the same",
        edits: &[edit("compensation:", "given: true", "given: false")],
        code: "compensation-contradiction",
        at: "compensation.given",
    },
    Defect {
        name: "publication that nobody looks through",
        edits: &[edit(
            "dissemination:",
            "Two members of the advisory group and the safeguarding lead read every text before it goes out, and can take anything out.",
            "TODO",
        )],
        code: "safety-review-missing",
        at: "dissemination.safety_review",
    },
    Defect {
        name: "results that never go back",
        edits: &[edit(
            "dissemination:",
            "We call or write to you after about three months, in the way you chose. You hear what we found before others do.",
            "TODO",
        )],
        code: "feedback-missing",
        at: "dissemination.feedback_to_participants",
    },
    Defect {
        name: "complaints go to the team",
        edits: &[edit(
            "study:",
            "complaints: {name: Office of the Independent Listener, email: listener@example.org",
            "complaints: {name: Jonah Sample, email: listener@example.org",
        )],
        code: "complaints-not-independent",
        at: "study.complaints",
    },
    Defect {
        name: "nobody to turn to",
        edits: &[edit(
            "study:",
            r#"  contact: {name: Voices Online desk, email: desk@voices.example.org, phone: "+00 100 200 300"}
"#,
            "",
        )],
        code: "contact-missing",
        at: "study.contact",
    },
    Defect {
        name: "a title that gives people away",
        edits: &[edit("study:", "short_title: Voices Online", "short_title: Survivors Online")],
        code: "short-title-gives-away",
        at: "study.short_title",
    },
    Defect {
        name: "what remains is worse than before",
        edits: &[edit(
            "id: distress-in-conversation",
            "residual: {likelihood: 2, severity: 2}",
            "residual: {likelihood: 5, severity: 2}",
        )],
        code: "residual-above-initial",
        at: "risks[0].residual.likelihood",
    },
    Defect {
        name: "a high risk that nobody justifies",
        edits: &[
            edit("id: found-out", "likelihood: 2\n    severity: 4", "likelihood: 4\n    severity: 4"),
            edit("id: found-out", "residual: {likelihood: 1, severity: 4}", "residual: {likelihood: 3, severity: 4}"),
        ],
        code: "high-residual",
        at: "risks[1].justification",
    },
    Defect {
        name: "a risk without measures",
        edits: &[edit(
            "id: team-strain",
            "    mitigation:\n      - Limits on work in a day, outside supervision, and the right to pass on a conversation.\n",
            "",
        )],
        code: "risk-mitigation",
        at: "risks.team-strain.mitigation",
    },
    Defect {
        name: "a risk that nobody answers for",
        edits: &[edit("id: found-out", "    owner: safeguard\n", "")],
        code: "risk-owner",
        at: "risks[1].owner",
    },
    Defect {
        name: "no risk for the team",
        edits: &[
            edit("risks:", "to: [young-survivors, team]", "to: [young-survivors]"),
            edit("id: team-strain", "to: [team]", "to: [young-survivors]"),
        ],
        code: "risk-for-team",
        at: "risks",
    },
    Defect {
        name: "a hazard with a slip in its name",
        edits: &[edit("id: distress-in-conversation", "distress-during", "distress-durring")],
        code: "unknown-hazard",
        at: "risks[0].covers[0]",
    },
    Defect {
        name: "a task that no pack has",
        edits: &[edit(
            "id: distress-in-conversation",
            "ecpat-four-steps/distress-plan",
            "ecpat-four-steps/distress-plans",
        )],
        code: "unknown-task",
        at: "risks[0].tasks[0]",
    },
    Defect {
        name: "a pack that is not there",
        edits: &[edit("packs:", "survivor-conversations", "survivors-conversations")],
        code: "unknown-pack",
        at: "packs[1]",
    },
    Defect {
        name: "a term that blames",
        edits: &[edit("purpose:", "None of them\n    asked young people", "None of them\n    asked child prostitutes")],
        code: "terminology",
        at: "purpose.existing_evidence",
    },
    Defect {
        name: "subjects instead of participants",
        edits: &[edit("dissemination:", "film of participants", "film of research subjects")],
        code: "terminology",
        at: "dissemination.photographs",
    },
    Defect {
        name: "a participant's phone number",
        edits: &[edit(
            "participants:",
            "The support worker does not learn who called.",
            "The first to call is reached at +00 555 010 999.",
        )],
        code: "identity-in-study",
        at: "participants[0].recruitment",
    },
    Defect {
        name: "a participant's date of birth",
        edits: &[edit(
            "distress:",
            "and offers the support worker.",
            "and offers the support worker. The first was born on 14 March 2009.",
        )],
        code: "identity-in-study",
        at: "distress.response",
    },
    Defect {
        name: "a place on the map",
        edits: &[edit("id: north", "place: the northern city", r#"place: "the northern city, 22.55931, 17.08321""#)],
        code: "identity-in-study",
        at: "settings[0].place",
    },
    Defect {
        name: "a sentence turned round by a hidden sign",
        edits: &[edit("compensation:", "We pay for your travel", "We pay for \u{202e}your travel")],
        code: "hidden-characters",
        at: "compensation.expenses",
    },
    Defect {
        name: "a sentence that no young reader follows",
        edits: &[edit(
            "study:",
            "They tell us what should change.",
            "Notwithstanding considerable institutional heterogeneity, participating organisations' interagency accountability arrangements necessitate comprehensive documentation.",
        )],
        code: "reading-level",
        at: "study.summary",
    },
    Defect {
        name: "a wording of one's own with another length",
        edits: &[file(
            "templates/information-sheet/en.md",
            "# Information\n\n{{ study.summary | prose }}\n\nThe conversation takes three hours.\n",
        )],
        code: "contradiction",
        at: "templates/information-sheet/en.md",
    },
    Defect {
        name: "a wording of one's own with another number to call",
        edits: &[file("templates/information-sheet/en.md", "# Information\n\nCall us: +00 100 200 333.\n")],
        code: "contradiction",
        at: "templates/information-sheet/en.md",
    },
    Defect {
        name: "a wording of one's own with another age",
        edits: &[file(
            "templates/information-sheet/en.md",
            "# Information\n\nYou can take part if you are 14 to 24 years old.\n",
        )],
        code: "contradiction",
        at: "templates/information-sheet/en.md",
    },
    Defect {
        name: "a wording of one's own with another amount",
        edits: &[file("templates/information-sheet/en.md", "# Information\n\nYou get a voucher of 200 NAD.\n")],
        code: "contradiction",
        at: "templates/information-sheet/en.md",
    },
    Defect {
        name: "a wording of one's own with another time to think",
        edits: &[file("templates/information-sheet/en.md", "# Information\n\nYou have two days to think about it.\n")],
        code: "contradiction",
        at: "templates/information-sheet/en.md",
    },
    Defect {
        name: "a wording of one's own with a name misspelt",
        edits: &[file(
            "templates/information-sheet/en.md",
            "# Information\n\nYou can complain to the Office of the Independant Listener.\n",
        )],
        code: "contradiction",
        at: "templates/information-sheet/en.md",
    },
    Defect {
        name: "a wording of one's own that promises too much",
        edits: &[file("templates/information-sheet/en.md", "# Information\n\nThere is no risk for you in this.\n")],
        code: "forbidden-promise",
        at: "templates/information-sheet/en.md",
    },
    Defect {
        name: "a wording of one's own with another number of people",
        edits: &[file(
            "templates/information-sheet/en.md",
            "# Information

About twenty young people will take part.
",
        )],
        code: "contradiction",
        at: "templates/information-sheet/en.md",
    },
    Defect {
        name: "a group whose language the papers are not in",
        edits: &[edit("participants:", "languages: [en]", "languages: [en, es]")],
        code: "words-missing",
        at: "participants[0].languages[1]",
    },
    Defect {
        name: "papers in a language nobody has worded",
        edits: &[edit("participants:", "languages: [en]", "languages: [en, th]")],
        code: "template-missing",
        at: "participants[0].languages[1]",
    },
    Defect {
        name: "translations that nobody named",
        edits: &[edit("participants:", "languages: [en]", "languages: [en, fr]")],
        code: "translation-missing",
        at: "translations",
    },
    Defect {
        name: "evidence that is not there",
        edits: &[file(
            "records/ecpat-four-steps/distress-plan.yaml",
            "task: ecpat-four-steps/distress-plan\nlog:\n  - {on: 2026-01-10T09:00:00Z, by: lead, state: in-progress, evidence: [files/agreement.pdf]}\n",
        )],
        code: "evidence-file-missing",
        at: "records/ecpat-four-steps/distress-plan.yaml",
    },
    Defect {
        name: "an identity in a record",
        edits: &[file(
            "records/ecpat-four-steps/distress-plan.yaml",
            r#"task: ecpat-four-steps/distress-plan
log:
  - {on: 2026-01-10T09:00:00Z, by: lead, state: in-progress, note: "We asked ana@mail.example.net what she thinks."}
"#,
        )],
        code: "identity-in-study",
        at: "records/ecpat-four-steps/distress-plan.yaml",
    },
    Defect {
        name: "an acceptance of nothing",
        edits: &[edit(
            "translations: []\n",
            "accepted: []",
            "accepted:\n  - {finding: consent-gap@participants.nobody, reason: It was settled., by: lead, on: 2026-05-01}",
        )],
        code: "accepted-unmatched",
        at: "accepted[0].finding",
    },
    Defect {
        name: "a file that git left in conflict",
        edits: &[edit(
            "",
            r#"  version: "1.0"
"#,
            r#"<<<<<<< ours
  version: "1.0"
=======
  version: "1.1"
>>>>>>> theirs
"#,
        )],
        code: "conflict-marker",
        at: "",
    },
];
