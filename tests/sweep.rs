//! `forceflow sweep`: design points that are kept, shared, and finished by whoever comes next.

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use common::{forceflow, scratch};

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const SPOTS: &str = "places.destination.terminal.working_spots";

/// Every file below a folder by name.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").display().to_string();
                found.push((name, fs::read(&path).expect("a file")));
            }
        }
    }
    found.sort();
    found
}

fn arguments(vary: &[&str], replications: &str, folder: &Path) -> Vec<String> {
    let mut arguments: Vec<String> = ["sweep", AIR_BRIDGE, "-n", replications].map(str::to_owned).to_vec();
    for factor in vary {
        arguments.extend(["--vary".to_owned(), (*factor).to_owned()]);
    }
    let at = |name: &str| folder.join(name).display().to_string();
    arguments.extend(["--out".to_owned(), at("out"), "--points".to_owned(), at("points")]);
    arguments
}

fn swept(arguments: &[String]) -> common::Ran {
    let ran = forceflow(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran
}

#[test]
fn a_sweep_finds_the_hours_that_are_worked_out_by_hand() {
    let scratch = scratch();
    swept(&arguments(&[&format!("{SPOTS}=1,2,5,10")], "3", scratch.path()));
    let table = fs::read_to_string(scratch.path().join("out/sweep.csv")).expect("sweep.csv");
    let column: Vec<&str> = table.lines().map(|row| row.split(',').nth(1).expect("a column")).collect();
    assert_eq!(column, ["closure_h_mean", "87.000000", "56.000000", "50.000000", "48.000000"]);
    assert!(scratch.path().join("out/charts/sweep-closure.png").is_file());
    assert!(scratch.path().join("out/charts/sweep-on-time.svg").is_file());
}

#[test]
fn sweeps_share_their_points_and_do_only_what_is_missing() {
    let scratch = scratch();
    let points = scratch.path().join("points");
    let count = || fs::read_dir(&points).expect("a folder").count();
    swept(&arguments(&[&format!("{SPOTS}=1..3")], "3", scratch.path()));
    assert_eq!(count(), 3);
    let marked = fs::read_dir(&points).expect("a folder").next().expect("a point").expect("an entry").path();
    let before = fs::metadata(&marked).expect("there").modified().expect("a time");
    swept(&arguments(&[&format!("{SPOTS}=1..5")], "3", scratch.path()));
    assert_eq!(count(), 5);
    assert_eq!(fs::metadata(&marked).expect("there").modified().expect("a time"), before);
    // A point that was cut off on disk is made again.
    let whole = fs::read(&marked).expect("a point");
    fs::write(&marked, &whole[..whole.len() / 2]).expect("written");
    swept(&arguments(&[&format!("{SPOTS}=1..5")], "3", scratch.path()));
    assert_eq!(fs::read(&marked).expect("a point"), whole);
}

#[test]
fn a_sweep_that_is_killed_ten_times_ends_with_the_same_bytes() {
    let (left_alone, harassed) = (scratch(), scratch());
    let spots = format!("{SPOTS}=1..5");
    let vary = [spots.as_str(), "fleets.bridge.count=6..10"];
    swept(&arguments(&vary, "40", left_alone.path()));
    let again = arguments(&vary, "40", harassed.path());
    for attempt in 0..10_u64 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_forceflow"))
            .args(&again)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        // Moments that have no common measure with the time of a point.
        std::thread::sleep(Duration::from_millis(7 + attempt * 37 % 83));
        child.kill().expect("it can be killed");
        child.wait().expect("it has ended");
    }
    swept(&again);
    let table = |folder: &Path| fs::read(folder.join("out/sweep.csv")).expect("sweep.csv");
    assert_eq!(table(left_alone.path()), table(harassed.path()));
    assert_eq!(files(left_alone.path().join("out").as_path()), files(&harassed.path().join("out")));
    let whole = |folder: &Path| {
        let mut found = files(&folder.join("points"));
        found.retain(|(name, _)| !name.starts_with('.'));
        found
    };
    assert_eq!(whole(left_alone.path()), whole(harassed.path()));
}

#[test]
fn a_latin_hypercube_uses_every_level_of_a_factor_equally_often() {
    let scratch = scratch();
    let spots = format!("{SPOTS}=1..4");
    let mut all = arguments(&[&spots, "fleets.bridge.count=5..12"], "2", scratch.path());
    all.extend(["--lhs", "8", "--no-charts"].map(str::to_owned));
    swept(&all);
    let table = fs::read_to_string(scratch.path().join("out/sweep.csv")).expect("sweep.csv");
    let column = |index: usize| {
        let mut values: Vec<u32> = table
            .lines()
            .skip(1)
            .map(|row| row.split(',').nth(index).expect("a column").parse().expect("a number"))
            .collect();
        values.sort_unstable();
        values
    };
    assert_eq!(column(0), [1, 1, 2, 2, 3, 3, 4, 4]);
    assert_eq!(column(1), [5, 6, 7, 8, 9, 10, 11, 12]);
}

#[test]
fn a_mistake_at_any_point_is_told_before_the_work() {
    let scratch = scratch();
    let all = arguments(&[&format!("{SPOTS}=2,-1")], "2", scratch.path());
    let ran = forceflow(&all.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(ran.code, 2);
    assert!(!scratch.path().join("points").exists());
    let all = arguments(&["fleets.nobody.count=1..3"], "2", scratch.path());
    assert_eq!(forceflow(&all.iter().map(String::as_str).collect::<Vec<_>>()).code, 2);
}

#[cfg(unix)]
#[test]
fn an_interrupt_keeps_what_is_finished_and_says_how_to_go_on() {
    let scratch = scratch();
    let all = arguments(&[&format!("{SPOTS}=1..9")], "1000000", scratch.path());
    let child = Command::new(env!("CARGO_BIN_EXE_forceflow"))
        .args(&all)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // Long enough to read the scenario, far too short for a million replications.
    std::thread::sleep(Duration::from_millis(1_500));
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(sent.success());
    let ended = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(3), "{said}");
    assert!(said.contains("0 of 9 design points") && said.contains("forceflow sweep"), "{said}");
    assert!(!scratch.path().join("out").exists());
}
