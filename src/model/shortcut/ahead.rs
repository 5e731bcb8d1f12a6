//! Durations that are drawn before the run, many at a time, where all carriers that may come have the same distribution.

use crate::kernel::{Causes, Id, Sampler};
use crate::model::draws::SortieDraw;
use crate::model::ids::LegId;
use crate::model::observe::Observer;
use crate::model::simulation::Simulation;
use crate::model::state::Carrier;
use crate::model::world::{LiftSpec, Step};

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Makes the draws of loads ahead where every line is that of a load: nearly all of them will be used.
    pub(crate) fn fill_lines(&mut self) {
        if !self.options.shortcuts {
            return;
        }
        let world = self.world;
        for unit in &world.units {
            for leg in LegId::each(&unit.legs).chain(LegId::each(&unit.return_legs)) {
                if let Step::Lift(LiftSpec { stream, first_line, items, ahead, .. }) = &world.legs[leg].step
                    && !ahead.is_empty()
                {
                    let lines = *items as usize * unit.copies as usize;
                    self.lines.fill_all(&mut self.streams, *stream, *first_line, lines, ahead);
                }
            }
        }
    }

    /// The draws of a lift's lines that are durations already, and the same as bits.
    #[inline(always)]
    pub(crate) fn drawn_ahead_of<'l>(&self, lift: &'l LiftSpec) -> (&'l [(usize, Sampler)], u8) {
        if self.options.shortcuts { (&lift.ahead, lift.ahead_bits) } else { (&[], 0) }
    }

    /// The duration of a draw of a carrier's load, if it was drawn ahead [ms].
    #[inline(always)]
    pub(crate) fn drawn_ahead(&self, c: &Carrier<'_>, draw: SortieDraw) -> Option<i64> {
        if c.ahead >> (draw as u8) & 1 == 1 {
            // Not by a closure, which is not always compiled into its caller.
            Some(self.lines.duration(c.line, draw as usize))
        } else {
            None
        }
    }
}
