//! Why was it late: both decompositions add up exactly, and say what a re-run says.

use forceflow::internals::experiment::{CapacityGain, Next, Plan, Proposal, Story, Subject, run};
use forceflow::internals::experiment::{Sample, closures, durations};
use forceflow::internals::kernel::{MS_PER_H, Recorder};
use forceflow::internals::model::{Category, Category as C, NoObserver, Simulation};
use forceflow::{Options, ShownRun, World};

use crate::common::{in_repository, world_of};

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const AIRLIFT: &str = "benches/peers/airlift-400.json";

/// Hours by category.
type View = Vec<(Category, i64)>;

/// Both views of the closure of the first replication.
fn views(world: &World) -> (View, View) {
    let mut simulation: Simulation<'_, Recorder, NoObserver> =
        Simulation::new(world, Options { seed: 1, ..Options::default() }, NoObserver);
    simulation.run(1);
    let record = forceflow::internals::experiment::Record::of(&simulation, 1, false);
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
    let world = world_of(
        AIR_BRIDGE,
        &[("fleets.bridge.count", "1"), ("contingents.force.units.company.copies", "2")],
    );
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
    let (chain, diary) = views(&world_of(AIR_BRIDGE, &sets));
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
    let (chain, diary) = views(&world_of(AIR_BRIDGE, &sets));
    assert_eq!(chain, [(C::EmptyTravel, 4), (C::Loading, 6), (C::LoadedTravel, 8), (C::Unloading, 4)]);
    assert_eq!(diary, [(C::Loading, 3), (C::LoadedTravel, 4), (C::Unloading, 2), (C::WaitCarrier, 13)]);
}

#[test]
fn both_views_add_up_to_closure_in_every_replication() {
    for file in [AIR_BRIDGE, AIRLIFT, "scenarios/kazakhstan-2022.json"] {
        let world = world_of(file, &[]);
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
    run(&world_of(AIRLIFT, &[]), &Plan::new(1, 20), |record| {
        let blame = record.blame.expect("it closes");
        for category in Category::ALL.into_iter().filter(|category| category.is_wait()) {
            assert_eq!(blame.chain_ms[category as usize], 0, "{}", category.id());
        }
        Next::More
    });
}

#[test]
fn one_more_stand_where_none_is_waited_for_saves_exactly_nothing() {
    let before = closures(&world_of(AIRLIFT, &[("places.d.terminal.stands", "60")]), 1, 60, 0);
    let after = closures(&world_of(AIRLIFT, &[("places.d.terminal.stands", "61")]), 1, 60, 0);
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
    let base = world_of(AIRLIFT, &[]);
    let before = closures(&base, 1, replications, 0);
    let gains = durations(&base, Sample { seed: 1, replications, threads: 0 });
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
        let after = closures(&world_of(AIRLIFT, &sets), 1, replications, 0);
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
    let world = world_of("scenarios/kazakhstan-2022.json", &[]);
    let shown = ShownRun::new(&world, Options { seed: 1, ..Options::default() }, 1);
    for (id, unit) in world.units.with_ids() {
        let closure_h = |subject| Story::of(&world, &shown, &subject).expect("it closes").closure_h;
        let whole = closure_h(Subject::Unit(id));
        let last = unit.instances().map(|copy| closure_h(Subject::Copy(copy))).fold(0.0, f64::max);
        assert!(last <= whole && last > 0.0, "{}: {last} of {whole}", unit.id);
    }
}

#[test]
fn every_category_is_in_the_documentation() {
    let page = std::fs::read_to_string(in_repository("docs/why.md")).expect("docs/why.md");
    for category in Category::ALL.into_iter().skip(1) {
        assert!(page.contains(&format!("| `{}` |", category.id())), "{}", category.id());
    }
}
