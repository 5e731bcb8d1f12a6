//! One point of a study: a changed scenario, its ranges drawn or not.

use super::{Assumption, Change, Drawable, UncertaintyError};
use crate::experiment::record::Record;
use crate::experiment::runner::{self, Look, Next, Plan};
use crate::kernel::Forgetful;
use crate::model::World;

/// One point of a study: a changed scenario, its ranges drawn or not.
#[derive(Debug)]
pub struct Point {
    /// The ranges that are drawn; none when nothing is.
    drawable: Option<Drawable>,
    world: World,
}

impl Point {
    /// A scenario with values set.
    ///
    /// # Errors
    /// Values that the checks refuse.
    pub fn new(base: &Drawable, changes: &[Change], uncertain: bool) -> Result<Self, UncertaintyError> {
        Self::set_to(base.with(changes)?, uncertain)
    }

    /// A scenario with values set that are checked already: ends of ranges, by [`Drawable::check`].
    ///
    /// # Errors
    /// A scenario that cannot be compiled.
    pub fn at_end(base: &Drawable, changes: &[Change], uncertain: bool) -> Result<Self, UncertaintyError> {
        Self::set_to(base.set(changes)?, uncertain)
    }

    fn set_to(drawable: Drawable, uncertain: bool) -> Result<Self, UncertaintyError> {
        let world = drawable.world()?;
        Ok(Self::of(world, uncertain.then_some(drawable)))
    }

    /// A world, and what of its scenario is drawn.
    pub fn of(world: World, drawable: Option<Drawable>) -> Self {
        // Setting values may leave nothing to draw.
        let drawable = drawable.filter(|drawable| !drawable.assumptions.is_empty());
        Self { drawable, world }
    }

    /// The ranges that are drawn, as text; empty when nothing is.
    pub fn drawn(&self) -> String {
        let Some(drawable) = &self.drawable else { return String::new() };
        let mut ranges: Vec<String> = drawable.assumptions.iter().map(Assumption::range).collect();
        ranges.extend(drawable.posterior.iter().map(|posterior| posterior.fingerprint()));
        ranges.join(" ")
    }

    /// The world without drawn ranges.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The world that is drawn for a replication; none where nothing is drawn.
    ///
    /// # Errors
    /// A drawn scenario that cannot be simulated.
    pub fn drawn_world(&self, seed: u64, replication: u32) -> Result<Option<World>, UncertaintyError> {
        self.drawable.as_ref().map(|drawable| drawable.drawn(seed, replication)).transpose()
    }

    /// Runs a plan.
    ///
    /// # Errors
    /// A drawn scenario that cannot be simulated.
    pub fn run(&self, plan: &Plan, each: impl FnMut(Record) -> Next) -> Result<(), UncertaintyError> {
        if let Some(drawable) = &self.drawable {
            return drawable.run(plan, each);
        }
        runner::run(&self.world, plan, each);
        Ok(())
    }

    /// Runs a plan without causes; `each` sees every record and what was read of it.
    ///
    /// # Errors
    /// A drawn scenario that cannot be simulated.
    pub fn run_looking<L: Look>(
        &self,
        plan: &Plan,
        look: &L,
        each: impl FnMut((Record, L::Seen)) -> Next,
    ) -> Result<(), UncertaintyError> {
        if let Some(drawable) = &self.drawable {
            return drawable.run_with::<Forgetful, L>(plan, look, each);
        }
        runner::run_looking(&self.world, plan, look, each);
        Ok(())
    }
}
