//! Crews whose duty has no room for a trip that their carriers have to make.

use std::collections::BTreeMap;

use super::lift_leg::{LiftLeg, candidates};
use super::service::Services;
use super::{Checker, plain};
use crate::diagnostic::Code;
use crate::scenario::reach::{expected_h, leg_km, stops_empty, stops_with};
use crate::scenario::{CarrierType, Scenario, Share, Unit};
use crate::units::{MS_PER_HOUR, kilograms};

/// The longest trip of each fleet with crews, by expected time.
#[derive(Debug, Default)]
pub(super) struct Longest {
    trips: BTreeMap<String, Trip>,
}

#[derive(Debug)]
struct Trip {
    hours: f64,
    from: String,
    to: String,
}

impl Longest {
    /// Notes the trips that a lift makes of each fleet that may carry it: from the base, with the fullest load, and home.
    pub(super) fn note<'a>(
        &mut self,
        scenario: &'a Scenario,
        services: &mut Services<'a>,
        leg: &LiftLeg<'_>,
    ) {
        for (id, fleet) in candidates(scenario, leg.lift).into_iter().filter(|(_, it)| it.crews.is_some()) {
            for from in leg.from {
                for to in leg.lift.to.ids().iter().filter(|to| *to != from) {
                    let Some(Ok(server)) = services.of(scenario, (id, fleet), from, to) else {
                        continue;
                    };
                    let carrier = server.carrier;
                    let mass_kg = heaviest_kg(scenario, leg, carrier).min(kilograms(server.payload_t));
                    let loaded = stops_with(carrier, server.distance_km, mass_kg);
                    self.add(scenario, (id, carrier), (from, to), loaded);
                    for ends in [(&fleet.base, from), (to, &fleet.base)] {
                        let km = leg_km(scenario, carrier, ends.0, ends.1).unwrap_or(0.0);
                        self.add(scenario, (id, carrier), ends, stops_empty(carrier, km));
                    }
                }
            }
        }
    }

    fn add(
        &mut self,
        scenario: &Scenario,
        (fleet, carrier): (&str, &CarrierType),
        (from, to): (&String, &String),
        stops: u32,
    ) {
        if from == to {
            return;
        }
        let Some(hours) = expected_h(scenario, carrier, (from, to), stops) else { return };
        if self.trips.get(fleet).is_none_or(|longest| hours > longest.hours) {
            self.trips.insert(fleet.to_owned(), Trip { hours, from: from.clone(), to: to.clone() });
        }
    }

    /// Reports fleets whose duty is shorter than their longest trip.
    pub(super) fn report(self, checker: &mut Checker<'_>) {
        let ms = |hours: f64| (hours * MS_PER_HOUR).round();
        for (id, trip) in self.trips {
            let Some(crews) = checker.scenario.fleets.get(&id).and_then(|fleet| fleet.crews.as_ref()) else {
                continue;
            };
            if ms(trip.hours) > ms(crews.duty_h) {
                let message = format!(
                    "the trip from `{}` to `{}` takes {} h, longer than any duty of the crews",
                    trip.from,
                    trip.to,
                    plain(trip.hours)
                );
                let help = "raise `duty_h`, or name the fleets that carry the lift in `by`";
                checker.report(Code::E1308, format!("fleets.{id}.crews.duty_h"), message, help);
            }
        }
    }
}

/// The mass of all that one load of a lift may hold, whatever the carrier takes [kg].
fn heaviest_kg(scenario: &Scenario, leg: &LiftLeg<'_>, carrier: &CarrierType) -> i64 {
    let Unit { vehicles, personnel, cargo_t, .. } = leg.unit;
    let vehicle_t = |id: &String| scenario.vehicle_types.get(id).map_or(0.0, |vehicle| vehicle.mass_t);
    let vehicles_t: f64 = vehicles.iter().map(|(id, count)| vehicle_t(id) * f64::from(*count)).sum();
    let copy_t = vehicles_t + f64::from(*personnel) * carrier.person_mass_t + cargo_t;
    // Copies may share a load.
    if leg.lift.share == Share::None { kilograms(Some(copy_t)) } else { kilograms(None) }
}
