//! Tables as CSV, and Markdown from the rows of a CSV table.

use std::io::{self, Write};

use crate::escape::{csv_cell, markdown_cell};
use crate::field::{Field, head};

/// A CSV table as Markdown; numbers with the digits that they have there, less the zeros behind.
pub fn markdown_of_csv(csv: &[u8]) -> String {
    let mut text = String::new();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv);
    for (index, row) in reader.records().flatten().enumerate() {
        let cells: Vec<String> = row.iter().map(cell).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
        if index == 0 {
            text.push_str(&format!("|{}\n", "---|".repeat(cells.len())));
        }
    }
    text
}

/// A CSV table under way: no cell of it is run as a formula.
pub(super) struct CsvTable<W: Write>(csv::Writer<W>);

impl<W: Write> CsvTable<W> {
    /// A table without rows.
    pub(super) fn new(out: W) -> Self {
        Self(csv::Writer::from_writer(out))
    }

    /// Writes a row.
    ///
    /// # Errors
    /// What the writer refuses, and a row with another number of cells than those before.
    pub(super) fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) -> io::Result<()> {
        for cell in cells {
            self.0.write_field(csv_cell(cell.as_ref()).as_ref())?;
        }
        Ok(self.0.write_record(None::<&[u8]>)?)
    }

    /// Writes what is still held.
    ///
    /// # Errors
    /// What the writer refuses.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A table of these columns as CSV; every row has a cell for each.
pub(super) fn csv_below<R>(fields: &[Field], rows: impl IntoIterator<Item = R>) -> Vec<u8>
where
    R: IntoIterator<Item: AsRef<str>>,
{
    let mut bytes = Vec::new();
    let mut table = CsvTable::new(&mut bytes);
    let mut whole = table.row(head(fields));
    for row in rows {
        whole = whole.and_then(|()| table.row(row));
    }
    let whole = whole.and_then(|()| table.finish());
    // Memory does not fail.
    debug_assert!(whole.is_ok(), "every row has a cell for each column");
    drop(table);
    bytes
}

/// A number in a cell of a CSV table: six decimals, empty where there is none.
pub(super) fn decimal(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| format!("{value:.6}"))
}

fn cell(text: &str) -> String {
    let is_decimal = text.contains('.') && text.parse::<f64>().is_ok();
    let text = if is_decimal { text.trim_end_matches('0').trim_end_matches('.') } else { text };
    markdown_cell(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_keeps_its_rows_and_escapes_bars() {
        let csv = b"path,closure_h\na|b,56.500000\n\"x, y\",48.000000\n";
        assert_eq!(
            markdown_of_csv(csv),
            "| path | closure_h |\n|---|---|\n| a\\|b | 56.5 |\n| x, y | 48 |\n"
        );
    }
}
