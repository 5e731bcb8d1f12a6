//! Which assumption matters most: closure, or cost, at the low and at the high end of each, sorted by the width of the bar.

use serde::{Deserialize, Serialize};

use super::axis::{self, Scale};
use super::canvas::{Anchor, Canvas, Type};
use super::colour::{BLUE, Colour, INK, ORANGE};
use super::fonts;
use super::frame;
use super::geometry::Rect;
use super::key::{self, Swatch};
use super::meta::Meta;
use super::rows::{Layout, Rows};
use super::table::{Table, cell};
use super::theme::{SMALL_PT, Stroke, WIDE_MM};
use super::{Chart, Texts, number};
use crate::field::Field;

/// One end of an assumption's range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct End {
    /// The value there with its unit, as `0.8 h`.
    pub setting: String,
    /// Mean closure there (h), or mean cost.
    pub closure_h: f64,
    /// Interval of the paired difference from the baseline, moved to the baseline's mean (h, or cost).
    pub interval_h: (f64, f64),
}

/// One assumption.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assumption {
    /// Its name.
    pub name: String,
    /// The low end of its range.
    pub low: End,
    /// The high end of its range.
    pub high: End,
}

/// The assumptions of a scenario, widest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TornadoChart {
    /// Name, title (as `What closure depends on`) and origin.
    pub meta: Meta,
    /// Mean closure of the baseline (h), or its mean cost.
    pub baseline_h: f64,
    /// The unit of cost where the bars show that, which may be empty; none where they show closure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<String>,
    /// The assumptions, widest first; the first twenty are drawn.
    pub assumptions: Vec<Assumption>,
    /// Narrower assumptions beside these.
    pub narrower: usize,
    /// Assumptions that do not move the mean closure.
    pub without_effect: usize,
}

const LOW: Colour = BLUE;
const HIGH: Colour = ORANGE;
const ROW_MM: f64 = 8.6;
const LABEL: Type = Type::regular(SMALL_PT, INK);

impl TornadoChart {
    const MOST: usize = 20;

    fn drawn(&self) -> &[Assumption] {
        frame::first(&self.assumptions, Self::MOST)
    }

    /// A mean in running text.
    fn words(&self, mean: f64) -> String {
        let Some(unit) = &self.cost else { return number::hours(mean) };
        let digits = number::decimals_of(mean).min(usize::from(mean.abs() < 100.0));
        format!("{} {unit}", number::grouped(mean, digits)).trim_end().to_owned()
    }

    /// What is measured, with its unit after a blank.
    fn measured(&self) -> (&'static str, String) {
        match self.cost.as_deref() {
            None => ("closure", " [h]".to_owned()),
            Some("") => ("cost", String::new()),
            Some(unit) => ("cost", format!(" [{unit}]")),
        }
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
}

/// Greatest width of what is written at the end of a bar (mm).
const SETTING_MM: f64 = 26.0;

/// Draws one end of a range as a bar from the baseline, with its interval and setting.
fn draw_end(
    canvas: &mut Canvas<'_>,
    half: Rect,
    across: Scale,
    baseline_h: f64,
    (end, colour): (&End, Colour),
) {
    let (base, x) = (across.at(baseline_h), across.at(end.closure_h));
    canvas.fill(Rect::new(base, half.top, x, half.bottom), colour.opaque());
    let (low, high) = (across.at(end.interval_h.0), across.at(end.interval_h.1));
    let middle = f64::midpoint(half.top, half.bottom);
    frame::whisker(canvas, (low, high), middle, 0.8, Stroke::solid(INK, 0.8));
    let text = fonts::shorten(&end.setting, SMALL_PT, LABEL.weight, SETTING_MM);
    let baseline = LABEL.baseline_at(middle);
    if x < base {
        frame::text_on_paper(canvas, &text, (low.min(x) - 1.0, baseline), Anchor::End, LABEL);
    } else {
        frame::text_on_paper(canvas, &text, (high.max(x) + 1.0, baseline), Anchor::Start, LABEL);
    }
}

impl Chart for TornadoChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn texts(&self) -> Texts {
        let words = |one: &Assumption| {
            format!(
                "{} from {} ({}) to {} ({})",
                one.name,
                one.low.setting,
                self.words(one.low.closure_h),
                one.high.setting,
                self.words(one.high.closure_h)
            )
        };
        let first: Vec<String> = self.drawn().iter().take(3).map(words).collect();
        let rest = self.rest();
        let (measured, unit) = self.measured();
        let across = if self.cost.is_none() { " in hours".to_owned() } else { unit };
        let caption = format!(
            "Mean {measured} at the low and the high end of each assumption, one changed at a time with the same draws; whiskers \
             are intervals of the paired difference.{rest}"
        );
        let alt = format!(
            "Tornado chart: level bars from the baseline {measured} of {}, sorted by width. Across: mean {measured}{across}. \
             Widest: {}.{rest}",
            self.words(self.baseline_h),
            if first.is_empty() { "none".to_owned() } else { first.join("; ") }
        );
        Texts { caption, alt }
    }

    fn width_mm(&self) -> f64 {
        WIDE_MM
    }

    fn height_mm(&self, _width_mm: f64) -> f64 {
        frame::height_of_rows(self.drawn().len(), ROW_MM)
    }

    fn table(&self) -> Table {
        let [mean, low, high] = match &self.cost {
            None => [
                Field::number("closure_h", "h", "Mean closure with this value"),
                Field::number("low_h", "h", "Low end of its interval"),
                Field::number("high_h", "h", "High end of its interval"),
            ],
            Some(_) => [
                Field::number("cost", "", "Mean cost with this value, in the currency of the scenario"),
                Field::number("low", "", "Low end of its interval"),
                Field::number("high", "", "High end of its interval"),
            ],
        };
        let mut table = Table::new([
            Field::text("assumption", "What is assumed"),
            Field::text("end", "Which end of its range: `low` or `high`"),
            Field::text("setting", "The value there, as the figure writes it"),
            mean,
            low,
            high,
        ]);
        for one in &self.assumptions {
            for (name, end) in [("low", &one.low), ("high", &one.high)] {
                let words = [one.name.clone(), name.to_owned(), end.setting.clone()];
                let hours = [end.closure_h, end.interval_h.0, end.interval_h.1].map(cell);
                table.row(words.into_iter().chain(hours));
            }
        }
        table
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let sorted = self.drawn();
        let base = format!("baseline {}", self.words(self.baseline_h));
        let entries = [
            (Swatch::Area(LOW.opaque()), "at the low end (upper bar)".to_owned()),
            (Swatch::Area(HIGH.opaque()), "at the high end (lower bar)".to_owned()),
            (Swatch::Line(Stroke::solid(INK, 1.1)), base),
        ];
        let room = key::above(canvas, room, &entries);
        let settings = sorted.iter().flat_map(|one| [&one.low.setting, &one.high.setting]);
        let margin = settings.map(|setting| LABEL.width(setting).min(SETTING_MM)).fold(6.0, f64::max) + 1.5;
        let ends = sorted.iter().flat_map(|one| [&one.low, &one.high]);
        let values = ends.flat_map(|end| [end.closure_h, end.interval_h.0, end.interval_h.1]);
        let (low, high) = axis::extent(values.chain([self.baseline_h])).unwrap_or((0.0, 1.0));
        let (low, high) = axis::around(low, high, 0.0);
        let layout = Layout {
            names: sorted.iter().map(|one| one.name.as_str()).collect(),
            headings: Vec::new(),
            names_most_mm: 50.0,
            gap_mm: 2.0,
            beside_mm: 1.0,
        };
        let rows = Rows::new(room, layout, |width_mm| {
            // Room beyond the widest bar for what is written at its end.
            let spare = (high - low) * margin / (width_mm - 2.0 * margin);
            (low - spare, high + spare)
        });
        rows.draw_grid(canvas);
        rows.draw(canvas, |canvas, row, index| {
            let (one, middle) = (&sorted[index], row.middle().1);
            let upper = Rect { top: row.top + 0.6, bottom: middle, ..row };
            let lower = Rect { top: middle, bottom: row.bottom - 0.6, ..row };
            draw_end(canvas, upper, rows.across, self.baseline_h, (&one.low, LOW));
            draw_end(canvas, lower, rows.across, self.baseline_h, (&one.high, HIGH));
        });
        rows.upright(canvas, self.baseline_h, Stroke::solid(INK, 1.1));
        let (measured, unit) = self.measured();
        rows.draw_axis(canvas, &format!("Mean {measured}{unit}"), |value| rows.ticks.label(value));
    }
}
