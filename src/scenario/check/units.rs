//! Units and their itineraries.

use std::fmt;

use super::places::mobilisation_has_teams;
use super::{Checker, UnitPath, plain};
use crate::diagnostic::Code;
use crate::scenario::reach;
use crate::scenario::{Leg, March, Mode, Unit};

/// Shares that people write add up to 1 within this.
const SHARE_TOLERANCE: f64 = 1e-6;

pub(super) fn check(checker: &mut Checker<'_>) {
    somebody_moves(checker);
    for (id, contingent) in &checker.scenario.contingents {
        mobilisation_has_teams(checker, &format!("contingents.{id}"), contingent.mobilisation_teams);
    }
    for (path, _, unit) in checker.changed_units() {
        unit_is_not_empty(checker, path, unit);
        parts_add_up(checker, path, unit);
        crews_are_part_of_the_personnel(checker, path, unit);
        critical_vehicles_are_there(checker, path, unit);
        itinerary_moves(checker, path, unit);
        let home = std::slice::from_ref(&unit.home);
        let mut ways = vec![("itinerary", home, &unit.itinerary)];
        ways.extend(unit.return_itinerary.iter().map(|legs| ("return_itinerary", last_places(unit), legs)));
        for (key, start, legs) in ways {
            for (index, (here, leg)) in origins(start, legs).into_iter().zip(legs).enumerate() {
                leg_leads_on(checker, format_args!("{path}.{key}.{index}"), here, leg);
            }
        }
    }
}

fn somebody_moves(checker: &mut Checker<'_>) {
    if checker.units().next().is_none() {
        let message = "no contingent has a unit, so there is nothing to simulate";
        checker.report(Code::E1213, "contingents", message, "add a unit to `contingents.ID.units`");
    }
}

fn unit_is_not_empty(checker: &mut Checker<'_>, path: UnitPath<'_>, unit: &Unit) {
    if unit.personnel == 0 && unit.cargo_t <= 0.0 && unit.vehicles.values().all(|count| *count == 0) {
        let message = "the unit has no people, no vehicles and no cargo";
        checker.report(Code::E1209, path, message, "give it something to move, or delete it");
    }
}

fn parts_add_up(checker: &mut Checker<'_>, path: UnitPath<'_>, unit: &Unit) {
    let sum: f64 = unit.parts.iter().map(|part| part.share).sum();
    if !unit.parts.is_empty() && (sum - 1.0).abs() > SHARE_TOLERANCE {
        let message = format!("the shares of the parts add up to {}", plain(sum));
        checker.report(Code::E1208, format!("{path}.parts"), message, "they must add up to 1");
    }
}

fn crews_are_part_of_the_personnel(checker: &mut Checker<'_>, path: UnitPath<'_>, unit: &Unit) {
    let types = &checker.scenario.vehicle_types;
    let crews: u64 = unit
        .vehicles
        .iter()
        .map(|(id, count)| types.get(id).map_or(0, |it| u64::from(it.crew) * u64::from(*count)))
        .sum();
    if crews > u64::from(unit.personnel) {
        let message =
            format!("the crews of the vehicles are {crews} people, and the unit has {}", unit.personnel);
        let help = "crews are part of `personnel`; raise it, or lower `crew` of the vehicle types";
        checker.report(Code::E1207, format!("{path}.personnel"), message, help);
    }
}

fn critical_vehicles_are_there(checker: &mut Checker<'_>, path: UnitPath<'_>, unit: &Unit) {
    for (index, id) in unit.critical_vehicles.iter().enumerate() {
        if !unit.vehicles.contains_key(id) {
            let message = format!("the unit has no vehicle of the type `{id}`");
            let help = "name types that stand in `vehicles` of the unit";
            checker.report(Code::E1211, format!("{path}.critical_vehicles.{index}"), message, help);
        }
    }
}

fn itinerary_moves(checker: &mut Checker<'_>, path: UnitPath<'_>, unit: &Unit) {
    if unit.itinerary.is_empty() {
        let message = "the unit has no itinerary, so it never moves";
        let help = "add `\"itinerary\": [{\"lift\": {\"to\": \"PLACE\"}}]`";
        checker.report(Code::E1202, path, message, help);
    }
}

fn leg_leads_on(checker: &mut Checker<'_>, path: fmt::Arguments<'_>, here: &[String], leg: &Leg) {
    let (kind, to) = match leg {
        Leg::March(march) => ("march", std::slice::from_ref(&march.to)),
        Leg::Lift(lift) => ("lift", lift.to.ids()),
    };
    if to.is_empty() {
        checker.report(
            Code::E1307,
            format!("{path}.lift.to"),
            "the list of destinations is empty",
            "name a place",
        );
    } else if let ([from], [to]) = (here, to)
        && from == to
    {
        let message = format!("the leg leads to `{to}`, where the unit already is");
        checker.report(
            Code::E1203,
            format!("{path}.{kind}.to"),
            message,
            "delete the leg, or name another place",
        );
    }
    if let Leg::March(march) = leg {
        march_has_a_time(checker, path, here, march);
    }
}

fn march_has_a_time(checker: &mut Checker<'_>, path: fmt::Arguments<'_>, here: &[String], march: &March) {
    let scenario = checker.scenario;
    let given = march.travel_h.is_some()
        || here.iter().all(|from| {
            let road = reach::route(scenario, from, &march.to, Mode::Road);
            road.is_some_and(|(_, route)| route.travel_h.is_some())
        });
    if !given && march.speed_kmh.is_none() {
        let message = format!("the march to `{}` has neither a speed nor a time", march.to);
        checker.report(
            Code::E1105,
            format!("{path}.march"),
            message,
            "add `speed_kmh` or `travel_h`, or a road route with a `travel_h`",
        );
    }
    if march.halt_h > 0.0 && march.halt_every_h.is_none() {
        let message = "the march halts, but not how often";
        checker.report(Code::E1105, format!("{path}.march.halt_h"), message, "add `halt_every_h`");
    }
    if let Some(hours) = &march.daylight
        && (hours.to_h - hours.from_h).abs() < 1e-9
    {
        let message = "the daylight ends when it begins";
        checker.report(Code::E1005, format!("{path}.march.daylight"), message, "leave it out for 8 to 18");
    }
}

/// Returns where a unit ends up.
pub(super) fn last_places(unit: &Unit) -> &[String] {
    match unit.itinerary.last() {
        Some(Leg::March(march)) => std::slice::from_ref(&march.to),
        Some(Leg::Lift(lift)) => lift.to.ids(),
        None => std::slice::from_ref(&unit.home),
    }
}

/// Returns the place from which each leg starts: several when the one before it has several destinations.
pub(super) fn origins<'a>(home: &'a [String], legs: &'a [Leg]) -> Vec<&'a [String]> {
    let mut here = home;
    let mut found = Vec::new();
    for leg in legs {
        found.push(here);
        here = match leg {
            Leg::March(march) => std::slice::from_ref(&march.to),
            Leg::Lift(lift) => lift.to.ids(),
        };
    }
    found
}
