//! What a run leaves behind: one file per format, and a folder that is written whole or not at all.

#[cfg(feature = "charts")]
pub mod backtest;
#[cfg(feature = "charts")]
pub mod bottlenecks;
#[cfg(feature = "charts")]
pub mod calibration;
#[cfg(feature = "charts")]
pub mod claims;
#[cfg(feature = "charts")]
mod closures;
#[cfg(feature = "charts")]
pub mod command_line;
#[cfg(feature = "charts")]
pub mod compared;
#[cfg(feature = "charts")]
mod compared_page;
#[cfg(feature = "charts")]
pub mod comparison;
#[cfg(feature = "charts")]
mod comparison_table;
#[cfg(feature = "charts")]
mod comparison_words;
pub mod content;
pub mod csv;
#[cfg(feature = "charts")]
mod data;
mod delivered;
#[cfg(feature = "charts")]
mod differences;
#[cfg(feature = "charts")]
pub mod draw;
#[cfg(feature = "charts")]
mod draws;
#[cfg(feature = "charts")]
mod figures;
#[cfg(feature = "charts")]
pub mod folder;
#[cfg(feature = "charts")]
mod gains;
#[cfg(feature = "charts")]
mod gantt;
#[cfg(feature = "charts")]
mod gantt_carriers;
#[cfg(feature = "cli")]
pub mod grade;
#[cfg(feature = "charts")]
mod interaction;
pub mod json;
#[cfg(feature = "charts")]
pub mod kind;
#[cfg(feature = "charts")]
pub mod manifest;
#[cfg(feature = "charts")]
pub mod map;
#[cfg(feature = "charts")]
mod material;
#[cfg(feature = "charts")]
mod measured;
#[cfg(feature = "charts")]
pub mod mix;
#[cfg(feature = "charts")]
pub mod moves;
pub mod names;
pub mod numbers;
#[cfg(feature = "charts")]
pub mod outputs;
mod padded;
#[cfg(feature = "charts")]
pub mod page;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "charts")]
pub mod pasted;
#[cfg(feature = "charts")]
mod ranking;
mod replications;
#[cfg(feature = "charts")]
pub mod seeds;
#[cfg(feature = "charts")]
pub mod sensitivity;
#[cfg(feature = "charts")]
pub mod size;
mod spending;
#[cfg(feature = "charts")]
mod spreads;
#[cfg(feature = "charts")]
mod stopping;
#[cfg(feature = "charts")]
pub mod story;
#[cfg(feature = "charts")]
pub mod study;
#[cfg(feature = "cli")]
pub mod summary_tables;
#[cfg(feature = "charts")]
pub mod sweep;
#[cfg(feature = "charts")]
mod sweep_json;
#[cfg(feature = "charts")]
mod sweep_table;
pub mod table;
pub mod tables;
#[cfg(feature = "charts")]
mod terminals;
pub mod text;
pub mod usage;
pub mod values;
#[cfg(feature = "cli")]
pub mod verified;

pub use content::{Content, Files, Hashes};
#[cfg(feature = "charts")]
pub use folder::{FolderError, write_folder};
#[cfg(feature = "charts")]
pub use manifest::{AnyManifest, Manifest, ManifestInput};
#[cfg(feature = "charts")]
pub use study::Report;
