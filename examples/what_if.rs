//! A what-if: how much later does the force close with one aircraft fewer?
//!
//! Both sides use the same seed, and draws are keyed by names, so that each replication meets the same luck on both sides
//! and the differences are due to the change.
//!
//! `cargo run --example what_if`
#![expect(clippy::print_stdout, reason = "an example prints what it found")]

use std::error::Error;
use std::path::Path;

use forceflow::{RunOptions, compile, load, paired, simulate};

/// Closure of each replication with these changes [h].
fn closures(changes: &[(String, String)]) -> Result<Vec<f64>, Box<dyn Error>> {
    let loaded = load(Path::new("scenarios/kazakhstan-2022.json"), changes)?;
    let world = compile(&loaded.scenario)?;
    let deployment = simulate(&world, &RunOptions::default(), |_| {}).deployment;
    match deployment.not_closed() {
        0 => Ok(deployment.closure_h.in_order().collect()),
        open => Err(format!("{open} replications do not close").into()),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let baseline = closures(&[])?;
    let alternative = closures(&[("fleets.an-124.count".to_owned(), "4".to_owned())])?;
    let found = paired(&alternative, &baseline, 0.95).ok_or("too few replications")?;
    println!(
        "with four An-124 instead of five the force closes {:.2} h later ({:.2} to {:.2} h)",
        found.mean, found.low, found.high
    );
    Ok(())
}
