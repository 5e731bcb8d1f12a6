//! Which assumption matters most: closure at the low and at the high end of each, sorted by the width of the bar.

use plotters::style::{Color, RGBColor};

use super::axis::{self, Scale, Ticks};
use super::canvas::{Anchor, Canvas, Rect, Type};
use super::fonts;
use super::frame::{self, Frame, Names, Provenance};
use super::key::{Key, Swatch};
use super::theme::{BLUE, GRID, INK, ORANGE, SMALL_PT, Stroke, TALLEST_MM, WIDE_MM};
use super::{Chart, ChartError, Figure, number};

/// One end of an assumption's range.
#[derive(Clone, Debug, PartialEq)]
pub struct End {
    /// The value there with its unit, as `0.8 h`.
    pub setting: String,
    /// Mean closure there (h).
    pub closure_h: f64,
    /// Interval of the paired difference from the baseline, moved to the baseline's closure (h).
    pub interval_h: (f64, f64),
}

/// One assumption.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption {
    /// Its name.
    pub name: String,
    /// The low end of its range.
    pub low: End,
    /// The high end of its range.
    pub high: End,
}

/// The assumptions of a scenario, widest first.
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoChart {
    /// Name of the files.
    pub id: String,
    /// Title, as `What closure depends on`.
    pub title: String,
    /// Mean closure of the baseline (h).
    pub baseline_h: f64,
    /// The assumptions, widest first; the first twenty are drawn.
    pub assumptions: Vec<Assumption>,
    /// Narrower assumptions beside these.
    pub narrower: usize,
    /// Assumptions that do not move the mean closure.
    pub without_effect: usize,
    /// Where the numbers come from.
    pub provenance: Provenance,
}

const LOW: RGBColor = BLUE;
const HIGH: RGBColor = ORANGE;
const ROW_MM: f64 = 8.6;
const LABEL: Type = Type::regular(SMALL_PT, INK);

impl TornadoChart {
    const MOST: usize = 20;

    fn drawn(&self) -> &[Assumption] {
        &self.assumptions[..self.assumptions.len().min(Self::MOST)]
    }

    /// What is not drawn, in sentences.
    fn rest(&self) -> String {
        let said = |count: usize, one: &str, more: &str| match count {
            0 => String::new(),
            1 => format!(" One {one} not drawn."),
            _ => format!(" {count} {more} not drawn."),
        };
        let narrower = self.assumptions.len() - self.drawn().len() + self.narrower;
        said(narrower, "narrower one is", "narrower ones are")
            + &said(self.without_effect, "that does not move the mean is", "that do not move the mean are")
    }

    fn texts(&self) -> (String, String) {
        let words = |one: &Assumption| {
            format!(
                "{} from {} ({}) to {} ({})",
                one.name,
                one.low.setting,
                number::hours(one.low.closure_h),
                one.high.setting,
                number::hours(one.high.closure_h)
            )
        };
        let first: Vec<String> = self.drawn().iter().take(3).map(words).collect();
        let rest = self.rest();
        let caption = format!(
            "Mean closure at the low and the high end of each assumption, one changed at a time with the same draws; whiskers \
             are intervals of the paired difference.{rest}"
        );
        let alt = format!(
            "Tornado chart: level bars from the baseline closure of {}, sorted by width. Across: mean closure in hours. \
             Widest: {}.{rest}",
            number::hours(self.baseline_h),
            if first.is_empty() { "none".to_owned() } else { first.join("; ") }
        );
        (caption, alt)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let sorted = self.drawn();
        let names = Names::column(sorted.iter().map(|one| one.name.as_str()), 50.0);
        let base = format!("baseline {}", number::hours(self.baseline_h));
        let entries = [
            (Swatch::Area(LOW.to_rgba()), "at the low end (upper bar)".to_owned()),
            (Swatch::Area(HIGH.to_rgba()), "at the high end (lower bar)".to_owned()),
            (Swatch::Line(Stroke::solid(INK, 1.1)), base),
        ];
        let key = Key { entries: &entries, width_mm: room.width() };
        key.draw(canvas, (room.left, room.top));
        let settings = sorted.iter().flat_map(|one| [&one.low.setting, &one.high.setting]);
        let margin = settings.map(|setting| LABEL.width(setting).min(SETTING_MM)).fold(6.0, f64::max) + 1.5;
        let area = Rect::new(
            room.left + names.width_mm + 2.0,
            room.top + key.height() + 1.0,
            room.right - 1.0,
            room.bottom - axis::BOTTOM_MM,
        );
        let ends = sorted.iter().flat_map(|one| [&one.low, &one.high]);
        let values = ends.flat_map(|end| [end.closure_h, end.interval_h.0, end.interval_h.1]);
        let (low, high) = axis::extent(values.chain([self.baseline_h])).unwrap_or((0.0, 1.0));
        let (low, high) = axis::around(low, high, 0.0);
        // Room beyond the widest bar for what is written at its end.
        let spare = (high - low) * margin / (area.width() - 2.0 * margin);
        let across = Scale::across(area, (low - spare, high + spare));
        let ticks = Ticks::linear(across.low, across.high, (area.width() / 14.0) as usize);
        axis::upright_grid(canvas, area, across, &ticks);
        let step = area.height() / sorted.len().max(1) as f64;
        let x = across.at(self.baseline_h);
        for (index, one) in sorted.iter().enumerate() {
            let top = area.top + index as f64 * step;
            let row = Rect::new(area.left, top, area.right, top + step);
            if index > 0 {
                canvas.line(&[(room.left, top), (room.right, top)], Stroke::solid(GRID, 0.5));
            }
            names.draw(canvas, &one.name, room.left, row);
            let middle = f64::midpoint(row.top, row.bottom);
            draw_end(canvas, Rect { top: row.top + 0.6, bottom: middle, ..row }, across, x, &one.low, LOW);
            draw_end(
                canvas,
                Rect { top: middle, bottom: row.bottom - 0.6, ..row },
                across,
                x,
                &one.high,
                HIGH,
            );
        }
        canvas.line(&[(x, area.top), (x, area.bottom)], Stroke::solid(INK, 1.1));
        axis::bottom(canvas, area, across, &ticks, "Mean closure [h]", |value| ticks.label(value));
        if sorted.is_empty() {
            frame::nothing(canvas, area, "nothing to show");
        }
    }
}

/// Greatest width of what is written at the end of a bar (mm).
const SETTING_MM: f64 = 26.0;

fn draw_end(canvas: &mut Canvas<'_>, half: Rect, across: Scale, base: f64, end: &End, colour: RGBColor) {
    let x = across.at(end.closure_h);
    canvas.fill(Rect::new(base, half.top, x, half.bottom), colour.to_rgba());
    let (low, high) = (across.at(end.interval_h.0), across.at(end.interval_h.1));
    let middle = f64::midpoint(half.top, half.bottom);
    frame::whisker(canvas, (low, high), middle, 0.8, Stroke::solid(INK, 0.8));
    let text = fonts::shorten(&end.setting, SMALL_PT, LABEL.weight, SETTING_MM);
    let baseline = LABEL.baseline_at(middle);
    if x < base {
        canvas.text(&text, (low.min(x) - 1.0, baseline), Anchor::End, LABEL);
    } else {
        canvas.text(&text, (high.max(x) + 1.0, baseline), Anchor::Start, LABEL);
    }
}

impl Chart for TornadoChart {
    fn figure(&self) -> Result<Figure, ChartError> {
        let (caption, alt) = self.texts();
        let frame = Frame {
            id: &self.id,
            title: &self.title,
            measure: "Mean closure when one assumption is at the end of its range",
            caption,
            alt,
            width_mm: WIDE_MM,
            height_mm: (32.0 + ROW_MM * self.drawn().len().max(1) as f64).clamp(50.0, TALLEST_MM).round(),
            provenance: &self.provenance,
        };
        frame.figure(|canvas, room| self.draw(canvas, room))
    }
}
