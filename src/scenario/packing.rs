//! Packing a load with whole items: payload, hold length and width, seats.
//!
//! Vehicles stand in lanes of the hold. A lane is as wide as the first vehicle in it; a new lane is opened while the
//! widths fit beside each other; a vehicle goes into the first lane that has room. A hold without a width never runs out of
//! lanes. The rules before a run and the run itself pack alike, so that they cannot disagree.
//!
//! A load that is planned for a share of what is possible has that share of payload, hold length and seats. What goes into an
//! empty hold first is bound by what is possible alone: one item at least always goes.

mod room;

use std::cmp::Reverse;

use super::{CarrierType, LoadRule, VehicleOrder, VehicleType};
use crate::units::{UNBOUNDED, kilograms, millimetres};

pub use room::{Room, loads};

/// A number of seats that does not bind.
const UNLIMITED: u32 = u32::MAX;

/// What a carrier type offers to a load, but for the payload, which depends on the leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// Seats; `u32::MAX` for no limit.
    pub seats: u32,
    /// Seats beside vehicles; `u32::MAX` for no limit.
    pub seats_with_vehicles: u32,
    /// Length [mm].
    pub length_mm: i64,
    /// Width [mm].
    pub width_mm: i64,
    /// Gap between two vehicles of a lane [mm].
    pub gap_mm: i64,
    /// Mass of one person [kg].
    pub person_kg: i64,
}

impl Hold {
    /// Returns the hold of a carrier type.
    pub fn of(carrier: &CarrierType) -> Self {
        Self {
            seats: carrier.seats.unwrap_or(UNLIMITED),
            seats_with_vehicles: carrier.seats_with_vehicles.unwrap_or(UNLIMITED),
            length_mm: millimetres(carrier.hold_length_m),
            width_mm: millimetres(carrier.hold_width_m),
            gap_mm: millimetres(Some(carrier.vehicle_gap_m)),
            person_kg: kilograms(Some(carrier.person_mass_t)),
        }
    }

    /// Whether an empty hold takes anything of these counts with a payload of zero or more: what [`Room::fill_from`] would say.
    pub fn takes_any<V: AsRef<Item>>(
        &self,
        payload_kg: i64,
        vehicles: &[V],
        packing: Packing<'_>,
        counts: &[u32],
    ) -> bool {
        let people_slot = counts.len() - 2;
        let takes_vehicle = || {
            let mut types = vehicles.iter().zip(counts);
            types.any(|(vehicle, count)| *count > 0 && self.takes_one(payload_kg, vehicle.as_ref()))
        };
        let loose = counts[people_slot].saturating_sub(crews(vehicles, counts));
        let boards = loose > 0 && self.seats > 0 && self.person_kg <= payload_kg;
        let no_vehicles = || counts[..vehicles.len()].iter().all(|count| *count == 0);
        let takes_items = match packing.rule {
            LoadRule::Mixed => boards || takes_vehicle(),
            LoadRule::VehiclesFirst => takes_vehicle() || boards && no_vehicles(),
            LoadRule::PeopleFirst => boards || loose == 0 && takes_vehicle(),
        };
        takes_items || counts[people_slot + 1] > 0 && payload_kg > 0
    }

    /// Whether an empty hold takes a vehicle and its crew.
    fn takes_one(&self, payload_kg: i64, vehicle: &Item) -> bool {
        let mass_kg = vehicle.mass_kg + i64::from(vehicle.crew) * self.person_kg;
        let has_seats = vehicle.crew <= self.seats.min(self.seats_with_vehicles);
        let has_width = self.width_mm >= UNBOUNDED || vehicle.width_mm <= self.width_mm;
        mass_kg <= payload_kg && has_seats && vehicle.length_mm <= self.length_mm && has_width
    }
}

/// A whole number times a share, rounded down; what is no limit stays none.
fn share_of(all: i64, share: f64) -> i64 {
    if all >= UNBOUNDED { all } else { (all as f64 * share) as i64 }
}

/// The payload that a load is planned for, a kilogram at least where there is any [kg].
pub fn planned_payload_kg(payload_kg: i64, share: f64) -> i64 {
    share_of(payload_kg, share).max(payload_kg.min(1))
}

/// The seats that a load is planned for.
pub fn planned_seats(seats: u32, share: f64) -> u32 {
    if seats == UNLIMITED { seats } else { (f64::from(seats) * share) as u32 }
}

/// The length that a load is planned for in a hold of lanes; without a width it is no limit on the whole [mm].
pub fn planned_length_mm(hold: &Hold, share: f64) -> i64 {
    if hold.width_mm >= UNBOUNDED { hold.length_mm } else { share_of(hold.length_mm, share) }
}

/// A vehicle with what of it counts in a hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Mass [kg].
    pub mass_kg: i64,
    /// Length [mm].
    pub length_mm: i64,
    /// Width [mm].
    pub width_mm: i64,
    /// People who travel with it.
    pub crew: u32,
}

impl Item {
    /// Returns a vehicle of a type.
    pub fn of(vehicle: &VehicleType) -> Self {
        Self {
            mass_kg: kilograms(Some(vehicle.mass_t)),
            length_mm: millimetres(Some(vehicle.length_m)),
            width_mm: millimetres(Some(vehicle.width_m)),
            crew: vehicle.crew,
        }
    }
}

impl AsRef<Item> for Item {
    fn as_ref(&self) -> &Item {
        self
    }
}

/// How the items of a unit go into a room.
#[derive(Debug, Clone, Copy)]
pub struct Packing<'a> {
    /// What goes first.
    pub rule: LoadRule,
    /// Slots of vehicles, in the order in which they are loaded.
    pub order: &'a [usize],
}

/// Returns the slots of a unit's vehicles in loading order; `vehicles` holds each type's id and measures, as listed.
pub fn loading_order(vehicles: &[(&str, Item)], order: VehicleOrder) -> Vec<usize> {
    let mut slots: Vec<usize> = (0..vehicles.len()).collect();
    if order == VehicleOrder::WidestFirst {
        slots.sort_by_key(|slot| {
            let (id, item) = &vehicles[*slot];
            (Reverse(item.width_mm), Reverse(item.length_mm), Reverse(item.mass_kg), *id)
        });
    }
    slots
}

/// Returns how many people the crews of the vehicles in these counts are.
pub fn crews<V: AsRef<Item>>(vehicles: &[V], counts: &[u32]) -> u32 {
    let crews =
        vehicles.iter().zip(counts).map(|(vehicle, count)| vehicle.as_ref().crew.saturating_mul(*count));
    crews.fold(0, u32::saturating_add)
}

#[cfg(test)]
mod tests;
