//! Tables as CSV, and Markdown from the rows of a CSV table.

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

/// A table of these columns as CSV; every row has a cell for each.
pub(super) fn csv_below<R>(fields: &[Field], rows: impl IntoIterator<Item = R>) -> Vec<u8>
where
    R: IntoIterator<Item: AsRef<[u8]>>,
{
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Memory does not fail, and cells are our own.
    let whole =
        |written: csv::Result<()>| debug_assert!(written.is_ok(), "every row has a cell for each column");
    whole(writer.write_record(head(fields)));
    rows.into_iter().for_each(|row| whole(writer.write_record(row)));
    writer.into_inner().unwrap_or_default()
}

/// A number in a cell of a CSV table: six decimals, empty where there is none.
pub(super) fn decimal(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| format!("{value:.6}"))
}

fn cell(text: &str) -> String {
    let is_decimal = text.contains('.') && text.parse::<f64>().is_ok();
    let text = if is_decimal { text.trim_end_matches('0').trim_end_matches('.') } else { text };
    text.replace('|', "\\|").replace('\n', " ")
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
