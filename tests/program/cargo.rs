//! Cargo in results: tonnes wherever a scenario has any, and no column or key where it has none.

use std::fs;
use std::path::Path;

use crate::support::{forceflow, json, scratch};

/// One load of 50 people, 4 vehicles and 10 t: loaded 1 + 4 x 0.25 + 0.5 x 0.5 + 10 x 0.01 = 2.35 h, flown 2 h, unloaded 0.5 h.
const HANDLING: &str = "scenarios/checks/handling.json";

fn run(scenario: &str, more: &[&str], out: &Path) -> String {
    let folder = out.to_str().expect("utf-8");
    let ran = forceflow(&[&["run", scenario, "-n", "5", "--out", folder], more].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.stdout
}

/// A column of a table by its name, for rows whose second cell is `force` or a number.
fn column(folder: &Path, table: &str, name: &str) -> Option<Vec<(String, String)>> {
    let mut rows = csv::Reader::from_path(folder.join(table)).expect("a table");
    let place = rows.headers().expect("a head").iter().position(|head| head == name)?;
    let rows = rows.records().map(|row| row.expect("a row"));
    let of_force = rows.filter(|row| &row[1] == "force" || table == "replications.csv");
    Some(of_force.map(|row| (row[0].to_owned(), row[place].to_owned())).collect())
}

#[test]
fn tonnes_stand_wherever_people_and_vehicles_do() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let told = run(HANDLING, &[], &out);
    assert!(told.contains("Delivered   50 people, 4 vehicles and 10 t of cargo in 1 loaded trips"), "{told}");
    assert!(told.contains("people  vehicles  cargo t "), "{told}");
    let result = json(&out, "result.json");
    assert_eq!(result["delivered"]["cargo_t"].as_f64(), Some(10.0));
    assert_eq!(result["contingents"]["force"]["cargo_t"].as_f64(), Some(10.0));
    let rows = column(&out, "replications.csv", "cargo_t").expect("a column");
    assert_eq!(rows.len(), 5);
    assert!(rows.iter().all(|(_, cargo)| cargo == "10.000"), "{rows:?}");
    for quantile in ["p05", "p25", "p50", "p75", "p95"] {
        let rows = column(&out, "arrivals.csv", &format!("cargo_t_{quantile}")).expect("a column");
        let at = |hour: &str| &rows.iter().find(|(at, _)| at == hour).expect("an hour").1;
        assert_eq!((at("4.50").as_str(), at("5.00").as_str()), ("0.000", "10.000"), "in place at 4.85 h");
    }
    assert_eq!(json(&out, "values.json")["values"]["delivered.cargo_t"]["text"], "10");
    let figures = json(&out, "charts/figures.json");
    let figure = figures.as_array().expect("figures").iter().find(|figure| figure["id"] == "arrivals-cargo");
    assert!(figure.expect("a figure")["alt"].as_str().expect("a text").contains("10\u{a0}t"), "{figures}");
    let report = fs::read_to_string(out.join("report.md")).expect("a report");
    assert!(report.contains("In place are then 50 people, 4 vehicles and 10 t of cargo"), "{report}");
}

#[test]
fn cargo_alone_is_no_empty_result() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let unit = "contingents.force.units.company";
    let [people, vehicles] = [format!("{unit}.personnel=0"), format!("{unit}.vehicles=null")];
    let told = run(HANDLING, &["--set", &people, "--set", &vehicles], &out);
    assert!(told.contains("Delivered   0 people, 0 vehicles and 10 t of cargo"), "{told}");
    let figures = json(&out, "charts/figures.json");
    let has = |id: &str| figures.as_array().expect("figures").iter().any(|figure| figure["id"] == id);
    assert!(has("arrivals-cargo") && !has("arrivals"), "no figure says that nothing arrives: {figures}");
}

#[test]
fn where_there_is_no_cargo_there_is_no_word_of_it() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let told = run(HANDLING, &["--set", "contingents.force.units.company.cargo_t=0"], &out);
    assert!(told.contains("Delivered   50 people and 4 vehicles in 1 loaded trips"), "{told}");
    let files = ["result.json", "replications.csv", "arrivals.csv", "values.json", "charts/figures.json"];
    for file in files {
        let text = fs::read_to_string(out.join(file)).expect("a file");
        assert!(!text.contains("cargo"), "{file}: {text}");
    }
}
