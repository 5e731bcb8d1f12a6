//! Runs replications in parallel and holds the statistics.

pub mod statistics;
