//! Cranes of a port: a ship holds one, beside its berth, spot and team, while it is loaded or unloaded.

use crate::kernel::{Causes, NodeId};

use super::facility::Facility;
use super::ids::{CarrierId, TerminalId};
use super::observe::Observer;
use super::simulation::Simulation;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Asks for a crane where the carrier needs one; true when it has one or needs none.
    #[inline(always)]
    pub(crate) fn has_crane(&mut self, carrier: CarrierId, at: TerminalId) -> bool {
        !self.needs_crane(carrier) || self.seize(at, Facility::Cranes, carrier, 1)
    }

    /// Gives the crane back that the carrier has; `freed_by` ended now.
    #[inline(always)]
    pub(crate) fn free_crane(&mut self, carrier: CarrierId, at: TerminalId, freed_by: NodeId) {
        if self.needs_crane(carrier) {
            self.free(at, Facility::Cranes, 1, freed_by);
        }
    }

    #[inline(always)]
    fn needs_crane(&self, carrier: CarrierId) -> bool {
        Facility::Cranes.serves(self.state.carriers[carrier].spec.mode)
    }
}
