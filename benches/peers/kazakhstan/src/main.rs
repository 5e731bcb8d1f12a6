//! `kazakhstan REPLICATIONS [SEED]`: times replications and prints one line of JSON.

use std::process::ExitCode;
use std::time::Instant;

use kazakhstan::draws::Xoshiro;
use kazakhstan::table::HOUR;
use kazakhstan::{Outcome, World};

fn main() -> ExitCode {
    let numbers: Option<Vec<u64>> = std::env::args().skip(1).map(|argument| argument.parse().ok()).collect();
    let (replications, seed) = match numbers.as_deref() {
        Some([replications]) if *replications > 0 => (*replications, 1),
        Some([replications, seed]) if *replications > 0 => (*replications, *seed),
        _ => {
            eprintln!("usage: kazakhstan REPLICATIONS [SEED]");
            return ExitCode::from(2);
        }
    };
    let mut world = World::new(Xoshiro::new(seed));
    for replication in 0..(replications / 10).clamp(1, 200) {
        std::hint::black_box(world.run((1 << 40) + replication));
    }
    let start = Instant::now();
    let outcomes: Vec<Outcome> = (1..=replications).map(|replication| world.run(replication)).collect();
    let seconds = start.elapsed().as_secs_f64();

    let events: u64 = outcomes.iter().map(|outcome| outcome.events).sum();
    let mut line = format!(
        "{{\"program\":\"kazakhstan\",\"replications\":{replications},\"events\":{events},\"seconds\":{seconds}"
    );
    type End = fn(&Outcome) -> Option<i64>;
    let ends: [(&str, End); 2] =
        [("closure_h", |outcome| outcome.closure), ("withdrawal_h", |outcome| outcome.home)];
    for (name, end) in ends {
        let mut hours: Vec<f64> = outcomes.iter().filter_map(end).map(|ms| ms as f64 / HOUR as f64).collect();
        hours.sort_by(f64::total_cmp);
        line += &format!(",\"{name}\":{}", summary(&hours));
    }
    println!("{line}}}");
    ExitCode::SUCCESS
}

/// Number, mean with its standard error, deviation and quantiles of sorted values, as JSON.
fn summary(sorted: &[f64]) -> String {
    let n = sorted.len() as f64;
    let mean = sorted.iter().sum::<f64>() / n;
    let square: f64 = sorted.iter().map(|value| (value - mean) * (value - mean)).sum();
    let sd = (square / (n - 1.0).max(1.0)).sqrt();
    let quantile = |p: f64| sorted.get((p * (n - 1.0)).round() as usize).copied().unwrap_or(f64::NAN);
    let [p10, p50, p90] = [0.1, 0.5, 0.9].map(quantile);
    let error = sd / n.sqrt();
    format!(
        "{{\"closed\":{},\"mean\":{mean},\"standard_error\":{error},\"sd\":{sd},\"p10\":{p10},\"p50\":{p50},\"p90\":{p90}}}",
        sorted.len()
    )
}
