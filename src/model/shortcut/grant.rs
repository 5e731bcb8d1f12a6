//! Facilities that are granted when they are asked for, and not in the settling step.
//!
//! A request waits for the settling step because somebody else may ask at the same moment. While one event alone is handled
//! for one carrier nobody else can, and where nobody is to be served either, the settling step would begin with this
//! request. So it begins with the grant: what follows from it comes before everything that is still to be settled.

use crate::kernel::Causes;
use crate::model::facility::Facility;
use crate::model::ids::TerminalId;
use crate::model::observe::Observer;
use crate::model::simulation::Simulation;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Grants part of a facility at once; says whether it does.
    #[inline(always)]
    pub(crate) fn granted_at_once(&mut self, number: usize, amount: u32) -> bool {
        let granted =
            self.decides_at_once() && self.state.facilities.numbered(number).try_seize(self.now, amount);
        self.settles_early |= granted;
        granted
    }

    /// Whether a request that was not granted at once need not be looked at in the settling step: it will not be granted at
    /// this moment either, unless idle carriers give up stands.
    #[inline(always)]
    pub(crate) fn is_refused_at_once(&self, terminal: TerminalId, facility: Facility) -> bool {
        let parked = || facility == Facility::Stands && self.state.idle.parked_at(terminal) > 0;
        self.decides_at_once() && !parked()
    }

    /// Whether the settling step of this moment would begin with a request that is made now.
    #[inline(always)]
    fn decides_at_once(&self) -> bool {
        self.options.shortcuts && self.alone && !self.state.dirty.any()
    }
}
