//! The next bottleneck: what limits closure at the far end of a range that does not reach the goal.

use super::super::improve::{CapacityGain, proposals};
use super::super::study_error::StudyError;
use super::super::uncertainty::UncertaintyError;
use super::{NextBottleneck, Result, Search};
use crate::kernel::hours;
use crate::model::Category;

/// Replications that name the next bottleneck, at most.
const REPLICATIONS: u32 = 200;
/// Bottlenecks that are named.
const MOST: usize = 3;

impl Search<'_> {
    fn few(&self) -> u32 {
        self.options.study.replications.min(REPLICATIONS)
    }

    /// The categories with the most hours on the causal chain of closure.
    pub(super) fn causes(&self, index: usize) -> Result<Vec<NextBottleneck>> {
        let mut plan = self.plan(1, self.few());
        plan.causes = true;
        let of = |record: &super::super::Record| -> Vec<i64> {
            let each = Category::ALL.into_iter();
            each.map(|category| record.blame_ms(category).map_or(0, |(chain, _)| chain)).collect()
        };
        let change = self.change(index);
        let chains = self.kept("chain", &[change], &plan, of)?;
        let mut causes: Vec<(Category, i64)> = Category::ALL
            .into_iter()
            .enumerate()
            .map(|(place, category)| {
                let each = chains.iter().filter_map(|chain| chain.get(place));
                // What was kept may come from a stranger.
                (category, each.fold(0_i64, |sum, ms| sum.saturating_add(*ms)))
            })
            .collect();
        causes.retain(|(_, sum)| *sum > 0);
        causes.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
        let bottleneck = |(category, sum): (Category, i64)| NextBottleneck {
            cause: category.id().to_owned(),
            label: category.label().to_owned(),
            chain_h: hours(sum) / f64::from(plan.count),
        };
        Ok(causes.into_iter().take(MOST).map(bottleneck).collect())
    }

    /// What one more of each other capacity saves there, under the same draws: those whose interval leaves out zero,
    /// largest first. None where not every replication closes, since there is no mean then.
    pub(super) fn capacities(&mut self, index: usize) -> Result<Vec<CapacityGain>> {
        let count = self.few();
        let aim = self.known(index)?.aim;
        let without = self.values(aim, &[self.change(index)], 1, count)?;
        if without.iter().any(|h| h.is_infinite()) {
            return Ok(Vec::new());
        }
        let scenario = self.base.with(&[self.change(index)])?.scenario()?;
        let mut gains = Vec::new();
        for proposal in proposals(&scenario).into_iter().filter(|one| one.path != self.options.path) {
            (self.progress)(&proposal.what);
            let changes = [self.change(index), (proposal.path.clone(), proposal.value.into())];
            let with = match self.values(aim, &changes, 1, count) {
                // A capacity that the checks refuse is no remedy.
                Err(StudyError::Scenario(UncertaintyError::Refused { .. })) => continue,
                with => with?,
            };
            gains.push(CapacityGain::of(proposal, &with, &without));
        }
        gains.retain(|gain| gain.low_95.is_some_and(|low| low > 0.0));
        gains.sort_by(|a, b| b.saved_h.total_cmp(&a.saved_h));
        gains.truncate(MOST);
        Ok(gains)
    }
}
