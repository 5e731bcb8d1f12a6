//! Variants: small files that change another.

use std::path::{Path, PathBuf};

use forceflow::internals::diagnostic::Code;
use forceflow::{Diagnostics, Loaded, load};
use tempfile::TempDir;

use super::support::AIR_BRIDGE;

/// A folder with the air bridge as `base.json` and the given files, of which the first is loaded.
fn folder(files: &[(&str, &str)]) -> (TempDir, Result<Loaded, Diagnostics>) {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| -> PathBuf {
        let file = folder.path().join(name);
        std::fs::create_dir_all(file.parent().expect("a parent")).expect("made");
        std::fs::write(&file, text).expect("written");
        file
    };
    write("base.json", AIR_BRIDGE);
    let written: Vec<PathBuf> = files.iter().map(|(name, text)| write(name, text)).collect();
    let result = load(&written[0], &[]);
    (folder, result)
}

fn first(result: &Result<Loaded, Diagnostics>) -> (Code, String, usize) {
    let found = result.as_ref().expect_err("refused");
    let first = found.iter().next().expect("a mistake");
    let place = first.position.as_ref().expect("a place");
    let file = Path::new(&place.source.name).file_name().expect("a name");
    (first.code, file.to_string_lossy().into_owned(), place.line_column().1)
}

#[test]
fn a_variant_changes_values_and_title_and_keeps_the_rest() {
    let variant = r#"{"format_version": 1, "based_on": "../base.json", "title": "Forty", "notes": "why",
        "changes": {"fleets.bridge.count": 40, "deadline_h": null, "dispatch": "priority"}}"#;
    let (_folder, result) = folder(&[("variants/forty.json", variant)]);
    let loaded = result.expect("loads");
    assert_eq!((loaded.scenario.title.as_str(), loaded.scenario.fleets["bridge"].count), ("Forty", 40));
    assert_eq!(loaded.scenario.deadline_h, None);
    let names: Vec<_> = loaded.chain.iter().filter_map(|file| file.file_name()?.to_str()).collect();
    assert_eq!(names, ["forty.json", "base.json"]);
}

#[test]
fn a_chain_of_variants_applies_the_nearest_last() {
    let outer = r#"{"format_version": 1, "based_on": "b.json", "changes": {"fleets.bridge.count": 2}}"#;
    let inner = r#"{"format_version": 1, "based_on": "base.json", "title": "B",
        "changes": {"fleets.bridge.count": 3, "horizon_h": 500}}"#;
    let (_folder, result) = folder(&[("a.json", outer), ("b.json", inner)]);
    let loaded = result.expect("loads");
    assert_eq!((loaded.scenario.title.as_str(), loaded.scenario.fleets["bridge"].count), ("B", 2));
    assert!((loaded.scenario.horizon_h - 500.0).abs() < 1e-12);
}

#[test]
fn cycles_are_refused_at_the_base_that_closes_them() {
    let on = |base: &str| format!(r#"{{"format_version": 1, "based_on": "{base}"}}"#);
    let (_folder, result) = folder(&[("a.json", &on("b.json")), ("b.json", &on("./a.json"))]);
    assert_eq!(first(&result), (Code::E0015, "b.json".to_owned(), 35));
    let (_folder, result) = folder(&[("a.json", &on("a.json"))]);
    assert_eq!(first(&result), (Code::E0015, "a.json".to_owned(), 35));
}

#[test]
fn a_mistake_in_a_changed_value_points_into_the_variant() {
    let variant =
        r#"{"format_version": 1, "based_on": "base.json", "changes": {"fleets.bridge.base": "orign"}}"#;
    let (_folder, result) = folder(&[("v.json", variant)]);
    assert_eq!(first(&result), (Code::E1001, "v.json".to_owned(), 82));
}

#[test]
fn a_mistake_that_the_variant_leaves_alone_points_into_the_base() {
    let (_folder, result) = folder(&[
        ("v.json", r#"{"format_version": 1, "based_on": "bad.json", "changes": {"horizon_h": 100}}"#),
        ("bad.json", &AIR_BRIDGE.replace("\"base\": \"origin\"", "\"base\": \"orign\"")),
    ]);
    let (code, file, _) = first(&result);
    assert_eq!((code, file.as_str()), (Code::E1001, "bad.json"));
}

#[test]
fn the_shape_of_a_variant_is_checked() {
    for (variant, code) in [
        (r#"{"based_on": "base.json"}"#, Code::E0011),
        (r#"{"format_version": 2, "based_on": "base.json"}"#, Code::E0009),
        (r#"{"format_version": 1, "based_on": 7}"#, Code::E0010),
        (r#"{"format_version": 1, "based_on": "base.json", "changes": []}"#, Code::E0010),
        (r#"{"format_version": 1, "based_on": "base.json", "change": {}}"#, Code::E0012),
        (r#"{"format_version": 1, "based_on": "gone.json"}"#, Code::E0014),
        (
            r#"{"format_version": 1, "based_on": "base.json", "changes": {"fleets.brige.count": 1}}"#,
            Code::E0016,
        ),
        (
            r#"{"format_version": 1, "based_on": "base.json", "changes": {"fleets.bridge.cuont": 1}}"#,
            Code::E0012,
        ),
    ] {
        let (_folder, result) = folder(&[("v.json", variant)]);
        let (found, file, _) = first(&result);
        assert_eq!((found, file.as_str()), (code, "v.json"), "{variant}");
    }
}

/// The air bridge with a source, and evidence on a count, on what is left out as a default, and on vehicles.
const GROUNDED: &str = r#"{"format_version": 1, "based_on": "base.json", "changes": {
    "sources": {"report": {"title": "A report"}},
    "carrier_types.freighter.vehicle_gap_m": 0,
    "evidence": {"fleets.bridge.count": {"low": 8, "high": 12},
        "carrier_types.freighter.vehicle_gap_m": {"low": 0, "high": 0.5},
        "contingents.force.units.company.vehicles.truck": {"source": "report"}}}}"#;

#[test]
fn a_change_reaches_evidence_although_its_keys_hold_dots() {
    let variant = r#"{"format_version": 1, "based_on": "b.json", "changes": {
        "evidence.fleets.bridge.count.high": 20, "evidence.carrier_types.freighter.vehicle_gap_m": null,
        "evidence.carrier_types.freighter.load_h": {"low": 2, "high": 4}}}"#;
    let (_folder, result) = folder(&[("a.json", variant), ("b.json", GROUNDED)]);
    let loaded = result.expect("loads");
    let of = |path: &str| {
        loaded.scenario.evidence.get(path).and_then(|evidence| Some((evidence.low?, evidence.high?)))
    };
    assert_eq!(of("fleets.bridge.count"), Some((8.0, 20.0)));
    assert_eq!(of("carrier_types.freighter.load_h"), Some((2.0, 4.0)));
    assert_eq!(of("carrier_types.freighter.vehicle_gap_m"), None);
}

#[test]
fn a_part_of_evidence_that_is_not_there_is_answered_with_the_whole_entry() {
    let variant = r#"{"format_version": 1, "based_on": "b.json",
        "changes": {"evidence.carrier_types.freighter.unload_h.low": 1}}"#;
    let (_folder, result) = folder(&[("a.json", variant), ("b.json", GROUNDED)]);
    let found = result.expect_err("refused").to_string();
    assert!(found.contains("`evidence` has no key `carrier_types.freighter.unload_h`"), "{found}");
    assert!(found.contains("give the entry as a whole"), "{found}");
}

#[test]
fn what_a_change_removes_needs_no_evidence_any_more() {
    let variant = r#"{"format_version": 1, "based_on": "b.json",
        "changes": {"contingents.force.units.company.vehicles": null}}"#;
    let (_folder, result) = folder(&[("a.json", variant), ("b.json", GROUNDED)]);
    let loaded = result.expect("loads");
    let warned: Vec<&str> = loaded.warnings.iter().map(|warning| warning.path.as_str()).collect();
    assert_eq!(warned, ["vehicle_types.truck"], "{}", loaded.warnings);
    assert_eq!(loaded.scenario.evidence.len(), 2);
    assert!(loaded.scenario.sources.is_empty(), "nothing rests on it any more");
}

#[test]
fn evidence_of_what_never_was_stays_a_mistake_under_changes() {
    let variant = r#"{"format_version": 1, "based_on": "b.json",
        "changes": {"deadline_h": null, "evidence.fleets.brigde.count": {"low": 1, "high": 2}}}"#;
    let (_folder, result) = folder(&[("a.json", variant), ("b.json", GROUNDED)]);
    assert_eq!(first(&result).0, Code::E1602);
}

#[test]
fn a_default_with_evidence_is_kept_so_that_the_resolved_scenario_loads_again() {
    let (_folder, result) = folder(&[("b.json", GROUNDED)]);
    let loaded = result.expect("loads");
    assert_eq!(loaded.resolved["carrier_types"]["freighter"]["vehicle_gap_m"], 0);
    let again = forceflow::internals::scenario::load_value("again", &loaded.resolved).expect("loads again");
    assert_eq!(again.hash(), loaded.hash());
    assert_eq!(again.scenario.evidence, loaded.scenario.evidence);
}

#[test]
fn changes_without_a_base_get_the_key_that_names_it() {
    let guessed = r#"{"format_version": 1, "base": "base.json", "changes": {"horizon_h": 100}}"#;
    let (_folder, result) = folder(&[("v.json", guessed)]);
    let said = result.expect_err("refused").to_string();
    assert!(said.contains("did you mean `based_on`?"), "{said}");
    assert!(said.contains("a variant names the scenario that it changes with `based_on`"), "{said}");
    // Changes in a whole scenario are one key too many there.
    let whole = AIR_BRIDGE.replacen('{', r#"{"changes": {},"#, 1);
    let (_folder, result) = folder(&[("whole.json", &whole)]);
    assert_eq!(first(&result).0, Code::E0012);
}

#[test]
fn a_file_name_that_is_nearly_right_is_answered_with_the_one_beside_it() {
    let (folder, result) = folder(&[("far/v.json", r#"{"format_version": 1, "based_on": "../bsae.json"}"#)]);
    let said = result.expect_err("refused").to_string();
    assert!(said.contains("did you mean `../base.json`?"), "{said}");
    let said = load(&folder.path().join("base.jsn"), &[]).expect_err("no such file").to_string();
    assert!(
        said.contains(&format!("did you mean `{}`?", folder.path().join("base.json").display())),
        "{said}"
    );
    let said = load(&folder.path().join("zzz"), &[]).expect_err("no such file").to_string();
    assert!(said.contains("check the path"), "{said}");
}
