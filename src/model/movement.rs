//! A movement that a carrier asks a gate for: what of it does not depend on the instant that is found for it.

use super::ids::{CarrierId, TerminalId};
use super::ration::Ration;
use super::state::{Passage, Way};

/// A landing or a departure that is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Movement {
    pub(super) carrier: CarrierId,
    pub(super) passage: Passage,
    /// The terminal over whose runway it goes, and the interval there [ms].
    pub(super) terminal: TerminalId,
    pub(super) runway_ms: i64,
    /// The route of a departure.
    pub(super) route: Option<Way>,
    /// The expected time of the trip to come; 0 for a landing [ms].
    pub(super) expected_ms: i64,
    /// The daily limits that a departure keeps.
    pub(super) ration: Option<Ration>,
    /// The terminal where a departure needs a slot to land.
    pub(super) landing_slot: Option<TerminalId>,
}
