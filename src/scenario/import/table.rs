//! A table as rows of cells that know where they were written.
//!
//! The `csv` crate reads the text (RFC 4180 and what spreadsheets make of it); the place of a cell is counted from the
//! beginning of its row, which the crate tells.

use std::ops::Range;
use std::sync::Arc;

use super::columns::COLUMNS;
use crate::diagnostic::{Code, Diagnostic, Position, SourceText, did_you_mean};

/// A table longer than this is no list of units that somebody wrote.
const MOST_ROWS: usize = 100_000;

/// Columns of a header that are looked at: more than there are, so that many that are unknown are named at once.
const WIDEST_HEADER: usize = 200;

/// A table whose header is sound.
pub(super) struct Table {
    /// Its columns in the order of the file.
    pub(super) columns: Vec<&'static str>,
    /// Its rows of the right length.
    pub(super) rows: Vec<Row>,
    /// What is wrong with the others.
    pub(super) mistakes: Vec<Diagnostic>,
}

/// A row with as many cells as there are columns.
pub(super) struct Row {
    /// Its cells.
    pub(super) cells: Vec<Cell>,
    /// The first cell behind the last column that is not empty, and how many cells there are.
    beyond: Option<Cell>,
    length: usize,
}

impl Row {
    /// Takes the cells of a record that have a column, and one more that shows that there are too many.
    fn of(
        record: &csv::StringRecord,
        spans: Vec<Range<usize>>,
        source: &Arc<SourceText>,
        columns: usize,
    ) -> Self {
        let cell = |(text, span): (&str, Range<usize>)| Cell {
            text: text.to_owned(),
            position: Position::new(source, span),
        };
        let mut all = record.iter().zip(spans);
        let cells = all.by_ref().take(columns).map(cell).collect();
        let beyond = all.find(|(text, _)| !text.is_empty()).map(cell);
        Self { cells, beyond, length: record.len() }
    }

    /// Whether it is what a spreadsheet leaves of an empty row: nothing but delimiters.
    fn is_empty(&self) -> bool {
        self.beyond.is_none() && self.cells.iter().all(|cell| cell.text.is_empty())
    }
}

/// A cell.
pub(super) struct Cell {
    /// What it holds, without blanks around it.
    pub(super) text: String,
    /// Where.
    pub(super) position: Position,
}

impl Table {
    /// Returns the cell of a row in a column, when the table has the column and the row fills it.
    pub(super) fn cell<'a>(&self, row: &'a Row, column: &str) -> Option<&'a Cell> {
        let index = self.columns.iter().position(|name| *name == column)?;
        row.cells.get(index).filter(|cell| !cell.text.is_empty())
    }
}

/// Reads a table.
///
/// Errors: a header that is not sound, or no rows.
pub(super) fn read(source: &Arc<SourceText>) -> Result<Table, Vec<Diagnostic>> {
    let (declared, delimiter) = delimiter(&source.text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(source.text.as_bytes());
    let mut table: Option<Table> = None;
    for record in reader.records().take(MOST_ROWS + 2) {
        let record = record.map_err(|error| vec![unreadable(source, &error)])?;
        // `sep=;` tells a spreadsheet the delimiter, and is no row.
        if declared && table.is_none() && record.get(0).is_some_and(|first| first.starts_with("sep=")) {
            continue;
        }
        let start = record.position().map_or(0, |position| position.byte() as usize);
        let spans = spans(&source.text, start, delimiter, record.len());
        let columns = table.as_ref().map_or(WIDEST_HEADER, |table| table.columns.len());
        let row = Row::of(&record, spans, source, columns);
        if row.is_empty() {
            continue;
        }
        match &mut table {
            None => {
                table =
                    Some(Table { columns: header_columns(&row)?, rows: Vec::new(), mistakes: Vec::new() });
            }
            Some(table) => match length(&row, table.columns.len()) {
                Some(mistake) => table.mistakes.push(mistake),
                None => table.rows.push(row),
            },
        }
    }
    let table = table.ok_or_else(|| vec![empty(source, "the table is empty")])?;
    match table.rows.len() + table.mistakes.len() {
        0 => Err(vec![empty(source, "the table has a header and no rows")]),
        rows if rows > MOST_ROWS => {
            let message = format!("the table has more than {MOST_ROWS} rows");
            Err(vec![Diagnostic::new(Code::E1210, message).help("one row with `copies` stands for many")])
        }
        _ => Ok(table),
    }
}

/// Returns the character between cells, and whether a first line `sep=;` says so: else the one of comma, semicolon and
/// tab that the header holds most often.
fn delimiter(text: &str) -> (bool, u8) {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if let Some(declared) =
        [b';', b',', b'\t'].into_iter().find(|byte| header == format!("sep={}", char::from(*byte)))
    {
        return (true, declared);
    }
    let count = |delimiter: u8| header.bytes().filter(|byte| *byte == delimiter).count();
    (
        false,
        [b';', b'\t']
            .into_iter()
            .fold(b',', |best, next| if count(next) > count(best) { next } else { best }),
    )
}

/// Returns where the cells of the row that begins at a byte stand, without quotes and blanks around them.
fn spans(text: &str, start: usize, delimiter: u8, cells: usize) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = start;
    while matches!(bytes.get(at), Some(b'\r' | b'\n')) {
        at += 1;
    }
    let mut spans = Vec::with_capacity(cells);
    while spans.len() < cells {
        let begin = at;
        let mut quoted = false;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'"' => quoted = !quoted,
                b'\r' | b'\n' if !quoted => break,
                byte if *byte == delimiter && !quoted => break,
                _ => {}
            }
            at += 1;
        }
        spans.push(trimmed(text, begin..at));
        at += 1;
    }
    spans
}

fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let cell = text.get(span.clone()).unwrap_or_default();
    let around = |c: char| c.is_whitespace() || c == '"';
    let inner = cell.trim_matches(around);
    if inner.is_empty() {
        return span;
    }
    let start = span.start + (cell.len() - cell.trim_start_matches(around).len());
    start..start + inner.len()
}

fn header_columns(header: &Row) -> Result<Vec<&'static str>, Vec<Diagnostic>> {
    let names = || COLUMNS.iter().map(|column| column.name);
    let mut mistakes = Vec::new();
    let mut columns = Vec::new();
    for cell in &header.cells {
        let wanted = cell.text.to_lowercase().replace([' ', '-'], "_");
        match names().find(|name| *name == wanted) {
            Some(name) if columns.contains(&name) => {
                let message = format!("the column `{name}` stands twice");
                let diagnostic = Diagnostic::new(Code::E1701, message).at(cell.position.clone());
                mistakes.push(diagnostic.help("keep one of them"));
            }
            Some(name) => columns.push(name),
            None => {
                let message = format!("the column `{}` is unknown", cell.text);
                let mut diagnostic = Diagnostic::new(Code::E1701, message).at(cell.position.clone());
                let known: Vec<&str> = names().collect();
                diagnostic.help = did_you_mean(&wanted, known.iter().copied(), "columns")
                    .or_else(|| Some(format!("columns: {}", known.join(", "))));
                mistakes.push(diagnostic);
            }
        }
    }
    // A misspelt column is not missing as well.
    if mistakes.is_empty() {
        for column in COLUMNS.iter().filter(|column| column.required && !columns.contains(&column.name)) {
            let message = format!("the column `{}` is missing: {}", column.name, column.meaning);
            let mut diagnostic = Diagnostic::new(Code::E1701, message);
            diagnostic.position = header.cells.first().map(|cell| cell.position.clone());
            mistakes.push(diagnostic.help("the first line of a table names its columns"));
        }
    }
    if mistakes.is_empty() { Ok(columns) } else { Err(mistakes) }
}

/// Returns what is wrong with the length of a row. Empty cells at its end do no harm.
fn length(row: &Row, columns: usize) -> Option<Diagnostic> {
    let place = match &row.beyond {
        Some(cell) => cell,
        None if row.length >= columns => return None,
        None => row.cells.last()?,
    };
    let message = format!("the row has {} cells, and the header {columns}", row.length);
    let help = "put a cell that holds the delimiter into double quotes, and close every quote";
    Some(Diagnostic::new(Code::E1702, message).at(place.position.clone()).help(help))
}

fn empty(source: &Arc<SourceText>, message: &str) -> Diagnostic {
    Diagnostic::new(Code::E1706, message)
        .at(Position::new(source, 0..0))
        .help("the first line names the columns, each further line is one unit")
}

fn unreadable(source: &Arc<SourceText>, error: &csv::Error) -> Diagnostic {
    let at = error.position().map_or(0, |position| position.byte() as usize);
    Diagnostic::new(Code::E1702, format!("the row cannot be read: {error}"))
        .at(Position::new(source, at..at + 1))
}
