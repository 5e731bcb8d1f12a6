//! Alerts, teams, shares and daily limits: what is refused, and what is not.

use forceflow::internals::diagnostic::Code;

use super::support::{changed, codes};

/// The codes of the air bridge with one key set.
fn with(path: &str, value: &str) -> Vec<Code> {
    codes(&changed(&format!(r#"{{"{path}": {value}}}"#)))
}

#[test]
fn an_alert_may_lie_before_the_start_and_no_other_time_may() {
    let unit = "contingents.force.units.company.alerted";
    let contingent = "contingents.force.alerted";
    for path in [unit, contingent] {
        assert_eq!(with(path, r#"{"after_h": -24}"#), []);
        assert_eq!(with(path, r#"{"after_h": {"uniform": {"min": -24, "max": 3}}}"#), []);
        assert_eq!(with(path, r#"{"after_h": {"normal": {"mean": -24, "sd": 6, "min": -40}}}"#), []);
        assert_eq!(with(path, r#"{"after_h": {"empirical": {"values": [-12, 0, 6]}}}"#), []);
        assert_eq!(with(path, r#"{"at": "2021-12-30T00:00:00Z"}"#), []);
        assert_eq!(with(path, r#"{"at": "yesterday"}"#), [Code::E1401]);
        assert_eq!(with(path, r#"{"after_h": -2e6}"#), [Code::E1507]);
        assert_eq!(with(path, r#"{"after_h": {"uniform": {"min": -2e6, "max": 0}}}"#), [Code::E1507]);
        assert_eq!(with(path, r#"{"after_h": {"uniform": {"min": 3, "max": -3}}}"#), [Code::E1501]);
    }
    assert_eq!(with("contingents.force.mandate", r#"{"after_h": -24}"#), [Code::E1505]);
    assert_eq!(with("contingents.force.units.company.notice_h", "-1"), [Code::E1505]);
    let mandate = r#"{"after_h": {"uniform": {"min": -24, "max": 3}}}"#;
    assert_eq!(with("contingents.force.mandate", mandate), [Code::E1505]);
}

#[test]
fn somebody_must_be_there_to_prepare() {
    for path in ["contingents.force.mobilisation_teams", "places.origin.mobilisation_teams"] {
        assert_eq!(with(path, "1"), []);
        assert_eq!(with(path, "0"), [Code::E1004]);
        assert_eq!(with(path, "1.5"), [Code::E0010]);
    }
}

#[test]
fn a_planned_fill_is_a_share_and_is_drawn_as_one() {
    let (carrier, lift) = (
        "carrier_types.freighter.planned_fill",
        "contingents.force.units.company.itinerary.0.lift.planned_fill",
    );
    for path in [carrier, lift] {
        for value in [
            "1",
            "0.6",
            r#"{"uniform": {"min": 0.5, "max": 1}}"#,
            r#"{"triangular": {"min": 0.5, "mode": 0.8, "max": 0.9}}"#,
            r#"{"normal": {"mean": 0.7, "sd": 0.1, "min": 0.4, "max": 1}}"#,
            r#"{"empirical": {"values": [0.5, 0.75, 1]}}"#,
        ] {
            assert_eq!(with(path, value), [], "{value}");
        }
        for value in [
            "0",
            "-0.5",
            "1.01",
            "80",
            r#"{"uniform": {"min": 0, "max": 1}}"#,
            r#"{"uniform": {"min": 0.5, "max": 1.1}}"#,
            r#"{"normal": {"mean": 0.7, "sd": 0.1}}"#,
            r#"{"normal": {"mean": 0.7, "sd": 0.1, "min": 0.4}}"#,
            r#"{"lognormal": {"mean": 0.7, "cv": 0.1}}"#,
            r#"{"exponential": {"mean": 0.5}}"#,
        ] {
            assert_eq!(with(path, value), [Code::E0019], "{value}");
        }
    }
}

#[test]
fn a_day_takes_something_in_the_end() {
    let lift = "contingents.force.units.company.itinerary.0.lift";
    for path in ["places.origin.terminal", "fleets.bridge", lift] {
        let daily = |value: &str| with(&format!("{path}.daily_limit"), value);
        assert_eq!(daily("4"), []);
        assert_eq!(daily("[0, 2, 4]"), []);
        assert_eq!(daily("0"), [Code::E1004]);
        assert_eq!(daily("[4, 2, 0]"), [Code::E1004]);
        assert_eq!(daily("[]"), [Code::E1004]);
        for wrong in ["-1", "[4, -2]", "1.5", "\"many\"", "5000000000", "{}"] {
            assert_eq!(daily(wrong), [Code::E0010], "{wrong}");
        }
        assert_eq!(with(&format!("{path}.slot_use"), "0.8"), [Code::E1011]);
        let both = |share: &str| {
            codes(&changed(&format!(r#"{{"{path}.daily_limit": 20, "{path}.slot_use": {share}}}"#)))
        };
        assert_eq!(both("0.8"), []);
        assert_eq!(both(r#"{"uniform": {"min": 0.6, "max": 0.9}}"#), []);
        assert_eq!(both("0"), [Code::E0019]);
        assert_eq!(both(r#"{"lognormal": {"mean": 0.8, "cv": 0.2}}"#), [Code::E0019]);
    }
    assert_eq!(with("places.destination.terminal.daily_landings", "[3, 0]"), [Code::E1004]);
}

#[test]
fn a_common_factor_multiplies_something_that_is_there() {
    let factor = |text: &str| with("common_factors", &format!(r#"{{"slow": {text}}}"#));
    assert_eq!(factor(r#"{"factor": 1.2, "on": ["loading"]}"#), []);
    assert_eq!(
        factor(r#"{"factor": {"lognormal": {"mean": 1, "cv": 0.2}}, "on": ["travel", "turnaround"]}"#),
        []
    );
    assert_eq!(factor(r#"{"factor": 1.2, "on": ["loading"], "at": ["origin"], "by": ["bridge"]}"#), []);
    assert_eq!(factor(r#"{"factor": 1.2, "on": ["loading"], "at": ["orign"]}"#), [Code::E1001]);
    assert_eq!(factor(r#"{"factor": 1.2, "on": ["loading"], "by": ["brigde"]}"#), [Code::E1302]);
    assert_eq!(factor(r#"{"factor": 1.2, "on": ["loading"], "at": []}"#), [Code::E1508]);
    assert_eq!(factor(r#"{"factor": 1.2, "on": ["weather_closed"], "by": ["bridge"]}"#), [Code::E1508]);
    assert_eq!(factor(r#"{"factor": 1.2, "on": ["loding"]}"#), [Code::E0013]);
    assert_eq!(factor(r#"{"factor": 1.2}"#), [Code::E0011]);
    for number in ["0", "-1", "1001"] {
        assert_eq!(factor(&format!(r#"{{"factor": {number}, "on": ["loading"]}}"#)), [Code::E0019]);
    }
    assert_eq!(with("common_factors", r#"{"two words": {"factor": 1, "on": ["loading"]}}"#), [Code::E0018]);
}
