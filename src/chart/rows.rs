//! A chart of named rows, one below the other, on a common level axis.

use super::axis::{self, Scale, Ticks};
use super::canvas::{Anchor, Canvas, Type};
use super::colour::{GRID, INK};
use super::geometry::Rect;
use super::theme::{LABEL_PT, Stroke};
use super::{fonts, frame};

/// A column of row names at the left of a chart.
pub(crate) struct Names {
    /// How the names are set.
    pub(crate) set: Type,
    /// Width of the column (mm).
    pub(crate) width_mm: f64,
}

impl Names {
    /// A column that holds the widest name, `most_mm` wide at most.
    pub(crate) fn column<'a>(names: impl Iterator<Item = &'a str>, most_mm: f64) -> Self {
        let set = Type::regular(LABEL_PT, INK);
        let widest = names.map(|name| set.width(name)).fold(10.0, f64::max);
        Self { set, width_mm: widest.min(most_mm) }
    }

    /// Writes a name beside its row, on two lines when it needs them and the row has room. A heading is bold.
    /// It has the whole width, since nothing stands beside it.
    fn draw(&self, canvas: &mut Canvas<'_>, (name, is_heading): (&str, bool), left: f64, row: Rect) {
        let set = if is_heading { Type::bold(self.set.size_pt, INK) } else { self.set };
        let width_mm = if is_heading { row.right - left } else { self.width_mm };
        let line = fonts::line_mm(self.set.size_pt);
        let most = (row.height() / line).floor().max(1.0) as usize;
        let lines = fonts::wrap(name, set.size_pt, set.weight, width_mm, most);
        let middle = f64::midpoint(row.top, row.bottom) - (lines.len().max(1) - 1) as f64 * line / 2.0;
        for (index, text) in lines.iter().enumerate() {
            let baseline = set.baseline_at(middle + index as f64 * line);
            canvas.text(text, (left, baseline), Anchor::Start, set);
        }
    }
}

/// The most that names of one line take from the width.
const ONE_LINE_SHARE: f64 = 0.44;

/// What such names leave to the axis, so that the labels of two ticks stay apart (mm).
const LEAST_AXIS_MM: f64 = 28.0;

/// What the rows are laid out by.
pub(crate) struct Layout<'a> {
    /// Names, from above.
    pub(crate) names: Vec<&'a str>,
    /// Which of them are headings of those below.
    pub(crate) headings: Vec<usize>,
    /// The most that they take from the width (mm).
    pub(crate) names_most_mm: f64,
    /// Between the names and the axis (mm).
    pub(crate) gap_mm: f64,
    /// Right of the axis (mm).
    pub(crate) beside_mm: f64,
}

/// The rows on their axis.
pub(crate) struct Rows<'a> {
    names: Vec<&'a str>,
    headings: Vec<usize>,
    column: Names,
    room: Rect,
    /// Between the names, what stands to the right, and the axis.
    pub(crate) area: Rect,
    /// Where values stand.
    pub(crate) across: Scale,
    /// Ticks of the axis.
    pub(crate) ticks: Ticks,
}

impl<'a> Rows<'a> {
    /// Lays rows out in `room`; `range` gives the ends of the axis for the width that is left for it (mm).
    pub(crate) fn new(room: Rect, layout: Layout<'a>, range: impl FnOnce(f64) -> (f64, f64)) -> Self {
        // Names that cannot take a second line may take more of the width.
        let row_mm = (room.height() - axis::BOTTOM_MM) / layout.names.len().max(1) as f64;
        let usual_mm = 0.3 * room.width();
        let beside_axis_mm = room.width() - layout.gap_mm - layout.beside_mm - LEAST_AXIS_MM;
        let most_mm = if row_mm < 2.0 * fonts::line_mm(LABEL_PT) {
            (ONE_LINE_SHARE * room.width()).min(beside_axis_mm).max(usual_mm)
        } else {
            usual_mm
        };
        let column = Names::column(layout.names.iter().copied(), layout.names_most_mm.min(most_mm));
        let area = Rect::new(
            room.left + column.width_mm + layout.gap_mm,
            room.top,
            room.right - layout.beside_mm,
            room.bottom - axis::BOTTOM_MM,
        );
        let across = Scale::across(area, range(area.width()));
        let ticks = Ticks::linear(across.low, across.high, (area.width() / 14.0).max(2.0) as usize);
        Self { names: layout.names, headings: layout.headings, column, room, area, across, ticks }
    }

    /// An upright line through all rows.
    pub(crate) fn upright(&self, canvas: &mut Canvas<'_>, value: f64, stroke: Stroke) {
        let x = self.across.at(value);
        canvas.line(&[(x, self.area.top), (x, self.area.bottom)], stroke);
    }

    /// Light lines at the ticks, to be drawn first.
    pub(crate) fn draw_grid(&self, canvas: &mut Canvas<'_>) {
        axis::upright_grid(canvas, self.area, self.across, &self.ticks);
    }

    /// Draws names, lines between rows, and each row by `draw_row`, which takes its place and number.
    pub(crate) fn draw(
        &self,
        canvas: &mut Canvas<'_>,
        mut draw_row: impl FnMut(&mut Canvas<'_>, Rect, usize),
    ) {
        let step = self.area.height() / self.names.len().max(1) as f64;
        for (index, name) in self.names.iter().enumerate() {
            let top = self.area.top + index as f64 * step;
            let row = Rect { top, bottom: top + step, ..self.area };
            if index > 0 {
                let ends = [(self.room.left, top), (self.room.right, top)];
                canvas.line(&ends, Stroke::solid(GRID, 0.5));
            }
            let is_heading = self.headings.contains(&index);
            self.column.draw(canvas, (name, is_heading), self.room.left, row);
            draw_row(canvas, row, index);
        }
    }

    /// Draws the axis below the rows, and says so where there are none.
    pub(crate) fn draw_axis(&self, canvas: &mut Canvas<'_>, title: &str, label: impl Fn(f64) -> String) {
        axis::bottom(canvas, self.area, self.across, &self.ticks, title, label);
        if self.names.is_empty() {
            frame::nothing(canvas, self.area);
        }
    }
}
