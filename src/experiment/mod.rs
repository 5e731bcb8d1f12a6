//! Runs replications in parallel and holds the statistics.

mod append;
pub mod arrivals;
pub mod assumption;
pub mod audited;
pub mod backtest;
pub mod blocks;
pub mod bounds;
pub mod calibrate;
pub mod chain;
pub mod compare;
pub mod factor;
pub mod goal;
#[cfg(feature = "cli")]
pub mod grade;
pub mod improve;
pub mod intervals;
pub mod kept;
pub mod levers;
pub mod mix;
pub mod never;
pub mod posterior;
pub mod rank;
pub mod record;
pub mod results;
pub mod runner;
pub mod sample;
#[cfg(feature = "cli")]
pub mod seed_from;
pub mod sensitivity;
pub mod series;
pub mod simulate;
pub mod size;
pub mod spending;
pub mod statistics;
pub mod story;
pub mod study;
pub mod study_error;
pub mod summary;
pub mod sweep;
pub mod tally;
mod totals;
pub mod trials;
pub mod uncertainty;
pub mod varies;
pub mod why;
mod written;

pub use append::BLOCK;
pub use record::Record;
pub use results::Results;
pub use runner::{Next, Plan, run};
pub use simulate::{
    Precision, RunOptions, USUAL_REPLICATIONS, simulate, simulate_drawn_while, simulate_into,
};
pub use summary::Summary;
