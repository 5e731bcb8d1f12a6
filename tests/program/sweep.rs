//! `forceflow sweep`: design points that are kept, shared, and finished by whoever comes next.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::support::{Ran, end_by, forceflow, kept, kept_files, reaches, results, scratch, start};
use forceflow::internals::storage::Owner;
use serde_json::Value;

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const SPOTS: &str = "places.destination.terminal.working_spots";

fn arguments(vary: &[&str], replications: &str, folder: &Path) -> Vec<String> {
    let mut arguments: Vec<String> = ["sweep", AIR_BRIDGE, "-n", replications].map(str::to_owned).to_vec();
    for factor in vary {
        arguments.extend(["--vary".to_owned(), (*factor).to_owned()]);
    }
    let at = |name: &str| folder.join(name).display().to_string();
    arguments.extend(["--out".to_owned(), at("out"), "--points".to_owned(), at("points")]);
    arguments
}

fn swept(arguments: &[String]) -> Ran {
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
    let count = || kept(&points);
    swept(&arguments(&[&format!("{SPOTS}=1..3")], "3", scratch.path()));
    assert_eq!(count(), 3);
    let marked = kept_files(&points).remove(0);
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
    const POINTS: usize = 60;
    let (left_alone, harassed) = (scratch(), scratch());
    let spots = format!("{SPOTS}=1..10");
    let vary = [spots.as_str(), "fleets.bridge.count=5..10"];
    swept(&arguments(&vary, "300", left_alone.path()));
    let again = arguments(&vary, "300", harassed.path());
    let (mut killed, mut state) = (0, 2_463_534_242_u32);
    for _ in 0..100 {
        // Marsaglia's xorshift: a different moment each time, anywhere in the work.
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        if kept(&harassed.path().join("points")) > POINTS - 8 {
            // Too little is left to be killed in: begin anew.
            fs::remove_dir_all(harassed.path().join("points")).expect("removed");
        }
        let due = kept(&harassed.path().join("points")) + state as usize % 6;
        let mut child = start(&again);
        let runs = reaches(&mut child, &harassed.path().join("points"), due);
        std::thread::sleep(Duration::from_micros(u64::from(state >> 8) % 30_000));
        child.kill().expect("it can be killed");
        child.wait().expect("it has ended");
        killed += usize::from(runs && (1..POINTS).contains(&kept(&harassed.path().join("points"))));
        if killed == 10 {
            break;
        }
    }
    assert_eq!(killed, 10, "ten kills fell into the work");
    swept(&again);
    assert_eq!(
        results(&left_alone.path().join("out"))["sweep.csv"],
        results(&harassed.path().join("out"))["sweep.csv"]
    );
    assert_eq!(results(&left_alone.path().join("out")), results(&harassed.path().join("out")));
    // What was half-written at a kill is gone, too.
    assert_eq!(results(&left_alone.path().join("points")), results(&harassed.path().join("points")));
    let left = fs::read_dir(harassed.path()).expect("a folder").count();
    assert_eq!(left, 2, "points and results, and nothing beside them");
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_killed_program_left_half_written_is_removed_and_the_work_of_others_is_not() {
    let scratch = scratch();
    let points = scratch.path().join("points");
    fs::create_dir_all(&points).expect("made");
    // This process, one that has ended, and one of another host, of which nothing can be known here.
    let (dead, alive) = (Owner::ended(), Owner::own());
    let own = alive.to_string();
    let place = own.split('-').nth(1).expect("a place");
    let elsewhere = Owner::parse(&own.replace(place, "00000001")).expect("an owner");
    let of = |owner: Owner| points.join(format!(".{}.{owner}.new", "a".repeat(64)));
    for owner in [dead, alive, elsewhere] {
        fs::write(of(owner), "{").expect("written");
    }
    fs::create_dir_all(scratch.path().join(format!(".out.{dead}.new/charts"))).expect("made");
    swept(&arguments(&[&format!("{SPOTS}=1..2")], "2", scratch.path()));
    assert!(!of(dead).exists() && of(alive).exists() && of(elsewhere).exists());
    assert!(!scratch.path().join(format!(".out.{dead}.new")).exists());
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
fn what_is_varied_is_not_drawn_and_drawn_points_are_points_of_their_own() {
    let scratch = scratch();
    let ranges = r#"evidence={"places.destination.terminal.working_spots": {"low": 1, "high": 5},
        "places.origin.lat": {"low": 54, "high": 55}}"#;
    let mut all = arguments(&[&format!("{SPOTS}=1,2,5")], "20", scratch.path());
    all.extend(["--set", ranges].map(str::to_owned));
    let plain = swept(&all);
    all.push("--uncertain".to_owned());
    let drawn = swept(&all);
    assert!(plain.stdout.contains("Bands       chance within replications\n"), "{}", plain.stdout);
    assert!(drawn.stdout.contains("and ranges of assumptions drawn"), "{}", drawn.stdout);
    assert_eq!(kept(&scratch.path().join("points")), 6);
    let table = fs::read_to_string(scratch.path().join("out/sweep.csv")).expect("sweep.csv");
    let means: Vec<&str> = table.lines().skip(1).filter_map(|row| row.split(',').nth(1)).collect();
    assert_eq!(means, ["87.000000", "56.000000", "50.000000"]);
}

#[test]
fn a_design_over_three_factors_has_a_figure_with_a_panel_for_each() {
    let scratch = scratch();
    let load = "carrier_types.freighter.load_h=2,3";
    let vary = [&format!("{SPOTS}=1..2"), "fleets.bridge.count=5,9", load];
    swept(&arguments(&vary, "2", scratch.path()));
    let captions = fs::read_to_string(scratch.path().join("out/charts/figures.json")).expect("captions");
    for name in ["destination: working spots", "bridge: number of carriers", "freighter (type): load [h]"] {
        assert!(captions.contains(name), "{captions}");
    }
}

#[test]
fn stdout_has_the_table_in_the_format_that_is_asked_for() {
    let scratch = scratch();
    let as_format = |format: &str| {
        let mut all = arguments(&[&format!("{SPOTS}=2,5")], "2", scratch.path());
        all.extend(["--no-charts", "--format", format].map(str::to_owned));
        swept(&all).stdout
    };
    let json: Value = serde_json::from_str(&as_format("json")).expect("JSON");
    assert_eq!(json["points"][1]["values"][SPOTS], 5);
    assert_eq!(json["points"][1]["closure_h"]["mean"], 50.0);
    let markdown = as_format("markdown");
    assert!(markdown.starts_with(&format!("| {SPOTS} | closure_h_mean |")), "{markdown}");
    assert!(markdown.contains("| 5 | 50 |"), "{markdown}");
    assert!(as_format("csv").contains("5,50.000000,"));
}

#[test]
fn a_mistake_at_any_point_is_told_before_the_work() {
    let scratch = scratch();
    let all = arguments(&[&format!("{SPOTS}=2,-1")], "2", scratch.path());
    let ran = forceflow(&all.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(ran.code, 2);
    assert!(!scratch.path().join("points").exists());
    let named = format!("the scenario with `{SPOTS} = -1` cannot be used");
    assert!(ran.stderr.contains(&named), "{}", ran.stderr);
    let all = arguments(&["fleets.nobody.count=1..3"], "2", scratch.path());
    assert_eq!(forceflow(&all.iter().map(String::as_str).collect::<Vec<_>>()).code, 2);
}

#[cfg(unix)]
#[test]
fn an_interrupt_keeps_what_is_finished_and_says_how_to_go_on() {
    let (left_alone, scratch) = (scratch(), scratch());
    let vary = [format!("{SPOTS}=1..30")];
    let vary = [vary[0].as_str()];
    swept(&arguments(&vary, "1000", left_alone.path()));
    let all = arguments(&vary, "1000", scratch.path());
    let mut child = start(&all);
    assert!(
        reaches(&mut child, &scratch.path().join("points"), 2),
        "it is far from its end after two points"
    );
    let (ended, said) = end_by(child, &["-INT"]);
    assert_eq!(ended, Some(3), "{said}");
    let kept = kept(&scratch.path().join("points"));
    assert!(said.contains(&format!("{kept} of 30 design points")), "{said}");
    assert!(!scratch.path().join("out").exists());
    // What it says goes on from there: into the same folder, with what is finished.
    let line = said.lines().find_map(|line| line.trim().strip_prefix("forceflow ")).expect("a command");
    let words: Vec<&str> = line.split(' ').collect();
    let before = results(&scratch.path().join("points"));
    assert_eq!(forceflow(&words).code, 0, "{line}");
    let after = results(&scratch.path().join("points"));
    assert!(before.iter().all(|(name, bytes)| after.get(name) == Some(bytes)));
    assert_eq!(results(&left_alone.path().join("out")), results(&scratch.path().join("out")));
}

#[test]
fn a_curve_says_where_there_is_no_mean() {
    let scratch = scratch();
    let mut all = arguments(&[&format!("{SPOTS}=1..4")], "2", scratch.path());
    all.extend(["--set".to_owned(), "horizon_h=60".to_owned()]);
    swept(&all);
    // One spot alone closes at 87 h.
    let figures = fs::read_to_string(scratch.path().join("out/charts/figures.json")).expect("figures");
    let figures: Vec<Value> = serde_json::from_str(&figures).expect("JSON");
    let source = |id: &str| {
        let figure = figures.iter().find(|figure| figure["id"] == id).expect("a figure");
        figure["source"].as_str().expect("a source").to_owned()
    };
    let closure = source("sweep-closure");
    assert!(closure.ends_with("; no mean where replications do not close: 1"), "{closure}");
    assert!(!source("sweep-on-time").contains("no mean"), "shares count what did not close as late");
}
