//! Landing slots: a loaded carrier is given an instant to land before it departs, and departs so as to be there by then.
//!
//! Slots keep an interval by the expected way. Nobody knows, when they are given, how long the way really takes, what the
//! weather does, or which disruptions are to come. A near carrier takes an earlier slot than one that asked before from
//! farther away, if there is one.

use crate::kernel::{Causes, Time};

use super::category::Category;
use super::ids::CarrierId;
use super::movement::Movement;
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::Purpose;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Whether a carrier that departs needs a landing slot.
    #[inline]
    pub(super) fn needs_landing_slot(&self, carrier: CarrierId) -> bool {
        let c = &self.state.carriers[carrier];
        c.purpose == Purpose::Deliver && self.world.terminals[c.to].slot_ms > 0
    }

    /// A later departure when no slot is free for one at `at`, and why.
    pub(super) fn later_for_landing_slot(&self, movement: &Movement, at: Time) -> Option<(Time, Category)> {
        let to = movement.landing_slot?;
        let planned = at + movement.expected_ms;
        let (open, why) = self.state.next_planned_open(self.world, to, planned, self.now);
        // Where nobody knows yet when it opens, slots are given as if it were open.
        if open > planned && open < Time::NEVER {
            return Some((at + (open - planned), why));
        }
        let interval = self.world.terminals[to].slot_ms;
        let (free, _) = self.state.gates[to].landings.first_free(planned, interval);
        (free > planned).then(|| (at + (free - planned), Category::LandingSlot))
    }

    /// Takes the slot of a departure at `at`.
    pub(super) fn book_landing_slot(&mut self, movement: &Movement, at: Time) {
        if let Some(to) = movement.landing_slot {
            let (cause, now) = (self.state.carriers[movement.carrier].cause, self.now);
            let (planned, interval) = (at + movement.expected_ms, self.world.terminals[to].slot_ms);
            self.state.gates[to].landings.book(planned, interval, cause, now);
        }
    }
}
