//! The cells of a sweep over two settings, and the goal that they are held against.

use serde::{Deserialize, Serialize};

use super::geometry::Rect;

/// The measure at one pair of settings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The measure.
    pub value: f64,
    /// Its interval.
    pub interval: (f64, f64),
}

/// A goal for the measure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    /// The level.
    pub level: f64,
    /// Whether values at or above it meet the goal, rather than values at or below it.
    pub at_least: bool,
}

impl Goal {
    /// Whether a cell meets the goal; one without a value does not.
    pub(crate) fn met(self, cell: Option<Cell>) -> bool {
        cell.is_some_and(
            |cell| {
                if self.at_least { cell.value >= self.level } else { cell.value <= self.level }
            },
        )
    }

    /// Whether the interval of a cell leaves open if the goal is met.
    pub(crate) fn is_open(self, cell: Cell) -> bool {
        cell.interval.0 < self.level && cell.interval.1 > self.level
    }
}

/// Where the cells are.
pub(crate) struct Grid {
    /// All of them together.
    pub(crate) panel: Rect,
    /// Cells from left to right.
    pub(crate) columns: usize,
    /// Cells from the bottom up.
    pub(crate) rows: usize,
}

impl Grid {
    /// The place of one cell.
    pub(crate) fn cell(&self, column: usize, row: usize) -> Rect {
        let (width, height) =
            (self.panel.width() / self.columns.max(1) as f64, self.panel.height() / self.rows.max(1) as f64);
        let (left, bottom) =
            (self.panel.left + column as f64 * width, self.panel.bottom - row as f64 * height);
        Rect::new(left, bottom - height, left + width, bottom)
    }

    /// All pairs of column and row.
    pub(crate) fn all(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let columns = self.columns;
        (0..self.rows).flat_map(move |row| (0..columns).map(move |column| (column, row)))
    }
}
