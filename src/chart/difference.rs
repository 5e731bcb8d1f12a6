//! Paired differences under the same draws: each replication a dot, the mean with its interval below, zero as a line. Many
//! alternatives get low rows with the intervals alone.

use serde::{Deserialize, Serialize};

use std::collections::BTreeMap;

use super::arrivals::lower_first;
use super::axis::{self, Scale};
use super::canvas::{Anchor, Canvas, Type};
use super::colour::{BLUE, INK, QUIET};
use super::fonts;
use super::frame;
use super::geometry::Rect;
use super::key::{self, Swatch};
use super::meta::Meta;
use super::numbers::Numbers;
use super::rows::{Layout, Rows};
use super::table::{Table, cell};
use super::theme::{LABEL_PT, SMALL_PT, Stroke, WIDE_MM};
use super::{Chart, Texts, number};
use crate::field::Field;

/// One alternative against the baseline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    /// Its name.
    pub name: String,
    /// Alternative less baseline, one value a replication (h).
    pub differences_h: Numbers,
    /// Their mean (h).
    pub mean_h: f64,
    /// Interval of the mean (h).
    pub interval_h: (f64, f64),
}

/// Several alternatives against one baseline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DifferenceChart {
    /// Name, title (as `Change of closure against the baseline`) and origin.
    pub meta: Meta,
    /// Name of the baseline.
    pub baseline: String,
    /// The alternatives from top to bottom; the first forty are drawn, from seventeen on without dots.
    pub alternatives: Vec<Alternative>,
}

const ROW_MM: f64 = 13.0;
/// Height of a row without dots (mm).
const LOW_ROW_MM: f64 = 5.0;
const DOT_MM: f64 = 0.5;
/// More replications than this are drawn as piles without their dots.
const DOTS_MOST: usize = 1_000;

impl Alternative {
    /// Whether the interval leaves open which of the two is earlier.
    fn is_open(&self) -> bool {
        self.interval_h.0 <= 0.0 && self.interval_h.1 >= 0.0
    }

    fn interval(&self, decimals: usize) -> String {
        let (low, high) = self.interval_h;
        let low = number::signed_hours(low, decimals);
        format!("{} to {}", low.trim_end_matches("\u{a0}h"), number::signed_hours(high, decimals))
    }

    fn labels(&self, decimals: usize) -> [String; 2] {
        let (low, high) = self.interval_h;
        let verdict = match (self.is_open(), low == 0.0 && high == 0.0) {
            (true, true) => "the same in all".to_owned(),
            (true, false) => "not distinguishable".to_owned(),
            _ => format!("{}, {}", if high < 0.0 { "earlier" } else { "later" }, self.interval(decimals)),
        };
        [number::signed_hours(self.mean_h, decimals), verdict]
    }
}

impl DifferenceChart {
    const MOST: usize = 40;
    /// So many have room for a dot per replication.
    const MOST_WITH_DOTS: usize = 16;

    fn has_dots(&self) -> bool {
        self.alternatives.len() <= Self::MOST_WITH_DOTS
    }

    fn shown(&self) -> &[Alternative] {
        frame::first(&self.alternatives, Self::MOST)
    }

    /// Decimals that all rows are written with.
    fn decimals(&self) -> usize {
        let values = self.shown().iter().flat_map(|one| [one.mean_h, one.interval_h.0, one.interval_h.1]);
        number::decimals_of_differences(values)
    }

    fn range(&self) -> (f64, f64) {
        let dots = self.has_dots();
        let values = self.shown().iter().flat_map(|one| {
            // What may have to be read again is left alone where no dot shows it.
            let each = dots.then(|| one.differences_h.in_order());
            each.into_iter().flatten().chain([one.mean_h, one.interval_h.0, one.interval_h.1])
        });
        let (low, high) = axis::extent(values.chain([0.0])).unwrap_or((0.0, 0.0));
        axis::around(low, high, 0.05)
    }
}

/// Dots in the upper part of a row, piled where they are many.
fn draw_dots(canvas: &mut Canvas<'_>, row: Rect, across: Scale, one: &Alternative) {
    let diameter = 2.0 * DOT_MM;
    // Piles by their distance from zero, where most of them are: no difference is on the line, not beside it.
    let zero = across.at(0.0);
    let mut piles: BTreeMap<i64, u32> = BTreeMap::new();
    for value in one.differences_h.in_order().filter(|value| value.is_finite()) {
        *piles.entry(((across.at(value) - zero) / diameter).round() as i64).or_default() += 1;
    }
    let tallest = f64::from(piles.values().copied().max().unwrap_or(1));
    let floor = row.bottom - 4.4;
    // Piles too high for the row are pressed together; the dots then overlap.
    let step = diameter.min((floor - row.top - 1.2) / tallest);
    for (pile, count) in piles {
        let x = zero + pile as f64 * diameter;
        if one.differences_h.count() > DOTS_MOST {
            let top = floor - f64::from(count) * step;
            canvas.fill(Rect::new(x - DOT_MM, top, x + DOT_MM, floor), BLUE.mix(0.6));
            continue;
        }
        for index in 0..count {
            // In the middle of its pile, as in a dot plot.
            canvas.disc((x, floor - f64::from(index) * step), DOT_MM, BLUE.mix(0.6));
        }
    }
}

fn draw_mean(canvas: &mut Canvas<'_>, y: f64, across: Scale, one: &Alternative) {
    let (low, high) = one.interval_h;
    frame::whisker(canvas, (across.at(low), across.at(high)), y, 1.0, Stroke::solid(INK, 1.2));
    canvas.disc((across.at(one.mean_h), y), 0.95, INK.opaque());
}

impl Chart for DifferenceChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn measure(&self) -> String {
        format!("{}, less that of {}, with the same draws", self.meta.measure, self.baseline)
    }

    fn texts(&self) -> Texts {
        let decimals = self.decimals();
        let parts: Vec<String> = self
            .shown()
            .iter()
            .map(|one| {
                let open = if one.is_open() { ", not distinguishable from zero" } else { "" };
                format!("{}: {} ({}{open})", one.name, one.labels(decimals)[0], one.interval(decimals))
            })
            .collect();
        let parts =
            if parts.is_empty() { "There is nothing to compare".to_owned() } else { parts.join("; ") };
        let rest = frame::left_out(self.alternatives.len() - self.shown().len(), "more are");
        let caption = format!(
            "{} against {}, paired under common random numbers over {} replications: {}mean with its interval. \
             {parts}.{rest}",
            self.meta.measure,
            self.baseline,
            self.meta.provenance.count(),
            if self.has_dots() { "one dot a replication, " } else { "" },
        );
        let alt = format!(
            "Dot chart with one row per alternative. Across: {} in hours, negative is earlier than {}. {parts}.{rest}",
            lower_first(&self.meta.measure),
            self.baseline
        );
        Texts { caption, alt }
    }

    fn width_mm(&self) -> f64 {
        WIDE_MM
    }

    fn height_mm(&self, _width_mm: f64) -> f64 {
        frame::height_of_rows(self.shown().len(), if self.has_dots() { ROW_MM } else { LOW_ROW_MM })
    }

    fn table(&self) -> Table {
        let fields = [
            Field::text("alternative", "Name of the alternative, or of the unit that moves"),
            Field::number(
                "mean_h",
                "h",
                "Mean difference to the baseline, equal in all rows of an alternative",
            ),
            Field::number("low_h", "h", "Low end of its interval"),
            Field::number("high_h", "h", "High end of its interval"),
            Field::number("difference_h", "h", "Difference to the baseline in one replication"),
        ];
        let alternatives = self.alternatives.clone();
        Table::made(fields, move |each| {
            for one in &alternatives {
                let of_all = [one.mean_h, one.interval_h.0, one.interval_h.1].map(cell);
                let mut row: Vec<String> = [one.name.clone()].into_iter().chain(of_all).collect();
                for difference in one.differences_h.in_order() {
                    row.push(cell(difference));
                    each(&row)?;
                    row.pop();
                }
                one.differences_h.whole()?;
            }
            Ok(())
        })
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let decimals = self.decimals();
        let bold = Type::bold(LABEL_PT, INK);
        let small = Type::regular(SMALL_PT, QUIET);
        let labels: Vec<[String; 2]> = self.shown().iter().map(|one| one.labels(decimals)).collect();
        let widest =
            |part: usize, set: Type| labels.iter().map(|label| set.width(&label[part])).fold(0.0, f64::max);
        let (value_mm, verdict_mm) = (widest(0, bold), widest(1, small));
        let beside_mm =
            if self.has_dots() { value_mm.max(verdict_mm).max(14.0) } else { value_mm + 2.0 + verdict_mm };
        let entries = [
            (Swatch::Dot { colour: BLUE.mix(0.6), filled: true }, "one replication".to_owned()),
            (Swatch::Mean, "mean with its interval".to_owned()),
        ];
        let entries = &entries[usize::from(!self.has_dots())..];
        let room = key::above(canvas, room, entries);
        let layout = Layout {
            names: self.shown().iter().map(|one| one.name.as_str()).collect(),
            headings: Vec::new(),
            names_most_mm: 46.0,
            gap_mm: 3.0,
            beside_mm: beside_mm + 2.0,
        };
        let rows = Rows::new(room, layout, |_| self.range());
        let (across, right) = (rows.across, rows.area.right);
        rows.draw_grid(canvas);
        // Behind the dots, which may all lie on it.
        rows.upright(canvas, 0.0, Stroke::solid(INK, 1.0));
        rows.draw(canvas, |canvas, row, index| {
            let one = &self.shown()[index];
            if self.has_dots() {
                draw_dots(canvas, row, across, one);
            }
            let y = if self.has_dots() { row.bottom - 2.2 } else { f64::midpoint(row.top, row.bottom) };
            draw_mean(canvas, y, across, one);
            let [value, verdict] = &labels[index];
            let middle = f64::midpoint(row.top, row.bottom);
            let half = if self.has_dots() { fonts::line_mm(LABEL_PT) / 2.0 } else { 0.0 };
            let verdict_left = if self.has_dots() { right + 2.0 } else { right + value_mm + 4.0 };
            canvas.text(value, (right + 2.0, bold.baseline_at(middle - half)), Anchor::Start, bold);
            canvas.text(verdict, (verdict_left, small.baseline_at(middle + half)), Anchor::Start, small);
        });
        let title = format!("Difference of {} [h]:  ← earlier · later →", lower_first(&self.meta.measure));
        rows.draw_axis(canvas, &title, |value| {
            let label = rows.ticks.label(value);
            if value > 0.0 { format!("+{label}") } else { label }
        });
    }
}
