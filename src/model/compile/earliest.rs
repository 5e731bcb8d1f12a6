//! When a unit that should not reach its last place before some instant may start: the least time of its way, backwards
//! from there.
//!
//! No way takes less: each lift goes by the quickest carrier to whichever of its destinations leads on soonest, with the
//! least that a distribution can give; a march counts the hours of day and night in which it is then on the road.

use std::collections::BTreeMap;

use crate::kernel::{Id, Sampler, Time};
use crate::model::ids::{FleetId, LegId, PlaceId};
use crate::model::world::{LiftSpec, MarchSpec, Step, UnitSpec, World};
use crate::scenario::factor::FactorOn;

/// By place, the instant from which a unit may be there [ms].
type Due = BTreeMap<PlaceId, i64>;

/// The instant from which a unit may leave its home. Before this, its `not_before` is the instant for its last place.
pub(super) fn start(world: &World, unit: &UnitSpec) -> Time {
    if unit.not_before <= Time::ZERO {
        return Time::ZERO;
    }
    let legs: Vec<LegId> = LegId::each(&unit.legs).collect();
    let Some(last) = legs.last() else {
        return unit.not_before;
    };
    let mut due: Due = ends(world, *last).into_iter().map(|place| (place, unit.not_before.as_ms())).collect();
    for number in (1..legs.len()).rev() {
        let begins = |place: PlaceId| {
            let received = world.places[place].reception.as_ref();
            let reception_ms = received.map_or(0, |(_, handling)| handling.base.least_ms());
            (place, leave(world, legs[number], place, &due) - reception_ms)
        };
        due = ends(world, legs[number - 1]).into_iter().map(begins).collect();
    }
    Time::from_ms(leave(world, legs[0], unit.home, &due).max(0))
}

/// Where a leg may end.
fn ends(world: &World, leg: LegId) -> Vec<PlaceId> {
    match &world.legs[leg].step {
        Step::March(march) => vec![march.to],
        Step::Lift(lift) => {
            let to = &world.lanes[lift.lane].to;
            to.iter().map(|terminal| world.terminals[*terminal].place).collect()
        }
    }
}

/// The instant from which a unit at a place may begin a leg [ms].
fn leave(world: &World, leg: LegId, place: PlaceId, due: &Due) -> i64 {
    let spec = &world.legs[leg];
    let elsewhere = || spec.elsewhere.iter().find(|(other, _)| *other == place).map(|(_, leg)| *leg);
    let own = if spec.from == place { Some(leg) } else { elsewhere() };
    let goes = own.map(|leg| match &world.legs[leg].step {
        Step::March(march) => set_out(march, due),
        Step::Lift(lift) => be_lifted(world, lift, due),
    });
    // A unit that is already where the leg leads skips it.
    let stays = if spec.from == place { None } else { due.get(&place).copied() };
    goes.max(stays).unwrap_or(0)
}

fn be_lifted(world: &World, lift: &LiftSpec, due: &Due) -> i64 {
    let lane = &world.lanes[lift.lane];
    let by_fleet = |fleet: FleetId| {
        let carrier_type = world.fleets[fleet].carrier_type;
        let spec = &world.carrier_types[carrier_type];
        let load_ms = world.least_of(FactorOn::Loading, lane.from, fleet, spec.load.base.least_ms());
        let to = lane.to_of[carrier_type].iter();
        to.filter_map(move |to| {
            let trip_ms = world.trip(carrier_type, lane.from, *to)?.least_loaded_ms();
            let trip_ms = world.least_of(FactorOn::Travel, lane.from, fleet, trip_ms);
            let unload_ms = world.least_of(FactorOn::Unloading, *to, fleet, spec.unload.base.least_ms());
            Some(due.get(&world.terminals[*to].place)? - load_ms - unload_ms - trip_ms)
        })
    };
    lane.fleets.iter().copied().flat_map(by_fleet).max().unwrap_or(0)
}

/// The instant from which a march may set out [ms]; the column is not counted, since it only adds.
fn set_out(march: &MarchSpec, due: &Due) -> i64 {
    let border_ms = march.border.as_ref().map_or(0, Sampler::least_ms);
    let arrives = due.get(&march.to).map_or(0, |due| due - border_ms);
    if let Some(travel) = &march.travel {
        return arrives - travel.least_ms();
    }
    // Who sets out later arrives no earlier, but for a halt that falls into another part of the day.
    let too_early = |start: i64| start + march.duration_ms(Time::from_ms(start)) < arrives;
    let (mut low, mut high) = (0, arrives.max(0));
    while low < high {
        let middle = low.midpoint(high);
        if too_early(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
