//! Runs replications in parallel and holds the statistics.

pub mod arrivals;
pub mod improve;
pub mod record;
pub mod results;
pub mod runner;
pub mod statistics;
pub mod story;
pub mod summary;

pub use record::Record;
pub use results::Results;
pub use runner::{Next, Plan, run};
pub use summary::{Precision, RunOptions, Summary, simulate};
