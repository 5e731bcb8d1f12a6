//! What carriers can reach, how far it is and how much they carry over that distance.
//!
//! The rules before a run and the run itself ask the same functions, so that they cannot disagree.

use super::carrier::{CarrierType, Mode, Route};
use super::place::Place;
use super::{Destinations, Id, Scenario};
use crate::units::{Point, great_circle_km};

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
/// `via` added up; `None` when it has neither [km].
pub fn route_km(scenario: &Scenario, route: &Route) -> Option<f64> {
    let along = || {
        let points = line(scenario, route).filter(|_| !route.via.is_empty())?;
        Some(points.windows(2).map(|pair| great_circle_km(pair[0], pair[1])).sum())
    };
    route.distance_km.or_else(along)
}

/// Returns how far a carrier goes: the length of the route, else the great circle with the carrier's detour [km].
pub fn leg_km(scenario: &Scenario, carrier: &CarrierType, from: &str, to: &str) -> Option<f64> {
    let given = route(scenario, from, to, carrier.mode).and_then(|(_, route)| route_km(scenario, route));
    given.or_else(|| Some(between_km(scenario, from, to)? * carrier.detour_factor))
}

/// Returns the payload over a distance; `None` when nothing limits it [t].
///
/// Straight lines between the points of the curve, the first value below the first distance, nothing beyond the last.
/// Refuelling stops cut a leg into equal stages that are no longer than the first distance.
pub fn payload_at_t(carrier: &CarrierType, distance_km: f64) -> Option<f64> {
    let on_curve = curve_t(carrier, distance_km / f64::from(stages(carrier, distance_km)));
    match (carrier.payload_t, on_curve) {
        (Some(most), Some(here)) => Some(most.min(here)),
        (most, here) => most.or(here),
    }
}

/// Returns the number of stages in which a leg is flown, one more than the refuelling stops.
pub fn stages(carrier: &CarrierType, distance_km: f64) -> u32 {
    const MOST_STAGES: f64 = 101.0;
    match carrier.payload_range.first() {
        Some(first) if carrier.refuel_stop_h.is_some() && first.distance_km > 0.0 => {
            (distance_km / first.distance_km).ceil().clamp(1.0, MOST_STAGES) as u32
        }
        _ => 1,
    }
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
    use crate::scenario::PayloadAtRange;

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
    fn nothing_limits_a_carrier_without_payload() {
        assert_eq!(payload_at_t(&carrier(r#"{"mode": "road"}"#), 100.0), None);
    }
}
