//! Simulates how a collective force gets from an appeal for help to being in place.
//!
//! The interface of the library is what this page names: [`load`] a scenario from a file, or [`load_str`] from a text, with
//! changes by dotted path; both check it and report all mistakes at once. [`compile`] it to a [`World`], [`simulate`] its
//! replications, and read the [`Results`] or write them as [`tables`]. The modules are private.
//!
//! ```
//! use forceflow::{Results, RunOptions, compile, load_str, simulate};
//!
//! let text = include_str!("../scenarios/checks/air-bridge.json");
//! let five_aircraft = [("fleets.bridge.count".to_owned(), "5".to_owned())];
//! let loaded = load_str("air-bridge.json", text, &five_aircraft)?;
//! let world = compile(&loaded.scenario)?;
//! let options = RunOptions { replications: 10, ..RunOptions::default() };
//! let summary = simulate(&world, &options, |_| {});
//! let results = Results::of(&world, &summary);
//! // Forty loads on five aircraft take eight rounds of 3 h loading, 4 h out, 2 h unloading and 4 h back.
//! assert!(results.closure_h.mean.is_some_and(|closure_h| closure_h >= 7.0 * 13.0 + 9.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A scenario, a seed and a version give equal results on any number of threads. Two scenarios under one seed
//! share their random numbers, so that [`paired`] compares them replication by replication.
//!
//! # Features
//! - `charts`: figures as SVG, and the pages of runs and studies.
//! - `print` (needs `charts`): figures as PNG and PDF, too.
//! - `cli` (default, needs `print`): the program `forceflow`.
//!
//! Without features the engine alone is built. It reads texts, writes bytes, and needs neither files nor threads.
//!
//! # Modules
//! Arrows run one way: `cli` > `report`, `chart` > `experiment` > `model` > `kernel`, and
//! `model` > `scenario` > `units`, `diagnostic`; `numbers` writes numbers for readers, `field` says what columns hold; they need none of them.

// The build with all features judges what is dead; the others lack those who call it.
#![cfg_attr(not(feature = "cli"), allow(dead_code, unused_imports))]

#[cfg(feature = "charts")]
mod chart;
#[cfg(feature = "cli")]
mod cli;
mod diagnostic;
mod escape;
mod experiment;
mod field;
#[doc(hidden)]
pub mod internals;
mod kernel;
mod model;
mod numbers;
mod report;
mod scenario;
mod storage;
mod threads;
mod units;

pub use diagnostic::{Diagnostic, Diagnostics};
pub use experiment::statistics::paired::{Difference, paired};
pub use experiment::{Precision, Results, RunOptions, Summary, simulate};
pub use model::{CompileError, Options, ShownRun, World, compile};
pub use report::content::{Content, Files};
pub use report::tables::tables;
pub use scenario::{Loaded, Scenario, load, load_str};
