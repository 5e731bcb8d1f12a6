//! Cumulative arrivals by contingent: one small panel each, so that seventy people can be read beside two thousand.

use serde::{Deserialize, Serialize};

use super::arrivals::{DEADLINE, Deadline};
use super::axis::{self, Scale};
use super::canvas::{Anchor, Canvas, Type};
use super::colour::{BLUE, GREY, INK, QUIET};
use super::fan::{Fan, fan_key, fan_words};
use super::fonts::{self, Weight};
use super::frame;
use super::geometry::Rect;
use super::key::{self, Swatch};
use super::meta::Meta;
use super::table::{self, HOUR, Table, cell, fan_at};
use super::theme::{Dash, LABEL_PT, SMALL_PT, Stroke, TALLEST_MM};
use super::time_axis::{TimeAxis, in_days};
use super::{Chart, Texts, number};
use crate::field::Field;

/// One contingent in [`ContingentsChart`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contingent {
    /// Its name.
    pub name: String,
    /// Its size, in what is counted.
    pub total: f64,
    /// Quantiles over the replications.
    pub fan: Fan,
    /// Median closure (h); `None` when it does not close in half of the replications.
    pub closure_h: Option<f64>,
}

/// Arrivals by contingent: one small panel each, on the same time axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContingentsChart {
    /// Name, title (as `People in place by contingent`) and origin.
    pub meta: Meta,
    /// The time axis.
    pub time: TimeAxis,
    /// The contingents from top to bottom; the first twelve are drawn.
    pub contingents: Vec<Contingent>,
    /// The deadline.
    pub deadline: Option<Deadline>,
}

impl ContingentsChart {
    const MOST: usize = 12;

    fn shown(&self) -> &[Contingent] {
        frame::first(&self.contingents, Self::MOST)
    }

    fn decimals(&self) -> usize {
        number::common_decimals(self.shown().iter().filter_map(|one| one.closure_h))
    }

    fn end(&self) -> f64 {
        let ends =
            self.shown().iter().flat_map(|contingent| [Some(contingent.fan.end()), contingent.closure_h]);
        let end = axis::extent(ends.flatten()).map_or(0.0, |(_, high)| high);
        self.deadline
            .filter(|deadline| deadline.hour <= 2.0 * end)
            .map_or(end, |deadline| end.max(deadline.hour))
    }

    fn draw_row(
        &self,
        canvas: &mut Canvas<'_>,
        panel: Rect,
        across: Scale,
        contingent: &Contingent,
        room: Rect,
    ) {
        let up = Scale::upwards(panel, (0.0, contingent.total.max(contingent.fan.top()).max(1e-9)));
        self.time.draw_grid(canvas, panel, across);
        canvas.line(&[(panel.left, panel.bottom), (panel.right, panel.bottom)], Stroke::solid(GREY, 0.5));
        let y = up.at(contingent.total);
        canvas.line(&[(panel.left, y), (panel.right, y)], Stroke::dashed(GREY, 0.5, Dash::Dotted));
        contingent.fan.draw(canvas, across, up, BLUE, 1.4);
        if let Some(deadline) = self.deadline.filter(|deadline| across.holds(deadline.hour)) {
            let x = across.at(deadline.hour);
            canvas.line(&[(x, panel.top), (x, panel.bottom)], Stroke::dashed(DEADLINE.0, 1.2, DEADLINE.1));
        }
        let middle = f64::midpoint(panel.top, panel.bottom);
        let name = fonts::shorten(&contingent.name, LABEL_PT, Weight::Bold, panel.left - room.left - 1.5);
        let half = fonts::line_mm(LABEL_PT) / 2.0;
        let bold = Type::bold(LABEL_PT, INK);
        canvas.text(&name, (room.left, bold.baseline_at(middle - half)), Anchor::Start, bold);
        let small = Type::regular(SMALL_PT, QUIET);
        let total = number::grouped(contingent.total, 0);
        canvas.text(&total, (room.left, small.baseline_at(middle + half)), Anchor::Start, small);
        if let Some(hour) = contingent.closure_h {
            canvas.disc((across.at(hour), up.at(contingent.total)), 0.85, INK.opaque());
        }
        let closure = closure_label(contingent, self.decimals(), (across.low, across.high));
        let set = Type::regular(LABEL_PT, INK);
        canvas.text(&closure, (panel.right + 1.5, set.baseline_at(panel.top + 1.0)), Anchor::Start, set);
    }
}

/// The closure of a contingent in the unit of the axis.
fn closure_label(contingent: &Contingent, decimals: usize, across: (f64, f64)) -> String {
    contingent.closure_h.map_or("not closed".to_owned(), |hour| {
        if in_days(across) { number::days(hour) } else { number::hours_with(hour, decimals) }
    })
}

impl Chart for ContingentsChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn texts(&self) -> Texts {
        let closures: Vec<String> = self
            .shown()
            .iter()
            .map(|contingent| match contingent.closure_h {
                Some(hour) => format!("{} {}", contingent.name, number::span(hour)),
                None => format!("{} does not close", contingent.name),
            })
            .collect();
        let rest = frame::left_out(self.contingents.len() - self.shown().len(), "more are");
        let caption = format!(
            "{} by contingent, each on a scale of its own: {}.{rest}",
            self.meta.measure,
            fan_words(&self.meta.provenance),
        );
        let alt = format!(
            "Small line charts of a cumulative count, one per contingent, on the same time axis ({}). {}: {}.{rest}",
            self.time.words(axis::from_zero(self.end())),
            if self.meta.provenance.level.is_some() { "Median closure" } else { "Closure" },
            closures.join(", ")
        );
        Texts { caption, alt }
    }

    fn height_mm(&self, _width_mm: f64) -> f64 {
        (34.0 + 11.0 * self.shown().len() as f64).clamp(60.0, TALLEST_MM).round()
    }

    fn table(&self) -> Table {
        let mut fields = vec![Field::text("contingent", "Name of the contingent"), HOUR];
        fields.extend(table::fan("people"));
        fields.push(Field::number("planned", "people", "People of the contingent when all are in place"));
        let mut table = Table::new(fields);
        for one in &self.contingents {
            for hour in &one.fan.hours {
                let before = [one.name.clone(), cell(*hour)];
                table.row(before.into_iter().chain(fan_at(&one.fan, *hour)).chain([cell(one.total)]));
            }
        }
        table
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let mut entries = fan_key(BLUE, 1.4, &self.meta.provenance);
        let closure = if self.meta.provenance.level.is_some() { "median closure" } else { "closure" };
        entries.push((Swatch::Dot { colour: INK.opaque(), filled: true }, closure.to_owned()));
        if let Some(deadline) = self.deadline {
            let name = format!("deadline {}", number::short_span(deadline.hour));
            entries.push((Swatch::Line(Stroke::dashed(DEADLINE.0, 1.2, DEADLINE.1)), name));
        }
        let room = key::above(canvas, room, &entries);
        let names = Type::bold(LABEL_PT, INK);
        let widest = self.shown().iter().map(|one| names.width(&one.name)).fold(0.0, f64::max);
        let left = room.left + widest.clamp(12.0, 36.0) + 2.0;
        let decimals = self.decimals();
        let values = self
            .shown()
            .iter()
            .map(|one| names.width(&closure_label(one, decimals, axis::from_zero(self.end()))));
        let right = room.right - values.fold(9.0, f64::max) - 1.5;
        let area = Rect::new(left, room.top, right, room.bottom - self.time.height());
        let across = Scale::across(area, axis::from_zero(self.end()));
        let step = area.height() / self.shown().len().max(1) as f64;
        for (index, contingent) in self.shown().iter().enumerate() {
            let top = area.top + index as f64 * step;
            let panel = Rect::new(area.left, top + 0.8, area.right, top + step - 0.8);
            self.draw_row(canvas, panel, across, contingent, room);
        }
        self.time.draw(canvas, area, across);
        if self.contingents.is_empty() {
            frame::nothing(canvas, area);
        }
    }
}
