//! Why was it late: both decompositions add up exactly, and say what a re-run says.

mod common;

use std::path::Path;

use common::{forceflow, scratch};
use forceflow::experiment::improve::{CapacityGain, Proposal, closures, durations};
use forceflow::experiment::story::{Story, Subject};
use forceflow::experiment::{Next, Plan, run};
use forceflow::kernel::{MS_PER_H, Recorder, Ties};
use forceflow::model::Category as C;
use forceflow::model::{Blind, Category, Options, ShownRun, Simulation, World, compile};
use forceflow::scenario::load;

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const AIRLIFT: &str = "benches/peers/airlift-400.json";

fn world(file: &str, sets: &[(&str, &str)]) -> World {
    let sets: Vec<(String, String)> =
        sets.iter().map(|(path, value)| ((*path).into(), (*value).into())).collect();
    let loaded = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join(file), &sets);
    let loaded = loaded.unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false)));
    compile(&loaded.scenario).expect("compiles")
}

/// Hours by category.
type View = Vec<(Category, i64)>;

/// Both views of the closure of the first replication.
fn views(world: &World) -> (View, View) {
    let mut simulation: Simulation<'_, Recorder, Blind> =
        Simulation::new(world, Options { seed: 1, ties: Ties::InOrder }, Blind);
    simulation.run(1);
    let record = forceflow::experiment::Record::of(&simulation, 1, false);
    let blame = record.blame.expect("it closes");
    let hours = |view: &[i64]| {
        let all = Category::ALL.into_iter().zip(view.iter().copied());
        all.filter(|(_, ms)| *ms > 0).map(|(category, ms)| (category, ms / MS_PER_H)).collect()
    };
    (hours(&blame.chain_ms), hours(&blame.diary_ms))
}

#[test]
fn two_loads_and_one_aircraft_are_as_worked_out_by_hand() {
    // 3 h loading, 4 h out, 2 h unloading, 4 h back: the second load leaves the queue at 13 h and arrives at 22 h.
    let world =
        world(AIR_BRIDGE, &[("fleets.bridge.count", "1"), ("contingents.force.units.company.copies", "2")]);
    let (chain, diary) = views(&world);
    assert_eq!(chain, [(C::EmptyTravel, 4), (C::Loading, 6), (C::LoadedTravel, 8), (C::Unloading, 4)]);
    assert_eq!(diary, [(C::Loading, 3), (C::LoadedTravel, 4), (C::Unloading, 2), (C::WaitCarrier, 13)]);
}

#[test]
fn two_aircraft_and_one_spot_are_as_worked_out_by_hand() {
    // Both land at 7 h; the second unloads from 9 to 11 h. Its diary has 2 h of waiting for the spot, its chain the 2 h of
    // unloading of the first instead.
    let sets = [
        ("fleets.bridge.count", "2"),
        ("contingents.force.units.company.copies", "2"),
        ("places.destination.terminal.working_spots", "1"),
    ];
    let (chain, diary) = views(&world(AIR_BRIDGE, &sets));
    assert_eq!(chain, [(C::Loading, 3), (C::LoadedTravel, 4), (C::Unloading, 4)]);
    assert_eq!(diary, [(C::Loading, 3), (C::LoadedTravel, 4), (C::Unloading, 2), (C::WaitSpot, 2)]);
}

#[test]
fn three_loads_two_aircraft_and_one_spot_are_as_worked_out_by_hand() {
    // The first aircraft is back at 13 h with the third load still waiting: loaded by 16 h, landed at 20 h, done at 22 h.
    let sets = [
        ("fleets.bridge.count", "2"),
        ("contingents.force.units.company.copies", "3"),
        ("places.destination.terminal.working_spots", "1"),
    ];
    let (chain, diary) = views(&world(AIR_BRIDGE, &sets));
    assert_eq!(chain, [(C::EmptyTravel, 4), (C::Loading, 6), (C::LoadedTravel, 8), (C::Unloading, 4)]);
    assert_eq!(diary, [(C::Loading, 3), (C::LoadedTravel, 4), (C::Unloading, 2), (C::WaitCarrier, 13)]);
}

#[test]
fn both_views_add_up_to_closure_in_every_replication() {
    for file in [AIR_BRIDGE, AIRLIFT, "scenarios/kazakhstan-2022.json"] {
        let world = world(file, &[]);
        let mut seen = 0;
        run(&world, &Plan::new(7, 40), |record| {
            let closure = record.deployment.closure_ms.expect("it closes");
            let blame = record.blame.as_ref().expect("causes are kept");
            assert_eq!(
                blame.chain_ms.iter().sum::<i64>(),
                closure,
                "{file}, chain of {}",
                record.replication
            );
            assert_eq!(
                blame.diary_ms.iter().sum::<i64>(),
                closure,
                "{file}, diary of {}",
                record.replication
            );
            for (end, blame) in record.deployment.contingents_ms.iter().zip(&record.contingent_blame) {
                let (end, blame) = (end.expect("it closes"), blame.as_ref().expect("causes are kept"));
                assert_eq!(
                    (blame.chain_ms.iter().sum::<i64>(), blame.diary_ms.iter().sum::<i64>()),
                    (end, end)
                );
            }
            seen += 1;
            Next::More
        });
        assert_eq!(seen, 40);
    }
}

#[test]
fn the_chain_holds_no_waits() {
    run(&world(AIRLIFT, &[]), &Plan::new(1, 20), |record| {
        let blame = record.blame.expect("it closes");
        for category in Category::ALL.into_iter().filter(|category| category.is_wait()) {
            assert_eq!(blame.chain_ms[category as usize], 0, "{}", category.id());
        }
        Next::More
    });
}

#[test]
fn one_more_stand_where_none_is_waited_for_saves_exactly_nothing() {
    let before = closures(&world(AIRLIFT, &[("places.d.terminal.stands", "60")]), 1, 60, 0);
    let after = closures(&world(AIRLIFT, &[("places.d.terminal.stands", "61")]), 1, 60, 0);
    let proposal = Proposal { what: String::new(), path: "places.d.terminal.stands".into(), value: 61 };
    let gain = CapacityGain::of(proposal, &after, &before);
    assert!(gain.nothing && gain.saved_h == 0.0);
}

/// What is shorter, the hours foretold, and the changes.
type Shorter<'a> = (&'a str, f64, Vec<(&'a str, &'a str)>);

#[test]
fn chain_hours_foretell_what_a_tenth_less_saves() {
    // Over 300 replications, as a share of the chain hours and within three standard errors of the paired difference plus
    // a tenth of the forecast, since chain hours are a derivative and the change is not infinitely small.
    let replications = 300;
    let base = world(AIRLIFT, &[]);
    let before = closures(&base, 1, replications, 0);
    let gains = durations(&base, 1, replications);
    let foretold = |causes: &[&str]| -> f64 {
        gains.iter().filter(|gain| causes.contains(&gain.cause.as_str())).map(|gain| gain.saved_h).sum()
    };
    let travel = r#"{"normal": {"mean": 3.6, "sd": 0.18, "min": 3.06, "max": 4.14}}"#;
    let shorter: [Shorter<'_>; 3] = [
        (
            "flight",
            foretold(&["loaded_travel", "empty_travel"]),
            ["routes.r0.travel_h", "routes.r1.travel_h", "routes.r2.travel_h", "routes.r3.travel_h"]
                .map(|path| (path, travel))
                .to_vec(),
        ),
        (
            "unloading",
            foretold(&["unloading"]),
            vec![("carrier_types.freighter.unload_h", r#"{"lognormal": {"mean": 0.9, "cv": 0.3}}"#)],
        ),
        (
            "mobilising",
            foretold(&["preparation", "notice"]),
            ["u0", "u1", "u2", "u3"]
                .map(|unit| match unit {
                    "u0" => "contingents.force.units.u0.prepare_h",
                    "u1" => "contingents.force.units.u1.prepare_h",
                    "u2" => "contingents.force.units.u2.prepare_h",
                    _ => "contingents.force.units.u3.prepare_h",
                })
                .map(|path| (path, r#"{"uniform": {"min": 0, "max": 21.6}}"#))
                .to_vec(),
        ),
    ];
    for (what, foretold_h, sets) in shorter {
        let after = closures(&world(AIRLIFT, &sets), 1, replications, 0);
        let saved: Vec<f64> = before.iter().zip(&after).map(|(before, after)| before - after).collect();
        let mean = saved.iter().sum::<f64>() / f64::from(replications);
        let variance =
            saved.iter().map(|s| (s - mean) * (s - mean)).sum::<f64>() / f64::from(replications - 1);
        let tolerance = 3.0 * (variance / f64::from(replications)).sqrt() + 0.1 * foretold_h;
        assert!(
            (mean - foretold_h).abs() <= tolerance,
            "{what}: foretold {foretold_h}, saved {mean} ± {tolerance}"
        );
    }
}

#[test]
fn the_copies_of_a_unit_are_in_place_by_its_closure_and_the_last_at_it() {
    // With a withdrawal after it: what a copy does on the way home is no part of its closure.
    let world = world("scenarios/kazakhstan-2022.json", &[]);
    let shown = ShownRun::new(&world, Options { seed: 1, ties: Ties::InOrder }, 1);
    for (index, unit) in world.units.iter().enumerate() {
        let closure_h = |subject| Story::of(&world, &shown, &subject).expect("it closes").closure_h;
        let whole = closure_h(Subject::Unit(index));
        let copies = unit.first_instance..unit.first_instance + unit.copies;
        let last = copies.map(|copy| closure_h(Subject::Copy(copy))).fold(0.0, f64::max);
        assert!(last <= whole && last > 0.0, "{}: {last} of {whole}", unit.id);
    }
}

#[test]
fn a_duration_is_tried_a_tenth_shorter_and_a_shape_is_left_alone() {
    let told = forceflow(&[
        "why",
        AIR_BRIDGE,
        "-n",
        "2",
        "--set",
        r#"carrier_types.freighter.unload_h={"lognormal": {"mean": 2, "cv": 0.1}}"#,
    ]);
    assert_eq!(told.code, 0, "{}", told.stderr);
    assert!(told.stdout.contains("--set carrier_types.freighter.load_h=2.7"), "{}", told.stdout);
    let unload = r#"--set 'carrier_types.freighter.unload_h={"lognormal":{"mean":1.8,"cv":0.1}}'"#;
    assert!(told.stdout.contains(unload), "{}", told.stdout);
}

#[test]
fn the_story_is_told_in_sentences_and_as_json() {
    let told = forceflow(&["why", AIR_BRIDGE, "-n", "5"]);
    assert_eq!(told.code, 0, "{}", told.stderr);
    assert!(told.stdout.contains("the force was in place 56.0 h after the appeal"), "{}", told.stdout);
    assert!(told.stdout.contains("waiting for a carrier at origin"), "{}", told.stdout);
    assert!(told.stdout.contains("--set fleets.bridge.count=11"), "{}", told.stdout);
    let json = forceflow(&["why", AIR_BRIDGE, "-n", "5", "--format", "json", "--unit", "force/company#7"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    let sum = |view: &str| -> f64 {
        let steps = json["story"][view].as_array().expect("steps");
        steps
            .iter()
            .map(|step| step["to_h"].as_f64().unwrap_or(0.0) - step["from_h"].as_f64().unwrap_or(0.0))
            .sum()
    };
    let closure = json["story"]["closure_h"].as_f64().expect("a number");
    assert!((sum("diary") - closure).abs() < 1e-9 && (sum("chain") - closure).abs() < 1e-9);
    assert_eq!(json["story"]["subject"], "force/company#7");
    assert_eq!(json["gains_of"], "the force");
}

#[test]
fn what_would_help_says_that_it_is_about_the_force_when_a_part_is_told() {
    let told = forceflow(&["why", AIR_BRIDGE, "-n", "2", "--unit", "force/company#7"]);
    let heading =
        "What would help the force: hours of its closure, not of that of force/company#7 alone, over 2";
    assert!(told.stdout.contains(heading), "{}", told.stdout);
    let told = forceflow(&["why", AIR_BRIDGE, "-n", "2"]);
    assert!(told.stdout.contains("What would help, over 2 replications\n"), "{}", told.stdout);
}

#[test]
fn an_unknown_unit_is_answered_with_the_one_that_was_meant() {
    let told = forceflow(&["why", AIR_BRIDGE, "--unit", "force/compny"]);
    assert_eq!(told.code, 2);
    assert!(told.stderr.contains("did you mean `force/company`?"), "{}", told.stderr);
}

#[test]
fn why_writes_a_folder_only_when_asked() {
    let scratch = scratch();
    let out = scratch.path().join("why");
    let told = forceflow(&["why", AIR_BRIDGE, "-n", "2", "--out", out.to_str().expect("utf-8"), "-q"]);
    assert_eq!(told.code, 0, "{}", told.stderr);
    assert_eq!(std::fs::read_to_string(out.join("why.txt")).expect("why.txt"), told.stdout);
    let figures = std::fs::read_to_string(out.join("charts/figures.json")).expect("captions");
    assert!(figures.contains("Closure of the force in replication 1, 56"), "{figures}");
    assert!(!figures.to_lowercase().contains("mean closure"), "one closure has no mean: {figures}");
}

#[test]
fn every_category_is_in_the_documentation() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/why.md"))
        .expect("docs/why.md");
    for category in Category::ALL.into_iter().skip(1) {
        assert!(page.contains(&format!("| `{}` |", category.id())), "{}", category.id());
    }
}
