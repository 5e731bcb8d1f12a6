//! Simulates how a collective force gets from an appeal for help to being in place.
//!
//! Arrows run one way: `cli` > `report`, `chart` > `experiment` > `model` > `kernel`, and
//! `model` > `scenario` > `units`, `diagnostic`.

#[cfg(feature = "charts")]
pub mod chart;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostic;
pub mod experiment;
pub mod kernel;
pub mod model;
pub mod report;
pub mod scenario;
pub mod units;
