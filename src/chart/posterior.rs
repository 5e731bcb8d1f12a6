//! What a calibration learned: samples of each parameter on the range of its prior, and of each two against each other.

use serde::{Deserialize, Serialize};

use super::axis::{self, Scale, Ticks};
use super::canvas::{Anchor, Canvas, Type};
use super::colour::{BLUE, INK, QUIET, RULE, SKY};
use super::geometry::Rect;
use super::key::{self, Swatch};
use super::meta::Meta;
use super::table::{Table, cell};
use super::theme::{LABEL_PT, SMALL_PT, Stroke, WIDE_MM};
use super::{Chart, Texts, fonts, frame, number};
use crate::field::Field;

/// One parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sampled {
    /// Its name.
    pub name: String,
    /// Ends of its prior.
    pub prior: (f64, f64),
    /// Median of the samples, and their 5 and 95 % quantiles.
    pub known: (f64, f64, f64),
    /// Whether the prior is as likely at half a value as at twice the value, and not at every value alike.
    pub by_factors: bool,
    /// Whether the data do not tell.
    pub untold: bool,
    /// A value for each sample.
    pub values: Vec<f64>,
}

/// A posterior.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PosteriorChart {
    /// Name, title and origin.
    pub meta: Meta,
    /// The parameters; the first five are drawn.
    pub parameters: Vec<Sampled>,
    /// Weight of each sample.
    pub weights: Vec<f64>,
}

impl Sampled {
    /// Values over the prior with its density there, as a multiple of a level one.
    fn prior_density(&self) -> Vec<(f64, f64)> {
        const STEPS: u32 = 40;
        let (low, high) = self.prior;
        let density = |value: f64| {
            if self.by_factors { (high - low) / (value * libm::log(high / low)) } else { 1.0 }
        };
        let value = |step: u32| low + f64::from(step) / f64::from(STEPS) * (high - low);
        (0..=STEPS).map(value).map(|value| (value, density(value))).collect()
    }
}

/// Bars of a histogram.
const BINS: usize = 16;
/// Between two panels (mm).
const GAP_MM: f64 = 7.5;
/// Above a panel on the diagonal, for its name (mm).
const NAME_MM: f64 = 7.5;

impl PosteriorChart {
    const MOST: usize = 5;

    fn shown(&self) -> &[Sampled] {
        frame::first(&self.parameters, Self::MOST)
    }

    /// Shares of the weight by part of the prior; 1 is the most of any.
    fn histogram(&self, one: &Sampled) -> Vec<f64> {
        let mut bins = vec![0.0; BINS];
        let (low, high) = one.prior;
        for (value, weight) in one.values.iter().zip(&self.weights) {
            let share = if high > low { (value - low) / (high - low) } else { 0.5 };
            let bin = (share * BINS as f64).floor().clamp(0.0, BINS as f64 - 1.0) as usize;
            bins[bin] += weight;
        }
        let sum: f64 = bins.iter().sum();
        bins.into_iter().map(|weight| if sum > 0.0 { weight / sum * BINS as f64 } else { 0.0 }).collect()
    }

    fn draw_marginal(&self, canvas: &mut Canvas<'_>, panel: Rect, one: &Sampled) {
        let bins = self.histogram(one);
        let prior = one.prior_density();
        let densest = prior.iter().map(|(_, density)| *density);
        let most = bins.iter().copied().chain(densest).fold(1.0, f64::max) * 1.12;
        let (across, up) = (Scale::across(panel, one.prior), Scale::upwards(panel, (0.0, most)));
        let step = panel.width() / BINS as f64;
        for (index, height) in bins.iter().enumerate() {
            let left = panel.left + index as f64 * step;
            canvas.fill(Rect::new(left, up.at(*height), left + step, panel.bottom), SKY.opaque());
        }
        let line: Vec<(f64, f64)> =
            prior.into_iter().map(|(value, density)| (across.at(value), up.at(density))).collect();
        canvas.line(&line, Stroke::solid(QUIET, 0.9));
        let (median, low, high) = one.known;
        let y = panel.top + 1.4;
        frame::whisker(canvas, (across.at(low), across.at(high)), y, 0.8, Stroke::solid(BLUE, 1.2));
        canvas.disc((across.at(median), y), 0.9, BLUE.opaque());
    }

    fn draw_pair(&self, canvas: &mut Canvas<'_>, panel: Rect, (x, y): (&Sampled, &Sampled)) {
        let (across, up) = (Scale::across(panel, x.prior), Scale::upwards(panel, y.prior));
        let most = self.weights.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        for ((x, y), weight) in x.values.iter().zip(&y.values).zip(&self.weights) {
            // The area of a point is its weight.
            let radius = 0.55 * (weight / most).sqrt();
            if radius > 0.08 {
                canvas.disc((across.at(*x), up.at(*y)), radius, BLUE.mix(0.55));
            }
        }
    }

    fn caption_of(one: &Sampled) -> String {
        let write = |value: f64| number::grouped(value, 2);
        let (median, low, high) = one.known;
        let told = if one.untold { ", as wide as the prior" } else { "" };
        format!("{}: {} ({} to {}{told})", one.name, write(median), write(low), write(high))
    }
}

impl Chart for PosteriorChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn texts(&self) -> Texts {
        let shown = self.shown();
        let words: Vec<String> = shown.iter().map(Self::caption_of).collect();
        let rest = frame::left_out(self.parameters.len() - shown.len(), "more are");
        let message = format!("Medians with 5 and 95 % quantiles: {}.{rest}", words.join("; "));
        let caption = format!(
            "{} samples of the posterior on the range of the prior: each parameter, and each two of them. {message}",
            number::grouped(self.weights.len() as f64, 0)
        );
        let alt = format!(
            "Matrix of panels: histograms of {} parameters on the diagonal with a line for the prior, points of two parameters \
             below it. {message}",
            shown.len()
        );
        Texts { caption, alt }
    }

    fn width_mm(&self) -> f64 {
        WIDE_MM
    }

    fn height_mm(&self, width_mm: f64) -> f64 {
        let count = self.shown().len().max(1) as f64;
        let side = (width_mm / count * 0.72).min(46.0);
        30.0 + count * (side + GAP_MM) + NAME_MM
    }

    fn table(&self) -> Table {
        let mut table = Table::new([
            Field::text("parameter", "Its name"),
            Field::number("prior_low", "", "Low end of its prior"),
            Field::number("prior_high", "", "High end of its prior"),
            Field::number("p05", "", "5 % quantile of the samples"),
            Field::number("median", "", "Median of the samples"),
            Field::number("p95", "", "95 % quantile of the samples"),
        ]);
        for one in &self.parameters {
            let (median, low, high) = one.known;
            let numbers = [one.prior.0, one.prior.1, low, median, high].map(cell);
            table.row([one.name.clone()].into_iter().chain(numbers));
        }
        table
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let entries = [
            (Swatch::Area(SKY.opaque()), "samples".to_owned()),
            (Swatch::Line(Stroke::solid(QUIET, 0.9)), "prior".to_owned()),
            (Swatch::Mean, "median, 5 to 95 %".to_owned()),
        ];
        let room = key::above(canvas, room, &entries);
        let shown = self.shown();
        if shown.is_empty() {
            frame::nothing(canvas, room);
            return;
        }
        let count = shown.len() as f64;
        let left = room.left + 10.0;
        let width = (room.right - left - (count - 1.0) * GAP_MM) / count;
        let top = room.top + NAME_MM;
        let height = (room.bottom - axis::BOTTOM_MM - top - (count - 1.0) * GAP_MM) / count;
        let panel = |row: usize, column: usize| {
            let (x, y) = (left + column as f64 * (width + GAP_MM), top + row as f64 * (height + GAP_MM));
            Rect::new(x, y, x + width, y + height)
        };
        for (row, below) in shown.iter().enumerate() {
            for (column, beside) in shown.iter().enumerate().take(row) {
                let place = panel(row, column);
                self.draw_pair(canvas, place, (beside, below));
                canvas.outline(place, Stroke::solid(RULE, 0.6));
                if column == 0 {
                    let up = Scale::upwards(place, below.prior);
                    axis::left(canvas, place, up, &Ticks::linear(below.prior.0, below.prior.1, 4));
                }
            }
            let place = panel(row, row);
            self.draw_marginal(canvas, place, below);
            canvas.outline(place, Stroke::solid(RULE, 0.6));
            let set = Type::bold(LABEL_PT, INK);
            let room_for_name = if row + 1 == shown.len() { width } else { room.right - place.left };
            let name = fonts::shorten(&below.name, LABEL_PT, set.weight, room_for_name);
            canvas.text(&name, (place.left, place.top - 1.2), Anchor::Start, set);
        }
        for (column, one) in shown.iter().enumerate() {
            let place = panel(shown.len() - 1, column);
            let ticks = Ticks::linear(one.prior.0, one.prior.1, (width / 9.0).clamp(2.0, 6.0) as usize);
            let across = Scale::across(place, one.prior);
            let set = Type::regular(SMALL_PT, QUIET);
            let name = fonts::shorten(&one.name, SMALL_PT, set.weight, width);
            axis::bottom(canvas, place, across, &ticks, &name, |value| ticks.label(value));
        }
    }
}
