//! Whether a task concerns a study, and why.

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
        let because = task.applies_because.as_deref().and_then(|text| language::fill(text, &scope).ok());
        Applies::Yes { because }
    }
}
