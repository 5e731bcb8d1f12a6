//! One scenario under several seeds: how far whole runs scatter, and how many of their intervals hold the mean of all.

use serde::Serialize;

use super::super::results::{CONFIDENCE as INTERVAL, OnTime};
use super::super::statistics::Summary as Moments;
use super::super::study::StudyOptions;
use super::super::study_error::StudyError;
use super::System;
use super::found::MeanClosure;
use crate::scenario::Loaded;

/// Differences below this share of the mean are those of rounding.
const ROUNDING: f64 = 1e-9;

/// One seed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeedRow {
    /// The seed.
    pub seed: u64,
    /// Mean closure with its own interval; none where a replication did not close.
    pub closure_h: Option<MeanClosure>,
    /// Whether that interval holds the pooled mean; none where there is no interval or no pooled mean.
    pub holds_pooled_mean: Option<bool>,
    /// Mean arrival [h].
    pub mean_arrival_h: Option<f64>,
    /// Replications that did not close.
    pub not_closed: usize,
    /// In time.
    pub on_time: Option<OnTime>,
}

/// A scenario under several seeds: `seeds.json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Seeds {
    /// Version of the file.
    pub format_version: u32,
    /// Name of the scenario.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// Hash of the resolved scenario.
    pub scenario_hash: String,
    /// Replications of each seed.
    pub replications: u32,
    /// What the intervals show.
    pub bands: &'static str,
    /// Confidence of each interval by itself.
    pub confidence: f64,
    /// Mean over all replications of all seeds, with its interval; none where one did not close.
    pub pooled_h: Option<MeanClosure>,
    /// Rows with an interval that can be held against it.
    pub judged: usize,
    /// Rows whose interval holds it.
    pub holding: usize,
    /// One row a seed, in the order asked for.
    pub rows: Vec<SeedRow>,
}

/// Runs a scenario under every seed; `progress` hears of each replication.
///
/// # Errors
/// A drawn scenario that cannot be simulated, an interruption, or a file that cannot be written.
pub fn seeds(
    (name, loaded): (&str, &Loaded),
    seeds: &[u64],
    study: &StudyOptions<'_>,
    mut progress: impl FnMut(),
) -> Result<Seeds, StudyError> {
    study.keeper.prepare()?;
    let mut pooled = Vec::new();
    let mut first = None;
    let mut rows = study.keeper.each(seeds, |seed| {
        let mut system = System::one(name, loaded, study.uncertain)?;
        let row = row(&mut system, &StudyOptions { seed: *seed, ..*study }, &mut progress)?;
        pooled.extend_from_slice(system.closure_h());
        first.get_or_insert(system);
        Ok(row)
    })?;
    let first = first.ok_or_else(|| StudyError::no_answer("there is no seed to run the scenario under"))?;
    let pooled_h = MeanClosure::of(&pooled);
    for row in &mut rows {
        row.holds_pooled_mean = row.closure_h.zip(pooled_h).and_then(|(own, pooled)| holds(own, pooled.mean));
    }
    let judged = rows.iter().filter(|row| row.holds_pooled_mean.is_some()).count();
    Ok(Seeds {
        format_version: 1,
        scenario: first.name.clone(),
        title: first.world().title.clone(),
        scenario_hash: first.hash.clone(),
        replications: study.replications,
        bands: study.bands(),
        confidence: INTERVAL,
        pooled_h,
        judged,
        holding: rows.iter().filter(|row| row.holds_pooled_mean == Some(true)).count(),
        rows,
    })
}

/// Runs one system under its seed.
pub(super) fn row(
    system: &mut System,
    study: &StudyOptions<'_>,
    progress: &mut dyn FnMut(),
) -> Result<SeedRow, StudyError> {
    system.extend(study.replications, study, progress)?;
    let closures = system.closure_h();
    let arrivals = system.mean_arrival_h();
    let arrived = arrivals.iter().all(|h| h.is_finite());
    Ok(SeedRow {
        seed: study.seed,
        closure_h: MeanClosure::of(closures),
        holds_pooled_mean: None,
        mean_arrival_h: Moments::of(arrivals).filter(|_| arrived).map(|found| found.mean),
        not_closed: closures.iter().filter(|h| h.is_infinite()).count(),
        on_time: OnTime::of(closures, system.deadline()),
    })
}

fn holds(own: MeanClosure, pooled: f64) -> Option<bool> {
    let half = own.half_width_95?;
    Some((own.mean - pooled).abs() <= half + ROUNDING * pooled.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_holds_what_lies_between_its_ends() {
        let own = |mean, half| MeanClosure { mean, half_width_95: half };
        assert_eq!(holds(own(10.0, Some(1.0)), 10.9), Some(true));
        assert_eq!(holds(own(10.0, Some(1.0)), 11.1), Some(false));
        // Without chance every seed gives one number, and the mean of equal numbers may differ in its last bit.
        assert_eq!(holds(own(0.1, Some(0.0)), 0.1 + 1e-17), Some(true));
        assert_eq!(holds(own(10.0, None), 10.0), None);
    }
}
