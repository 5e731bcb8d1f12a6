//! Figures, drawn from made-up data, plain and hard, and measured: nothing clipped, nothing on top of anything else,
//! the right density, and the same bytes every time.

mod cases;
mod effects;
mod experiments;
mod force;
mod measure;
mod runs;
mod studies;

use forceflow::chart::{self, Chart, Pace};

#[test]
fn no_label_is_clipped_or_covered_in_any_case() {
    let cases = cases::all();
    let faults: String = cases.iter().map(|(name, chart)| measure::faults(name, chart.as_ref())).collect();
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn the_same_input_gives_the_same_bytes_on_any_number_of_threads() {
    let cases = cases::all();
    let charts: Vec<&dyn Chart> = cases.iter().take(6).map(|(_, chart)| chart.as_ref()).collect();
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| chart::render(&charts, Pace::Together)).expect("figures")
    };
    let (one, three) = (on(1), on(3));
    assert_eq!(one.len(), charts.len());
    assert!(one == three);
    assert!(one == chart::render(&charts, Pace::InTurn).expect("figures"));
}
