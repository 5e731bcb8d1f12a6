//! A fan: quantiles over the replications at each hour of a grid.

use serde::{Deserialize, Serialize};

use super::axis::{self, Scale};
use super::canvas::Canvas;
use super::colour::Colour;
use super::geometry::Point;
use super::key::Swatch;
use super::meta::Provenance;
use super::steps::steps;
use super::theme::Stroke;

/// Quantiles over the replications at each hour of a grid. All lists are as long as `hours`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Fan {
    /// The grid, rising (h after the start).
    pub hours: Vec<f64>,
    /// 5 % quantile.
    pub p05: Vec<f64>,
    /// 25 % quantile.
    pub p25: Vec<f64>,
    /// Median.
    pub p50: Vec<f64>,
    /// 75 % quantile.
    pub p75: Vec<f64>,
    /// 95 % quantile.
    pub p95: Vec<f64>,
}

impl Fan {
    /// Greatest value that any quantile reaches.
    pub(crate) fn top(&self) -> f64 {
        axis::extent(self.p95.iter().chain(&self.p50).copied()).map_or(0.0, |(_, high)| high)
    }

    /// First hour at which `values` reach `level`.
    pub(crate) fn hour_at(&self, values: &[f64], level: f64) -> Option<f64> {
        values.iter().position(|value| *value >= level).and_then(|index| self.hours.get(index)).copied()
    }

    /// When the slowest quantile has stopped rising (h).
    pub(crate) fn end(&self) -> f64 {
        let last =
            |values: &[f64]| values.last().and_then(|level| self.hour_at(values, *level)).unwrap_or(0.0);
        last(&self.p05).max(last(&self.p50)).max(last(&self.p95))
    }

    /// One quantile as steps: each value holds until the next hour of the grid.
    pub(crate) fn points(&self, values: &[f64], across: Scale, up: Scale) -> Vec<Point> {
        let within = |hour: f64| across.holds(hour);
        let grid: Vec<(f64, f64)> = self
            .hours
            .iter()
            .copied()
            .zip(values.iter().copied())
            .filter(|(hour, _)| within(*hour))
            .collect();
        steps(&grid, across, up)
    }

    /// Draws both bands and the median.
    pub(crate) fn draw(
        &self,
        canvas: &mut Canvas<'_>,
        across: Scale,
        up: Scale,
        colour: Colour,
        width_pt: f64,
    ) {
        for (low, high, opacity) in [(&self.p05, &self.p95, OUTER), (&self.p25, &self.p75, INNER)] {
            let mut outline = self.points(low, across, up);
            outline.extend(self.points(high, across, up).into_iter().rev());
            if outline.len() > 2 {
                canvas.polygon(&outline, colour.mix(opacity));
            }
        }
        canvas.line(&self.points(&self.p50, across, up), Stroke::solid(colour, width_pt));
    }
}

/// The key of a fan; without bands where there is no level of intervals, since all replications are the same.
pub(crate) fn fan_key(colour: Colour, width_pt: f64, provenance: &Provenance) -> Vec<(Swatch, String)> {
    let line = Swatch::Line(Stroke::solid(colour, width_pt));
    if provenance.level.is_none() {
        return vec![(line, "every replication".to_owned())];
    }
    vec![
        (line, "median".to_owned()),
        (Swatch::Area(colour.mix(INNER + OUTER)), "middle 50 %".to_owned()),
        (Swatch::Area(colour.mix(OUTER)), "middle 90 %, pointwise".to_owned()),
    ]
}

/// What a fan shows, in words.
pub(crate) fn fan_words(provenance: &Provenance) -> String {
    match provenance.level {
        Some(_) => format!(
            "median and pointwise bands of the middle 50 % and 90 % of {} replications",
            provenance.count()
        ),
        None => "the same in every replication".to_owned(),
    }
}

/// Opacity of the 90 % band.
pub(crate) const OUTER: f64 = 0.2;
/// Opacity of the 50 % band.
pub(crate) const INNER: f64 = 0.34;
