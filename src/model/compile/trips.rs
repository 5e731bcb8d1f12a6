//! Trips: travel time and payload of each carrier type between any two terminals.
//!
//! A trip takes a given route of the carrier's mode; without one, aircraft fly the great circle.
//! Travel time is the route's, or `distance x detour_factor / speed_kmh + block_extra_h`. The payload
//! is that of the payload-range curve at the length of the trip, cut into stages by refuelling stops
//! when the type makes them.

use super::durations::{kilograms, sampler};
use crate::kernel::{Sampler, ms};
use crate::model::world::{PlaceSpec, RouteSpec, TerminalSpec, TripSpec};
use crate::scenario::{CarrierType, Mode, PayloadAtRange, Place, Route, Scenario};
use crate::units::{Point, great_circle_km};

pub(super) fn routes(scenario: &Scenario) -> Vec<RouteSpec> {
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
    places: &[PlaceSpec],
    terminals: &[TerminalSpec],
) -> Vec<Option<TripSpec>> {
    let mut trips = Vec::with_capacity(scenario.carrier_types.len() * terminals.len() * terminals.len());
    for carrier in scenario.carrier_types.values() {
        for from in terminals {
            for to in terminals {
                let ends = (&places[usize::from(from.place)].id, &places[usize::from(to.place)].id);
                trips.push(if from.place == to.place { None } else { trip(scenario, carrier, ends) });
            }
        }
    }
    trips
}

/// The great-circle distance between two places [km].
pub(super) fn distance_km(from: &Place, to: &Place) -> f64 {
    great_circle_km(Point { lat: from.lat, lon: from.lon }, Point { lat: to.lat, lon: to.lon })
}

/// The route of a mode between two places, with its number and direction (0 as written, 1 backwards).
pub(super) fn route_between<'a>(
    scenario: &'a Scenario,
    mode: Mode,
    (from, to): (&str, &str),
) -> Option<(u16, u8, &'a Route)> {
    let routes = || scenario.routes.values().enumerate().filter(|(_, route)| route.mode == mode);
    let forwards = routes().find(|(_, route)| route.from == from && route.to == to);
    let backwards = || routes().find(|(_, route)| !route.one_way && route.from == to && route.to == from);
    match forwards {
        Some((index, route)) => Some((index as u16, 0, route)),
        None => backwards().map(|(index, route)| (index as u16, 1, route)),
    }
}

fn trip(scenario: &Scenario, carrier: &CarrierType, (from, to): (&String, &String)) -> Option<TripSpec> {
    let route = route_between(scenario, carrier.mode, (from, to));
    if route.is_none() && carrier.mode != Mode::Air {
        return None;
    }
    let given_km = route.and_then(|(_, _, route)| route.distance_km);
    let km = given_km
        .unwrap_or_else(|| distance_km(&scenario.places[from], &scenario.places[to]) * carrier.detour_factor);
    let given = route.and_then(|(_, _, route)| route.travel_h.as_ref());
    let travel = match (given, carrier.speed_kmh) {
        (Some(duration), _) => sampler(duration),
        (None, Some(speed_kmh)) if speed_kmh > 0.0 => {
            Sampler::Fixed(ms(km / speed_kmh + carrier.block_extra_h))
        }
        _ => return None,
    };
    let (payload_kg, stops) = payload(carrier, km)?;
    let border = route.and_then(|(_, _, route)| route.border_delay_h.as_ref()).map(sampler);
    let stop_ms = carrier.refuel_stop_h.as_ref().map_or(0, |stop| sampler(stop).mean_ms());
    let mean_ms = travel.mean_ms() + border.as_ref().map_or(0, Sampler::mean_ms) + stop_ms * i64::from(stops);
    Some(TripSpec {
        factor: given.is_none(),
        travel,
        payload_kg,
        stops,
        border,
        route: route.map(|(index, way, _)| (index, way)),
        mean_ms,
    })
}

/// The payload over a distance [kg] and the refuelling stops made for it; none when the trip is too long for any load.
fn payload(carrier: &CarrierType, km: f64) -> Option<(i64, u32)> {
    let most = kilograms(carrier.payload_t);
    let Some(first) = carrier.payload_range.first() else {
        return Some((most, 0));
    };
    let stops = if carrier.refuel_stop_h.is_some() && first.distance_km > 0.0 {
        ((km / first.distance_km).ceil() - 1.0).clamp(0.0, 100.0) as u32
    } else {
        0
    };
    let at = payload_at(&carrier.payload_range, km / f64::from(stops + 1))?;
    Some((most.min(kilograms(Some(at))), stops))
}

/// The payload-range curve at a distance [t].
fn payload_at(curve: &[PayloadAtRange], km: f64) -> Option<f64> {
    let first = curve.first()?;
    if km <= first.distance_km {
        return Some(first.payload_t);
    }
    let pair = curve.windows(2).find(|pair| km <= pair[1].distance_km)?;
    let share = (km - pair[0].distance_km) / (pair[1].distance_km - pair[0].distance_km);
    Some(pair[0].payload_t + share * (pair[1].payload_t - pair[0].payload_t))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve() -> Vec<PayloadAtRange> {
        let point = |distance_km, payload_t| PayloadAtRange { distance_km, payload_t };
        vec![point(3_470.0, 47.0), point(4_070.0, 40.0), point(5_810.0, 20.0)]
    }

    #[test]
    fn payload_falls_along_straight_lines_and_ends_with_the_curve() {
        assert_eq!(payload_at(&curve(), 1_000.0), Some(47.0));
        assert_eq!(payload_at(&curve(), 3_770.0), Some(43.5));
        assert_eq!(payload_at(&curve(), 5_810.0), Some(20.0));
        assert_eq!(payload_at(&curve(), 5_811.0), None);
    }
}
