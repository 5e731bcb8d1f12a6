//! Results for other programs: tables that are what their description says, the map, the trace, and who is to be cited.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{files, forceflow, results, scratch};

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const KAZAKHSTAN: &str = "scenarios/kazakhstan-2022.json";
const NO_AN_124: &str = "scenarios/variants/kazakhstan-2022-no-an-124.json";

/// Runs a command into a folder; what a study keeps goes beside it.
fn made(command: &[&str], out: &Path) {
    let points = out.with_extension("points").display().to_string();
    let keeps = ["compare", "sweep", "sensitivity", "size"].contains(&command[0]);
    let kept = ["--points", points.as_str()];
    let kept = if keeps { &kept[..] } else { &[] };
    let ran = forceflow(&[command, kept, &["--quiet", "--out", out.to_str().expect("utf-8")]].concat());
    assert!(ran.code <= 1, "{command:?}: {}", ran.stderr);
}

fn json_of(out: &Path, name: &str) -> Value {
    let bytes = fs::read(out.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("a list, not {value}"))
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}"))
}

/// The file of a scenario with other members at the top.
fn changed(scratch: &Path, members: &Value) -> String {
    let text = fs::read_to_string(AIR_BRIDGE).expect("the air bridge");
    let mut scenario: Value = serde_json::from_str(&text).expect("JSON");
    for (key, value) in members.as_object().expect("members") {
        scenario[key] = value.clone();
    }
    let path = scratch.join("changed.json");
    fs::write(&path, scenario.to_string()).expect("a file");
    path.display().to_string()
}

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
fn authors_and_licence_are_cited_and_change_no_number() {
    let scratch = scratch();
    let credits = json!({
        "authors": ["Ada Lovelace", { "name": "Josiah Carberry", "orcid": "0000-0002-1825-0097" }],
        "licence": "CC-BY-4.0",
    });
    let (out, plain) = (scratch.path().join("out"), scratch.path().join("plain"));
    made(&["run", &changed(scratch.path(), &credits), "-n", "3"], &out);
    made(&["run", AIR_BRIDGE, "-n", "3"], &plain);
    let read = |out: &Path, name: &str| fs::read(out.join(name)).expect("a file");
    for name in ["result.json", "replications.csv", "arrivals.csv", "timeline.csv", "values.json"] {
        assert_eq!(read(&out, name), read(&plain, name), "{name}");
    }
    let citation = String::from_utf8(read(&out, "CITATION.cff")).expect("utf-8");
    assert!(citation.starts_with("cff-version: 1.2.0\ntype: dataset\n"), "{citation}");
    let authors = "authors:\n  - name: \"Ada Lovelace\"\n  - name: \"Josiah Carberry\"\n    orcid: \"https://orcid.org/0000-0002-1825-0097\"\n";
    assert!(citation.contains(authors) && citation.contains("license: \"CC-BY-4.0\"\n"), "{citation}");
    let nobody = String::from_utf8(read(&plain, "CITATION.cff")).expect("utf-8");
    assert!(nobody.contains("- name: \"Authors not named in the scenario\"") && !nobody.contains("license:"));
    let package = json_of(&out, "datapackage.json");
    assert_eq!(package["licenses"], json!([{ "name": "CC-BY-4.0" }]));
    assert_eq!(package["contributors"][0], json!({ "title": "Ada Lovelace", "role": "author" }));
    let entities = entities(&out);
    let root = &entities["./"];
    assert_eq!(root["license"], json!({ "@id": "https://spdx.org/licenses/CC-BY-4.0" }));
    assert_eq!(
        root["author"],
        json!([{ "@id": "#author-1" }, { "@id": "https://orcid.org/0000-0002-1825-0097" }])
    );
    let at = |path: &Path| path.to_str().expect("utf-8").to_owned();
    let (kept, beside) = (at(&scratch.path().join("points")), at(&scratch.path().join("compared")));
    let compared =
        forceflow(&["compare", &at(&out), &at(&plain), "--no-charts", "--points", &kept, "--out", &beside]);
    assert!(compared.stdout.contains("the scenarios are the same"), "{}{}", compared.stdout, compared.stderr);
}

#[test]
fn authors_and_licences_that_cannot_be_cited_are_refused() {
    let scratch = scratch();
    let wrong = [
        (json!({ "authors": [" "] }), "E1606"),
        (json!({ "authors": [{ "name": "Josiah", "orcid": "0000-0002-1825-0098" }] }), "E1606"),
        (json!({ "authors": [{ "orcid": "0000-0002-1825-0097" }] }), "`name`"),
        (json!({ "authors": [7] }), "the name of an author"),
        (json!({ "licence": "the usual" }), "E1607"),
    ];
    for (members, code) in wrong {
        let ran = forceflow(&["check", &changed(scratch.path(), &members)]);
        let said = format!("{}{}", ran.stdout, ran.stderr);
        assert!(ran.code != 0 && said.contains(code), "{members}: {said}");
    }
}

/// The entities of a crate by their ids, each of which stands once.
fn entities(out: &Path) -> BTreeMap<String, Value> {
    let metadata = json_of(out, "ro-crate-metadata.json");
    assert_eq!(metadata["@context"], "https://w3id.org/ro/crate/1.1/context");
    let mut entities = BTreeMap::new();
    for entity in list(&metadata["@graph"]) {
        let before = entities.insert(word(&entity["@id"]).to_owned(), entity.clone());
        assert!(before.is_none(), "{} stands twice", entity["@id"]);
    }
    entities
}

#[test]
fn the_crate_lists_what_the_manifest_does_wherever_that_is_written() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let path = out.to_str().expect("utf-8");
    made(&["compare", KAZAKHSTAN, NO_AN_124, "-n", "3"], &out);
    let agrees = || {
        let (manifest, entities) = (json_of(&out, "manifest.json"), entities(&out));
        assert_eq!(entities["ro-crate-metadata.json"]["conformsTo"]["@id"], "https://w3id.org/ro/crate/1.1");
        assert_eq!(entities["./"]["datePublished"], manifest["environment"]["written_at"]);
        assert_eq!(entities["#command"]["description"], manifest["command"]);
        let outputs = manifest["outputs"].as_object().expect("outputs");
        for (name, hash) in outputs {
            let file = &entities[name];
            assert_eq!(file["identifier"], format!("blake3:{}", word(hash)));
            assert_ne!(file["encodingFormat"], "application/octet-stream", "{name}");
        }
        let parts = list(&entities["./"]["hasPart"]);
        assert_eq!(parts.len(), outputs.len() + 1);
        assert!(parts.iter().all(|part| entities[word(&part["@id"])]["@type"] == "File"));
        let second = &manifest["scenarios"][1];
        assert_eq!(
            entities["#scenario-2"]["identifier"],
            format!("blake3:{}", word(&second["scenario_hash"]))
        );
        outputs.len()
    };
    let before = agrees();
    let drawn = forceflow(&["chart", path, "--only", "difference", "--formats", "svg"]);
    assert_eq!(drawn.code, 0, "{}", drawn.stderr);
    assert!(agrees() > before, "figures drawn again are in the crate");
    let verified = forceflow(&["verify", path]);
    assert_eq!(verified.code, 0, "{}", verified.stdout);
    // The folder is still one of ours, and is replaced whole.
    made(&["compare", KAZAKHSTAN, NO_AN_124, "-n", "3"], &out);
    assert_eq!(agrees(), before);
}

#[test]
fn a_crate_beside_no_manifest_of_ours_is_left_alone() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    fs::create_dir(&out).expect("a folder");
    fs::write(out.join("ro-crate-metadata.json"), "{}").expect("a file");
    let ran = forceflow(&["run", AIR_BRIDGE, "-n", "1", "--out", out.to_str().expect("utf-8")]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("ro-crate-metadata.json"), "{}", ran.stderr);
}

#[test]
fn hostile_titles_give_valid_files_that_verify() {
    let titles = [
        "</script><b>\"quotes\" & 'more' \\ %s ${x} {{y}}".to_owned(),
        "a\nb\r\tc\u{0}\u{1b}[31m\u{7f}\u{85}\u{2028}\u{feff}: # - [x]".to_owned(),
        "x".repeat(100_000),
        String::new(),
    ];
    for title in titles {
        let scratch = scratch();
        let out = scratch.path().join("out");
        let members = json!({
            "title": title,
            "authors": [format!("A {title}"), { "name": format!("B {title}") }],
            "sources": { "one": { "title": title, "url": title } },
        });
        made(&["run", &changed(scratch.path(), &members), "-n", "2", "--no-charts"], &out);
        assert_eq!(json_of(&out, "datapackage.json")["title"], title);
        assert_eq!(json_of(&out, "map.geojson")["title"], title);
        assert_eq!(json_of(&out, "timeline.trace.json")["otherData"]["title"], title);
        assert_eq!(entities(&out)["#scenario-1"]["name"], title);
        yaml_holds_one_line_a_key(&fs::read_to_string(out.join("CITATION.cff")).expect("a citation"));
        let verified = forceflow(&["verify", out.to_str().expect("utf-8")]);
        assert_eq!(verified.code, 0, "{}", verified.stdout);
    }
}

/// Every line is a key with a plain word, or with a scalar in double quotes that ends where the line does.
fn yaml_holds_one_line_a_key(text: &str) {
    for line in text.split_terminator('\n') {
        let (_, value) = line.split_once(':').unwrap_or_else(|| panic!("a key in `{line}`"));
        let Some(scalar) = value.trim_start().strip_prefix('"') else {
            let plain = |c: char| c.is_ascii_alphanumeric() || ". ".contains(c);
            assert!(value.chars().all(plain), "{line}");
            continue;
        };
        let inner = scalar.strip_suffix('"').unwrap_or_else(|| panic!("an end in `{line}`"));
        let mut letters = inner.chars();
        while let Some(letter) = letters.next() {
            assert!(letter != '"' && !letter.is_control() && letter != '\u{2028}', "{line}");
            if letter == '\\' {
                letters.next();
            }
        }
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
