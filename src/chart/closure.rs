//! The distribution of closure over the replications: the share closed by each hour, and a histogram below it.
//!
//! The band around the empirical distribution holds the whole true curve with the stated confidence: half-width
//! `sqrt(ln(2 / alpha) / (2 n))` (Dvoretzky, Kiefer and Wolfowitz 1956, with the constant of Massart 1990).

use serde::{Deserialize, Serialize};

use super::arrivals::{DEADLINE, Deadline, lower_first};
use super::axis::{self, Scale, Ticks};
use super::canvas::{self, Anchor, Canvas, Type};
use super::colour::{BLUE, INK};
use super::fan::{INNER, OUTER};
use super::frame;
use super::geometry::{Point, Rect};
use super::key::{self, Swatch};
use super::meta::Meta;
use super::numbers::Numbers;
use super::steps::each_corner;
use super::table::{Table, cell};
use super::theme::{Dash, HEIGHT_MM, SMALL_PT, Stroke};
use super::time_axis::{TimeAxis, in_days};
use super::{Chart, Texts, fonts, number};
use crate::field::Field;

/// When the force, or a part of it, closes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClosureChart {
    /// Name, title (as `Closure of the force`) and origin.
    pub meta: Meta,
    /// The time axis; its label says from when closure counts.
    pub time: TimeAxis,
    /// Closures of the replications that closed, in any order (h).
    pub closures_h: Numbers,
    /// Replications that did not close.
    pub not_closed: u64,
    /// Median over all replications (h).
    pub median_h: Option<f64>,
    /// 90 % quantile over all replications (h).
    pub p90_h: Option<f64>,
    /// The deadline.
    pub deadline: Option<Deadline>,
}

/// How many closures there are, and the first and the last of them (h).
#[derive(Clone, Copy)]
struct Spread {
    count: usize,
    extent: Option<(f64, f64)>,
}

/// An upright line through both panels with its label.
struct Mark {
    hour: f64,
    label: String,
    stroke: Stroke,
}

impl ClosureChart {
    fn finite(&self) -> impl Iterator<Item = f64> {
        self.closures_h.in_order().filter(|hour| hour.is_finite())
    }

    /// Closures in ascending order.
    fn rising(&self) -> impl Iterator<Item = f64> + '_ {
        self.closures_h.ascending().filter(|hour| hour.is_finite())
    }

    /// What of the closures lies where, read once.
    fn spread(&self) -> Spread {
        let mut count = 0;
        let extent = axis::extent(self.finite().inspect(|_| count += 1));
        Spread { count, extent }
    }

    fn range(&self, spread: Spread) -> (f64, f64) {
        let Some((low, high)) = spread.extent else {
            return (0.0, 1.0);
        };
        let (low, high) = axis::around(low, high, 0.06);
        match self.deadline {
            // A deadline far away would press the distribution into a line.
            Some(deadline) if deadline.hour > high && deadline.hour - low <= 3.0 * (high - low) => {
                (low, deadline.hour + 0.04 * (deadline.hour - low))
            }
            Some(deadline) if deadline.hour < low && high - deadline.hour <= 3.0 * (high - low) => {
                (deadline.hour - 0.04 * (high - deadline.hour), high)
            }
            _ => (low, high),
        }
    }

    /// Half-width of the band at the level of the provenance; `None` without a level or data.
    fn band(&self) -> Option<f64> {
        let count = self.closures_h.count() as f64 + self.not_closed as f64;
        let level = self.meta.provenance.level.filter(|_| count > 0.0)?;
        Some(libm::sqrt(libm::log(2.0 / (1.0 - level)) / (2.0 * count)))
    }

    fn marks(&self, (low, high): (f64, f64)) -> Vec<Mark> {
        let mut marks = Vec::new();
        let quantiles = [("median", self.median_h, Dash::Solid), ("90 % quantile", self.p90_h, Dash::Mixed)];
        // Read together, so written with the same decimals.
        let decimals = number::common_decimals([self.median_h, self.p90_h].into_iter().flatten());
        for (name, hour, dash) in quantiles {
            marks.extend(hour.filter(|hour| hour.is_finite()).map(|hour| Mark {
                hour,
                label: if in_days((low, high)) {
                    format!("{name} {}", number::days(hour))
                } else {
                    format!("{name} {}", number::hours_with(hour, decimals))
                },
                stroke: Stroke::dashed(INK, 1.0, dash),
            }));
        }
        if let Some(deadline) = self.deadline {
            let lines = deadline.lines(None);
            let (name, met) =
                lines.split_first().map_or(("", String::new()), |(name, met)| (name.as_str(), met.join(" ")));
            let (before, after) = match deadline.hour {
                hour if hour < low => ("← ", ""),
                hour if hour > high => ("", " →"),
                _ => ("", ""),
            };
            marks.push(Mark {
                hour: deadline.hour,
                label: format!("{before}{}: {met}{after}", lower_first(name)),
                stroke: Stroke::dashed(DEADLINE.0, 1.2, DEADLINE.1),
            });
        }
        marks.sort_by(|one, other| one.hour.total_cmp(&other.hour));
        marks
    }

    fn draw_shares(&self, canvas: &mut Canvas<'_>, panel: Rect, across: Scale, closed: usize) {
        let up = Scale::upwards(panel, (0.0, 1.0));
        let ticks = Ticks { values: vec![0.0, 0.25, 0.5, 0.75, 1.0], step: 0.25, decimals: 2 };
        axis::left_with(canvas, panel, up, &ticks, number::percent);
        let count = closed as f64 + self.not_closed as f64;
        let curve = |shift: f64| -> Vec<Point> {
            let share = |closed: usize| (closed as f64 / count + shift).clamp(0.0, 1.0);
            let begin = std::iter::once((across.low, share(0)));
            let rises = self.rising().enumerate().map(|(index, hour)| (hour, share(index + 1)));
            let mut points: Vec<Point> = Vec::new();
            // Of a million corners, those that the grid of the figure holds apart.
            each_corner(begin.chain(rises), across, up, |corner| {
                if points.last().is_none_or(|last| !canvas::same_place(*last, corner)) {
                    points.push(corner);
                }
            });
            points
        };
        if closed == 0 {
            return;
        }
        if let Some(half) = self.band() {
            let mut outline = curve(half);
            outline.extend(curve(-half).into_iter().rev());
            canvas.polygon(&outline, BLUE.mix(OUTER));
        }
        canvas.line(&curve(0.0), Stroke::solid(BLUE, 1.6));
    }

    fn draw_histogram(
        &self,
        canvas: &mut Canvas<'_>,
        panel: Rect,
        across: Scale,
        (spread, step): (Spread, f64),
    ) {
        let Some((low, high)) = spread.extent else {
            return;
        };
        let first = (low / step).floor();
        let bins = ((high / step).floor() - first) as usize + 1;
        let mut counts = vec![0_u32; bins];
        for hour in self.finite() {
            let bin = ((hour / step).floor() - first) as usize;
            counts[bin.min(bins - 1)] += 1;
        }
        let most = f64::from(counts.iter().copied().max().unwrap_or(1));
        // The axis ends at the first tick that no bar exceeds.
        let step_up = Ticks::whole(0.0, most, 3).step;
        let top = (most / step_up).ceil() * step_up;
        let up = Scale::upwards(panel, (0.0, top * 1.04));
        axis::left(canvas, panel, up, &Ticks::whole(0.0, top, 4));
        for (bin, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let from = across.at((first + bin as f64) * step);
            let to = across.at((first + bin as f64 + 1.0) * step);
            let gap = (0.12_f64).min((to - from) / 4.0);
            let bar = Rect::new(from + gap, up.at(f64::from(*count)), to - gap, panel.bottom);
            canvas.fill(bar, BLUE.mix(INNER + OUTER));
        }
        // A rug: each replication as a short stroke.
        let strokes = if spread.count <= RUG_MOST { spread.count } else { 0 };
        for hour in self.rising().take(strokes) {
            let x = across.at(hour);
            canvas.line(&[(x, panel.bottom), (x, panel.bottom - 1.3)], Stroke::solid(INK, 0.3));
        }
    }

    fn draw_marks(&self, canvas: &mut Canvas<'_>, panels: Rect, across: Scale, room: Rect) {
        let marks = self.marks((across.low, across.high));
        let wanted: Vec<(f64, f64)> =
            marks.iter().map(|mark| (across.at(mark.hour), MARK.width(&mark.label))).collect();
        let lines = mark_lines(&marks, room.width());
        let within = (room.left, room.right);
        let begins = if lines == 1 {
            frame::spread(&wanted, MARK_GAP_MM, within)
        } else {
            wanted.iter().flat_map(|one| frame::spread(&[*one], 0.0, within)).collect()
        };
        let mut labels = Vec::new();
        for (index, ((mark, (x, width)), begin)) in marks.iter().zip(&wanted).zip(begins).enumerate() {
            let below = if lines == 1 { 0 } else { lines - 1 - index };
            let baseline = panels.top - 3.4 - below as f64 * fonts::line_mm(SMALL_PT);
            if across.holds(mark.hour) {
                let foot = x.clamp(begin + 1.0, (begin + width - 1.0).max(begin + 1.0));
                canvas.line(&[(foot, baseline + 0.9), (*x, panels.top)], Stroke::solid(INK, 0.4));
                canvas.line(&[(*x, panels.top), (*x, panels.bottom)], mark.stroke);
            }
            // Held at the edge it stands on, in case a browser sets it in a wider typeface.
            let at_the_edge = begin + width > room.right - 0.5;
            let place = if at_the_edge { (begin + width, Anchor::End) } else { (begin, Anchor::Start) };
            labels.push((&mark.label, (place.0, baseline), place.1));
        }
        // Above the lines, which those of higher labels would run through.
        for (label, at, anchor) in labels {
            frame::text_on_paper(canvas, label, at, anchor, MARK);
        }
    }
}

/// How labels of upright lines are set.
const MARK: Type = Type::regular(SMALL_PT, INK);
/// Between two labels on one line (mm).
const MARK_GAP_MM: f64 = 3.0;

/// Lines that the labels of marks take in a width (mm): one, or one for each.
fn mark_lines(marks: &[Mark], width_mm: f64) -> usize {
    let all: f64 = marks.iter().map(|mark| MARK.width(&mark.label) + MARK_GAP_MM).sum();
    if all - MARK_GAP_MM <= width_mm { 1 } else { marks.len() }
}

/// Width of the histogram's intervals (h): twice the cube root of the count (the Rice rule) over the spread, or near that,
/// so that their limits and the ticks of the axis share places: a round part of the distance between two ticks, or a
/// multiple of it.
fn bin_width(spread: Spread, tick: f64) -> f64 {
    let Some((low, high)) = spread.extent else {
        return tick;
    };
    let count = (2.0 * libm::cbrt(spread.count as f64)).ceil().clamp(1.0, 30.0);
    let wanted = if high > low { (high - low) / count } else { tick / 2.0 };
    // Whole and half hours on an axis of hours; tenths and twentieths of its unit on a finer one.
    let grain = if tick >= 2.0 { 0.5 } else { tick / 20.0 };
    let round = |width: &f64| ((width / grain) - (width / grain).round()).abs() < 1e-6;
    let parts = (1..=20).rev().map(|parts| tick / f64::from(parts)).filter(round);
    let multiples = (2..=5).map(|times| tick * f64::from(times));
    // The narrowest that gives hardly more intervals than wanted; they are in rising order.
    parts.chain(multiples).find(|width| *width >= wanted * 0.8).unwrap_or(tick * 5.0)
}

/// A rug of more strokes than this is a black bar.
const RUG_MOST: usize = 600;

impl Chart for ClosureChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn measure(&self) -> String {
        let open = match self.not_closed {
            0 => String::new(),
            open => format!("; {open} of {} did not close", self.finite().count() as u64 + open),
        };
        format!("{}{open}", self.meta.measure)
    }

    fn texts(&self) -> Texts {
        let all = self.finite().count() as u64 + self.not_closed;
        let open = if self.not_closed > 0 {
            format!(" {} of {all} replications did not close.", self.not_closed)
        } else {
            String::new()
        };
        let deadline = self.deadline.map_or(String::new(), |deadline| format!(" {}.", deadline.words()));
        let band = match self.meta.provenance.level {
            Some(level) => format!(" with a {} band for the whole curve", number::percent(level)),
            None => String::new(),
        };
        let caption = format!(
            "Distribution of closure over {} replications: share closed by each hour{band}, and histogram.{open}{deadline}",
            number::grouped(all as f64, 0)
        );
        let spread = match axis::extent(self.finite()) {
            Some((low, high)) => format!(
                "Closures lie between {} and {}; the median is {}, the 90 % quantile {}.",
                number::span(low),
                number::span(high),
                self.median_h.map_or("not reached".to_owned(), number::span),
                self.p90_h.map_or("not reached".to_owned(), number::span),
            ),
            None => "No replication closed.".to_owned(),
        };
        let alt = format!(
            "Cumulative distribution above a histogram on one axis. Across: {}; upwards: share of replications closed, and \
             number of replications. {spread}{open}{deadline}",
            self.time.words(self.range(self.spread()))
        );
        Texts { caption, alt }
    }

    fn height_mm(&self, _width_mm: f64) -> f64 {
        HEIGHT_MM + 8.0
    }

    fn table(&self) -> Table {
        let fields = [
            Field::number("closure_h", "h", "Closure of a replication, in rising order"),
            Field::number("share_closed", "share", "Share of all replications that have closed by then"),
        ];
        let closures = self.closures_h.clone();
        let all = closures.count() as f64 + self.not_closed as f64;
        Table::made(fields, move |each| {
            let rising = closures.ascending().filter(|hour| hour.is_finite());
            for (index, closure) in rising.enumerate() {
                each(&[cell(closure), cell((index + 1) as f64 / all)])?;
            }
            closures.whole()
        })
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let spread = self.spread();
        let range = self.range(spread);
        let left = room.left + axis::TICK.width("100 %") + axis::TICK_GAP_MM;
        let right = room.right - 3.0;
        let bins = bin_width(spread, TimeAxis::ticks(range, right - left).step);
        let mut entries = vec![(Swatch::Line(Stroke::solid(BLUE, 1.6)), "share closed".to_owned())];
        if let (Some(level), true) = (self.meta.provenance.level, self.band().is_some()) {
            let name = format!("{} band for the whole curve", number::percent(level));
            entries.push((Swatch::Area(BLUE.mix(OUTER)), name));
        }
        if spread.count > 0 {
            let name = format!("replications per {}", number::hours_with(bins, number::decimals_of(bins)));
            entries.push((Swatch::Area(BLUE.mix(INNER + OUTER)), name));
        }
        let room = key::above(canvas, room, &entries);
        let lines = mark_lines(&self.marks(range), room.width()).max(1);
        let top = room.top + 5.4 + (lines - 1) as f64 * fonts::line_mm(SMALL_PT);
        let bottom = room.bottom - self.time.height();
        let split = top + (bottom - top) * 0.62;
        let upper = Rect::new(left, top, right, split - 1.6);
        let lower = Rect::new(left, split + 1.6, right, bottom);
        let across = Scale::across(upper, range);
        self.time.draw_grid(canvas, upper, across);
        self.time.draw_grid(canvas, lower, across);
        self.draw_histogram(canvas, lower, across, (spread, bins));
        self.draw_shares(canvas, upper, across, spread.count);
        self.draw_marks(canvas, Rect { bottom: lower.bottom, ..upper }, across, room);
        self.time.draw(canvas, lower, across);
        if spread.count == 0 {
            frame::nothing_but(canvas, upper, "no replication closed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_of_the_histogram_and_ticks_share_places() {
        for (count, spread, tick) in
            [(200, 38.0, 6.0), (3, 17.0, 2.0), (200, 128.0, 12.0), (5_000, 0.02, 0.005), (40, 0.0, 1.0)]
        {
            let sorted: Vec<f64> =
                (0..count).map(|index| 70.0 + spread * f64::from(index) / f64::from(count - 1)).collect();
            let extent = Some((sorted[0], sorted[sorted.len() - 1]));
            let width = bin_width(Spread { count: sorted.len(), extent }, tick);
            let shares = [tick / width, width / tick];
            assert!(shares.iter().any(|share| (share - share.round()).abs() < 1e-9), "{tick}: {width}");
            assert!(spread / width <= 40.0, "{tick}: {width}");
        }
    }
}
