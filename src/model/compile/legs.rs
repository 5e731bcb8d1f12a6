//! The steps of itineraries: marches and lifts, out and home.

use super::durations::{Clock, breakdown, of_day, sampler};
use super::lanes::{LaneKey, destinations_of};
use super::{CompileError, Result, index_of, limits, terminal_of, trips};
use crate::kernel::{Id, Sampler, Table, ms, stream_id};
use crate::model::ids::{CarrierTypeId, DailyLimitId, FleetId, LegId, UnitId};
use crate::model::world::{LegSpec, LiftSpec, MarchSpec, Step, VehicleSlot, World};
use crate::scenario::packing::{Item, loading_order};
use crate::scenario::{Destinations, Leg, Lift, March, Mode, Scenario, Share, Unit, reach};

/// Daylight of marches, local hours.
const DAYLIGHT_H: (f64, f64) = (8.0, 18.0);

/// The itinerary backwards.
pub(super) fn backwards(unit: &Unit) -> Vec<Leg> {
    let mut from = vec![unit.home.clone()];
    from.extend(unit.itinerary.iter().map(|leg| first_destination(leg).to_owned()));
    let reversed = unit.itinerary.iter().zip(from).rev().map(|(leg, to)| match leg {
        Leg::March(march) => Leg::March(March { to, ..march.clone() }),
        // What a day takes is said of the way in.
        Leg::Lift(lift) => {
            Leg::Lift(Lift { to: Destinations::One(to), daily_limit: None, slot_use: None, ..lift.clone() })
        }
    });
    reversed.collect()
}

fn first_destination(leg: &Leg) -> &str {
    match leg {
        Leg::March(march) => &march.to,
        Leg::Lift(lift) => match &lift.to {
            Destinations::One(to) => to,
            Destinations::Several(several) => several.first().map_or("", String::as_str),
        },
    }
}

/// An itinerary, and in which direction it leads.
pub(super) struct Way<'a> {
    pub(super) unit_id: &'a str,
    pub(super) unit: &'a Unit,
    pub(super) vehicles: &'a [VehicleSlot],
    pub(super) itinerary: &'a [Leg],
    pub(super) homeward: bool,
}

/// Compiles the legs of a way from the places where it may begin; returns them, and the places where it may end.
/// Where a leg may begin at several places, those after the first are kept as legs of their own behind the rest.
pub(super) fn compile_legs(
    scenario: &Scenario,
    clock: Clock,
    world: &mut World,
    way: &Way<'_>,
    begin: &[String],
) -> Result<(std::ops::Range<LegId>, Vec<String>)> {
    let first = world.legs.len();
    let end = first + way.itinerary.len();
    let next = |index: usize| {
        if index + 1 < way.itinerary.len() { LegId::from_index(first + index + 1) } else { LegId::NONE }
    };
    let mut from = begin.to_vec();
    let mut others = Vec::new();
    for (index, leg) in way.itinerary.iter().enumerate() {
        let destinations = destinations(leg);
        for (rank, place) in from.iter().enumerate() {
            // Whoever is already there skips the leg.
            if rank == 0 {
                let spec = compile_leg(scenario, clock, world, way, index, place)?;
                world.legs.push(LegSpec { next: next(index), ..spec });
            } else if destinations.as_slice() != std::slice::from_ref(place) {
                others.push((index, place.clone()));
            }
        }
        from = destinations;
    }
    for (index, place) in others {
        let spec = compile_leg(scenario, clock, world, way, index, &place)?;
        let begins = spec.from;
        let other = world.legs.push(LegSpec { next: next(index), ..spec });
        world.legs[LegId::from_index(first + index)].elsewhere.push((begins, other));
    }
    Ok((LegId::from_index(first)..LegId::from_index(end), from))
}

fn compile_leg(
    scenario: &Scenario,
    clock: Clock,
    world: &mut World,
    way: &Way<'_>,
    index: usize,
    from: &str,
) -> Result<LegSpec> {
    let direction = if way.homeward { "home" } else { "out" };
    let stream = stream_id(&format!("leg/{}/{direction}/{index}", way.unit_id));
    let (step, marry_up) = match &way.itinerary[index] {
        Leg::March(march) => {
            (Step::March(Box::new(compile_march(scenario, clock, from, march, stream)?)), march.marry_up)
        }
        Leg::Lift(lift) => {
            // A copy that is needed as one afterwards must not be spread over several places.
            let as_one = match way.itinerary.get(index + 1) {
                Some(Leg::March(next)) => next.marry_up,
                Some(Leg::Lift(next)) => next.marry_up,
                None => scenario.withdrawal.is_some() && !way.homeward,
            };
            let together = as_one && destinations(&way.itinerary[index]).len() > 1;
            let mut spec = compile_lift(scenario, world, from, way, lift, together, stream)?;
            if let Some(limit) = &lift.daily_limit {
                let path = format!("{}/{direction}/{index}", way.unit_id);
                let known = world.daily_limits.with_ids().find(|(_, other)| other.path == path);
                spec.daily_limit = match known.map(|(id, _)| id) {
                    Some(id) => id,
                    None => limits::enter(world, path, limit, lift.slot_use.as_ref()),
                };
            }
            (Step::Lift(spec), lift.marry_up)
        }
    };
    let from = index_of(scenario.places.keys(), from, "place")?;
    let unit = UnitId::from_index(world.units.len());
    Ok(LegSpec {
        unit,
        from,
        marry_up,
        homeward: way.homeward,
        reception: stream_id(&format!("reception/{}/{direction}/{index}", way.unit_id)),
        next: LegId::NONE,
        elsewhere: Vec::new(),
        step,
    })
}

fn destinations(leg: &Leg) -> Vec<String> {
    match leg {
        Leg::March(march) => vec![march.to.clone()],
        Leg::Lift(lift) => lift.to.ids().to_vec(),
    }
}

fn compile_march(
    scenario: &Scenario,
    clock: Clock,
    from: &str,
    march: &March,
    stream: u64,
) -> Result<MarchSpec> {
    let to = index_of(scenario.places.keys(), &march.to, "place")?;
    let named = reach::route(scenario, from, &march.to, Mode::Road);
    let route = named.map(|(_, route)| route);
    let start = &scenario.places[from];
    let km = march
        .distance_km
        .or_else(|| route.and_then(|route| reach::route_km(scenario, route)))
        .unwrap_or_else(|| {
            reach::between_km(scenario, from, &march.to).unwrap_or(0.0) * reach::MARCH_DETOUR_FACTOR
        });
    let travel = march.travel_h.as_ref().or_else(|| route.and_then(|route| route.travel_h.as_ref()));
    let day_kmh = march.speed_kmh.unwrap_or(0.0);
    if travel.is_none() && day_kmh <= 0.0 {
        return Err(CompileError(format!("the march to `{}` has neither a time nor a speed", march.to)));
    }
    let daylight = march.daylight.as_ref().map_or(DAYLIGHT_H, |hours| (hours.from_h, hours.to_h));
    Ok(MarchSpec {
        to,
        travel: travel.map(sampler),
        distance_m: (km * 1_000.0).round() as i64,
        day_kmh,
        night_kmh: march.night_speed_kmh.unwrap_or(day_kmh),
        day_from_ms: of_day(daylight.0),
        day_to_ms: of_day(daylight.1),
        local_start_ms: clock.local_start_ms(start.utc_offset_h),
        halt_every_ms: march.halt_every_h.map_or(0, ms),
        halt_ms: ms(march.halt_h),
        vehicles_per_km: march.vehicles_per_km.unwrap_or(0.0),
        breakdown: march.breakdown.as_ref().map(breakdown),
        border: route.and_then(|route| route.border_delay_h.as_ref()).map(sampler),
        route: named.and_then(|named| trips::way(scenario, named, from)),
        stream,
    })
}

fn compile_lift(
    scenario: &Scenario,
    world: &mut World,
    from: &str,
    way: &Way<'_>,
    lift: &Lift,
    together: bool,
    stream: u64,
) -> Result<LiftSpec> {
    let to = match &lift.to {
        Destinations::One(to) => vec![terminal_of(scenario, to)?],
        Destinations::Several(several) => {
            several.iter().map(|to| terminal_of(scenario, to)).collect::<Result<Vec<_>>>()?
        }
    };
    let from = terminal_of(scenario, from)?;
    let mut fleets: Vec<FleetId> = match &lift.by {
        Some(by) => {
            by.iter().map(|id| index_of(scenario.fleets.keys(), id, "fleet")).collect::<Result<_>>()?
        }
        None => world.fleets.ids().collect(),
    };
    fleets.retain(|fleet| !destinations_of(world, world.fleets[*fleet].carrier_type, from, &to).is_empty());
    let lane = super::lanes::find_or_add(world, LaneKey { from, to, fleets, homeward: way.homeward });
    let ids = way.unit.vehicles.keys().map(String::as_str);
    let listed: Vec<(&str, Item)> = ids.zip(way.vehicles.iter().map(|slot| slot.item)).collect();
    let share = if together { Share::None } else { lift.share };
    Ok(LiftSpec {
        lane,
        from: world.lanes[lane].from,
        rule: lift.rule,
        order: loading_order(&listed, lift.vehicle_order.unwrap_or_default()),
        share,
        together,
        tops_up: share != Share::None || way.unit.parts.len() > 1,
        stream,
        daily_limit: DailyLimitId::NONE,
        planned_fill: planned_fill(scenario, lift),
        ..LiftSpec::default()
    })
}

/// What a load of each carrier type is planned for: by the lift, else by the type.
fn planned_fill(scenario: &Scenario, lift: &Lift) -> Table<CarrierTypeId, Option<Sampler>> {
    let types = scenario.carrier_types.values();
    types.map(|carrier| lift.planned_fill.as_ref().or(carrier.planned_fill.as_ref()).map(sampler)).collect()
}
