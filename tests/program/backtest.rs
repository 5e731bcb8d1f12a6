//! `forceflow backtest`: what really happened beside what is predicted.

use std::fs;

use crate::support::{Ran, forceflow, scratch};
use serde_json::Value;

const DAILY_LIMIT: &str = "scenarios/checks/daily-limit.json";
const BASE_CASE: &str = "scenarios/kazakhstan-2022.json";

/// A backtest of the five loads that go home two a day, against this record.
fn against(record: &str, more: &[&str]) -> Ran {
    let record = format!("observed={record}");
    let ran = forceflow(&[&["backtest", DAILY_LIMIT, "--set", &record, "-n", "3"], more].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).expect("JSON")
}

fn row<'a>(report: &'a Value, path: &str) -> &'a Value {
    let rows = report["scenarios"][0]["rows"].as_array().expect("rows");
    rows.iter().find(|row| row["path"] == path).unwrap_or_else(|| panic!("{path}: {rows:?}"))
}

/// Departures homewards at 14, 14, 24, 24 and 48 h, home at 53 h; all five out on the first day.
const RECORD: &str = r#"{
    "closure_h": {"low": 6, "high": 8, "fitted": true},
    "daily_sorties": {"2022-01-06": {"low": 5, "high": 5}},
    "withdrawal_closure_h": {"low": 40, "high": 50},
    "withdrawal_sorties": {"low": 5, "high": 6},
    "daily_withdrawal_sorties": {
        "2022-01-05": {"low": 1, "high": 1},
        "2022-01-06": {"low": 2, "high": 2},
        "2022-01-07": {"low": 2, "high": 3},
        "2022-01-08": {"low": 4, "high": 4},
        "2022-01-31": {"low": 0, "high": 0}
    }}"#;

#[test]
fn days_are_counted_as_by_hand() {
    let report = json(&against(RECORD, &["--format", "json"]));
    for (path, predicted, verdict, missed_by) in [
        ("closure_h", 6.0, "miss", 0.0),
        ("daily_sorties.2022-01-06", 5.0, "hit", 0.0),
        ("withdrawal_closure_h", 53.0, "miss", 3.0),
        ("withdrawal_sorties", 5.0, "hit", 0.0),
        ("daily_withdrawal_sorties.2022-01-05", 0.0, "miss", -1.0),
        ("daily_withdrawal_sorties.2022-01-06", 2.0, "hit", 0.0),
        ("daily_withdrawal_sorties.2022-01-07", 2.0, "hit", 0.0),
        ("daily_withdrawal_sorties.2022-01-08", 1.0, "miss", -3.0),
        ("daily_withdrawal_sorties.2022-01-31", 0.0, "hit", 0.0),
    ] {
        let row = row(&report, path);
        for quantile in ["p05", "p50", "p95"] {
            assert_eq!(row["predicted"][quantile].as_f64(), Some(predicted), "{path} {quantile}");
        }
        assert_eq!(row["verdict"], verdict, "{path}");
        assert_eq!(row["missed_by"].as_f64(), Some(missed_by), "{path}");
    }
    let coverage = &report["coverage"];
    assert_eq!((&coverage["tests"], &coverage["hits"]), (&Value::from(8), &Value::from(5)));
    assert_eq!((&coverage["fitted"], &coverage["fitted_hits"]), (&Value::from(1), &Value::from(0)));
}

#[test]
fn a_miss_stands_in_the_text_with_its_size_and_source() {
    let text = against(RECORD, &[]).stdout;
    assert!(
        text.contains(
            "MISS  End of the withdrawal: 3.0 h late; predicted 53.0 – 53.0, observed 40.0 – 50.0 h"
        )
    );
    assert!(text.contains("Sorties homewards on 8 Jan: 3 sorties too low"), "{text}");
    assert!(text.contains("MISS, at its edge (fitted)"), "{text}");
    assert!(
        text.contains("Closure of the force: meets 6.0 – 6.0 at its edge alone, observed 6.0 – 8.0 h"),
        "{text}"
    );
    assert!(text.contains("predicted from p05 to p95; ") && !text.contains("1 sorties"), "{text}");
    assert!(text.contains("Tests: 5 of 8 hit (62.5 %"), "{text}");
    assert!(text.contains("Fitted, no test: 0 of 1 hit"), "{text}");
    let table = against(RECORD, &["--format", "markdown"]).stdout;
    assert!(table.contains(
        "| End of the withdrawal | h | 40.0 – 50.0 | 53.0 – 53.0 | 53.0 | +3.0 | 0 % | 0.00 | **miss** |"
    ));
}

#[test]
fn an_interval_that_touches_a_record_at_its_edge_misses_it() {
    // Closure is 6 h: the record begins there, or reaches beyond on both sides.
    let record = |low: u32| format!(r#"{{"closure_h": {{"low": {low}, "high": 8}}}}"#);
    let (edge, within) = (against(&record(6), &[]).stdout, against(&record(5), &[]).stdout);
    assert!(edge.contains("MISS, at its edge\n"), "{edge}");
    assert!(edge.contains("Tests: 0 of 1 hit, 1 missed at the edge alone (0 %"), "{edge}");
    assert!(!within.contains("edge"), "{within}");
    let report = json(&against(&record(6), &["--format", "json"]));
    assert_eq!(
        (&row(&report, "closure_h")["touches_only"], &report["coverage"]["touching"]),
        (&true.into(), &1.into())
    );
}

#[test]
fn replications_that_are_too_few_for_an_interval_are_counted_up_to_what_would_do() {
    let few = forceflow(&["backtest", BASE_CASE, "-n", "71"]).stdout;
    assert!(few.contains("They are too few to know the ends of that interval; 72 and more tell."), "{few}");
    assert!(!forceflow(&["backtest", BASE_CASE, "-n", "72"]).stdout.contains("too few"));
}

#[test]
fn what_a_scenario_does_not_model_is_no_hit() {
    let record = r#"{"withdrawal_sorties": {"low": 5, "high": 5}, "closure_h": {"low": 6, "high": 6}}"#;
    let report = json(&against(record, &["--set", "withdrawal=null", "--format", "json"]));
    assert_eq!(row(&report, "withdrawal_sorties")["verdict"], "not_modelled");
    assert_eq!(row(&report, "withdrawal_sorties")["predicted"], Value::Null);
    assert_eq!(report["coverage"]["tests"], 1);
    assert_eq!(report["coverage"]["not_modelled"], 1);
}

#[test]
fn a_scenario_without_a_record_is_told_so() {
    let alone = forceflow(&["backtest", "scenarios/checks/air-bridge.json"]);
    assert_eq!(alone.code, 2);
    assert!(
        alone.stderr.contains("no `observed` figures to compare with in `air-bridge`"),
        "{}",
        alone.stderr
    );
    assert!(alone.stderr.contains("help: write what really happened under `observed`"), "{}", alone.stderr);
    let beside = forceflow(&["backtest", BASE_CASE, "scenarios/checks/air-bridge.json", "-n", "4"]);
    assert_eq!(beside.code, 0, "{}", beside.stderr);
    assert!(beside.stderr.contains("note: no `observed` figures"), "{}", beside.stderr);
}

#[test]
fn a_folder_of_scenarios_may_have_its_schema_beside_them() {
    let schema = "scenarios/scenario.schema.json";
    let ran = forceflow(&["backtest", BASE_CASE, schema, "-n", "4"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("is a schema, no scenario"), "{}", ran.stderr);
    assert!(!ran.stdout.contains("schema"), "{}", ran.stdout);
    assert_eq!(forceflow(&["check", BASE_CASE, schema]).code, 0);
    assert_eq!(forceflow(&["check", schema]).code, 1, "alone it is no scenario");
}

#[test]
fn the_base_case_shows_its_misses_in_a_folder_with_figures() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let folder = out.to_str().expect("utf-8");
    let ran =
        forceflow(&["backtest", BASE_CASE, "-n", "40", "--out", folder, "--format", "csv", "--threads", "1"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let table = fs::read_to_string(out.join("backtest.csv")).expect("backtest.csv");
    assert_eq!(table, ran.stdout);
    let kyrgyz = table.lines().find(|row| row.contains("contingent_closure_h.kyrgyzstan")).expect("a row");
    assert!(kyrgyz.contains(",miss,"), "{kyrgyz}");
    for figure in ["calibration.png", "daily-withdrawal.svg", "figures.json"] {
        assert!(out.join("charts").join(figure).is_file(), "{figure}");
    }
    let figures = fs::read_to_string(out.join("charts/figures.json")).expect("figures.json");
    assert!(figures.contains("Misses: ") && figures.contains("Closure of Kyrgyzstan"), "{figures}");
    let parallel = forceflow(&["backtest", BASE_CASE, "-n", "40", "--format", "json", "--threads", "2"]);
    assert_eq!(fs::read_to_string(out.join("backtest.json")).expect("backtest.json"), parallel.stdout);
}

/// A real operation is a file: one that nobody knew when the program was built.
#[test]
fn a_new_operation_needs_a_file_and_no_code() {
    let scratch = scratch();
    let path = scratch.path().join("exercise.json");
    let file = path.to_str().expect("utf-8");
    assert_eq!(forceflow(&["init", file, "--template", "mixed"]).code, 0);
    let text = fs::read_to_string(&path).expect("a scenario");
    let mut scenario: Value = serde_json::from_str(&text).expect("JSON");
    let contingents: Vec<String> =
        scenario["contingents"].as_object().expect("contingents").keys().cloned().collect();
    let first = contingents.first().expect("one").clone();
    scenario["sources"]["report"] = serde_json::json!({"title": "Report of the staff"});
    scenario["observed"] = serde_json::json!({
        "closure_h": {"low": 1, "high": 2, "source": "report"},
        "contingent_closure_h": {&first: {"low": 0, "high": 8760, "source": "report"}},
        "vehicles": {"low": 1, "high": 1_000_000, "fitted": true},
    });
    fs::write(&path, scenario.to_string()).expect("written");
    assert_eq!(forceflow(&["check", file]).code, 0);
    let out = scratch.path().join("out");
    let ran = forceflow(&["backtest", BASE_CASE, file, "-n", "20", "--out", out.to_str().expect("utf-8")]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for words in
        ["MISS  Closure of the force: ", "observed 1.0 – 2.0 h (report)", "Fitted, no test: 1 of 1 hit"]
    {
        assert!(ran.stdout.contains(words), "{words} in\n{}", ran.stdout);
    }
    assert!(out.join("backtest.csv").is_file());
    // What the record names must be in the scenario.
    scenario["observed"]["contingent_closure_h"] = serde_json::json!({"nobody": {"low": 0, "high": 1}});
    fs::write(&path, scenario.to_string()).expect("written");
    let wrong = forceflow(&["backtest", file]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("nobody"), "{}", wrong.stderr);
}
