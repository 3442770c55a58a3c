//! What documents are composed from: the study, its words, the templates and packs, and what became of it so far.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::PoisonError;

use minijinja::value::Value;
use serde_json::Value as Json;

use crate::documents::laid::Laid;
use crate::documents::library::Library;
use crate::documents::localise;
use crate::documents::localise::Localised;
use crate::guidelines::library::Packs;
use crate::study::Study;
use crate::study::values::Date;

/// A paper between a committee and a team, and what it is told.
#[derive(Debug, Clone)]
pub enum Exchange {
    /// The form in which a committee's reader writes.
    Review(Arc<Json>),
    /// The letter in which the team answers.
    Response(Arc<Json>),
}

/// What documents are composed from.
#[derive(Debug, Clone)]
pub struct Material {
    /// The study as types.
    pub study: Arc<Study>,
    /// The study as values, whole shape present.
    pub value: Arc<Json>,
    /// The study's own prose in other languages, by BCP 47 tag.
    pub words: Arc<BTreeMap<String, Json>>,
    /// The templates.
    pub library: Arc<Library>,
    /// The packs that the study is held against.
    pub packs: Arc<Packs>,
    /// The date that documents bear.
    pub date: Date,
    /// What changed since a committee's decision, in the shape of the statement of amendments; none without a decision.
    pub amendments: Option<Arc<Json>>,
    /// What was logged while the study ran; none where nothing was.
    pub log: Option<Arc<Json>>,
    /// The paper between a committee and the team that is asked for; none for those of a packet.
    pub exchange: Option<Exchange>,
    laid: Arc<OnceLock<Arc<Laid>>>,
    localised: Arc<Mutex<BTreeMap<String, Localised>>>,
}

impl Material {
    /// Takes together what documents are made from.
    pub fn new(
        study: Arc<Study>,
        value: Arc<Json>,
        words: BTreeMap<String, Json>,
        library: Arc<Library>,
        packs: Arc<Packs>,
        date: Date,
    ) -> Self {
        Self {
            study,
            value,
            words: Arc::new(words),
            library,
            packs,
            date,
            amendments: None,
            log: None,
            exchange: None,
            laid: Arc::default(),
            localised: Arc::default(),
        }
    }

    /// What templates and their conditions are told beside the study: whether something was approved before, whether
    /// anything was logged, and whether the study has ended on the day that documents bear.
    pub(super) fn flags(&self) -> [(String, Value); 5] {
        let ended = self.study.study.dates.end.is_some_and(|end| end < self.date);
        let (reviewing, responding) = match self.exchange {
            Some(Exchange::Review(_)) => (true, false),
            Some(Exchange::Response(_)) => (false, true),
            None => (false, false),
        };
        let flags = [
            ("amended", self.amendments.is_some()),
            ("logged", self.log.is_some()),
            ("ended", ended),
            ("reviewing", reviewing),
            ("responding", responding),
        ];
        flags.map(|(name, holds)| (name.to_owned(), holds.into()))
    }

    /// The study in its own language, laid out when it is first asked for.
    pub(super) fn laid(&self) -> Arc<Laid> {
        Arc::clone(self.laid.get_or_init(|| Arc::new(Laid::of(&self.value))))
    }

    /// The study in another language, put together when it is first asked for.
    pub(super) fn localised(&self, language: &str) -> Localised {
        let mut known = self.localised.lock().unwrap_or_else(PoisonError::into_inner);
        let localise = || {
            let primary = language.split('-').next().unwrap_or_default();
            let words = self.words.get(language).or_else(|| self.words.get(primary));
            localise::localise(&self.value, words, crate::study::prose_fields())
        };
        known.entry(language.to_owned()).or_insert_with(localise).clone()
    }
}
