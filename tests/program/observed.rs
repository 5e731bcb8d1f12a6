//! `observed.figures`: anything that moves, counted by an instant or told by its instant, as worked by hand.

use serde_json::{Value, json};

use crate::support::forceflow;

const BRIDGE: &str = "scenarios/checks/air-bridge.json";

/// Forty loads on ten aircraft, no limit at the destination: waves depart at 3, 16, 29 and 42 h, land 4 h later and are
/// unloaded for 2 h. Each brings 50 people and three trucks. The start is 6 January, 06:00 at the destination.
fn predicted(figure: &Value) -> Value {
    let record = format!("observed={}", json!({"figures": {"one": figure}}));
    let no_limit = "places.destination.terminal.working_spots=null";
    let ran =
        forceflow(&["backtest", BRIDGE, "--set", no_limit, "--set", &record, "-n", "2", "--format", "json"]);
    assert_eq!(ran.code, 0, "{figure}: {}", ran.stderr);
    let report: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    report["scenarios"][0]["rows"][0].clone()
}

fn value(mut figure: Value) -> f64 {
    figure["low"] = json!(0);
    figure["high"] = json!(1e6);
    let row = predicted(&figure);
    row["predicted"]["p50"].as_f64().unwrap_or_else(|| panic!("{figure}: {row}"))
}

#[test]
fn counts_by_an_instant_between_two_and_on_a_date_are_those_worked_by_hand() {
    for (figure, expected) in [
        (json!({"of": "departures"}), 40.0),
        (json!({"of": "departures", "by": {"after_h": 16}}), 20.0),
        (json!({"of": "departures", "after": {"after_h": 3}, "by": {"after_h": 29}}), 20.0),
        (json!({"of": "landings", "by": {"after_h": 16}}), 10.0),
        (json!({"of": "landings", "by": {"at": "2022-01-06T07:00:00Z"}}), 10.0),
        // Local days at the destination end at 18 and 42 h: departures at 3, 16 and 29 h; landings at 7, 20, 33 and 46 h.
        (json!({"of": "departures", "on": "2022-01-06"}), 20.0),
        (json!({"of": "departures", "on": "2022-01-07"}), 10.0),
        (json!({"of": "landings", "on": "2022-01-07"}), 20.0),
        (json!({"of": "people_departed", "by": {"after_h": 3}}), 500.0),
        (json!({"of": "people_landed", "by": {"after_h": 20}, "to": "destination"}), 1000.0),
        (json!({"of": "people_landed", "to": "origin"}), 0.0),
        (json!({"of": "vehicles_landed", "by": {"after_h": 7}, "from": "origin"}), 30.0),
        (json!({"of": "people_in_place", "by": {"after_h": 8.9}}), 0.0),
        (json!({"of": "people_in_place", "by": {"after_h": 9}}), 500.0),
        (json!({"of": "vehicles_in_place", "to": ["destination"], "contingent": "force"}), 120.0),
        (json!({"of": "departures", "mode": "rail"}), 0.0),
        (json!({"of": "departures", "fleet": ["bridge"], "mode": "air"}), 40.0),
        // Ten flights of 4 h out and as many back by 13 h.
        (json!({"of": "flown_h", "by": {"after_h": 13}}), 80.0),
    ] {
        let found = value(figure.clone());
        assert!((found - expected).abs() < 1e-9, "{figure}: {found}");
    }
}

#[test]
fn instants_of_the_first_last_and_nth_are_those_worked_by_hand() {
    for (figure, expected) in [
        (json!({"of": "departures", "when": "first"}), 3.0),
        (json!({"of": "landings", "when": "last"}), 46.0),
        (json!({"of": "landings", "when": {"nth": 10}}), 7.0),
        (json!({"of": "landings", "when": {"nth": 11}}), 20.0),
        (json!({"of": "landings", "when": "first_to_last"}), 39.0),
        (json!({"of": "people_in_place", "when": {"nth": 501}}), 22.0),
        (json!({"of": "vehicles_landed", "when": "last", "to": "destination"}), 46.0),
    ] {
        let found = value(figure.clone());
        assert!((found - expected).abs() < 1e-9, "{figure}: {found}");
    }
    let never = predicted(&json!({"of": "landings", "when": {"nth": 41}, "low": 0, "high": 99}));
    assert_eq!((&never["predicted"]["p50"], &never["verdict"]), (&Value::Null, &json!("miss")));
}

#[test]
fn a_figure_has_a_name_of_its_own_or_one_made_of_its_keys() {
    let name = |figure: Value| predicted(&figure)["name"].as_str().unwrap_or_default().to_owned();
    let figure = json!({"of": "landings", "to": "destination", "by": {"at": "2022-01-06T13:00:00+06:00"}, "low": 1, "high": 2});
    assert_eq!(name(figure), "Landings to destination, by 6 Jan 13:00");
    let named = json!({"of": "landings", "name": "First wave", "low": 1, "high": 2});
    assert_eq!(name(named), "First wave");
}

#[test]
fn a_figure_that_cannot_be_read_names_its_key() {
    for (figure, code, words) in [
        (json!({"of": "landings", "when": {"nth": 0}}), "E1608", "there is no 0th"),
        (json!({"of": "people_in_place", "from": "origin"}), "E1608", "`from` says nothing of this figure"),
        (json!({"of": "flown_h", "when": "last"}), "E1608", "a sum of hours has no instant"),
        (
            json!({"of": "landings", "on": "2022-01-06", "by": {"after_h": 3}}),
            "E1608",
            "a date, and the end of a window besides",
        ),
        (
            json!({"of": "landings", "after": {"after_h": 9}, "by": {"after_h": 3}}),
            "E1608",
            "begins at 9 h and ends at 3 h",
        ),
        (json!({"of": "landings", "to": "nowhere"}), "E1001", "unknown place `nowhere`"),
        (json!({"of": "landings", "fleet": "brige"}), "E1302", "unknown fleet `brige`"),
        (json!({"of": "landings", "contingent": "nobody"}), "E1212", "unknown contingent `nobody`"),
        (json!({"of": "landings", "on": "6 January"}), "E1406", "`6 January` is no day"),
    ] {
        let mut figure = figure;
        figure["low"] = json!(1);
        figure["high"] = json!(2);
        let record = format!("observed={}", json!({"figures": {"one": figure}}));
        let ran = forceflow(&["backtest", BRIDGE, "--set", &record]);
        assert_eq!(ran.code, 2, "{figure}");
        assert!(ran.stderr.contains(code) && ran.stderr.contains(words), "{figure}: {}", ran.stderr);
    }
}

#[test]
fn rows_of_a_series_are_one_independent_test() {
    let figure = |by: u32, count: u32, series: Option<&str>| {
        let mut one = json!({"of": "departures", "by": {"after_h": by}, "low": count, "high": count});
        if let Some(series) = series {
            one["series"] = json!(series);
        }
        one
    };
    let record = json!({"figures": {
        "a": figure(3, 10, Some("waves")), "b": figure(16, 20, Some("waves")), "c": figure(29, 31, Some("waves")),
        "d": figure(42, 40, Some("waves")), "e": figure(50, 41, None)}});
    let no_limit = "places.destination.terminal.working_spots=null";
    let record = format!("observed={record}");
    let args = ["backtest", BRIDGE, "--set", no_limit, "--set", &record, "-n", "2"];
    let ran = forceflow(&args);
    assert!(ran.stdout.contains("Tests: 3 of 5 hit"), "{}", ran.stdout);
    // Three of four waves, and none of the other.
    assert!(
        ran.stdout.contains("Each series counted once, 2 independent tests: 37.5 % hit"),
        "{}",
        ran.stdout
    );
}
