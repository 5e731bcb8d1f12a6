use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field as Read;

use super::*;
use crate::experiment::{RunOptions, simulate};
use crate::model::compile;
use crate::report::csv;
use crate::scenario::load_str;

const SITES: &str = include_str!("../../../scenarios/checks/withdrawal.json");

/// Two sites, of which the first is not always reached before the horizon.
fn world() -> World {
    let march = "contingents.force.units.first.itinerary.0.march.travel_h".to_owned();
    let sets = [
        (march, r#"{"uniform": {"min": 3, "max": 40}}"#.to_owned()),
        ("horizon_h".to_owned(), "30".to_owned()),
    ];
    compile(&load_str("sites", SITES, &sets).expect("a scenario").scenario).expect("a world")
}

/// A cell as the CSV table has it.
fn cell(field: &Read) -> String {
    match field {
        Read::Null => String::new(),
        Read::Long(count) => count.to_string(),
        Read::Double(number) => format!("{number:.6}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_columns_hold_what_the_csv_table_holds() {
    let world = world();
    let summary = simulate(&world, &RunOptions { replications: 300, ..RunOptions::default() }, |_| {});
    let (mut table, mut columns, mut again) = (Vec::new(), Vec::new(), Vec::new());
    csv::replications(&world, &summary, &mut table).expect("there is room");
    replications(&world, &summary, &mut columns).expect("there is room");
    replications(&world, &summary, &mut again).expect("there is room");
    assert!(columns == again, "one table has one file");

    let mut file = tempfile::tempfile().expect("a file");
    file.write_all(&columns).expect("there is room");
    let file = SerializedFileReader::new(file).expect("a table in columns");
    let names: Vec<String> = file
        .metadata()
        .file_metadata()
        .schema_descr()
        .columns()
        .iter()
        .map(|it| it.name().to_owned())
        .collect();
    let rows = file.get_row_iter(None).expect("rows");
    let rows = rows
        .map(|row| row.expect("a row").get_column_iter().map(|(_, field)| cell(field)).collect::<Vec<_>>());
    let read: Vec<Vec<String>> = std::iter::once(names).chain(rows).collect();
    let mut table = ::csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_slice());
    let expected: Vec<Vec<String>> =
        table.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    assert_eq!(read, expected);
    assert!(read.iter().any(|row| row.iter().any(String::is_empty)), "some replication does not close");
}
