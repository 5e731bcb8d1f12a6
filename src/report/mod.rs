//! What a run leaves behind: one file per format, and a folder that is written whole or not at all.

pub mod backtest;
pub mod bottlenecks;
pub mod comparison;
pub mod content;
pub mod csv;
pub mod figures;
pub mod folder;
mod gantt;
pub mod manifest;
mod names;
pub mod numbers;
pub mod outputs;
mod ranking;
pub mod sensitivity;
pub mod size;
pub mod story;
pub mod sweep;
pub mod table;
pub mod text;

pub use content::{Content, Files, Hashes};
pub use folder::{FolderError, write_folder};
pub use manifest::{AnyManifest, Manifest, ManifestInput};
