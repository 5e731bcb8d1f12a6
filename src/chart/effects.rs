//! Assumptions by how much they matter: one or two bars each with their intervals, the longest first.

use plotters::style::{Color, RGBColor};

use super::axis::{self, Scale, Ticks};
use super::canvas::{Anchor, Canvas, Rect, Type};
use super::frame::{self, Frame, Names, Provenance};
use super::key::{Key, Swatch};
use super::theme::{BLUE, GRID, INK, ORANGE, SMALL_PT, Stroke, TALLEST_MM, WIDE_MM};
use super::{Chart, ChartError, Figure, number};

/// One bar: what it shows of an assumption, and the half-width of its interval, if there is one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EffectBar {
    /// The measure.
    pub value: f64,
    /// Half-width of its interval.
    pub half_width: Option<f64>,
}

/// One assumption.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedEffect {
    /// Its name.
    pub name: String,
    /// Its bars, as many as there are measures.
    pub bars: Vec<EffectBar>,
}

/// Assumptions in their order of weight.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectsChart {
    /// Name of the files.
    pub id: String,
    /// Title, as `Which assumption matters`.
    pub title: String,
    /// What the bars are, in a sentence.
    pub measure: String,
    /// Title of the level axis with its unit.
    pub axis: String,
    /// Names of the bars of one assumption, from above; one or two.
    pub measures: Vec<String>,
    /// The assumptions, the weightiest first; the first twenty are drawn.
    pub effects: Vec<RankedEffect>,
    /// Where the numbers come from.
    pub provenance: Provenance,
}

const COLOURS: [RGBColor; 2] = [BLUE, ORANGE];
const ROW_MM: f64 = 8.6;
const LABEL: Type = Type::regular(SMALL_PT, INK);

impl EffectsChart {
    const MOST: usize = 20;

    fn shown(&self) -> &[RankedEffect] {
        &self.effects[..self.effects.len().min(Self::MOST)]
    }

    fn texts(&self) -> (String, String) {
        let words = |one: &RankedEffect| {
            let bars = self.measures.iter().zip(&one.bars);
            let bars: Vec<String> =
                bars.map(|(name, bar)| format!("{name} {}", number::grouped(bar.value, 2))).collect();
            format!("{} ({})", one.name, bars.join(", "))
        };
        let first: Vec<String> = self.shown().iter().take(3).map(words).collect();
        let first = if first.is_empty() { "none".to_owned() } else { first.join("; ") };
        let left_out = self.effects.len() - self.shown().len();
        let rest =
            if left_out > 0 { format!(" {left_out} smaller ones are not drawn.") } else { String::new() };
        let caption = format!("{}; whiskers are 95 % intervals. Largest: {first}.{rest}", self.measure);
        let alt =
            format!("Bar chart, sorted: {}. Across: {}. Largest: {first}.{rest}", self.measure, self.axis);
        (caption, alt)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let names = Names::column(self.shown().iter().map(|one| one.name.as_str()), 50.0);
        let place = [" (upper bar)", " (lower bar)"];
        let entries: Vec<(Swatch, String)> = self
            .measures
            .iter()
            .zip(COLOURS)
            .zip(place)
            .map(|((name, colour), place)| {
                let place = if self.measures.len() > 1 { place } else { "" };
                (Swatch::Area(colour.to_rgba()), format!("{name}{place}"))
            })
            .collect();
        let key = Key { entries: &entries, width_mm: room.width() };
        key.draw(canvas, (room.left, room.top));
        let area = Rect::new(
            room.left + names.width_mm + 2.0,
            room.top + key.height() + 1.0,
            room.right - 9.0,
            room.bottom - axis::BOTTOM_MM,
        );
        let ends = self.shown().iter().flat_map(|one| &one.bars).flat_map(|bar| {
            let half = bar.half_width.unwrap_or(0.0);
            [bar.value, bar.value - half, bar.value + half]
        });
        let (low, high) = axis::extent(ends.chain([0.0])).unwrap_or((0.0, 1.0));
        let across = Scale::across(area, axis::around(low, high, 0.02));
        let ticks = Ticks::linear(across.low, across.high, (area.width() / 14.0) as usize);
        axis::upright_grid(canvas, area, across, &ticks);
        let step = area.height() / self.shown().len().max(1) as f64;
        for (index, one) in self.shown().iter().enumerate() {
            let top = area.top + index as f64 * step;
            let row = Rect::new(area.left, top, area.right, top + step);
            if index > 0 {
                canvas.line(&[(room.left, top), (room.right, top)], Stroke::solid(GRID, 0.5));
            }
            names.draw(canvas, &one.name, room.left, row);
            draw_bars(canvas, row, across, one);
        }
        let zero = across.at(0.0);
        canvas.line(&[(zero, area.top), (zero, area.bottom)], Stroke::solid(INK, 1.0));
        axis::bottom(canvas, area, across, &ticks, &self.axis, |value| ticks.label(value));
        if self.shown().is_empty() {
            frame::nothing(canvas, area, "nothing to show");
        }
    }
}

fn draw_bars(canvas: &mut Canvas<'_>, row: Rect, across: Scale, one: &RankedEffect) {
    let height = (row.height() - 1.2) / one.bars.len().max(1) as f64;
    for (index, (bar, colour)) in one.bars.iter().zip(COLOURS).enumerate() {
        let top = row.top + 0.6 + index as f64 * height;
        let (zero, end) = (across.at(0.0), across.at(bar.value));
        canvas.fill(Rect::new(zero.min(end), top, zero.max(end), top + height), colour.to_rgba());
        let middle = top + height / 2.0;
        let half = bar.half_width.unwrap_or(0.0);
        if half > 0.0 {
            let ends = (across.at(bar.value - half), across.at(bar.value + half));
            frame::whisker(canvas, ends, middle, 0.8, Stroke::solid(INK, 0.8));
        }
        let right = across.at(bar.value + half).max(zero) + 1.0;
        let text = number::grouped(bar.value, 2);
        canvas.text(&text, (right, LABEL.baseline_at(middle)), Anchor::Start, LABEL);
    }
}

impl Chart for EffectsChart {
    fn figure(&self) -> Result<Figure, ChartError> {
        let (caption, alt) = self.texts();
        let frame = Frame {
            id: &self.id,
            title: &self.title,
            measure: &self.measure,
            caption,
            alt,
            width_mm: WIDE_MM,
            height_mm: (32.0 + ROW_MM * self.shown().len().max(1) as f64).clamp(50.0, TALLEST_MM).round(),
            provenance: &self.provenance,
        };
        frame.figure(|canvas, room| self.draw(canvas, room))
    }
}
