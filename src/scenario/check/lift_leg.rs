//! A lift in an itinerary, and the fleets that it may use.

use crate::scenario::{Fleet, Lift, Scenario, Unit};

/// A lift in the itinerary of a unit.
pub(super) struct LiftLeg<'a> {
    pub(super) path: String,
    pub(super) unit_path: &'a str,
    pub(super) unit: &'a Unit,
    pub(super) lift: &'a Lift,
    pub(super) from: &'a [String],
}

/// The fleets that a lift may use, by id.
pub(super) fn candidates<'a>(scenario: &'a Scenario, lift: &Lift) -> Vec<(&'a str, &'a Fleet)> {
    let with_id = |(id, fleet): (&'a String, &'a Fleet)| (id.as_str(), fleet);
    match &lift.by {
        Some(ids) => ids.iter().filter_map(|id| scenario.fleets.get_key_value(id).map(with_id)).collect(),
        None => scenario.fleets.iter().map(with_id).collect(),
    }
}
