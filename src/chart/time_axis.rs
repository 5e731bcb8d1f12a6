//! The time axis that the figures of one run share: hours after the start, with the local days below.

use serde::{Deserialize, Serialize};

use super::axis::{AXIS_TITLE, BOTTOM_MM, Scale, TICK, TICK_GAP_MM, Ticks, bottom, upright_grid};
use super::canvas::{Anchor, Canvas, Type};
use super::colour::{GRID, QUIET, RULE};
use super::fonts;
use super::geometry::Rect;
use super::number::{self, upper_first};
use super::theme::{LABEL_PT, SMALL_PT, Stroke};
use crate::units::{HOURS_A_DAY, LONG_H};

/// A local midnight and the day that begins there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Day {
    /// When the day begins (h after the start).
    pub hour: f64,
    /// Its name on the axis, as `7 Jan`.
    pub label: String,
}

/// The time axis that the figures of one run share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimeAxis {
    /// The event that hours count from, as `the appeal`.
    pub since: String,
    /// Days of the local calendar, rising; empty for none.
    pub days: Vec<Day>,
}

impl Default for TimeAxis {
    fn default() -> Self {
        Self { since: "the appeal".to_owned(), days: Vec::new() }
    }
}

impl TimeAxis {
    /// Height that [`TimeAxis::draw`] needs below its panel (mm).
    pub(crate) fn height(&self) -> f64 {
        if self.days.is_empty() { BOTTOM_MM } else { BOTTOM_MM + DAY_ROW_MM }
    }

    /// Ticks over a range drawn `width_mm` wide: at whole days where it is long.
    pub(crate) fn ticks((low, high): (f64, f64), width_mm: f64) -> Ticks {
        let most = (width_mm / 13.0).max(2.0) as usize;
        if in_days((low, high)) { Ticks::days(low, high, most) } else { Ticks::hours(low, high, most) }
    }

    /// What runs across, as a sentence has it: `hours after the appeal`.
    pub(crate) fn words(&self, range: (f64, f64)) -> String {
        let unit = if in_days(range) { "days" } else { "hours" };
        format!("{unit} after {}", self.since)
    }

    /// What runs across, from 0 to an hour: `hours after the appeal, 0 to 96`.
    pub(crate) fn words_to(&self, end_h: f64) -> String {
        let range = (0.0, end_h);
        let end = if in_days(range) { end_h / HOURS_A_DAY } else { end_h };
        format!("{}, 0 to {}", self.words(range), number::grouped(end, 0))
    }

    /// The lines between days and the grid, behind the data.
    pub(crate) fn draw_grid(&self, canvas: &mut Canvas<'_>, panel: Rect, scale: Scale) {
        if self.days.is_empty() {
            upright_grid(canvas, panel, scale, &Self::ticks((scale.low, scale.high), panel.width()));
        }
        for day in self.marks(scale) {
            let x = scale.at(day.hour);
            canvas.line(&[(x, panel.top), (x, panel.bottom)], Stroke::solid(GRID, 0.6));
        }
    }

    /// The axis below the lowest panel.
    pub(crate) fn draw(&self, canvas: &mut Canvas<'_>, panel: Rect, scale: Scale) {
        let ticks = Self::ticks((scale.low, scale.high), panel.width());
        let extra = self.height() - BOTTOM_MM;
        let range = (scale.low, scale.high);
        let unit_h = if in_days(range) { HOURS_A_DAY } else { 1.0 };
        bottom(canvas, panel, scale, &ticks, "", |value| ticks.label(value / unit_h));
        let below = Rect { bottom: panel.bottom + extra, ..panel };
        let baseline = below.bottom + BOTTOM_MM - fonts::descent_mm(LABEL_PT);
        let middle = f64::midpoint(panel.left, panel.right);
        canvas.text(&upper_first(&self.words(range)), (middle, baseline), Anchor::Middle, AXIS_TITLE);
        self.draw_days(canvas, panel, scale);
    }

    /// Days whose beginning is on the axis, thinned so that neither lines nor names crowd.
    fn marks(&self, scale: Scale) -> Vec<&Day> {
        let shown: Vec<&Day> = self.days.iter().filter(|day| scale.holds(day.hour)).collect();
        let widest = self.days.iter().map(|day| TICK.width(&day.label)).fold(0.0, f64::max) + 2.0;
        let spacing = shown.windows(2).map(|pair| scale.at(pair[1].hour) - scale.at(pair[0].hour)).next();
        let spacing = spacing.filter(|spacing| *spacing > 0.0);
        let every = spacing.map_or(1, |spacing| (widest / spacing).ceil().max(1.0) as usize);
        let mut marks: Vec<&Day> = shown.into_iter().step_by(every).collect();
        // A mark without its name at the end of the axis would say nothing.
        let named = |day: &Day| scale.at(day.hour) + NAME_GAP_MM + TICK.width(&day.label) <= end_mm(scale);
        while marks.last().is_some_and(|day| !named(day)) {
            marks.pop();
        }
        marks
    }

    fn draw_days(&self, canvas: &mut Canvas<'_>, panel: Rect, scale: Scale) {
        let set = Type::regular(SMALL_PT, QUIET);
        let top = panel.bottom + TICK_GAP_MM + fonts::cap_mm(SMALL_PT) + 1.4;
        let baseline = top + fonts::cap_mm(SMALL_PT) + 0.6;
        let marks = self.marks(scale);
        for (index, day) in marks.iter().enumerate() {
            let x = scale.at(day.hour);
            canvas.line(&[(x, top), (x, top + DAY_ROW_MM - 0.6)], Stroke::solid(RULE, 0.6));
            let end = marks.get(index + 1).map_or(end_mm(scale), |next| scale.at(next.hour));
            if set.width(&day.label) + NAME_GAP_MM <= end - x {
                canvas.text(&day.label, (x + NAME_GAP_MM, baseline), Anchor::Start, set);
            }
        }
        // The day that was already running when the axis begins.
        let before = self.days.iter().rev().find(|day| day.hour < scale.low);
        let end = marks.first().map_or(panel.right, |day| scale.at(day.hour));
        if let Some(day) = before
            && set.width(&day.label) + 1.2 <= end - panel.left
        {
            canvas.text(&day.label, (panel.left + 0.8, baseline), Anchor::Start, set);
        }
    }
}

/// Whether an axis over this range counts days: its end is a long time, and there are days enough to mark.
pub(crate) fn in_days((low, high): (f64, f64)) -> bool {
    high > LONG_H && high - low >= 3.0 * HOURS_A_DAY
}

/// Where names of days end at the latest: a little beyond the axis, within the border that every figure keeps there.
fn end_mm(scale: Scale) -> f64 {
    scale.to_mm + 2.5
}

/// Space between the beginning of a day and its name (mm).
const NAME_GAP_MM: f64 = 0.8;
/// Height of the row of days (mm).
const DAY_ROW_MM: f64 = 3.6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_axis_counts_days_and_a_short_piece_of_it_hours() {
        let axis = TimeAxis::default();
        assert_eq!(axis.words_to(240.0), "hours after the appeal, 0 to 240");
        assert_eq!(axis.words_to(1_440.0), "days after the appeal, 0 to 60");
        assert_eq!(axis.words((1_432.0, 1_440.0)), "hours after the appeal");
        let days = |range, width_mm| {
            TimeAxis::ticks(range, width_mm).values.iter().map(|h| h / 24.0).collect::<Vec<_>>()
        };
        assert_eq!(days((1_390.0, 1_470.0), 130.0), [58.0, 59.0, 60.0, 61.0]);
        assert_eq!(days((0.0, 1_440.0), 130.0), [0.0, 7.0, 14.0, 21.0, 28.0, 35.0, 42.0, 49.0, 56.0]);
    }

    #[test]
    fn a_day_is_marked_only_where_its_name_has_room() {
        let day =
            |index: i32| Day { hour: 2.0 + 24.0 * f64::from(index), label: format!("{} Jan", 6 + index) };
        let axis = TimeAxis { days: (0..5).map(day).collect(), ..TimeAxis::default() };
        let marks = |high: f64| {
            let panel = Rect::new(10.0, 0.0, 150.0, 50.0);
            axis.marks(Scale::across(panel, (0.0, high))).len()
        };
        assert_eq!([marks(60.0), marks(75.0), marks(80.0), marks(2.05)], [3, 3, 4, 0]);
    }
}
