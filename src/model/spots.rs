//! Working spots: those of a terminal, which carriers of all modes share, or those that a mode has to itself.

use crate::kernel::Causes;

use super::facility::Facility;
use super::ids::{CarrierId, TerminalId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Carrier, Wait};

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// The working spots that a carrier uses at a terminal.
    #[inline(always)]
    pub(crate) fn spots(&self, carrier: CarrierId, at: TerminalId) -> Facility {
        // Few scenarios tell modes apart, and the others need no look at the terminal.
        if self.world.tells_modes_apart {
            self.spots_of(&self.state.carriers[carrier], at)
        } else {
            Facility::WorkingSpots
        }
    }

    #[inline(never)]
    fn spots_of(&self, c: &Carrier<'_>, at: TerminalId) -> Facility {
        self.world.terminals[at].spots_of(c.spec.mode)
    }

    /// The facility that a carrier waits for, and its terminal.
    pub(crate) fn waited_for(&self, c: &Carrier<'_>, wait: Wait) -> (Facility, TerminalId) {
        let at = if wait.at_destination { c.to } else { c.at };
        let facility =
            if wait.facility == Facility::WorkingSpots { self.spots_of(c, at) } else { wait.facility };
        (facility, at)
    }
}
