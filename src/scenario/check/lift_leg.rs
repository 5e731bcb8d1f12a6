//! A lift in an itinerary, and the fleets that it may use.

use super::UnitPath;
use crate::scenario::{Fleet, Lift, Scenario, Unit};

/// A lift in the itinerary of a unit.
pub(super) struct LiftLeg<'a> {
    pub(super) unit_path: UnitPath<'a>,
    /// The key of the itinerary.
    pub(super) key: &'static str,
    /// The number of the leg in what stands there.
    pub(super) index: usize,
    pub(super) unit: &'a Unit,
    pub(super) lift: &'a Lift,
    pub(super) from: &'a [String],
}

impl LiftLeg<'_> {
    /// Where the lift stands.
    pub(super) fn path(&self) -> String {
        format!("{}.{}.{}.lift", self.unit_path, self.key, self.index)
    }
}

/// The fleets that a lift may use, by id.
pub(super) fn candidates<'a>(scenario: &'a Scenario, lift: &Lift) -> Vec<(&'a str, &'a Fleet)> {
    let with_id = |(id, fleet): (&'a String, &'a Fleet)| (id.as_str(), fleet);
    match &lift.by {
        Some(ids) => ids.iter().filter_map(|id| scenario.fleets.get_key_value(id).map(with_id)).collect(),
        None => scenario.fleets.iter().map(with_id).collect(),
    }
}
