//! One run: load a scenario, simulate it, print its closure, and write `result.json` and the tables beside it.
//!
//! `cargo run --example one_run -- scenarios/checks/air-bridge.json FOLDER`
#![expect(clippy::print_stdout, reason = "an example prints what it found")]

use std::error::Error;
use std::fs::{self, File};
use std::path::PathBuf;

use forceflow::{Options, Results, RunOptions, ShownRun, compile, load, simulate, tables};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let file = arguments.next().unwrap_or_else(|| "scenarios/checks/air-bridge.json".into());
    let folder = arguments.next();

    let loaded = load(&file, &[])?;
    let world = compile(&loaded.scenario)?;
    let summary = simulate(&world, &RunOptions::default(), |_| {});
    let results = Results::of(&world, &summary);

    println!("{}", loaded.scenario.title);
    match (results.closure_h.mean, results.closure_h.p90) {
        (Some(mean), Some(p90)) => {
            println!("closes after {mean:.1} h on average; nine times in ten by {p90:.1} h");
        }
        _ => println!("{} of {} replications do not close", results.not_closed, summary.replications),
    }

    if let Some(folder) = folder {
        // The timeline shows the replication nearest to the median closure.
        let options = Options { seed: summary.seed, ..Options::default() };
        let shown = ShownRun::new(&world, options, summary.nearest_to_median());
        fs::create_dir_all(&folder)?;
        for (name, content) in tables((&world, &summary, &results), (&world, shown)) {
            content.write_to(File::create(folder.join(name))?)?;
        }
        println!("tables are in {}", folder.display());
    }
    Ok(())
}
