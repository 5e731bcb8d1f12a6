//! The figures that the documentation quotes are those that the program prints now.

use std::fs;
use std::path::Path;

use crate::support::{forceflow, result_json, scratch};
use serde_json::Value;

fn page(name: &str) -> String {
    fs::read_to_string(Path::new("docs").join(name)).expect("a page")
}

fn run(scenario: &str, more: &[&str]) -> Value {
    result_json(&[&["run", scenario, "--no-charts"], more].concat())
}

fn figure(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("a number, not {value}"))
}

/// Whether a number is as it is quoted: to as many decimals as stand there.
fn is_quoted(value: f64, quoted: &str) -> bool {
    let decimals = quoted.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    format!("{value:.decimals$}") == quoted.replace(',', "")
}

/// The cells of the rows of all tables.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines()
        .filter(|line| line.starts_with("| "))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
}

/// The parts of `85.2 (75.2-95.7)`, with or without a unit.
fn mean_and_ends(cell: &str) -> Option<[String; 3]> {
    let (mean, ends) = cell.split_once(" (").or_else(|| cell.split_once(" h ("))?;
    let (low, high) = ends.trim_end_matches(')').split_once('-')?;
    let number = |text: &str| {
        let text = text.trim_end_matches(" h");
        text.chars().all(|c| c.is_ascii_digit() || ",.".contains(c)).then(|| text.to_owned())
    };
    Some([number(mean)?, number(low)?, number(high)?])
}

fn closes_as_quoted(scenario: &str, quoted: &[String; 3]) -> Value {
    let result = run(scenario, &[]);
    for (key, quoted) in ["mean", "p05", "p95"].into_iter().zip(quoted) {
        let value = figure(&result["closure_h"][key]);
        assert!(is_quoted(value, quoted), "{scenario}: {key} is {value}, quoted as {quoted}");
    }
    result
}

#[test]
fn closures_in_the_tables_of_the_scenarios() {
    let text = page("scenarios.md");
    let mut checked = 0;
    for cells in rows(&text) {
        let Some(quoted) = cells.iter().find_map(|cell| mean_and_ends(cell)) else { continue };
        for name in cells[0].split('`').skip(1).step_by(2) {
            let file = if name.starts_with('-') {
                // `-dispatch-first-come`, `-required`, ... in one row.
                let of_rules = cells[0].contains("-dispatch") && !name.starts_with("-dispatch");
                let rule = if of_rules { "-dispatch" } else { "" };
                format!("scenarios/variants/kazakhstan-2022{rule}{name}.json")
            } else {
                format!("scenarios/{name}.json")
            };
            let result = closes_as_quoted(&file, &quoted);
            let met = cells
                .iter()
                .find_map(|cell| cell.strip_suffix(" %")?.rsplit(' ').next()?.parse::<f64>().ok());
            if let Some(met) = met {
                let probability = 100.0 * figure(&result["on_time"]["probability"]);
                assert!(
                    (probability - met).abs() <= 0.5,
                    "{file}: met in {probability} %, quoted as {met} %"
                );
            }
            checked += 1;
        }
    }
    assert!(checked >= 24, "{checked} scenarios with their closure");
    closes_as_quoted("scenarios/kazakhstan-2022.json", &["94.8", "79.6", "112.4"].map(str::to_owned));
    assert!(text.contains("94.8 (79.6-112.4)"));
}

#[test]
fn every_scenario_has_its_paragraph_and_its_chart() {
    let text = page("scenarios.md");
    for entry in fs::read_dir("scenarios").expect("a folder") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".json").filter(|_| name != "scenario.schema.json") else {
            continue;
        };
        assert!(text.contains(&format!("`{stem}.json`")), "{stem} has no paragraph");
        let image = format!("images/{stem}.png");
        assert!(text.contains(&format!("]({image})")), "{stem} has no chart");
        assert!(Path::new("docs").join(&image).is_file(), "{image}");
    }
    for entry in fs::read_dir("scenarios/variants").expect("a folder") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let short = name.trim_start_matches("kazakhstan-2022").trim_end_matches(".json");
        let tail = short.trim_start_matches("-dispatch");
        assert!(
            text.contains(&format!("`{short}`")) || text.contains(&format!("`{tail}`")),
            "the variant {name} is not in the table"
        );
    }
}

/// What-ifs of `docs/scenarios.md`: scenario, changes, and the paired difference that is quoted [h].
const WHAT_IFS: &[(&str, &[&str], &str)] = &[
    ("rapid-reaction-force", &["routes.rail-vitebsk.echelons_per_day=6"], "-41"),
    ("rapid-reaction-force", &["fleets.trains-vitebsk.count=10"], "203"),
    ("rapid-reaction-force", &["fleets.vta-orenburg.count=40"], "0"),
    ("central-asia-2021", &["fleets.il-76-orenburg.count=28"], "10"),
    ("central-asia-2021", &["carrier_types.il-76.fuel_uplift_t=16"], "-15"),
    ("central-asia-2021", &["places.kulob.terminal.fuel.resupply_t=90"], "-15"),
    ("central-asia-2021", &["fleets.mi-26-kulob.count=6"], "-16"),
    ("peacekeeping-forces", &["places.shymkent.terminal.opening_hours.to_h=23"], "-12"),
    ("peacekeeping-forces", &["places.shymkent.terminal.stands=8"], "-5"),
    ("peacekeeping-forces", &["places.shymkent.terminal.working_spots=4"], "0"),
    ("eastern-european-grouping", &["fleets.trains-moscow.count=5"], "-88"),
    ("eastern-european-grouping", &["routes.line-moscow.echelons_per_day=12"], "-0"),
    ("eastern-european-grouping", &["places.railhead.terminal.working_spots=4"], "-0"),
    ("caucasian-grouping", &["fleets.il-76.count=24"], "-0"),
    ("caucasian-grouping", &["carrier_types.il-76.refuel_h=0"], "-21"),
    ("caucasian-grouping", &["places.gyumri.terminal.stands=8"], "-30"),
    ("caucasian-grouping", &["slot_policy=ground_hold"], "11"),
    ("kyrgyzstan-2010", &["fleets.il-76-ulyanovsk.count=32", "fleets.il-76-orenburg.count=24"], "-3"),
    (
        "kyrgyzstan-2010",
        &[
            "authorisation.decision.after_h=24",
            "contingents.russia.mandate.after_h=24",
            "contingents.kazakhstan.mandate.after_h=24",
            "contingents.tajikistan.mandate.after_h=24",
        ],
        "-104",
    ),
    ("armenia-2021", &["fleets.il-76.count=12"], "-29"),
    ("armenia-2021", &["contingents.russia.units.kapan.itinerary.1.march.night_speed_kmh=15"], "-1.2"),
    ("material-aid", &["fleets.freight.count=4"], "-370"),
    (
        "material-aid",
        &["routes.rail-osh.border_delay_h=12", "routes.rail-tashkent.border_delay_h=12"],
        "-191",
    ),
    ("material-aid", &["carrier_types.freight-train.min_fill=0"], "132"),
    ("eu-battlegroup", &["fleets.c-17.count=8"], "-40"),
    ("eu-battlegroup", &["places.forward.terminal.working_spots=6"], "0"),
    (
        "eu-battlegroup",
        &[
            "fleets.a400m-south.crews.staged=null",
            "fleets.a400m-north.crews.staged=null",
            "fleets.c-17.crews.staged=null",
            "fleets.an-124.crews.staged=null",
        ],
        "136",
    ),
    ("un-rapid-deployment", &[SHIP_A, SHIP_B], "-17"),
    ("un-rapid-deployment", &[READY_A, READY_B], "-78"),
    ("un-rapid-deployment", &[SHIP_A, SHIP_B, READY_A, READY_B], "-174"),
    ("relief-airfield", &["places.relief.terminal.slot_interval_h=0"], "18"),
    ("relief-airfield", &["places.relief.terminal.slot_interval_h=0", "slot_policy=ground_hold"], "128"),
    ("relief-airfield", &["carrier_types.medium.service_h=1.6", "carrier_types.large.service_h=1.6"], "80"),
    (
        "relief-airfield",
        &[
            "places.relief.terminal.stands=12",
            "places.relief.terminal.unloading_teams=12",
            "places.relief.terminal.slot_interval_h=0.1667",
        ],
        "-3",
    ),
];

const SHIP_A: &str = "fleets.ship-a.available_from.after_h=240";
const SHIP_B: &str = "fleets.ship-b.available_from.after_h=240";
const READY_A: &str = r#"contingents.country-a.units.battalion-equipment.prepare_h={"triangular": {"min": 72, "mode": 96, "max": 120}}"#;
const READY_B: &str = r#"contingents.country-b.units.police-equipment.prepare_h={"triangular": {"min": 72, "mode": 96, "max": 120}}"#;

#[test]
fn what_ifs_of_the_scenarios() {
    let scratch = scratch();
    let text = page("scenarios.md");
    for (index, (scenario, changes, quoted)) in WHAT_IFS.iter().enumerate() {
        let file = format!("scenarios/{scenario}.json");
        let out = scratch.path().join(index.to_string());
        let mut arguments = vec!["compare", &file, "--no-charts", "--format", "json", "-q"];
        arguments.extend(["--out", out.to_str().expect("utf-8")]);
        for change in *changes {
            arguments.extend(["--set", change]);
        }
        let ran = forceflow(&arguments);
        assert_eq!(ran.code, 0, "{scenario} {changes:?}: {}", ran.stderr);
        let comparison: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        let difference = figure(&comparison["differences"][0]["closure_h"]["mean"]);
        let unsigned = quoted.trim_start_matches('-');
        assert!(
            is_quoted(difference.abs(), unsigned)
                && (unsigned == "0" || (difference < 0.0) == quoted.starts_with('-')),
            "{scenario} {changes:?}: {difference}, quoted as {quoted}"
        );
        let stands = unsigned == "0" || text.contains(&format!("{unsigned} h"));
        assert!(stands, "{unsigned} h is not in the text ({scenario} {changes:?})");
    }
}

#[test]
fn commands_of_the_course_print_what_stands_behind_them() {
    let text = page("course.md");
    let mut checked = 0;
    for line in text.lines().filter_map(|line| line.strip_prefix("forceflow run ")) {
        let (command, quoted) = line.split_once(" # ").expect("a closure behind the command");
        let words: Vec<&str> = command.split(' ').collect();
        let mean = figure(&run(words[0], &words[1..])["closure_h"]["mean"]);
        let quoted = quoted.strip_suffix(" h").expect("hours");
        assert!(is_quoted(mean, quoted), "{command}: {mean}, quoted as {quoted}");
        checked += 1;
    }
    assert_eq!(checked, 16, "six lessons");
}

#[test]
fn what_the_course_says_about_its_runs() {
    let text = page("course.md").replace('\n', " ");
    let says = |words: &str| assert!(text.contains(words), "the course says: {words}");
    let rounded = |value: &Value, quoted: &str| {
        assert!(is_quoted(figure(value), quoted), "{value}, quoted as {quoted}");
    };
    let varied = run("scenarios/course/3-variability.json", &[]);
    says("between 32.2 and 44.7 h");
    rounded(&varied["closure_h"]["p05"], "32.2");
    rounded(&varied["closure_h"]["p95"], "44.7");

    says("the far companies are complete at 38 h and the near ones at 90 h");
    says("it is 90 h and 48 h");
    says("56.2 h against 45.5 h");
    for (rule, far, near, arrival) in
        [("priority", "38", "90", "56.2"), ("shortest_cycle", "90", "48", "45.5")]
    {
        let result = run("scenarios/course/4-priority.json", &["--set", &format!("dispatch={rule}")]);
        rounded(&result["units"]["force/far-company"]["closure_h"]["mean"], far);
        rounded(&result["units"]["force/company"]["closure_h"]["mean"], near);
        rounded(&result["mean_arrival_h"], arrival);
    }

    says("Preparation is 51.5 h of the chain");
    let late = run("scenarios/course/5-unloading-team.json", &[]);
    assert_eq!(late["bottlenecks"][0]["cause"], "preparation");
    rounded(&late["bottlenecks"][0]["chain_h"], "51.5");

    says("63.5 % of the runs (70 % and 69 % with seeds 2 and 3)");
    for (seed, met) in [("1", 0.635), ("2", 0.70), ("3", 0.69)] {
        let result = run("scenarios/course/6-one-in-three.json", &["--seed", seed]);
        assert!((figure(&result["on_time"]["probability"]) - met).abs() < 1e-9, "seed {seed}");
    }
}

#[test]
fn the_page_of_the_base_case_shows_its_results() {
    let text = page("kazakhstan-2022.md");
    let plan = run("scenarios/kazakhstan-2022.json", &[]);
    let reported = run("scenarios/variants/kazakhstan-2022-reported.json", &[]);
    let quantiles = |result: &Value, contingent: &str| {
        ["p05", "p50", "p95"]
            .map(|key| format!("{:.1}", figure(&result["contingents"][contingent]["closure_h"][key])))
            .join(" / ")
    };
    for contingent in ["Belarus", "Kyrgyzstan", "Tajikistan", "Armenia", "Russia"] {
        let id = contingent.to_lowercase();
        let row =
            rows(&text).find(|cells| cells.len() >= 5 && cells[0] == contingent && cells[3].contains(" / "));
        let row = row.unwrap_or_else(|| panic!("a row of {contingent}"));
        assert_eq!((row[3], row[4]), (quantiles(&plan, &id).as_str(), quantiles(&reported, &id).as_str()));
    }
    let ran = forceflow(&["backtest", "scenarios/kazakhstan-2022.json", "--format", "json", "-q"]);
    let backtest: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let predicted = |path: &str| {
        let rows = backtest["scenarios"][0]["rows"].as_array().expect("rows");
        let row = rows.iter().find(|row| row["path"] == path).unwrap_or_else(|| panic!("{path}"));
        ["p05", "p50", "p95"].map(|key| format!("{:.0}", figure(&row["predicted"][key])))
    };
    let mut paths: Vec<String> =
        (13..=19).map(|day| format!("daily_withdrawal_sorties.2022-01-{day}")).collect();
    paths.extend(["withdrawal_sorties", "withdrawal_closure_h"].map(str::to_owned));
    let medians = rows(&text).find(|cells| cells[0] == "predicted median").expect("medians");
    let bands = rows(&text).find(|cells| cells[0] == "p05 to p95").expect("bands");
    for (index, path) in paths.iter().enumerate() {
        let [low, median, high] = predicted(path);
        let band = if low == high { low } else { format!("{low}-{high}") };
        assert_eq!((medians[index + 1], bands[index + 1]), (median.as_str(), band.as_str()), "{path}");
    }
    let coverage = &backtest["coverage"];
    assert!(text.contains(&format!("{} of {} are met", coverage["hits"], coverage["tests"])), "{coverage}");
}
