//! Lanes: lifts that share a queue, and what only the whole of them tells (loads, cycles, draws).

use crate::model::ids::{CarrierTypeId, FleetId, LaneId, LegId, TerminalId};
use std::collections::BTreeSet;

use super::{CompileError, Result, earliest};
use crate::kernel::{Ahead, Id, Lines, MOST_AHEAD, Sampler, Table, hours};
use crate::model::draws::SortieDraw;
use crate::model::facility::Facility;
use crate::model::world::{Approach, LaneSpec, Step, TripSpec, UNREACHABLE, UnitSpec, World};
use crate::scenario::Dispatch;

/// What makes two lifts share a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LaneKey {
    pub(super) from: TerminalId,
    pub(super) to: Vec<TerminalId>,
    pub(super) fleets: Vec<FleetId>,
    pub(super) homeward: bool,
}

/// The lane with this key.
pub(super) fn find_or_add(world: &mut World, key: LaneKey) -> LaneId {
    let same = |lane: &LaneSpec| {
        lane.from == key.from
            && lane.to == key.to
            && lane.fleets == key.fleets
            && lane.homeward == key.homeward
    };
    let found = world.lanes.with_ids().find(|(_, lane)| same(lane)).map(|(id, _)| id);
    found.unwrap_or_else(|| {
        let LaneKey { from, to, fleets, homeward } = key;
        let types = world.carrier_types.ids();
        let to_of: Table<CarrierTypeId, Vec<TerminalId>> =
            types.map(|carrier_type| destinations_of(world, carrier_type, from, &to)).collect();
        let payload_kg = payloads(world, from, &to_of);
        let cycle_ms = cycles(world, from, &to_of);
        let of_all = |to: &&TerminalId| {
            fleets.iter().all(|fleet| to_of[world.fleets[*fleet].carrier_type].contains(to))
        };
        let to_all: Vec<TerminalId> = to.iter().filter(of_all).copied().collect();
        world.lanes.push(LaneSpec {
            from,
            to,
            to_of,
            to_all,
            fleets,
            approaches: Vec::new(),
            homeward,
            payload_kg,
            cycle_ms,
            loads: 0,
            selective: false,
            legs: Vec::new(),
        })
    })
}

/// Those of the destinations to which a carrier type brings a load.
pub(super) fn destinations_of(
    world: &World,
    carrier_type: CarrierTypeId,
    from: TerminalId,
    to: &[TerminalId],
) -> Vec<TerminalId> {
    let size = world.carrier_types[carrier_type].stand_size;
    let fits = |at: TerminalId| size <= world.terminals[at].capacity(Facility::Stands);
    let carries = |to: TerminalId| world.trip(carrier_type, from, to).is_some_and(|trip| trip.carries);
    to.iter().copied().filter(|to| fits(from) && fits(*to) && carries(*to)).collect()
}

/// By carrier type, the payload that each of its destinations allows [kg]; negative when it has none.
fn payloads(
    world: &World,
    from: TerminalId,
    to_of: &Table<CarrierTypeId, Vec<TerminalId>>,
) -> Table<CarrierTypeId, i64> {
    let of_type = |(carrier_type, to): (CarrierTypeId, &Vec<TerminalId>)| {
        let trips = to.iter().filter_map(|to| world.trip(carrier_type, from, *to));
        trips.map(|trip| trip.payload_kg).min().unwrap_or(-1)
    };
    to_of.with_ids().map(of_type).collect()
}

fn cycles(
    world: &World,
    from: TerminalId,
    to_of: &Table<CarrierTypeId, Vec<TerminalId>>,
) -> Table<CarrierTypeId, i64> {
    let of_type = |(carrier_type, to): (CarrierTypeId, &Vec<TerminalId>)| {
        let spec = &world.carrier_types[carrier_type];
        let out = to.first().and_then(|to| Some((world.trip(carrier_type, from, *to)?, *to)));
        let Some((trip, to)) = out else {
            return i64::MAX / 4;
        };
        let out_ms = trip.loaded_ms(trip.payload_kg);
        let back_ms = world.trip(carrier_type, to, from).map_or(out_ms, TripSpec::empty_ms);
        out_ms + back_ms + spec.load.base.mean_ms() + spec.unload.base.mean_ms() + spec.refuel.mean_ms()
    };
    to_of.with_ids().map(of_type).collect()
}

/// Fills in, for each lift, which types take a copy whole, how many loads it makes, and its lines of draws; for
/// each lane, what goes over it in all; for each unit, when it may start.
pub(super) fn finish(world: &mut World) -> Result<()> {
    let mut next_line = 0_usize;
    for id in world.units.ids() {
        let unit = world.units[id].clone();
        for leg in LegId::each(&unit.legs).chain(LegId::each(&unit.return_legs)) {
            finish_leg(world, &unit, leg, true, &mut next_line)?;
            for (_, other) in world.legs[leg].elsewhere.clone() {
                finish_leg(world, &unit, other, false, &mut next_line)?;
            }
        }
        world.units[id].not_before = earliest::start(world, &unit);
    }
    world.sortie_lines = next_line;
    if u32::try_from(next_line.saturating_mul(2)).is_err() {
        return Err(CompileError("too many items to be lifted".to_owned()));
    }
    Ok(())
}

/// `expected` says whether elements are expected there; from other places they come as they come.
fn finish_leg(
    world: &mut World,
    unit: &UnitSpec,
    leg: LegId,
    expected: bool,
    next_line: &mut usize,
) -> Result<()> {
    let Step::Lift(lift) = &world.legs[leg].step else {
        return Ok(());
    };
    let lane_id = lift.lane;
    let lane = &world.lanes[lane_id];
    let of_type = |carrier_type: CarrierTypeId, payload_kg: i64, share: f64| {
        let reaches = payload_kg >= 0;
        reaches.then(|| world.loads_of_copy(unit, carrier_type, (payload_kg, share), lift)).flatten()
    };
    let possible =
        |(carrier_type, payload_kg): (CarrierTypeId, &i64)| of_type(carrier_type, *payload_kg, 1.0);
    let mut loads: Table<CarrierTypeId, Option<u32>> = lane.payload_kg.with_ids().map(possible).collect();
    let whole_fits = loads.map(|loads| *loads == Some(1));
    for (carrier_type, fill) in lift.planned_fill.with_ids() {
        if let Some(fill) = fill {
            let share = hours(fill.mean_ms());
            loads[carrier_type] = of_type(carrier_type, lane.payload_kg[carrier_type], share);
        }
    }
    let of_fleets = lane.fleets.iter().filter_map(|fleet| loads[world.fleets[*fleet].carrier_type]);
    let estimate = of_fleets.min().unwrap_or(1).max(1);
    let types = whole_fits.iter().zip(&world.carrier_types);
    let takes_all = types.map(|(fits, spec)| *fits && spec.min_fill == 0.0 && !lift.together).collect();
    let first_line =
        u32::try_from(*next_line).map_err(|_| CompileError("too many items to be lifted".to_owned()))?;
    *next_line += Lines::padded(unit.items.max(1) as usize * unit.copies as usize);
    let types = lane.fleets.iter().map(|fleet| world.fleets[*fleet].carrier_type);
    let selective = lift.together
        || types.into_iter().any(|id| !whole_fits[id] || world.carrier_types[id].min_fill > 0.0);
    let ahead = if unit.items == estimate { ahead(world, lane) } else { Vec::new() };
    world.lanes[lane_id].selective |= selective;
    if expected {
        let lane = &mut world.lanes[lane_id];
        lane.loads += i64::from(estimate) * i64::from(unit.copies);
        lane.legs.push(leg);
    }
    let rank = match world.dispatch {
        Dispatch::Priority => u64::from(unit.priority),
        Dispatch::Required => unit.required.map_or(u64::MAX, |required| required.as_ms() as u64),
        _ => 0,
    };
    if let Step::Lift(lift) = &mut world.legs[leg].step {
        lift.rank = rank;
        lift.first_instance = unit.first_instance;
        lift.items = unit.items;
        lift.loads = estimate;
        // The rounding of cargo may make items of parts that the whole does not have.
        let whole_items = unit.vehicles_count + unit.personnel + unit.cargo_kg.div_ceil(1_000);
        lift.loads_of_whole = if unit.parts.len() == 1 { estimate } else { lift.loads_of(whole_items) };
        lift.takes_all = takes_all;
        lift.whole_fits = whole_fits;
        lift.first_line = first_line;
        lift.ahead_bits = ahead.iter().fold(0, |bits, (draw, _)| bits | 1 << draw);
        lift.ahead = ahead;
    }
    Ok(())
}

/// The draws of a load's line that can be made ahead: those whose distribution is the same whoever comes. It pays where
/// nearly every line is that of a load.
fn ahead(world: &World, lane: &LaneSpec) -> Ahead {
    let types: BTreeSet<CarrierTypeId> =
        lane.fleets.iter().map(|fleet| world.fleets[*fleet].carrier_type).collect();
    let types = || types.iter().copied();
    let spec = |id: CarrierTypeId| &world.carrier_types[id];
    let unadjusted = types().all(|index| spec(index).travel_factor.is_none());
    let trips =
        |from: TerminalId, to: TerminalId| types().filter_map(move |index| world.trip(index, from, to));
    let terminals = world.terminals.ids();
    let out = lane.to.iter().flat_map(|to| trips(lane.from, *to));
    let back = lane.to.iter().flat_map(|from| terminals.clone().flat_map(|to| trips(*from, to)));
    let found: [_; MOST_AHEAD] = [
        (SortieDraw::Load, same(types().map(|index| &spec(index).load.base))),
        (SortieDraw::Travel, same(out.map(|trip| &trip.travel)).filter(|_| unadjusted)),
        (SortieDraw::Unload, same(types().map(|index| &spec(index).unload.base))),
        (SortieDraw::ReturnTravel, same(back.map(|trip| &trip.travel)).filter(|_| unadjusted)),
    ];
    let random = |(draw, sampler): (SortieDraw, Option<Sampler>)| Some((draw as usize, sampler?));
    found.into_iter().filter_map(random).filter(|(_, sampler)| sampler.is_random()).collect()
}

/// The distribution that all of these are.
fn same<'a>(mut samplers: impl Iterator<Item = &'a Sampler>) -> Option<Sampler> {
    let first = samplers.next()?;
    samplers.all(|other| other == first).then(|| first.clone())
}

/// Where carriers of each fleet may be idle.
pub(super) fn stops(world: &mut World) {
    for (id, fleet) in world.fleets.with_ids_mut() {
        let mut stops = vec![fleet.base];
        for lane in world.lanes.iter().filter(|lane| lane.fleets.contains(&id)) {
            stops.push(lane.from);
            stops.extend(&lane.to);
        }
        stops.sort_unstable();
        stops.dedup();
        fleet.stops = Table::from(stops);
        fleet.stop_at = world.terminals.ids().map(|terminal| fleet.stop_of(terminal)).collect();
        fleet.reach = world.terminals.map(|_| Vec::new());
        fleet.begin = world.terminals.map(|_| Vec::new());
    }
}

/// How carriers of each fleet come to each lane; once stops are known.
pub(super) fn approaches(world: &mut World) {
    for id in world.lanes.ids() {
        let lane = &world.lanes[id];
        let approaches: Vec<Approach> =
            lane.fleets.iter().map(|fleet| approach(world, lane, *fleet)).collect();
        let from = lane.from;
        for approach in &approaches {
            let fleet = &mut world.fleets[approach.fleet];
            fleet.begin[from].push(id);
            for (stop, position_ms) in fleet.stops.iter().zip(&approach.position_ms) {
                if *position_ms != UNREACHABLE {
                    fleet.reach[*stop].push(id);
                }
            }
        }
        world.lanes[id].approaches = approaches;
    }
}

fn approach(world: &World, lane: &LaneSpec, fleet: FleetId) -> Approach {
    let spec = &world.fleets[fleet];
    let carrier_type = spec.carrier_type;
    let longest_ms = spec.crews.as_ref().map_or(i64::MAX, |crews| crews.duty_ms);
    let position_ms = |stop: &TerminalId| match world.trip(carrier_type, *stop, lane.from) {
        _ if *stop == lane.from => 0,
        // No crew starts a trip that a whole duty has no room for.
        Some(trip) if trip.empty_ms() <= longest_ms => trip.empty_ms(),
        _ => UNREACHABLE,
    };
    Approach {
        fleet,
        carrier_type,
        stop: spec.stop_of(lane.from).unwrap_or_default(),
        position_ms: spec.stops.map(position_ms),
    }
}
