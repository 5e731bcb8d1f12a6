//! A measure against one varied setting: points with their intervals, one line for each series.

use serde::{Deserialize, Serialize};

use super::arrivals::lower_first;
use super::axis::{self, Scale, Ticks};
use super::canvas::{Anchor, Canvas, Type};
use super::colour::{INK, PAPER, VERMILION};
use super::frame;
use super::geometry::{Point, Rect};
use super::key::{self, Swatch};
use super::measure::Measure;
use super::meta::Meta;
use super::table::{Table, cell};
use super::theme::{Dash, LABEL_PT, SMALL_PT, Stroke, series_stroke};
use super::{Chart, Texts, number};
use crate::field::Field;

/// The measure at one setting.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepPoint {
    /// The setting: a number, or the index of a category.
    pub x: f64,
    /// The measure.
    pub y: f64,
    /// Its interval.
    pub interval: (f64, f64),
}

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepSeries {
    /// Its name; may be empty when there is one series only.
    pub name: String,
    /// Its points, in rising order of the setting.
    pub points: Vec<SweepPoint>,
    /// Whether a line joins them; not where they stand for themselves.
    pub joined: bool,
}

/// How the name of a goal is set.
const GOAL: Type = Type::regular(SMALL_PT, INK);

/// A sweep over one setting, or over two when the second gives the series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepLineChart {
    /// Name, title (as `Closure against the number of aircraft`) and origin.
    pub meta: Meta,
    /// Title of the level axis, with its unit.
    pub setting: String,
    /// Names of the settings when they are no numbers; empty otherwise.
    pub categories: Vec<String>,
    /// What is measured.
    pub measure: Measure,
    /// The series; the first eight are drawn.
    pub series: Vec<SweepSeries>,
    /// A level to reach and its name, as `goal 95 %`.
    pub goal: Option<(f64, String)>,
    /// Whether all points have the same draws; else each has draws of its own.
    pub shared_draws: bool,
}

impl SweepLineChart {
    const MOST: usize = 8;

    fn shown(&self) -> &[SweepSeries] {
        frame::first(&self.series, Self::MOST)
    }

    fn points(&self) -> impl Iterator<Item = &SweepPoint> {
        self.shown().iter().flat_map(|series| &series.points)
    }

    fn ranges(&self) -> ((f64, f64), (f64, f64)) {
        let (low, high) = axis::extent(self.points().map(|point| point.x)).unwrap_or((0.0, 1.0));
        let across = match self.categories.len() {
            0 => axis::around(low, high, 0.03),
            count => (-0.5, count as f64 - 0.5),
        };
        let goal = self.goal.as_ref().map(|(level, _)| *level);
        let values =
            self.points().flat_map(|point| [point.y, point.interval.0, point.interval.1]).chain(goal);
        let up = match (self.measure, axis::extent(values)) {
            (Measure::Share, Some((low, _))) => (axis::share_floor(low), 1.02),
            (Measure::Share, None) => (0.0, 1.02),
            (_, None) => (0.0, 1.0),
            // An axis from zero unless the differences would be lost in it.
            (_, Some((low, high))) if low >= 0.0 && low < 0.6 * high => (0.0, high * 1.05),
            (_, Some((low, high))) => axis::around(low, high, 0.08),
        };
        (across, up)
    }

    /// Whether the intervals of a single line are drawn as a band along it.
    fn has_band(&self) -> bool {
        let [series] = self.shown() else { return false };
        let points = series.points.iter().filter(|point| point.y.is_finite()).count();
        series.joined && self.categories.is_empty() && points > 1
    }

    /// What the band is: no spread of the runs, but how well each point is known.
    fn band_name(&self) -> String {
        let level = self.meta.provenance.level.map(number::percent).unwrap_or_default();
        format!("{level} interval of each point").trim_start().to_owned()
    }

    fn setting_name(&self, x: f64) -> String {
        let named = self.categories.get(x.round().max(0.0) as usize);
        named.cloned().unwrap_or_else(|| number::grouped(x, number::decimals_of(x)))
    }

    /// Ticks at the settings themselves where their names fit, else at round numbers.
    fn draw_bottom(&self, canvas: &mut Canvas<'_>, panel: Rect, across: Scale) {
        let mut settings: Vec<f64> = self.points().map(|point| point.x).filter(|x| x.is_finite()).collect();
        settings.sort_by(f64::total_cmp);
        settings.dedup();
        let widest =
            settings.iter().map(|x| axis::TICK.width(&self.setting_name(*x))).fold(1.0, f64::max) + 2.0;
        let gaps = settings.windows(2).map(|pair| across.at(pair[1]) - across.at(pair[0]));
        let fits = gaps.fold(f64::INFINITY, f64::min) >= widest;
        if fits || !self.categories.is_empty() {
            let spacing = (across.at(1.0) - across.at(0.0)).max(1e-3);
            let every = if fits { 1 } else { (widest / spacing).ceil().clamp(1.0, 1e6) as usize };
            let values = settings.into_iter().step_by(every).collect();
            let ticks = Ticks { values, step: 1.0, decimals: 0 };
            axis::bottom(canvas, panel, across, &ticks, &self.setting, |value| self.setting_name(value));
        } else {
            let ticks = Ticks::linear(across.low, across.high, (panel.width() / 14.0) as usize);
            axis::bottom(canvas, panel, across, &ticks, &self.setting, |value| ticks.label(value));
        }
    }

    fn draw_goal(&self, canvas: &mut Canvas<'_>, panel: Rect, (across, up): (Scale, Scale), within: bool) {
        let Some((level, name)) = &self.goal else { return };
        let y = up.at(*level);
        canvas.line(
            &[(panel.left, y), (panel.right, y)],
            Stroke::dashed(if within { INK } else { VERMILION }, 1.0, Dash::Dashed),
        );
        if !within {
            canvas.text(name, (panel.right + 1.5, GOAL.baseline_at(y)), Anchor::Start, GOAL);
            return;
        }
        let lines = [name.clone()];
        let (width, height) = frame::label_size(&lines, GOAL);
        let curves: Vec<Vec<Point>> = self.curves(across, up);
        let curves: Vec<&[Point]> = curves.iter().map(Vec::as_slice).collect();
        let candidates: Vec<Rect> = [y - 0.5 - height, y + 0.5]
            .into_iter()
            .flat_map(|top| {
                [panel.left + 0.5, panel.right - width, f64::midpoint(panel.left, panel.right) - width / 2.0]
                    .map(|left| Rect::new(left, top, left + width, top + height))
            })
            .filter(|area| area.top > panel.top - 4.0 && area.bottom < panel.bottom)
            .collect();
        if let Some(area) = frame::first_free(&candidates, &curves) {
            frame::label_box(canvas, &lines, area, Anchor::Start, GOAL);
        }
    }

    /// The lines, and the edges of their intervals.
    fn curves(&self, across: Scale, up: Scale) -> Vec<Vec<Point>> {
        let curve = |series: &SweepSeries, value: fn(&SweepPoint) -> f64| {
            series.points.iter().map(|point| (across.at(point.x), up.at(value(point)))).collect()
        };
        let shown = self.shown().iter();
        shown
            .flat_map(|series| {
                [
                    curve(series, |point| point.y),
                    curve(series, |point| point.interval.0),
                    curve(series, |point| point.interval.1),
                ]
            })
            .collect()
    }

    fn draw_series(
        &self,
        canvas: &mut Canvas<'_>,
        across: Scale,
        up: Scale,
        index: usize,
        series: &SweepSeries,
    ) {
        let stroke = series_stroke(index);
        // Intervals of several series stand beside each other, not on top.
        let shift = (index as f64 - (self.shown().len() as f64 - 1.0) / 2.0) * 0.4;
        let place = |x: f64, y: f64| (across.at(x) + shift, up.at(y));
        let points: Vec<&SweepPoint> = series.points.iter().filter(|point| point.y.is_finite()).collect();
        // Nothing lies between categories.
        let joined = series.joined && self.categories.is_empty();
        if self.has_band() {
            let mut ribbon: Vec<Point> =
                points.iter().map(|point| place(point.x, point.interval.0)).collect();
            ribbon.extend(points.iter().rev().map(|point| place(point.x, point.interval.1)));
            canvas.polygon(&ribbon, stroke.colour.colour.mix(0.2));
        }
        let line: Vec<Point> = points.iter().map(|point| place(point.x, point.y)).collect();
        if joined {
            canvas.line(&line, stroke);
        }
        let whisker = Stroke { dash: Dash::Solid, width_pt: 0.8, ..stroke };
        for (point, (x, y)) in points.iter().zip(line) {
            let (low, high) = (up.at(point.interval.0), up.at(point.interval.1));
            canvas.line(&[(x, low), (x, high)], whisker);
            for end in [low, high] {
                canvas.line(&[(x - 0.6, end), (x + 0.6, end)], whisker);
            }
            draw_dot(canvas, (x, y), series, stroke);
        }
    }

    fn draw_names(&self, canvas: &mut Canvas<'_>, panel: Rect, across: Scale, up: Scale) {
        let set = Type::regular(LABEL_PT, INK);
        let height = 3.4;
        let mut ends: Vec<(Point, usize)> = self
            .shown()
            .iter()
            .enumerate()
            .filter_map(|(index, series)| {
                let last = series.points.iter().rev().find(|point| point.y.is_finite())?;
                Some(((across.at(last.x), up.at(last.y)), index))
            })
            .collect();
        ends.sort_by(|one, other| one.0.1.total_cmp(&other.0.1).then(one.1.cmp(&other.1)));
        let wanted: Vec<(f64, f64)> = ends.iter().map(|((_, y), _)| (*y, height)).collect();
        let tops = frame::spread(&wanted, 0.2, (panel.top, panel.bottom));
        for (((x, y), index), top) in ends.into_iter().zip(tops) {
            let middle = top + height / 2.0;
            let from = panel.right + 3.0;
            let stroke = series_stroke(index);
            canvas
                .line(&[(x + 1.0, y), (from, middle)], Stroke { width_pt: 0.4, dash: Dash::Solid, ..stroke });
            let series = &self.series[index];
            if series.joined {
                canvas.line(&[(from, middle), (from + 5.5, middle)], stroke);
            } else {
                draw_dot(canvas, (from + 2.75, middle), series, stroke);
            }
            let place = (from + 6.5, set.baseline_at(middle));
            canvas.text(&self.series[index].name, place, Anchor::Start, set);
        }
    }
}

/// A full dot on a line, an open one where it stands for itself, so that grey tells them apart, too.
fn draw_dot(canvas: &mut Canvas<'_>, place: Point, series: &SweepSeries, stroke: Stroke) {
    if series.joined {
        canvas.disc(place, 0.8, stroke.colour);
    } else {
        canvas.disc(place, 0.95, PAPER.opaque());
        canvas.circle(place, 0.85, Stroke { dash: Dash::Solid, width_pt: 1.1, ..stroke });
    }
}

impl Chart for SweepLineChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn texts(&self) -> Texts {
        let parts: Vec<String> = self
            .shown()
            .iter()
            .filter_map(|series| {
                let (first, last) = (series.points.first()?, series.points.last()?);
                let from =
                    if series.name.is_empty() { "From".to_owned() } else { format!("{}: from", series.name) };
                Some(format!(
                    "{from} {} at {} to {} at {}",
                    self.measure.words(first.y),
                    self.setting_name(first.x),
                    self.measure.words(last.y),
                    self.setting_name(last.x)
                ))
            })
            .collect();
        let parts = if parts.is_empty() { "There are no points".to_owned() } else { parts.join("; ") };
        let rest = frame::left_out(self.series.len() - self.shown().len(), "further series are");
        let (measure, setting) = (&self.meta.measure, &self.setting);
        let caption = if self.shared_draws {
            format!(
                "{measure} against {setting}, with the interval of each point by itself over {} replications, all with the \
                 same draws: differences between points are surer than their intervals seem to say.{rest}",
                self.meta.provenance.count()
            )
        } else {
            let goal =
                self.goal.as_ref().map_or_else(String::new, |(_, name)| format!(" The line is the {name}."));
            format!(
                "{measure} by {}, each with draws and an interval of its own.{goal}{rest}",
                lower_first(setting)
            )
        };
        let alt = format!(
            "Line chart with intervals. Across: {}; upwards: {}. {parts}.{rest}",
            self.setting, self.meta.measure
        );
        Texts { caption, alt }
    }

    fn table(&self) -> Table {
        let unit = self.measure.unit();
        // A setting is a number, unless it has names.
        let value = "The setting";
        let value = if self.categories.is_empty() {
            Field::number("value", "", value)
        } else {
            Field::text("value", value)
        };
        let mut table = Table::new([
            Field::text("series", "Name of the line; empty where there is one"),
            value,
            Field::number("measured", unit, "The measure there"),
            Field::number("low", unit, "Low end of its interval"),
            Field::number("high", unit, "High end of its interval"),
        ]);
        for series in &self.series {
            for point in &series.points {
                let named = self.categories.get(point.x.round().max(0.0) as usize);
                let value = named.cloned().unwrap_or_else(|| cell(point.x));
                let numbers = [point.y, point.interval.0, point.interval.1].map(cell);
                table.row([series.name.clone(), value].into_iter().chain(numbers));
            }
        }
        table
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let label = Type::regular(LABEL_PT, INK);
        let direct = self.shown().len() > 1;
        let names = self.shown().iter().map(|series| label.width(&series.name)).fold(0.0, f64::max);
        // Names stand at the ends of their lines; where they are too long, a key above says them.
        let beside = direct && names <= 34.0;
        let entries: Vec<(Swatch, String)> = self
            .shown()
            .iter()
            .enumerate()
            .map(|(index, series)| (Swatch::Line(series_stroke(index)), series.name.clone()))
            .collect();
        let alone = [(Swatch::Area(series_stroke(0).colour.colour.mix(0.2)), self.band_name())];
        let entries = match (direct, beside) {
            (true, true) => &[],
            (true, false) => &entries[..],
            (false, _) => &alone[..usize::from(self.has_band())],
        };
        let room = key::above(canvas, room, entries);
        let (x_range, y_range) = self.ranges();
        let ticks = Ticks::linear(y_range.0, y_range.1, 8);
        let written = |value: f64| match self.measure {
            Measure::Share => number::percent(value),
            _ => ticks.label(value),
        };
        let widest = ticks.values.iter().map(|value| axis::TICK.width(&written(*value))).fold(0.0, f64::max);
        // Beside the panel the name of the goal is in nobody's way; names of lines come first.
        let goal = self.goal.as_ref().filter(|_| !beside).map(|(_, name)| GOAL.width(name));
        let right = room.right - if beside { names + 10.0 } else { goal.map_or(3.0, |width| width + 2.0) };
        let panel =
            Rect::new(room.left + widest + axis::TICK_GAP_MM, room.top, right, room.bottom - axis::BOTTOM_MM);
        let (across, up) = (Scale::across(panel, x_range), Scale::upwards(panel, y_range));
        axis::left_with(canvas, panel, up, &ticks, written);
        self.draw_bottom(canvas, panel, across);
        self.draw_goal(canvas, panel, (across, up), beside);
        for (index, series) in self.shown().iter().enumerate() {
            self.draw_series(canvas, across, up, index, series);
        }
        if beside {
            self.draw_names(canvas, panel, across, up);
        }
        if self.points().next().is_none() {
            frame::nothing(canvas, panel);
        }
    }
}
