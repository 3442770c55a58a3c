//! Whether a task concerns a study, and why.

use std::fmt;
use std::sync::Arc;

use crate::assessment::state::Applies;
use crate::checks::Answers;
use crate::guidelines::Packs;
use crate::guidelines::Task;
use crate::guidelines::language;
use crate::guidelines::language::Expression;
use crate::guidelines::language::Scope;
use crate::guidelines::world::World;
use crate::study::Date;
use crate::study::LoadedStudy;

/// A study that is ready to be asked.
pub(super) struct Asked {
    world: Arc<World>,
    /// What was answered already: many tasks ask the same, such as whether anybody is met.
    answers: Answers,
}

impl Asked {
    pub(super) fn new(loaded: &LoadedStudy, packs: &Packs, today: Date) -> Self {
        let world = World::new(Arc::clone(&loaded.study), &loaded.value, today, packs.lexicon());
        Self { world, answers: Answers::default() }
    }

    /// Whether a task concerns the study by what the pack says.
    ///
    /// An expression that cannot be worked out is a fault of the pack, which its loading reports; a duty is not dropped
    /// because of it.
    pub(super) fn applies(&self, task: &Task) -> Applies {
        if !task.applies.as_ref().is_none_or(|expression| self.holds(expression)) {
            return Applies::NotHere;
        }
        let template = task.applies_because.clone();
        Applies::Yes { because: template.map(|template| Because { template, world: Arc::clone(&self.world) }) }
    }

    fn holds(&self, expression: &Expression) -> bool {
        self.answers.holds(expression, &Scope::new(&self.world)).unwrap_or(true)
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
