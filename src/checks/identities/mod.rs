//! What looks as if it could tell who a participant is: it belongs in no study file.
//!
//! Shapes only: e-mail addresses, phone numbers, national identity numbers, coordinates, full dates of birth. Numbers that
//! studies are full of (amounts, dates, hours, references, years) must stay quiet, and so must the study's public contacts,
//! wherever they are repeated.

mod shapes;
mod words;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::checks::hit::Context;
use crate::checks::hit::Hit;
use crate::checks::hit::RustCheck;
use crate::checks::texts;
use crate::study::Study;
use crate::yaml::path::Path;
use crate::yaml::path::Segment;

/// What could tell who somebody is, in everything that people wrote, comments included.
pub(super) const IDENTITIES: RustCheck = RustCheck { name: "identities", values: &["kind", "found"], run };

fn run(context: &Context<'_>) -> Vec<Hit> {
    let public = Public::of(&context.loaded.study);
    let mut hits = Vec::new();
    for (prefix, texts) in context.texts().files() {
        let comments = texts.first().map(|text| texts::comments(text.file, texts)).unwrap_or_default();
        for text in texts.iter().chain(&comments).filter(|text| !is_exempt(&text.path)) {
            for (range, kind) in find(text.text, &public) {
                let found = masked(text.text.get(range.clone()).unwrap_or_default());
                let hit = Hit::at(text.place(&range)).with("kind", kind.as_str()).with("found", found);
                hits.push(hit.named(context, &prefix));
            }
        }
    }
    hits
}

/// What a shape tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// The number of an identity card, a passport, a tax or insurance file.
    NationalId,
    /// A point on the map.
    Coordinates,
    /// A full date of birth.
    BirthDate,
}

impl Kind {
    /// The same in words that begin with an article.
    pub fn in_words(self) -> &'static str {
        match self {
            Kind::Email => "an e-mail address",
            Kind::Phone => "a phone number",
            Kind::NationalId => "an identity number",
            Kind::Coordinates => "a point on the map",
            Kind::BirthDate => "a date of birth",
        }
    }

    /// The word for it in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Email => "email",
            Kind::Phone => "phone",
            Kind::NationalId => "national-id",
            Kind::Coordinates => "coordinates",
            Kind::BirthDate => "birth-date",
        }
    }
}

/// What everybody may read: the addresses and numbers that the study itself gives out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Public {
    emails: BTreeSet<String>,
    numbers: BTreeSet<String>,
}

impl Public {
    /// Gathers a study's public contacts: its desk, its complaints office, its partners and the services it refers to.
    pub fn of(study: &Study) -> Self {
        let mut public = Self::default();
        for contact in [&study.study.contact, &study.study.complaints] {
            public.add(contact.email.as_deref().unwrap_or_default());
            public.add(contact.phone.as_deref().unwrap_or_default());
        }
        for setting in &study.settings {
            for service in &setting.referral {
                public.add(service.contact.as_deref().unwrap_or_default());
            }
        }
        public
    }

    fn add(&mut self, text: &str) {
        for (range, kind) in shapes::find(text) {
            let Some(part) = text.get(range) else { continue };
            match kind {
                Kind::Email => self.emails.insert(part.to_lowercase()),
                _ => self.numbers.insert(digits(part)),
            };
        }
        // A contact field holds a number whatever its shape is.
        let whole = digits(text);
        if (3..=20).contains(&whole.len()) {
            self.numbers.insert(whole);
        }
    }

    fn holds(&self, kind: Kind, part: &str) -> bool {
        match kind {
            Kind::Email => self.emails.contains(&part.to_lowercase()),
            Kind::Phone | Kind::NationalId => {
                let number = digits(part);
                self.numbers.iter().any(|known| same_number(known, &number))
            }
            Kind::Coordinates | Kind::BirthDate => false,
        }
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The same number with and without its country's or its town's code.
fn same_number(known: &str, found: &str) -> bool {
    let short = known.trim_start_matches('0');
    let other = found.trim_start_matches('0');
    let (longer, shorter) = if short.len() >= other.len() { (short, other) } else { (other, short) };
    shorter.len() >= 6 && longer.ends_with(shorter) || known == found
}

/// Everything in a text that could tell who somebody is, and that the study does not give out itself, in order.
pub fn find(text: &str, public: &Public) -> Vec<(Range<usize>, Kind)> {
    let mut found = shapes::find(text);
    found.retain(|(range, kind)| !text.get(range.clone()).is_some_and(|part| public.holds(*kind, part)));
    found
}

/// Where contacts belong, and where a reference or a path is no contact.
pub fn is_exempt(path: &Path) -> bool {
    let keys: Vec<&str> = path
        .0
        .iter()
        .filter_map(|segment| match segment {
            Segment::Key(key) => Some(key.as_str()),
            Segment::Index(_) => None,
        })
        .collect();
    let under = |prefix: &[&str]| keys.starts_with(prefix);
    under(&["study", "contact"])
        || under(&["study", "complaints"])
        || under(&["study", "partners"])
        || under(&["study", "funders"])
        || under(&["settings", "referral"])
        || under(&["settings", "review"])
        || under(&["settings", "mandatory_reporting"])
        || keys.last().is_some_and(|key| {
            matches!(
                *key,
                "id" | "reference"
                    | "law"
                    | "guide"
                    | "file"
                    | "evidence"
                    | "basis"
                    | "on"
                    | "written"
                    | "about"
                    | "approval"
                    | "date"
                    | "finding"
            )
        })
}

/// An identity as a report may repeat it: enough to find it, too little to use it.
pub fn masked(part: &str) -> String {
    let visible = |c: &char| c.is_alphanumeric();
    let letters = part.chars().filter(visible).count();
    let keep = if letters >= 8 { 2 } else { 1 };
    let mut seen = 0;
    part.chars()
        .map(|c| {
            if !visible(&c) {
                return c;
            }
            seen += 1;
            if seen <= keep || seen > letters - keep { c } else { '·' }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;
    use crate::study;

    #[test]
    fn a_public_contact_may_be_repeated_anywhere() {
        let text = "assent: 1\nstudy:\n  id: a\n  title: t\n  contact: {name: desk, email: desk@voices.example.org, phone: \"+00 100 200 300\"}\n\
                    settings:\n  - id: north\n    referral: [{id: line, contact: \"call 0100 300 400 or write to line@example.org\"}]\n";
        let study = study_of(text);
        let public = Public::of(&study);
        assert!(find("Call 0100 200 300 or +00 100 200 300, or Desk@voices.example.org.", &public).is_empty());
        assert!(find("Call the line: 0100 300 400, line@example.org", &public).is_empty());
        assert!(find("Call +00 55 100 200 300.", &public).is_empty(), "with a country's code before it");
        assert_eq!(find("Call +00 555 200 300.", &public).len(), 1);
    }

    fn study_of(text: &str) -> Study {
        let parsed = crate::yaml::parse_text(SourceFile::new("study.yaml", text));
        let value = parsed.root.expect("readable").to_json();
        serde_json::from_value::<study::Study>(value).expect("a study")
    }

    #[test]
    fn fields_for_contacts_and_references_are_exempt() {
        for path in [
            "study.contact.phone",
            "settings[0].referral[2].contact",
            "settings[0].review.reference",
            "study.partners[0].role",
        ] {
            assert!(is_exempt(&Path::parse(path)), "{path}");
        }
        for path in ["participants[0].recruitment", "team[0].name", "study.summary"] {
            assert!(!is_exempt(&Path::parse(path)), "{path}");
        }
    }

    #[test]
    fn each_kind_has_its_word_and_its_words() {
        for (text, word, words) in [
            ("ana@example.org", "email", "an e-mail address"),
            ("call +00 555 012 345", "phone", "a phone number"),
            ("passport AB 1234567", "national-id", "an identity number"),
            ("13.75633, 100.50176", "coordinates", "a point on the map"),
            ("born on 2009-03-14", "birth-date", "a date of birth"),
        ] {
            let found: Vec<Kind> = find(text, &Public::default()).into_iter().map(|(_, kind)| kind).collect();
            assert_eq!(found.iter().map(|kind| (kind.as_str(), kind.in_words())).collect::<Vec<_>>(), [(word, words)]);
        }
    }

    #[test]
    fn a_report_does_not_repeat_what_it_found() {
        assert_eq!(masked("+00 555 0123"), "+00 ··· ··23");
        assert_eq!(masked("ana@example.org"), "an·@·······.·rg");
        assert_eq!(masked("a@b.org"), "a@·.··g");
    }
}
