//! Lifts: who serves them, and whether everything that must go fits into what comes.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::slice;

use super::duty::Longest;
use super::lift_leg::{LiftLeg, candidates};
use super::service::{Obstacle, Server, Services, route_to_paste};
use super::units::{last_places, origins};
use super::{Checker, UnitPath, plain};
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::packing::{self, Hold, Item, Packing};
use crate::scenario::{
    CarrierType, Destinations, Fleet, Leg, Lift, March, Scenario, Unit, VehicleOrder, VehicleType,
};
use crate::units::kilograms;

pub(super) fn check(checker: &mut Checker<'_>) {
    let mut bare = BTreeSet::new();
    let mut dry = BTreeSet::new();
    let mut longest = Longest::default();
    let mut services = Services::default();
    let withdraws = checker.scenario.withdrawal.is_some();
    for (path, _, unit) in checker.changed_units() {
        let mut ways = vec![Way::new("itinerary", slice::from_ref(&unit.home), &unit.itinerary)];
        if let Some(back) = &unit.return_itinerary {
            ways.push(Way::new("return_itinerary", last_places(unit), back));
        } else if withdraws {
            ways.push(Way::backwards(unit));
        }
        for leg in ways.iter().flat_map(|way| way.lifts(path, unit)) {
            terminals_are_there(checker, &leg, &mut bare);
            lift_can_be_made(checker, &mut services, &leg);
            fuel_can_be_stored(checker, &mut services, &leg, &mut dry);
            longest.note(checker.scenario, &mut services, &leg);
        }
    }
    longest.report(checker);
}

/// The legs of a unit in one direction.
struct Way<'a> {
    /// The key under which they stand.
    key: &'static str,
    start: &'a [String],
    legs: Cow<'a, [Leg]>,
    /// Whether the legs are those of the path in reverse.
    reversed: bool,
}

impl<'a> Way<'a> {
    fn new(key: &'static str, start: &'a [String], legs: &'a [Leg]) -> Self {
        Self { key, start, legs: Cow::Borrowed(legs), reversed: false }
    }

    /// The way home when none is given: the itinerary backwards.
    fn backwards(unit: &'a Unit) -> Self {
        let origins = origins(slice::from_ref(&unit.home), &unit.itinerary);
        let pairs = unit.itinerary.iter().zip(origins).rev();
        let legs = pairs.filter_map(|(leg, to)| {
            let to = to.first()?.clone();
            Some(match leg {
                Leg::March(march) => Leg::March(March { to, ..march.clone() }),
                Leg::Lift(lift) => Leg::Lift(Lift { to: Destinations::One(to), ..lift.clone() }),
            })
        });
        let legs = Cow::Owned(legs.collect());
        Self { key: "itinerary", start: last_places(unit), legs, reversed: true }
    }

    fn lifts<'b>(&'b self, unit_path: UnitPath<'b>, unit: &'b Unit) -> Vec<LiftLeg<'b>> {
        let legs = origins(self.start, &self.legs).into_iter().zip(self.legs.iter()).enumerate();
        let lifts = legs.filter_map(|(index, (from, leg))| {
            let Leg::Lift(lift) = leg else { return None };
            let index = if self.reversed { self.legs.len() - 1 - index } else { index };
            Some(LiftLeg { unit_path, key: self.key, index, unit, lift, from })
        });
        lifts.collect()
    }
}

/// Reports each place without a terminal once.
fn terminals_are_there(checker: &mut Checker<'_>, leg: &LiftLeg<'_>, bare: &mut BTreeSet<String>) {
    for id in leg.from.iter().chain(leg.lift.to.ids()) {
        let lacks = checker.scenario.places.get(id).is_some_and(|place| place.terminal.is_none());
        if lacks && bare.insert(id.clone()) {
            let message = format!("carriers come to `{id}`, which has no terminal");
            let help = format!("add `\"terminal\": {{}}` to `places.{id}`");
            checker.report(Code::E1003, format!("{}.to", leg.path()), message, &help);
        }
    }
}

/// Reports each terminal once that can never hold as much fuel as a carrier takes after unloading there.
fn fuel_can_be_stored<'a>(
    checker: &mut Checker<'a>,
    services: &mut Services<'a>,
    leg: &LiftLeg<'_>,
    dry: &mut BTreeSet<String>,
) {
    let scenario = checker.scenario;
    for to in leg.lift.to.ids() {
        let fuel = scenario.places.get(to).and_then(|place| place.terminal.as_ref()?.fuel.as_ref());
        let Some(capacity_t) = fuel.and_then(|fuel| fuel.capacity_t) else { continue };
        let too_much = |type_id: &str, carrier: &CarrierType| {
            (kilograms(Some(carrier.fuel_uplift_t)) > kilograms(Some(capacity_t))).then(|| {
                format!(
                    "a carrier of the type `{type_id}` takes {} t, and {} t can be stored",
                    plain(carrier.fuel_uplift_t),
                    plain(capacity_t)
                )
            })
        };
        let mut comes = |fleet: (&'a str, &'a Fleet)| {
            let served = leg.from.iter().filter(|from| *from != to);
            let mut served = served.filter_map(|from| services.of(scenario, fleet, from, to)?.ok());
            served.find_map(|server| too_much(server.type_id, server.carrier))
        };
        let found = candidates(scenario, leg.lift).into_iter().find_map(&mut comes);
        if let Some(message) = found
            && dry.insert(to.clone())
        {
            let help = "raise `capacity_t`, or lower `fuel_uplift_t` of the carrier type";
            checker.report(Code::E1009, format!("places.{to}.terminal.fuel.capacity_t"), message, help);
        }
    }
}

fn lift_can_be_made<'a>(checker: &mut Checker<'a>, services: &mut Services<'a>, leg: &LiftLeg<'_>) {
    let scenario = checker.scenario;
    if leg.lift.by.as_ref().is_some_and(Vec::is_empty) {
        let path = format!("{}.by", leg.path());
        let help = "leave `by` out for every fleet that reaches the destination";
        return checker.report(Code::E1307, path, "the list of fleets is empty", help);
    }
    let fleets = candidates(scenario, leg.lift);
    if fleets.is_empty() {
        if scenario.fleets.is_empty() {
            let help = "add one to `fleets`, or let the unit march";
            checker.report(Code::E1303, leg.path(), "there is no fleet to carry the lift", help);
        }
        return;
    }
    for from in leg.from {
        let mut servers: Vec<Server<'_>> = Vec::new();
        let mut obstacles: Vec<(&str, Obstacle)> = Vec::new();
        let mut known = false;
        for to in leg.lift.to.ids().iter().filter(|to| *to != from) {
            for (id, fleet) in &fleets {
                match services.of(scenario, (id, fleet), from, to) {
                    Some(Ok(server)) => servers.push(server),
                    Some(Err(obstacle)) => obstacles.push((id, obstacle)),
                    None => continue,
                }
                known = true;
            }
        }
        if servers.is_empty() && known {
            nobody_serves(checker, leg, from, &obstacles);
        } else if !servers.is_empty() {
            named_fleets_serve(checker, leg, &obstacles, &fleets);
            let servers = least_payloads(servers);
            everything_fits(checker, leg, from, &servers);
            order_matters(checker, leg, &servers);
        }
    }
}

/// Returns one server for each carrier type: that with the least payload, since a load is made up before it is known to
/// which of several destinations it goes.
fn least_payloads(servers: Vec<Server<'_>>) -> Vec<Server<'_>> {
    let mut least: BTreeMap<&str, Server<'_>> = BTreeMap::new();
    let payload = |server: &Server<'_>| server.payload_t.unwrap_or(f64::INFINITY);
    for server in servers {
        let entry = least.entry(server.type_id).or_insert(server);
        if payload(&server) < payload(entry) {
            *entry = server;
        }
    }
    least.into_values().collect()
}

fn nobody_serves(checker: &mut Checker<'_>, leg: &LiftLeg<'_>, from: &str, obstacles: &[(&str, Obstacle)]) {
    let Some((fleet, nearest)) = obstacles.iter().max_by(|a, b| a.1.cmp(&b.1)) else {
        return;
    };
    let to: Vec<String> = leg.lift.to.ids().iter().map(|id| format!("`{id}`")).collect();
    let message = format!("no fleet can carry the lift from `{from}` to {}", to.join(" or "));
    let mut diagnostic = Diagnostic::new(nearest.code(), message).on(leg.path());
    diagnostic.help = lacking_route(checker.scenario, (fleet, nearest), from, &leg.lift.to)
        .or_else(|| Some(nearest.help().to_owned()));
    for (id, obstacle) in obstacles.iter().take(MOST_NOTES) {
        diagnostic = diagnostic.note(format!("`{id}`: {}", obstacle.reason()));
    }
    checker.add(diagnostic);
}

/// The route that a fleet lacks, to be pasted.
fn lacking_route(
    scenario: &Scenario,
    (fleet, obstacle): (&str, &Obstacle),
    from: &str,
    to: &Destinations,
) -> Option<String> {
    let fleet = scenario.fleets.get(fleet)?;
    let carrier = scenario.carrier_types.get(&fleet.carrier_type)?;
    match obstacle {
        Obstacle::NoRoute => route_to_paste(scenario, carrier, from, to.ids().iter().find(|to| *to != from)?),
        Obstacle::NoWayFromBase => route_to_paste(scenario, carrier, &fleet.base, from),
        _ => None,
    }
}

/// So many fleets or carrier types are named as reasons.
const MOST_NOTES: usize = 4;

/// Warns of a fleet in `by` that can reach none of the destinations.
fn named_fleets_serve(
    checker: &mut Checker<'_>,
    leg: &LiftLeg<'_>,
    obstacles: &[(&str, Obstacle)],
    fleets: &[(&str, &Fleet)],
) {
    if leg.lift.by.is_none() {
        return;
    }
    let destinations = leg.lift.to.ids().len();
    for (index, (id, _)) in fleets.iter().enumerate() {
        let own: Vec<&Obstacle> =
            obstacles.iter().filter(|(other, _)| other == id).map(|(_, it)| it).collect();
        if let (Some(obstacle), true) = (own.first(), own.len() >= destinations)
            && **obstacle != Obstacle::Empty
        {
            let message = format!("the fleet `{id}` cannot serve the lift: {}", obstacle.reason());
            checker.report(Code::W2005, format!("{}.by.{index}", leg.path()), message, obstacle.help());
        }
    }
}

fn everything_fits(checker: &mut Checker<'_>, leg: &LiftLeg<'_>, from: &str, servers: &[Server<'_>]) {
    let mut crews = 0;
    for (id, count) in leg.unit.vehicles.iter().filter(|(_, count)| **count > 0) {
        let Some(vehicle) = checker.scenario.vehicle_types.get(id) else {
            continue;
        };
        crews += u64::from(vehicle.crew) * u64::from(*count);
        vehicle_fits(checker, leg, (id, vehicle), servers);
    }
    if u64::from(leg.unit.personnel) > crews && !servers.iter().any(takes_people) {
        let message =
            format!("the unit has people to move, and no carrier from `{from}` has a seat for them");
        let mut diagnostic = Diagnostic::new(Code::E1205, message)
            .on(format!("{}.personnel", leg.unit_path))
            .help("give a carrier type `seats`, or add another fleet to the lift");
        for server in servers.iter().take(MOST_NOTES) {
            diagnostic =
                diagnostic.note(format!("`{}`: {} seats", server.type_id, server.carrier.seats.unwrap_or(0)));
        }
        checker.add(diagnostic);
    }
    if leg.unit.cargo_t > 0.0 && servers.iter().all(|server| server.payload_t.is_some_and(|most| most <= 0.0))
    {
        let message = "the unit has cargo, and no carrier has a payload for it";
        let path = format!("{}.cargo_t", leg.unit_path);
        checker.report(Code::E1214, path, message, "raise `payload_t`, or add another fleet to the lift");
    }
}

fn takes_people(server: &Server<'_>) -> bool {
    let payload = server.payload_t.unwrap_or(f64::INFINITY);
    server.carrier.seats != Some(0) && server.carrier.person_mass_t <= payload
}

fn vehicle_fits(
    checker: &mut Checker<'_>,
    leg: &LiftLeg<'_>,
    (id, vehicle): (&str, &VehicleType),
    servers: &[Server<'_>],
) {
    if servers.iter().any(|server| hindrance(vehicle, server).is_none()) {
        return;
    }
    let only_crew = servers.iter().any(|server| matches!(hindrance(vehicle, server), Some((Code::E1206, _))));
    let (code, message, help) = if only_crew {
        let message = format!("the vehicle `{id}` fits a carrier, but not with its crew of {}", vehicle.crew);
        (Code::E1206, message, "a vehicle's crew travels with it: raise the seats, or lower `crew`")
    } else {
        let message = format!("the vehicle `{id}` fits no carrier of the lift");
        (Code::E1204, message, "add a larger carrier to the lift, or let the vehicles march")
    };
    let mut diagnostic =
        Diagnostic::new(code, message).on(format!("{}.vehicles.{id}", leg.unit_path)).help(help);
    for server in servers.iter().take(MOST_NOTES) {
        if let Some((_, reason)) = hindrance(vehicle, server) {
            diagnostic = diagnostic.note(format!("`{}`: {reason}", server.type_id));
        }
    }
    checker.add(diagnostic);
}

/// Returns why a vehicle does not go on a carrier.
fn hindrance(vehicle: &VehicleType, server: &Server<'_>) -> Option<(Code, String)> {
    let carrier = server.carrier;
    let payload = server.payload_t.unwrap_or(f64::INFINITY);
    let limits = [
        ("it is", "long, and the hold", vehicle.length_m, carrier.hold_length_m),
        ("it is", "wide, and the hold", vehicle.width_m, carrier.hold_width_m),
    ];
    if vehicle.mass_t > payload {
        let message = format!(
            "its mass is {} t, and the payload over {} km {} t",
            plain(vehicle.mass_t),
            plain(server.distance_km.round()),
            plain(payload)
        );
        return Some((Code::E1204, message));
    }
    for (is, what, own, limit) in limits {
        if let Some(limit) = limit
            && own > limit
        {
            return Some((Code::E1204, format!("{is} {} m {what} {} m", plain(own), plain(limit))));
        }
    }
    let seats = carrier.seats.unwrap_or(u32::MAX).min(carrier.seats_with_vehicles.unwrap_or(u32::MAX));
    if vehicle.crew > seats {
        let message = format!("its crew is {}, and the seats beside vehicles are {seats}", vehicle.crew);
        return Some((Code::E1206, message));
    }
    let with_crew = vehicle.mass_t + f64::from(vehicle.crew) * carrier.person_mass_t;
    (with_crew > payload).then(|| {
        let message =
            format!("with its crew it is {} t, and the payload {} t", plain(with_crew), plain(payload));
        (Code::E1206, message)
    })
}

/// Warns where the order in which vehicles are loaded makes a difference of more than a tenth in loads, unless the lift
/// says which is meant.
fn order_matters(checker: &mut Checker<'_>, leg: &LiftLeg<'_>, servers: &[Server<'_>]) {
    // Nobody is warned of a value that is only tried, and packing takes long.
    if checker.changed.is_some() {
        return;
    }
    let path = format!("{}.vehicles", leg.unit_path);
    // Mistakes come first: what they make of the loads says nothing.
    let mistake = |it: &Diagnostic| !it.code.is_warning() || (it.code == Code::W2006 && it.path == path);
    let known = checker.found.iter().any(mistake);
    if known || leg.unit.vehicles.len() < 2 || leg.lift.vehicle_order.is_some() {
        return;
    }
    let Some(vehicles) = (leg.unit.vehicles.keys())
        .map(|id| Some((id.as_str(), Item::of(checker.scenario.vehicle_types.get(id)?))))
        .collect::<Option<Vec<_>>>()
    else {
        return;
    };
    for server in servers {
        let widest = loads_in(leg, &vehicles, server, VehicleOrder::WidestFirst);
        let listed = loads_in(leg, &vehicles, server, VehicleOrder::Listed);
        if let (Some(widest), Some(listed)) = (widest, listed)
            && 10 * widest.abs_diff(listed) > widest.min(listed)
        {
            let message = format!(
                "by `{}` the loads of one copy are {widest} with the widest vehicles first, and {listed} in the order listed",
                server.type_id
            );
            let help = "say which is meant with `vehicle_order` of the lift: `widest_first` or `listed`";
            return checker.report(Code::W2006, path, message, help);
        }
    }
}

/// Returns how many loads of a carrier one copy makes in this order.
fn loads_in(
    leg: &LiftLeg<'_>,
    vehicles: &[(&str, Item)],
    server: &Server<'_>,
    order: VehicleOrder,
) -> Option<u32> {
    let order = packing::loading_order(vehicles, order);
    let items: Vec<Item> = vehicles.iter().map(|(_, item)| *item).collect();
    let mut counts: Vec<u32> = leg.unit.vehicles.values().copied().collect();
    counts.extend([leg.unit.personnel, u32::try_from(kilograms(Some(leg.unit.cargo_t))).ok()?]);
    let packing = Packing { rule: leg.lift.rule, order: &order };
    packing::loads(&Hold::of(server.carrier), (kilograms(server.payload_t), 1.0), &items, packing, counts)
}
