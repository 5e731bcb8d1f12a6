//! The time axis that the figures of one run share: hours after the start, with the local days below.

use super::axis::{AXIS_TITLE, BOTTOM_MM, Scale, TICK, TICK_GAP_MM, Ticks, bottom, upright_grid};
use super::canvas::{Anchor, Canvas, Rect, Type};
use super::fonts;
use super::theme::{GRID, LABEL_PT, QUIET, RULE, SMALL_PT, Stroke};

/// A local midnight and the day that begins there.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// When the day begins (h after the start).
    pub hour: f64,
    /// Its name on the axis, as `7 Jan`.
    pub label: String,
}

/// The time axis that the figures of one run share.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeAxis {
    /// The axis title with its unit, as `Hours after the appeal`.
    pub label: String,
    /// Days of the local calendar, rising; empty for none.
    pub days: Vec<Day>,
}

impl Default for TimeAxis {
    fn default() -> Self {
        Self { label: "Hours after the appeal".to_owned(), days: Vec::new() }
    }
}

impl TimeAxis {
    /// Height that [`TimeAxis::draw`] needs below its panel (mm).
    pub(crate) fn height(&self) -> f64 {
        if self.days.is_empty() { BOTTOM_MM } else { BOTTOM_MM + DAY_ROW_MM }
    }

    /// Ticks over a range drawn `width_mm` wide.
    pub(crate) fn ticks((low, high): (f64, f64), width_mm: f64) -> Ticks {
        Ticks::hours(low, high, (width_mm / 13.0).max(2.0) as usize)
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
        bottom(canvas, panel, scale, &ticks, "", |value| ticks.label(value));
        let below = Rect { bottom: panel.bottom + extra, ..panel };
        let baseline = below.bottom + BOTTOM_MM - fonts::descent_mm(LABEL_PT);
        let middle = f64::midpoint(panel.left, panel.right);
        canvas.text(&self.label, (middle, baseline), Anchor::Middle, AXIS_TITLE);
        self.draw_days(canvas, panel, scale);
    }

    /// Days whose beginning is on the axis, thinned so that neither lines nor names crowd.
    fn marks(&self, scale: Scale) -> Vec<&Day> {
        let shown: Vec<&Day> = self.days.iter().filter(|day| scale.holds(day.hour)).collect();
        let widest = self.days.iter().map(|day| TICK.width(&day.label)).fold(0.0, f64::max) + 2.0;
        let Some(spacing) =
            shown.windows(2).map(|pair| scale.at(pair[1].hour) - scale.at(pair[0].hour)).next()
        else {
            return shown;
        };
        let every = if spacing > 0.0 { (widest / spacing).ceil().max(1.0) as usize } else { 1 };
        shown.into_iter().step_by(every).collect()
    }

    fn draw_days(&self, canvas: &mut Canvas<'_>, panel: Rect, scale: Scale) {
        let set = Type::regular(SMALL_PT, QUIET);
        let top = panel.bottom + TICK_GAP_MM + fonts::cap_mm(SMALL_PT) + 1.4;
        let baseline = top + fonts::cap_mm(SMALL_PT) + 0.6;
        let marks = self.marks(scale);
        for (index, day) in marks.iter().enumerate() {
            let x = scale.at(day.hour);
            canvas.line(&[(x, top), (x, top + DAY_ROW_MM - 0.6)], Stroke::solid(RULE, 0.6));
            let end = marks.get(index + 1).map_or(panel.right, |next| scale.at(next.hour));
            if set.width(&day.label) + 1.2 <= end - x {
                canvas.text(&day.label, (x + 0.8, baseline), Anchor::Start, set);
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

/// Height of the row of days (mm).
const DAY_ROW_MM: f64 = 3.6;
