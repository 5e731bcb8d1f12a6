//! What can happen: the events of the agenda.

use crate::model::listed::listed;

listed! {
    /// Kinds of events.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[repr(u8)]
    pub(crate) enum Kind {
        /// What a carrier was doing ends; its stage says what.
        Carrier,
        /// An element becomes ready at home.
        Ready,
        /// A march sets out that its route has held.
        SetOut,
        /// A march ends.
        MarchEnd,
        /// Reception of an element ends.
        Received,
        /// A carrier has held in the air long enough to divert.
        HoldLimit,
        /// A carrier over the alternate lands there or turns back.
        Aside,
        /// A carrier becomes known to the dispatcher as free.
        Reported,
        /// An element becomes known to the dispatcher as ready.
        ElementReported,
        /// The number of usable carriers of a fleet changes.
        FleetChange,
        /// Fuel arrives at a terminal.
        Resupply,
        /// A site is taken over.
        Covered,
        /// The withdrawal begins.
        WithdrawalBegins,
        /// A place is handed over.
        HandedOver,
        /// Civilians become ready.
        CiviliansReady,
    }
}

impl Kind {
    /// The kind of an event of the agenda; `None` for a number that none has.
    #[inline(always)]
    pub(crate) fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}
