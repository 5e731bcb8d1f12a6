//! A folder that somebody hands in: `verify` confirms nothing that it has not checked, and takes a manifest as input like any
//! other.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{self, Ran, forceflow, scratch};

const BRIDGE: &str = "scenarios/checks/air-bridge.json";
const COURSE: &str = "scenarios/course/3-variability.json";

/// A folder that a command wrote.
fn made(command: &[&str]) -> (TempDir, PathBuf) {
    let scratch = scratch();
    let folder = scratch.path().join("out");
    support::made(&[command, &["--no-charts"]].concat(), &folder);
    (scratch, folder)
}

fn verify(folder: &Path, more: &[&str]) -> Ran {
    forceflow(&[&["verify", folder.to_str().expect("utf-8")], more].concat())
}

/// Changes the manifest of a folder.
fn forge(folder: &Path, change: impl FnOnce(&mut Value)) {
    let path = folder.join("manifest.json");
    let mut manifest = support::json(folder, "manifest.json");
    change(&mut manifest);
    fs::write(path, manifest.to_string()).expect("written");
}

#[test]
fn a_sound_folder_says_whose_and_what_it_is() {
    let authors = r#"authors=["Ada Lovelace", {"name": "Josiah Carberry"}]"#;
    let (_scratch, folder) = made(&["run", BRIDGE, "--set", authors, "-n", "3"]);
    let verified = verify(&folder, &[]);
    assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
    for line in
        ["Scenario    An air bridge with round numbers (", "Authors     Ada Lovelace, Josiah Carberry\n"]
    {
        assert!(verified.stdout.contains(line), "{}", verified.stdout);
    }
    assert!(verified.stdout.ends_with("forceflow run, 3 replications, seed 1: every byte is the same\n"));
    assert_eq!(
        verify(&folder, &["--quiet"]).stdout,
        "forceflow run, 3 replications, seed 1: every byte is the same\n"
    );
}

#[test]
fn a_forged_top_of_a_manifest_is_untrue_whatever_the_files_are() {
    for (key, forged) in [
        ("scenario_hash", json!("00")),
        ("version", json!("0.0.9\u{1b}[31m")),
        ("format_version", json!(2)),
        ("generator", json!("dice")),
        ("stream_layout", json!(99)),
        ("program", json!("otherflow")),
    ] {
        let (_scratch, folder) = made(&["run", BRIDGE, "-n", "2"]);
        forge(&folder, |manifest| manifest[key] = forged.clone());
        let verified = verify(&folder, &[]);
        assert_eq!(verified.code, 1, "{key}: {}{}", verified.stdout, verified.stderr);
        let claim = verified.stdout.lines().find(|line| line.starts_with("untrue")).expect(key);
        assert!(claim.contains(key), "{claim}");
        assert!(
            verified.stdout.contains("every file is, but the manifest says what is not so"),
            "{}",
            verified.stdout
        );
        assert!(!verified.stdout.contains('\u{1b}'));
    }
    let (_scratch, folder) = made(&["sweep", BRIDGE, "--vary", "fleets.bridge.count=9..10", "-n", "2"]);
    for (key, forged) in [("seed", json!(7)), ("replications", json!(200)), ("version", json!("9.9.9"))] {
        let before = fs::read(folder.join("manifest.json")).expect("a manifest");
        forge(&folder, |manifest| manifest[key] = forged);
        let verified = verify(&folder, &[]);
        assert_eq!(verified.code, 1, "{key}: {}", verified.stdout);
        assert!(verified.stdout.contains("untrue"), "{key}: {}", verified.stdout);
        fs::write(folder.join("manifest.json"), before).expect("written");
    }
}

#[test]
fn a_shortened_list_and_a_file_that_is_no_result_are_named() {
    let (_scratch, folder) = made(&["run", BRIDGE, "-n", "2"]);
    fs::write(folder.join("notes.txt"), "mine").expect("written");
    let verified = verify(&folder, &[]);
    assert_eq!(verified.code, 1);
    assert!(verified.stdout.contains("no result                notes.txt\n"), "{}", verified.stdout);
    fs::remove_file(folder.join("notes.txt")).expect("removed");
    forge(&folder, |manifest| manifest["outputs"] = json!({}));
    let verified = verify(&folder, &[]);
    assert_eq!(verified.code, 1, "{}", verified.stdout);
    assert!(verified.stdout.contains("not in the manifest      result.json\n"), "{}", verified.stdout);
}

#[test]
fn results_of_another_seed_are_called_that_first_and_the_first_difference_is_shown() {
    let (_scratch, folder) = made(&["run", COURSE, "-n", "5"]);
    forge(&folder, |manifest| manifest["seed"] = json!(2));
    let verified = verify(&folder, &["--quiet"]);
    assert_eq!(verified.code, 1);
    let lines: Vec<&str> = verified.stdout.lines().collect();
    assert_eq!(lines[0], "The manifest says seed 2, and the results are those of seed 1.");
    assert!(lines.iter().any(|line| line.starts_with("and ") && line.ends_with(" more")), "{lines:?}");
    let first = lines.iter().find(|line| line.contains(" made again")).expect("a difference");
    assert!(first.contains(", line ") && first.contains("in the folder"), "{first}");
    assert!(lines.last().expect("a line").contains("files differ"), "{lines:?}");
    assert!(lines.len() < 12, "{lines:?}");
}

#[test]
fn a_crafted_manifest_is_refused_before_anything_is_made() {
    let (_scratch, run) = made(&["run", BRIDGE, "-n", "2"]);
    let (_other, sweep) =
        made(&["sweep", BRIDGE, "--vary", "fleets.bridge.count=5..10", "--lhs", "2", "-n", "2"]);
    let (_third, why) = made(&["why", BRIDGE, "-n", "2"]);
    let cases: [(&Path, &[&str], Value, &str); 8] = [
        (&run, &["shown_replication"], json!(0), "`show` is 0"),
        (&run, &["replications"], json!(0), "`replications` is 0"),
        (&sweep, &["request", "lhs"], json!(4_294_967_295_u32), "`lhs` is 4294967295"),
        (&sweep, &["request", "replications"], json!(0), "`replications` is 0"),
        (&why, &["request", "show"], json!(0), "`show` is 0"),
        (&run, &["outputs", "../../../etc/passwd"], json!("00"), "no file inside the folder"),
        (&run, &["outputs", "/dev/zero"], json!("00"), "no file inside the folder"),
        (&run, &["drawn_again"], json!({"../up": {"width_mm": null, "formats": ["svg"]}}), ""),
    ];
    for (folder, keys, forged, says) in cases {
        let before = fs::read(folder.join("manifest.json")).expect("a manifest");
        forge(folder, |manifest| {
            let place = keys.iter().fold(manifest, |value, key| &mut value[*key]);
            *place = forged;
        });
        for command in ["verify", "report", "chart"] {
            let ran = forceflow(&[command, folder.to_str().expect("utf-8")]);
            assert_eq!(ran.code, 2, "{command} {keys:?}: {}{}", ran.stdout, ran.stderr);
            assert!(
                ran.stderr.contains(says) && ran.stderr.contains("manifest.json"),
                "{keys:?}: {}",
                ran.stderr
            );
        }
        fs::write(folder.join("manifest.json"), before).expect("written");
    }
}

/// A class of folders: two that are sound, one with a changed table, one that is no manifest, one of another seed.
fn class() -> TempDir {
    let scratch = scratch();
    let run = |name: &str, seed: &str| {
        let authors = format!("authors=[\"{name}\"]");
        let folder = scratch.path().join(name).join("out");
        let command = ["run", COURSE, "--set", &authors, "-n", "5", "--seed", seed, "--no-charts"];
        support::made(&command, &folder);
        folder
    };
    run("ada", "1");
    run("ben", "2");
    let table = run("cem", "1").join("replications.csv");
    let text = fs::read_to_string(&table).expect("a table");
    fs::write(&table, text.replacen(",1", ",2", 1)).expect("written");
    forge(&run("dan", "1"), |manifest| manifest["seed"] = json!(9));
    fs::write(run("eve", "1").join("manifest.json"), "{\"half\": ").expect("written");
    scratch
}

#[test]
fn a_class_is_one_table_and_one_bad_folder_hides_none() {
    let class = class();
    let ran = verify(class.path(), &["--format", "json"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let table: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(table["same"], 2);
    let rows = support::list(&table["folders"]);
    let verdicts: Vec<&str> = rows.iter().map(|row| support::word(&row["verdict"])).collect();
    assert_eq!(verdicts, ["same", "same", "differs", "differs", "not made again"]);
    let owners: Vec<&str> = rows.iter().map(|row| support::word(&row["owner"])).collect();
    assert_eq!(owners, ["ada", "ben", "cem", "dan", ""]);
    assert_eq!(
        (&rows[1]["seed"], &rows[1]["replications"], &rows[1]["command"]),
        (&json!(2), &json!(5), &json!("run"))
    );
    assert!(rows[0]["closure_h"].as_f64().expect("a mean") > 1.0);
    let says = |row: usize, words: &str| {
        let said = support::word(&rows[row]["first_difference"]);
        assert!(said.contains(words), "{said}");
    };
    says(2, "replications.csv, line 2: ");
    says(3, "The manifest says seed 9, and the results are those of seed 1.");
    says(4, "is not a manifest of forceflow");
    let text = verify(class.path(), &["--quiet"]);
    assert_eq!(text.code, 1);
    assert!(text.stdout.ends_with("5 folders: 2 the same, 3 not\n"), "{}", text.stdout);
    assert!(text.stdout.contains("cem") && !text.stdout.contains("ada"), "{}", text.stdout);
    let csv = verify(class.path(), &["--format", "csv"]).stdout;
    assert!(csv.starts_with("path,owner,title,command,seed,"), "{csv}");
    assert_eq!(csv.lines().count(), 6);
}

#[test]
fn several_folders_are_rows_in_the_order_in_which_they_are_named() {
    let class = class();
    let at = |name: &str| class.path().join(name).display().to_string();
    let ran = forceflow(&["verify", &at("ben"), &at("nobody"), &at("ada/out"), "--format", "csv"]);
    assert_eq!(ran.code, 1);
    let rows: Vec<&str> = ran.stdout.lines().skip(1).collect();
    assert!(rows[0].contains("ben") && rows[2].contains("ada") && rows.len() == 3, "{rows:?}");
    assert!(rows[1].contains("there is no such folder"), "{}", rows[1]);
    assert_eq!(forceflow(&["verify", &at("ben"), &at("ada")]).code, 0);
}

#[test]
fn what_would_take_for_ever_is_a_row_that_says_so() {
    let class = class();
    forge(&class.path().join("ada/out"), |manifest| manifest["replications"] = json!(4_000_000_000_u32));
    let ran = verify(class.path(), &["--format", "csv"]);
    assert_eq!(ran.code, 1);
    let first = ran.stdout.lines().nth(1).expect("a row");
    assert!(first.contains("`replications` is 4000000000, more than --most-replications 100000"), "{first}");
}

#[cfg(unix)]
#[test]
fn links_to_other_folders_are_not_followed_and_that_is_no_yes() {
    let class = class();
    let other = scratch();
    std::os::unix::fs::symlink(class.path().join("ada"), other.path().join("ada")).expect("a link");
    fs::create_dir(other.path().join("ben")).expect("a folder");
    fs::rename(class.path().join("ben/out"), other.path().join("ben/out")).expect("moved");
    let ran = verify(other.path(), &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("left out: a link in `"), "{}", ran.stdout);
    assert!(ran.stdout.ends_with("1 folder: every byte is the same\n"), "{}", ran.stdout);
}
