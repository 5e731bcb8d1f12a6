//! Loads: seats, payload over the leg flown, and hold.

use crate::model::ids::{CarrierId, TerminalId};
use std::collections::BTreeMap;

use super::{Audit, Promise};
use crate::kernel::Time;
use crate::model::trace::{Items, Movement};
use crate::model::world::{CarrierSpec, UNLIMITED, UnitSpec};
use crate::scenario::packing::Item;
use crate::units::UNBOUNDED;

/// When carriers were loaded, and the mass of each load [kg].
pub(super) fn masses_kg(audit: &Audit<'_>) -> BTreeMap<(CarrierId, Time), i64> {
    let world = audit.world;
    let mut masses: BTreeMap<(CarrierId, Time), i64> = BTreeMap::new();
    for items in &audit.run.trace.items {
        if let Movement::Loaded(carrier, _) = items.movement {
            let mut aboard = Aboard::default();
            let person_kg = world.carrier_types[world.type_of(carrier)].hold.person_kg;
            aboard.add(&world.units[world.unit_of[items.instance]], &items.counts, person_kg);
            *masses.entry((carrier, items.at)).or_default() += aboard.mass_kg;
        }
    }
    masses
}

/// What is on board.
#[derive(Debug, Default)]
struct Aboard {
    people: u64,
    mass_kg: i64,
    /// Length and width of each vehicle [mm].
    vehicles: Vec<(i64, i64)>,
    /// Mass with its crew [kg], and crew, of each vehicle.
    singles: Vec<(i64, u32)>,
}

pub(super) fn check(audit: &mut Audit<'_>) {
    let run = audit.run;
    let shares: BTreeMap<(CarrierId, Time), f64> =
        run.trace.plans.iter().map(|plan| ((plan.carrier, plan.at), plan.share)).collect();
    let mut loading: BTreeMap<CarrierId, (Time, TerminalId, Vec<&Items>)> = BTreeMap::new();
    for items in &run.trace.items {
        match items.movement {
            Movement::Loaded(carrier, terminal) => {
                let load = loading.entry(carrier).or_insert((items.at, terminal, Vec::new()));
                load.2.push(items);
            }
            Movement::Delivered(carrier, terminal) => {
                if let Some((at, from, load)) = loading.remove(&carrier) {
                    let share = shares.get(&(carrier, at)).copied();
                    check_load(audit, carrier, (at, from, terminal), &load, share);
                }
            }
            _ => {}
        }
    }
}

fn check_load(
    audit: &mut Audit<'_>,
    carrier: CarrierId,
    (at, from, to): (Time, TerminalId, TerminalId),
    load: &[&Items],
    share: Option<f64>,
) {
    let world = audit.world;
    let carrier_type = world.type_of(carrier);
    let spec = &world.carrier_types[carrier_type];
    let mut aboard = Aboard::default();
    for items in load {
        let unit = &world.units[world.unit_of[items.instance]];
        aboard.add(unit, &items.counts, spec.hold.person_kg);
    }
    let name = world.carrier_name(carrier);
    let seats = if aboard.vehicles.is_empty() {
        spec.hold.seats
    } else {
        spec.hold.seats.min(spec.hold.seats_with_vehicles)
    };
    if seats != UNLIMITED && aboard.people > u64::from(seats) {
        audit.report(Promise::Load, at, format!("`{name}` has {} people on {seats} seats", aboard.people));
    }
    match world.trip(carrier_type, from, to) {
        Some(trip) if aboard.mass_kg > trip.payload_kg => {
            let message =
                format!("`{name}` carries {} kg with a payload of {} kg", aboard.mass_kg, trip.payload_kg);
            audit.report(Promise::Load, at, message);
        }
        Some(_) => {}
        None => audit.report(Promise::Load, at, format!("`{name}` has no way to where it delivers")),
    }
    if !aboard.may_fit(spec) {
        audit.report(Promise::Load, at, format!("the vehicles on `{name}` do not fit its hold"));
    }
    let payload_kg = world.trip(carrier_type, from, to).map_or(0, |trip| trip.payload_kg);
    if let Some(share) = share
        && let Some(what) = aboard.beyond(spec, (payload_kg, seats), share)
    {
        let message = format!("`{name}` is planned to be {share} full, and has {what}");
        audit.report(Promise::Load, at, message);
    }
}

impl Aboard {
    fn add(&mut self, unit: &UnitSpec, counts: &[u32], person_kg: i64) {
        let [.., people, cargo_kg] = counts else { return };
        self.people += u64::from(*people);
        self.mass_kg += i64::from(*people) * person_kg + i64::from(*cargo_kg);
        for (vehicle, count) in unit.vehicles.iter().zip(counts) {
            let Item { mass_kg, length_mm, width_mm, crew } = vehicle.item;
            self.mass_kg += mass_kg * i64::from(*count);
            let single = (mass_kg + i64::from(crew) * person_kg, crew);
            self.singles.extend(std::iter::repeat_n(single, *count as usize));
            self.vehicles.extend((0..*count).map(|_| (length_mm, width_mm)));
        }
    }

    /// What is more than a share of payload, seats or hold, and not the load's only item with a mass, a crew or a length.
    fn beyond(&self, spec: &CarrierSpec, (payload_kg, seats): (i64, u32), share: f64) -> Option<String> {
        // A load to several destinations is filled for the least payload; what is flown is seen here.
        let most_kg = (payload_kg as f64 * share).max(1.0);
        let single_kg = self.singles.iter().map(|(mass_kg, _)| *mass_kg).max().unwrap_or(spec.hold.person_kg);
        if payload_kg < UNBOUNDED && self.mass_kg as f64 > most_kg && self.mass_kg > single_kg {
            return Some(format!("{} kg of {payload_kg} kg", self.mass_kg));
        }
        let crew = self.singles.iter().map(|(_, crew)| u64::from(*crew)).max().unwrap_or(1);
        if seats != UNLIMITED && self.people as f64 > f64::from(seats) * share && self.people > crew {
            return Some(format!("{} people on {seats} seats", self.people));
        }
        let (length, width) = (spec.hold.length_mm, spec.hold.width_mm);
        let area = |(l, w): &(i64, i64)| *l as f64 * *w as f64;
        let floor: f64 = self.vehicles.iter().map(area).sum();
        let bounded = width < UNBOUNDED && length < UNBOUNDED;
        // The first vehicle may be longer than what is planned for; the others are beside it.
        let longest = self.vehicles.iter().map(area).fold(0.0, f64::max);
        if bounded && floor - longest > length as f64 * width as f64 * share {
            return Some(format!("{} vehicles", self.vehicles.len()));
        }
        None
    }

    /// Conditions that every stowage keeps: each vehicle fits, their area fits, and when all are alike their number does.
    fn may_fit(&self, spec: &CarrierSpec) -> bool {
        let (length, width) = (spec.hold.length_mm, spec.hold.width_mm);
        let each =
            self.vehicles.iter().all(|(own_length, own_width)| *own_length <= length && *own_width <= width);
        let area: i128 = self.vehicles.iter().map(|(l, w)| i128::from(*l) * i128::from(*w)).sum();
        let alike = match self.vehicles.first() {
            Some((l, w)) if *l > 0 && *w > 0 && self.vehicles.iter().all(|other| other == &(*l, *w)) => {
                let in_lane =
                    (i128::from(length) + i128::from(spec.hold.gap_mm)) / i128::from(l + spec.hold.gap_mm);
                self.vehicles.len() as i128 <= i128::from(width / w) * in_lane
            }
            _ => true,
        };
        each && area <= i128::from(length) * i128::from(width) && alike
    }
}
