//! A count for each day: observed beside predicted, with the predicted interval.

use serde::{Deserialize, Serialize};

use super::axis::{self, Scale, Ticks};
use super::canvas::{Anchor, Canvas, Type};
use super::colour::{INK, SKY, VERMILION};
use super::fonts;
use super::frame;
use super::geometry::Rect;
use super::key::{self, Swatch};
use super::meta::Meta;
use super::table::{Table, cell};
use super::theme::{SMALL_PT, Stroke};
use super::{Chart, Texts, number};
use crate::field::Field;

/// One day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayCount {
    /// Its name, as `13 Jan`.
    pub label: String,
    /// Smallest and largest count that the record allows.
    pub observed: Option<(f64, f64)>,
    /// Median of the prediction.
    pub predicted: f64,
    /// Predicted interval.
    pub interval: (f64, f64),
}

/// Daily counts, observed and predicted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DailyChart {
    /// Name, title (as `Aircraft a day in the withdrawal`) and origin.
    pub meta: Meta,
    /// The days in order.
    pub days: Vec<DayCount>,
    /// Share of predictions that the predicted interval is to hold, as 0.9.
    pub prediction_level: f64,
}

/// The bars of one day, around `middle`, in a slot `step` wide.
fn draw_day(canvas: &mut Canvas<'_>, (middle, step): (f64, f64), up: Scale, day: &DayCount, compared: bool) {
    let width = (step * 0.38).min(9.0);
    let (low, high) = (up.at(day.interval.0), up.at(day.interval.1));
    let (from, centre) =
        if compared { (middle, middle + width / 2.0) } else { (middle - width / 2.0, middle) };
    let floor = up.at(0.0);
    canvas.fill(Rect::new(from, up.at(day.predicted), from + width, floor), SKY.opaque());
    let whisker = Stroke::solid(VERMILION, 1.0);
    canvas.line(&[(centre, low), (centre, high)], whisker);
    let reach = (width * 0.28).min(1.0);
    for y in [low, high] {
        canvas.line(&[(centre - reach, y), (centre + reach, y)], whisker);
    }
    if let Some((least, most)) = day.observed {
        let bar = |value: f64| Rect::new(middle - width, up.at(value), middle - 0.15, floor);
        canvas.fill(bar(most), INK.mix(0.3));
        canvas.fill(bar(least), INK.mix(0.72));
        let set = Type::regular(SMALL_PT, INK);
        let write = |value: f64| number::grouped(value, number::decimals_of(value));
        let label = if least < most { format!("{}–{}", write(least), write(most)) } else { write(most) };
        let bar = bar(most);
        if set.width(&label) <= width + 0.4 {
            let place = (f64::midpoint(bar.left, bar.right), bar.top - 0.7);
            frame::text_on_paper(canvas, &label, place, Anchor::Middle, set);
        }
    }
}

impl Chart for DailyChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn texts(&self) -> Texts {
        let level = number::percent(self.prediction_level);
        let known: Vec<(&DayCount, (f64, f64))> =
            self.days.iter().filter_map(|day| day.observed.map(|observed| (day, observed))).collect();
        let within =
            known.iter().filter(|(day, seen)| seen.1 >= day.interval.0 && seen.0 <= day.interval.1).count();
        let lowest: f64 = known.iter().map(|(_, seen)| seen.0).sum();
        let highest: f64 = known.iter().map(|(_, seen)| seen.1).sum();
        let observed = if lowest < highest {
            format!("{}–{}", number::grouped(lowest, 0), number::grouped(highest, 0))
        } else {
            number::grouped(lowest, 0)
        };
        let predicted: f64 = self.days.iter().map(|day| day.predicted).sum();
        let message = format!(
            "The predicted {level} interval meets {within} of {} observed days; observed {observed} in all, predicted \
             medians add up to {}.",
            known.len(),
            number::grouped(predicted, 0)
        );
        let caption = format!(
            "{} by day: observed, and median with {level} interval of {} replications. {message}",
            self.meta.measure,
            self.meta.provenance.count()
        );
        let alt = format!(
            "Grouped bar chart with {} days. Upwards: {}. {message}",
            self.days.len(),
            self.meta.measure.to_lowercase()
        );
        Texts { caption, alt }
    }

    fn table(&self) -> Table {
        let mut table = Table::new([
            Field::text("day", "Date of local time"),
            Field::number("observed_low", "sorties", "Smallest number that the record allows"),
            Field::number("observed_high", "sorties", "Largest number that the record allows"),
            Field::number("predicted", "sorties", "Median of the predictions"),
            Field::number("low", "sorties", "Low end of the predicted interval"),
            Field::number("high", "sorties", "High end of the predicted interval"),
        ]);
        for day in &self.days {
            let (from, to) = day.observed.unzip();
            let numbers =
                [from, to, Some(day.predicted), Some(day.interval.0), Some(day.interval.1)].map(cell);
            table.row([day.label.clone()].into_iter().chain(numbers));
        }
        table
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let mut entries = Vec::new();
        let compared = self.days.iter().any(|day| day.observed.is_some());
        if compared {
            entries.push((Swatch::Area(INK.mix(0.72)), "observed".to_owned()));
            if self.days.iter().any(|day| day.observed.is_some_and(|(low, high)| low < high)) {
                entries.push((Swatch::Area(INK.mix(0.3)), "up to, by the record".to_owned()));
            }
        }
        entries.push((Swatch::Area(SKY.opaque()), "predicted median".to_owned()));
        let interval = format!("predicted {} interval", number::percent(self.prediction_level));
        entries.push((Swatch::Upright(Stroke::solid(VERMILION, 1.0)), interval));
        let room = key::above(canvas, room, &entries);
        let values = self
            .days
            .iter()
            .flat_map(|day| [day.observed.map_or(0.0, |seen| seen.1), day.predicted, day.interval.1]);
        let (_, high) = axis::from_zero(axis::extent(values).map_or(0.0, |(_, high)| high));
        let range = (0.0, high.max(1.0) * 1.06);
        let ticks = Ticks::whole(range.0, range.1, 6);
        let left = room.left + ticks.width() + axis::TICK_GAP_MM;
        let panel = Rect::new(left, room.top, room.right - 1.0, room.bottom - axis::BOTTOM_MM);
        let up = Scale::upwards(panel, range);
        axis::left(canvas, panel, up, &ticks);
        let step = panel.width() / self.days.len().max(1) as f64;
        let widest = self.days.iter().map(|day| axis::TICK.width(&day.label)).fold(1.0, f64::max) + 1.5;
        let every = (widest / step).ceil().max(1.0) as usize;
        for (index, day) in self.days.iter().enumerate() {
            let middle = panel.left + (index as f64 + 0.5) * step;
            draw_day(canvas, (middle, step), up, day, compared);
            if index % every == 0 {
                let baseline = panel.bottom + axis::TICK_GAP_MM + fonts::cap_mm(SMALL_PT) + 0.4;
                canvas.text(&day.label, (middle, baseline), Anchor::Middle, axis::TICK);
            }
        }
        let base = Scale::across(panel, (0.0, 1.0));
        let none = Ticks { values: Vec::new(), step: 1.0, decimals: 0 };
        axis::bottom(canvas, panel, base, &none, "Local day", |_| String::new());
        if self.days.is_empty() {
            frame::nothing(canvas, panel);
        }
    }
}
