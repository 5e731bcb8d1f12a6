//! The three methods: one at a time, elementary effects, variance shares.

use serde::Serialize;

use super::super::record::Record;
use super::super::statistics::morris::{MorrisDesign, MorrisEffect, trajectories_needed};
use super::super::statistics::paired::{Difference, paired};
use super::super::statistics::sobol::{
    SobolIndex, base_points_needed, noise_share, saltelli_design, sobol_indices,
};
use super::super::statistics::tornado::{TornadoRuns, tornado};
use super::super::statistics::{Moments, Summary};
use super::super::study::{StudyOptions, key};
use super::super::study_error::StudyError;
use super::super::uncertainty::{Assumption, Change, Drawable, Point};
use crate::kernel::hours;

/// Levels of the grid of Morris's design; four are usual.
const LEVELS: usize = 4;
/// Resamples of the bootstrap intervals of shares.
pub(super) const RESAMPLES: usize = 500;

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

/// The effect of one assumption over its whole range, after Morris [h].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effect {
    /// The assumption.
    pub path: String,
    /// Its effects.
    #[serde(flatten)]
    pub effect: MorrisEffect,
}

/// The share of the variance of the mean closure that one assumption explains.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    /// The assumption.
    pub path: String,
    /// Its indices.
    #[serde(flatten)]
    pub index: SobolIndex,
}

pub(super) type Result<T> = std::result::Result<T, StudyError>;

/// The points of one study: a changed scenario each.
pub(super) struct Points<'a> {
    base: &'a Drawable,
    options: &'a StudyOptions<'a>,
    /// What the points have in common, for their keys.
    common: String,
}

impl<'a> Points<'a> {
    pub(super) fn new(base: &'a Drawable, options: &'a StudyOptions<'a>) -> Result<Self> {
        options.keeper.prepare()?;
        let common = key("closures", &base.fingerprint(options.uncertain), options.uncertain);
        Ok(Self { base, options, common })
    }

    /// A point in words.
    fn name(changes: &[Change]) -> String {
        let each: Vec<String> = changes.iter().map(|(path, value)| format!("{path}={value}")).collect();
        if each.is_empty() { "the baseline".to_owned() } else { each.join(" ") }
    }

    pub(super) fn closures(&self, changes: &[Change]) -> Result<Vec<f64>> {
        let options = self.options;
        let what = Self::name(changes);
        let key = format!("{}: {what}", self.common);
        let point = || Point::new(self.base, changes, options.uncertain);
        options.keeper.of(&what).closures_h(&key, &options.plan(1, options.replications), point)
    }

    /// Closures [h] and, where something costs money, costs.
    fn closures_and_costs(&self, changes: &[Change], costs: bool) -> Result<Runs> {
        if !costs {
            return Ok(Runs { closures: self.closures(changes)?, costs: None });
        }
        let options = self.options;
        let what = Self::name(changes);
        let key = format!("costs and {}: {what}", self.common);
        let point = || Point::new(self.base, changes, options.uncertain);
        let of = |record: &Record| {
            let cost = record.cost().unwrap_or_default();
            (record.deployment.closure_ms, cost)
        };
        let plan = options.plan(1, options.replications);
        let kept: Vec<(Option<i64>, f64)> = options.keeper.of(&what).replications(&key, &plan, point, of)?;
        let closures = kept.iter().map(|(ms, _)| ms.map_or(f64::INFINITY, hours)).collect();
        Ok(Runs { closures, costs: Some(kept.into_iter().map(|(_, cost)| cost).collect()) })
    }
}

/// The replications of one point.
#[derive(Default)]
struct Runs {
    /// Closures [h]; infinite where it did not close.
    closures: Vec<f64>,
    /// Costs; none where nothing costs money.
    costs: Option<Vec<f64>>,
}

pub(super) fn not_closed(closures: &[f64]) -> usize {
    closures.iter().filter(|h| h.is_infinite()).count()
}

/// Runs every assumption at both ends of its range; `progress` hears how many points are done, of 2 k + 1.
///
/// # Errors
/// An end that the checks refuse, or a baseline without a mean.
pub(super) fn one_at_a_time(
    base: &Drawable,
    assumptions: &[Assumption],
    options: &StudyOptions<'_>,
    mut progress: impl FnMut(u64),
) -> Result<Tornado> {
    let points = Points::new(base, options)?;
    let world = base.world()?;
    let costs = world.costs_money();
    let ends = assumptions.iter().flat_map(|one| [0.0, 1.0].map(|share| (one.path.clone(), one.at(share))));
    let mut done = 0;
    let mut found = options.keeper.each(std::iter::once(None).chain(ends.map(Some)), |change| {
        let runs = points.closures_and_costs(change.as_slice(), costs)?;
        done += 1;
        progress(done);
        let open = not_closed(&runs.closures);
        if change.is_none() && (open > 0 || runs.closures.len() < 2) {
            return Err(no_mean("the baseline", open, runs.closures.len()));
        }
        Ok(runs)
    })?;
    let both = found.split_off(1);
    let baseline = found.pop().unwrap_or_default();
    let mut runs = Vec::new();
    let mut open = Vec::new();
    let mut both = both.into_iter();
    for assumption in assumptions {
        let ends: Vec<Runs> = both.by_ref().take(2).collect();
        match ends.iter().map(|end| not_closed(&end.closures)).enumerate().find(|(_, count)| *count > 0) {
            Some((end, not_closed)) => open.push(Open {
                path: assumption.path.clone(),
                setting: assumption.setting(end as f64),
                not_closed,
            }),
            None => runs.push((assumption, ends)),
        }
    }
    let currency = world.prices.currency.clone();
    let currency = if baseline.costs.is_some() { currency } else { String::new() };
    let mean = |values: &[f64]| Summary::of(values).map_or(f64::NAN, |summary| summary.mean);
    Ok(Tornado {
        baseline_h: mean(&baseline.closures),
        baseline_cost: baseline.costs.as_deref().map(mean),
        currency,
        bars: bars(&baseline, &runs),
        left_out: 0,
        open,
    })
}

/// The bars of assumptions with the replications of both ends, the widest first.
fn bars(baseline: &Runs, runs: &[(&Assumption, Vec<Runs>)]) -> Vec<Bar> {
    let inputs: Vec<TornadoRuns<'_>> = runs
        .iter()
        .map(|(_, ends)| TornadoRuns { low: &ends[0].closures, high: &ends[1].closures })
        .collect();
    let mean = |values: &[f64]| Summary::of(values).map_or(f64::NAN, |summary| summary.mean);
    let baseline_h = mean(&baseline.closures);
    let bars = tornado(&baseline.closures, &inputs, 0.95).unwrap_or_default();
    let bars = bars.into_iter().map(|bar| {
        let (assumption, ends) = &runs[bar.input];
        let cost = |end: &Runs| {
            let (there, base) = (end.costs.as_ref()?, baseline.costs.as_ref()?);
            Some(CostThere { mean: mean(there), difference: paired(there, base, 0.95)? })
        };
        let end = |share: f64, difference: Difference, runs: &Runs| End {
            setting: assumption.setting(share),
            closure_h: baseline_h + difference.mean,
            difference_h: difference,
            cost: cost(runs),
        };
        let (low, high) = (end(0.0, bar.low, &ends[0]), end(1.0, bar.high, &ends[1]));
        let swing_cost = low.cost.as_ref().zip(high.cost.as_ref()).map(|(low, high)| {
            let (low, high) = (low.difference.mean, high.difference.mean);
            low.max(high).max(0.0) - low.min(high).min(0.0)
        });
        Bar { path: assumption.path.clone(), low, high, swing_h: bar.swing, swing_cost }
    });
    bars.collect()
}

fn no_mean(what: &str, open: usize, of: usize) -> StudyError {
    StudyError::no_answer(if of < 2 {
        "differences need at least two replications; give --replications 2 or more".to_owned()
    } else {
        format!(
            "{what} has no mean closure: {open} of {of} replications do not close within `horizon_h`; give a larger one, or \
             narrower ranges"
        )
    })
}

/// The values at a point, for readers.
fn settings(assumptions: &[Assumption], point: &[f64]) -> String {
    const MOST: usize = 6;
    let each = assumptions.iter().zip(point);
    let each = each.map(|(one, share)| format!("`{}` at {}", one.path, one.setting(*share)));
    let mut shown: Vec<String> = each.take(MOST).collect();
    if assumptions.len() > MOST {
        shown.push(format!("{} more", assumptions.len() - MOST));
    }
    shown.join(", ")
}

/// Mean closure and its variance over replications at each point of a design.
fn outputs(
    base: &Drawable,
    assumptions: &[Assumption],
    design: &[Vec<f64>],
    options: &StudyOptions<'_>,
    mut progress: impl FnMut(u64),
) -> Result<(Vec<f64>, Vec<f64>)> {
    let points = Points::new(base, options)?;
    let mut done = 0;
    let found = options.keeper.each(design, |point| {
        let changes: Vec<Change> = assumptions
            .iter()
            .zip(point)
            .map(|(assumption, share)| (assumption.path.clone(), assumption.at(*share)))
            .collect();
        let closures = points.closures(&changes)?;
        if not_closed(&closures) > 0 {
            let at = settings(assumptions, point);
            return Err(no_mean(
                &format!("the point with {at}"),
                not_closed(&closures),
                closures.len().max(2),
            ));
        }
        let mut moments = Moments::default();
        for h in &closures {
            moments.push(*h);
        }
        let summary = moments.summary();
        done += 1;
        progress(done);
        let variance = summary.and_then(|summary| summary.sd).map_or(0.0, |sd| sd * sd);
        Ok((summary.map_or(f64::NAN, |summary| summary.mean), variance))
    })?;
    Ok(found.into_iter().unzip())
}

/// Effects after Morris, largest first, and the share of the variance that is left from chance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Screening {
    /// Trajectories.
    pub trajectories: u32,
    /// Effects, largest first.
    pub effects: Vec<Effect>,
    /// Share of the variance of the outputs that chance within replications leaves, at most.
    pub noise_share: Option<f64>,
    /// About how many trajectories would tell effects apart; none where these do.
    pub trajectories_needed: Option<usize>,
}

/// Screens assumptions by elementary effects.
///
/// # Errors
/// A point that the checks refuse or without a mean, or no design.
pub(super) fn morris(
    base: &Drawable,
    assumptions: &[Assumption],
    trajectories: u32,
    options: &StudyOptions<'_>,
    progress: impl FnMut(u64),
) -> Result<Screening> {
    let none = || StudyError::no_answer("a design needs assumptions and at least one trajectory");
    let design =
        MorrisDesign::new(assumptions.len(), trajectories as usize, LEVELS, options.seed).ok_or_else(none)?;
    let (means, variances) = outputs(base, assumptions, design.points(), options, progress)?;
    let effects = design.effects(&means).ok_or_else(none)?;
    let needed = trajectories_needed(&effects, trajectories as usize);
    let named = assumptions.iter().zip(effects);
    let mut effects: Vec<Effect> =
        named.map(|(assumption, effect)| Effect { path: assumption.path.clone(), effect }).collect();
    effects.sort_by(|a, b| b.effect.mu_star.total_cmp(&a.effect.mu_star));
    let noise_share = noise_share(&means, &variances, options.replications as usize);
    Ok(Screening { trajectories, effects, noise_share, trajectories_needed: needed })
}

/// Variance shares, largest total first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Variance {
    /// Base points.
    pub samples: u32,
    /// Indices, largest total first.
    pub shares: Vec<Share>,
    /// Share of the variance of the outputs that chance within replications leaves, at most.
    pub noise_share: Option<f64>,
    /// About how many base points would tell indices apart; none where these do.
    pub samples_needed: Option<u32>,
}

/// Splits the variance of the mean closure among assumptions.
///
/// # Errors
/// A point that the checks refuse or without a mean, more than 64 assumptions, or outputs without variance.
pub(super) fn sobol(
    base: &Drawable,
    assumptions: &[Assumption],
    samples: u32,
    options: &StudyOptions<'_>,
    progress: impl FnMut(u64),
) -> Result<Variance> {
    let design = saltelli_design(samples, assumptions.len()).ok_or_else(|| {
        StudyError::no_answer("Sobol' indices take 1 to 64 assumptions; limit them with --top or --only")
    })?;
    let (means, variances) = outputs(base, assumptions, &design, options, progress)?;
    let indices = sobol_indices(&means, assumptions.len(), RESAMPLES, options.seed)
        .ok_or_else(|| StudyError::no_answer("closure is the same at every point; nothing to split"))?;
    let samples_needed = base_points_needed(&indices, samples);
    let named = assumptions.iter().zip(indices);
    let mut shares: Vec<Share> =
        named.map(|(assumption, index)| Share { path: assumption.path.clone(), index }).collect();
    shares.sort_by(|a, b| b.index.total.total_cmp(&a.index.total));
    let noise_share = noise_share(&means, &variances, options.replications as usize);
    Ok(Variance { samples, shares, noise_share, samples_needed })
}
