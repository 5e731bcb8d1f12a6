//! `forceflow grade`: a class of forty in one command, with every case told apart.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::{self, Ran, changed, forceflow, list, scratch, word};

const SPOTS: &str = "places.destination.terminal.working_spots";

/// The air bridge, which closes at 56 h, with a deadline that it misses.
fn base(folder: &Path) -> String {
    let made = changed(folder, &json!({ "deadline_h": 52 }));
    let base = folder.join("base.json");
    fs::rename(made, &base).expect("renamed");
    base.display().to_string()
}

/// Hands in a variant of the base.
fn variant(class: &Path, name: &str, title: &str, changes: &Value) -> PathBuf {
    let folder = class.join(name);
    fs::create_dir_all(&folder).expect("a folder");
    let text =
        json!({"format_version": 1, "based_on": "../../base.json", "title": title, "changes": changes});
    let file = folder.join("answer.json");
    fs::write(&file, text.to_string()).expect("written");
    file
}

/// Hands in results of the base with changes.
fn results(base: &str, class: &Path, name: &str, set: &str) -> PathBuf {
    let folder = class.join(name).join("results");
    support::made(&["run", base, "--set", set, "-n", "5", "--no-charts"], &folder);
    folder
}

/// Forty submissions; the last fifteen are out of the ordinary.
fn class(base: &str, class: &Path) {
    for number in 1..=25 {
        let changes = json!({ SPOTS: number + 4, "fleets.bridge.count": 20 });
        variant(class, &format!("s{number:02}"), "Mine", &changes);
    }
    // Fifty-four hours or so with three spots, 87 with one.
    variant(class, "s26-near", "Near", &json!({ SPOTS: 3 }));
    variant(class, "s27-far", "Far", &json!({ SPOTS: 1 }));
    let copied = json!({ SPOTS: 5, "fleets.bridge.count": 20 });
    variant(class, "s28-copy", "Another title", &copied);
    variant(class, "s29-broken", "", &json!({}));
    fs::write(class.join("s29-broken/answer.json"), "{\"format_version\": 1,").expect("written");
    variant(class, "s30-mistake", "Mistake", &json!({ "fleets.brigde.count": 12 }));
    let other = variant(class, "s31-other", "Other", &json!({}));
    let text = fs::read_to_string(&other).expect("a file").replace("base.json", "mine.json");
    fs::write(other, text).expect("written");
    fs::create_dir(class.join("s32-empty")).expect("a folder");
    variant(class, "s33-deadline", "Later", &json!({ "deadline_h": 90 }));
    variant(class, "s34-no-deadline", "None", &json!({ "deadline_h": null, SPOTS: 30 }));
    variant(class, "s35-unchanged", "The base", &json!({}));
    results(base, class, "s36-results", &format!("{SPOTS}=31"));
    let tampered = results(base, class, "s37-tampered", &format!("{SPOTS}=32")).join("result.json");
    let text = fs::read_to_string(&tampered).expect("results");
    fs::write(&tampered, text.replacen("48.0", "40.0", 1)).expect("written");
    let older = results(base, class, "s38-version", &format!("{SPOTS}=33")).join("manifest.json");
    let mut manifest = support::json(&class.join("s38-version/results"), "manifest.json");
    manifest["version"] = json!("0.0.1");
    fs::write(older, manifest.to_string()).expect("written");
    let study = class.join("s39-study/results");
    support::made(&["why", base, "-n", "2", "--no-charts"], &study);
    variant(class, "s40-endless", "Endless", &json!({ "contingents.force.units.company.copies": 50_000 }));
}

/// Grades everything in a class.
fn grade(base: &str, class: &Path, more: &[&str]) -> Ran {
    let mut folders: Vec<String> = fs::read_dir(class)
        .expect("a class")
        .map(|entry| entry.expect("an entry").path().display().to_string())
        .collect();
    folders.sort();
    let mut arguments = vec!["grade"];
    arguments.extend(folders.iter().map(String::as_str));
    arguments.extend(["--against", base, "--goal", "on_time >= 0.95", "--goal", "closure_h.mean <= 50"]);
    arguments.extend(["--points", "6,4", "--allow", "places.*.terminal.working_spots"]);
    arguments.extend(["--allow", "fleets.*.count", "-n", "3", "--most-events", "50000"]);
    arguments.extend(more);
    forceflow(&arguments)
}

#[test]
fn a_class_of_forty_is_graded_in_one_command_and_every_case_told_apart() {
    let scratch = scratch();
    let base = base(scratch.path());
    let folder = scratch.path().join("class");
    class(&base, &folder);
    let out = scratch.path().join("report");
    let ran =
        grade(&base, &folder, &["--format", "json", "--out", out.to_str().expect("utf-8"), "--no-charts"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let found: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let submissions = list(&found["submissions"]);
    assert_eq!(submissions.len(), 40);
    let of: BTreeMap<&str, &Value> = submissions.iter().map(|one| (word(&one["submission"]), one)).collect();
    let remarks = |name: &str| -> Vec<&str> { list(&of[name]["remarks"]).iter().map(word).collect() };
    let score = |name: &str| of[name]["score"].as_f64().expect("points");
    for number in 2..=25 {
        let name = format!("s{number:02}");
        assert_eq!((remarks(&name), score(&name)), (vec![], 10.0), "{name}");
    }
    assert_eq!((remarks("s26-near"), remarks("s27-far")), (vec!["late"], vec!["late"]));
    assert!(score("s26-near") > 0.0 && score("s26-near") < 4.0, "{}", of["s26-near"]);
    assert_eq!(of["s27-far"]["score"], 0.0);
    for (name, other) in [("s01", "s28-copy"), ("s28-copy", "s01")] {
        assert_eq!((remarks(name), &of[name]["same_as"]), (vec!["copied"], &json!([other])));
        assert_eq!(of[name]["score"], 10.0, "a person judges copies");
    }
    for name in ["s29-broken", "s30-mistake", "s31-other", "s32-empty", "s39-study"] {
        assert_eq!((remarks(name), score(name)), (vec!["broken"], 0.0), "{name}");
    }
    let says = |name: &str, words: &str| {
        let said = of[name]["messages"].to_string();
        assert!(said.contains(words), "{name}: {said}");
    };
    says("s29-broken", "E0005");
    says("s30-mistake", "did you mean");
    says("s31-other", "hand in a variant of `base.json`");
    says("s32-empty", "it holds no scenario and no results");
    says("s39-study", "results of `forceflow why`");
    assert_eq!(
        (remarks("s33-deadline"), score("s33-deadline")),
        (vec!["not_allowed", "other_deadline", "late"], 0.0)
    );
    says("s33-deadline", "Set `deadline_h` back to 52");
    assert_eq!(remarks("s34-no-deadline"), ["not_allowed", "other_deadline"]);
    assert_eq!(of["s34-no-deadline"]["score"], 0.0);
    assert_eq!(remarks("s35-unchanged"), ["unchanged", "late"]);
    assert_eq!((remarks("s36-results"), score("s36-results")), (vec![], 10.0));
    assert_eq!((remarks("s37-tampered"), score("s37-tampered")), (vec!["tampered"], 10.0));
    says("s37-tampered", "result.json, line ");
    assert_eq!(remarks("s38-version"), ["not_compared"]);
    assert_eq!((remarks("s40-endless"), score("s40-endless")), (vec!["not_finished", "not_allowed"], 0.0));
    says("s40-endless", "--most-events");
    let report = fs::read_to_string(out.join("report.html")).expect("a page");
    assert!(report.contains("Who meets the goals?") && report.contains("s37-tampered"));
    let verified = forceflow(&["verify", out.to_str().expect("utf-8")]);
    assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
}

#[test]
fn one_submission_is_written_as_the_autograders_read_it() {
    let scratch = scratch();
    let base = base(scratch.path());
    let class = scratch.path().join("class");
    variant(&class, "ada", "Mine", &json!({ SPOTS: 3 }));
    let gradescope = grade(&base, &class, &["--format", "gradescope"]);
    assert_eq!(gradescope.code, 1, "{}", gradescope.stderr);
    let results: Value = serde_json::from_str(&gradescope.stdout).expect("JSON");
    let tests = list(&results["tests"]);
    assert_eq!(tests.len(), 2);
    let sum: f64 = tests.iter().map(|test| test["score"].as_f64().expect("points")).sum();
    assert!((sum - results["score"].as_f64().expect("points")).abs() < 1e-9);
    assert_eq!(
        (&tests[0]["max_score"], &tests[0]["status"], &tests[0]["name"]),
        (&json!(6.0), &json!("failed"), &json!("on_time >= 0.95"))
    );
    assert!(word(&tests[0]["output"]).starts_with("Not met: `on_time >= 0.95`"), "{}", tests[0]);
    let github = grade(&base, &class, &["--format", "github"]);
    let result: Value = serde_json::from_str(&github.stdout).expect("JSON");
    assert_eq!(
        (&result["version"], &result["status"], &result["max_score"]),
        (&json!(1), &json!("fail"), &json!(10.0))
    );
    assert_eq!(list(&result["tests"])[1]["status"], "fail");
    variant(&class, "ben", "Mine", &json!({ SPOTS: 5 }));
    let two = grade(&base, &class, &["--format", "gradescope"]);
    assert_eq!(two.code, 2);
    assert!(two.stderr.contains("for one submission"), "{}", two.stderr);
    fs::remove_dir_all(class.join("ada")).expect("removed");
    assert_eq!(grade(&base, &class, &["--format", "github"]).code, 0);
}

#[test]
fn a_seed_from_a_name_is_the_one_that_a_student_gets() {
    let scratch = scratch();
    let out = scratch.path().join("out").display().to_string();
    let own = [
        "run",
        "scenarios/course/3-variability.json",
        "-n",
        "4",
        "--no-charts",
        "--format",
        "json",
        "--out",
        &out,
    ];
    let by_name = forceflow(&[&own[..], &["--seed-from", "hw1/ada"]].concat());
    assert_eq!(by_name.code, 0, "{}", by_name.stderr);
    let seed = serde_json::from_str::<Value>(&by_name.stdout).expect("JSON")["seed"].clone();
    let class = scratch.path().join("class");
    for name in ["ada", "ben"] {
        fs::create_dir_all(class.join(name)).expect("a folder");
        let text =
            json!({"format_version": 1, "based_on": "3-variability.json", "changes": {"deadline_h": 60}});
        fs::write(class.join(name).join("answer.json"), text.to_string()).expect("written");
    }
    let paths = ["ada", "ben"].map(|name| class.join(name).join("answer.json").display().to_string());
    let graded = forceflow(&[
        "grade",
        &paths[0],
        &paths[1],
        "--against",
        "scenarios/course/3-variability.json",
        "--goal",
        "closure_h.p90 <= 400",
        "-n",
        "4",
        "--seed-from",
        "hw1",
        "--format",
        "json",
    ]);
    let found: Value = serde_json::from_str(&graded.stdout).expect("JSON");
    let submissions = list(&found["submissions"]);
    assert_eq!(submissions[0]["submission"], "ada");
    assert_eq!(submissions[0]["seed"], seed);
    assert_ne!(submissions[1]["seed"], seed);
    assert_eq!(submissions[0]["score"], 1.0);
}

#[test]
fn an_assignment_is_a_folder_that_grades_its_own_answer() {
    let scratch = scratch();
    let folder = scratch.path().join("homework");
    let at = folder.display().to_string();
    let ran = forceflow(&["init", "--assignment", &at]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let text = fs::read_to_string(folder.join("ASSIGNMENT.md")).expect("a text");
    assert!(text.contains("on_time >= 0.95") && text.contains("`fleets.bridge.count=8..16`"), "{text}");
    // The folder itself is a submission: its base is none, and the answer is.
    for submission in [folder.join("answer.json").display().to_string(), at.clone()] {
        let graded = forceflow(&["grade", &submission, "--assignment", &at, "-n", "10", "--format", "json"]);
        assert_eq!(graded.code, 1, "{}", graded.stderr);
        let found: Value = serde_json::from_str(&graded.stdout).expect("JSON");
        assert_eq!(found["submissions"][0]["remarks"], json!(["unchanged", "late"]), "{found}");
        assert_eq!(found["max_score"], 10.0);
    }
    let answer = folder.join("answer.json");
    let text = fs::read_to_string(&answer).expect("an answer");
    let better = r#""changes": {"fleets.bridge.count": 16, "places.destination.terminal.working_spots": 6}"#;
    fs::write(&answer, text.replace("\"changes\": {}", better)).expect("written");
    let graded = forceflow(&["grade", &at, "--assignment", &at]);
    assert_eq!(graded.code, 0, "{}{}", graded.stdout, graded.stderr);
    assert!(graded.stdout.contains("10 of 10"), "{}", graded.stdout);
    let text = fs::read_to_string(&answer).expect("an answer").replace("16", "17");
    fs::write(&answer, text).expect("written");
    let graded = forceflow(&["grade", &at, "--assignment", &at, "-n", "20"]);
    assert!(graded.stdout.contains("Set `fleets.bridge.count` back to 10"), "{}", graded.stdout);
}

#[test]
fn a_submission_reads_no_file_of_the_machine_but_itself() {
    let scratch = scratch();
    let base = base(scratch.path());
    let class = scratch.path().join("class");
    // Another student's answer, by its path.
    variant(&class, "ada", "Mine", &json!({ SPOTS: 5 }));
    let file = variant(&class, "ben", "Mine", &json!({}));
    let text = json!({"format_version": 1, "based_on": class.join("ada/answer.json"), "changes": {}});
    fs::write(&file, text.to_string()).expect("written");
    let whole = json!({"format_version": 1, "title": "x", "include": ["../ada/answer.json"], "start": "2022-01-06T00:00:00Z", "places": {}, "contingents": {}});
    fs::create_dir(class.join("cem")).expect("a folder");
    fs::write(class.join("cem/answer.json"), whole.to_string()).expect("written");
    #[cfg(unix)]
    {
        let secret = scratch.path().join("secret");
        fs::write(&secret, "the answer is 42").expect("written");
        let file = variant(&class, "dan", "Mine", &json!({}));
        fs::remove_file(&file).expect("removed");
        std::os::unix::fs::symlink(&secret, &file).expect("a link");
        let table = results(&base, &class, "eve", &format!("{SPOTS}=6")).join("result.json");
        fs::remove_file(&table).expect("removed");
        std::os::unix::fs::symlink(&secret, &table).expect("a link");
    }
    let ran = grade(&base, &class, &["--format", "json"]);
    let found: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let submissions = list(&found["submissions"]);
    for one in &submissions[1..3] {
        assert_eq!(one["remarks"], json!(["broken"]), "{one}");
    }
    assert_eq!(submissions[0]["remarks"], json!([]));
    #[cfg(unix)]
    {
        assert!(!ran.stdout.contains("the answer is"), "{}", ran.stdout);
        assert_eq!(submissions[3]["remarks"], json!(["broken"]), "a link is no scenario");
        assert_eq!(submissions[4]["remarks"], json!(["tampered"]));
        let eve = class.join("eve/results").display().to_string();
        let verified = forceflow(&["verify", &eve]);
        assert_eq!(verified.code, 1);
        assert!(verified.stdout.contains("a link                   result.json"), "{}", verified.stdout);
        assert!(!verified.stdout.contains("the answer is"));
    }
}

#[test]
fn wrong_usage_is_refused_before_anything_is_read() {
    let refused = |arguments: &[&str], words: &str| {
        let ran = forceflow(&[&["grade", "nobody.json"], arguments].concat());
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(ran.stderr.contains(words), "{}", ran.stderr);
    };
    let against = ["--against", "scenarios/checks/air-bridge.json"];
    refused(&[], "--against");
    refused(&against, "no goal to grade by");
    refused(&[&against[..], &["--goal", "soon"]].concat(), "is not a goal");
    refused(
        &[&against[..], &["--goal", "on_time >= 0.9", "--points", "1,2"]].concat(),
        "1 goals, and points for 2",
    );
    refused(&[&against[..], &["--goal", "on_time >= 0.9", "--allow", "a..b"]].concat(), "no pattern");
    let without =
        ["--against", "scenarios/checks/march.json", "--goal", "contingents.nobody.closure_h.mean <= 9"];
    refused(&without, "there is no contingent `nobody`");
}
