//! Carrier types, fleets and routes.

use super::Checker;
use crate::diagnostic::Code;
use crate::scenario::Effect;

pub(super) fn check(checker: &mut Checker<'_>) {
    routes_lead_somewhere(checker);
    payload_ranges_are_in_order(checker);
    crews_can_work(checker);
    bases_have_terminals(checker);
    definitions_are_used(checker);
}

fn routes_lead_somewhere(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    for (id, route) in &scenario.routes {
        if route.from == route.to {
            let message = format!("the route leads from `{}` to itself", route.from);
            checker.report(Code::E1102, format!("routes.{id}.to"), message, "name another place");
        }
    }
}

fn payload_ranges_are_in_order(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    for (id, carrier) in &scenario.carrier_types {
        for (index, pair) in carrier.payload_range.windows(2).enumerate() {
            let [near, far] = pair else { continue };
            let path = format!("carrier_types.{id}.payload_range.{}", index + 1);
            if far.distance_km <= near.distance_km {
                let message = "a point of the curve is no farther than the one before it";
                checker.report(Code::E1305, path, message, "sort the points by `distance_km`");
            } else if far.payload_t > near.payload_t {
                let message = "a point of the curve carries more than the nearer one before it";
                checker.report(Code::E1305, path, message, "payload falls with distance");
            }
        }
    }
}

fn crews_can_work(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    for (id, fleet) in &scenario.fleets {
        if fleet.crews.as_ref().is_some_and(|crews| crews.count == Some(0) && fleet.count > 0) {
            let message = "there are no crews, so no carrier of the fleet could ever leave";
            let help = "leave `crews` out when crews are no limit";
            checker.report(Code::E1306, format!("fleets.{id}.crews.count"), message, help);
        }
    }
}

/// Carriers are only ever at terminals, and so is all that meets them there.
fn bases_have_terminals(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    let mut needed: Vec<(String, &str)> = Vec::new();
    for (id, fleet) in &scenario.fleets {
        needed.push((format!("fleets.{id}.base"), &fleet.base));
        let staged = fleet.crews.iter().flat_map(|crews| crews.staged.keys());
        needed.extend(staged.map(|place| (format!("fleets.{id}.crews.staged.{place}"), place.as_str())));
    }
    for (id, factor) in &scenario.common_factors {
        let at = factor.at.iter().flatten().enumerate();
        needed.extend(at.map(|(index, place)| (format!("common_factors.{id}.at.{index}"), place.as_str())));
    }
    for (id, group) in &scenario.civilians {
        needed.push((format!("civilians.{id}.at"), &group.at));
        let to = group.to.iter().enumerate();
        needed.extend(to.map(|(index, place)| (format!("civilians.{id}.to.{index}"), place.as_str())));
    }
    for (id, disruption) in &scenario.disruptions {
        if let Effect::TerminalClosed(place) = &disruption.what {
            needed.push((format!("disruptions.{id}.what.terminal_closed"), place));
        }
    }
    for (path, place) in needed {
        if scenario.places.get(place).is_some_and(|it| it.terminal.is_none()) {
            let message = format!("`{place}` has no terminal");
            let help = format!("add `\"terminal\": {{}}` to `places.{place}`");
            checker.report(Code::E1003, path, message, &help);
        }
    }
}

fn definitions_are_used(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    for id in scenario.carrier_types.keys() {
        if !scenario.fleets.values().any(|fleet| fleet.carrier_type == *id) {
            let message = format!("no fleet has the carrier type `{id}`");
            checker.report(Code::W2003, format!("carrier_types.{id}"), message, "delete it, or add a fleet");
        }
    }
    for id in scenario.vehicle_types.keys() {
        if !checker.units().any(|(_, _, unit)| unit.vehicles.contains_key(id)) {
            let message = format!("no unit has a vehicle of the type `{id}`");
            checker.report(
                Code::W2003,
                format!("vehicle_types.{id}"),
                message,
                "delete it, or add it to a unit",
            );
        }
    }
}
