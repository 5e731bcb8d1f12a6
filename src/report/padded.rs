//! The table of all text reports: columns in line, as wide as their widest cell.

/// Letters of a name in a table; a longer one is cut.
const WIDEST: usize = 60;

/// How the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// From the left: names and words.
    Words,
    /// To the right: numbers.
    Number,
    /// From the left and never cut: what a reader copies, and what ends a line.
    Text,
}

use Column::{Number, Text, Words};

/// A table for a terminal.
#[derive(Debug, Clone)]
pub(crate) struct Padded {
    columns: Vec<Column>,
    indent: usize,
    rows: Vec<Vec<String>>,
}

impl Padded {
    /// A table without rows.
    pub(crate) fn new(columns: &[Column]) -> Self {
        Self { columns: columns.to_vec(), indent: 0, rows: Vec::new() }
    }

    /// A column of words, and behind it columns of numbers.
    pub(crate) fn of_numbers(numbers: usize) -> Self {
        Self::new(&[&[Words], vec![Number; numbers].as_slice()].concat())
    }

    /// Moved to the right by some blanks.
    #[must_use]
    pub(crate) fn indented(mut self, blanks: usize) -> Self {
        self.indent = blanks;
        self
    }

    /// Adds a row, which may lack cells at its end.
    pub(crate) fn row<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        let cells = cells.into_iter().zip(&self.columns);
        self.rows.push(cells.map(|(cell, column)| cut(cell.into(), *column)).collect());
    }

    /// Its rows, the heads of its columns first.
    #[cfg(feature = "charts")]
    pub(crate) fn rows(&self) -> impl Iterator<Item = &Vec<String>> {
        self.rows.iter()
    }

    /// Which of its columns hold numbers.
    #[cfg(feature = "charts")]
    pub(crate) fn numbers(&self) -> impl Iterator<Item = bool> {
        self.columns.iter().map(|column| *column == Number)
    }
}

/// A cell on one line, with its first letters where it is longer than the column may be.
fn cut(cell: String, column: Column) -> String {
    let cell = if cell.contains('\n') { cell.replace('\n', " ") } else { cell };
    if column == Words { shortened(cell, WIDEST) } else { cell }
}

/// A name in `room` letters: its first ones, where it is longer.
pub(super) fn shortened(name: String, room: usize) -> String {
    match name.char_indices().nth(room) {
        Some(_) => name.chars().take(room - 1).chain(['…']).collect(),
        None => name,
    }
}

impl std::fmt::Display for Padded {
    /// The rows, each ending with a line feed and without blanks before it.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        for row in &self.rows {
            let mut line = " ".repeat(self.indent);
            for ((cell, column), width) in row.iter().zip(&self.columns).zip(&widths) {
                match column {
                    Number => line.push_str(&format!("{cell:>width$}  ")),
                    Words | Text => line.push_str(&format!("{cell:<width$}  ")),
                }
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_in_line_and_rows_end_where_they_end() {
        let mut table = Padded::new(&[Words, Number, Number, Text]).indented(2);
        table.row(["", "closure", "n", ""]);
        table.row(["Armenia, \nfirst", "9.5", "1,200", "later"]);
        table.row(["x"]);
        let text = "                   closure      n\n  Armenia,  first      9.5  1,200  later\n  x\n";
        assert_eq!(table.to_string(), text);
    }

    #[test]
    fn a_name_without_end_is_cut() {
        let mut table = Padded::of_numbers(1);
        table.row(["n".repeat(10_000), "1".to_owned()]);
        let text = table.to_string();
        assert!(text.chars().count() < 70 && text.contains('…'), "{text}");
    }
}
