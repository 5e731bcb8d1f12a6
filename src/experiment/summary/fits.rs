//! Whether a summary may be of a world: what was kept in a file may be that of a stranger.

use super::super::spending::SpendingSums;
use super::super::tally::BlameSums;
use super::{PhaseSummary, Summary};
use crate::kernel::{Id, Time, hours};
use crate::model::World;

impl Summary {
    /// Whether this is what `count` replications of a world may give: lists have their lengths, and instants lie before the
    /// horizon.
    pub(in crate::experiment) fn fits(&self, world: &World, count: u32) -> bool {
        let count = count as usize;
        let within_h = 0.0..=hours(world.horizon.as_ms());
        let of_phase = |phase: &PhaseSummary| {
            let PhaseSummary {
                closure_h, contingents_h, units, operational, lateness_h, in_time, blame, ..
            } = phase;
            let mut lists = contingents_h.iter().chain([closure_h]);
            let lists = lists.all(|list| {
                list.len() == count && list.in_order().all(|h| h == f64::INFINITY || within_h.contains(&h))
            });
            let each = [contingents_h.len(), units.len(), operational.len(), lateness_h.len(), in_time.len()];
            let blame = blame.shape();
            (lists, each, blame)
        };
        let shape = |summary: &Self| {
            let teams = [summary.receptions.len(), summary.mobilisation.len()];
            let places = [summary.covered.len(), summary.civilians.len()];
            let resources = [
                summary.waits.len(),
                summary.terminal_waits.len(),
                summary.fleet_h.len(),
                summary.fleet_busy.len(),
                summary.fleet_sorties.len(),
                summary.terminal_sorties.len(),
                summary.in_use.len(),
                summary.queue.len(),
                summary.peak.len(),
            ];
            let blame: Vec<[usize; 6]> = summary.contingent_blame.iter().map(BlameSums::shape).collect();
            let spending = summary.spending.as_ref().map(SpendingSums::fleets);
            (teams, places, resources, blame, spending)
        };
        let empty = Self::new(world, self.seed);
        let phases = [Some(&self.deployment), self.withdrawal.as_ref()].map(|phase| phase.map(of_phase));
        let expected = [Some(&empty.deployment), empty.withdrawal.as_ref()]
            .map(|phase| phase.map(|phase| (true, of_phase(phase).1, of_phase(phase).2)));
        let arrivals = self.arrivals.iter().flatten();
        let spent = self.spending.as_ref().is_none_or(|spending| spending.cost.len() == count);
        self.replications as usize == count
            && self.rows.len() == count
            && phases == expected
            && shape(self) == shape(&empty)
            && spent
            && [self.covered_ms.len(), self.arrivals.len()].iter().all(|kept| *kept <= count)
            && self.covered_ms.iter().all(|places| places.len() == world.places.len())
            && arrivals.into_iter().all(|arrival| {
                let in_time = (Time::ZERO..=world.horizon).contains(&arrival.at);
                in_time && arrival.contingent.index() < world.contingents.len()
            })
    }
}
