//! Observed against predicted: one row an observation, its predicted interval as a bar, misses marked by shape and word.
//!
//! Observations of one unit share an axis. Observations of different units cannot: each is then placed by where it lies
//! in its own interval, with the median at 0 and the ends at −1 and 1.

use serde::{Deserialize, Serialize};

use super::axis::{self, Scale, Ticks};
use super::canvas::{Anchor, Canvas, Type};
use super::colour::{BLUE, INK, PAPER, QUIET, VERMILION};
use super::fonts;
use super::frame;
use super::geometry::Rect;
use super::key::{self, Swatch};
use super::meta::Meta;
use super::rows::{Layout, Rows};
use super::table::{Table, cell};
use super::theme::{LABEL_PT, SMALL_PT, Stroke, WIDE_MM};
use super::{Chart, Texts, number};
use crate::field::Field;

/// One observed quantity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// What was observed, as `Closure of the force`.
    pub name: String,
    /// Its unit, as `h`; may be empty.
    pub unit: String,
    /// Smallest and largest value that the record allows.
    pub observed: (f64, f64),
    /// Whether the model was fitted to it, so that it is no test.
    pub fitted: bool,
    /// Median of the prediction.
    pub median: f64,
    /// Predicted interval.
    pub interval: (f64, f64),
    /// Whether observed and predicted values share no more than an end.
    pub touches_only: bool,
}

/// A backtest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalibrationChart {
    /// Name, title (as `Observed against predicted`) and origin.
    pub meta: Meta,
    /// The observations from top to bottom; the first 24 are drawn.
    pub observations: Vec<Observation>,
    /// Share of predictions that the predicted interval is to hold, as 0.9.
    pub prediction_level: f64,
}

impl Observation {
    fn is_hit(&self) -> bool {
        self.meets() && !self.touches_only
    }

    /// Whether record and prediction have anything in common, be it an end.
    fn meets(&self) -> bool {
        self.observed.1 >= self.interval.0 && self.observed.0 <= self.interval.1
    }

    /// Where the mark stands: in the middle of what record and prediction share, at the end next to the prediction for a
    /// miss.
    fn mark(&self) -> f64 {
        if self.meets() {
            f64::midpoint(self.observed.0.max(self.interval.0), self.observed.1.min(self.interval.1))
        } else {
            self.median.max(self.observed.0).min(self.observed.1)
        }
    }

    /// Where a value lies in the predicted interval: the median at 0, the ends at −1 and 1.
    fn place(&self, value: f64) -> f64 {
        let half =
            if value < self.median { self.median - self.interval.0 } else { self.interval.1 - self.median };
        let distance = value - self.median;
        if half > 0.0 {
            distance / half
        } else if distance.abs() < 1e-12 {
            0.0
        } else {
            // Beyond the axis, whatever the distance: an interval of no width has no scale.
            distance.signum() * 2.0 * FARTHEST
        }
    }

    fn labels(&self) -> [String; 2] {
        let written = |(low, high): (f64, f64)| {
            let decimals = number::decimals_of_unit(&self.unit);
            let write = |value: f64| number::grouped(value, decimals);
            if write(low) == write(high) { write(low) } else { format!("{}–{}", write(low), write(high)) }
        };
        let with_unit = |text: String| {
            let unit = number::unit_of(&text, &self.unit);
            if unit.is_empty() { text } else { format!("{text}\u{a0}{unit}") }
        };
        let mut marks = String::new();
        let edge = self.meets() && self.touches_only;
        for (mark, shown) in [(" · miss", !self.is_hit()), (" at the edge", edge), (" · fitted", self.fitted)]
        {
            marks.push_str(if shown { mark } else { "" });
        }
        [
            format!("{}{marks}", with_unit(written(self.observed))),
            format!("predicted {}", with_unit(written(self.interval))),
        ]
    }
}

/// How far the axis of mixed units reaches.
const FARTHEST: f64 = 3.0;
/// Ticks on that axis: whole steps at its longest, halves at its shortest.
const MOST_PLACES: usize = 7;
const ROW_MM: f64 = 8.2;

impl CalibrationChart {
    const MOST: usize = 24;

    fn shown(&self) -> &[Observation] {
        frame::first(&self.observations, Self::MOST)
    }

    /// The unit that all observations share, if they do.
    fn unit(&self) -> Option<&str> {
        let (first, rest) = self.shown().split_first()?;
        rest.iter().all(|one| one.unit == first.unit).then_some(first.unit.as_str())
    }

    /// A value of an observation on the axis.
    fn value(&self, one: &Observation, value: f64) -> f64 {
        if self.unit().is_some() { value } else { one.place(value) }
    }

    fn range(&self) -> (f64, f64) {
        let values = self.shown().iter().flat_map(|one| {
            [one.observed.0, one.observed.1, one.interval.0, one.interval.1].map(|v| (one, v))
        });
        let (low, high) =
            axis::extent(values.map(|(one, value)| self.value(one, value))).unwrap_or((0.0, 1.0));
        let (low, high) = if self.unit().is_some() {
            (low, high)
        } else {
            (low.clamp(-FARTHEST, -1.2), high.clamp(1.2, FARTHEST))
        };
        axis::around(low, high, 0.05)
    }

    /// How many are met, figures that were fitted apart: "The predicted interval meets 6 of 8 observations, and 3 of 6 fitted".
    fn coverage(&self) -> String {
        let count = |fitted: bool| {
            let shown = || self.shown().iter().filter(|one| one.fitted == fitted);
            (shown().filter(|one| one.is_hit()).count(), shown().count())
        };
        let ((hits, tests), (fitted_hits, fitted)) = (count(false), count(true));
        let apart =
            if fitted > 0 { format!(", and {fitted_hits} of {fitted} fitted") } else { String::new() };
        format!("meets {hits} of {tests} observations{apart}")
    }

    fn draw_row(&self, canvas: &mut Canvas<'_>, row: Rect, across: Scale, one: &Observation) {
        let middle = f64::midpoint(row.top, row.bottom);
        let at = |value: f64| across.at(self.value(one, value));
        let (low, high) = (at(one.interval.0), at(one.interval.1));
        // An interval of no width is still a bar that can be seen.
        let bar = Rect::new(low - 0.2, middle - 1.5, high + 0.2, middle + 1.5);
        canvas.fill(bar, BLUE.mix(0.34));
        let median = at(one.median);
        canvas.line(&[(median, middle - 1.5), (median, middle + 1.5)], Stroke::solid(BLUE, 1.4));
        let colour = if one.is_hit() { INK } else { VERMILION };
        let (from, to) = (at(one.observed.0).max(row.left), at(one.observed.1).min(row.right));
        if to > from {
            let stroke = Stroke::solid(colour, 1.2);
            canvas.line(&[(from, middle), (to, middle)], stroke);
            // An end beyond the axis is an arrow, since nothing ends there.
            for (x, value, inwards) in [(from, one.observed.0, 1.5), (to, one.observed.1, -1.5)] {
                let tip = if across.holds(self.value(one, value)) { 0.0 } else { inwards };
                canvas.line(&[(x + tip, middle - 0.9), (x, middle), (x + tip, middle + 0.9)], stroke);
            }
        }
        let x = at(one.mark());
        if one.is_hit() && one.fitted {
            canvas.disc((x, middle), 0.95, PAPER.opaque());
            canvas.circle((x, middle), 0.9, Stroke::solid(INK, 0.9));
        } else if one.is_hit() {
            canvas.disc((x, middle), 0.95, INK.opaque());
        } else {
            key::cross(canvas, (x, middle), 1.2, Stroke::solid(VERMILION, 1.8));
            if !across.holds(self.value(one, one.mark())) {
                let arrow = if one.mark() > one.median { "→" } else { "←" };
                let (place, anchor) =
                    if arrow == "→" { (x - 2.2, Anchor::End) } else { (x + 2.2, Anchor::Start) };
                let set = Type::regular(LABEL_PT, VERMILION);
                canvas.text(arrow, (place, set.baseline_at(middle)), anchor, set);
            }
        }
    }
}

impl Chart for CalibrationChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn measure(&self) -> String {
        format!("{} {}", self.meta.measure, self.coverage())
    }

    fn texts(&self) -> Texts {
        let shown = self.shown();
        let misses: Vec<String> = shown
            .iter()
            .filter(|one| !one.is_hit())
            .map(|one| {
                let [observed, predicted] = one.labels();
                format!("{} (observed {}, {predicted})", one.name, observed.replace(" · miss", ""))
            })
            .collect();
        let coverage = self.coverage();
        let verdict =
            if misses.is_empty() { "No misses".to_owned() } else { format!("Misses: {}", misses.join("; ")) };
        let level = number::percent(self.prediction_level);
        let mut rest = frame::left_out(self.observations.len() - shown.len(), "more are");
        let (low, high) = self.range();
        let beyond = |one: &Observation| {
            self.value(one, one.observed.0) < low || self.value(one, one.observed.1) > high
        };
        if shown.iter().any(beyond) {
            rest.push_str(" An arrow points at what lies beyond the axis.");
        }
        let caption = format!(
            "Observed values against the {level} interval of {} replications: the interval {coverage}. \
             {verdict}.{rest}",
            self.meta.provenance.count(),
        );
        let alt = format!(
            "Interval chart with one row per observation: bar for the predicted {level} interval, mark for the observed \
             values. The interval {coverage}. {verdict}.{rest}",
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
        let mut table = Table::new([
            Field::text("name", "What was observed"),
            Field::text("unit", "The unit of the numbers of the row"),
            Field::number("observed_low", "", "Smallest value that the record allows"),
            Field::number("observed_high", "", "Largest value that the record allows"),
            Field::number("median", "", "Median of the predictions"),
            Field::number("low", "", "Low end of the predicted interval"),
            Field::number("high", "", "High end of the predicted interval"),
            Field::flag("fitted", "Whether assumptions were fitted to it, so that it is no test"),
        ]);
        for one in &self.observations {
            let numbers =
                [one.observed.0, one.observed.1, one.median, one.interval.0, one.interval.1].map(cell);
            let words = [one.name.clone(), one.unit.clone()];
            table.row(words.into_iter().chain(numbers).chain([one.fitted.to_string()]));
        }
        table
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let shown = self.shown();
        let mut entries = vec![
            (Swatch::Area(BLUE.mix(0.34)), format!("predicted, {}", number::percent(self.prediction_level))),
            (Swatch::Tick, "predicted median".to_owned()),
            (Swatch::Dot { colour: INK.opaque(), filled: true }, "observed, met".to_owned()),
        ];
        if shown.iter().any(|one| one.fitted) {
            entries.push((Swatch::Dot { colour: INK.opaque(), filled: false }, "fitted, no test".to_owned()));
        }
        if shown.iter().any(|one| !one.is_hit()) {
            entries.push((Swatch::Cross(Stroke::solid(VERMILION, 1.8)), "observed, miss".to_owned()));
        }
        let room = key::above(canvas, room, &entries);
        let bold = Type::bold(SMALL_PT, INK);
        let labels =
            shown.iter().flat_map(Observation::labels).map(|label| bold.width(&label)).fold(14.0, f64::max);
        let layout = Layout {
            names: shown.iter().map(|one| one.name.as_str()).collect(),
            headings: Vec::new(),
            names_most_mm: 48.0,
            gap_mm: 3.0,
            beside_mm: labels + 3.0,
        };
        let mut rows = Rows::new(room, layout, |_| self.range());
        if self.unit().is_none() {
            // The ends of the intervals, -1 and 1, are among the ticks.
            rows.ticks = Ticks::linear(rows.across.low, rows.across.high, MOST_PLACES);
        }
        rows.draw_grid(canvas);
        rows.draw(canvas, |canvas, row, index| {
            let one = &shown[index];
            self.draw_row(canvas, row, rows.across, one);
            let [value, predicted] = one.labels();
            let middle = f64::midpoint(row.top, row.bottom);
            let half = fonts::line_mm(SMALL_PT) / 2.0;
            let left = row.right + 3.0;
            canvas.text(&value, (left, bold.baseline_at(middle - half)), Anchor::Start, bold);
            let small = Type::regular(SMALL_PT, QUIET);
            canvas.text(&predicted, (left, small.baseline_at(middle + half)), Anchor::Start, small);
        });
        let title = match self.unit() {
            Some("") => "Value".to_owned(),
            Some(unit) => format!("Value [{unit}]"),
            None => "0: predicted median; −1 and 1: ends of the interval".to_owned(),
        };
        rows.draw_axis(canvas, &title, |value| rows.ticks.label(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Provenance;

    fn observation(observed: (f64, f64), interval: (f64, f64), fitted: bool) -> Observation {
        let median = f64::midpoint(interval.0, interval.1);
        Observation {
            name: "closure".to_owned(),
            unit: "h".to_owned(),
            observed,
            fitted,
            median,
            interval,
            touches_only: false,
        }
    }

    #[test]
    fn fitted_figures_are_counted_apart() {
        let provenance = Provenance {
            scenario: "a".to_owned(),
            replications: 200,
            seed: 1,
            level: Some(0.9),
            note: String::new(),
        };
        let chart = CalibrationChart {
            meta: Meta::new("calibration", "Observed against predicted", "", provenance),
            observations: vec![
                observation((1.0, 1.0), (0.0, 2.0), false),
                observation((3.0, 4.0), (0.0, 2.0), false),
                observation((1.0, 1.0), (0.0, 2.0), true),
            ],
            prediction_level: 0.9,
        };
        assert_eq!(chart.coverage(), "meets 1 of 2 observations, and 1 of 1 fitted");
    }

    #[test]
    fn a_mark_lies_in_record_and_prediction_or_at_the_end_next_to_it() {
        assert!((observation((0.0, 11.0), (10.0, 20.0), false).mark() - 10.5).abs() < 1e-9);
        assert!((observation((0.0, 5.0), (10.0, 20.0), false).mark() - 5.0).abs() < 1e-9);
        // A prediction without spread: what it does not meet lies beyond the axis.
        assert!(observation((0.0, 5.0), (10.0, 10.0), false).place(5.0) < -FARTHEST);
    }
}
