//! `forceflow compare`: differences under the same draws, and where the hours went.

use crate::support::{forceflow, scratch};
use serde_json::Value;

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const KAZAKHSTAN: &str = "scenarios/kazakhstan-2022.json";
const SPOTS: &str = "places.destination.terminal.working_spots";

fn compared(arguments: &[&str]) -> Value {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let out = out.to_str().expect("utf-8");
    let points = scratch.path().join("points");
    let points = points.to_str().expect("utf-8");
    let all =
        [&["compare"], arguments, &["--no-charts", "--format", "json", "--out", out, "--points", points]]
            .concat();
    let ran = forceflow(&all);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let stored = std::fs::read_to_string(format!("{out}/comparison.json")).expect("comparison.json");
    assert_eq!(stored, ran.stdout, "stdout is comparison.json");
    serde_json::from_str(&ran.stdout).expect("JSON")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

#[test]
fn a_scenario_against_itself_differs_by_exactly_nothing() {
    let found = compared(&[KAZAKHSTAN, KAZAKHSTAN, "-n", "10"]);
    let one = &found["differences"][0];
    for key in ["mean", "low_95", "high_95", "half_width"] {
        assert_eq!(number(&one["closure_h"][key]).to_bits() << 1, 0, "{key}");
    }
    assert_eq!(one["distinguishable"], false);
    assert!(one["changes"].as_array().expect("a list").is_empty());
    let shifts = one["categories"].as_array().expect("a list");
    assert!(!shifts.is_empty() && shifts.iter().all(|shift| number(&shift["difference_h"]) == 0.0));
    assert_eq!((&found["ranking"][0]["rank"], &found["ranking"][1]["rank"]), (&1.into(), &1.into()));
}

#[test]
fn the_shortest_what_if_names_the_change_and_where_the_hours_went() {
    // Five spots in place of two close the bridge at 50 h in place of 56 h.
    let found = compared(&[AIR_BRIDGE, "--set", &format!("{SPOTS}=5"), "-n", "3"]);
    let one = &found["differences"][0];
    assert_eq!(one["closure_h"]["mean"], -6.0);
    assert_eq!(one["distinguishable"], true);
    assert_eq!(one["changes"].as_array().expect("a list").len(), 1);
    assert_eq!(one["changes"][0]["path"], SPOTS);
    assert_eq!((&one["changes"][0]["baseline"], &one["changes"][0]["alternative"]), (&2.into(), &5.into()));
}

#[test]
fn the_interval_of_a_clear_difference_is_in_the_words_of_the_difference() {
    let says = |spots: &str, words: &str| {
        let scratch = scratch();
        let at = |name: &str| scratch.path().join(name).display().to_string();
        let set = format!("places.destination.terminal.working_spots={spots}");
        let (out, points) = (at("out"), at("points"));
        let folders = ["--out", &out, "--points", &points, "--no-charts"];
        let ran =
            forceflow(&[["compare", AIR_BRIDGE, "-n", "3", "--set", &set].as_slice(), &folders].concat());
        assert!(ran.stdout.contains(words), "{}{}", ran.stdout, ran.stderr);
    };
    // 52 h with four spots and 87 h with one, for 56 h.
    says("4", "closes 4.00 h earlier (95 % interval 4.00 to 4.00 h earlier)");
    says("1", "closes 31.00 h later (95 % interval 31.00 to 31.00 h later)");
}

#[test]
fn the_hours_of_a_difference_add_up_to_it() {
    let change = "carrier_types.freighter.load_h={\"uniform\": {\"min\": 3, \"max\": 9}}";
    let found = compared(&[AIR_BRIDGE, "--set", change, "-n", "12"]);
    let one = &found["differences"][0];
    let mean = number(&one["closure_h"]["mean"]);
    let shifts = one["categories"].as_array().expect("a list");
    let sum: f64 = shifts.iter().map(|shift| number(&shift["difference_h"])).sum();
    assert!(mean > 1.0 && (sum - mean).abs() < 1e-9, "{sum} against {mean}");
}

#[test]
fn contingents_are_compared_one_by_one() {
    let found = compared(&[KAZAKHSTAN, "--set", "contingents.armenia.mandate={\"after_h\": 60}", "-n", "12"]);
    let one = &found["differences"][0];
    let contingents = one["contingents"].as_array().expect("a list");
    assert_eq!(contingents.len(), 5);
    for shift in contingents {
        let moved = number(&shift["alternative_h"]) - number(&shift["baseline_h"]);
        assert!((moved - number(&shift["difference_h"]["mean"])).abs() < 1e-9, "{shift}");
    }
    let of = |id: &str| contingents.iter().find(|one| one["contingent"] == id).expect("a contingent");
    // One contingent's mandate at 60 h: it closes later by a day at least, and the others hardly notice.
    assert!(number(&of("armenia")["difference_h"]["low_95"]) > 12.0, "{}", of("armenia"));
    assert!(number(&of("tajikistan")["difference_h"]["mean"]).abs() < 6.0, "{}", of("tajikistan"));
    let bridge = compared(&[AIR_BRIDGE, "--set", &format!("{SPOTS}=5"), "-n", "3"]);
    assert_eq!(bridge["differences"][0]["contingents"][0]["difference_h"]["mean"], -6.0);
}

#[test]
fn replications_that_do_not_close_give_no_mean_and_are_counted() {
    let found = compared(&[AIR_BRIDGE, "--set", "horizon_h=50", "-n", "4"]);
    let one = &found["differences"][0];
    assert!(one["closure_h"].is_null() && one["categories"].as_array().expect("a list").is_empty());
    assert_eq!((&one["baseline_not_closed"], &one["alternative_not_closed"]), (&0.into(), &4.into()));
    assert_eq!(one["on_time"]["mean"], -1.0);
    let last = &found["ranking"][1];
    assert!(last["closure_h"].is_null() && last["not_closed"] == 4);
}

#[test]
fn many_scenarios_and_result_folders_give_a_ranked_table() {
    let scratch = scratch();
    let at = |name: &str| scratch.path().join(name).display().to_string();
    for spots in ["1", "5"] {
        let set = format!("{SPOTS}={spots}");
        let run = ["run", AIR_BRIDGE, "--set", &set, "-n", "3", "--no-charts", "--out", &at(spots)];
        assert_eq!(forceflow(&run).code, 0);
    }
    let (one, five, out, points) = (at("1"), at("5"), at("out"), at("points"));
    let output = ["--format", "csv", "--no-charts", "--out", &out, "--points", &points];
    let ran = forceflow(&[&["compare", AIR_BRIDGE, &one, &five], output.as_slice()].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let rows: Vec<String> =
        ran.stdout.lines().skip(1).map(|row| row.split(',').take(3).collect::<Vec<_>>().join(",")).collect();
    assert_eq!(rows, ["1,5,50.000000", "2,air-bridge,56.000000", "3,1,87.000000"]);
    let best = compared(&[AIR_BRIDGE, &one, &five, "--select-best", "1h"]);
    assert_eq!(best["selection"]["selected"], "5");
}

#[test]
fn a_table_that_was_edited_by_hand_is_noticed() {
    let scratch = scratch();
    let folder = scratch.path().join("run");
    let folder = folder.to_str().expect("utf-8");
    assert_eq!(forceflow(&["run", AIR_BRIDGE, "-n", "3", "--no-charts", "--out", folder]).code, 0);
    let table = format!("{folder}/replications.csv");
    let text = std::fs::read_to_string(&table).expect("a table").replace("56.000000", "40.000000");
    std::fs::write(&table, text).expect("written");
    let at = |name: &str| scratch.path().join(name).display().to_string();
    let (out, points) = (at("out"), at("points"));
    let ran = forceflow(&["compare", AIR_BRIDGE, folder, "--no-charts", "--out", &out, "--points", &points]);
    assert!(ran.stderr.contains("does not hold what its scenario gives"), "{}", ran.stderr);
    assert!(ran.stdout.contains("no difference in any replication"), "{}", ran.stdout);
}

#[test]
fn one_scenario_alone_is_refused_with_a_remedy() {
    let ran = forceflow(&["compare", AIR_BRIDGE, "-n", "2"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("--set PATH=VALUE"), "{}", ran.stderr);
}

/// The air bridge with ranges, as a file.
fn with_ranges(folder: &std::path::Path, ranges: &str) -> String {
    let base = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(AIR_BRIDGE);
    let file = folder.join("ranges.json");
    let text = format!(
        r#"{{"format_version": 1, "based_on": {base:?}, "changes": {{"evidence": {ranges}}}}}"#,
        base = base.display().to_string()
    );
    std::fs::write(&file, text).expect("written");
    file.display().to_string()
}

#[test]
fn drawn_assumptions_are_the_same_on_both_sides() {
    let scratch = scratch();
    let ranges = r#"{"carrier_types.freighter.load_h": {"low": 0.5, "high": 2, "scale": true}}"#;
    let file = with_ranges(scratch.path(), ranges);
    let itself = compared(&[&file, &file, "--uncertain", "-n", "20"]);
    assert_eq!(itself["differences"][0]["closure_h"]["half_width"], 0.0);
    assert_eq!(itself["bands"], "chance within replications and ranges of assumptions drawn");
    // Nothing but the draws varies here, and 20 of them do not give one closure.
    let ranked = &itself["ranking"][0]["closure_h"];
    assert!(number(&ranked["half_width_95"]) > 0.5, "{ranked}");
    // Two more hours of flight each way, seven flights: 14 h whatever the loading takes.
    let change = "routes.bridge.travel_h=6";
    let found = compared(&[&file, "--set", change, "--uncertain", "-n", "20"]);
    let one = &found["differences"][0]["closure_h"];
    assert!((number(&one["mean"]) - 14.0).abs() < 1e-5 && number(&one["half_width"]) < 1e-5, "{one}");
}

#[test]
fn what_is_compared_is_not_drawn() {
    let scratch = scratch();
    let ranges = r#"{"places.destination.terminal.working_spots": {"low": 1, "high": 5},
        "places.origin.lat": {"low": 54, "high": 55}}"#;
    let file = with_ranges(scratch.path(), ranges);
    let found = compared(&[&file, "--set", &format!("{SPOTS}=5"), "--uncertain", "-n", "20"]);
    let one = &found["differences"][0]["closure_h"];
    assert_eq!((number(&one["mean"]), number(&one["half_width"])), (-6.0, 0.0));
}

#[test]
fn a_precision_holds_at_the_replications_that_are_reported() {
    let load = r#"carrier_types.freighter.load_h={"uniform": {"min": 3, "max": 9}}"#;
    let found = compared(&[AIR_BRIDGE, "--set", load, "--precision", "30min"]);
    assert_eq!(found["precision_reached"], true);
    assert!(number(&found["differences"][0]["closure_h"]["half_width"]) <= 0.5);
    let never = compared(&[AIR_BRIDGE, "--set", load, "--precision", "1s", "-n", "40"]);
    assert_eq!((&never["precision_reached"], &never["replications"]), (&false.into(), &40.into()));
    // What is wanted is a fraction of what there is, and the half-width falls with the root of the number.
    let half = number(&never["differences"][0]["closure_h"]["half_width"]);
    let share = half * 3_600.0;
    let needed = number(&never["replications_needed"]) / (40.0 * share * share);
    assert!((0.9..=1.0).contains(&needed), "{never}");
}

#[test]
fn the_mistakes_of_all_files_are_told_at_once() {
    let scratch = scratch();
    let file = |name: &str, text: &str| {
        let file = scratch.path().join(name);
        std::fs::write(&file, text).expect("written");
        file.display().to_string()
    };
    let (one, other) = (file("ada.json", "{"), file("ben.json", r#"{"format_version": 1}"#));
    let ran = forceflow(&["compare", AIR_BRIDGE, &one, &other]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("ada.json") && ran.stderr.contains("ben.json"), "{}", ran.stderr);
}

#[test]
fn a_folder_whose_assumptions_were_drawn_is_compared_with_draws() {
    let scratch = scratch();
    let ranges = r#"{"carrier_types.freighter.load_h": {"low": 0.5, "high": 2, "scale": true}}"#;
    let file = with_ranges(scratch.path(), ranges);
    let folder = scratch.path().join("run").display().to_string();
    let run = ["run", &file, "--uncertain", "-n", "20", "--no-charts", "--out", &folder];
    assert_eq!(forceflow(&run).code, 0);
    let found = compared(&[&folder, &file]);
    assert_eq!(
        (&found["replications"], &found["differences"][0]["closure_h"]["mean"]),
        (&20.into(), &0.0.into())
    );
    assert_eq!(found["bands"], "chance within replications and ranges of assumptions drawn");
}

#[test]
fn answers_of_the_same_name_go_by_their_folders() {
    let scratch = scratch();
    let base = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(AIR_BRIDGE).display().to_string();
    let answers = ["ada", "ben"].map(|student| {
        let file = scratch.path().join(student).join("answer.json");
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        std::fs::write(&file, format!(r#"{{"format_version": 1, "based_on": {base:?}, "changes": {{}}}}"#))
            .expect("written");
        file.display().to_string()
    });
    let found = compared(&[AIR_BRIDGE, &answers[0], &answers[1], "-n", "2"]);
    assert_eq!(found["baseline"], "air-bridge");
    assert_eq!(found["differences"][0]["alternative"], "ada");
    assert_eq!(found["differences"][1]["alternative"], "ben");
}

#[test]
fn a_folder_without_draws_is_not_blamed_when_it_is_compared_with_draws() {
    let scratch = scratch();
    let ranges = r#"{"carrier_types.freighter.load_h": {"low": 0.5, "high": 2, "scale": true}}"#;
    let file = with_ranges(scratch.path(), ranges);
    let at = |name: &str| scratch.path().join(name).display().to_string();
    let (folder, out, points) = (at("run"), at("out"), at("points"));
    assert_eq!(forceflow(&["run", &file, "-n", "5", "--no-charts", "--out", &folder]).code, 0);
    let compare =
        ["compare", &folder, &file, "--uncertain", "--no-charts", "--out", &out, "--points", &points];
    let ran = forceflow(&compare);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!ran.stderr.contains("does not hold"), "{}", ran.stderr);
}

#[test]
fn thirty_files_give_one_ranked_table_and_a_line_each() {
    let scratch = scratch();
    let base = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(AIR_BRIDGE).display().to_string();
    let students: Vec<String> = (1..=30)
        .map(|spots| {
            let file = scratch.path().join(format!("student-{spots:02}.json"));
            let text = format!(
                r#"{{"format_version": 1, "based_on": {base:?}, "changes": {{"{SPOTS}": {spots}}}}}"#
            );
            std::fs::write(&file, text).expect("written");
            file.display().to_string()
        })
        .collect();
    let at = |name: &str| scratch.path().join(name).display().to_string();
    let (out, points) = (at("out"), at("points"));
    let mut all = vec!["compare", AIR_BRIDGE];
    all.extend(students.iter().map(String::as_str));
    all.extend(["-n", "3", "--out", &out, "--points", &points]);
    let ran = forceflow(&all);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    let head = lines.iter().position(|line| line.starts_with("Rank")).expect("a table");
    let rows: Vec<Vec<&str>> =
        lines[head + 1..head + 32].iter().map(|line| line.split_whitespace().collect()).collect();
    // Ten spots and more are the best, the two of the baseline are as good as those of student 2, one is the worst.
    assert!(rows[..21].iter().all(|row| row[0] == "1" && row.contains(&"earlier")), "{}", ran.stdout);
    let row = |name: &str| rows.iter().find(|row| row[1] == name).unwrap_or_else(|| panic!("{}", ran.stdout));
    assert!(row("air-bridge").contains(&"baseline") && row("student-02").ends_with(&["100", "%", "no"]));
    assert_eq!((row("student-01")[0], row("student-01")[6]), ("31", "+31.00"), "{}", ran.stdout);
    let line = lines.iter().find(|line| line.starts_with("  student-05")).expect("what sets it apart");
    assert!(line.contains("destination: working spots 2 -> 5 | "), "{line}");
    // One bar with its interval for each, in the order of the table.
    let figures = std::fs::read_to_string(format!("{out}/charts/figures.json")).expect("figures");
    let names: Vec<usize> = ["student-10", "student-02", "student-01"]
        .iter()
        .map(|name| figures.find(name).expect("drawn"))
        .collect();
    let all: Value = serde_json::from_str(&figures).expect("JSON");
    let caption = all[0]["caption"].as_str().expect("words");
    assert!(names.is_sorted() && !caption.contains("not drawn"), "{caption}");
}

/// Two units by road, the first of which leaves at 0 h or later, and is there 10 h after; the other arrives at 40 h.
fn two_marches(folder: &std::path::Path, first_h: u32) -> String {
    let file = folder.join("marches.json");
    let unit = |prepare_h: u32, required_h: u32| {
        format!(
            r#"{{"personnel": 100, "prepare_h": {prepare_h}, "required_h": {required_h}, "home": "a",
                "itinerary": [{{"march": {{"to": "b"}}}}]}}"#
        )
    };
    let text = format!(
        r#"{{"format_version": 1, "title": "Two marches", "start": "2022-01-06T00:00:00Z", "deadline_h": 48,
        "places": {{"a": {{"lat": 50, "lon": 70}}, "b": {{"lat": 51, "lon": 70, "name": "Bravo"}}}},
        "routes": {{"road": {{"from": "a", "to": "b", "mode": "road", "travel_h": 10}}}},
        "contingents": {{"force": {{"units": {{"first": {first}, "last": {last}}}}}}}}}"#,
        first = unit(first_h, 20),
        last = unit(30, 60)
    );
    std::fs::write(&file, text).expect("written");
    file.display().to_string()
}

#[test]
fn arrivals_that_move_are_a_difference_though_closure_stays() {
    let scratch = scratch();
    let file = two_marches(scratch.path(), 12);
    let at = |name: &str| scratch.path().join(name).display().to_string();
    let (out, points) = (at("out"), at("points"));
    let set = "contingents.force.units.first.prepare_h=2";
    let folders = ["--out", &out, "--points", &points, "--no-charts"];
    let ran = forceflow(&[["compare", &file, "--set", set, "-n", "3"].as_slice(), &folders].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    // 100 people arrive at 22 h or 12 h, 100 at 40 h: the mean is 31 h or 26 h. The first is 2 h late, or not.
    let verdict = "closes at the same hour in every replication, but mean arrival is 5.00 h earlier (95 % interval 5.00 to \
                   5.00 h earlier), one unit closes at another hour";
    assert!(ran.stdout.contains(verdict), "{}", ran.stdout);
    assert!(!ran.stdout.contains("no difference"), "{}", ran.stdout);
    let table: Vec<String> =
        ran.stdout.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for row in [
        "closure [h] 40.0 40.0 0.00 the same",
        "mean arrival [h] 31.0 26.0 -5.00 -5.00 to -5.00 earlier",
        "closed by the deadline 100 % 100 % 0.0 % the same",
        "first 22.0 12.0 -10.00 -10.00 to -10.00 earlier",
        "late against its required date 2.0 0.0 -2.00 -2.00 to -2.00 earlier",
    ] {
        assert!(table.iter().any(|line| line == row), "{row}\n{}", ran.stdout);
    }
    let json = std::fs::read_to_string(format!("{out}/comparison.json")).expect("comparison.json");
    let one: Value = serde_json::from_str(&json).expect("JSON");
    let one = &one["differences"][0];
    assert_eq!((&one["same"], &one["closure_h"]["mean"]), (&false.into(), &0.0.into()));
    assert_eq!(one["mean_arrival_h"]["difference"]["mean"], -5.0);
    assert_eq!(
        (&one["units"][0]["unit"], &one["units"][0]["in_time"]["difference"]["mean"]),
        (&"force/first".into(), &1.0.into())
    );
    let csv = std::fs::read_to_string(format!("{out}/comparison.csv")).expect("comparison.csv");
    assert!(csv.contains(",\"same closure, arrivals earlier\","), "{csv}");
    assert_eq!(forceflow(&["verify", &out]).code, 0);
}

#[test]
fn a_run_with_changes_says_by_how_much_they_move_the_scenario() {
    let scratch = scratch();
    let out = scratch.path().join("out").display().to_string();
    let run = |set: &str| {
        let ran = forceflow(&["run", AIR_BRIDGE, "--set", set, "-n", "3", "--no-charts", "--out", &out]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stdout
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n")
            .collect::<String>()
    };
    let moved = run(&format!("{SPOTS}=5"));
    assert!(moved.contains("Against the scenario without --set, under the same draws"), "{moved}");
    assert!(moved.contains("closure [h] 56.0 50.0 -6.00 -6.00 to -6.00 earlier\n"), "{moved}");
    assert!(moved.contains("closed by the deadline 100 % 100 % 0.0 % the same\n"), "{moved}");
    assert!(run("title=Another").contains("nothing differs that a run depends on"));
    assert_eq!(forceflow(&["verify", &out]).code, 0);
    let plain = forceflow(&["run", AIR_BRIDGE, "-n", "3", "--no-charts", "--out", &out]).stdout;
    assert!(!plain.contains("Against"), "{plain}");
}

#[test]
fn the_late_tail_and_the_share_in_time_have_tests_of_their_own() {
    // Breakdowns at departure make a late tail; without them it goes.
    let scratch = scratch();
    let late = r#"carrier_types.freighter.breakdown={"probability": 0.02, "repair_h": 40}"#;
    let base = scratch.path().join("base.json").display().to_string();
    let text = std::fs::read_to_string(AIR_BRIDGE).expect("the air bridge");
    let mut scenario: Value = serde_json::from_str(&text).expect("JSON");
    let (_, breakdown) = late.split_once('=').expect("a value");
    scenario["carrier_types"]["freighter"]["breakdown"] = serde_json::from_str(breakdown).expect("JSON");
    scenario["deadline_h"] = 60.into();
    std::fs::write(&base, scenario.to_string()).expect("written");
    let found = compared(&[&base, "--set", "carrier_types.freighter.breakdown=null", "-n", "60"]);
    let one = &found["differences"][0];
    let test = &one["on_time_test"];
    assert!(test["gained"].as_u64().expect("a count") > 10 && test["lost"] == 0, "{test}");
    assert!(number(&test["p_value"]) < 0.001);
    let p90 = &one["closure_quantiles"]["p90"];
    let difference = number(&p90["difference"]);
    assert!((difference - (number(&p90["alternative"]) - number(&p90["baseline"]))).abs() < 1e-9, "{p90}");
    assert!(
        number(&p90["low_95"]) <= difference && difference <= number(&p90["high_95"]) && difference < -10.0,
        "{p90}"
    );
    assert_eq!(found, compared(&[&base, "--set", "carrier_types.freighter.breakdown=null", "-n", "60"]));
    let at = |name: &str| scratch.path().join(name).display().to_string();
    let (out, points) = (at("out"), at("points"));
    let ran = forceflow(&[
        "compare",
        &base,
        "--set",
        "carrier_types.freighter.breakdown=null",
        "-n",
        "60",
        "--no-charts",
        "--out",
        &out,
        "--points",
        &points,
    ]);
    for words in ["in time more often (", "late tail (p90)", "gained, 0 lost, exact p < 0.001"] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
}
