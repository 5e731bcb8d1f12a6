//! One seeded run as bars: what each contingent or unit was doing, hour by hour, with its waits hatched.

use serde::{Deserialize, Serialize};

use super::activity::Activity;
use super::arrivals::DEADLINE;
use super::axis::{self, Scale};
use super::canvas::{Anchor, Canvas, Type};
use super::colour::{GRID, INK};
use super::fonts::{self, Weight};
use super::frame;
use super::geometry::Rect;
use super::key::{Key, Swatch};
use super::meta::Meta;
use super::table::{Table, cell};
use super::theme::{BORDER_MM, LABEL_PT, SMALL_PT, Stroke, TALLEST_MM, WIDE_MM};
use super::time_axis::TimeAxis;
use super::{Chart, Texts, number};
use crate::field::Field;

/// One interval of a row.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    /// Begin (h after the start).
    pub from_h: f64,
    /// End (h after the start).
    pub to_h: f64,
    /// What was going on.
    pub activity: Activity,
    /// Whether it is a link of the causal chain of closure: it is outlined. A wait is none.
    pub critical: bool,
}

/// One row: a contingent, a unit or a carrier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The group it belongs to, as its contingent; neighbours of one group share a heading. Empty for none.
    pub group: String,
    /// Its name.
    pub name: String,
    /// Its intervals; where two overlap, the later one in the list covers the earlier.
    pub bars: Vec<Bar>,
}

/// One seeded run, row by row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GanttChart {
    /// Name, title (as `Activities of replication 1`) and origin.
    pub meta: Meta,
    /// The time axis.
    pub time: TimeAxis,
    /// The rows from top to bottom; the first forty are drawn.
    pub rows: Vec<Row>,
    /// The deadline (h).
    pub deadline_h: Option<f64>,
    /// When the deployment closed in this run (h); `None` when it did not.
    pub closed_h: Option<f64>,
    /// What a reader must know about the choice of rows, in sentences; may be empty.
    pub rows_note: String,
}

/// A line of the chart.
enum Line<'a> {
    Heading(&'a str),
    Bars(&'a Row),
}

impl GanttChart {
    const MOST: usize = 40;

    fn lines(&self) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        let mut group = "";
        for row in self.rows.iter().take(Self::MOST) {
            if row.group != group && !row.group.is_empty() {
                lines.push(Line::Heading(&row.group));
            }
            group = &row.group;
            lines.push(Line::Bars(row));
        }
        lines
    }

    fn bars(&self) -> impl Iterator<Item = &Bar> {
        self.rows.iter().take(Self::MOST).flat_map(|row| &row.bars)
    }

    fn end(&self) -> f64 {
        let end = axis::extent(self.bars().map(|bar| bar.to_h)).map_or(0.0, |(_, high)| high);
        self.deadline_h.filter(|hour| *hour <= 2.0 * end).map_or(end, |hour| end.max(hour))
    }

    fn key(&self) -> Vec<(Swatch, String)> {
        let shown = |activity: &Activity| self.bars().any(|bar| bar.activity == *activity);
        let present = Activity::ALL.into_iter().filter(shown);
        let mut key: Vec<(Swatch, String)> =
            present.map(|activity| (Swatch::Activity(activity), activity.label().to_owned())).collect();
        if self.bars().any(|bar| bar.critical) {
            key.push((Swatch::Outline, "on the causal chain of closure".to_owned()));
        }
        if let Some(hour) = self.deadline_h.filter(|hour| *hour <= axis::from_zero(self.end()).1) {
            let stroke = Stroke::dashed(DEADLINE.0, 1.2, DEADLINE.1);
            key.push((Swatch::Line(stroke), format!("deadline {}", number::short_span(hour))));
        }
        key
    }

    /// Height of a line (mm): what fits a page, but not below what its name needs.
    fn line_height(lines: usize) -> f64 {
        (150.0 / lines.max(1) as f64).clamp(3.6, 6.4)
    }
}

/// The most that names take from the bars (mm).
const NAMES_MOST_MM: f64 = 56.0;
/// Distance between the two lines of a name (mm), and the height of a row that holds both.
const NAME_LINE_MM: f64 = 2.7;
const TWO_LINES_MM: f64 = 5.4;

/// Writes the name of a row, on two lines when it needs them and the row is high enough.
fn draw_name(canvas: &mut Canvas<'_>, name: &str, (left, middle): (f64, f64), (width, height): (f64, f64)) {
    let set = Type::regular(SMALL_PT, INK);
    let most = if height >= TWO_LINES_MM { 2 } else { 1 };
    let lines = fonts::wrap(name, SMALL_PT, set.weight, width, most);
    let first = middle - (lines.len().max(1) - 1) as f64 * NAME_LINE_MM / 2.0;
    for (index, line) in lines.iter().enumerate() {
        let baseline = set.baseline_at(first + index as f64 * NAME_LINE_MM);
        canvas.text(line, (left, baseline), Anchor::Start, set);
    }
}

/// The least width at which a bar can still be seen (mm).
const THINNEST_MM: f64 = 0.15;

fn draw_row(canvas: &mut Canvas<'_>, place: Rect, across: Scale, row: &Row) {
    let area = |bar: &Bar| {
        let left = across.at(bar.from_h);
        Rect { left, right: across.at(bar.to_h).max(left + THINNEST_MM), ..place }
    };
    let drawn = |bar: &&Bar| bar.from_h.is_finite() && bar.to_h > bar.from_h;
    for bar in row.bars.iter().filter(drawn) {
        bar.activity.draw(canvas, area(bar));
    }
    for bar in row.bars.iter().filter(drawn).filter(|bar| bar.critical) {
        canvas.outline(area(bar), Stroke::solid(INK, 1.0));
    }
}

impl Chart for GanttChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn texts(&self) -> Texts {
        let mut sums: Vec<(Activity, f64)> = Vec::new();
        for activity in Activity::ALL {
            let hours: f64 =
                self.bars().filter(|bar| bar.activity == activity).map(|bar| bar.to_h - bar.from_h).sum();
            if hours > 0.0 && activity != Activity::InPlace {
                sums.push((activity, hours));
            }
        }
        sums.sort_by(|one, other| other.1.total_cmp(&one.1));
        let most: Vec<String> = sums
            .iter()
            .take(3)
            .map(|(activity, hours)| format!("{} ({})", activity.label(), number::hours(*hours)))
            .collect();
        let rows = self.rows.len().min(Self::MOST);
        let rest = frame::left_out(self.rows.len() - rows, "further rows are");
        let note = if self.rows_note.is_empty() { String::new() } else { format!(" {}", self.rows_note) };
        let closed = self.closed_h.map_or_else(
            || "the deployment does not close".to_owned(),
            |hour| format!("the deployment closes at {}", number::span(hour)),
        );
        let caption = format!(
            "{}: one seeded run, not an average; {closed}. {}.{note}{rest}",
            self.meta.title, self.meta.measure
        );
        let message = if most.is_empty() {
            "Nothing happens.".to_owned()
        } else {
            format!("Most of the time drawn is {}; {closed}.", most.join(", "))
        };
        let alt = format!(
            "Bar chart of activities over time with {rows} rows, one for each contingent or unit. Across: {}. {message}{note}{rest}",
            self.time.words(axis::from_zero(self.end()))
        );
        Texts { caption, alt }
    }

    fn width_mm(&self) -> f64 {
        WIDE_MM
    }

    fn height_mm(&self, width_mm: f64) -> f64 {
        let lines = self.lines().len();
        let key = Key { entries: &self.key(), width_mm: width_mm - 2.0 * BORDER_MM }.height();
        (21.0 + fonts::line_mm(LABEL_PT) + self.time.height() + key + Self::line_height(lines) * lines as f64)
            .clamp(40.0, TALLEST_MM)
            .round()
    }

    fn table(&self) -> Table {
        let mut table = Table::new([
            Field::text("group", "Name of the contingent"),
            Field::text("row", "Name of the unit, numbered where it has copies"),
            Field::number("from_h", "h", "When the activity begins, after the appeal"),
            Field::number("to_h", "h", "When it ends"),
            Field::text("activity", "What it is, as the key of the figure says"),
            Field::flag("on_causal_chain", "Whether the closure of the force hangs on it"),
        ]);
        for row in &self.rows {
            for bar in &row.bars {
                let words = [row.group.clone(), row.name.clone(), cell(bar.from_h), cell(bar.to_h)];
                table.row(
                    words.into_iter().chain([bar.activity.label().to_owned(), bar.critical.to_string()]),
                );
            }
        }
        table
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let lines = self.lines();
        let grouped = lines.iter().any(|line| matches!(line, Line::Heading(_)));
        let indent = if grouped { 2.0 } else { 0.0 };
        let set = Type::regular(SMALL_PT, INK);
        let widest = lines.iter().map(|line| match line {
            Line::Heading(_) => 0.0,
            Line::Bars(row) => set.width(&row.name),
        });
        let names = widest.fold(8.0, f64::max).min(NAMES_MOST_MM) + indent;
        let entries = self.key();
        let key = Key { entries: &entries, width_mm: room.width() };
        let bottom = room.bottom - key.height() - 1.5 - self.time.height();
        let panel = Rect::new(room.left + names + 2.0, room.top, room.right - 3.0, bottom);
        let across = Scale::across(panel, axis::from_zero(self.end()));
        self.time.draw_grid(canvas, panel, across);
        let height = panel.height() / lines.len().max(1) as f64;
        for (index, line) in lines.iter().enumerate() {
            let top = panel.top + index as f64 * height;
            let middle = top + height / 2.0;
            match line {
                Line::Heading(group) => {
                    let bold = Type::bold(LABEL_PT, INK);
                    let group = fonts::shorten(group, LABEL_PT, Weight::Bold, room.width() / 2.0);
                    canvas.text(&group, (room.left, bold.baseline_at(middle)), Anchor::Start, bold);
                    let from = (room.left + bold.width(&group) + 1.5).max(panel.left);
                    canvas.line(&[(from, middle), (panel.right, middle)], Stroke::solid(GRID, 0.8));
                }
                Line::Bars(row) => {
                    draw_name(canvas, &row.name, (room.left + indent, middle), (names - indent, height));
                    draw_row(
                        canvas,
                        Rect::new(panel.left, top + 0.3, panel.right, top + height - 0.3),
                        across,
                        row,
                    );
                }
            }
        }
        if let Some(hour) = self.deadline_h.filter(|hour| across.holds(*hour)) {
            let x = across.at(hour);
            canvas.line(&[(x, panel.top), (x, panel.bottom)], Stroke::dashed(DEADLINE.0, 1.2, DEADLINE.1));
        }
        self.time.draw(canvas, panel, across);
        key.draw(canvas, (room.left, room.bottom - key.height()));
        if lines.is_empty() {
            frame::nothing(canvas, panel);
        }
    }
}
