//! More of both kinds: defects that a tired committee misses, and studies that are unusual and right.

use super::Defect;
use super::Harmless;
use super::edit;

pub const DEFECTS: &[Defect] = &[
    Defect { name: "nothing said about afterwards", edits: &[edit("activities:", "    aftercare: We stay for as long as you like. Your support worker takes you home if you wish, and has time for you on the next day.
", "")], code: "aftercare-missing", at: "activities[0].aftercare" },
    Defect { name: "nobody decides when there is danger", edits: &[edit("disclosure:", "decision_maker: safeguard", "decision_maker: TODO")], code: "decision-maker-missing", at: "disclosure.decision_maker" },
    Defect { name: "somebody decides who has another duty", edits: &[edit("disclosure:", "decision_maker: safeguard", "decision_maker: keeper")], code: "decision-maker-duty", at: "team[4].duties" },
    Defect { name: "signs of distress that nobody names", edits: &[edit("distress:
", "  signs: Going quiet, breathing fast, looking away for long, shaking, wanting to please, losing the thread.
", "")], code: "distress-signs", at: "distress.signs" },
    Defect { name: "nobody knows what to do in distress", edits: &[edit("distress:
", "response: The facilitator helps the person to breathe and to feel the room, asks what they need, and offers the support worker.", "response: TODO")], code: "distress-response", at: "distress.response" },
    Defect { name: "nobody knows what to do when a life is in danger", edits: &[edit("distress:
", "emergency: If a life may be in danger, the facilitator stays with the person and calls the clinic and the safeguarding lead at once.", "emergency: TODO")], code: "emergency-plan", at: "distress.emergency" },
    Defect { name: "no rule for a child who hurt another", edits: &[edit("disclosure:", "  peer_harm: A child who tells that they hurt another child is treated as a child who needs help. The safeguarding lead finds help for both.
", "")], code: "peer-harm", at: "disclosure.peer_harm" },
    Defect { name: "nobody said who else sees the data", edits: &[edit("privacy:", "sharing: Nobody outside our team gets the recording or what we wrote down. The report has advice and short quotes without names.", "sharing: TODO")], code: "sharing-unstated", at: "privacy.sharing" },
    Defect { name: "names that nobody replaces", edits: &[edit("privacy:", "pseudonyms: You pick a name for the study. When we write down what you said, we use that name. We leave out places and dates.", "pseudonyms: TODO")], code: "pseudonyms", at: "privacy.pseudonyms" },
    Defect { name: "no word on what happens at the end of keeping", edits: &[edit("privacy:", ", then: Everything that is left is destroyed and the destruction is noted.}", "}")], code: "retention-then", at: "privacy.retention.then" },
    Defect { name: "quotes left open", edits: &[edit("activities:", "    quotes: with-consent
", "")], code: "quotes-unstated", at: "activities[0].quotes" },
    Defect { name: "a way of meeting left open", edits: &[edit("activities:", "    mode: in-person
", "")], code: "mode-not-said", at: "activities[0].mode" },
    Defect { name: "a conversation that is filled in alone", edits: &[edit("activities:", "mode: in-person", "mode: self-completed")], code: "method-contradicts-mode", at: "activities[0].mode" },
    Defect { name: "no number of people", edits: &[edit("participants:", "    number: {planned: 12, max: 14}
", "")], code: "number-missing", at: "participants[0].number.planned" },
    Defect { name: "nobody is left out for their own safety", edits: &[edit("participants:", "    exclude:
      - Is in a crisis now, by the support worker's judgement
      - Has a case in court that the conversation could touch
      - Is still in contact with the person who did it and not safe from them
", "")], code: "conversation-readiness", at: "participants[0].exclude" },
    Defect { name: "everybody is of age, and a guardian is still asked", edits: &[edit("participants:", "Young people of 16 to 24", "Young people of 18 to 24"), edit("participants:", "ages: {from: 16, to: 24}", "ages: {from: 18, to: 24}")], code: "guardian-for-adults", at: "participants[0].consent.route" },
    Defect { name: "a waiver beside a permission", edits: &[edit("consent:", "steps: 2", "waiver: {reason: It could endanger them., approved_by: A committee}
      steps: 2")], code: "waiver-not-used", at: "participants[0].consent.waiver" },
    Defect { name: "small children and a conversation", edits: &[edit("participants:", "ages: {from: 16, to: 24}", "ages: {from: 5, to: 24}")], code: "very-young-children", at: "participants[0].ages.from" },
    Defect { name: "a slip in the age of majority", edits: &[edit("id: north", "age_of_majority: 18", "age_of_majority: 14")], code: "age-of-majority-unusual", at: "settings[0].age_of_majority" },
    Defect { name: "nobody named who must report", edits: &[edit("id: north", "      who: every professional who works with children
", "")], code: "reporting-who", at: "settings[0].mandatory_reporting.who" },
    Defect { name: "a law without a name", edits: &[edit("id: north", r#"      law: "Example Children's Act, section 1 (invented)"
"#, "")], code: "reporting-law", at: "settings[0].mandatory_reporting.law" },
    Defect { name: "a law that nobody dates", edits: &[edit("id: north", "      checked: 2025-12-01
", "")], code: "reporting-unchecked", at: "settings[0].mandatory_reporting.checked" },
    Defect { name: "a service without hours", edits: &[edit("id: clinic", r#", hours: "every day, 8 to 20""#, "")], code: "referral-hours", at: "settings[0].referral[0].hours" },
    Defect { name: "a service of no kind", edits: &[edit("id: listening-house", "kind: psychosocial, ", "")], code: "referral-kind", at: "settings[0].referral[1].kind" },
    Defect { name: "a service without a name", edits: &[edit("id: law-point", "name: Youth Law Point, ", "")], code: "referral-name", at: "settings[0].referral[2].name" },
    Defect { name: "an approval without a number", edits: &[edit("id: north", "reference: EUREC-2025-117, ", "")], code: "approval-without-reference", at: "settings[0].review.reference" },
    Defect { name: "an approval without a day", edits: &[edit("id: coast", "on: 2026-01-12, ", "")], code: "approval-without-date", at: "settings[1].review.on" },
    Defect { name: "a background check of next winter", edits: &[edit("id: guide-two", "background_check: 2025-08-20", "background_check: 2026-12-20")], code: "vetting-in-future", at: "team[3].background_check" },
    Defect { name: "a background check after the first meeting", edits: &[edit("id: guide-two", "background_check: 2025-08-20", "background_check: 2026-03-20")], code: "vetting-after-start", at: "team[3].background_check" },
    Defect { name: "a code of conduct signed after the first meeting", edits: &[edit("id: guide-one", "code_of_conduct_signed: 2025-09-01", "code_of_conduct_signed: 2026-03-20")], code: "conduct-after-start", at: "team[2].code_of_conduct_signed" },
    Defect { name: "a facilitator without a profession", edits: &[edit("id: guide-one", "    qualifications: Clinical psychologist, eight years with young survivors
", "")], code: "qualifications-missing", at: "team[2].qualifications" },
    Defect { name: "a facilitator without training in ethics", edits: &[edit("id: guide-one", "      - {topic: Research ethics with children and young people, covers: [research-ethics], on: 2025-06-12, hours: 12}
", "")], code: "ethics-training", at: "team[2].training" },
    Defect { name: "an interpreter who is to lead", edits: &[edit("id: guide-two", "duties: [facilitator]", "duties: [interpreter]")], code: "facilitator-duty", at: "team[3].duties" },
    Defect { name: "a person without a name", edits: &[edit("id: keeper", "    name: Lena Mock
", "")], code: "person-without-name", at: "team[4].name" },
    Defect { name: "transcripts that everybody may open", edits: &[edit("what: transcripts", "access: [lead, keeper], ", "")], code: "storage-access", at: "privacy.storage[1].access" },
    Defect { name: "transcripts kept nobody knows where", edits: &[edit("what: transcripts", r#"where: "An encrypted disk in the locked office", "#, "")], code: "storage-where", at: "privacy.storage[1].where" },
    Defect { name: "transcripts that are not encrypted", edits: &[edit("what: transcripts", "encrypted: true", "encrypted: false")], code: "storage-not-encrypted", at: "privacy.storage[1].encrypted" },
    Defect { name: "names beside what was said", edits: &[edit("what: contact-list", r#"where: "An encrypted file that only the data keeper can open""#, r#"where: "An encrypted disk in the locked office""#)], code: "keys-stored-together", at: "privacy.storage[3].where" },
    Defect { name: "only a part of the voucher is kept", edits: &[edit("compensation:", "if_withdrawn: kept", "if_withdrawn: part")], code: "compensation-part", at: "compensation.if_withdrawn" },
    Defect { name: "a voucher that is not described", edits: &[edit("compensation:", "  kind: a shopping voucher, which you get at the start
", "")], code: "compensation-kind", at: "compensation.kind" },
    Defect { name: "no rule for pictures", edits: &[edit("dissemination:", "  photographs:", "  # photographs:")], code: "image-rule", at: "dissemination.photographs" },
    Defect { name: "a risk that is not rated", edits: &[edit("id: hope", "likelihood: 3", "likelihood: TODO")], code: "risk-rating", at: "risks[7].likelihood" },
    Defect { name: "a risk whose rest is not rated", edits: &[edit("id: hope", "    residual: {likelihood: 2, severity: 2}
", "")], code: "risk-residual", at: "risks[7].residual.likelihood" },
    Defect { name: "a risk for nobody", edits: &[edit("id: hope", "    to: [young-survivors]
", "")], code: "risk-without-person", at: "risks[7].to" },
    Defect { name: "a benefit for nobody", edits: &[edit("benefits:", "    to: [young-survivors]
", "")], code: "benefit-without-person", at: "benefits[0].to" },
    Defect { name: "a hazard that is dismissed and covered", edits: &[edit(
            "hazards_dismissed:\n",
            "  - {hazard: open-case-harmed,",
            "  - {hazard: self-harm, reason: It cannot happen.}\n  - {hazard: open-case-harmed,",
        )],
        code: "covered-and-dismissed", at: "hazards_dismissed[0].hazard" },
    Defect { name: "a hazard dismissed without a reason", edits: &[edit("hazard: asked-too-often", r#"reason: "Lantern Youth Centre lets in one study at a time, and this is the first in three years.""#, "reason: TODO")], code: "dismissed-without-reason", at: "hazards_dismissed[2].reason" },
    Defect { name: "a hazard that nobody considered", edits: &[edit("id: team-strain", "covers: [secondary-trauma]", "covers: []")], code: "hazards-considered", at: "risks" },
    Defect { name: "no limit to the team's work", edits: &[edit("wellbeing:", "  workload: One conversation a day and three a week at the most; two hours of transcription a day at the most.
", "")], code: "team-workload", at: "wellbeing.workload" },
    Defect { name: "no risk at all, it says", edits: &[edit("study:", "We do not ask what happened to them.", "There is no risk for you in this. We do not ask what happened to them.")], code: "forbidden-promise", at: "study.summary" },
    Defect { name: "a contact again that is none", edits: &[edit("activities:", "recontact: We would like to call you once, after about three months, to tell you what we found.", "recontact: We do not contact you again.")], code: "recontact-denied", at: "activities[0].recontact" },
];

pub const HARMLESS: &[Harmless] = &[
    Harmless { name: "an interpreter, who leads nothing", edits: &[edit("id: guide-one", "speaks: [en]", "speaks: [fr]"), edit("id: guide-two", "speaks: [en]", "speaks: [fr]"), edit("team:", "  - id: keeper
", "  - id: voice
    name: Iris Ejemplo
    role: interpreter
    duties: [interpreter]
    qualifications: Interpreter for social services, seven years
    training:
      - {topic: Research ethics with children and young people, covers: [research-ethics], on: 2025-06-12, hours: 12}
      - {topic: Safeguarding for research teams, covers: [safeguarding], on: 2025-09-03, hours: 8}
      - {topic: Trauma-informed practice, covers: [trauma-informed], on: 2025-09-04, hours: 12}
    background_check: 2025-08-20
    code_of_conduct_signed: 2025-09-01
    speaks: [en, fr]
  - id: keeper
")] },
    Harmless { name: "old enough to agree to research alone", edits: &[edit("id: north", "age_of_consent_to_research: 18", "age_of_consent_to_research: 16"), edit("id: coast", "age_of_consent_to_research: 18", "age_of_consent_to_research: 16"), edit("consent:", "route: assent-and-permission", "route: own-consent")] },
    Harmless { name: "places with different ages of majority", edits: &[edit("id: coast", "age_of_majority: 18", "age_of_majority: 21"), edit("id: coast", "age_of_consent_to_research: 18", "age_of_consent_to_research: 21")] },
    Harmless { name: "no duty to report in either place", edits: &[edit("id: north", r#"      required: true
      who: every professional who works with children
      to: the child protection office of the city
      law: "Example Children's Act, section 1 (invented)"
      within_hours: 24
"#, "      required: false
"), edit("id: coast", r#"      required: true
      who: every professional who works with children
      to: the child protection office of the town
      law: "Example Children's Act, section 1 (invented)"
      within_hours: 24
"#, "      required: false
")] },
    Harmless { name: "by phone, and nobody travels", edits: &[edit("activities:", "mode: in-person", "mode: phone"), edit("wellbeing:", "  safety_plan: Facilitators tell the desk when they arrive and leave. Whoever does not call within an hour is looked for.
", "")] },
    Harmless { name: "by phone, with nobody else on the line", edits: &[edit("activities:", "mode: in-person", "mode: phone"), edit("activities:", "    companions: You may bring somebody you trust. Only you decide who sits in. Your support worker waits in the next room.
", "")] },
    Harmless { name: "nothing collected that tells who somebody is", edits: &[edit("privacy:", "identifiers_collected: [first name, phone number, age]", "identifiers_collected: []")] },
    Harmless { name: "risk, admitted", edits: &[edit("study:", "We do not ask what happened to them.", "We do not ask what happened to them. Taking part is not without any risk. No study has no risk.")] },
    Harmless { name: "being anonymous, not promised", edits: &[edit("privacy:", "You pick a name for the study.", "You pick a name for the study. We cannot promise that you stay anonymous.")] },
    Harmless { name: "a contact again on request only", edits: &[edit("activities:", "recontact: We would like to call you once, after about three months, to tell you what we found.", "recontact: We do not contact you again unless you ask us to.")] },
    Harmless { name: "one facilitator, and no choice of one is promised", edits: &[edit("activities:", "facilitators: [guide-one, guide-two]", "facilitators: [guide-one]"), edit("activities:", "recording, facilitator]", "recording]")] },
    Harmless { name: "more readers of the transcripts", edits: &[edit("what: transcripts", "access: [lead, keeper]", "access: [lead, keeper, safeguard]")] },
    Harmless { name: "contacts on paper", edits: &[edit("what: contact-list", r#"where: "An encrypted file that only the data keeper can open", encrypted: true"#, r#"where: "On paper in a locked safe of its own", encrypted: false"#)] },
    Harmless { name: "a residual of five that is justified already", edits: &[edit("id: staff", "residual: {likelihood: 1, severity: 4}", "residual: {likelihood: 1, severity: 5}
    justification: The severity cannot be lowered; the committee discussed it.")] },
];
