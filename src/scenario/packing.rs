//! Packing a load with whole items: payload, hold length and width, seats.
//!
//! Vehicles stand in lanes of the hold. A lane is as wide as the first vehicle in it; a new lane is opened while the
//! widths fit beside each other; a vehicle goes into the first lane that has room. A hold without a width never runs out of
//! lanes. The rules before a run and the run itself pack alike, so that they cannot disagree.

use std::cmp::Reverse;

use super::{CarrierType, LoadRule, VehicleOrder, VehicleType};
use crate::units::{UNBOUNDED, kilograms, millimetres};

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

/// Lanes that a room holds without asking for memory; wider holds have more.
const FEW_LANES: usize = 16;

/// A lane of the hold.
#[derive(Debug, Clone, Copy, Default)]
struct Stowed {
    /// That of the first vehicle in it [mm].
    width_mm: i64,
    /// Length that is taken [mm].
    used_mm: i64,
}

/// Room left in a hold.
#[derive(Debug, Clone)]
pub struct Room {
    payload_kg: i64,
    full_payload_kg: i64,
    seats: u32,
    seats_used: u32,
    seats_with_vehicles: u32,
    any_vehicle: bool,
    hold_length_mm: i64,
    width_left_mm: i64,
    lanes: [Stowed; FEW_LANES],
    more_lanes: Vec<Stowed>,
    lanes_used: usize,
    /// Length and width of the vehicle that was stowed last, and the first lane that may have room for another one.
    last: (i64, i64, usize),
    gap_mm: i64,
    person_kg: i64,
}

impl Room {
    /// An empty carrier on a leg with this payload.
    pub fn new(hold: &Hold, payload_kg: i64) -> Self {
        Self {
            payload_kg,
            full_payload_kg: payload_kg,
            seats: hold.seats,
            seats_used: 0,
            seats_with_vehicles: hold.seats_with_vehicles,
            any_vehicle: false,
            hold_length_mm: hold.length_mm,
            width_left_mm: hold.width_mm,
            lanes: [Stowed::default(); FEW_LANES],
            more_lanes: Vec::new(),
            lanes_used: 0,
            last: (-1, -1, 0),
            gap_mm: hold.gap_mm,
            person_kg: hold.person_kg,
        }
    }

    fn seats_beside(&self, with_vehicle: bool) -> u32 {
        if with_vehicle { self.seats.min(self.seats_with_vehicles) } else { self.seats }
    }

    /// Puts a vehicle with its crew in; says whether it fits.
    pub fn add_vehicle(&mut self, vehicle: &Item) -> bool {
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
        if self.width_left_mm >= UNBOUNDED {
            // There is always room for one more lane.
            return length_mm <= self.hold_length_mm;
        }
        let (last_length_mm, last_width_mm, last_lane) = self.last;
        // Lanes that had no room for a vehicle have none for another one like it.
        let alike = (last_length_mm, last_width_mm) == (length_mm, width_mm);
        let first = if alike { last_lane } else { 0 };
        let (gap_mm, hold_length_mm) = (self.gap_mm, self.hold_length_mm);
        let takes =
            |lane: &Stowed| width_mm <= lane.width_mm && lane.used_mm + gap_mm + length_mm <= hold_length_mm;
        let found = (first..self.lanes_used).find(|lane| takes(self.lane(*lane)));
        self.last = (length_mm, width_mm, found.unwrap_or(self.lanes_used));
        if let Some(lane) = found {
            self.lane(lane).used_mm += gap_mm + length_mm;
            return true;
        }
        let opens = width_mm <= self.width_left_mm && length_mm <= self.hold_length_mm;
        if opens {
            self.open_lane(Stowed { width_mm, used_mm: length_mm });
            self.width_left_mm -= width_mm;
        }
        opens
    }

    #[inline]
    fn lane(&mut self, number: usize) -> &mut Stowed {
        if number < FEW_LANES { &mut self.lanes[number] } else { &mut self.more_lanes[number - FEW_LANES] }
    }

    fn open_lane(&mut self, lane: Stowed) {
        match self.lanes.get_mut(self.lanes_used) {
            Some(free) => *free = lane,
            None => self.more_lanes.push(lane),
        }
        self.lanes_used += 1;
    }

    /// Boards people up to the seats and payload left; returns how many.
    pub fn add_people(&mut self, people: u32) -> u32 {
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
    pub fn add_cargo(&mut self, cargo_kg: u32) -> u32 {
        let loaded = i64::from(cargo_kg).min(self.payload_kg).max(0);
        self.payload_kg -= loaded;
        loaded as u32
    }

    /// The share of payload, hold length or seats that is used, whichever is largest.
    pub fn fill(&self) -> f64 {
        let share = |used: i64, all: i64| {
            if all > 0 && all < UNBOUNDED { used as f64 / all as f64 } else { 0.0 }
        };
        let mass = share(self.full_payload_kg - self.payload_kg, self.full_payload_kg);
        let lanes = self.lanes.iter().take(self.lanes_used).chain(&self.more_lanes);
        let shortest = lanes.map(|lane| lane.used_mm).min().unwrap_or(0);
        let full = self.width_left_mm < self.lanes[0].width_mm;
        let length = if full { share(shortest, self.hold_length_mm) } else { 0.0 };
        let seats = self.seats_beside(self.any_vehicle);
        let people =
            if seats == UNLIMITED { 0.0 } else { share(i64::from(self.seats_used), i64::from(seats)) };
        mass.max(length).max(people)
    }

    /// Moves what fits from `left` to `taken`, both counts by slot: vehicles, then people, then kilograms of cargo; says
    /// whether anything did.
    pub fn fill_from<V: AsRef<Item>>(
        &mut self,
        vehicles: &[V],
        packing: Packing<'_>,
        left: &mut [u32],
        taken: &mut [u32],
    ) -> bool {
        let Packing { rule, order } = packing;
        let crews = crews(vehicles, left);
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
            any |= self.fill_vehicles(vehicles, order, left, taken);
        }
        let vehicles_left = left[..vehicles.len()].iter().any(|count| *count > 0);
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

    fn fill_vehicles<V: AsRef<Item>>(
        &mut self,
        vehicles: &[V],
        order: &[usize],
        left: &mut [u32],
        taken: &mut [u32],
    ) -> bool {
        let people_slot = left.len() - 2;
        let mut any = false;
        for slot in order.iter().copied() {
            let vehicle = vehicles[slot].as_ref();
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

/// Returns how many people the crews of the vehicles in these counts are.
pub fn crews<V: AsRef<Item>>(vehicles: &[V], counts: &[u32]) -> u32 {
    let crews =
        vehicles.iter().zip(counts).map(|(vehicle, count)| vehicle.as_ref().crew.saturating_mul(*count));
    crews.fold(0, u32::saturating_add)
}

/// Returns how many loads a hold with this payload makes of these counts; `None` when something does not fit at all.
pub fn loads<V: AsRef<Item>>(
    hold: &Hold,
    payload_kg: i64,
    vehicles: &[V],
    packing: Packing<'_>,
    mut left: Vec<u32>,
) -> Option<u32> {
    let mut taken = vec![0; left.len()];
    let mut loads = 0;
    while left.iter().any(|count| *count > 0) {
        if !Room::new(hold, payload_kg).fill_from(vehicles, packing, &mut left, &mut taken) {
            return None;
        }
        loads += 1;
    }
    Some(loads)
}
