//! Contingents, units, parts, and the steps of their itineraries.

use super::durations::{Clock, breakdown, kilograms, millimetres, of_day, sampler, sampler_or_zero};
use super::lanes::LaneKey;
use super::{CompileError, Result, index_of, terminal_of};
use crate::kernel::{Id, Sampler, Time, ms, stream_id};
use crate::model::ids::{InstanceId, LegId, UnitId};
use crate::model::world::{
    ContingentSpec, Draw, LegSpec, LiftSpec, MarchSpec, PartSpec, Step, Totals, UnitSpec, VehicleSlot, World,
};
use crate::scenario::{Destinations, Leg, Lift, March, Mode, Scenario, Share, Unit, reach};

/// Daylight of marches, local hours.
const DAYLIGHT_H: (f64, f64) = (8.0, 18.0);
/// Vehicle types in one unit; the fill of a load works on arrays of this size.
const MOST_SLOTS: usize = 64;

/// Counts per element: vehicle types of the largest unit, people, cargo.
pub(super) fn slots(scenario: &Scenario) -> usize {
    let units = scenario.contingents.values().flat_map(|contingent| contingent.units.values());
    units.map(|unit| unit.vehicles.len()).max().unwrap_or(0) + 2
}

pub(super) fn contingents(scenario: &Scenario, clock: Clock, world: &mut World) -> Result<()> {
    if world.slots > MOST_SLOTS {
        return Err(CompileError(format!("a unit has more than {} vehicle types", MOST_SLOTS - 2)));
    }
    for (id, contingent) in &scenario.contingents {
        let first = UnitId::from_index(world.units.len());
        let mut totals = Totals::default();
        for (unit_id, unit) in &contingent.units {
            let spec = compile_unit(scenario, clock, world, (id, unit_id), unit)?;
            let copies = u64::from(spec.copies);
            totals.personnel += copies * u64::from(spec.personnel);
            totals.vehicles += copies * spec.vehicles.iter().map(|slot| u64::from(slot.count)).sum::<u64>();
            totals.cargo_kg += copies * u64::from(spec.cargo_kg);
            world.instances += spec.copies;
            let copies = spec.copies as usize;
            let id = world.units.push(spec);
            world.unit_of.extend(std::iter::repeat_n(id, copies));
        }
        world.totals.personnel += totals.personnel;
        world.totals.vehicles += totals.vehicles;
        world.totals.cargo_kg += totals.cargo_kg;
        world.contingents.push(ContingentSpec {
            id: id.clone(),
            name: contingent.name.clone().unwrap_or_else(|| id.clone()),
            mandate: contingent
                .mandate
                .as_ref()
                .map(|moment| clock.moment(moment, &format!("mandate/{id}")))
                .transpose()?,
            common_factor: contingent
                .common_factor
                .as_ref()
                .map(|factor| Draw { sampler: sampler(factor), stream: stream_id(&format!("factor/{id}")) }),
            units: first..UnitId::from_index(world.units.len()),
            totals,
        });
    }
    Ok(())
}

fn compile_unit(
    scenario: &Scenario,
    clock: Clock,
    world: &mut World,
    (contingent_id, unit_id): (&str, &str),
    unit: &Unit,
) -> Result<UnitSpec> {
    let id = format!("{contingent_id}/{unit_id}");
    let draw =
        |sampler: Sampler, purpose: &str| Draw { sampler, stream: stream_id(&format!("{purpose}/{id}")) };
    let vehicles = vehicle_slots(scenario, unit)?;
    let cargo_kg = u32::try_from(kilograms(Some(unit.cargo_t))).unwrap_or(0);
    let count: u32 = vehicles.iter().map(|slot| slot.count).sum();
    let items = count + unit.personnel + cargo_kg.div_ceil(1_000);
    let out = Way { unit_id: &id, unit, itinerary: &unit.itinerary, homeward: false };
    let (legs, last_places) = compile_legs(scenario, clock, world, &out, std::slice::from_ref(&unit.home))?;
    let last_place = match last_places.first() {
        Some(place) => index_of(scenario.places.keys(), place, "place")?,
        None => return Err(CompileError(format!("a lift of `{id}` has no destination"))),
    };
    let home = index_of(scenario.places.keys(), &unit.home, "place")?;
    let back = match &unit.return_itinerary {
        Some(back) => back.clone(),
        None => backwards(unit),
    };
    let return_legs = if scenario.withdrawal.is_some() {
        let way = Way { unit_id: &id, unit, itinerary: &back, homeward: true };
        compile_legs(scenario, clock, world, &way, &last_places)?.0
    } else {
        legs.end..legs.end
    };
    let critical = vehicles.iter().filter(|slot| slot.critical).map(|slot| slot.count).sum();
    let mut spec = UnitSpec {
        name: unit.name.clone().unwrap_or_else(|| unit_id.to_owned()),
        contingent: index_of(scenario.contingents.keys(), contingent_id, "contingent")?,
        copies: unit.copies,
        first_instance: InstanceId::new(world.instances),
        home,
        personnel: unit.personnel,
        cargo_kg,
        counts: counts(&vehicles, unit.personnel, cargo_kg, world.slots),
        items,
        whole: u64::from(count) + u64::from(unit.personnel) + (u64::from(cargo_kg) << 32),
        vehicles_count: count,
        critical,
        notice: draw(sampler_or_zero(unit.notice_h.as_ref()), "notice"),
        prepare: draw(sampler_or_zero(unit.prepare_h.as_ref()), "prepare"),
        parts: Vec::new(),
        priority: unit.priority.unwrap_or(u32::MAX),
        required: unit.required_h.map(|h| Time::from_ms(ms(h))),
        not_before: unit.earliest_h.map_or(Time::ZERO, |h| Time::from_ms(ms(h))),
        operational_people: least_of(unit.personnel, unit.operational_share),
        operational_critical: least_of(critical, unit.operational_share),
        legs,
        return_legs,
        last_place,
        vehicles,
        id,
    };
    spec.parts = parts(unit, &spec);
    // Cargo is rounded up in each part, so that parts may hold more items than the whole.
    let in_parts = spec.parts.iter().map(|part| part.first_item + world.items(&part.counts)).max();
    spec.items = items.max(in_parts.unwrap_or(0));
    Ok(spec)
}

fn vehicle_slots(scenario: &Scenario, unit: &Unit) -> Result<Vec<VehicleSlot>> {
    let slots = unit.vehicles.iter().map(|(id, count)| {
        let index = index_of(scenario.vehicle_types.keys(), id, "vehicle type")?;
        let vehicle = &scenario.vehicle_types[id];
        Ok(VehicleSlot {
            vehicle_type: index,
            count: *count,
            mass_kg: kilograms(Some(vehicle.mass_t)),
            length_mm: millimetres(Some(vehicle.length_m)),
            width_mm: millimetres(Some(vehicle.width_m)),
            crew: vehicle.crew,
            critical: unit.critical_vehicles.is_empty() || unit.critical_vehicles.contains(id),
        })
    });
    slots.collect()
}

/// What a copy has, per slot.
fn counts(vehicles: &[VehicleSlot], personnel: u32, cargo_kg: u32, slots: usize) -> Vec<u32> {
    let mut counts = vec![0; slots];
    for (count, slot) in counts.iter_mut().zip(vehicles) {
        *count = slot.count;
    }
    counts[slots - 2] = personnel;
    counts[slots - 1] = cargo_kg;
    counts
}

/// Splits a copy into parts: shares of each count, whole items by largest remainder.
fn parts(unit: &Unit, spec: &UnitSpec) -> Vec<PartSpec> {
    let all = &spec.counts;
    let cargo_slot = all.len() - 1;
    let after =
        |k: usize, sampler: Sampler| Draw { sampler, stream: stream_id(&format!("part/{}/{k}", spec.id)) };
    if unit.parts.is_empty() {
        return vec![PartSpec {
            counts: all.clone(),
            first_item: 0,
            whole: true,
            after: after(0, Sampler::ZERO),
        }];
    }
    let shares: Vec<f64> = unit.parts.iter().map(|part| part.share).collect();
    let columns: Vec<Vec<u32>> = all.iter().map(|count| apportion(*count, &shares)).collect();
    let mut first_item = 0;
    let parts = unit.parts.iter().enumerate().map(|(k, part)| {
        let counts: Vec<u32> = columns.iter().map(|column| column[k]).collect();
        let items = counts[..cargo_slot].iter().sum::<u32>() + counts[cargo_slot].div_ceil(1_000);
        let after = after(k, sampler_or_zero(part.after_h.as_ref()));
        let spec = PartSpec { whole: counts == *all, counts, first_item, after };
        first_item += items;
        (items, spec)
    });
    parts.filter(|(items, _)| *items > 0).map(|(_, part)| part).collect()
}

/// Largest remainder: whole numbers in proportion to shares, with the given sum.
fn apportion(count: u32, shares: &[f64]) -> Vec<u32> {
    let total: f64 = shares.iter().sum();
    let exact: Vec<f64> = shares.iter().map(|share| f64::from(count) * share / total).collect();
    let mut whole: Vec<u32> = exact.iter().map(|value| (value + 1e-9).floor() as u32).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|a, b| {
        (exact[*b] - f64::from(whole[*b])).total_cmp(&(exact[*a] - f64::from(whole[*a]))).then(a.cmp(b))
    });
    let left = count.saturating_sub(whole.iter().sum());
    for slot in order.into_iter().cycle().take(left as usize) {
        whole[slot] += 1;
    }
    whole
}

/// The itinerary backwards.
fn backwards(unit: &Unit) -> Vec<Leg> {
    let mut from = vec![unit.home.clone()];
    from.extend(unit.itinerary.iter().map(|leg| first_destination(leg).to_owned()));
    let reversed = unit.itinerary.iter().zip(from).rev().map(|(leg, to)| match leg {
        Leg::March(march) => Leg::March(March { to, ..march.clone() }),
        Leg::Lift(lift) => Leg::Lift(Lift { to: Destinations::One(to), ..lift.clone() }),
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
struct Way<'a> {
    unit_id: &'a str,
    unit: &'a Unit,
    itinerary: &'a [Leg],
    homeward: bool,
}

/// Compiles the legs of a way from the places where it may begin; returns them, and the places where it may end.
/// Where a leg may begin at several places, those after the first are kept as legs of their own behind the rest.
fn compile_legs(
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
            (Step::Lift(compile_lift(scenario, world, from, way, lift, together, stream)?), lift.marry_up)
        }
    };
    let from = index_of(scenario.places.keys(), from, "place")?;
    let unit = UnitId::from_index(world.units.len());
    Ok(LegSpec {
        unit,
        from,
        marry_up,
        homeward: way.homeward,
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
    let route = reach::route(scenario, from, &march.to, Mode::Road).map(|(_, route)| route);
    let start = &scenario.places[from];
    let km = march.distance_km.or_else(|| route.and_then(|route| route.distance_km)).unwrap_or_else(|| {
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
    let fleets = match &lift.by {
        Some(by) => {
            by.iter().map(|id| index_of(scenario.fleets.keys(), id, "fleet")).collect::<Result<Vec<_>>>()?
        }
        None => world
            .fleets
            .ids()
            .filter(|fleet| {
                let carrier_type = world.fleets[*fleet].carrier_type;
                to.iter().any(|to| world.trip(carrier_type, from, *to).is_some())
            })
            .collect(),
    };
    let lane = super::lanes::find_or_add(world, LaneKey { from, to, fleets, homeward: way.homeward });
    let share = if together { Share::None } else { lift.share };
    Ok(LiftSpec {
        lane,
        from: world.lanes[lane].from,
        rule: lift.rule,
        share,
        together,
        tops_up: share != Share::None || way.unit.parts.len() > 1,
        stream,
        ..LiftSpec::default()
    })
}

/// The smallest number that is a share of `all`, up to rounding.
fn least_of(all: u32, share: f64) -> u32 {
    libm::ceil(f64::from(all) * share - 1e-9) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn largest_remainder_keeps_the_sum_and_gives_ties_to_the_first() {
        assert_eq!(apportion(10, &[0.5, 0.5]), [5, 5]);
        assert_eq!(apportion(3, &[0.5, 0.5]), [2, 1]);
        assert_eq!(apportion(7, &[0.6, 0.3, 0.1]), [4, 2, 1]);
        assert_eq!(apportion(0, &[0.6, 0.4]), [0, 0]);
    }
}
