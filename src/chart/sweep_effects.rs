//! A measure against each of several varied settings: a dot for every design point, a line through the means.

use serde::{Deserialize, Serialize};

use super::axis::{self, Scale, Ticks};
use super::canvas::Canvas;
use super::colour::{BLUE, INK};
use super::frame;
use super::geometry::{Point, Rect};
use super::key::{self, Swatch};
use super::meta::Meta;
use super::table::{Table, cell};
use super::theme::{HEIGHT_MM, SMALL_PT, Stroke, WIDE_MM};
use super::{Chart, Measure, Texts, fonts, number};
use crate::field::Field;

/// One setting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Its name.
    pub setting: String,
    /// Names of its values when they are no numbers; empty otherwise.
    pub categories: Vec<String>,
    /// Its value (a number, or the index of a category) and the measure at every design point.
    pub points: Vec<(f64, f64)>,
}

/// A design over several settings, one panel for each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepEffectsChart {
    /// Name, title (as `Mean closure against each setting`) and origin.
    pub meta: Meta,
    /// What is measured.
    pub measure: Measure,
    /// The settings; the first six are drawn.
    pub effects: Vec<Effect>,
}

/// Most panels beside each other.
const ACROSS: usize = 3;
const GAP_MM: f64 = 5.0;
const PANEL_MM: f64 = 52.0;
/// Names of values are shortened to this before one of two is left out.
const NAME_MM: f64 = 16.0;

impl Effect {
    /// The mean of the points at each value, in rising order.
    fn means(&self) -> Vec<(f64, f64)> {
        let mut values: Vec<f64> = self.points.iter().map(|point| point.0).collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let mean = |value: f64| {
            let at = self.points.iter().filter(|point| point.0.total_cmp(&value).is_eq());
            let (count, sum) = at.fold((0_u32, 0.0), |(count, sum), point| (count + 1, sum + point.1));
            (value, sum / f64::from(count.max(1)))
        };
        values.into_iter().map(mean).collect()
    }

    fn name(&self, x: f64) -> String {
        let named = self.categories.get(x.round().max(0.0) as usize);
        named.cloned().unwrap_or_else(|| number::grouped(x, number::decimals_of(x)))
    }

    fn range(&self) -> (f64, f64) {
        if !self.categories.is_empty() {
            return (-0.5, self.categories.len() as f64 - 0.5);
        }
        let (low, high) = axis::extent(self.points.iter().map(|point| point.0)).unwrap_or((0.0, 1.0));
        axis::around(low, high, 0.08)
    }
}

impl SweepEffectsChart {
    const MOST: usize = 6;

    fn shown(&self) -> &[Effect] {
        frame::first(&self.effects, Self::MOST)
    }

    /// Panels beside each other: four are two and two.
    fn columns(&self) -> usize {
        match self.shown().len() {
            4 => 2,
            count => count.clamp(1, ACROSS),
        }
    }

    fn rows(&self) -> usize {
        self.shown().len().div_ceil(self.columns()).max(1)
    }

    fn range(&self) -> (f64, f64) {
        let values = self.shown().iter().flat_map(|effect| effect.points.iter().map(|point| point.1));
        match (self.measure, axis::extent(values)) {
            (Measure::Share, Some((low, _))) => (axis::share_floor(low), 1.02),
            (Measure::Share, None) => (0.0, 1.02),
            (_, None) => (0.0, 1.0),
            (_, Some((low, high))) if low >= 0.0 && low < 0.6 * high => (0.0, high * 1.05),
            (_, Some((low, high))) => axis::around(low, high, 0.08),
        }
    }
}

fn draw_panel(canvas: &mut Canvas<'_>, panel: Rect, up: Scale, effect: &Effect) {
    let across = Scale::across(panel, effect.range());
    let means = effect.means();
    let place = |point: &(f64, f64)| -> Point { (across.at(point.0), up.at(point.1)) };
    for point in effect.points.iter().filter(|point| point.1.is_finite()) {
        canvas.disc(place(point), 0.7, BLUE.mix(0.6));
    }
    let line: Vec<Point> = means.iter().filter(|point| point.1.is_finite()).map(place).collect();
    if effect.categories.is_empty() {
        canvas.line(&line, Stroke::solid(INK, 1.1));
    } else {
        // Nothing lies between categories.
        for (x, y) in line {
            canvas.line(&[(x - 2.2, y), (x + 2.2, y)], Stroke::solid(INK, 1.1));
        }
    }
    let widest = means.iter().map(|point| axis::TICK.width(&effect.name(point.0))).fold(1.0, f64::max) + 2.0;
    let gaps = means.windows(2).map(|pair| across.at(pair[1].0) - across.at(pair[0].0));
    let least = gaps.fold(f64::INFINITY, f64::min).max(1e-3);
    let named = least >= widest || !effect.categories.is_empty();
    // Names that do not fit beside each other are shortened, or left out in turn.
    let every = if least >= widest { 1 } else { (widest.min(NAME_MM) / least).ceil() as usize };
    let ticks = if named {
        Ticks { values: means.iter().map(|point| point.0).step_by(every).collect(), step: 1.0, decimals: 0 }
    } else {
        Ticks::linear(across.low, across.high, (panel.width() / 12.0).max(2.0) as usize)
    };
    axis::bottom_within(canvas, panel, across, &ticks, &effect.setting, |value| {
        if !named {
            return ticks.label(value);
        }
        let x = across.at(value);
        let edge = 2.0 * (x - panel.left).min(panel.right - x) + GAP_MM;
        let room = edge.min(least * every as f64) - 1.0;
        fonts::shorten(&effect.name(value), SMALL_PT, axis::TICK.weight, room)
    });
}

impl Chart for SweepEffectsChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn texts(&self) -> Texts {
        let parts: Vec<String> = self
            .shown()
            .iter()
            .filter_map(|effect| {
                let means = effect.means();
                let (first, last) = (means.first()?, means.last()?);
                Some(format!(
                    "{}: from {} at {} to {} at {}",
                    effect.setting,
                    self.measure.words(first.1),
                    effect.name(first.0),
                    self.measure.words(last.1),
                    effect.name(last.0)
                ))
            })
            .collect();
        let rest = frame::left_out(self.effects.len() - self.shown().len(), "further settings are");
        let caption = format!(
            "{} against each varied setting while the others vary, too: one dot a design point, each over {} replications \
             with the same draws; lines give the means of the points at each value.{rest}",
            self.meta.measure,
            self.meta.provenance.count()
        );
        let alt = format!(
            "Dot charts side by side, one for each setting; upwards: {}. Means of the points: {}.{rest}",
            self.meta.measure,
            if parts.is_empty() { "none".to_owned() } else { parts.join("; ") }
        );
        Texts { caption, alt }
    }

    fn width_mm(&self) -> f64 {
        WIDE_MM
    }

    fn height_mm(&self, _width_mm: f64) -> f64 {
        HEIGHT_MM.max(32.0 + PANEL_MM * self.rows() as f64)
    }

    fn table(&self) -> Table {
        let mut table = Table::new([
            Field::text("setting", "What is varied"),
            Field::text("value", "Its value at a design point: a number, or a word"),
            Field::number("measured", self.measure.unit(), "The measure at that point"),
        ]);
        for effect in &self.effects {
            for (value, measured) in &effect.points {
                table.row([effect.setting.clone(), effect.name(*value), cell(*measured)]);
            }
        }
        table
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let entries = [
            (Swatch::Dot { colour: BLUE.mix(0.6), filled: true }, "a design point".to_owned()),
            (Swatch::Line(Stroke::solid(INK, 1.1)), "mean of the points".to_owned()),
        ];
        let room = key::above(canvas, room, &entries);
        let top = room.top;
        let (low, high) = self.range();
        let ticks = Ticks::linear(low, high, 6);
        let written = |value: f64| match self.measure {
            Measure::Share => number::percent(value),
            _ => ticks.label(value),
        };
        let widest = ticks.values.iter().map(|value| axis::TICK.width(&written(*value))).fold(0.0, f64::max);
        let margin = widest + axis::TICK_GAP_MM;
        let across = self.columns();
        let width = (room.width() - margin - GAP_MM * (across - 1) as f64 - 1.0) / across as f64;
        let height = (room.bottom - top) / self.rows() as f64;
        for (index, effect) in self.shown().iter().enumerate() {
            let (row, column) = (index / across, index % across);
            let left = room.left + margin + column as f64 * (width + GAP_MM);
            let above = top + row as f64 * height;
            let panel = Rect::new(left, above + 1.5, left + width, above + height - axis::BOTTOM_MM);
            let up = Scale::upwards(panel, (low, high));
            axis::left_with(canvas, panel, up, &ticks, |value| {
                if column == 0 { written(value) } else { String::new() }
            });
            draw_panel(canvas, panel, up, effect);
        }
        if self.shown().is_empty() {
            frame::nothing(canvas, room);
        }
    }
}
