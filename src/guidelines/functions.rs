//! The domain functions of the expression language: one table, which `assent guidelines functions` prints.
//!
//! A function never reports a blank that it meets inside the study: what an expression reads itself is reported, and a
//! group without ages is one finding of the check that asks for ages, not ten of those that need them.

mod arguments;
mod hazards;
mod meeting;
mod people;
mod privacy;
mod services;
mod time;
mod values;

use std::sync::Arc;

use minijinja::Error;
use minijinja::State;
use minijinja::Value;
use minijinja::value::Object;
use minijinja::value::ObjectRepr;

use crate::guidelines::language::world_of;
use crate::guidelines::world::World;

pub use hazards::applying_hazards;
pub use values::name_of;
pub use values::stands_in;

/// What a function takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Anything at all.
    Anything,
    /// A record at one of these places of the shape, such as `participants[]`.
    Record(&'static [&'static str]),
    /// A list, or one of its elements.
    List,
    /// A text, also a date or a duration.
    Text,
    /// A number.
    Number,
    /// A word of the closed list at this place of the shape.
    Word(&'static str),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// The path of a field that the elements of the list before it have.
    FieldOfElements,
}

/// What a function yields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    /// Yes or no.
    Flag,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// One record at this place of the shape.
    Record(&'static str),
    /// Several of them.
    Records(&'static str),
    /// The elements of the field that the second argument names.
    Elements,
    /// The record that the first argument stands in.
    Parent,
}

type Run = fn(&Arc<World>, &[Value]) -> Result<Value, Error>;

/// One function.
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// How it is written.
    pub signature: &'static str,
    /// What it says, in a line.
    pub doc: &'static str,
    /// An expression that uses it.
    pub example: &'static str,
    /// What it takes, in order.
    pub takes: &'static [Takes],
    /// How many of them it cannot do without.
    pub least: usize,
    /// True where the last of `takes` may come any number of times.
    pub variadic: bool,
    /// What it yields.
    pub gives: Gives,
    run: Run,
}

impl Function {
    const fn new(
        (name, signature): (&'static str, &'static str),
        takes: &'static [Takes],
        gives: Gives,
        run: Run,
        doc: &'static str,
        example: &'static str,
    ) -> Self {
        Self { name, signature, doc, example, takes, least: takes.len(), variadic: false, gives, run }
    }

    const fn least(mut self, least: usize) -> Self {
        self.least = least;
        self
    }

    const fn variadic(mut self) -> Self {
        self.variadic = true;
        self
    }

    /// True where the function can be asked as a test: `item is adults`, `participants | select("minors")`.
    pub fn is_test(&self) -> bool {
        self.gives == Gives::Flag && self.takes.len() == 1 && !self.variadic
    }

    /// True where so many arguments are too few or too many.
    pub fn refuses(&self, count: usize) -> bool {
        count < self.least || (count > self.takes.len() && !self.variadic)
    }

    /// Runs it.
    pub(super) fn call(&self, state: &State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        if self.refuses(args.len()) {
            return Err(arguments::wrong(format!("`{}` is written `{}`", self.name, self.signature)));
        }
        if args.iter().any(Value::is_undefined) {
            return Err(arguments::wrong(format!("`{}` was given something that does not exist", self.name)));
        }
        let world = world_of(state)?;
        // What a text is searched for, and how many records a relation runs through, no instruction counts.
        let text: usize = args.iter().filter_map(Value::as_str).map(str::len).sum();
        state.consume_fuel(text as u64 / 16)?;
        world.account.ask();
        world.account.check().map_err(arguments::wrong)?;
        (self.run)(&world, args)
    }
}

const GROUP: Takes = Takes::Record(&["participants[]"]);
const ACTIVITY: Takes = Takes::Record(&["activities[]"]);
const SETTING: Takes = Takes::Record(&["settings[]"]);
const PERSON: Takes = Takes::Record(&["team[]"]);
const SERVICE: Takes = Takes::Record(&["settings[].referral[]"]);
const STORAGE: Takes = Takes::Record(&["privacy.storage[]"]);
const MET: Takes = Takes::Record(&["activities[]", "participants[]", "settings[]"]);
const SERVICE_KIND: Takes = Takes::Word("settings[].referral[].kind");

/// Every function, in the order in which they are printed.
pub static TABLE: &[Function] = &[
    Function::new(("blank", "blank(x)"), &[Takes::Anything], Gives::Flag, values::blank,
        "True for a gap: TODO, null or absent; for a section or a list, where nothing in it is filled in. The gap counts as handled.",
        "blank(privacy.limits)"),
    Function::new(("given", "given(x)"), &[Takes::Anything], Gives::Flag, values::given,
        "The opposite of blank(x).",
        "given(distress.stop_rule)"),
    Function::new(("flat", "flat(list, \"field\")"), &[Takes::List, Takes::FieldOfElements], Gives::Elements, values::flat,
        "What stands in a field of every element of a list, in one list; each still knows its parent.",
        "flat(settings, \"referral\") | length > 0"),
    Function::new(("parent", "parent(x)"), &[Takes::Anything], Gives::Parent, values::parent,
        "The record that something stands in: a service's setting, a training's person.",
        "parent(flat(settings, \"referral\") | first).id == \"north\""),
    Function::new(("texts", "texts(x)"), &[Takes::Anything], Gives::Text, values::texts,
        "All texts below something, joined with line breaks; blanks are skipped.",
        "texts(wellbeing)"),
    Function::new(("any_match", "any_match(text, word, …)"), &[Takes::Anything, Takes::Anything], Gives::Flag, values::any_match,
        "True where one of the words stands in the text, whatever its case, at the beginning of a word. For a list: in one of its texts.",
        "any_match(purpose.why_needed, \"policy\", \"law\")").variadic(),
    Function::new(("name", "name(x)"), &[Takes::Anything], Gives::Text, values::name,
        "What a reader calls something: its label, name, what, title or id. For messages.",
        "name(group(\"young-survivors\"))"),
    Function::new(("names", "names(list)"), &[Takes::Anything], Gives::Text, values::names,
        "The names of all, joined by commas. For messages.",
        "names(participants)"),
    Function::new(("minors", "minors(group)"), &[GROUP], Gives::Flag, meeting::minors,
        "True where somebody in the group is under age in at least one setting of its activities; without an activity, in any setting.",
        "minors(group(\"young-survivors\"))"),
    Function::new(("adults", "adults(group)"), &[GROUP], Gives::Flag, meeting::adults,
        "True where somebody in the group is of age in at least one setting of its activities; without an activity, in any setting.",
        "participants | select(\"adults\") | list | length > 0"),
    Function::new(("under_age", "under_age(group, setting)"), &[GROUP, SETTING], Gives::Flag, meeting::under_age,
        "True where somebody in the group is under age in this setting: below age_of_consent_to_research if stated, else age_of_majority, else 18.",
        "under_age(group(\"young-survivors\"), setting(\"north\"))"),
    Function::new(("activities_of", "activities_of(group | setting | person)"), &[Takes::Record(&["participants[]", "settings[]", "team[]"])], Gives::Records("activities[]"), meeting::activities_of,
        "The activities that a group takes part in, that happen in a setting, or that a person leads.",
        "activities_of(group(\"young-survivors\")) | length > 0"),
    Function::new(("groups_of", "groups_of(activity | setting)"), &[Takes::Record(&["activities[]", "settings[]"])], Gives::Records("participants[]"), meeting::groups_of,
        "The groups that take part in an activity, or that are met in a setting.",
        "groups_of(setting(\"north\")) | selectattr(\"survivors\") | list | length > 0"),
    Function::new(("settings_of", "settings_of(group | activity)"), &[Takes::Record(&["participants[]", "activities[]"])], Gives::Records("settings[]"), meeting::settings_of,
        "The settings in which a group is met, or in which an activity happens.",
        "settings_of(group(\"young-survivors\")) | length > 1"),
    Function::new(("in_field", "in_field(activity | group | setting)"), &[MET], Gives::Flag, meeting::in_field,
        "For an activity: true with children or survivors, unless it is a desk review. For a group: children or survivors who are met. For a setting: where such an activity happens.",
        "activities | select(\"in_field\") | list | length > 0"),
    Function::new(("meets_people", "meets_people(activity | group | setting)"), &[MET], Gives::Flag, meeting::meets_people,
        "Likewise for people of any age: true unless nobody is met, as in a desk review.",
        "activities | reject(\"meets_people\") | list | length > 0"),
    Function::new(("field_activities", "field_activities(who?)"), &[Takes::OneOf(&["survivors", "minors"])], Gives::Records("activities[]"), meeting::field_activities,
        "The activities in which children or survivors are met; with \"survivors\" or \"minors\", only those with such a group.",
        "field_activities(\"survivors\") | length > 0").least(0),
    Function::new(("records_sound", "records_sound(activity)"), &[ACTIVITY], Gives::Flag, meeting::records_sound,
        "True where voices are recorded: audio or video.",
        "activities | select(\"records_sound\") | list | length > 0"),
    Function::new(("document_languages", "document_languages(group)"), &[GROUP], Gives::Texts, meeting::document_languages,
        "The languages in which a group receives its documents: its own, or the study's where it names none.",
        "document_languages(group(\"young-survivors\")) | length > 0"),
    Function::new(("in_circumstances", "in_circumstances(word, …)"), &[Takes::Text], Gives::Records("participants[]"), meeting::in_circumstances,
        "The groups whose circumstances name one of the words.",
        "in_circumstances(\"in-detention\", \"in-residential-care\") | length > 0").variadic(),
    Function::new(("person", "person(id)"), &[Takes::Text], Gives::Record("team[]"), people::person,
        "The team member with this id; a blank where there is none.",
        "person(disclosure.decision_maker).name"),
    Function::new(("people", "people(ids)"), &[Takes::Anything], Gives::Records("team[]"), people::people,
        "The team members with these ids.",
        "people(purpose.decision.by) | length > 1"),
    Function::new(("group", "group(id)"), &[Takes::Text], Gives::Record("participants[]"), people::group,
        "The participant group with this id; a blank where there is none.",
        "group(\"young-survivors\").survivors"),
    Function::new(("setting", "setting(id)"), &[Takes::Text], Gives::Record("settings[]"), people::setting,
        "The setting with this id; a blank where there is none.",
        "setting(\"north\").country == \"TH\""),
    Function::new(("has_duty", "has_duty(person, duty)"), &[PERSON, Takes::Word("team[].duties[]")], Gives::Flag, people::has_duty,
        "True where the person has the duty.",
        "has_duty(person(disclosure.decision_maker), \"safeguarding\")"),
    Function::new(("with_duty", "with_duty(duty)"), &[Takes::Word("team[].duties[]")], Gives::Records("team[]"), people::with_duty,
        "The team members who have a duty.",
        "with_duty(\"data-protection\") | length > 0"),
    Function::new(("trained", "trained(person, what)"), &[PERSON, Takes::Word("team[].training[].covers[]")], Gives::Flag, people::trained,
        "True where a training of the person covers this: as `covers` says or, where it says nothing, as the topic tells by the packs' word lists.",
        "trained(person(\"lead\"), \"trauma-informed\")"),
    Function::new(("speaks", "speaks(person | people, languages)"), &[Takes::Anything, Takes::Anything], Gives::Flag, people::speaks,
        "True where every one of the languages is spoken by the person, or by at least one of the people.",
        "speaks(team, flat(participants, \"languages\"))"),
    Function::new(("meets", "meets(person)"), &[PERSON], Gives::Flag, people::meets,
        "True where the person leads a field activity, or is a facilitator or interpreter of a study that has one.",
        "team | select(\"meets\") | list | length > 0"),
    Function::new(("people_in_field", "people_in_field()"), &[], Gives::Records("team[]"), people::people_in_field,
        "The team members who meet children or survivors, by meets(person).",
        "people_in_field() | length > 0"),
    Function::new(("people_of", "people_of(activities)"), &[Takes::List], Gives::Records("team[]"), people::people_of,
        "The people who lead these activities, and the interpreters who speak a language of their groups.",
        "people_of(field_activities()) | length > 0"),
    Function::new(("unspoken", "unspoken(activity)"), &[ACTIVITY], Gives::Texts, people::unspoken,
        "The languages of an activity's groups that none of its facilitators and no interpreter speaks.",
        "unspoken(activities | first) | length == 0"),
    Function::new(("served_by", "served_by(service, group | gender)"), &[SERVICE, Takes::Anything], Gives::Flag, services::served_by,
        "True where the service serves every gender of the group, or this gender. Girls and women, boys and men are one word; a service that names nobody serves all.",
        "served_by(flat(settings, \"referral\") | first, \"girls\")"),
    Function::new(("genders_of", "genders_of(group | setting)"), &[Takes::Record(&["participants[]", "settings[]"])], Gives::Texts, services::genders_of,
        "The genders of a group, or those whom field activities meet in a setting; everybody for a group that names none.",
        "genders_of(setting(\"north\")) | length > 1"),
    Function::new(("unserved", "unserved(setting, kind)"), &[SETTING, SERVICE_KIND], Gives::Texts, services::unserved,
        "The genders met in a setting for whom it lists no service of this kind.",
        "unserved(setting(\"north\"), \"medical\") | length == 0"),
    Function::new(("unusable", "unusable(setting, kind)"), &[SETTING, SERVICE_KIND], Gives::Texts, services::unusable,
        "The genders met in a setting for whom services of this kind are listed, but none that is free and was confirmed within six months of field_day().",
        "unusable(setting(\"north\"), \"medical\") | length == 0"),
    Function::new(("needed", "needed(service)"), &[SERVICE], Gives::Flag, services::needed,
        "For a medical or psychosocial service: true where somebody depends on it, since none of its kind is free and freshly confirmed for them.",
        "flat(settings, \"referral\") | reject(\"needed\") | list | length > 0"),
    Function::new(("storage_of", "storage_of(kind, …)"), &[Takes::Text], Gives::Records("privacy.storage[]"), privacy::storage_of,
        "The entries of privacy.storage that hold this kind of data, told by the packs' word lists stored-<kind>.",
        "storage_of(\"audio\", \"video\") | length > 0").variadic(),
    Function::new(("on_paper", "on_paper(storage)"), &[STORAGE], Gives::Flag, privacy::on_paper,
        "True where an entry of privacy.storage is kept on paper, told by the packs' word list kept-on-paper.",
        "privacy.storage | select(\"on_paper\") | list | length > 0"),
    Function::new(("contact_identifiers", "contact_identifiers()"), &[], Gives::Texts, privacy::contact_identifiers,
        "The identifiers collected that reach a person, such as a phone number, told by the packs' word list contact-identifiers.",
        "contact_identifiers() | length == 0"),
    Function::new(("precise_identifiers", "precise_identifiers()"), &[], Gives::Texts, privacy::precise_identifiers,
        "The identifiers collected that single a person out, such as a full birth date, told by the packs' word list precise-identifiers.",
        "precise_identifiers() | length == 0"),
    Function::new(("field_day", "field_day()"), &[], Gives::Text, time::field_day,
        "The day that freshness is measured against: dates.start while it is ahead, today while the study runs, dates.end once it is over.",
        "days_between(\"2026-06-01\", field_day()) <= 183"),
    Function::new(("fresh", "fresh(date, months)"), &[Takes::Text, Takes::Number], Gives::Flag, time::fresh,
        "True where so many months after the date come on or after field_day(). False for a blank.",
        "fresh(settings[0].mandatory_reporting.checked, 12)"),
    Function::new(("days_between", "days_between(from, to)"), &[Takes::Text, Takes::Text], Gives::Number, time::days_between,
        "Whole days from one date to another; negative where the second is earlier; a blank where one is.",
        "days_between(study.dates.start, study.dates.end) > 30"),
    Function::new(("months_between", "months_between(from, to)"), &[Takes::Text, Takes::Text], Gives::Number, time::months_between,
        "Whole calendar months from one date to another, rounded down; negative where the second is earlier; a blank where one is.",
        "months_between(study.dates.start, today) <= 6"),
    Function::new(("date", "date(x)"), &[Takes::Text], Gives::Text, time::date,
        "The text as a date; a blank where it is none.",
        "date(\"2026-03-02\") < today"),
    Function::new(("days", "days(duration)"), &[Takes::Text], Gives::Number, time::days,
        "The days of a length of time, ISO 8601; months and years count as their mean. `end+P60D` has 60.",
        "days(\"P6M\") > 180"),
    Function::new(("after_end", "after_end(duration)"), &[Takes::Text], Gives::Flag, time::after_end,
        "True where a length of time counts from dates.end: `end+P60D`.",
        "after_end(\"end+P60D\")"),
    Function::new(("score", "score(likelihood, severity)"), &[Takes::Number, Takes::Number], Gives::Number, hazards::score,
        "Likelihood times severity; a blank where one is.",
        "score(3, 4) == 12"),
    Function::new(("band", "band(likelihood, severity)"), &[Takes::Number, Takes::Number], Gives::Text, hazards::band,
        "low (1 to 4), medium (5 to 9), high (10 to 14), extreme (15 and more); severity 5 is at least high; a blank where one is.",
        "band(1, 5) == \"high\""),
    Function::new(("risks_to", "risks_to(who, …)"), &[Takes::Anything], Gives::Records("risks[]"), hazards::risks_to,
        "The risks to a group, a team member, a duty, team or community; team also means every member and every duty.",
        "risks_to(\"team\") | length > 0").variadic(),
    Function::new(("benefits_to", "benefits_to(who, …)"), &[Takes::Anything], Gives::Records("benefits[]"), hazards::benefits_to,
        "The benefits to them, likewise.",
        "benefits_to(\"community\") | length > 0").variadic(),
    Function::new(("covered_hazards", "covered_hazards()"), &[], Gives::Texts, hazards::covered_hazards,
        "The ids of all hazards that a risk covers.",
        "\"distress-during\" in covered_hazards()"),
    Function::new(("applies_hazards", "applies_hazards()"), &[], Gives::Texts, hazards::applies_hazards,
        "The ids of the hazards that the packs in force name and that apply to this study.",
        "applies_hazards() | length > 0"),
];

/// The function with this name.
pub fn find(name: &str) -> Option<&'static Function> {
    TABLE.iter().find(|function| function.name == name)
}

const AGES: &[&str] = &[
    "participants[].ages.from",
    "participants[].ages.to",
    "settings[].age_of_majority",
    "settings[].age_of_consent_to_research",
    "activities[].with",
    "activities[].settings",
];
const FIELD: &[&str] = &[
    "participants[].ages.from",
    "participants[].survivors",
    "settings[].age_of_majority",
    "settings[].age_of_consent_to_research",
    "activities[].with",
    "activities[].settings",
    "activities[].method",
];
const SERVICES: &[&str] = &[
    "settings[].referral[].kind",
    "settings[].referral[].serves",
    "settings[].referral[].free",
    "settings[].referral[].confirmed",
    "participants[].genders",
    "activities[].with",
    "activities[].settings",
];

/// The fields of the study that a function looks at itself.
pub fn reads(name: &str) -> &'static [&'static str] {
    match name {
        "minors" | "adults" | "under_age" => AGES,
        "in_field" | "field_activities" | "people_in_field" | "meets" => FIELD,
        "meets_people" => &["activities[].with", "activities[].settings", "activities[].method"],
        "activities_of" | "groups_of" | "settings_of" => {
            &["activities[].with", "activities[].settings", "activities[].facilitators"]
        }
        "records_sound" => &["activities[].recording"],
        "document_languages" => &["participants[].languages"],
        "in_circumstances" => &["participants[].circumstances"],
        "has_duty" | "with_duty" => &["team[].duties"],
        "trained" => &["team[].training[].topic", "team[].training[].covers"],
        "speaks" => &["team[].speaks"],
        "people_of" | "unspoken" => {
            &["team[].speaks", "team[].duties", "participants[].languages", "activities[].facilitators"]
        }
        "served_by" | "genders_of" | "unserved" | "unusable" | "needed" => SERVICES,
        "storage_of" => &["privacy.storage[].what"],
        "on_paper" => &["privacy.storage[].what", "privacy.storage[].where"],
        "contact_identifiers" | "precise_identifiers" => &["privacy.identifiers_collected"],
        "field_day" | "fresh" => &["study.dates.start", "study.dates.end"],
        "risks_to" => &["risks[].to"],
        "benefits_to" => &["benefits[].to"],
        "covered_hazards" => &["risks[].covers"],
        _ => &[],
    }
}

/// A function as minijinja calls it.
#[derive(Clone, Copy)]
pub(super) struct Builtin(pub(super) &'static Function);

impl std::fmt::Debug for Builtin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.signature)
    }
}

impl Object for Builtin {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn call(self: &Arc<Self>, state: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        self.0.call(state, args)
    }
}
