//! What a deployment costs and burns, worked by hand on the air bridge.

use crate::support::{forceflow, result_json, scratch};
use serde_json::Value;

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";

/// Ten freighters close at 56 h, 160 h loaded under way and 148 h empty: thirty flights of 4 h back for a next load, and those
/// behind the last ten loads, which are unloaded two by two from 48 h to 56 h, so that 4, 4, 4, 2 and 0 h are flown by then.
const RATES: [&str; 10] = [
    "--set",
    "carrier_types.freighter.cost_per_h=100",
    "--set",
    "carrier_types.freighter.cost_per_day=240",
    "--set",
    "carrier_types.freighter.fuel_t_per_h=2",
    "--set",
    "places.destination.terminal.handling_cost=50",
    "--set",
    "currency=EUR",
];

fn spending(more: &[&str]) -> Value {
    let all = [&["run", AIR_BRIDGE, "-n", "20"], &RATES[..], more].concat();
    result_json(&all)["spending"].clone()
}

#[test]
fn hours_days_and_loads_cost_what_they_cost() {
    let found = spending(&["--set", "budget=38400"]);
    assert_eq!(found["moving_h"]["mean"], 308.0);
    // 308 h at 100, ten carriers for 56 h at 240 a day, forty loads at 50.
    assert_eq!(found["cost"]["mean"], 30_800.0 + 5_600.0 + 2_000.0);
    assert_eq!(found["handling_cost"]["mean"], 2_000.0);
    assert_eq!(found["fleets"]["bridge"]["cost"]["mean"], 36_400.0);
    assert_eq!(found["fuel_t"]["mean"], 616.0);
    assert_eq!(found["co2_t"]["mean"], 1_946.56, "3.16 t from a tonne of kerosene");
    assert_eq!(found["within_budget"]["probability"], 1.0, "the budget is kept to the last unit");
    assert_eq!(spending(&["--set", "budget=38399"])["within_budget"]["probability"], 0.0);
    assert_eq!(spending(&["--set", "carrier_types.freighter.co2_per_fuel_t=2"])["co2_t"]["mean"], 1_232.0);
}

#[test]
fn nothing_is_said_of_cost_where_nothing_costs() {
    let found = result_json(&["run", AIR_BRIDGE, "-n", "2"]);
    assert!(found.get("spending").is_none());
    let priced = result_json(&[&["run", AIR_BRIDGE, "-n", "2"], &RATES[..]].concat());
    assert_eq!(found["closure_h"], priced["closure_h"], "no event depends on a price");
    assert_eq!(found["events"], priced["events"]);
}

#[test]
fn a_drawn_price_moves_the_cost_and_nothing_else() {
    let ranges = r#"evidence={"carrier_types.freighter.cost_per_h": {"low": 50, "high": 150}}"#;
    let found = spending(&["--set", ranges, "--uncertain"]);
    let (low, high) = (&found["cost"]["min"], &found["cost"]["max"]);
    let (low, high) = (low.as_f64().expect("a number"), high.as_f64().expect("a number"));
    assert!(
        low >= 15_400.0 + 7_600.0 && high <= 46_200.0 + 7_600.0 && high > low + 10_000.0,
        "{low}, {high}"
    );
    assert_eq!(found["moving_h"]["min"], found["moving_h"]["max"]);
}

#[test]
fn the_summary_the_page_and_the_table_tell_the_cost() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let out = out.to_str().expect("utf-8");
    let all = [&["run", AIR_BRIDGE, "-n", "1", "--out", out, "--set", "budget=40000"], &RATES[..]].concat();
    let ran = forceflow(&all);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("Cost        38,400 EUR\nBudget      kept, 40,000 EUR\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("Fuel        616 t, 1,947 t of carbon dioxide, in 308 h of moving\n"));
    let read = |name: &str| std::fs::read_to_string(format!("{out}/{name}")).expect("a file");
    assert!(read("report.html").contains("The deployment costs 38,400 EUR on average."));
    assert!(read("replications.csv").lines().nth(1).is_some_and(|row| row.contains(",38400.000000,")));
    assert!(read("values.json").contains("spending.cost.mean"));
    assert_eq!(forceflow(&["verify", out]).code, 0);
}

#[test]
fn impossible_prices_are_refused() {
    for (key, value) in [("cost_per_h", "-1"), ("fuel_t_per_h", "2000"), ("co2_per_fuel_t", "11")] {
        let set = format!("carrier_types.freighter.{key}={value}");
        let ran = forceflow(&["check", AIR_BRIDGE, "--set", &set]);
        assert_eq!(ran.code, 1, "{key}");
        assert!(ran.stdout.contains("E0019"), "{}", ran.stdout);
    }
}

#[test]
fn a_goal_may_be_a_cost() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let size = |more: &[&str]| {
        let fixed = ["size", AIR_BRIDGE, "-n", "20", "--no-charts", "--format", "json"];
        let ran = forceflow(&[&fixed[..], &["--out", out.to_str().expect("utf-8")], more].concat());
        let found: Value = serde_json::from_str(&ran.stdout).unwrap_or_default();
        (ran.code, found, ran.stderr)
    };
    // At 2,400 a day twelve freighters close at 50 h and cost 60,000; thirteen cost 62,400.
    let day = "carrier_types.freighter.cost_per_day=2400";
    let range = ["--vary", "fleets.bridge.count=4..20", "--set", day];
    let (code, found, _) = size(&[&range[..], &["--goal", "cost.mean <= 60000", "--largest"]].concat());
    assert_eq!((code, &found["value"], &found["beside"]), (0, &Value::from(12), &Value::from(13)));
    let budget = ["--goal", "within_budget >= 0.5", "--largest", "--set", "budget=60000"];
    let (code, found, _) = size(&[&range[..], &budget].concat());
    assert_eq!((code, &found["value"]), (0, &Value::from(12)));
    for (goal, says) in [
        ("cost.mean >= 3", "is better the smaller it is"),
        ("costs.mean <= 3", "`costs.mean` is not a measure"),
        ("contingents.force.cost.mean <= 3", "is not a measure"),
        ("within_budget >= 0.9", "needs a budget"),
        ("fuel_t.mean <= 50 %", "is an amount"),
    ] {
        let (code, _, said) = size(&[&range[..], &["--goal", goal]].concat());
        assert_eq!(code, 2, "{goal}");
        assert!(said.contains(says), "{goal}: {said}");
    }
    let ran =
        forceflow(&["size", AIR_BRIDGE, "--vary", "fleets.bridge.count=4..20", "--goal", "cost.mean <= 3"]);
    assert!(ran.stderr.contains("`cost.mean` needs costs or fuel"), "{}", ran.stderr);
}

#[test]
fn a_class_is_judged_by_the_budget_of_its_base_and_reads_amounts() {
    let scratch = scratch();
    let write = |name: &str, text: String| {
        let file = scratch.path().join(name);
        std::fs::write(&file, text).expect("written");
        file.display().to_string()
    };
    let bridge = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(AIR_BRIDGE);
    let mut base: Value =
        serde_json::from_str(&std::fs::read_to_string(bridge).expect("the air bridge")).expect("JSON");
    base["carrier_types"]["freighter"]["cost_per_day"] = 2400.into();
    base["budget"] = 58_000.into();
    let base = write("base.json", base.to_string());
    // Ten freighters cost 56,000; twelve cost 60,000, whatever budget their author sets.
    let answer = r#"{"format_version": 1, "based_on": "base.json", "title": "t",
        "changes": {"fleets.bridge.count": 12, "budget": 90000}}"#;
    let answer = write("answer.json", answer.to_owned());
    let goals = ["--goal", "within_budget >= 0.9", "--goal", "cost.mean <= 58000"];
    let ran = forceflow(&[&["grade", &answer, "--against", &base, "-n", "5"], &goals[..]].concat());
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    for words in [
        "Not met: `within_budget >= 0.9`: it reaches 0 %",
        "Not met: `cost.mean <= 58000`: it reaches 60,000",
        "the base 56,000",
    ] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
}

#[test]
fn a_tornado_says_what_each_end_costs_where_something_costs() {
    let scratch = scratch();
    let at = |name: &str| scratch.path().join(name).display().to_string();
    let tornado = |more: &[&str], name: &str| {
        let (out, points) = (at(name), at("points"));
        let ranges = r#"evidence={"carrier_types.freighter.cost_per_day": {"low": 120, "high": 480}, "routes.bridge.travel_h": {"low": 4, "high": 5}}"#;
        let fixed = ["sensitivity", AIR_BRIDGE, "-n", "5", "--set", ranges, "--no-charts"];
        forceflow(&[&fixed, more, &["--out", &out, "--points", &points]].concat())
    };
    let priced = ["--set", "carrier_types.freighter.cost_per_day=240", "--set", "currency=EUR"];
    let ran = tornado(&[&priced[..], &["--format", "json"]].concat(), "json");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let found: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let result = &found["result"];
    // Ten carriers for 56 h at 240 a day; half and twice as much at the ends.
    assert_eq!((&result["baseline_cost"], &result["currency"]), (&5_600.0.into(), &"EUR".into()), "{found}");
    let bars = result["bars"].as_array().expect("bars");
    let price = bars.iter().find(|bar| bar["path"] == "carrier_types.freighter.cost_per_day").expect("a bar");
    assert_eq!(price["low"]["cost"]["difference"]["mean"], -2_800.0, "{price}");
    assert_eq!(price["high"]["cost"]["mean"], 11_200.0, "{price}");
    assert_eq!((&price["swing_cost"], &price["swing_h"]), (&8_400.0.into(), &0.0.into()), "{price}");
    // Closure is 28 + 7 t hours: an hour more of travel holds ten carriers for seven hours more.
    let travel = bars.iter().find(|bar| bar["path"] == "routes.bridge.travel_h").expect("a bar");
    assert_eq!(travel["high"]["cost"]["mean"], 6_300.0, "{travel}");
    let csv = tornado(&[&priced[..], &["--format", "csv"]].concat(), "csv").stdout;
    assert!(
        csv.lines()
            .next()
            .expect("a head")
            .ends_with("swing_h,replications,cost,cost_difference,cost_low_95,cost_high_95,cost_swing"),
        "{csv}"
    );
    assert!(tornado(&priced, "text").stdout.contains("Mean cost of the baseline: 5,600 EUR"));
    // Without prices there is no word of cost.
    let free = ["sensitivity", AIR_BRIDGE, "-n", "5", "--no-charts", "--format", "json"];
    let ranges = r#"evidence={"routes.bridge.travel_h": {"low": 4, "high": 5}}"#;
    let (out, points) = (at("free"), at("points"));
    let ran = forceflow(&[&free[..], &["--set", ranges, "--out", &out, "--points", &points]].concat());
    assert!(ran.code == 0 && !ran.stdout.contains("cost"), "{}{}", ran.stdout, ran.stderr);
}
