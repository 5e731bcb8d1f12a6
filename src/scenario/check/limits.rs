//! Bounds on numbers of things, so that no scenario can exhaust memory or run for ever.

use std::fmt::Display;

use super::{Checker, plain};
use crate::diagnostic::Code;
use crate::scenario::Leg;

const MOST_COPIES: u64 = 1_000_000;
const MOST_PERSONNEL: u64 = 10_000_000;
const MOST_VEHICLES: u64 = 1_000_000;
const MOST_CARRIERS: u64 = 100_000;
const MOST_UNITS: u64 = 10_000;
const MOST_LEGS: u64 = 30_000;
const MOST_TERMINALS: u64 = 250;
const MOST_TYPES_IN_UNIT: u64 = 62;
const MOST_DEFINITIONS: u64 = 10_000;

/// What repeats by itself may do so as often until the horizon.
const MOST_REPEATS: f64 = 1e6;

pub(super) fn check(checker: &mut Checker<'_>) {
    force_is_not_too_large(checker);
    fleets_are_not_too_large(checker);
    civilians_are_not_too_many(checker);
    definitions_are_not_too_many(checker);
    nothing_repeats_too_often(checker);
}

fn too_many(checker: &mut Checker<'_>, path: impl Display, (what, count, most): (&str, u64, u64)) {
    if count > most {
        let message = format!("{count} {what} are more than the program can hold: {most}");
        checker.report(Code::E1210, path.to_string(), message, "let one of them stand for several");
    }
}

fn force_is_not_too_large(checker: &mut Checker<'_>) {
    let (mut copies, mut personnel, mut vehicles) = (0_u64, 0_u64, 0_u64);
    for (path, _, unit) in checker.units() {
        let parts = unit.parts.len().max(1) as u64;
        let own = u64::from(unit.copies);
        copies = copies.saturating_add(own.saturating_mul(parts));
        personnel = personnel.saturating_add(own.saturating_mul(u64::from(unit.personnel)));
        let each = unit.vehicles.values().map(|count| u64::from(*count)).sum::<u64>();
        vehicles = vehicles.saturating_add(own.saturating_mul(each));
        if unit.copies == 0 {
            let message = "`copies` is 0, so the unit does not exist";
            checker.report(
                Code::E1209,
                format!("{path}.copies"),
                message,
                "delete the unit, or set 1 or more",
            );
        }
    }
    too_many(checker, "contingents", ("copies of units and their parts", copies, MOST_COPIES));
    too_many(checker, "contingents", ("people", personnel, MOST_PERSONNEL));
    too_many(checker, "contingents", ("vehicles", vehicles, MOST_VEHICLES));
}

fn fleets_are_not_too_large(checker: &mut Checker<'_>) {
    let fleets = &checker.scenario.fleets;
    let carriers = fleets.values().map(|fleet| u64::from(fleet.count)).sum();
    too_many(checker, "fleets", ("carriers", carriers, MOST_CARRIERS));
    for (id, fleet) in fleets {
        let staged =
            fleet.crews.iter().flat_map(|crews| crews.staged.values()).map(|count| u64::from(*count));
        let crews =
            staged.sum::<u64>() + u64::from(fleet.crews.as_ref().and_then(|crews| crews.count).unwrap_or(0));
        too_many(checker, format_args!("fleets.{id}.crews"), ("crews", crews, MOST_CARRIERS));
    }
}

fn civilians_are_not_too_many(checker: &mut Checker<'_>) {
    let people = checker.scenario.civilians.values().map(|group| u64::from(group.people)).sum();
    too_many(checker, "civilians", ("civilians", people, MOST_PERSONNEL));
}

/// The run numbers these with few bits.
fn definitions_are_not_too_many(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    let terminals = scenario.places.values().filter(|place| place.terminal.is_some()).count() as u64;
    let (mut units, mut legs) = (0_u64, 0_u64);
    for (path, _, unit) in checker.units() {
        units += 1;
        legs +=
            unit.itinerary.len() as u64 + unit.return_itinerary.as_ref().map_or(0, |legs| legs.len() as u64);
        let types = unit.vehicles.len() as u64;
        too_many(
            checker,
            format_args!("{path}.vehicles"),
            ("vehicle types in one unit", types, MOST_TYPES_IN_UNIT),
        );
    }
    let counts = [
        ("contingents", "units", units, MOST_UNITS),
        ("contingents", "legs", legs, MOST_LEGS),
        ("places", "terminals", terminals, MOST_TERMINALS),
        ("places", "places", scenario.places.len() as u64, MOST_DEFINITIONS),
        ("routes", "routes", scenario.routes.len() as u64, MOST_DEFINITIONS),
        ("fleets", "fleets", scenario.fleets.len() as u64, MOST_DEFINITIONS),
        ("carrier_types", "carrier types", scenario.carrier_types.len() as u64, MOST_DEFINITIONS),
        ("vehicle_types", "vehicle types", scenario.vehicle_types.len() as u64, MOST_DEFINITIONS),
    ];
    for (path, what, count, most) in counts {
        too_many(checker, path, (what, count, most));
    }
}

fn nothing_repeats_too_often(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    let mut intervals: Vec<(String, f64)> = Vec::new();
    if scenario.reporting_interval_h > 0.0 {
        intervals.push(("reporting_interval_h".to_owned(), scenario.reporting_interval_h));
    }
    for (id, place) in &scenario.places {
        let Some(terminal) = &place.terminal else { continue };
        let path = format!("places.{id}.terminal");
        if let Some(fuel) = terminal.fuel.as_ref().filter(|fuel| fuel.resupply_every_h > 0.0) {
            intervals.push((format!("{path}.fuel.resupply_every_h"), fuel.resupply_every_h));
        }
        if let Some(weather) = &terminal.weather {
            let cycle = weather.open_h.mean_h() + weather.closed_h.mean_h();
            intervals.push((format!("{path}.weather"), cycle));
        }
    }
    for (path, _, unit) in checker.units() {
        for (index, leg) in unit.itinerary.iter().enumerate() {
            let Leg::March(march) = leg else { continue };
            if let Some(every) = march.halt_every_h {
                intervals.push((format!("{path}.itinerary.{index}.march.halt_every_h"), every));
            }
        }
    }
    for (path, hours) in intervals {
        if hours * MOST_REPEATS < scenario.horizon_h {
            let message = format!("it repeats every {} h, too often until the horizon", plain(hours));
            checker.report(Code::E1407, path, message, "give a longer time, in hours");
        }
    }
}
