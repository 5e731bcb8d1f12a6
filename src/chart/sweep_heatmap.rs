//! A measure over two varied settings: one cell for each pair, with the border of a goal drawn between cells.

use serde::{Deserialize, Serialize};

use super::axis::{self, Ticks};
use super::canvas::{Anchor, Canvas, Type};
use super::cells::{Cell, Goal, Grid};
use super::colour::{Colour, GREY, INK, PAPER, QUIET};
use super::fonts;
use super::frame;
use super::geometry::Rect;
use super::key::{self, Swatch};
use super::measure::Measure;
use super::meta::Meta;
use super::pattern::Hatch;
use super::table::{Table, cell};
use super::theme::{LABEL_PT, SMALL_PT, Stroke, TALLEST_MM};
use super::{Chart, Texts, number};
use crate::field::Field;
use plotters::style::colors::colormaps::{ColorMap, ViridisRGB};

/// A sweep over two settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepHeatmapChart {
    /// Name, title (as `Closure by the deadline`) and origin.
    pub meta: Meta,
    /// Title of the level axis, with its unit.
    pub across: String,
    /// Settings from left to right.
    pub columns: Vec<String>,
    /// Title of the upright axis, with its unit.
    pub upwards: String,
    /// Settings from the bottom up.
    pub rows: Vec<String>,
    /// What is measured.
    pub measure: Measure,
    /// Cells row by row from the bottom up, each from left to right; `None` where nothing was run or closed.
    pub cells: Vec<Option<Cell>>,
    /// The goal.
    pub goal: Option<Goal>,
}

impl SweepHeatmapChart {
    fn at(&self, column: usize, row: usize) -> Option<Cell> {
        let index = row * self.columns.len() + column;
        self.cells.get(index).copied().flatten().filter(|cell| cell.value.is_finite())
    }

    fn range(&self) -> (f64, f64) {
        let (low, high) =
            axis::extent(self.cells.iter().flatten().map(|cell| cell.value)).unwrap_or((0.0, 1.0));
        if self.measure == Measure::Share {
            return (axis::share_floor(low), 1.0);
        }
        axis::around(low, high, 0.0)
    }

    fn goal_words(&self, goal: Goal) -> String {
        let sign = if goal.at_least { "≥" } else { "≤" };
        format!("{sign} {}", self.measure.words(goal.level))
    }

    fn key(&self) -> Vec<(Swatch, String)> {
        let mut key = Vec::new();
        if let Some(goal) = self.goal {
            key.push((
                Swatch::Line(Stroke::solid(INK, 2.0)),
                format!("border of the goal {}", self.goal_words(goal)),
            ));
            if self.cells.iter().flatten().any(|cell| goal.is_open(*cell)) {
                key.push((
                    Swatch::Dot { colour: INK.opaque(), filled: false },
                    "interval leaves it open".to_owned(),
                ));
            }
        }
        let whole = self.columns.len() * self.rows.len();
        if self.cells.len() < whole || self.cells.iter().any(Option::is_none) {
            key.push((Swatch::Shaded, "no value".to_owned()));
        }
        key
    }

    fn tick(&self, ticks: &Ticks, value: f64) -> String {
        if self.measure == Measure::Share { number::percent(value) } else { ticks.label(value) }
    }

    fn draw_cells(&self, canvas: &mut Canvas<'_>, grid: &Grid) {
        let (low, high) = self.range();
        let set = Type::regular(SMALL_PT, INK);
        let written = self.cells.iter().flatten().map(|cell| set.width(&self.brief(cell.value)));
        let widest = written.fold(0.0, f64::max) + 1.2;
        let size = grid.cell(0, 0);
        let labelled = widest <= size.width() && size.height() >= 3.6;
        for (column, row) in grid.all() {
            let area = grid.cell(column, row);
            let Some(cell) = self.at(column, row) else {
                canvas.fill(area, GREY.mix(0.25));
                canvas.hatch(area, Hatch::Falling, 1.6, Stroke::solid(GREY, 0.35));
                continue;
            };
            let colour = viridis(cell.value, low, high);
            canvas.fill(area, colour.opaque());
            let ink = colour.readable_on(canvas.theme);
            let middle = (f64::midpoint(area.left, area.right), f64::midpoint(area.top, area.bottom));
            if labelled {
                let baseline = set.baseline_at(middle.1);
                canvas.text(
                    &self.brief(cell.value),
                    (middle.0, baseline),
                    Anchor::Middle,
                    Type { colour: ink, ..set },
                );
            }
            if self.goal.is_some_and(|goal| goal.is_open(cell)) {
                let corner = if labelled { (area.right - 1.9, area.top + 1.9) } else { middle };
                canvas.circle(corner, 0.6, Stroke::solid(ink, 0.7));
            }
        }
        canvas.outline(grid.panel, Stroke::solid(INK, 0.5));
    }

    /// A value as short as a cell wants it.
    fn brief(&self, value: f64) -> String {
        match self.measure {
            Measure::Share => number::percent(value).trim_end_matches("\u{a0}%").to_owned(),
            _ => number::grouped(value, number::decimals_of(value).min(1)),
        }
    }

    /// A heavy line between cells that meet the goal and cells that do not.
    fn draw_border(&self, canvas: &mut Canvas<'_>, grid: &Grid) {
        let Some(goal) = self.goal else { return };
        let met = |column: usize, row: usize| goal.met(self.at(column, row));
        let mut lines = Vec::new();
        for (column, row) in grid.all() {
            let area = grid.cell(column, row);
            if column + 1 < grid.columns && met(column, row) != met(column + 1, row) {
                lines.push([(area.right, area.top), (area.right, area.bottom)]);
            }
            if row + 1 < grid.rows && met(column, row) != met(column, row + 1) {
                lines.push([(area.left, area.top), (area.right, area.top)]);
            }
        }
        let Rect { left, top, right, bottom } = grid.panel;
        for (colour, width) in [(PAPER, 3.6), (INK, 2.0)] {
            for [(x0, y0), (x1, y1)] in lines.iter().copied() {
                // A little longer, so that corners close, but not beyond the cells.
                let (along, down) = if x1 > x0 { (0.35, 0.0) } else { (0.0, 0.35) };
                let from = ((x0 - along).max(left), (y0 - down).max(top));
                let to = ((x1 + along).min(right), (y1 + down).min(bottom));
                canvas.line(&[from, to], Stroke::solid(colour, width));
            }
        }
    }

    fn draw_names(&self, canvas: &mut Canvas<'_>, grid: &Grid, room: Rect) {
        let size = grid.cell(0, 0);
        let widest = self.columns.iter().map(|name| axis::TICK.width(name)).fold(0.0, f64::max) + 1.5;
        let every = (widest / size.width()).ceil().max(1.0) as usize;
        for (column, name) in self.columns.iter().enumerate().step_by(every) {
            let area = grid.cell(column, 0);
            let baseline = area.bottom + axis::TICK_GAP_MM + fonts::cap_mm(SMALL_PT);
            canvas.text(name, (f64::midpoint(area.left, area.right), baseline), Anchor::Middle, axis::TICK);
        }
        let every = (3.2 / size.height()).ceil().max(1.0) as usize;
        for (row, name) in self.rows.iter().enumerate().step_by(every) {
            let area = grid.cell(0, row);
            let name = fonts::shorten(
                name,
                SMALL_PT,
                axis::TICK.weight,
                grid.panel.left - room.left - axis::TICK_GAP_MM,
            );
            let baseline = axis::TICK.baseline_at(f64::midpoint(area.top, area.bottom));
            canvas.text(&name, (grid.panel.left - axis::TICK_GAP_MM, baseline), Anchor::End, axis::TICK);
        }
        let middle = f64::midpoint(grid.panel.left, grid.panel.right);
        let baseline = grid.panel.bottom + axis::BOTTOM_MM - fonts::descent_mm(LABEL_PT);
        canvas.text(&format!("{} →", self.across), (middle, baseline), Anchor::Middle, axis::AXIS_TITLE);
    }

    fn draw_bar(&self, canvas: &mut Canvas<'_>, bar: Rect, labels: &Ticks) {
        let (low, high) = self.range();
        let steps = 64;
        for index in 0..steps {
            let share = |index: usize| bar.bottom - bar.height() * index as f64 / f64::from(64_u8);
            let colour = viridis((index as f64 + 0.5) / steps as f64, 0.0, 1.0);
            // Overlapping by a hair, so that no paper shines through between two steps.
            let top = share(index + 1) - if index + 1 < steps { 0.05 } else { 0.0 };
            canvas.fill(Rect::new(bar.left, top, bar.right, share(index)), colour.opaque());
        }
        canvas.outline(bar, Stroke::solid(INK, 0.5));
        for value in &labels.values {
            let y = bar.bottom - bar.height() * (value - low) / (high - low);
            canvas.line(&[(bar.right, y), (bar.right + 0.8, y)], Stroke::solid(INK, 0.6));
            let place = (bar.right + 1.6, axis::TICK.baseline_at(y));
            canvas.text(&self.tick(labels, *value), place, Anchor::Start, axis::TICK);
        }
    }
}

/// The colour of a value: viridis, which rises in lightness, in every theme.
fn viridis(value: f64, low: f64, high: f64) -> Colour {
    let colour = ViridisRGB.get_color_normalized(value, low, high);
    Colour::fixed((colour.0, colour.1, colour.2))
}

impl Chart for SweepHeatmapChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn texts(&self) -> Texts {
        let (low, high) =
            axis::extent(self.cells.iter().flatten().map(|cell| cell.value)).unwrap_or((0.0, 0.0));
        let goal = self.goal.map_or(String::new(), |goal| {
            let met = self.cells.iter().filter(|cell| goal.met(**cell)).count();
            let open = self.cells.iter().flatten().filter(|cell| goal.is_open(**cell)).count();
            format!(
                " The goal ({}) is met in {met} of {} cells; in {open} the interval leaves it open.",
                self.goal_words(goal),
                self.cells.len()
            )
        });
        let caption = format!(
            "{} against {} and {}, {} replications in each cell with the same draws.{goal}",
            self.meta.measure,
            self.across,
            self.upwards,
            self.meta.provenance.count()
        );
        let alt = format!(
            "Heat map of {} by {} cells. Across: {}; upwards: {}; colour: {}, from {} to {}.{goal}",
            self.columns.len(),
            self.rows.len(),
            self.across,
            self.upwards,
            self.meta.measure,
            self.measure.words(low),
            self.measure.words(high)
        );
        Texts { caption, alt }
    }

    fn height_mm(&self, _width_mm: f64) -> f64 {
        (42.0 + 7.0 * self.rows.len() as f64).clamp(70.0, TALLEST_MM).round()
    }

    fn table(&self) -> Table {
        let unit = self.measure.unit();
        let mut table = Table::new([
            Field::text("row", "Value of the setting on the upright axis"),
            Field::text("column", "Value of the setting on the level axis"),
            Field::number("value", unit, "The measure there"),
            Field::number("low", unit, "Low end of its interval"),
            Field::number("high", unit, "High end of its interval"),
        ]);
        let places = self.rows.iter().flat_map(|row| self.columns.iter().map(move |column| (row, column)));
        for ((row, column), of_cell) in places.zip(&self.cells) {
            let numbers = of_cell.map(|it| [it.value, it.interval.0, it.interval.1].map(cell));
            table.row([row.clone(), column.clone()].into_iter().chain(numbers.unwrap_or_default()));
        }
        table
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let entries = self.key();
        let room = key::above(canvas, room, &entries);
        let title_row = fonts::line_mm(LABEL_PT);
        let names = self.rows.iter().map(|name| axis::TICK.width(name)).fold(4.0, f64::max).min(40.0);
        let (low, high) = self.range();
        let labels = Ticks::linear(low, high, 5);
        let bar_labels = labels
            .values
            .iter()
            .map(|value| axis::TICK.width(&self.tick(&labels, *value)))
            .fold(0.0, f64::max);
        let top = room.top + title_row;
        let bar_left = room.right - bar_labels - 7.0;
        let panel = Rect::new(
            room.left + names + axis::TICK_GAP_MM + 0.4,
            top,
            bar_left - 5.0,
            room.bottom - axis::BOTTOM_MM,
        );
        let quiet = Type::regular(LABEL_PT, QUIET);
        let upwards = fonts::shorten(
            &format!("↑ {}", self.upwards),
            LABEL_PT,
            quiet.weight,
            bar_left - room.left - 5.0,
        );
        canvas.text(&upwards, (room.left, top - 1.4), Anchor::Start, quiet);
        let grid = Grid { panel, columns: self.columns.len(), rows: self.rows.len() };
        self.draw_cells(canvas, &grid);
        self.draw_border(canvas, &grid);
        self.draw_names(canvas, &grid, room);
        let bar = Rect::new(bar_left, panel.top, bar_left + 4.0, panel.bottom);
        self.draw_bar(canvas, bar, &labels);
        if self.cells.iter().all(Option::is_none) {
            frame::nothing(canvas, panel);
        }
    }
}
