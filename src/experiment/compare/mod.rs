//! Several systems under common random numbers: by how much closure differs, and where the hours went.
//!
//! Replications of the same number are pairs. Differences have Student's t interval over pairs (Law 2013, *Simulation
//! Modeling and Analysis*, section 10.2.1), widened by Bonferroni's inequality when there are several. The hours of a
//! difference come from the causal chains of both sides: each chain adds up to its closure in integers, so their
//! difference by category adds up to the difference of closure.

pub mod allowed;
mod changes;
mod columns;
mod found;
mod interaction;
pub mod measures;
mod race;
mod ranking;
pub mod seeds;
mod system;
pub mod tail;

use serde::{Deserialize, Serialize};

use super::runner::{Next, Pieces, in_order};
use super::statistics::Summary as Moments;
use super::statistics::paired::{bonferroni, differences, paired};
use super::statistics::stopping::{Precision, StoppingRule, replications_by_student};
use super::study::StudyOptions;
use super::study_error::StudyError;
use crate::kernel::MS_PER_H;
use crate::model::Category;
use crate::scenario::Loaded;

pub use allowed::Allowed;
pub use changes::changes;
pub use columns::InFile;
pub use found::{
    AsRun, CategoryShift, Change, Comparison, ContingentShift, Difference, MeanClosure, NotRanked, Ranked,
    Selection, UnitShift,
};
pub use interaction::{Interaction, Joint};
pub use measures::{MeanDifference, Moved, Moves, Sample};
pub use ranking::{RankBy, same_changes};
pub use seeds::{SeedRow, Seeds};
pub use system::{Kept, System};
pub use tail::{QuantileMoved, Tail};

/// Joint confidence of all intervals.
pub const CONFIDENCE: f64 = 0.95;
/// Replications of each system before a precision is judged or a system falls out.
const FIRST_STAGE: u32 = 20;
/// Replications of one system at most when they are not given.
pub const MOST_REPLICATIONS: u32 = 100_000;

/// How to compare.
#[derive(Debug, Clone, Copy)]
pub struct CompareOptions<'a> {
    /// How replications are made; their number is the most when a precision is asked for.
    pub study: StudyOptions<'a>,
    /// Stop when the half-width of every difference is this small [h].
    pub precision_h: Option<f64>,
    /// Select the best with this indifference [h].
    pub select_best_h: Option<f64>,
}

/// How far a comparison is.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Replications done, of all systems.
    pub done: u64,
    /// Replications that are due; more may follow where a precision is asked for.
    pub due: u64,
}

/// Runs the systems and compares the others with the first; `progress` hears how far it is.
///
/// # Errors
/// Fewer than two systems, a drawn scenario that cannot be simulated, an interruption, or a file that cannot be written.
pub fn compare(
    systems: &mut [System],
    options: &CompareOptions<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<Comparison, StudyError> {
    let alone = || {
        StudyError::no_answer("a comparison needs two scenarios").help(
            "name a second one, or change the first with --set PATH=VALUE or --alternative NAME=PATH=VALUE",
        )
    };
    if systems.len() < 2 {
        return Err(alone());
    }
    options.study.keeper.prepare()?;
    let (replications, reached) = simulate(systems, options, &mut progress)?;
    let selection = options
        .select_best_h
        .map(|indifference_h| race::select(systems, options, indifference_h, &mut progress));
    let selection = selection.transpose()?;
    let (baseline, alternatives) = systems.split_first().ok_or_else(alone)?;
    let each = bonferroni(CONFIDENCE, alternatives.len());
    let differences = differences_of(baseline, alternatives, (replications, each), &options.study);
    systems.iter().try_for_each(System::whole)?;
    Ok(Comparison {
        format_version: 1,
        seed: options.study.seed,
        replications,
        bands: options.study.bands(),
        confidence: CONFIDENCE,
        precision_reached: reached,
        replications_needed: options
            .precision_h
            .filter(|_| reached == Some(false))
            .and_then(|wanted_h| still_needed(baseline, alternatives, replications, wanted_h)),
        baseline: baseline.name.clone(),
        interactions: interaction::interactions(systems, &differences, replications),
        differences,
        ranking: ranking::ranking(systems, replications, RankBy::default()),
        as_run: Vec::new(),
        selection,
        ranked_by: RankBy::default(),
        allow: Vec::new(),
        not_ranked: Vec::new(),
    })
}

/// Runs all systems up to the same number of replications, in growing rounds when a precision is asked for.
fn simulate(
    systems: &mut [System],
    options: &CompareOptions<'_>,
    progress: &mut impl FnMut(Progress),
) -> Result<(usize, Option<bool>), StudyError> {
    let mut target = options.study.replications;
    if options.precision_h.is_some() {
        target = target.min(FIRST_STAGE);
    }
    loop {
        let all: Vec<usize> = (0..systems.len()).collect();
        extend(systems, &all, target, options, progress)?;
        let Some(wanted_h) = options.precision_h else { return Ok((target as usize, None)) };
        if let Some(enough) = precise_after(systems, wanted_h) {
            return Ok((enough, Some(true)));
        }
        // A system that does not always close has no mean and so no precision.
        let open = systems.iter().any(|system| system.not_closed(target as usize) > 0);
        if open || target >= options.study.replications {
            return Ok((target as usize, Some(false)));
        }
        target = (target + target / 2).min(options.study.replications);
    }
}

/// Runs some of the systems up to `target` replications.
fn extend(
    systems: &mut [System],
    some: &[usize],
    target: u32,
    options: &CompareOptions<'_>,
    progress: &mut impl FnMut(Progress),
) -> Result<(), StudyError> {
    let made = |system: &System| system.closure_h().len() as u64;
    let mut done: u64 = systems.iter().map(made).sum();
    let missing = some.iter().map(|index| u64::from(target).saturating_sub(made(&systems[*index])));
    let due = done + missing.sum::<u64>();
    options.study.keeper.each(some, |index| {
        systems[*index].extend(target, &options.study, &mut || {
            done += 1;
            progress(Progress { done, due });
        })
    })?;
    Ok(())
}

/// Replications after which every difference is precise, and stays so for the look-ahead; decided on the ordered
/// replications alone, so that the rounds do not matter.
fn precise_after(systems: &[System], wanted_h: f64) -> Option<usize> {
    let (baseline, alternatives) = systems.split_first()?;
    let rule = StoppingRule {
        confidence: bonferroni(CONFIDENCE, alternatives.len()),
        initial: FIRST_STAGE as usize,
        ..StoppingRule::new(Precision::Absolute(wanted_h))
    };
    let mut enough = 0;
    for alternative in alternatives {
        let pairs = alternative.closure_h().iter().zip(baseline.closure_h());
        let differences: Vec<f64> = pairs.map(|(after, before)| after - before).collect();
        enough = enough.max(rule.stop(&differences)?.confirmed_at);
    }
    // A late outlier may have widened one that was precise early on.
    let precise = alternatives.iter().all(|alternative| {
        let found =
            paired(&alternative.closure_h()[..enough], &baseline.closure_h()[..enough], rule.confidence);
        found.is_some_and(|found| found.half_width() <= wanted_h)
    });
    precise.then_some(enough)
}

/// Replications after which the widest difference would be precise, if its spread stays as it is.
fn still_needed(baseline: &System, alternatives: &[System], n: usize, wanted_h: f64) -> Option<usize> {
    let each = bonferroni(CONFIDENCE, alternatives.len());
    let needed = alternatives.iter().map(|alternative| {
        let pairs = differences(&alternative.closure_h()[..n], &baseline.closure_h()[..n])?;
        replications_by_student(Moments::of(&pairs)?.sd?, wanted_h, each)
    });
    needed.collect::<Option<Vec<usize>>>()?.into_iter().max()
}

/// What a folder of results was made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Its seed.
    pub seed: u64,
    /// Its replications.
    pub replications: u32,
    /// Whether ranges of assumptions were drawn.
    pub uncertain: bool,
}

/// Runs a folder's scenario as it was run for the folder; gives what it found, and its closures by replication [h].
///
/// # Errors
/// Those of [`compare`].
pub fn as_run(
    (name, loaded): (&str, &Loaded),
    stored: Stored,
    study: &StudyOptions<'_>,
    progress: &mut dyn FnMut(),
) -> Result<(AsRun, Vec<f64>), StudyError> {
    let Stored { seed, replications, uncertain } = stored;
    let mut system = System::one(name, loaded, uncertain)?;
    let study = StudyOptions { seed, replications, uncertain, ..*study };
    study.keeper.prepare()?;
    let row = seeds::row(&mut system, &study, progress)?;
    let SeedRow { closure_h, not_closed, mean_arrival_h, on_time, .. } = row;
    let name = name.to_owned();
    let found = AsRun { name, seed, replications, uncertain, closure_h, not_closed, mean_arrival_h, on_time };
    Ok((found, system.closure_h().to_vec()))
}

/// By how much each alternative differs from the baseline over `n` replications; a part of them in each thread.
fn differences_of(
    baseline: &System,
    alternatives: &[System],
    (n, confidence): (usize, f64),
    study: &StudyOptions<'_>,
) -> Vec<Difference> {
    let each = Pieces { count: alternatives.len() as u32, at_once: 1, threads: study.threads };
    let in_part = alternatives.len().div_ceil(each.workers());
    let parts: Vec<&[System]> = alternatives.chunks(in_part.max(1)).collect();
    let work = || {
        |part: u32| {
            let part = parts[part as usize];
            let samples: Vec<Sample<'_>> = part.iter().map(|alternative| alternative.sample(n)).collect();
            let tails = Tail::of_each(&samples, &baseline.sample(n), confidence, study.seed);
            let pairs = part.iter().zip(tails);
            pairs.map(|(one, tail)| difference(baseline, one, (n, confidence), tail)).collect::<Vec<_>>()
        }
    };
    let mut found = Vec::with_capacity(alternatives.len());
    in_order(Pieces { count: parts.len() as u32, ..each }, work, |made| {
        found.extend(made);
        Next::More
    });
    found
}

fn difference(
    baseline: &System,
    alternative: &System,
    (n, confidence): (usize, f64),
    tail: Tail,
) -> Difference {
    let (baseline_open, alternative_open) = (baseline.not_closed(n), alternative.not_closed(n));
    let closed = baseline_open + alternative_open == 0;
    let samples = (alternative.sample(n), baseline.sample(n));
    let moves = Moves::of(&samples.0, &samples.1, confidence);
    let Moves { mean_arrival_h, on_time, late_h, covered_h, sorties, cost, withdrawal_h, .. } = moves;
    let closure_h = moves.closure_h.map(|moved| moved.difference);
    let units = units(baseline, alternative, n, confidence);
    let measures = [moves.closure_h, mean_arrival_h, on_time, late_h, covered_h, sorties, cost, withdrawal_h];
    Difference {
        baseline: baseline.name.clone(),
        alternative: alternative.name.clone(),
        closure_h,
        distinguishable: closure_h.is_some_and(|found| found.is_distinguishable()),
        baseline_not_closed: baseline_open,
        alternative_not_closed: alternative_open,
        on_time: on_time.map(|moved| moved.difference),
        contingents: contingents(baseline, alternative, n, confidence),
        categories: if closed { shifts(baseline, alternative, n) } else { Vec::new() },
        changes: changes(&baseline.resolved, &alternative.resolved),
        mean_arrival_h,
        late_h,
        covered_h,
        sorties,
        cost,
        withdrawal_h,
        same: closed && units.is_empty() && measures.iter().flatten().all(|moved| moved.same),
        units,
        closure: moves.closure_h,
        in_time: on_time,
        closure_quantiles: tail.closure,
        on_time_test: tail.on_time,
        tail,
    }
}

/// The units of both sides that close at another time in some replication, the most moved first.
fn units(baseline: &System, alternative: &System, n: usize, confidence: f64) -> Vec<UnitShift> {
    let both = baseline.world().units.iter().filter_map(|before| {
        let after = alternative.world().units.iter().find(|unit| unit.id == before.id)?;
        let times = (alternative.unit_h(&before.id)?, baseline.unit_h(&before.id)?);
        (times.0[..n] != times.1[..n]).then_some((before, after, times))
    });
    let open = |times: &[f64]| times.iter().filter(|h| h.is_infinite()).count();
    let mut units: Vec<UnitShift> = both
        .map(|(before, after, (after_h, before_h))| {
            let (after_h, before_h) = (&after_h[..n], &before_h[..n]);
            let sample = |closure_h, deadline| Sample { closure_h, deadline, ..Sample::default() };
            let moves =
                Moves::of(&sample(after_h, after.required), &sample(before_h, before.required), confidence);
            UnitShift {
                unit: before.id.clone(),
                name: before.name.clone(),
                closure_h: moves.closure_h,
                baseline_not_closed: open(before_h),
                alternative_not_closed: open(after_h),
                late_h: moves.late_h,
                in_time: moves.on_time,
            }
        })
        .collect();
    let size = |unit: &UnitShift| unit.closure_h.map_or(f64::INFINITY, |moved| moved.difference.mean.abs());
    units.sort_by(|a, b| size(b).total_cmp(&size(a)));
    units
}

/// Contingents that both sides have, where they always close.
fn contingents(baseline: &System, alternative: &System, n: usize, confidence: f64) -> Vec<ContingentShift> {
    let shift = |id: &str, name: &str| {
        let (before, after) = (baseline.contingent_h(id)?, alternative.contingent_h(id)?);
        let (before, after) = (&before[..n], &after[..n]);
        let always = before.iter().chain(after).all(|h| h.is_finite());
        Some(ContingentShift {
            contingent: id.to_owned(),
            name: name.to_owned(),
            baseline_h: Moments::of(before)?.mean,
            alternative_h: Moments::of(after)?.mean,
            difference_h: MeanDifference::of(after, before, confidence).filter(|_| always)?,
        })
    };
    baseline
        .world()
        .contingents
        .iter()
        .filter_map(|contingent| shift(&contingent.id, &contingent.name))
        .collect()
}

/// Categories that either chain holds, largest difference first.
fn shifts(baseline: &System, alternative: &System, n: usize) -> Vec<CategoryShift> {
    let mean_h = |ms: i128| ms as f64 / (n.max(1) as f64 * MS_PER_H as f64);
    let mut shifts: Vec<CategoryShift> = Category::ALL
        .into_iter()
        .filter_map(|category| {
            let (before, after) = (baseline.chain_ms(category, n), alternative.chain_ms(category, n));
            (before != 0 || after != 0).then(|| CategoryShift {
                cause: category.id(),
                label: category.label(),
                baseline_h: mean_h(before),
                alternative_h: mean_h(after),
                difference_h: mean_h(after - before),
            })
        })
        .collect();
    shifts.sort_by(|a, b| b.difference_h.abs().total_cmp(&a.difference_h.abs()));
    shifts
}
