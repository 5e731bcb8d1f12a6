//! `forceflow bench`: the speed of replications alone, for the comparison in `benches/peers`.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use serde_json::json;

use super::exit::Outcome;
use super::terminal::Terminal;
use crate::experiment::runner::{Next, Plan, run};
use crate::experiment::statistics::Moments;
use crate::kernel::hours;
use crate::model::compile;
use crate::scenario::load;

/// Time replications and print one line of JSON
#[derive(Debug, Args)]
pub(super) struct BenchArgs {
    /// Scenario or variant file
    scenario: PathBuf,
    /// Replications that are timed
    #[arg(long, default_value_t = 200)]
    replications: u32,
    /// Threads
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Keep no causes
    #[arg(long)]
    no_causes: bool,
}

pub(super) fn bench(args: &BenchArgs) -> Outcome {
    let world = compile(&load(&args.scenario, &[])?.scenario)?;
    let mut plan = Plan::new(args.seed, args.replications);
    plan.threads = args.threads.max(1);
    plan.causes = !args.no_causes;
    let warm_up = Plan { count: (args.replications / 10).clamp(1, 200), ..plan };
    run(&world, &warm_up, |_| Next::More);
    let (mut closure, mut arrival, mut events) = (Moments::default(), Moments::default(), 0_u64);
    let started = Instant::now();
    run(&world, &plan, |record| {
        events += record.events;
        closure.push(record.deployment.closure_ms.map_or(f64::NAN, hours));
        arrival.push(record.deployment.mean_arrival_h().unwrap_or(f64::NAN));
        Next::More
    });
    let seconds = started.elapsed().as_secs_f64();
    let line = json!({
        "program": "forceflow",
        "scenario": args.scenario.display().to_string(),
        "replications": args.replications,
        "threads": plan.threads,
        "causes": plan.causes,
        "events": events,
        "seconds": seconds,
        "mean_closure_h": closure.summary().map(|s| s.mean),
        "sd_closure_h": closure.summary().and_then(|s| s.sd),
        "mean_arrival_h": arrival.summary().map(|s| s.mean),
    });
    Terminal::print(&format!("{line}\n"))
}
