//! What can happen: the events of the agenda.

/// Kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    /// An element becomes ready at home.
    Ready,
    /// What a carrier was doing ends; its stage says what.
    Carrier,
    /// A march ends.
    MarchEnd,
    /// Reception of an element ends.
    Received,
    /// A carrier has held in the air long enough to divert.
    HoldLimit,
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

impl Kind {
    const ALL: [Self; 13] = [
        Self::Ready,
        Self::Carrier,
        Self::MarchEnd,
        Self::Received,
        Self::HoldLimit,
        Self::Reported,
        Self::ElementReported,
        Self::FleetChange,
        Self::Resupply,
        Self::Covered,
        Self::WithdrawalBegins,
        Self::HandedOver,
        Self::CiviliansReady,
    ];

    pub(crate) fn from_number(number: u8) -> Self {
        Self::ALL[usize::from(number)]
    }
}
