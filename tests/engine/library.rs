//! The library of scenarios: each file loads, closes, delivers exactly its totals, passes the audit, and gives the
//! committed figures.
//!
//! `UPDATE=1 cargo test --test engine library` writes the committed figures again.

use std::collections::BTreeMap;
use std::path::Path;

use forceflow::internals::model::audit;
use forceflow::{Options, Results, RunOptions, ShownRun, compile, simulate};
use serde_json::{Value, json};

use crate::common::{in_repository, loaded, main_scenarios, name_in_repository, scenarios_below};

const GOLDEN: &str = "tests/golden/library.json";
const REPLICATIONS: u32 = 40;

/// The number of replications that are audited, from the first.
const AUDITED: u32 = 3;

/// The figures of a scenario that are committed; panics where it fails to close or to deliver.
fn figures(path: &Path) -> Value {
    let shown = path.display();
    let loaded = loaded(path, &[]);
    assert!(loaded.warnings.is_empty(), "{shown}: {}", loaded.warnings.render(false));
    let units = || loaded.scenario.contingents.values().flat_map(|contingent| contingent.units.values());
    let people: u64 = units().map(|unit| u64::from(unit.copies) * u64::from(unit.personnel)).sum();
    let vehicles: u64 =
        units().map(|unit| u64::from(unit.copies) * u64::from(unit.vehicles.values().sum::<u32>())).sum();

    let world = compile(&loaded.scenario).unwrap_or_else(|error| panic!("{shown}: {error}"));
    let options = RunOptions { replications: REPLICATIONS, ..RunOptions::default() };
    let summary = simulate(&world, &options, |_| {});
    assert_eq!(summary.deployment.not_closed(), 0, "{shown}: every replication closes");
    for row in summary.rows.in_order() {
        let delivered = (u64::from(row.personnel), u64::from(row.vehicles));
        assert_eq!(delivered, (people, vehicles), "{shown}: delivers its totals");
    }
    for replication in 1..=AUDITED {
        let run = ShownRun::new(&world, Options { seed: 1, ..Options::default() }, replication);
        let found: Vec<String> = audit(&world, &run).iter().map(ToString::to_string).collect();
        assert!(found.is_empty(), "{shown}, replication {replication}: {}", found.join("; "));
    }
    let results = Results::of(&world, &summary);
    let rounded = |hours: Option<f64>| (hours.expect("it closes") * 1e6).round() / 1e6;
    json!({
        "mean": rounded(results.closure_h.mean),
        "p05": rounded(results.closure_h.p05),
        "p95": rounded(results.closure_h.p95),
        "sorties": rounded(results.delivered.sorties.mean),
    })
}

#[test]
fn every_scenario_closes_delivers_its_totals_and_gives_the_committed_figures() {
    let found = scenarios_below("scenarios");
    let now: BTreeMap<String, Value> =
        found.iter().map(|path| (name_in_repository(path), figures(path))).collect();
    if std::env::var_os("UPDATE").is_some() {
        let text = serde_json::to_string_pretty(&now).expect("JSON");
        std::fs::write(in_repository(GOLDEN), text + "\n").expect("written");
    }
    let committed = std::fs::read_to_string(in_repository(GOLDEN)).expect("the committed figures");
    let committed: BTreeMap<String, Value> = serde_json::from_str(&committed).expect("JSON");
    for (name, figures) in &now {
        assert_eq!(Some(figures), committed.get(name), "{name}");
    }
    assert_eq!(now.len(), committed.len(), "a file is gone");
}

/// Figures that choose a rule or bound a run, and say nothing about the world.
const RULES: [&str; 3] = ["priority", "horizon_h", "daylight"];

/// What-ifs set these: the figure is the question.
const QUESTIONS: [(&str, &str); 1] = [("kazakhstan-2022-mandate-two-days-late", ".mandate.after_h")];

#[test]
fn every_figure_has_a_source_or_is_an_assumption() {
    let mut found = scenarios_below("scenarios/variants");
    found.extend(main_scenarios());
    let mut sourced = 0;
    for path in &found {
        let loaded = loaded(path, &[]);
        let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
        for leaf in loaded.leaves().into_iter().filter(|leaf| leaf.value.is_number()) {
            let rule = leaf.path.split('.').any(|segment| RULES.contains(&segment));
            let question = QUESTIONS.iter().any(|(file, tail)| stem == *file && leaf.path.ends_with(tail));
            assert!(rule || question || leaf.evidence.is_some(), "{stem}: `{}` rests on nothing", leaf.path);
            sourced += u32::from(leaf.evidence.is_some_and(|evidence| evidence.source.is_some()));
        }
    }
    assert!(sourced > 1_000, "{sourced} figures have a source");
}
