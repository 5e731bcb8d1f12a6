//! Capacities: what is used is never more than there is, by the ledger of seizures and by the activities themselves.

use crate::model::ids::{InstanceId, TerminalId};
use std::collections::BTreeMap;

use super::{Audit, Promise, peak, spans};
use crate::kernel::Time;
use crate::model::category::Category;
use crate::model::facility::Facility;
use crate::model::observe::Actor;
use crate::model::world::{TeamsOf, UNLIMITED};

pub(super) fn check(audit: &mut Audit<'_>) {
    ledger_keeps_limits(audit);
    activities_keep_limits(audit);
    receptions_keep_limits(audit);
    mobilisation_keeps_limits(audit);
    fuel_is_there(audit);
}

fn limit(audit: &Audit<'_>, terminal: TerminalId, facility: Facility) -> u32 {
    audit.world.terminals[terminal].capacity(facility)
}

/// Seizures and releases, in order.
fn ledger_keeps_limits(audit: &mut Audit<'_>) {
    let run = audit.run;
    let mut levels: BTreeMap<(TerminalId, Facility), i64> = BTreeMap::new();
    for change in &run.trace.uses {
        let level = levels.entry((change.terminal, change.facility)).or_default();
        *level += i64::from(change.change);
        let most = limit(audit, change.terminal, change.facility);
        if *level < 0 || (most != UNLIMITED && *level > i64::from(most)) {
            let message = format!(
                "{} of {most} {} of `{}` are taken",
                *level,
                change.facility.id(),
                audit.terminal_id(change.terminal)
            );
            audit.report(Promise::Capacity, change.at, message);
        }
    }
}

/// The activities during which a carrier holds one of a facility; a stand is held from landing to departure instead.
fn held_during(facility: Facility) -> &'static [Category] {
    match facility {
        Facility::Stands => &[],
        Facility::WorkingSpots
        | Facility::Cranes
        | Facility::AirSpots
        | Facility::RoadSpots
        | Facility::RailSpots
        | Facility::SeaSpots => &[Category::Loading, Category::Unloading],
        Facility::LoadingTeams => &[Category::Loading],
        Facility::UnloadingTeams => &[Category::Unloading],
        Facility::FuelPoints => &[Category::Refuelling],
    }
}

/// What is done at once, from the activities: each holds one of its facility.
fn activities_keep_limits(audit: &mut Audit<'_>) {
    let run = audit.run;
    for terminal in audit.world.terminals.ids() {
        let place = audit.world.terminals[terminal].place;
        for facility in Facility::ALL {
            let categories = held_during(facility);
            let most = limit(audit, terminal, facility);
            let here = run.trace.activities.iter().filter(|activity| {
                activity.place == Some(place)
                    && categories.contains(&activity.category)
                    && needs(audit, activity.actor, facility, terminal)
            });
            let (level, at) = peak(here.map(spans));
            if most != UNLIMITED && level > i64::from(most) {
                let message = format!(
                    "{level} carriers use {most} {} of `{}`",
                    facility.id(),
                    audit.terminal_id(terminal)
                );
                audit.report(Promise::Capacity, at, message);
            }
        }
    }
}

/// Whether who is at work needs one of a facility: carriers that have spots of their own at a terminal need none that modes
/// share.
fn needs(audit: &Audit<'_>, actor: Actor, facility: Facility, terminal: TerminalId) -> bool {
    match actor {
        Actor::Carrier(carrier) => {
            let mode = audit.world.carrier_types[audit.world.type_of(carrier)].mode;
            let has_own = limit(audit, terminal, Facility::own_spots(mode)) != UNLIMITED;
            facility.serves(mode) && !(facility == Facility::WorkingSpots && has_own)
        }
        Actor::Instance(_) | Actor::Place(_) => false,
    }
}

fn receptions_keep_limits(audit: &mut Audit<'_>) {
    let run = audit.run;
    for place in audit.world.places.ids() {
        let Some((teams, _)) = audit.world.places[place].reception else { continue };
        let here = run
            .trace
            .activities
            .iter()
            .filter(|activity| activity.place == Some(place) && activity.category == Category::Reception);
        let (level, at) = peak(here.map(spans));
        if teams != UNLIMITED && level > i64::from(teams) {
            let message =
                format!("{level} elements are received by {teams} teams at `{}`", audit.place_id(place));
            audit.report(Promise::Capacity, at, message);
        }
    }
}

/// Copies that are prepared at once, each from the beginning of its preparation until its last part is ready, by the contingent's
/// and the home's teams.
fn mobilisation_keeps_limits(audit: &mut Audit<'_>) {
    let (world, run) = (audit.world, audit.run);
    if world.team_pools.is_empty() {
        return;
    }
    let mut spans: BTreeMap<InstanceId, (Time, Time)> = BTreeMap::new();
    for activity in run.trace.activities.iter().filter(|one| one.category == Category::Preparation) {
        let Actor::Instance(instance) = activity.actor else { continue };
        let span = spans.entry(instance).or_insert((activity.from, activity.to));
        *span = (span.0.min(activity.from), span.1.max(activity.to));
    }
    for (pool, spec) in world.team_pools.with_ids() {
        let needs = |instance: &InstanceId| {
            let unit = &world.units[world.unit_of[*instance]];
            match spec.of {
                TeamsOf::Contingent(contingent) => unit.contingent == contingent,
                TeamsOf::Place(place) => unit.home == place,
            }
        };
        let of_pool = spans.iter().filter(|(instance, _)| needs(instance));
        let (level, at) = peak(of_pool.map(|(_, (from, to))| (*from, *to, 1)));
        if level > i64::from(spec.teams) {
            let path = world.pool_path(pool);
            let message =
                format!("{level} copies are prepared by {} mobilisation teams of `{path}`", spec.teams);
            audit.report(Promise::Capacity, at, message);
        }
    }
}

/// Fuel taken never exceeds stock and resupplies, with the store's capacity.
fn fuel_is_there(audit: &mut Audit<'_>) {
    let run = audit.run;
    for terminal in audit.world.terminals.ids() {
        let spec = &audit.world.terminals[terminal];
        let Some(fuel) = &spec.fuel else { continue };
        let refuelled = run.trace.activities.iter().filter(|activity| {
            activity.place == Some(spec.place) && activity.category == Category::Refuelling
        });
        let mut taken: Vec<(Time, i64)> = refuelled
            .filter_map(|activity| match activity.actor {
                Actor::Carrier(carrier) => {
                    let carrier_type = audit.world.type_of(carrier);
                    Some((activity.from, audit.world.carrier_types[carrier_type].uplift_kg))
                }
                _ => None,
            })
            .collect();
        taken.sort_unstable();
        let (mut level, mut resupplies) = (fuel.stock_kg, 0);
        for (at, uplift_kg) in taken {
            while fuel.every_ms > 0 && (resupplies + 1) * fuel.every_ms <= at.as_ms() {
                resupplies += 1;
                level = level.saturating_add(fuel.resupply_kg).min(fuel.capacity_kg);
            }
            level -= uplift_kg;
            if level < 0 {
                let message = format!(
                    "{uplift_kg} kg of fuel are taken that are not at `{}`",
                    audit.place_id(spec.place)
                );
                audit.report(Promise::Capacity, at, message);
                break;
            }
        }
    }
}
