//! Use of fleets, terminals and receptions, as the summary and the figures of a run show it.

use std::fs;

use serde_json::Value;

use crate::support::{forceflow, scratch};

/// What a run prints, and the alternative text of its figure of terminals.
fn run(scenario: &str, changes: &[&str]) -> (String, String) {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let mut arguments = vec!["run", scenario, "-n", "2", "--out", out.to_str().expect("utf-8")];
    arguments.extend(changes.iter().flat_map(|change| ["--set", change]));
    let ran = forceflow(&arguments);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let figures: Value =
        serde_json::from_slice(&fs::read(out.join("charts/figures.json")).expect("figures")).expect("JSON");
    let figures = figures.as_array().expect("a list");
    let terminals = figures.iter().find(|figure| figure["id"] == "terminals").expect("terminals");
    (ran.stdout, terminals["alt"].as_str().expect("a text").to_owned())
}

#[track_caller]
fn says(text: &str, words: &str) {
    assert!(text.contains(words), "{words} is not in:\n{text}");
}

#[test]
fn a_port_is_shown_where_ships_waited() {
    // Five ships, three stands, two cranes: two wait for stands 10 h each, two for cranes 4 h each.
    let (summary, alt) = run("scenarios/checks/port.json", &[]);
    says(&summary, "b, stands                                  3      2.0     40 %     20.0 h");
    says(&summary, "b, cranes                                  2      2.0     35 %      8.0 h");
    says(&summary, "ships                               5      5.0    100 %     28.0 h");
    says(
        &alt,
        "b, stands: at most 3 in use, capacity 3, 20 h waited; b, cranes: at most 2 in use, capacity 2, 8.0 h waited",
    );
    assert!(!alt.contains("a, "), "nobody waited at a: {alt}");
}

#[test]
fn a_reception_is_shown_where_loads_waited_for_it() {
    // Four loads are there at 6; one team receives each for 1 h until 10: waits of 1, 2 and 3 h, 4 h of 10 h in use.
    let reception = r#"places.b.reception={"teams": 1, "process_h": 1}"#;
    let (summary, alt) = run("scenarios/checks/terminal.json", &[reception]);
    says(&summary, "b, reception teams                         1      3.0     40 %      6.0 h");
    says(&alt, "b, reception teams: at most 1 in use, capacity 1, 6.0 h waited");
}

#[test]
fn places_are_ranked_by_hours_waited_and_not_by_movements() {
    // The spot at a is asked for as often as the stands at b; at a 1 + 2 + 3 h are waited, at b 2 x 3 h and more for the rest
    // of the day: b first. Without the limit at b, a is shown alone.
    let spot = r#"places.a.terminal={"working_spots": 1}"#;
    let stand = r#"places.b.terminal={"stands": 1}"#;
    let (_, both) = run("scenarios/checks/terminal.json", &[spot, stand]);
    let (a, b) = (both.find("a, working spots"), both.find("b, stands"));
    assert!(a.is_some() && b.is_some() && b < a, "{both}");
    let (_, only) = run("scenarios/checks/terminal.json", &[spot]);
    says(&only, "a, working spots: at most 1 in use, capacity 1, 6.0 h waited");
    assert!(!only.contains("b, "), "{only}");
}

#[test]
fn where_nobody_waited_nothing_is_said_of_places() {
    let (summary, alt) = run("scenarios/checks/terminal.json", &[]);
    assert!(!summary.contains("Most waited for"), "{summary}");
    says(&summary, "planes                              4      4.0    100 %      0.0 h");
    says(&alt, "a, ");
}
