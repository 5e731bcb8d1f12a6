//! Results worked out from the summary of a run.

use indexmap::IndexMap;

use crate::kernel::Time;
use crate::model::{Category, Facility, World};

use super::{
    Bottleneck, CONFIDENCE, CivilianResult, Closure, ContingentResult, DayResult, Delivered, FORMAT_VERSION,
    FacilityResult, FleetResult, MobilisationResult, MostDelivered, OnTime, ReceptionResult, Results,
    SiteResult, Spread, TerminalResult, UnitResult, WaitResult, WithdrawalResult,
};
use crate::experiment::statistics::{Moments, quantile};
use crate::experiment::summary::{PhaseSummary, Summary, TeamSums};
use crate::experiment::tally::BlameSums;

impl Results {
    /// Results of a summary.
    pub fn of(world: &World, summary: &Summary) -> Self {
        let deployment = &summary.deployment;
        Self {
            format_version: FORMAT_VERSION,
            title: world.title.clone(),
            seed: summary.seed,
            replications: summary.replications,
            precision_reached: summary.precise,
            events: summary.events,
            closure_h: Closure::of(&deployment.closure_h),
            not_closed: deployment.not_closed(),
            on_time: OnTime::of(&deployment.closure_h, world.deadline),
            mean_arrival_h: deployment.mean_arrival_h.summary().map(|s| s.mean),
            delivered: delivered(deployment, summary.has_cargo(world)),
            contingents: contingents(world, summary),
            units: units(world, deployment),
            fleets: fleets(world, summary),
            terminals: terminals(world, summary),
            receptions: receptions(world, summary),
            mobilisation: mobilisation(world, summary),
            sites: sites(world, summary),
            civilians: world
                .civilians
                .iter()
                .zip(&summary.civilians)
                .map(|(group, moved)| {
                    (group.id.clone(), CivilianResult { people: group.people, moved: Spread::of(moved) })
                })
                .collect(),
            diversions: Spread::of(&summary.diversions),
            spending: summary.spending.as_ref().map(|sums| sums.result(world)),
            departures_by_day: days(&deployment.departures_by_day),
            bottlenecks: bottlenecks(&deployment.blame),
            withdrawal: summary
                .withdrawal
                .as_ref()
                .map(|phase| withdrawal(world, phase, summary.has_cargo(world))),
        }
    }
}

fn delivered(phase: &PhaseSummary, has_cargo: bool) -> Delivered {
    let tonnes = |kg: u64| has_cargo.then_some(kg as f64 / 1_000.0);
    // What did not arrive everywhere is reported as the least, beside the most.
    let counts = [phase.personnel, phase.vehicles, phase.cargo_kg];
    let differs = counts.iter().any(|(least, most)| least < most);
    let [personnel, vehicles, cargo_kg] = counts.map(|(least, _)| if least == u64::MAX { 0 } else { least });
    let most = MostDelivered {
        personnel: phase.personnel.1,
        vehicles: phase.vehicles.1,
        cargo_t: tonnes(phase.cargo_kg.1),
    };
    Delivered {
        most: differs.then_some(most),
        personnel,
        vehicles,
        cargo_t: tonnes(cargo_kg),
        sorties: Spread::of(&phase.sorties),
    }
}

fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

fn waits(cells: &[(Moments, Moments)]) -> Vec<WaitResult> {
    let mut waits: Vec<WaitResult> = cells
        .iter()
        .enumerate()
        .filter_map(|(number, (count, total))| {
            let (count, total) = (count.summary()?.mean, total.summary()?.mean);
            let cause = Category::from_number(number as u8).id().to_owned();
            (total > 0.0).then_some(WaitResult { cause, count, total_h: total })
        })
        .collect();
    waits.sort_by(|a, b| b.total_h.total_cmp(&a.total_h).then_with(|| a.cause.cmp(&b.cause)));
    waits
}

/// Every category that took time, in order of its hours on the chain, then in the diary.
pub fn bottlenecks(sums: &BlameSums) -> Vec<Bottleneck> {
    if sums.count == 0 {
        return Vec::new();
    }
    let mean = |total: i128| total as f64 / f64::from(sums.count) / crate::kernel::MS_PER_H as f64;
    let width = |moments: &Moments| moments.summary().and_then(|summary| summary.half_width(CONFIDENCE));
    let mut all: Vec<Bottleneck> = Category::ALL
        .into_iter()
        .filter(|category| sums.chain_ms[*category as usize] > 0 || sums.diary_ms[*category as usize] > 0)
        .map(|category| {
            let index = category as usize;
            Bottleneck {
                cause: category.id().to_owned(),
                label: category.label().to_owned(),
                chain_h: mean(sums.chain_ms[index]),
                chain_half_width_95: width(&sums.chain_h[index]),
                diary_h: mean(sums.diary_ms[index]),
                diary_half_width_95: width(&sums.diary_h[index]),
                criticality: f64::from(sums.on_chain[index]) / f64::from(sums.count),
            }
        })
        .collect();
    all.sort_by(|a, b| b.chain_h.total_cmp(&a.chain_h).then(b.diary_h.total_cmp(&a.diary_h)));
    all
}

fn contingents(world: &World, summary: &Summary) -> IndexMap<String, ContingentResult> {
    let deployment = &summary.deployment;
    let all = world.contingents.iter().enumerate().map(|(index, spec)| {
        let hours = &deployment.contingents_h[index];
        let cells = index * Category::COUNT..(index + 1) * Category::COUNT;
        let result = ContingentResult {
            name: spec.name.clone(),
            personnel: spec.totals.personnel,
            vehicles: spec.totals.vehicles,
            cargo_t: (spec.totals.cargo_kg > 0).then_some(spec.totals.cargo_kg as f64 / 1_000.0),
            closure_h: Closure::of(hours),
            not_closed: hours.in_order().filter(|h| h.is_infinite()).count(),
            criticality: share(deployment.blame.contingents[index], deployment.blame.count),
            waits: waits(&summary.waits[cells]),
            bottlenecks: bottlenecks(&summary.contingent_blame[index]),
        };
        (spec.id.clone(), result)
    });
    all.collect()
}

fn units(world: &World, phase: &PhaseSummary) -> IndexMap<String, UnitResult> {
    let all = world.units.iter().enumerate().map(|(index, spec)| {
        let closed = phase.closure_h.len() as u32;
        let result = UnitResult {
            name: spec.name.clone(),
            copies: spec.copies,
            closure_h: Spread::of_ends(&phase.units[index]),
            operational_h: Spread::of_ends(&phase.operational[index]),
            not_closed: phase.units[index].open,
            required_h: spec.required.map(Time::as_h),
            lateness_h: spec.required.map(|_| Spread::of(&phase.lateness_h[index])),
            in_time: spec.required.and_then(|_| share(phase.in_time[index], closed)),
            criticality: share(phase.blame.units[index], phase.blame.count),
        };
        (spec.id.clone(), result)
    });
    all.collect()
}

fn fleets(world: &World, summary: &Summary) -> IndexMap<String, FleetResult> {
    let blame = &summary.deployment.blame;
    let all = world.fleets.iter().enumerate().map(|(index, spec)| {
        let cells = &summary.fleet_h[index * Category::COUNT..(index + 1) * Category::COUNT];
        let hours = cells.iter().enumerate().filter_map(|(number, moments)| {
            let mean = moments.summary()?.mean;
            (mean > 0.0).then(|| (Category::from_number(number as u8).id().to_owned(), mean))
        });
        let result = FleetResult {
            name: spec.name.clone(),
            carriers: spec.count,
            sorties: Spread::of(&summary.fleet_sorties[index]),
            utilisation: Spread::of(&summary.fleet_busy[index]),
            hours: hours.collect(),
            criticality: share(blame.fleets[index], blame.count),
        };
        (spec.id.clone(), result)
    });
    all.collect()
}

fn terminals(world: &World, summary: &Summary) -> IndexMap<String, TerminalResult> {
    let blame = &summary.deployment.blame;
    let all = world.terminals.iter().enumerate().map(|(index, spec)| {
        let place = &world.places[spec.place];
        let listed = |(facility, capacity): &(Facility, u32)| {
            facility.is_everywhere() || *capacity != crate::model::world::UNLIMITED
        };
        let capacities = Facility::ALL.into_iter().zip(spec.capacities);
        let facilities = capacities.filter(listed).map(|(facility, capacity)| {
            let cell = index * Facility::ALL.len() + facility as usize;
            let used = (&summary.in_use[cell], &summary.queue[cell], summary.peak[cell]);
            (facility.id().to_owned(), facility_result(capacity, used))
        });
        let cells = index * Category::COUNT..(index + 1) * Category::COUNT;
        let result = TerminalResult {
            name: place.name.clone(),
            sorties: Spread::of(&summary.terminal_sorties[index]),
            facilities: facilities.collect(),
            waits: waits(&summary.terminal_waits[cells]),
            criticality: share(blame.terminals[index], blame.count),
        };
        (place.id.clone(), result)
    });
    all.collect()
}

fn facility_result(capacity: u32, (in_use, queue, peak): (&Moments, &Moments, u32)) -> FacilityResult {
    let capacity = (capacity != crate::model::world::UNLIMITED).then_some(capacity);
    let in_use = Spread::of(in_use);
    FacilityResult {
        capacity,
        in_use,
        utilisation: in_use.mean.zip(capacity).map(|(mean, capacity)| mean / f64::from(capacity.max(1))),
        peak,
        queue: Spread::of(queue),
    }
}

fn receptions(world: &World, summary: &Summary) -> IndexMap<String, ReceptionResult> {
    let with_reception = world.places.iter().filter_map(|place| Some((place, place.reception.as_ref()?)));
    let all = with_reception.zip(&summary.receptions).map(|((place, (teams, _)), sums)| {
        let result = ReceptionResult {
            name: place.name.clone(),
            teams: facility_result(*teams, (&sums.in_use, &sums.queue, sums.peak)),
            waits: waits_for_teams(sums, Category::WaitReception),
        };
        (place.id.clone(), result)
    });
    all.collect()
}

fn mobilisation(world: &World, summary: &Summary) -> IndexMap<String, MobilisationResult> {
    let all = world.team_pools.with_ids().zip(&summary.mobilisation).map(|((id, pool), sums)| {
        let result = MobilisationResult {
            name: world.pool_name(id).to_owned(),
            teams: facility_result(pool.teams, (&sums.in_use, &sums.queue, sums.peak)),
            waits: waits_for_teams(sums, Category::WaitMobilisationTeam),
        };
        (world.pool_path(id), result)
    });
    all.collect()
}

fn waits_for_teams(sums: &TeamSums, cause: Category) -> Vec<WaitResult> {
    let (count, total) = (sums.waits.0.summary(), sums.waits.1.summary());
    let means = count.zip(total).filter(|(_, total)| total.mean > 0.0);
    let wait = means.map(|(count, total)| WaitResult {
        cause: cause.id().to_owned(),
        count: count.mean,
        total_h: total.mean,
    });
    wait.into_iter().collect()
}

fn sites(world: &World, summary: &Summary) -> IndexMap<String, SiteResult> {
    let all = world.places.iter().zip(&summary.covered).filter_map(|(place, covered)| {
        let site = place.site.as_ref()?;
        let result = SiteResult {
            name: place.name.clone(),
            required_personnel: site.personnel,
            required_vehicles: site.vehicles,
            covered_h: Spread::of_ends(covered),
            not_covered: covered.open,
        };
        Some((place.id.clone(), result))
    });
    all.collect()
}

fn days(by_replication: &[Vec<u32>]) -> Vec<DayResult> {
    let days = by_replication.iter().map(Vec::len).max().unwrap_or(0);
    let of_day = |day: usize| {
        let counts: Vec<f64> =
            by_replication.iter().map(|days| f64::from(days.get(day).copied().unwrap_or(0))).collect();
        let sorted = quantile::sorted(&counts);
        let at = |p: f64| quantile::quantile_of_sorted(&sorted, p).unwrap_or(0.0);
        let mean = counts.iter().sum::<f64>() / counts.len() as f64;
        DayResult { day, mean, p05: at(0.05), p95: at(0.95) }
    };
    (0..days).map(of_day).collect()
}

fn withdrawal(world: &World, phase: &PhaseSummary, has_cargo: bool) -> WithdrawalResult {
    let contingents = world.contingents.iter().zip(&phase.contingents_h);
    WithdrawalResult {
        closure_h: Closure::of(&phase.closure_h),
        not_closed: phase.not_closed(),
        on_time: OnTime::of(&phase.closure_h, world.withdrawal_deadline),
        mean_arrival_h: phase.mean_arrival_h.summary().map(|s| s.mean),
        delivered: delivered(phase, has_cargo),
        contingents: contingents.map(|(spec, hours)| (spec.id.clone(), Closure::of(hours))).collect(),
        departures_by_day: days(&phase.departures_by_day),
        bottlenecks: bottlenecks(&phase.blame),
    }
}
