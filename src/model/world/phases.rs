//! What else happens: civilians, disruptions, the way home.

use crate::kernel::Sampler;
use crate::model::ids::{ContingentId, FleetId, PlaceId, RouteId, TerminalId};

use super::Draw;

/// Civilians.
#[derive(Debug, Clone)]
pub struct CivilianSpec {
    /// Its id.
    pub id: String,
    /// Where they wait.
    pub at: TerminalId,
    /// Where they may go; empty: anywhere.
    pub to: Vec<TerminalId>,
    /// How many.
    pub people: u32,
    /// When they are ready.
    pub ready: Option<Draw>,
    /// Boarding.
    pub board: Sampler,
    /// Stream of its boarding, but for what is the load's.
    pub stream: u64,
    /// Most on one carrier.
    pub per_carrier: u32,
}

/// A disruption.
#[derive(Debug, Clone)]
pub struct DisruptionSpec {
    /// Its id.
    pub id: String,
    /// Probability.
    pub probability: f64,
    /// Beginning.
    pub begins: Draw,
    /// Duration; none: to the end.
    pub lasts: Option<Draw>,
    /// What happens.
    pub effect: EffectSpec,
    /// Stream of whether it happens.
    pub stream: u64,
}

/// What a disruption does.
#[derive(Debug, Clone, Copy)]
pub enum EffectSpec {
    /// A terminal is closed.
    TerminalClosed(TerminalId),
    /// A route is blocked.
    RouteBlocked(RouteId),
    /// A fleet loses carriers.
    FleetCut(FleetId, u32),
    /// A mandate is late.
    MandateLate(ContingentId),
}

/// The way home.
#[derive(Debug, Clone)]
pub struct WithdrawalSpec {
    /// When it begins, or how long after closure.
    pub begins: Option<Draw>,
    /// Operation after closure.
    pub hold: Draw,
    /// Handing over one place.
    pub handover: Draw,
    /// Places where units end, in the order in which they are handed over.
    pub handover_order: Vec<PlaceId>,
    /// Teams.
    pub teams: u32,
}
