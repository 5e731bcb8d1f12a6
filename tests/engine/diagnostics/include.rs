//! Libraries: what a scenario includes, what it lays over it, and what is left of it.

use std::path::{Path, PathBuf};

use forceflow::internals::diagnostic::Code;
use forceflow::internals::scenario::{Texts, load_among, load_value, schema};
use forceflow::{Diagnostics, Loaded, load, load_str};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common::{loaded, main_scenarios};

/// Two places, a type of vehicle and two of carriers, each with evidence; `spare` things are used by nobody.
const LIBRARY: &str = r#"{
  "format_version": 1,
  "notes": "made up",
  "vehicle_types": {"truck": {"mass_t": 10, "length_m": 8, "width_m": 2.5}, "spare": {"mass_t": 1}},
  "carrier_types": {
    "freighter": {
      "mode": "air", "seats": 100, "payload_t": 40, "hold_length_m": 24, "hold_width_m": 3.4,
      "load_h": {"triangular": {"min": 2, "mode": 3, "max": 6}}, "unload_h": 2,
      "breakdown": {"probability": 0.1, "repair_h": 4}
    },
    "spare": {"mode": "air", "seats": 50}
  },
  "places": {
    "origin": {"lat": 54.27, "lon": 48.23, "utc_offset_h": 4, "terminal": {}},
    "destination": {
      "lat": 43.35, "lon": 77.04, "utc_offset_h": 6,
      "terminal": {"stands": 4, "working_spots": 3, "alternate": "aside"}
    },
    "aside": {"lat": 49.67, "lon": 73.33, "terminal": {}},
    "spare": {"lat": 0, "lon": 0}
  },
  "sources": {"figures": {"title": "Figures", "url": "https://example.org/"}, "idle": {"title": "Idle"}},
  "evidence": {
    "carrier_types.freighter.seats": {"source": "figures"},
    "carrier_types.freighter.load_h.triangular.mode": {"low": 2, "high": 4},
    "carrier_types.freighter.unload_h": {"low": 1, "high": 3},
    "carrier_types.spare.seats": {"source": "idle"},
    "places.destination.terminal.working_spots": {"low": 1, "high": 4}
  }
}"#;

/// The air bridge without what the library holds; `over` stands before the fleets.
fn including(include: &str, over: &str) -> String {
    format!(
        r#"{{
  "format_version": 1,
  "include": {include},
  "title": "An air bridge",
  "start": "2022-01-06T00:00:00Z",
  {over}
  "routes": {{"bridge": {{"from": "origin", "to": "destination", "mode": "air", "travel_h": 4}}}},
  "fleets": {{"bridge": {{"carrier_type": "freighter", "count": 10, "base": "origin"}}}},
  "contingents": {{"force": {{"units": {{"company": {{
    "copies": 40, "personnel": 50, "vehicles": {{"truck": 3}}, "home": "origin",
    "itinerary": [{{"lift": {{"to": "destination"}}}}]
  }}}}}}}}
}}"#
    )
}

/// A folder with files, of which the first is loaded.
fn folder(files: &[(&str, &str)]) -> (TempDir, Result<Loaded, Diagnostics>) {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |(name, text): &(&str, &str)| -> PathBuf {
        let file = folder.path().join(name);
        std::fs::create_dir_all(file.parent().expect("a parent")).expect("made");
        std::fs::write(&file, text).expect("written");
        file
    };
    let written: Vec<PathBuf> = files.iter().map(write).collect();
    let result = load(&written[0], &[]);
    (folder, result)
}

/// The air bridge over the library.
fn over_library(over: &str) -> Loaded {
    let (_folder, result) = folder(&[
        ("scenario.json", &including(r#"["library/ours.json"]"#, over)),
        ("library/ours.json", LIBRARY),
    ]);
    result.unwrap_or_else(|found| panic!("{found}"))
}

/// Code, file name, line and column of each mistake.
fn places(result: &Result<Loaded, Diagnostics>) -> Vec<(Code, String, usize, usize)> {
    let found = result.as_ref().expect_err("refused");
    let one = found.iter().map(|one| {
        let place = one.position.as_ref().expect("a place");
        let file = Path::new(&place.source.name).file_name().expect("a name").to_string_lossy().into_owned();
        let (line, column) = place.line_column();
        (one.code, file, line, column)
    });
    one.collect()
}

fn at(code: Code, file: &str, line: usize, column: usize) -> (Code, String, usize, usize) {
    (code, file.to_owned(), line, column)
}

#[test]
fn a_scenario_takes_what_it_uses_and_leaves_the_rest() {
    let loaded = over_library("");
    assert!(loaded.warnings.is_empty(), "{}", loaded.warnings);
    let keys = |part: &str| -> Vec<String> {
        loaded.resolved[part].as_object().expect(part).keys().cloned().collect()
    };
    assert_eq!(keys("places"), ["aside", "destination", "origin"], "alternates are used, too");
    assert_eq!(keys("vehicle_types"), ["truck"]);
    assert_eq!(keys("carrier_types"), ["freighter"]);
    assert_eq!(keys("sources"), ["figures"]);
    assert_eq!(keys("evidence").len(), 4);
    assert!(loaded.resolved.get("include").is_none());
    let names: Vec<_> = loaded.chain.iter().filter_map(|file| file.file_name()?.to_str()).collect();
    assert_eq!(names, ["scenario.json", "ours.json"]);
    let again = load_value("again", &loaded.resolved).expect("it stands alone");
    assert_eq!((again.resolved.to_string(), again.hash()), (loaded.resolved.to_string(), loaded.hash()));
}

#[test]
fn entries_are_laid_over_each_other_key_by_key_and_values_are_replaced_whole() {
    let loaded = over_library(
        r#""carrier_types": {"freighter": {"seats": 90, "load_h": {"uniform": {"min": 1, "max": 2}},
            "unload_h": null, "breakdown": {"probability": 0.2}}},
        "places": {"destination": {"terminal": {"working_spots": 2}}},"#,
    );
    let freighter = &loaded.resolved["carrier_types"]["freighter"];
    assert_eq!(freighter["seats"], 90);
    assert_eq!(freighter["payload_t"], 40.0, "what is not said comes from the library");
    assert_eq!(freighter["load_h"], json!({"uniform": {"min": 1.0, "max": 2.0}}));
    assert!(freighter.get("unload_h").is_none(), "null removes");
    assert_eq!(freighter["breakdown"]["probability"], 0.2);
    assert_eq!(freighter["breakdown"]["repair_h"], 4.0);
    let terminal = &loaded.resolved["places"]["destination"]["terminal"];
    assert_eq!((&terminal["stands"], &terminal["working_spots"]), (&json!(4), &json!(2)));
}

#[test]
fn evidence_goes_with_the_value_of_which_it_speaks() {
    let evidence = |over: &str| {
        let loaded = over_library(over);
        let keys: Vec<String> = loaded.scenario.evidence.keys().cloned().collect();
        (keys, loaded)
    };
    let (all, _) = evidence("");
    let (kept, loaded) = evidence(
        r#""carrier_types": {"freighter": {"seats": 90, "load_h": 2}},
        "places": {"destination": {"terminal": {"working_spots": 9}}},"#,
    );
    assert_eq!(kept, ["carrier_types.freighter.unload_h"], "of {all:?}");
    assert!(loaded.scenario.sources.is_empty(), "nothing rests on it any more, and nothing is said of it");
    assert!(loaded.warnings.is_empty(), "{}", loaded.warnings);
    let (_, loaded) = evidence(
        r#""carrier_types": {"freighter": {"seats": 90}},
        "evidence": {"carrier_types.freighter.seats": {"low": 80, "high": 100},
            "carrier_types.freighter.unload_h": {"source": "figures"}},
        "sources": {"figures": {"title": "Other figures"}},"#,
    );
    let of = |path: &str| loaded.resolved["evidence"][path].clone();
    assert_eq!(of("carrier_types.freighter.seats"), json!({"high": 100.0, "low": 80.0}));
    assert_eq!(of("carrier_types.freighter.unload_h"), json!({"source": "figures"}), "replaced whole");
    assert_eq!(loaded.resolved["sources"]["figures"], json!({"title": "Other figures"}), "replaced whole");
}

#[test]
fn a_later_library_counts_before_an_earlier_one_and_each_file_counts_once() {
    let of = |seats: u32| {
        format!(r#"{{"format_version": 1, "carrier_types": {{"freighter": {{"seats": {seats}}}}}}}"#)
    };
    let seats = |include: &str, files: &[(&str, &str)]| {
        let scenario = including(include, "");
        let mut all: Vec<(&str, &str)> = vec![("scenario.json", &scenario), ("ours.json", LIBRARY)];
        all.extend(files);
        let (_folder, result) = folder(&all);
        let loaded = result.unwrap_or_else(|found| panic!("{found}"));
        loaded.scenario.carrier_types["freighter"].seats
    };
    let (few, many) = (of(20), of(200));
    let both = [("few.json", few.as_str()), ("many.json", many.as_str())];
    assert_eq!(seats(r#"["ours.json", "few.json", "many.json"]"#, &both), Some(200));
    assert_eq!(seats(r#"["ours.json", "many.json", "few.json"]"#, &both), Some(20));
    assert_eq!(seats(r#"["few.json", "ours.json"]"#, &both), Some(100));
    // A library counts before what it includes, also where another one includes that again.
    let first = few.replacen('{', r#"{"include": ["ours.json"], "#, 1);
    let second = r#"{"format_version": 1, "include": ["./ours.json"]}"#;
    let files = [("first.json", first.as_str()), ("second.json", second)];
    assert_eq!(seats(r#"["first.json", "second.json"]"#, &files), Some(20));
}

#[test]
fn cycles_are_refused_with_the_chain_of_files() {
    let on = |next: &str| format!(r#"{{"format_version": 1, "include": ["{next}"]}}"#);
    let (home, result) = folder(&[
        ("scenario.json", &including(r#"["a.json"]"#, "")),
        ("a.json", &on("sub/b.json")),
        ("sub/b.json", &on("../a.json")),
    ]);
    assert_eq!(places(&result), [at(Code::E0021, "b.json", 1, 35)]);
    let said = result.expect_err("refused").to_string();
    let shown = |name: &str| home.path().join(name).display().to_string();
    let chain = format!(
        "`{}` includes `{}` includes `{}`",
        shown("a.json"),
        shown("sub/b.json"),
        shown("sub/../a.json")
    );
    assert!(said.contains(&chain), "{said}");
    let (_home, result) = folder(&[("scenario.json", &including(r#"["scenario.json"]"#, ""))]);
    assert_eq!(places(&result), [at(Code::E0021, "scenario.json", 3, 15)]);
}

#[test]
fn a_missing_library_gets_a_hint() {
    for (include, hint) in [
        (r#"["ousr.json"]"#, "did you mean `ours.json`? the path counts from the folder of the file"),
        (r#"["gone.json"]"#, "the path counts from the folder of the file that includes it"),
        (r#"["library:aircarft"]"#, "did you mean `library:aircraft`?"),
        (r#"["empty"]"#, "it is a folder"),
    ] {
        let files = [
            ("scenario.json", including(include, "")),
            ("ours.json", LIBRARY.to_owned()),
            ("empty/x", String::new()),
        ];
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let (_folder, result) = folder(&files);
        assert_eq!(places(&result), [at(Code::E0020, "scenario.json", 3, 15)], "{include}");
        let said = result.expect_err("refused").to_string();
        assert!(said.contains(hint), "{said}");
    }
}

#[test]
fn a_file_that_is_no_library_is_refused_and_nothing_of_it_is_shown() {
    let scenario = including(r#"["ours.json"]"#, "");
    for (text, why) in [
        ("sesame: open\n", "line 1, column 1: not valid JSON"),
        ("{\"sesame\": 1, \"sesame\": 2}", "line 1, column 15: a key stands twice"),
        ("[\"sesame\"]", "it holds no object"),
        ("\"sesame\"", "it holds no object"),
        ("{\"sesame\": \"open\"}", "it has no `format_version`"),
        ("{\"format_version\": 1, \"sesame\": 2}", "it has none of the parts that are included"),
        (
            "{\"format_version\": 1, \"title\": \"sesame\", \"places\": {}}",
            "it has `title`, as a scenario has",
        ),
        ("{\"format_version\": 1, \"based_on\": \"sesame\"}", "it has `based_on`, as a variant has"),
        ("\u{feff}{\"sesame\": 1}", "it begins with a byte order mark"),
        ("", "line 1, column 1: not valid JSON"),
    ] {
        let (_folder, result) = folder(&[("scenario.json", &scenario), ("ours.json", text)]);
        assert_eq!(places(&result), [at(Code::E0022, "scenario.json", 3, 15)], "{text}");
        let said = result.expect_err("refused").to_string();
        assert!(said.contains(why) && !said.contains("sesame"), "{said}");
    }
    let (folder, _) = folder(&[("scenario.json", &scenario)]);
    std::fs::write(folder.path().join("ours.json"), b"sesame \xff").expect("written");
    let said = load(&folder.path().join("scenario.json"), &[]).expect_err("refused").to_string();
    assert!(said.contains("it is not UTF-8") && !said.contains("sesame"), "{said}");
    let other = r#"{"format_version": 2, "sesame": 1}"#;
    std::fs::write(folder.path().join("ours.json"), other).expect("written");
    let found = load(&folder.path().join("scenario.json"), &[]);
    assert_eq!(places(&found), [at(Code::E0009, "scenario.json", 3, 15)]);
    assert!(!found.expect_err("refused").to_string().contains("sesame"));
}

#[test]
fn the_shape_of_a_library_is_checked_in_its_file() {
    for (library, code, line, column) in [
        ("{\"format_version\": 1, \"places\": {},\n  \"vehicles\": {}}", Code::E0012, 2, 3),
        ("{\"format_version\": 1,\n \"places\": []}", Code::E0010, 2, 2),
        ("{\"format_version\": 1, \"include\": \"a.json\"}", Code::E0010, 1, 34),
        ("{\"format_version\": 1, \"include\": [1]}", Code::E0010, 1, 35),
        ("{\"format_version\": 1,\n\"evidence\": {\"fleets.bridge.count\": {}}}", Code::E1602, 2, 14),
    ] {
        let (_folder, result) =
            folder(&[("scenario.json", &including(r#"["ours.json"]"#, "")), ("ours.json", library)]);
        assert_eq!(places(&result), [at(code, "ours.json", line, column)], "{library}");
    }
}

#[test]
fn mistakes_in_what_is_included_point_into_the_library() {
    let wrong = LIBRARY
        .replace("\"working_spots\": 3", "\"working_spots\": 0")
        .replace("\"unload_h\": 2", "\"unload_h\": -2")
        .replace("carrier_types.freighter.seats\"", "carrier_types.freighter.saets\"");
    let (_folder, result) =
        folder(&[("scenario.json", &including(r#"["ours.json"]"#, "")), ("ours.json", &wrong)]);
    assert_eq!(
        places(&result),
        [
            at(Code::E1505, "ours.json", 8, 78),
            at(Code::E1004, "ours.json", 17, 50),
            at(Code::E1602, "ours.json", 24, 5),
            at(Code::W2002, "ours.json", 26, 5),
            at(Code::W2002, "ours.json", 28, 5),
        ],
        "{}",
        result.as_ref().expect_err("refused")
    );
    // What the scenario lays over it points into the scenario.
    let over = r#""carrier_types": {"freighter": {"unload_h": -2}},"#;
    let (_folder, result) =
        folder(&[("scenario.json", &including(r#"["ours.json"]"#, over)), ("ours.json", LIBRARY)]);
    assert_eq!(places(&result), [at(Code::E1505, "scenario.json", 6, 47)]);
}

#[test]
fn what_nobody_uses_may_be_wrong_and_what_is_spoken_of_may_not() {
    // The spare vehicle type lacks keys, and nobody says so.
    assert!(over_library("").warnings.is_empty());
    let loaded = over_library(r#""carrier_types": {"spare": {"seats": 60}},"#);
    let warned: Vec<(Code, &str)> =
        loaded.warnings.iter().map(|warning| (warning.code, warning.path.as_str())).collect();
    assert_eq!(warned, [(Code::W2003, "carrier_types.spare")], "an entry of the scenario itself");
}

#[test]
fn changes_reach_what_is_included_and_what_was_not_used() {
    let set = |path: &str, value: &str| vec![(path.to_owned(), value.to_owned())];
    let loaded = over_library("");
    let changed = loaded.with(&set("carrier_types.freighter.seats", "70")).expect("it is there");
    assert_eq!(changed.scenario.carrier_types["freighter"].seats, Some(70));
    let changed = loaded.with(&[
        ("fleets.bridge.carrier_type".to_owned(), "spare".to_owned()),
        ("contingents.force.units.company.vehicles".to_owned(), "null".to_owned()),
    ]);
    let changed = changed.unwrap_or_else(|found| panic!("{found}"));
    assert_eq!(changed.scenario.carrier_types.keys().collect::<Vec<_>>(), ["spare"]);
    assert!(changed.scenario.vehicle_types.is_empty(), "no unit has any more");
    assert_eq!(changed.scenario.sources.keys().collect::<Vec<_>>(), ["idle"]);
    assert!(changed.warnings.is_empty(), "{}", changed.warnings);
    let refused = loaded.with(&set("include", "[]")).expect_err("refused").to_string();
    assert!(refused.contains("libraries are read before changes are made"), "{refused}");
    let listed: Vec<String> = loaded.leaves().into_iter().map(|leaf| leaf.path).collect();
    assert!(listed.contains(&"carrier_types.freighter.load_h.triangular.mode".to_owned()), "{listed:?}");
    assert!(!listed.iter().any(|path| path.starts_with("include") || path.contains("spare")), "{listed:?}");
}

#[test]
fn variants_change_scenarios_with_libraries() {
    let variant = r#"{"format_version": 1, "based_on": "scenario.json", "changes": {
        "fleets.bridge.carrier_type": "spare", "contingents.force.units.company.vehicles": null,
        "places.destination.terminal.working_spots": 1}}"#;
    let scenario = including(r#"["ours.json"]"#, "");
    let (_folder, result) =
        folder(&[("v.json", variant), ("scenario.json", &scenario), ("ours.json", LIBRARY)]);
    let loaded = result.unwrap_or_else(|found| panic!("{found}"));
    assert_eq!(loaded.resolved["places"]["destination"]["terminal"]["working_spots"], 1);
    assert_eq!(loaded.scenario.carrier_types.keys().collect::<Vec<_>>(), ["spare"]);
    let variant = r#"{"format_version": 1, "based_on": "scenario.json", "include": ["ours.json"]}"#;
    let (_folder, result) =
        folder(&[("v.json", variant), ("scenario.json", &scenario), ("ours.json", LIBRARY)]);
    assert_eq!(places(&result), [at(Code::E0012, "v.json", 1, 52)]);
    assert!(result.expect_err("refused").to_string().contains("include it in the scenario"));
}

#[test]
fn texts_by_name_stand_for_files_of_libraries() {
    let scenario = including(r#"["../library/ours.json", "library:sources"]"#, "");
    let texts: Texts = [("library/ours.json".to_owned(), LIBRARY.to_owned())].into();
    let among =
        load_among("scenarios/a.json", &scenario, &texts, &[]).unwrap_or_else(|found| panic!("{found}"));
    assert_eq!(among.hash(), over_library("").hash());
    let missing = load_among("a.json", &scenario, &texts, &[]).expect_err("the path leads elsewhere");
    assert_eq!(missing.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::E0020]);
    // A scenario in a manifest stands alone: nothing is read for it.
    let value: Value = serde_json::from_str(&including(r#"["/etc/hostname"]"#, "")).expect("JSON");
    let refused = load_value("manifest", &value).expect_err("refused");
    assert_eq!(refused.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::E0020]);
}

#[test]
fn libraries_of_the_program_are_found_anywhere() {
    let scenario = including(
        r#"["library:aircraft", "library:vehicles"]"#,
        r#""places": {"origin": {"lat": 54, "lon": 48, "terminal": {}}, "destination": {"lat": 43, "lon": 77, "terminal": {}}},"#,
    )
    .replace("\"freighter\"", "\"an-124\"");
    let loaded = load_str("anywhere.json", &scenario, &[]).unwrap_or_else(|found| panic!("{found}"));
    assert_eq!(loaded.scenario.carrier_types["an-124"].payload_t, Some(120.0));
    assert_eq!(loaded.scenario.sources.len(), 1, "that of the An-124");
    assert_eq!(loaded.chain.last(), Some(&PathBuf::from("library:vehicles")));
}

#[test]
fn shipped_scenarios_resolve_to_what_stands_alone() {
    let mut with_libraries = 0;
    for file in main_scenarios() {
        let loaded = loaded(&file, &[]);
        with_libraries += usize::from(loaded.chain.len() > 1);
        let again = load_value("again", &loaded.resolved).expect("it stands alone");
        assert_eq!(again.resolved.to_string(), loaded.resolved.to_string(), "{}", file.display());
        assert_eq!(again.chain.len(), 1);
    }
    assert_eq!(with_libraries, 15);
}

/// A generator of its own, so that each case can be made again.
struct Random(u64);

impl Random {
    fn chance(&mut self, one_in: u64) -> bool {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33).is_multiple_of(one_in)
    }
}

/// Splits a whole scenario at random into one that includes and a library; what both hold is wrong in the library.
fn split(whole: &Value, random: &mut Random) -> (Value, Value) {
    let (mut scenario, mut library) = (whole.clone(), json!({"format_version": 1}));
    let mut own: Vec<String> = Vec::new();
    for part in ["places", "vehicle_types", "carrier_types"] {
        for (id, entry) in whole[part].as_object().expect("a part") {
            if random.chance(4) {
                own.push(format!("{part}.{id}"));
                continue;
            }
            for (key, value) in entry.as_object().expect("an entry") {
                let above = random.chance(3);
                if above {
                    own.push(format!("{part}.{id}.{key}"));
                } else {
                    scenario[part][id].as_object_mut().expect("an entry").shift_remove(key);
                }
                if !above {
                    library[part][id][key] = value.clone();
                } else if random.chance(2) && !value.is_object() {
                    library[part][id][key] = json!("overridden");
                }
            }
        }
        library[part]["unused"] = json!({"nonsense": true});
    }
    for (target, entry) in whole["evidence"].as_object().expect("evidence") {
        let is_own = own.iter().any(|path| target.starts_with(&format!("{path}.")) || target == path);
        let included =
            ["places.", "vehicle_types.", "carrier_types."].iter().any(|part| target.starts_with(part));
        if included && !is_own && random.chance(2) {
            scenario["evidence"].as_object_mut().expect("evidence").shift_remove(target);
            library["evidence"][target] = entry.clone();
        }
    }
    scenario["include"] = json!(["library.json"]);
    (scenario, library)
}

#[test]
fn including_equals_writing_out() {
    for (number, file) in main_scenarios().iter().enumerate() {
        let whole = loaded(file, &[]);
        for seed in 0..3 {
            let mut random = Random(seed * 100 + number as u64);
            let (scenario, library) = split(&whole.resolved, &mut random);
            let texts: Texts = [("library.json".to_owned(), library.to_string())].into();
            let one = || load_among("scenario.json", &scenario.to_string(), &texts, &[]);
            let included = one().unwrap_or_else(|found| panic!("{} {seed}: {found}", file.display()));
            assert_eq!(
                included.resolved.to_string(),
                whole.resolved.to_string(),
                "{} {seed}",
                file.display()
            );
            assert_eq!(included.warnings.len(), whole.warnings.len());
            let paths =
                |loaded: &Loaded| loaded.leaves().into_iter().map(|leaf| leaf.path).collect::<Vec<_>>();
            assert_eq!(
                paths(&included),
                paths(&one().expect("it loads again")),
                "in the same order each time"
            );
        }
    }
}

#[test]
fn the_schema_knows_libraries_and_every_object_that_is_laid_over_key_by_key() {
    let schema = schema();
    let definitions = &schema["$defs"];
    assert!(definitions["Scenario"]["properties"]["include"].is_object());
    assert!(definitions["Library"]["properties"]["include"].is_object());
    assert!(definitions["PlaceInPart"].get("required").is_none());
    // Objects with keys of their own are laid over each other; choices, such as distributions, are replaced whole.
    let mut open = vec!["Place", "VehicleType", "CarrierType"];
    let mut merged = Vec::new();
    while let Some(name) = open.pop() {
        for (key, property) in definitions[name]["properties"].as_object().expect("properties") {
            let single = property.get("$ref");
            let refers =
                single.or_else(|| property["anyOf"].as_array()?.iter().find_map(|one| one.get("$ref")));
            let Some(target) = refers.and_then(|at| at.as_str()?.strip_prefix("#/$defs/")) else { continue };
            if definitions[target].get("properties").is_some() {
                merged.push(key.as_str());
                open.push(target);
                let part = definitions[format!("{name}InPart")]["properties"][key].to_string();
                assert!(part.contains(&format!("{target}InPart")), "{name}.{key}: {part}");
            }
        }
    }
    merged.sort_unstable();
    let places = ["opening_hours", "reception", "site", "terminal", "weather"];
    let modes = ["air", "by_mode", "rail", "road", "sea", "breakdown", "fuel"];
    let mut all = [places.as_slice(), &modes].concat();
    all.sort_unstable();
    assert_eq!(merged, all);
}
