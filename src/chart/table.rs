//! The numbers of a figure as a table, which stands beside it as CSV.

use std::fmt;
use std::io;
use std::sync::Arc;

use super::fan::Fan;
use crate::field::Field;

/// Decimals of a number in a cell, as in every other CSV table of a folder.
const DECIMALS: usize = 6;

/// Hears a row, a cell for each column.
pub type EachRow<'a> = dyn FnMut(&[String]) -> io::Result<()> + 'a;

/// Gives rows one by one.
type Rows = dyn Fn(&mut EachRow<'_>) -> io::Result<()> + Send + Sync;

/// Rows of cells below names of columns; units end the names, as `hour_h`.
#[derive(Clone)]
pub struct Table {
    fields: Vec<Field>,
    rows: Vec<Vec<String>>,
    /// Rows below those, made when they are asked for, since there may be very many.
    further: Option<Arc<Rows>>,
}

impl fmt::Debug for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let further = if self.further.is_some() { " and more" } else { "" };
        write!(formatter, "Table({} columns, {} rows{further})", self.fields.len(), self.rows.len())
    }
}

impl Table {
    /// A table without rows.
    pub(crate) fn new(fields: impl Into<Vec<Field>>) -> Self {
        Self { fields: fields.into(), rows: Vec::new(), further: None }
    }

    /// A table whose rows are made whenever they are asked for.
    pub(crate) fn made(
        fields: impl Into<Vec<Field>>,
        rows: impl Fn(&mut EachRow<'_>) -> io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        Self { fields: fields.into(), rows: Vec::new(), further: Some(Arc::new(rows)) }
    }

    /// Adds a row, a cell for each column.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let row: Vec<String> = cells.into_iter().collect();
        debug_assert_eq!(row.len(), self.fields.len(), "a cell for each column");
        self.rows.push(row);
    }

    /// Its columns.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Gives its rows, one by one.
    ///
    /// # Errors
    /// What `each` refuses, and rows that cannot be made.
    pub fn each_row(&self, each: &mut EachRow<'_>) -> io::Result<()> {
        self.rows.iter().try_for_each(|row| each(row))?;
        self.further.as_ref().map_or(Ok(()), |further| further(each))
    }
}

/// A number in a cell; empty where there is none.
pub(crate) fn cell(value: impl Into<Option<f64>>) -> String {
    let value = value.into().filter(|value| value.is_finite());
    // Zero has no sign for readers.
    value.map_or_else(String::new, |value| format!("{:.DECIMALS$}", value + 0.0))
}

/// The hours of a line, before its values.
pub(crate) const HOUR: Field =
    Field::number("hour_h", "h", "Hours after the appeal; what the row says holds until the next hour");

/// The columns of a fan, after its hours.
pub(crate) const fn fan(unit: &'static str) -> [Field; 5] {
    [
        Field::number("p05", unit, "5 % of the replications have at most this"),
        Field::number("p25", unit, "25 % of the replications have at most this"),
        Field::number("p50", unit, "Median over the replications"),
        Field::number("p75", unit, "75 % of the replications have at most this"),
        Field::number("p95", unit, "95 % of the replications have at most this"),
    ]
}

/// The quantiles of a fan at an hour. Each value holds until the next hour of the grid; before the first there is none.
pub(crate) fn fan_at(fan: &Fan, hour: f64) -> [String; 5] {
    let index = fan.hours.partition_point(|at| *at <= hour).checked_sub(1);
    let at = |values: &[f64]| cell(index.and_then(|index| values.get(index)).copied());
    [&fan.p05, &fan.p25, &fan.p50, &fan.p75, &fan.p95].map(|values| at(values))
}

/// The value of a stair at an hour: that of its last step until then; none before the first.
pub(crate) fn step_at(steps: &[(f64, f64)], hour: f64) -> Option<f64> {
    let index = steps.partition_point(|step| step.0 <= hour).checked_sub(1)?;
    steps.get(index).map(|step| step.1)
}

/// Hours of several lines, rising, each once.
pub(crate) fn union(hours: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut hours: Vec<f64> = hours.filter(|hour| hour.is_finite()).collect();
    hours.sort_by(f64::total_cmp);
    hours.dedup();
    hours
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stair_keeps_its_value_until_the_next_step() {
        let steps = [(1.0, 10.0), (3.0, 30.0)];
        assert_eq!(
            [0.5, 1.0, 2.9, 3.0, 9.0].map(|hour| step_at(&steps, hour)),
            [None, Some(10.0), Some(10.0), Some(30.0), Some(30.0)]
        );
        assert_eq!(union([3.0, 1.0, 3.0, f64::NAN].into_iter()), [1.0, 3.0]);
        assert_eq!(
            (cell(1.5), cell(f64::INFINITY), cell(None)),
            ("1.500000".to_owned(), String::new(), String::new())
        );
    }
}
