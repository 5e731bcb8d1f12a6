//! Cumulative arrivals of the whole force, as a fan.
//!
//! The bands are pointwise: at each hour they hold the middle half, and nine tenths, of the replications. No single run
//! need stay within them.

use serde::{Deserialize, Serialize};

use super::axis::{self, Scale, Ticks};
use super::canvas::{Anchor, Canvas, Type};
use super::colour::{BLUE, Colour, INK, VERMILION};
use super::fan::{Fan, fan_key, fan_words};
use super::frame;
use super::geometry::{Point, Rect};
use super::key::{self, Swatch};
use super::meta::Meta;
use super::steps::steps;
use super::table::{self, HOUR, Table, cell, fan_at, step_at};
use super::theme::{Dash, LABEL_PT, Stroke};
use super::time_axis::TimeAxis;
use super::{Chart, Texts, number};
use crate::field::Field;

/// The deadline and the chance of meeting it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deadline {
    /// When (h after the start).
    pub hour: f64,
    /// Share of replications that closed by then.
    pub probability: f64,
    /// Its interval; `None` where all replications are the same.
    pub interval: Option<(f64, f64)>,
}

impl Deadline {
    /// The deadline in short lines; `level` of the interval when it is to be named.
    pub(crate) fn lines(&self, level: Option<f64>) -> Vec<String> {
        let deadline = format!("Deadline {}", number::short_span(self.hour));
        let Some((low, high)) = self.interval else {
            return vec![deadline, if self.is_met() { "met" } else { "not met" }.to_owned()];
        };
        let interval = format!(
            "({}{}–{})",
            level.map_or(String::new(), |level| format!("{} interval ", number::percent(level))),
            number::percent(low).trim_end_matches("\u{a0}%"),
            number::percent(high)
        );
        vec![deadline, format!("met in {}", number::percent(self.probability)), interval]
    }

    /// The deadline as a sentence, without its full stop.
    pub(crate) fn words(&self) -> String {
        let deadline = number::span(self.hour);
        match self.interval {
            Some((low, high)) => format!(
                "The deadline of {deadline} is met in {} of the replications (interval {} to {})",
                number::percent(self.probability),
                number::percent(low),
                number::percent(high)
            ),
            None => {
                format!("The deadline of {deadline} is {}met", if self.is_met() { "" } else { "not " })
            }
        }
    }

    /// Whether it is ever met: where all replications are the same, in all of them.
    pub(crate) fn is_met(&self) -> bool {
        self.probability > 0.0
    }
}

/// The line of a deadline.
pub(crate) const DEADLINE: (Colour, Dash) = (VERMILION, Dash::Dashed);

/// People (or vehicles, or cargo) in place over time: median, bands, one seeded run, the total announced and the deadline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArrivalsChart {
    /// Name, title (as `People in place`) and origin.
    pub meta: Meta,
    /// The time axis.
    pub time: TimeAxis,
    /// Quantiles over the replications.
    pub fan: Fan,
    /// The run that is shown, as steps: hour, count from then on. Empty for none.
    pub shown_run: Vec<(f64, f64)>,
    /// Its name, as `replication 87, rank 100 of 200 by closure`.
    pub shown_label: String,
    /// The unit of what is counted, as `t`; empty for people and vehicles.
    pub unit: String,
    /// The total, and the word for it, as `announced`.
    pub reference: Option<(f64, String)>,
    /// The deadline.
    pub deadline: Option<Deadline>,
}

impl ArrivalsChart {
    fn ranges(&self) -> ((f64, f64), (f64, f64)) {
        let mut end = self.fan.end().max(self.shown_run.last().map_or(0.0, |step| step.0));
        if let Some(deadline) = self.deadline.filter(|deadline| deadline.hour <= 2.0 * end) {
            end = end.max(deadline.hour);
        }
        let shown = axis::extent(self.shown_run.iter().map(|step| step.1)).map_or(0.0, |(_, high)| high);
        let top = self.fan.top().max(shown).max(self.reference.as_ref().map_or(0.0, |(total, _)| *total));
        let (_, high) = axis::from_zero(top);
        (axis::from_zero(end), (0.0, high * 1.06))
    }

    /// A count with its unit: `2,500`, `8,100 t`. Fractions of a unit are written where there are few of them.
    fn amount(&self, value: f64) -> String {
        match self.unit.as_str() {
            "" => number::grouped(value, 0),
            unit => format!("{}\u{a0}{unit}", number::grouped(value, number::decimals_of(value))),
        }
    }

    /// What is counted, as a table names the unit.
    fn counted(&self) -> &'static str {
        match (self.meta.id.as_str(), self.unit.as_str()) {
            (_, "t") => "t",
            ("arrivals", _) => "people",
            ("arrivals-vehicles", _) => "vehicles",
            _ => "",
        }
    }

    fn key(&self) -> Vec<(Swatch, String)> {
        let mut key = fan_key(BLUE, 1.6, &self.meta.provenance);
        if !self.shown_run.is_empty() {
            key.push((Swatch::Line(Stroke::solid(INK, 0.6)), self.shown_label.clone()));
        }
        key
    }
}

impl Chart for ArrivalsChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn texts(&self) -> Texts {
        let ((_, end), _) = self.ranges();
        let fan = &self.fan;
        let top = axis::extent(fan.p50.iter().copied()).map_or(0.0, |(_, high)| high);
        let who = if self.meta.provenance.level.is_some() { "The median" } else { "Every replication" };
        let message = match (fan.hour_at(&fan.p50, top / 2.0), fan.hour_at(&fan.p50, top)) {
            (Some(half), Some(all)) if top > 0.0 => format!(
                "{who} reaches half of {} after {} and all of it after {}.",
                self.amount(top),
                number::span(half),
                number::span(all)
            ),
            _ => "Nothing arrives.".to_owned(),
        };
        let deadline = self.deadline.map_or(String::new(), |deadline| format!(" {}.", deadline.words()));
        let caption =
            format!("{} over time: {}.{deadline}", self.meta.measure, fan_words(&self.meta.provenance));
        let bands = if self.meta.provenance.level.is_some() { " with bands" } else { "" };
        let alt = format!(
            "Line chart of a cumulative count{bands}. Across: {}; upwards: {}, 0 to {}. {message}{deadline}",
            self.time.words_to(end),
            lower_first(&self.meta.measure),
            self.amount(top),
        );
        Texts { caption, alt }
    }

    fn table(&self) -> Table {
        let unit = self.counted();
        let mut fields = vec![HOUR];
        fields.extend(table::fan(unit));
        fields.push(Field::number("shown_run", unit, "In the replication that is shown alone"));
        let mut table = Table::new(fields);
        let steps = self.shown_run.iter().map(|step| step.0);
        for hour in table::union(self.fan.hours.iter().copied().chain(steps)) {
            let shown = [cell(step_at(&self.shown_run, hour))];
            table.row([cell(hour)].into_iter().chain(fan_at(&self.fan, hour)).chain(shown));
        }
        table
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let (time, count) = self.ranges();
        let entries = self.key();
        let room = key::above(canvas, room, &entries);
        let bottom = room.bottom - self.time.height();
        let ticks = Ticks::linear(count.0, count.1, 6);
        let panel =
            Rect::new(room.left + ticks.width() + axis::TICK_GAP_MM, room.top, room.right - 3.0, bottom);
        let (across, up) = (Scale::across(panel, time), Scale::upwards(panel, count));
        self.time.draw_grid(canvas, panel, across);
        axis::left(canvas, panel, up, &ticks);
        if let Some((total, word)) = &self.reference {
            let y = up.at(*total);
            canvas.line(&[(panel.left, y), (panel.right, y)], Stroke::dashed(INK, 0.9, Dash::Long));
            let text = format!("{} {word}", self.amount(*total));
            let set = Type::regular(LABEL_PT, INK);
            frame::text_on_paper(canvas, &text, (panel.left + 1.0, y - 1.2), Anchor::Start, set);
        }
        self.fan.draw(canvas, across, up, BLUE, 1.6);
        let run = steps(&self.shown_run, across, up);
        canvas.line(&run, Stroke::solid(INK, 0.6));
        self.time.draw(canvas, panel, across);
        if let Some(deadline) = self.deadline {
            let low = self.fan.points(&self.fan.p05, across, up);
            let high = self.fan.points(&self.fan.p95, across, up);
            let lines = deadline.lines(self.meta.provenance.level);
            draw_deadline(canvas, panel, across, (deadline.hour, lines), &[&low, &high, &run]);
        }
        if self.fan.hours.is_empty() {
            frame::nothing(canvas, panel);
        }
    }
}

/// The upright line of a deadline, with its label where no curve runs. A deadline beyond the axis is named at its end.
pub(crate) fn draw_deadline(
    canvas: &mut Canvas<'_>,
    panel: Rect,
    across: Scale,
    (hour, mut lines): (f64, Vec<String>),
    curves: &[&[Point]],
) {
    let set = Type::regular(LABEL_PT, INK);
    let inside = across.holds(hour);
    if let Some(first) = lines.first_mut().filter(|_| !inside) {
        *first = if hour > across.high { format!("{first} →") } else { format!("← {first}") };
    }
    let x = across.at(hour);
    if inside {
        canvas.line(&[(x, panel.top), (x, panel.bottom)], Stroke::dashed(DEADLINE.0, 1.2, DEADLINE.1));
    }
    let size = frame::label_size(&lines, set);
    let room = Rect { right: panel.right + 2.5, ..panel };
    let Some(area) = near_the_line(size, x, room, curves) else { return };
    let before = area.right <= x;
    let (edge, middle) = (if before { area.right } else { area.left }, area.middle().1);
    if inside && (x - edge).abs() > 1.0 {
        canvas.line(&[(edge, middle), (x, middle)], Stroke::solid(INK, 0.4));
    }
    let anchor = if before { Anchor::End } else { Anchor::Start };
    frame::label_box(canvas, &lines, area, anchor, set);
}

/// The place for a label of a size that lies nearest to the upright at `x`, on either side, where no curve runs; beside
/// the line where there is none.
fn near_the_line((width, height): (f64, f64), x: f64, room: Rect, curves: &[&[Point]]) -> Option<Rect> {
    const LEVELS: u32 = 9;
    const STEP_MM: f64 = 3.0;
    let tops = (0..LEVELS).map(|level| {
        room.bottom - 1.0 - height - f64::from(level) / f64::from(LEVELS) * (room.height() - height - 2.0)
    });
    let tops: Vec<f64> = tops.collect();
    let away = (0..=(room.width() / STEP_MM) as u32).map(|step| 0.8 + f64::from(step) * STEP_MM);
    let mut candidates: Vec<Rect> = away
        .flat_map(|away| tops.iter().flat_map(move |&top| [(x + away, top), (x - away - width, top)]))
        .map(|(left, top)| Rect::new(left, top, left + width, top + height))
        .filter(|area| area.within(&room))
        .collect();
    candidates.extend(candidates.first().copied());
    frame::first_free(&candidates, curves)
}

/// A title used inside a sentence.
pub(crate) fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or(String::new(), |first| first.to_lowercase().chain(characters).collect())
}
