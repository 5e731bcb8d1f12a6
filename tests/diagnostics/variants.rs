//! Variants: small files that change another.

use std::path::{Path, PathBuf};

use forceflow::diagnostic::{Code, Diagnostics};
use forceflow::scenario::{Loaded, load};
use tempfile::TempDir;

use crate::support::AIR_BRIDGE;

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
