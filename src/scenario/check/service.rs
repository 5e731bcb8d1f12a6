//! Which fleet can serve a lift, and why another cannot.

use std::collections::HashMap;

use crate::diagnostic::Code;
use crate::scenario::reach::{
    MARCH_DETOUR_FACTOR, between_km, carries, expected_h, leg_km, payload_at_t, route,
};
use crate::scenario::{CarrierType, Fleet, Mode, Scenario};

/// A fleet that can serve a lift.
#[derive(Debug, Clone, Copy)]
pub(super) struct Server<'a> {
    pub(super) type_id: &'a str,
    pub(super) carrier: &'a CarrierType,
    /// Over the leg; `None` when nothing limits it [t].
    pub(super) payload_t: Option<f64>,
    /// Length of the leg [km].
    pub(super) distance_km: f64,
}

/// Why a fleet cannot serve a lift, the nearer to success the greater.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Obstacle {
    /// It has no carrier.
    Empty,
    /// There is no route of its mode.
    NoRoute,
    /// There is a way, but not for its carriers from their base.
    NoWayFromBase,
    /// The leg is longer than its carriers reach.
    TooFar,
    /// The terminal has fewer stands than one carrier takes.
    TooLarge(String),
    /// There is a way, but neither a time nor a speed.
    NoTime,
    /// It has a time, but not for the way from the base.
    NoTimeFromBase,
}

impl Obstacle {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::Empty | Self::TooFar => Code::E1303,
            Self::NoRoute | Self::NoWayFromBase => Code::E1103,
            Self::TooLarge(_) => Code::E1304,
            Self::NoTime | Self::NoTimeFromBase => Code::E1104,
        }
    }

    pub(super) fn reason(&self) -> String {
        match self {
            Self::Empty => "it has no carriers".to_owned(),
            Self::NoRoute => "no route of its mode joins the places".to_owned(),
            Self::NoWayFromBase => "no route of its mode joins its base and the place of loading".to_owned(),
            Self::TooFar => "the leg is longer than its range".to_owned(),
            Self::TooLarge(place) => format!("`{place}` has fewer stands than one carrier takes"),
            Self::NoTime => {
                "neither the route has a `travel_h` nor the carrier type a `speed_kmh`".to_owned()
            }
            Self::NoTimeFromBase => {
                "from its base to the place of loading there is no route with a `travel_h`, and its type has no `speed_kmh`"
                    .to_owned()
            }
        }
    }

    pub(super) fn help(&self) -> &'static str {
        match self {
            Self::Empty => "give a fleet carriers, or name another one in `by`",
            Self::NoRoute | Self::NoWayFromBase => "add a route of that mode; only air legs do without one",
            Self::TooFar => "add `refuel_stop_h`, a place in between, or another fleet",
            Self::TooLarge(_) => "raise `stands` of the terminal or lower `stand_size` of the carrier type",
            Self::NoTime | Self::NoTimeFromBase => {
                "add `speed_kmh` to the carrier type or `travel_h` to the route"
            }
        }
    }
}

/// A route between two places, as it can be pasted into the scenario.
pub(super) fn route_to_paste(
    scenario: &Scenario,
    carrier: &CarrierType,
    from: &str,
    to: &str,
) -> Option<String> {
    // Speeds where the carrier type has none [km/h].
    let (mode, usual_kmh) = match carrier.mode {
        Mode::Air => return None,
        Mode::Road => ("road", 40.0),
        Mode::Rail => ("rail", 40.0),
        Mode::Sea => ("sea", 28.0),
    };
    let km = (between_km(scenario, from, to)? * MARCH_DETOUR_FACTOR / 10.0).ceil() * 10.0;
    let length = match carrier.speed_kmh {
        Some(_) => format!("\"distance_km\": {km}"),
        None => format!("\"travel_h\": {}", (km / usual_kmh).ceil()),
    };
    let ends = format!("\"from\": \"{from}\", \"to\": \"{to}\"");
    let route = format!("\"{from}-{to}\": {{{ends}, \"mode\": \"{mode}\", {length}}}");
    Some(if scenario.routes.is_empty() {
        format!("add `\"routes\": {{{route}}}`, with the true length")
    } else {
        format!("add `{route}` to `routes`, with the true length")
    })
}

/// What fleets offer on lifts, worked out once for all units that go the same way.
#[derive(Debug, Default)]
pub(super) struct Services<'a> {
    /// By fleet, origin and destination.
    known: HashMap<[&'a str; 3], Option<Result<Server<'a>, Obstacle>>>,
}

impl<'a> Services<'a> {
    /// What a fleet offers on a lift from one place to another.
    pub(super) fn of(
        &mut self,
        scenario: &'a Scenario,
        (id, fleet): (&'a str, &'a Fleet),
        from: &str,
        to: &str,
    ) -> Option<Result<Server<'a>, Obstacle>> {
        let place = |id: &str| scenario.places.get_key_value(id).map(|(id, _)| id.as_str());
        let (Some(from), Some(to)) = (place(from), place(to)) else {
            return serve(scenario, fleet, from, to);
        };
        self.known.entry([id, from, to]).or_insert_with(|| serve(scenario, fleet, from, to)).clone()
    }
}

/// Returns what a fleet offers on a lift from one place to another.
fn serve<'a>(
    scenario: &'a Scenario,
    fleet: &'a Fleet,
    from: &str,
    to: &str,
) -> Option<Result<Server<'a>, Obstacle>> {
    let (type_id, carrier) = scenario.carrier_types.get_key_value(&fleet.carrier_type)?;
    let distance_km = leg_km(scenario, carrier, from, to)?;
    let payload_t = payload_at_t(carrier, distance_km);
    let server = Server { type_id, carrier, payload_t, distance_km };
    if fleet.count == 0 {
        return Some(Err(Obstacle::Empty));
    }
    let way = route(scenario, from, to, carrier.mode);
    if way.is_none() && carrier.mode != Mode::Air {
        return Some(Err(Obstacle::NoRoute));
    }
    let at_base = fleet.base == from || carrier.mode == Mode::Air;
    if !at_base && route(scenario, &fleet.base, from, carrier.mode).is_none() {
        return Some(Err(Obstacle::NoWayFromBase));
    }
    if !carries(carrier, payload_t) {
        return Some(Err(Obstacle::TooFar));
    }
    for place in [from, to] {
        let terminal = scenario.places.get(place).and_then(|it| it.terminal.as_ref());
        let stands = terminal.and_then(|terminal| terminal.stands).unwrap_or(u32::MAX);
        if stands > 0 && carrier.stand_size > stands {
            return Some(Err(Obstacle::TooLarge(place.to_owned())));
        }
    }
    let given = way.is_some_and(|(_, route)| route.travel_h.is_some());
    if !given && carrier.speed_kmh.is_none() {
        return Some(Err(Obstacle::NoTime));
    }
    let comes = || expected_h(scenario, carrier, (&fleet.base, from), 0).is_some();
    let base = scenario.places.get(&fleet.base).filter(|base| base.terminal.is_some());
    if fleet.base != from && base.is_some() && !comes() {
        return Some(Err(Obstacle::NoTimeFromBase));
    }
    Some(Ok(server))
}
