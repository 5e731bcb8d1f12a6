//! Scales and axes with round ticks.
//!
//! Steps are found by counting up from a small one, not by logarithms, so that they are the same on every platform.

use super::canvas::{Anchor, Canvas, Type};
use super::colour::{GRID, INK, QUIET};
use super::geometry::Rect;
use super::theme::{BORDER_MM, LABEL_PT, SMALL_PT, Stroke};
use super::{fonts, number};
use crate::units::HOURS_A_DAY;

/// Type of tick labels.
pub(crate) const TICK: Type = Type::regular(SMALL_PT, INK);
/// Type of an axis title.
pub(crate) const AXIS_TITLE: Type = Type::regular(LABEL_PT, QUIET);
/// Space between a tick label and its axis (mm).
pub(crate) const TICK_GAP_MM: f64 = 1.3;

/// A linear map from values to millimetres.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    /// Value at `from_mm`.
    pub(crate) low: f64,
    /// Value at `to_mm`.
    pub(crate) high: f64,
    /// Where `low` stands on the sheet (mm).
    pub(crate) from_mm: f64,
    /// Where `high` stands on the sheet (mm).
    pub(crate) to_mm: f64,
}

impl Scale {
    /// A scale over the width of a panel.
    pub(crate) fn across(panel: Rect, (low, high): (f64, f64)) -> Self {
        Self { low, high, from_mm: panel.left, to_mm: panel.right }
    }

    /// A scale over the height of a panel, upwards.
    pub(crate) fn upwards(panel: Rect, (low, high): (f64, f64)) -> Self {
        Self { low, high, from_mm: panel.bottom, to_mm: panel.top }
    }

    /// Where a value stands (mm); values beyond the ends stand at the ends.
    pub(crate) fn at(&self, value: f64) -> f64 {
        let span = self.high - self.low;
        let share = if span > 0.0 { ((value - self.low) / span).clamp(0.0, 1.0) } else { 0.5 };
        self.from_mm + share * (self.to_mm - self.from_mm)
    }

    /// Whether a value lies between the ends.
    pub(crate) fn holds(&self, value: f64) -> bool {
        value >= self.low && value <= self.high
    }
}

/// Round tick values and the decimals that their labels need.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ticks {
    /// The values, rising.
    pub(crate) values: Vec<f64>,
    /// Distance between two of them.
    pub(crate) step: f64,
    /// Decimals of the labels.
    pub(crate) decimals: usize,
}

impl Ticks {
    fn with_step(low: f64, high: f64, step: f64) -> Self {
        let slack = 1e-9;
        let (first, last) = ((low / step - slack).ceil() as i64, (high / step + slack).floor() as i64);
        let values = (first..=last).map(|index| index as f64 * step).collect();
        let mut decimals = 0;
        let mut scaled = step;
        while decimals < 6 && (scaled - scaled.round()).abs() > 1e-6 * scaled {
            scaled *= 10.0;
            decimals += 1;
        }
        Self { values, step, decimals }
    }

    /// At most `most` ticks in steps of 1, 2 or 5 times a power of ten.
    pub(crate) fn linear(low: f64, high: f64, most: usize) -> Self {
        Self::with_step(low, high, decimal_step((high - low) / most.max(1) as f64))
    }

    /// An axis whose ticks are whole numbers.
    pub(crate) fn whole(low: f64, high: f64, most: usize) -> Self {
        Self::with_step(low, high, decimal_step((high - low) / most.max(1) as f64).max(1.0))
    }

    /// At most `most` ticks in hours as clocks and calendars divide them.
    pub(crate) fn hours(low: f64, high: f64, most: usize) -> Self {
        let least = (high - low) / most.max(1) as f64;
        let step = if least > 120.0 {
            decimal_step(least)
        } else if least > 24.0 {
            [48.0, 72.0, 120.0].into_iter().find(|step| *step >= least).unwrap_or(120.0)
        } else if least > 1.0 {
            [2.0, 3.0, 6.0, 12.0, 24.0].into_iter().find(|step| *step >= least).unwrap_or(24.0)
        } else {
            decimal_step(least)
        };
        Self::with_step(low, high, step)
    }

    /// At most `most` ticks at whole days, for values in hours; labels have no decimals in days.
    pub(crate) fn days(low: f64, high: f64, most: usize) -> Self {
        let least = (high - low) / HOURS_A_DAY / most.max(1) as f64;
        let step = if least <= 7.0 {
            [1.0, 2.0, 5.0, 7.0].into_iter().find(|step| *step >= least).unwrap_or(7.0)
        } else {
            [14.0, 28.0].into_iter().find(|step| *step >= least).unwrap_or_else(|| decimal_step(least))
        };
        Self::with_step(low, high, step * HOURS_A_DAY)
    }

    /// The label of a value.
    pub(crate) fn label(&self, value: f64) -> String {
        number::grouped(value, self.decimals)
    }

    /// Width of the widest label (mm).
    pub(crate) fn width(&self) -> f64 {
        self.values.iter().map(|value| TICK.width(&self.label(*value))).fold(0.0, f64::max)
    }
}

/// The least of 1, 2 and 5 times a power of ten that is not below `least`.
fn decimal_step(least: f64) -> f64 {
    if !(least.is_finite() && least > 0.0) {
        return 1.0;
    }
    let mut power = 1.0;
    while power * 5.0 < least {
        power *= 10.0;
    }
    while power / 10.0 >= least {
        power /= 10.0;
    }
    // Below one, `power` itself is enough; look for something smaller that still is.
    let below = power / 10.0;
    [below * 2.0, below * 5.0, power, power * 2.0, power * 5.0, power * 10.0]
        .into_iter()
        .find(|step| *step >= least * (1.0 - 1e-12))
        .unwrap_or(power * 10.0)
}

/// The range of an axis that starts at zero and ends a little above `high`, at a tick when one is near.
pub(crate) fn from_zero(high: f64) -> (f64, f64) {
    (0.0, if high.is_finite() && high > 0.0 { high * 1.04 } else { 1.0 })
}

/// The range of an axis around values, widened by `share` at each end, and never empty.
pub(crate) fn around(low: f64, high: f64, share: f64) -> (f64, f64) {
    if !(low.is_finite() && high.is_finite()) {
        return (0.0, 1.0);
    }
    let span = high - low;
    if span > 1e-9 * low.abs().max(high.abs()).max(1e-9) {
        (low - share * span, high + share * span)
    } else {
        let room = (high.abs() * 0.05).max(0.05);
        (low - room, high + room)
    }
}

/// Where an axis of shares begins: at 0, unless all of them are near 1, where they are told apart from near by.
pub(crate) fn share_floor(least: f64) -> f64 {
    if least > 0.55 { libm::floor((least - 0.05) * 10.0) / 10.0 } else { 0.0 }
}

/// Smallest and greatest finite value; `None` when there is none.
pub(crate) fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().filter(|value| value.is_finite()).fold(None, |found, value| match found {
        None => Some((value, value)),
        Some((low, high)) => Some((f64::min(low, value), f64::max(high, value))),
    })
}

/// The left axis of a panel: grid lines and labels.
pub(crate) fn left(canvas: &mut Canvas<'_>, panel: Rect, scale: Scale, ticks: &Ticks) {
    left_with(canvas, panel, scale, ticks, |value| ticks.label(value));
}

/// Draws an axis at the left whose labels the caller words.
pub(crate) fn left_with(
    canvas: &mut Canvas<'_>,
    panel: Rect,
    scale: Scale,
    ticks: &Ticks,
    label: impl Fn(f64) -> String,
) {
    for &value in &ticks.values {
        let y = scale.at(value);
        canvas.line(&[(panel.left, y), (panel.right, y)], Stroke::solid(GRID, 0.5));
        let place = (panel.left - TICK_GAP_MM, TICK.baseline_at(y));
        canvas.text(&label(value), place, Anchor::End, TICK);
    }
}

/// The lower axis of a panel: a line, ticks, labels and a title below them, which keeps to the sheet.
pub(crate) fn bottom(
    canvas: &mut Canvas<'_>,
    panel: Rect,
    scale: Scale,
    ticks: &Ticks,
    title: &str,
    label: impl Fn(f64) -> String,
) {
    let sheet = (canvas.sheet.left + BORDER_MM, canvas.sheet.right - BORDER_MM);
    draw_bottom(canvas, panel, scale, ticks, (title, sheet), label);
}

/// Draws the axis of [`bottom`] for a panel with others beside it: the title keeps to the panel's width.
pub(crate) fn bottom_within(
    canvas: &mut Canvas<'_>,
    panel: Rect,
    scale: Scale,
    ticks: &Ticks,
    title: &str,
    label: impl Fn(f64) -> String,
) {
    draw_bottom(canvas, panel, scale, ticks, (title, (panel.left, panel.right)), label);
}

fn draw_bottom(
    canvas: &mut Canvas<'_>,
    panel: Rect,
    scale: Scale,
    ticks: &Ticks,
    (title, (least, most)): (&str, (f64, f64)),
    label: impl Fn(f64) -> String,
) {
    canvas.line(&[(panel.left, panel.bottom), (panel.right, panel.bottom)], Stroke::solid(INK, 0.6));
    for &value in &ticks.values {
        let x = scale.at(value);
        canvas.line(&[(x, panel.bottom), (x, panel.bottom + 1.0)], Stroke::solid(INK, 0.6));
        let text = label(value);
        // A label at the end of the axis stays on the sheet.
        let half = TICK.width(&text) / 2.0 + BORDER_MM - 1.0;
        let x = x.min(canvas.sheet.right - half).max(canvas.sheet.left + half);
        let place = (x, panel.bottom + TICK_GAP_MM + fonts::cap_mm(SMALL_PT) + 0.4);
        canvas.text(&text, place, Anchor::Middle, TICK);
    }
    let baseline = panel.bottom + BOTTOM_MM - fonts::descent_mm(LABEL_PT);
    let title = fonts::shorten(title, LABEL_PT, AXIS_TITLE.weight, most - least);
    // Below the middle of the panel, or as near to it as a long title comes.
    let half = AXIS_TITLE.width(&title) / 2.0;
    let middle = f64::midpoint(panel.left, panel.right).min(most - half).max(least + half);
    canvas.text(&title, (middle, baseline), Anchor::Middle, AXIS_TITLE);
}

/// Height that [`bottom`] needs below its panel (mm).
pub(crate) const BOTTOM_MM: f64 = 8.4;

/// Light upright lines at ticks, behind the data.
pub(crate) fn upright_grid(canvas: &mut Canvas<'_>, panel: Rect, scale: Scale, ticks: &Ticks) {
    for &value in &ticks.values {
        let x = scale.at(value);
        canvas.line(&[(x, panel.top), (x, panel.bottom)], Stroke::solid(GRID, 0.5));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(Ticks::linear(0.0, 2600.0, 6).values, [0.0, 500.0, 1000.0, 1500.0, 2000.0, 2500.0]);
        assert_eq!(Ticks::linear(0.0, 0.05, 6).values.len(), 6);
        assert_eq!(Ticks::whole(0.0, 2.0, 6).values, [0.0, 1.0, 2.0]);
        for (high, most) in [(0.0004, 5), (0.05, 5), (0.9, 4), (7.0, 6), (99.0, 7), (5_000.0, 9), (3e7, 6)] {
            let ticks = Ticks::linear(0.0, high, most);
            assert!((2..=most + 1).contains(&ticks.values.len()), "{high}: {ticks:?}");
        }
    }

    #[test]
    fn hours_are_divided_as_clocks_and_calendars_do() {
        let ticks = |high: f64| Ticks::hours(0.0, high, 10).values;
        assert_eq!(ticks(20.0), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 18.0, 20.0]);
        assert_eq!(ticks(100.0), [0.0, 12.0, 24.0, 36.0, 48.0, 60.0, 72.0, 84.0, 96.0]);
        assert_eq!(ticks(300.0)[..3], [0.0, 48.0, 96.0]);
        assert_eq!(ticks(5_000.0)[..3], [0.0, 500.0, 1000.0]);
    }
}
