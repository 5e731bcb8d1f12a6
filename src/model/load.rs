//! Filling a load with whole items: payload, hold length and width, seats.
//!
//! Vehicles stand in lanes of the hold. A lane is as wide as the first vehicle in it; a new lane is
//! opened while the widths fit beside each other; a vehicle goes into the first lane that has room.

use crate::scenario::LoadRule;

use super::ids::CarrierTypeId;
use super::world::{CarrierSpec, UNLIMITED, UnitSpec, VehicleSlot, World};

const MOST_LANES: usize = 8;

/// Room left in a carrier.
#[derive(Debug, Clone)]
pub(crate) struct Room {
    payload_kg: i64,
    full_payload_kg: i64,
    seats: u32,
    seats_used: u32,
    seats_with_vehicles: u32,
    any_vehicle: bool,
    hold_length_mm: i64,
    width_left_mm: i64,
    lanes: [(i64, i64); MOST_LANES],
    lanes_used: usize,
    gap_mm: i64,
    person_kg: i64,
}

impl Room {
    /// An empty carrier on a leg with this payload.
    pub(crate) fn new(carrier: &CarrierSpec, payload_kg: i64) -> Self {
        Self {
            payload_kg,
            full_payload_kg: payload_kg,
            seats: carrier.seats,
            seats_used: 0,
            seats_with_vehicles: carrier.seats_with_vehicles,
            any_vehicle: false,
            hold_length_mm: carrier.hold_length_mm,
            width_left_mm: carrier.hold_width_mm,
            lanes: [(0, 0); MOST_LANES],
            lanes_used: 0,
            gap_mm: carrier.gap_mm,
            person_kg: carrier.person_kg,
        }
    }

    fn seats_beside(&self, with_vehicle: bool) -> u32 {
        if with_vehicle { self.seats.min(self.seats_with_vehicles) } else { self.seats }
    }

    /// Puts a vehicle with its crew in; says whether it fits.
    pub(crate) fn add_vehicle(&mut self, vehicle: &VehicleSlot) -> bool {
        let mass = vehicle.mass_kg + i64::from(vehicle.crew) * self.person_kg;
        if mass > self.payload_kg || self.seats_used.saturating_add(vehicle.crew) > self.seats_beside(true) {
            return false;
        }
        if !self.stow(vehicle.length_mm, vehicle.width_mm) {
            return false;
        }
        self.payload_kg -= mass;
        self.seats_used += vehicle.crew;
        self.any_vehicle = true;
        true
    }

    fn stow(&mut self, length_mm: i64, width_mm: i64) -> bool {
        for lane in &mut self.lanes[..self.lanes_used] {
            let (width, used) = *lane;
            if width_mm <= width && used + self.gap_mm + length_mm <= self.hold_length_mm {
                lane.1 = used + self.gap_mm + length_mm;
                return true;
            }
        }
        let opens = self.lanes_used < MOST_LANES
            && width_mm <= self.width_left_mm
            && length_mm <= self.hold_length_mm;
        if opens {
            self.lanes[self.lanes_used] = (width_mm, length_mm);
            self.lanes_used += 1;
            self.width_left_mm -= width_mm;
        }
        opens
    }

    /// Boards people up to the seats and payload left; returns how many.
    pub(crate) fn add_people(&mut self, people: u32) -> u32 {
        let seats = self.seats_beside(self.any_vehicle).saturating_sub(self.seats_used);
        let by_mass = if self.person_kg > 0 {
            u32::try_from(self.payload_kg / self.person_kg).unwrap_or(UNLIMITED)
        } else {
            UNLIMITED
        };
        let boarded = people.min(seats).min(by_mass);
        self.seats_used += boarded;
        self.payload_kg -= i64::from(boarded) * self.person_kg;
        boarded
    }

    /// Loads cargo up to the payload left; returns how much [kg].
    pub(crate) fn add_cargo(&mut self, cargo_kg: u32) -> u32 {
        let loaded = i64::from(cargo_kg).min(self.payload_kg).max(0);
        self.payload_kg -= loaded;
        loaded as u32
    }

    /// The share of payload, hold length or seats that is used, whichever is largest.
    pub(crate) fn fill(&self) -> f64 {
        let share = |used: i64, all: i64| {
            if all > 0 && all < i64::MAX / 4 { used as f64 / all as f64 } else { 0.0 }
        };
        let mass = share(self.full_payload_kg - self.payload_kg, self.full_payload_kg);
        let longest = self.lanes[..self.lanes_used].iter().map(|lane| lane.1).min().unwrap_or(0);
        let length = if self.width_left_mm < self.lanes[0].0 || self.lanes_used == MOST_LANES {
            share(longest, self.hold_length_mm)
        } else {
            0.0
        };
        let seats = self.seats_beside(self.any_vehicle);
        let people =
            if seats == UNLIMITED { 0.0 } else { share(i64::from(self.seats_used), i64::from(seats)) };
        mass.max(length).max(people)
    }

    /// Moves what fits from `left` to `taken` (counts by slot); says whether anything did.
    pub(crate) fn fill_from(
        &mut self,
        unit: &UnitSpec,
        rule: LoadRule,
        left: &mut [u32],
        taken: &mut [u32],
    ) -> bool {
        let crews: u32 = crews(unit, left);
        let people_slot = left.len() - 2;
        let mut loose = left[people_slot].saturating_sub(crews);
        let mut any = false;
        if rule == LoadRule::PeopleFirst {
            let boarded = self.add_people(loose);
            left[people_slot] -= boarded;
            taken[people_slot] += boarded;
            loose -= boarded;
            any |= boarded > 0;
        }
        if rule != LoadRule::PeopleFirst || loose == 0 {
            any |= self.fill_vehicles(unit, left, taken);
        }
        let vehicles_left = left[..unit.vehicles.len()].iter().any(|count| *count > 0);
        if rule == LoadRule::Mixed || (rule == LoadRule::VehiclesFirst && !vehicles_left) {
            let boarded = self.add_people(loose);
            left[people_slot] -= boarded;
            taken[people_slot] += boarded;
            any |= boarded > 0;
        }
        let cargo_slot = people_slot + 1;
        let cargo = self.add_cargo(left[cargo_slot]);
        left[cargo_slot] -= cargo;
        taken[cargo_slot] += cargo;
        any || cargo > 0
    }

    fn fill_vehicles(&mut self, unit: &UnitSpec, left: &mut [u32], taken: &mut [u32]) -> bool {
        let people_slot = left.len() - 2;
        let mut any = false;
        for (slot, vehicle) in unit.vehicles.iter().enumerate() {
            while left[slot] > 0 && self.add_vehicle(vehicle) {
                let crew = vehicle.crew.min(left[people_slot]);
                left[slot] -= 1;
                taken[slot] += 1;
                left[people_slot] -= crew;
                taken[people_slot] += crew;
                any = true;
            }
        }
        any
    }
}

/// Crews of the vehicles in these counts.
fn crews(unit: &UnitSpec, counts: &[u32]) -> u32 {
    unit.vehicles.iter().zip(counts).map(|(vehicle, count)| vehicle.crew * count).sum()
}

impl World {
    /// How many loads a carrier type with this payload makes of one copy of a unit; `None` when something of it does not
    /// fit at all.
    pub fn loads_of_copy(
        &self,
        unit: &UnitSpec,
        carrier_type: CarrierTypeId,
        payload_kg: i64,
        rule: LoadRule,
    ) -> Option<u32> {
        let carrier = &self.carrier_types[carrier_type];
        let mut left = vec![0; self.slots];
        for (count, slot) in left.iter_mut().zip(&unit.vehicles) {
            *count = slot.count;
        }
        left[self.people_slot()] = unit.personnel;
        left[self.cargo_slot()] = unit.cargo_kg;
        let mut taken = vec![0; self.slots];
        let mut loads = 0;
        while left.iter().any(|count| *count > 0) {
            if !Room::new(carrier, payload_kg).fill_from(unit, rule, &mut left, &mut taken) {
                return None;
            }
            loads += 1;
        }
        Some(loads)
    }
}
