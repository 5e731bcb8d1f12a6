//! One assumption at a time, at both ends of its range, against the baseline.

use serde::Serialize;

use super::super::statistics::Summary;
use super::super::statistics::paired::Difference;
use super::super::study::StudyOptions;
use super::super::study_error::StudyError;
use super::super::uncertainty::{Assumption, Change, Drawable};
use super::points::{Points, Result, Runs, closure_bar, cost_bar, no_mean, not_closed};
use super::screen::Screen;

/// One end of an assumption's range.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct End {
    /// The value there, as a reader takes it.
    pub setting: String,
    /// Mean closure there [h].
    pub closure_h: f64,
    /// Closure there minus the baseline, paired [h].
    pub difference_h: Difference,
    /// What it does to the cost; only where something costs money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<CostThere>,
}

/// What the deployment costs at one end of an assumption's range, in the currency of the scenario.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CostThere {
    /// Mean cost.
    pub mean: f64,
    /// Cost there minus that of the baseline, paired.
    pub difference: Difference,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    /// The assumption.
    pub path: String,
    /// Low end.
    pub low: End,
    /// High end.
    pub high: End,
    /// Replications at each end that it rests on, from the first.
    pub replications: u32,
    /// Distance between the smallest and the largest of the mean closures, that of the baseline included [h].
    pub swing_h: f64,
    /// Distance between the smallest and the largest of the mean costs, that of the baseline included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub swing_cost: Option<f64>,
}

/// An assumption with an end at which some replications do not close, so that there is no mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Open {
    /// The assumption.
    pub path: String,
    /// The value.
    pub setting: String,
    /// Replications that do not close.
    pub not_closed: usize,
}

/// A tornado.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tornado {
    /// Mean closure of the baseline [h].
    pub baseline_h: f64,
    /// Mean cost of the baseline; only where something costs money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline_cost: Option<f64>,
    /// The unit of costs; empty where there is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub currency: String,
    /// The bars, widest first.
    pub bars: Vec<Bar>,
    /// Narrower bars that are not among these.
    pub left_out: usize,
    /// Assumptions without a bar.
    pub open: Vec<Open>,
}

impl Tornado {
    /// The fewest replications that a bar rests on, where these are not all.
    pub fn fewest_replications(&self) -> Option<u32> {
        let of_bars = || self.bars.iter().map(|bar| bar.replications);
        of_bars().min().filter(|fewest| of_bars().max() != Some(*fewest))
    }
}

/// Runs every assumption at both ends of its range, as many replications as `screen` leaves to it; `progress` hears what points
/// are simulated, how many are done, and of how many.
///
/// # Errors
/// An end that the checks refuse, or a baseline without a mean.
pub(super) fn one_at_a_time(
    base: &Drawable,
    assumptions: &[Assumption],
    options: &StudyOptions<'_>,
    screen: Screen,
    progress: &mut dyn FnMut(&str, u64, u64),
) -> Result<Tornado> {
    let points = Points::new(base, options)?;
    let world = base.world()?;
    let costs = world.costs_money();
    let baseline = match points.ends(&[Vec::new()], &options.plan(1, options.replications), costs, |_| {}) {
        Ok(mut runs) => runs.pop(),
        // Another program makes it, and this one its part of the ends.
        Err(StudyError::Elsewhere) => None,
        Err(error) => return Err(error),
    };
    if let Some(baseline) = &baseline
        && (not_closed(&baseline.closures) > 0 || baseline.count() < 2)
    {
        return Err(no_mean("the baseline", not_closed(&baseline.closures), baseline.count()));
    }
    let mut runs: Vec<[Runs; 2]> = assumptions.iter().map(|_| Default::default()).collect();
    let mut going_on: Vec<usize> = (0..runs.len()).collect();
    let mut done = 0;
    for until in screen.stages(options.replications) {
        let ends = |number: &usize| [0.0, 1.0].map(|share| end_of(&assumptions[*number], share));
        let changes: Vec<_> = going_on.iter().flat_map(ends).collect();
        let what = if done == 0 { "points" } else { "points that matter" };
        let heard = |points| progress(what, points, changes.len() as u64);
        let plan = options.plan(done + 1, until - done);
        let mut made = points.ends(&changes, &plan, costs, heard)?.into_iter();
        for number in &going_on {
            runs[*number].iter_mut().zip(&mut made).for_each(|(end, later)| end.extend(later));
        }
        done = until;
        let baseline = baseline.as_ref().ok_or(StudyError::Elsewhere)?;
        going_on = screen.going_on(going_on, &runs, baseline);
    }
    let baseline = baseline.unwrap_or_default();
    let currency = world.prices.currency.clone();
    let (bars, open) = bars(&baseline, assumptions, &runs);
    Ok(Tornado {
        baseline_h: mean(&baseline.closures),
        baseline_cost: baseline.costs.as_deref().map(mean),
        currency: if baseline.costs.is_some() { currency } else { String::new() },
        bars,
        left_out: 0,
        open,
    })
}

/// An assumption at an end of its range.
fn end_of(assumption: &Assumption, share: f64) -> Vec<Change> {
    vec![(assumption.path.clone(), assumption.at(share))]
}

fn mean(values: &[f64]) -> f64 {
    Summary::of(values).map_or(f64::NAN, |summary| summary.mean)
}

/// The bars of assumptions, the widest first, and those that have none.
fn bars(baseline: &Runs, assumptions: &[Assumption], runs: &[[Runs; 2]]) -> (Vec<Bar>, Vec<Open>) {
    let baseline_h = mean(&baseline.closures);
    let (mut bars, mut open) = (Vec::new(), Vec::new());
    for (assumption, ends) in assumptions.iter().zip(runs) {
        let counts = ends.each_ref().map(|end| not_closed(&end.closures));
        if let Some((end, not_closed)) = counts.into_iter().enumerate().find(|(_, count)| *count > 0) {
            let (path, setting) = (assumption.path.clone(), assumption.setting(end as f64));
            open.push(Open { path, setting, not_closed });
            continue;
        }
        let Some(bar) = closure_bar(baseline, ends) else { continue };
        let cost = cost_bar(baseline, ends);
        let end = |share: f64, difference: Difference, cost: Option<Difference>| End {
            setting: assumption.setting(share),
            closure_h: baseline_h + difference.mean,
            difference_h: difference,
            cost: cost.and_then(|difference| cost_there(baseline, &ends[share as usize], difference)),
        };
        bars.push(Bar {
            path: assumption.path.clone(),
            low: end(0.0, bar.low, cost.map(|cost| cost.low)),
            high: end(1.0, bar.high, cost.map(|cost| cost.high)),
            replications: ends[0].count() as u32,
            swing_h: bar.swing,
            swing_cost: cost.map(|cost| cost.swing),
        });
    }
    bars.sort_by(|a, b| b.swing_h.total_cmp(&a.swing_h));
    (bars, open)
}

/// What the deployment costs at an end that differs so from the baseline.
fn cost_there(baseline: &Runs, end: &Runs, difference: Difference) -> Option<CostThere> {
    let (there, base) = (end.costs.as_deref()?, baseline.costs.as_deref()?);
    // The mean of an end with all replications is its own; that of one with a part of them goes by the difference.
    let mean = if there.len() == base.len() { mean(there) } else { mean(base) + difference.mean };
    Some(CostThere { mean, difference })
}
