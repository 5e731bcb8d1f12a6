//! What carriers can reach, how far it is and how much they carry over that distance.
//!
//! The rules before a run and the run itself ask the same functions, so that they cannot disagree.

use super::carrier::{CarrierType, Mode, PayloadAtRange, Route};
use super::place::Place;
use super::time::Duration;
use super::{Destinations, Id, Scenario};
use crate::units::{Point, great_circle_km, kilograms};

/// The length of a march over the great circle, when neither a length nor a road route is given.
pub const MARCH_DETOUR_FACTOR: f64 = 1.3;

impl Place {
    /// Returns its coordinates.
    pub fn point(&self) -> Point {
        Point { lat: self.lat, lon: self.lon }
    }
}

impl Destinations {
    /// Returns the places in order of preference.
    pub fn ids(&self) -> &[Id] {
        match self {
            Self::One(id) => std::slice::from_ref(id),
            Self::Several(ids) => ids,
        }
    }
}

/// Returns the route of a mode that leads from one place to another, with its id.
///
/// A route as written goes before one that is taken backwards; of several the first by id. Routes go both ways unless
/// `one_way`.
pub fn route<'a>(scenario: &'a Scenario, from: &str, to: &str, mode: Mode) -> Option<(&'a str, &'a Route)> {
    let routes = || scenario.routes.iter().filter(|(_, route)| route.mode == mode);
    let forwards = routes().find(|(_, route)| route.from == from && route.to == to);
    let backwards = || routes().find(|(_, route)| !route.one_way && route.from == to && route.to == from);
    forwards.or_else(backwards).map(|(id, route)| (id.as_str(), route))
}

/// Returns the great circle between two places; `None` when one is unknown [km].
pub fn between_km(scenario: &Scenario, from: &str, to: &str) -> Option<f64> {
    let from = scenario.places.get(from)?;
    let to = scenario.places.get(to)?;
    Some(great_circle_km(from.point(), to.point()))
}

/// Returns the points of a route from end to end; `None` when one of them is unknown.
pub fn line(scenario: &Scenario, route: &Route) -> Option<Vec<Point>> {
    let end = |id: &Id| scenario.places.get(id).map(Place::point);
    let between = route.via.iter().map(|via| via.point(scenario));
    std::iter::once(end(&route.from)).chain(between).chain([end(&route.to)]).collect()
}

/// Returns the length that a route itself gives: `distance_km`, else the great circles from point to point of its
/// `via` added up, times its `distance_factor`; `None` when it has none of these [km].
pub fn route_km(scenario: &Scenario, route: &Route) -> Option<f64> {
    let along = || {
        let points =
            line(scenario, route).filter(|_| !route.via.is_empty() || route.distance_factor.is_some())?;
        let sum: f64 = points.windows(2).map(|pair| great_circle_km(pair[0], pair[1])).sum();
        Some(sum * route.distance_factor.unwrap_or(1.0))
    };
    route.distance_km.or_else(along)
}

/// Returns how far a carrier goes: the length of the route, else the great circle with the carrier's detour [km].
pub fn leg_km(scenario: &Scenario, carrier: &CarrierType, from: &str, to: &str) -> Option<f64> {
    let route = route(scenario, from, to, carrier.mode).map(|(_, route)| route);
    way_km(scenario, carrier, route, || between_km(scenario, from, to))
}

/// Returns what [`leg_km`] does, for who knows the route, if there is one, and how long the great circle is [km].
pub fn way_km(
    scenario: &Scenario,
    carrier: &CarrierType,
    route: Option<&Route>,
    between_km: impl FnOnce() -> Option<f64>,
) -> Option<f64> {
    let given = route.and_then(|route| route_km(scenario, route));
    given.or_else(|| Some(between_km()? * carrier.detour_factor))
}

/// Returns the payload over a distance, with as many refuelling stops as may be made; `None` when nothing limits it [t].
///
/// Straight lines between the points of the curve, the first value below the first distance, nothing beyond the last.
pub fn payload_at_t(carrier: &CarrierType, distance_km: f64) -> Option<f64> {
    payload_with_stops_t(carrier, distance_km, most_stops(carrier, distance_km))
}

/// Returns whether a carrier goes with a load over a distance at which it has a payload ([`payload_at_t`]): beyond the end of its payload-range curve it carries nothing,
/// people without a mass included.
pub fn carries(carrier: &CarrierType, payload_t: Option<f64>) -> bool {
    carrier.payload_range.is_empty() || payload_t.is_none_or(|payload| payload > 0.0)
}

/// Returns the payload over a distance that refuelling stops cut into equal stages [t].
pub fn payload_with_stops_t(carrier: &CarrierType, distance_km: f64, stops: u32) -> Option<f64> {
    let on_curve = curve_t(carrier, distance_km / f64::from(stops + 1));
    match (carrier.payload_t, on_curve) {
        (Some(most), Some(here)) => Some(most.min(here)),
        (most, here) => most.or(here),
    }
}

/// Returns the most refuelling stops that may be made over a distance: those that cut it into stages no longer than the
/// first distance of the curve that is not 0.
pub fn most_stops(carrier: &CarrierType, distance_km: f64) -> u32 {
    let first = carrier.payload_range.iter().find(|point| point.distance_km > 0.0);
    stops_for_stages(carrier, distance_km, first)
}

/// Returns the fewest refuelling stops that carry a mass over a distance; the most when none carry it.
pub fn stops_with(carrier: &CarrierType, distance_km: f64, mass_kg: i64) -> u32 {
    let most = most_stops(carrier, distance_km);
    let payload_kg = |stops: u32| kilograms(payload_with_stops_t(carrier, distance_km, stops));
    (0..most).find(|stops| payload_kg(*stops) >= mass_kg.max(1)).unwrap_or(most)
}

/// Returns the refuelling stops of an empty carrier: those that cut the distance into stages no longer than the curve reaches.
pub fn stops_empty(carrier: &CarrierType, distance_km: f64) -> u32 {
    stops_for_stages(carrier, distance_km, carrier.payload_range.last())
}

/// Stops that cut a distance into equal stages no longer than that of a point.
fn stops_for_stages(carrier: &CarrierType, distance_km: f64, longest: Option<&PayloadAtRange>) -> u32 {
    const MOST_STOPS: f64 = 100.0;
    match longest {
        Some(point) if carrier.refuel_stop_h.is_some() && point.distance_km > 0.0 => {
            ((distance_km / point.distance_km).ceil() - 1.0).clamp(0.0, MOST_STOPS) as u32
        }
        _ => 0,
    }
}

/// Returns how long a trip is expected to take, travel factor, border and refuelling stops included; `None` when there is no
/// way, or neither a time nor a speed is known [h].
pub fn expected_h(
    scenario: &Scenario,
    carrier: &CarrierType,
    (from, to): (&str, &str),
    stops: u32,
) -> Option<f64> {
    let way = route(scenario, from, to, carrier.mode).map(|(_, route)| route);
    if way.is_none() && carrier.mode != Mode::Air {
        return None;
    }
    let given = way.and_then(|route| route.travel_h.as_ref());
    let travel_h = match (given, carrier.speed_kmh) {
        (Some(travel), _) => travel.mean_h(),
        (None, Some(speed_kmh)) if speed_kmh > 0.0 => {
            let factor = carrier.travel_factor.as_ref().map_or(1.0, Duration::mean_h);
            (leg_km(scenario, carrier, from, to)? / speed_kmh + carrier.block_extra_h) * factor
        }
        _ => return None,
    };
    let mean_h = |duration: Option<&Duration>| duration.map_or(0.0, Duration::mean_h);
    let border_h = mean_h(way.and_then(|route| route.border_delay_h.as_ref()));
    Some(travel_h + border_h + f64::from(stops) * mean_h(carrier.refuel_stop_h.as_ref()))
}

fn curve_t(carrier: &CarrierType, distance_km: f64) -> Option<f64> {
    let curve = &carrier.payload_range;
    let first = curve.first()?;
    if distance_km <= first.distance_km {
        return Some(first.payload_t);
    }
    let segment = curve.windows(2).find_map(|pair| match pair {
        [near, far] if distance_km <= far.distance_km => Some((near, far)),
        _ => None,
    });
    Some(segment.map_or(0.0, |(near, far)| {
        let share = (distance_km - near.distance_km) / (far.distance_km - near.distance_km);
        near.payload_t + share * (far.payload_t - near.payload_t)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::carrier::PayloadAtRange;

    fn carrier(json: &str) -> CarrierType {
        serde_json::from_str(json).expect("a carrier type")
    }

    fn payload(carrier: &CarrierType, km: f64) -> f64 {
        payload_at_t(carrier, km).unwrap_or(f64::INFINITY)
    }

    #[test]
    fn payload_falls_along_the_curve_and_is_nothing_beyond_it() {
        let mut il = carrier(r#"{"mode": "air", "payload_t": 45}"#);
        il.payload_range = vec![
            PayloadAtRange { distance_km: 1000.0, payload_t: 50.0 },
            PayloadAtRange { distance_km: 3000.0, payload_t: 30.0 },
        ];
        let found: Vec<f64> = [500.0, 1000.0, 2000.0, 3000.0, 3001.0].map(|km| payload(&il, km)).to_vec();
        assert_eq!(found, [45.0, 45.0, 40.0, 30.0, 0.0]);
    }

    #[test]
    fn a_refuelling_stop_lifts_the_limit_of_distance() {
        let il = carrier(
            r#"{"mode": "air", "refuel_stop_h": 1, "payload_range": [{"distance_km": 1000, "payload_t": 50}]}"#,
        );
        assert!((payload(&il, 9000.0) - 50.0).abs() < 1e-12);
    }

    #[test]
    fn a_load_makes_the_fewest_stops_that_carry_it() {
        // 50 t to 1,000 km, then 10 t less for every 1,000 km, to 20 t at 4,000 km.
        let il = carrier(
            r#"{"mode": "air", "refuel_stop_h": 1,
                "payload_range": [{"distance_km": 1000, "payload_t": 50}, {"distance_km": 4000, "payload_t": 20}]}"#,
        );
        let stops = |tonnes: i64| stops_with(&il, 6000.0, tonnes * 1000);
        // 20 t go 4,000 km and 30 t 3,000 km: two stages; 40 t go 2,000 km: three; 41 t 1,900 km: four; 50 t 1,000 km: six.
        assert_eq!([0, 20, 30, 31, 40, 41, 50].map(stops), [1, 1, 1, 2, 2, 3, 5]);
        assert_eq!((most_stops(&il, 6000.0), stops_empty(&il, 6000.0)), (5, 1));
        assert_eq!((most_stops(&il, 900.0), stops_empty(&il, 4000.0)), (0, 0));
    }

    #[test]
    fn a_curve_that_falls_from_the_beginning_cuts_legs_to_its_next_distance() {
        let il = carrier(
            r#"{"mode": "air", "refuel_stop_h": 1,
                "payload_range": [{"distance_km": 0, "payload_t": 50}, {"distance_km": 4000, "payload_t": 10}]}"#,
        );
        assert_eq!((most_stops(&il, 4000.0), most_stops(&il, 6000.0)), (0, 1));
        // Two stages of 3,000 km.
        assert!((payload(&il, 6000.0) - 20.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_limits_a_carrier_without_payload() {
        assert_eq!(payload_at_t(&carrier(r#"{"mode": "road"}"#), 100.0), None);
    }
}
