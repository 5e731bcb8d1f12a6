//! Designs over all assumptions at once: elementary effects, variance shares.

use serde::Serialize;

use super::super::statistics::Moments;
use super::super::statistics::morris::{MorrisDesign, MorrisEffect, trajectories_needed};
use super::super::statistics::sobol::{
    SobolIndex, base_points_needed, noise_share, saltelli_design, sobol_indices,
};
use super::super::study::StudyOptions;
use super::super::study_error::StudyError;
use super::super::uncertainty::{Assumption, Change, Drawable};
use super::points::{Points, Result, no_mean, not_closed};

/// Points that are simulated side by side: their closures are held at once.
const TOGETHER: usize = 64;
/// Levels of the grid of Morris's design; four are usual.
const LEVELS: usize = 4;
/// Resamples of the bootstrap intervals of shares.
pub(super) const RESAMPLES: usize = 500;

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
    // A part of several programs does what is its own of all of them before what is missing ends it.
    let found = options.keeper.each(design.chunks(TOGETHER), |together| {
        let changes: Vec<Vec<Change>> = together.iter().map(|point| changes_at(assumptions, point)).collect();
        let closures = points.each_closures(&changes, |made| progress(done + made))?;
        done += together.len() as u64;
        together.iter().zip(closures).map(|(point, closures)| output(assumptions, point, &closures)).collect()
    })?;
    let found: Vec<Vec<(f64, f64)>> = found;
    Ok(found.into_iter().flatten().unzip())
}

/// What a point of a design sets.
fn changes_at(assumptions: &[Assumption], point: &[f64]) -> Vec<Change> {
    let each = assumptions.iter().zip(point);
    each.map(|(assumption, share)| (assumption.path.clone(), assumption.at(*share))).collect()
}

/// The mean closure at a point, and its variance over replications.
fn output(assumptions: &[Assumption], point: &[f64], closures: &[f64]) -> Result<(f64, f64)> {
    let open = not_closed(closures);
    if open > 0 {
        let at = settings(assumptions, point);
        return Err(no_mean(&format!("the point with {at}"), open, closures.len().max(2)));
    }
    let mut moments = Moments::default();
    for h in closures {
        moments.push(*h);
    }
    let summary = moments.summary();
    let variance = summary.and_then(|summary| summary.sd).map_or(0.0, |sd| sd * sd);
    Ok((summary.map_or(f64::NAN, |summary| summary.mean), variance))
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
