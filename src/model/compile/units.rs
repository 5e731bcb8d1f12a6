//! Contingents, units and their parts.

use super::durations::{Clock, sampler, sampler_or_zero};
use super::legs::{Way, backwards, compile_legs};
use super::{CompileError, Result, index_of};
use crate::kernel::{Id, Sampler, Time, ms, stream_id};
use crate::model::ids::{InstanceId, TeamQueueId, UnitId};
use crate::model::world::{AlertSpec, ContingentSpec, Draw, PartSpec, Totals, UnitSpec, VehicleSlot, World};
use crate::scenario::packing::{Item, crews};
use crate::scenario::{Contingent, Scenario, Unit};
use crate::units::kilograms;

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
            let spec = compile_unit(scenario, clock, world, ((id, contingent), unit_id), unit)?;
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
    ((contingent_id, contingent), unit_id): ((&str, &Contingent), &str),
    unit: &Unit,
) -> Result<UnitSpec> {
    let id = format!("{contingent_id}/{unit_id}");
    let draw =
        |sampler: Sampler, purpose: &str| Draw { sampler, stream: stream_id(&format!("{purpose}/{id}")) };
    let vehicles = vehicle_slots(scenario, unit)?;
    let cargo_kg = u32::try_from(kilograms(Some(unit.cargo_t))).unwrap_or(0);
    let count: u32 = vehicles.iter().map(|slot| slot.count).sum();
    let items = count + unit.personnel + cargo_kg.div_ceil(1_000);
    let out = Way { unit_id: &id, unit, vehicles: &vehicles, itinerary: &unit.itinerary, homeward: false };
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
        let way = Way { unit_id: &id, unit, vehicles: &vehicles, itinerary: &back, homeward: true };
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
        alerted: alerted(clock, (contingent_id, contingent), &id, unit)?,
        team_queue: TeamQueueId::NONE,
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

/// When a unit is alerted; units that leave it to their contingent draw one instant together.
fn alerted(
    clock: Clock,
    (contingent_id, contingent): (&str, &Contingent),
    id: &str,
    unit: &Unit,
) -> Result<Option<AlertSpec>> {
    match (&unit.alerted, &contingent.alerted) {
        (Some(moment), _) => clock.alert(moment, &format!("alerted/{id}")).map(Some),
        (None, Some(moment)) => clock.alert(moment, &format!("alerted/{contingent_id}")).map(Some),
        (None, None) => Ok(None),
    }
}

fn vehicle_slots(scenario: &Scenario, unit: &Unit) -> Result<Vec<VehicleSlot>> {
    let slots = unit.vehicles.iter().map(|(id, count)| {
        let index = index_of(scenario.vehicle_types.keys(), id, "vehicle type")?;
        let vehicle = &scenario.vehicle_types[id];
        Ok(VehicleSlot {
            vehicle_type: index,
            count: *count,
            item: Item::of(vehicle),
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
    let mut columns: Vec<Vec<u32>> = all.iter().map(|count| apportion(*count, &shares)).collect();
    keep_crews(&spec.vehicles, &mut columns);
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

/// Moves people between parts until each has the crews of its vehicles: those who lack come from the part with most to
/// spare.
fn keep_crews(vehicles: &[VehicleSlot], columns: &mut [Vec<u32>]) {
    let people_slot = columns.len() - 2;
    let parts = columns[people_slot].len();
    let of_part = |part: usize| {
        let counts: Vec<u32> = columns.iter().map(|column| column[part]).collect();
        crews(vehicles, &counts)
    };
    let crews: Vec<u32> = (0..parts).map(of_part).collect();
    let people = &mut columns[people_slot];
    for part in 0..parts {
        while people[part] < crews[part] {
            let spare = |other: usize| people[other].saturating_sub(crews[other]);
            let Some(from) = (0..parts).rev().max_by_key(|other| spare(*other)).filter(|it| spare(*it) > 0)
            else {
                return;
            };
            let moved = spare(from).min(crews[part] - people[part]);
            people[from] -= moved;
            people[part] += moved;
        }
    }
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

/// The smallest number that is a share of `all`, up to rounding.
fn least_of(all: u32, share: f64) -> u32 {
    libm::ceil(f64::from(all) * share - 1e-9) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_the_crews_of_their_vehicles() {
        let item = Item { mass_kg: 10_000, length_mm: 8_000, width_mm: 2_500, crew: 3 };
        let truck = VehicleSlot { vehicle_type: Id::from_index(0), count: 3, item, critical: true };
        let people = |trucks: &[u32], people: &[u32]| {
            let mut columns = vec![trucks.to_vec(), people.to_vec(), vec![0; people.len()]];
            keep_crews(std::slice::from_ref(&truck), &mut columns);
            columns[1].clone()
        };
        assert_eq!(people(&[1, 0], &[2, 1]), [3, 0]);
        assert_eq!(people(&[1, 0], &[5, 4]), [5, 4]);
        // Two are missing, and come from whoever has most to spare.
        assert_eq!(people(&[2, 1, 0], &[4, 4, 4]), [6, 4, 2]);
        // Nobody is left to take.
        assert_eq!(people(&[2, 1], &[4, 4]), [5, 3]);
    }

    #[test]
    fn largest_remainder_keeps_the_sum_and_gives_ties_to_the_first() {
        assert_eq!(apportion(10, &[0.5, 0.5]), [5, 5]);
        assert_eq!(apportion(3, &[0.5, 0.5]), [2, 1]);
        assert_eq!(apportion(7, &[0.6, 0.3, 0.1]), [4, 2, 1]);
        assert_eq!(apportion(0, &[0.6, 0.4]), [0, 0]);
    }
}
