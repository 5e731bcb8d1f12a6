//! Loads that need not be packed: everything that a copy has, where compiling has found that it fits.

use crate::kernel::Causes;
use crate::model::ids::{CarrierId, CarrierTypeId, LaneId};
use crate::model::observe::Observer;
use crate::model::simulation::Simulation;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// A carrier takes what waits at `slot` of a lane's queue as it is; says whether it does.
    #[inline(always)]
    pub(crate) fn took_whole(
        &mut self,
        lane: LaneId,
        slot: usize,
        carrier: CarrierId,
        carrier_type: CarrierTypeId,
    ) -> bool {
        let head = self.state.lanes[lane].queue.at(slot).element;
        let e = self.state.elements[head];
        let lift = self.world.lift(e.leg);
        let sortie = &lift.sorties[carrier_type];
        if !self.options.shortcuts || !e.whole || !sortie.goes_whole {
            return false;
        }
        if !self.state.lanes[lane].dequeue(slot) {
            self.state.waiting.unmark(lane);
        }
        self.assign_load(carrier, lane, (lift, sortie), head, &e);
        true
    }
}
