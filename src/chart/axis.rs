//! Scales and axes: round ticks, a time axis in hours with the days above it, and numbers as a reader writes them.
//!
//! Steps are found by counting up from a small one, not by logarithms, so that they are the same on every platform.

use super::canvas::{Anchor, Canvas, Rect, Type};
use super::fonts;
use super::theme::{GRID, INK, LABEL_PT, QUIET, RULE, SMALL_PT, Stroke};

/// Type of tick labels.
pub(crate) const TICK: Type = Type::regular(SMALL_PT, INK);
/// Type of an axis title.
pub(crate) const AXIS_TITLE: Type = Type::regular(LABEL_PT, QUIET);
/// Space between a tick label and its axis [mm].
pub(crate) const TICK_GAP_MM: f64 = 1.3;

/// A linear map from values to millimetres.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    /// Value at `from_mm`.
    pub(crate) low: f64,
    /// Value at `to_mm`.
    pub(crate) high: f64,
    /// Where `low` stands on the sheet [mm].
    pub(crate) from_mm: f64,
    /// Where `high` stands on the sheet [mm].
    pub(crate) to_mm: f64,
}

impl Scale {
    /// A scale over the width of a panel.
    pub(crate) fn across(panel: Rect, (low, high): (f64, f64)) -> Self {
        Self {
            low,
            high,
            from_mm: panel.left,
            to_mm: panel.right,
        }
    }

    /// A scale over the height of a panel, upwards.
    pub(crate) fn upwards(panel: Rect, (low, high): (f64, f64)) -> Self {
        Self {
            low,
            high,
            from_mm: panel.bottom,
            to_mm: panel.top,
        }
    }

    /// Where a value stands [mm]; values beyond the ends stand at the ends.
    pub(crate) fn at(&self, value: f64) -> f64 {
        let span = self.high - self.low;
        let share = if span > 0.0 {
            ((value - self.low) / span).clamp(0.0, 1.0)
        } else {
            0.5
        };
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
        let (first, last) = (
            (low / step - slack).ceil() as i64,
            (high / step + slack).floor() as i64,
        );
        let values = (first..=last).map(|index| index as f64 * step).collect();
        let mut decimals = 0;
        let mut scaled = step;
        while decimals < 6 && (scaled - scaled.round()).abs() > 1e-6 * scaled {
            scaled *= 10.0;
            decimals += 1;
        }
        Self {
            values,
            step,
            decimals,
        }
    }

    /// At most `most` ticks in steps of 1, 2 or 5 times a power of ten.
    pub(crate) fn linear(low: f64, high: f64, most: usize) -> Self {
        Self::with_step(low, high, decimal_step((high - low) / most.max(1) as f64))
    }

    /// The same, whole numbers only.
    pub(crate) fn whole(low: f64, high: f64, most: usize) -> Self {
        Self::with_step(
            low,
            high,
            decimal_step((high - low) / most.max(1) as f64).max(1.0),
        )
    }

    /// At most `most` ticks in hours as clocks and calendars divide them.
    pub(crate) fn hours(low: f64, high: f64, most: usize) -> Self {
        let least = (high - low) / most.max(1) as f64;
        let step = if least > 24.0 {
            24.0 * [1.0, 2.0, 3.0, 5.0, 7.0]
                .into_iter()
                .find(|days| days * 24.0 >= least)
                .unwrap_or_else(|| decimal_step(least / 24.0))
        } else if least > 1.0 {
            [2.0, 3.0, 6.0, 12.0, 24.0]
                .into_iter()
                .find(|step| *step >= least)
                .unwrap_or(24.0)
        } else {
            decimal_step(least)
        };
        Self::with_step(low, high, step)
    }

    /// The label of a value.
    pub(crate) fn label(&self, value: f64) -> String {
        number(value, self.decimals)
    }

    /// Width of the widest label [mm].
    pub(crate) fn width(&self) -> f64 {
        self.values
            .iter()
            .map(|value| TICK.width(&self.label(*value)))
            .fold(0.0, f64::max)
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
    [
        below * 2.0,
        below * 5.0,
        power,
        power * 2.0,
        power * 5.0,
        power * 10.0,
    ]
    .into_iter()
    .find(|step| *step >= least * (1.0 - 1e-12))
    .unwrap_or(power * 10.0)
}

/// The range of an axis that starts at zero and ends a little above `high`, at a tick when one is near.
pub(crate) fn from_zero(high: f64) -> (f64, f64) {
    (
        0.0,
        if high.is_finite() && high > 0.0 {
            high * 1.04
        } else {
            1.0
        },
    )
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

/// Smallest and greatest finite value; `None` when there is none.
pub(crate) fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values
        .into_iter()
        .filter(|value| value.is_finite())
        .fold(None, |found, value| match found {
            None => Some((value, value)),
            Some((low, high)) => Some((f64::min(low, value), f64::max(high, value))),
        })
}

/// A number with a thin grouping comma, a true minus sign and fixed decimals: `2,500`, `−0.25`.
pub(crate) fn number(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut text = String::new();
    if value < 0.0 && plain.contains(|digit: char| ('1'..='9').contains(&digit)) {
        text.push('−');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

/// Decimals for a figure in running text: three significant digits, but none after the point from a hundred on, and
/// none for a whole number.
pub(crate) fn decimals_of(value: f64) -> usize {
    match value.abs() {
        size if (size - size.round()).abs() < 1e-9 => 0,
        size if !(0.0005..99.95).contains(&size) => 0,
        size if size >= 9.995 => 1,
        size if size >= 0.0995 => 2,
        _ => 3,
    }
}

/// Hours in running text: `84.6 h`, `0.05 h`, `5,000 h`. The space does not break.
pub(crate) fn hours(value: f64) -> String {
    format!("{}\u{a0}h", number(value, decimals_of(value)))
}

/// The same with a sign in front, for differences.
pub(crate) fn signed_hours(value: f64) -> String {
    let text = hours(value);
    if value > 0.0 && text.contains(|digit: char| ('1'..='9').contains(&digit)) {
        format!("+{text}")
    } else {
        text
    }
}

/// A share as a percentage: whole, but with a decimal between 0 and 1 and between 99 and 100.
pub(crate) fn percent(share: f64) -> String {
    let value = share * 100.0;
    let near_an_end = (value > 0.0 && value < 1.0) || (value > 99.0 && value < 100.0);
    format!("{}\u{a0}%", number(value, usize::from(near_an_end)))
}

/// The left axis of a panel: grid lines and labels.
pub(crate) fn left(canvas: &mut Canvas<'_>, panel: Rect, scale: Scale, ticks: &Ticks) {
    left_with(canvas, panel, scale, ticks, |value| ticks.label(value));
}

/// The same with labels of one's own.
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

/// The lower axis of a panel: a line, ticks, labels and a title below them.
pub(crate) fn bottom(
    canvas: &mut Canvas<'_>,
    panel: Rect,
    scale: Scale,
    ticks: &Ticks,
    title: &str,
    label: impl Fn(f64) -> String,
) {
    canvas.line(
        &[(panel.left, panel.bottom), (panel.right, panel.bottom)],
        Stroke::solid(INK, 0.6),
    );
    for &value in &ticks.values {
        let x = scale.at(value);
        canvas.line(
            &[(x, panel.bottom), (x, panel.bottom + 1.0)],
            Stroke::solid(INK, 0.6),
        );
        let place = (x, panel.bottom + TICK_GAP_MM + fonts::cap_mm(SMALL_PT) + 0.4);
        canvas.text(&label(value), place, Anchor::Middle, TICK);
    }
    let middle = f64::midpoint(panel.left, panel.right);
    let baseline = panel.bottom + BOTTOM_MM - fonts::descent_mm(LABEL_PT);
    let room = 2.0 * (middle - canvas.sheet.left).min(canvas.sheet.right - middle) - 4.0;
    let title = fonts::shorten(title, LABEL_PT, AXIS_TITLE.weight, room);
    canvas.text(&title, (middle, baseline), Anchor::Middle, AXIS_TITLE);
}

/// Height that [`bottom`] needs below its panel [mm].
pub(crate) const BOTTOM_MM: f64 = 8.4;

/// Light upright lines at ticks, behind the data.
pub(crate) fn upright_grid(canvas: &mut Canvas<'_>, panel: Rect, scale: Scale, ticks: &Ticks) {
    for &value in &ticks.values {
        let x = scale.at(value);
        canvas.line(&[(x, panel.top), (x, panel.bottom)], Stroke::solid(GRID, 0.5));
    }
}

/// A local midnight and the day that begins there.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// When the day begins [h after the start].
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
        Self {
            label: "Hours after the appeal".to_owned(),
            days: Vec::new(),
        }
    }
}

impl TimeAxis {
    /// Height that [`TimeAxis::draw`] needs below its panel [mm].
    pub(crate) fn height(&self) -> f64 {
        if self.days.is_empty() {
            BOTTOM_MM
        } else {
            BOTTOM_MM + DAY_ROW_MM
        }
    }

    /// Ticks over a range drawn `width_mm` wide.
    pub(crate) fn ticks((low, high): (f64, f64), width_mm: f64) -> Ticks {
        Ticks::hours(low, high, (width_mm / 13.0).max(2.0) as usize)
    }

    /// The lines between days and the grid, behind the data.
    pub(crate) fn draw_grid(&self, canvas: &mut Canvas<'_>, panel: Rect, scale: Scale) {
        if self.days.is_empty() {
            upright_grid(
                canvas,
                panel,
                scale,
                &Self::ticks((scale.low, scale.high), panel.width()),
            );
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
        let below = Rect {
            bottom: panel.bottom + extra,
            ..panel
        };
        let baseline = below.bottom + BOTTOM_MM - fonts::descent_mm(LABEL_PT);
        let middle = f64::midpoint(panel.left, panel.right);
        canvas.text(&self.label, (middle, baseline), Anchor::Middle, AXIS_TITLE);
        self.draw_days(canvas, panel, scale);
    }

    /// Days whose beginning is on the axis, thinned so that neither lines nor names crowd.
    fn marks(&self, scale: Scale) -> Vec<&Day> {
        let shown: Vec<&Day> = self.days.iter().filter(|day| scale.holds(day.hour)).collect();
        let widest = self
            .days
            .iter()
            .map(|day| TICK.width(&day.label))
            .fold(0.0, f64::max)
            + 2.0;
        let Some(spacing) = shown
            .windows(2)
            .map(|pair| scale.at(pair[1].hour) - scale.at(pair[0].hour))
            .next()
        else {
            return shown;
        };
        let every = if spacing > 0.0 {
            (widest / spacing).ceil().max(1.0) as usize
        } else {
            1
        };
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
            let end = marks
                .get(index + 1)
                .map_or(panel.right, |next| scale.at(next.hour));
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

/// Height of the row of days [mm].
const DAY_ROW_MM: f64 = 3.6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(
            Ticks::linear(0.0, 2600.0, 6).values,
            [0.0, 500.0, 1000.0, 1500.0, 2000.0, 2500.0]
        );
        assert_eq!(Ticks::linear(0.0, 0.05, 6).values.len(), 6);
        assert_eq!(Ticks::whole(0.0, 2.0, 6).values, [0.0, 1.0, 2.0]);
        for (high, most) in [
            (0.0004, 5),
            (0.05, 5),
            (0.9, 4),
            (7.0, 6),
            (99.0, 7),
            (5_000.0, 9),
            (3e7, 6),
        ] {
            let ticks = Ticks::linear(0.0, high, most);
            assert!((2..=most + 1).contains(&ticks.values.len()), "{high}: {ticks:?}");
        }
    }

    #[test]
    fn hours_are_divided_as_clocks_and_calendars_do() {
        assert_eq!(Ticks::hours(0.0, 100.0, 10).step, 12.0);
        assert_eq!(Ticks::hours(0.0, 30.0, 10).step, 3.0);
        assert_eq!(Ticks::hours(0.0, 5_000.0, 10).step % 24.0, 0.0);
    }

    #[test]
    fn numbers_are_grouped_signed_and_rounded() {
        assert_eq!(number(2500.0, 0), "2,500");
        assert_eq!(number(-1_234_567.25, 1), "−1,234,567.2");
        assert_eq!(number(-0.001, 1), "0.0");
        assert_eq!(hours(0.05), "0.050\u{a0}h");
        assert_eq!(hours(84.62), "84.6\u{a0}h");
        assert_eq!(hours(5_000.0), "5,000\u{a0}h");
        assert_eq!(hours(96.0), "96\u{a0}h");
        assert_eq!(signed_hours(9.25), "+9.25\u{a0}h");
        assert_eq!(percent(0.995), "99.5\u{a0}%");
        assert_eq!(percent(1.0), "100\u{a0}%");
    }
}
