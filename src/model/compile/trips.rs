//! Trips: travel time and payload of each carrier type between any two terminals.
//!
//! A trip takes a given route of the carrier's mode; without one, aircraft fly the great circle. A route is as long as it
//! says, else as the line through its `via`.
//! Travel time is the route's, or `distance x detour_factor / speed_kmh + block_extra_h`. The payload
//! is that of the payload-range curve at the length of the trip, or of its stages when the type makes refuelling stops;
//! how many it makes is left to the load.

use super::durations::sampler;
use crate::kernel::{Id, Sampler, Table, hours, ms, rounded};
use crate::model::ids::{CarrierTypeId, PlaceId, RouteId, TerminalId};
use crate::model::world::{
    LiftSpec, PlaceSpec, RouteSpec, SortieSpec, Step, StopsSpec, TerminalSpec, TripSpec, World,
};
use crate::scenario::factor::FactorOn;
use crate::scenario::{CarrierType, Disruption, Effect, Mode, Route, Scenario, reach};
use crate::units::kilograms;

pub(super) fn routes(scenario: &Scenario) -> Table<RouteId, RouteSpec> {
    scenario
        .routes
        .iter()
        .map(|(id, route)| RouteSpec {
            id: id.clone(),
            interval_ms: route.echelons_per_day.filter(|n| *n > 0.0).map_or(0, |n| ms(24.0 / n)),
        })
        .collect()
}

pub(super) fn trips(
    scenario: &Scenario,
    places: &Table<PlaceId, PlaceSpec>,
    terminals: &Table<TerminalId, TerminalSpec>,
) -> Vec<Option<TripSpec>> {
    let mut trips = Vec::with_capacity(scenario.carrier_types.len() * terminals.len() * terminals.len());
    // All carrier types fly the great circle, which takes far longer to work out than to look up.
    let mut straight_km = vec![None; terminals.len() * terminals.len()];
    for carrier in scenario.carrier_types.values() {
        let factor = carrier.travel_factor.as_ref().map(sampler);
        let factor = factor.map(|factor| (factor.mean_ms(), factor.least_ms(), factor));
        for (first, from) in terminals.iter().enumerate() {
            for (second, to) in terminals.iter().enumerate() {
                let ends = (places[from.place].id.as_str(), places[to.place].id.as_str());
                let known_km = &mut straight_km[first * terminals.len() + second];
                let between_km =
                    || *known_km.get_or_insert_with(|| reach::between_km(scenario, ends.0, ends.1));
                let trip = (from.place != to.place)
                    .then(|| trip(scenario, (carrier, factor.as_ref()), ends, between_km));
                trips.push(trip.flatten());
            }
        }
    }
    trips
}

/// The trip of a carrier type, with its travel factor (mean and least [ms], sampler), between two places that lie so far
/// from each other in a straight line [km].
fn trip(
    scenario: &Scenario,
    (carrier, factor): (&CarrierType, Option<&(i64, i64, Sampler)>),
    (from, to): (&str, &str),
    between_km: impl FnOnce() -> Option<f64>,
) -> Option<TripSpec> {
    let route = reach::route(scenario, from, to, carrier.mode);
    if route.is_none() && carrier.mode != Mode::Air {
        return None;
    }
    let km = reach::way_km(scenario, carrier, route.map(|(_, route)| route), between_km)?;
    let given = route.and_then(|(_, route)| route.travel_h.as_ref());
    let travel = match (given, carrier.speed_kmh) {
        (Some(duration), _) => sampler(duration),
        (None, Some(speed_kmh)) if speed_kmh > 0.0 => {
            Sampler::Fixed(ms(km / speed_kmh + carrier.block_extra_h))
        }
        _ => return None,
    };
    let border = route.and_then(|(_, route)| route.border_delay_h.as_ref()).map(sampler);
    let factor = factor.filter(|_| given.is_none());
    let travel_mean_ms = adjusted(travel.mean_ms(), factor.map(|(mean_ms, _, _)| *mean_ms));
    let least_ms = adjusted(travel.least_ms(), factor.map(|(_, least_ms, _)| *least_ms))
        + border.as_ref().map_or(0, Sampler::least_ms);
    let payload_t = reach::payload_at_t(carrier, km);
    let mean_ms = travel_mean_ms + border.as_ref().map_or(0, Sampler::mean_ms);
    Some(TripSpec {
        factor: factor.map(|(_, _, factor)| factor.clone()),
        travel,
        payload_kg: kilograms(payload_t),
        carries: reach::carries(carrier, payload_t),
        stops: stops(carrier, km),
        border,
        route: route.and_then(|named| way(scenario, named, from)),
        may_be_held: route.is_some_and(|(id, route)| {
            let blocks = |disruption: &Disruption| matches!(&disruption.what, Effect::RouteBlocked(other) if other == id);
            route.echelons_per_day.is_some() || scenario.disruptions.values().any(blocks)
        }),
        mean_ms,
        travel_mean_ms,
        least_ms,
        lands_at_once: false,
        direct: false,
    })
}

/// A travel time multiplied by a factor [ms]; samplers hold a factor of 1 as one hour.
fn adjusted(travel_ms: i64, factor_ms: Option<i64>) -> i64 {
    factor_ms.map_or(travel_ms, |factor_ms| rounded(travel_ms as f64 * hours(factor_ms)))
}

/// The refuelling stops that a carrier makes over a distance with one load or another.
fn stops(carrier: &CarrierType, km: f64) -> StopsSpec {
    let most = reach::most_stops(carrier, km);
    let Some(stop) = carrier.refuel_stop_h.as_ref().filter(|_| most > 0) else {
        return StopsSpec::default();
    };
    StopsSpec {
        payload_kg: (0..=most)
            .map(|stops| kilograms(reach::payload_with_stops_t(carrier, km, stops)))
            .collect(),
        empty: reach::stops_empty(carrier, km),
        each_ms: sampler(stop).mean_ms(),
        least_ms: sampler(stop).least_ms(),
    }
}

/// Which route this is, and its direction for who sets out from a place: 0 as written, 1 backwards.
pub(super) fn way(scenario: &Scenario, (id, route): (&str, &Route), from: &str) -> Option<(RouteId, u8)> {
    let index = scenario.routes.keys().position(|other| other == id)?;
    Some((RouteId::from_index(index), u8::from(route.from != from)))
}

/// Finds the trips that nothing but the travel itself takes time for, and those that end with a landing; once terminals
/// are complete.
pub(super) fn find_direct(world: &mut World) {
    let terminals = world.terminals.len();
    let with_factor = world.has_factor(FactorOn::Travel);
    for (index, trip) in world.trips.iter_mut().enumerate() {
        let terminal = |place: usize| &world.terminals[TerminalId::from_index(place % terminals)];
        let (from, to) = (terminal(index / terminals), terminal(index));
        let spec = &world.carrier_types[CarrierTypeId::from_index(index / terminals / terminals)];
        if let Some(trip) = trip {
            let iced = spec.mode == Mode::Air && !from.deicing.is_zero();
            let at_once = !iced && !from.gated && to.slot_ms == 0 && !trip.may_be_held;
            let adjusted = trip.factor.is_some() || with_factor;
            trip.lands_at_once = !to.gated && to.max_hold_ms.is_none();
            trip.direct = at_once && !trip.stops.are_made() && trip.border.is_none() && !adjusted;
        }
    }
}

/// Works out what carrier types do with the loads of lifts; once direct trips are known.
pub(super) fn sorties(world: &mut World) {
    let mut legs = std::mem::take(&mut world.legs);
    for leg in &mut legs {
        if let Step::Lift(lift) = &mut leg.step {
            let types = world.carrier_types.ids();
            lift.sorties = types.map(|carrier_type| sortie(world, lift, carrier_type)).collect();
        }
    }
    world.legs = legs;
}

fn sortie(world: &World, lift: &LiftSpec, carrier_type: CarrierTypeId) -> SortieSpec {
    let lane = &world.lanes[lift.lane];
    let only = if let [only] = lane.to_of[carrier_type][..] { Some(only) } else { None };
    let only = only.filter(|_| lane.to.len() == 1);
    let trip = only.and_then(|to| Some((to, world.trip(carrier_type, lane.from, to)?.clone())));
    SortieSpec {
        goes_whole: lift.whole_fits[carrier_type]
            && !lift.tops_up
            && lift.planned_fill[carrier_type].is_none(),
        homeward: lane.homeward,
        direct: trip.filter(|(_, trip)| trip.direct && !world.holds_departures),
    }
}
