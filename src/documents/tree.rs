//! The document tree: what a paper says, free of any format.

use std::fmt;

use oxilangtag::LanguageTag;
use serde::Deserialize;
use serde::Serialize;

use crate::study::relations::Band;
use crate::study::relations::band;
use crate::yaml::path::Path;

/// One paper of a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The stem of its file names: `consent-form.young-survivors.step-2.th`.
    pub stem: String,
    /// Its title, in its language.
    pub title: String,
    /// Its language, as a BCP 47 tag.
    pub language: String,
    /// The way its lines run.
    pub direction: Direction,
    /// Who reads it.
    pub audience: Audience,
    /// What it says, in reading order.
    pub blocks: Vec<Block>,
    /// Its footnotes, in the order in which they are first referred to; numbered from 1.
    pub footnotes: Vec<Vec<Block>>,
}

/// What Markdown yields: a document without its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// The blocks, in reading order.
    pub blocks: Vec<Block>,
    /// The footnotes, numbered from 1.
    pub footnotes: Vec<Vec<Block>>,
}

/// The way lines run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

/// Who reads a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// The ethics committee.
    Committee,
    /// Those who take part.
    Participant,
    /// The guardian of somebody under age.
    Guardian,
    /// The team.
    Team,
    /// Those who make the first approach.
    Gatekeeper,
}

/// A part of a document that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading, which begins a section.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Inlines),
    /// A list, with bullets, numbers or boxes.
    List(List),
    /// A table.
    Table(Table),
    /// Terms with what they mean.
    Definitions(Vec<Definition>),
    /// Somebody's own words.
    Quote(Vec<Block>),
    /// A passage that must not be overlooked.
    Callout(Callout),
    /// Text in which every character counts.
    Code(String),
    /// A line across the page.
    Rule,
    /// Lines to sign on, one row a person; never split over pages.
    Signature(Vec<SignatureRow>),
    /// Questions with boxes to tick.
    Choices(Choices),
    /// Labels with room to write.
    Fields(Fields),
    /// The risks by likelihood and severity, before and with safeguards.
    RiskMap(RiskMap),
    /// A way from top to bottom: what to do, and what to ask on the way.
    Flow(Flow),
    /// A script for pictures: what to draw, and what to say.
    Pictures(Pictures),
    /// The panels of a card to fold.
    Card(Vec<Vec<Block>>),
    /// What follows begins on a new page.
    PageBreak,
}

/// Text with its emphasis, in reading order.
pub type Inlines = Vec<Inline>;

/// A part of a line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Stressed text.
    Emphasis(Inlines),
    /// Text that must not be overlooked.
    Strong(Inlines),
    /// Text in which every character counts.
    Code(String),
    /// A reference.
    Link(Target, Inlines),
    /// A line end that means a space.
    SoftBreak,
    /// A line end that stays.
    LineBreak,
    /// A reference to a footnote, by its number from 1.
    Footnote(usize),
    /// A box to tick, and whether it is ticked.
    Box(bool),
    /// A value that the study has not given yet.
    Gap {
        /// What is shown: `[to be completed: privacy.limits]`.
        text: String,
        /// The field that is blank.
        path: Path,
    },
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A section of the same document.
    Anchor(String),
    /// Another document of the packet, and a section of it.
    Document {
        /// The stem of its file name.
        stem: String,
        /// The section, if one is meant.
        anchor: Option<String>,
    },
    /// An address outside: `https:`, `mailto:` or `tel:`.
    Address(String),
}

/// The title of a section, and what made the section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The depth, from 1.
    pub level: u8,
    /// The name that links lead to; unique in its document.
    pub anchor: String,
    /// The section's number, where the document numbers its sections: `4.2`.
    pub number: Option<String>,
    /// The ethical tasks that the section answers, as `pack/task`.
    pub tasks: Vec<String>,
    /// The study's fields that stand in the section.
    pub fields: Vec<String>,
    /// The title.
    pub text: Inlines,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The first number of a numbered list; none for bullets.
    pub start: Option<usize>,
    /// True where no blank line parts the items.
    pub tight: bool,
    /// The items.
    pub items: Vec<Item>,
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// For a box to tick: whether it is ticked.
    pub ticked: Option<bool>,
    /// What the item says.
    pub blocks: Vec<Block>,
}

/// A table: the first row names the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// How each column stands.
    pub columns: Vec<Align>,
    /// The names of the columns.
    pub header: Vec<Inlines>,
    /// The rows, each as long as the header.
    pub rows: Vec<Vec<Inlines>>,
}

/// How a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Where lines begin.
    Start,
    /// In the middle.
    Center,
    /// Where lines end.
    End,
}

/// A term and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The term.
    pub term: Inlines,
    /// What it means.
    pub details: Vec<Block>,
}

/// A passage that must not be overlooked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callout {
    /// How much it weighs.
    pub kind: CalloutKind,
    /// Its title; none for the usual word.
    pub title: Option<String>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// How much a callout weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalloutKind {
    /// Good to know.
    Note,
    /// Advice.
    Tip,
    /// Needed.
    Important,
    /// Needed at once.
    Warning,
    /// Harm may follow.
    Caution,
}

/// One person's lines to sign on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureRow {
    /// Who signs, where a title says so.
    pub title: Option<Inlines>,
    /// The label of each line.
    pub lines: Vec<Inlines>,
}

/// Questions that are answered by ticking a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// How to answer, where it is said.
    pub title: Option<Inlines>,
    /// The questions.
    pub choices: Vec<Choice>,
}

/// One question and its boxes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its name; unique in its document.
    pub id: String,
    /// What is asked.
    pub question: Inlines,
    /// The answers, two or more.
    pub options: Vec<Inlines>,
}

/// Labels with room to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields {
    /// What they are about, where it is said.
    pub title: Option<Inlines>,
    /// The fields.
    pub fields: Vec<Field>,
}

/// A label with room to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What to write.
    pub label: Inlines,
    /// How many lines; 0 for a short blank beside the label.
    pub lines: usize,
}

/// The risks by likelihood and severity, before and with safeguards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskMap {
    /// The words on it.
    pub words: RiskMapWords,
    /// The risks.
    pub risks: Vec<Risk>,
}

/// The words on a risk map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskMapWords {
    /// What stands on the map.
    pub risk: String,
    /// The title of the first map.
    pub before: String,
    /// The title of the second map.
    pub after: String,
    /// The name of the axis upwards.
    pub likelihood: String,
    /// The name of the axis sideways.
    pub severity: String,
    /// The names of the four bands, from low to extreme.
    pub bands: [String; 4],
}

/// One risk on the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk {
    /// Its name in the study.
    pub id: String,
    /// What may happen.
    pub label: Inlines,
    /// Before safeguards.
    pub before: Option<Score>,
    /// With safeguards.
    pub after: Option<Score>,
}

/// Likelihood and severity, each from 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// How likely.
    pub likelihood: u8,
    /// How severe.
    pub severity: u8,
}

/// A chart from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// What it shows.
    pub title: Inlines,
    /// The word on the way that is taken when a question is answered with yes.
    pub yes: Inlines,
    /// The word on the other way.
    pub no: Inlines,
    /// The boxes.
    pub steps: Vec<FlowStep>,
}

/// One box of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlowStep {
    /// Something to do.
    Step(Inlines),
    /// Something to ask, and what to do on either answer; empty for going on below.
    Ask {
        /// The question.
        question: Inlines,
        /// What to do on yes.
        yes: Inlines,
        /// What to do on no.
        no: Inlines,
    },
    /// Where it ends.
    End(Inlines),
}

/// A script for pictures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pictures {
    /// What it is about, where it is said.
    pub title: Option<Inlines>,
    /// The pictures.
    pub pictures: Vec<Picture>,
}

/// One picture of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What to draw or to point at.
    pub draw: Inlines,
    /// What to say.
    pub say: Inlines,
}

impl Document {
    /// Gives a body its name; the direction follows from the language.
    pub fn new(
        stem: impl Into<String>,
        title: impl Into<String>,
        language: &str,
        audience: Audience,
        body: Body,
    ) -> Self {
        Self {
            stem: stem.into(),
            title: title.into(),
            language: language.to_owned(),
            direction: Direction::of(language),
            audience,
            blocks: body.blocks,
            footnotes: body.footnotes,
        }
    }

    /// The sections' titles, in order.
    pub fn headings(&self) -> impl Iterator<Item = &Heading> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Heading(heading) => Some(heading),
            _ => None,
        })
    }
}

impl Direction {
    /// The direction in which a language is written; from left to right where the tag is unknown.
    pub fn of(language: &str) -> Self {
        const SCRIPTS: [&str; 9] = ["Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Mand", "Samr"];
        const LANGUAGES: [&str; 15] =
            ["ar", "arc", "ckb", "dv", "fa", "he", "khw", "ks", "nqo", "prs", "ps", "sd", "ug", "ur", "yi"];
        let Ok(tag) = LanguageTag::parse(language) else { return Self::LeftToRight };
        let right_to_left = match tag.script() {
            Some(script) => SCRIPTS.iter().any(|known| known.eq_ignore_ascii_case(script)),
            None => LANGUAGES.iter().any(|known| known.eq_ignore_ascii_case(tag.primary_language())),
        };
        if right_to_left { Self::RightToLeft } else { Self::LeftToRight }
    }

    /// The word that HTML has for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

impl Score {
    /// A score whose parts are within 1 to 5.
    pub fn new(likelihood: u8, severity: u8) -> Option<Self> {
        let known = 1..=5;
        (known.contains(&likelihood) && known.contains(&severity)).then_some(Self { likelihood, severity })
    }

    /// The band from 0, low, to 3, extreme.
    pub fn band(self) -> u8 {
        match band(u32::from(self.likelihood), u32::from(self.severity)) {
            Band::Low => 0,
            Band::Medium => 1,
            Band::High => 2,
            Band::Extreme => 3,
        }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} × {} = {}", self.likelihood, self.severity, self.likelihood * self.severity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_of_a_tag_weighs_more_than_its_language() {
        assert_eq!(Direction::of("ar-EG"), Direction::RightToLeft);
        assert_eq!(Direction::of("ar-Latn"), Direction::LeftToRight);
        assert_eq!(Direction::of("pa-Arab-PK"), Direction::RightToLeft);
        assert_eq!(Direction::of("th"), Direction::LeftToRight);
        assert_eq!(Direction::of("not a tag"), Direction::LeftToRight);
    }
}
