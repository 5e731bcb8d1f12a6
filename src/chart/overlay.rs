//! Arrivals of several alternatives over one another: when each share of the force is in place.
//!
//! Read across: at a share, each curve gives the median of the hours at which that share is in place, so that curves of
//! forces of different sizes can be compared and a shift in time is a shift to the side.

use serde::{Deserialize, Serialize};

use super::arrivals::draw_deadline;
use super::axis::{self, Scale, Ticks};
use super::canvas::Canvas;
use super::fan::{INNER, OUTER};
use super::frame;
use super::geometry::{Point, Rect};
use super::key::{self, Swatch};
use super::meta::Meta;
use super::table::{Table, cell};
use super::theme::series_stroke;
use super::time_axis::TimeAxis;
use super::{Chart, Texts, number};
use crate::field::Field;

/// When a share of a force is in place.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// The share of what is planned.
    pub share: f64,
    /// Lower quartile of the hours over the replications, median, upper quartile; `None` where so many replications never
    /// come to it.
    pub hours: [Option<f64>; 3],
}

/// One scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OverlayCurve {
    /// Its name.
    pub name: String,
    /// Shares in rising order.
    pub levels: Vec<Level>,
}

/// Arrivals of a baseline and its alternatives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OverlayChart {
    /// Name, title (as `People in place`) and origin.
    pub meta: Meta,
    /// The time axis.
    pub time: TimeAxis,
    /// The baseline first; the first eight are drawn, the quartiles of two at most.
    pub curves: Vec<OverlayCurve>,
    /// The deadline of the baseline (h).
    pub deadline_h: Option<f64>,
}

impl OverlayCurve {
    /// The corners of a quartile, from nothing in place to its last share.
    fn points(&self, which: usize, across: Scale, up: Scale) -> Vec<Point> {
        let known = self.levels.iter().filter_map(|level| Some((level.hours[which]?, level.share)));
        known.map(|(hour, share)| (across.at(hour), up.at(share))).collect()
    }

    fn median_of(&self, share: f64) -> Option<f64> {
        let level = self.levels.iter().find(|level| level.share >= share - 1e-9)?;
        level.hours[1]
    }
}

impl OverlayChart {
    const MOST: usize = 8;
    /// More bands than these hide one another.
    const MOST_BANDS: usize = 2;

    fn shown(&self) -> &[OverlayCurve] {
        frame::first(&self.curves, Self::MOST)
    }

    fn has_bands(&self) -> bool {
        self.curves.len() <= Self::MOST_BANDS && self.meta.provenance.level.is_some()
    }

    fn range(&self) -> (f64, f64) {
        let bands = self.has_bands();
        let hours = self.shown().iter().flat_map(|curve| &curve.levels).flat_map(|level| {
            level.hours.into_iter().enumerate().filter(move |(which, _)| bands || *which == 1)
        });
        let end = axis::extent(hours.filter_map(|(_, hour)| hour)).map_or(0.0, |(_, high)| high);
        let deadline = self.deadline_h.filter(|hour| *hour <= 2.0 * end);
        axis::from_zero(deadline.map_or(end, |hour| end.max(hour)))
    }
}

impl Chart for OverlayChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn texts(&self) -> Texts {
        let reached = |of: Option<f64>| of.map_or_else(|| "never".to_owned(), number::span);
        let told = self.shown().iter().map(|curve| {
            let (half, all) = (reached(curve.median_of(0.5)), reached(curve.median_of(1.0)));
            format!("{}: half after {half}, all after {all}", curve.name)
        });
        let told = told.collect::<Vec<String>>().join("; ");
        let told = if told.is_empty() { "Nothing arrives".to_owned() } else { told };
        let rest = frame::left_out(self.curves.len() - self.shown().len(), "more are");
        let bands = if self.has_bands() { ", with its quartiles as bands" } else { "" };
        let caption = format!(
            "Share of the planned people in place: median hour of each share over {} replications under the same draws{bands}. \
             {told}.{rest}",
            self.meta.provenance.count()
        );
        let alt = format!(
            "Line chart with a curve for each of {} scenarios. Across: {}; upwards: share of the planned people in place, 0 to \
             100 %. {told}.{rest}",
            self.curves.len(),
            self.time.words_to(self.range().1)
        );
        Texts { caption, alt }
    }

    fn table(&self) -> Table {
        let hours = |name, which| Field::number(name, "h", which);
        let mut table = Table::new([
            Field::text("scenario", "The baseline or an alternative"),
            Field::number("share", "share", "Share of the planned people"),
            hours("p25_h", "A quarter of the replications have it in place by this hour after the appeal"),
            hours("p50_h", "Half of the replications have it in place by this hour"),
            hours("p75_h", "Three quarters of the replications have it in place by this hour"),
        ]);
        for curve in &self.curves {
            for level in &curve.levels {
                let hours = level.hours.map(cell);
                table.row([curve.name.clone(), cell(level.share)].into_iter().chain(hours));
            }
        }
        table
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let line = |index: usize| Swatch::Line(series_stroke(index));
        let mut entries: Vec<(Swatch, String)> =
            self.shown().iter().enumerate().map(|(index, curve)| (line(index), curve.name.clone())).collect();
        if self.has_bands() {
            let band = series_stroke(0).colour.colour.mix(INNER + OUTER);
            entries.push((Swatch::Area(band), "middle half of the replications".to_owned()));
        }
        let room = key::above(canvas, room, &entries);
        let ticks = Ticks { values: vec![0.0, 0.25, 0.5, 0.75, 1.0], step: 0.25, decimals: 2 };
        let left = room.left + axis::TICK.width("100 %") + axis::TICK_GAP_MM;
        let panel = Rect::new(left, room.top, room.right - 3.0, room.bottom - self.time.height());
        let (across, up) = (Scale::across(panel, self.range()), Scale::upwards(panel, (0.0, 1.04)));
        self.time.draw_grid(canvas, panel, across);
        axis::left_with(canvas, panel, up, &ticks, number::percent);
        let mut lines = Vec::new();
        for (index, curve) in self.shown().iter().enumerate() {
            let stroke = series_stroke(index);
            if self.has_bands() {
                let mut outline = curve.points(0, across, up);
                outline.extend(curve.points(2, across, up).into_iter().rev());
                if outline.len() > 2 {
                    canvas.polygon(&outline, stroke.colour.colour.mix(INNER));
                }
            }
            lines.push((curve.points(1, across, up), stroke));
        }
        for (points, stroke) in &lines {
            canvas.line(points, *stroke);
        }
        self.time.draw(canvas, panel, across);
        if let Some(hour) = self.deadline_h {
            let curves: Vec<&[Point]> = lines.iter().map(|(points, _)| points.as_slice()).collect();
            let label = vec![format!("Deadline {}", number::short_span(hour))];
            draw_deadline(canvas, panel, across, (hour, label), &curves);
        }
        if self.curves.iter().all(|curve| curve.levels.is_empty()) {
            frame::nothing(canvas, panel);
        }
    }
}
