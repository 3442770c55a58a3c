//! Whether a task concerns a study, and why.

use std::fmt;
use std::sync::Arc;

use crate::assessment::state::Applies;
use crate::guidelines::Packs;
use crate::guidelines::Task;
use crate::guidelines::language;
use crate::guidelines::language::Scope;
use crate::guidelines::world::World;
use crate::study::Date;
use crate::study::LoadedStudy;

/// A study that is ready to be asked.
pub(super) struct Asked {
    world: Arc<World>,
}

impl Asked {
    pub(super) fn new(loaded: &LoadedStudy, packs: &Packs, today: Date) -> Self {
        Self { world: World::new(Arc::clone(&loaded.study), &loaded.value, today, packs.lexicon()) }
    }

    /// Whether a task concerns the study by what the pack says.
    ///
    /// An expression that cannot be worked out is a fault of the pack, which its loading reports; a duty is not dropped
    /// because of it.
    pub(super) fn applies(&self, task: &Task) -> Applies {
        let scope = Scope::new(&self.world);
        let holds = task.applies.as_ref().is_none_or(|expression| expression.holds(&scope).unwrap_or(true));
        if !holds {
            return Applies::NotHere;
        }
        let template = task.applies_because.clone();
        Applies::Yes { because: template.map(|template| Because { template, world: Arc::clone(&self.world) }) }
    }
}

/// Why a task concerns a study, in the pack's words.
#[derive(Clone)]
pub struct Because {
    template: String,
    world: Arc<World>,
}

impl Because {
    /// The words, worked out here: most commands never ask for them.
    pub fn text(&self) -> Option<String> {
        language::fill(&self.template, &Scope::new(&self.world)).ok()
    }
}

impl fmt::Debug for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Because").field(&self.template).finish()
    }
}
