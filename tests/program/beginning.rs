//! Beginning a scenario: from a template, and with units from a spreadsheet.

use std::fs;
use std::path::Path;

use crate::support::{Ran, forceflow, result_json, scratch};

const HEADER: &str =
    "contingent,unit,name,copies,personnel,vehicles,home,notice_h,prepare_h,to,march_to,march_speed_kmh";

fn text_of(path: &Path) -> &str {
    path.to_str().expect("utf-8")
}

/// A scenario from the template `airlift`, and a table beside it.
fn beginning(table: &str) -> (tempfile::TempDir, String, String) {
    let scratch = scratch();
    let scenario = scratch.path().join("scenario.json");
    assert_eq!(forceflow(&["init", text_of(&scenario)]).code, 0);
    let units = scratch.path().join("units.csv");
    fs::write(&units, table).expect("written");
    let (scenario, units) = (text_of(&scenario).to_owned(), text_of(&units).to_owned());
    (scratch, scenario, units)
}

/// Imports a table that is wrong, and makes sure that the scenario is as it was.
fn refused(table: &str) -> Ran {
    let (_scratch, scenario, units) = beginning(table);
    let before = fs::read_to_string(&scenario).expect("a scenario");
    let ran = forceflow(&["import", &units, "--into", &scenario]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stdout.is_empty(), "{}", ran.stdout);
    assert_eq!(fs::read_to_string(&scenario).expect("a scenario"), before);
    ran
}

#[test]
fn every_template_is_without_mistakes_and_runs() {
    let scratch = scratch();
    for template in ["kazakhstan", "airlift", "road", "rail", "sea", "mixed", "relief"] {
        let name = scratch.path().join(template);
        let begun = forceflow(&["init", text_of(&name), "--template", template]);
        assert_eq!(begun.code, 0, "{}", begun.stderr);
        let file = format!("{}.json", text_of(&name));
        assert!(begun.stdout.contains(&format!("forceflow run {file}")), "{}", begun.stdout);
        assert!(
            fs::read_to_string(&file).expect("a file").contains("\"notes\""),
            "{template} explains itself"
        );
        assert_eq!(forceflow(&["check", &file]).stdout, format!("{file}: no mistakes\n"));
        let result = result_json(&["run", &file, "-n", "3", "--no-charts"]);
        assert!(result["closure_h"]["mean"].as_f64().is_some_and(|hours| hours > 0.0), "{template}");
    }
}

#[test]
fn a_copy_of_the_base_case_needs_no_library_beside_it_and_the_template_none_at_all() {
    let scratch = scratch();
    let copy = scratch.path().join("copy.json");
    fs::copy("scenarios/kazakhstan-2022.json", &copy).expect("copied");
    assert!(fs::read_to_string(&copy).expect("a file").contains("\"library:aircraft\""));
    let written = scratch.path().join("written.json");
    assert_eq!(forceflow(&["init", text_of(&written), "--template", "kazakhstan"]).code, 0);
    assert!(!fs::read_to_string(&written).expect("a file").contains("\"include\""));
    let resolved = |file: &Path| {
        let out = scratch.path().join("out");
        let ran = forceflow(&["run", text_of(file), "-n", "2", "--no-charts", "-q", "--out", text_of(&out)]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let manifest = fs::read_to_string(out.join("manifest.json")).expect("a manifest");
        assert!(!manifest.contains("library:") && !manifest.contains("\"include\""));
        let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
        assert_eq!(forceflow(&["verify", text_of(&out)]).code, 0);
        manifest["scenario_hash"].as_str().expect("a hash").to_owned()
    };
    assert_eq!(resolved(&copy), resolved(&written));
}

#[test]
fn init_leaves_a_file_that_is_there_alone() {
    let scratch = scratch();
    let file = scratch.path().join("thesis.json");
    fs::write(&file, "years of work").expect("written");
    let begun = forceflow(&["init", text_of(&file)]);
    assert_eq!(begun.code, 2);
    assert!(
        begun.stderr.contains("thesis.json` is there already, and nothing was written"),
        "{}",
        begun.stderr
    );
    assert_eq!(fs::read_to_string(&file).expect("still there"), "years of work");
    // Without the ending it is the same file.
    assert_eq!(forceflow(&["init", text_of(&scratch.path().join("thesis"))]).code, 2);
}

#[test]
fn units_of_a_table_take_part_in_the_next_run() {
    let table = format!(
        "{HEADER}\nbravo,company,\"Bravo, company\",3,110,\"truck=3; apc=2\",origin,2,6/12/24,destination,site,20\n\
         alpha,medics,,,40,truck=1,origin,,8,destination,,\n"
    );
    let (_scratch, scenario, units) = beginning(&table);
    let before = fs::read_to_string(&scenario).expect("a scenario");
    let delivered = |file: &str| {
        let result = result_json(&["run", file, "-n", "3", "--no-charts"]);
        ["personnel", "vehicles"].map(|what| result["delivered"][what].as_u64().expect("a count"))
    };
    let alone = delivered(&scenario);
    let imported = forceflow(&["import", &units, "--into", &scenario]);
    assert_eq!(imported.code, 0, "{}", imported.stderr);
    assert!(imported.stdout.starts_with("2 units with 370 people and 16 vehicles"), "{}", imported.stdout);
    assert_eq!(delivered(&scenario), [alone[0] + 370, alone[1] + 16]);

    let after = fs::read_to_string(&scenario).expect("a scenario");
    assert!(before.lines().all(|line| after.contains(line.trim_end_matches(','))), "nothing else changed");
    let value: serde_json::Value = serde_json::from_str(&after).expect("JSON");
    let company = &value["contingents"]["bravo"]["units"]["company"];
    assert_eq!(company["name"], "Bravo, company");
    assert_eq!(company["prepare_h"]["triangular"]["mode"], 12);
    assert_eq!(company["itinerary"][1]["march"]["speed_kmh"], 20);
    assert_eq!(
        value["contingents"]["alpha"]["units"]["medics"]["itinerary"].as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn a_table_as_spreadsheets_write_it_is_read_alike() {
    let comma =
        format!("{HEADER}\nbravo,company,,3,110,\"truck=3; apc=2\",origin,2,6/12/24,destination,site,\n");
    let semicolon = format!("\u{feff}{}", comma.replace("\"truck=3; apc=2\"", "T").replace(',', ";"))
        .replace('T', "\"truck=3; apc=2\"")
        .replace('\n', "\r\n")
        + ";;;;;;;;;;;\r\n";
    let of = |table: &str| {
        let (_scratch, _, units) = beginning(table);
        let ran = forceflow(&["import", &units]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stdout
    };
    assert_eq!(of(&comma), of(&semicolon));
}

#[test]
fn a_line_that_names_the_delimiter_is_no_row() {
    let table = |first: &str| {
        let table = format!("{first}contingent;unit;personnel;home;to\nbravo;guards;10;origin;destination\n");
        let (_scratch, _, units) = beginning(&table);
        let ran = forceflow(&["import", &units]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stdout
    };
    assert_eq!(table(""), table("sep=;\n"));
    let ran = refused("sep=;\ncontingent;unit;personnel;home;to\nbravo;guards;ten;origin;destination\n");
    assert!(ran.stderr.contains("units.csv:3:14"), "{}", ran.stderr);
}

/// Quadratic work would take minutes, here and where each row is wrong.
#[test]
fn a_table_of_many_rows_is_read_in_one_go() {
    let rows = |home: &str| {
        let rows = (0..60_000).map(|row| format!("c{row},guards,1,{home},destination\n"));
        format!("contingent,unit,personnel,home,to\n{}", rows.collect::<String>())
    };
    let (_scratch, _, units) = beginning(&rows("origin"));
    let ran = forceflow(&["import", &units]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(ran.stdout.matches("\"guards\"").count(), 60_000);
    let ran = refused(&rows("orign"));
    assert!(
        ran.stderr.contains("units.csv:2:13") && ran.stderr.contains("did you mean `origin`?"),
        "{}",
        ran.stderr
    );
}

#[test]
fn every_mistake_in_a_table_has_its_line_column_and_remedy() {
    let ran = refused(
        "contingent;unit;personnel;vehicles;home;notice_h;to\n\
         bravo;company 1;110;truck=3, apc=2;origin;2,5;destination\n\
         bravo;scouts;about 100;3 trucks;origin;2/3;\n\
         bravo;pickets;99999999999;;origin;6/2/3;destination\n\
         bravo;medics;10\n\
         bravo;guards;10;;origin;;destination\n\
         bravo;guards;10;;origin;;destination\n",
    );
    for (code, place, remedy) in [
        ("E0018", "units.csv:2:7", "put the full name into `name`"),
        ("E1703", "units.csv:2:43", "decimals take a point"),
        ("E1703", "units.csv:3:14", "write digits only"),
        ("E1703", "units.csv:3:24", "as truck=3; apc=2"),
        ("E1703", "units.csv:3:40", "least, usual and most"),
        ("E1705", "units.csv:3:7", "fill `to`"),
        ("E1703", "units.csv:4:15", "is too large"),
        ("E1703", "units.csv:4:35", "is out of order"),
        ("E1702", "units.csv:5:14", "double quotes"),
        ("E1704", "units.csv:7:7", "it stands first at"),
    ] {
        for words in [code, place, remedy] {
            assert!(ran.stderr.contains(words), "{words} in\n{}", ran.stderr);
        }
    }
}

#[test]
fn what_the_scenario_does_not_have_is_shown_in_the_table() {
    let ran = refused(
        "contingent,unit,personnel,home,to,by,vehicles\nbravo,guards,10,orign,destination,bombers,tank=1\n",
    );
    for words in
        ["units.csv:2:17", "did you mean `origin`?", "unknown fleet `bombers`", "unknown vehicle type `tank`"]
    {
        assert!(ran.stderr.contains(words), "{words} in\n{}", ran.stderr);
    }
}

#[test]
fn a_header_that_is_wrong_is_refused() {
    let people = refused("contingent,unit,people,home,to\nbravo,guards,10,origin,destination\n");
    assert!(people.stderr.contains("E1701") && people.stderr.contains("units.csv:1:17"), "{}", people.stderr);
    assert!(refused("contingent,unit,personnel,home,to\n").stderr.contains("E1706"));
    assert!(refused("").stderr.contains("E1706"));
    assert!(
        refused("contingent,unit,home,to\nbravo,guards,origin,destination\n")
            .stderr
            .contains("`personnel` is missing")
    );
}

#[test]
fn units_go_into_a_new_file_and_never_over_an_old_one() {
    let (scratch, scenario, units) =
        beginning("contingent,unit,personnel,home,to\nbravo,guards,10,origin,destination\n");
    let out = scratch.path().join("larger.json");
    let before = fs::read_to_string(&scenario).expect("a scenario");
    let arguments = ["import", &units, "--into", &scenario, "--out", text_of(&out)];
    assert_eq!(forceflow(&arguments).code, 0);
    assert_eq!(fs::read_to_string(&scenario).expect("a scenario"), before);
    assert_eq!(forceflow(&["check", text_of(&out)]).code, 0);
    assert_eq!(forceflow(&arguments).code, 2);
    let variant = scratch.path().join("variant.json");
    fs::write(&variant, r#"{"format_version": 1, "based_on": "scenario.json", "changes": {}}"#)
        .expect("written");
    let ran = forceflow(&["import", &units, "--into", text_of(&variant)]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("E1707"), "{}", ran.stderr);
    // A unit that is there already stays as it is.
    assert_eq!(forceflow(&["import", &units, "--into", text_of(&out)]).code, 2);
}
