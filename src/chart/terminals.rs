//! How much of a terminal is in use, hour by hour: one small panel for each, on the same time axis.

use plotters::style::Color;

use super::arrivals::{lower_first, steps};
use super::axis::{self, Scale, Ticks};
use super::canvas::{Anchor, Canvas, Rect, Type};
use super::fonts::{self, Weight};
use super::frame::{self, Frame, Provenance};
use super::key::{self, Key, Swatch};
use super::theme::{BLUE, Dash, INK, RULE, SKY, SMALL_PT, Stroke, TALLEST_MM, VERMILION, WIDTH_MM};
use super::time_axis::TimeAxis;
use super::{Chart, ChartError, Figure, number};

/// One capacity of one terminal.
#[derive(Clone, Debug, PartialEq)]
pub struct TerminalPanel {
    /// The terminal's name.
    pub terminal: String,
    /// What is in use, as `working spots`.
    pub resource: String,
    /// The grid of `mean` (h after the start).
    pub hours: Vec<f64>,
    /// Mean in use over the replications at each hour of the grid.
    pub mean: Vec<f64>,
    /// In use in the run that is shown, as steps: hour, number from then on. Empty for none.
    pub shown_run: Vec<(f64, f64)>,
    /// The capacity; `None` when there is no limit.
    pub capacity: Option<f64>,
    /// Windows in which it is closed: from, to (h).
    pub closed: Vec<(f64, f64)>,
}

/// Use of terminals over time.
#[derive(Clone, Debug, PartialEq)]
pub struct TerminalsChart {
    /// Name of the files.
    pub id: String,
    /// Title, as `Stands and working spots in use`.
    pub title: String,
    /// The time axis.
    pub time: TimeAxis,
    /// The panels from top to bottom; the first six are drawn.
    pub panels: Vec<TerminalPanel>,
    /// Terminals in use in the run, drawn or not.
    pub terminals: usize,
    /// Name of the run that is shown, as `replication 1`.
    pub shown_label: String,
    /// Where the numbers come from.
    pub provenance: Provenance,
}

impl TerminalPanel {
    /// Greatest number in use, in the mean or in the run that is shown.
    fn peak(&self) -> f64 {
        let values = self.mean.iter().copied().chain(self.shown_run.iter().map(|step| step.1));
        axis::extent(values).map_or(0.0, |(_, high)| high)
    }

    /// The hour after which nothing is in use any more.
    fn end(&self) -> f64 {
        let mean = self.hours.iter().zip(&self.mean).filter(|(_, mean)| **mean > 0.0).map(|(hour, _)| *hour);
        let last = self.shown_run.last().map(|step| step.0);
        axis::extent(mean.chain(last)).map_or(0.0, |(_, high)| high)
    }

    fn words(&self) -> String {
        let capacity = self
            .capacity
            .map_or("no limit".to_owned(), |limit| format!("capacity {}", number::grouped(limit, 0)));
        format!(
            "{}, {}: at most {} in use, {capacity}",
            self.terminal,
            self.resource,
            number::grouped(self.peak(), 0)
        )
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
        let grid: Vec<(f64, f64)> = self.hours.iter().copied().zip(self.mean.iter().copied()).collect();
        let grid: Vec<(f64, f64)> = grid.into_iter().filter(|(hour, _)| across.holds(*hour)).collect();
        let mut outline = steps(&grid, across, up);
        if let (Some(first), Some(last)) = (outline.first().copied(), outline.last().copied()) {
            outline.extend([(last.0, panel.bottom), (first.0, panel.bottom)]);
            canvas.polygon(&outline, SKY.mix(0.55));
        }
        canvas.line(&steps(&self.shown_run, across, up), Stroke::solid(BLUE, 0.9));
        if let Some(limit) = limit {
            let y = up.at(limit);
            canvas.line(&[(panel.left, y), (panel.right, y)], Stroke::dashed(VERMILION, 1.1, Dash::Dashed));
        }
        canvas.line(&[(panel.left, panel.bottom), (panel.right, panel.bottom)], Stroke::solid(RULE, 0.6));
    }

    fn heading(&self, canvas: &mut Canvas<'_>, panel: Rect) {
        let right = match self.capacity {
            Some(limit) => format!("capacity {}", number::grouped(limit, 0)),
            None => "no limit".to_owned(),
        };
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
        &self.panels[..self.panels.len().min(Self::MOST)]
    }

    fn key(&self) -> Vec<(Swatch, String)> {
        let shown = self.shown();
        let mut key = Vec::new();
        if shown.iter().any(|panel| !panel.mean.is_empty()) {
            key.push((Swatch::Area(SKY.mix(0.55)), "mean of the replications".to_owned()));
        }
        if shown.iter().any(|panel| !panel.shown_run.is_empty()) {
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

    /// Which terminals are drawn when not all are: `the 3 busiest of 5 terminals`.
    fn choice(&self) -> Option<String> {
        let mut drawn: Vec<&str> = self.shown().iter().map(|panel| panel.terminal.as_str()).collect();
        drawn.dedup();
        let busiest = if drawn.len() == 1 { String::new() } else { format!("{} ", drawn.len()) };
        (drawn.len() < self.terminals)
            .then(|| format!("the {busiest}busiest of {} terminals", self.terminals))
    }

    fn texts(&self) -> (String, String) {
        let rest = self.choice().map_or(String::new(), |choice| format!(" Shown: {choice}."));
        let shown = self.shown();
        let mean = if shown.iter().any(|panel| !panel.mean.is_empty()) {
            let replications = number::grouped(self.provenance.replications as f64, 0);
            format!("mean over {replications} replications as an area, {} as a line", self.shown_label)
        } else {
            "one seeded run, not an average".to_owned()
        };
        let caption = format!("{}: {mean}.{rest}", self.title);
        let peaks: Vec<String> = self.shown().iter().map(TerminalPanel::words).collect();
        let alt = format!(
            "Step charts of the number in use, one panel per terminal, on the same time axis ({}). {}.{rest}",
            lower_first(&self.time.label),
            if peaks.is_empty() { "There is nothing to show".to_owned() } else { peaks.join("; ") }
        );
        (caption, alt)
    }

    fn panel_height(&self) -> f64 {
        match self.shown().len() {
            0 | 1 => 46.0,
            2 => 30.0,
            3 => 24.0,
            _ => 19.0,
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let entries = self.key();
        let key = Key { entries: &entries, width_mm: room.width() };
        key.draw(canvas, (room.left, room.top));
        let widest = self
            .shown()
            .iter()
            .map(|panel| number::grouped(panel.peak().max(panel.capacity.unwrap_or(0.0)), 0));
        let labels = widest.map(|label| axis::TICK.width(&label)).fold(4.0, f64::max);
        let left = room.left + labels + axis::TICK_GAP_MM;
        let area =
            Rect::new(left, room.top + key.height(), room.right - 3.0, room.bottom - self.time.height());
        let end = self.shown().iter().map(TerminalPanel::end).fold(0.0, f64::max);
        let across = Scale::across(area, axis::from_zero(end));
        let step = area.height() / self.shown().len().max(1) as f64;
        for (index, terminal) in self.shown().iter().enumerate() {
            let top = area.top + index as f64 * step;
            let panel = Rect::new(area.left, top + HEADING_MM, area.right, top + step - 0.6);
            terminal.draw(canvas, panel, across, &self.time);
            terminal.heading(canvas, panel);
        }
        self.time.draw(canvas, Rect { bottom: area.bottom - 0.6, ..area }, across);
        if self.panels.is_empty() {
            frame::nothing(canvas, area, "nothing to show");
        }
    }
}

/// Height of a panel's heading (mm).
const HEADING_MM: f64 = 5.0;

impl Chart for TerminalsChart {
    fn figure(&self) -> Result<Figure, ChartError> {
        let (caption, alt) = self.texts();
        let height = 30.0 + self.time.height() + self.panel_height() * self.shown().len().max(1) as f64;
        let choice = self.choice().filter(|_| !self.panels.is_empty());
        let measure =
            choice.map_or("Number in use".to_owned(), |choice| format!("Number in use at {choice}"));
        let frame = Frame {
            id: &self.id,
            title: &self.title,
            measure: &measure,
            caption,
            alt,
            width_mm: WIDTH_MM,
            height_mm: height.min(TALLEST_MM).round(),
            provenance: &self.provenance,
        };
        frame.figure(|canvas, room| self.draw(canvas, room))
    }
}
