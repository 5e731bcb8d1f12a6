//! How the mean settled: what a run that stops at a precision saw.

use super::material::Material;
use crate::chart::{Measure, SweepLineChart, SweepPoint, SweepSeries};
use crate::experiment::statistics::mean::Moments;

/// Most points of the figure.
const POINTS: usize = 40;
/// Fewer replications than these say next to nothing of their spread.
const FIRST: usize = 5;

/// Mean closure with its interval after more and more replications; none unless a precision was asked for, or where a
/// replication did not close.
pub(super) fn stopping(material: &Material<'_>) -> Option<SweepLineChart> {
    material.summary.precise?;
    let closures = &material.summary.deployment.closure_h;
    if closures.len() < FIRST || closures.in_order().any(f64::is_infinite) {
        return None;
    }
    let step = closures.len().div_ceil(POINTS);
    let mut moments = Moments::default();
    let mut points = Vec::new();
    for (index, closure) in closures.in_order().enumerate() {
        moments.push(closure);
        let made = index + 1;
        if made < FIRST || (made % step != 0 && made != closures.len()) {
            continue;
        }
        let summary = moments.summary()?;
        let Some(half) = summary.half_width(0.95) else { continue };
        points.push(SweepPoint {
            x: made as f64,
            y: summary.mean,
            interval: (summary.mean - half, summary.mean + half),
        });
    }
    Some(SweepLineChart {
        meta: material.meta(
            "stopping",
            "Mean closure as replications were added",
            "Mean closure [h]",
            Some(0.95),
        ),
        setting: "Replications".to_owned(),
        categories: Vec::new(),
        measure: Measure::Hours,
        series: vec![SweepSeries { name: String::new(), points, joined: true }],
        goal: None,
        shared_draws: true,
    })
}
