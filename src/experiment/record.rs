//! What is kept of one replication: small integers in the order of the world's indices.

use super::spending::Spending;
use crate::kernel::{Causes, DAY_MS, Time};
use crate::model::{Blame, ByCategory, Category, FacilityUse, Observer, Phase, Simulation, Waits, World};

/// One phase of one replication.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PhaseRecord {
    /// Closure of the force [ms].
    pub closure_ms: Option<i64>,
    /// Closure by contingent [ms].
    pub contingents_ms: Vec<Option<i64>>,
    /// Closure by unit, its last copy [ms].
    pub units_ms: Vec<Option<i64>>,
    /// When the last copy of each unit was operational [ms].
    pub operational_ms: Vec<Option<i64>>,
    /// Sum over people and vehicles of their times of arrival [ms].
    pub arrival_sum_ms: i128,
    /// People delivered.
    pub personnel: u64,
    /// Vehicles delivered.
    pub vehicles: u64,
    /// Cargo delivered [kg].
    pub cargo_kg: u64,
    /// Loaded trips.
    pub sorties: u32,
    /// Loaded departures by day of local time at `start`'s date line: day 0 is that of the appeal.
    pub departures_by_day: Vec<u32>,
}

impl PhaseRecord {
    fn of(phase: &Phase, local_start_ms: i64) -> Self {
        let ms = |at: Option<Time>| at.map(Time::as_ms);
        Self {
            closure_ms: ms(phase.closure.at),
            contingents_ms: phase.contingents.iter().map(|end| ms(end.at)).collect(),
            units_ms: phase.units.iter().map(|end| ms(end.at)).collect(),
            operational_ms: phase.operational.iter().map(|at| ms(*at)).collect(),
            arrival_sum_ms: phase.arrival_ms,
            personnel: phase.personnel,
            vehicles: phase.vehicles,
            cargo_kg: phase.cargo_kg,
            sorties: phase.sorties,
            departures_by_day: by_day(&phase.departures, local_start_ms),
        }
    }

    /// Mean over people and vehicles of their time of arrival [h].
    pub fn mean_arrival_h(&self) -> Option<f64> {
        let items = self.personnel + self.vehicles;
        (items > 0).then(|| self.arrival_sum_ms as f64 / items as f64 / crate::kernel::MS_PER_H as f64)
    }
}

/// How many of these instants, in order, lie on each day of local time, from that of the start to the last with any.
fn by_day(instants: &[Time], local_start_ms: i64) -> Vec<u32> {
    let day_of = |local_ms: i64| local_ms.div_euclid(DAY_MS);
    let first_day = day_of(local_start_ms);
    let days = instants.last().map_or(0, |last| day_of(local_start_ms + last.as_ms()) - first_day + 1);
    let mut counts = vec![0; days as usize];
    // Most lie on the same day as the one before.
    let (mut index, mut day) = (0, 0..0);
    for at in instants {
        let local_ms = local_start_ms + at.as_ms();
        if !day.contains(&local_ms) {
            let number = day_of(local_ms);
            day = number * DAY_MS..(number + 1) * DAY_MS;
            index = (number - first_day) as usize;
        }
        counts[index] += 1;
    }
    counts
}

/// Arrivals in place, in order of time.
pub type Arrivals = Vec<crate::model::Arrival>;

/// One replication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its number, from 1.
    pub replication: u32,
    /// Model events.
    pub events: u64,
    /// The instant of its last event, or of the last one of the deployment: the span of waits and use [ms].
    pub end_ms: i64,
    /// The deployment.
    pub deployment: PhaseRecord,
    /// The withdrawal, when the scenario has one.
    pub withdrawal: Option<PhaseRecord>,
    /// Waits by contingent and category: number and sum [ms].
    pub waits: Vec<(u32, i64)>,
    /// Waits by terminal and category.
    pub terminal_waits: Vec<(u32, i64)>,
    /// Time of carriers by fleet and category [ms].
    pub fleet_ms: Vec<i64>,
    /// Loaded trips by fleet.
    pub fleet_sorties: Vec<u32>,
    /// Loaded trips unloaded, by terminal.
    pub terminal_sorties: Vec<u32>,
    /// Use of facilities, by terminal and facility.
    pub facilities: Vec<FacilityUse>,
    /// Use of reception teams and waits for them, by place that has a reception.
    pub receptions: Vec<(FacilityUse, Waits)>,
    /// Use of mobilisation teams and waits for them, by contingent and home that has some.
    pub mobilisation: Vec<(FacilityUse, Waits)>,
    /// When sites were covered, by place [ms].
    pub covered_ms: Vec<Option<i64>>,
    /// Civilians moved, by group.
    pub civilians: Vec<u32>,
    /// Diversions.
    pub diversions: u32,
    /// What the deployment cost and burnt; none where nothing does.
    pub spending: Option<Spending>,
    /// Closure of the deployment taken apart; present when causes are kept and it closed.
    pub blame: Option<Blame>,
    /// Closure of each contingent taken apart.
    pub contingent_blame: Vec<Option<Blame>>,
    /// Closure of the withdrawal taken apart.
    pub withdrawal_blame: Option<Blame>,
    /// Arrivals in the deployment, for the first replications only.
    pub arrivals: Option<Arrivals>,
}

impl Record {
    /// Records the simulation's last replication.
    pub fn of<C: Causes, O: Observer>(
        simulation: &Simulation<'_, C, O>,
        replication: u32,
        keep_arrivals: bool,
    ) -> Self {
        let world = simulation.world();
        let outcome = simulation.outcome();
        let local_start_ms = reference_local_start(world);
        let nodes = simulation.causes().nodes();
        let blame = |end: &crate::model::End| {
            (C::KEEPS && end.at.is_some()).then(|| Blame::of(world, nodes, end.node))
        };
        let [deployment, withdrawal] = &outcome.phases;
        let waits = |waits: &[ByCategory<Waits>]| {
            waits.as_flattened().iter().map(|waits| (waits.count, waits.total_ms)).collect()
        };
        let counted = &outcome.counted;
        let counters = &counted.counters;
        let end_ms = counted.at.unwrap_or(outcome.end).as_ms();
        Self {
            replication,
            events: outcome.events,
            end_ms,
            deployment: PhaseRecord::of(deployment, local_start_ms),
            withdrawal: world.withdrawal.as_ref().map(|_| PhaseRecord::of(withdrawal, local_start_ms)),
            waits: waits(&counters.waits),
            terminal_waits: waits(&counters.terminal_waits),
            fleet_ms: counters.fleet_ms.as_flattened().to_vec(),
            fleet_sorties: counters.fleet_sorties.to_vec(),
            terminal_sorties: counters.terminal_sorties.to_vec(),
            facilities: counted.facilities.clone(),
            receptions: world
                .places
                .with_ids()
                .filter(|(_, place)| place.reception.is_some())
                .map(|(id, _)| (counted.receptions[id], counters.reception_waits[id]))
                .collect(),
            mobilisation: counted.mobilisation.to_vec(),
            covered_ms: outcome.covered.iter().map(|at| at.map(Time::as_ms)).collect(),
            civilians: outcome.civilians.to_vec(),
            diversions: counters.diversions,
            spending: world.prices.given.then(|| {
                Spending::of(world, end_ms, counters.fleet_ms.as_flattened(), &counters.terminal_sorties)
            }),
            blame: blame(&deployment.closure),
            contingent_blame: deployment.contingents.iter().map(blame).collect(),
            withdrawal_blame: blame(&withdrawal.closure),
            arrivals: keep_arrivals.then(|| deployment.arrivals.clone()),
        }
    }

    /// What the deployment cost; none where nothing has a price.
    pub fn cost(&self) -> Option<f64> {
        self.spending.as_ref().map(|spent| spent.total().cost())
    }

    /// Chain or diary time of a category in the deployment [ms].
    pub fn blame_ms(&self, category: Category) -> Option<(i64, i64)> {
        self.blame
            .as_ref()
            .map(|blame| (blame.chain_ms[category as usize], blame.diary_ms[category as usize]))
    }
}

/// Local time at the place where most of the force ends, at `start`, since the epoch [ms]: days of results are
/// counted there.
pub fn reference_local_start(world: &World) -> i64 {
    let mut people = world.places.map(|_| 0_u64);
    for unit in &world.units {
        people[unit.last_place] += u64::from(unit.copies) * u64::from(unit.personnel.max(1));
    }
    let most = people.with_ids().max_by_key(|(id, count)| (**count, std::cmp::Reverse(*id)));
    most.map_or(0, |(id, _)| world.places[id].local_start_ms)
}
