//! One row for each of many things: the mean with its interval, and from the least to the greatest over replications.

use serde::{Deserialize, Serialize};

use super::arrivals::lower_first;
use super::axis::{self, Scale};
use super::canvas::{Anchor, Canvas, Type};
use super::colour::{BLUE, INK, Paint, VERMILION};
use super::geometry::Rect;
use super::key::{self, Swatch};
use super::meta::Meta;
use super::rows::{Layout, Rows};
use super::table::{Table, cell};
use super::theme::{Dash, LABEL_PT, Stroke, WIDE_MM};
use super::{Chart, Measure, Texts, frame, number};
use crate::field::Field;

/// One row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IntervalRow {
    /// What it belongs to, as a contingent; may be empty.
    pub group: String,
    /// Its name.
    pub name: String,
    /// Mean over the replications.
    pub mean: f64,
    /// Interval of the mean; `None` where replications do not differ, or are too few.
    pub interval: Option<(f64, f64)>,
    /// The least and the greatest of the replications.
    pub range: (f64, f64),
    /// What it should be, as a required date.
    pub required: Option<f64>,
}

/// Things by their means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IntervalsChart {
    /// Name, title (as `Closure of each unit`) and origin.
    pub meta: Meta,
    /// What is measured.
    pub measure: Measure,
    /// Title of the axis, with its unit.
    pub axis: String,
    /// What a required value is called, as `required date`; empty where nothing is required.
    pub required: String,
    /// The rows from top to bottom; the first forty are drawn.
    pub rows: Vec<IntervalRow>,
    /// Those without a mean, who are not drawn, in words; may be empty.
    pub left_out: String,
}

/// Height of a row (mm).
const ROW_MM: f64 = 5.2;
/// Below this width (mm) names take two lines, in rows of this height (mm), unless there are more than so many.
const NARROW_MM: f64 = 120.0;
/// See [`NARROW_MM`].
const HIGH_ROW_MM: f64 = 7.2;
/// See [`NARROW_MM`].
const MOST_HIGH: usize = 26;

impl IntervalsChart {
    const MOST: usize = 40;

    fn shown(&self) -> &[IntervalRow] {
        frame::first(&self.rows, Self::MOST)
    }

    fn range(&self) -> (f64, f64) {
        let of_row = |row: &IntervalRow| {
            let (low, high) = row.interval.unwrap_or((row.mean, row.mean));
            let required =
                row.required.filter(|at| self.measure == Measure::Share || *at <= 2.0 * row.range.1);
            [row.range.0, row.range.1, low, high, required.unwrap_or(row.mean)]
        };
        let (_, high) = axis::extent(self.shown().iter().flat_map(of_row)).unwrap_or((0.0, 0.0));
        if self.measure == Measure::Share { (0.0, high.max(0.1) * 1.02) } else { axis::from_zero(high) }
    }

    fn decimals(&self) -> usize {
        let values = self.shown().iter().map(|row| row.mean);
        number::common_decimals(values)
    }

    fn label(&self, row: &IntervalRow, decimals: usize) -> String {
        match self.measure {
            Measure::Hours => number::hours_with(row.mean, decimals),
            // All rows with the digits of one.
            Measure::Share => format!("{:.1}\u{a0}%", 100.0 * row.mean),
            Measure::Count => number::grouped(row.mean, decimals),
        }
    }

    /// Rows as they stand: a heading where a group begins, and what belongs to it.
    fn lines(&self) -> Vec<Line<'_>> {
        let (mut lines, mut group) = (Vec::new(), "");
        for row in self.shown() {
            if row.group != group && !row.group.is_empty() {
                lines.push(Line::Heading(&row.group));
            }
            group = &row.group;
            lines.push(Line::Row(row));
        }
        lines
    }

    fn key(&self) -> Vec<(Swatch, String)> {
        let mut key = Vec::new();
        if self.meta.provenance.level.is_none() {
            return vec![(
                Swatch::Dot { colour: INK.opaque(), filled: true },
                "every replication".to_owned(),
            )];
        }
        key.push((Swatch::Mean, "mean with its interval".to_owned()));
        key.push((Swatch::Line(RANGE), "from the least to the greatest".to_owned()));
        if self.shown().iter().any(|row| row.required.is_some()) {
            key.push((Swatch::Upright(REQUIRED), self.required.clone()));
        }
        key
    }
}

/// From the least to the greatest of the replications.
const RANGE: Stroke =
    Stroke { colour: Paint { colour: BLUE, opacity: 0.55 }, width_pt: 2.4, dash: Dash::Solid };

/// What is required.
const REQUIRED: Stroke =
    Stroke { colour: Paint { colour: VERMILION, opacity: 1.0 }, width_pt: 1.6, dash: Dash::Solid };

/// What stands in a line.
enum Line<'a> {
    Heading(&'a str),
    Row(&'a IntervalRow),
}

fn draw_row(canvas: &mut Canvas<'_>, place: Rect, across: Scale, row: &IntervalRow) {
    let y = f64::midpoint(place.top, place.bottom);
    let (least, greatest) = row.range;
    if greatest > least {
        canvas.line(&[(across.at(least), y), (across.at(greatest), y)], RANGE);
    }
    if let Some(at) = row.required.filter(|at| across.holds(*at)) {
        let x = across.at(at);
        canvas.line(&[(x, place.top + 0.5), (x, place.bottom - 0.5)], REQUIRED);
    }
    if let Some((low, high)) = row.interval {
        frame::whisker(canvas, (across.at(low), across.at(high)), y, 1.0, Stroke::solid(INK, 1.2));
    }
    canvas.disc((across.at(row.mean), y), 0.95, INK.opaque());
}

impl Chart for IntervalsChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn texts(&self) -> Texts {
        const MOST_TOLD: usize = 12;
        let decimals = self.decimals();
        let told = self.shown().iter().take(MOST_TOLD).map(|row| {
            let whose = if row.group.is_empty() { String::new() } else { format!("{}, ", row.group) };
            format!("{whose}{} {}", row.name, self.label(row, decimals))
        });
        let told: Vec<String> = told.collect();
        let message = if told.is_empty() { "Nothing has a mean".to_owned() } else { told.join("; ") };
        let more = self.shown().len().saturating_sub(MOST_TOLD);
        let more = if more > 0 { format!("; {more} more") } else { String::new() };
        let rest = frame::left_out(self.rows.len() - self.shown().len(), "more are");
        let left_out = if self.left_out.is_empty() { String::new() } else { format!(" {}.", self.left_out) };
        let how = match self.meta.provenance.level {
            Some(level) => format!(
                "mean over {} replications with its {} interval, and from the least to the greatest",
                self.meta.provenance.count(),
                number::percent(level)
            ),
            None => "the same in every replication".to_owned(),
        };
        let caption = format!("{}: {how}.{rest}{left_out}", self.meta.title);
        let alt = format!(
            "Dot chart with a row for each of {}. Across: {}. {message}{more}.{rest}{left_out}",
            self.rows.len(),
            lower_first(&self.axis)
        );
        Texts { caption, alt }
    }

    fn width_mm(&self) -> f64 {
        WIDE_MM
    }

    fn height_mm(&self, width_mm: f64) -> f64 {
        let lines = self.lines().len();
        let row_mm = if width_mm < NARROW_MM && lines <= MOST_HIGH { HIGH_ROW_MM } else { ROW_MM };
        frame::height_of_rows(lines, row_mm)
    }

    fn table(&self) -> Table {
        let unit = self.measure.unit();
        let mut table = Table::new([
            Field::text("group", "What it belongs to: a contingent, fleets or terminals"),
            Field::text("name", "Its name, with the number of its copies"),
            Field::number("mean", unit, "Mean over the replications"),
            Field::number("low", unit, "Low end of the interval of the mean"),
            Field::number("high", unit, "High end of the interval of the mean"),
            Field::number("least", unit, "The least of the replications"),
            Field::number("greatest", unit, "The greatest of the replications"),
            Field::number("required", unit, "What it should be, as a required date"),
        ]);
        for row in &self.rows {
            let (low, high) = row.interval.unzip();
            let numbers = [Some(row.mean), low, high, Some(row.range.0), Some(row.range.1), row.required];
            table.row([row.group.clone(), row.name.clone()].into_iter().chain(numbers.map(cell)));
        }
        table
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let room = key::above(canvas, room, &self.key());
        let decimals = self.decimals();
        let set = Type::regular(LABEL_PT, INK);
        let labels = self.shown().iter().map(|row| set.width(&self.label(row, decimals)));
        let lines = self.lines();
        let is_heading = |index: &usize| matches!(lines[*index], Line::Heading(_));
        let name = |line: &Line<'_>| match line {
            Line::Heading(group) => group.to_string(),
            Line::Row(row) => row.name.clone(),
        };
        let names: Vec<String> = lines.iter().map(name).collect();
        let layout = Layout {
            names: names.iter().map(String::as_str).collect(),
            headings: (0..lines.len()).filter(is_heading).collect(),
            names_most_mm: 60.0,
            gap_mm: 3.0,
            beside_mm: labels.fold(0.0, f64::max) + 3.0,
        };
        let rows = Rows::new(room, layout, |_| self.range());
        let across = rows.across;
        rows.draw_grid(canvas);
        rows.draw(canvas, |canvas, place, index| {
            let Line::Row(row) = lines[index] else { return };
            draw_row(canvas, place, across, row);
            let middle = f64::midpoint(place.top, place.bottom);
            let at = (place.right + 2.0, set.baseline_at(middle));
            canvas.text(&self.label(row, decimals), at, Anchor::Start, set);
        });
        rows.draw_axis(canvas, &self.axis, |value| match self.measure {
            Measure::Share => number::percent(value),
            _ => rows.ticks.label(value),
        });
    }
}
