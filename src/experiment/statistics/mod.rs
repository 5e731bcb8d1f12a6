//! Statistical methods: pure functions on values, mostly slices, each with its source.
//!
//! Everything here is deterministic: sums run in the order of the values, transcendental functions come from `libm`,
//! and what needs chance takes a seed. A method that cannot answer (too few values, no such bound) returns `None`
//! rather than a number that looks like an answer. A `confidence` is a probability between 0 and 1, such as 0.95;
//! values are expected to be finite.

pub mod abc;
pub mod bootstrap;
mod chance;
#[allow(dead_code, reason = "kept for studies that need fewer replications")]
pub mod control;
#[cfg(test)]
mod coverage;
pub mod given_data;
pub mod history;
pub mod interval;
pub mod least_squares;
pub mod lhs;
pub mod mcnemar;
pub mod mean;
pub mod morris;
pub mod paired;
pub mod prim;
pub mod proportion;
pub mod quantile;
#[allow(dead_code, reason = "kept for studies that need fewer replications")]
pub mod ranking;
#[cfg(test)]
mod reference;
pub mod scores;
pub mod sobol;
mod sobol_directions;
pub mod special;
pub mod stopping;
pub mod tornado;
pub mod values;

pub use mean::{Moments, Summary};
