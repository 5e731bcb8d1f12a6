//! One replication of each shipped scenario, and of the airlift of the speed comparison, with and without causes.

use std::hint::black_box;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use forceflow::internals::kernel::{Causes, Forgetful, Recorder};
use forceflow::internals::model::{NoObserver, Simulation, Step};
use forceflow::{Options, World, compile};

/// The airlift of the speed comparison, and folders whose scenarios are all run.
const AIRLIFTS: [&str; 2] = ["benches/peers/airlift-400.json", "benches/peers/airlift-4000.json"];
const FOLDERS: [&str; 3] = ["scenarios", "scenarios/course", "scenarios/variants"];

/// Paths of scenarios from the folder of the project.
fn scenarios() -> Vec<String> {
    let mut found: Vec<String> = AIRLIFTS.map(str::to_owned).to_vec();
    for folder in FOLDERS {
        let entries = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
        let names = entries.expect("a folder of the repository").filter_map(Result::ok);
        let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let scenarios =
            names.filter(|name| name.strip_suffix(".json").is_some_and(|stem| !stem.contains('.')));
        found.extend(scenarios.map(|name| format!("{folder}/{name}")));
    }
    found.sort();
    found
}

fn world(path: &str) -> World {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let loaded = forceflow::load(&path, &[]).expect("a scenario of the repository");
    compile(&loaded.scenario).expect("a world")
}

/// Runs replications 1 to 16 in turn: every measurement has the same ones, and none stands alone.
fn replications<C: Causes>(criterion: &mut Criterion, causes: &str) {
    let mut group = criterion.benchmark_group(format!("replication, {causes}"));
    for path in scenarios() {
        let world = world(&path);
        let options = Options { seed: 1, ..Options::default() };
        let mut simulation: Simulation<C, NoObserver> = Simulation::new(&world, options, NoObserver);
        let events: u64 = (1..=16).map(|replication| simulation.run(replication).events).sum();
        group.throughput(Throughput::Elements(events / 16));
        group.bench_function(BenchmarkId::from_parameter(&path), |bencher| {
            let mut replication = 0;
            bencher.iter(|| {
                replication = replication % 16 + 1;
                black_box(simulation.run(replication).events)
            });
        });
    }
    group.finish();
}

/// The fill of loads: one copy of every unit of the case study on each type, for each of its lifts, with 40 t a load.
fn fill(criterion: &mut Criterion) {
    let world = world("scenarios/kazakhstan-2022.json");
    criterion.bench_function("fill, every unit on every type", |bencher| {
        bencher.iter(|| {
            for leg in &world.legs {
                let Step::Lift(lift) = &leg.step else { continue };
                for carrier_type in world.carrier_types.ids() {
                    black_box(world.loads_of_copy(&world.units[leg.unit], carrier_type, (40_000, 1.0), lift));
                }
            }
        });
    });
}

fn with_causes(criterion: &mut Criterion) {
    replications::<Recorder>(criterion, "with causes");
}

fn without_causes(criterion: &mut Criterion) {
    replications::<Forgetful>(criterion, "without causes");
}

criterion_group!(benches, without_causes, with_causes, fill);
criterion_main!(benches);
