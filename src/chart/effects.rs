//! Assumptions by how much they matter: one or two bars each with their intervals, the longest first.

use serde::{Deserialize, Serialize};

use super::axis::{self, Scale};
use super::canvas::{Anchor, Canvas, Type};
use super::colour::{BLUE, Colour, INK, ORANGE};
use super::frame;
use super::geometry::Rect;
use super::key::{self, Swatch};
use super::meta::Meta;
use super::rows::{Layout, Rows};
use super::table::{Table, cell};
use super::theme::{SMALL_PT, Stroke, WIDE_MM};
use super::{Chart, Texts, number};
use crate::field::Field;

/// One bar: what it shows of an assumption, and its interval, if there is one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct EffectBar {
    /// The measure.
    pub value: f64,
    /// Its interval, which need not lie evenly about it.
    pub interval: Option<(f64, f64)>,
}

impl EffectBar {
    /// The ends of its whisker; both the value where there is none.
    fn ends(&self) -> (f64, f64) {
        self.interval.unwrap_or((self.value, self.value))
    }
}

/// One assumption.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RankedEffect {
    /// Its name.
    pub name: String,
    /// Its bars, as many as there are measures.
    pub bars: Vec<EffectBar>,
}

/// Assumptions in their order of weight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EffectsChart {
    /// Name, title (as `Which assumption matters`) and origin.
    pub meta: Meta,
    /// Title of the level axis with its unit.
    pub axis: String,
    /// Names of the bars of one assumption, from above; one or two.
    pub measures: Vec<String>,
    /// The assumptions, the weightiest first; the first twenty are drawn.
    pub effects: Vec<RankedEffect>,
}

const COLOURS: [Colour; 2] = [BLUE, ORANGE];
const ROW_MM: f64 = 8.6;
const LABEL: Type = Type::regular(SMALL_PT, INK);

impl EffectsChart {
    const MOST: usize = 20;

    fn shown(&self) -> &[RankedEffect] {
        frame::first(&self.effects, Self::MOST)
    }
}

fn draw_bars(canvas: &mut Canvas<'_>, row: Rect, across: Scale, one: &RankedEffect) {
    let height = (row.height() - 1.2) / one.bars.len().max(1) as f64;
    for (index, (bar, colour)) in one.bars.iter().zip(COLOURS).enumerate() {
        let top = row.top + 0.6 + index as f64 * height;
        let (zero, end) = (across.at(0.0), across.at(bar.value));
        canvas.fill(Rect::new(zero.min(end), top, zero.max(end), top + height), colour.opaque());
        let middle = top + height / 2.0;
        let (low, high) = bar.ends();
        if high > low {
            frame::whisker(canvas, (across.at(low), across.at(high)), middle, 0.8, Stroke::solid(INK, 0.8));
        }
        let right = across.at(high).max(end).max(zero) + 1.0;
        let text = number::grouped(bar.value, 2);
        frame::text_on_paper(canvas, &text, (right, LABEL.baseline_at(middle)), Anchor::Start, LABEL);
    }
}

impl Chart for EffectsChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn texts(&self) -> Texts {
        let words = |one: &RankedEffect| {
            let bars = self.measures.iter().zip(&one.bars);
            let bars: Vec<String> =
                bars.map(|(name, bar)| format!("{name} {}", number::grouped(bar.value, 2))).collect();
            format!("{} ({})", one.name, bars.join(", "))
        };
        let first: Vec<String> = self.shown().iter().take(3).map(words).collect();
        let first = if first.is_empty() { "none".to_owned() } else { first.join("; ") };
        let rest = frame::left_out(self.effects.len() - self.shown().len(), "smaller ones are");
        let caption = format!("{}; whiskers are 95 % intervals. Largest: {first}.{rest}", self.meta.measure);
        let alt = format!(
            "Bar chart, sorted: {}. Across: {}. Largest: {first}.{rest}",
            self.meta.measure, self.axis
        );
        Texts { caption, alt }
    }

    fn width_mm(&self) -> f64 {
        WIDE_MM
    }

    fn height_mm(&self, _width_mm: f64) -> f64 {
        frame::height_of_rows(self.shown().len(), ROW_MM)
    }

    fn table(&self) -> Table {
        let unit = if self.axis.ends_with("[h]") { "h" } else { "share" };
        let mut table = Table::new([
            Field::text("name", "The assumption"),
            Field::text("measure", "Which of its bars"),
            Field::number("value", unit, "Length of the bar"),
            Field::number("low", unit, "Low end of its interval"),
            Field::number("high", unit, "High end of its interval"),
        ]);
        for one in &self.effects {
            for (measure, bar) in self.measures.iter().zip(&one.bars) {
                let (low, high) = bar.interval.unzip();
                table.row([one.name.clone(), measure.clone(), cell(bar.value), cell(low), cell(high)]);
            }
        }
        table
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let place = [" (upper bar)", " (lower bar)"];
        let entries: Vec<(Swatch, String)> = self
            .measures
            .iter()
            .zip(COLOURS)
            .zip(place)
            .map(|((name, colour), place)| {
                let place = if self.measures.len() > 1 { place } else { "" };
                (Swatch::Area(colour.opaque()), format!("{name}{place}"))
            })
            .collect();
        let room = key::above(canvas, room, &entries);
        let ends = self.shown().iter().flat_map(|one| &one.bars).flat_map(|bar| {
            let (low, high) = bar.ends();
            [bar.value, low, high]
        });
        let (low, high) = axis::extent(ends.chain([0.0])).unwrap_or((0.0, 1.0));
        let layout = Layout {
            names: self.shown().iter().map(|one| one.name.as_str()).collect(),
            headings: Vec::new(),
            names_most_mm: 50.0,
            gap_mm: 2.0,
            beside_mm: 9.0,
        };
        let rows = Rows::new(room, layout, |_| axis::around(low, high, 0.02));
        rows.draw_grid(canvas);
        rows.draw(canvas, |canvas, row, index| draw_bars(canvas, row, rows.across, &self.shown()[index]));
        rows.upright(canvas, 0.0, Stroke::solid(INK, 1.0));
        rows.draw_axis(canvas, &self.axis, |value| rows.ticks.label(value));
    }
}
