//! The room left in a hold while a load is made up, and how many loads a unit makes.

use super::{Hold, Item, Packing, UNLIMITED, crews, planned_length_mm, planned_payload_kg, planned_seats};
use crate::scenario::LoadRule;
use crate::units::UNBOUNDED;

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
    pub(super) payload_kg: i64,
    full_payload_kg: i64,
    seats: u32,
    pub(super) seats_used: u32,
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
    /// The empty hold and its payload, where less of them is planned for.
    possible: Option<(Hold, i64)>,
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
            possible: None,
        }
    }

    /// An empty carrier of which a share is planned for.
    pub fn planned(hold: &Hold, payload_kg: i64, share: f64) -> Self {
        let planned = Hold {
            seats: planned_seats(hold.seats, share),
            seats_with_vehicles: planned_seats(hold.seats_with_vehicles, share),
            length_mm: planned_length_mm(hold, share),
            ..*hold
        };
        let possible = Some((*hold, payload_kg));
        Self { possible, ..Self::new(&planned, planned_payload_kg(payload_kg, share)) }
    }

    fn is_empty(&self) -> bool {
        !self.any_vehicle && self.seats_used == 0 && self.payload_kg == self.full_payload_kg
    }

    /// Puts one vehicle into a hold that is empty, if it fits though it is more than was planned for; returns how many.
    fn add_first_vehicle(&mut self, vehicle: &Item) -> u32 {
        let Some((hold, payload_kg)) = self.possible.filter(|_| self.is_empty()) else {
            return 0;
        };
        if !hold.takes_one(payload_kg, vehicle) {
            return 0;
        }
        if self.width_left_mm < UNBOUNDED {
            self.open_lane(Stowed { width_mm: vehicle.width_mm, used_mm: vehicle.length_mm });
            self.width_left_mm -= vehicle.width_mm;
        }
        self.payload_kg -= vehicle.mass_kg + i64::from(vehicle.crew) * self.person_kg;
        self.seats_used += vehicle.crew;
        self.any_vehicle = true;
        1
    }

    /// Boards one person into a hold that is empty, though that is more than was planned for; returns how many.
    fn add_first_person(&mut self) -> u32 {
        let fits = |(hold, payload_kg): &(Hold, i64)| hold.seats > 0 && hold.person_kg <= *payload_kg;
        if !self.is_empty() || !self.possible.as_ref().is_some_and(fits) {
            return 0;
        }
        self.seats_used += 1;
        self.payload_kg -= self.person_kg;
        1
    }

    /// Puts in what is on board already: vehicles with their crews, loose people, cargo.
    pub fn put_back<V: AsRef<Item>>(&mut self, vehicles: &[V], order: &[usize], counts: &[u32]) {
        for slot in order.iter().copied() {
            let vehicle = vehicles[slot].as_ref();
            let added = self.add_vehicles(vehicle, counts[slot]);
            if added == 0 && counts[slot] > 0 {
                self.add_first_vehicle(vehicle);
            }
        }
        let people = counts[counts.len() - 2].saturating_sub(crews(vehicles, counts));
        self.seats_used += people;
        self.payload_kg -= i64::from(people) * self.person_kg + i64::from(counts[counts.len() - 1]);
    }

    fn seats_beside(&self, with_vehicle: bool) -> u32 {
        if with_vehicle { self.seats.min(self.seats_with_vehicles) } else { self.seats }
    }

    /// Puts vehicles of a kind in with their crews, up to `most`, one after another; returns how many fit.
    pub fn add_vehicles(&mut self, vehicle: &Item, most: u32) -> u32 {
        let mass_kg = vehicle.mass_kg + i64::from(vehicle.crew) * self.person_kg;
        let by_mass = most_times(most, mass_kg, self.payload_kg);
        let seats = i64::from(self.seats_beside(true)) - i64::from(self.seats_used);
        let fit = most_times(by_mass, i64::from(vehicle.crew), seats);
        if fit == 0 {
            return 0;
        }
        let stowed = self.stow(vehicle.length_mm, vehicle.width_mm, fit);
        self.payload_kg -= mass_kg * i64::from(stowed);
        self.seats_used += vehicle.crew * stowed;
        self.any_vehicle |= stowed > 0;
        stowed
    }

    /// Finds room in lanes for up to `most` vehicles of a length and width; returns for how many.
    fn stow(&mut self, length_mm: i64, width_mm: i64, most: u32) -> u32 {
        if self.width_left_mm >= UNBOUNDED {
            // There is always room for one more lane.
            return if length_mm <= self.hold_length_mm { most } else { 0 };
        }
        let (last_length_mm, last_width_mm, last_lane) = self.last;
        // Lanes that had no room for a vehicle have none for another one like it.
        let alike = (last_length_mm, last_width_mm) == (length_mm, width_mm);
        let mut number = if alike { last_lane } else { 0 };
        let (each_mm, hold_length_mm) = (self.gap_mm + length_mm, self.hold_length_mm);
        let mut left = most;
        while left > 0 {
            if number < self.lanes_used {
                let lane = self.lane(number);
                if width_mm <= lane.width_mm {
                    let goes = most_times(left, each_mm, hold_length_mm - lane.used_mm);
                    lane.used_mm += each_mm * i64::from(goes);
                    left -= goes;
                }
            } else if width_mm <= self.width_left_mm && length_mm <= hold_length_mm {
                self.open_lane(Stowed { width_mm, used_mm: length_mm });
                self.width_left_mm -= width_mm;
                left -= 1;
                continue;
            } else {
                break;
            }
            number += usize::from(left > 0);
        }
        self.last = (length_mm, width_mm, number);
        most - left
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
        let boarded = self.add_planned_people(people);
        if boarded == 0 && people > 0 { self.add_first_person() } else { boarded }
    }

    fn add_planned_people(&mut self, people: u32) -> u32 {
        let seats = self.seats_beside(self.any_vehicle).saturating_sub(self.seats_used);
        let by_mass = if self.person_kg > 0 {
            u32::try_from((self.payload_kg / self.person_kg).max(0)).unwrap_or(UNLIMITED)
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
        let lanes = self.lanes.iter().take(self.lanes_used).chain(&self.more_lanes);
        let shortest = lanes.map(|lane| lane.used_mm).min().unwrap_or(0);
        let full = self.width_left_mm < self.lanes[0].width_mm;
        let length = if full { share(shortest, self.hold_length_mm) } else { 0.0 };
        let seats = self.seats_beside(self.any_vehicle);
        let people =
            if seats == UNLIMITED { 0.0 } else { share(i64::from(self.seats_used), i64::from(seats)) };
        self.mass_fill().max(length).max(people)
    }

    /// The share of payload that is used; it never falls while more is put in.
    pub fn mass_fill(&self) -> f64 {
        share(self.full_payload_kg - self.payload_kg, self.full_payload_kg)
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
            if left[slot] == 0 {
                continue;
            }
            let vehicle = vehicles[slot].as_ref();
            let mut added = self.add_vehicles(vehicle, left[slot]);
            if added == 0 {
                added = self.add_first_vehicle(vehicle);
            }
            let crews = (vehicle.crew * added).min(left[people_slot]);
            left[slot] -= added;
            taken[slot] += added;
            left[people_slot] -= crews;
            taken[people_slot] += crews;
            any |= added > 0;
        }
        any
    }
}

/// The share of a limit that is used; none of what is no limit.
fn share(used: i64, all: i64) -> f64 {
    if all > 0 && all < UNBOUNDED { used as f64 / all as f64 } else { 0.0 }
}

/// The most times, up to `most`, that `each` goes into `all`; none where `all` is negative.
#[inline]
fn most_times(most: u32, each: i64, all: i64) -> u32 {
    if all < 0 {
        0
    } else if each.saturating_mul(i64::from(most)) <= all {
        most
    } else {
        // Less than `most` by what has just been seen.
        (all / each) as u32
    }
}

/// Returns how many loads a hold with this payload makes of these counts when a share of both is planned for; `None` when
/// something does not fit at all.
pub fn loads<V: AsRef<Item>>(
    hold: &Hold,
    (payload_kg, share): (i64, f64),
    vehicles: &[V],
    packing: Packing<'_>,
    mut left: Vec<u32>,
) -> Option<u32> {
    let mut taken = vec![0; left.len()];
    let mut loads = 0;
    while left.iter().any(|count| *count > 0) {
        let mut room = Room::new(hold, payload_kg);
        if share < 1.0 {
            room = Room::planned(hold, payload_kg, share);
        }
        if !room.fill_from(vehicles, packing, &mut left, &mut taken) {
            return None;
        }
        loads += 1;
    }
    Some(loads)
}
