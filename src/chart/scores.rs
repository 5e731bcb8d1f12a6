//! How good predictions were: where each observation lies in its predicted distribution, and how sharp that is.
//!
//! Both belong together. A prediction without spread is sharp and mostly wrong, one of great width is right and says nothing.

use serde::{Deserialize, Serialize};

use super::axis::{self, Scale, Ticks};
use super::canvas::{Anchor, Canvas, Type};
use super::colour::{BLUE, INK, PAPER, QUIET, SKY, VERMILION};
use super::frame;
use super::geometry::Rect;
use super::key::{self, Swatch};
use super::meta::Meta;
use super::rows::{Layout, Rows};
use super::table::{Table, cell};
use super::theme::{SMALL_PT, Stroke, WIDE_MM};
use super::{Chart, Texts, number};
use crate::field::Field;

/// One observation and how it was predicted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scored {
    /// What was observed, as `Closure of the force`.
    pub name: String,
    /// Shares of the predictions below the record's smallest value, and up to its largest.
    pub pit: (f64, f64),
    /// Width of the predicted interval by its median; none where it has no size.
    pub relative_width: Option<f64>,
    /// Whether the predicted interval meets it.
    pub hit: bool,
    /// Whether the model was fitted to it, so that it is no test.
    pub fitted: bool,
}

/// Predictions by operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScoresChart {
    /// Name, title and origin.
    pub meta: Meta,
    /// Operations with their observations; the first forty rows are drawn.
    pub groups: Vec<(String, Vec<Scored>)>,
    /// Share of predictions that the predicted interval is to hold, as 0.9.
    pub prediction_level: f64,
}

const ROW_MM: f64 = 4.6;
/// Width of the panel of widths, its numbers included (mm).
const WIDTHS_MM: f64 = 44.0;
/// Room for a number behind a bar (mm).
const NUMBER_MM: f64 = 11.0;

/// A row: the name of an operation, or an observation.
enum Line<'a> {
    Heading(&'a str),
    Scored(&'a Scored),
}

impl ScoresChart {
    const MOST: usize = 40;

    fn lines(&self) -> Vec<Line<'_>> {
        let alone = self.groups.len() == 1;
        let all = self.groups.iter().flat_map(|(name, scored)| {
            let heading = (!alone).then_some(Line::Heading(name));
            heading.into_iter().chain(scored.iter().map(Line::Scored))
        });
        all.take(Self::MOST).collect()
    }

    fn all(&self) -> impl Iterator<Item = &Scored> {
        self.groups.iter().flat_map(|(_, scored)| scored)
    }

    /// The ends of the interval, as shares of the predictions.
    fn ends(&self) -> (f64, f64) {
        let tail = (1.0 - self.prediction_level) / 2.0;
        (tail, 1.0 - tail)
    }

    /// How far the axis of widths reaches.
    fn widest(&self) -> f64 {
        let widest = self.all().filter_map(|one| one.relative_width).fold(0.0, f64::max);
        widest.clamp(0.5, 2.0)
    }

    fn draw_widths(&self, canvas: &mut Canvas<'_>, panel: Rect, rows: &[(Rect, &Scored)]) {
        let across = Scale::across(panel, (0.0, self.widest()));
        let ticks = Ticks::linear(0.0, self.widest(), 3);
        axis::upright_grid(canvas, panel, across, &ticks);
        let set = Type::regular(SMALL_PT, INK);
        for (row, one) in rows {
            let Some(width) = one.relative_width else { continue };
            let middle = f64::midpoint(row.top, row.bottom);
            let end = across.at(width);
            canvas.fill(Rect::new(panel.left, middle - 1.1, end, middle + 1.1), SKY.opaque());
            let text = number::grouped(width, 2);
            let place = (end + 1.0, set.baseline_at(middle));
            frame::text_on_paper(canvas, &text, place, Anchor::Start, set);
        }
        axis::bottom(canvas, panel, across, &ticks, "Width / median", |value| ticks.label(value));
    }
}

fn draw_transform(canvas: &mut Canvas<'_>, row: Rect, across: Scale, one: &Scored) {
    let middle = f64::midpoint(row.top, row.bottom);
    let colour = if one.hit { INK } else { VERMILION };
    let (from, to) = (across.at(one.pit.0), across.at(one.pit.1));
    if to > from {
        let stroke = Stroke::solid(colour, 1.1);
        canvas.line(&[(from, middle), (to, middle)], stroke);
        for x in [from, to] {
            canvas.line(&[(x, middle - 0.7), (x, middle + 0.7)], stroke);
        }
    }
    let x = f64::midpoint(from, to);
    if !one.hit {
        key::cross(canvas, (x, middle), 1.1, Stroke::solid(VERMILION, 1.6));
    } else if one.fitted {
        canvas.disc((x, middle), 0.9, PAPER.opaque());
        canvas.circle((x, middle), 0.85, Stroke::solid(INK, 0.9));
    } else {
        canvas.disc((x, middle), 0.9, INK.opaque());
    }
}

impl Chart for ScoresChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn texts(&self) -> Texts {
        let tests: Vec<&Scored> = self.all().filter(|one| !one.fitted).collect();
        let hits = tests.iter().filter(|one| one.hit).count();
        let mut widths: Vec<f64> = tests.iter().filter_map(|one| one.relative_width).collect();
        widths.sort_by(f64::total_cmp);
        let sharp = widths.len().checked_sub(1).map_or_else(String::new, |last| {
            let middle = f64::midpoint(widths[last / 2], widths[last.div_ceil(2)]);
            format!(" Half of the intervals are no wider than {} of their median.", number::percent(middle))
        });
        let level = number::percent(self.prediction_level);
        let message = format!("The {level} interval meets {hits} of {} tests.{sharp}", tests.len());
        let rows = self.all().count();
        let shown = self.lines().iter().filter(|line| matches!(line, Line::Scored(_))).count();
        let rest = frame::left_out(rows - shown, "more are");
        let caption = format!(
            "Where each observation lies among {} predictions, as the share of them below it, and the width of the {level} \
             interval by its median. Right predictions spread evenly from 0 to 1, and good ones are narrow besides. \
             {message}{rest}",
            self.meta.provenance.count()
        );
        let alt = format!(
            "Two panels with one row per observation: a mark for the share of predictions below the observed values on a band \
             that holds {level}, and a bar for the relative width. {message}{rest}"
        );
        Texts { caption, alt }
    }

    fn width_mm(&self) -> f64 {
        WIDE_MM
    }

    fn height_mm(&self, _width_mm: f64) -> f64 {
        frame::height_of_rows(self.lines().len(), ROW_MM)
    }

    fn table(&self) -> Table {
        let mut table = Table::new([
            Field::text("operation", "The scenario"),
            Field::text("name", "What was observed"),
            Field::number(
                "pit_low",
                "share",
                "Share of the predictions below the smallest value of the record",
            ),
            Field::number(
                "pit_high",
                "share",
                "Share of the predictions up to the largest value of the record",
            ),
            Field::number("relative_width", "share", "Width of the predicted interval by its median"),
            Field::flag("hit", "Whether the predicted interval meets it"),
            Field::flag("fitted", "Whether the model was fitted to it, so that it is no test"),
        ]);
        for (operation, scored) in &self.groups {
            for one in scored {
                let numbers = [cell(one.pit.0), cell(one.pit.1), cell(one.relative_width)];
                let words = [operation.clone(), one.name.clone()];
                let flags = [one.hit.to_string(), one.fitted.to_string()];
                table.row(words.into_iter().chain(numbers).chain(flags));
            }
        }
        table
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let level = number::percent(self.prediction_level);
        let mut entries = vec![
            (Swatch::Area(BLUE.mix(0.16)), format!("{level} interval")),
            (Swatch::Dot { colour: INK.opaque(), filled: true }, "observed, met".to_owned()),
        ];
        if self.all().any(|one| one.fitted) {
            entries.push((Swatch::Dot { colour: INK.opaque(), filled: false }, "fitted, no test".to_owned()));
        }
        if self.all().any(|one| !one.hit) {
            entries.push((Swatch::Cross(Stroke::solid(VERMILION, 1.6)), "observed, miss".to_owned()));
        }
        entries.push((Swatch::Area(SKY.opaque()), "width of the interval".to_owned()));
        let room = key::above(canvas, room, &entries);
        let lines = self.lines();
        let name = |line: &Line<'_>| match line {
            Line::Heading(name) => (*name).to_owned(),
            Line::Scored(one) => one.name.clone(),
        };
        let names: Vec<String> = lines.iter().map(name).collect();
        let heading = |(index, line): (usize, &Line<'_>)| matches!(line, Line::Heading(_)).then_some(index);
        let layout = Layout {
            names: names.iter().map(String::as_str).collect(),
            headings: lines.iter().enumerate().filter_map(heading).collect(),
            names_most_mm: 56.0,
            gap_mm: 3.0,
            beside_mm: WIDTHS_MM + 5.0,
        };
        let mut rows = Rows::new(room, layout, |_| (0.0, 1.0));
        rows.ticks = Ticks::linear(0.0, 1.0, 5);
        let (low, high) = self.ends();
        let band = Rect::new(rows.across.at(low), rows.area.top, rows.across.at(high), rows.area.bottom);
        canvas.fill(band, BLUE.mix(0.16));
        rows.draw_grid(canvas);
        rows.upright(canvas, 0.5, Stroke::solid(QUIET, 0.6));
        let mut scored: Vec<(Rect, &Scored)> = Vec::new();
        rows.draw(canvas, |canvas, row, index| {
            if let Some(Line::Scored(one)) = lines.get(index) {
                draw_transform(canvas, row, rows.across, one);
                scored.push((row, one));
            }
        });
        rows.draw_axis(canvas, "Share of predictions below", |value| rows.ticks.label(value));
        let left = rows.area.right + 5.0;
        let panel = Rect::new(left, rows.area.top, room.right - NUMBER_MM, rows.area.bottom);
        self.draw_widths(canvas, panel, &scored);
    }
}
