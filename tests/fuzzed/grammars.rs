//! Words of a command line, and tables.

use std::sync::OnceLock;

use forceflow::internals::foreign::{Goal, Posterior, import_str, into_scenario, parse_factor, visible};
use forceflow::internals::scenario::get;
use forceflow::{Loaded, World, compile, load_str};

use super::reading::{judged, told};

const BRIDGE: &str = include_str!("../../scenarios/checks/air-bridge.json");

/// The air bridge, read and compiled.
fn bridge() -> &'static (Loaded, World) {
    static BRIDGE_READ: OnceLock<(Loaded, World)> = OnceLock::new();
    BRIDGE_READ.get_or_init(|| {
        let loaded = load_str("bridge.json", BRIDGE, &[]).expect("a scenario");
        let world = compile(&loaded.scenario).expect("a world");
        (loaded, world)
    })
}

/// A factor, a goal, a path, or a change: the first byte says which.
pub(super) fn grammar(bytes: &[u8]) {
    let Some((which, rest)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    match which % 4 {
        0 => factor(text),
        1 => goal(text),
        2 => path(text),
        _ => change(text),
    }
}

fn factor(text: &str) {
    match parse_factor(text) {
        Ok(factor) => {
            assert!(!factor.path.is_empty() && !factor.values.is_empty(), "{text:?}");
            assert_eq!(parse_factor(&factor.text), Ok(factor));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fn goal(text: &str) {
    match Goal::parse(text) {
        Ok(goal) => {
            assert!(goal.level().is_finite() && goal.fewest(0.95) > 0, "{text:?}");
            assert_eq!(Goal::parse(goal.text()).as_ref(), Ok(&goal), "it is written as {:?}", goal.text());
            let Ok(aim) = goal.aim(&bridge().1) else { return };
            for values_h in [&[][..], &[1.0], &[50.0, 60.0, f64::INFINITY], &[56.0; 40]] {
                let _ = (aim.judge(values_h, 0.95), aim.looks_met(values_h), aim.needed(values_h, 0.95));
                assert!(aim.estimate(values_h).is_none_or(|estimate| !estimate.is_nan()));
                assert!(aim.interval(values_h).is_none_or(|(low, high)| low <= high));
            }
        }
        Err(said) => assert!(!said.is_empty()),
    }
}

fn path(text: &str) {
    if let Err(error) = get(&bridge().0.root, text) {
        assert!(!error.message.is_empty());
    }
}

fn change(text: &str) {
    let changes = text.lines().filter_map(|line| line.split_once('='));
    let changes: Vec<_> = changes.map(|(path, value)| (path.trim().to_owned(), value.to_owned())).collect();
    judged(&bridge().0.with(&changes));
}

/// A table of units, or of samples: the first byte says which.
pub(super) fn table(bytes: &[u8]) {
    let Some((which, rest)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    if which % 4 == 0 { samples(text) } else { units(text) }
}

fn samples(text: &str) {
    match Posterior::read(text) {
        Ok(posterior) => {
            let effective = posterior.effective();
            assert!((1.0 - 1e-9..=posterior.samples.len() as f64 + 1e-9).contains(&effective), "{effective}");
        }
        Err(error) => {
            let said = error.to_string();
            assert_eq!(visible(&said), said, "it gives orders");
        }
    }
}

fn units(text: &str) {
    let imported = match import_str("units.csv", text) {
        Ok(imported) => imported,
        Err(found) => return told(&found),
    };
    assert!(!imported.units.is_empty());
    let _ = (imported.personnel(), imported.vehicles());
    assert!(serde_json::from_str::<serde_json::Value>(&imported.fragment()).is_ok());
    match into_scenario("bridge.json", BRIDGE, &imported) {
        Ok(whole) => {
            let read = load_str("bridge.json", &whole, &[]);
            assert!(read.is_ok(), "what was written is refused:\n{whole}");
        }
        Err(found) => told(&found),
    }
}
