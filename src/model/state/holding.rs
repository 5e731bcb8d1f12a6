//! What holds a movement up, and a carrier that holds over its destination or waits at the alternate.

use crate::kernel::{NodeId, Time};
use crate::model::category::Category;

/// What held a movement up last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    /// Something where it is asked for.
    Outside(Category),
    /// Something at the destination, for a carrier that waits at the alternate.
    Destination(Category),
    /// The movement before over the runway.
    Runway(NodeId),
    /// The departure before on the route.
    Track(NodeId),
    /// A terminal that a unit's arrival has opened just now.
    Opened(NodeId),
}

impl Holder {
    /// What the time is spent on that it takes.
    pub(crate) fn category(self, landing: bool) -> Category {
        match self {
            Self::Outside(category) | Self::Destination(category) => category,
            Self::Opened(_) => Category::NotOpened,
            Self::Runway(_) | Self::Track(_) if landing => Category::WaitLanding,
            Self::Runway(_) | Self::Track(_) => Category::WaitDeparture,
        }
    }
}

/// A carrier that holds over a destination with an alternate, or waits at the alternate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Holding {
    /// When it diverts, unless it lands before; `NEVER` where it cannot.
    pub(crate) until: Time,
    /// Whether that moment is entered into the agenda.
    pub(crate) noted: bool,
    /// What holds it up over the destination, or keeps it from going back there.
    pub(crate) holder: Holder,
    /// When it turns back from over the alternate without landing there; `NEVER` while that is not known.
    pub(crate) turns_back: Time,
    /// When it lands at the alternate; `NEVER` while that is not known.
    pub(crate) lands: Time,
    /// What holds that landing up.
    pub(crate) aside: Holder,
    /// Whether it comes back from the alternate.
    pub(crate) comes_back: bool,
    /// Flights to and from the alternate on this trip so far.
    pub(crate) flights: u32,
}

impl Holding {
    /// Of a carrier that does not hold.
    pub(crate) const NONE: Self = Self {
        until: Time::NEVER,
        noted: false,
        holder: Holder::Outside(Category::Closed),
        turns_back: Time::NEVER,
        lands: Time::NEVER,
        aside: Holder::Outside(Category::Closed),
        comes_back: false,
        flights: 0,
    };
}
