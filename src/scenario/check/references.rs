//! Ids that name something else in the scenario.

use std::collections::BTreeMap;
use std::fmt::{self, Display};

use super::Checker;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::scenario::{Effect, Id, Ids, Leg, Opening, Unit, Via};

pub(super) fn check(checker: &mut Checker<'_>) {
    places_exist(checker);
    legs_name_what_exists(checker);
    vehicle_types_exist(checker);
    carrier_types_exist(checker);
    disruptions_name_what_exists(checker);
    opening_units_exist(checker);
    observed_ids_exist(checker);
    handover_places_exist(checker);
    factors_name_what_exists(checker);
}

fn factors_name_what_exists(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    for (id, factor) in &scenario.common_factors {
        for (index, at) in factor.at.iter().flatten().enumerate() {
            place(checker, format_args!("common_factors.{id}.at.{index}"), at);
        }
        for (index, by) in factor.by.iter().flatten().enumerate() {
            fleet(checker, format_args!("common_factors.{id}.by.{index}"), by);
        }
    }
}

/// Reports an id that is no key of the map.
fn expect<V>(
    checker: &mut Checker<'_>,
    code: Code,
    path: impl Display,
    id: &str,
    (what, map): (&str, &BTreeMap<Id, V>),
) {
    if !map.contains_key(id) {
        let mut diagnostic = Diagnostic::new(code, format!("unknown {what} `{id}`")).on(path.to_string());
        diagnostic.help = did_you_mean(id, map.keys().map(String::as_str), &format!("{what}s"));
        checker.add(diagnostic);
    }
}

fn place(checker: &mut Checker<'_>, path: impl Display, id: &str) {
    let places = &checker.scenario.places;
    expect(checker, Code::E1001, path, id, ("place", places));
}

fn fleet(checker: &mut Checker<'_>, path: impl Display, id: &str) {
    let fleets = &checker.scenario.fleets;
    expect(checker, Code::E1302, path, id, ("fleet", fleets));
}

fn contingent(checker: &mut Checker<'_>, path: impl Display, id: &str) {
    let contingents = &checker.scenario.contingents;
    expect(checker, Code::E1212, path, id, ("contingent", contingents));
}

fn places_exist(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    for (id, it) in &scenario.places {
        if let Some(alternate) = it.terminal.as_ref().and_then(|terminal| terminal.alternate.as_ref()) {
            place(checker, format_args!("places.{id}.terminal.alternate"), alternate);
        }
    }
    for (id, route) in &scenario.routes {
        place(checker, format_args!("routes.{id}.from"), &route.from);
        place(checker, format_args!("routes.{id}.to"), &route.to);
        for (index, via) in route.via.iter().enumerate() {
            if let Via::Place(at) = via {
                place(checker, format_args!("routes.{id}.via.{index}"), at);
            }
        }
    }
    for (id, it) in &scenario.fleets {
        place(checker, format_args!("fleets.{id}.base"), &it.base);
        for staged in it.crews.iter().flat_map(|crews| crews.staged.keys()) {
            place(checker, format_args!("fleets.{id}.crews.staged.{staged}"), staged);
        }
    }
    for (path, _, unit) in checker.changed_units() {
        place(checker, format_args!("{path}.home"), &unit.home);
    }
    for (id, group) in &scenario.civilians {
        place(checker, format_args!("civilians.{id}.at"), &group.at);
        for (index, to) in group.to.iter().enumerate() {
            place(checker, format_args!("civilians.{id}.to.{index}"), to);
        }
    }
}

fn legs_name_what_exists(checker: &mut Checker<'_>) {
    for (path, _, unit) in checker.changed_units() {
        let ways =
            [("itinerary", Some(&unit.itinerary)), ("return_itinerary", unit.return_itinerary.as_ref())];
        for (key, legs) in ways {
            for (index, leg) in legs.into_iter().flatten().enumerate() {
                leg_names_what_exists(checker, format_args!("{path}.{key}.{index}"), leg);
            }
        }
    }
}

fn leg_names_what_exists(checker: &mut Checker<'_>, path: fmt::Arguments<'_>, leg: &Leg) {
    let lift = match leg {
        Leg::March(march) => return place(checker, format_args!("{path}.march.to"), &march.to),
        Leg::Lift(lift) => lift,
    };
    match &lift.to {
        crate::scenario::Destinations::One(to) => place(checker, format_args!("{path}.lift.to"), to),
        crate::scenario::Destinations::Several(ids) => {
            for (index, to) in ids.iter().enumerate() {
                place(checker, format_args!("{path}.lift.to.{index}"), to);
            }
        }
    }
    for (index, by) in lift.by.iter().flatten().enumerate() {
        fleet(checker, format_args!("{path}.lift.by.{index}"), by);
    }
}

fn vehicle_types_exist(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    for (path, _, unit) in checker.changed_units() {
        for id in unit.vehicles.keys() {
            let types = ("vehicle type", &scenario.vehicle_types);
            expect(checker, Code::E1201, format_args!("{path}.vehicles.{id}"), id, types);
        }
    }
}

fn carrier_types_exist(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    for (id, it) in &scenario.fleets {
        let types = ("carrier type", &scenario.carrier_types);
        expect(checker, Code::E1301, format_args!("fleets.{id}.carrier_type"), &it.carrier_type, types);
    }
}

fn disruptions_name_what_exists(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    for (id, disruption) in &scenario.disruptions {
        let path = format!("disruptions.{id}.what");
        match &disruption.what {
            Effect::TerminalClosed(at) => place(checker, format_args!("{path}.terminal_closed"), at),
            Effect::RouteBlocked(route) => {
                let routes = ("route", &scenario.routes);
                expect(checker, Code::E1101, format_args!("{path}.route_blocked"), route, routes);
            }
            Effect::FleetCut(cut) => fleet(checker, format_args!("{path}.fleet_cut.fleet"), &cut.fleet),
            Effect::MandateLate(id) => contingent(checker, format_args!("{path}.mandate_late"), id),
        }
    }
}

fn opening_units_exist(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    for (id, it) in &scenario.places {
        let Some(Opening::AfterUnit(name)) =
            it.terminal.as_ref().and_then(|terminal| terminal.opens.as_ref())
        else {
            continue;
        };
        let known: Vec<String> = scenario
            .contingents
            .iter()
            .flat_map(|(contingent, it)| it.units.keys().map(move |unit| format!("{contingent}/{unit}")))
            .collect();
        if !known.contains(name) {
            let path = format!("places.{id}.terminal.opens.after_unit");
            let mut diagnostic = Diagnostic::new(Code::E1008, format!("unknown unit `{name}`")).on(path);
            let help = did_you_mean(name, known.iter().map(String::as_str), "units");
            diagnostic.help = Some(help.unwrap_or_else(|| "write it as `contingent/unit`".to_owned()));
            checker.add(diagnostic);
        }
    }
}

fn observed_ids_exist(checker: &mut Checker<'_>) {
    let Some(observed) = &checker.scenario.observed else {
        return;
    };
    for id in observed.contingent_closure_h.keys() {
        contingent(checker, format_args!("observed.contingent_closure_h.{id}"), id);
    }
    let groups = ("civilian group", &checker.scenario.civilians);
    for id in observed.civilians.keys() {
        expect(checker, Code::E1605, format_args!("observed.civilians.{id}"), id, groups);
    }
    for (id, figure) in &observed.figures {
        let each = |key: &'static str, ids: &'_ Ids| {
            let path = format!("observed.figures.{id}.{key}");
            let alone = ids.0.len() == 1;
            let at = move |index| if alone { path.clone() } else { format!("{path}.{index}") };
            ids.0.clone().into_iter().enumerate().map(move |(index, id)| (at(index), id))
        };
        for (path, id) in each("from", &figure.from).chain(each("to", &figure.to)) {
            place(checker, path, &id);
        }
        for (path, id) in each("fleet", &figure.fleet) {
            fleet(checker, path, &id);
        }
        for (path, id) in each("contingent", &figure.contingent) {
            contingent(checker, path, &id);
        }
    }
}

fn handover_places_exist(checker: &mut Checker<'_>) {
    let Some(withdrawal) = &checker.scenario.withdrawal else {
        return;
    };
    let order = &withdrawal.handover_order;
    for (index, id) in order.iter().enumerate() {
        let path = format!("withdrawal.handover_order.{index}");
        if !checker.scenario.places.contains_key(id) {
            place(checker, path, id);
        } else if order[..index].contains(id) {
            let message = format!("`{id}` stands in the order of hand-over already");
            checker.report(Code::W2003, path, message, "name each place once");
        } else if !checker.units().any(|(_, _, unit)| ends_at(unit, id)) {
            let message = format!("no unit ends at `{id}`, so that nobody hands it over");
            checker.report(Code::W2003, path, message, "name places where itineraries end");
        }
    }
}

/// Whether a unit may end at a place.
fn ends_at(unit: &Unit, id: &str) -> bool {
    match unit.itinerary.last() {
        Some(Leg::March(march)) => march.to == id,
        Some(Leg::Lift(lift)) => lift.to.ids().iter().any(|to| to == id),
        None => unit.home == id,
    }
}
