//! Results for other programs: tables that are what their description says, the map and the trace.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{changed, files, json as json_of, list, made, results, scratch, word};

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const KAZAKHSTAN: &str = "scenarios/kazakhstan-2022.json";
const NO_AN_124: &str = "scenarios/variants/kazakhstan-2022-no-an-124.json";

/// Whether a cell is what its column says; an empty one is missing.
fn fits(cell: &str, holds: &str) -> bool {
    let is_number = |cell: &str| cell.parse::<f64>().is_ok_and(f64::is_finite);
    cell.is_empty()
        || match holds {
            "integer" => cell.parse::<i128>().is_ok(),
            "number" => is_number(cell),
            "boolean" => cell == "true" || cell == "false",
            "string" => true,
            other => panic!("no type {other}"),
        }
}

/// Reads every table of a folder by its description, and gives how many there are.
fn tables_are_described(out: &Path) -> usize {
    let package = json_of(out, "datapackage.json");
    assert_eq!(package["profile"], "tabular-data-package");
    let mut described = BTreeMap::new();
    let mut names = BTreeSet::new();
    for resource in list(&package["resources"]) {
        let name = word(&resource["name"]);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._".contains(c);
        assert!(names.insert(name) && name.chars().all(plain), "{name}");
        assert!(!word(&resource["title"]).is_empty() && !word(&resource["description"]).is_empty(), "{name}");
        assert_eq!(resource["schema"]["missingValues"], json!([""]));
        described.insert(word(&resource["path"]), &resource["schema"]["fields"]);
    }
    let found = files(out);
    let tables: BTreeSet<&str> = found
        .keys()
        .map(String::as_str)
        .filter(|name| Path::new(name).extension() == Some("csv".as_ref()))
        .collect();
    assert_eq!(described.keys().copied().collect::<BTreeSet<_>>(), tables, "{}", out.display());
    for (path, fields) in &described {
        let fields = list(fields);
        let mut table = csv::Reader::from_reader(found[*path].as_slice());
        let head: Vec<String> = table.headers().expect("a head").iter().map(str::to_owned).collect();
        let names: Vec<&str> = fields.iter().map(|field| word(&field["name"])).collect();
        assert_eq!(names, head, "{path}");
        assert!(fields.iter().all(|field| !word(&field["description"]).is_empty()), "{path}");
        for row in table.records() {
            let row = row.expect("a row");
            for (cell, field) in row.iter().zip(fields) {
                assert!(fits(cell, word(&field["type"])), "{path}: `{cell}` is no {field}");
            }
        }
    }
    described.len()
}

#[test]
fn every_table_of_every_kind_of_folder_is_what_its_description_says() {
    let vary = ["--vary", "fleets.bridge.count=8..10", "--vary", "dispatch=first_come,priority"];
    let size = ["size", AIR_BRIDGE, "--vary", "fleets.bridge.count=1..12", "--goal", "closure_h.mean <= 80"];
    let sensitivity = |method| ["sensitivity", KAZAKHSTAN, "-n", "2", "--top", "3", "--method", method];
    let few = ["--trajectories", "2"];
    let fewer = ["--samples", "4"];
    let commands: [(Vec<&str>, usize); 14] = [
        (vec!["run", KAZAKHSTAN, "-n", "5"], 10),
        (vec!["run", KAZAKHSTAN, "-n", "5", "--uncertain", "--no-charts"], 3),
        (vec!["run", "scenarios/checks/march.json", "-n", "3"], 6),
        (vec!["compare", KAZAKHSTAN, NO_AN_124, "-n", "5"], 3),
        (vec!["compare", AIR_BRIDGE, "--seeds", "1..3", "-n", "3"], 2),
        ([&["sweep", AIR_BRIDGE, "-n", "3"][..], &vary].concat(), 2),
        ([&["sweep", AIR_BRIDGE, "-n", "3"][..], &vary[2..]].concat(), 2),
        (vec!["sweep", AIR_BRIDGE, "-n", "2", "--vary", "fleets.bridge.count=1..3", "--no-charts"], 1),
        (sensitivity("tornado").to_vec(), 2),
        ([&sensitivity("morris")[..], &few].concat(), 2),
        ([&sensitivity("sobol")[..], &fewer].concat(), 2),
        (size.to_vec(), 2),
        (vec!["why", AIR_BRIDGE, "-n", "3"], 1),
        (vec!["backtest", KAZAKHSTAN, "-n", "5"], 3),
    ];
    let scratch = scratch();
    for (index, (command, least)) in commands.iter().enumerate() {
        let out = scratch.path().join(index.to_string());
        made(command, &out);
        let tables = tables_are_described(&out);
        assert!(tables >= *least, "{command:?}: {tables}");
    }
    // A folder without tables has nothing to describe.
    let out = scratch.path().join("none");
    made(&["why", AIR_BRIDGE, "-n", "3", "--no-charts"], &out);
    assert!(!out.join("datapackage.json").exists());
}

#[test]
fn columns_have_units_and_the_package_its_sources() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    made(&["run", KAZAKHSTAN, "-n", "3"], &out);
    let package = json_of(&out, "datapackage.json");
    let field = |path: &str, name: &str| {
        let resource = list(&package["resources"]).iter().find(|one| one["path"] == path).expect("a table");
        let mut fields = list(&resource["schema"]["fields"]).iter();
        fields.find(|field| field["name"] == name).expect("a column").clone()
    };
    let units = [
        ("replications.csv", "closure_h.armenia", "h"),
        ("replications.csv", "personnel", "people"),
        ("arrivals.csv", "cargo_t_p50", "t"),
        ("charts/arrivals.csv", "p50", "people"),
        ("charts/closure.csv", "share_closed", "share"),
    ];
    for (path, name, unit) in units {
        assert_eq!(field(path, name)["unit"], unit, "{path}: {name}");
    }
    assert!(field("timeline.csv", "cause").get("unit").is_none());
    let life = json!("https://life.ru/p/1462338");
    assert!(list(&package["sources"]).iter().any(|source| source["path"] == life));
}

#[test]
fn the_map_holds_the_sorties_of_the_shown_run_and_what_they_carry() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    made(&["run", KAZAKHSTAN, "-n", "5", "--no-charts"], &out);
    let map = json_of(&out, "map.geojson");
    assert_eq!(map["type"], "FeatureCollection");
    let mut of: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for feature in list(&map["features"]) {
        assert_eq!(feature["type"], "Feature");
        of.entry(word(&feature["properties"]["feature"])).or_default().push(feature);
    }
    let almaty = of["place"].iter().find(|place| place["properties"]["id"] == "almaty").expect("Almaty");
    assert_eq!(almaty["geometry"], json!({ "type": "Point", "coordinates": [77.04815, 43.3587] }));
    assert_eq!(
        (&almaty["properties"]["kind"], &almaty["properties"]["name"]),
        (&json!("site"), &json!("Almaty airport"))
    );
    // Longitude first, and no piece of a great circle longer than a hundred kilometres.
    for line in of["line"].iter().chain(&of["sortie"]) {
        assert_eq!(line["geometry"]["type"], "LineString");
        let points = list(&line["geometry"]["coordinates"]);
        assert!(points.len() > 1);
        for point in points {
            let (lon, lat) = (point[0].as_f64().expect("a number"), point[1].as_f64().expect("a number"));
            assert!((25.0..90.0).contains(&lon) && (35.0..65.0).contains(&lat), "{point}");
        }
    }
    let replication = map["replication"].as_u64().expect("a number") as usize;
    let mut rows = csv::Reader::from_path(out.join("replications.csv")).expect("replications");
    let row: BTreeMap<String, String> =
        rows.deserialize().nth(replication - 1).expect("a row").expect("a row");
    let deployed: Vec<&Value> = of["sortie"]
        .iter()
        .map(|sortie| &sortie["properties"])
        .filter(|told| told["phase"] == "deployment" && told["category"] == "loaded_travel")
        .collect();
    let sum = |key: &str| deployed.iter().map(|told| told[key].as_u64().expect("a number")).sum::<u64>();
    assert_eq!(deployed.len().to_string(), row["sorties"]);
    assert_eq!(
        (sum("people").to_string(), sum("vehicles").to_string()),
        (row["personnel"].clone(), row["vehicles"].clone())
    );
    let lines: u64 =
        of["line"].iter().filter(|line| line["properties"]["way"] == "air").map(|line| loads(line)).sum();
    assert_eq!(lines, deployed.len() as u64, "lines count what sorties tell one by one");
}

fn loads(line: &Value) -> u64 {
    ["loads_forth", "loads_back"].map(|key| line["properties"][key].as_u64().expect("a number")).iter().sum()
}

#[test]
fn lines_are_cut_at_the_antimeridian_and_schematic_ones_say_so() {
    let scratch = scratch();
    let text = fs::read_to_string(AIR_BRIDGE).expect("the air bridge");
    let places: Value = serde_json::from_str::<Value>(&text).expect("JSON")["places"].clone();
    let mut east = places.clone();
    for (index, (_, place)) in east.as_object_mut().expect("places").iter_mut().enumerate() {
        place["lat"] = json!(60.0);
        place["lon"] = json!(if index % 2 == 0 { 175.0 } else { -175.0 });
    }
    let out = scratch.path().join("out");
    made(&["run", &changed(scratch.path(), &json!({ "places": east })), "-n", "1", "--no-charts"], &out);
    let map = json_of(&out, "map.geojson");
    let cut: Vec<&Value> =
        list(&map["features"]).iter().filter(|one| one["geometry"]["type"] == "MultiLineString").collect();
    assert!(cut.len() > 40, "forty loads and a line: {}", cut.len());
    for feature in cut {
        let parts = list(&feature["geometry"]["coordinates"]);
        assert_eq!(parts.len(), 2);
        let edges: BTreeSet<String> = parts.iter().flat_map(list).map(|point| point[0].to_string()).collect();
        assert!(edges.contains("180.0") && edges.contains("-180.0"), "{edges:?}");
        assert_eq!(feature["properties"]["schematic"], false);
    }
    let out = scratch.path().join("rail");
    made(&["run", "scenarios/checks/rail.json", "-n", "1", "--no-charts"], &out);
    let map = json_of(&out, "map.geojson");
    let mut lines = list(&map["features"]).iter().map(|one| &one["properties"]);
    assert!(lines.any(|told| told["way"] == "rail" && told["schematic"] == true));
}

#[test]
fn the_trace_holds_every_row_of_the_timeline_and_nothing_overlaps() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    made(&["run", KAZAKHSTAN, "-n", "3", "--no-charts"], &out);
    let trace = json_of(&out, "timeline.trace.json");
    let (mut names, mut spans) = (BTreeMap::new(), BTreeMap::<u64, Vec<(i64, i64)>>::new());
    let mut rows = csv::Reader::from_path(out.join("timeline.csv")).expect("a timeline");
    let mut rows = rows.deserialize::<BTreeMap<String, String>>();
    for event in list(&trace["traceEvents"]) {
        let (pid, tid) = (event["pid"].as_u64().expect("a number"), event["tid"].as_u64().expect("a number"));
        if event["ph"] == "M" {
            if word(&event["name"]).ends_with("_name") {
                names.insert((word(&event["name"]), tid), word(&event["args"]["name"]));
            }
            continue;
        }
        let row = rows.next().expect("a row for each event").expect("a row");
        let (ts, dur) = (event["ts"].as_i64().expect("whole"), event["dur"].as_i64().expect("whole"));
        let us = |key: &str| (row[key].parse::<f64>().expect("hours") * 3.6e9).round() as i64;
        assert!(
            (ts - us("from_h")).abs() < 4_000 && (ts + dur - us("to_h")).abs() < 4_000,
            "{event}\n{row:?}"
        );
        assert_eq!((event["cat"].as_str(), event["ph"].as_str()), (Some(row["what"].as_str()), Some("X")));
        for (key, column) in [("where", "where"), ("to", "to"), ("for", "for"), ("cause", "cause")] {
            assert_eq!(event["args"].get(key).map_or("", word), row[column], "{event}");
        }
        let thread = names[&("thread_name", tid)];
        assert_eq!(thread.split(" (").next(), Some(row["who"].as_str()));
        assert!(names.contains_key(&("process_name", pid)), "{pid}");
        spans.entry(tid).or_default().push((ts, ts + dur));
    }
    assert!(rows.next().is_none(), "an event for each row");
    for (tid, spans) in spans {
        assert!(spans.windows(2).all(|pair| pair[0].1 <= pair[1].0), "thread {tid}");
    }
}

#[test]
fn the_files_do_not_depend_on_the_run() {
    let scratch = scratch();
    let (one, other) = (scratch.path().join("one"), scratch.path().join("other"));
    for (out, threads) in [(&one, "1"), (&other, "2")] {
        made(&["run", AIR_BRIDGE, "-n", "20", "--threads", threads], out);
    }
    let (one, mut other) = (results(&one), results(&other));
    other.insert("manifest.json".to_owned(), one["manifest.json"].clone());
    assert_eq!(one, other);
}
