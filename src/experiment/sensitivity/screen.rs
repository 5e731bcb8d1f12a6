//! Few replications for what moves little: after each stage, assumptions whose bars cannot be among the widest are left.
//!
//! Stages are prefixes of the replications, so what is left does not depend on threads or on what was kept.

use super::super::statistics::tornado::TornadoBar;
use super::points::{Runs, closure_bar, cost_bar};

/// Bars that a table shows, and that are worth all replications.
pub const WIDEST: usize = 25;
/// Replications of the first stage.
const FIRST: u32 = 16;
/// How many times as many each stage has as the one before it.
const GROWTH: u32 = 3;

/// Which assumptions get all replications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Screen {
    /// All of them.
    All,
    /// Those that may be among so many widest bars.
    Widest(usize),
}

impl Screen {
    /// How many replications are made up to the end of each stage. A stage that would leave less than half of them to save is
    /// not worth while.
    pub(super) fn stages(self, replications: u32) -> Vec<u32> {
        let brief = std::iter::successors(Some(FIRST), |stage| stage.checked_mul(GROWTH));
        let brief = brief.take_while(|stage| self != Self::All && *stage <= replications / 2);
        brief.chain([replications]).collect()
    }

    /// The assumptions, by number, that go on to the next stage: those whose bar, or whose bar of cost, is wide enough within
    /// its 95 % interval, and those that have no mean, so that all replications without closure are counted. What moved
    /// nothing in any replication so far does not go on.
    pub(super) fn going_on(self, numbers: Vec<usize>, runs: &[[Runs; 2]], baseline: &Runs) -> Vec<usize> {
        let Self::Widest(widest) = self else { return numbers };
        let closures: Vec<_> = runs.iter().map(|ends| closure_bar(baseline, ends)).collect();
        let costs: Vec<_> = runs.iter().map(|ends| cost_bar(baseline, ends)).collect();
        let (by_closure, by_cost) = (nth_swing(&closures, widest), nth_swing(&costs, widest));
        let may_be_among = |bar: &Option<TornadoBar>, least: f64| {
            bar.is_none_or(|bar| {
                let most = bar.swing + bar.low.half_width().max(bar.high.half_width());
                most > 0.0 && most >= least
            })
        };
        let goes_on = |number: &usize| {
            let costs_much = baseline.costs.is_some() && may_be_among(&costs[*number], by_cost);
            may_be_among(&closures[*number], by_closure) || costs_much
        };
        numbers.into_iter().filter(goes_on).collect()
    }
}

/// The swing of the bar that is the `n`th widest; 0 where there are fewer.
fn nth_swing(bars: &[Option<TornadoBar>], n: usize) -> f64 {
    let mut swings: Vec<f64> = bars.iter().flatten().map(|bar| bar.swing).collect();
    swings.sort_by(|a, b| b.total_cmp(a));
    swings.get(n.saturating_sub(1)).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_grow_until_little_is_left_to_save() {
        let screen = Screen::Widest(WIDEST);
        assert_eq!(screen.stages(200), [16, 48, 200]);
        assert_eq!(screen.stages(1_000), [16, 48, 144, 432, 1_000]);
        assert_eq!(screen.stages(32), [16, 32]);
        assert_eq!(screen.stages(31), [31]);
        assert_eq!(Screen::All.stages(200), [200]);
    }

    fn runs(differences: [f64; 4]) -> Runs {
        Runs { closures: differences.map(|h| 100.0 + h).to_vec(), costs: None }
    }

    #[test]
    fn what_may_be_among_the_widest_goes_on_and_what_moves_nothing_does_not() {
        let baseline = runs([0.0; 4]);
        let still = || runs([0.0; 4]);
        let all = [
            [runs([8.0, 8.1, 8.0, 7.9]), still()],
            [runs([5.0, 5.1, 5.0, 4.9]), still()],
            // About a tenth of the widest, and sure of it.
            [runs([0.8, 0.9, 0.8, 0.7]), still()],
            // Four hours, and much scatter: it may be more than five.
            [runs([0.0, 8.0, 0.0, 8.0]), still()],
            [still(), still()],
            // It does not always close.
            [runs([0.0, f64::INFINITY, 0.0, 0.0]), still()],
        ];
        let numbers = || (0..all.len()).collect::<Vec<_>>();
        assert_eq!(Screen::Widest(2).going_on(numbers(), &all, &baseline), [0, 1, 3, 5]);
        // Fewer bars than are wanted: all that move anything.
        assert_eq!(Screen::Widest(9).going_on(numbers(), &all, &baseline), [0, 1, 2, 3, 5]);
        assert_eq!(Screen::All.going_on(numbers(), &all, &baseline), numbers());
    }
}
