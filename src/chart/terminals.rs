//! How much of a place's facilities is in use, hour by hour: one small panel for each, on the same time axis.

use serde::{Deserialize, Serialize};

use super::axis::{self, Scale, Ticks};
use super::canvas::{Anchor, Canvas, Type};
use super::colour::{BLUE, INK, RULE, VERMILION};
use super::fonts::{self, Weight};
use super::frame;
use super::geometry::Rect;
use super::key::{self, Swatch};
use super::meta::Meta;
use super::steps::steps;
use super::table::{HOUR, Table, cell};
use super::theme::{Dash, SMALL_PT, Stroke, TALLEST_MM};
use super::time_axis::TimeAxis;
use super::{Chart, Texts, number};
use crate::field::Field;

/// One facility of one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TerminalPanel {
    /// The place's name.
    pub terminal: String,
    /// What is in use, as `working spots`.
    pub resource: String,
    /// What all together waited for it in the run that is shown (h).
    pub waited_h: f64,
    /// In use in the run that is shown, as steps: hour, number from then on.
    pub shown_run: Vec<(f64, f64)>,
    /// The capacity; `None` when there is no limit.
    pub capacity: Option<f64>,
    /// Windows in which it is closed: from, to (h).
    pub closed: Vec<(f64, f64)>,
}

/// Use of terminals over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TerminalsChart {
    /// Name, title (as `Stands and working spots in use`) and origin.
    pub meta: Meta,
    /// The time axis.
    pub time: TimeAxis,
    /// The panels from top to bottom; the first six are drawn.
    pub panels: Vec<TerminalPanel>,
    /// Places in use in the run, drawn or not.
    pub terminals: usize,
    /// Whether they are chosen by what was waited there, and not by how busy they are.
    pub by_waits: bool,
    /// Name of the run that is shown, as `replication 1`.
    pub shown_label: String,
}

impl TerminalPanel {
    /// Greatest number in use.
    fn peak(&self) -> f64 {
        axis::extent(self.shown_run.iter().map(|step| step.1)).map_or(0.0, |(_, high)| high)
    }

    /// The hour after which nothing is in use any more.
    fn end(&self) -> f64 {
        self.shown_run.last().map_or(0.0, |step| step.0)
    }

    fn words(&self) -> String {
        format!(
            "{}, {}: at most {} in use, {}",
            self.terminal,
            self.resource,
            number::grouped(self.peak(), 0),
            self.facts().replace(" · ", ", ")
        )
    }

    /// Its capacity, and what waited for it: `capacity 4 · 31 h waited`.
    fn facts(&self) -> String {
        let capacity = self
            .capacity
            .map_or("no limit".to_owned(), |limit| format!("capacity {}", number::grouped(limit, 0)));
        if self.waited_h > 0.0 {
            let decimals = usize::from(self.waited_h < 9.95);
            format!("{capacity} · {} h waited", number::grouped(self.waited_h, decimals))
        } else {
            capacity
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, panel: Rect, across: Scale, time: &TimeAxis) {
        // A capacity far above what is used would flatten the curve; it is then only named.
        let peak = self.peak().max(1.0);
        let limit = self.capacity.filter(|limit| *limit <= 3.0 * peak);
        let up = Scale::upwards(panel, (0.0, limit.unwrap_or(0.0).max(peak) * 1.12));
        for &(from, to) in self.closed.iter().filter(|(from, to)| *from < across.high && *to > across.low) {
            key::shade(canvas, Rect::new(across.at(from), panel.top, across.at(to), panel.bottom));
        }
        time.draw_grid(canvas, panel, across);
        axis::left(canvas, panel, up, &Ticks::whole(0.0, up.high, 3));
        canvas.line(&steps(&self.shown_run, across, up), Stroke::solid(BLUE, 0.9));
        if let Some(limit) = limit {
            let y = up.at(limit);
            canvas.line(&[(panel.left, y), (panel.right, y)], Stroke::dashed(VERMILION, 1.1, Dash::Dashed));
        }
        canvas.line(&[(panel.left, panel.bottom), (panel.right, panel.bottom)], Stroke::solid(RULE, 0.6));
    }

    fn heading(&self, canvas: &mut Canvas<'_>, panel: Rect) {
        let right = self.facts();
        let (bold, small) = (Type::bold(SMALL_PT, INK), Type::regular(SMALL_PT, INK));
        let baseline = panel.top - 1.0;
        canvas.text(&right, (panel.right, baseline), Anchor::End, small);
        let room = panel.width() - small.width(&right) - 3.0;
        let resource = format!(" · {}", self.resource);
        let name = fonts::shorten(
            &self.terminal,
            SMALL_PT,
            Weight::Bold,
            room - small.width(&resource).min(room / 2.0),
        );
        canvas.text(&name, (panel.left, baseline), Anchor::Start, bold);
        let begin = panel.left + bold.width(&name) + 1.2;
        let resource = fonts::shorten(&resource, SMALL_PT, Weight::Regular, panel.left + room - begin);
        canvas.text(&resource, (begin, baseline), Anchor::Start, small);
    }
}

impl TerminalsChart {
    const MOST: usize = 6;

    fn shown(&self) -> &[TerminalPanel] {
        frame::first(&self.panels, Self::MOST)
    }

    fn end(&self) -> f64 {
        self.shown().iter().map(TerminalPanel::end).fold(0.0, f64::max)
    }

    fn key(&self) -> Vec<(Swatch, String)> {
        let shown = self.shown();
        let mut key = Vec::new();
        if !shown.is_empty() {
            key.push((Swatch::Line(Stroke::solid(BLUE, 0.9)), self.shown_label.clone()));
        }
        if shown.iter().any(|panel| panel.capacity.is_some()) {
            key.push((Swatch::Line(Stroke::dashed(VERMILION, 1.1, Dash::Dashed)), "capacity".to_owned()));
        }
        if shown.iter().any(|panel| !panel.closed.is_empty()) {
            key.push((Swatch::Shaded, "closed".to_owned()));
        }
        key
    }

    /// Which places are drawn when not all are: `the 3 of 5 places with most hours waited`.
    fn choice(&self) -> Option<String> {
        let mut drawn: Vec<&str> = self.shown().iter().map(|panel| panel.terminal.as_str()).collect();
        drawn.dedup();
        let which = if self.by_waits { "with most hours waited" } else { "with most use" };
        (drawn.len() < self.terminals)
            .then(|| format!("the {} of {} places {which}", drawn.len(), self.terminals))
    }

    fn panel_height(&self) -> f64 {
        match self.shown().len() {
            0 | 1 => 46.0,
            2 => 30.0,
            3 => 24.0,
            _ => 19.0,
        }
    }
}

/// Height of a panel's heading (mm).
const HEADING_MM: f64 = 5.0;

impl Chart for TerminalsChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn measure(&self) -> String {
        let choice = self.choice().filter(|_| !self.panels.is_empty());
        choice
            .map_or_else(|| self.meta.measure.clone(), |choice| format!("{} at {choice}", self.meta.measure))
    }

    fn texts(&self) -> Texts {
        let rest = self.choice().map_or(String::new(), |choice| format!(" Shown: {choice}."));
        let caption = format!("{}: one seeded run, not an average.{rest}", self.meta.title);
        let peaks: Vec<String> = self.shown().iter().map(TerminalPanel::words).collect();
        let alt = format!(
            "Step charts of the number in use, one panel for each facility, on the same time axis ({}). {}.{rest}",
            self.time.words(axis::from_zero(self.end())),
            if peaks.is_empty() { "There is nothing to show".to_owned() } else { peaks.join("; ") }
        );
        Texts { caption, alt }
    }

    fn height_mm(&self, _width_mm: f64) -> f64 {
        let panels = self.panel_height() * self.shown().len().max(1) as f64;
        (30.0 + self.time.height() + panels).min(TALLEST_MM).round()
    }

    fn table(&self) -> Table {
        let mut table = Table::new([
            Field::text("terminal", "Name of the place"),
            Field::text("resource", "What is in use there: stands, teams, fuel points"),
            HOUR,
            Field::number("in_use", "", "How many are in use from then on, in the replication that is shown"),
            Field::number("capacity", "", "How many there are; none without a limit"),
        ]);
        for panel in &self.panels {
            for (hour, used) in &panel.shown_run {
                let words = [panel.terminal.clone(), panel.resource.clone()];
                table.row(words.into_iter().chain([cell(*hour), cell(*used), cell(panel.capacity)]));
            }
        }
        table
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let entries = self.key();
        let room = key::above(canvas, room, &entries);
        let widest = self
            .shown()
            .iter()
            .map(|panel| number::grouped(panel.peak().max(panel.capacity.unwrap_or(0.0)), 0));
        let labels = widest.map(|label| axis::TICK.width(&label)).fold(4.0, f64::max);
        let left = room.left + labels + axis::TICK_GAP_MM;
        let area = Rect::new(left, room.top - 1.0, room.right - 3.0, room.bottom - self.time.height());
        let across = Scale::across(area, axis::from_zero(self.end()));
        let step = area.height() / self.shown().len().max(1) as f64;
        for (index, terminal) in self.shown().iter().enumerate() {
            let top = area.top + index as f64 * step;
            let panel = Rect::new(area.left, top + HEADING_MM, area.right, top + step - 0.6);
            terminal.draw(canvas, panel, across, &self.time);
            terminal.heading(canvas, panel);
        }
        self.time.draw(canvas, Rect { bottom: area.bottom - 0.6, ..area }, across);
        if self.panels.is_empty() {
            frame::nothing(canvas, area);
        }
    }
}
