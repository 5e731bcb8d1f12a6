//! The library: what the model does, what its statistics and diagnostics say, and what figures look like.

#[cfg(feature = "charts")]
mod charts;
mod closed_forms;
#[path = "../common/mod.rs"]
mod common;
mod coverage;
mod diagnostics;
mod edges;
#[cfg(feature = "charts")]
#[path = "../fuzzed/mod.rs"]
mod fuzzed;
mod library;
mod mix;
mod properties;
#[cfg(feature = "charts")]
mod replay;
mod tables;
mod theory;
mod ties;
mod why;
