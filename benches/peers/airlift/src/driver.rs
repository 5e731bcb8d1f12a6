//! Command line, timing and the line of results.

use crate::{HOUR_MS, Outcome, Size};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// Runs `PROGRAM LOADS AIRCRAFT REPLICATIONS [THREADS]` and prints one line of JSON.
///
/// `open` makes what runs the replications, once for each thread, and may reuse its buffers from one
/// replication to the next. The clock runs around the replications alone, after some to warm up; results are
/// reduced in the order of the replications. With `AIRLIFT_CLOSURES` set, the closure of each replication
/// \[ms\] goes to stderr.
pub fn drive<R, F>(program: &str, open: F) -> ExitCode
where
    R: FnMut(u64) -> Outcome,
    F: Fn(Size) -> R + Sync,
{
    let Some((size, replications, threads)) = arguments() else {
        eprintln!("usage: {program} LOADS AIRCRAFT REPLICATIONS [THREADS]");
        return ExitCode::from(2);
    };
    let warm_up = (replications / 20).max(1);
    let mut run = open(size);
    for replication in 0..warm_up {
        std::hint::black_box(run((1 << 40) + replication as u64));
    }

    let start = Instant::now();
    let outcomes = if threads == 1 {
        (1..=replications as u64).map(run).collect()
    } else {
        parallel(&open, size, replications, threads)
    };
    let seconds = start.elapsed().as_secs_f64();

    if let Some(short) = outcomes.iter().find(|o| o.delivered != size.loads as u64) {
        eprintln!("{program}: {} of {} loads delivered", short.delivered, size.loads);
        return ExitCode::FAILURE;
    }
    if std::env::var_os("AIRLIFT_CLOSURES").is_some() {
        outcomes.iter().for_each(|o| eprintln!("{}", o.closure_ms));
    }
    print_line(program, size, threads, seconds, &outcomes);
    ExitCode::SUCCESS
}

/// Reads the command line.
fn arguments() -> Option<(Size, usize, usize)> {
    let numbers: Vec<usize> = std::env::args()
        .skip(1)
        .map(|a| a.parse().ok().filter(|&n| n > 0))
        .collect::<Option<_>>()?;
    let (loads, aircraft, replications, threads) = match *numbers {
        [loads, aircraft, replications] => (loads, aircraft, replications, 1),
        [loads, aircraft, replications, threads] => (loads, aircraft, replications, threads),
        _ => return None,
    };
    // With fewer than fifteen aircraft the origins would have no loading spot; with more aircraft than loads
    // some would wait for ever, which a process cannot tell.
    (15..=loads)
        .contains(&aircraft)
        .then_some((Size { loads, aircraft }, replications, threads))
}

/// Runs the replications on several threads; each takes the next one that is open.
fn parallel<R, F>(open: &F, size: Size, replications: usize, threads: usize) -> Vec<Outcome>
where
    R: FnMut(u64) -> Outcome,
    F: Fn(Size) -> R + Sync,
{
    let next = AtomicUsize::new(0);
    let mut outcomes = vec![Outcome::default(); replications];
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut run = open(size);
                    let mut done = Vec::new();
                    loop {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        if index >= replications {
                            return done;
                        }
                        done.push((index, run(index as u64 + 1)));
                    }
                })
            })
            .collect();
        for worker in workers {
            for (index, outcome) in worker.join().expect("a replication does not panic") {
                outcomes[index] = outcome;
            }
        }
    });
    outcomes
}

/// Prints the line of results.
fn print_line(program: &str, size: Size, threads: usize, seconds: f64, outcomes: &[Outcome]) {
    let replications = outcomes.len() as f64;
    let hour = HOUR_MS as f64;
    let events: u64 = outcomes.iter().map(|o| o.events).sum();
    let mean = outcomes.iter().map(|o| o.closure_ms as f64 / hour).sum::<f64>() / replications;
    let squares: f64 = outcomes
        .iter()
        .map(|o| o.closure_ms as f64 / hour - mean)
        .map(|distance| distance * distance)
        .sum();
    let sd = if outcomes.len() > 1 {
        (squares / (replications - 1.0)).sqrt()
    } else {
        0.0
    };
    let arrival: f64 = outcomes
        .iter()
        .map(|o| o.delivered_at_sum_ms as f64 / o.delivered as f64 / hour)
        .sum();
    println!(
        "{{\"program\": \"{program}\", \"loads\": {}, \"aircraft\": {}, \"replications\": {}, \
         \"threads\": {threads}, \"events\": {events}, \"seconds\": {seconds:.6}, \
         \"mean_closure_h\": {mean:.6}, \"sd_closure_h\": {sd:.6}, \"mean_arrival_h\": {:.6}}}",
        size.loads,
        size.aircraft,
        outcomes.len(),
        arrival / replications,
    );
}
